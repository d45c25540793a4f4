/* runtime/amp/denoise.c -- f_w and g_out of a model. */
#include "denoise.h"

#include "../quadrature/doubles.h"
#include "prox.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOL 1e-8         /* of integrals inside                             */
#define LEAST 1e-12      /* A below that is no information                  */

int
denoise_known(const saddle_model_t *model)
{
    const saddle_experiment_t *e = model->experiment;

    return e != NULL && ((e->weights != NULL && e->labels != NULL)
                         || e->penalty != NULL);
}

int
denoise_mismatched(const saddle_model_t *model)
{
    int k;

    for (k = 0; k < model->n_orders; k++)
        if (strcmp(model->order[k].name, "m") == 0)
            return 1;
    return 0;
}

/* penalty(w) + A w^2/2 - B w: the proximal map at B/A with 1/A. */
static saddle_status_t
minimise(const saddle_experiment_t *e, const double *env, size_t n,
         const double *a, const double *b, double *f)
{
    double *x = calloc(2 * n + 1, sizeof *x), *v = x + n;
    size_t i;
    int ok = x != NULL;

    for (i = 0; ok && i < n; i++)
    {
        v[i] = 1 / fmax(a[i], LEAST);
        x[i] = b[i] * v[i];
    }
    ok = ok && prox_run(e->penalty, env, NULL, x, v, n, NULL, NULL, f, f + n);
    for (i = 0; ok && i < n; i++)
        f[n + i] *= v[i];
    free(x);
    return ok ? SADDLE_OK : SADDLE_DOMAIN;
}

saddle_status_t
denoise_weights(const saddle_model_t *model, const double *env, size_t n,
                const double *a, const double *b, double *f)
{
    const saddle_experiment_t *e = model->experiment;
    const double *in[3] = { a, b, NULL };
    saddle_status_t status;
    double *square;
    size_t i;

    if (e->weights == NULL)
        return minimise(e, env, n, a, b, f);
    if (e->weights->n_inputs < 3)
        return quad_map(e->weights, n, in, env, TOL, f);
    square = malloc((n + 1) * sizeof *square);
    if (square == NULL)
        return SADDLE_LIMIT;
    square[0] = cblas_ddot((int) n, b, 1, b, 1) / (double) n;
    for (i = 1; i < n; i++)
        square[i] = square[0];
    in[2] = square;
    status = quad_map(e->weights, n, in, env, TOL, f);
    free(square);
    return status;
}

static saddle_status_t
respond(const saddle_experiment_t *e, const double *env, size_t n,
        const double *y, const double *omega, const double *v, double *g)
{
    double *ends = NULL;
    const double *in[1] = { y };
    size_t i;
    int ok = 1;

    if (e->allowed != NULL)
    {
        ends = malloc((2 * n + 1) * sizeof *ends);
        ok = ends != NULL
             && quad_map(e->allowed, n, in, env, TOL, ends) != SADDLE_LIMIT;
    }
    ok = ok && prox_run(e->loss, env, y, omega, v, n, ends,
                        ends != NULL ? ends + n : NULL, g, g + n);
    for (i = 0; ok && i < n; i++)
    {
        g[i] = (g[i] - omega[i]) / v[i];
        g[n + i] = (g[n + i] - 1) / v[i];
    }
    free(ends);
    return ok ? SADDLE_OK : SADDLE_DOMAIN;
}

saddle_status_t
denoise_labels(const saddle_model_t *model, const double *env, int kind,
               size_t n, const double *y, const double *omega,
               const double *v, double *g)
{
    const saddle_experiment_t *e = model->experiment;
    const double *in[3] = { y, omega, v };

    if (e->labels == NULL)
        return respond(e, env, n, y, omega, v, g);
    return quad_map(e->labels[kind], n, in, env, TOL, g);
}

saddle_status_t
denoise_prior(const saddle_model_t *model, const double *env, double *mean,
              double *variance)
{
    const saddle_experiment_t *e = model->experiment;
    double moment[2], f[2], zero = 0, a = 0;
    saddle_status_t status;

    quad_approx(e->moments, env, 1e-10, moment, NULL);
    *mean = e->weights != NULL ? moment[0] : 0;
    *variance = moment[1] - *mean * *mean;
    if (!denoise_mismatched(model) || e->weights == NULL)
        return SADDLE_OK;
    status = denoise_weights(model, env, 1, &a, &zero, f);
    if (status == SADDLE_DOMAIN)    /* the law's form at A > 0 only */
    {
        a = 1e-6 / moment[1];
        status = denoise_weights(model, env, 1, &a, &zero, f);
    }
    *mean = f[0];
    *variance = f[1];
    return status;
}
