/* runtime/quadrature/machine_tail_functions.c -- growth bounds: functions. */
#include "machine_tail_parts.h"
#include "machine_real.h"

#define P TAIL_PREC

/* ---- exp and log -------------------------------------------------------- */

/* A leading coefficient that may be 0: exp has no scale to speak of. */
static int
may_vanish(const arb_t c)
{
    return !arb_is_exact(c) && arb_contains_zero(c);
}

/* A constant that is known well has an exp like any other constant; of others
   exponents may cancel. */
static int
is_tight_constant(const tail_register_t *a)
{
    return a->degree == 0 && mag_cmp_2exp_si(arb_radref(a->c), -20) < 0
           && arf_cmpabs_2exp_si(arb_midref(a->c), 10) < 0;
}

static void
do_exp(tail_machine_t *m, const tail_register_t *a)
{
    tail_range_t range;
    arb_t v, w;

    if (is_tight_constant(a))
    {
        tail_begin(m);
        m->out.degree = 0;
        arb_exp(m->out.c, a->c, P);
        return;
    }
    tail_range_init(&range);
    tail_range(&range, m, a);
    if (tail_polynomial(m, &m->a, a)
        && !(arf_is_finite(range.hi) && may_vanish(m->a.c + m->a.degree)))
    {
        tail_exp(m, m->a.c);
        tail_range_clear(&range);
        return;
    }
    arb_init(v);
    arb_init(w);
    if (!arf_is_finite(range.hi))
        tail_fail(m);
    else
    {
        tail_begin(m);
        m->out.degree = -1;
        arb_set_arf(v, range.hi);
        if (arf_sgn(range.hi) < 0 && a->d > 2 * TAIL_UNIT
            && tail_is_bare(a))
        {
            /* i s^d <= (i X^(d - 2)) s^2 for i < 0 */
            arb_div(v, v, m->cut, P);
            arb_div(v, v, m->cut, P);
            arb_get_ubound_arf(m->out.q + 2, v, 32);
            if (arf_cmpabs_2exp_si(m->out.q + 2, 40) > 0)
                arf_set_si(m->out.q + 2, -(WORD(1) << 40));
            arb_one(m->out.i);
        }
        else
            arb_exp(m->out.i, v, P);
        tail_zero_to(m->out.i);
    }
    arb_clear(w);
    arb_clear(v);
    tail_range_clear(&range);
}

/* log p between log l and log c0 + c1 s/c0 for a polynomial p = c0 + c1 s >= l
   that may be a constant */
static void
log_of_polynomial(tail_machine_t *m, const tail_register_t *a)
{
    tail_range_t range;
    arb_t lo, hi;

    tail_range_init(&range);
    arb_init(lo);
    arb_init(hi);
    tail_range(&range, m, a);
    tail_begin(m);
    arb_set_arf(lo, range.lo);
    arb_get_ubound_arf(arb_midref(hi), a->c, P);
    if (a->degree == 1 && arb_is_finite(lo) && arb_is_positive(lo)
        && arb_is_positive(hi))
    {
        m->out.degree = 1;
        arb_get_ubound_arf(arb_midref(m->out.c + 1), a->c + 1, P);
        arb_div(m->out.c + 1, m->out.c + 1, hi, P);
        arb_nonnegative_part(m->out.c + 1, m->out.c + 1);
        tail_zero_to(m->out.c + 1);
        arb_log(lo, lo, P);
        arb_log(hi, hi, P);
        arb_union(m->out.c, lo, hi, P);
    }
    else
        tail_fail(m);
    arb_clear(hi);
    arb_clear(lo);
    tail_range_clear(&range);
}

/* log(i s^d e^(Q + r)) with log s between log X and log X - 1 + s/X */
static void
do_log(tail_machine_t *m, const tail_register_t *a)
{
    arb_t w;
    int k;

    tail_growth(m, &m->a, a);
    if (!arb_is_positive(m->a.i))
    {
        log_of_polynomial(m, a);
        return;
    }
    tail_begin(m);
    tail_fold(m, &m->a);
    arb_init(w);
    m->out.degree = 2;
    for (k = 0; k < 3; k++)
    {
        arb_set_arf(m->out.c + k, m->a.q + k);
        if (k > 0)
            arb_add_error_mag(m->out.c + k, m->a.slack + k);
    }
    arb_log(w, m->a.i, P);
    arb_add(m->out.c, m->out.c, w, P);
    if (m->a.d != 0)
    {
        arb_set_d(w, 0.5);
        mag_set_d(arb_radref(w), 0.5);
        arb_sub(w, m->log_cut, w, P);
        arb_mul_si(w, w, m->a.d, P);
        arb_mul_2exp_si(w, w, -4);
        arb_add(m->out.c, m->out.c, w, P);
        arb_mul_si(w, m->inverse, m->a.d, P);
        arb_mul_2exp_si(w, w, -4);
        arb_add(m->out.c + 1, m->out.c + 1, w, P);
    }
    arb_clear(w);
}

