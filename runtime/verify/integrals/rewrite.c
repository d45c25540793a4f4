/* runtime/verify/integrals/rewrite.c -- independent normal variables become
 * one.
 *
 *   E_u E_v F(a u + b v) = E_x F(x),  x ~ N(0, S),  S = a^2 + b^2
 *   E_u F(a u)           = E_x F(x),  x ~ N(0, a^2)
 *
 * The first wants every occurrence of u and v to be in a sum with just these
 * two terms, a and b without variables; the second wants the same roots beside
 * every occurrence of u, with all else without variables (a whole slope) where
 * that is the same too. */
#include "interpret.h"

#include <stddef.h>

enum { MAX_FACTORS = 64 };

typedef struct
{
    tree_t *t;
    int together;           /* 1: var 0 and var 1; 0: roots beside var 0 */
    int whole;              /* with the root all that has no variables */
    node_t *a, *b;          /* coefficients, or the root beside it in a */
    int bad;
} match_t;

static int
has(const node_t *e, int index)
{
    return (int) (e->free >> index & 1);
}

static node_t *
product(tree_t *t, int n, node_t *const *factor)
{
    return n == 0   ? tree_si(t, 1, 1)
           : n == 1 ? factor[0]
                    : tree_make(t, N_MUL, n, factor);
}

static int
is_half(const node_t *e)
{
    return e->op == N_NUMBER && fmpz_equal_si(fmpq_numref(e->number), 1)
           && fmpz_equal_si(fmpq_denref(e->number), 2);
}

static int
is_root(const node_t *e)
{
    return e->op == N_POW && is_half(e->child[1]) && e->free == 0;
}

/* e = c var(index) with c without variables: c; otherwise NULL. */
static node_t *
coefficient(tree_t *t, node_t *e, int index)
{
    node_t *rest[MAX_FACTORS];
    int i, n = 0, seen = 0;

    if (e->op == N_VAR && e->index == index)
        return tree_si(t, 1, 1);
    if (e->op != N_MUL || e->arity > MAX_FACTORS)
        return NULL;
    for (i = 0; i < e->arity; i++)
        if (e->child[i]->op == N_VAR && e->child[i]->index == index)
            seen++;
        else if (e->child[i]->free == 0)
            rest[n++] = e->child[i];
        else
            return NULL;
    return seen == 1 ? product(t, n, rest) : NULL;
}

static node_t *
same(match_t *m, node_t **slot, node_t *found)
{
    if (*slot == NULL)
        *slot = found;
    if (found == NULL || *slot != found)
        m->bad = 1;
    return *slot;
}

/* The product e without the roots that stand beside the variable (whole: without
   anything but variables), which must be the same at every place. */
static node_t *
without_roots(match_t *m, node_t *e)
{
    node_t *root[MAX_FACTORS], *rest[MAX_FACTORS];
    int i, n = 0, k = 0, roots = 0;

    for (i = 0; i < e->arity && e->arity <= MAX_FACTORS; i++)
    {
        roots += is_root(e->child[i]);
        if (is_root(e->child[i]) || (m->whole && e->child[i]->free == 0))
            root[k++] = e->child[i];
        else
            rest[n++] = e->child[i];
    }
    if (roots == 0)
    {
        m->bad = 1;
        return e;
    }
    same(m, &m->a, product(m->t, k, root));
    return product(m->t, n, rest);
}

/* e below d binders more, with the two variables replaced by one, or with the
   root taken away; variables further out move in by one when two become one. */
static node_t *
replace(match_t *m, node_t *e, int d)
{
    node_t *child[2001], *found;
    int i, n = 0, seen = 0, past = 0;

    if (m->bad || e->free >> d == 0)
        return e;
    if (e->op == N_VAR)
    {
        if (e->index <= d + m->together)
        {
            m->bad = 1;
            return e;
        }
        return tree_index(m->t, N_VAR, e->index - m->together);
    }
    if (!m->together && e->op == N_MUL && has(e, d))
        for (i = 0; i < e->arity; i++)
            if (e->child[i]->op == N_VAR && e->child[i]->index == d)
                seen++;
    if (seen == 1)
    {
        e = without_roots(m, e);
        if (e->op == N_VAR)
            return e;
    }
    for (i = 0; i < e->arity; i++)
    {
        node_t *c = e->child[i];

        if (seen == 1 && c->op == N_VAR && c->index == d)
            child[n++] = c;
        else if (m->together && e->op == N_ADD
                 && (found = coefficient(m->t, c, d)) != NULL)
            same(m, &m->a, found), past |= past & 1 ? 4 : 1;
        else if (m->together && e->op == N_ADD
                 && (found = coefficient(m->t, c, d + 1)) != NULL)
            same(m, &m->b, found), past |= past & 2 ? 4 : 2;
        else
            child[n++] = replace(m, c, d + op_binds(e->op, i));
    }
    if (past != 0 && past != 3)
        m->bad = 1;
    if (past == 3)
        child[n++] = tree_index(m->t, N_VAR, d);
    if (m->bad)
        return e;
    return n == 1 && e->op == N_ADD ? child[0]
                                    : tree_make(m->t, e->op, n, child);
}

