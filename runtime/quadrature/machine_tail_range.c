/* runtime/quadrature/machine_tail_range.c -- growth bounds: suprema. */
#include "machine_tail_parts.h"

#define P TAIL_PREC

/* ---- wide balls as intervals --------------------------------------------- */

void
tail_zero_to(arb_t w)
{
    mag_t top;

    mag_init(top);
    arb_get_mag(top, w);
    mag_mul_2exp_si(top, top, -1);
    arf_set_mag(arb_midref(w), top);
    mag_set(arb_radref(w), top);
    mag_clear(top);
}

/* A product of balls loses the sign: [1,3] [1,3] is [-1,9]. */
void
tail_times(arb_t r, const arb_t a, const arb_t b)
{
    int sign = 1;
    arb_t x, y;
    arf_t lo, hi, f;

    if (!arb_is_finite(a) || !arb_is_finite(b)
        || (!arb_is_nonnegative(a) && !arb_is_nonpositive(a))
        || (!arb_is_nonnegative(b) && !arb_is_nonpositive(b)))
    {
        arb_mul(r, a, b, P);
        return;
    }
    arb_init(x);
    arb_init(y);
    arf_init(lo);
    arf_init(hi);
    arf_init(f);
    arb_set(x, a);
    arb_set(y, b);
    if (!arb_is_nonnegative(x))
    {
        arb_neg(x, x);
        sign = -sign;
    }
    if (!arb_is_nonnegative(y))
    {
        arb_neg(y, y);
        sign = -sign;
    }
    arb_get_lbound_arf(lo, x, P);
    arb_get_lbound_arf(f, y, P);
    arf_mul(lo, lo, f, P, ARF_RND_FLOOR);
    arb_get_ubound_arf(hi, x, P);
    arb_get_ubound_arf(f, y, P);
    arf_mul(hi, hi, f, P, ARF_RND_CEIL);
    arb_set_interval_arf(r, lo, hi, P);
    if (arb_contains_negative(r))
        arb_nonnegative_part(r, r);
    if (sign < 0)
        arb_neg(r, r);
    arf_clear(f);
    arf_clear(hi);
    arf_clear(lo);
    arb_clear(y);
    arb_clear(x);
}

/* ---- ranges ------------------------------------------------------------- */

void
tail_range_init(tail_range_t *r)
{
    arf_init(r->lo);
    arf_init(r->hi);
}

void
tail_range_clear(tail_range_t *r)
{
    arf_clear(r->hi);
    arf_clear(r->lo);
}

/* Upper bound of c0 + c1 s + c2 s^2 over s >= X. */
static void
parabola_top(arf_t top, const tail_machine_t *m, const arb_struct *c)
{
    arb_t v;

    arb_init(v);
    arb_mul(v, c + 2, m->cut, P);
    arb_mul_2exp_si(v, v, 1);
    arb_add(v, v, c + 1, P);
    if (!arb_is_nonpositive(c + 2))
        arf_pos_inf(top);
    else if (arb_is_nonpositive(c + 1) && arb_contains_zero(c + 2)
             && !arb_is_zero(c + 2))
        arb_get_ubound_arf(top, c, P);
    else if (arb_is_nonpositive(v))
    {
        arb_mul(v, c + 2, m->cut, P);
        arb_add(v, v, c + 1, P);
        arb_mul(v, v, m->cut, P);
        arb_add(v, v, c, P);
        arb_get_ubound_arf(top, v, P);
    }
    else if (arb_is_negative(c + 2))
    {
        arb_sqr(v, c + 1, P);
        arb_div(v, v, c + 2, P);
        arb_mul_2exp_si(v, v, -2);
        arb_sub(v, c, v, P);
        arb_get_ubound_arf(top, v, P);
    }
    else
        arf_pos_inf(top);
    if (arf_is_nan(top))
        arf_pos_inf(top);
    arb_clear(v);
}

/* Exponent of an upper (sign 1) or lower (-1) bound of the growth, by
   log X <= log s <= log X - 1 + s/X. */
static void
envelope_exponent(arb_struct *e, const tail_machine_t *m, slong d,
                  const arf_struct *q, const mag_struct *slack, int sign)
{
    arb_t w;
    int k;

    arb_init(w);
    for (k = 0; k < 3; k++)
    {
        arb_set_arf(e + k, q + k);
        if (k > 0)
        {
            arf_set_mag(arb_midref(w), slack + k);
            mag_zero(arb_radref(w));
            if (sign > 0)
                arb_add(e + k, e + k, w, P);
            else
                arb_sub(e + k, e + k, w, P);
        }
    }
    arb_set(w, m->log_cut);
    if ((d > 0) == (sign > 0) && d != 0)
    {
        arb_t slope;

        arb_init(slope);
        arb_sub_ui(w, w, 1, P);
        arb_inv(slope, m->cut, P);
        arb_mul_si(slope, slope, d, P);
        arb_mul_2exp_si(slope, slope, -4);
        arb_add(e + 1, e + 1, slope, P);
        arb_clear(slope);
    }
    arb_mul_si(w, w, d, P);
    arb_mul_2exp_si(w, w, -4);
    arb_add(e, e, w, P);
    arb_clear(w);
}

