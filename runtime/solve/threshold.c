/* runtime/solve/threshold.c -- critical values of a parameter. */
#include "search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_HALVINGS 60
#define JUMP_WIDTH 1e-9
#define JUMP_LOOKS 10      /* then the values must have come closer */
#define NEWTON_STEPS 20

static int
is_nested(const saddle_system_t *system)
{
    for (int g = 0; g < system->residual->n_groups; g++)
        if (system->residual->group[g]->n_inner > 0)
            return 1;
    return 0;
}

/* ---- from a change of sign to a candidate -------------------------------- */

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
    at = search_look(s, env[s->parameter], NULL);
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
    int k = search_system(s, at->boundary);
    size_t bytes = solve_env_size(s->model) * sizeof(double);
    solve_task_t task = { .model = s->model, .options = s->options };
    double p, slack = 1e-9 * (fabs(a) + fabs(b));

    memset(r, 0, sizeof *r);
    r->env = malloc(bytes);
    if (r->env == NULL)
        return 0;
    memcpy(r->env, at->env, bytes);
    task.system = s->model->system[k];
    task.newton_steps = NEWTON_STEPS;
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
    double own_a = a.p, own_b = b.p, spread = fabs(a.value - b.value);
    int found = 0;

    for (int i = 0; i < MOST_HALVINGS && !found && !s->interrupted; i++)
    {
        double u = a.value / (a.value - b.value), p;

        if (i % 3 == 2 || !isfinite(u))
            u = 0.5;
        u = fmin(fmax(u, 0.02), 0.98);
        p = a.p + u * (b.p - a.p);
        /* a jump of the equation is not a solution */
        if (!(b.p - a.p > JUMP_WIDTH * (fabs(a.p) + fabs(b.p)) && p > a.p
              && p < b.p)
            || (i >= JUMP_LOOKS && fabs(a.value - b.value) > 0.5 * spread))
        {
            s->failed = "the equation jumps over zero";
            break;
        }
        at = search_look(s, p, fabs(a.value) < fabs(b.value) ? &a : &b);
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
same_kind(const point_t *a, const point_t *b)
{
    return a->ok && b->ok && a->boundary == b->boundary;
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

/* ---- what was met -------------------------------------------------------- */

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
            && model->system[k]->condition <= SADDLE_IS_LIMIT
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
    search_sweep(s);
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