static node_t *
square(tree_t *t, node_t *e)
{
    node_t *child[MAX_FACTORS];
    int i;

    if (is_root(e))
        return e->child[0];
    if (e->op == N_MUL && e->arity <= MAX_FACTORS)
    {
        for (i = 0; i < e->arity; i++)
            child[i] = square(t, e->child[i]);
        return tree_make(t, N_MUL, e->arity, child);
    }
    child[0] = e;
    child[1] = tree_si(t, 2, 1);
    return tree_make(t, N_POW, 2, child);
}

static node_t *
together(tree_t *t, node_t *e)
{
    node_t *inner = e->child[0], *part[2], *sum[2];
    match_t m = { t, 1, 0, NULL, NULL, 0 };

    if (inner->op != N_GAUSS)
        return NULL;
    part[0] = replace(&m, inner->child[0], 0);
    if (m.bad)
    {
        m = (match_t) { t, 1, 0, NULL, NULL, 0 };
        part[0] = tree_multiply_out(t, inner->child[0]);
        m.bad = part[0] == NULL;
        part[0] = replace(&m, part[0], 0);
    }
    if (m.bad || m.a == NULL || m.b == NULL)
        return NULL;
    sum[0] = square(t, m.a);
    sum[1] = square(t, m.b);
    if (inner->arity == 2)
    {
        node_t *factor[2] = { sum[0], inner->child[1] };

        sum[0] = tree_make(t, N_MUL, 2, factor);
    }
    part[1] = tree_make(t, N_ADD, 2, sum);
    return tree_make(t, N_GAUSS, 2, part);
}

static node_t *
scaled(tree_t *t, node_t *e, int whole)
{
    node_t *part[2];
    match_t m = { t, 0, whole, NULL, NULL, 0 };

    part[0] = replace(&m, e->child[0], 0);
    if (m.bad || m.a == NULL)
        return NULL;
    part[1] = square(t, m.a);
    return tree_make(t, N_GAUSS, 2, part);
}

/* |x| < k: x < k and -k < x.  k < |x|: k < x or x < -k.  For every real k. */
static node_t *
compare_abs(tree_t *t, const node_t *e)
{
    op_t op = e->op;
    node_t *a = e->child[0], *b = e->child[1], *minus[2], *one[2], *two[2], *both[2];
    int left = a->op == N_ABS;
    node_t *x = (left ? a : b)->child[0], *k = left ? b : a;

    minus[0] = tree_si(t, -1, 1);
    minus[1] = k;
    one[0] = left ? x : k;
    one[1] = left ? k : x;
    two[0] = left ? tree_make(t, N_MUL, 2, minus) : x;
    two[1] = left ? x : tree_make(t, N_MUL, 2, minus);
    both[0] = tree_make(t, op, 2, one);
    both[1] = tree_make(t, op, 2, two);
    return tree_make(t, left ? N_AND : N_OR, 2, both);
}

node_t *
tree_rewrite(tree_t *t, node_t *e)
{
    node_t *child[2001], *r, *better = NULL;
    int i;

    if (e == NULL || e->arity == 0 || t->why != NULL)
        return e;
    if (e->rewritten != NULL)
        return e->rewritten;
    for (i = 0; i < e->arity; i++)
        child[i] = tree_rewrite(t, e->child[i]);
    r = tree_make(t, e->op, e->arity, child);
    if (r != NULL && r->op == N_GAUSS && r->arity == 1)
        better = together(t, r);
    if (r != NULL && r->op == N_GAUSS && r->arity == 1 && better == NULL)
        better = scaled(t, r, 1);
    if (r != NULL && r->op == N_GAUSS && r->arity == 1 && better == NULL)
        better = scaled(t, r, 0);
    t->rules |= better != NULL ? RULE_ONE_NORMAL : 0;
    if (r != NULL && (r->op == N_LT || r->op == N_LE)
        && (r->child[0]->op == N_ABS) != (r->child[1]->op == N_ABS))
        better = compare_abs(t, r);
    if (r != NULL && r->op == N_MINIMUM && r->arity == 1)
        better = tree_constrain(t, r);
    t->rules |= better != NULL && r->op == N_MINIMUM ? RULE_CUT : 0;
    r = better != NULL ? better : r;
    better = r != NULL && r->op == N_GAUSS ? tree_proximal(t, r) : NULL;
    t->rules |= better != NULL ? RULE_PROXIMAL : 0;
    e->rewritten = better != NULL ? better : r;
    return e->rewritten;
}
