/* runtime/verify/normal.c -- the normal law: tails, masses, wide boxes.
 *
 * H(u) = P(Z > u) = exp(-u^2/2) R(u).  For Re u > 0, with c = 1/sqrt(2 pi),
 *
 *     R = c/A_0,   A_j = u + (j + 1)/A_(j+1),   Re A_j >= Re u
 *
 * (Stieltjes' fraction), so that 1/A_j lies in the disc over [0, 1/Re u].
 * k f_k = f_(k-2) + u f_(k-1) for f_k = R^(k)/k!, f_(-1) = -c, and so
 * f_k = -f_(k-1)/A_k. */
#include "interpret.h"

#include <acb_hypgeom.h>
#include <acb_poly.h>

/* Boxes with a larger radius are wide. */
enum { WIDE = -7, WIDE_PREC = 64 };

static int
is_wide(const acb_t u)
{
    return mag_cmp_2exp_si(arb_radref(acb_realref(u)), WIDE) > 0
           || mag_cmp_2exp_si(arb_radref(acb_imagref(u)), WIDE) > 0;
}

static void
root_two_pi(arb_t c, slong prec)
{
    arb_const_pi(c, prec);
    arb_mul_2exp_si(c, c, 1);
    arb_rsqrt(c, c, prec);
}

/* The disc over the diameter [0, 1/re], re the lower bound of Re u. */
static void
stieltjes_disc(acb_t d, const acb_t u)
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
static void
stieltjes(acb_t to, const acb_t u, const acb_t disc, int j, slong prec)
{
    acb_mul_si(to, disc, j + 1, prec);
    acb_add(to, to, u, prec);
    acb_inv(to, to, prec);
}

