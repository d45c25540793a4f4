/* runtime/solve/scan.c -- all states that starts and a scan find. */
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINE 48           /* points of a scan in one overlap */
#define CLOUD 64          /* points in several               */
#define WALKS 6           /* of these, natural iteration too */
#define BISECTIONS 24
#define NEWTON_STEPS 20
#define GOLDEN_STEPS 60
#define NESTED_STEPS 24   /* where a step takes integrals in two dimensions */
#define NESTED_TOL 1e-8
#define VANISHES 1e-14    /* a step or residual that is none            */
#define AT_END 1e-9

typedef struct
{
    solve_result_t *found;
    int n, max;
    const saddle_model_t *model;
    const double *env;
    const char *const *text;
    const solve_options_t *options;
    int stopped;
} scan_t;

/* Takes over the result, or clears it. */
static void
add(scan_t *s, solve_result_t *r)
{
    int known = s->n >= s->max || r->env == NULL
                || (r->end != SOLVE_CONVERGED && r->end != SOLVE_BOUNDARY
                    && r->end != SOLVE_SATURATED);

    s->stopped |= r->end == SOLVE_INTERRUPTED;
    for (int k = 0; k < s->n && !known; k++)
        known = solve_same(s->model, s->options, s->found + k, r);
    /* a zero where the potential does not exist is no state */
    if (!known && r->end != SOLVE_SATURATED
        && !solve_exists(s->model->system[r->system], r->env))
        known = 1;
    if (known)
        solve_result_clear(r);
    else
        s->found[s->n++] = *r;
}

static void
add_state(scan_t *s, const char *name)
{
    solve_result_t r;

    if (s->stopped)
        return;
    solve_state_env(&r, s->model, s->env, s->text, name, s->options);
    add(s, &r);
}

/* A solution at env, by Newton from there (newton = 0: as it is); one at the
   very end of a domain is no interior state. */
static void
add_solution(scan_t *s, solve_task_t *task, const double *env, int newton)
{
    const saddle_system_t *system = task->system;
    solve_range_t range[SOLVE_MAX];
    size_t bytes = solve_env_size(s->model) * sizeof *env;
    solve_result_t r = { .end = SOLVE_CONVERGED };
    int ok;

    r.boundary = system->boundary;
    r.system = solve_find_system(s->model, system->boundary);
    if (r.boundary >= 0)
        r.end = SOLVE_BOUNDARY;
    r.env = malloc(bytes + 1);
    if (r.env == NULL)
        return;
    memcpy(r.env, env, bytes);
    task->iterations = 0;
    task->newton_steps = NEWTON_STEPS;
    ok = (!newton || solve_damped_newton(task, r.env, &r.residual))
         && solve_ranges(s->model, r.env, system->n, system->unknown, range);
    task->newton_steps = 0;
    for (int i = 0; i < system->n && ok; i++)
    {
        double x = r.env[system->unknown[i]];

        ok = s->model->order[system->unknown[i]].stage != 0
             || (x - range[i].lo > AT_END && range[i].hi - x > AT_END);
    }
    if (!ok)
    {
        solve_result_clear(&r);
        return;
    }
    r.residual = solve_residual(task, r.env);
    r.error = task->error;
    r.iterations = task->iterations;
    solve_name(&r, r.boundary >= 0 ? s->model->boundary[r.boundary].name
                                   : "other");
    add(s, &r);
}

static void
add_newton(scan_t *s, solve_task_t *task, const double *env)
{
    add_solution(s, task, env, 1);
}

/* Zero, where symmetry makes it a solution: Newton does not get to one of
   higher order. */
static void
add_origin(scan_t *s, solve_task_t *task, double *env)
{
    const saddle_system_t *system = task->system;
    double f[SOLVE_MAX];

    for (int i = 0; i < system->n; i++)
        env[system->unknown[i]] = 0;
    if (!solve_inside(s->model, env, system->n, system->unknown)
        || !solve_value(task, system->residual, env, f))
        return;
    for (int i = 0; i < system->n; i++)
        if (!(fabs(f[i]) <= VANISHES))
            return;
    add_solution(s, task, env, 0);
}

