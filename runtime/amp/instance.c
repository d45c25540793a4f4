/* runtime/amp/instance.c -- a finite system drawn from a spec. */
#include "instance.h"

#include "../quadrature/doubles.h"

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_KINDS 64
#define MAP_TOL 1e-9
#define MOST_COUNT 1e6      /* mean of a count                             */
#define PART_COUNT 400      /* of what is drawn at once                    */

/* Steps of the trial's stream. */
enum { STEP_MATRIX = 1, STEP_WEIGHTS = 16, STEP_LABELS = 32,
       STEP_COINS = 64 };

size_t
instance_samples(const saddle_model_t *model, const double *env, size_t n)
{
    double samples;

    if (quad_approx(model->experiment->samples, env, 1e-10, &samples, NULL)
            != SADDLE_OK
        || !(samples * (double) n >= 0.5 && samples * (double) n < 0x1p40))
        return 0;
    return (size_t) (samples * (double) n + 0.5);
}

double
instance_bytes(size_t n, size_t m)
{
    return 8.0 * ((double) n * (double) m + 20.0 * (double) n
                  + 24.0 * (double) m);
}

/*
 * mean[i] <- a count of that mean, by inversion: the first k with P(at most k)
 * >= u.  Large means are drawn in parts, which add up.
 */
static saddle_status_t
draw_counts(double *mean, size_t n, random_t r, uint64_t row, uint64_t step)
{
    double *u = malloc((2 * n + 1) * sizeof *u), *count = u + n, most = 0;
    double part, p, below;
    size_t i, k, n_parts;

    if (u == NULL)
        return SADDLE_LIMIT;
    for (i = 0; i < n; i++)
    {
        most = mean[i] > most ? mean[i] : most;
        count[i] = mean[i] >= 0 && mean[i] <= MOST_COUNT ? 0 : NAN;
    }
    n_parts = most <= MOST_COUNT ? (size_t) (most / PART_COUNT) + 1 : 0;
    for (k = 0; k < n_parts; k++)
    {
        random_uniform(u, n, r, row + k, step);
        for (i = 0; i < n; i++)
        {
            part = mean[i] / (double) n_parts;
            p = below = exp(-part);
            for (int j = 1; below < u[i] && j < 4 * PART_COUNT; j++)
            {
                p *= part / j;
                below += p;
                count[i]++;
            }
        }
    }
    memcpy(mean, count, n * sizeof *mean);
    free(u);
    return n_parts > 0 ? SADDLE_OK : SADDLE_DOMAIN;
}

/* n values of a random variable; given: its given inputs. */
static saddle_status_t
draw(const saddle_draw_t *d, const double *env, random_t r, uint64_t step,
     size_t n, const double *given, double *out)
{
    const double *in[SADDLE_MAP_INPUTS] = { given };
    double *variate = malloc(((size_t) d->n_variates * n + 1)
                             * sizeof *variate);
    saddle_status_t status;
    int k;

    if (variate == NULL)
        return SADDLE_LIMIT;
    for (k = 0; k < d->n_variates; k++)
    {
        double *at = variate + (size_t) k * n;

        if (d->variate[k] == SADDLE_NORMAL)
            random_normal(at, n, r, (uint64_t) k, step);
        else
            random_uniform(at, n, r, (uint64_t) k, step);
        in[d->n_given + k] = at;
    }
    status = quad_map(d->value, n, in, env, MAP_TOL, out);
    if (status == SADDLE_OK && d->is_count)
        status = draw_counts(out, n, r, (uint64_t) d->n_variates, step);
    free(variate);
    return status;
}

saddle_status_t
instance_weights(const saddle_model_t *model, const double *env, random_t r,
                 uint64_t step, size_t n, double *w)
{
    saddle_status_t status = draw(model->experiment->weight, env, r,
                                  STEP_WEIGHTS + step, n, NULL, w);

    if (status == SADDLE_OK && model->experiment->sphere)
        cblas_dscal((int) n, sqrt((double) n) / cblas_dnrm2((int) n, w, 1), w,
                    1);
    return status;
}

saddle_status_t
instance_labels(const saddle_model_t *model, const double *env, random_t r,
                uint64_t step, size_t n, const double *z, double *y)
{
    return draw(model->experiment->label, env, r, STEP_LABELS + step, n, z, y);
}

/* The kind of a label: an atom that it equals up to rounding, or the range
   that it lies in. */
