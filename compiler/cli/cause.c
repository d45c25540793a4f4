/* compiler/cli/cause.c -- why a model may have no state at given values. */
#include "states.h"

#include "../algebra/evaluate.h"
#include <stdlib.h>

#define CAUSE_PREC 128

static int
holds(const cause_t *c, const environment_t *env)
{
    arb_t v;
    int i, yes = 1;

    arb_init(v);
    for (i = 0; i < c->n && yes; i++)
        yes = expr_evaluate(v, c->most[i], env, CAUSE_PREC) == EVALUATE_OK
              && arb_is_nonpositive(v);
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
                && holds(t->cause + i, &env))
                found = t->cause + i;
    }
    free(symbol);
    _arb_vec_clear(value, n + 1);
    return found;
}
