/* compiler/model/average.c -- diff(F, p), test(EXPR) and train(EXPR). */
#include "check.h"

#include <string.h>

/* ---- diff --------------------------------------------------------------- */

/* The symbol that diff differentiates in; NULL after an error. */
static expr_t *
diff_symbol(check_t *c, const ast_t *p)
{
    const scope_t *s;
    const entry_t *e;
    const char *name = p->kind == AST_INDEX ? variable_name(c, p) : p->text;

    if (p->kind == AST_NAME)
        for (s = c->frame.scope; s != NULL; s = s->outer)
            if (strcmp(s->name, name) == 0)
                return s->symbol;
    if ((p->kind == AST_NAME || p->kind == AST_INDEX) && name != NULL)
    {
        e = entry_find(c, name, 0);
        if (e != NULL ? e->symbol != NULL : derived_find(c, name) != NULL)
            return convert_number(c, p);
        if (e == NULL && p->kind == AST_NAME && strcmp(name, "pi") != 0)
        {
            unknown_name(c, p);
            return NULL;
        }
    }
    fault(c, "E0215", p->span,
          "the second argument is the name of a parameter, of an order "
          "parameter or of a bound variable",
          "cannot differentiate with respect to this");
    return NULL;
}

expr_t *
convert_diff(check_t *c, const ast_t *a)
{
    unsigned outside = c->frame.uses;
    value_t f;
    expr_t *p;

    c->frame.uses = 0;
    f = want_number(c, a->child[0]);
    if (f.kind != KIND_BAD && (c->frame.uses & (USES_DERIVED | USES_AVERAGE)))
    {
        fault(c, "E0215", span_of(a->child[0]),
              "differentiate an expression of parameters and declared order "
              "parameters",
              "'diff' cannot look inside what the derivation defines");
        f.kind = KIND_BAD;
    }
    c->frame.uses |= outside;
    p = a->child[1] != NULL ? diff_symbol(c, a->child[1]) : NULL;
    if (f.kind == KIND_BAD || p == NULL)
        return NULL;
    return expr_diff(c->algebra, f.e, p);
}

/* ---- averages over patterns --------------------------------------------- */

static int
average_allowed(check_t *c, const ast_t *a)
{
    const spec_t *s = c->spec;

    if (!(c->frame.context->allowed & USES_AVERAGE)
        || c->frame.context == &CONTEXT_AVERAGE)
    {
        fault(c, "E0216", a->span,
              "averages over patterns stand in observables and thresholds",
              "'%s' cannot stand %s", a->text, c->frame.context->where);
        return 0;
    }
    if (c->frame.scope != NULL)
    {
        fault(c, "E0216", a->span,
              "take it out, and give it a name with 'let' or 'observable'",
              "'%s' cannot stand inside a binder or function", a->text);
        return 0;
    }
    if (s->learner == LEARNER_POTENTIAL
        || (c->seen[STMT_LABELS] == 0 && strcmp(a->text, "test") == 0))
    {
        fault(c, "E0216", a->span, "write the average as E[...](...)",
              "'%s' needs a model with labels", a->text);
        return 0;
    }
    return 1;
}

expr_t *
convert_average(check_t *c, const ast_t *a, int over_training)
{
    spec_t *s = c->spec;
    const context_t *outer = c->frame.context;
    average_t *more;
    expr_t *body;
    int i;

    if (!average_allowed(c, a))
        return NULL;
    c->frame.context = &CONTEXT_AVERAGE;
    body = units_resolve(c, convert_number(c, a->child[0]), a->span);
    c->frame.context = outer;
    c->frame.uses = (c->frame.uses & outer->allowed) | USES_AVERAGE;
    if (body == NULL)
        return NULL;
    for (i = 0; i < s->n_averages; i++)
        if (s->average[i].body == body
            && s->average[i].over_training == over_training)
            return s->average[i].symbol;
    more = check_alloc(c, ((size_t) s->n_averages + 1) * sizeof *more);
    if (s->n_averages > 0)
        memcpy(more, s->average, (size_t) s->n_averages * sizeof *more);
    more[i].name = a->text;
    more[i].symbol = expr_fresh(c->algebra, a->text);
    more[i].body = body;
    more[i].over_training = over_training;
    more[i].span = a->span;
    s->average = more;
    s->n_averages++;
    return more[i].symbol;
}
