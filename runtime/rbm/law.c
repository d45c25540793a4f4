/* runtime/rbm/law.c -- the law of a real visible unit, and its tilts.
 *
 * The slab against exp(-A x^2/2 + B x) is exp(-p x^2/2 + q x) on [lo, hi] with
 * p = 1/s2 + A and q = mu/s2 + B, times exp(-mu^2/(2 s2)).
 */
#include "law.h"

#include <math.h>

#define HALF_LN_2PI 0.91893853320467274178

/* ln of the mass of a measure, with mean and variance. */
typedef struct
{
    double log_mass, mean, variance;
} moments_t;

int
law_is_valid(const law_t *l)
{
    return l->rho >= 0 && l->rho <= 1 && l->s2 > 0 && isfinite(l->s2)
           && isfinite(l->mu) && l->lo < l->hi;
}

/* ---- panels ----------------------------------------------------------------- */

/* Sums of w, w x, w x^2 with x from `origin`, w = exp(exponent - top). */
typedef struct
{
    double p, q, origin, top, sum[3];
} panels_t;

static double
exponent(const panels_t *s, double x)
{
    return (s->q - 0.5 * s->p * x) * x;
}

/* Gauss-Legendre, 16 points. */
static void
add_panel(panels_t *s, double lo, double hi)
{
    static const double node[8] = {
        0.0950125098376374402, 0.281603550779258913, 0.458016777657227386,
        0.617876244402643748, 0.755404408355003034, 0.865631202387831744,
        0.944575023073232576, 0.98940093499164993,
    };
    static const double weight[8] = {
        0.189450610455068496, 0.182603415044923589, 0.169156519395002538,
        0.149595988816576732, 0.124628971255533872, 0.0951585116824927848,
        0.0622535239386478929, 0.0271524594117540949,
    };
    double middle = 0.5 * (lo + hi), half = 0.5 * (hi - lo);
    int k;

    for (k = 0; k < 16; k++)
    {
        double x = middle + half * (k & 1 ? node[k / 2] : -node[k / 2]);
        double w = half * weight[k / 2] * exp(exponent(s, x) - s->top);
        double t = x - s->origin;

        s->sum[0] += w;
        s->sum[1] += w * t;
        s->sum[2] += w * t * t;
    }
}

/* Halves [lo, hi] until the exponent varies by at most 6 on a panel; leaves
   out panels whose largest weight is below e^-45. */
static void
add_range(panels_t *s, double lo, double hi, int depth)
{
    double e = exponent(s, lo), f = exponent(s, hi);
    double most = fmax(e, f), least = fmin(e, f);
    double vertex = s->p != 0 ? s->q / s->p : lo;

    if (vertex > lo && vertex < hi)
    {
        most = fmax(most, exponent(s, vertex));
        least = fmin(least, exponent(s, vertex));
    }
    if (most < s->top - 45)
        return;
    if (most - least <= 6 || depth == 0)
    {
        add_panel(s, lo, hi);
        return;
    }
    add_range(s, lo, 0.5 * (lo + hi), depth - 1);
    add_range(s, 0.5 * (lo + hi), hi, depth - 1);
}

/* Where the exponent is largest on [lo, hi]. */
static double
mode(double p, double q, double lo, double hi)
{
    if (p > 0)
        return fmin(fmax(q / p, lo), hi);
    return q * (hi - lo) - 0.5 * p * (hi - lo) * (hi + lo) > 0 ? hi : lo;
}

static moments_t
by_panels(double p, double q, double lo, double hi)
{
    panels_t s = { p, q, 0, 0, { 0, 0, 0 } };
    moments_t m;
    double shift;

    s.origin = mode(p, q, lo, hi);
    s.top = exponent(&s, s.origin);
    if (p > 0)
    {
        /* beyond 10 widths of the mode the weight is below e^-50 */
        lo = fmax(lo, s.origin - 10 / sqrt(p));
        hi = fmin(hi, s.origin + 10 / sqrt(p));
    }
    add_range(&s, lo, hi, 60);
    shift = s.sum[1] / s.sum[0];
    m.log_mass = s.top + log(s.sum[0]);
    m.mean = s.origin + shift;
    m.variance = s.sum[2] / s.sum[0] - shift * shift;
    return m;
}

/* ---- the slab ---------------------------------------------------------------- */

static double
phi(double x)
{
    return isinf(x) ? 0 : exp(-0.5 * x * x - HALF_LN_2PI);
}

