/* runtime/solve/iterate.c -- the natural iteration, accelerated. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * One step F: conjugates from the overlaps, then overlaps from the conjugates.
 * The wanted state is the limit of x -> F(x).  Two shortcuts, both refused
 * when they could lead to another state:
 *   - after two steps d1, d2 in one direction, with r = |d2|/|d1|, a jump of
 *     half the distance d2/|1 - r| to the extrapolated limit;
 *   - Newton, once the steps contract.  Its solution must lie where the
 *     extrapolation says, and F must point towards it all along the way.
 */

#define JUMP 0.5
#define MOST_JUMP 4096
#define NEAR_END 1e-5       /* of the width: may be tending to the end      */
#define FAR 1e12            /* as good as infinite                          */
#define PROGRESS_EVERY 32

typedef struct
{
    solve_task_t *task;
    int n;                   /* iterated unknowns                          */
    const int *unknown;
    solve_range_t range[SOLVE_MAX];
    double *env, *image;     /* image: env after a step                    */
    double *spare;
    double d1[SOLVE_MAX], d2[SOLVE_MAX];
    double size1, size2;
    double damping;          /* 1 for the plain iteration                  */
    int have_step;           /* d2 and image already belong to env         */
    int next_newton;
} walk_t;

int
solve_has_map(const saddle_system_t *s)
{
    int n = 0;

    for (int stage = 0; stage < 2; stage++)
        n += s->map[stage] != NULL ? s->n_map[stage] : 0;
    return n == s->n && n > 0;
}

static int
apply(solve_task_t *task, int stage, double *env)
{
    const saddle_system_t *s = task->system;
    double out[SOLVE_MAX];

    if (s->map[stage] == NULL || s->n_map[stage] == 0)
        return 1;
    if (!solve_value(task, s->map[stage], env, out))
        return 0;
    for (int i = 0; i < s->n_map[stage]; i++)
        env[s->map_unknown[stage][i]] = out[i];
    return 1;
}

int
solve_conjugates(solve_task_t *task, double *env)
{
    return apply(task, 1, env);
}

double
solve_residual(solve_task_t *task, double *env)
{
    const saddle_system_t *s = task->system;
    double worst = 0, f[SOLVE_MAX];
    int has_map = solve_has_map(s);

    if (s->n == 0)
        return 0;
    if (!has_map && !solve_value(task, s->residual, env, f))
        return INFINITY;
    for (int i = 0; i < s->n && !has_map; i++)
        worst = fmax(worst, fabs(f[i]));
    for (int stage = 0; stage < 2 && has_map; stage++)
    {
        if (s->map[stage] == NULL || s->n_map[stage] == 0)
            continue;
        if (!solve_value(task, s->map[stage], env, f))
            return INFINITY;
        for (int i = 0; i < s->n_map[stage]; i++)
        {
            double x = env[s->map_unknown[stage][i]];

            worst = fmax(worst, fabs(f[i] - x) / fmax(1, fabs(x)));
        }
    }
    return worst;
}

/* ---- geometry of a step -------------------------------------------------- */

/* Natural length at x: never more than the distance to an end. */
static double
unit(const walk_t *w, int i, const double *env)
{
    double x = env[w->unknown[i]], u = fabs(x) + 1;

    u = fmin(u, x - w->range[i].lo);
    u = fmin(u, w->range[i].hi - x);
    return fmax(u, 1e-300);
}

static double
length(const walk_t *w, const double *env, const double *d)
{
    double most = 0;

    for (int i = 0; i < w->n; i++)
        most = fmax(most, fabs(d[i]) / unit(w, i, env));
    return most;
}

static double
product(const walk_t *w, const double *env, const double *a, const double *b)
{
    double sum = 0;

    for (int i = 0; i < w->n; i++)
        sum += a[i] * b[i] / (unit(w, i, env) * unit(w, i, env));
    return sum;
}

/* d = F(x) - x; image = env after the step, pulled back inside the domain. */
static int
step(walk_t *w, const double *env, double *d)
{
    size_t bytes = solve_env_size(w->task->model) * sizeof *env;

    memcpy(w->image, env, bytes);
    w->task->iterations++;
    if (!apply(w->task, 1, w->image) || !apply(w->task, 0, w->image))
        return 0;
    for (int i = 0; i < w->n; i++)
    {
        int v = w->unknown[i];
        double lo = w->range[i].lo, hi = w->range[i].hi, x = env[v];

        /* a step never covers more than 999/1000 of the way to an end */
        if (!(w->image[v] > lo + 1e-3 * (x - lo)))
            w->image[v] = lo + 1e-3 * (x - lo);
        if (!(w->image[v] < hi - 1e-3 * (hi - x)))
            w->image[v] = hi - 1e-3 * (hi - x);
        d[i] = w->damping * (w->image[v] - x);
        w->image[v] = x + d[i];
    }
    return 1;
}

