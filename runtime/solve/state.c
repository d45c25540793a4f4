/* runtime/solve/state.c -- uninformed, informed, named and boundary states. */
#include "solve_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLOSE_TO_FIXED 1e-3

void
solve_options_default(solve_options_t *o)
{
    o->tol = 1e-12;
    o->max_iterations = 20000;
    o->progress = NULL;
    o->ctx = NULL;
}

void
solve_result_clear(solve_result_t *r)
{
    free(r->env);
    r->env = NULL;
}

int
solve_env_size(const saddle_model_t *model)
{
    int extra = 0;

    for (int k = 0; k < model->n_systems; k++)
        if (model->system[k]->n_extra > extra)
            extra = model->system[k]->n_extra;
    return model->n_orders + model->n_parameters + extra;
}

double *
solve_new_env(const saddle_model_t *model, const double *p)
{
    double *env = calloc(solve_env_size(model) + 1, sizeof *env);

    if (env != NULL && model->n_parameters > 0)
        memcpy(env + model->n_orders, p, model->n_parameters * sizeof *p);
    return env;
}

void
solve_name(solve_result_t *result, const char *name)
{
    snprintf(result->state, sizeof result->state, "%s", name);
}

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

saddle_status_t
solve_values(const saddle_system_t *system, const double *env, double *value)
{
    saddle_status_t status;

    if (system->n_values == 0 || system->values == NULL)
        return SADDLE_OK;
    status = quad_approx(system->values, env, SOLVE_QUAD_TOL, value, NULL);
    return status == SADDLE_DOMAIN ? status : SADDLE_OK;
}

static saddle_status_t
finish(solve_result_t *result, const solve_task_t *task, solve_end_t end,
       const char *why)
{
    result->end = end;
    result->iterations += task->iterations;
    result->error = task->error;
    result->why = why;
    return end == SOLVE_CONVERGED || end == SOLVE_BOUNDARY ? SADDLE_OK
           : end == SOLVE_OUTSIDE                          ? SADDLE_DOMAIN
                                                           : SADDLE_LIMIT;
}

/* ---- boundary states ----------------------------------------------------- */

/* The boundary state whose fixed overlaps are where env is, or -1. */
static int
matching_boundary(const saddle_model_t *model, const double *env, int variable,
                  const char *const *text)
{
    for (int b = 0; b < model->n_boundaries; b++)
    {
        const saddle_boundary_t *at = model->boundary + b;
        int named = 0, near = 1;

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
            near &= isinf(to) ? to * env[v] > 0 && fabs(env[v]) > 1e6
                              : fabs(env[v] - to) < CLOSE_TO_FIXED * width;
        }
        if (named && near && solve_guard(model, at, env, text)
            && solve_find_system(model, b) >= 0)
            return b;
    }
    return -1;
}

/* Solves the reduced system from env, where the others may be useful. */
static saddle_status_t
solve_boundary(solve_result_t *result, const saddle_model_t *model, int b,
               const solve_options_t *options)
{
    int s = solve_find_system(model, b), variable, side, ok = 1;
    solve_task_t task = { .model = model, .options = options,
                          .what = model->boundary[b].name };
    iterate_end_t end = ITERATE_NONE;

    if (s < 0)
        return finish(result, &task, SOLVE_NO_CONVERGENCE,
                      "the boundary state has no system of its own");
    task.system = model->system[s];
    result->system = s;
    result->boundary = b;
    solve_name(result, model->boundary[b].name);
    solve_fix(model, b, result->env);
    if (task.system->n > 0)
    {
        solve_end_start(&task, result->env, 0);
        if (solve_has_map(task.system))
            end = solve_iterate(&task, result->env, &variable, &side);
        ok = end == ITERATE_CONVERGED
             || solve_grid_newton(&task, result->env, 0, &variable);
    }
    result->residual = ok ? solve_residual(&task, result->env) : INFINITY;
    return task.interrupted
        ? finish(result, &task, SOLVE_INTERRUPTED, "interrupted")
        : finish(result, &task, ok ? SOLVE_BOUNDARY : SOLVE_NO_CONVERGENCE,
                 ok ? NULL : "the reduced system of the boundary state "
                             "was not solved");
}

/* ---- interior states ----------------------------------------------------- */

static saddle_status_t
judge(solve_result_t *result, solve_task_t *task, iterate_end_t end,
      int variable, int informed, const char *const *text)
{
    const saddle_model_t *model = task->model;
    int b;

    if (end == ITERATE_INTERRUPTED)
        return finish(result, task, SOLVE_INTERRUPTED, "interrupted");
    if (end == ITERATE_NOT_FINITE)
        return finish(result, task, SOLVE_NO_CONVERGENCE,
                      "an equation was not finite during the iteration");
    if (end == ITERATE_NONE && solve_has_map(task->system))
        return finish(result, task, SOLVE_NO_CONVERGENCE,
                      "the natural iteration did not converge");
    if (end == ITERATE_NONE)
    {
        if (solve_grid_newton(task, result->env, informed, &variable))
            end = ITERATE_CONVERGED;
        else if (variable >= 0)
            end = ITERATE_TO_END;
        else
            return finish(result, task, SOLVE_NO_CONVERGENCE,
                          "Newton converged from none of its starts");
    }
    if (end == ITERATE_TO_END)
    {
        b = matching_boundary(model, result->env, variable, text);
        if (b >= 0)
        {
            result->iterations += task->iterations;
            return solve_boundary(result, model, b, task->options);
        }
        return finish(result, task, SOLVE_SATURATED,
                      "the iteration tends to an end of the domain that is "
                      "not a boundary state");
    }
    result->residual = solve_residual(task, result->env);
    if (!(result->residual <= fmax(1e3 * task->options->tol,
                                   1e2 * task->error)))
        return finish(result, task, SOLVE_NO_CONVERGENCE,
                      "the residual stayed above the tolerance");
    return finish(result, task, SOLVE_CONVERGED, NULL);
}

