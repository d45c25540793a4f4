/* runtime/quadrature/real_functions.c -- functions of real balls. */
#include "machine_real.h"

#include <arb_hypgeom.h>

void
real_root_2pi_inverse(arb_t r, slong prec)
{
    arb_const_pi(r, prec + 4);
    arb_mul_2exp_si(r, r, 1);
    arb_rsqrt(r, r, prec);
}

void
real_density_bound(mag_t bound, const arb_t x)
{
    mag_t least;

    mag_init(least);
    arb_get_mag_lower(least, x);
    mag_mul_lower(least, least, least);
    mag_mul_2exp_si(least, least, -1);
    mag_expinv(bound, least);
    mag_set_d(least, 0.39894229);            /* > 1/sqrt(2 pi) */
    mag_mul(bound, bound, least);
    mag_clear(least);
}

/* H at the midpoint; the radius by the mean value theorem, |H'| = phi.  When
   that does not keep it positive: between the values at the ends. */
void
_real_tail(arb_t r, const arb_t x, const arb_t root_half, slong prec)
{
    mag_t error;
    arb_t lo, hi;

    if (!arb_is_finite(x))
    {
        arb_indeterminate(r);
        return;
    }
    if (arb_is_exact(x))
    {
        arb_mul(r, x, root_half, prec + 8);
        arb_hypgeom_erfc(r, r, prec);
        arb_mul_2exp_si(r, r, -1);
        return;
    }
    mag_init(error);
    arb_init(lo);
    arb_init(hi);
    real_density_bound(error, x);
    mag_mul(error, error, arb_radref(x));
    arb_mul_arf(lo, root_half, arb_midref(x), prec + 8);
    arb_hypgeom_erfc(lo, lo, prec);
    arb_mul_2exp_si(lo, lo, -1);
    arb_add_error_mag(lo, error);
    if (arb_is_positive(lo))
        arb_swap(r, lo);
    else
    {
        arb_get_lbound_arf(arb_midref(hi), x, prec);
        arb_get_ubound_arf(arb_midref(lo), x, prec);
        mag_zero(arb_radref(lo));
        _real_tail(hi, hi, root_half, 64);
        _real_tail(lo, lo, root_half, 64);
        arb_union(r, lo, hi, 64);
    }
    arb_clear(hi);
    arb_clear(lo);
    mag_clear(error);
}

void
_real_density(arb_t r, const arb_t x, const arb_t root_2pi_inverse, slong prec)
{
    arb_sqr(r, x, prec);
    arb_mul_2exp_si(r, r, -1);
    arb_neg(r, r);
    arb_exp(r, r, prec);
    arb_mul(r, r, root_2pi_inverse, prec);
}

/* Beyond this size exp(x) has an exponent that is itself a huge number, and
   exponentials of exponentials would exhaust the memory, which GMP answers by
   aborting. */
#define EXPONENT_BITS 48

static int
is_huge(const arb_t x)
{
    mag_t size;
    int huge;

    mag_init(size);
    arb_get_mag(size, x);
    huge = mag_cmp_2exp_si(size, EXPONENT_BITS) > 0;
    mag_clear(size);
    return huge;
}

void
real_function(arb_t r, saddle_function_t f, const arb_t x, slong prec)
{
    arb_t scale;

    if ((f == SADDLE_EXP || f == SADDLE_SINH || f == SADDLE_COSH)
        && is_huge(x))
    {
        int below_one = f == SADDLE_EXP && arb_is_negative(x);

        arb_indeterminate(r);
        if (below_one)
            arb_zero_pm_one(r);
        return;
    }
    switch (f)
    {
        case SADDLE_EXP: arb_exp(r, x, prec); break;
        case SADDLE_LOG: arb_log(r, x, prec); break;
        case SADDLE_SINH: arb_sinh(r, x, prec); break;
        case SADDLE_COSH: arb_cosh(r, x, prec); break;
        case SADDLE_TANH: arb_tanh(r, x, prec); break;
        case SADDLE_SIN: arb_sin(r, x, prec); break;
        case SADDLE_COS: arb_cos(r, x, prec); break;
        case SADDLE_ASIN: arb_asin(r, x, prec); break;
        case SADDLE_ACOS: arb_acos(r, x, prec); break;
        case SADDLE_ATAN: arb_atan(r, x, prec); break;
        case SADDLE_H:
        case SADDLE_PHI:
            arb_init(scale);
            if (f == SADDLE_H)
            {
                arb_set_d(scale, 0.5);
                arb_sqrt(scale, scale, prec + 8);
                _real_tail(r, x, scale, prec);
            }
            else
            {
                real_root_2pi_inverse(scale, prec);
                _real_density(r, x, scale, prec);
            }
            arb_clear(scale);
            break;
        default: arb_indeterminate(r);
    }
}

/* P(a < Z < b) at exact a <= b.  Same side: the smaller of the two tails, with
   as many more bits as the subtraction may cost. */
static void
mass_at_points(arb_t r, const arb_t a, const arb_t b, slong prec)
{
    arb_t u, v, root_half;
    slong more = 8;

    arb_init(u);
    arb_init(v);
    arb_init(root_half);
    arb_sub(u, b, a, 32);
    if (!arb_is_zero(u) && arf_cmpabs_2exp_si(arb_midref(u), 0) < 0)
        more -= 2 * arf_abs_bound_lt_2exp_si(arb_midref(u));
    if (more > 4 * prec + 1000)
        more = 4 * prec + 1000;
    arb_set_d(root_half, 0.5);
    arb_sqrt(root_half, root_half, prec + more + 8);
    if (arb_is_negative(a) && arb_is_positive(b))
    {
        arb_mul(u, b, root_half, prec + more);
        arb_hypgeom_erf(u, u, prec + 4);
        arb_mul(v, a, root_half, prec + more);
        arb_hypgeom_erf(v, v, prec + 4);
        arb_sub(r, u, v, prec);
        arb_mul_2exp_si(r, r, -1);
    }
    else if (arb_is_nonnegative(a))
    {
        _real_tail(u, a, root_half, prec + more);
        _real_tail(v, b, root_half, prec + more);
        arb_sub(r, u, v, prec);
    }
    else
    {
        arb_neg(u, b);
        arb_neg(v, a);
        _real_tail(u, u, root_half, prec + more);
        _real_tail(v, v, root_half, prec + more);
        arb_sub(r, u, v, prec);
    }
    arb_clear(root_half);
    arb_clear(v);
    arb_clear(u);
}

void
real_mass(arb_t r, const arb_t a, const arb_t b, slong prec)
{
    mag_t error, slope;
    arb_t u, v;

    if (!arb_is_finite(a) || !arb_is_finite(b))
    {
        arb_indeterminate(r);
        return;
    }
    mag_init(error);
    mag_init(slope);
    arb_init(u);
    arb_init(v);
    real_density_bound(slope, a);
    mag_mul(error, slope, arb_radref(a));
    real_density_bound(slope, b);
    mag_addmul(error, slope, arb_radref(b));
    arb_set_arf(u, arb_midref(a));
    arb_set_arf(v, arb_midref(b));
    mass_at_points(r, u, v, prec);
    arb_add_error_mag(r, error);
    arb_clear(v);
    arb_clear(u);
    mag_clear(slope);
    mag_clear(error);
}
