/* runtime/solve/newton.c -- damped Newton inside the domain. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_STEPS 60
#define JACOBIAN_TOL 1e-9
#define NEAR 1e-4
#define SMALLEST_FACTOR 1e-5
#define ROUNDING 1e-15

int
solve_linear(int n, double *a, double *b)
{
    for (int i = 0; i < n; i++)
    {
        double most = 0;

        /* rows are scaled to size one */
        for (int j = 0; j < n; j++)
            most = fmax(most, fabs(a[i * n + j]));
        if (!(most > 0) || !isfinite(most))
            return 0;
        for (int j = 0; j < n; j++)
            a[i * n + j] /= most;
        b[i] /= most;
    }
    for (int c = 0; c < n; c++)
    {
        int best = c;

        for (int i = c + 1; i < n; i++)
            if (fabs(a[i * n + c]) > fabs(a[best * n + c]))
                best = i;
        if (!(fabs(a[best * n + c]) > 1e-300))
            return 0;
        for (int j = 0; j < n && best != c; j++)
        {
            double t = a[c * n + j];

            a[c * n + j] = a[best * n + j];
            a[best * n + j] = t;
        }
        if (best != c)
        {
            double t = b[c];

            b[c] = b[best];
            b[best] = t;
        }
        for (int i = c + 1; i < n; i++)
        {
            double f = a[i * n + c] / a[c * n + c];

            for (int j = c; j < n && f != 0; j++)
                a[i * n + j] -= f * a[c * n + j];
            b[i] -= f * b[c];
        }
    }
    for (int i = n - 1; i >= 0; i--)
    {
        for (int j = i + 1; j < n; j++)
            b[i] -= a[i * n + j] * b[j];
        b[i] /= a[i * n + i];
        if (!isfinite(b[i]))
            return 0;
    }
    return 1;
}

static int
value_within(solve_task_t *task, const saddle_program_t *program,
             const double *env, double tol, double *out)
{
    const solve_options_t *o = task->options;
    double error = 0;
    saddle_status_t status;

    if (o != NULL && o->progress != NULL)
        task->interrupted |= o->progress(o->ctx, task->what != NULL
                                         ? task->what : "values",
                                         task->done) != 0;
    if (task->interrupted)
        return 0;
    status = quad_approx(program, env, tol, out, &error);
    if (status == SADDLE_DOMAIN)
        return 0;
    for (int k = 0; k < program->n_outputs; k++)
        if (!isfinite(out[k]))
            return 0;
    task->error = error;
    return 1;
}

int
solve_value(solve_task_t *task, const saddle_program_t *program,
            const double *env, double *out)
{
    return value_within(task, program, env,
                        task->quad_tol > 0 ? task->quad_tol : SOLVE_QUAD_TOL,
                        out);
}

/* Size of a step: relative where the unknown is not small. */
static double
step_size(const solve_task_t *task, const double *env, const double *step)
{
    double most = 0;

    for (int i = 0; i < task->system->n; i++)
        most = fmax(most, fabs(step[i])
                              / (fabs(env[task->system->unknown[i]]) + 1e-3));
    return most;
}

/* Largest factor <= 1 that keeps a step 5 % away from every end. */
static double
room(const solve_task_t *task, const double *env, const double *step)
{
    const saddle_system_t *s = task->system;
    solve_range_t range[SOLVE_MAX];
    double factor = 1;

    if (!solve_ranges(task->model, env, s->n, s->unknown, range))
        return 0;
    for (int i = 0; i < s->n; i++)
    {
        double x = env[s->unknown[i]];
        double end = step[i] < 0 ? x - range[i].lo : range[i].hi - x;

        if (fabs(step[i]) * factor > 0.95 * end)
            factor = 0.95 * end / fabs(step[i]);
    }
    return factor;
}

/* step = -J^-1 f with a copy of the Jacobian */
static int
newton_step(int n, const double *jacobian, const double *f, double *step)
{
    double a[SOLVE_MAX * 8], *work = a;
    int ok;

    if (n > 8 && n * n > SOLVE_MAX * 8)
        work = malloc((size_t) n * n * sizeof *work);
    if (work == NULL)
        return 0;
    memcpy(work, jacobian, (size_t) n * n * sizeof *work);
    for (int i = 0; i < n; i++)
        step[i] = -f[i];
    ok = solve_linear(n, work, step);
    if (work != a)
        free(work);
    return ok;
}

static void
advance(const solve_task_t *task, double *to, const double *env,
        const double *step, double factor)
{
    const saddle_system_t *s = task->system;

    memcpy(to, env, solve_env_size(task->model) * sizeof *to);
    for (int i = 0; i < s->n; i++)
        to[s->unknown[i]] += factor * step[i];
}

