/* compiler/algebra/diff_function.c -- derivatives of the functions. */
#include "diff.h"

static expr_t *
call1(algebra_t *a, function_t f, expr_t *x)
{
    return expr_apply1(a, f, x);
}

/* r ^ power of (1 + c x^2) */
static expr_t *
root(algebra_t *a, long c, expr_t *x, expr_t *power)
{
    expr_t *square = expr_pow_int(a, x, 2);

    return expr_pow(a, expr_add(a, a->one,
                                expr_mul(a, expr_integer(a, c), square)),
                    power);
}

static expr_t *
outer_derivative(algebra_t *a, function_t f, expr_t *x, expr_t *e)
{
    switch (f)
    {
    case FUNCTION_EXP:
        return e;
    case FUNCTION_LOG:
        return expr_pow_int(a, x, -1);
    case FUNCTION_ABS:
        return call1(a, FUNCTION_SIGN, x);
    case FUNCTION_SINH:
        return call1(a, FUNCTION_COSH, x);
    case FUNCTION_COSH:
        return call1(a, FUNCTION_SINH, x);
    case FUNCTION_TANH:
        return expr_sub(a, a->one, expr_pow_int(a, e, 2));
    case FUNCTION_SIN:
        return call1(a, FUNCTION_COS, x);
    case FUNCTION_COS:
        return expr_neg(a, call1(a, FUNCTION_SIN, x));
    case FUNCTION_ASIN:
        return root(a, -1, x, expr_fraction(a, -1, 2));
    case FUNCTION_ACOS:
        return expr_neg(a, root(a, -1, x, expr_fraction(a, -1, 2)));
    case FUNCTION_ATAN:
        return root(a, 1, x, a->minus_one);
    case FUNCTION_H:
        return expr_neg(a, call1(a, FUNCTION_PHI, x));
    case FUNCTION_PHI:
        return expr_neg(a, expr_mul(a, x, e));
    default:                  /* sign: constant between its jumps */
        return a->zero;
    }
}

/* min(x, y)' = if x <= y then x' else y' */
static expr_t *
diff_choice(diff_t *d, expr_t *e)
{
    expr_t *x = e->child[0], *y = e->child[1];
    expr_t *dx = diff_walk(d, x), *dy = diff_walk(d, y);
    expr_t *smaller = expr_compare(d->a, COMPARE_LE, x, y);

    return e->tag == FUNCTION_MIN ? expr_if(d->a, smaller, dx, dy)
                                  : expr_if(d->a, smaller, dy, dx);
}

/* phi(x) x', 0 where x' = 0 (also at infinity). */
static expr_t *
moving_end(diff_t *d, expr_t *x)
{
    expr_t *dx = diff_walk(d, x);

    return expr_is_zero(dx) ? dx
                            : expr_mul(d->a, call1(d->a, FUNCTION_PHI, x), dx);
}

/* Phi2(h, k, c): in h -phi(h) H((k - c h)/s), s = sqrt(1 - c^2), alike in k;
   in c phi(h) phi((k - c h)/s)/s. */
static expr_t *
diff_orthant(diff_t *d, expr_t *e)
{
    algebra_t *a = d->a;
    expr_t *h = e->child[0], *k = e->child[1], *c = e->child[2];
    expr_t *s = root(a, -1, c, expr_fraction(a, -1, 2)), *u, *v, *part[3];

    u = expr_mul(a, s, expr_sub(a, k, expr_mul(a, c, h)));
    v = expr_mul(a, s, expr_sub(a, h, expr_mul(a, c, k)));
    part[0] = expr_neg(a, expr_mul(a, moving_end(d, h),
                                   call1(a, FUNCTION_H, u)));
    part[1] = expr_neg(a, expr_mul(a, moving_end(d, k),
                                   call1(a, FUNCTION_H, v)));
    part[2] = diff_walk(d, c);
    if (!expr_is_zero(part[2]))
    {
        expr_t *factor[4] = { part[2], s, call1(a, FUNCTION_PHI, h),
                              call1(a, FUNCTION_PHI, u) };

        part[2] = expr_product(a, factor, 4);
    }
    return expr_sum(a, part, 3);
}

expr_t *
diff_function(diff_t *d, expr_t *e)
{
    expr_t *x = e->child[0], *inner;

    switch (e->tag)
    {
    case FUNCTION_MIN:
    case FUNCTION_MAX:
        return diff_choice(d, e);
    case FUNCTION_MASS:
        return expr_sub(d->a, moving_end(d, e->child[1]), moving_end(d, x));
    case FUNCTION_PHI2:
        return diff_orthant(d, e);
    default:
        inner = diff_walk(d, x);
        if (expr_is_zero(inner))
            return inner;
        return expr_mul(d->a,
                        outer_derivative(d->a, (function_t) e->tag, x, e),
                        inner);
    }
}
