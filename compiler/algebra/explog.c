/* compiler/algebra/explog.c -- rules of exp and log. */
#include "node.h"

/* term = c log(x), c rational: x^c, else NULL. */
static expr_t *
power_of_log(algebra_t *a, expr_t *term)
{
    if (node_is_function(term, FUNCTION_LOG))
        return term->child[0];
    if (term->kind == EXPR_MUL && term->arity == 2
            && term->child[0]->kind == EXPR_RATIONAL
            && node_is_function(term->child[1], FUNCTION_LOG))
        return expr_pow(a, term->child[1]->child[0], term->child[0]);
    return NULL;
}

static expr_t *
exp_of_sum(algebra_t *a, expr_t *sum)
{
    list_t power, rest;
    expr_t *e = NULL, *p;
    int i;

    list_init(&power);
    list_init(&rest);
    for (i = 0; i < sum->arity; i++)
        if ((p = power_of_log(a, sum->child[i])) != NULL)
            list_push(&power, p);
        else
            list_push(&rest, sum->child[i]);
    if (power.n > 0)
    {
        list_push(&power, expr_exp(a, expr_sum(a, rest.item, rest.n)));
        e = expr_product(a, power.item, power.n);
    }
    list_clear(&rest);
    list_clear(&power);
    return e;
}

static expr_t *
exp_rule(algebra_t *a, expr_t *x)
{
    if (expr_is_zero(x))
        return a->one;
    if (x->kind == EXPR_INFINITY)
        return x;
    if (node_is_negative_infinity(x))
        return a->zero;
    return x->kind == EXPR_ADD ? exp_of_sum(a, x) : power_of_log(a, x);
}

/* log of an integer > 0, powers taken apart. */
static expr_t *
log_integer(algebra_t *a, const fmpz_t n)
{
    expr_t *e, *number;
    fmpq_t q;
    fmpz_t root;
    int k;

    if (fmpz_is_one(n))
        return a->zero;
    fmpz_init(root);
    fmpq_init(q);
    k = fmpz_is_perfect_power(root, n);
    fmpq_set_fmpz(q, k > 1 ? root : n);
    number = node_rational(a, q);
    e = node_make(a, EXPR_FUNCTION, FUNCTION_LOG, &number, 1);
    if (k > 1)
        e = expr_mul(a, expr_integer(a, k), e);
    fmpq_clear(q);
    fmpz_clear(root);
    return e;
}

static expr_t *
log_number(algebra_t *a, const fmpq *q)
{
    return expr_sub(a, log_integer(a, fmpq_numref(q)),
                    log_integer(a, fmpq_denref(q)));
}

static expr_t *
log_power(algebra_t *a, expr_t *power)
{
    expr_t *base = power->child[0], *e = power->child[1];

    if (e->kind != EXPR_RATIONAL && !expr_is_nonnegative(base))
        return NULL;
    if (base->kind == EXPR_RATIONAL && fmpq_sgn(&base->value) <= 0)
        return NULL;
    if (node_is_integer(e) && fmpz_is_even(fmpq_numref(&e->value)))
        base = expr_apply1(a, FUNCTION_ABS, base);
    return expr_mul(a, e, expr_log(a, base));
}

/* Factors that are not negative leave the log; the sign stays inside. */
static expr_t *
log_product(algebra_t *a, expr_t *product)
{
    list_t out, in;
    expr_t *e = NULL, *inner;
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
            list_push(&out, expr_log(a, f));
        else
            list_push(&in, f);
    }
    if (out.n > minus || (minus && !expr_is_int(product->child[0], -1)))
    {
        inner = expr_product(a, in.item, in.n);
        if (minus)
            inner = expr_neg(a, inner);
        list_push(&out, expr_log(a, inner));
        e = expr_sum(a, out.item, out.n);
    }
    list_clear(&in);
    list_clear(&out);
    return e;
}

static expr_t *
log_sum(algebra_t *a, expr_t *sum)
{
    expr_t *e = NULL;
    fmpq_t c;

    fmpq_init(c);
    sum_content(c, a, sum, 0);
    if (!fmpq_is_one(c))
    {
        e = log_number(a, c);
        fmpq_inv(c, c);
        e = expr_add(a, e, expr_log(a, sum_scaled(a, sum, c)));
    }
    fmpq_clear(c);
    return e;
}

/* log phi(x) = -x^2/2 - log(2 pi)/2 */
static expr_t *
log_density(algebra_t *a, expr_t *x)
{
    expr_t *square = expr_pow_int(a, x, 2);
    expr_t *two_pi = expr_mul(a, expr_integer(a, 2), a->pi);

    return expr_mul(a, expr_fraction(a, -1, 2),
                    expr_add(a, square, expr_log(a, two_pi)));
}

static expr_t *
log_rule(algebra_t *a, expr_t *x)
{
    switch (x->kind)
    {
    case EXPR_RATIONAL:
        return fmpq_sgn(&x->value) > 0 ? log_number(a, &x->value) : NULL;
    case EXPR_INFINITY:
        return x;
    case EXPR_POWER:
        return log_power(a, x);
    case EXPR_MUL:
        return log_product(a, x);
    case EXPR_ADD:
        return log_sum(a, x);
    case EXPR_FUNCTION:
        if (x->tag == FUNCTION_EXP)
            return x->child[0];
        return x->tag == FUNCTION_PHI ? log_density(a, x->child[0]) : NULL;
    default:
        return NULL;
    }
}

expr_t *
explog_rule(algebra_t *a, function_t f, expr_t *x)
{
    return f == FUNCTION_EXP ? exp_rule(a, x) : log_rule(a, x);
}
