/* runtime/amp/gamp.c -- generalised approximate message passing. */
#include "denoise.h"
#include "gamp.h"

#include "../quadrature/doubles.h"

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HUGE_STEP 1e6    /* an estimate beyond that is divergence          */
enum { STEP_START = 48 };

/* All arrays of a run: of n for weights, of m for labels. */
typedef struct
{
    const instance_t *s;
    const gamp_options_t *o;
    const saddle_experiment_t *e;
    double rho, least;
    int knows;                              /* the student knows the teacher */
    double *a, *c, *big_a, *b, *f;          /* f: two outputs, 2 n         */
    double *v, *omega, *g, *slope;          /* slope: -g'                  */
    double *part;                           /* y, omega, V, out: 5 m       */
} run_t;

void
gamp_options_default(gamp_options_t *o)
{
    *o = (gamp_options_t){ .iterations = 50, .tol = 1e-10, .onsager = 1,
                           .scale_f = 1, .scale_g = 1 };
}

/* ---- memory ------------------------------------------------------------- */

static int
run_init(run_t *r, const instance_t *s, const gamp_options_t *o)
{
    double moment[2], *at = calloc(6 * s->n + 9 * s->m, sizeof *at);

    memset(r, 0, sizeof *r);
    r->s = s;
    r->o = o;
    r->e = s->model->experiment;
    r->knows = !denoise_mismatched(s->model);
    r->a = at;
    if (at == NULL)
        return 0;
    r->c = at += s->n;
    r->big_a = at += s->n;
    r->b = at += s->n;
    r->f = at += s->n;
    r->v = at += 2 * s->n;
    r->omega = at += s->m;
    r->g = at += s->m;
    r->slope = at += s->m;
    r->part = at += s->m;
    quad_approx(r->e->moments, s->env, 1e-10, moment, NULL);
    r->rho = moment[1];
    r->least = GAMP_LEAST * moment[1];
    return 1;
}

/* ---- means --------------------------------------------------------------- */

static double
mean(const double *x, size_t n)
{
    double sum = 0;
    size_t i;

    for (i = 0; i < n; i++)
        sum += x[i];
    return sum / (double) n;
}

/* x <- damping old + (1 - damping) x, and old <- x. */
static void
settle(const run_t *r, int first, double *old, const double *x, size_t n)
{
    double d = first ? 0 : r->o->damping;
    size_t i;

    for (i = 0; i < n; i++)
        old[i] = d * old[i] + (1 - d) * x[i];
}

/* ---- the two halves of a step ------------------------------------------- */

/* V and omega from a, c and the old g. */
static void
fields(run_t *r, int first)
{
    const instance_t *s = r->s;
    double *next = r->part, v = mean(r->c, s->n);
    size_t mu;

    if (r->o->vector)
        instance_square_product(s, 0, r->c, next);
    else
        for (mu = 0; mu < s->m; mu++)
            next[mu] = v;
    settle(r, first, r->v, next, s->m);
    instance_product(s, 0, r->a, r->omega);
    for (mu = 0; mu < s->m; mu++)
    {
        if (!(r->v[mu] >= r->least))
            r->v[mu] = r->least;
        r->omega[mu] -= r->o->onsager * r->v[mu] * r->g[mu];
    }
}

/* g and slope at the new fields, kind by kind. */
static saddle_status_t
outputs(run_t *r, int first)
{
    const instance_t *s = r->s;
    double *in = r->part, *out = in + 3 * s->m, d;
    saddle_status_t status = SADDLE_OK;
    int k, n_kinds = r->e->n_atoms + r->e->n_pieces;
    size_t i, count;

    for (k = 0; k < n_kinds && status != SADDLE_DOMAIN; k++)
    {
        const size_t *place = s->place + s->begin[k];

        count = s->begin[k + 1] - s->begin[k];
        for (i = 0; i < count; i++)
        {
            in[i] = s->y[place[i]];
            in[count + i] = r->omega[place[i]];
            in[2 * count + i] = r->v[place[i]];
        }
        status = denoise_labels(s->model, s->env, k, count, in, in + count,
                                in + 2 * count, out);
        d = first ? 0 : r->o->damping;
        for (i = 0; i < count; i++)
        {
            r->g[place[i]] = d * r->g[place[i]]
                             + (1 - d) * r->o->scale_g * out[i];
            r->slope[place[i]] = -out[count + i];
        }
    }
    return status;
}

