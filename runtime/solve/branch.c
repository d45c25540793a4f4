/* runtime/solve/branch.c -- solutions that change smoothly with a parameter. */
#include "search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIFFERENCE 1e-6     /* of the searched range                        */
#define QUOTIENT 1e-6       /* of the natural length                        */
#define NOISE 1e-9          /* error of a Jacobian that is no use           */
#define SHORTEST 1e-7       /* step, of the searched range                  */
#define MOST_POINTS 400      /* to one side                                 */
#define AT_END 1e-9         /* of the width of the domain                  */

int
branch_same(const search_t *s, const branch_t *b, const double *x,
            const double *env)
{
    solve_range_t range[SOLVE_MAX];

    if (b->system == NULL || b->system->n == 0)
        return 1;
    if (!solve_ranges(s->model, x, b->system->n, b->system->unknown, range))
        return 0;
    for (int i = 0; i < b->system->n; i++)
    {
        int v = b->system->unknown[i];

        if (fabs(x[v] - env[v]) > 1e-4 * branch_unit(x[v], range + i)
            && fabs(x[v] - env[v]) > 1e-8 * (1 + fabs(x[v])))
            return 0;
    }
    return 1;
}

/* The Jacobian by difference quotients of the residual f: where integrals of
   derivatives suffer from cancellation, those of the residual need not. */
static int
by_differences(solve_task_t *task, double *env, const double *f, double *j)
{
    const saddle_system_t *system = task->system;
    int n = system->n;
    double g[SOLVE_MAX];
    solve_range_t range[SOLVE_MAX];

    if (!solve_ranges(task->model, env, n, system->unknown, range))
        return 0;
    for (int k = 0; k < n; k++)
    {
        double x = env[system->unknown[k]];
        double h = QUOTIENT * branch_unit(x, range + k);
        int ok;

        env[system->unknown[k]] = x + h;
        h = env[system->unknown[k]] - x;
        ok = solve_value(task, system->residual, env, g);
        env[system->unknown[k]] = x;
        if (!ok)
            return 0;
        for (int i = 0; i < n; i++)
            j[i * n + k] = (g[i] - f[i]) / h;
    }
    return 1;
}

/* The Jacobian, and dx/dp = -J^-1 dF/dp by a difference quotient. */
static int
find_slope(search_t *s, const branch_t *b, point_t *at)
{
    const saddle_system_t *system = b->system;
    int n = system != NULL ? system->n : 0, ok;
    double step = DIFFERENCE * (s->hi - s->lo), f[2][SOLVE_MAX];
    double *j = malloc(((size_t) n + (size_t) n * n + 1) * sizeof *j);
    solve_task_t task = { .model = s->model, .options = s->options };

    memset(at->slope, 0, n * sizeof *at->slope);
    task.system = system;
    ok = n > 0 && j != NULL;
    if (ok && !at->noisy)
    {
        ok = solve_value(&task, system->jacobian, at->env, j);
        at->noisy = ok && task.error > NOISE;
        memcpy(f[0], j, n * sizeof *j);
        memcpy(at->jacobian, j + n, (size_t) n * n * sizeof *j);
    }
    if (ok && at->noisy)
        ok = solve_value(&task, system->residual, at->env, f[0])
             && by_differences(&task, at->env, f[0], at->jacobian);
    if (at->p + step > s->hi)
        step = -step;
    at->env[s->parameter] = at->p + step;
    if (ok && solve_value(&task, system->residual, at->env, f[1]))
    {
        for (int i = 0; i < n; i++)
            f[0][i] = (f[0][i] - f[1][i]) / step;
        memcpy(j, at->jacobian, (size_t) n * n * sizeof *j);
        if (solve_linear(n, j, f[0]))
            memcpy(at->slope, f[0], n * sizeof *f[0]);
    }
    at->env[s->parameter] = at->p;
    free(j);
    return ok || n == 0;
}

static int
make_point(search_t *s, const branch_t *b, point_t *at, int k,
           const double *env)
{
    size_t size = solve_env_size(s->model);
    size_t n = b->system != NULL ? b->system->n : 0;
    const point_t *beside = k > 0 ? b->point + k - 1 : b->point;

    /* what was noisy next to it is not tried again */
    at->noisy = b->n > 0 && beside->noisy;
    at->p = env[s->parameter];
    at->env = malloc((size + n + n * n + 1) * sizeof *at->env);
    if (at->env == NULL)
        return 0;
    memcpy(at->env, env, size * sizeof *env);
    at->slope = at->env + size;
    at->jacobian = at->slope + n;
    if (find_slope(s, b, at))
        return 1;
    free(at->env);
    return 0;
}

