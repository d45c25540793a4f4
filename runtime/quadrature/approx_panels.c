/* runtime/quadrature/approx_panels.c -- adaptive Gauss-Kronrod on panels. */
#include "approx_panels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LAST_REACH 38.5
#define MAX_DEPTH 52
#define MAX_NODES 60000

/* ---- a list of panels ---------------------------------------------------- */

int
panels_push(panels_t *w, double a, double b, double base, double side,
            int mother)
{
    size_t n = w->pass->n;
    panel_t fresh = { a, b, base, side, 0 };

    if (!(a < b))
        return 1;
    if (w->n_panels == w->room)
    {
        int room = 2 * w->room + 64;
        panel_t *panel = realloc(w->panel, room * sizeof *panel);
        double *data;

        if (panel == NULL)
            return 0;
        w->panel = panel;
        data = realloc(w->data, (size_t) room * ROWS * n * sizeof *data);
        if (data == NULL)
            return 0;
        w->data = data;
        w->room = room;
    }
    if (mother >= 0)
    {
        fresh.depth = w->panel[mother].depth + 1;
        memcpy(panels_row(w, w->n_panels, MOTHER_VALUE),
               panels_row(w, mother, VALUE), n * sizeof(double));
        memcpy(panels_row(w, w->n_panels, MOTHER_RAW),
               panels_row(w, mother, RAW), n * sizeof(double));
    }
    w->panel[w->n_panels++] = fresh;
    return 1;
}

/* ---- further out --------------------------------------------------------- */

/* Under the weight: further panels outside an end that stands for infinity
   while the outermost one matters. */
static int
extend(panels_t *w, double edge, double side)
{
    approx_pass_t *pass = w->pass;

    while (fabs(edge) < LAST_REACH)
    {
        int outer = -1, more = 0, n = pass->n;

        for (int p = 0; p < w->n_panels; p++)
            if ((side > 0 ? w->panel[p].b : w->panel[p].a) == edge)
                outer = p;
        for (int k = 0; k < n && outer >= 0; k++)
        {
            double size = 0;

            for (int p = 0; p < w->n_panels; p++)
                size += panels_row(w, p, SIZE)[k];
            more |= panels_row(w, outer, SIZE)[k] > 1e-16 * size;
        }
        if (!more)
            break;
        if (!(side > 0
                  ? panels_push(w, edge, edge + PANEL_STEP, 0, 0, -1)
                  : panels_push(w, edge - PANEL_STEP, edge, 0, 0, -1)))
            return 0;
        edge += side * PANEL_STEP;
        if (!panels_evaluate(w, w->n_panels - 1))
            return 0;
    }
    return 1;
}

/* ---- refinement ---------------------------------------------------------- */

/* Sums into the pass; 1 if every integral is good enough. */
static int
total(panels_t *w)
{
    approx_pass_t *pass = w->pass;
    int good = 1, n = pass->n;

    for (int k = 0; k < n; k++)
    {
        double value = w->done_value[k], size = w->done_size[k];
        double error = w->done_error[k], blur = w->done_blur[k];

        for (int p = 0; p < w->n_panels; p++)
        {
            value += panels_row(w, p, VALUE)[k];
            size += panels_row(w, p, SIZE)[k];
            error += panels_row(w, p, ERROR)[k];
            blur += panels_row(w, p, BLUR)[k];
        }
        pass->value[k] = value;
        pass->size[k] = size;
        pass->error[k] = error;
        good &= error <= pass->tol * fmax(size, pass->floor) + blur;
    }
    return good;
}

/* Rounding noise of integrand k: the roughness is small, both halves of the
   mother share it, and it hardly falls.  (A kink leaves one half clean; where
   the integrand is smooth, halving divides roughness by thousands.) */
static int
is_noise(const panels_t *w, int p, int k)
{
    double own = panels_row(w, p, RAW)[k], other = panels_row(w, p ^ 1, RAW)[k];

    return w->panel[p].depth >= 3 && own < 1e-5 * panels_row(w, p, SIZE)[k]
           && own + other > 0.02 * panels_row(w, p, MOTHER_RAW)[k]
           && fmin(own, other) > 0.02 * fmax(own, other);
}

/*
 * When a kink comes to lie between a panel's end and the nearest node, both
 * halves look perfect.  Their sum tells: for an analytic integrand the mother's
 * Kronrod value was much better than its difference from Gauss.
 */
