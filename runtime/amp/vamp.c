/* runtime/amp/vamp.c -- vector AMP on row-orthogonal inputs. */
#include "vamp.h"

#include "../quadrature/doubles.h"

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAP_TOL 1e-8
#define CLIP 1e-9       /* of the mean slopes, which lie between 0 and 1    */
enum { STEP_SIGNS = 70, STEP_ROWS = 71, STEP_START = 72 };

void
vamp_transform(double *x, size_t n)
{
    size_t half, i, k;

    for (half = 1; half < n; half *= 2)
        for (i = 0; i < n; i += 2 * half)
            for (k = i; k < i + half; k++)
            {
                double a = x[k], b = x[k + half];

                x[k] = a + b;
                x[k + half] = a - b;
            }
    cblas_dscal((int) n, 1 / sqrt((double) n), x, 1);
}

int
vamp_noise(double *delta, const saddle_model_t *model, const double *env)
{
    static const double y[] = { 0.3, -1, 2 }, omega[] = { 0.1, 0.5, -0.7 };
    static const double v[] = { 1, 0.2, 3 };
    const saddle_experiment_t *e = model->experiment;
    const double *in[3] = { y, omega, v };
    double out[6];
    int i;

    if (e->n_atoms != 0 || e->n_pieces != 1 || e->labels == NULL
        || model->system[0]->n_map[0] != 1
        || quad_map(e->labels[0], 3, in, env, MAP_TOL, out) != SADDLE_OK)
        return 0;
    *delta = -1 / out[3] - v[0];
    for (i = 0; i < 3; i++)
        if (fabs(out[i] * (*delta + v[i]) - (y[i] - omega[i])) > 1e-9
            || fabs(out[3 + i] * (*delta + v[i]) + 1) > 1e-9)
            return 0;
    return *delta > 1e-14;
}

double
vamp_bytes(size_t n)
{
    return 8.0 * 16 * (double) n;
}

typedef struct
{
    size_t n, m;
    double *w, *sign, *r1, *r2, *x, *f, *a, *b, *y;
    int *row;
} run_t;

/* out (m) = A in (n). */
static void
forward(run_t *v, const double *in, double *out)
{
    size_t i;

    for (i = 0; i < v->n; i++)
        v->b[i] = v->sign[i] * in[i];
    vamp_transform(v->b, v->n);
    for (i = 0; i < v->m; i++)
        out[i] = v->b[v->row[i]];
}

/* x += scale A^T in. */
static void
add_backward(run_t *v, const double *in, double scale, double *x)
{
    size_t i;

    memset(v->b, 0, v->n * sizeof *v->b);
    for (i = 0; i < v->m; i++)
        v->b[v->row[i]] = in[i];
    vamp_transform(v->b, v->n);
    for (i = 0; i < v->n; i++)
        x[i] += scale * v->sign[i] * v->b[i];
}

static double
clipped(double a)
{
    return fmin(fmax(a, CLIP), 1 - CLIP);
}

static gamp_point_t
measure(const run_t *v, const double *x, double variance)
{
    double n = (double) v->n;
    gamp_point_t p = { cblas_ddot((int) v->n, x, 1, v->w, 1) / n,
                       cblas_ddot((int) v->n, x, 1, x, 1) / n, 0, variance };
    size_t i;

    for (i = 0; i < v->n; i++)
        p.mse += (x[i] - v->w[i]) * (x[i] - v->w[i]) / n;
    return p;
}

/* r1, gamma1 -> f_w; *slope: its mean slope a1 = gamma1 mean(f'). */
static int
denoise(run_t *v, const saddle_model_t *model, const double *env,
        double gamma, double *slope)
{
    const double *in[2] = { v->a, v->x };
    size_t i;

    for (i = 0; i < v->n; i++)
    {
        v->a[i] = gamma;
        v->x[i] = gamma * v->r1[i];
    }
    *slope = 0;
    if (quad_map(model->experiment->weights, v->n, in, env, MAP_TOL, v->f)
        == SADDLE_DOMAIN)
        return 0;
    for (i = 0; i < v->n; i++)
        *slope += gamma * v->f[v->n + i] / (double) v->n;
    *slope = clipped(*slope);
    return 1;
}