static int
add_point(search_t *s, branch_t *b, int k, const double *env)
{
    point_t at;

    if (b->n == b->room)
    {
        int room = b->room > 0 ? 2 * b->room : 64;
        point_t *more = realloc(b->point, room * sizeof *more);

        if (more == NULL)
            return 0;
        b->point = more;
        b->room = room;
    }
    if (!make_point(s, b, &at, k, env))
        return 0;
    memmove(b->point + k + 1, b->point + k, (b->n - k) * sizeof at);
    b->point[k] = at;
    b->n++;
    return 1;
}

branch_t *
branch_new(search_t *s, const saddle_system_t *system, int boundary,
           const double *env)
{
    branch_t *b = calloc(1, sizeof *b);

    if (b == NULL)
        return NULL;
    b->system = system;
    b->boundary = boundary;
    if (!add_point(s, b, 0, env))
    {
        free(b);
        return NULL;
    }
    return b;
}

void
branch_free(branch_t *b)
{
    for (int k = 0; b != NULL && k < b->n; k++)
        free(b->point[k].env);
    if (b == NULL)
        return;
    solve_result_clear(b->turn);
    solve_result_clear(b->turn + 1);
    free(b->point);
    free(b);
}

const point_t *
branch_near(const branch_t *b, double p)
{
    int k = 0;

    while (k + 1 < b->n
           && fabs(b->point[k + 1].p - p) <= fabs(b->point[k].p - p))
        k++;
    return b->point + k;
}

/* ---- following ----------------------------------------------------------- */

/* The next grid point on this side of p; p where there is none. */
static double
next_stop(const search_t *s, double p, int side)
{
    double slack = SHORTEST * (s->hi - s->lo);

    if (side > 0)
        for (int k = 0; k <= SEARCH_GRID; k++)
            if (s->grid[k] > p + slack)
                return s->grid[k];
    if (side < 0)
        for (int k = SEARCH_GRID; k >= 0; k--)
            if (s->grid[k] < p - slack)
                return s->grid[k];
    return p;
}

/* Has an overlap come to an end of its domain, where doubles end? */
static int
is_at_end(const search_t *s, const branch_t *b, const double *env)
{
    solve_range_t range[SOLVE_MAX];
    int n = b->system != NULL ? b->system->n : 0;

    if (n == 0
        || !solve_ranges(s->model, env, n, b->system->unknown, range))
        return 0;
    for (int i = 0; i < n; i++)
    {
        double x = env[b->system->unknown[i]];

        if (s->model->order[b->system->unknown[i]].stage == 0
            && fmin(x - range[i].lo, range[i].hi - x)
               < AT_END * solve_width(range + i))
            return 1;
    }
    return 0;
}

/* One more point at the end `side`, or what stops the branch there. */
static int
extend(search_t *s, branch_t *b, int side, double *length, double *env)
{
    const point_t *at = b->point + (side > 0 ? b->n - 1 : 0);
    double stop = next_stop(s, at->p, side);

    if (stop == at->p)
        return 0;
    if (is_at_end(s, b, at->env))
    {
        b->end[side > 0] = BRANCH_LOST;
        return 0;
    }
    if (*length <= 0 || *length > fabs(stop - at->p))
        *length = fabs(stop - at->p);
    for (int tries = 0; *length >= SHORTEST * (s->hi - s->lo); tries++)
    {
        double p = *length < fabs(stop - at->p) ? at->p + side * *length
                                                : stop;

        if (tries == 1 && s->condition == SADDLE_IS_FOLD && !at->noisy
            && turn_find(s, b, at, side, stop, b->turn + (side > 0)))
        {
            b->end[side > 0] = BRANCH_FOLD;
            return 0;
        }
        if (!search_progress(s, -1))
            break;
        if (branch_step(s, b, at, p, env))
        {
            *length *= tries == 0 ? 3 : 1;
            return add_point(s, b, side > 0 ? b->n : 0, env);
        }
        *length = 0.4 * fabs(p - at->p);
    }
    b->end[side > 0] = s->condition == SADDLE_IS_FOLD && !s->interrupted
                               && turn_guess(s, b, side,
                                             b->turn + (side > 0))
                           ? BRANCH_FOLD : BRANCH_LOST;
    return 0;
}

void
branch_follow(search_t *s, branch_t *b)
{
    double *env = malloc(solve_env_size(s->model) * sizeof *env);

    for (int side = 1; side >= -1 && env != NULL; side -= 2)
    {
        double length = 0;
        int most = b->n + MOST_POINTS;

        while (b->n < most && extend(s, b, side, &length, env))
            ;
    }
    free(env);
}
