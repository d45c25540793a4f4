/* runtime/verify/values/name.c -- which coefficient is which: numbers that are equal
 * cancel, whatever their balls.
 *
 * A name is (p/q) prod a_i^(h_i/2), a_i the number that an id stands for: the one that a
 * coefficient had when it was made.  Two coefficients of one name are one number, or, in
 * a tail, one function of the tail variable. */
#include "value.h"

#include <stdlib.h>

enum { BITS = 24, MOST = 1 << BITS };

name_t
name_new(ground_t *g)
{
    name_t a = { { ++g->last_id }, { 2 }, 1, 1, 1 };

    return a;
}

/* p/q, if it is small. */
static int
set_factor(name_t *a, slong p, slong q)
{
    slong d = (slong) n_gcd((ulong) labs(p), (ulong) q);

    a->p = p / d;
    a->q = q / d;
    return labs(a->p) < MOST && a->q < MOST;
}

name_t
name_number(ground_t *g, const fmpq_t x)
{
    name_t a = { { 0 }, { 0 }, 0, 1, 1 };

    if (fmpz_bits(fmpq_numref(x)) > BITS || fmpz_bits(fmpq_denref(x)) > BITS)
        return name_new(g);
    a.p = fmpz_get_si(fmpq_numref(x));
    a.q = fmpz_get_si(fmpq_denref(x));
    return a;
}

/* a + b is a multiple of a: a becomes that. */
static int
multiple(name_t *a, const name_t *b)
{
    int i, k, same = a->n == b->n;

    for (i = 0; i < a->n && same; i++)
    {
        for (k = 0; k < b->n && a->id[i] != b->id[k]; k++)
            ;
        same = k < b->n && a->half[i] == b->half[k];
    }
    return same && set_factor(a, a->p * b->q + b->p * a->q, a->q * b->q);
}

static int
is_same(const name_t *a, const name_t *b)
{
    int i, same = a->n == b->n && a->p == b->p && a->q == b->q;

    for (i = 0; i < a->n && same; i++)
        same = a->id[i] == b->id[i] && a->half[i] == b->half[i];
    return same;
}

static unsigned long
place_of(const name_t *a)
{
    unsigned long h = (unsigned long) a->p * 31 + (unsigned long) a->q;
    int i;

    for (i = 0; i < a->n; i++)
        h = h * 31 + 7 * a->id[i] + (unsigned long) a->half[i];
    return h;
}

name_t
name_add(ground_t *g, const name_t *a, const name_t *b)
{
    named_sum_t *s = g->sum + (place_of(a) + place_of(b)) % MAX_SUMS;
    name_t own = *a;

    if (multiple(&own, b))
        return own;
    if (s->name.n == 0 || !((is_same(a, &s->a) && is_same(b, &s->b))
                            || (is_same(a, &s->b) && is_same(b, &s->a))))
    {
        s->a = *a;
        s->b = *b;
        s->name = name_new(g);
    }
    return s->name;
}

name_t
name_mul(ground_t *g, const name_t *x, const name_t *y)
{
    name_t a = *x;
    int i, k;

    for (i = 0; i < y->n; i++)
    {
        for (k = 0; k < a.n && a.id[k] != y->id[i]; k++)
            ;
        if (k == MAX_ATOMS)
            return name_new(g);
        if (k == a.n)
        {
            a.id[a.n] = y->id[i];
            a.half[a.n++] = 0;
        }
        a.half[k] += y->half[i];
        if (a.half[k] == 0)
        {
            a.id[k] = a.id[--a.n];
            a.half[k] = a.half[a.n];
        }
        else if (abs(a.half[k]) > 1000)
            return name_new(g);
    }
    return set_factor(&a, x->p * y->p, x->q * y->q) ? a : name_new(g);
}

/* A broken power only of a^(+-1/2) and a^(+-1), off the cut of a: others, as of a^2, may be
   on another branch. */
name_t
name_pow(ground_t *g, const name_t *x, const fmpq_t p)
{
    name_t a = { { 0 }, { 0 }, 0, 1, 1 };
    slong n;
    int i;

    if (fmpz_bits(fmpq_numref(p)) > 4 || fmpz_cmp_si(fmpq_denref(p), 2) > 0)
        return name_new(g);
    n = fmpz_get_si(fmpq_numref(p));
    if (fmpz_is_one(fmpq_denref(p)))
    {
        if (n < 0 && x->p == 0)
            return name_new(g);
        for (i = 0; i < labs(n); i++)
            a = name_mul(g, &a, x);
        if (n > 0)
            return a;
        for (i = 0; i < a.n; i++)
            a.half[i] = -a.half[i];
        n = a.p < 0 ? -a.q : a.q;
        a.q = labs(a.p);
        a.p = n;
        return a;
    }
    if (x->n != 1 || x->p != 1 || x->q != 1 || abs(x->half[0]) > 2
        || n * x->half[0] % 2 != 0)
        return name_new(g);
    a = *x;
    a.half[0] = (int) (n * x->half[0] / 2);
    return a;
}