/* The natural iteration from env. */
static void
add_walk(scan_t *s, solve_task_t *task, const double *env)
{
    size_t bytes = solve_env_size(s->model) * sizeof *env;
    double *x = malloc(bytes + 1);
    int variable, side;

    if (x == NULL)
        return;
    memcpy(x, env, bytes);
    if (solve_iterate(task, x, &variable, &side) == ITERATE_CONVERGED)
        add_newton(s, task, x);
    free(x);
}

/* ---- points -------------------------------------------------------------- */

/* A fraction of a range; infinite ends by x/(1 - x). */
static double
part(const solve_range_t *r, double f)
{
    if (isfinite(r->lo) && isfinite(r->hi))
        return r->lo + f * (r->hi - r->lo);
    if (isfinite(r->lo))
        return r->lo + f / (1 - f);
    if (isfinite(r->hi))
        return r->hi - f / (1 - f);
    return (2 * f - 1) / (f * (1 - f));
}

/* Point k of LINE: dense near both ends. */
static double
line_fraction(int k)
{
    double u = (k + 0.5) / LINE;

    return u * u * u * (u * (6 * u - 15) + 10);
}

/* The one overlap that is iterated; of a single unknown without a map, that. */
static int
scanned(const saddle_system_t *s)
{
    return solve_has_map(s) ? s->map_unknown[0][0] : s->unknown[0];
}

/* Does a step of the iteration take integrals inside integrals? */
static int
is_nested(const saddle_system_t *s)
{
    const saddle_program_t *p = solve_has_map(s) ? s->map[0] : s->residual;

    for (int k = 0; k < 2 && p != NULL; k++)
    {
        for (int g = 0; g < p->n_groups; g++)
            if (p->group[g]->n_inner > 0)
                return 1;
        p = solve_has_map(s) ? s->map[1] : NULL;
    }
    return 0;
}

/* Sign of the natural map's step in the one overlap, or of the residual; 0 if
   not finite. */
static int
direction(solve_task_t *task, double *env, double *step)
{
    const saddle_system_t *s = task->system;
    double image;

    if (!solve_has_map(s))
    {
        if (!solve_value(task, s->residual, env, step))
            return 0;
        return *step > 0 ? 1 : *step < 0 ? -1 : 0;
    }
    if (!solve_conjugates(task, env)
        || !solve_value(task, s->map[0], env, &image))
        return 0;
    *step = image - env[s->map_unknown[0][0]];
    return *step > 0 ? 1 : *step < 0 ? -1 : 0;
}

/* Where the step comes closest to zero between a and b without a change of its
   sign that was seen: two solutions close to each other, or a double one. */
static void
look_at_dip(scan_t *s, solve_task_t *task, double *env, double a, double b)
{
    static const double golden = 0.6180339887498949;
    int v = scanned(task->system), sign[2];
    double x[2], d[2] = { 0, 0 };
    int steps = is_nested(task->system) ? NESTED_STEPS : GOLDEN_STEPS;

    for (int k = 0; k < steps && b - a > 1e-9 * (1 + fabs(a)); k++)
    {
        x[0] = b - golden * (b - a);
        x[1] = a + golden * (b - a);
        for (int i = 0; i < 2; i++)
        {
            env[v] = x[i];
            sign[i] = direction(task, env, d + i);
        }
        if (sign[0] != sign[1])
        {
            /* one on either side of the place where the sign is another */
            for (int i = 0; i < 2; i++)
            {
                env[v] = i == 0 ? a : b;
                if (!solve_has_map(task->system)
                    || solve_conjugates(task, env))
                    add_newton(s, task, env);
            }
            return;
        }
        if (fabs(d[0]) < fabs(d[1]))
            b = x[1];
        else
            a = x[0];
    }
    env[v] = 0.5 * (a + b);
    task->quad_tol = 0;
    direction(task, env, d);
    if (fabs(d[0]) <= VANISHES * fmax(1, fabs(env[v])))
        add_solution(s, task, env, 0);
}

