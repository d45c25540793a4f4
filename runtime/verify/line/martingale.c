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

/* e = v or -v: its sign; otherwise 0. */
static int
sign_in(const node_t *e, int index)
{
    if (e->op == N_MUL && e->arity == 2 && e->child[0]->op == N_NUMBER
        && fmpq_cmp_si(e->child[0]->number, -1) == 0)
        return -is_variable(e->child[1], index);
    return is_variable(e, index);
}

/* Variables d and d + 1 occur in sums of both only, or in differences only, the
   same in law; `relative`: 1 or -1, 0 before the first. */
static int
only_sum(const node_t *e, int d, int *relative)
{
    int i, one = 0, two = 0, a, b, sign = 1;

    if (is_variable(e, d) || is_variable(e, d + 1))
        return 0;
    for (i = 0; i < e->arity && e->op == N_ADD; i++)
    {
        a = sign_in(e->child[i], d);
        b = sign_in(e->child[i], d + 1);
        one += a != 0;
        two += b != 0;
        sign *= a + b != 0 ? a + b : 1;
    }
    if (one != two || one > 1 || (one == 1 && *relative == -sign))
        return 0;
    if (one == 1)
        *relative = sign;
    for (i = 0; i < e->arity; i++)
        if (!(e->op == N_ADD && (sign_in(e->child[i], d)
                                 || sign_in(e->child[i], d + 1)))
            && !only_sum(e->child[i], d + op_binds(e->op, i), relative))
            return 0;
    return 1;
}

/* Z >= 0, var 0 the outer variable.  A product of two is not one. */
static int
is_martingale(match_t *m, node_t *e)
{
    int i, varying = 0, good, relative = 0;
    arb_t top;

    if (e->op == N_GAUSS && e->arity == 2)
    {
        arb_init(top);
        good = !node_has(e->child[0], m->x) && only_sum(e->child[0], 0, &relative)
               && is_nonnegative(m, e->child[0])
               && line_adds_up(m->l, e->child[1], top);
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
    if (found && e->op == N_GAUSS)
    {
        l->term[l->n_terms] = z;
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
