/* runtime/solve/curve_between.c -- folds and wanted values between steps. */
#include "curve_walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FALSI 40
#define BISECTIONS 26
#define PARTS 7            /* of a step with a fold in it                  */

/* The fold between `from` and the point at arclength s, by regula falsi. */
static void
add_fold(curve_walk_t *w, curve_t *c, const double *from, const double *t,
         double s, double last)
{
    double *x = malloc(w->size * sizeof *x);
    double next[SOLVE_MAX + 1], a = 0, b = s, fa = t[w->n], fb = last, at;
    int found = 0;

    for (int k = 0; k < FALSI && x != NULL; k++)
    {
        at = (a * fb - b * fa) / (fb - fa);
        if (!curve_step(w, from, t, at, x, next))
            break;
        found = 1;
        if (fabs(next[w->n]) < 1e-9)
            break;
        if (next[w->n] * fa > 0)
        {
            a = at;
            fa = next[w->n];
            fb /= 2;
        }
        else
        {
            b = at;
            fb = next[w->n];
            fa /= 2;
        }
    }
    if (found)
        curve_add(c, CURVE_FOLD, x, w->size);
    free(x);
}

/* The place between `from` and arclength s where another branch passes, by
   bisection on the orientation. */
static void
add_passing(curve_walk_t *w, curve_t *c, const double *from, const double *t,
            double s, int before)
{
    double *x = malloc(w->size * sizeof *x), next[SOLVE_MAX + 1];
    double a = 0, b = s, middle;
    int found = 0, sign;

    for (int k = 0; k < BISECTIONS && x != NULL; k++)
    {
        middle = 0.5 * (a + b);
        if (!curve_step(w, from, t, middle, x, next)
            || (sign = curve_orientation(w, x, next)) == 0)
            break;
        found = 1;
        if (sign == before)
            a = middle;
        else
            b = middle;
    }
    if (found)
        curve_add(c, CURVE_BIFURCATION, x, w->size);
    free(x);
}

/* The branch at the wanted values of the parameter between a and b. */
static void
add_grid(curve_walk_t *w, curve_t *c, const double *a, const double *b,
         const double *grid, int n_grid)
{
    double pa = a[w->parameter], pb = b[w->parameter], residual;
    double *env = malloc(w->size * sizeof *env), u, x, reach;
    int good, up = pb > pa;

    w->task.newton_steps = 12;
    for (int k = 0; k < n_grid && env != NULL; k++)
    {
        double g = grid[up ? k : n_grid - 1 - k];
        curve_point_t *at;

        if ((g - pa) * (g - pb) > 0 || g == pa)
            continue;
        u = (g - pa) / (pb - pa);
        memcpy(env, a, w->size * sizeof *env);
        for (int i = 0; i < w->n; i++)
            env[w->place[i]] += u * (b[w->place[i]] - a[w->place[i]]);
        env[w->parameter] = g;
        good = solve_damped_newton(&w->task, env, &residual);
        for (int i = 0; i < w->n && good; i++)
        {
            x = a[w->place[i]] + u * (b[w->place[i]] - a[w->place[i]]);
            reach = fabs(b[w->place[i]] - a[w->place[i]])
                    + 0.02 * w->unit[i];
            good = fabs(env[w->place[i]] - x) <= reach;
        }
        if (good && (at = curve_add(c, CURVE_GRID, env, w->size)) != NULL)
            at->residual = residual;
    }
    w->task.newton_steps = 0;
    free(env);
}

/* The points between a and b around a special one, and what is between. */
static void
add_around(curve_walk_t *w, curve_t *c, const double *a, const double *t,
           double s, const double *b, const curve_point_t *special,
           const double *grid, int n_grid)
{
    double *x = malloc(2 * w->size * sizeof *x), *last = x + w->size;
    double next[SOLVE_MAX + 1], place = 0;
    int passed = 0;

    if (x == NULL)
        return;
    for (int i = 0; i <= w->n; i++)
        place += t[i] * (special->env[w->place[i]] - a[w->place[i]])
                 / w->unit[i];
    memcpy(last, a, w->size * sizeof *last);
    for (int k = 1; k <= PARTS; k++)
    {
        double at = s * k / PARTS;

        if (!passed && place <= at)
        {
            add_grid(w, c, last, special->env, grid, n_grid);
            curve_add(c, special->kind, special->env, w->size);
            memcpy(last, special->env, w->size * sizeof *last);
            passed = 1;
        }
        if (k == PARTS)
            memcpy(x, b, w->size * sizeof *x);
        else if (!curve_step(w, a, t, at, x, next))
            continue;
        add_grid(w, c, last, x, grid, n_grid);
        if (k < PARTS)
            curve_add(c, CURVE_NEAR, x, w->size);
        memcpy(last, x, w->size * sizeof *last);
    }
    free(x);
}

void
curve_between(curve_walk_t *w, curve_t *c, const double *a, const double *t,
              double s, const double *b, const double *next, int before,
              const double *grid, int n_grid)
{
    curve_point_t special;
    int n = c->n, turned = t[w->n] * next[w->n] < 0;

    if (turned)
        add_fold(w, c, a, t, s, next[w->n]);
    else if (before != 0)
        add_passing(w, c, a, t, s, before);
    if (c->n == n)
    {
        add_grid(w, c, a, b, grid, n_grid);
        return;
    }
    special = c->point[--c->n];
    special.kind = before != 0 ? CURVE_BIFURCATION : CURVE_FOLD;
    add_around(w, c, a, t, s, b, &special, grid, n_grid);
    free(special.env);
}
