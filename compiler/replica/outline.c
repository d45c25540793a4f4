/* compiler/replica/outline.c -- a theory as headings, formulas and sentences. */
#include "outline.h"
#include "document.h"

#include <stdlib.h>
#include <string.h>

/* ---- entries ------------------------------------------------------------ */

entry_t *
outline_add(outline_t *o, entry_kind_t kind)
{
    entry_t *e, *more;

    if (o->n == o->room)
    {
        o->room = 2 * o->room + 32;
        more = realloc(o->entry, (size_t) o->room * sizeof *more);
        if (more == NULL)
            flint_abort();
        o->entry = more;
    }
    e = &o->entry[o->n++];
    memset(e, 0, sizeof *e);
    e->kind = kind;
    return e;
}

void
outline_clear(outline_t *o)
{
    free(o->entry);
    o->entry = NULL;
}

void
outline_heading(outline_t *o, const char *text)
{
    outline_add(o, ENTRY_HEADING)->piece[0].text = text;
}

void
outline_formula(outline_t *o, const char *name, expr_t *left, expr_t *right)
{
    entry_t *e = outline_add(o, ENTRY_FORMULA);

    e->left = (piece_t) { name, left };
    e->right = right;
}

void
outline_slope(outline_t *o, expr_t *x, expr_t *right)
{
    outline_formula(o, outline_potential_name(o->theory), NULL, right);
    o->entry[o->n - 1].of = x;
}

/* Adds words, a formula or both to a sentence. */
static void
say(entry_t *s, const char *text, expr_t *e)
{
    if (text != NULL && s->n < ENTRY_PIECES)
        s->piece[s->n++] = (piece_t) { text, NULL };
    if (e != NULL && s->n < ENTRY_PIECES)
        s->piece[s->n++] = (piece_t) { NULL, e };
}

const char *
outline_potential_name(const theory_t *t)
{
    return t->spec->potential_name != NULL ? t->spec->potential_name : "phi";
}

/* ---- sections ----------------------------------------------------------- */

void
outline_functions(outline_t *o)
{
    const theory_t *t = o->theory;
    const named_function_t *f;
    expr_t *left;
    int i;

    for (i = 0; i < t->n_functions; i++)
    {
        f = &t->function[i];
        left = expr_apply(t->spec->algebra, f->definition, f->formal, f->n);
        if (f->raw != NULL && f->raw != f->closed)
            outline_formula(o, NULL, left, f->raw);
        outline_formula(o, NULL, left, f->closed);
        o->entry[o->n - 1].again = f->raw != NULL && f->raw != f->closed;
    }
}

void
outline_saddle_point(outline_t *o)
{
    const theory_t *t = o->theory;
    int i;

    for (i = 0; i < t->n_equations; i++)
        if (expr_is_zero(t->equation_right[i]))
            outline_formula(o, NULL, t->equation_right[i],
                            t->equation_left[i]);
        else
            outline_formula(o, NULL, t->equation_left[i],
                            t->equation_right[i]);
}

expr_t *
document_rest(const theory_t *t, const named_value_t *v)
{
    expr_t *rest;

    if (t->potential == NULL || v->value == t->potential)
        return NULL;
    if (expr_kind(v->value) != EXPR_ADD || expr_kind(t->potential) != EXPR_ADD)
        return NULL;
    rest = expr_sub(t->spec->algebra, v->value, t->potential);
    if (expr_kind(rest) == EXPR_ADD
        && expr_arity(rest) >= expr_arity(v->value))
        return NULL;
    return rest;
}

static void
add_values(outline_t *o)
{
    const theory_t *t = o->theory;
    algebra_t *g = t->spec->algebra;
    expr_t *phi = expr_symbol(g, outline_potential_name(t)), *rest;
    int i;

    if (t->n_values > 0)
        outline_heading(o, "Readable at a solution");
    for (i = 0; i < t->n_values; i++)
    {
        const named_value_t *v = &t->value[i];

        rest = document_rest(t, v);
        outline_formula(o, v->name, NULL,
                        v->value == t->potential ? phi
                        : rest != NULL ? expr_add(g, phi, rest) : v->value);
    }
}

/* Does "m = 0, q = 0" name q? */
static int
names(const char *text, const char *name)
{
    size_t n = strlen(name);

    for (; text != NULL; text = strstr(text, ", "))
    {
        text += strncmp(text, ", ", 2) == 0 ? 2 : 0;
        if (strncmp(text, name, n) == 0 && strncmp(text + n, " = ", 3) == 0)
            return 1;
    }
    return 0;
}