static void
scan_line(scan_t *s, solve_task_t *task, double *env)
{
    int v = scanned(task->system), before = 0;
    double last = 0, step, older = 0, size[2] = { 0, 0 };
    int nested = is_nested(task->system);
    solve_range_t r;

    if (!solve_ranges(s->model, env, 1, &v, &r))
        return;
    for (int k = 0; k < LINE && !s->stopped; k++)
    {
        double x = part(&r, line_fraction(k));
        int sign;

        env[v] = x;
        task->quad_tol = nested ? NESTED_TOL : 0;
        sign = direction(task, env, &step);
        s->stopped |= task->interrupted;
        if (sign * before < 0)
        {
            double a = last, b = x;

            for (int i = 0; i < BISECTIONS; i++)
            {
                int middle;

                env[v] = 0.5 * (a + b);
                middle = direction(task, env, &step);
                if (middle == before)
                    a = env[v];
                else
                    b = env[v];
            }
            task->quad_tol = 0;
            add_newton(s, task, env);
        }
        else if (sign != 0 && !nested)
            add_newton(s, task, env);
        if (k > 1 && sign == before && size[1] < size[0]
            && size[1] < fabs(step))
            look_at_dip(s, task, env, older, x);
        older = last;
        size[0] = sign * before < 0 ? 0 : size[1];
        size[1] = fabs(step);
        last = x;
        before = sign;
    }
    task->quad_tol = 0;
}

static void
scan_cloud(scan_t *s, solve_task_t *task, double *env)
{
    const saddle_system_t *system = task->system;
    solve_range_t range[SOLVE_MAX];

    for (int k = 1; k <= CLOUD && !s->stopped; k++)
    {
        double base = 1.32471795724474602596, factor = 1;

        if (!solve_ranges(s->model, env, system->n, system->unknown, range))
            return;
        for (int i = 0; i < system->n; i++)
        {
            double whole, f;

            /* additive recurrence: evenly spread in any dimension */
            factor /= base;
            f = modf(0.5 + k * factor, &whole);
            env[system->unknown[i]] = part(range + i,
                                           f * f * (3 - 2 * f));
        }
        if (solve_has_map(system) && !solve_conjugates(task, env))
            continue;
        add_newton(s, task, env);
        if (solve_has_map(system) && k <= WALKS)
            add_walk(s, task, env);
    }
}

/* By the order parameters, lexicographically; insertion keeps it short. */
static void
sort(solve_result_t *result, int n, const saddle_model_t *model)
{
    for (int k = 1; k < n; k++)
        for (int j = k; j > 0; j--)
        {
            solve_result_t *x = result + j - 1, *y = result + j, swap = *y;
            int i = 0;

            while (i < model->n_orders && x->env[i] == y->env[i])
                i++;
            if (i == model->n_orders || x->env[i] < y->env[i])
                break;
            *y = *x;
            *x = swap;
        }
}

static void
scan_system(scan_t *s, int system, double *env)
{
    solve_task_t task = { .model = s->model, .options = s->options,
                          .what = "scan of the domain" };

    task.system = s->model->system[system];
    if (s->stopped || task.system->n == 0 || task.system->n > SOLVE_MAX)
        return;
    add_origin(s, &task, env);
    if (solve_has_map(task.system) ? task.system->n_map[0] == 1
                                   : task.system->n == 1)
        scan_line(s, &task, env);
    else
        scan_cloud(s, &task, env);
}

int
solve_all(solve_result_t *result, int max, const saddle_model_t *model,
          const double *p, const char *const *parameter_text,
          const solve_options_t *options)
{
    double *env = solve_new_env(model, p);
    scan_t s = { result, 0, max, model, env, parameter_text, options, 0 };
    int interior = solve_find_system(model, -1);

    if (env == NULL || interior < 0
        || !solve_parameters_inside(model, env, -1))
    {
        free(env);
        return 0;
    }
    add_state(&s, "uninformed");
    add_state(&s, "informed");
    for (int k = 0; k < model->n_starts; k++)
        if (model->start[k].name != NULL)
            add_state(&s, model->start[k].name);
    for (int b = 0; b < model->n_boundaries; b++)
        if (!model->boundary[b].inside
            && solve_guard(model, model->boundary + b, env, parameter_text))
            add_state(&s, model->boundary[b].name);
    scan_system(&s, interior, env);
    for (int b = 0; b < model->n_boundaries; b++)
        if (!model->boundary[b].inside && solve_find_system(model, b) >= 0
            && solve_guard(model, model->boundary + b, env, parameter_text))
        {
            solve_fix(model, b, env);
            scan_system(&s, solve_find_system(model, b), env);
        }
    free(env);
    sort(result, s.n, model);
    return s.n;
}
