/* compiler/cli/branches.c -- the rows of all branches over one parameter. */
#include "branches.h"
#include "../../runtime/solve/curve.h"
#include "proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BRANCHES 64
#define SEEDS 13
#define EIGENVALUE_ERROR 1e-6

typedef struct
{
    solve_result_t at;     /* borrows its env                               */
    const char *stability;
    int branch;
    curve_kind_t kind;
    double phi, eigenvalue;
} told_t;

typedef struct
{
    rows_t *r;
    int along;
    double *p;
    size_t n, room;
    told_t *told;
} branches_t;

static int
compare_numbers(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void
tell(branches_t *b, const curve_t *c, const curve_point_t *point, int branch)
{
    const saddle_model_t *model = b->r->s->loaded.model;
    const saddle_system_t *system = model->system[c->system];
    double *value = calloc((size_t) system->n_values + 1, sizeof *value);
    told_t *bigger, *t;
    solve_options_t options;
    int i;

    if (b->n == b->room)
    {
        b->room = 2 * b->room + 64;
        bigger = realloc(b->told, b->room * sizeof *bigger);
        if (bigger == NULL)
            abort();
        b->told = bigger;
    }
    t = b->told + b->n++;
    memset(t, 0, sizeof *t);
    t->at.end = c->boundary >= 0 ? SOLVE_BOUNDARY : SOLVE_CONVERGED;
    t->at.system = c->system;
    t->at.boundary = c->boundary;
    t->at.env = point->env;
    t->at.residual = point->residual;
    memcpy(t->at.state, point->state, sizeof t->at.state);
    t->branch = branch;
    t->kind = point->kind;
    t->phi = NAN;
    solve_options_default(&options);
    if (value != NULL && solve_values(system, point->env, value) == SADDLE_OK)
    {
        for (i = 0; i < system->n_values; i++)
            if (strcmp(system->value_name[i].name, "free_entropy") == 0)
                t->phi = value[i];
        t->eigenvalue = solve_eigenvalue(&t->at, model, &options);
        t->stability = t->kind == CURVE_FOLD || t->kind == CURVE_BIFURCATION
                           ? "marginal"
                           : solve_stability(system, value, t->eigenvalue);
    }
    free(value);
}

/* A state to which the natural iteration does not return does not count. */
static int
counts(const told_t *t)
{
    return t->kind == CURVE_GRID && isfinite(t->phi)
           && !(t->eigenvalue > 1 + EIGENVALUE_ERROR);
}

/* Has the state the largest free entropy of those at the same value of the
   parameter?  Not known (NAN) between the wanted values. */
static double
is_dominant(const branches_t *b, const told_t *t)
{
    int place = b->r->s->loaded.model->n_orders + b->along;
    size_t k;

    if (t->kind != CURVE_GRID)
        return NAN;
    if (!counts(t))
        return 0;
    for (k = 0; k < b->n; k++)
    {
        const told_t *o = b->told + k;

        if (o->at.env[place] == t->at.env[place] && counts(o)
            && o->phi > t->phi + 1e-12)
            return 0;
    }
    return 1;
}

static void
write_rows(branches_t *b, FILE *to)
{
    int place = b->r->s->loaded.model->n_orders + b->along;
    size_t k;

    for (k = 0; k < b->n; k++)
    {
        const told_t *t = b->told + k;

        b->p[b->along] = t->at.env[place];
        rows_solution(b->r, to, b->p, &t->at, t->branch, t->stability,
                      is_dominant(b, t));
    }
    if (b->n == 0)
        rows_status(b->r, to, "no_convergence");
}

void
branches_at(rows_t *r, FILE *to, int along, const double *value, long n)
{
    branches_t b = { .r = r, .along = along };
    double *grid = malloc((size_t) (n + 1) * sizeof *grid);
    const char **text = solve_parameter_texts(r->s);
    curve_t *curve = calloc(MAX_BRANCHES, sizeof *curve);
    solve_options_t options;
    int i, k, m = 0, n_curves = 0;
    long v;

    b.p = session_doubles(r->s);
    if (grid != NULL && text != NULL && curve != NULL && b.p != NULL)
    {
        memcpy(grid, value, (size_t) n * sizeof *grid);
        qsort(grid, (size_t) n, sizeof *grid, compare_numbers);
        for (v = 0; v < n; v++)
            if (m == 0 || grid[v] > grid[m - 1])
                grid[m++] = grid[v];
        text[along] = NULL;
        solve_options_default(&options);
        if (m > 1)
            n_curves = solve_curves(curve, MAX_BRANCHES, r->s->loaded.model,
                                    b.p, text, along, grid, m, SEEDS,
                                    &options);
        for (i = 0; i < n_curves; i++)
            for (k = 0; k < curve[i].n; k++)
                if (curve[i].point[k].kind != CURVE_BETWEEN
                    && curve[i].point[k].kind != CURVE_END)
                    tell(&b, curve + i, curve[i].point + k, i);
        write_rows(&b, to);
        for (i = 0; i < n_curves; i++)
            solve_curve_clear(curve + i);
    }
    free(b.told);
    free(b.p);
    free(curve);
    free(text);
    free(grid);
}