static void
add_boundaries(outline_t *o)
{
    const theory_t *t = o->theory;
    int i, k;

    if (t->n_boundaries > 0)
        outline_heading(o, "Boundary states");
    for (i = 0; i < t->n_boundaries; i++)
    {
        const boundary_t *b = &t->boundary[i];
        entry_t *s = outline_add(o, ENTRY_SENTENCE);

        say(s, b->name, NULL);
        for (k = 0; k < b->n_fixed; k++)
        {
            if (names(b->name, t->unknown[b->fixed[k]].name))
                continue;
            say(s, ", ", t->unknown[b->fixed[k]].symbol);
            say(s, " = ", b->value[k]);
        }
        if (b->guard_parameter >= 0)
        {
            say(s, "  (at ", t->spec->parameter[b->guard_parameter].symbol);
            say(s, " = ", b->guard_value);
            say(s, ")", NULL);
        }
    }
}

/* ---- thresholds --------------------------------------------------------- */

static void
say_states(entry_t *s, const threshold_t *th, const char *what,
           const char *otherwise)
{
    say(s, what, NULL);
    say(s, th->state[0] != NULL ? th->state[0] : otherwise, NULL);
    if (th->state[1] != NULL)
    {
        say(s, " and ", NULL);
        say(s, th->state[1], NULL);
    }
}

/* What holds at the critical value. */
static void
say_condition(entry_t *s, const threshold_t *th)
{
    int i;

    switch (th->kind)
    {
    case THRESHOLD_SPINODAL:
        say_states(s, th, "the branch folds: state ", "uninformed");
        break;
    case THRESHOLD_COEXISTENCE:
        say_states(s, th, "equal free entropy: states ",
                   "uninformed and another");
        break;
    case THRESHOLD_EXTREMUM:
        say_states(s, th, "extremum of ", "");
        break;
    case THRESHOLD_INSTABILITY:
        say(s, "instability of", NULL);
        for (i = 0; i < th->at.n && i < 3; i++)
        {
            say(s, i > 0 ? ", " : " ", NULL);
            say(s, th->at.name[i], NULL);
            say(s, " = ", th->at.value[i]);
        }
        break;
    default:
        say(s, NULL, th->left);
        say(s, th->kind == THRESHOLD_LIMIT ? " -> " : " = ", th->right);
        for (i = 0; i < th->n_sides && i < 3; i++)
            say(s, " and ", th->side[i]);
    }
}

/* A threshold with a system of its own: the one equation in it. */
static void
add_limits(outline_t *o)
{
    const theory_t *t = o->theory;
    int i;

    for (i = 0; i < t->n_systems; i++)
        if (t->system[i].kind == SYSTEM_THRESHOLD && t->system[i].n_orders == 0
            && t->system[i].boundary < 0)
        {
            entry_t *s = outline_add(o, ENTRY_SENTENCE);

            say(s, t->system[i].name, NULL);
            say(s, " is where", NULL);
            outline_formula(o, NULL, expr_integer(t->spec->algebra, 0),
                            t->system[i].residual[0]);
        }
}

static void
add_thresholds(outline_t *o)
{
    const theory_t *t = o->theory;
    const spec_t *spec = t->spec;
    int i;

    if (spec->n_thresholds > 0)
        outline_heading(o, "Thresholds");
    for (i = 0; i < spec->n_thresholds; i++)
    {
        const threshold_t *th = &spec->threshold[i];
        entry_t *s = outline_add(o, ENTRY_SENTENCE);

        say(s, th->name, NULL);
        say(s, ": ", NULL);
        say_condition(s, th);
        say(s, " for ", spec->parameter[th->parameter].symbol);
        say(s, " in ", th->lo);
        say(s, " .. ", th->hi);
    }
    add_limits(o);
    for (i = 0; i < t->n_skipped; i++)
    {
        entry_t *s = outline_add(o, ENTRY_SENTENCE);

        say(s, t->skipped[i].name, NULL);
        say(s, ": ", NULL);
        say(s, t->skipped[i].reason, NULL);
    }
}

/* ---- the whole ---------------------------------------------------------- */

void
outline_theory(outline_t *o, const theory_t *t)
{
    memset(o, 0, sizeof *o);
    o->theory = t;
    if (t->online != NULL)
    {
        outline_flow(o);
        return;
    }
    if (t->n_functions > 0)
        outline_heading(o, "Definitions");
    outline_functions(o);
    if (t->potential != NULL)
    {
        outline_heading(o, "Free entropy");
        outline_formula(o, outline_potential_name(t), NULL, t->potential);
    }
    if (t->n_equations > 0)
        outline_heading(o, "Saddle point");
    outline_saddle_point(o);
    add_values(o);
    add_boundaries(o);
    add_thresholds(o);
}
