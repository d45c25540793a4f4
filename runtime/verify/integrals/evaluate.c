/* runtime/verify/integrals/evaluate.c -- the evaluator as a proof sees it. */
#include "interpret.h"

#include <stdlib.h>

evaluator_t *
evaluator_new(tree_t *tree, int n, int order, int half, slong prec,
              double until)
{
    evaluator_t *e = malloc(sizeof *e);

    if (e != NULL && !work_init(e, tree, n, order, half, prec))
    {
        evaluator_free(e);
        e = NULL;
    }
    else if (e != NULL)
        e->until = until;
    return e;
}

void
evaluator_free(evaluator_t *e)
{
    if (e != NULL)
        work_clear(e);
    free(e);
}

/* The place of a product of variables in a polynomial, -1: beyond the order;
   `factor`: by which its coefficient is multiplied in the derivative. */
static int
place(const evaluator_t *e, int a, int b, int c, int *factor)
{
    unsigned char power[RING_MAX] = { 0 };
    int list[3] = { a, b, c }, i;

    *factor = 1;
    for (i = 0; i < 3; i++)
        if (list[i] >= 0)
            *factor *= ++power[list[i]];
    return ring_find(&e->ring, power);
}

void
evaluator_name(evaluator_t *e, int symbol, const arb_t value, int variable)
{
    e->tree->exact[symbol] = NULL;
    work_symbol(e, symbol, value, variable);
}

void
evaluator_lean(evaluator_t *e, int symbol, const arb_t slope, int variable)
{
    int factor, i = place(e, variable, NOTHING, NOTHING, &factor);

    if (i >= 0 && e->symbol[symbol] != NULL)
        acb_add_arb(e->symbol[symbol] + i, e->symbol[symbol] + i, slope,
                    e->g.prec);
}

int
evaluator_define(evaluator_t *e, int symbol, node_t *expression, int variable)
{
    acb_srcptr value = evaluate(e, expression);
    arb_t one;

    if (value == NULL || e->symbol[symbol] != NULL)
        return 0;
    e->symbol[symbol] = jet_new(&e->ring);
    jet_set(&e->ring, e->symbol[symbol], value);
    if (variable == NOTHING && expression->op == N_NUMBER)
        e->tree->exact[symbol] = expression;
    arb_init(one);
    arb_one(one);
    if (variable != NOTHING)
        evaluator_lean(e, symbol, one, variable);
    arb_clear(one);
    return 1;
}

acb_srcptr
evaluate(evaluator_t *e, node_t *expression)
{
    acb_ptr *more = realloc(e->result, (size_t) (e->n_results + 1)
                                           * sizeof *more);

    if (more == NULL)
        return NULL;
    e->result = more;
    e->result[e->n_results++] = jet_new(&e->ring);
    expression = tree_rewrite(e->tree, expression);
    if (expression == NULL)
        e->g.why = e->tree->why;
    return expression != NULL
                   && work_jet(e, e->result[e->n_results - 1], expression)
               ? e->result[e->n_results - 1] : NULL;
}

void
evaluated(arb_t to, const evaluator_t *e, acb_srcptr polynomial, int a, int b,
          int c)
{
    int factor, i = place(e, a, b, c, &factor);

    if (i < 0)
        arb_indeterminate(to);
    else
        arb_mul_si(to, acb_realref(polynomial + i), factor, e->g.prec);
}

const char *
evaluator_why(const evaluator_t *e)
{
    return e->g.why != NULL ? e->g.why : "names without a value";
}
