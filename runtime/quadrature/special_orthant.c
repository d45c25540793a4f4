/* runtime/quadrature/special_orthant.c -- bivariate normal orthants. */
#include "approx.h"

#include <math.h>

/*
 * With P(c) = P(X > h, Y > k) at correlation c,
 *     dP/dc = exp(-(h^2 - 2 c h k + k^2)/(2 (1 - c^2)))/(2 pi sqrt(1 - c^2)).
 * Integrate from c = 0 (P = H(h) H(k)) when c > 0, from c = -1
 * (P = P(h < X < -k)) when c < 0: sums of positive terms, so that the relative
 * error stays small.  In the angle |c| = cos(psi), and with k for -k when
 * c < 0, the exponent is -(h - k)^2/(2 sin^2) - h k/(1 + cos).
 */
static double
slope(double h, double k, double psi)
{
    double s = sin(psi), d = (h - k) / s;

    return exp(-0.5 * d * d - h * k / (1 + cos(psi)));
}

static double
panel(double h, double k, double a, double b, double *error)
{
    double half = 0.5 * (b - a), kronrod = 0, gauss = 0;

    for (int j = 0; j < APPROX_KRONROD; j++)
    {
        double x, wk, wg, f;

        approx_kronrod(j, &x, &wk, &wg);
        f = slope(h, k, 0.5 * (a + b) + half * x);
        kronrod += wk * f;
        gauss += wg * f;
    }
    *error = half * fabs(kronrod - gauss);
    return half * kronrod;
}

static double
adapt(double h, double k, double a, double b, double *total, int depth)
{
    double error, whole = panel(h, k, a, b, &error), mid = 0.5 * (a + b);

    if (whole > *total)
        *total = whole;
    /* the Kronrod value is far better than the difference of the two */
    if (depth == 0 || error <= 1e-10 * *total)
        return whole;
    return adapt(h, k, a, mid, total, depth - 1)
           + adapt(h, k, mid, b, total, depth - 1);
}

double
saddle_orthant(double h, double k, double c)
{
    double base, from, to, best, total = 0, sum;

    if (isnan(h) || isnan(k) || !(fabs(c) <= 1))
        return NAN;
    if (h == INFINITY || k == INFINITY)
        return 0;
    if (h == -INFINITY)
        return saddle_normal_tail(k);
    if (k == -INFINITY)
        return saddle_normal_tail(h);
    if (c >= 0)
    {
        if (c == 1)
            return saddle_normal_tail(fmax(h, k));
        base = saddle_normal_tail(h) * saddle_normal_tail(k);
        from = acos(c);
        to = acos(0);
    }
    else
    {
        base = h < -k ? saddle_normal_mass(h, -k) : 0;
        k = -k;
        from = 0;
        to = acos(-c);
    }
    if (from >= to)
        return base;
    /* the slope is largest where cos(psi) is the ratio of h and k */
    best = fabs(h) < fabs(k) ? h / k : k / h;
    best = best > 0 && best < 1 ? acos(best) : from;
    if (best > from && best < to)
    {
        sum = adapt(h, k, from, best, &total, 40);
        sum += adapt(h, k, best, to, &total, 40);
    }
    else
        sum = adapt(h, k, from, to, &total, 40);
    return base + sum / (2 * M_PI);
}
