/* runtime/solve/iterate.c -- the natural iteration, accelerated. */
#include "walk.h"

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
 *     outcome was as extrapolated, none where the outcome shows that something
 *     else lies in between;
 *   - Newton, once the steps contract.  Its solution must lie where the
 *     extrapolation says, and F must point towards it all along the way.
 */

#define LEAST_JUMP 0.5
#define MOST_TRUST 0.97
#define MOST_ERROR 0.8      /* of the step expected after a jump           */
#define MOST_JUMP 4096
#define ROUGH_TOL 1e-9      /* of integrals, far from the limit             */
#define PROGRESS_EVERY 32

/* Moves on by the plain step d2 that led to image, or by a jump. */
static void
move(walk_t *w, double ratio, int straight)
{
    const saddle_model_t *model = w->task->model;
    size_t bytes = solve_env_size(model) * sizeof(double);
    double more = 0, d[SOLVE_MAX], *landing, error;

    if (w->rest > 0)
        w->rest--;
    else if (straight && ratio > 0.1)
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
    if (walk_step(w, landing, d) && walk_product(w, landing, d, w->d2) > 0)
    {
        /* linear theory: the steps shrink as the distance to the limit */
        double expected = 1 - more * (1 - ratio) / ratio;

        error = fabs(sqrt(walk_product(w, landing, d, d)
                          / walk_product(w, landing, w->d2, w->d2)) / ratio
                     - expected) / fmax(expected, 0.01);
    }
    if (error < MOST_ERROR)
    {
        memcpy(w->env, landing, bytes);
        memcpy(w->d2, d, w->n * sizeof *d);
        w->have_step = w->jumped = 1;
    }
    w->jump = error < 0.3          ? fmin(MOST_TRUST, 0.5 + 0.5 * w->jump)
              : error < MOST_ERROR ? LEAST_JUMP
                                   : fmax(0.25 * w->jump, 0.01);
    free(landing);
}

/* How many integrals stand inside one another in the natural map. */
static int
depth(const saddle_system_t *s)
{
    int most = 0;

    for (int m = 0; m < 2; m++)
        for (int k = 0; s->map[m] != NULL && k < s->map[m]->n_groups; k++)
        {
            const saddle_group_t *g = s->map[m]->group[k];

            most = most > 1 ? most : 1 + (g->n_inner > 0);
            for (int i = 0; i < g->n_inner; i++)
                if (g->inner[i]->n_inner > 0)
                    most = 3;
        }
    return most;
}

int
solve_is_deep(const saddle_system_t *s)
{
    return depth(s) > 2;
}

/* Steps with nested integrals may take long, so each of them asks. */
static int
interrupted(solve_task_t *task, int k)
{
    const solve_options_t *o = task->options;

    if (o->progress == NULL
        || (k % PROGRESS_EVERY != 0 && depth(task->system) < 2))
        return 0;
    task->done = (double) k / o->max_iterations;
    task->interrupted |= o->progress(o->ctx, task->what != NULL
                                     ? task->what : "iteration",
                                     task->done) != 0;
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
    *ratio = 1 + walk_product(w, w->env, change, way)
                 / walk_product(w, w->env, way, way);
    *cosine = walk_product(w, w->env, w->d1, w->d2)
              / sqrt(walk_product(w, w->env, w->d1, w->d1)
                     * walk_product(w, w->env, w->d2, w->d2));
}

/* Brent's test: back where it was at the last power of two, and not at rest.
   The answer to a cycle is a mixture of the old point and the new. */
static int
in_cycle(walk_t *w, int k)
{
    double way[SOLVE_MAX], size;

    for (int i = 0; i < w->n; i++)
        way[i] = w->env[w->unknown[i]] - w->anchor[i];
    size = k > 8 ? walk_length(w, w->env, way) : INFINITY;
    if (k >= 8 && (k & (k - 1)) == 0)
        for (int i = 0; i < w->n; i++)
            w->anchor[i] = w->env[w->unknown[i]];
    return size < 0.02 * w->size2 && w->size2 > 1e-6;
}

static iterate_end_t
walk(walk_t *w, int *variable, int *side)
{
    const solve_options_t *o = w->task->options;

    for (int k = 1; k <= o->max_iterations; k++)
    {
        double ratio = 1, cosine = 0;
        int straight;

        if (interrupted(w->task, k))
            return ITERATE_INTERRUPTED;
        if (!w->have_step && !walk_step(w, w->env, w->d2))
            return ITERATE_NOT_FINITE;
        if (!solve_ranges(w->task->model, w->env, w->n, w->unknown, w->range))
            return ITERATE_NOT_FINITE;
        w->have_step = 0;
        w->size2 = walk_length(w, w->env, w->d2);
        if (w->size2 < 1e-5)
            w->task->quad_tol = SOLVE_QUAD_TOL;
        if (walk_reaches_end(w, w->d2, variable, side))
            return ITERATE_TO_END;
        if (w->size2 == 0)
            return walk_settle(w);
        if (w->size1 > 0)
            compare(w, &ratio, &cosine);
        /* several unknowns may curl round: jump along straight lines only,
           and less and less often after a jump that led astray */
        straight = cosine > (w->n > 1 ? 0.999 : 0.97);
        if (w->jumped && cosine < 0.95)
            w->rest = w->penalty = w->penalty < 512 ? 2 * w->penalty : 512;
        w->jumped = 0;
        if (w->size1 > 0 && k >= w->next_newton && ratio < 1 - 1e-6
            && (straight || w->size2 < 0.05)
            && w->size2 < w->size1)
        {
            if (walk_newton(w, ratio, straight))
                return ITERATE_CONVERGED;
            w->next_newton = k + 2 + k / 2;
        }
        if (w->size1 > 0 && w->size1 < 1e-9
            && (w->size2 < 1e-14 || walk_is_rounding(w, w->d2, 1e-15)))
            return walk_settle(w);
        if (in_cycle(w, k))
            w->damping *= 0.5;
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
                 .jump = LEAST_JUMP, .penalty = 4 };
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
