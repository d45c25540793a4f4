/* runtime/quadrature/machine_tail_arithmetic.c -- growth bounds: operations. */
#include "machine_tail_parts.h"

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
negate(tail_register_t *a)
{
    int k;

    arb_neg(a->i, a->i);
    for (k = 0; k < 3; k++)
        arb_neg(a->c + k, a->c + k);
}

static void
tail_neg(saddle_machine_t *base, int r, int a)
{
    MACHINE;

    tail_copy(&m->out, m->r + a);
    negate(&m->out);
    tail_finish(m, r);
}

/* ---- sums --------------------------------------------------------------- */

/* out = a + w e^r with the scale of a, |r| at most the slack of b.  Slacks
   differ at most by the larger of the two: i e^r + j e^r' lies in
   (i + j) e^(+-max) when i, j have one sign. */
static void
add_same_scale(tail_machine_t *m, const tail_register_t *a,
               const tail_register_t *b, const arb_t w)
{
    arb_t x, y;
    int k, same;

    arb_init(x);
    arb_init(y);
    tail_copy(&m->out, a);
    same = (arb_is_nonnegative(a->i) && arb_is_nonnegative(w))
           || (arb_is_nonpositive(a->i) && arb_is_nonpositive(w));
    for (k = 1; k < 3; k++)
        mag_max(m->out.slack + k, a->slack + k, b->slack + k);
    if (same || (mag_is_zero(m->out.slack + 1)
                 && mag_is_zero(m->out.slack + 2)))
    {
        arb_add(m->out.i, a->i, w, P);
        if (same && arb_is_nonnegative(a->i))
            arb_nonnegative_part(m->out.i, m->out.i);
    }
    else
    {
        arb_abs(x, a->i);
        arb_abs(y, w);
        arb_add(x, x, y, P);
        arb_zero(m->out.i);
        arb_add_error(m->out.i, x);
    }
    arb_clear(y);
    arb_clear(x);
}

static void
add_equal_scales(tail_machine_t *m)
{
    const tail_register_t *a = &m->a, *b = &m->b;
    arb_t w;

    if (b->d > a->d)
    {
        a = &m->b;
        b = &m->a;
    }
    arb_init(w);
    arb_one(w);
    if (b->d < a->d)
    {
        /* s^(b - a) in [0, X^(b - a)] */
        arb_mul_si(w, m->log_cut, b->d - a->d, P);
        arb_mul_2exp_si(w, w, -4);
        arb_exp(w, w, P);
        tail_zero_to(w);
    }
    tail_times(w, w, b->i);
    add_same_scale(m, a, b, w);
    arb_clear(w);
}

/* Quadratic terms that differ by rounding only, and the rest of b falls
   against a: the difference of the quadratic terms becomes slack of b. */
static int
add_loosely(tail_machine_t *m, const tail_register_t *a, tail_register_t *b)
{
    arf_struct q[3];
    mag_struct slack[3];
    mag_t size;
    arf_t lo, hi;
    arb_t w;
    int k, ok;

    arf_init(lo);
    arf_init(hi);
    arb_init(w);
    mag_init(size);
    for (k = 0; k < 3; k++)
    {
        arf_init(q + k);
        mag_init(slack + k);
        arf_sub(q + k, b->q + k, a->q + k, ARF_PREC_EXACT, ARF_RND_DOWN);
    }
    ok = arf_cmpabs_2exp_si(q + 2, -16) <= 0;
    arf_get_mag(size, q + 2);
    arf_zero(q + 2);
    if (ok)
        tail_envelope(lo, hi, m, b->d - a->d, q, slack);
    ok = ok && arf_is_finite(hi);
    if (ok)
    {
        arb_set_interval_arf(w, lo, hi, P);
        if (arb_contains_negative(w))
            arb_nonnegative_part(w, w);
        tail_times(w, w, b->i);
        mag_add(b->slack + 2, b->slack + 2, size);
        add_same_scale(m, a, b, w);
    }
    for (k = 0; k < 3; k++)
    {
        mag_clear(slack + k);
        arf_clear(q + k);
    }
    mag_clear(size);
    arb_clear(w);
    arf_clear(hi);
    arf_clear(lo);
    return ok;
}

