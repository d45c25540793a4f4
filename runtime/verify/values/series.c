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

/* Boxes with a larger radius are wide: about their centre, MORE orders more. */
enum { WIDE = -20, WIDE_PREC = 64, MORE = 3 };

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

/* Of n + MORE Taylor coefficients f_k on the box u, the n first from those at its
   centre c: with h = u - c and m = MORE, by Taylor's theorem,
   f_k(u) in sum_(j < m) C(k + j, j) f_(k+j)(c) h^j + C(k + m, m) f_(k+m)(u) h^m. */
static void
from_centre(acb_ptr f, int n, acb_srcptr at, const acb_t u)
{
    acb_t h, t;
    fmpz_t times;
    int j, k;

    acb_init(h);
    acb_init(t);
    fmpz_init(times);
    acb_set(h, u);
    arf_zero(arb_midref(acb_realref(h)));
    arf_zero(arb_midref(acb_imagref(h)));
    for (k = 0; k < n; k++)
    {
        fmpz_bin_uiui(times, (ulong) (k + MORE), MORE);
        acb_mul_fmpz(t, f + k + MORE, times, WIDE_PREC);
        for (j = MORE - 1; j >= 0; j--)
        {
            acb_mul(t, t, h, WIDE_PREC);
            fmpz_bin_uiui(times, (ulong) (k + j), (ulong) j);
            acb_addmul_fmpz(t, at + k + j, times, WIDE_PREC);
        }
        /* both hold it */
        if (!acb_is_finite(f + k))
            acb_set(f + k, t);
        else if (acb_is_finite(t))
        {
            arb_intersection(acb_realref(f + k), acb_realref(f + k),
                             acb_realref(t), WIDE_PREC);
            arb_intersection(acb_imagref(f + k), acb_imagref(f + k),
                             acb_imagref(t), WIDE_PREC);
        }
    }
    fmpz_clear(times);
    acb_clear(t);
    acb_clear(h);
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

/* n Taylor coefficients of R at u, Re u > 0. */
static void
mills_at(acb_ptr f, int n, const acb_t u, slong prec)
{
    arb_t c;
    int k;

    arb_init(c);
    normal_root_two_pi(c, prec);
    half_erfc(f, u, 1, prec);
    acb_mul(f + 1, u, f, prec);
    acb_sub_arb(f + 1, f + 1, c, prec);
    for (k = 2; k < n; k++)
    {
        acb_mul(f + k, u, f + k - 1, prec);
        acb_add(f + k, f + k, f + k - 2, prec);
        acb_div_si(f + k, f + k, k, prec);
    }
    arb_clear(c);
}

void
normal_mills_series(ground_t *g, acb_ptr f, const acb_t u)
{
    mills_at(f, g->ring->depth + 2, u, g->prec);
}

/* n of log R on a box: log c - log A_0, and with s_k = (-1)^k/(A_1 ... A_k) those
   of log(1 + s_1 t + s_2 t^2 + ...). */
static void
log_mills_on(acb_ptr f, int n, const acb_t u)
{
    acb_ptr s = _acb_vec_init(n);
    acb_t disc, t;
    arb_t c;
    int k;

    acb_init(disc);
    acb_init(t);
    arb_init(c);
    normal_stieltjes_disc(disc, u);
    acb_one(s);
    for (k = 1; k < n; k++)
    {
        normal_stieltjes(t, u, disc, k, WIDE_PREC);
        acb_mul(s + k, s + k - 1, t, WIDE_PREC);
        acb_neg(s + k, s + k);
    }
    _acb_poly_log_series(f, s, n, n, WIDE_PREC);
    acb_add(t, u, disc, WIDE_PREC);
    acb_log(f, t, WIDE_PREC);
    if (!arb_is_positive(acb_realref(t)))
        acb_indeterminate(f);
    normal_root_two_pi(c, WIDE_PREC);
    arb_log(c, c, WIDE_PREC);
    acb_sub_arb(f, f, c, WIDE_PREC);
    acb_neg(f, f);
    arb_clear(c);
    acb_clear(t);
    acb_clear(disc);
    _acb_vec_clear(s, n);
}

void
normal_log_mills_series(ground_t *g, acb_ptr f, const acb_t u)
{
    int n = g->ring->depth + 1, all = n + MORE;
    acb_ptr on = _acb_vec_init(all), at = _acb_vec_init(all + 1), c = at + all;
    slong prec;
    mag_t m;

    mag_init(m);
    log_mills_on(on, all, u);
    acb_get_mid(c, u);
    acb_get_mag(m, c);
    /* R_k loses a factor u^2 at each step */
    prec = WIDE_PREC
           + 2 * all * (fmpz_bits(MAG_EXPREF(m)) < 16 && MAG_EXP(m) > 0
                        ? MAG_EXP(m) : 0);
    mills_at(at, all, c, prec);
    _acb_poly_log_series(at, at, all, all, prec);
    from_centre(on, n, at, u);
    _acb_vec_set(f, on, n);
    mag_clear(m);
    _acb_vec_clear(at, all + 1);
    _acb_vec_clear(on, all);
}

/* n Taylor coefficients of H at u, but the first of them if wide. */
static void
above_at(acb_ptr f, int n, const acb_t u, int wide, slong prec)
{
    arb_t c;
    int k;

    arb_init(c);
    normal_root_two_pi(c, prec);
    acb_sqr(f + 1, u, prec);
    acb_mul_2exp_si(f + 1, f + 1, -1);
    acb_neg(f + 1, f + 1);
    acb_exp(f + 1, f + 1, prec);
    acb_mul_arb(f + 1, f + 1, c, prec);
    acb_neg(f + 1, f + 1);
    for (k = 2; k < n; k++)
    {
        /* k (k - 1) f[k] = -(k - 1) u f[k-1] - (k - 2) f[k-2] */
        acb_mul(f + k, u, f + k - 1, prec);
        acb_mul_si(f + k, f + k, k - 1, prec);
        if (k > 2)
            acb_addmul_si(f + k, f + k - 2, k - 2, prec);
        acb_div_si(f + k, f + k, -k * (k - 1), prec);
    }
    if (wide)
        acb_indeterminate(f);
    else
        half_erfc(f, u, 0, prec);
    arb_clear(c);
}

void
normal_above_series(ground_t *g, acb_ptr f, const acb_t u)
{
    int n = g->ring->depth + 1, all = n + MORE;
    acb_ptr on, at, c;

    if (!normal_is_wide(u))
    {
        above_at(f, n + 1, u, 0, g->prec);
        return;
    }
    on = _acb_vec_init(all);
    at = _acb_vec_init(all + 1);
    c = at + all;
    acb_get_mid(c, u);
    above_at(on, all, u, 1, WIDE_PREC);
    above_at(at, all, c, 0, WIDE_PREC);
    from_centre(on, n, at, u);
    _acb_vec_set(f, on, n);
    _acb_vec_clear(at, all + 1);
    _acb_vec_clear(on, all);
}
