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
        double x = x0 + i * s->step, *scale = s->log2_scale;

        arb_set_d(m.r + g->n_env, x);
        m.outside[g->n_env] = 0;
        m.n_selects = 0;
        g->ball->integrand(&m.base);
        for (k = 0; k < n_k; k++)
        {
            double v = log2_size(m.r + g->ball->outputs[k]);

            if (m.outside[g->ball->outputs[k]])
                status = SADDLE_DOMAIN;
            if (g->weight_gauss)
                v -= x * x / (2 * M_LN2) + 1.3;
            s->log2_value[i * n_k + k] = v;
            v += log2(s->step > 0 ? s->step : 1);
            if (v > scale[k])
                scale[k] = v + log2(1 + exp2(scale[k] - v));
            else if (v > -HUGE_VAL)
                scale[k] += log2(1 + exp2(v - scale[k]));
        }
    }
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
