/* runtime/verify/integrals/expand.c -- sums multiplied out: c (x + y) as c x + c y.
 *
 * Only in a sum, where c holds no variables: so terms of one variable that stand in
 * brackets become terms of the sum. */
#include "interpret.h"

enum { MAX_FACTORS = 64, MAX_SUMMANDS = 256 };

/* The place of the only factor with variables, a sum; -1: there is none. */
static int
sum_in(const node_t *e)
{
    int i, at = -1;

    for (i = 0; i < e->arity && e->op == N_MUL; i++)
        if (e->child[i]->free != 0 && (at >= 0 || e->child[i]->op != N_ADD))
            return -1;
        else if (e->child[i]->free != 0)
            at = i;
    return at;
}

/* The product e with x in the place `at`; NULL: it is too long. */
static node_t *
product_with(tree_t *t, const node_t *e, int at, node_t *x)
{
    node_t *factor[2 * MAX_FACTORS];
    int i, n = 0;

    if (e->arity > MAX_FACTORS || x->arity > MAX_FACTORS)
        return NULL;
    for (i = 0; i < e->arity; i++)
        if (i != at)
            factor[n++] = e->child[i];
    for (i = 0; i < x->arity && x->op == N_MUL; i++)
        factor[n++] = x->child[i];
    if (x->op != N_MUL)
        factor[n++] = x;
    return tree_make(t, N_MUL, n, factor);
}

node_t *
tree_multiply_out(tree_t *t, node_t *e)
{
    node_t *child[MAX_SUMMANDS], *c;
    int i, k, at, n = 0;

    if (e == NULL || e->free == 0 || e->arity == 0)
        return e;
    for (i = 0; i < e->arity; i++)
    {
        c = tree_multiply_out(t, e->child[i]);
        at = c != NULL && e->op == N_ADD ? sum_in(c) : -1;
        if (c == NULL || n + (at < 0 ? 1 : c->child[at]->arity) > MAX_SUMMANDS)
            return NULL;
        if (at < 0)
            child[n++] = c;
        for (k = 0; at >= 0 && k < c->child[at]->arity; k++)
            child[n++] = product_with(t, c, at, c->child[at]->child[k]);
    }
    return tree_make(t, e->op, n, child);
}