/* Taylor coefficients of R at u, Re u > 0. */
static void
mills_series(ground_t *g, acb_ptr f, const acb_t u)
{
    arb_t c;
    int k;

    arb_init(c);
    root_two_pi(c, g->prec);
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
static void
log_mills_series(ground_t *g, acb_ptr f, const acb_t u)
{
    acb_ptr s = _acb_vec_init(g->ring->depth + 1);
    acb_t disc, t;
    arb_t c;
    int k;

    acb_init(disc);
    acb_init(t);
    arb_init(c);
    stieltjes_disc(disc, u);
    acb_one(s);
    for (k = 1; k <= g->ring->depth; k++)
    {
        stieltjes(t, u, disc, k, WIDE_PREC);
        acb_mul(s + k, s + k - 1, t, WIDE_PREC);
        acb_neg(s + k, s + k);
    }
    _acb_poly_log_series(f, s, g->ring->depth + 1, g->ring->depth + 1,
                         WIDE_PREC);
    acb_add(t, u, disc, WIDE_PREC);
    acb_log(f, t, WIDE_PREC);
    if (!arb_is_positive(acb_realref(t)))
        acb_indeterminate(f);
    root_two_pi(c, WIDE_PREC);
    arb_log(c, c, WIDE_PREC);
    acb_sub_arb(f, f, c, WIDE_PREC);
    acb_neg(f, f);
    arb_clear(c);
    acb_clear(t);
    acb_clear(disc);
    _acb_vec_clear(s, g->ring->depth + 1);
}

/* Taylor coefficients of H at u; meant for small |Re u|. */
static void
above_series(ground_t *g, acb_ptr f, const acb_t u)
{
    acb_t density, t;
    arb_t c;
    slong prec = is_wide(u) ? WIDE_PREC : g->prec;
    int k;

    acb_init(density);
    acb_init(t);
    arb_init(c);
    root_two_pi(c, prec);
    acb_sqr(density, u, prec);
    acb_mul_2exp_si(density, density, -1);
    acb_neg(density, density);
    acb_exp(density, density, prec);
    acb_mul_arb(density, density, c, prec);
    acb_get_mid(t, u);
    half_erfc(f, is_wide(u) ? t : u, 0, prec);
    if (is_wide(u))
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
    acb_clear(t);
    acb_clear(density);
}

/* R(a) where a = b xi^(k/4) tends to infinity: A_j xi^(-k/4) lies in
   b + (j + 1) disc [0, start^(-k/2)]. */
static val_t *
mills_tail(ground_t *g, val_t *a, const acb_t b, int k)
{
    val_t *f[2 * RING_MAX + 1], *r;
    acb_ptr c = jet_new(g->ring);
    acb_t disc, t;
    arb_t s;
    int i;

    acb_init(disc);
    acb_init(t);
    arb_init(s);
    stieltjes_disc(disc, b);
    arb_set_si(s, -k);
    arb_mul_2exp_si(s, s, -1);
    arb_pow(s, g->start, s, 64);
    arb_union(s, s, acb_imagref(t), 64);
    acb_mul_arb(disc, disc, s, g->prec);
    root_two_pi(acb_realref(c), g->prec);
    for (i = 0; i <= g->ring->depth; i++)
    {
        stieltjes(t, b, disc, i, g->prec);
        acb_mul(c, c, t, g->prec);
        f[i] = val_jet(g, c);
        f[i]->t[0].k = -(i + 1) * k;
        acb_neg(c, c);
    }
    r = val_compose(g, f, a);
    arb_clear(s);
    acb_clear(t);
    acb_clear(disc);
    jet_free(g->ring, c);
    return r;
}

/* u as b xi^(k/4), k >= 0; 0: not of this form. */
static int
leading(ground_t *g, acb_ptr b, int *k, val_t *a)
{
    arb_t s;

    *k = 0;
    _acb_vec_zero(b, g->ring->length);
    if (a->opaque || a->n > 1 || (a->n == 1 && a->t[0].e.n > 0))
        return 0;
    if (a->n == 1 && !term_scale(g, b, k, a->t))
        return 0;
    if (*k < 0)
    {
        arb_init(s);
        arb_set_si(s, *k);
        arb_mul_2exp_si(s, s, -2);
        arb_pow(s, g->start, s, 64);
        arb_union(s, s, acb_imagref(b), 64);
        _acb_vec_scalar_mul_arb(b, b, g->ring->length, s, g->prec);
        arb_clear(s);
        *k = 0;
    }
    return 1;
}

/* Where u = b xi^(k/4) is: 1 on the right, -1 on the left, 0 between. */
static int
side(const acb_t b, int k)
{
    arb_t h;
    int r = 0;

    if (k > 0)
        return arb_is_positive(acb_realref(b))   ? 1
               : arb_is_negative(acb_realref(b)) ? -1
                                                 : 0;
    arb_init(h);
    arb_set_d(h, 0.5);
    if (arb_gt(acb_realref(b), h))
        r = 1;
    arb_neg(h, h);
    if (arb_lt(acb_realref(b), h))
        r = -1;
    arb_clear(h);
    return r;
}

/* R(a) where a is on the right; NULL elsewhere. */
static val_t *
mills(ground_t *g, val_t *a)
{
    acb_ptr b = jet_new(g->ring), f;
    val_t *r = NULL;
    int k, wide;

    if (leading(g, b, &k, a) && side(b, k) == 1)
    {
        if (k > 0)
            r = mills_tail(g, a, b, k);
        else
        {
            wide = is_wide(b);
            f = _acb_vec_init(g->ring->depth + 2);
            if (wide)
                log_mills_series(g, f, b);
            else
                mills_series(g, f, b);
            jet_compose(g->ring, b, f, b, g->prec);
            r = val_jet(g, b);
            if (wide)
                r = val_exp(g, r);
            _acb_vec_clear(f, g->ring->depth + 2);
        }
    }
    jet_free(g->ring, b);
    return r;
}

/* exp(-a^2/2) as an exponent, the same one each time. */
static val_t *
bell(ground_t *g, val_t *a)
{
    if (a->bell == NULL)
        a->bell = val_keep(val_exp(g, val_times(g, -1, 2, val_mul(g, a, a))));
    return a->bell;
}

/* -a, which has the same bell. */
val_t *
val_mirrored(ground_t *g, val_t *a)
{
    val_t *x = val_neg(g, a);

    if (x->bell == NULL)
        x->bell = val_keep(bell(g, a));
    return x;
}

val_t *
val_normal_above(ground_t *g, val_t *a)
{
    acb_ptr b = jet_new(g->ring), f;
    val_t *r;
    int k, good = leading(g, b, &k, a), s = good ? side(b, k) : 0;

    if (!good || (k > 0 && s == 0))
        r = val_unknown(g, "a normal tail of something unknown");
    else if (s == 1)
        r = val_mul(g, mills(g, a), bell(g, a));
    else if (s == -1)
        r = val_sub(g, val_si(g, 1), val_normal_above(g, val_mirrored(g, a)));
    else
    {
        f = _acb_vec_init(g->ring->depth + 2);
        above_series(g, f, b);
        jet_compose(g->ring, b, f, b, g->prec);
        r = val_jet(g, b);
        _acb_vec_clear(f, g->ring->depth + 2);
    }
    jet_free(g->ring, b);
    return r;
}

val_t *
val_normal_density(ground_t *g, val_t *a)
{
    val_t *y;
    arb_t c;

    arb_init(c);
    root_two_pi(c, g->prec);
    y = val_arb(g, c);
    arb_clear(c);
    return val_mul(g, bell(g, a), y);
}

/* phi(a + w)/phi(a) = exp(-(a + w/2) w) */
static val_t *
ratio(ground_t *g, val_t *a, val_t *w)
{
    val_t *x = val_mul(g, val_add(g, val_times(g, 1, 2, w), a), w);

    return val_settle(g, val_exp(g, val_neg(g, x)));
}

/* On the right: exp(-a^2/2) [R(a) - R(b) exp(-a w - w^2/2)]. */
static val_t *
between_right(ground_t *g, val_t *a, val_t *b, val_t *w)
{
    val_t *x = mills(g, a), *y = mills(g, b);

    if (x == NULL || y == NULL)
        return NULL;
    x = val_sub(g, x, val_mul(g, ratio(g, a, w), y));
    return val_mul(g, x, bell(g, a));
}

/* -1 or 1: all of the tail is on that side; 0: there is no tail, or it is not. */
static int
tail_side(ground_t *g, val_t *a)
{
    acb_ptr b = jet_new(g->ring);
    int k = 0, s = g->tail && leading(g, b, &k, a) ? side(b, k) : 0;

    jet_free(g->ring, b);
    return s;
}

void
val_normal_densities(ground_t *g, val_t *a, val_t *b, val_t *w, val_t **at_a,
                     val_t **at_b)
{
    int below = tail_side(g, b) < 0, above = !below && tail_side(g, a) > 0;

    *at_b = above ? NULL : val_normal_density(g, b);
    *at_a = below ? val_mul(g, ratio(g, val_mirrored(g, b), w), *at_b)
                  : val_normal_density(g, a);
    if (above)
        *at_b = val_mul(g, ratio(g, a, w), *at_a);
}

val_t *
val_normal_between(ground_t *g, val_t *a, val_t *b, val_t *w)
{
    val_t *r = between_right(g, a, b, w);

    if (r == NULL)
        r = between_right(g, val_mirrored(g, b), val_mirrored(g, a), w);
    return r != NULL ? r : val_sub(g, val_normal_above(g, a),
                                   val_normal_above(g, b));
}
