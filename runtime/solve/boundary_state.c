/* runtime/solve/boundary_state.c -- states at an end of the domain. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CLOSE_TO_FIXED 1e-3
#define CLOSER 1e-2     /* of the width: also on its way there           */

void
solve_fix(const saddle_model_t *model, int boundary, double *env)
{
    const saddle_boundary_t *b = model->boundary + boundary;

    for (int i = 0; i < b->n_fixed; i++)
        env[b->fixed[i]] = solve_fixed(model, b, i, env);
}

double
solve_fixed(const saddle_model_t *model, const saddle_boundary_t *b, int i,
            const double *env)
{
    double x = solve_number(model, b->value[i], env);
    solve_range_t r;

    if (isnan(x) && solve_ranges(model, env, 1, b->fixed + i, &r))
        x = r.hi;
    return x;
}

/* How near env is to what boundary `at` fixes: largest distance of an overlap,
   in widths; INFINITY if it does not fix `variable`. */
static double
distance(const saddle_model_t *model, const saddle_boundary_t *at,
         const double *env, int variable)
{
    double most = 0;
    int named = 0;

    for (int i = 0; i < at->n_fixed; i++)
    {
        int v = at->fixed[i];
        double to = solve_fixed(model, at, i, env), width = 1;
        solve_range_t r;

        if (model->order[v].stage != 0)
            continue;
        named |= v == variable;
        if (solve_ranges(model, env, 1, &v, &r))
            width = solve_width(&r);
        if (isinf(to))
            most = fmax(most, to * env[v] > 0 && fabs(env[v]) > 1e6
                                  ? 0 : INFINITY);
        else
            most = fmax(most, fabs(env[v] - to) / width);
    }
    return named ? most : INFINITY;
}

/* Does boundary b fix all that `within` fixes? */
static int
lies_on(const saddle_model_t *model, int b, int within)
{
    const saddle_boundary_t *at = model->boundary + b, *to;
    int i, k;

    if (within < 0)
        return 1;
    to = model->boundary + within;
    for (i = 0; i < to->n_fixed; i++)
    {
        for (k = 0; k < at->n_fixed; k++)
            if (at->fixed[k] == to->fixed[i])
                break;
        if (k == at->n_fixed)
            return 0;
    }
    return b != within;
}

int
solve_matching_boundary(const saddle_model_t *model, const double *env,
                        int variable, const char *const *text, int within)
{
    int best = -1;

    for (int close = 1; close >= 0 && best < 0; close--)
        for (int b = 0; b < model->n_boundaries; b++)
        {
            const saddle_boundary_t *at = model->boundary + b;

            if (at->inside || !lies_on(model, b, within)
                || !(distance(model, at, env, variable)
                     < (close ? CLOSE_TO_FIXED : CLOSER))
                || !solve_guard(model, at, env, text)
                || solve_find_system(model, b) < 0)
                continue;
            /* as few conditions as the place allows */
            if (best < 0 || at->n_fixed < model->boundary[best].n_fixed)
                best = b;
        }
    return best;
}

double
solve_potential(const saddle_system_t *system, const double *env)
{
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    double phi = NAN;

    if (value == NULL)
        return NAN;
    solve_values(system, env, value);
    for (int i = 0; i < system->n_values; i++)
        if (strcmp(system->value_name[i].name, "free_entropy") == 0)
            phi = value[i];
    free(value);
    return phi;
}

int
solve_exists(const saddle_system_t *system, const double *env)
{
    for (int i = 0; i < system->n_values; i++)
        if (strcmp(system->value_name[i].name, "free_entropy") == 0)
            return !isnan(solve_potential(system, env));
    return 1;
}

/* The natural iteration from env, else Newton from a grid. */
static iterate_end_t
reduced(solve_task_t *task, double *env, int *variable)
{
    iterate_end_t end = ITERATE_NONE;
    int side;

    *variable = -1;
    if (solve_has_map(task->system))
        end = solve_iterate(task, env, variable, &side);
    if (end == ITERATE_CONVERGED || end == ITERATE_TO_END
        || end == ITERATE_INTERRUPTED)
        return end;
    return solve_grid_newton(task, env, 0, variable) ? ITERATE_CONVERGED
           : *variable >= 0                          ? ITERATE_TO_END
                                                     : ITERATE_NONE;
}

