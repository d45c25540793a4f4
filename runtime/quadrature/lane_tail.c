/* runtime/quadrature/lane_tail.c -- H at many near points by one expansion.
 *
 * With x in (-1, 1), H(u + x delta) = sum g_n x^n, f_n = n g_n, and H'' = -u H'
 * gives (n + 1) f_{n+2} = -(delta u f_{n+1} + delta^2 f_n).  The sums run in
 * fixed point, even and odd terms apart: docs/quadrature.md, section 5.
 */
#include "lanes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_TERMS 6000

/* ---- the terms left out -------------------------------------------------- */

/* log of phi(lo) (|delta|/n) exp(hi s + s^2/2) (|delta|/s)^(n-1) with the best
   s; an approximation */
static double
rest_log_approx(double lo, double hi, double delta, long n, double *s)
{
    *s = (sqrt(hi * hi + 4.0 * (double) (n - 1)) - hi) / 2;
    return -lo * lo / 2 - 0.92 + log(delta / (double) n) + hi * *s
           + *s * *s / 2 + (double) (n - 1) * log(delta / *s);
}

/* An upper bound of the same, for any s > 0. */
static void
rest_bound(mag_t bound, const arf_t u, const arf_t delta, long n, double s)
{
    arb_t lo, hi, d, x, y;

    arb_init(lo);
    arb_init(hi);
    arb_init(d);
    arb_init(x);
    arb_init(y);
    arb_set_arf(d, delta);
    arb_abs(d, d);
    arb_set_arf(x, u);
    arb_abs(x, x);
    arb_add(hi, x, d, 64);
    arb_sub(lo, x, d, 64);
    if (!arb_is_positive(lo))
        arb_zero(lo);
    /* exponent: -lo^2/2 + hi s + s^2/2 + (n - 1) log(d/s) */
    arb_set_d(y, s);
    arb_mul(x, hi, y, 64);
    arb_addmul(x, y, y, 64);
    arb_mul(hi, y, y, 64);
    arb_mul_2exp_si(hi, hi, -1);
    arb_sub(x, x, hi, 64);
    arb_mul(lo, lo, lo, 64);
    arb_mul_2exp_si(lo, lo, -1);
    arb_sub(x, x, lo, 64);
    arb_div(y, d, y, 64);
    arb_log(y, y, 64);
    arb_addmul_si(x, y, n - 1, 64);
    arb_exp(x, x, 64);
    arb_mul(x, x, d, 64);
    arb_div_si(x, x, n, 64);
    real_root_2pi_inverse(y, 64);
    arb_mul(x, x, y, 64);
    arb_get_mag(bound, x);
    arb_clear(y);
    arb_clear(x);
    arb_clear(d);
    arb_clear(hi);
    arb_clear(lo);
}

/* ---- coefficients -------------------------------------------------------- */

/* g_0 .. g_(n-1), term k to an absolute error of about 2^(exponent - 2) */
static void
coefficients(arb_ptr g, long n, const arb_t u, const arb_t delta,
             slong exponent, slong prec)
{
    arb_t a, b, x, f, f1, f2;
    long k;

    arb_init(a);
    arb_init(b);
    arb_init(x);
    arb_init(f);
    arb_init(f1);
    arb_init(f2);
    arb_mul(a, u, delta, prec);
    arb_neg(a, a);
    arb_mul(b, delta, delta, prec);
    arb_neg(b, b);
    real_function(g + 1, SADDLE_PHI, u, prec);
    arb_mul(g + 1, g + 1, delta, prec);
    arb_neg(g + 1, g + 1);
    arb_set(f1, g + 1);
    for (k = 2; k < n; k++)
    {
        /* k-th from f1 = f_(k-1) and f = f_(k-2) */
        slong bits = 32;

        if (!arf_is_special(arb_midref(f1)))
            bits = ARF_EXP(arb_midref(f1)) - exponent + 24;
        if (!arf_is_special(arb_midref(f))
            && ARF_EXP(arb_midref(f)) - exponent + 24 > bits)
            bits = ARF_EXP(arb_midref(f)) - exponent + 24;
        if (bits < 32)
            bits = 32;
        if (bits > prec)
            bits = prec;
        arb_mul(f2, a, f1, bits);
        arb_mul(x, b, f, bits);
        arb_add(f2, f2, x, bits);
        arb_div_ui(f2, f2, (ulong) (k - 1), bits);
        arb_div_ui(g + k, f2, (ulong) k, bits);
        arb_swap(f, f1);
        arb_swap(f1, f2);
    }
    arb_clear(f2);
    arb_clear(f1);
    arb_clear(f);
    arb_clear(x);
    arb_clear(b);
    arb_clear(a);
}

