/* compiler/replica/boundary_parity.c -- which expressions vanish at the end of a
 * domain: by the algebra, means of odd functions left out.
 */
#include "boundary.h"

static expr_t *without_odd_means(algebra_t *, expr_t *);

/* A mean over N(0,1), or an integral over the line, with its body. */
static expr_t *
even_mean(algebra_t *g, expr_t *e)
{
    int gauss = expr_kind(e) == EXPR_GAUSS, k = expr_arity(e) - 1;
    expr_t *x = expr_fresh(g, expr_binder_hint(e)), *minus = expr_neg(g, x);
    expr_t *body = without_odd_means(g, expr_open_child(g, e, k, x)), *both;

    both = expr_add(g, body, expr_substitute(g, body, &x, &minus, 1));
    if ((gauss || (rewrite_infinite(expr_child(e, 0)) < 0
                   && rewrite_infinite(expr_child(e, 1)) > 0))
        && expr_proves_zero(g, both))
        return expr_integer(g, 0);
    if (gauss)
        return expr_gauss(g, x, body);
    return expr_integral(g, x, expr_child(e, 0), expr_child(e, 1), body);
}

/* Means of odd functions are left out, in means too. */
static expr_t *
without_odd_means(algebra_t *g, expr_t *e)
{
    expr_t *result, *x;
    int i, product = expr_kind(e) == EXPR_MUL;

    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL)
        return even_mean(g, e);
    if (expr_kind(e) == EXPR_POWER
        && expr_is_positive(expr_child(e, 1)))
    {
        x = without_odd_means(g, expr_child(e, 0));
        if (expr_kind(x) == EXPR_ADD && expr_proves_zero(g, x))
            x = expr_integer(g, 0);
        return expr_pow(g, x, expr_child(e, 1));
    }
    if (!product && expr_kind(e) != EXPR_ADD)
        return e;
    result = expr_integer(g, product);
    for (i = 0; i < expr_arity(e); i++)
    {
        x = without_odd_means(g, expr_child(e, i));
        result = product ? expr_mul(g, result, x) : expr_add(g, result, x);
    }
    return result;
}

int
boundary_vanishes(derivation_t *dv, expr_t *e, const fixing_t *f)
{
    algebra_t *g = dv->algebra;

    if (rewrite_singular(g, e, f))
        return 0;
    e = expr_inline(g, derive_fix(dv, e, f));
    if (rewrite_undefined(g, e))
        return 0;
    /* sums under a mean as they stand, then apart */
    return expr_proves_zero(g, e)
           || expr_proves_zero(g, without_odd_means(g, e))
           || expr_proves_zero(g, without_odd_means(g, rewrite_spread(g, e)));
}
