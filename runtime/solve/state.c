/* runtime/solve/state.c -- uninformed, informed, named and boundary states. */
#include "solve_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VANISHED 1e-12   /* an overlap below it is 0, where 0 is a state */

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

saddle_status_t
solve_values(const saddle_system_t *system, const double *env, double *value)
{
    saddle_status_t status;

    if (system->n_values == 0 || system->values == NULL)
        return SADDLE_OK;
    status = quad_approx(system->values, env, SOLVE_QUAD_TOL, value, NULL);
    return status == SADDLE_DOMAIN ? status : SADDLE_OK;
}

const char *
solve_undefined(const saddle_system_t *system, const double *value, int *i)
{
    while (++*i < system->n_values)
        if (isnan(value[*i]))
            return system->value_name[*i].name;
    return NULL;
}

saddle_status_t
solve_finish(solve_result_t *result, const solve_task_t *task,
             solve_end_t end, const char *why)
{
    result->end = end;
    result->iterations += task->iterations;
    result->error = task->error;
    result->why = why;
    return end == SOLVE_CONVERGED || end == SOLVE_BOUNDARY ? SADDLE_OK
           : end == SOLVE_OUTSIDE                          ? SADDLE_DOMAIN
                                                           : SADDLE_LIMIT;
}

/* ---- interior states ----------------------------------------------------- */

/* An overlap so close to an end of its range that doubles cannot tell; -1. */
static int
at_an_end(const solve_task_t *task, const double *env)
{
    const saddle_system_t *s = task->system;
    solve_range_t r;

    for (int i = 0; i < s->n; i++)
    {
        int v = s->unknown[i];

        if (task->model->order[v].stage == 0
            && solve_ranges(task->model, env, 1, &v, &r) && isfinite(r.hi)
            && isfinite(r.lo) && r.hi - env[v] < 1e-12 * (r.hi - r.lo))
            return v;
    }
    return -1;
}

static saddle_status_t
judge(solve_result_t *result, solve_task_t *task, iterate_end_t end,
      int variable, int informed, const char *const *text)
{
    const saddle_model_t *model = task->model;
    int b;

    if (end == ITERATE_INTERRUPTED || task->interrupted)
        return solve_finish(result, task, SOLVE_INTERRUPTED, "interrupted");
    if (end == ITERATE_NOT_FINITE)
    {
        variable = at_an_end(task, result->env);
        end = variable >= 0 ? ITERATE_TO_END : end;
    }
    if (end == ITERATE_NOT_FINITE && !solve_is_lone(task->system))
        return solve_finish(result, task, SOLVE_NO_CONVERGENCE,
                            "an equation was not finite during the iteration");
    if (end == ITERATE_NONE && solve_has_map(task->system)
        && !solve_is_lone(task->system))
        end = solve_circles(task, result->env) ? ITERATE_CONVERGED
                                             : ITERATE_NONE;
    if (end == ITERATE_NONE && solve_has_map(task->system)
        && !solve_is_lone(task->system))
        return solve_finish(result, task, SOLVE_NO_CONVERGENCE,
                            "the natural iteration did not converge");
    if (end == ITERATE_NONE || end == ITERATE_NOT_FINITE)
    {
        if (solve_grid_newton(task, result->env, informed, &variable))
            end = ITERATE_CONVERGED;
        else if (end == ITERATE_NONE && solve_falls(task, result->env, text))
        {
            variable = task->system->unknown[0];
            end = ITERATE_TO_END;
        }
        else if (variable >= 0)
            end = ITERATE_TO_END;
        else
            return solve_finish(result, task, SOLVE_NO_CONVERGENCE,
                                "Newton converged from none of its starts");
    }
    if (end == ITERATE_TO_END)
    {
        b = solve_matching_boundary(model, result->env, variable, text, -1);
        if (b >= 0)
        {
            result->iterations += task->iterations;
            return solve_boundary(result, model, b, text, 1, task->options);
        }
        return solve_saturated(result, task, variable);
    }
    result->residual = solve_residual(task, result->env);
    if (!(result->residual <= fmax(1e3 * task->options->tol,
                                   1e2 * task->error)))
        return solve_finish(result, task, SOLVE_NO_CONVERGENCE,
                            "the residual stayed above the tolerance");
    /* Newton may have landed on an end where there is a state of its own */
    for (int i = 0; i < task->system->n; i++)
    {
        variable = task->system->unknown[i];
        if (fabs(result->env[variable]) > VANISHED)
            continue;
        b = solve_matching_boundary(model, result->env, variable, text, -1);
        if (b >= 0)
            return solve_boundary(result, model, b, text, 1, task->options);
    }
    return solve_finish(result, task, SOLVE_CONVERGED, NULL);
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
            return solve_finish(result, task, SOLVE_NO_CONVERGENCE,
                                "the start has no finite value");
        for (int i = 0; i < start->n; i++)
            result->env[start->unknown[i]] = value[i];
        if (!solve_inside(task->model, result->env, start->n, start->unknown))
            return solve_finish(result, task, SOLVE_NO_CONVERGENCE,
                                "the start lies outside the domain");
    }
    if (solve_leads_inward(task, result->env))
        end = solve_iterate(task, result->env, &variable, &side);
    else if (start != NULL
             && solve_damped_newton(task, result->env, &residual))
        end = ITERATE_CONVERGED;
    else if (start == NULL && !informed
             && solve_falls(task, result->env, text))
    {
        variable = task->system->unknown[0];
        end = ITERATE_TO_END;
    }
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
                ? solve_boundary(result, model, b, text, 0, task->options)
                : solve_finish(result, task, SOLVE_NO_CONVERGENCE,
                               "this boundary state exists only at another "
                               "value of a parameter");
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
        return solve_finish(result, &task, SOLVE_NO_CONVERGENCE,
                            "the model has no saddle point");
    task.system = model->system[s];
    if (task.system->n > SOLVE_MAX)
        return solve_finish(result, &task, SOLVE_NO_CONVERGENCE,
                            "too many unknowns");
    if (!solve_parameters_inside(model, env, -1))
        return solve_finish(result, &task, SOLVE_OUTSIDE,
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
            {
                solve_name(result, name);
                status = from_start(result, &task, model->start + k, 0, text);
            }
        return status;
    }
    if (named_state(result, &task, name, text, &status))
        return status;
    return solve_finish(result, &task, SOLVE_NO_CONVERGENCE,
                        "there is no state of this name");
}

/* A state that no iteration has found, by continuation. */
static saddle_status_t
followed(solve_result_t *result, const saddle_model_t *model,
         const char *state, const solve_options_t *options)
{
    const char *name = state != NULL ? state : "uninformed";
    int s = solve_find_system(model, -1), parameter;
    solve_task_t task = { .model = model, .system = model->system[s],
                          .options = options, .what = name };

    if ((strcmp(name, "uninformed") != 0 && strcmp(name, "informed") != 0)
        || solve_is_deep(task.system))
        return SADDLE_LIMIT;
    if (!solve_follow(&task, result->env, state, &parameter, &result->from,
                      &result->why))
        return task.interrupted
            ? solve_finish(result, &task, SOLVE_INTERRUPTED, "interrupted")
            : SADDLE_LIMIT;
    result->followed = model->parameter[parameter].name;
    result->system = s;
    result->boundary = -1;
    result->residual = solve_residual(&task, result->env);
    solve_name(result, name);
    return solve_finish(result, &task, SOLVE_CONVERGED, NULL);
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
    if (result->end == SOLVE_NO_CONVERGENCE && result->env != NULL)
        status = followed(result, model, state, options);
    free(env);
    return status;
}