static slong
limbs_for(const mag_t size)
{
    fmpz_t bits;
    slong n;

    if (mag_is_zero(size))
        return 1;
    fmpz_init(bits);
    fmpz_set(bits, MAG_EXPREF(size));
    /* |sum| < 2^bits, and a sign */
    n = fmpz_sgn(bits) <= 0 ? 1 : (fmpz_get_si(bits) + 1 + FLINT_BITS - 1)
                                  / FLINT_BITS;
    fmpz_clear(bits);
    return n;
}

/* Lengths from the last term down: e->limbs[k] holds every partial sum of
   terms k, k + 2, .. at |x| <= 1, in ulps, with the rounding of each step. */
static void
lengths(lane_tail_t *e, arb_srcptr g)
{
    mag_t sum[2], size;
    long k;

    mag_init(sum[0]);
    mag_init(sum[1]);
    mag_init(size);
    for (k = e->n - 1; k >= 0; k--)
    {
        arb_get_mag(size, g + k);
        mag_mul_2exp_si(size, size, -e->exponent);
        mag_add(sum[k & 1], sum[k & 1], size);
        mag_add_ui(sum[k & 1], sum[k & 1], 4);
        e->limbs[k] = limbs_for(sum[k & 1]);
    }
    mag_add(size, sum[0], sum[1]);
    e->most = limbs_for(size);
    mag_clear(size);
    mag_clear(sum[1]);
    mag_clear(sum[0]);
}

static void
store_terms(lane_tail_t *e, arb_srcptr g)
{
    size_t room = 0;
    fmpz_t v;
    mag_t ulps;
    long k;

    for (k = 0; k < e->n; k++)
        room += (size_t) e->limbs[k];
    e->store = malloc(room * sizeof(mp_limb_t));
    if (e->store == NULL)
        abort();
    fmpz_init(v);
    mag_init(ulps);
    for (k = 0, room = 0; k < e->n; k++)
    {
        e->term[k] = e->store + room;
        room += (size_t) e->limbs[k];
        arf_get_fmpz_fixed_si(v, arb_midref(g + k), e->exponent);
        fmpz_get_signed_ui_array(e->term[k], e->limbs[k], v);
        mag_add(e->error, e->error, arb_radref(g + k));
    }
    /* a term cut to ulps; each of at most n products cut to ulps */
    mag_set_ui_2exp_si(ulps, 2 * (ulong) e->n + 4, e->exponent);
    mag_add(e->error, e->error, ulps);
    mag_clear(ulps);
    fmpz_clear(v);
}

/* ---- life ---------------------------------------------------------------- */

int
_lane_tail_init(lane_tail_t *e, const arf_t u, const arf_t delta, long n,
                slong prec, int drop)
{
    double v = fabs(arf_get_d(u, ARF_RND_NEAR)), s;
    double d = fabs(arf_get_d(delta, ARF_RND_NEAR));
    slong wp = prec + (slong) ((v + d) * d * 1.5) + 24;
    arb_ptr g;
    arb_t x, y;

    g = _arb_vec_init(n);
    arb_init(x);
    arb_init(y);
    arb_set_arf(x, u);
    arb_set_arf(y, delta);
    real_function(g, SADDLE_H, x, wp);
    e->exponent = ARF_EXP(arb_midref(g)) - wp;
    e->n = n;
    coefficients(g, n, x, y, e->exponent, wp + 8);
    mag_init(e->error);
    rest_log_approx(v > d ? v - d : 0, v + d, d, n, &s);
    if (!drop)
        rest_bound(e->error, u, delta, n, s);
    e->limbs = malloc((size_t) n * sizeof *e->limbs);
    e->term = malloc((size_t) n * sizeof *e->term);
    if (e->limbs == NULL || e->term == NULL)
        abort();
    lengths(e, g);
    store_terms(e, g);
    e->sum = malloc((size_t) (3 * e->most + 3) * sizeof *e->sum);
    if (e->sum == NULL)
        abort();
    e->even = e->sum + e->most + 1;
    e->odd = e->even + e->most + 1;
    arb_clear(y);
    arb_clear(x);
    _arb_vec_clear(g, n);
    return 1;
}

