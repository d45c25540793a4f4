/* compiler/algebra/shape.c -- rules of abs, sign, min and max. */
#include "node.h"

static expr_t *
each_factor(algebra_t *a, function_t f, expr_t *product)
{
    list_t factors;
    expr_t *e;
    int i;

    list_init(&factors);
    for (i = 0; i < product->arity; i++)
        list_push(&factors, expr_apply1(a, f, product->child[i]));
    e = expr_product(a, factors.item, factors.n);
    list_clear(&factors);
    return e;
}

static expr_t *
abs_rule(algebra_t *a, expr_t *x)
{
    if (expr_is_nonnegative(x))
        return x;
    if (x->sign & SIGN_LE)
        return expr_neg(a, x);
    if (x->kind == EXPR_MUL)
        return each_factor(a, FUNCTION_ABS, x);
    if (x->kind == EXPR_POWER && x->child[1]->kind == EXPR_RATIONAL)
        return expr_pow(a, expr_apply1(a, FUNCTION_ABS, x->child[0]),
                        x->child[1]);
    return NULL;
}

static int
keeps_sign(expr_t *x)
{
    return x->kind == EXPR_FUNCTION
           && (x->tag == FUNCTION_SIGN || x->tag == FUNCTION_SINH
               || x->tag == FUNCTION_TANH || x->tag == FUNCTION_ASIN
               || x->tag == FUNCTION_ATAN);
}

static expr_t *
sign_rule(algebra_t *a, expr_t *x)
{
    if (x->sign & SIGN_GT)
        return a->one;
    if (x->sign & SIGN_LT)
        return a->minus_one;
    if (expr_is_zero(x))
        return x;
    if (x->kind == EXPR_MUL)
        return each_factor(a, FUNCTION_SIGN, x);
    if (keeps_sign(x))
        return expr_apply1(a, FUNCTION_SIGN, x->child[0]);
    if (x->kind == EXPR_POWER && node_is_integer(x->child[1])
            && !fmpz_is_even(fmpq_numref(&x->child[1]->value)))
        return expr_apply1(a, FUNCTION_SIGN, x->child[0]);
    return NULL;
}

static expr_t *
extreme_rule(algebra_t *a, function_t f, expr_t *x, expr_t *y)
{
    expr_t *difference, *larger = NULL, *arg[2];

    if (x == y)
        return x;
    if (x->kind == EXPR_INFINITY || node_is_negative_infinity(y))
        larger = x;
    else if (y->kind == EXPR_INFINITY || node_is_negative_infinity(x))
        larger = y;
    else
    {
        difference = expr_sub(a, x, y);
        if (difference->sign & SIGN_GE)
            larger = x;
        else if (difference->sign & SIGN_LE)
            larger = y;
    }
    if (larger != NULL)
        return f == FUNCTION_MAX ? larger : larger == x ? y : x;
    if (node_compare(x, y) < 0)
        return NULL;
    arg[0] = y;
    arg[1] = x;
    return node_make(a, EXPR_FUNCTION, f, arg, 2);
}

expr_t *
shape_rule(algebra_t *a, function_t f, expr_t *const *arg)
{
    if (f == FUNCTION_ABS)
        return abs_rule(a, arg[0]);
    if (f == FUNCTION_SIGN)
        return sign_rule(a, arg[0]);
    return extreme_rule(a, f, arg[0], arg[1]);
}
