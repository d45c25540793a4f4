/* runtime/solve/branch_step.c -- from one point of a branch to the next. */
#include "search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEWTON_STEPS 10
#define BEND 0.4            /* part of the predicted change                 */
#define LOOSE 2e-3          /* or of the natural length                     */
#define CHORD_STEPS 12
#define CHORD_END 1e-9      /* of the natural length                        */

double
branch_unit(double x, const solve_range_t *r)
{
    double u = fmin(fabs(x) + 1, fmin(x - r->lo, r->hi - x));

    return fmax(u, 1e-300);
}

/* The tangent's point in env; what it changed by in change. */
static int
predict(const search_t *s, const branch_t *b, const point_t *from, double p,
        double *env, double *change)
{
    solve_range_t range[SOLVE_MAX];
    const saddle_system_t *system = b->system;

    memcpy(env, from->env, solve_env_size(s->model) * sizeof *env);
    env[s->parameter] = p;
    if (!solve_ranges(s->model, env, system->n, system->unknown, range))
        return 0;
    for (int i = 0; i < system->n; i++)
    {
        int v = system->unknown[i];
        double x = env[v], to = x + from->slope[i] * (p - from->p);

        /* not more than half of the way to an end */
        if (isfinite(range[i].lo))
            to = fmax(to, x - 0.5 * (x - range[i].lo));
        if (isfinite(range[i].hi))
            to = fmin(to, x + 0.5 * (range[i].hi - x));
        change[i] = to - x;
        env[v] = to;
    }
    return 1;
}

/* Newton with the Jacobian of `from`: cheap, and converges where that Jacobian
   has hardly changed. */
static int
chord(search_t *s, solve_task_t *task, const point_t *from, double *env)
{
    const saddle_system_t *system = task->system;
    int n = system->n, done = 0;
    double f[SOLVE_MAX], before = INFINITY;
    double *j = malloc(((size_t) n * n + 1) * sizeof *j);
    solve_range_t range[SOLVE_MAX];

    for (int k = 0; k < CHORD_STEPS && j != NULL && !done; k++)
    {
        double size = 0;

        memcpy(j, from->jacobian, (size_t) n * n * sizeof *j);
        if (!solve_inside(s->model, env, n, system->unknown)
            || !solve_ranges(s->model, env, n, system->unknown, range)
            || !solve_value(task, system->residual, env, f)
            || !solve_linear(n, j, f))
            break;
        for (int i = 0; i < n; i++)
        {
            double x = env[system->unknown[i]];

            size = fmax(size, fabs(f[i]) / branch_unit(x, range + i));
            env[system->unknown[i]] -= f[i];
        }
        if (!(size < 0.5 * before))
            break;
        before = size;
        done = size < CHORD_END;
    }
    free(j);
    return done && solve_inside(s->model, env, n, system->unknown);
}

int
branch_step(search_t *s, const branch_t *b, const point_t *from, double p,
     double *env)
{
    const saddle_system_t *system = b->system;
    double change[SOLVE_MAX], guess[SOLVE_MAX], residual;
    solve_range_t range[SOLVE_MAX];
    solve_task_t task = { .model = s->model, .options = s->options };

    if (system == NULL || system->n == 0)
    {
        memcpy(env, from->env, solve_env_size(s->model) * sizeof *env);
        env[s->parameter] = p;
        if (b->boundary >= 0)
            solve_fix(s->model, b->boundary, env);
        return 1;
    }
    task.system = system;
    task.newton_steps = NEWTON_STEPS;
    if (!predict(s, b, from, p, env, change))
        return 0;
    if (b->boundary >= 0)
        solve_fix(s->model, b->boundary, env);
    for (int i = 0; i < system->n; i++)
        guess[i] = env[system->unknown[i]];
    if (!chord(s, &task, from, env))
    {
        for (int i = 0; i < system->n; i++)
            env[system->unknown[i]] = guess[i];
        if (from->noisy || !solve_damped_newton(&task, env, &residual))
            return 0;
    }
    if (!solve_ranges(s->model, env, system->n, system->unknown, range))
        return 0;
    for (int i = 0; i < system->n; i++)
    {
        double x = env[system->unknown[i]];

        if (fabs(x - guess[i]) > BEND * fabs(change[i])
                                 + LOOSE * branch_unit(guess[i], range + i))
            return 0;
    }
    return 1;
}

int
branch_at(search_t *s, const branch_t *b, double p, double *env)
{
    return branch_step(s, b, branch_near(b, p), p, env);
}
