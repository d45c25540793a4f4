/* compiler/algebra/gaussian.c -- rules of H, phi, mass and Phi2. */
#include "node.h"

static expr_t *
tail_rule(algebra_t *a, expr_t *x)
{
    if (expr_is_zero(x))
        return expr_fraction(a, 1, 2);
    if (x->kind == EXPR_INFINITY)
        return a->zero;
    return node_is_negative_infinity(x) ? a->one : NULL;
}

static expr_t *
density_rule(algebra_t *a, expr_t *x)
{
    if (x->kind == EXPR_INFINITY)        /* even: never -inf here */
        return a->zero;
    if (!expr_is_zero(x))
        return NULL;
    return expr_pow(a, expr_mul(a, expr_integer(a, 2), a->pi),
                    expr_fraction(a, -1, 2));
}

/* mass(lo, hi) = mass(-hi, -lo): the one of the two that comes first. */
static expr_t *
mass_rule(algebra_t *a, expr_t *lo, expr_t *hi)
{
    expr_t *mirror[2];
    int order;

    if (lo == hi)
        return a->zero;
    if (hi->kind == EXPR_INFINITY)
        return expr_apply1(a, FUNCTION_H, lo);
    if (node_is_negative_infinity(lo))
        return expr_apply1(a, FUNCTION_H, expr_neg(a, hi));
    mirror[0] = expr_neg(a, hi);
    mirror[1] = expr_neg(a, lo);
    order = node_compare(mirror[0], lo);
    if (order > 0 || (order == 0 && node_compare(mirror[1], hi) >= 0))
        return NULL;
    return node_make(a, EXPR_FUNCTION, FUNCTION_MASS, mirror, 2);
}

static expr_t *
orthant_rule(algebra_t *a, expr_t *h, expr_t *k, expr_t *c)
{
    expr_t *swapped[3];

    if (h->kind == EXPR_INFINITY || k->kind == EXPR_INFINITY)
        return a->zero;
    if (node_is_negative_infinity(h))
        return expr_apply1(a, FUNCTION_H, k);
    if (node_is_negative_infinity(k))
        return expr_apply1(a, FUNCTION_H, h);
    if (expr_is_zero(c))
        return expr_mul(a, expr_apply1(a, FUNCTION_H, h),
                        expr_apply1(a, FUNCTION_H, k));
    if (expr_is_one(c))
        return expr_apply1(a, FUNCTION_H,
                           expr_call(a, FUNCTION_MAX,
                                     (expr_t *[]) { h, k }, 2));
    if (node_compare(h, k) <= 0)
        return NULL;
    swapped[0] = k;
    swapped[1] = h;
    swapped[2] = c;
    return node_make(a, EXPR_FUNCTION, FUNCTION_PHI2, swapped, 3);
}

expr_t *
gaussian_rule(algebra_t *a, function_t f, expr_t *const *arg)
{
    switch (f)
    {
    case FUNCTION_H:
        return tail_rule(a, arg[0]);
    case FUNCTION_PHI:
        return density_rule(a, arg[0]);
    case FUNCTION_MASS:
        return mass_rule(a, arg[0], arg[1]);
    case FUNCTION_PHI2:
        return orthant_rule(a, arg[0], arg[1], arg[2]);
    default:
        return NULL;
    }
}