void
tail_envelope(arf_t lo, arf_t hi, tail_machine_t *m, slong d,
              const arf_struct *q, const mag_struct *slack)
{
    arb_struct e[3];
    arb_t v;
    int k;

    arb_init(v);
    for (k = 0; k < 3; k++)
        arb_init(e + k);
    envelope_exponent(e, m, d, q, slack, 1);
    parabola_top(hi, m, e);
    if (arf_is_finite(hi))
    {
        arb_set_arf(v, hi);
        arb_exp(v, v, P);
        arb_get_ubound_arf(hi, v, P);
    }
    envelope_exponent(e, m, d, q, slack, -1);
    for (k = 0; k < 3; k++)
        arb_neg(e + k, e + k);
    parabola_top(lo, m, e);
    if (arf_is_finite(lo))
    {
        arb_set_arf(v, lo);
        arb_neg(v, v);
        arb_exp(v, v, P);
        arb_get_lbound_arf(lo, v, P);
    }
    else
        arf_zero(lo);
    for (k = 0; k < 3; k++)
        arb_clear(e + k);
    arb_clear(v);
}

/* end * (lo or hi of the envelope), the upper end if up; inf * 0 = 0 */
static void
range_end(arf_t r, const arf_t end, const arf_t lo, const arf_t hi, int up)
{
    const arf_struct *factor = (arf_sgn(end) > 0) == up ? hi : lo;
    arf_rnd_t rounding = up ? ARF_RND_CEIL : ARF_RND_FLOOR;

    if (arf_is_zero(end) || arf_is_zero(factor))
        arf_zero(r);
    else
        arf_mul(r, end, factor, P, rounding);
}

void
tail_range(tail_range_t *range, tail_machine_t *m, const tail_register_t *a)
{
    mag_struct slack[3];
    arb_struct c[3];
    arf_t lo, hi;
    int k;

    arf_neg_inf(range->lo);
    arf_pos_inf(range->hi);
    if (!tail_is_finite(a))
        return;
    if (a->degree == 0)
    {
        arb_get_lbound_arf(range->lo, a->c, P);
        arb_get_ubound_arf(range->hi, a->c, P);
    }
    else if (a->degree > 0)
    {
        parabola_top(range->hi, m, a->c);
        for (k = 0; k < 3; k++)
        {
            arb_init(c + k);
            arb_neg(c + k, a->c + k);
        }
        parabola_top(range->lo, m, c);
        arf_neg(range->lo, range->lo);
        for (k = 0; k < 3; k++)
            arb_clear(c + k);
    }
    else
    {
        arf_init(lo);
        arf_init(hi);
        for (k = 0; k < 3; k++)
            mag_init(slack + k);
        tail_slack(slack, m, a);
        tail_envelope(lo, hi, m, a->d, a->q, slack);
        for (k = 0; k < 3; k++)
            mag_clear(slack + k);
        arb_get_lbound_arf(range->lo, a->i, P);
        arb_get_ubound_arf(range->hi, a->i, P);
        range_end(range->lo, range->lo, lo, hi, 0);
        range_end(range->hi, range->hi, lo, hi, 1);
        arf_clear(hi);
        arf_clear(lo);
    }
}

void
tail_set_range(tail_machine_t *m, const arf_t lo, const arf_t hi)
{
    tail_begin(m);
    if (arf_is_finite(lo) && arf_is_finite(hi) && arf_cmp(lo, hi) <= 0)
        arb_set_interval_arf(m->out.c, lo, hi, P);
    else
        tail_fail(m);
}

/* ---- the integral of a bound --------------------------------------------- */

/* The exponent e is concave: e(s) <= e(X) + e'(X)(s - X). */
void
tail_machine_integral(mag_t bound, tail_machine_t *m, int r, int gauss)
{
    arb_struct e[3];
    arb_t v, slope;
    int k;

    tail_growth(m, &m->a, m->r + r);
    mag_inf(bound);
    if (arb_is_zero(m->a.i))
        mag_zero(bound);
    if (!arb_is_finite(m->a.i) || arb_is_zero(m->a.i))
        return;
    for (k = 0; k < 3; k++)
        arb_init(e + k);
    arb_init(v);
    arb_init(slope);
    tail_fold(m, &m->a);
    envelope_exponent(e, m, m->a.d, m->a.q, m->a.slack, 1);
    if (gauss)
    {
        arb_set_d(v, 0.5);
        arb_sub(e + 2, e + 2, v, P);
    }
    arb_mul(slope, e + 2, m->cut, P);
    arb_mul_2exp_si(slope, slope, 1);
    arb_add(slope, slope, e + 1, P);
    if (arb_is_nonpositive(e + 2) && arb_is_negative(slope))
    {
        arb_mul(v, e + 2, m->cut, P);
        arb_add(v, v, e + 1, P);
        arb_mul(v, v, m->cut, P);
        arb_add(v, v, e, P);
        arb_exp(v, v, P);
        arb_div(v, v, slope, P);
        if (gauss)
        {
            arb_const_pi(slope, P);
            arb_mul_2exp_si(slope, slope, 1);
            arb_rsqrt(slope, slope, P);
            arb_mul(v, v, slope, P);
        }
        arb_mul(v, v, m->a.i, P);
        if (arb_is_finite(v))
            arb_get_mag(bound, v);
    }
    arb_clear(slope);
    arb_clear(v);
    for (k = 0; k < 3; k++)
        arb_clear(e + k);
}
