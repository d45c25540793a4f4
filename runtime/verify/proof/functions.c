/* runtime/verify/proof/functions.c -- the functions of a claim, from the lines of
 * the certificate. */
#include "functions.h"
#include "../text/reader.h"

#include <string.h>

/* Expressions of F: lines `condition`, and `fixed-condition` where all order
   parameters are variables; NULL: d potential/d NAME. */
static node_t *
condition(const functions_t *f, int i)
{
    const certificate_t *c = f->s->c;
    int k = read_among(f->copy->symbol, f->copy->n, f->symbol[i]);

    if (k >= 0)
        return f->copy->condition[k];
    k = read_among(c->held, c->n_held, f->symbol[i]);
    return k >= 0 ? c->held_condition[k] : NULL;
}

/* The order in which names get their values: parameters, which may be expressions
   of those before them; unknowns; fixed order parameters, at x as at all points. */
static int
give_values(functions_t *f, arb_srcptr x, const char *suffix, int all)
{
    system_t *s = f->s;
    certificate_t *c = s->c;
    const copy_t *copy = f->copy;
    int i, k, good = system_parameters(s, f->e);

    if (s->p >= 0)
        evaluator_name(f->e, c->box[s->unknown[s->p]], x + s->p, f->p);
    if (c->list.along >= 0)
        evaluator_name(f->e, c->list.along, x + s->n, f->along);
    for (i = 0; i < f->n; i++)
        for (k = 0; k < s->n && !system_is_fixed(copy, f->symbol[i]); k++)
            if (s->unknown[k] == system_box(c, f->symbol[i], suffix))
            {
                f->variable[k] = i;
                evaluator_name(f->e, f->symbol[i], x + k, i);
            }
    for (k = 0; k < s->n && s->direction != NULL && f->along >= 0; k++)
        evaluator_lean(f->e, c->box[s->unknown[k]], s->direction + k,
                       f->along);
    for (i = 0; i < copy->n_fixed && good; i++)
    {
        k = all ? read_among(f->symbol, f->n, copy->fixed[i]) : NOTHING;
        good = evaluator_define(f->e, copy->fixed[i], copy->fixed_at[i], k);
    }
    return good;
}

int
functions_open(functions_t *f, system_t *s, int other, int all, int order,
               arb_srcptr x, slong prec)
{
    certificate_t *c = s->c;
    int k, good, half = s->heat;

    memset(f, 0, sizeof *f);
    f->s = s;
    f->copy = system_copy(c, other);
    f->n = all ? c->n_orders : f->copy->n;
    memcpy(f->symbol, all ? c->order : f->copy->symbol, sizeof f->symbol);
    f->p = s->p >= 0 ? f->n : NOTHING;
    f->along = c->list.along >= 0 ? f->n + (s->p >= 0) : NOTHING;
    for (k = 0; k <= s->n; k++)
        f->variable[k] = k == s->n ? f->along : k == s->p ? f->p : NOTHING;
    for (k = 0; k < f->copy->n_fixed; k++)
        half = half || (f->copy->fixed_at[k]->op == N_NUMBER
                        && fmpq_is_zero(f->copy->fixed_at[k]->number));
    f->e = evaluator_new(&c->tree, f->n + (s->p >= 0) + (c->list.along >= 0),
                         order, half, prec, s->until);
    good = f->e != NULL && give_values(f, x, other ? ".other" : "", all);
    if (!good)
        s->why = f->e != NULL ? evaluator_why(f->e) : "too many unknowns";
    return good;
}

int
functions_evaluate(functions_t *f)
{
    const certificate_t *c = f->s->c;
    node_t *e[N_FUNCTIONS] = { 0 };
    int i, k, good = 1;

    if (f->n > 0 || c->kind == CLAIM_COEXISTENCE)
        e[POTENTIAL] = c->potential;
    for (i = 0; i < f->n; i++)
        e[i] = condition(f, i);
    e[EQUATION] = c->equation;
    e[OBSERVABLE] = c->observable;
    e[OTHER_VALUE] = c->other_value;
    for (k = 0; k < N_FUNCTIONS && good; k++)
    {
        i = (k + POTENTIAL) % N_FUNCTIONS;
        if (e[i] == NULL)
            continue;
        f->value[i] = evaluate(f->e, e[i]);
        good = f->value[i] != NULL;
    }
    for (i = 0; i < f->n; i++)
        f->derived[i] = e[i] == NULL;
    if (!good)
        f->s->why = evaluator_why(f->e);
    return good;
}

void
functions_close(functions_t *f)
{
    evaluator_free(f->e);
}

void
functions_slope(arb_t to, const functions_t *f, int g, int a, int b)
{
    int derived = g < POTENTIAL && f->derived[g];
    acb_srcptr value = f->value[derived ? POTENTIAL : g];

    if (value == NULL)
        arb_indeterminate(to);
    else
        evaluated(to, f->e, value, a, b, derived ? g : NOTHING);
}
