/* runtime/quadrature/approx_ranges.c -- the first panels of a range. */
#include "approx_panels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* First cuts of infinite ends under the weight.  Not symmetric: 0 is a likely
   place for a narrow step, and should not be an end of a panel. */
#define GAUSS_LEFT -9.17
#define GAUSS_RIGHT 9.41
#define DOUBLINGS 6     /* dyadic panels before the mapped one, Lebesgue */

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* Equal panels of length at most `step` on [a, b], at least `least`. */
static int
push_piece(panels_t *w, double a, double b, double step, int least)
{
    int m = (int) fmax(least, ceil(fmin((b - a) / step, 64)));
    int ok = 1;

    for (int i = 0; i < m && ok; i++)
        ok = panels_push(w, a + (b - a) * i / m, a + (b - a) * (i + 1) / m,
                         0, 0, -1);
    return ok;
}

/* An infinite end of a Lebesgue integral: dyadic panels, then 1/x. */
static int
push_end(panels_t *w, double from, double side)
{
    double length = 1, near = 0;
    int ok = 1;

    for (int i = 0; i <= DOUBLINGS && ok; i++)
    {
        ok = side > 0 ? panels_push(w, from + near, from + length, 0, 0, -1)
                      : panels_push(w, from - length, from - near, 0, 0, -1);
        near = length;
        length *= 2;
    }
    return ok && panels_push(w, 0, 1 / near, from, side, -1);
}

saddle_status_t
panels_first(panels_t *w, double *lo, double *hi)
{
    const saddle_group_t *g = w->pass->group;
    size_t n_cuts = 0;
    double *cut = calloc(g->n_breaks + 4 + APPROX_PROBE_CUTS, sizeof *cut);
    double *given = calloc(g->n_breaks + 2, sizeof *given);
    int left = g->lo_infinite, right = g->hi_infinite, ok = 1, breaks = 0;
    saddle_status_t status = SADDLE_LIMIT;

    if (cut == NULL || given == NULL)
        goto end;
    status = SADDLE_DOMAIN;
    if (g->limits != NULL)
        g->limits(w->pass->env, given);
    *lo = left ? -INFINITY : given[0];
    *hi = right ? INFINITY : given[1];
    left |= *lo == -INFINITY;
    right |= *hi == INFINITY;
    if (isnan(*lo) || isnan(*hi) || *lo > *hi)
        goto end;
    for (int i = 0; i < g->n_breaks; i++)
        if (isnan(given[2 + i]))
            goto end;
        else if (isfinite(given[2 + i]) && given[2 + i] > *lo
                 && given[2 + i] < *hi)
            cut[n_cuts++] = given[2 + i];
    breaks = (int) n_cuts;
    if (g->weight_gauss && left && right && breaks == 0)
        n_cuts += approx_probe(w->pass, cut);
    if (g->weight_gauss)
    {
        if (left)
            *lo = fmin(GAUSS_LEFT, *hi + GAUSS_LEFT);
        if (right)
            *hi = fmax(GAUSS_RIGHT, *lo + GAUSS_RIGHT);
        w->cut_left = left;
        w->cut_right = right;
        left = right = 0;
    }
    if (!left)
        cut[n_cuts++] = *lo;
    if (!right)
        cut[n_cuts++] = *hi;
    if (n_cuts == 0)
        cut[n_cuts++] = 0;
    qsort(cut, n_cuts, sizeof *cut, by_size);
    if (left)
        ok = push_end(w, cut[0], -1);
    for (size_t i = 0; i + 1 < n_cuts && ok; i++)
        if (cut[i] >= *lo && cut[i + 1] <= *hi)
            ok = push_piece(w, cut[i], cut[i + 1],
                            g->weight_gauss ? PANEL_STEP : INFINITY,
                            n_cuts > 4 ? 2 : 4);
    if (right && ok)
        ok = push_end(w, cut[n_cuts - 1], 1);
    status = ok ? SADDLE_OK : SADDLE_LIMIT;
end:
    free(cut);
    free(given);
    return status;
}
