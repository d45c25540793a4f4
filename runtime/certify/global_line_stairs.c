/* runtime/certify/global_line_stairs.c -- cells between solutions on a line.
 *
 * From one end to the other in steps x, T(x), or by the slope of T where that
 * leads further.
 */
#include "global_plan.h"

#include <math.h>

/* below it values in doubles do not lead any further */
#define LEAST_STEP 2e-15
/* a cell by slope is worth as many others */
#define SLOPE_WORTH 4

cell_t *
plan_put(plan_t *p, double lo, double hi, cell_reason_t reason,
         double witness, int solution)
{
    cell_t *c = global_add_cell(p->g);

    if (c == NULL)
        return NULL;
    c->lo[0] = lo;
    c->hi[0] = hi;
    c->lower[0] = lo == 0;
    c->upper[0] = hi == p->g->hi_double;
    c->reason = reason;
    c->witness = witness;
    c->solution = solution;
    return c;
}

/* Between y = G(x) and the value whose image falls short of `next` by twice that
   part. */
static double
witness(plan_t *p, double x, double y, double next, double part)
{
    double h = 1e-4 * y + 1e-12;
    double slope = (line_map_approx(p->g, 0, y + h) - next) / h;
    double back = part * (next - x) / slope, most = 1e-3 * y;

    /* far from the solutions the map is flat, and a short way is enough */
    if (!(slope > 0) || !(fabs(back) < most))
        back = next > x ? most : -most;
    return y - back;
}

/* A cell by slope from x on its way to `end`, when it replaces many others:
   where it ends, or x. */
static double
slope_cell(plan_t *p, double x, double end, double step_length, int up)
{
    global_t *g = p->g;
    double room = fmin(x, g->hi_double - x), slope, to, y, y0, y1, next;
    double width, at;
    cell_t *c;

    if (p->no_slopes || room <= 0 || x == 0 || x == g->hi_double)
        return x;
    slope = line_slope_approx(g, x) - 1;
    width = 0.25 * fmin(fabs(slope), 0.6) * room;
    if (!(width > SLOPE_WORTH * step_length))
        return x;
    to = up ? fmin(x + width, end) : fmax(x - width, end);
    if (!(slope * (line_slope_approx(g, to) - 1) > 0))
        return x;
    y0 = line_map_approx(g, 1, up ? x : to);
    y1 = line_map_approx(g, 1, up ? to : x);
    /* where the map is nearest to the diagonal: a way of a quarter of that */
    at = slope > 0 ? x : to;
    next = plan_step(p, at, &y);
    y = witness(p, at, y, next, 0.25);
    if (!((up ? next > at : next < at) && y0 > 0 && isfinite(y1)))
        return x;
    c = plan_put(p, fmin(x, to), fmax(x, to), CELL_SLOPE, y, -1);
    if (c == NULL)
        return x;
    c->span[0] = y0 - 1e-3 * (y1 - y0) - 1e-6 * y0;
    c->span[1] = y1 + 1e-3 * (y1 - y0) + 1e-6 * y1;
    return to;
}

/* Cells from a up to b, or from b down to a; what is left is open. */
int
plan_staircase(plan_t *p, double a, double b)
{
    double middle = a + (b - a) / 2, x, y, next, to;
    int up = plan_step(p, middle, &y) > middle;

    while (a < b)
    {
        x = up ? a : b;
        next = plan_step(p, x, &y);
        to = x + 0.98 * (next - x);
        if (!isfinite(next) || global_stopped(p->g)
            || (up ? to - x : x - to) < LEAST_STEP)
            return plan_put(p, a, b, CELL_OPEN, 0, -1) != NULL;
        if (up ? to > b : to < a)
            to = up ? b : a;
        else
        {
            double far = slope_cell(p, x, up ? b : a, fabs(to - x), up);

            if (far != x)
            {
                *(up ? &a : &b) = far;
                continue;
            }
        }
        y = witness(p, x, y, next, 0.01);
        if (!plan_put(p, up ? a : to, up ? to : b,
                      up ? CELL_ABOVE : CELL_BELOW, y, -1))
            return 0;
        *(up ? &a : &b) = to;
    }
    return 1;
}