static int
is_suspect(const panels_t *w, int p, int k, double allowed)
{
    int sister = p ^ 1;
    double raw = panels_row(w, p, MOTHER_RAW)[k];
    double size = panels_row(w, p, SIZE)[k] + panels_row(w, sister, SIZE)[k];
    double shift = fabs(panels_row(w, p, MOTHER_VALUE)[k]
                        - panels_row(w, p, VALUE)[k]
                        - panels_row(w, sister, VALUE)[k]);

    return w->panel[p].depth > 0 && shift > 4 * allowed && shift > 1e-14 * size
           && shift > 0.1 * raw * pow(raw / w->pass->size[k], 0.3);
}

/* May panel p stay as it is?  Its error must be below `share` of each
   integral, or what the errors of inner integrals make of it. */
static int
is_good(const panels_t *w, int p, double share)
{
    const approx_pass_t *pass = w->pass;

    for (int k = 0; k < pass->n; k++)
    {
        double allowed = share * fmax(pass->size[k], pass->floor);

        allowed = fmax(allowed, panels_row(w, p, BLUR)[k]);
        if ((panels_row(w, p, ERROR)[k] > allowed
             || is_suspect(w, p, k, allowed))
            && !is_noise(w, p, k))
            return 0;
    }
    return 1;
}

static void
retire(panels_t *w, int p)
{
    for (int k = 0; k < w->pass->n; k++)
    {
        w->done_value[k] += panels_row(w, p, VALUE)[k];
        w->done_size[k] += panels_row(w, p, SIZE)[k];
        w->done_error[k] += panels_row(w, p, ERROR)[k];
        w->done_blur[k] += panels_row(w, p, BLUR)[k];
    }
    w->done++;
}

/* Good panels retire; the others are halved and evaluated.  Below the top,
   sisters have indices 2i and 2i + 1. */
static int
refine(panels_t *w)
{
    int old = w->n_panels, fresh;
    double share = 0.25 * w->pass->tol / (double) (w->done + old);

    for (int p = 0; p < old; p++)
    {
        panel_t c = w->panel[p];
        double mid = 0.5 * (c.a + c.b);

        if (is_good(w, p, share) || c.depth >= MAX_DEPTH || !(mid > c.a)
            || !(mid < c.b))
            retire(w, p);
        else if (!panels_push(w, c.a, mid, c.base, c.side, p)
                 || !panels_push(w, mid, c.b, c.base, c.side, p))
            return 0;
    }
    fresh = w->n_panels - old;
    memmove(w->panel, w->panel + old, fresh * sizeof *w->panel);
    memmove(w->data, panels_row(w, old, 0),
            (size_t) fresh * ROWS * w->pass->n * sizeof *w->data);
    w->n_panels = fresh;
    return panels_evaluate(w, 0);
}

/* No panel is suspect, even if the sum of estimates is small. */
static int
settled(const panels_t *w)
{
    for (int p = 0; p < w->n_panels; p++)
        if (!is_good(w, p, w->pass->tol))
            return 0;
    return 1;
}

saddle_status_t
approx_panels(approx_pass_t *pass)
{
    panels_t w = { .pass = pass };
    double lo = 0, hi = 0;
    int good = 0, ok;

    w.done_value = calloc(4 * (size_t) pass->n + 1, sizeof(double));
    if (w.done_value == NULL)
        return SADDLE_LIMIT;
    w.done_size = w.done_value + pass->n;
    w.done_error = w.done_size + pass->n;
    w.done_blur = w.done_error + pass->n;
    w.status = panels_first(&w, &lo, &hi);
    ok = w.status == SADDLE_OK && panels_evaluate(&w, 0);
    if (ok && w.cut_left)
        ok = extend(&w, lo, -1);
    if (ok && w.cut_right)
        ok = extend(&w, hi, 1);
    while (ok && !(good = total(&w) && settled(&w)) && w.n_panels > 0
           && w.nodes < MAX_NODES)
        ok = refine(&w);
    if (!ok && w.status == SADDLE_OK)
        w.status = SADDLE_LIMIT;
    if (ok && !good && w.status == SADDLE_OK)
        w.status = SADDLE_LIMIT;
    free(w.panel);
    free(w.data);
    free(w.done_value);
    return w.status;
}
