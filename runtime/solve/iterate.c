/* runtime/solve/iterate.c -- the natural iteration, accelerated. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * One step F: conjugates from the overlaps, then overlaps from the conjugates.
 * The wanted state is the limit of x -> F(x).  Two shortcuts, both refused
 * when they could lead to another state:
 *   - when the steps d1, d2 at two points have one direction, a jump of half
 *     the distance d2/|1 - r| to the extrapolated limit, r = 1 + (change of
 *     the step)/(way between the points); more than half after a jump whose
 *     outcome was as extrapolated;
 *   - Newton, once the steps contract.  Its solution must lie where the
 *     extrapolation says, and F must point towards it all along the way.
 */

#define LEAST_JUMP 0.5
#define MOST_TRUST 0.97
#define NEWTON_STEPS 8
#define MOST_JUMP 4096
#define NEAR_END 1e-3       /* of the width: may be tending to the end      */
#define ROUGH_TOL 1e-9      /* of integrals, far from the limit             */
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
    double x1[SOLVE_MAX], d1[SOLVE_MAX], size1;   /* the point before      */
    double d2[SOLVE_MAX], size2;                  /* step at env           */
    double jump;             /* part of the extrapolated way to jump       */
    double damping;          /* 1 for the plain iteration                  */
    int have_step;           /* d2 and image already belong to env         */
    double looked[SOLVE_MAX]; /* distance to an end at the last look there */
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
        if (isfinite(lo) && w->image[v] < lo + 1e-3 * (x - lo))
            w->image[v] = lo + 1e-3 * (x - lo);
        if (isfinite(hi) && w->image[v] > hi - 1e-3 * (hi - x))
            w->image[v] = hi - 1e-3 * (hi - x);
        d[i] = w->damping * (w->image[v] - x);
        w->image[v] = x + d[i];
    }
    return 1;
}

/* ---- tending to an end ---------------------------------------------------- */

/* Variable i is close to an end and moves there: does it still do so much
   closer? */
static int
tends_to_end(walk_t *w, int i, int side)
{
    static const double closer[3] = { 0.1, 1e-3, 1e-5 };
    size_t bytes = solve_env_size(w->task->model) * sizeof(double);
    int v = w->unknown[i];
    double end = side > 0 ? w->range[i].hi : w->range[i].lo, d[SOLVE_MAX];
    double *image = malloc(bytes);
    int yes = image != NULL;

    if (image == NULL)
        return 0;
    memcpy(image, w->image, bytes);
    for (int k = 0; k < 3 && yes; k++)
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
        double x = w->env[w->unknown[i]];
        double distance = d[i] > 0 ? r->hi - x : x - r->lo;

        *variable = w->unknown[i];
        *side = d[i] > 0 ? 1 : -1;
        if (fabs(x) > FAR && *side * x > 0)
            return 1;
        if (d[i] == 0 || !(distance < NEAR_END * solve_width(r))
            || (w->looked[i] > 0 && distance > 0.1 * w->looked[i]))
            continue;
        w->looked[i] = distance;
        if (tends_to_end(w, i, *side))
            return 1;
    }
    return 0;
}

/* ---- Newton --------------------------------------------------------------- */

/* Is a step of the size of rounding errors? */
static int
is_rounding(const walk_t *w, const double *d, double unit_error)
{
    for (int i = 0; i < w->n; i++)
        if (fabs(d[i]) > unit_error * fabs(w->env[w->unknown[i]]))
            return 0;
    return 1;
}

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
        if (!step(w, w->spare, d))
            return 0;
        if (product(w, w->env, d, way) <= 0 && !is_rounding(w, d, 1e-14))
            return 0;
    }
    return 1;
}

/* Newton from the image.  Accepted, on a straight walk, if it ends ahead, not
   far beyond the extrapolated limit, and F leads there; else if it ends near
   that limit. */
