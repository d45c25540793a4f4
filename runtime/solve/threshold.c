/* runtime/solve/threshold.c -- critical values of a parameter. */
#include "solve_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GRID 48
#define MAX_POINTS 512
#define EDGE_LEVELS 7      /* bisections where the state changes its kind   */
#define DIP_STEPS 24
#define COLD_EVERY 8       /* with nested integrals: warm starts in between */

typedef struct
{
    double p, value;       /* value: the extra equation's left - right      */
    int ok, boundary;
    double *env;
    char state[64];
} point_t;

typedef struct
{
    const saddle_model_t *model;
    const char *name;
    int parameter;         /* env index                                     */
    const double *env;
    const char *const *text;
    const solve_options_t *options;
    double lo, hi;
    int n;
    point_t point[MAX_POINTS];
    int alone;             /* the parameter is the only unknown: no state   */
    int nested, count, interrupted;
    const char *failed;    /* last reason                                   */
    double failed_at;
    int rejected;          /* candidates whose side conditions failed       */
} search_t;

static int
find_threshold(const search_t *s, int boundary)
{
    for (int k = 0; k < s->model->n_systems; k++)
        if (s->model->system[k]->kind == SADDLE_THRESHOLD
            && s->model->system[k]->boundary == boundary
            && strcmp(s->model->system[k]->name, s->name) == 0)
            return k;
    return -1;
}

static int
is_nested(const saddle_system_t *system)
{
    for (int g = 0; g < system->residual->n_groups; g++)
        if (system->residual->group[g]->n_inner > 0)
            return 1;
    return 0;
}

/* ---- one value of the parameter ------------------------------------------- */

