/* compiler/algebra/power.c -- powers. */
#include "node.h"

#include <stdlib.h>

static expr_t *
plain(algebra_t *a, expr_t *base, expr_t *exponent)
{
    return node_make(a, EXPR_POWER, 0, (expr_t *[]) { base, exponent }, 2);
}

static int
is_even(expr_t *integer)
{
    return fmpz_is_even(fmpq_numref(&integer->value));
}

static expr_t *
number_to(algebra_t *a, expr_t *base, expr_t *exponent)
{
    const fmpq *b = &base->value, *r = &exponent->value;
    expr_t *e;

    if (fmpq_is_zero(b))
        return fmpq_sgn(r) > 0 ? base : plain(a, base, exponent);
    if (fmpz_is_one(fmpq_denref(r)))
    {
        fmpq_t value;

        fmpq_init(value);
        e = number_power(value, b, fmpq_numref(r)) ? node_rational(a, value)
                                                    : algebra_fail(a);
        fmpq_clear(value);
        return e;
    }
    if (fmpq_sgn(b) < 0)
        return plain(a, base, exponent);
    {
        radical_t radical;
        list_t factors;
        fmpq_t c;

        radical_init(&radical);
        list_init(&factors);
        fmpq_init(c);
        fmpq_one(c);
        radical_mul(&radical, b, r);
        if (!radical_finish(a, &radical, c, &factors))
            e = algebra_fail(a);
        else if (factors.n == 1)
            e = expr_scale(a, factors.item[0], c);
        else
        {
            list_push(&factors, node_rational(a, c));
            e = expr_product(a, factors.item, factors.n);
        }
        fmpq_clear(c);
        list_clear(&factors);
        radical_clear(&radical);
    }
    return e;
}

/* (x^s)^r, r rational. */
static expr_t *
power_to(algebra_t *a, expr_t *power, expr_t *r)
{
    expr_t *x = power->child[0], *s = power->child[1];
    int rational = s->kind == EXPR_RATIONAL;

    if (!node_is_integer(r) && rational && node_is_integer(s) && is_even(s))
        x = expr_apply1(a, FUNCTION_ABS, x);
    else if (!node_is_integer(r) && !rational && !expr_is_nonnegative(x))
        return plain(a, power, r);
    return expr_pow(a, x, expr_mul(a, s, r));
}

/* (x y z)^r, r not an integer: factors of known sign leave the root. */
static expr_t *
root_of_product(algebra_t *a, expr_t *product, expr_t *r)
{
    list_t out, in;
    expr_t *inner, *e;
    int i, minus = 0;

    list_init(&out);
    list_init(&in);
    for (i = 0; i < product->arity; i++)
    {
        expr_t *f = product->child[i];

        if (f->kind == EXPR_RATIONAL && fmpq_sgn(&f->value) < 0)
        {
            minus = 1;
            f = expr_neg(a, f);
        }
        if (expr_is_nonnegative(f))
            list_push(&out, expr_pow(a, f, r));
        else
            list_push(&in, f);
    }
    inner = expr_product(a, in.item, in.n);
    if (minus)
        inner = expr_neg(a, inner);
    if (out.n == 0)
        e = plain(a, product, r);
    else
    {
        list_push(&out, inner->kind == EXPR_MUL || expr_is_one(inner)
                            ? (expr_is_one(inner) ? inner
                                                  : plain(a, inner, r))
                            : expr_pow(a, inner, r));
        e = expr_product(a, out.item, out.n);
    }
    list_clear(&in);
    list_clear(&out);
    return e;
}

static expr_t *
product_to(algebra_t *a, expr_t *product, expr_t *r)
{
    list_t factors;
    expr_t *e;
    int i;

    if (!node_is_integer(r))
        return root_of_product(a, product, r);
    list_init(&factors);
    for (i = 0; i < product->arity; i++)
        list_push(&factors, expr_pow(a, product->child[i], r));
    e = expr_product(a, factors.item, factors.n);
    list_clear(&factors);
    return e;
}

static expr_t *
sum_to(algebra_t *a, expr_t *sum, expr_t *r)
{
    fmpq_t c;
    expr_t *e;

    fmpq_init(c);
    sum_content(c, a, sum, node_is_integer(r));
    if (fmpq_is_one(c))
        e = plain(a, sum, r);
    else
    {
        expr_t *number = node_rational(a, c);

        fmpq_inv(c, c);
        e = expr_mul(a, expr_pow(a, number, r),
                     plain(a, sum_scaled(a, sum, c), r));
    }
    fmpq_clear(c);
    return e;
}

static expr_t *
infinity_to(algebra_t *a, expr_t *base, expr_t *r)
{
    if (fmpq_sgn(&r->value) < 0)
        return a->zero;
    if (base->kind == EXPR_INFINITY || (node_is_integer(r) && is_even(r)))
        return a->infinity;
    return node_is_integer(r) ? base : plain(a, base, r);
}

static expr_t *
function_to(algebra_t *a, expr_t *f, expr_t *r)
{
    int whole = node_is_integer(r);

    if (f->tag == FUNCTION_ABS && whole && is_even(r))
        return expr_pow(a, f->child[0], r);
    if (f->tag == FUNCTION_SIGN && whole && fmpq_sgn(&r->value) > 0)
        return is_even(r) ? plain(a, f, expr_integer(a, 2)) : f;
    return plain(a, f, r);
}

/* The exponent is rational, not 0 and not 1. */
static expr_t *
to_rational(algebra_t *a, expr_t *base, expr_t *r)
{
    if (node_is_infinite(base))
        return infinity_to(a, base, r);
    switch (base->kind)
    {
    case EXPR_RATIONAL:
        return number_to(a, base, r);
    case EXPR_POWER:
        return power_to(a, base, r);
    case EXPR_MUL:
        return product_to(a, base, r);
    case EXPR_ADD:
        return sum_to(a, base, r);
    case EXPR_FUNCTION:
        return function_to(a, base, r);
    default:
        return plain(a, base, r);
    }
}

static expr_t *
to_symbolic(algebra_t *a, expr_t *base, expr_t *e)
{
    expr_t *r, *rest;

    if (expr_is_one(base))
        return base;
    if (base->kind == EXPR_POWER && expr_is_nonnegative(base->child[0]))
        return expr_pow(a, base->child[0], expr_mul(a, base->child[1], e));
    if (base->kind != EXPR_RATIONAL || e->kind != EXPR_ADD
            || e->child[0]->kind != EXPR_RATIONAL
            || fmpq_sgn(&base->value) <= 0)
        return plain(a, base, e);
    r = e->child[0];                     /* 2^(1 + x) = 2 2^x */
    rest = expr_sub(a, e, r);
    return expr_mul(a, expr_pow(a, base, r), plain(a, base, rest));
}

expr_t *
expr_pow(algebra_t *a, expr_t *base, expr_t *e)
{
    if (a->failed)
        return a->error;
    if (expr_is_one(e))
        return base;
    if (expr_is_zero(e))
        return a->one;
    if (node_is_function(base, FUNCTION_EXP))
        return expr_exp(a, expr_mul(a, base->child[0], e));
    return e->kind == EXPR_RATIONAL ? to_rational(a, base, e)
                                    : to_symbolic(a, base, e);
}

expr_t *
expr_pow_int(algebra_t *a, expr_t *base, long n)
{
    return expr_pow(a, base, expr_integer(a, n));
}

expr_t *
expr_sqrt(algebra_t *a, expr_t *x)
{
    return expr_pow(a, x, expr_fraction(a, 1, 2));
}
