/* runtime/solve/circle.c -- the limit that a slow iteration circles round. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUND 400           /* steps of the iteration that are followed     */
#define TRY_EVERY 20
#define NEARBY 0.1

/* Widens [lo, hi] to what env holds of the system's overlaps. */
static void
visit(const solve_task_t *task, const double *env, double *lo, double *hi)
{
    for (int i = 0; i < task->system->n; i++)
    {
        double x = env[task->system->unknown[i]];

        lo[i] = fmin(lo[i], x);
        hi[i] = fmax(hi[i], x);
    }
}

static int
was_visited(const solve_task_t *task, const double *env, const double *lo,
            const double *hi)
{
    for (int i = 0; i < task->system->n; i++)
    {
        double x = env[task->system->unknown[i]];

        if (x < lo[i] - NEARBY * fabs(lo[i])
            || x > hi[i] + NEARBY * fabs(hi[i]))
            return 0;
    }
    return 1;
}

int
solve_circles(solve_task_t *task, double *env)
{
    size_t bytes = task->model->n_orders * sizeof *env;
    double *x = solve_new_env(task->model, env + task->model->n_orders);
    double lo[SOLVE_MAX], hi[SOLVE_MAX], residual;
    int found = 0;

    for (int i = 0; i < task->system->n; i++)
    {
        lo[i] = INFINITY;
        hi[i] = -INFINITY;
    }
    for (int k = 0; k < ROUND && x != NULL && !found; k++)
    {
        if (!solve_natural_step(task, env))
            break;
        visit(task, env, lo, hi);
        if (k % TRY_EVERY != TRY_EVERY - 1)
            continue;
        memcpy(x, env, bytes);
        found = solve_conjugates(task, x)
                && solve_damped_newton(task, x, &residual)
                && was_visited(task, x, lo, hi);
        if (found)
            memcpy(env, x, bytes);
    }
    free(x);
    return found;
}