/* A and B, then a and c. */
static saddle_status_t
estimates(run_t *r)
{
    const instance_t *s = r->s;
    double ratio = (double) s->m / (double) s->n, a = 0, square;
    saddle_status_t status;
    size_t i;

    if (r->o->vector)
        instance_square_product(s, 1, r->slope, r->big_a);
    else
        a = ratio * mean(r->slope, s->m);
    /* means of -g' and g^2 are equal for a student who knows the rule; the
       second is never negative */
    square = ratio * cblas_ddot((int) s->m, r->g, 1, r->g, 1) / (double) s->m;
    instance_product(s, 1, r->g, r->b);
    for (i = 0; i < s->n; i++)
    {
        if (!r->o->vector)
            r->big_a[i] = a;
        if (r->knows && !(r->big_a[i] > 0))
            r->big_a[i] = square;
        r->b[i] += r->o->onsager * r->big_a[i] * r->a[i];
    }
    status = denoise_weights(s->model, s->env, s->n, r->big_a, r->b, r->f);
    for (i = 0; i < s->n; i++)
        r->f[i] *= r->o->scale_f;
    settle(r, 0, r->a, r->f, s->n);
    settle(r, 0, r->c, r->f + s->n, s->n);
    return status;
}

/* ---- a run -------------------------------------------------------------- */

/* The prior, or the posterior after a look at the weights; a minimiser, which
   has no prior, begins anywhere. */
static saddle_status_t
start(run_t *r, random_t stream)
{
    const instance_t *s = r->s;
    double mean, variance, snr = r->o->start;
    saddle_status_t status;
    size_t i;

    random_normal(r->b, s->n, stream, 0, STEP_START);
    if (!(snr > 0))
    {
        status = denoise_prior(s->model, s->env, &mean, &variance);
        for (i = 0; i < s->n; i++)
        {
            r->a[i] = r->e->weights != NULL ? mean : sqrt(r->rho) * r->b[i];
            r->c[i] = variance;
        }
        return status;
    }
    for (i = 0; i < s->n; i++)
    {
        r->big_a[i] = snr;
        r->b[i] = snr * s->w[i] + sqrt(snr) * r->b[i];
    }
    status = denoise_weights(s->model, s->env, s->n, r->big_a, r->b, r->f);
    memcpy(r->a, r->f, s->n * sizeof *r->a);
    memcpy(r->c, r->f + s->n, s->n * sizeof *r->c);
    return status;
}

static gamp_point_t
measure(const run_t *r)
{
    const instance_t *s = r->s;
    double n = (double) s->n;
    gamp_point_t p = { 0 };
    size_t i;

    p.overlap = cblas_ddot((int) s->n, r->a, 1, s->w, 1) / n;
    p.self = cblas_ddot((int) s->n, r->a, 1, r->a, 1) / n;
    for (i = 0; i < s->n; i++)
        p.mse += (r->a[i] - s->w[i]) * (r->a[i] - s->w[i]);
    p.mse /= n;
    p.variance = mean(r->c, s->n);
    return p;
}

static saddle_status_t
diverged(amp_message_t *why, int t)
{
    snprintf(why->text, sizeof why->text, "AMP diverges at iteration %d", t);
    return SADDLE_DOMAIN;
}

static saddle_status_t
iterate(run_t *r, gamp_point_t *point, int *used, amp_message_t *why)
{
    const gamp_options_t *o = r->o;
    int t;

    for (t = 1; t <= o->iterations; t++)
    {
        if (point[t - 1].variance < r->least) /* nothing left to be learnt */
            break;
        if (o->tick != NULL && o->tick(o->ctx))
        {
            snprintf(why->text, sizeof why->text, "interrupted");
            return SADDLE_LIMIT;
        }
        fields(r, t == 1);
        if (outputs(r, t == 1) == SADDLE_DOMAIN
            || estimates(r) == SADDLE_DOMAIN)
            return diverged(why, t);
        point[t] = measure(r);
        if (!isfinite(point[t].mse) || point[t].mse > HUGE_STEP * r->rho)
            return diverged(why, t);
        if (fabs(point[t].self - point[t - 1].self) < o->tol * r->rho
            && fabs(point[t].mse - point[t - 1].mse) < o->tol * r->rho)
        {
            t++;
            break;
        }
    }
    *used = t - 1;
    for (t = *used + 1; t <= o->iterations; t++)
        point[t] = point[*used];
    return SADDLE_OK;
}

saddle_status_t
gamp_run(gamp_point_t *point, int *used, const instance_t *s,
         const gamp_options_t *o, random_t stream, amp_message_t *why)
{
    saddle_status_t status;
    run_t r;

    *used = 0;
    snprintf(why->text, sizeof why->text, "out of memory");
    if (!run_init(&r, s, o))
        return SADDLE_LIMIT;
    status = start(&r, stream);
    point[0] = measure(&r);
    status = status == SADDLE_DOMAIN ? diverged(why, 0)
                                     : iterate(&r, point, used, why);
    free(r.a);
    return status;
}
