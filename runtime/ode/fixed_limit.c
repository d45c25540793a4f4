/* runtime/ode/fixed_limit.c -- how large the learning rate may be. */
#include "fixed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GROWTH 1.15
#define GROWN 60            /* times                                       */
#define HALVINGS 50

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

/* Follows the fixed point to another value; 1 if it is stable there. */
static int
stable_at(const fixed_plan_t *p, double *theta, int k, double value,
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
    return rate < 0;
}

double
fixed_limit(const fixed_plan_t *plan, const double *state, int *parameter)
{
    const saddle_flow_t *f = plan->flow;
    size_t n = (size_t) f->n_state, m = (size_t) f->n_parameters;
    double *theta = malloc((n + m) * sizeof *theta), *at = theta + m;
    double lo, hi, limit = NAN, middle;
    fixed_plan_t p = *plan;
    int k = -1, i;

    if (theta != NULL && plan->limit == FLOW_FINITE)
    {
        memcpy(theta, plan->theta, m * sizeof *theta);
        memcpy(at, state, n * sizeof *at);
        p.theta = theta;
        k = rate_parameter(f, theta);
    }
    if (k >= 0 && stable_at(&p, theta, k, plan->theta[k], at))
    {
        lo = hi = plan->theta[k];
        for (i = 0; i < GROWN && stable_at(&p, theta, k, hi *= GROWTH, at); i++)
            lo = hi;
        for (limit = i < GROWN ? hi : INFINITY, i = 0;
             i < HALVINGS && isfinite(limit); i++)
        {
            middle = (lo + hi) / 2;
            if (stable_at(&p, theta, k, middle, at))
                lo = middle;
            else
                hi = middle;
            limit = hi;
        }
    }
    *parameter = k;
    free(theta);
    return limit;
}
