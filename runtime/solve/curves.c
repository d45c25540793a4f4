/* runtime/solve/curves.c -- all branches over one parameter. */
#include "curve.h"
#include "solve_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SEEDS 64
#define SAME 1e-5

typedef struct
{
    curve_t *curve;
    int n, max;
    const saddle_model_t *model;
    const double *p;
    const char *const *text;
    int parameter;
    const double *grid;
    int n_grid;
    const solve_options_t *options;
} curves_t;

static double *
parameters_at(const curves_t *c, double value)
{
    size_t n = (size_t) c->model->n_parameters;
    double *p = malloc((n + 1) * sizeof *p);

    if (p != NULL)
    {
        memcpy(p, c->p, n * sizeof *p);
        p[c->parameter] = value;
    }
    return p;
}

/* Is the solution one of the branch's points at its value of the parameter?
   Then the point takes its name. */
static int
is_on(const curves_t *c, curve_t *curve, const solve_result_t *r)
{
    const saddle_system_t *system = c->model->system[r->system];
    int place = c->model->n_orders + c->parameter;

    if (curve->system != r->system)
        return 0;
    for (int k = 0; k < curve->n; k++)
    {
        curve_point_t *at = curve->point + k;
        int same = at->kind == CURVE_GRID
                   && at->env[place] == r->env[place];

        for (int i = 0; i < system->n && same; i++)
        {
            double x = at->env[system->unknown[i]];

            same = fabs(x - r->env[system->unknown[i]]) <= SAME * (1 + fabs(x));
        }
        if (!same)
            continue;
        if (at->state[0] == '\0')
            memcpy(at->state, r->state, sizeof at->state);
        return 1;
    }
    return 0;
}

/* A boundary state without unknowns, at all wanted values where it is one. */
static void
add_fixed(curves_t *c, curve_t *curve, const solve_result_t *r)
{
    solve_result_t at;

    for (int k = 0; k < c->n_grid; k++)
    {
        double *p = parameters_at(c, c->grid[k]);
        curve_point_t *point = NULL;

        if (p == NULL)
            return;
        memset(&at, 0, sizeof at);
        if (solve_state(&at, c->model, p, c->text,
                        c->model->boundary[r->boundary].name, c->options)
                == SADDLE_OK && at.system == r->system)
            point = curve_add(curve, CURVE_GRID, at.env,
                              (size_t) solve_env_size(c->model));
        if (point != NULL)
            memcpy(point->state, at.state, sizeof point->state);
        solve_result_clear(&at);
        free(p);
    }
}

static void
take(curves_t *c, const solve_result_t *r)
{
    curve_t *curve = c->curve + c->n;
    int k, known = 0;

    if ((r->end != SOLVE_CONVERGED && r->end != SOLVE_BOUNDARY)
        || r->env == NULL || c->n == c->max)
        return;
    for (k = 0; k < c->n && !known; k++)
        known = c->model->system[r->system]->n == 0
                    ? c->curve[k].system == r->system
                    : is_on(c, c->curve + k, r);
    if (known)
        return;
    memset(curve, 0, sizeof *curve);
    curve->boundary = r->boundary;
    curve->system = r->system;
    c->n++;
    if (c->model->system[r->system]->n == 0)
        add_fixed(c, curve, r);
    else if (curve_trace(curve, c->model, r->system, r->env, c->parameter,
                         c->grid, c->n_grid, c->options))
        is_on(c, curve, r);
}

/* The steps between a fold and the next wanted value are told as well. */
static void
tell_near(curve_t *curve)
{
    for (int k = 0; k < curve->n; k++)
    {
        curve_kind_t kind = curve->point[k].kind;

        if (kind != CURVE_FOLD && kind != CURVE_BIFURCATION)
            continue;
        for (int side = -1; side <= 1; side += 2)
            for (int i = k + side; i >= 0 && i < curve->n
                 && (curve->point[i].kind == CURVE_BETWEEN
                     || curve->point[i].kind == CURVE_NEAR); i += side)
                curve->point[i].kind = CURVE_NEAR;
    }
}

/* Between folds a branch is one state. */
static void
spread_names(curve_t *curve)
{
    for (int side = 1; side >= -1; side -= 2)
    {
        const char *name = "";

        for (int k = 0; k < curve->n; k++)
        {
            curve_point_t *at = curve->point
                                + (side > 0 ? k : curve->n - 1 - k);

            if (at->kind == CURVE_FOLD || at->kind == CURVE_BIFURCATION)
                name = "";
            else if (at->state[0] != '\0')
                name = at->state;
            else
                memcpy(at->state, name, strlen(name) + 1);
        }
    }
    for (int k = 0; k < curve->n; k++)
        if (curve->point[k].kind == CURVE_FOLD)
            strcpy(curve->point[k].state, "fold");
        else if (curve->point[k].kind == CURVE_BIFURCATION)
            strcpy(curve->point[k].state, "bifurcation");
        else if (curve->point[k].state[0] == '\0')
            strcpy(curve->point[k].state, "other");
}

int
solve_curves(curve_t *out, int max, const saddle_model_t *model,
             const double *p, const char *const *text, int parameter,
             const double *grid, int n_grid, int seeds,
             const solve_options_t *options)
{
    curves_t c = { out, 0, max, model, p, text, parameter, grid, n_grid,
                   options };
    solve_result_t *r = calloc(MAX_SEEDS, sizeof *r);

    if (seeds > n_grid)
        seeds = n_grid;
    for (int k = 0; k < seeds && r != NULL; k++)
    {
        int at = seeds > 1 ? (int) ((long) k * (n_grid - 1) / (seeds - 1)) : 0;
        double *here = parameters_at(&c, grid[at]);
        int n = here != NULL ? solve_all(r, MAX_SEEDS, model, here, text,
                                         options) : 0;

        for (int i = 0; i < n; i++)
        {
            take(&c, r + i);
            solve_result_clear(r + i);
        }
        free(here);
        if (options->progress != NULL
            && options->progress(options->ctx, "branches",
                                 (double) (k + 1) / seeds))
            break;
    }
    free(r);
    for (int k = 0; k < c.n; k++)
    {
        tell_near(out + k);
        spread_names(out + k);
    }
    return c.n;
}
