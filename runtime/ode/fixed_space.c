/* runtime/ode/fixed_space.c -- the flow on all states, or on those in which all
 * students are alike, as a system to solve.
 */
#include "fixed_space.h"

#include "lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FOUND 1e-12
#define NEWTON 60

int
space_open(space_t *s, const fixed_plan_t *p, int alike)
{
    size_t n = (size_t) p->flow->n_state;
    double eta = 1, eta_v;

    p->flow->rates(p->theta, &eta, &eta_v);
    *s = (space_t) { .plan = p, .alike = alike };
    s->n = alike ? fixed_alike_size(p->flow) : p->flow->n_state;
    s->scale = p->limit == FLOW_GRADIENT || !(eta > 0) ? 1 : 1 / eta;
    s->state = malloc(2 * n * sizeof *s->state);
    s->rate = s->state != NULL ? s->state + n : NULL;
    return s->state != NULL;
}

int
space_slope(const space_t *s, const double *x, double *out)
{
    const fixed_plan_t *p = s->plan;
    const double *at = x;
    int bad;

    if (s->alike)
    {
        fixed_alike_state(p->flow, x, s->state);
        at = s->state;
    }
    bad = p->flow->slope(p->theta, at, p->limit, s->alike ? s->rate : out);
    if (s->alike)
        fixed_alike_means(p->flow, s->rate, out);
    return bad;
}

double
space_size(const double *x, int n)
{
    double most = 0;
    int i;

    for (i = 0; i < n; i++)
        most = isfinite(x[i]) ? fmax(most, fabs(x[i])) : INFINITY;
    return most;
}

int
space_jacobian(const space_t *s, const double *x, double reach, double *j)
{
    static const double weight[] = { 1. / 12, -2. / 3, 2. / 3, -1. / 12 };
    static const int place[] = { -2, -1, 1, 2 };
    double *y = malloc(2 * (size_t) s->n * sizeof *y), *dy = y + s->n, step;
    int i, k, t, good = y != NULL;

    for (k = 0; good && k < s->n; k++)
    {
        if (s->plan->tick != NULL && s->plan->tick(s->plan->ctx, 1) != 0)
            good = 0;
        memcpy(y, x, (size_t) s->n * sizeof *y);
        memset(j + k * s->n, 0, (size_t) s->n * sizeof *j);
        step = reach * fmax(fabs(x[k]), 0.1);
        for (t = 0; good && t < 4; t++)
        {
            y[k] = x[k] + place[t] * step;
            good = !space_slope(s, y, dy);
            for (i = 0; i < s->n; i++)
                j[k * s->n + i] += weight[t] * dy[i] / step;
        }
    }
    free(y);
    return good;
}

int
space_newton(const space_t *s, double *x)
{
    size_t n = (size_t) s->n;
    double *j = malloc((n * n + 3 * n) * sizeof *j), *f = j + n * n;
    double *y = f + n, *dy = y + n, was, now = INFINITY, part;
    int *pivot = malloc(n * sizeof *pivot), one = 1, status, turn, i;
    int good = j != NULL && pivot != NULL && !space_slope(s, x, f);

    was = good ? space_size(f, s->n) : INFINITY;
    for (turn = 0; good && turn < NEWTON && was > 0; turn++)
    {
        if (!space_jacobian(s, x, SPACE_REACH, j))
            break;
        dgesv_(&s->n, &one, j, &s->n, pivot, f, &s->n, &status);
        if (status != 0)
            break;
        for (part = 1; part > 1e-4; part /= 2)
        {
            for (i = 0; i < s->n; i++)
                y[i] = x[i] - part * f[i];
            if (!space_slope(s, y, dy) && (now = space_size(dy, s->n)) < was)
                break;
        }
        if (!(part > 1e-4))
            break;
        memcpy(x, y, n * sizeof *x);
        memcpy(f, dy, n * sizeof *f);
        was = now;
    }
    free(j);
    free(pivot);
    return was * s->scale < FOUND;
}