/* ---- bounded functions --------------------------------------------------- */

/* Between the values at the ends of the range, low and high if infinite. */
static void
do_monotone(tail_machine_t *m, saddle_function_t f, const tail_register_t *a,
            double low, double high)
{
    tail_range_t range;
    arb_t lo, hi;

    tail_range_init(&range);
    arb_init(lo);
    arb_init(hi);
    tail_range(&range, m, a);
    tail_begin(m);
    if (arf_is_finite(range.lo))
    {
        arb_set_arf(lo, range.lo);
        real_function(lo, f, lo, P);
    }
    else
        arb_set_d(lo, low);
    if (arf_is_finite(range.hi))
    {
        arb_set_arf(hi, range.hi);
        real_function(hi, f, hi, P);
    }
    else
        arb_set_d(hi, high);
    if (arb_is_finite(lo) && arb_is_finite(hi))
        arb_union(m->out.c, lo, hi, P);
    else
        tail_fail(m);
    arb_clear(hi);
    arb_clear(lo);
    tail_range_clear(&range);
}

static void
do_bounded(tail_machine_t *m, saddle_function_t f, const tail_register_t *a)
{
    tail_range_t range;

    tail_range_init(&range);
    tail_range(&range, m, a);
    tail_begin(m);
    if (arf_is_finite(range.lo) && arf_is_finite(range.hi))
    {
        arb_set_interval_arf(m->out.c, range.lo, range.hi, P);
        real_function(m->out.c, f, m->out.c, P);
    }
    else if (f == SADDLE_SIN || f == SADDLE_COS)
        mag_one(arb_radref(m->out.c));
    else
        arb_indeterminate(m->out.c);
    if (!tail_is_finite(&m->out))
        tail_fail(m);
    tail_range_clear(&range);
}

/* ---- the normal law ----------------------------------------------------- */

/* c = -(u^2)/2 for m->a = u = u0 + u1 s */
static void
minus_half_square(arb_struct *c, const tail_register_t *u)
{
    arb_sqr(c, u->c, P);
    arb_mul_2exp_si(c, c, -1);
    arb_neg(c, c);
    arb_mul(c + 1, u->c, u->c + 1, P);
    arb_neg(c + 1, c + 1);
    arb_sqr(c + 2, u->c + 1, P);
    arb_mul_2exp_si(c + 2, c + 2, -1);
    arb_neg(c + 2, c + 2);
}

static void
do_density(tail_machine_t *m, const tail_register_t *a)
{
    arb_struct c[3];
    arb_t w;
    int k;

    if (!tail_polynomial(m, &m->a, a) || m->a.degree > 1)
    {
        tail_begin(m);
        arb_set_d(m->out.c, 0.4);
        tail_zero_to(m->out.c);
        return;
    }
    arb_init(w);
    for (k = 0; k < 3; k++)
        arb_init(c + k);
    minus_half_square(c, &m->a);
    tail_exp(m, c);
    real_root_2pi_inverse(w, P);
    if (m->out.degree < 0)
        tail_times(m->out.i, m->out.i, w);
    for (k = 0; k < 3; k++)
        arb_clear(c + k);
    arb_clear(w);
}

/*
 * R(u)(u + v)/c for u >= lo, R(u) = e^(u^2/2) H(u), c = (2 pi)^(-1/2):
 * lo >= 1, v = 0: in [lo^2/(1 + lo^2), 1];
 * lo < 1, v = 1 - lo: in [1/2, (1 + v) max(R(lo)/c, 1)], because R falls, and
 *     u/(1 + u^2) <= R/c <= 1/u beyond 1.
 */
