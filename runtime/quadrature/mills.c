/* runtime/quadrature/mills.c -- scaled normal tail on wide complex boxes. */
#include "mills.h"
#include "machine_real.h"
#include "mills_table.h"

#include <acb_hypgeom.h>

/*
 * R at a point with Re u >= 2, from Laplace's fraction for the inverse Mills
 * ratio A = 1/(sqrt(2 pi) R):
 *   A = u + 1/A_1,  A_k = u + (k+1)/A_(k+1),  Re A_k >= Re u > 0,
 * so that 1/A_k lies in the disc around 1/(2 Re u) of radius 1/(2 Re u): any
 * depth gives an enclosure.
 */
static void
mills_fraction(acb_t r, const acb_t u, slong depth, slong prec)
{
    acb_t v;
    arb_t x;
    slong k;

    acb_init(v);
    arb_init(x);
    arb_inv(x, acb_realref(u), prec);
    arb_mul_2exp_si(x, x, -1);
    acb_set_arb(v, x);
    arb_add_error(acb_realref(v), x);
    arb_add_error(acb_imagref(v), x);
    for (k = depth; k >= 1; k--)
    {
        acb_mul_si(v, v, k, prec);
        acb_add(v, v, u, prec);
        acb_inv(v, v, prec);
    }
    real_root_2pi_inverse(x, prec);
    acb_mul_arb(r, v, x, prec);
    arb_clear(x);
    acb_clear(v);
}

static void
mills_erfc(acb_t r, const acb_t u, slong prec)
{
    acb_t e;
    arb_t s;

    acb_init(e);
    arb_init(s);
    acb_sqr(e, u, prec);
    acb_mul_2exp_si(e, e, -1);
    acb_exp(e, e, prec);
    arb_set_d(s, 0.5);
    arb_sqrt(s, s, prec);
    acb_mul_arb(r, u, s, prec);
    acb_hypgeom_erfc(r, r, prec);
    acb_mul(r, r, e, prec);
    acb_mul_2exp_si(r, r, -1);
    arb_clear(s);
    acb_clear(e);
}

/* R at an exact point, Re u >= -1. */
static void
mills_point(acb_t r, const acb_t u, slong prec)
{
    acb_t out;
    double x = arf_get_d(arb_midref(acb_realref(u)), ARF_RND_DOWN);

    if (mills_expand(r, u))
        return;
    acb_init(out);
    acb_indeterminate(out);
    if (x >= 2)
    {
        mills_fraction(out, u, 6 + (slong) (140 / (x * x)), prec);
        if (acb_rel_accuracy_bits(out) < 24)
            acb_indeterminate(out);
    }
    if (!acb_is_finite(out) && x < 100)
        mills_erfc(out, u, prec);
    acb_swap(r, out);
    acb_clear(out);
}

static void
mills_taylor(acb_t r, const acb_t u, const arf_t left, slong prec)
{
    acb_t mid, step, value, slope;
    arb_t c;
    mag_t radius, curvature;

    acb_init(mid);
    acb_init(step);
    acb_init(value);
    acb_init(slope);
    arb_init(c);
    mag_init(radius);
    mag_init(curvature);

    acb_set(mid, u);
    mag_zero(arb_radref(acb_realref(mid)));
    mag_zero(arb_radref(acb_imagref(mid)));
    mills_point(value, mid, prec);
    acb_sub(step, u, mid, prec);
    acb_get_mag(radius, step);
    mag_mul(radius, radius, radius);
    mag_mul_2exp_si(radius, radius, -1);
    mills_curvature(curvature, left);
    mag_mul(radius, radius, curvature);
    real_root_2pi_inverse(c, prec);
    acb_mul(slope, mid, value, prec);
    arb_sub(acb_realref(slope), acb_realref(slope), c, prec);
    acb_mul(slope, slope, step, prec);
    acb_add(r, value, slope, prec);
    acb_add_error_mag(r, radius);

    mag_clear(curvature);
    mag_clear(radius);
    arb_clear(c);
    acb_clear(slope);
    acb_clear(value);
    acb_clear(step);
    acb_clear(mid);
}

void
mills_box(acb_t r, const acb_t u, slong prec)
{
    arf_t left;
    acb_t v, w;

    if (!acb_is_finite(u))
    {
        acb_indeterminate(r);
        return;
    }
    arf_init(left);
    arb_get_lbound_arf(left, acb_realref(u), prec);
    if (arf_cmp_si(left, -1) >= 0)
        mills_taylor(r, u, left, prec);
    else
    {
        acb_init(v);
        acb_init(w);
        acb_neg(w, u);
        arb_get_lbound_arf(left, acb_realref(w), prec);
        if (arf_cmp_si(left, -1) >= 0)
        {
            mills_taylor(w, w, left, prec);
            acb_sqr(v, u, prec);
            acb_mul_2exp_si(v, v, -1);
            acb_exp(v, v, prec);
            acb_sub(r, v, w, prec);
        }
        else
            acb_indeterminate(r);
        acb_clear(w);
        acb_clear(v);
    }
    arf_clear(left);
}

void
normal_tail_box(acb_t r, const acb_t u, slong prec)
{
    acb_t v, e;
    int right = arf_sgn(arb_midref(acb_realref(u))) >= 0;

    acb_init(v);
    acb_init(e);
    if (right)
        acb_set(v, u);
    else
        acb_neg(v, u);
    acb_sqr(e, u, prec);
    acb_mul_2exp_si(e, e, -1);
    acb_neg(e, e);
    acb_exp(e, e, prec);
    mills_box(v, v, prec);
    acb_mul(r, v, e, prec);
    if (!right)
    {
        acb_neg(r, r);
        acb_add_ui(r, r, 1, prec);
    }
    acb_clear(e);
    acb_clear(v);
}
