/* runtime/quadrature/machine_tail_arithmetic.c -- growth bounds: operations. */
#include "machine_tail_parts.h"

#include <stdlib.h>

#define MACHINE tail_machine_t *m = (tail_machine_t *) base
#define P TAIL_PREC

static void
tail_rational(saddle_machine_t *base, int r, const char *text)
{
    MACHINE;

    tail_begin(m);
    if (fmpq_set_str(m->rational, text, 10) == 0)
        arb_set_fmpq(m->out.c, m->rational, P);
    else
        tail_fail(m);
    tail_finish(m, r);
}

static void
tail_pi(saddle_machine_t *base, int r)
{
    MACHINE;

    tail_begin(m);
    arb_const_pi(m->out.c, P);
    tail_finish(m, r);
}

static void
tail_neg(saddle_machine_t *base, int r, int a)
{
    MACHINE;

    tail_copy(&m->out, m->r + a);
    tail_negate(&m->out);
    tail_finish(m, r);
}

/* ---- products ----------------------------------------------------------- */

void
tail_multiply(tail_machine_t *m, const tail_register_t *a)
{
    int k;

    tail_times(m->out.i, m->out.i, a->i);
    m->out.d += a->d;
    for (k = 0; k < 3; k++)
    {
        arf_add(m->out.q + k, m->out.q + k, a->q + k, ARF_PREC_EXACT,
                ARF_RND_DOWN);
        mag_add(m->out.slack + k, m->out.slack + k, a->slack + k);
    }
    for (k = 0; k < TAIL_ATOMS; k++)
    {
        m->out.n[k] += a->n[k];
        if (abs(m->out.n[k]) > TAIL_MULTIPLE)
        {
            tail_fail(m);
            return;
        }
    }
}

/* A coefficient that may be 0 keeps its sign in products. */
static int
touches_zero(const arb_t c)
{
    return !arb_is_exact(c) && arb_contains_zero(c);
}

static void
add_product(arb_t sum, const arb_t a, const arb_t b)
{
    arb_t w;

    if (!touches_zero(a) && !touches_zero(b))
    {
        arb_addmul(sum, a, b, P);
        return;
    }
    arb_init(w);
    tail_times(w, a, b);
    if (arb_is_zero(sum))
        arb_swap(sum, w);
    else
        arb_add(sum, sum, w, P);
    arb_clear(w);
}

static void
tail_mul(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;
    const tail_register_t *x = m->r + a, *y = m->r + b;
    int i, k;

    tail_begin(m);
    if (x->degree >= 0 && y->degree >= 0 && x->degree + y->degree <= 2)
    {
        m->out.degree = x->degree + y->degree;
        if (a == b && x->degree == 0)
            arb_sqr(m->out.c, x->c, P);
        else
            for (i = 0; i <= x->degree; i++)
                for (k = 0; k <= y->degree; k++)
                    add_product(m->out.c + i + k, x->c + i, y->c + k);
    }
    else
    {
        tail_growth(m, &m->out, x);
        tail_growth(m, &m->b, y);
        tail_multiply(m, &m->b);
    }
    tail_finish(m, r);
}

static void
invert(tail_machine_t *m, tail_register_t *a)
{
    int k;

    (void) m;
    arb_inv(a->i, a->i, P);
    a->d = -a->d;
    for (k = 0; k < 3; k++)
        arf_neg(a->q + k, a->q + k);
    for (k = 0; k < TAIL_ATOMS; k++)
        a->n[k] = -a->n[k];
}

static void
tail_div(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;
    const tail_register_t *x = m->r + a, *y = m->r + b;
    int k;

    tail_begin(m);
    if (x->degree >= 0 && y->degree == 0)
    {
        m->out.degree = x->degree;
        for (k = 0; k <= x->degree; k++)
            if (!touches_zero(x->c + k))
                arb_div(m->out.c + k, x->c + k, y->c, P);
            else
            {
                arb_inv(m->out.c + k, y->c, P);
                tail_times(m->out.c + k, m->out.c + k, x->c + k);
            }
        if (!tail_is_finite(&m->out))
            tail_fail(m);
    }
    else
    {
        tail_growth(m, &m->out, x);
        tail_growth(m, &m->b, y);
        invert(m, &m->b);
        tail_multiply(m, &m->b);
        if (!arb_is_finite(m->out.i))
            tail_fail(m);
    }
    tail_finish(m, r);
}