/* Does b e^(-Q_a) stay bounded?  Then out = a + b with the scale of a. */
static int
add_to_pivot(tail_machine_t *m, const tail_register_t *a,
             const tail_register_t *b)
{
    arf_struct q[3];
    mag_struct slack[3];
    arf_t lo, hi;
    arb_t w;
    int k, ok;

    arf_init(lo);
    arf_init(hi);
    arb_init(w);
    for (k = 0; k < 3; k++)
    {
        arf_init(q + k);
        mag_init(slack + k);
        arf_sub(q + k, b->q + k, a->q + k, ARF_PREC_EXACT, ARF_RND_DOWN);
        mag_add(slack + k, a->slack + k, b->slack + k);
    }
    tail_envelope(lo, hi, m, b->d - a->d, q, slack);
    ok = arf_is_finite(hi);
    if (ok)
    {
        arb_set_interval_arf(w, lo, hi, P);
        if (arb_contains_negative(w))
            arb_nonnegative_part(w, w);
        tail_times(w, w, b->i);
        tail_copy(&m->out, a);
        arb_add(m->out.i, a->i, w, P);
        if (arb_is_nonnegative(a->i) && arb_is_nonnegative(b->i)
            && !arb_is_nonnegative(m->out.i))
            arb_nonnegative_part(m->out.i, m->out.i);
    }
    for (k = 0; k < 3; k++)
    {
        mag_clear(slack + k);
        arf_clear(q + k);
    }
    arb_clear(w);
    arf_clear(hi);
    arf_clear(lo);
    return ok;
}

/* Scales that differ by no more than rounding (the same exponent reached in
   two ways): b takes the scale of a, and the difference goes into its slack;
   the constant term goes into the interval.  0 if they are not close. */
static int
align_scales(tail_machine_t *m)
{
    tail_register_t *a = &m->a, *b = &m->b;
    arf_t difference;
    mag_t size;
    arb_t factor;
    int k, close = 1;

    arf_init(difference);
    mag_init(size);
    arb_init(factor);
    for (k = 1; k < 3 && close; k++)
    {
        arf_sub(difference, b->q + k, a->q + k, ARF_PREC_EXACT, ARF_RND_DOWN);
        close = arf_cmpabs_2exp_si(difference, -16) <= 0;
    }
    for (k = 1; k < 3 && close; k++)
    {
        arf_sub(difference, b->q + k, a->q + k, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_get_mag(size, difference);
        mag_add(b->slack + k, b->slack + k, size);
        arf_set(b->q + k, a->q + k);
    }
    if (close)
    {
        arf_sub(arb_midref(factor), b->q, a->q, ARF_PREC_EXACT, ARF_RND_DOWN);
        arb_exp(factor, factor, P);
        tail_times(b->i, b->i, factor);
        arf_set(b->q, a->q);
    }
    arb_clear(factor);
    mag_clear(size);
    arf_clear(difference);
    return close;
}

static void
add_signed(tail_machine_t *m, int r, int a, int b, int sign)
{
    const tail_register_t *x = m->r + a, *y = m->r + b;
    int k;

    tail_begin(m);
    if (x->degree >= 0 && y->degree >= 0)
    {
        m->out.degree = x->degree > y->degree ? x->degree : y->degree;
        for (k = 0; k <= m->out.degree; k++)
            if (sign > 0)
                arb_add(m->out.c + k, x->c + k, y->c + k, P);
            else
                arb_sub(m->out.c + k, x->c + k, y->c + k, P);
        tail_finish(m, r);
        return;
    }
    tail_growth(m, &m->a, x);
    tail_growth(m, &m->b, y);
    if (sign < 0)
        negate(&m->b);
    if (!arb_is_finite(m->a.i) || !arb_is_finite(m->b.i))
        tail_fail(m);
    else if (arb_is_zero(m->b.i))
        tail_copy(&m->out, &m->a);
    else if (arb_is_zero(m->a.i))
        tail_copy(&m->out, &m->b);
    else if (align_scales(m))
        add_equal_scales(m);
    else if (!add_to_pivot(m, &m->a, &m->b) && !add_to_pivot(m, &m->b, &m->a)
             && !add_loosely(m, &m->a, &m->b)
             && !add_loosely(m, &m->b, &m->a))
        tail_fail(m);
    tail_finish(m, r);
}

static void
tail_add(saddle_machine_t *base, int r, int a, int b)
{
    add_signed((tail_machine_t *) base, r, a, b, 1);
}

static void
tail_sub(saddle_machine_t *base, int r, int a, int b)
{
    add_signed((tail_machine_t *) base, r, a, b, -1);
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
                    arb_addmul(m->out.c + i + k, x->c + i, y->c + k, P);
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
            arb_div(m->out.c + k, x->c + k, y->c, P);
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
        arb_sqrtpos(m->out.i, m->out.i, P);
        m->out.d /= 2;
        for (k = 0; k < 3; k++)
        {
            arf_mul_2exp_si(m->out.q + k, m->out.q + k, -1);
            mag_mul_2exp_si(m->out.slack + k, m->out.slack + k, -1);
        }
    }
    tail_finish(m, r);
}

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
        tail_fail(m);
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
