/* compiler/replica/observe_mean.c -- means over a fresh field, closed where
 * the label and the prediction switch at planes through the origin.
 *
 *     E 1[xi < 0] H(-k xi) = acos(k/sqrt(1 + k^2))/(2 pi).
 */
#include "observe.h"

static expr_t *
gauss_of(algebra_t *g, expr_t *xi, expr_t *e)
{
    return expr_gauss(g, xi, e);
}

/* Z is H(c omega) with c over v: sets 1/c^2 and the sign of c. */
static int
is_half_space(const observer_t *o, expr_t *z, expr_t **square, int *sign)
{
    algebra_t *g = o->dv->algebra;
    const channel_t *c = o->channel;
    expr_t *k[2];

    if (expr_kind(z) != EXPR_FUNCTION || expr_function(z) != FUNCTION_H
        || expr_polynomial(g, expr_child(z, 0), c->omega, 1, k) != 1
        || !expr_is_zero(k[0]))
        return 0;
    *square = expr_expand(g, expr_pow_int(g, k[1], -2), 1);
    *sign = expr_is_positive(k[1]) - expr_is_positive(expr_neg(g, k[1]));
    return *sign != 0;
}

/* E 1[side xi > 0] Z(p xi, w) for one term of Z; NULL if it is of another
   kind. */
static expr_t *
half_line_term(const observer_t *o, expr_t *z, expr_t *p, expr_t *w, int side)
{
    algebra_t *g = o->dv->algebra;
    const channel_t *c = o->channel;
    expr_t *rest = expr_integer(g, 1), *square, *r, *half, *symbol[2];
    expr_t *value[2];
    int i, sign, n = expr_kind(z) == EXPR_MUL ? expr_arity(z) : 1, found = 0;

    half = expr_fraction(g, 1, 2);
    for (i = 0; i < n; i++)
    {
        expr_t *f = expr_kind(z) == EXPR_MUL ? expr_child(z, i) : z;

        if (!expr_contains(f, c->omega))
            rest = expr_mul(g, rest, f);
        else if (found++ || !is_half_space(o, f, &square, &sign))
            return NULL;
    }
    symbol[0] = c->omega;
    symbol[1] = c->v;
    value[0] = p;
    value[1] = w;
    rest = expr_substitute(g, rest, symbol, value, 2);
    if (!found)
        return expr_mul(g, half, rest);
    /* the correlation of xi with the field that the half space cuts */
    r = expr_substitute(g, square, symbol, value, 2);
    r = expr_expand(g, expr_add(g, r, expr_pow_int(g, p, 2)), 1);
    r = expr_div(g, p, expr_sqrt(g, r));
    r = expr_apply1(g, FUNCTION_ACOS, r);
    r = expr_div(g, r, expr_mul(g, expr_integer(g, 2), expr_pi(g)));
    if (sign * side < 0)
        r = expr_sub(g, half, r);
    return expr_mul(g, rest, r);
}

static expr_t *
half_line(const observer_t *o, expr_t *z, expr_t *p, expr_t *w, int side)
{
    algebra_t *g = o->dv->algebra;
    expr_t *sum = expr_integer(g, 0), *e;
    int i;

    z = expr_expand(g, z, 0);
    for (i = 0; i < rewrite_terms(z); i++)
    {
        e = half_line_term(o, rewrite_term(z, i), p, w, side);
        if (e == NULL)
            return NULL;
        sum = expr_add(g, sum, e);
    }
    return sum;
}

/* E 1[lo < root xi < hi] Z(p xi, w) */
static expr_t *
segment(const observer_t *o, expr_t *z, expr_t *p, expr_t *w, expr_t *lo,
        expr_t *hi, expr_t *root)
{
    algebra_t *g = o->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *symbol[2], *value[2], *e = NULL;
    int left = rewrite_infinite(lo) < 0, right = rewrite_infinite(hi) > 0;

    if (left && expr_is_zero(hi))
        e = half_line(o, z, p, w, -1);
    else if (right && expr_is_zero(lo))
        e = half_line(o, z, p, w, 1);
    if (e != NULL)
        return e;
    symbol[0] = o->channel->omega;
    symbol[1] = o->channel->v;
    value[0] = expr_mul(g, p, xi);
    value[1] = w;
    z = expr_substitute(g, z, symbol, value, 2);
    if (left && right)
        return expr_close(g, expr_gauss(g, xi, z));
    lo = left ? lo : expr_div(g, lo, root);
    hi = right ? hi : expr_div(g, hi, root);
    return expr_close(g, expr_integral(g, xi, lo, hi, expr_mul(g, z,
                                 expr_apply1(g, FUNCTION_PHI, xi))));
}