/* Line search with the natural test: the step at the trial point, by the old
   Jacobian, must be shorter.  Writes the trial point and that next step. */
static int
line_search(solve_task_t *task, const double *env, const double *jacobian,
            const double *step, double *trial, double *next)
{
    const saddle_system_t *s = task->system;
    double f[SOLVE_MAX], size = step_size(task, env, step);

    for (double t = room(task, env, step); t > SMALLEST_FACTOR; t *= 0.5)
    {
        advance(task, trial, env, step, t);
        if (!solve_inside(task->model, trial, s->n, s->unknown)
            || !solve_value(task, s->residual, trial, f)
            || !newton_step(s->n, jacobian, f, next))
            continue;
        if (step_size(task, env, next) <= (1 - 0.25 * t) * size)
            return 1;
    }
    return 0;
}

/* Largest |f_i| relative to the terms of the linearised equation. */
static double
scaled_residual(const saddle_system_t *s, const double *env, const double *f)
{
    double worst = 0;

    for (int i = 0; i < s->n; i++)
    {
        double scale = 1;

        for (int j = 0; j < s->n; j++)
            scale += fabs(f[s->n + i * s->n + j] * env[s->unknown[j]]);
        worst = fmax(worst, fabs(f[i]) / scale);
    }
    return worst;
}

/* One Newton step: 1 go on, 0 fail, 2 done. */
static int
newton_once(solve_task_t *task, double *env, double *f, double *trial)
{
    const saddle_system_t *s = task->system;
    double step[SOLVE_MAX], next[SOLVE_MAX], size, miss;
    size_t bytes = solve_env_size(task->model) * sizeof *env;
    int fine;

    /* a Jacobian need not be exact, what must vanish does */
    if (!value_within(task, s->jacobian, env, JACOBIAN_TOL, f)
        || !newton_step(s->n, f + s->n, f, step))
        return 0;
    size = step_size(task, env, step);
    if (size < NEAR)
    {
        if (!solve_value(task, s->residual, env, f)
            || !newton_step(s->n, f + s->n, f, step))
            return 0;
        size = step_size(task, env, step);
    }
    miss = scaled_residual(s, env, f);
    fine = miss <= task->options->tol;
    /* where the Jacobian is nearly singular, rounding keeps steps long */
    if (fine && size <= (miss <= ROUNDING ? 1e-7 : 1e-11))
    {
        advance(task, trial, env, step, 1);
        if (solve_inside(task->model, trial, s->n, s->unknown))
            memcpy(env, trial, bytes);
        return 2;
    }
    if (!line_search(task, env, f + s->n, step, trial, next))
        return size <= 1e-7 && fine ? 2 : 0;
    memcpy(env, trial, bytes);
    if (step_size(task, env, next) < 1e-6)
    {
        /* a second step with the same Jacobian costs nothing */
        advance(task, trial, env, next, 1);
        if (solve_inside(task->model, trial, s->n, s->unknown))
            memcpy(env, trial, bytes);
    }
    return 1;
}

int
solve_damped_newton(solve_task_t *task, double *env, double *residual)
{
    const saddle_system_t *s = task->system;
    size_t n = s->n, n_env = solve_env_size(task->model);
    double *work = malloc((2 * n_env + n * n + n + 1) * sizeof *work);
    double *x = work, *trial = work + n_env, *f = work + 2 * n_env;
    double tol = task->quad_tol;
    int steps = task->newton_steps > 0 ? task->newton_steps : MAX_STEPS;
    int go = n <= SOLVE_MAX && (n == 0 || s->jacobian != NULL);

    if (work == NULL)
        return 0;
    task->quad_tol = SOLVE_QUAD_TOL;
    memcpy(x, env, n_env * sizeof *x);
    if (go)
        go = solve_inside(task->model, x, s->n, s->unknown);
    if (go && n == 0)
        go = 2;
    for (int k = 0; k < steps && go == 1; k++)
    {
        go = newton_once(task, x, f, trial);
        task->iterations++;
    }
    if (go == 2 && n > 0 && !solve_value(task, s->residual, x, f))
        go = 0;
    if (go == 2)
    {
        *residual = 0;
        for (size_t i = 0; i < n; i++)
            *residual = fmax(*residual, fabs(f[i]));
        memcpy(env, x, n_env * sizeof *x);
    }
    free(work);
    task->quad_tol = tol;
    return go == 2;
}

saddle_status_t
solve_newton(const saddle_system_t *system, const saddle_model_t *model,
             double *env, double *residual, const solve_options_t *options)
{
    solve_task_t task = { .model = model, .system = system,
                          .options = options };

    *residual = INFINITY;
    return solve_damped_newton(&task, env, residual) ? SADDLE_OK
                                                     : SADDLE_LIMIT;
}
