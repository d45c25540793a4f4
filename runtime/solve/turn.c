/* runtime/solve/turn.c -- where a branch turns around. */
#include "search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEWTON_STEPS 12
#define INVERSE_STEPS 3
#define AGREEMENT 0.6
#define APART 3             /* points whose slopes are compared             */

int
turn_null_vector(int n, const double *j, double *v)
{
    double *a = malloc((size_t) n * n * sizeof *a + 1);
    int ok = a != NULL, steps = 0;

    for (int k = 0; k <= INVERSE_STEPS && ok; k++)
    {
        double size = 0;

        for (int i = 0; i < n; i++)
            size += v[i] * v[i];
        ok = size > 0 && isfinite(size);
        for (int i = 0; i < n; i++)
            v[i] = ok ? v[i] / sqrt(size) : i == 0;
        if (k == INVERSE_STEPS || !ok)
            break;
        memcpy(a, j, (size_t) n * n * sizeof *a);
        if (!solve_linear(n, a, v))
            break;
        steps++;
    }
    free(a);
    return ok;
}

/* The fold's unknowns near `at`: the state there, and the direction in which
   it changes most, which is nearly a null vector. */
static int
guess(search_t *s, const branch_t *b, const point_t *at,
      const saddle_system_t *fold, double *env)
{
    int n = b->system->n, first = s->model->n_orders + s->model->n_parameters;
    double *j = malloc(((size_t) n + (size_t) n * n + 1) * sizeof *j);
    solve_task_t task = { .model = s->model, .options = s->options };
    double v[SOLVE_MAX];
    int ok;

    task.system = b->system;
    for (int i = 0; i < n; i++)
        v[i] = at->slope[i] != 0 ? at->slope[i] : 1e-3;
    memcpy(env, at->env, solve_env_size(s->model) * sizeof *env);
    ok = j != NULL && fold->n == 2 * n + 1 && fold->n <= SOLVE_MAX
         && solve_value(&task, b->system->jacobian, env, j)
         && turn_null_vector(n, j + n, v);
    for (int i = 0; i < n && ok; i++)
        env[first + i] = v[i];
    free(j);
    return ok;
}

/* Near a fold x - x_fold goes like the root of the distance, so that it lies
   at twice the change that the tangent says. */
static int
agrees(const search_t *s, const branch_t *b, const point_t *at,
       const double *env)
{
    double way = env[s->parameter] - at->p, miss = 0, most = 0;

    for (int i = 0; i < b->system->n; i++)
    {
        double x = at->env[b->system->unknown[i]];
        double change = env[b->system->unknown[i]] - x;
        double scale = 1 / (fabs(x) + 1e-3);

        miss = fmax(miss, scale * fabs(change - 2 * at->slope[i] * way));
        most = fmax(most, scale * fabs(change));
    }
    return miss <= AGREEMENT * most + 1e-7;
}

static void
name_fold(const search_t *s, const branch_t *b, const saddle_system_t *fold,
          solve_result_t *r)
{
    r->end = SOLVE_CONVERGED;
    r->boundary = b->boundary;
    for (r->system = 0; s->model->system[r->system] != fold; r->system++)
        ;
    solve_name(r, b->state);
}

int
turn_find(search_t *s, const branch_t *b, const point_t *at, int side,
          double limit, solve_result_t *r)
{
    const saddle_system_t *fold = search_system(s, b->boundary, -1);
    solve_task_t task = { .model = s->model, .options = s->options };
    double p;

    if (fold == NULL || b->system == NULL || b->system->n == 0)
        return 0;
    memset(r, 0, sizeof *r);
    r->env = malloc(solve_env_size(s->model) * sizeof *r->env);
    task.system = fold;
    task.newton_steps = NEWTON_STEPS;
    if (r->env != NULL && guess(s, b, at, fold, r->env)
        && solve_damped_newton(&task, r->env, &r->residual)
        && side * ((p = r->env[s->parameter]) - at->p) > 0
        && side * (limit - p) >= 0 && agrees(s, b, at, r->env))
    {
        name_fold(s, b, fold, r);
        r->error = task.error;
        r->iterations = task.iterations;
        return 1;
    }
    solve_result_clear(r);
    return 0;
}

/* Where the slopes of two points, which go like the root of the distance to a
   fold, would be infinite; NAN if they are not of one direction. */
static double
infinite_slope(const branch_t *b, const point_t *near, const point_t *far)
{
    double nn = 0, ff = 0, nf = 0, ratio;

    for (int i = 0; i < b->system->n; i++)
    {
        double scale = 1 / (fabs(near->env[b->system->unknown[i]]) + 1e-3);
        double x = scale * near->slope[i], y = scale * far->slope[i];

        nn += x * x;
        ff += y * y;
        nf += x * y;
    }
    ratio = ff / nn;
    if (!(nf > 0.9 * sqrt(nn * ff)) || !(ratio < 0.9))
        return NAN;
    return (near->p - ratio * far->p) / (1 - ratio);
}

int
turn_guess(search_t *s, const branch_t *b, int side, solve_result_t *r)
{
    const saddle_system_t *fold = search_system(s, b->boundary, -1);
    const point_t *near = b->point + (side > 0 ? b->n - 1 : 0);
    double p[2], size = 0;

    if (fold == NULL || b->system->n == 0 || b->n < 2 * APART + 1)
        return 0;
    for (int k = 0; k < 2; k++)
        p[k] = infinite_slope(b, near, near - side * (k + 1) * APART);
    if (!(side * (p[0] - near->p) > 0)
        || !(fabs(p[1] - p[0]) < fabs(p[0] - near[-side].p)))
        return 0;
    memset(r, 0, sizeof *r);
    r->env = malloc(solve_env_size(s->model) * sizeof *r->env);
    if (r->env == NULL || !guess(s, b, near, fold, r->env))
    {
        solve_result_clear(r);
        return 0;
    }
    r->env[s->parameter] = p[0];
    for (int i = 0; i < b->system->n; i++)
        size = hypot(size, near->slope[i]);
    for (int i = 0; i < b->system->n; i++)
    {
        r->env[b->system->unknown[i]] += 2 * near->slope[i]
                                         * (p[0] - near->p);
        r->env[s->model->n_orders + s->model->n_parameters + i]
            = near->slope[i] / size;
    }
    r->residual = fabs(p[1] - p[0]);
    name_fold(s, b, fold, r);
    return 1;
}

int
turn_before(search_t *s, const branch_t *b, int side, double way, double *env)
{
    const double *fold = b->turn[side].env;
    const point_t *last = b->point + (side ? b->n - 1 : 0);
    solve_task_t task = { .model = s->model, .options = s->options };
    double far = fabs(fold[s->parameter] - last->p), part, residual;
    double guess[SOLVE_MAX];

    way = fmin(way, 0.5 * far);
    part = sqrt(way / far);
    task.system = b->system;
    task.newton_steps = NEWTON_STEPS;
    memcpy(env, fold, solve_env_size(s->model) * sizeof *env);
    env[s->parameter] += side ? -way : way;
    for (int i = 0; i < b->system->n; i++)
    {
        int v = b->system->unknown[i];

        env[v] += part * (last->env[v] - fold[v]);
        guess[i] = env[v];
    }
    if (!solve_damped_newton(&task, env, &residual))
        return 0;
    for (int i = 0; i < b->system->n; i++)
    {
        int v = b->system->unknown[i];

        if (fabs(env[v] - guess[i]) > AGREEMENT * fabs(guess[i] - fold[v])
                                      + 1e-7 * fabs(fold[v]))
            return 0;
    }
    return 1;
}
