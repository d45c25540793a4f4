/* runtime/solve/walk_step.c -- one step of the natural iteration; ends. */
#include "walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEAR_END 1e-3       /* of the width: may be tending to the end ...  */
#define NEAR_END_MANY 1e-8  /* ... if there are several unknowns, which may
                               come close to an end and leave it again      */
#define AT_REST 1e-3        /* of the natural length                        */
#define FAR 1e12            /* as good as infinite                          */
#define JUMP_BACK 0.1       /* of the width, from very near an end          */

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
solve_is_lone(const saddle_system_t *s)
{
    return s->n == 1;
}

int
solve_natural_step(solve_task_t *task, double *env)
{
    return apply(task, 1, env) && apply(task, 0, env);
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

double
walk_length(const walk_t *w, const double *env, const double *d)
{
    double most = 0;

    for (int i = 0; i < w->n; i++)
        most = fmax(most, fabs(d[i]) / unit(w, i, env));
    return most;
}

double
walk_product(const walk_t *w, const double *env, const double *a,
             const double *b)
{
    double sum = 0;

    for (int i = 0; i < w->n; i++)
        sum += a[i] * b[i] / (unit(w, i, env) * unit(w, i, env));
    return sum;
}

int
walk_step(walk_t *w, const double *env, double *d)
{
    const saddle_model_t *model = w->task->model;
    size_t bytes = solve_env_size(model) * sizeof *env;
    solve_range_t range[SOLVE_MAX];

    memcpy(w->image, env, bytes);
    w->task->iterations++;
    if (!apply(w->task, 1, w->image) || !apply(w->task, 0, w->image))
        return 0;
    /* ends may move with other unknowns (m^2 <= rho q) */
    if (!solve_ranges(model, w->image, w->n, w->unknown, range))
        return 0;
    for (int i = 0; i < w->n; i++)
    {
        int v = w->unknown[i];
        double lo = range[i].lo, hi = range[i].hi, x = env[v];

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

/* ---- tending to an end --------------------------------------------------- */

/* Variable i is close to an end and moves there: does it still do so much
   closer? */
static int
tends_to_end(walk_t *w, int i, int side)
{
    static const double closer[3] = { 0.1, 1e-3, 1e-5 };
    size_t bytes = solve_env_size(w->task->model) * sizeof(double);
    int v = w->unknown[i];
    double end = side > 0 ? w->range[i].hi : w->range[i].lo, d[SOLVE_MAX];
    solve_range_t after;
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
        if (w->spare[v] == end || !walk_step(w, w->spare, d))
            break;
        /* far back in one step is no map but a failed integral */
        if (side * d[i] < -JUMP_BACK * solve_width(w->range + i))
            break;
        /* an end that moves with other unknowns is not reached by following
           it */
        yes = side * d[i] > 0
              && solve_ranges(w->task->model, w->image, 1, &v, &after)
              && side * ((side > 0 ? after.hi : after.lo) - w->image[v])
                 < side * (end - w->spare[v]);
    }
    memcpy(w->image, image, bytes);
    free(image);
    return yes;
}

/* Have all unknowns but i come to rest?  One may shrink for long while another
   is still on its way, and then grow again. */
static int
others_rest(const walk_t *w, const double *d, int i)
{
    for (int k = 0; k < w->n; k++)
        if (k != i && fabs(d[k]) > AT_REST * unit(w, k, w->env))
            return 0;
    return 1;
}

int
walk_reaches_end(walk_t *w, const double *d, int *variable, int *side)
{
    double near = w->n > 1 ? NEAR_END_MANY : NEAR_END;

    for (int i = 0; i < w->n; i++)
    {
        const solve_range_t *r = w->range + i;
        double x = w->env[w->unknown[i]];
        double distance = d[i] > 0 ? r->hi - x : x - r->lo;

        *variable = w->unknown[i];
        *side = d[i] > 0 ? 1 : -1;
        if (fabs(x) > FAR && *side * x > 0)
            return 1;
        if (d[i] == 0 || !(distance < near * solve_width(r))
            || (w->looked[i] > 0 && distance > 0.1 * w->looked[i]))
            continue;
        w->looked[i] = distance;
        if (!others_rest(w, d, i))
            continue;
        if (tends_to_end(w, i, *side))
            return 1;
    }
    return 0;
}
