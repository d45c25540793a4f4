/* runtime/quadrature/sizes.c -- how large integrands are, on a grid. */
#include "balls.h"
#include "machine_real.h"

#include <math.h>
#include <stdlib.h>

static double
log2_size(const arb_t x)
{
    mag_t size;
    double v;

    mag_init(size);
    arb_get_mag(size, x);
    v = mag_is_inf(size) ? 0
        : mag_is_zero(size) ? -HUGE_VAL : mag_get_d_log2_approx(size);
    mag_clear(size);
    return v;
}

/* log2 of all integrands at x, with the weight.  0: not in the domain. */
static int
sizes_at(double *value, real_machine_t *m, const saddle_group_t *g, double x)
{
    int k, good = 1;

    arb_set_d(m->r + g->n_env, x);
    m->outside[g->n_env] = 0;
    m->n_selects = 0;
    g->ball->integrand(&m->base);
    for (k = 0; k < g->n_integrands; k++)
    {
        value[k] = log2_size(m->r + g->ball->outputs[k]);
        if (m->outside[g->ball->outputs[k]])
            good = 0;
        if (g->weight_gauss)
            value[k] -= x * x / (2 * M_LN2) + 1.3;
    }
    return good;
}

/* scale becomes log2(2^scale + 2^v) */
static void
add_size(double *scale, double v)
{
    if (v > *scale)
        *scale = v + log2(1 + exp2(*scale - v));
    else if (v > -HUGE_VAL)
        *scale += log2(1 + exp2(v - *scale));
}

/* Integrand k is large at a place between points i - 1 and i + 1 that no point
   saw: closed in on by halves, until the values beside it are no smaller. */
static void
climb(sizes_t *s, real_machine_t *m, const saddle_group_t *g, int i, int k)
{
    double *value = malloc((size_t) s->n_integrands * sizeof *value);
    double *point = s->log2_value + k, at = s->x0 + i * s->step;
    double best = point[i * s->n_integrands], width = s->step, next = at, side[2];
    int j, tries;

    if (value == NULL)
        abort();
    for (tries = 0; tries < 50; tries++)
    {
        double top = best;

        width /= 2;
        for (j = 0; j < 2; j++)
        {
            double x = j == 0 ? at - width : at + width;

            side[j] = sizes_at(value, m, g, x) ? value[k] : -HUGE_VAL;
            if (side[j] > top)
            {
                top = side[j];
                next = x;
            }
        }
        if (top - fmin(fmin(side[0], side[1]), best) < 1)
            break;
        best = top;
        at = next;
    }
    add_size(&s->log2_scale[k], best + log2(width));
    for (j = i - 1; j <= i + 1; j++)
        if (j >= 0 && j < s->n)
            point[j * s->n_integrands]
                = fmax(point[j * s->n_integrands], best);
    free(value);
}

/* Beside a point that is larger than its neighbours, by this many bits. */
#define STEEP 12

static void
find_peaks(sizes_t *s, real_machine_t *m, const saddle_group_t *g)
{
    int i, k, n_k = s->n_integrands;

    for (k = 0; k < n_k; k++)
        for (i = 1; i + 1 < s->n; i++)
        {
            double *v = s->log2_value + i * n_k + k;

            if (v[0] > v[-n_k] && v[0] >= v[n_k]
                && v[0] - fmin(v[-n_k], v[n_k]) > STEEP)
                climb(s, m, g, i, k);
        }
}

saddle_status_t
sizes_approx(sizes_t *s, ball_task_t *task, double x0, double x1, int n)
{
    const saddle_group_t *g = task->group;
    int i, k, n_k = g->n_integrands;
    saddle_status_t status = SADDLE_OK;
    real_machine_t m;

    s->n_integrands = n_k;
    s->n = n;
    s->x0 = x0;
    s->step = (x1 - x0) / (n - 1);
    s->log2_value = malloc((size_t) (n * n_k + n_k) * sizeof(double));
    if (s->log2_value == NULL)
        abort();
    s->log2_scale = s->log2_value + n * n_k;
    for (k = 0; k < n_k; k++)
        s->log2_scale[k] = -HUGE_VAL;
    real_machine_init(&m, g->ball->n_registers);
    real_machine_set(&m, task->env, g->n_env, 64);
    g->ball->constants(&m.base);
    for (i = 0; i < n; i++)
    {
        double *v = s->log2_value + i * n_k;

        if (!sizes_at(v, &m, g, x0 + i * s->step))
            status = SADDLE_DOMAIN;
        for (k = 0; k < n_k; k++)
            add_size(&s->log2_scale[k],
                     v[k] + log2(s->step > 0 ? s->step : 1));
    }
    if (status == SADDLE_OK && s->step > 0)
        find_peaks(s, &m, g);
    for (k = 0; k < n_k; k++)
        if (!(s->log2_scale[k] > -1e9))
            s->log2_scale[k] = 0;
    real_machine_clear(&m);
    if (status != SADDLE_OK)
        task->why = "logarithm or root of a negative number in an integrand";
    return status;
}

void
sizes_clear(sizes_t *s)
{
    free(s->log2_value);
}

double
sizes_relative_approx(const sizes_t *s, double x)
{
    double best = -1e9, at = s->step > 0 ? (x - s->x0) / s->step : 0;
    int i, k, low = at < 0 ? 0 : (int) at;

    for (i = low; i <= low + 1; i++)
        for (k = 0; k < s->n_integrands; k++)
        {
            int j = i < s->n ? i : s->n - 1;
            double v = s->log2_value[j * s->n_integrands + k]
                       - s->log2_scale[k];

            if (v > best)
                best = v;
        }
    return best;
}
