/* runtime/solve/condition.c -- what vanishes at a critical value. */
#include "search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Equations that are linear in the extras, with a square matrix: column j from
   extra j = 1.  base: their values where all extras are zero. */
static int
linear_part(solve_task_t *task, double *env, int first_row, double *base,
            double *a)
{
    const saddle_system_t *system = task->system;
    int n = system->n_extra;
    int first = task->model->n_orders + task->model->n_parameters;
    double f[SOLVE_MAX];

    for (int j = -1; j < n; j++)
    {
        for (int i = 0; i < n; i++)
            env[first + i] = i == j;
        if (!solve_value(task, system->residual, env, f))
            return 0;
        for (int i = 0; i < n; i++)
            if (j < 0)
                base[i] = f[first_row + i];
            else
                a[i * n + j] = f[first_row + i] - base[i];
    }
    return 1;
}

/* det a by elimination; rows are scaled to size one. */
static double
determinant(int n, double *a)
{
    double value = 1;

    for (int c = 0; c < n; c++)
    {
        int best = c;

        for (int i = c + 1; i < n; i++)
            if (fabs(a[i * n + c]) > fabs(a[best * n + c]))
                best = i;
        for (int j = 0; j < n && best != c; j++)
        {
            double t = a[c * n + j];

            a[c * n + j] = a[best * n + j];
            a[best * n + j] = t;
        }
        value *= best != c ? -a[c * n + c] : a[c * n + c];
        if (a[c * n + c] == 0)
            return 0;
        for (int i = c + 1; i < n; i++)
        {
            double f = a[i * n + c] / a[c * n + c];

            for (int j = c; j < n; j++)
                a[i * n + j] -= f * a[c * n + j];
        }
    }
    return value;
}

/* The determinant of all second derivatives; the extras become the vector that
   they (nearly) annihilate. */
static int
instability(solve_task_t *task, double *env, double *value, double *a)
{
    const saddle_system_t *system = task->system;
    int n = system->n_extra, orders = system->n - n - 1;
    int first = task->model->n_orders + task->model->n_parameters;
    double base[SOLVE_MAX], v[SOLVE_MAX];

    if (!linear_part(task, env, orders, base, a))
        return 0;
    for (int i = 0; i < n; i++)
        v[i] = 1 + 0.1 * i;
    turn_null_vector(n, a, v);
    for (int i = 0; i < n; i++)
        env[first + i] = v[i];
    *value = determinant(n, a);
    return isfinite(*value);
}

/* The observable's derivative along the branch; the extras become dx/dp. */
static int
extremum(solve_task_t *task, double *env, double *value, double *a)
{
    const saddle_system_t *system = task->system;
    int n = system->n_extra;
    int first = task->model->n_orders + task->model->n_parameters;
    double t[SOLVE_MAX], f[SOLVE_MAX];

    if (!linear_part(task, env, n, t, a))
        return 0;
    for (int i = 0; i < n; i++)
        t[i] = -t[i];
    if (n > 0 && !solve_linear(n, a, t))
        return 0;
    for (int i = 0; i < n; i++)
        env[first + i] = t[i];
    if (!solve_value(task, system->residual, env, f))
        return 0;
    *value = f[system->n - 1];
    return 1;
}

int
condition_value(search_t *s, const saddle_system_t *system, double *env,
                double *value)
{
    solve_task_t task = { .model = s->model, .options = s->options };
    size_t n = system->n_extra;
    double f[SOLVE_MAX], *a = malloc((n * n + 1) * sizeof *a);
    int ok = a != NULL && system->n <= SOLVE_MAX;

    task.system = system;
    if (ok && s->condition == SADDLE_IS_INSTABILITY)
        ok = instability(&task, env, value, a);
    else if (ok && s->condition == SADDLE_IS_EXTREMUM)
        ok = extremum(&task, env, value, a);
    else if (ok)
    {
        ok = solve_value(&task, system->residual, env, f);
        *value = ok ? f[system->n - 1] : NAN;
    }
    free(a);
    if (!ok)
    {
        s->failed = "the equation was not finite";
        s->failed_at = env[s->parameter];
    }
    return ok;
}

int
condition_sides_hold(search_t *s, const saddle_system_t *system,
                     const double *env)
{
    double side[SOLVE_MAX];
    solve_task_t task = { .model = s->model, .system = system,
                          .options = s->options };

    if (system->n_sides == 0 || system->sides == NULL)
        return 1;
    if (system->n_sides > SOLVE_MAX
        || !solve_value(&task, system->sides, env, side))
        return 0;
    for (int i = 0; i < system->n_sides; i++)
        if (!(side[i] > 0))
            return 0;
    return 1;
}
