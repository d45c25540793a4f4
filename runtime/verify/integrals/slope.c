/* runtime/verify/integrals/slope.c -- the derivative of an expression in a
 * variable. */
#include "slope.h"

enum { MOST_FACTORS = 64 };

static int
is_number(node_t *e, slong n)
{
    return e->op == N_NUMBER && fmpq_equal_si(e->number, n);
}

node_t *
tree_product(tree_t *t, int n, node_t *const *factor)
{
    node_t *part[2 * MOST_FACTORS];
    int i, k = 0;

    if (n > 2 * MOST_FACTORS)
        return NULL;
    for (i = 0; i < n; i++)
    {
        if (factor[i] == NULL || is_number(factor[i], 0))
            return factor[i];
        if (!is_number(factor[i], 1))
            part[k++] = factor[i];
    }
    return k == 0 ? tree_si(t, 1, 1)
           : k == 1 ? part[0] : tree_make(t, N_MUL, k, part);
}

static node_t *
sum(tree_t *t, int n, node_t *const *term)
{
    node_t *part[MOST_FACTORS];
    int i, k = 0;

    for (i = 0; i < n; i++)
    {
        if (term[i] == NULL)
            return NULL;
        if (!is_number(term[i], 0))
            part[k++] = term[i];
    }
    return k == 0 ? tree_si(t, 0, 1)
           : k == 1 ? part[0] : tree_make(t, N_ADD, k, part);
}

/* c a^p */
static node_t *
power(tree_t *t, slong c, node_t *a, slong p)
{
    node_t *part[2] = { a, tree_si(t, p, 1) }, *factor[2];

    factor[0] = tree_si(t, c, 1);
    factor[1] = p == 1 ? a : tree_make(t, N_POW, 2, part);
    return tree_product(t, 2, factor);
}

/* c f(a) */
static node_t *
applied(tree_t *t, slong c, op_t f, node_t *a)
{
    node_t *factor[2] = { tree_si(t, c, 1), tree_make(t, f, 1, &a) };

    return tree_product(t, 2, factor);
}

static node_t *
of_product(tree_t *t, node_t *e, int index)
{
    node_t *term[MOST_FACTORS], *factor[MOST_FACTORS];
    int i, k;

    for (i = 0; i < e->arity; i++)
    {
        for (k = 0; k < e->arity; k++)
            factor[k] = k == i ? tree_slope(t, e->child[k], index)
                               : e->child[k];
        term[i] = tree_product(t, e->arity, factor);
    }
    return sum(t, e->arity, term);
}

/* (a^p)' = p a^(p - 1) a', p a number. */
static node_t *
of_power(tree_t *t, node_t *e, int index)
{
    node_t *p = e->child[1], *part[2] = { e->child[0], NULL }, *factor[3];
    fmpq_t less;

    if (p->op != N_NUMBER)
        return NULL;
    fmpq_init(less);
    fmpq_sub_si(less, p->number, 1);
    part[1] = tree_number(t, less);
    factor[0] = p;
    factor[1] = fmpq_is_one(less)    ? e->child[0]
                : fmpq_is_zero(less) ? tree_si(t, 1, 1)
                                     : tree_make(t, N_POW, 2, part);
    factor[2] = tree_slope(t, e->child[0], index);
    fmpq_clear(less);
    return tree_product(t, 3, factor);
}

/* f'(a) of a function f. */
static node_t *
outer(tree_t *t, node_t *e)
{
    node_t *a = e->child[0], *part[2];

    part[0] = tree_si(t, 1, 1);
    switch (e->op)
    {
        case N_EXP: return e;
        case N_LOG: return power(t, 1, a, -1);
        case N_SINH: return applied(t, 1, N_COSH, a);
        case N_COSH: return applied(t, 1, N_SINH, a);
        case N_SIN: return applied(t, 1, N_COS, a);
        case N_COS: return applied(t, -1, N_SIN, a);
        case N_H: return applied(t, -1, N_PHI, a);
        case N_TANH:
            part[1] = power(t, -1, e, 2);
            return sum(t, 2, part);
        case N_ATAN:
            part[1] = power(t, 1, a, 2);
            return power(t, 1, sum(t, 2, part), -1);
        case N_PHI:
            part[0] = power(t, -1, a, 1);
            part[1] = e;
            return tree_product(t, 2, part);
        default: return NULL;
    }
}

node_t *
tree_slope(tree_t *t, node_t *e, int index)
{
    node_t *part[MOST_FACTORS];
    int i;

    if (e == NULL || (e->free >> index & 1) == 0)
        return e == NULL ? NULL : tree_si(t, 0, 1);
    if (e->op == N_VAR)
        return tree_si(t, 1, 1);
    if (e->arity > MOST_FACTORS)
        return NULL;
    if (e->op == N_MUL)
        return of_product(t, e, index);
    if (e->op == N_POW)
        return of_power(t, e, index);
    if (e->op == N_ADD)
    {
        for (i = 0; i < e->arity; i++)
            part[i] = tree_slope(t, e->child[i], index);
        return sum(t, e->arity, part);
    }
    part[0] = outer(t, e);
    part[1] = part[0] == NULL ? NULL : tree_slope(t, e->child[0], index);
    return tree_product(t, 2, part);
}
