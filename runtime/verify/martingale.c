/* runtime/verify/martingale.c -- is A a sum of E Z log Z along a Brownian motion?
 *
 * Let W be a Brownian motion, P >= 0 and Z = E[P(W_rho) | W_X].  Then E Z does not
 * depend on X, d/dX E Z log Z = E Z (log Z)'^2/2, and the next derivative is
 * E Z (log Z)''^2/2 >= 0.  After the rewriting such a term is
 *
 *     E_x Z (a + b log Z),   x ~ N(0, S1),   Z = sum c E_u P(x + u),  u ~ N(0, S2)
 *
 * with S1 + S2 without X, and X nowhere else. */
#include "line.h"

#include <string.h>

typedef struct
{
    line_t *l;
    int x;                     /* the symbol */
    node_t *variance;          /* S1 */
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
    int i, from = e->op == N_IF ? 1 : e->op == N_INT ? 2 : 0;

    if (e->op == N_NUMBER)
        return fmpq_sgn(e->number) >= 0;
    if (e->free == 0 && !node_has(e, m->x))
        return sign_of(m, e) > 0;
    if (e->op == N_EXP || e->op == N_H || e->op == N_PHI || e->op == N_ABS)
        return 1;
    if (e->op != N_IF && e->op != N_ADD && e->op != N_MUL && e->op != N_GAUSS
        && e->op != N_INT)
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

/* Variables d and d + 1 occur in sums of both only. */
static int
only_sum(const node_t *e, int d)
{
    int i, one = 0, two = 0;

    if (is_variable(e, d) || is_variable(e, d + 1))
        return 0;
    for (i = 0; i < e->arity && e->op == N_ADD; i++)
    {
        one += is_variable(e->child[i], d);
        two += is_variable(e->child[i], d + 1);
    }
    if (one != two || one > 1)
        return 0;
    for (i = 0; i < e->arity; i++)
        if (!(e->op == N_ADD && (is_variable(e->child[i], d)
                                 || is_variable(e->child[i], d + 1)))
            && !only_sum(e->child[i], d + op_binds(e->op, i)))
            return 0;
    return 1;
}

/* S1 + S2 does not depend on X: its slope is 0, as far as balls can tell. */
static int
add_up(match_t *m, node_t *other)
{
    node_t *both[2] = { m->variance, other }, *sum;
    arb_t at, slope;
    int good = 0, k;

    sum = tree_make(&m->l->s->c->tree, N_ADD, 2, both);
    arb_init(at);
    arb_init(slope);
    for (k = 1, good = sum != NULL; k < 4 && good; k++)
    {
        arb_mul_ui(at, m->l->end, (ulong) k, 128);
        arb_mul_2exp_si(at, at, -2);
        good = line_slope_of(m->l, sum, m->x, slope, at, 128)
               && arb_contains_zero(slope)
               && mag_cmp_2exp_si(arb_radref(slope), -80) < 0;
    }
    arb_clear(slope);
    arb_clear(at);
    return good;
}

/* Z >= 0, var 0 the outer variable. */
static int
is_martingale(match_t *m, node_t *e)
{
    int i;

    if (e->op == N_GAUSS && e->arity == 2)
        return !node_has(e->child[0], m->x) && only_sum(e->child[0], 0)
               && is_nonnegative(m, e->child[0]) && add_up(m, e->child[1]);
    if (sign_of(m, e) > 0)
        return 1;
    if (e->op != N_ADD && e->op != N_MUL)
        return 0;
    for (i = 0; i < e->arity; i++)
        if (!is_martingale(m, e->child[i])
            || (e->op == N_MUL && i < e->arity - 1
                && sign_of(m, e->child[i]) <= 0
                && sign_of(m, e->child[i + 1]) <= 0))
            return 0;
    return 1;
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

/* factor x E Z (a + b log Z) with factor x b >= 0 */
static int
entropy(match_t *m, node_t *e, const arb_t factor)
{
    node_t *body = e->child[0], *z = NULL;
    line_t *l = m->l;
    arb_t b;
    int i, found = 0;

    if (e->arity != 2 || body->op != N_MUL || body->arity != 2
        || l->n_terms == MAX_LABELS)
        return 0;
    m->variance = e->child[1];
    arb_init(b);
    for (i = 0; i < 2 && !found; i++)
        found = logarithm(m, body->child[i], &z, b)
                && z == body->child[1 - i] && is_martingale(m, z);
    arb_mul(b, b, factor, 128);
    found = found && arb_is_nonnegative(b);
    if (found)
    {
        l->term[l->n_terms] = z;
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
    if (e->op == N_GAUSS)
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
    match_t m = { l, l->symbol[0], NULL };
    arb_t one;
    int good;

    arb_init(one);
    arb_one(one);
    good = convex(&m, l->part[0], one);
    arb_clear(one);
    return good;
}