static void
mills_factor(arb_t j, arb_t v, const arf_t lo)
{
    arb_t w;

    arb_init(w);
    if (arf_cmp_si(lo, 1) >= 0)
    {
        arb_zero(v);
        arb_set_arf(w, lo);
        arb_sqr(w, w, P);
        arb_add_ui(w, w, 1, P);
        arb_inv(w, w, P);
        tail_zero_to(w);
        arb_sub_ui(w, w, 1, P);
        arb_neg(j, w);
    }
    else
    {
        arb_set_arf(v, lo);
        arb_sub_ui(v, v, 1, P);
        arb_neg(v, v);
        arb_set_arf(w, lo);
        real_function(j, SADDLE_H, w, P);
        arb_set_arf(w, lo);
        real_function(w, SADDLE_PHI, w, P);
        arb_div(j, j, w, P);
        arb_one(w);
        arb_max(j, j, w, P);
        arb_add(w, w, v, P);
        arb_mul(j, j, w, P);
        arb_set_d(w, 0.5);
        arb_union(j, j, w, P);
    }
    arb_clear(w);
}

/* H(u) = e^(-u^2/2) c j/(u + v), see above, for affine u that grows.  m->out =
   that; 0 if the form does not apply. */
static int
tail_right(tail_machine_t *m, const tail_register_t *a, const arf_t lo)
{
    arb_struct c[3];
    arb_t j, v;
    tail_register_t *u = &m->b;
    int k, ok = 0;

    if (!arf_is_finite(lo) || arf_cmp_si(lo, -5) < 0
        || !tail_polynomial(m, &m->a, a) || m->a.degree != 1)
        return 0;
    arb_init(j);
    arb_init(v);
    for (k = 0; k < 3; k++)
        arb_init(c + k);
    minus_half_square(c, &m->a);
    mills_factor(j, v, lo);
    arb_add(m->a.c, m->a.c, v, P);
    tail_growth(m, u, &m->a);
    if (arb_is_positive(u->i))
    {
        tail_exp(m, c);
        if (m->out.degree < 0)
        {
            tail_times(m->out.i, m->out.i, j);
            arb_inv(v, u->i, P);
            tail_times(m->out.i, m->out.i, v);
            real_root_2pi_inverse(v, P);
            tail_times(m->out.i, m->out.i, v);
            m->out.d -= u->d;
            ok = tail_is_finite(&m->out);
        }
    }
    for (k = 0; k < 3; k++)
        arb_clear(c + k);
    arb_clear(v);
    arb_clear(j);
    return ok;
}

/* A(u) = (u + v)/(c j), a polynomial of degree one at most. */
int
tail_inverse_mills(saddle_machine_t *base, int r, int a)
{
    tail_machine_t *m = (tail_machine_t *) base;
    tail_range_t range;
    arb_t j, v;
    int good;

    tail_range_init(&range);
    arb_init(j);
    arb_init(v);
    tail_range(&range, m, m->r + a);
    good = tail_is_finite(m->r + a) && arf_is_finite(range.lo)
           && arf_cmp_si(range.lo, -5) >= 0
           && tail_polynomial(m, &m->a, m->r + a) && m->a.degree <= 1;
    if (good)
    {
        mills_factor(j, v, range.lo);
        arb_add(m->a.c, m->a.c, v, P);
        real_root_2pi_inverse(v, P);
        arb_mul(j, j, v, P);
        tail_copy(&m->out, &m->a);
        arb_div(m->out.c, m->out.c, j, P);
        arb_div(m->out.c + 1, m->out.c + 1, j, P);
        good = tail_is_finite(&m->out);
    }
    if (good)
        tail_finish(m, r);
    arb_clear(v);
    arb_clear(j);
    tail_range_clear(&range);
    return good;
}

static void
do_tail(tail_machine_t *m, const tail_register_t *a)
{
    tail_range_t range;

    tail_range_init(&range);
    tail_range(&range, m, a);
    if (!tail_right(m, a, range.lo))
    {
        do_monotone(m, SADDLE_H, a, 1, 0);
        if (m->out.degree == 0 && tail_is_finite(&m->out)
            && arb_contains_negative(m->out.c))
            arb_nonnegative_part(m->out.c, m->out.c);
    }
    tail_range_clear(&range);
}

