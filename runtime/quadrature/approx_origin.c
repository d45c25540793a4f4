/* runtime/quadrature/approx_origin.c -- what a trapezoid misses at the origin.
 *
 * Averages over B = sqrt(q_hat) xi switch at xi = 0 over a width 1/sqrt(q_hat).
 * With a node at 0, where the integrand may well vanish, sums of all steps agree
 * on the function without the switch.  The nodes of a function that the rule has
 * resolved to an error e interpolate it (by sinc functions) to about sqrt(e),
 * and better close to a node.
 */
#include "approx.h"

#include <math.h>

#define PLACES 8             /* step/3, step/12, ...                        */
#define LEEWAY 1e-6          /* of the largest f phi, a step away           */
#define ROUNDING 1e-12
#define NESTED 1e-9          /* error of inner integrals, likewise          */

int
approx_place(double t)
{
    return (int) lround(t / APPROX_FINEST) + APPROX_HALF;
}

/* sum of f phi sinc((x - t)/step) over the nodes t; x is none of them. */
static double
interpolate(const double *node, double step, double x)
{
    int stride = (int) lround(step / APPROX_FINEST);
    int first = APPROX_HALF % stride;
    double sum = 0;

    for (int i = first; i < APPROX_NODES; i += stride)
        if (node[i] != 0)
        {
            long k = (i - APPROX_HALF) / stride;

            sum += (k & 1 ? -node[i] : node[i]) / (x / step - (double) k);
        }
    return sum * sin(M_PI * x / step) / M_PI;
}

static double
largest(const double *node)
{
    double most = 0;

    for (int i = 0; i < APPROX_NODES; i++)
        most = fmax(most, fabs(node[i]));
    return most;
}

int
approx_sees_origin(approx_pass_t *pass, const double *node, double step)
{
    double t[PLACES], x = step / 3;
    double floor = pass->group->n_inner > 0 ? NESTED : ROUNDING;

    for (int i = 0; i < PLACES; i++, x /= 4)
        t[i] = i & 1 ? -x : x;
    if (approx_nodes(pass, PLACES, t) == SADDLE_DOMAIN)
        return 1;
    for (int k = 0; k < pass->n; k++)
    {
        const double *own = node + (size_t) k * APPROX_NODES;
        double most = largest(own);
        double error = pass->error[k] / fmax(pass->size[k], pass->floor);
        double leeway = fmax(LEEWAY, 10 * sqrt(error));

        for (int i = 0; i < PLACES; i++)
        {
            double f = pass->out[(size_t) k * PLACES + i]
                       * saddle_normal_density(t[i]);
            double miss = fabs(f - interpolate(own, step, t[i]));

            if (miss > (leeway * fabs(t[i]) / step + floor) * most)
                pass->narrow = fabs(t[i]);
        }
    }
    return pass->narrow == 0;
}
