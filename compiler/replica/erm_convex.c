/* compiler/replica/erm_convex.c -- is an expression convex?  By rules of
   composition. */
#include "erm.h"

/* ---- rules -------------------------------------------------------------- */

/* What is known of e as a function of h; the logarithmic ones imply e > 0. */
enum
{
    CVX = 1, CCV = 2, AFFINE = CVX | CCV, LOG_CVX = 4, LOG_CCV = 8
};

static int shape(algebra_t *g, expr_t *e, expr_t *h);

static int
mirrored(int s)
{
    return (s & CVX ? CCV : 0) | (s & CCV ? CVX : 0);
}

/* What follows: log-convex is convex, concave and positive is log-concave. */
static int
completed(int s, expr_t *e)
{
    if (s & LOG_CVX)
        s |= CVX;
    if ((s & CCV) && expr_is_positive(e))
        s |= LOG_CCV;
    return s;
}

static int
shape_sum(algebra_t *g, expr_t *e, expr_t *h)
{
    int i, s = AFFINE | LOG_CVX;

    for (i = 0; i < expr_arity(e); i++)
        s &= shape(g, expr_child(e, i), h);
    return s;
}

static int
shape_product(algebra_t *g, expr_t *e, expr_t *h)
{
    expr_t *constant = expr_integer(g, 1), *factor;
    int i, n = 0, s = AFFINE | LOG_CVX | LOG_CCV, one;

    for (i = 0; i < expr_arity(e); i++)
    {
        factor = expr_child(e, i);
        if (!expr_contains(factor, h))
        {
            constant = expr_mul(g, constant, factor);
            continue;
        }
        one = shape(g, factor, h);
        s = n++ == 0 ? one : s & one & (LOG_CVX | LOG_CCV);
    }
    if (expr_is_positive(constant))
        return s;
    s &= AFFINE;
    if (expr_is_nonnegative(constant))
        return s;
    if (expr_is_nonnegative(expr_neg(g, constant)))
        return mirrored(s);
    return s == AFFINE ? s : 0;
}

/* sqrt(c0 + c1 h + c2 h^2) without a real zero: a hyperbola. */
static int
is_hyperbola(algebra_t *g, expr_t *base, expr_t *h)
{
    expr_t *c[3], *rest;

    if (expr_polynomial(g, base, h, 2, c) != 2 || !expr_is_nonnegative(c[2]))
        return 0;
    rest = expr_mul(g, expr_integer(g, 4), expr_mul(g, c[0], c[2]));
    rest = expr_sub(g, rest, expr_pow_int(g, c[1], 2));
    return expr_is_nonnegative(expr_expand(g, rest, 1));
}

static int
shape_power(algebra_t *g, expr_t *e, expr_t *h)
{
    expr_t *base = expr_child(e, 0), *r = expr_child(e, 1);
    int s, out = 0, sign, large;

    if (!expr_contains(base, h) && expr_is_positive(base))
    {
        s = shape(g, r, h);       /* exp(r log base) */
        return (s & AFFINE) == AFFINE ? LOG_CVX | LOG_CCV : 0;
    }
    if (expr_kind(r) != EXPR_RATIONAL || !expr_contains(base, h))
        return 0;
    s = shape(g, base, h);
    sign = fmpq_sgn(expr_rational(r));
    large = fmpq_cmp_si(expr_rational(r), 1) >= 0;
    if (s & LOG_CVX)
        out |= sign > 0 ? LOG_CVX : LOG_CCV;
    if (s & LOG_CCV)
        out |= sign > 0 ? LOG_CCV : LOG_CVX;
    if (large && (s & AFFINE) == AFFINE
        && fmpz_is_one(fmpq_denref(expr_rational(r)))
        && fmpz_is_even(fmpq_numref(expr_rational(r))))
        out |= CVX;
    if (large && (s & CVX) && expr_is_nonnegative(base))
        out |= CVX;
    if (!large && sign > 0 && (s & CCV))
        out |= CCV;
    if (fmpq_cmp_si(expr_rational(r), 1) < 0 && sign > 0
        && fmpz_equal_si(fmpq_denref(expr_rational(r)), 2)
        && fmpz_is_one(fmpq_numref(expr_rational(r)))
        && is_hyperbola(g, base, h))
        out |= CVX;
    return out;
}

static int
shape_function(algebra_t *g, expr_t *e, expr_t *h)
{
    int s = shape(g, expr_child(e, 0), h), t;

    switch (expr_function(e))
    {
    case FUNCTION_EXP:
        return (s & CVX ? LOG_CVX : 0) | (s & CCV ? LOG_CCV : 0);
    case FUNCTION_LOG:
        return (s & LOG_CVX ? CVX : 0) | (s & (LOG_CCV | CCV) ? CCV : 0);
    case FUNCTION_COSH:
        return (s & AFFINE) == AFFINE ? LOG_CVX : 0;
    case FUNCTION_H:
    case FUNCTION_PHI:
        return (s & AFFINE) == AFFINE ? LOG_CCV : 0;
    case FUNCTION_ABS:
        return (s & AFFINE) == AFFINE ? CVX : 0;
    case FUNCTION_MAX:
    case FUNCTION_MIN:
        t = shape(g, expr_child(e, 1), h);
        return s & t & (expr_function(e) == FUNCTION_MAX ? CVX : CCV);
    default:
        return 0;
    }
}

static int
shape(algebra_t *g, expr_t *e, expr_t *h)
{
    int s = 0;

    if (e == h)
        return completed(AFFINE, e);
    if (!expr_contains(e, h))
        return AFFINE | (expr_is_positive(e) ? LOG_CVX | LOG_CCV : 0);
    switch (expr_kind(e))
    {
    case EXPR_ADD:
        s = shape_sum(g, e, h);
        break;
    case EXPR_MUL:
        s = shape_product(g, e, h);
        break;
    case EXPR_POWER:
        s = shape_power(g, e, h);
        break;
    case EXPR_FUNCTION:
        s = shape_function(g, e, h);
        break;
    default:
        break;
    }
    return completed(s, e);
}

int
convex_by_rule(algebra_t *g, expr_t *e, expr_t *h)
{
    expr_t *c[3];

    if (expr_polynomial(g, e, h, 2, c) == 2 && expr_is_nonnegative(c[2]))
        return 1;
    return (shape(g, e, h) & CVX) != 0;
}