static int
iterate(gamp_point_t *point, run_t *v, const saddle_model_t *model,
        const double *env, double delta, const gamp_options_t *o, int *at)
{
    double gamma1 = o->start, gamma2, a1, a2;
    double alpha = (double) v->m / (double) v->n;
    size_t i;
    int t;

    for (t = 1; t <= o->iterations; t++)
    {
        *at = t;
        if ((o->tick != NULL && o->tick(o->ctx))
            || !denoise(v, model, env, gamma1, &a1))
            return 0;
        point[t] = measure(v, v->f, a1 / gamma1);
        if (!isfinite(point[t].mse))
            return 0;
        gamma2 = gamma1 * (1 - a1) / a1;
        for (i = 0; i < v->n; i++)
            v->x[i] = v->r2[i] = (v->f[i] - o->onsager * a1 * v->r1[i])
                                 / (1 - o->onsager * a1);
        forward(v, v->r2, v->a);
        for (i = 0; i < v->m; i++)
            v->a[i] = v->y[i] - v->a[i];
        add_backward(v, v->a, 1 / (1 + delta * gamma2), v->x);
        a2 = clipped(alpha * gamma2 / (1 / delta + gamma2) + 1 - alpha);
        for (i = 0; i < v->n; i++)
            v->r1[i] = (v->x[i] - a2 * v->r2[i]) / (1 - a2);
        gamma1 = gamma2 * (1 - a2) / a2;
    }
    return 1;
}

static saddle_status_t
draw(run_t *v, const saddle_model_t *model, const double *env, double start,
     random_t r)
{
    saddle_status_t status;
    size_t i;

    random_sign(v->sign, v->n, 1, r, 0, STEP_SIGNS);
    random_permutation(v->row, (int) v->n, r, STEP_ROWS);
    status = instance_weights(model, env, r, 0, v->n, v->w);
    if (status != SADDLE_OK)
        return status;
    forward(v, v->w, v->a);
    random_normal(v->r1, v->n, r, 0, STEP_START);
    for (i = 0; i < v->n; i++)
        v->r1[i] = v->w[i] + v->r1[i] / sqrt(start);
    return instance_labels(model, env, r, 0, v->m, v->a, v->y);
}

saddle_status_t
vamp_run(gamp_point_t *point, const saddle_model_t *model, const double *env,
         size_t n, size_t m, double delta, const gamp_options_t *o,
         random_t r, amp_message_t *why)
{
    double *at = malloc(10 * n * sizeof *at), moment[2];
    run_t v = { n, m, at, at + n, at + 2 * n, at + 3 * n, at + 4 * n,
                at + 5 * n, at + 7 * n, at + 8 * n, at + 9 * n, NULL };
    saddle_status_t status = SADDLE_LIMIT;
    size_t i;
    int t = 0;

    v.row = malloc(n * sizeof *v.row);
    snprintf(why->text, sizeof why->text, "out of memory");
    if (at != NULL && v.row != NULL)
    {
        status = draw(&v, model, env, o->start, r);
        quad_approx(model->experiment->moments, env, 1e-10, moment, NULL);
        for (i = 0; i < n; i++)
            v.x[i] = moment[0];
        point[0] = measure(&v, v.x, moment[1] - moment[0] * moment[0]);
        if (status == SADDLE_OK
            && !iterate(point, &v, model, env, delta, o, &t))
        {
            snprintf(why->text, sizeof why->text,
                     "VAMP diverges at iteration %d", t);
            status = SADDLE_DOMAIN;
        }
    }
    free(v.row);
    free(at);
    return status;
}

double
vamp_evolution(gamp_point_t *point, const saddle_model_t *model, const double *env,
               double alpha, double delta, const gamp_options_t *o,
               amp_message_t *why)
{
    const saddle_system_t *s = model->system[0];
    size_t size = (size_t) (model->n_orders + model->n_parameters);
    double *x = malloc(size * sizeof *x), moment[2], gamma = o->start, e;
    double rho = NAN, spread, q;
    int t, ok = x != NULL && s->n_map[0] == 1;

    snprintf(why->text, sizeof why->text,
             "state evolution has no finite value");
    if (ok)
    {
        memcpy(x, env, size * sizeof *x);
        quad_approx(model->experiment->moments, env, 1e-10, moment, NULL);
        q = moment[0] * moment[0];
        spread = moment[1] - q;
        point[0] = (gamp_point_t){ q, q, spread, spread };
        for (t = 1; ok && t <= o->iterations; t++)
        {
            x[s->map_unknown[1][0]] = gamma;
            ok = quad_approx(s->map[0], x, 1e-10, &q, NULL) != SADDLE_DOMAIN
                 || gamma > 1e6 / spread;
            e = moment[1] - q;
            point[t] = (gamp_point_t){ q, q, e, e };
            e = fmax(e, GAMP_LEAST * spread);
            gamma = 1 / e - gamma;              /* gamma_2 */
            e = alpha / (1 / delta + gamma) + (1 - alpha) / gamma;
            gamma = 1 / e - gamma;
        }
        rho = ok ? moment[1] : NAN;
    }
    free(x);
    return rho;
}
