/* compiler/model/arithmetic.c -- numbers, sums, products and powers, exact and
   of bounded size. */
#include "check.h"

#include <stdlib.h>

/* ---- numbers ------------------------------------------------------------ */

value_t
convert_literal(check_t *c, const ast_t *a)
{
    expr_t *e = expr_from_decimal(c->algebra, a->text);

    if (e == NULL)
    {
        fault(c, "E0230", a->span, "exponents reach from -10000 to 10000",
              "the number is too large or too small");
        return value_bad();
    }
    return value_number(c, a, e);
}

/* ---- sums, products, powers --------------------------------------------- */

value_t
convert_sum(check_t *c, const ast_t *a)
{
    expr_t **term = check_alloc(c, ((size_t) a->n + 1) * sizeof *term);
    int i, good = 1;
    long bits = 0;

    for (i = 0; i < a->n; i++)
    {
        value_t v = want_number(c, a->child[i]);

        if (v.kind == KIND_BAD)
        {
            good = 0;
            continue;
        }
        term[i] = a->ops != NULL && a->ops[i] == '-'
                      ? expr_neg(c->algebra, v.e)
                      : v.e;
        if (expr_kind(v.e) == EXPR_RATIONAL)
            bits += (long) fmpz_bits(fmpq_denref(expr_rational(v.e)));
    }
    if (!good || !check_bits(c, bits, a->span))
        return value_bad();
    return value_number(c, a, expr_sum(c->algebra, term, a->n));
}

value_t
convert_product(check_t *c, const ast_t *a)
{
    expr_t **factor = check_alloc(c, ((size_t) a->n + 1) * sizeof *factor);
    int i, good = 1;
    long bits = 0;

    for (i = 0; i < a->n; i++)
    {
        value_t v = want_number(c, a->child[i]);

        if (v.kind == KIND_BAD)
        {
            good = 0;
            continue;
        }
        bits += number_bits(v.e);
        factor[i] = v.e;
        if (a->ops == NULL || a->ops[i] != '/')
            continue;
        if (expr_is_zero(v.e))
        {
            fault(c, "E0231", span_of(a->child[i]), NULL,
                  "division by zero");
            good = 0;
            continue;
        }
        factor[i] = expr_pow_int(c->algebra, v.e, -1);
    }
    if (!good || !check_bits(c, bits, a->span))
        return value_bad();
    return value_number(c, a, expr_product(c->algebra, factor, a->n));
}

/* 0 after a message when a power of numbers is too large or undefined. */
static int
power_is_sane(check_t *c, const ast_t *a, expr_t *base, expr_t *exponent)
{
    const fmpq *n, *b;
    long size;

    if (expr_kind(exponent) != EXPR_RATIONAL)
        return 1;
    n = expr_rational(exponent);
    if (fmpz_cmpabs(fmpq_numref(n), fmpq_denref(n)) > 0
        && (fmpz_bits(fmpq_numref(n)) > 40 || fmpz_bits(fmpq_denref(n)) > 20
            || fmpz_get_d(fmpq_numref(n)) / fmpz_get_d(fmpq_denref(n))
                   > CHECK_MAX_EXPONENT
            || fmpz_get_d(fmpq_numref(n)) / fmpz_get_d(fmpq_denref(n))
                   < -CHECK_MAX_EXPONENT))
    {
        fault(c, "E0230", span_of(a->child[1]), NULL,
              "the exponent is larger than %d", CHECK_MAX_EXPONENT);
        return 0;
    }
    if (expr_is_zero(base) && fmpq_sgn(n) < 0)
    {
        fault(c, "E0231", a->span, NULL, "division by zero");
        return 0;
    }
    size = fmpz_bits(fmpq_numref(n)) > 20
               ? 1
               : 1 + labs((long) (fmpz_get_d(fmpq_numref(n))
                                  / fmpz_get_d(fmpq_denref(n))));
    if (!check_bits(c, number_bits(base) * size, a->span))
        return 0;
    if (expr_kind(base) != EXPR_RATIONAL)
        return 1;
    b = expr_rational(base);
    if (fmpq_sgn(b) < 0 && !fmpz_is_one(fmpq_denref(n)))
    {
        fault(c, "E0231", a->span, NULL,
              "a root of a negative number is not real");
        return 0;
    }
    return 1;
}

value_t
convert_power(check_t *c, const ast_t *a)
{
    value_t base = want_number(c, a->n > 0 ? a->child[0] : NULL);
    value_t exponent = want_number(c, a->n > 1 ? a->child[1] : NULL);

    if (base.kind == KIND_BAD || exponent.kind == KIND_BAD
        || !power_is_sane(c, a, base.e, exponent.e))
        return value_bad();
    return value_number(c, a, expr_pow(c->algebra, base.e, exponent.e));
}

value_t
convert_unary(check_t *c, const ast_t *a)
{
    value_t v = want_number(c, a->n > 0 ? a->child[0] : NULL);

    if (v.kind == KIND_BAD || a->op != '-')
        return v;
    return value_number(c, a, expr_neg(c->algebra, v.e));
}
