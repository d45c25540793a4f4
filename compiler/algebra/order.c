/* compiler/algebra/order.c -- the total order of nodes, by structure alone. */
#include "node.h"

#include <stdlib.h>
#include <string.h>

static int
compare_int(long a, long b)
{
    return (a > b) - (a < b);
}

static int
kind_rank(expr_t *e)
{
    switch (e->kind)
    {
    case EXPR_RATIONAL: return 0;
    case EXPR_PI: return 1;
    case EXPR_INFINITY: return 2;
    case EXPR_SYMBOL: return 3;
    case EXPR_BOUND: return 4;
    case EXPR_MUL: return 5;
    case EXPR_ADD: return 6;
    case EXPR_POWER: return 7;
    default: return 8 + e->kind;
    }
}

/* Powers stand where their base stands. */
static expr_t *
base_of(expr_t *e)
{
    return e->kind == EXPR_POWER && e->child[1]->kind == EXPR_RATIONAL
               ? e->child[0] : e;
}

static int
compare_children(expr_t *const *a, int n, expr_t *const *b, int m)
{
    int i, c;

    for (i = 0; i < n && i < m; i++)
        if ((c = node_compare(a[i], b[i])) != 0)
            return c;
    return compare_int(n, m);
}

static int
compare_exponents(expr_t *a, expr_t *b)
{
    fmpq_t one;
    int c;

    fmpq_init(one);
    fmpq_one(one);
    c = fmpq_cmp(a->kind == EXPR_POWER ? &a->child[1]->value : one,
                 b->kind == EXPR_POWER ? &b->child[1]->value : one);
    fmpq_clear(one);
    return c;
}

static int
compare_same_kind(expr_t *a, expr_t *b)
{
    int c = 0;

    switch (a->kind)
    {
    case EXPR_RATIONAL:
        return fmpq_cmp(&a->value, &b->value);
    case EXPR_SYMBOL:
        c = strcmp(a->name, b->name);
        return c != 0 ? c : compare_int(a->serial, b->serial);
    case EXPR_BOUND:
        return compare_int(a->serial, b->serial);
    case EXPR_APPLY:
        c = strcmp(a->definition->name, b->definition->name);
        if (c == 0)
            c = compare_int(a->definition->serial, b->definition->serial);
        break;
    default:
        c = compare_int(a->tag, b->tag);
        break;
    }
    return c != 0 ? c : compare_children(a->child, a->arity, b->child,
                                         b->arity);
}

int
node_compare(expr_t *a, expr_t *b)
{
    expr_t *p, *q;

    if (a == b)
        return 0;
    if (a->rank != b->rank)
        return compare_int(a->rank, b->rank);
    if ((a->kind == EXPR_RATIONAL) != (b->kind == EXPR_RATIONAL))
        return a->kind == EXPR_RATIONAL ? -1 : 1;
    p = base_of(a);
    q = base_of(b);
    if (p == q)
        return compare_exponents(a, b);
    if (p != a || q != b)
        return node_compare(p, q);
    if (kind_rank(a) != kind_rank(b))
        return compare_int(kind_rank(a), kind_rank(b));
    return compare_same_kind(a, b);
}

/* The factors of a term without its rational. */
static void
term_factors(expr_t *const *e, expr_t *const **factor, int *n)
{
    *factor = e;
    *n = 1;
    if ((*e)->kind == EXPR_MUL)
    {
        int skip = (*e)->child[0]->kind == EXPR_RATIONAL;

        *factor = (*e)->child + skip;
        *n = (*e)->arity - skip;
    }
}

int
node_compare_terms(expr_t *a, expr_t *b)
{
    expr_t *const *f, *const *g;
    int n, m, c;

    if (a == b)
        return 0;
    if (a->rank != b->rank)
        return compare_int(a->rank, b->rank);
    if (a->kind == EXPR_RATIONAL || b->kind == EXPR_RATIONAL)
        return compare_int(b->kind == EXPR_RATIONAL, a->kind == EXPR_RATIONAL);
    term_factors(&a, &f, &n);
    term_factors(&b, &g, &m);
    c = compare_children(f, n, g, m);
    return c != 0 ? c : node_compare(a, b);
}

static int
by_node(const void *a, const void *b)
{
    return node_compare(*(expr_t *const *) a, *(expr_t *const *) b);
}

static int
by_term(const void *a, const void *b)
{
    return node_compare_terms(*(expr_t *const *) a, *(expr_t *const *) b);
}

void
node_sort(expr_t **item, int n, int (*compare)(expr_t *, expr_t *))
{
    qsort(item, (size_t) n, sizeof *item,
          compare == node_compare_terms ? by_term : by_node);
}
