/* runtime/quadrature/approx_line.c -- integrals over the whole line.
 *
 * The trapezoidal rule converges exponentially for what is analytic near the
 * line and falls off at both ends.  A probe finds where the integrand lives;
 * the window shrinks on that while it is mostly empty, then the step is halved
 * until the sums agree.  A kink, or a slow fall, is left to the panels.
 */
#include "approx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROBES 16             /* on each side: 2^-3 ... 2^12                  */
#define FIRST_PROBE (-3)
#define CELLS 64              /* of a window at first                        */
#define MAX_ZOOMS 12
#define MAX_HALVINGS 4
#define DEAD 1e-18            /* of the largest value: not there             */
#define FAINT 1e-16           /* of the integral: what an end may hold       */
#define NOISE 2e-15
#define ROUGH 1e-10           /* of the integral: noise is below that        */

typedef struct
{
    approx_pass_t *pass;
    double a, b;              /* the window                                  */
    double *top;              /* largest |f| seen                            */
    double *old, *older;      /* sums with twice, four times the step        */
    double *sum, *size;       /* of f, |f| over the nodes                    */
    double *end;              /* |f| at the ends of the window               */
    double *kept;             /* values at the nodes of a window             */
} line_t;

/* Values at n nodes, integrand by integrand, into `f` (row length n). */
static saddle_status_t
values(line_t *w, int n, const double *t, double *f)
{
    approx_pass_t *pass = w->pass;
    saddle_status_t status = approx_nodes(pass, n, t);

    memcpy(f, pass->out, (size_t) n * pass->n * sizeof *f);
    for (int k = 0; k < pass->n; k++)
        for (int i = 0; i < n; i++)
            w->top[k] = fmax(w->top[k], fabs(f[(size_t) k * n + i]));
    return status;
}

/* Does any integrand live at node i? */
static int
is_alive(const line_t *w, const double *f, int n, int i)
{
    for (int k = 0; k < w->pass->n; k++)
        if (fabs(f[(size_t) k * n + i]) > DEAD * w->top[k])
            return 1;
    return 0;
}

/* The hull of the nodes that live, with the next node on either side; 0 where
   none lives, or one at an end does and ends are `fixed`. */
static int
shrink(line_t *w, const double *t, const double *f, int n)
{
    int first = 0, last = n - 1;

    while (first < n && !is_alive(w, f, n, first))
        first++;
    if (first == n)
        return 0;
    while (!is_alive(w, f, n, last))
        last--;
    w->a = t[first > 0 ? first - 1 : 0];
    w->b = t[last < n - 1 ? last + 1 : n - 1];
    return first > 0 && last < n - 1;
}

static saddle_status_t
find_window(line_t *w)
{
    double t[2 * PROBES + 1];
    int n = 2 * PROBES + 1;
    saddle_status_t status;

    for (int i = 0; i < PROBES; i++)
    {
        /* not quite symmetric: 0 is a likely place for something special */
        t[PROBES + 1 + i] = ldexp(1.03, FIRST_PROBE + i);
        t[PROBES - 1 - i] = -ldexp(0.98, FIRST_PROBE + i);
    }
    t[PROBES] = 0.011;
    status = values(w, n, t, w->kept);
    if (status != SADDLE_OK)
        return status;
    return shrink(w, t, w->kept, n) ? SADDLE_OK : SADDLE_LIMIT;
}

/* CELLS cells of the window, which shrinks while less than a third of it
   lives; leaves the sums of the coarsest steps. */