/* ---- tending to an end ---------------------------------------------------- */

/* Variable i is close to an end and moves there: does it still do so ten and
   a thousand times closer? */
static int
tends_to_end(walk_t *w, int i, int side)
{
    static const double closer[2] = { 0.1, 1e-3 };
    size_t bytes = solve_env_size(w->task->model) * sizeof(double);
    int v = w->unknown[i];
    double end = side > 0 ? w->range[i].hi : w->range[i].lo, d[SOLVE_MAX];
    double *image = malloc(bytes);
    int yes = image != NULL;

    if (image == NULL)
        return 0;
    memcpy(image, w->image, bytes);
    for (int k = 0; k < 2 && yes; k++)
    {
        memcpy(w->spare, w->env, bytes);
        w->spare[v] = end + closer[k] * (w->env[v] - end);
        /* where doubles end, what was seen before decides */
        if (w->spare[v] == end || !step(w, w->spare, d))
            break;
        yes = side * d[i] > 0;
    }
    memcpy(w->image, image, bytes);
    free(image);
    return yes;
}

static int
reaches_end(walk_t *w, const double *d, int *variable, int *side)
{
    for (int i = 0; i < w->n; i++)
    {
        const solve_range_t *r = w->range + i;
        double x = w->env[w->unknown[i]], width = solve_width(r);

        *variable = w->unknown[i];
        *side = d[i] > 0 ? 1 : -1;
        if (fabs(x) > FAR && *side * x > 0)
            return 1;
        if (d[i] > 0 && r->hi - x < NEAR_END * width && tends_to_end(w, i, 1))
            return 1;
        if (d[i] < 0 && x - r->lo < NEAR_END * width && tends_to_end(w, i, -1))
            return 1;
    }
    return 0;
}

/* ---- Newton --------------------------------------------------------------- */

/* Does F point from points between env and goal towards goal? */
static int
way_is_clear(walk_t *w, const double *goal)
{
    static const double at[4] = { 0.3, 0.7, 0.95, 0.995 };
    size_t bytes = solve_env_size(w->task->model) * sizeof *goal;
    double d[SOLVE_MAX], way[SOLVE_MAX];

    for (int i = 0; i < w->n; i++)
        way[i] = goal[w->unknown[i]] - w->env[w->unknown[i]];
    /* close enough: the steps themselves have shown the way */
    if (length(w, w->env, way) < 1e-7)
        return 1;
    for (int k = 0; k < 4; k++)
    {
        memcpy(w->spare, w->env, bytes);
        for (int i = 0; i < w->n; i++)
            w->spare[w->unknown[i]] += at[k] * way[i];
        if (!step(w, w->spare, d) || product(w, w->env, d, way) <= 0)
            return 0;
    }
    return 1;
}

/* Newton from the image; accepted if it ends near the extrapolated limit. */
static int
try_newton(walk_t *w, double ratio, int straight)
{
    size_t bytes = solve_env_size(w->task->model) * sizeof(double);
    double *goal = malloc(bytes), residual, far[SOLVE_MAX], miss[SOLVE_MAX];
    int ok = goal != NULL;

    if (ok)
        memcpy(goal, w->image, bytes);
    if (ok && w->task->system->jacobian != NULL)
        ok = solve_damped_newton(w->task, goal, &residual);
    else
        ok = 0;
    if (ok)
    {
        for (int i = 0; i < w->n; i++)
        {
            far[i] = w->d2[i] / (1 - ratio);
            miss[i] = goal[w->unknown[i]] - w->env[w->unknown[i]] - far[i];
        }
        ok = length(w, w->env, miss)
             <= (straight ? 0.7 : 0.3) * length(w, w->env, far) + 1e-9;
    }
    if (ok && straight)
        ok = way_is_clear(w, goal);
    if (ok)
        memcpy(w->env, goal, bytes);
    free(goal);
    return ok;
}

/* ---- the walk -------------------------------------------------------------- */

