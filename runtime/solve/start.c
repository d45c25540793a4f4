/* runtime/solve/start.c -- where iterations and Newton begin. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define JUST_INSIDE 1e-6
#define AT_END 1e-9

static int
is_overlap(const solve_task_t *task, int variable)
{
    return variable < task->model->n_orders
           && task->model->order[variable].stage == 0;
}

/* A number inside a range: as near to `wish` as 1e-6 from the ends. */
static double
inside(const solve_range_t *r, double wish)
{
    double gap = JUST_INSIDE * solve_width(r);

    if (!isfinite(wish))
        wish = 1;
    if (wish < r->lo + gap)
        wish = r->lo + gap;
    if (wish > r->hi - gap)
        wish = r->hi - gap;
    return wish;
}

/* Overlaps for neutral conjugates (zero, or the end nearest to it): the
   moments of the prior.  They stand for an end where a domain has none. */
static void
neutral(solve_task_t *task, double *env)
{
    const saddle_system_t *s = task->system;
    double out[SOLVE_MAX];
    solve_range_t r;

    for (int i = 0; i < s->n; i++)
        if (!is_overlap(task, s->unknown[i])
            && s->unknown[i] < task->model->n_orders
            && solve_ranges(task->model, env, 1, s->unknown + i, &r))
            env[s->unknown[i]] = r.lo >= 0 || r.hi <= 0 ? inside(&r, 0) : 0;
    for (int i = 0; i < s->n; i++)
        if (is_overlap(task, s->unknown[i]))
            env[s->unknown[i]] = NAN;
    if (s->map[0] == NULL || !solve_value(task, s->map[0], env, out))
        return;
    for (int i = 0; i < s->n_map[0]; i++)
        env[s->map_unknown[0][i]] = out[i];
}

/*
 * Closed lower end: an overlap between replicas (q >= 0); open lower end with
 * an infinite upper one: a variance (V > 0).  Uninformed: q low, V that of the
 * prior; informed: q takes nearly all of it.
 */
void
solve_end_start(solve_task_t *task, double *env, int informed)
{
    const saddle_system_t *s = task->system;
    size_t bytes = solve_env_size(task->model) * sizeof *env;
    double *prior = malloc(bytes), total = 0;

    if (prior == NULL)
        return;
    memcpy(prior, env, bytes);
    neutral(task, prior);
    for (int i = 0; i < s->n; i++)
        if (is_overlap(task, s->unknown[i]) && isfinite(prior[s->unknown[i]]))
            total += fabs(prior[s->unknown[i]]);
    total = total > 0 ? total : 1;
    for (int i = 0; i < s->n; i++)
    {
        int v = s->unknown[i];
        solve_range_t r;
        double x;

        if (!solve_ranges(task->model, env, 1, &v, &r))
            continue;
        if (!is_overlap(task, v))
            x = v < task->model->n_orders ? inside(&r, 1) : env[v];
        else if (isfinite(r.lo) && isfinite(r.hi))
            x = inside(&r, informed ? r.hi : r.lo);
        else if (isfinite(r.lo) && r.lo_open)
            x = inside(&r, informed ? r.lo + JUST_INSIDE * total
                                    : isfinite(prior[v]) ? prior[v] : 1);
        else if (isfinite(r.lo))
            x = inside(&r, informed ? total : r.lo);
        else
            x = inside(&r, informed ? total : JUST_INSIDE);
        env[v] = x;
    }
    free(prior);
}

/* Fraction f of the range of each overlap, conjugates c. */
static void
grid_point(solve_task_t *task, double *env, double f, double c)
{
    const saddle_system_t *s = task->system;

    for (int i = 0; i < s->n; i++)
    {
        int v = s->unknown[i];
        solve_range_t r;

        if (v >= task->model->n_orders
            || !solve_ranges(task->model, env, 1, &v, &r))
            continue;
        if (!is_overlap(task, v))
            env[v] = inside(&r, c);
        else if (isfinite(r.lo) && isfinite(r.hi))
            env[v] = r.lo + f * (r.hi - r.lo);
        else
            env[v] = inside(&r, (isfinite(r.lo) ? r.lo : 0) + 3 * f);
    }
}

