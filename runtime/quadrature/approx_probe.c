/* runtime/quadrature/approx_probe.c -- narrow peaks at the origin.
 *
 * Averages over omega = sqrt(q) xi with a small variance V behind it switch at
 * xi = 0 over a width sqrt(V/q).  Panels of length 1 do not see that.
 */
#include "approx_panels.h"

#include <math.h>
#include <stddef.h>

#define SCALES 12            /* 2^-3, 2^-6, ... 2^-36                       */
#define PEAK 30              /* times what is around                        */

/* |f| of integrand k at both signs of a place of the probe. */
static double
height(const approx_pass_t *pass, int n, int k, int i)
{
    const double *f = pass->out + (size_t) k * n;

    return fmax(fabs(f[2 * i]), fabs(f[2 * i + 1]));
}

int
approx_probe(approx_pass_t *pass, double *cut)
{
    static const double around[3] = { 0.25, 0.53, 0.97 };
    double t[2 * (3 + SCALES)], scale = 1;
    int n = 2 * (3 + SCALES), n_cuts = 0;

    if (pass->narrow > 0)
        scale = pass->narrow;
    for (int i = 0; i < 3 + SCALES; i++)
    {
        double x = i < 3 ? around[i] : ldexp(1, -3 * (i - 2));

        t[2 * i] = x;
        t[2 * i + 1] = -1.01 * x;
    }
    if (approx_nodes(pass, n, t) == SADDLE_DOMAIN)
        return 0;
    for (int k = 0; k < pass->n; k++)
    {
        double most = 0, rest = 0, own = 1;

        for (int i = 0; i < 3 + SCALES; i++)
            if (i < 3)
                rest = fmax(rest, height(pass, n, k, i));
            else
                most = fmax(most, height(pass, n, k, i));
        if (!(most > PEAK * rest))
            continue;
        for (int i = 3; i < 3 + SCALES; i++)
        {
            own = t[2 * i];
            if (height(pass, n, k, i) > 0.3 * most)
                break;
        }
        scale = fmin(scale, own);
    }
    if (scale == 1)
        return 0;
    for (double x = 1; n_cuts + 2 <= APPROX_PROBE_CUTS && x > 0.1 * scale;
         x /= 4)
    {
        cut[n_cuts++] = 1.03 * x;
        cut[n_cuts++] = -x;
    }
    return n_cuts;
}
