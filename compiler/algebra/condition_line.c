/* compiler/algebra/condition_line.c -- conditions on one expression, as intervals.
 *
 * Where all comparisons below an `and` or `or` are of the same t with values whose
 * order is known, the condition holds on intervals of t.  It is written as these
 * where that takes fewer comparisons: 1 < t and 0 <= t is 1 < t.
 */
#include "node.h"

enum { MOST_LEAVES = 16 };

/* `place` 2 k + 1 is the k-th value, 2 k what lies below it. */
typedef struct
{
    algebra_t *a;
    expr_t *t, *value[MOST_LEAVES];
    int n;
} axis_t;

static int
count_leaves(expr_t *e)
{
    int i, n = 0;

    if (e->kind == EXPR_COMPARE && e->tag != COMPARE_EQ)
        return 1;
    if (e->kind != EXPR_AND && e->kind != EXPR_OR)
        return MOST_LEAVES + 1;
    for (i = 0; i < e->arity && n <= MOST_LEAVES; i++)
        n += count_leaves(e->child[i]);
    return n;
}

static expr_t *
first_leaf(expr_t *e)
{
    while (e->kind != EXPR_COMPARE)
        e = e->child[0];
    return e;
}

static int
below(axis_t *x, expr_t *v, expr_t *w)
{
    return expr_compare(x->a, COMPARE_LT, v, w) == expr_true(x->a);
}

static int
add_value(axis_t *x, expr_t *v)
{
    int i, k;

    for (i = 0; i < x->n && x->value[i] != v; i++)
        ;
    if (i < x->n)
        return 1;
    for (i = 0; i < x->n && below(x, x->value[i], v); i++)
        ;
    if (i < x->n && !below(x, v, x->value[i]))
        return 0;
    for (k = x->n++; k > i; k--)
        x->value[k] = x->value[k - 1];
    x->value[i] = v;
    return 1;
}

static int
add_leaves(axis_t *x, expr_t *e)
{
    int i, good = 1;

    if (e->kind == EXPR_COMPARE)
        return e->child[0] == x->t   ? add_value(x, e->child[1])
               : e->child[1] == x->t ? add_value(x, e->child[0])
                                     : 0;
    for (i = 0; i < e->arity && good; i++)
        good = add_leaves(x, e->child[i]);
    return good;
}

static int
holds(const axis_t *x, expr_t *e, int place)
{
    int i, k = 0, left;

    if (e->kind == EXPR_COMPARE)
    {
        left = e->child[0] == x->t;
        while (x->value[k] != e->child[left])
            k++;
        k = left ? 2 * k + 1 - place : place - 2 * k - 1;
        return e->tag == COMPARE_LT ? k > 0 : k >= 0;
    }
    for (i = 0; i < e->arity; i++)
        if (holds(x, e->child[i], place) != (e->kind == EXPR_AND))
            return e->kind == EXPR_OR;
    return e->kind == EXPR_AND;
}

static int
all_hold(const axis_t *x, expr_kind_t kind, expr_t *const *item, int n, int place)
{
    int i;

    for (i = 0; i < n; i++)
        if (holds(x, item[i], place) != (kind == EXPR_AND))
            return kind == EXPR_OR;
    return kind == EXPR_AND;
}

/* t in the places from .. to */
static expr_t *
between(axis_t *x, int from, int to)
{
    expr_t *end[2];
    int n = 0;

    if (from > 0)
        end[n++] = expr_compare(x->a, from % 2 ? COMPARE_LE : COMPARE_LT,
                                x->value[(from - 1) / 2], x->t);
    if (to < 2 * x->n)
        end[n++] = expr_compare(x->a, to % 2 ? COMPARE_LE : COMPARE_LT, x->t,
                                x->value[to / 2]);
    return expr_and(x->a, end, n);
}

/* NULL: a point, or no shorter. */
static expr_t *
as_intervals(axis_t *x, expr_kind_t kind, expr_t *const *item, int n, int leaves)
{
    expr_t *part[MOST_LEAVES + 1];
    int i, from[MOST_LEAVES + 1], to[MOST_LEAVES + 1], runs = 0, open = 0;

    for (i = 0; i <= 2 * x->n; i++)
    {
        int now = all_hold(x, kind, item, n, i);

        if (now && !open)
            from[runs++] = i;
        if (now)
            to[runs - 1] = i;
        open = now;
    }
    for (i = 0; i < runs; i++)
    {
        if (from[i] == to[i] && to[i] % 2)
            return NULL;
        leaves -= (from[i] > 0) + (to[i] < 2 * x->n);
    }
    for (i = 0; i < runs && leaves > 0; i++)
        part[i] = between(x, from[i], to[i]);
    return leaves > 0 ? expr_or(x->a, part, runs) : NULL;
}

expr_t *
condition_on_line(algebra_t *a, expr_kind_t kind, expr_t *const *item, int n)
{
    axis_t x = { .a = a };
    expr_t *e = NULL;
    int i, side, good, leaves = 0;

    for (i = 0; i < n; i++)
        if ((leaves += count_leaves(item[i])) > MOST_LEAVES)
            return NULL;
    for (side = 0; side < 2 && e == NULL && leaves > 1; side++)
    {
        x.t = first_leaf(item[0])->child[side];
        x.n = 0;
        for (i = 0, good = 1; i < n && good; i++)
            good = add_leaves(&x, item[i]);
        if (good)
            e = as_intervals(&x, kind, item, n, leaves);
    }
    return e;
}
