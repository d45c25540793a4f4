/* runtime/solve/follow.c -- a state that is followed from an easier point.
 *
 * From a value of a parameter where the iteration converges to the wanted one,
 * by Newton from a secant.  Unknowns are measured by their places in their
 * domains, whose ends may move: by the logit of the fraction of a range, the
 * logarithm of the distance to a single end.  Newton must end close to where
 * the secant points, with the smaller steps the closer; a branch that turns
 * before the wanted value is not followed.
 */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ITERATIONS 3000     /* of the natural iteration at an easier point  */
#define NEWTON_STEPS 12
#define FIRST 0.05          /* part of the way                              */
#define SHORTEST 1e-4
#define LONGEST 0.25
#define CLOSE 0.1           /* Newton's way from the secant                 */
#define CROWDED 1e-5        /* of an unknown: doubles hold little of that   */

/* Values of parameter k where the state may be easier to find: its default,
   then further and further away on either side.  0: no such value. */
#define ATTEMPTS 11
static int
easier(const saddle_model_t *model, int k, const double *env, int attempt,
       double *at)
{
    static const double factor[] = { 0.5, 2, 0.2, 5, 0.05, 20, 0.01, 100, 1e-3,
                                     1e3 };
    const saddle_variable_t *v = model->parameter + k;
    double p = env[model->n_orders + k];

    if (attempt == 0 && v->has_default)
        *at = solve_number(model, v->default_value, env);
    else if (attempt > 0 && p != 0)
        *at = p * factor[attempt - 1];
    else
        *at = NAN;
    return isfinite(*at) && *at != p;
}

static double
place(const solve_range_t *r, double x)
{
    if (isfinite(r->lo) && isfinite(r->hi))
        return log((x - r->lo) / (r->hi - x));
    return isfinite(r->lo)   ? log(x - r->lo)
           : isfinite(r->hi) ? -log(r->hi - x) : asinh(x);
}

static double
from_place(const solve_range_t *r, double u)
{
    if (isfinite(r->lo) && isfinite(r->hi))
        return u < 0 ? r->lo + (r->hi - r->lo) * exp(u) / (1 + exp(u))
                     : r->hi - (r->hi - r->lo) / (1 + exp(u));
    return isfinite(r->lo)   ? r->lo + exp(u)
           : isfinite(r->hi) ? r->hi - exp(-u) : sinh(u);
}

static int
places(const solve_task_t *task, const double *env, double *u)
{
    const saddle_system_t *s = task->system;
    solve_range_t r[SOLVE_MAX];

    if (!solve_ranges(task->model, env, s->n, s->unknown, r))
        return 0;
    for (int i = 0; i < s->n; i++)
    {
        u[i] = place(r + i, env[s->unknown[i]]);
        if (!isfinite(u[i]))
            return 0;
    }
    return 1;
}

/* Newton from places u; 1 if it ends close to them.  *u is where it ended. */
static int
settle(solve_task_t *task, double *env, double *u)
{
    const saddle_system_t *s = task->system;
    double residual, wish[SOLVE_MAX];
    solve_range_t r;

    memcpy(wish, u, (size_t) s->n * sizeof *wish);
    for (int i = 0; i < s->n; i++)
    {
        if (!solve_ranges(task->model, env, 1, s->unknown + i, &r))
            return 0;
        env[s->unknown[i]] = from_place(&r, u[i]);
    }
    task->newton_steps = NEWTON_STEPS;
    if (!solve_damped_newton(task, env, &residual) || !places(task, env, u))
        return 0;
    for (int i = 0; i < s->n; i++)
        if (!(fabs(u[i] - wish[i]) < CLOSE))
            return 0;
    return 1;
}

static double
between(double a, double b, double part)
{
    if (part >= 1)
        return b;
    return a * b > 0 ? a * pow(b / a, part) : a + (b - a) * part;
}

/* From the state in env to that at value `to` of parameter k, in place. */
static int
lead(solve_task_t *task, double *env, int k, double to)
{
    int n = task->system->n, at = task->model->n_orders + k, first = 1;
    size_t bytes = (size_t) solve_env_size(task->model) * sizeof *env;
    double from = env[at], u[SOLVE_MAX], slope[SOLVE_MAX] = { 0 };
    double next[SOLVE_MAX], done = 0, step = FIRST;
    double *trial = malloc(bytes);

    if (trial == NULL || !places(task, env, u))
        step = 0;
    while (done < 1 && step > SHORTEST && !task->interrupted)
    {
        double way = fmin(step, 1 - done);

        memcpy(trial, env, bytes);
        trial[at] = between(from, to, done + way);
        for (int i = 0; i < n; i++)
            next[i] = u[i] + way * slope[i];
        if (task->options->progress != NULL)
            task->interrupted |= task->options->progress(
                task->options->ctx, "continuation", done) != 0;
        if (!settle(task, trial, next))
        {
            step *= first ? 0.1 : 0.4;
            continue;
        }
        for (int i = 0; i < n; i++)
        {
            slope[i] = (next[i] - u[i]) / way;
            u[i] = next[i];
        }
        memcpy(env, trial, bytes);
        done += way;
        step = fmin(first ? step : 1.8 * step, LONGEST);
        first = 0;
    }
    free(trial);
    task->newton_steps = 0;
    return done >= 1;
}

/* Is an overlap near an end of its range that is not 0, as q where m^2 comes
   close to rho q? */
static int
is_crowded(const solve_task_t *task, const double *env)
{
    const saddle_system_t *s = task->system;
    solve_range_t r;

    for (int i = 0; i < s->n; i++)
        if (s->unknown[i] < task->model->n_orders
                && task->model->order[s->unknown[i]].stage == 0
                && solve_ranges(task->model, env, 1, s->unknown + i, &r)
                && fmin(env[s->unknown[i]] - r.lo, r.hi - env[s->unknown[i]])
                       < CROWDED * fabs(env[s->unknown[i]]))
            return 1;
    return 0;
}

int
solve_follow(solve_task_t *task, double *env, const char *state,
             int *parameter, double *from, const char **why)
{
    const saddle_model_t *model = task->model;
    solve_options_t quick = *task->options;
    double *start = solve_new_env(model, env + model->n_orders);
    solve_result_t r;
    int k, good = 0;

    quick.max_iterations = ITERATIONS;
    for (int a = 0; a < ATTEMPTS && start != NULL && !good; a++)
        for (k = 0; k < model->n_parameters && !good; k++)
        {
            int at = model->n_orders + k;

            if (task->interrupted || !easier(model, k, env, a, from))
                continue;
            start[at] = *from;
            solve_state_env(&r, model, start, NULL, state, &quick);
            start[at] = env[at];
            task->interrupted |= r.end == SOLVE_INTERRUPTED;
            task->iterations += r.iterations;
            good = r.end == SOLVE_CONVERGED && r.boundary < 0
                   && lead(task, r.env, k, env[at])
                   && solve_residual(task, r.env)
                      <= fmax(1e3 * task->options->tol, 1e2 * task->error);
            *parameter = k;
            if (!good && r.end == SOLVE_CONVERGED && r.boundary < 0
                    && is_crowded(task, r.env))
                *why = "followed from an easier value of a parameter, an "
                       "overlap comes so close to the end of its domain (m^2 "
                       "to rho q) that doubles hold no digits of the "
                       "distance; values before that have the state";
            if (good)
                memcpy(env, r.env, (size_t) model->n_orders * sizeof *env);
            solve_result_clear(&r);
        }
    free(start);
    return good;
}
