/* runtime/verify/line/martingale.c -- is A a sum of E Z log Z along a Brownian
 * motion?
 *
 * Let W be a Brownian motion, P >= 0 and Z = E[P(W_rho) | W_X].  Then E Z does not
 * depend on X, d/dX E Z log Z = E Z (log Z)'^2/2, and the next derivative is
 * E Z (log Z)''^2/2 >= 0.  After the rewriting such a term is
 *
 *     E_x Z (a + b log Z),   x ~ N(0, X),   Z = sum c E_u P(x + u),  u ~ N(0, S2)
 *
 * with S2 = T - X, T at least the end of the domain, and X nowhere else.  Of the
 * sum A also the terms without X are taken.  With labels y = z + noise, Z is a
 * function of x - y, and int dy E_x Z (a + b log Z) is int dx Z (a + b log Z). */
#include "line.h"

#include <string.h>

typedef struct
{
    line_t *l;
    int x;                     /* the symbol */
    int later;                 /* T of a term lies beyond the end */
} match_t;

/* The sign of an expression of parameters: 1: positive or 0; -1: negative or 0. */
static int
sign_of(match_t *m, node_t *e)
{
    arb_t v;
    int sign = 0;

    arb_init(v);
    if (e->free == 0 && !node_has(e, m->x)
        && system_number(m->l->s, v, e, NULL, 64))
        sign = arb_is_nonnegative(v) - arb_is_nonpositive(v);
    arb_clear(v);
    return sign;
}

static int
is_nonnegative(match_t *m, node_t *e)
{
    int i, from = e->op == N_IF;

    if (e->op == N_NUMBER)
        return fmpq_sgn(e->number) >= 0;
    if (e->free == 0 && !node_has(e, m->x))
        return sign_of(m, e) > 0;
    if (e->op == N_EXP || e->op == N_H || e->op == N_PHI || e->op == N_ABS)
        return 1;
    if (e->op != N_IF && e->op != N_ADD && e->op != N_MUL && e->op != N_GAUSS)
        return 0;
    for (i = from; i < e->arity; i++)
        if ((e->op != N_GAUSS || i == 0) && !is_nonnegative(m, e->child[i]))
            return 0;
    return 1;
}

static int
is_variable(const node_t *e, int index)
{
    return e->op == N_VAR && e->index == index;
}

/* e = c v, c a rational number; otherwise c = 0. */
static void
factor_in(fmpq_t c, const node_t *e, int index)
{
    int one = e->op == N_MUL && e->arity == 2 && e->child[0]->op == N_NUMBER;

    fmpq_set_si(c, is_variable(one ? e->child[1] : e, index), 1);
    if (one)
        fmpq_mul(c, c, e->child[0]->number);
}

/* The factors of variables d and d + 1 in a sum; 0: not one term of each.  `at`:
   their places. */
static int
both_in(fmpq_t *c, int *at, const node_t *e, int d)
{
    int i, k, n[2] = { 0, 0 };
    fmpq_t f;

    fmpq_init(f);
    for (i = 0; i < e->arity; i++)
        for (k = 0; k < 2; k++)
        {
            factor_in(f, e->child[i], d + k);
            if (!fmpq_is_zero(f) && n[k]++ == 0)
            {
                fmpq_set(c[k], f);
                at[k] = i;
            }
        }
    fmpq_clear(f);
    return n[0] == 1 && n[1] == 1;
}

/* Variables d and d + 1 occur in sums with c (r d + (d + 1)) only, with the same
   |r| (r and -r are the same in law if it is one of them everywhere). */
static int
only_sum(const node_t *e, int d, fmpq_t r)
{
    int i, at[2] = { -1, -1 }, good = !is_variable(e, d) && !is_variable(e, d + 1);
    fmpq_t c[2];

    fmpq_init(c[0]);
    fmpq_init(c[1]);
    if (e->op == N_ADD && both_in(c, at, e, d))
    {
        fmpq_div(c[0], c[0], c[1]);
        good = good && (fmpq_is_zero(r) || fmpq_equal(r, c[0]));
        fmpq_set(r, c[0]);
    }
    else
        at[0] = at[1] = -1;
    fmpq_clear(c[1]);
    fmpq_clear(c[0]);
    for (i = 0; i < e->arity && good; i++)
        good = i == at[0] || i == at[1]
               || only_sum(e->child[i], d + op_binds(e->op, i), r);
    return good;
}

/* r^2 S */
static node_t *
scaled(match_t *m, node_t *variance, const fmpq_t r)
{
    tree_t *t = &m->l->s->c->tree;
    node_t *factor[3];

    factor[0] = factor[1] = tree_number(t, r);
    factor[2] = variance;
    return fmpq_is_one(r) ? variance : tree_make(t, N_MUL, 3, factor);
}