/* An overlap at an end of its range, or -1. */
static int
at_end(const solve_task_t *task, const double *env)
{
    const saddle_system_t *s = task->system;
    solve_range_t r;

    for (int i = 0; i < s->n; i++)
        if (is_overlap(task, s->unknown[i])
            && solve_ranges(task->model, env, 1, s->unknown + i, &r)
            && fmin(env[s->unknown[i]] - r.lo, r.hi - env[s->unknown[i]])
               < AT_END * solve_width(&r))
            return s->unknown[i];
    return -1;
}

int
solve_grid_newton(solve_task_t *task, double *env, int informed, int *variable)
{
    static const double fraction[] = { 1e-3, 0.01, 0.03, 0.1, 0.2, 0.35, 0.5,
                                       0.65, 0.8, 0.9, 0.97, 0.99, 0.999 };
    static const double conjugate[] = { 1, 0.1, 10, 0.01, 100 };
    const saddle_system_t *s = task->system;
    size_t bytes = solve_env_size(task->model) * sizeof *env;
    double *x = malloc(bytes), *best = malloc(bytes), residual;
    int found = 0, overlaps = 0, end;

    *variable = -1;

    for (int i = 0; i < s->n; i++)
        overlaps += is_overlap(task, s->unknown[i]);
    for (size_t i = 0; i < sizeof fraction / sizeof *fraction; i++)
        for (size_t j = 0; j < sizeof conjugate / sizeof *conjugate; j++)
        {
            if (x == NULL || best == NULL || (j > 0 && overlaps == s->n))
                break;
            memcpy(x, env, bytes);
            grid_point(task, x, fraction[i], conjugate[j]);
            if (j == 0 && !solve_conjugates(task, x))
                continue;
            if (task->interrupted || !solve_damped_newton(task, x, &residual))
                continue;
            if ((end = at_end(task, x)) >= 0)
                *variable = end;
            else if (!found
                     || (informed ? x[s->unknown[0]] > best[s->unknown[0]]
                                    : x[s->unknown[0]] < best[s->unknown[0]]))
            {
                memcpy(best, x, bytes);
                found = 1;
            }
        }
    if (found)
        memcpy(env, best, bytes);
    free(x);
    free(best);
    return found;
}

int
solve_leads_inward(solve_task_t *task, const double *env)
{
    const saddle_system_t *s = task->system;
    size_t bytes = solve_env_size(task->model) * sizeof *env;
    double *end;
    solve_range_t r;
    int inward = 1;

    if (!solve_has_map(s))
        return 0;
    if (!solve_is_lone(s) || !is_overlap(task, s->unknown[0])
        || !solve_ranges(task->model, env, 1, s->unknown, &r)
        || !isfinite(r.hi) || (end = malloc(bytes)) == NULL)
        return 1;
    memcpy(end, env, bytes);
    end[s->unknown[0]] = inside(&r, r.hi);
    if (solve_natural_step(task, end))
        inward = !(end[s->unknown[0]] > r.hi);
    free(end);
    return inward;
}

int
solve_falls(solve_task_t *task, double *env, const char *const *text)
{
    const saddle_system_t *s = task->system;
    int v = s->unknown[0];
    double low, high, f[SOLVE_MAX];
    solve_range_t r;

    if (s->n != 1 || !is_overlap(task, v)
        || !solve_ranges(task->model, env, 1, &v, &r) || !isfinite(r.lo)
        || !isfinite(r.hi))
        return 0;
    env[v] = inside(&r, r.hi);
    if (solve_matching_boundary(task->model, env, v, text, -1) >= 0
        || !solve_value(task, s->residual, env, f))
        return 0;
    high = f[0];
    env[v] = inside(&r, r.lo);
    if (!solve_value(task, s->residual, env, f))
        return 0;
    low = f[0];
    return low * high > 0
           && solve_matching_boundary(task->model, env, v, text, -1) >= 0;
}