/* Moves on by the plain step d2 that led to image, or by a jump. */
static void
move(walk_t *w, double ratio, int straight)
{
    const saddle_model_t *model = w->task->model;
    size_t bytes = solve_env_size(model) * sizeof(double);
    double more = 0, d[SOLVE_MAX], *landing;

    if (straight && ratio > 0.3)
        more = fmin(MOST_JUMP, JUMP / fmax(fabs(1 - ratio), 1e-9));
    for (int i = 0; i < w->n; i++)
    {
        double x = w->image[w->unknown[i]], to = w->d2[i] * more;

        if (to < 0 && x + to < 0.5 * (x + w->range[i].lo))
            more = 0.5 * (x - w->range[i].lo) / fabs(w->d2[i]);
        if (to > 0 && x + to > 0.5 * (x + w->range[i].hi))
            more = 0.5 * (w->range[i].hi - x) / fabs(w->d2[i]);
    }
    landing = more >= 1 ? malloc(bytes) : NULL;
    memcpy(w->env, w->image, bytes);
    if (landing == NULL)
        return;
    memcpy(landing, w->image, bytes);
    for (int i = 0; i < w->n; i++)
        landing[w->unknown[i]] += more * w->d2[i];
    /* stay if the map points back from there */
    if (step(w, landing, d) && product(w, landing, d, w->d2) > 0)
    {
        memcpy(w->env, landing, bytes);
        memcpy(w->d2, d, w->n * sizeof *d);
        w->have_step = 1;
    }
    free(landing);
}

static int
interrupted(solve_task_t *task, int k)
{
    const solve_options_t *o = task->options;

    if (o->progress == NULL || k % PROGRESS_EVERY != 0)
        return 0;
    task->interrupted |= o->progress(o->ctx, task->what != NULL
                                     ? task->what : "iteration",
                                     (double) k / o->max_iterations) != 0;
    return task->interrupted;
}

static iterate_end_t
walk(walk_t *w, int *variable, int *side)
{
    const solve_options_t *o = w->task->options;
    int worse = 0;

    for (int k = 1; k <= o->max_iterations; k++)
    {
        double ratio, cosine;
        int straight;

        memcpy(w->d1, w->d2, w->n * sizeof *w->d1);
        /* a step after a jump has no predecessor */
        w->size1 = w->have_step ? 0 : w->size2;
        if (interrupted(w->task, k))
            return ITERATE_INTERRUPTED;
        if (!w->have_step && !step(w, w->env, w->d2))
            return ITERATE_NOT_FINITE;
        w->have_step = 0;
        w->size2 = length(w, w->env, w->d2);
        if (reaches_end(w, w->d2, variable, side))
            return ITERATE_TO_END;
        if (w->size2 == 0)
            return solve_conjugates(w->task, w->env) ? ITERATE_CONVERGED
                                                     : ITERATE_NOT_FINITE;
        ratio = w->size1 > 0 ? product(w, w->env, w->d1, w->d2)
                               / product(w, w->env, w->d1, w->d1) : 1;
        cosine = w->size1 > 0 ? product(w, w->env, w->d1, w->d2)
                 / sqrt(product(w, w->env, w->d1, w->d1)
                        * product(w, w->env, w->d2, w->d2)) : 0;
        straight = cosine > 0.97 && w->size1 > 0;
        if (w->size1 > 0 && k >= w->next_newton && ratio < 0.999
            && (straight || w->size2 < 0.05)
            && w->size2 < 0.98 * w->size1)
        {
            if (try_newton(w, ratio, straight))
                return ITERATE_CONVERGED;
            w->next_newton = k + 2 + k / 2;
        }
        if (w->size2 < 1e-14 && w->size1 < 1e-13 && w->size1 > 0)
        {
            memcpy(w->env, w->image,
                   solve_env_size(w->task->model) * sizeof(double));
            return solve_conjugates(w->task, w->env) ? ITERATE_CONVERGED
                                                     : ITERATE_NOT_FINITE;
        }
        /* two-cycles and the like: average with the old point */
        worse = cosine < -0.5 && w->size2 > 0.9 * w->size1 ? worse + 1 : 0;
        if (worse > 20)
        {
            w->damping *= 0.5;
            worse = 0;
        }
        move(w, ratio, straight);
    }
    return ITERATE_NONE;
}

iterate_end_t
solve_iterate(solve_task_t *task, double *env, int *variable, int *side)
{
    const saddle_system_t *s = task->system;
    int stage = s->map[0] != NULL && s->n_map[0] > 0 ? 0 : 1;
    size_t n_env = solve_env_size(task->model);
    walk_t w = { .task = task, .env = env, .damping = 1, .next_newton = 3 };
    iterate_end_t end = ITERATE_NOT_FINITE;

    w.n = s->n_map[stage];
    w.unknown = s->map_unknown[stage];
    w.image = malloc(2 * n_env * sizeof *w.image);
    if (w.image == NULL)
        return ITERATE_NOT_FINITE;
    w.spare = w.image + n_env;
    if (w.n <= SOLVE_MAX
        && solve_ranges(task->model, env, w.n, w.unknown, w.range))
        end = walk(&w, variable, side);
    free(w.image);
    return end;
}