/* By the ends when the sign is known: repeated products lose it. */
static void
power_of_interval(arb_t x, ulong n)
{
    arb_t lo, hi;
    int negative = arb_is_nonpositive(x);

    if (!negative && !arb_is_nonnegative(x))
    {
        arb_pow_ui(x, x, n, P);
        return;
    }
    arb_init(lo);
    arb_init(hi);
    if (negative)
        arb_neg(x, x);
    arb_get_lbound_arf(arb_midref(lo), x, P);
    arb_get_ubound_arf(arb_midref(hi), x, P);
    arb_pow_ui(lo, lo, n, P);
    arb_pow_ui(hi, hi, n, P);
    arb_union(x, lo, hi, P);
    if (arb_contains_negative(x))
        arb_nonnegative_part(x, x);
    if (negative && n % 2 == 1)
        arb_neg(x, x);
    arb_clear(hi);
    arb_clear(lo);
}

static void
tail_power(saddle_machine_t *base, int r, int a, long n)
{
    MACHINE;
    const tail_register_t *x = m->r + a;
    ulong size = n < 0 ? -(ulong) n : (ulong) n;
    int k;

    if (n == 2)
    {
        tail_mul(base, r, a, a);
        return;
    }
    if (n == 1)
        tail_copy(&m->out, x);
    else if (size > 1000000)
        tail_fail(m);
    else
    {
        tail_growth(m, &m->out, x);
        for (k = 0; k < TAIL_ATOMS; k++)
            if (abs(m->out.n[k]) > TAIL_MULTIPLE / (long) size)
                tail_fold(m, &m->out);
        for (k = 0; k < TAIL_ATOMS; k++)
            m->out.n[k] *= (int) size;
        power_of_interval(m->out.i, size);
        m->out.d *= (slong) size;
        for (k = 0; k < 3; k++)
        {
            arf_mul_ui(m->out.q + k, m->out.q + k, size, ARF_PREC_EXACT,
                       ARF_RND_DOWN);
            mag_mul_ui(m->out.slack + k, m->out.slack + k, size);
        }
        if (n < 0)
            invert(m, &m->out);
        if (!arb_is_finite(m->out.i))
            tail_fail(m);
    }
    tail_finish(m, r);
}

static void
tail_sqrt(saddle_machine_t *base, int r, int a)
{
    MACHINE;
    int k;

    tail_growth(m, &m->out, m->r + a);
    if (!arb_is_nonnegative(m->out.i) || m->out.d % 2 != 0)
        tail_fail(m);
    else
    {
        for (k = 0; k < TAIL_ATOMS; k++)
            if (m->out.n[k] % 2 != 0)
                tail_fold(m, &m->out);
        for (k = 0; k < TAIL_ATOMS; k++)
            m->out.n[k] /= 2;
        arb_sqrtpos(m->out.i, m->out.i, P);
        if (arb_contains_negative(m->out.i))
            arb_nonnegative_part(m->out.i, m->out.i);
        m->out.d /= 2;
        for (k = 0; k < 3; k++)
        {
            arf_mul_2exp_si(m->out.q + k, m->out.q + k, -1);
            mag_mul_2exp_si(m->out.slack + k, m->out.slack + k, -1);
        }
    }
    tail_finish(m, r);
}

/* Spare register n - k becomes [0, 1] times register a. */
static void
tail_part(tail_machine_t *m, int k, int a)
{
    tail_register_t *to = m->r + m->n - k;
    arb_t zero;

    arb_init(zero);
    tail_growth(m, to, m->r + a);
    arb_union(to->i, to->i, zero, P);
    arb_clear(zero);
}

/* Where the condition may have either sign: [0, 1] a + [0, 1] b. */
static void
tail_select(saddle_machine_t *base, int r, int c, int a, int b)
{
    MACHINE;
    tail_range_t range;

    tail_range_init(&range);
    tail_range(&range, m, m->r + c);
    if (arf_sgn(range.lo) > 0)
        tail_copy(&m->out, m->r + a);
    else if (arf_sgn(range.hi) < 0)
        tail_copy(&m->out, m->r + b);
    else
    {
        tail_part(m, 1, a);
        tail_part(m, 2, b);
        tail_range_clear(&range);
        tail_add(base, r, m->n - 1, m->n - 2);
        return;
    }
    tail_finish(m, r);
    tail_range_clear(&range);
}

static void
tail_orthant(saddle_machine_t *base, int r, int a, int b, int c)
{
    MACHINE;

    (void) a;
    (void) b;
    (void) c;
    tail_begin(m);
    arb_set_d(m->out.c, 0.5);
    mag_set_d(arb_radref(m->out.c), 0.5);
    tail_finish(m, r);
}

const saddle_ops_t tail_ops =
{
    tail_rational, tail_pi, tail_add, tail_sub, tail_mul, tail_div, tail_neg,
    tail_power, tail_sqrt, tail_op_function, tail_op_mass, tail_select,
    tail_orthant
};