void
tail_op_function(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    tail_machine_t *m = (tail_machine_t *) base;
    const tail_register_t *x = m->r + a;

    if (!tail_is_finite(x))
    {
        tail_fail(m);
        tail_finish(m, r);
        return;
    }
    switch (f)
    {
        case SADDLE_EXP: do_exp(m, x); break;
        case SADDLE_LOG: do_log(m, x); break;
        case SADDLE_SINH:
        case SADDLE_COSH:
            /* e^a and e^-a in r and a spare register */
            do_exp(m, x);
            tail_copy(m->r + m->n - 1, &m->out);
            tail_growth(m, m->r + m->n - 2, m->r + m->n - 1);
            tail_copy(&m->b, x);
            arb_neg(m->b.i, m->b.i);
            arb_neg(m->b.c, m->b.c);
            arb_neg(m->b.c + 1, m->b.c + 1);
            arb_neg(m->b.c + 2, m->b.c + 2);
            do_exp(m, &m->b);
            tail_copy(m->r + m->n - 1, &m->out);
            if (f == SADDLE_COSH)
                tail_ops.add(base, r, m->n - 2, m->n - 1);
            else
                tail_ops.sub(base, r, m->n - 2, m->n - 1);
            tail_ops.rational(base, m->n - 1, "1/2");
            tail_ops.mul(base, r, r, m->n - 1);
            return;
        case SADDLE_TANH: do_monotone(m, f, x, -1, 1); break;
        case SADDLE_ATAN: do_monotone(m, f, x, -1.5707964, 1.5707964); break;
        case SADDLE_SIN:
        case SADDLE_COS:
        case SADDLE_ASIN:
        case SADDLE_ACOS: do_bounded(m, f, x); break;
        case SADDLE_H: do_tail(m, x); break;
        case SADDLE_PHI: do_density(m, x); break;
        default: tail_fail(m);
    }
    tail_finish(m, r);
}

/* ---- mass of an interval ------------------------------------------------- */

/* H(a) - H(b) = H(a) (1 - H(b)/H(a)) for a <= b, 0 < a + b, and
   H(b)/H(a) <= exp(-(b-a)(b+a)/2) as R falls: m->out, or 0. */
static int
mass_right(tail_machine_t *m, const tail_register_t *a,
           const tail_register_t *sum, const tail_register_t *width)
{
    tail_range_t s, d;
    arb_t w, v;
    int ok;

    tail_range_init(&s);
    tail_range_init(&d);
    arb_init(w);
    arb_init(v);
    tail_range(&d, m, a);
    ok = tail_right(m, a, d.lo);
    tail_range(&s, m, sum);
    tail_range(&d, m, width);
    ok = ok && arf_sgn(s.lo) > 0 && arf_sgn(d.lo) >= 0;
    if (ok)
    {
        if (arf_cmp_2exp_si(s.lo, 20) > 0)
            arf_set_si_2exp_si(s.lo, 1, 20);
        if (arf_cmp_2exp_si(d.lo, 20) > 0)
            arf_set_si_2exp_si(d.lo, 1, 20);
        arb_set_arf(w, s.lo);
        arb_set_arf(v, d.lo);
        arb_mul(w, w, v, P);
        arb_mul_2exp_si(w, w, -1);
        arb_neg(w, w);
        arb_exp(w, w, P);
        tail_zero_to(w);
        arb_sub_ui(w, w, 1, P);
        arb_neg(w, w);
        tail_times(m->out.i, m->out.i, w);
    }
    arb_clear(v);
    arb_clear(w);
    tail_range_clear(&d);
    tail_range_clear(&s);
    return ok;
}

/* spare registers n-1 .. n-4: a, b or -b, -a; sum */
void
tail_op_mass(saddle_machine_t *base, int r, int a, int b, int w)
{
    tail_machine_t *m = (tail_machine_t *) base;
    int near = m->n - 1, far = m->n - 2, sum = m->n - 3;
    int done, left = m->n - 4;

    tail_ops.add(base, sum, a, b);
    done = mass_right(m, m->r + a, m->r + sum, m->r + w);
    if (!done)
    {
        tail_ops.neg(base, near, b);
        tail_ops.neg(base, sum, sum);
        done = mass_right(m, m->r + near, m->r + sum, m->r + w);
    }
    if (!done)
    {
        /* H(a) - H(b) from ranges; at least 0 */
        tail_op_function(base, left, SADDLE_H, a);
        tail_op_function(base, far, SADDLE_H, b);
        tail_ops.sub(base, far, left, far);
        tail_copy(&m->out, m->r + far);
        if (m->out.degree == 0 && tail_is_finite(&m->out)
            && arb_contains_negative(m->out.c))
            arb_nonnegative_part(m->out.c, m->out.c);
    }
    tail_finish(m, r);
}
