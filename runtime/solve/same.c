/* runtime/solve/same.c -- are two states that a scan found one? */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME 1e-7
#define CLOSE 1e-5

/* Half-way between two zeros the equations hold as well as at them: rounding
   does not tell them apart. */
static int
zero_between(const saddle_model_t *model, const solve_options_t *options,
             const solve_result_t *a, const solve_result_t *b)
{
    solve_task_t task = { .model = model, .options = options,
                          .system = model->system[a->system] };
    size_t n = solve_env_size(model);
    double *env = malloc(n * sizeof *env + 1);
    int yes;

    if (env == NULL)
        return 0;
    memcpy(env, a->env, n * sizeof *env);
    for (int i = 0; i < task.system->n; i++)
    {
        int v = task.system->unknown[i];

        env[v] = 0.5 * (a->env[v] + b->env[v]);
    }
    yes = (!solve_has_map(task.system) || solve_conjugates(&task, env))
          && solve_residual(&task, env) <= 2 * (a->residual + b->residual);
    free(env);
    return yes;
}

int
solve_same(const saddle_model_t *model, const solve_options_t *options,
           const solve_result_t *a, const solve_result_t *b)
{
    double most = 0;

    if (a->end == SOLVE_SATURATED || b->end == SOLVE_SATURATED)
        return a->end == b->end && a->saturated == b->saturated
               && a->env[a->saturated] == b->env[a->saturated];
    if (a->system != b->system)
        return 0;
    for (int i = 0; i < model->system[a->system]->n; i++)
    {
        int v = model->system[a->system]->unknown[i];
        double x = a->env[v], y = b->env[v];

        most = fmax(most, fabs(x - y) / (1 + fmin(fabs(x), fabs(y))));
    }
    return most <= SAME || (most <= CLOSE && zero_between(model, options, a, b));
}
