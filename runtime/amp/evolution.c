/* runtime/amp/evolution.c -- state evolution, by the theory's natural map. */
#include "denoise.h"
#include "gamp.h"

#include "../quadrature/doubles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOL 1e-10
#define NEAR_END 1e-5   /* share of the variance that quadrature may miss   */
#define AT_REST 1e-12   /* times E w0^2: nothing moves any more             */
#define MOST 8          /* unknowns of a stage                              */
#define LEAST_Q 1e-10   /* overlaps of nothing learnt, times E w0^2         */
#define SMALL_Q 1e-6    /* overlaps that show how the first step depends on
                           them: above the noise of quadrature              */

/* Places of order parameters in the env; -1: none. */
typedef struct
{
    const saddle_model_t *model;
    const saddle_system_t *s;
    int m, q, v, m_hat, q_hat, v_hat;
    double *x;              /* env                                          */
    double mean, rho;       /* of the teacher's weights                     */
} evolution_t;

double
gamp_informed(const saddle_model_t *model, const double *env)
{
    double moment[2];

    quad_approx(model->experiment->moments, env, TOL, moment, NULL);
    return 1e6 / (moment[1] - moment[0] * moment[0]);
}

static int
place(const saddle_model_t *model, const char *name)
{
    int k;

    for (k = 0; k < model->n_orders; k++)
        if (strcmp(model->order[k].name, name) == 0)
            return k;
    return -1;
}

static int
open(evolution_t *e, const saddle_model_t *model, const double *env)
{
    size_t size = (size_t) (model->n_orders + model->n_parameters);
    const saddle_system_t *s = model->system[0];
    double moment[2];

    *e = (evolution_t){ .model = model, .s = s, .m = place(model, "m"),
                        .q = place(model, "q"), .v = place(model, "V"),
                        .m_hat = place(model, "m_hat"),
                        .q_hat = place(model, "q_hat"),
                        .v_hat = place(model, "V_hat") };
    e->x = malloc((size + 1) * sizeof *e->x);
    if (e->x == NULL || e->q < 0 || e->q_hat < 0 || s->map[0] == NULL
        || s->map[1] == NULL || s->n_map[0] > MOST || s->n_map[1] > MOST
        || s->n_map[0] + s->n_map[1] != model->n_orders)
        return 0;
    memcpy(e->x, env, size * sizeof *e->x);
    quad_approx(model->experiment->moments, env, TOL, moment, NULL);
    e->mean = moment[0];
    e->rho = moment[1];
    return 1;
}

/* Half a step: the overlaps (stage 0) or their conjugates (stage 1), these
   times `gain`. */
static int
half(evolution_t *e, int stage, double gain)
{
    double out[MOST];
    int k;

    if (quad_approx(e->s->map[stage], e->x, TOL, out, NULL) == SADDLE_DOMAIN)
        return 0;
    for (k = 0; k < e->s->n_map[stage]; k++)
        e->x[e->s->map_unknown[stage][k]] = stage == 1 ? gain * out[k]
                                                       : out[k];
    return 1;
}

static void
put(evolution_t *e, int at, double value)
{
    if (at >= 0)
        e->x[at] = value;
}

/* Before any label, or after a look at the weights. */
static int
start(evolution_t *e, double snr)
{
    double mean, variance;

    if (snr > 0)
    {
        put(e, e->q_hat, snr);
        put(e, e->m_hat, snr);
        put(e, e->v_hat, snr);
        return half(e, 0, 1);
    }
    if (denoise_prior(e->model, e->x, &mean, &variance) == SADDLE_DOMAIN)
        return 0;
    put(e, e->m, mean * e->mean);
    put(e, e->q, mean * mean);
    put(e, e->v, variance);
    if (e->model->experiment->weights == NULL)
        e->x[e->q] = e->rho;            /* erm: N(0, E w0^2) */
    else if (e->m >= 0)
        e->x[e->q] = fmax(e->x[e->q], LEAST_Q * e->rho);
    return 1;
}

static gamp_point_t
read(const evolution_t *e)
{
    double q = e->x[e->q], m = e->m >= 0 ? e->x[e->m] : q;
    gamp_point_t p = { m, q, e->rho - 2 * m + q, e->rho - q };

    if (e->v >= 0)
        p.variance = e->x[e->v];
    else if (e->m >= 0)
        p.variance = 1 - q;             /* w^2 = 1, and the sphere */
    return p;
}

/* One step.  With everything known but for the error of quadrature there is
   none. */
static int
step(evolution_t *e, double gain)
{
    double q = e->x[e->q];

    if (e->m < 0)                       /* an overlap that leaves a variance */
        e->x[e->q] = q = fmin(q, e->rho * (1 - GAMP_LEAST));
    if (half(e, 1, gain) && half(e, 0, 1))
        return 1;
    e->x[e->q] = q;
    return e->m < 0 && q > e->rho * (1 - NEAR_END);
}

/*
 * Nothing learnt stays so for a rule that is even in z and a prior of mean zero:
 * the first overlap is then proportional to the one before, and its iteration
 * would only amplify the noise of quadrature.
 */
static int
stays_empty(evolution_t *e)
{
    const double small[2] = { SMALL_Q * e->rho, 30 * SMALL_Q * e->rho };
    double *x = e->x, q = x[e->q], out[2] = { 1, 1 };
    double v = e->v >= 0 ? x[e->v] : 0;
    int k, ok = 1;

    if (e->m < 0 || e->model->experiment->weights == NULL
        || x[e->m] != 0 || q > LEAST_Q * e->rho)
        return 0;
    for (k = 0; k < 2 && ok; k++)
    {
        x[e->q] = small[k];
        ok = half(e, 1, 1) && half(e, 0, 1);
        out[k] = x[e->q];
        put(e, e->m, 0);
        put(e, e->v, v);
    }
    x[e->q] = q;
    return ok && out[0] < 1e-2 * e->rho && out[1] > 10 * out[0];
}

static int
is_near(const gamp_point_t *a, const gamp_point_t *b, double tol)
{
    return fabs(a->overlap - b->overlap) < tol
           && fabs(a->self - b->self) < tol
           && fabs(a->variance - b->variance) < tol;
}

double
gamp_evolution(gamp_point_t *point, const saddle_model_t *model,
               const double *env, const gamp_options_t *o, double gain,
               amp_message_t *why)
{
    double rho = NAN;
    evolution_t e;
    int t, ok, empty, stopped = 0;

    snprintf(why->text, sizeof why->text,
             "this model has no overlaps that iterate by themselves");
    if (open(&e, model, env))
    {
        ok = start(&e, o->start);
        empty = ok && stays_empty(&e);
        if (empty)
            e.x[e.q] = 0;
        point[0] = read(&e);
        for (t = 1; ok && !empty && t <= o->iterations; t++)
        {
            stopped = o->tick != NULL && o->tick(o->ctx);
            ok = !stopped && step(&e, gain);
            point[t] = read(&e);
            if (ok && is_near(point + t - 1, point + t, AT_REST * e.rho))
                break;
        }
        for (t -= empty; ok && t < o->iterations; t++)
            point[t + 1] = point[t];
        rho = ok ? e.rho : NAN;
        if (!ok)
            snprintf(why->text, sizeof why->text,
                     stopped ? "interrupted in state evolution, at iteration "
                               "%d"
                     : "state evolution is not known at iteration %d: an "
                       "average is not finite",
                     t - 1);
    }
    free(e.x);
    return rho;
}
