/* runtime/solve/search.c -- states and the extra equation along a parameter. */
#include "search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GRID 48
#define EDGE_LEVELS 7      /* bisections where the state changes its kind   */
#define DIP_STEPS 24
#define COLD_EVERY 8       /* with nested integrals: warm starts in between */

int
search_system(const search_t *s, int boundary)
{
    for (int k = 0; k < s->model->n_systems; k++)
        if (s->model->system[k]->kind == SADDLE_THRESHOLD
            && s->model->system[k]->boundary == boundary
            && strcmp(s->model->system[k]->name, s->name) == 0)
            return k;
    return -1;
}

/* ---- one value of the parameter ------------------------------------------ */

/* The extra equation at a state; 0 if not finite. */
static int
extra(search_t *s, const double *env, int boundary, double *value)
{
    double f[SOLVE_MAX];
    int k = search_system(s, boundary);
    solve_task_t task = { .model = s->model, .options = s->options };

    if (k < 0 || s->model->system[k]->n > SOLVE_MAX)
    {
        s->failed = "the state there has no equation for this threshold";
        return 0;
    }
    task.system = s->model->system[k];
    if (!solve_value(&task, task.system->residual, env, f))
    {
        s->failed = "the equation was not finite";
        return 0;
    }
    *value = f[task.system->n - 1];
    return 1;
}

/* Newton from a neighbour's state, where solving afresh is expensive. */
static int
warm(search_t *s, const point_t *from, double *env)
{
    int k = solve_find_system(s->model, from->boundary);
    double residual, p = env[s->parameter];
    solve_task_t task = { .model = s->model, .options = s->options };

    if (k < 0)
        return 0;
    task.system = s->model->system[k];
    memcpy(env, from->env, solve_env_size(s->model) * sizeof *env);
    env[s->parameter] = p;
    return solve_damped_newton(&task, env, &residual);
}

point_t
search_look(search_t *s, double p, const point_t *from)
{
    point_t at = { .p = p, .boundary = -1 };
    double *env = solve_new_env(s->model, s->env + s->model->n_orders);
    solve_result_t r;

    s->failed_at = p;
    if (env == NULL)
        return at;
    env[s->parameter] = p;
    if (s->alone)
    {
        at.env = env;
        at.ok = extra(s, env, -1, &at.value);
        snprintf(at.state, sizeof at.state, "limit");
        return at;
    }
    if (s->nested && from != NULL && from->ok && s->count++ % COLD_EVERY != 0
        && warm(s, from, env))
    {
        at.env = env;
        at.boundary = from->boundary;
        memcpy(at.state, from->state, sizeof at.state);
        at.ok = extra(s, at.env, at.boundary, &at.value);
        return at;
    }
    env[s->parameter] = p;
    solve_state_env(&r, s->model, env, s->text, NULL, s->options);
    free(env);
    at.env = r.env;
    at.boundary = r.boundary;
    memcpy(at.state, r.state, sizeof at.state);
    s->interrupted |= r.end == SOLVE_INTERRUPTED;
    if (r.end == SOLVE_CONVERGED || r.end == SOLVE_BOUNDARY)
        at.ok = extra(s, at.env, at.boundary, &at.value);
    else
        s->failed = r.why;
    return at;
}

static void
insert(search_t *s, int k, point_t at)
{
    memmove(s->point + k + 1, s->point + k, (s->n - k) * sizeof at);
    s->point[k] = at;
    s->n++;
}

/* ---- the grid ------------------------------------------------------------ */

static double
between(double a, double b)
{
    return a > 0 && b > 4 * a ? sqrt(a * b) : 0.5 * (a + b);
}

static int
progress(search_t *s, double done)
{
    const solve_options_t *o = s->options;

    if (o->progress != NULL
        && o->progress(o->ctx, "scan of the parameter", done))
        s->interrupted = 1;
    return !s->interrupted;
}

static void
grid(search_t *s)
{
    int geometric = s->lo > 0 && s->hi > 10 * s->lo;

    for (int k = 0; k <= GRID && progress(s, 0.7 * k / GRID); k++)
    {
        double u = (double) k / GRID;
        double p = geometric ? s->lo * pow(s->hi / s->lo, u)
                             : s->lo + (s->hi - s->lo) * u;
        point_t at;

        if (k == GRID)
            p = s->hi;
        at = search_look(s, p, s->n > 0 ? s->point + s->n - 1 : NULL);
        insert(s, s->n, at);
    }
}

/* Where the state changes its kind or is lost: halve a few times, so that the
   branch is known close to its end. */
static void
refine_edges(search_t *s)
{
    for (int level = 0; level < EDGE_LEVELS; level++)
        for (int k = 0; k + 1 < s->n && s->n < MAX_POINTS; k++)
        {
            point_t *a = s->point + k, *b = a + 1;

            if (s->interrupted || (a->ok == b->ok && a->boundary == b->boundary)
                || (!a->ok && !b->ok))
                continue;
            insert(s, k + 1, search_look(s, between(a->p, b->p),
                                         a->ok ? a : b));
            k++;
        }
}

static int
same_kind(const point_t *a, const point_t *b)
{
    return a->ok && b->ok && a->boundary == b->boundary;
}

/* Where |value| has a minimum without a change of sign: look closer. */
static void
refine_dips(search_t *s)
{
    for (int k = 1; k + 1 < s->n && s->n < MAX_POINTS; k++)
    {
        point_t *a = s->point + k - 1, *b = a + 1, *c = a + 2;

        if (!same_kind(a, b) || !same_kind(b, c) || a->value * b->value <= 0
            || b->value * c->value <= 0 || fabs(b->value) > fabs(a->value)
            || fabs(b->value) > fabs(c->value))
            continue;
        for (int i = 0; i < DIP_STEPS && !s->interrupted; i++)
        {
            int left = b->p - a->p > c->p - b->p;
            point_t at = search_look(s, left ? 0.618 * b->p + 0.382 * a->p
                                      : 0.618 * b->p + 0.382 * c->p, b);

            if (at.ok && at.value * b->value <= 0)
            {
                insert(s, left ? k : k + 1, at);
                k++;
                break;
            }
            /* keep the three points around the minimum, in place */
            if (!at.ok || fabs(at.value) >= fabs(b->value))
            {
                point_t *end = left ? a : c;

                if (!at.ok || fabs(end->value - b->value)
                              < 1e-9 * fabs(b->value))
                {
                    free(at.env);
                    break;
                }
                free(end->env);
                *end = at;
            }
            else
            {
                point_t *end = left ? c : a;

                free(end->env);
                *end = *b;
                *b = at;
            }
        }
    }
}

void
search_sweep(search_t *s)
{
    grid(s);
    refine_edges(s);
    refine_dips(s);
}