/* P(al < Z < be) through the nearer tail. */
static double
mass(double al, double be)
{
    if (al > 0)
        return 0.5 * (erfc(al * M_SQRT1_2) - erfc(be * M_SQRT1_2));
    if (be < 0)
        return 0.5 * (erfc(-be * M_SQRT1_2) - erfc(-al * M_SQRT1_2));
    return 1 - 0.5 * (erfc(-al * M_SQRT1_2) + erfc(be * M_SQRT1_2));
}

/* p > 0: a Gaussian of mean m and variance v on [lo, hi]. */
static moments_t
truncated(double p, double q, double lo, double hi)
{
    double v = 1 / p, m = q * v, s = sqrt(v);
    double al = (lo - m) / s, be = (hi - m) / s, n, u, e;
    moments_t out;

    if (be - al < 4 || al > 4 || be < -4)
        return by_panels(p, q, lo, hi);
    n = mass(al, be);
    u = phi(al) - phi(be);
    e = (isinf(al) ? 0 : al * phi(al)) - (isinf(be) ? 0 : be * phi(be));
    out.log_mass = 0.5 * m * q + 0.5 * log(v) + HALF_LN_2PI + log(n);
    out.mean = m + s * u / n;
    out.variance = v * (1 + e / n - (u / n) * (u / n));
    return out;
}

static moments_t
slab(const law_t *l, double b, double a)
{
    static const moments_t none = { NAN, NAN, NAN };
    double p = 1 / l->s2 + a, q = l->mu / l->s2 + b;
    int infinite = isinf(l->lo) || isinf(l->hi);

    if (!isfinite(p) || !isfinite(q) || (p <= 0 && infinite))
        return none;
    if (p > 0)
        return truncated(p, q, l->lo, l->hi);
    return by_panels(p, q, l->lo, l->hi);
}

double
law_tilt(const law_t *l, double b, double a, double *mean, double *variance)
{
    moments_t tilted, plain;
    double log_slab, part;

    if (l->rho == 0)
    {
        *mean = *variance = 0;
        return 0;
    }
    tilted = slab(l, b, a);
    plain = slab(l, 0, 0);
    log_slab = tilted.log_mass - plain.log_mass;
    if (l->rho == 1)
    {
        *mean = tilted.mean;
        *variance = tilted.variance;
        return log_slab;
    }
    /* part: probability of the slab, a sigmoid of its log odds */
    log_slab += log(l->rho / (1 - l->rho));
    part = 1 / (1 + exp(-log_slab));
    *mean = part * tilted.mean;
    *variance = part * (tilted.variance
                        + (1 - part) * tilted.mean * tilted.mean);
    return log1p(-l->rho) + fmax(log_slab, 0) + log1p(exp(-fabs(log_slab)));
}

/* ---- samples and densities ----------------------------------------------------- */

/* The quantile u of N(0,1) on [al, be] by bisection and secant on the mass. */
static double
truncated_quantile(double al, double be, double u)
{
    double lo = fmax(al, -40), hi = fmin(be, 40), total = mass(al, be);
    int k;

    if (lo >= hi || !(total > 0))
        return fabs(al) < fabs(be) ? al : be;
    for (k = 0; k < 60; k++)
    {
        double x = 0.5 * (lo + hi);

        if (mass(al, x) < u * total)
            lo = x;
        else
            hi = x;
    }
    return 0.5 * (lo + hi);
}

double
law_sample(const law_t *l, double b, double u, double v)
{
    double mean, variance, log_total = law_tilt(l, b, 0, &mean, &variance);
    double m = l->mu + l->s2 * b, s = sqrt(l->s2);

    if (l->rho < 1 && log(u) < log1p(-l->rho) - log_total)
        return 0;
    return fmin(fmax(m + s * truncated_quantile((l->lo - m) / s,
                                                (l->hi - m) / s, v), l->lo),
                l->hi);
}

double
law_log_density(const law_t *l, double x)
{
    double s = sqrt(l->s2), z = (x - l->mu) / s;

    if (x == 0 && l->rho < 1)
        return log1p(-l->rho);
    if (x < l->lo || x > l->hi)
        return -INFINITY;
    return log(l->rho) - 0.5 * z * z - HALF_LN_2PI - log(s)
           - log(mass((l->lo - l->mu) / s, (l->hi - l->mu) / s));
}
