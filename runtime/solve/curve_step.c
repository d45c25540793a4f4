/* runtime/solve/curve_step.c -- a step along a branch, corrected. */
#include "curve_walk.h"

#include <math.h>
#include <string.h>

#define AT_END 1e-9         /* so near to an end of the domain it is there */
#define STRAIGHT 0.97      /* least cosine between two tangents            */
#define DIFFERENCE 1e-6    /* of the parameter's range                     */
#define CORRECTIONS 7
#define SETTLED 1e-10

int
curve_measure(curve_walk_t *w, const double *env)
{
    solve_range_t range[SOLVE_MAX];

    if (!solve_ranges(w->task.model, env, w->n, w->place, range))
        return 0;
    for (int i = 0; i < w->n; i++)
    {
        double x = env[w->place[i]];

        w->unit[i] = fmin(fabs(x) + 1, fmin(x - range[i].lo,
                                            range[i].hi - x));
        if (!(w->unit[i] > AT_END))
            return 0;
    }
    w->unit[w->n] = w->hi - w->lo;
    return 1;
}

double
curve_product(const curve_walk_t *w, const double *a, const double *b)
{
    double sum = 0;

    for (int i = 0; i <= w->n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The residual beside p; 0 if it is not finite there. */
static int
beside(curve_walk_t *w, double *env, double p, double *f)
{
    double at = env[w->parameter];
    int good;

    env[w->parameter] = p;
    good = solve_value(&w->task, w->task.system->residual, env, f);
    env[w->parameter] = at;
    return good;
}

/* dF/dp by a central difference quotient, one-sided where there is no other
   side. */
static int
parameter_slope(curve_walk_t *w, double *env, double *out)
{
    double f[2][SOLVE_MAX], p = env[w->parameter];
    double a = p - DIFFERENCE * (w->hi - w->lo);
    double b = p + DIFFERENCE * (w->hi - w->lo);

    if (!beside(w, env, a, f[0]) && !beside(w, env, a = p, f[0]))
        return 0;
    if (!beside(w, env, b, f[1]) && (a == p || !beside(w, env, b = p, f[1])))
        return 0;
    for (int i = 0; i < w->n; i++)
        out[i] = (f[1][i] - f[0][i]) / (b - a);
    return 1;
}

/* [J dF/dp; t] in natural lengths, J in w->f. */
static void
fill_bordered(curve_walk_t *w, const double *slope, const double *t)
{
    int n = w->n, m = n + 1;

    for (int i = 0; i < n; i++)
    {
        for (int k = 0; k < n; k++)
            w->a[i * m + k] = w->f[n + i * n + k] * w->unit[k];
        w->a[i * m + n] = slope[i] * w->unit[n];
    }
    for (int k = 0; k < m; k++)
        w->a[n * m + k] = t[k];
}

static int
bordered(curve_walk_t *w, const double *slope, const double *t, double *x)
{
    fill_bordered(w, slope, t);
    return solve_linear(w->n + 1, w->a, x);
}

int
curve_orientation(curve_walk_t *w, double *env, const double *t)
{
    double slope[SOLVE_MAX], swap, *a = w->a;
    int m = w->n + 1, sign = 1;

    if (!solve_value(&w->task, w->task.system->jacobian, env, w->f)
        || !parameter_slope(w, env, slope))
        return 0;
    fill_bordered(w, slope, t);
    for (int k = 0; k < m; k++)
    {
        int best = k;

        for (int i = k + 1; i < m; i++)
            if (fabs(a[i * m + k]) > fabs(a[best * m + k]))
                best = i;
        if (a[best * m + k] == 0)
            return 0;
        for (int j = 0; j < m && best != k; j++)
        {
            swap = a[k * m + j];
            a[k * m + j] = a[best * m + j];
            a[best * m + j] = swap;
        }
        sign = best != k ? -sign : sign;
        sign = a[k * m + k] < 0 ? -sign : sign;
        for (int i = k + 1; i < m; i++)
            for (int j = m - 1; j >= k; j--)
                a[i * m + j] -= a[i * m + k] / a[k * m + k] * a[k * m + j];
    }
    return sign;
}

int
curve_tangent(curve_walk_t *w, double *env, double *t)
{
    double slope[SOLVE_MAX], next[SOLVE_MAX + 1] = { 0 }, length;

    next[w->n] = 1;
    if (!solve_value(&w->task, w->task.system->jacobian, env, w->f)
        || !parameter_slope(w, env, slope) || !bordered(w, slope, t, next))
        return 0;
    length = sqrt(curve_product(w, next, next));
    if (!(length > 0) || !isfinite(length))
        return 0;
    for (int i = 0; i <= w->n; i++)
        t[i] = next[i] / length;
    return 1;
}

int
curve_step(curve_walk_t *w, const double *from, const double *t, double s,
           double *env, double *t_out)
{
    double x[SOLVE_MAX + 1], slope[SOLVE_MAX], moved;
    int n = w->n, inside;

    memcpy(env, from, w->size * sizeof *env);
    for (int i = 0; i <= n; i++)
        env[w->place[i]] += s * t[i] * w->unit[i];
    for (int k = 0; k < CORRECTIONS; k++)
    {
        inside = solve_inside(w->task.model, env, n, w->place);
        if (!inside
            || !solve_value(&w->task, w->task.system->jacobian, env, w->f)
            || !parameter_slope(w, env, slope))
            return 0;
        x[n] = s;
        for (int i = 0; i <= n; i++)
            x[n] -= t[i] * (env[w->place[i]] - from[w->place[i]]) / w->unit[i];
        for (int i = 0; i < n; i++)
            x[i] = -w->f[i];
        if (!bordered(w, slope, t, x))
            return 0;
        moved = sqrt(curve_product(w, x, x));
        if (!isfinite(moved) || moved > fabs(s))
            return 0;
        for (int i = 0; i <= n; i++)
            env[w->place[i]] += x[i] * w->unit[i];
        if (moved < SETTLED)
            break;
        if (k == CORRECTIONS - 1 && moved > 1e-7)
            return 0;
    }
    memcpy(t_out, t, ((size_t) n + 1) * sizeof *t);
    return solve_inside(w->task.model, env, n, w->place)
           && curve_tangent(w, env, t_out)
           && curve_product(w, t, t_out) > STRAIGHT;
}