/* Z >= 0, var 0 the outer variable.  A product of two is not one. */
static int
is_martingale(match_t *m, node_t *e)
{
    int i, varying = 0, good;
    node_t *s;
    fmpq_t r;
    arb_t top;

    if (e->op == N_GAUSS && e->arity == 2)
    {
        arb_init(top);
        fmpq_init(r);
        good = !node_has(e->child[0], m->x) && only_sum(e->child[0], 0, r)
               && is_nonnegative(m, e->child[0])
               && (s = scaled(m, e->child[1], r)) != NULL
               && line_adds_up(m->l, s, top);
        fmpq_clear(r);
        arb_sub(top, top, m->l->end, 128);
        if (good && arb_is_positive(top))
        {
            m->later = 1;
            arb_min(m->l->beyond, m->l->beyond, top, 128);
        }
        else
            m->l->sharp = 1;
        arb_clear(top);
        return good;
    }
    if (sign_of(m, e) > 0)
        return 1;
    if (e->op != N_ADD && e->op != N_MUL)
        return 0;
    for (i = 0; i < e->arity; i++)
    {
        if (!is_martingale(m, e->child[i]))
            return 0;
        varying += sign_of(m, e->child[i]) <= 0;
    }
    return e->op == N_ADD || varying <= 1;
}

/* e = a + b log Z.  0: it is not of this form. */
static int
logarithm(match_t *m, node_t *e, node_t **z, arb_t b)
{
    arb_t v;
    int i, found = 0, good = 1;

    if (e->op == N_LOG && e->free != 0)
    {
        *z = e->child[0];
        arb_one(b);
        return 1;
    }
    arb_init(v);
    for (i = 0; i < e->arity && good; i++)
        if (e->child[i]->free != 0 || node_has(e->child[i], m->x))
            good = !found++ && logarithm(m, e->child[i], z, b);
    for (i = 0; i < e->arity && good && e->op == N_MUL; i++)
        if (e->child[i]->free == 0)
        {
            good = system_number(m->l->s, v, e->child[i], NULL, 128);
            arb_mul(b, b, v, 128);
        }
    arb_clear(v);
    return good && found && (e->op == N_ADD || e->op == N_MUL);
}

/* Over x ~ N(0, X), or all real x. */
static int
over_fields(const match_t *m, const node_t *e)
{
    const node_t *lo = e->child[0];

    if (e->op == N_GAUSS)
        return e->arity == 2 && e->child[1]->op == N_SYMBOL
               && e->child[1]->index == m->x;
    return e->child[1]->op == N_INF && lo->op == N_MUL && lo->arity == 2
           && lo->child[0]->op == N_NUMBER && lo->child[1]->op == N_INF
           && fmpq_sgn(lo->child[0]->number) < 0;
}

/* factor x E Z (a + b log Z) with factor x b >= 0 */
static int
entropy(match_t *m, node_t *e, const arb_t factor)
{
    node_t *body = e->child[e->op == N_INT ? 2 : 0], *z = NULL;
    line_t *l = m->l;
    arb_t b;
    int i, found = 0;

    if (!over_fields(m, e) || body->op != N_MUL || body->arity != 2
        || l->n_terms == MAX_LABELS)
        return 0;
    m->later = 0;
    arb_init(b);
    for (i = 0; i < 2 && !found; i++)
        found = logarithm(m, body->child[i], &z, b)
                && z == body->child[1 - i] && is_martingale(m, z);
    arb_mul(b, b, factor, 128);
    found = found && arb_is_nonnegative(b);
    l->densities |= e->op == N_INT;
    if (found)
    {
        l->term[l->n_terms] = z;
        l->mean[l->n_terms] = e;
        l->later[l->n_terms] = (char) m->later;
        arb_init(l->weight + l->n_terms);
        arb_set(l->weight + l->n_terms++, b);
    }
    arb_clear(b);
    return found;
}

static int
convex(match_t *m, node_t *e, const arb_t factor)
{
    node_t *rest = NULL;
    arb_t v, own;
    int i, good = 1;

    if (!node_has(e, m->x))
        return 1;
    if (e->op == N_GAUSS || e->op == N_INT)
        return entropy(m, e, factor);
    arb_init(v);
    arb_init(own);
    arb_set(own, factor);
    for (i = 0; i < e->arity && good && e->op == N_ADD; i++)
        good = convex(m, e->child[i], factor);
    for (i = 0; i < e->arity && good && e->op == N_MUL; i++)
        if (!node_has(e->child[i], m->x))
        {
            good = system_number(m->l->s, v, e->child[i], NULL, 128);
            arb_mul(own, own, v, 128);
        }
        else if (rest == NULL)
            rest = e->child[i];
        else
            good = 0;
    if (e->op == N_MUL)
        good = good && convex(m, rest, own);
    arb_clear(own);
    arb_clear(v);
    return good && (e->op == N_ADD || e->op == N_MUL);
}

int
line_is_entropy(line_t *l)
{
    match_t m = { l, l->symbol[0], 0 };
    arb_t one;
    int good;

    arb_init(one);
    arb_one(one);
    good = convex(&m, l->part[0], one);
    arb_clear(one);
    for (; !good && l->n_terms > 0; l->n_terms--)
        arb_clear(l->weight + l->n_terms - 1);
    return good;
}