/* The extra equation at a state; 0 if not finite. */
static int
extra(search_t *s, const double *env, int boundary, double *value)
{
    double f[SOLVE_MAX];
    int k = find_threshold(s, boundary);
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

/* The default state and the extra equation at p; from: a neighbour or NULL. */
static point_t
look(search_t *s, double p, const point_t *from)
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

/* ---- the grid -------------------------------------------------------------- */

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
sweep(search_t *s)
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
        at = look(s, p, s->n > 0 ? s->point + s->n - 1 : NULL);
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
            insert(s, k + 1, look(s, between(a->p, b->p), a->ok ? a : b));
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
            point_t at = look(s, left ? 0.618 * b->p + 0.382 * a->p
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

/* ---- from a change of sign to a candidate ---------------------------------- */

static int
sides_hold(search_t *s, const saddle_system_t *system, const double *env)
{
    double side[SOLVE_MAX];
    solve_task_t task = { .model = s->model, .system = system,
                          .options = s->options };

    if (system->n_sides == 0 || system->sides == NULL)
        return 1;
    if (system->n_sides > SOLVE_MAX
        || !solve_value(&task, system->sides, env, side))
        return 0;
    for (int i = 0; i < system->n_sides; i++)
        if (!(side[i] > 0))
            return 0;
    return 1;
}

/* Is env the default state at its parameter? */
static int
is_default(search_t *s, const double *env, int boundary)
{
    point_t at;
    const saddle_system_t *system;
    int same, k;

    if (s->alone)
        return 1;
    at = look(s, env[s->parameter], NULL);
    same = at.ok && at.boundary == boundary;
    k = solve_find_system(s->model, boundary);
    system = k >= 0 ? s->model->system[k] : NULL;
    for (int i = 0; same && system != NULL && i < system->n; i++)
    {
        double x = env[system->unknown[i]], y = at.env[system->unknown[i]];

        same = fabs(x - y) <= 1e-5 * (1 + fabs(x));
    }
    free(at.env);
    return same;
}

/* Newton on the whole system from a point of the branch. */
static int
polish(search_t *s, const point_t *at, double a, double b, solve_result_t *r)
{
    int k = find_threshold(s, at->boundary);
    size_t bytes = solve_env_size(s->model) * sizeof(double);
    solve_task_t task = { .model = s->model, .options = s->options };
    double p, slack = 1e-9 * (fabs(a) + fabs(b));

    memset(r, 0, sizeof *r);
    r->env = malloc(bytes);
    if (r->env == NULL)
        return 0;
    memcpy(r->env, at->env, bytes);
    task.system = s->model->system[k];
    if (solve_damped_newton(&task, r->env, &r->residual)
        && (p = r->env[s->parameter]) >= a - slack && p <= b + slack
        && is_default(s, r->env, at->boundary))
    {
        r->end = SOLVE_CONVERGED;
        r->system = k;
        r->boundary = at->boundary;
        r->error = task.error;
        r->iterations = task.iterations;
        solve_name(r, at->state);
        return 1;
    }
    solve_result_clear(r);
    return 0;
}

/* Secant and bisection along the branch between two points of opposite sign,
   until Newton takes over. */
static int
close_in(search_t *s, point_t a, point_t b, solve_result_t *r)
{
    point_t at = { .env = NULL };
    double own_a = a.p, own_b = b.p;
    int found = 0;

    for (int i = 0; i < 60 && !found && !s->interrupted; i++)
    {
        double u = a.value / (a.value - b.value), p;

        if (i % 3 == 2 || !isfinite(u))
            u = 0.5;
        u = fmin(fmax(u, 0.02), 0.98);
        p = a.p + u * (b.p - a.p);
        if (!(p > a.p && p < b.p))
            break;
        at = look(s, p, fabs(a.value) < fabs(b.value) ? &a : &b);
        if (!at.ok || at.boundary != a.boundary)
        {
            s->failed = "the state changes where the equation changes sign";
            free(at.env);
            break;
        }
        found = polish(s, &at, a.p, b.p, r);
        if (a.value * at.value > 0)
        {
            if (a.p != own_a)
                free(a.env);
            a = at;
        }
        else
        {
            if (b.p != own_b)
                free(b.env);
            b = at;
        }
    }
    if (a.p != own_a)
        free(a.env);
    if (b.p != own_b)
        free(b.env);
    return found;
}

static int
collect(search_t *s, solve_result_t *candidate, int max)
{
    int n = 0;

    for (int k = 0; k + 1 < s->n && n < max && !s->interrupted; k++)
    {
        point_t *a = s->point + k, *b = a + 1;
        solve_result_t r;

        if (!same_kind(a, b) || (a->value > 0) == (b->value > 0))
            continue;
        if (!close_in(s, *a, *b, &r))
        {
            s->failed = s->failed != NULL ? s->failed
                        : "Newton did not converge at a change of sign";
            s->failed_at = a->p;
            continue;
        }
        if (!sides_hold(s, s->model->system[r.system], r.env))
        {
            s->rejected++;
            solve_result_clear(&r);
            continue;
        }
        candidate[n++] = r;
    }
    return n;
}

/* ---- what was met ----------------------------------------------------------- */

static const char *
reason(const search_t *s)
{
    static _Thread_local char text[400];
    int solved = 0;
    double first = NAN, last = NAN;

    for (int k = 0; k < s->n; k++)
        if (s->point[k].ok)
        {
            first = solved++ == 0 ? s->point[k].p : first;
            last = s->point[k].p;
        }
    if (s->interrupted)
        return "interrupted";
    if (solved == 0)
        snprintf(text, sizeof text, "no state was found for the parameter in "
                 "%g .. %g: %s", s->lo, s->hi,
                 s->failed != NULL ? s->failed : "unknown reason");
    else if (s->rejected > 0)
        snprintf(text, sizeof text, "the equation has solutions for the "
                 "parameter in %g .. %g, but no side condition holds there",
                 s->lo, s->hi);
    else if (s->failed != NULL)
        snprintf(text, sizeof text, "the equation does not change sign for "
                 "the parameter in %g .. %g; states were found in %g .. %g, "
                 "but not at %g: %s", s->lo, s->hi, first, last,
                 s->failed_at, s->failed);
    else
        snprintf(text, sizeof text, "the equation does not change sign for "
                 "the parameter in %g .. %g", s->lo, s->hi);
    return text;
}

int
solve_threshold(solve_result_t *candidate, int max,
                const saddle_model_t *model, const char *name,
                const double *p, const char *const *parameter_text, double lo,
                double hi, const solve_options_t *options, const char **why)
{
    search_t *s = calloc(1, sizeof *s);
    const char **text = calloc(model->n_parameters + 1, sizeof *text);
    double *env = solve_new_env(model, p);
    int any = -1, n = -1;

    *why = NULL;
    for (int k = model->n_systems - 1; k >= 0; k--)
        if (model->system[k]->kind == SADDLE_THRESHOLD
            && strcmp(model->system[k]->name, name) == 0)
            any = k;
    if (s == NULL || text == NULL || env == NULL || any < 0)
    {
        *why = any < 0 ? "there is no such threshold" : "out of memory";
        goto end;
    }
    n = 0;
    s->model = model;
    s->name = name;
    s->parameter = model->system[any]->unknown[model->system[any]->n - 1];
    s->env = env;
    for (int k = 0; k < model->n_parameters && parameter_text != NULL; k++)
        if (model->n_orders + k != s->parameter)
            text[k] = parameter_text[k];
    s->text = text;
    s->options = options;
    s->lo = lo;
    s->hi = hi;
    s->alone = model->system[any]->boundary < 0 && model->system[any]->n == 1;
    s->nested = is_nested(model->system[any]);
    if (!(lo < hi) || !isfinite(lo) || !isfinite(hi))
    {
        *why = "the range of the parameter is empty";
        goto end;
    }
    if (!solve_parameters_inside(model, env, s->parameter - model->n_orders))
    {
        *why = "a parameter lies outside its domain";
        goto end;
    }
    sweep(s);
    refine_edges(s);
    refine_dips(s);
    n = collect(s, candidate, max);
    if (n == 0)
        *why = reason(s);
end:
    for (int k = 0; s != NULL && k < s->n; k++)
        free(s->point[k].env);
    free(env);
    free(text);
    free(s);
    return n;
}
