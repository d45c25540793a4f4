/* runtime/ode/fixed_limit.c -- how large the learning rate may be. */
#include "fixed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 0.15        /* steps, relative                             */
#define SHORTEST 1e-10
#define TRIES 250
#define FAR 1000            /* times the rate to begin with                */

/* The parameter that multiplies the learning rate, or -1. */
static int
rate_parameter(const saddle_flow_t *f, double *theta)
{
    double eta, eta_v, grown;
    int k;

    f->rates(theta, &eta, &eta_v);
    for (k = 0; k < f->n_parameters; k++)
    {
        double was = theta[k];

        theta[k] = 2 * was;
        f->rates(theta, &grown, &eta_v);
        theta[k] = was;
        if (eta > 0 && fabs(grown - 2 * eta) < 1e-12 * eta)
            return k;
    }
    return -1;
}

/* Follows the fixed point to another value: its largest rate there, NAN when
   it is lost.  The state moves on while it is stable. */
static double
rate_at(const fixed_plan_t *p, double *theta, int k, double value,
        double *state)
{
    size_t size = (size_t) p->flow->n_state * sizeof *state;
    double *next = malloc(size), rate = NAN;

    theta[k] = value;
    if (next != NULL)
    {
        memcpy(next, state, size);
        rate = fixed_rate(p, next);
        if (rate < 0)
            memcpy(state, next, size);
    }
    free(next);
    return rate;
}

double
fixed_limit(const fixed_plan_t *plan, const double *state, int *parameter)
{
    const saddle_flow_t *f = plan->flow;
    size_t n = (size_t) f->n_state, m = (size_t) f->n_parameters;
    double *theta = malloc((n + m) * sizeof *theta), *at = theta + m;
    double lo, limit = NAN, rate = NAN, last, first, slope = 0;
    double step = LONGEST;
    fixed_plan_t p = *plan;
    int k = -1, i;

    if (theta != NULL && plan->limit == FLOW_FINITE)
    {
        memcpy(theta, plan->theta, m * sizeof *theta);
        memcpy(at, state, n * sizeof *at);
        p.theta = theta;
        k = rate_parameter(f, theta);
    }
    if (k >= 0)
        rate = rate_at(&p, theta, k, plan->theta[k], at);
    if (rate < 0)
    {
        lo = plan->theta[k];
        last = first = rate;
        for (i = 0; i < TRIES && step > SHORTEST && lo < FAR * plan->theta[k];
             i++)
        {
            rate = rate_at(&p, theta, k, lo * (1 + step), at);
            if (rate < 0)
            {
                slope = (rate - last) / (lo * step);
                lo *= 1 + step;
                last = rate;
                step = fmin(1.5 * step, LONGEST);
            }
            else
                step /= 2;
        }
        /* it ends with an eigenvalue at zero, which the last step points at,
           or was lost */
        limit = step > SHORTEST && i < TRIES ? INFINITY
                : fabs(last) < 1e-3 * fabs(first) && slope > 0
                    ? lo - last / slope : NAN;
    }
    *parameter = k;
    free(theta);
    return limit;
}