/* One branch of the body: where `condition` holds. */
static expr_t *
branch(const observer_t *o, expr_t *z, expr_t *p, expr_t *w, expr_t *body,
       expr_t *condition, expr_t *root)
{
    algebra_t *g = o->dv->algebra;
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS], *sum, *xi;
    expr_t *symbol[3], *value[3];
    int i, n = -1;

    if (expr_is_zero(body) || expr_kind(condition) == EXPR_FALSE)
        return expr_integer(g, 0);
    if (!expr_contains(body, o->z))
        n = expr_intervals(g, condition, o->z, DERIVE_MAX_INTERVALS, lo, hi);
    if (n >= 0)
    {
        sum = expr_integer(g, 0);
        for (i = 0; i < n; i++)
            sum = expr_add(g, sum, segment(o, z, p, w, lo[i], hi[i], root));
        return expr_mul(g, body, sum);
    }
    xi = expr_fresh(g, "xi");
    symbol[0] = o->channel->omega;
    symbol[1] = o->channel->v;
    symbol[2] = o->z;
    value[0] = expr_mul(g, p, xi);
    value[1] = w;
    value[2] = expr_mul(g, root, xi);
    body = expr_if(g, condition, body, expr_integer(g, 0));
    z = expr_substitute(g, z, symbol, value, 2);
    body = expr_substitute(g, body, symbol + 2, value + 2, 1);
    return expr_close(g, gauss_of(g, xi, expr_mul(g, z, body)));
}

static expr_t *
branches(const observer_t *o, expr_t *z, expr_t *p, expr_t *w, expr_t *body,
         expr_t *condition, expr_t *root, int depth)
{
    algebra_t *g = o->dv->algebra;
    expr_t *c = NULL, *part[2], *both[2], *sum = expr_integer(g, 0);
    int i;

    if (depth < 10)
        c = expr_unfold(g, body, o->z, &part[0], &part[1]);
    if (c == NULL)
        return branch(o, z, p, w, body, condition, root);
    both[0] = condition;
    for (i = 0; i < 2; i++)
    {
        both[1] = i == 0 ? c : expr_not(g, c);
        sum = expr_add(g, sum, branches(o, z, p, w, part[i],
                                        expr_and(g, both, 2), root,
                                        depth + 1));
    }
    return sum;
}

expr_t *
observe_product(const observer_t *o, expr_t *z_function, expr_t *p, expr_t *w,
                expr_t *body, expr_t *root)
{
    return branches(o, z_function, p, w, body, expr_true(o->dv->algebra),
                    root, 0);
}

expr_t *
observe_mirrored_sum(const observer_t *o, expr_t *xi, expr_t *const *e, int n)
{
    algebra_t *g = o->dv->algebra;
    expr_t *sum = expr_integer(g, 0), *minus = expr_neg(g, xi), *turned;
    int i, k, weight;
    char *done = derive_alloc(o->dv, (size_t) n, 1);

    for (i = 0; i < n; i++)
    {
        if (done[i])
            continue;
        weight = 1;
        turned = expr_substitute(g, e[i], &xi, &minus, 1);
        for (k = i + 1; k < n; k++)
            if (!done[k]
                && (turned == e[k]
                    || expr_proves_zero(g, expr_sub(g, turned, e[k]))))
            {
                weight++;
                done[k] = 1;
            }
        sum = expr_add(g, sum, expr_mul(g, expr_integer(g, weight),
                                        expr_close(g, expr_gauss(g, xi,
                                                                 e[i]))));
    }
    return sum;
}
