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

#define PLACES 6             /* step/3, step/18, ...                        */
#define MOST_NODES 2500
#define LEEWAY 3e-7          /* of the integral of |f| phi, a step away     */
#define ROUNDING 1e-12
#define NESTED 1e-9          /* error of inner integrals, likewise          */

int
approx_place(double t)
{
    return (int) lround(t / APPROX_FINEST) + APPROX_HALF;
}

/* basis[j] = sinc((x - t_j)/step), t_j = (j - half) step, j < 2 half + 1; x is
   none of the t_j. */
static void
sinc_basis(double *basis, int half, double x)
{
    double top = sin(M_PI * x) / M_PI;

    for (int j = -half; j <= half; j++)
        basis[j + half] = (j & 1 ? -top : top) / (x - j);
}

static double
interpolate(const double *node, const double *basis, int half, int stride)
{
    double sum = 0;

    for (int j = -half; j <= half; j++)
        sum += node[APPROX_HALF + j * stride] * basis[j + half];
    return sum;
}

int
approx_sees_origin(approx_pass_t *pass, const double *node, double step,
                   double reach)
{
    int half = (int) lround(reach / step);
    int stride = (int) lround(step / APPROX_FINEST);
    double t[PLACES], basis[MOST_NODES], x = step / 3;
    double floor = pass->group->n_inner > 0 ? fmax(NESTED, pass->tol)
                                            : ROUNDING;

    for (int i = 0; i < PLACES; i++, x /= 6)
        t[i] = i & 1 ? -x : x;
    if (2 * half + 1 > MOST_NODES
        || approx_nodes(pass, PLACES, t) == SADDLE_DOMAIN)
        return 1;
    for (int i = 0; i < PLACES; i++)
    {
        double share = fabs(t[i]) / step, phi = saddle_normal_density(t[i]);

        sinc_basis(basis, half, t[i] / step);
        for (int k = 0; k < pass->n; k++)
        {
            const double *own = node + (size_t) k * APPROX_NODES;
            double error = pass->error[k] / fmax(pass->size[k], pass->floor);
            double leeway = fmax(LEEWAY, 10 * sqrt(error));
            double miss = fabs(pass->out[(size_t) k * PLACES + i] * phi
                               - interpolate(own, basis, half, stride));

            if (miss > (leeway * share + floor) * pass->size[k])
                pass->narrow = fabs(t[i]);
        }
    }
    return pass->narrow == 0;
}