static saddle_status_t
zoom(line_t *w)
{
    int n = CELLS + 1, count = w->pass->n;

    for (int pass = 0; pass < MAX_ZOOMS; pass++)
    {
        double t[CELLS + 1], width = w->b - w->a, a = w->a, b = w->b;
        saddle_status_t status;

        for (int i = 0; i < n; i++)
            t[i] = a + width * i / CELLS;
        status = values(w, n, t, w->kept);
        if (status != SADDLE_OK)
            return status;
        if (!shrink(w, t, w->kept, n))
            return SADDLE_LIMIT;
        if (w->b - w->a < width / 3)
            continue;
        w->a = a;
        w->b = b;
        memset(w->sum, 0, 2 * count * sizeof *w->sum);
        memset(w->old, 0, 2 * count * sizeof *w->old);
        for (int k = 0; k < count; k++)
        {
            const double *f = w->kept + (size_t) k * n;

            for (int i = 0; i < n; i++)
            {
                w->sum[k] += f[i];
                w->size[k] += fabs(f[i]);
                w->old[k] += i % 2 == 0 ? f[i] : 0;
                w->older[k] += i % 4 == 0 ? f[i] : 0;
            }
            w->old[k] *= 2 * width / CELLS;
            w->older[k] *= 4 * width / CELLS;
            w->end[k] = fabs(f[0]) + fabs(f[n - 1]);
        }
        return SADDLE_OK;
    }
    return SADDLE_LIMIT;
}

/* Fills the pass; 1 when all sums agree, or their small differences hardly
   fall, which is rounding noise.  The error of an analytic integrand is squared
   by a halving; the ratio of two differences is a careful guess. */
static int
judge(line_t *w, double step, int level)
{
    approx_pass_t *pass = w->pass;
    int good = 1;

    for (int k = 0; k < pass->n; k++)
    {
        double value = step * w->sum[k], size = step * w->size[k];
        double d0 = fabs(w->old[k] - w->older[k]);
        double d1 = fabs(value - w->old[k]);
        double ratio = d0 > d1 ? fmax(d1 / d0, 1e-4) : 1;
        double tail = w->end[k] * (w->b - w->a);

        pass->value[k] = value;
        pass->size[k] = size;
        pass->error[k] = d1 * ratio + (tail > FAINT * size ? tail : 0);
        w->older[k] = w->old[k];
        w->old[k] = value;
        good &= pass->error[k] <= pass->tol * fmax(size, pass->floor)
                || (tail <= FAINT * size
                    && (d1 <= NOISE * size
                        || (level > 1 && d1 > 0.3 * d0
                            && d1 <= ROUGH * size)));
    }
    return good;
}

/* The nodes half way between those of the n cells so far. */
static saddle_status_t
halve(line_t *w, int n)
{
    approx_pass_t *pass = w->pass;

    for (int start = 0; start < n; start += APPROX_BLOCK)
    {
        int m = n - start < APPROX_BLOCK ? n - start : APPROX_BLOCK;
        double t[APPROX_BLOCK];
        saddle_status_t status;

        for (int i = 0; i < m; i++)
            t[i] = w->a + (w->b - w->a) * (start + i + 0.5) / n;
        status = approx_nodes(pass, m, t);
        if (status != SADDLE_OK)
            return status;
        for (int k = 0; k < pass->n; k++)
            for (int i = 0; i < m; i++)
            {
                w->sum[k] += pass->out[(size_t) k * m + i];
                w->size[k] += fabs(pass->out[(size_t) k * m + i]);
            }
    }
    return SADDLE_OK;
}

saddle_status_t
approx_line(approx_pass_t *pass)
{
    size_t n = pass->n;
    double *work = calloc((6 + CELLS + 1) * n, sizeof *work);
    line_t w = { .pass = pass };
    saddle_status_t status;
    int cells = CELLS, good = 0;

    if (work == NULL)
        return SADDLE_LIMIT;
    w.top = work;
    w.old = work + n;
    w.older = work + 2 * n;
    w.sum = work + 3 * n;
    w.size = work + 4 * n;
    w.end = work + 5 * n;
    w.kept = work + 6 * n;
    status = find_window(&w);
    if (status == SADDLE_OK)
        status = zoom(&w);
    for (int level = 0; status == SADDLE_OK; level++)
    {
        good = judge(&w, (w.b - w.a) / cells, level);
        if (good || level == MAX_HALVINGS)
            break;
        status = halve(&w, cells);
        cells *= 2;
    }
    free(work);
    return status == SADDLE_OK && !good ? SADDLE_LIMIT : status;
}
