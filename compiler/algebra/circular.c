/* compiler/algebra/circular.c -- exact values of sin, cos and inverses;
 * integrals. */
#include "node.h"

/* sin(k pi/12) for k = 0, 2, 3, 4, 6; NULL for other k in 0..6. */
static expr_t *
sine_of_twelfth(algebra_t *a, long k)
{
    switch (k)
    {
    case 0: return a->zero;
    case 2: return expr_fraction(a, 1, 2);
    case 3: return expr_mul(a, expr_fraction(a, 1, 2),
                            expr_sqrt(a, expr_integer(a, 2)));
    case 4: return expr_mul(a, expr_fraction(a, 1, 2),
                            expr_sqrt(a, expr_integer(a, 3)));
    case 6: return a->one;
    default: return NULL;
    }
}

/* sin of (r + shift/12) pi, or NULL. */
static expr_t *
sine_of_pi(algebra_t *a, const fmpq *r, long shift)
{
    fmpz_t k;
    expr_t *e;
    long m = -1;

    fmpz_init_set_si(k, 12);
    fmpz_mul(k, k, fmpq_numref(r));
    if (fmpz_divisible(k, fmpq_denref(r)))
    {
        fmpz_divexact(k, k, fmpq_denref(r));
        fmpz_add_si(k, k, shift);
        m = (long) fmpz_fdiv_ui(k, 24);
    }
    fmpz_clear(k);
    if (m < 0)
        return NULL;
    if (m >= 12)
    {
        e = sine_of_twelfth(a, m - 12 <= 6 ? m - 12 : 24 - m);
        return e == NULL ? NULL : expr_neg(a, e);
    }
    return sine_of_twelfth(a, m <= 6 ? m : 12 - m);
}

static expr_t *
sine_rule(algebra_t *a, function_t f, expr_t *x)
{
    long shift = f == FUNCTION_COS ? 6 : 0;

    if (expr_is_zero(x))
        return f == FUNCTION_COS ? a->one : a->zero;
    if (x == a->pi)
        return sine_of_pi(a, &a->one->value, shift);
    if (x->kind == EXPR_MUL && x->arity == 2 && x->child[1] == a->pi
            && x->child[0]->kind == EXPR_RATIONAL)
        return sine_of_pi(a, &x->child[0]->value, shift);
    return NULL;
}

/* asin of 0, 1/2, sqrt(2)/2, sqrt(3)/2, 1. */
static expr_t *
arcsine_rule(algebra_t *a, expr_t *x)
{
    static const long twelfths[] = { 0, 2, 3, 4, 6 };
    int i;

    if (x->rank != CLASS_NUMBER)
        return NULL;
    if (node_is_negated(x))
    {
        expr_t *e = arcsine_rule(a, expr_neg(a, x));

        return e == NULL ? NULL : expr_neg(a, e);
    }
    for (i = 0; i < 5; i++)
        if (x == sine_of_twelfth(a, twelfths[i]))
            return expr_mul(a, expr_fraction(a, twelfths[i], 12), a->pi);
    return NULL;
}

static expr_t *
arctangent_rule(algebra_t *a, expr_t *x)
{
    expr_t *root3;

    if (expr_is_zero(x))
        return x;
    if (expr_is_one(x))
        return expr_mul(a, expr_fraction(a, 1, 4), a->pi);
    if (x->kind == EXPR_INFINITY)
        return expr_mul(a, expr_fraction(a, 1, 2), a->pi);
    if (x->rank != CLASS_NUMBER)
        return NULL;
    root3 = expr_sqrt(a, expr_integer(a, 3));
    if (x == root3)
        return expr_mul(a, expr_fraction(a, 1, 3), a->pi);
    if (x == expr_mul(a, expr_fraction(a, 1, 3), root3))
        return expr_mul(a, expr_fraction(a, 1, 6), a->pi);
    return NULL;
}

expr_t *
circular_rule(algebra_t *a, function_t f, expr_t *x)
{
    expr_t *e;

    switch (f)
    {
    case FUNCTION_SIN:
    case FUNCTION_COS:
        return sine_rule(a, f, x);
    case FUNCTION_ASIN:
        return arcsine_rule(a, x);
    case FUNCTION_ACOS:
        e = arcsine_rule(a, x);
        return e == NULL ? NULL
                         : expr_sub(a, expr_mul(a, expr_fraction(a, 1, 2),
                                                a->pi), e);
    default:
        return arctangent_rule(a, x);
    }
}

expr_t *
circular_integral(algebra_t *a, expr_t *lo, expr_t *hi, expr_t *body)
{
    int sine = node_is_function(body, FUNCTION_SIN);
    expr_t *c[2], *end[2] = { lo, hi }, *x, *e = NULL;
    int i;

    if (!sine && !node_is_function(body, FUNCTION_COS))
        return NULL;
    x = private_enter(a);
    if (expr_polynomial(a, node_instantiate(a, body->child[0], x), x, 1, c) == 1
        && c[1]->kind == EXPR_RATIONAL)
    {
        for (i = 0; i < 2; i++)
        {
            end[i] = expr_add(a, expr_mul(a, c[1], end[i]), c[0]);
            end[i] = expr_call(a, sine ? FUNCTION_COS : FUNCTION_SIN, end + i,
                               1);
        }
        e = expr_div(a, expr_sub(a, end[!sine], end[sine]), c[1]);
    }
    private_leave(a);
    return e;
}