/* A solution where the potential does not exist is none: look for another. */
static int
has_potential(solve_task_t *task, double *env)
{
    int variable;

    if (solve_exists(task->system, env))
        return 1;
    solve_end_start(task, env, 1);
    return solve_grid_newton(task, env, 1, &variable)
           && solve_exists(task->system, env);
}

saddle_status_t
solve_boundary(solve_result_t *result, const saddle_model_t *model, int b,
               const char *const *text, int keep,
               const solve_options_t *options)
{
    int s = solve_find_system(model, b), variable = -1, next, ok;
    solve_task_t task = { .model = model, .options = options,
                          .what = model->boundary[b].name };
    iterate_end_t end = ITERATE_CONVERGED;

    if (s < 0)
        return solve_finish(result, &task, SOLVE_NO_CONVERGENCE,
                            "the boundary state has no system of its own");
    task.system = model->system[s];
    result->system = s;
    result->boundary = b;
    solve_name(result, model->boundary[b].name);
    solve_fix(model, b, result->env);
    if (task.system->n > 0)
    {
        if (!keep)
            solve_end_start(&task, result->env, 0);
        end = reduced(&task, result->env, &variable);
    }
    if (end == ITERATE_TO_END)
    {
        next = solve_matching_boundary(model, result->env, variable, text, b);
        result->iterations += task.iterations;
        return next >= 0 ? solve_boundary(result, model, next, text, 1,
                                          options)
                         : solve_saturated(result, &task, variable);
    }
    ok = end == ITERATE_CONVERGED
         && (task.system->n == 0 || has_potential(&task, result->env));
    result->residual = ok ? solve_residual(&task, result->env) : INFINITY;
    return task.interrupted
        ? solve_finish(result, &task, SOLVE_INTERRUPTED, "interrupted")
        : solve_finish(result, &task, ok ? SOLVE_BOUNDARY
                                         : SOLVE_NO_CONVERGENCE,
                       ok ? NULL : "the reduced system of the boundary state "
                                   "was not solved");
}

/* ---- ends that are no states --------------------------------------------- */

/* Limit of the free entropy as `variable` goes to its end: it is infinite when
   the last steps towards it change it alike. */
static double
limit_of_potential(solve_task_t *task, double *env, int variable, double end,
                   double width)
{
    double phi[3], first, second, away = env[variable] > end ? 1 : -1;

    for (int k = 0; k < 3; k++)
    {
        env[variable] = end + away * width * pow(10, -3 - 2 * k);
        if (!solve_conjugates(task, env))
            return NAN;
        phi[k] = solve_potential(task->system, env);
    }
    first = phi[1] - phi[0];
    second = phi[2] - phi[1];
    if (first * second > 0 && fabs(second) > 0.7 * fabs(first)
        && fabs(second) > 1e-3)
        return second > 0 ? INFINITY : -INFINITY;
    return NAN;
}

saddle_status_t
solve_saturated(solve_result_t *result, solve_task_t *task, int variable)
{
    size_t bytes = solve_env_size(task->model) * sizeof(double);
    double *env = malloc(bytes), end;
    solve_range_t r;

    result->saturated = variable;
    result->limit = NAN;
    solve_name(result, "saturated");
    if (env != NULL && solve_ranges(task->model, result->env, 1, &variable,
                                    &r))
    {
        end = fabs(result->env[variable] - r.lo)
              < fabs(r.hi - result->env[variable]) ? r.lo : r.hi;
        memcpy(env, result->env, bytes);
        if (isfinite(end))
            result->limit = limit_of_potential(task, env, variable, end,
                                               solve_width(&r));
        result->env[variable] = end;
    }
    free(env);
    return solve_finish(result, task, SOLVE_SATURATED,
                        "the iteration tends to an end of the domain that is "
                        "not a boundary state");
}