static int
kind_of(const saddle_experiment_t *e, const double *kind, double y)
{
    int k;

    for (k = 0; k < e->n_atoms; k++)
        if (fabs(y - kind[k]) <= 1e-12 * (1 + fabs(y)))
            return k;
    for (k = 0; k < e->n_pieces; k++)
        if (y >= kind[e->n_atoms + 2 * k]
            && y <= kind[e->n_atoms + 2 * k + 1])
            return e->n_atoms + k;
    return -1;
}

/* Fills place and begin. */
static saddle_status_t
sort_labels(instance_t *s, amp_message_t *why)
{
    const saddle_experiment_t *e = s->model->experiment;
    int n_kinds = e->n_atoms + e->n_pieces, k;
    double kind[2 * MAX_KINDS];
    size_t count[MAX_KINDS] = { 0 }, i;

    s->begin = calloc((size_t) n_kinds + 1, sizeof *s->begin);
    if (s->begin == NULL || n_kinds > MAX_KINDS)
        return SADDLE_LIMIT;
    quad_approx(e->kinds, s->env, 1e-10, kind, NULL);
    for (i = 0; i < s->m; i++)
    {
        k = kind_of(e, kind, s->y[i]);
        if (k < 0)
        {
            snprintf(why->text, sizeof why->text,
                     "the label %g is not of the rule's range", s->y[i]);
            return SADDLE_DOMAIN;
        }
        count[k]++;
    }
    for (k = 0; k < n_kinds; k++)
        s->begin[k + 1] = s->begin[k] + count[k];
    memcpy(count, s->begin, (size_t) n_kinds * sizeof *count);
    for (i = 0; i < s->m; i++)
        s->place[count[kind_of(e, kind, s->y[i])]++] = i;
    return SADDLE_OK;
}

static void
draw_matrix(instance_t *s, matrix_kind_t kind, random_t r)
{
    double scale = 1 / sqrt((double) s->n);
    size_t mu;

    for (mu = 0; mu < s->m; mu++)
        if (kind == MATRIX_SIGNS)
            random_sign(s->f + mu * s->n, s->n, scale, r, mu, STEP_MATRIX);
        else
        {
            random_normal(s->f + mu * s->n, s->n, r, mu, STEP_MATRIX);
            cblas_dscal((int) s->n, scale, s->f + mu * s->n, 1);
        }
}

/* Entries +-1/sqrt(N) make fields meet the places where a rule jumps, which is
   decided arbitrarily: by a coin, of the size of rounding. */
static saddle_status_t
draw_labels(instance_t *s, matrix_kind_t kind, random_t r)
{
    double *coin = s->y;
    size_t mu;

    if (kind == MATRIX_SIGNS)
    {
        random_sign(coin, s->m, 1e-14, r, 0, STEP_COINS);
        for (mu = 0; mu < s->m; mu++)
            s->z[mu] += coin[mu];
    }
    return instance_labels(s->model, s->env, r, 0, s->m, s->z, s->y);
}

saddle_status_t
instance_new(instance_t *out, const saddle_model_t *model, const double *env,
             size_t n, size_t m, matrix_kind_t kind, random_t r,
             amp_message_t *why)
{
    saddle_status_t status;

    memset(out, 0, sizeof *out);
    out->model = model;
    out->env = env;
    out->n = n;
    out->m = m;
    out->f = malloc(n * m * sizeof *out->f);
    out->w = malloc(n * sizeof *out->w);
    out->z = malloc(m * sizeof *out->z);
    out->y = malloc(m * sizeof *out->y);
    out->place = malloc(m * sizeof *out->place);
    snprintf(why->text, sizeof why->text, "out of memory");
    if (out->f == NULL || out->w == NULL || out->z == NULL || out->y == NULL
        || out->place == NULL)
        return SADDLE_LIMIT;
    draw_matrix(out, kind, r);
    status = instance_weights(model, env, r, 0, n, out->w);
    if (status == SADDLE_OK)
    {
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int) m, (int) n, 1, out->f,
                    (int) n, out->w, 1, 0, out->z, 1);
        status = draw_labels(out, kind, r);
    }
    if (status == SADDLE_DOMAIN)
        snprintf(why->text, sizeof why->text,
                 "a weight or label that was drawn is not finite");
    return status == SADDLE_OK ? sort_labels(out, why) : status;
}

void
instance_clear(instance_t *s)
{
    free(s->f);
    free(s->w);
    free(s->z);
    free(s->y);
    free(s->place);
    free(s->begin);
    memset(s, 0, sizeof *s);
}
