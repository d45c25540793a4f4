/* runtime/solve/walk_newton.c -- from a walk to its limit by Newton. */
#include "walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NEWTON_STEPS 8
#define CLOSE 0.02          /* Newton may end there without more ado        */
#define AT_END 1e-9         /* no interior state                            */

int
walk_is_rounding(const walk_t *w, const double *d, double unit_error)
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
    if (walk_length(w, w->env, way) < 1e-7)
        return 1;
    for (int k = 0; k < 4; k++)
    {
        memcpy(w->spare, w->env, bytes);
        for (int i = 0; i < w->n; i++)
            w->spare[w->unknown[i]] += at[k] * way[i];
        if (!walk_step(w, w->spare, d))
            return 0;
        if (walk_product(w, w->env, d, way) <= 0
            && !walk_is_rounding(w, d, 1e-14))
            return 0;
    }
    return 1;
}

static int
is_interior(const walk_t *w, const double *env)
{
    for (int i = 0; i < w->n; i++)
    {
        const solve_range_t *r = w->range + i;
        double x = env[w->unknown[i]], gap = AT_END * solve_width(r);

        if (x - r->lo < gap || r->hi - x < gap)
            return 0;
    }
    return 1;
}

/* Newton from the image.  Accepted, on a straight walk, if it ends ahead, not
   far beyond the extrapolated limit, and F leads there; else if it ends near
   that limit. */
int
walk_newton(walk_t *w, double ratio, int straight)
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
    ok = ok && is_interior(w, goal);
    if (ok && straight)
        ok = walk_product(w, w->env, way, w->d2) >= 0
             && walk_length(w, w->env, way)
                <= 3 * walk_length(w, w->env, far) + 1e-9
             && way_is_clear(w, goal);
    else if (ok)
        ok = walk_length(w, w->env, miss)
             <= 0.3 * walk_length(w, w->env, far) + 1e-9
             || walk_length(w, w->env, way) <= CLOSE;
    if (ok)
        memcpy(w->env, goal, bytes);
    free(goal);
    return ok;
}

iterate_end_t
walk_settle(walk_t *w)
{
    size_t bytes = solve_env_size(w->task->model) * sizeof(double);
    double move[SOLVE_MAX], residual;

    memcpy(w->spare, w->image, bytes);
    if (solve_damped_newton(w->task, w->spare, &residual))
    {
        for (int i = 0; i < w->n; i++)
            move[i] = w->spare[w->unknown[i]] - w->image[w->unknown[i]];
        if (walk_length(w, w->image, move) < 1e-6 && is_interior(w, w->spare))
            memcpy(w->image, w->spare, bytes);
    }
    memcpy(w->env, w->image, bytes);
    return solve_conjugates(w->task, w->env) ? ITERATE_CONVERGED
                                             : ITERATE_NOT_FINITE;
}
