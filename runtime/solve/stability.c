/* runtime/solve/stability.c -- the natural iteration near a state. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEP 1e-5
#define LEAST_STEP 1e-12
#define SETTLED 1e-2    /* two steps agree, or both are next to nothing    */
#define SQUARINGS 48

/* Largest modulus of an eigenvalue of the n x n matrix a (overwritten), by
   |a^k|^(1/k) with k a power of two. */
static double
spectral_radius(int n, double *a, double *square)
{
    double log_norm = 0;

    for (int s = 0; s < SQUARINGS; s++)
    {
        double norm = 0;

        for (int i = 0; i < n * n; i++)
            norm = fmax(norm, fabs(a[i]));
        if (!(norm > 0))
            return norm == 0 ? 0 : NAN;
        log_norm += ldexp(log(norm), -s);
        for (int i = 0; i < n * n; i++)
            a[i] /= norm;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = 0;

                for (int k = 0; k < n; k++)
                    sum += a[i * n + k] * a[k * n + j];
                square[i * n + j] = sum;
            }
        memcpy(a, square, (size_t) n * n * sizeof *a);
    }
    return exp(log_norm);
}

/* Column of the linearised map F in overlap v by steps of about h; x = F(x)
   is the state. */
static int
column(solve_task_t *task, const double *x, int v, double h, double *env,
       double *out)
{
    const saddle_system_t *s = task->system;
    int n = s->n_map[0] > 0 ? s->n_map[0] : s->n_map[1];
    const int *unknown = s->map_unknown[s->n_map[0] > 0 ? 0 : 1];
    size_t bytes = solve_env_size(task->model) * sizeof *env;
    double at[2], weight[2], below, above;
    solve_range_t r;

    if (!solve_ranges(task->model, x, 1, &v, &r))
        return 0;
    below = x[v] - r.lo;
    above = r.hi - x[v];
    h = fmin(h * (1 + fmin(fabs(x[v]), 1)), 0.3 * fmax(below, above));
    if (below > h && above > h)
        at[0] = h, at[1] = -h, weight[0] = 0.5, weight[1] = -0.5;
    else
    {
        /* from one side; exact for a parabola */
        at[0] = above > below ? h : -h;
        at[1] = 2 * at[0];
        weight[0] = above > below ? 2 : -2;
        weight[1] = -0.25 * weight[0];
    }
    for (int i = 0; i < n; i++)
        out[i] = 0;
    for (int k = 0; k < 2; k++)
    {
        memcpy(env, x, bytes);
        env[v] += at[k];
        if (!solve_natural_step(task, env))
            return 0;
        for (int i = 0; i < n; i++)
            out[i] += weight[k] * (env[unknown[i]] - x[unknown[i]]) / h;
    }
    return 1;
}

/* By steps of about h; NAN where the map has no value. */
static double
radius_by(solve_task_t *task, const double *x, double h)
{
    int ok = task->system->n_map[0] > 0, n = task->system->n_map[!ok];
    const int *unknown = task->system->map_unknown[!ok];
    size_t n_env = solve_env_size(task->model);
    double *work, *a, radius;

    work = malloc((n_env + 2 * (size_t) n * n + n + 1) * sizeof *work);
    if (work == NULL)
        return NAN;
    a = work + n_env;
    ok = 1;
    for (int j = 0; j < n && ok; j++)
    {
        ok = column(task, x, unknown[j], h, work, a + 2 * n * n);
        for (int i = 0; i < n; i++)
            a[i * n + j] = a[2 * n * n + i];
    }
    radius = ok ? spectral_radius(n, a, a + n * n) : NAN;
    free(work);
    return radius;
}

/* Is a value that the state fixes infinite? */
static int
is_singular(const saddle_model_t *model, const solve_result_t *state)
{
    const saddle_boundary_t *b;

    if (state->boundary < 0)
        return 0;
    b = model->boundary + state->boundary;
    for (int i = 0; i < b->n_fixed; i++)
        if (isinf(solve_fixed(model, b, i, state->env)))
            return 1;
    return 0;
}

double
solve_eigenvalue(const solve_result_t *state, const saddle_model_t *model,
                 const solve_options_t *options)
{
    int k = solve_find_system(model, -1);
    solve_task_t task = { .model = model, .options = options };
    double h = STEP, radius, before;

    if (k < 0 || state->env == NULL)
        return NAN;
    task.system = model->system[k];
    if (!solve_leads_inward(&task, state->env))
        return NAN;
    radius = radius_by(&task, state->env, h);
    if (!is_singular(model, state))
        return radius;
    /* Where conjugates are infinite the map is no parabola: its slope is that
       to which shorter and shorter steps tend. */
    do
    {
        before = radius;
        h /= 10;
        radius = radius_by(&task, state->env, h);
        if (fabs(radius - before) <= SETTLED * fmax(radius, SETTLED))
            return radius;
    }
    while (h > LEAST_STEP);
    return NAN;
}