int
lane_tail_init(lane_tail_t *e, const arf_t u, const arf_t delta, slong prec)
{
    double v = fabs(arf_get_d(u, ARF_RND_NEAR)), s, goal;
    double d = fabs(arf_get_d(delta, ARF_RND_NEAR));
    double x = arf_get_d(u, ARF_RND_NEAR);
    long n = 8;

    if (!(v < 1e4) || !(d < 1e3) || !(d > 0) || FLINT_BITS != GMP_NUMB_BITS)
        return 0;
    /* below H(u) 2^-prec */
    goal = -(double) (prec + 8) * M_LN2
           - (x > 0 ? x * x / 2 + log(x + 3) + (x + d) * d : 0);
    while (n < MAX_TERMS
           && rest_log_approx(v > d ? v - d : 0, v + d, d, n, &s) > goal)
        n += 2 + n / 32;
    return n < MAX_TERMS && _lane_tail_init(e, u, delta, n, prec, 0);
}

void
lane_tail_clear(lane_tail_t *e)
{
    free(e->sum);
    free(e->store);
    free(e->term);
    free(e->limbs);
    mag_clear(e->error);
}

/* ---- sums ---------------------------------------------------------------- */

static int
is_negative(mp_srcptr x, slong n)
{
    return (x[n - 1] >> (FLINT_BITS - 1)) != 0;
}

/* x = floor(x m/2^64), two's complement of n limbs; `work` has n + 1. */
static void
scale(mp_ptr x, slong n, mp_limb_t m, mp_ptr work)
{
    mp_limb_t high = mpn_mul_1(work, x, n, m);
    slong k;

    if (is_negative(x, n))
        high -= m;
    for (k = 0; k + 1 < n; k++)
        x[k] = work[k + 1];
    x[n - 1] = high;
}

static void
extend(mp_ptr x, slong from, slong to)
{
    mp_limb_t fill = is_negative(x, from) ? ~(mp_limb_t) 0 : 0;

    while (from < to)
        x[from++] = fill;
}

/* sum over k = start, start + 2, .. of term[k] y^((k - start)/2),
   y = square/2^64 */
static void
sum_terms(mp_ptr x, const lane_tail_t *e, long start, mp_limb_t square)
{
    long k = e->n - 1 - ((e->n - 1 - start) & 1);
    slong n = e->limbs[k];

    memcpy(x, e->term[k], (size_t) n * sizeof *x);
    for (k -= 2; k >= start; k -= 2)
    {
        scale(x, n, square, e->sum);
        if (e->limbs[k] > n)
        {
            extend(x, n, e->limbs[k]);
            n = e->limbs[k];
        }
        mpn_add_n(x, x, e->term[k], n);
    }
    extend(x, n, e->most);
}

static void
to_ball(arb_t v, const lane_tail_t *e, mp_ptr x)
{
    int negative = is_negative(x, e->most);
    slong n = e->most;

    if (negative)
        mpn_neg(x, x, n);
    while (n > 0 && x[n - 1] == 0)
        n--;
    if (n == 0)
        arb_zero(v);
    else
    {
        arf_set_mpn(arb_midref(v), x, n, negative);
        /* an integer of n limbs */
        arf_mul_2exp_si(arb_midref(v), arb_midref(v), e->exponent);
    }
    mag_set(arb_radref(v), e->error);
}

void
lane_tail_at(arb_t plus, arb_t minus, lane_tail_t *e, ulong j, int k)
{
    mp_limb_t x = (mp_limb_t) j << (FLINT_BITS - k);
    mp_limb_t square = (mp_limb_t) (j * j) << (FLINT_BITS - 2 * k);

    if (j == 0)
    {
        memcpy(e->even, e->term[0], (size_t) e->limbs[0] * sizeof *e->even);
        extend(e->even, e->limbs[0], e->most);
        to_ball(plus, e, e->even);
        arb_set(minus, plus);
        return;
    }
    sum_terms(e->even, e, 0, square);
    sum_terms(e->odd, e, 1, square);
    scale(e->odd, e->most, x, e->sum);
    mpn_add_n(e->sum, e->even, e->odd, e->most);
    to_ball(plus, e, e->sum);
    mpn_sub_n(e->sum, e->even, e->odd, e->most);
    to_ball(minus, e, e->sum);
}