static int
try_newton(walk_t *w, double ratio, int straight)
{
    size_t bytes = solve_env_size(w->task->model) * sizeof(double);
    double *goal = malloc(bytes), residual;
    double far[SOLVE_MAX], way[SOLVE_MAX], miss[SOLVE_MAX];
    int ok = goal != NULL;

    if (ok)
        memcpy(goal, w->image, bytes);
    w->task->newton_steps = NEWTON_STEPS;
    ok = ok && solve_damped_newton(w->task, goal, &residual);
    w->task->newton_steps = 0;
    for (int i = 0; i < w->n && ok; i++)
    {
        far[i] = w->d2[i] / fmax(1 - ratio, 1e-6);
        way[i] = goal[w->unknown[i]] - w->env[w->unknown[i]];
        miss[i] = way[i] - far[i];
    }
    if (ok && straight)
        ok = product(w, w->env, way, w->d2) >= 0
             && length(w, w->env, way) <= 3 * length(w, w->env, far) + 1e-9
             && way_is_clear(w, goal);
    else if (ok)
        ok = length(w, w->env, miss) <= 0.3 * length(w, w->env, far) + 1e-9;
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
    double more = 0, d[SOLVE_MAX], *landing, error;

    if (straight && ratio > 0.1)
        more = fmin(MOST_JUMP, w->jump * fmin(ratio, 1)
                               / fmax(fabs(1 - ratio), 1e-9));
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
    error = INFINITY;
    if (step(w, landing, d) && product(w, landing, d, w->d2) > 0)
    {
        /* linear theory: the steps shrink as the distance to the limit */
        double expected = 1 - more * (1 - ratio) / ratio;

        error = fabs(sqrt(product(w, landing, d, d)
                          / product(w, landing, w->d2, w->d2)) / ratio
                     - expected) / fmax(expected, 0.01);
        memcpy(w->env, landing, bytes);
        memcpy(w->d2, d, w->n * sizeof *d);
        w->have_step = 1;
    }
    w->jump = error < 0.3 ? fmin(MOST_TRUST, 0.5 + 0.5 * w->jump)
                          : LEAST_JUMP;
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

/* From the last two points: the factor by which steps change, along the way
   between them, and the cosine between the steps. */
static void
compare(const walk_t *w, double *ratio, double *cosine)
{
    double way[SOLVE_MAX], change[SOLVE_MAX];

    for (int i = 0; i < w->n; i++)
    {
        way[i] = w->env[w->unknown[i]] - w->x1[i];
        change[i] = w->d2[i] - w->d1[i];
    }
    *ratio = 1 + product(w, w->env, change, way)
                 / product(w, w->env, way, way);
    *cosine = product(w, w->env, w->d1, w->d2)
              / sqrt(product(w, w->env, w->d1, w->d1)
                     * product(w, w->env, w->d2, w->d2));
}

/* The plain iteration stands still: a last Newton for the digits. */
static iterate_end_t
settle(walk_t *w)
{
    size_t bytes = solve_env_size(w->task->model) * sizeof(double);
    double move[SOLVE_MAX], residual;

    memcpy(w->spare, w->image, bytes);
    if (solve_damped_newton(w->task, w->spare, &residual))
    {
        for (int i = 0; i < w->n; i++)
            move[i] = w->spare[w->unknown[i]] - w->image[w->unknown[i]];
        if (length(w, w->image, move) < 1e-6)
            memcpy(w->image, w->spare, bytes);
    }
    memcpy(w->env, w->image, bytes);
    return solve_conjugates(w->task, w->env) ? ITERATE_CONVERGED
                                             : ITERATE_NOT_FINITE;
}

static iterate_end_t
walk(walk_t *w, int *variable, int *side)
{
    const solve_options_t *o = w->task->options;
    int worse = 0;

    for (int k = 1; k <= o->max_iterations; k++)
    {
        double ratio = 1, cosine = 0;
        int straight;

        if (interrupted(w->task, k))
            return ITERATE_INTERRUPTED;
        if (!w->have_step && !step(w, w->env, w->d2))
            return ITERATE_NOT_FINITE;
        w->have_step = 0;
        w->size2 = length(w, w->env, w->d2);
        if (w->size2 < 1e-5)
            w->task->quad_tol = SOLVE_QUAD_TOL;
        if (reaches_end(w, w->d2, variable, side))
            return ITERATE_TO_END;
        if (w->size2 == 0)
            return settle(w);
        if (w->size1 > 0)
            compare(w, &ratio, &cosine);
        straight = cosine > 0.97;
        if (w->size1 > 0 && k >= w->next_newton && ratio < 1 - 1e-6
            && (straight || w->size2 < 0.05)
            && w->size2 < w->size1)
        {
            if (try_newton(w, ratio, straight))
                return ITERATE_CONVERGED;
            w->next_newton = k + 2 + k / 2;
        }
        if (w->size1 > 0 && w->size1 < 1e-9
            && (w->size2 < 1e-14 || is_rounding(w, w->d2, 1e-15)))
            return settle(w);
        /* two-cycles and the like: average with the old point */
        worse = cosine < -0.5 && w->size2 > 0.9 * w->size1 ? worse + 1 : 0;
        if (worse > 20)
        {
            w->damping *= 0.5;
            worse = 0;
        }
        for (int i = 0; i < w->n; i++)
            w->x1[i] = w->env[w->unknown[i]];
        memcpy(w->d1, w->d2, w->n * sizeof *w->d1);
        w->size1 = w->size2;
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
    walk_t w = { .task = task, .env = env, .damping = 1, .next_newton = 3,
                 .jump = LEAST_JUMP };
    iterate_end_t end = ITERATE_NOT_FINITE;

    w.n = s->n_map[stage];
    w.unknown = s->map_unknown[stage];
    w.image = malloc(2 * n_env * sizeof *w.image);
    if (w.image == NULL)
        return ITERATE_NOT_FINITE;
    w.spare = w.image + n_env;
    if (w.n <= SOLVE_MAX
        && solve_ranges(task->model, env, w.n, w.unknown, w.range))
    {
        task->quad_tol = ROUGH_TOL;
        end = walk(&w, variable, side);
        task->quad_tol = 0;
    }
    free(w.image);
    return end;
}
