/* compiler/replica/lowered.c -- a theory as a spec in potential form. */
#include "document.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 79 };

static char *
text_of(expr_t *e)
{
    char *text = expr_to_string(e);

    if (text == NULL)
        abort();
    return text;
}

static void
print_description(FILE *to, const char *text)
{
    if (text != NULL)
        fprintf(to, "    \"%s\"", text);
}

/* " > 0", " in 0 .. 1", or nothing. */
static void
print_domain(FILE *to, const domain_t *d)
{
    char *lo = d->lo != NULL ? text_of(d->lo) : NULL;
    char *hi = d->hi != NULL ? text_of(d->hi) : NULL;

    if (lo != NULL && hi != NULL)
        fprintf(to, " in %s .. %s", lo, hi);
    else if (lo != NULL)
        fprintf(to, " %s %s", d->lo_open ? ">" : ">=", lo);
    else if (hi != NULL)
        fprintf(to, " %s %s", d->hi_open ? "<" : "<=", hi);
    free(hi);
    free(lo);
}

static void
print_parameters(FILE *to, const spec_t *spec)
{
    const parameter_t *p;
    char *value;
    int i, ranged;

    for (i = 0; i < spec->n_parameters; i++)
    {
        p = &spec->parameter[i];
        ranged = p->domain.lo != NULL || p->domain.hi != NULL;
        fprintf(to, "  parameter %s", p->name);
        print_domain(to, &p->domain);
        if (p->fallback != NULL)
        {
            value = text_of(p->fallback);
            fprintf(to, " %s %s", ranged ? "default" : "=", value);
            free(value);
        }
        print_description(to, p->description);
        fputc('\n', to);
    }
}

static void
print_orders(FILE *to, const theory_t *t)
{
    const unknown_t *u;
    int i;

    for (i = 0; i < t->n_unknowns; i++)
    {
        u = &t->unknown[i];
        fprintf(to, "  order %s", u->name);
        print_domain(to, &u->domain);
        print_description(to, u->description);
        fputc('\n', to);
    }
}

/* free_entropy and stationary, then the equations of a potential form. */
static void
print_potential(FILE *to, const theory_t *t)
{
    const spec_t *spec = t->spec;
    const char *name = spec->potential_name != NULL ? spec->potential_name
                                                    : "phi";
    int all = spec->learner != LEARNER_POTENTIAL, i, n;
    char left[128], *l, *r;

    if (t->lowered != NULL)
    {
        snprintf(left, sizeof left, "free_entropy %s", name);
        fputc('\n', to);
        document_equation(to, left, t->lowered, 2, WIDTH);
    }
    n = all ? t->n_unknowns : spec->n_stationary;
    if (n > 0)
        fprintf(to, "  stationary %s in ", name);
    for (i = 0; i < n; i++)
        fprintf(to, "%s%s", i > 0 ? ", " : "",
                t->unknown[all ? i : spec->stationary[i]].name);
    if (n > 0)
        fputc('\n', to);
    for (i = 0; !all && i < spec->n_equations; i++)
    {
        l = text_of(spec->equation_left[i]);
        r = text_of(spec->equation_right[i]);
        fprintf(to, "  equation %s == %s\n", l, r);
        free(r);
        free(l);
    }
}

static void
print_starts(FILE *to, const theory_t *t)
{
    const start_t *s;
    char *value;
    int i, k;

    for (i = 0; i < t->n_starts; i++)
    {
        s = &t->start[i];
        fprintf(to, "  start%s%s at ", s->name != NULL ? " " : "",
                s->name != NULL ? s->name : "");
        for (k = 0; k < s->at.n; k++)
        {
            value = text_of(s->at.value[k]);
            fprintf(to, "%s%s = %s", k > 0 ? ", " : "", s->at.name[k], value);
            free(value);
        }
        fputc('\n', to);
    }
}

/* What the derivation defines by name becomes an observable; free_entropy
   keeps its meaning in potential form. */
static void
print_values(FILE *to, const theory_t *t)
{
    const named_value_t *v;
    char left[128];
    expr_t *rest, *e;
    int i;

    for (i = 0; i < t->n_values; i++)
    {
        v = &t->value[i];
        if (strcmp(v->name, "free_entropy") == 0)
            continue;
        e = v->plain != NULL ? v->plain : v->value;
        rest = document_rest(t, v);
        if (v->value == t->potential)
            rest = expr_integer(t->spec->algebra, 0);
        if (rest != NULL)
            e = expr_add(t->spec->algebra,
                         expr_symbol(t->spec->algebra, "free_entropy"), rest);
        e = expr_inline(t->spec->algebra, e);
        snprintf(left, sizeof left, "observable %s", v->name);
        document_equation(to, left, e, 2, WIDTH);
        if (v->description != NULL)
            fprintf(to, "      \"%s\"\n", v->description);
    }
}

static void
print_equation_threshold(FILE *to, const threshold_t *th, const char *left,
                         const char *right)
{
    char *side;
    int i;

    fprintf(to, "%s == %s", left, right);
    for (i = 0; i < th->n_sides; i++)
    {
        side = text_of(th->side[i]);
        fprintf(to, " and %s", side);
        free(side);
    }
    print_description(to, th->description);
    fputc('\n', to);
}

static void
print_thresholds(FILE *to, const theory_t *t)
{
    const spec_t *spec = t->spec;
    const threshold_t *th;
    char *lo, *hi, *left, *right;
    int i, k;

    for (i = 0; i < spec->n_thresholds; i++)
    {
        th = &spec->threshold[i];
        if (th->kind != THRESHOLD_EQUATION && th->kind != THRESHOLD_LIMIT)
            continue;
        lo = text_of(th->lo);
        hi = text_of(th->hi);
        left = text_of(th->left);
        right = text_of(th->right);
        fprintf(to, "  %sthreshold %s in %s = %s .. %s where ",
                th->kind == THRESHOLD_LIMIT ? "# " : "", th->name,
                spec->parameter[th->parameter].name, lo, hi);
        if (th->kind == THRESHOLD_EQUATION)
            print_equation_threshold(to, th, left, right);
        else
            fprintf(to, "%s -> %s\n", left, right);
        free(right);
        free(left);
        free(hi);
        free(lo);
        for (k = 0; th->kind == THRESHOLD_LIMIT && k < t->n_systems; k++)
            if (t->system[k].threshold == i)
            {
                left = text_of(t->system[k].residual[0]);
                fprintf(to, "  #   that is, 0 == %s\n", left);
                free(left);
            }
    }
}

void
theory_print_saddle(FILE *to, const theory_t *t)
{
    const spec_t *spec = t->spec;
    int i;

    fprintf(to, "# Written by saddle derive: the potential form of %s.\n",
            spec->name);
    fprintf(to, "model %s", spec->name);
    print_description(to, spec->description);
    fputc('\n', to);
    for (i = 0; i < spec->n_cites; i++)
        fprintf(to, "  cite \"%s\"\n", spec->cite[i]);
    fputc('\n', to);
    print_parameters(to, spec);
    fputc('\n', to);
    print_orders(to, t);
    print_potential(to, t);
    print_starts(to, t);
    fputc('\n', to);
    print_values(to, t);
    fputc('\n', to);
    print_thresholds(to, t);
    fputs("end\n", to);
}
