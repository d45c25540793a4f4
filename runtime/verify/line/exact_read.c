/* runtime/verify/line/exact_read.c -- expressions as polynomials. */
#include "exact.h"
#include "../text/reader.h"

enum { MOST_POWER = 16, MOST_ROOT = 12 };

static exact_t *
rational(exact_ring_t *r, const fmpq_t c)
{
    exact_t *a = exact_number(r, 0, 1);

    if (a != NULL)
        fmpq_mpoly_set_fmpq(a, c, r->ring);
    return a;
}

/* a^n, n >= 0 */
static exact_t *
raised(exact_ring_t *r, const exact_t *a, slong n)
{
    exact_t *p = exact_number(r, 1, 1);

    for (; n > 0; n--)
        p = exact_mul(r, p, a);
    return p;
}

/* Times c^(n/d), c a positive whole number: p^(n/d) = p^k times a power of the root of
   p, k whole, for each of its primes p. */
static exact_t *
root_of_number(exact_ring_t *r, exact_t *product, const fmpz_t c, slong n, slong d)
{
    n_factor_t f;
    fmpq_t prime, whole;
    exact_t *p;
    slong e, k;
    int i;

    if (fmpz_bits(c) > 60)
        return NULL;
    n_factor_init(&f);
    n_factor(&f, fmpz_get_ui(c), 1);
    fmpq_init(prime);
    fmpq_init(whole);
    for (i = 0; i < f.num; i++)
    {
        e = (slong) f.exp[i] * n;
        k = e >= 0 ? e / d : -((d - 1 - e) / d);
        fmpq_set_ui(prime, f.p[i], 1);
        fmpq_pow_si(whole, prime, k);
        product = exact_mul(r, product, rational(r, whole));
        p = e == k * d ? exact_number(r, 1, 1)
                       : exact_atom(r, N_POW, (int) d, rational(r, prime));
        product = exact_mul(r, product, raised(r, p, e - k * d));
    }
    fmpq_clear(whole);
    fmpq_clear(prime);
    return product;
}

/* The principal value; a^(n/d) = (a^(1/d))^n. */
static exact_t *
power_of(exact_ring_t *r, exact_t *a, slong n, slong d)
{
    exact_t *one = exact_number(r, 1, 1);
    fmpq_t c;

    if (a == NULL || n < -MOST_POWER || n > MOST_POWER || d > MOST_ROOT)
        return NULL;
    if (fmpq_mpoly_is_fmpq(a, r->ring) && (d > 1 || n < 0))
    {
        fmpq_init(c);
        fmpq_mpoly_get_fmpq(c, a, r->ring);
        a = NULL;
        if (d > 1 && fmpq_sgn(c) > 0)
            a = root_of_number(r, root_of_number(r, one, fmpq_numref(c), n, d),
                               fmpq_denref(c), -n, d);
        else if (d == 1 && fmpq_sgn(c) != 0)
        {
            fmpq_pow_si(c, c, n);
            a = rational(r, c);
        }
        fmpq_clear(c);
        return a;
    }
    if (d > 1)
        a = exact_atom(r, N_POW, (int) d, a);
    if (n < 0)
        a = exact_atom(r, N_MUL, 0, a);
    return raised(r, a, labs(n));
}

static exact_t *
power(exact_ring_t *r, const node_t *e)
{
    const node_t *base = e->child[0], *by = e->child[1];
    slong n, d;

    if (by->op != N_NUMBER || fmpz_bits(fmpq_numref(by->number)) > 30
        || fmpz_bits(fmpq_denref(by->number)) > 30)
        return NULL;
    n = fmpz_get_si(fmpq_numref(by->number));
    d = fmpz_get_si(fmpq_denref(by->number));
    return base->op == N_SYMBOL && base->index == r->y && d == 2 && n > 0
               ? power_of(r, exact_generator(r, EXACT_ROOT), n, 1)
               : power_of(r, exact_read(r, base), n, d);
}

/* Values of parameters are put in where they are without names. */
static exact_t *
symbol(exact_ring_t *r, int index)
{
    int i = read_among(r->c->parameter, r->c->n_parameters, index), k, named = 0;
    const node_t *value = i >= 0 ? r->c->parameter_at[i] : NULL;

    if (index == r->x)
        return exact_generator(r, EXACT_X);
    if (index == r->y)
        return raised(r, exact_generator(r, EXACT_ROOT), 2);
    for (k = 0; k < 4 && value != NULL; k++)
        named |= value->symbols[k] != 0;
    return value != NULL && !named
               ? exact_read(r, value)
               : exact_atom(r, N_SYMBOL, index, exact_number(r, 0, 1));
}

exact_t *
exact_read(exact_ring_t *r, const node_t *e)
{
    exact_t *a, *b;
    int i;

    switch (e->op)
    {
    case N_NUMBER:
        return rational(r, e->number);
    case N_SYMBOL:
        return symbol(r, e->index);
    case N_VAR:
        return e->index < r->depth
                   ? exact_generator(r, EXACT_VAR + r->depth - 1 - e->index)
                   : NULL;
    case N_ADD:
    case N_MUL:
        a = exact_number(r, e->op == N_MUL, 1);
        for (i = 0; i < e->arity && a != NULL; i++)
        {
            b = exact_read(r, e->child[i]);
            a = e->op == N_MUL ? exact_mul(r, a, b) : exact_add(r, a, b);
        }
        return a;
    case N_POW:
        return power(r, e);
    case N_PI:
        return exact_atom(r, N_PI, 0, exact_number(r, 0, 1));
    case N_EXP: case N_LOG: case N_ABS: case N_SINH: case N_COSH:
    case N_TANH: case N_SIN: case N_COS: case N_ASIN: case N_ACOS:
    case N_ATAN: case N_H: case N_PHI:
        return exact_atom(r, e->op, 0, exact_read(r, e->child[0]));
    default:
        return NULL;
    }
}
