/* compiler/algebra/radical.c -- roots of rationals: sqrt(8) = 2 sqrt(2). */
#include "node.h"

#include <stdlib.h>

enum { TRIAL_LIMIT = 2000, MAX_BITS = 1 << 22 };

void
radical_init(radical_t *r)
{
    r->prime = NULL;
    r->exponent = NULL;
    r->n = r->size = 0;
}

void
radical_clear(radical_t *r)
{
    int i;

    for (i = 0; i < r->n; i++)
    {
        fmpz_clear(&r->prime[i]);
        fmpq_clear(&r->exponent[i]);
    }
    free(r->prime);
    free(r->exponent);
    radical_init(r);
}

static void
radical_push(radical_t *r, const fmpz_t prime, const fmpq_t exponent)
{
    int i;

    for (i = 0; i < r->n && !fmpz_equal(&r->prime[i], prime); i++)
        ;
    if (i == r->n)
    {
        if (r->n == r->size)
        {
            r->size = 2 * r->size + 4;
            r->prime = must_realloc(r->prime,
                                    (size_t) r->size * sizeof *r->prime);
            r->exponent = must_realloc(r->exponent, (size_t) r->size
                                                    * sizeof *r->exponent);
        }
        fmpz_init_set(&r->prime[i], prime);
        fmpq_init(&r->exponent[i]);
        r->n++;
    }
    fmpq_add(&r->exponent[i], &r->exponent[i], exponent);
}

/* Small factors one by one; the rest whole, or as the base of a power. */
static void
radical_push_integer(radical_t *r, const fmpz_t n, const fmpq_t exponent)
{
    fmpz_t rest, p;
    fmpq_t e;
    ulong d, k;

    fmpz_init_set(rest, n);
    fmpz_init(p);
    fmpq_init(e);
    for (d = 2; d < TRIAL_LIMIT && !fmpz_is_one(rest); d += 1 + (d & 1))
    {
        fmpz_set_ui(p, d);
        k = (ulong) fmpz_remove(rest, rest, p);
        if (k == 0)
            continue;
        fmpq_mul_ui(e, exponent, k);
        radical_push(r, p, e);
    }
    if (!fmpz_is_one(rest))
    {
        int power = fmpz_is_perfect_power(p, rest);

        if (power > 1)
            fmpq_mul_ui(e, exponent, (ulong) power);
        else
        {
            fmpz_set(p, rest);
            fmpq_set(e, exponent);
        }
        radical_push(r, p, e);
    }
    fmpq_clear(e);
    fmpz_clear(p);
    fmpz_clear(rest);
}

void
radical_mul(radical_t *r, const fmpq *base, const fmpq *exponent)
{
    fmpq_t minus;

    radical_push_integer(r, fmpq_numref(base), exponent);
    fmpq_init(minus);
    fmpq_neg(minus, exponent);
    radical_push_integer(r, fmpq_denref(base), minus);
    fmpq_clear(minus);
}

int
number_power(fmpq_t out, const fmpq_t base, const fmpz_t exponent)
{
    slong bits = (slong) fmpq_height_bits(base);

    if (fmpq_is_one(base) || fmpz_is_zero(exponent))
    {
        fmpq_one(out);
        return 1;
    }
    if (bits < 2)            /* 0, 1, -1 */
        bits = 0;
    if (!fmpz_fits_si(exponent)
            || (bits > 0 && fmpz_cmpabs(exponent, (fmpz[]) { MAX_BITS / bits })
                                > 0))
    {
        if (bits > 0)
            return 0;
        if (fmpq_sgn(base) < 0)
            fmpq_set_si(out, fmpz_is_even(exponent) ? 1 : -1, 1);
        else
            fmpq_set(out, base);
        return 1;
    }
    fmpq_pow_si(out, base, fmpz_get_si(exponent));
    return 1;
}

/* Takes the integer part of every exponent into c. */
static int
take_whole_powers(radical_t *r, fmpq_t c)
{
    fmpz_t whole;
    fmpq_t base, power;
    int i, ok = 1;

    fmpz_init(whole);
    fmpq_init(base);
    fmpq_init(power);
    for (i = 0; i < r->n && ok; i++)
    {
        fmpz_fdiv_q(whole, fmpq_numref(&r->exponent[i]),
                    fmpq_denref(&r->exponent[i]));
        fmpq_sub_fmpz(&r->exponent[i], &r->exponent[i], whole);
        fmpq_set_fmpz(base, &r->prime[i]);
        ok = number_power(power, base, whole);
        fmpq_mul(c, c, power);
    }
    fmpq_clear(power);
    fmpq_clear(base);
    fmpz_clear(whole);
    return ok;
}

int
radical_finish(algebra_t *a, radical_t *r, fmpq_t c, list_t *factors)
{
    fmpq_t product;
    int i, j;

    if (!take_whole_powers(r, c))
        return 0;
    fmpq_init(product);
    for (i = 0; i < r->n; i++)
    {
        expr_t *child[2];

        if (fmpq_is_zero(&r->exponent[i]))
            continue;
        fmpq_set_fmpz(product, &r->prime[i]);
        for (j = i + 1; j < r->n; j++)
            if (fmpq_equal(&r->exponent[i], &r->exponent[j]))
            {
                fmpq_mul_fmpz(product, product, &r->prime[j]);
                fmpq_zero(&r->exponent[j]);
            }
        child[0] = node_rational(a, product);
        child[1] = node_rational(a, &r->exponent[i]);
        list_push(factors, node_make(a, EXPR_POWER, 0, child, 2));
    }
    fmpq_clear(product);
    return 1;
}
