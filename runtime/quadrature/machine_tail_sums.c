/* runtime/quadrature/machine_tail_sums.c -- growth bounds: sums. */
#include "machine_tail_parts.h"

#define P TAIL_PREC

void
tail_negate(tail_register_t *a)
{
    int k;

    arb_neg(a->i, a->i);
    for (k = 0; k < 3; k++)
        arb_neg(a->c + k, a->c + k);
}

/* out = a + w e^r with the scale of a and its atoms, r what the rest of b and
   the atoms that differ make.  i e^r + j e^r' lies in (i + j) e^(+-max) when
   i, j have one sign. */
static void
add_same_scale(tail_machine_t *m, const tail_register_t *a,
               const tail_register_t *b, const arb_t w)
{
    mag_struct slack[3];
    arb_t x, y;
    int k, same;

    arb_init(x);
    arb_init(y);
    tail_copy(&m->out, a);
    same = (arb_is_nonnegative(a->i) && arb_is_nonnegative(w))
           || (arb_is_nonpositive(a->i) && arb_is_nonpositive(w));
    for (k = 0; k < 3; k++)
        mag_init(slack + k);
    tail_slack_apart(slack, m, a, b);
    for (k = 1; k < 3; k++)
    {
        mag_max(m->out.slack + k, a->slack + k, slack + k);
        mag_clear(slack + k);
    }
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
    }
    tail_slack_between(slack, m, a, b);
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
add_polynomials(tail_machine_t *m, const tail_register_t *x,
                const tail_register_t *y, int sign)
{
    int k;

    tail_begin(m);
    m->out.degree = x->degree > y->degree ? x->degree : y->degree;
    for (k = 0; k <= m->out.degree; k++)
        if (sign > 0)
            arb_add(m->out.c + k, x->c + k, y->c + k, P);
        else
            arb_sub(m->out.c + k, x->c + k, y->c + k, P);
}

static void
add_signed(tail_machine_t *m, int r, int a, int b, int sign)
{
    const tail_register_t *x = m->r + a, *y = m->r + b;

    if (x->degree >= 0 && y->degree >= 0)
    {
        add_polynomials(m, x, y, sign);
        tail_finish(m, r);
        return;
    }
    tail_begin(m);
    tail_growth(m, &m->a, x);
    tail_growth(m, &m->b, y);
    if (sign < 0)
        tail_negate(&m->b);
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
    {
        /* wide scales: as polynomials, or bounded by their ranges */
        if (tail_polynomial(m, &m->a, x) && tail_polynomial(m, &m->b, y))
            add_polynomials(m, &m->a, &m->b, sign);
        else
            tail_fail(m);
    }
    tail_finish(m, r);
}

void
tail_add(saddle_machine_t *base, int r, int a, int b)
{
    add_signed((tail_machine_t *) base, r, a, b, 1);
}

void
tail_sub(saddle_machine_t *base, int r, int a, int b)
{
    add_signed((tail_machine_t *) base, r, a, b, -1);
}
