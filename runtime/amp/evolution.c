/* runtime/amp/evolution.c -- state evolution, by the theory's natural map. */
#include "gamp.h"

#include "../quadrature/doubles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOL 1e-10
#define NEAR_END 1e-5  /* share of the variance that quadrature may miss */

double
gamp_informed(const saddle_model_t *model, const double *env)
{
    double moment[2];

    quad_approx(model->experiment->moments, env, TOL, moment, NULL);
    return 1e6 / (moment[1] - moment[0] * moment[0]);
}

/* Half a step: the overlap (stage 0) or its conjugate (stage 1). */
static int
half(const saddle_system_t *s, int stage, double *env)
{
    double out[8];

    if (s->map[stage] == NULL || s->n_map[stage] != 1
        || quad_approx(s->map[stage], env, TOL, out, NULL) == SADDLE_DOMAIN)
        return 0;
    env[s->map_unknown[stage][0]] = out[0];
    return 1;
}

/* One step; x keeps its overlap when there is none. */
static int
step(const saddle_system_t *s, int overlap, double *x, double gain)
{
    double q = x[overlap];

    if (half(s, 1, x))
    {
        x[s->map_unknown[1][0]] *= gain;
        if (half(s, 0, x))
            return 1;
    }
    x[overlap] = q;
    return 0;
}

/* An overlap that leaves a variance. */
static double
below(double q, double rho)
{
    return fmin(q, rho * (1 - GAMP_LEAST));
}

double
gamp_evolution(double *q, const saddle_model_t *model, const double *env,
               const gamp_options_t *o, double gain,
               amp_message_t *why)
{
    const saddle_system_t *s = model->system[0];
    size_t size = (size_t) (model->n_orders + model->n_parameters);
    double *x = malloc(size * sizeof *x), moment[2], rho = NAN;
    int t, at, ok = 0;

    snprintf(why->text, sizeof why->text,
             "this model has no overlap that iterates by itself");
    if (x != NULL && s->n_map[0] == 1 && s->n_map[1] == 1)
    {
        memcpy(x, env, size * sizeof *x);
        quad_approx(model->experiment->moments, x, TOL, moment, NULL);
        at = s->map_unknown[0][0];
        x[at] = moment[0] * moment[0];
        x[s->map_unknown[1][0]] = o->start;
        ok = !(o->start > 0) || half(s, 0, x);
        q[0] = x[at];
        for (t = 1; ok && t <= o->iterations; t++)
        {
            x[at] = below(x[at], moment[1]);
            ok = step(s, at, x, gain)
                 || q[t - 1] > moment[1] * (1 - NEAR_END);
            q[t] = x[at];
        }
        rho = ok ? moment[1] : NAN;
        if (!ok)
            snprintf(why->text, sizeof why->text,
                     "state evolution has no finite value at iteration %d",
                     t - 1);
    }
    free(x);
    return rho;
}
