/* runtime/verify/values/series.c -- the normal law: Taylor series at a box.
 *
 * H(u) = P(Z > u) = exp(-u^2/2) R(u).  For Re u > 0, with c = 1/sqrt(2 pi),
 *
 *     R = c/A_0,   A_j = u + (j + 1)/A_(j+1),   Re A_j >= Re u
 *
 * (Stieltjes' fraction), so that 1/A_j lies in the disc over [0, 1/Re u].
 * k f_k = f_(k-2) + u f_(k-1) for f_k = R^(k)/k!, f_(-1) = -c, and so
 * f_k = -f_(k-1)/A_k. */
#include "normal.h"

#include <acb_hypgeom.h>
#include <acb_poly.h>

/* Boxes with a larger radius are wide. */
enum { WIDE = -7, WIDE_PREC = 64 };

int
normal_is_wide(const acb_t u)
{
    return mag_cmp_2exp_si(arb_radref(acb_realref(u)), WIDE) > 0
           || mag_cmp_2exp_si(arb_radref(acb_imagref(u)), WIDE) > 0;
}

void
normal_root_two_pi(arb_t c, slong prec)
{
    arb_const_pi(c, prec);
    arb_mul_2exp_si(c, c, 1);
    arb_rsqrt(c, c, prec);
}

/* The disc over the diameter [0, 1/re], re the lower bound of Re u. */
void
normal_stieltjes_disc(acb_t d, const acb_t u)
{
    arf_t lower;
    arb_t x;
    mag_t r;

    arf_init(lower);
    arb_init(x);
    mag_init(r);
    arb_get_lbound_arf(lower, acb_realref(u), 64);
    arb_set_arf(x, lower);
    arb_inv(x, x, 64);
    arb_mul_2exp_si(x, x, -1);
    if (arf_sgn(lower) <= 0)
        arb_indeterminate(x);
    arb_get_mag(r, x);
    acb_set_arb(d, x);
    acb_add_error_mag(d, r);
    mag_clear(r);
    arb_clear(x);
    arf_clear(lower);
}

/* f(box) lies in f(centre) + slope (box - centre). */
static void
around_centre(acb_t f, const acb_t slope, const acb_t box, slong prec)
{
    mag_t r, s;
    arf_t x;

    mag_init(r);
    mag_init(s);
    arf_init(x);
    acb_get_rad_ubound_arf(x, box, MAG_BITS);
    arf_get_mag(r, x);
    acb_get_mag(s, slope);
    mag_mul(r, r, s);
    acb_add_error_mag(f, r);
    acb_set_round(f, f, prec);
    arf_clear(x);
    mag_clear(s);
    mag_clear(r);
}

/* f = erfc(u/sqrt 2)/2, times exp(u^2/2) if `scaled`. */
static void
half_erfc(acb_t f, const acb_t u, int scaled, slong prec)
{
    acb_t t;
    arb_t s;

    acb_init(t);
    arb_init(s);
    arb_sqrt_ui(s, 2, prec);
    acb_div_arb(t, u, s, prec);
    acb_hypgeom_erfc(f, t, prec);
    acb_mul_2exp_si(f, f, -1);
    if (scaled)
    {
        acb_sqr(t, t, prec);
        acb_exp(t, t, prec);
        acb_mul(f, f, t, prec);
    }
    arb_clear(s);
    acb_clear(t);
}

/* 1/A_j, where A_j - u lies in (j + 1) disc. */
void
normal_stieltjes(acb_t to, const acb_t u, const acb_t disc, int j, slong prec)
{
    acb_mul_si(to, disc, j + 1, prec);
    acb_add(to, to, u, prec);
    acb_inv(to, to, prec);
}

/* Taylor coefficients of R at u, Re u > 0. */
void
normal_mills_series(ground_t *g, acb_ptr f, const acb_t u)
{
    arb_t c;
    int k;

    arb_init(c);
    normal_root_two_pi(c, g->prec);
    half_erfc(f, u, 1, g->prec);
    acb_mul(f + 1, u, f, g->prec);
    acb_sub_arb(f + 1, f + 1, c, g->prec);
    for (k = 2; k <= g->ring->depth; k++)
    {
        acb_mul(f + k, u, f + k - 1, g->prec);
        acb_add(f + k, f + k, f + k - 2, g->prec);
        acb_div_si(f + k, f + k, k, g->prec);
    }
    arb_clear(c);
}

/* The same of log R on a wide box: log c - log A_0, and with
   s_k = (-1)^k/(A_1 ... A_k) those of log(1 + s_1 t + s_2 t^2 + ...). */
void
normal_log_mills_series(ground_t *g, acb_ptr f, const acb_t u)
{
    acb_ptr s = _acb_vec_init(g->ring->depth + 1);
    acb_ptr disc = _acb_vec_init(2), t = disc + 1;
    arb_t c;
    int k;

    arb_init(c);
    normal_stieltjes_disc(disc, u);
    acb_one(s);
    for (k = 1; k <= g->ring->depth; k++)
    {
        normal_stieltjes(t, u, disc, k, WIDE_PREC);
        acb_mul(s + k, s + k - 1, t, WIDE_PREC);
        acb_neg(s + k, s + k);
    }
    _acb_poly_log_series(f, s, g->ring->depth + 1, g->ring->depth + 1,
                         WIDE_PREC);
    acb_add(t, u, disc, WIDE_PREC);
    acb_log(f, t, WIDE_PREC);
    if (!arb_is_positive(acb_realref(t)))
        acb_indeterminate(f);
    normal_root_two_pi(c, WIDE_PREC);
    arb_log(c, c, WIDE_PREC);
    acb_sub_arb(f, f, c, WIDE_PREC);
    acb_neg(f, f);
    arb_clear(c);
    _acb_vec_clear(disc, 2);
    _acb_vec_clear(s, g->ring->depth + 1);
}

/* Taylor coefficients of H at u; meant for small |Re u|. */
void
normal_above_series(ground_t *g, acb_ptr f, const acb_t u)
{
    acb_ptr density = _acb_vec_init(2), t = density + 1;
    arb_t c;
    slong prec = normal_is_wide(u) ? WIDE_PREC : g->prec;
    int k;

    arb_init(c);
    normal_root_two_pi(c, prec);
    acb_sqr(density, u, prec);
    acb_mul_2exp_si(density, density, -1);
    acb_neg(density, density);
    acb_exp(density, density, prec);
    acb_mul_arb(density, density, c, prec);
    acb_get_mid(t, u);
    half_erfc(f, normal_is_wide(u) ? t : u, 0, prec);
    if (normal_is_wide(u))
        around_centre(f, density, u, prec);
    if (g->ring->depth >= 1)
        acb_neg(f + 1, density);
    for (k = 2; k <= g->ring->depth; k++)
    {
        /* k (k - 1) f[k] = -(k - 1) u f[k-1] - (k - 2) f[k-2] */
        acb_mul(f + k, u, f + k - 1, prec);
        acb_mul_si(f + k, f + k, k - 1, prec);
        if (k > 2)
        {
            acb_mul_si(t, f + k - 2, k - 2, prec);
            acb_add(f + k, f + k, t, prec);
        }
        acb_div_si(f + k, f + k, -k * (k - 1), prec);
    }
    arb_clear(c);
    _acb_vec_clear(density, 2);
}
