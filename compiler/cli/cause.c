/* compiler/cli/cause.c -- why a model may have no state at given values. */
#include "states.h"

#include "../algebra/evaluate.h"
#include <stdlib.h>

#define CAUSE_PREC 128

/* Exact values are put in first: equality is seen only so. */
static int
holds(const session_t *s, const cause_t *c, const environment_t *env)
{
    algebra_t *g = s->algebra;
    arb_t v;
    int i, k, yes = 1;

    arb_init(v);
    for (i = 0; i < c->n && yes; i++)
    {
        expr_t *e = c->most[i];

        for (k = 0; k < env->n; k++)
            if (s->setting[k].value != NULL)
                e = expr_substitute(g, e, env->symbol + k,
                                    &s->setting[k].value, 1);
        yes = expr_proves_zero(g, e)
              || (expr_evaluate(v, e, env, CAUSE_PREC) == EVALUATE_OK
                  && arb_is_nonpositive(v));
    }
    arb_clear(v);
    return yes;
}

const cause_t *
find_cause(const session_t *s, const solve_result_t *r)
{
    const theory_t *t = &s->theory;
    int n = s->spec.n_parameters, i, k;
    int end = r->end == SOLVE_SATURATED ? r->saturated : CAUSE_NOT_AT_AN_END;
    arb_ptr value = _arb_vec_init(n + 1);
    expr_t **symbol = calloc((size_t) n + 1, sizeof *symbol);
    environment_t env = { n, symbol, value };
    const cause_t *found = NULL;

    if (symbol != NULL && (r->end == SOLVE_SATURATED
                           || r->end == SOLVE_NO_CONVERGENCE))
    {
        for (k = 0; k < n; k++)
        {
            symbol[k] = s->spec.parameter[k].symbol;
            session_parameter(value + k, k, CAUSE_PREC, (void *) s);
        }
        for (i = 0; i < t->n_causes && found == NULL; i++)
            if ((t->cause[i].unknown == CAUSE_OF_ALL
                 || t->cause[i].unknown == end)
                && holds(s, t->cause + i, &env))
                found = t->cause + i;
    }
    free(symbol);
    _arb_vec_clear(value, n + 1);
    return found;
}