static saddle_status_t
from_start(solve_result_t *result, solve_task_t *task,
           const saddle_start_t *start, int informed, const char *const *text)
{
    double value[SOLVE_MAX], residual;
    int variable = -1, side = 0;
    iterate_end_t end = ITERATE_NONE;

    solve_end_start(task, result->env, informed);
    if (start != NULL)
    {
        if (start->n > SOLVE_MAX
            || !solve_value(task, start->values, result->env, value))
            return finish(result, task, SOLVE_NO_CONVERGENCE,
                          "the start has no finite value");
        for (int i = 0; i < start->n; i++)
            result->env[start->unknown[i]] = value[i];
        if (!solve_inside(task->model, result->env, start->n, start->unknown))
            return finish(result, task, SOLVE_NO_CONVERGENCE,
                          "the start lies outside the domain");
    }
    if (solve_has_map(task->system))
        end = solve_iterate(task, result->env, &variable, &side);
    else if (start != NULL
             && solve_damped_newton(task, result->env, &residual))
        end = ITERATE_CONVERGED;
    return judge(result, task, end, variable, informed, text);
}

/* A state by its name: a start, or a boundary; 0 if there is none. */
static int
named_state(solve_result_t *result, solve_task_t *task, const char *state,
            const char *const *text, saddle_status_t *status)
{
    const saddle_model_t *model = task->model;

    for (int k = 0; k < model->n_starts; k++)
        if (model->start[k].name != NULL
            && strcmp(state, model->start[k].name) == 0)
        {
            *status = from_start(result, task, model->start + k, 0, text);
            return 1;
        }
    for (int b = 0; b < model->n_boundaries; b++)
        if (strcmp(state, model->boundary[b].name) == 0)
        {
            *status = solve_guard(model, model->boundary + b, result->env,
                                  text)
                ? solve_boundary(result, model, b, task->options)
                : finish(result, task, SOLVE_NO_CONVERGENCE,
                         "this boundary state exists only at another value "
                         "of a parameter");
            return 1;
        }
    return 0;
}

saddle_status_t
solve_state_env(solve_result_t *result, const saddle_model_t *model,
                const double *env, const char *const *text, const char *state,
                const solve_options_t *options)
{
    solve_task_t task = { .model = model, .options = options, .what = state };
    int s = solve_find_system(model, -1);
    const char *name = state != NULL ? state : "uninformed";
    saddle_status_t status;

    memset(result, 0, sizeof *result);
    result->system = s >= 0 ? s : 0;
    result->boundary = -1;
    result->residual = INFINITY;
    solve_name(result, name);
    result->env = solve_new_env(model, env + model->n_orders);
    if (result->env == NULL || s < 0)
        return finish(result, &task, SOLVE_NO_CONVERGENCE,
                      "the model has no saddle point");
    task.system = model->system[s];
    if (task.system->n > SOLVE_MAX)
        return finish(result, &task, SOLVE_NO_CONVERGENCE,
                      "too many unknowns");
    if (!solve_parameters_inside(model, env, -1))
        return finish(result, &task, SOLVE_OUTSIDE,
                      "a parameter lies outside its domain");
    if (strcmp(name, "uninformed") == 0 || strcmp(name, "informed") == 0)
    {
        status = from_start(result, &task, NULL, strcmp(name, "informed") == 0,
                            text);
        /* an unnamed start of the spec helps where nothing else does */
        for (int k = 0; k < model->n_starts && state == NULL; k++)
            if ((result->end == SOLVE_NO_CONVERGENCE
                 || result->end == SOLVE_SATURATED)
                && model->start[k].name == NULL)
                status = from_start(result, &task, model->start + k, 0, text);
        return status;
    }
    if (named_state(result, &task, name, text, &status))
        return status;
    return finish(result, &task, SOLVE_NO_CONVERGENCE,
                  "there is no state of this name");
}

saddle_status_t
solve_state(solve_result_t *result, const saddle_model_t *model,
            const double *p, const char *const *parameter_text,
            const char *state, const solve_options_t *options)
{
    double *env = solve_new_env(model, p);
    saddle_status_t status;

    if (env == NULL)
    {
        memset(result, 0, sizeof *result);
        result->end = SOLVE_NO_CONVERGENCE;
        result->why = "out of memory";
        return SADDLE_LIMIT;
    }
    status = solve_state_env(result, model, env, parameter_text, state,
                             options);
    free(env);
    return status;
}
