/* runtime/certify/global_slope.c -- no solution where the slope of the map less
 * 1 keeps its sign, and so does the map less x at the right end.
 *
 * docs/certificates.md, reason `slope`.
 */
#include "global_parts.h"

#include <math.h>

double
line_slope_approx(global_t *g, double at)
{
    double h = 1e-4 * fmin(at, g->hi_double - at);
    double y0 = line_map_approx(g, 1, at - h);
    double y1 = line_map_approx(g, 1, at + h);

    return (line_map_approx(g, 0, y1) - line_map_approx(g, 0, y0)) / (2 * h);
}

/* Is y on the side `sign` of G(x) (below: 1) and F(y) on that side of x? */
static int
leads_past(seat_t *seat, double x, double y, int sign)
{
    arb_t at, out, side;
    int good;

    arb_init(at);
    arb_init(out);
    arb_init(side);
    arb_set_d(at, x);
    good = line_map(seat, out, 1, at, 80);
    arb_set_d(side, y);
    good = good && (sign > 0 ? arb_gt(out, side) : arb_lt(out, side))
           && line_map(seat, out, 0, side, 80)
           && (sign > 0 ? arb_gt(out, at) : arb_lt(out, at));
    arb_clear(side);
    arb_clear(out);
    arb_clear(at);
    return good;
}

/* Are all conjugates of the cell between the ends of the span? */
static int
spans(seat_t *seat, const cell_t *c)
{
    arb_t at, out, end;
    int good, i;

    arb_init(at);
    arb_init(out);
    arb_init(end);
    for (i = 0, good = 1; i < 2 && good; i++)
    {
        arb_set_d(at, i == 0 ? c->lo[0] : c->hi[0]);
        arb_set_d(end, c->span[i]);
        good = line_map(seat, out, 1, at, 24)
               && (i == 0 ? arb_gt(out, end) : arb_lt(out, end));
    }
    arb_clear(end);
    arb_clear(out);
    arb_clear(at);
    return good;
}

int
line_prove_slope(seat_t *seat, const cell_t *c)
{
    int sign;

    if (c->lower[0] || c->upper[0] || !(c->span[0] > 0)
        || !isfinite(c->span[1]) || !(c->witness > 0) || !spans(seat, c))
        return 0;
    sign = line_curvature_sign(seat, c->lo[0], c->hi[0], c->span[0],
                               c->span[1]);
    if (sign > 0)
        return leads_past(seat, c->lo[0], c->witness, 1)
               || leads_past(seat, c->hi[0], c->witness, -1);
    if (sign < 0)
        return leads_past(seat, c->hi[0], c->witness, 1)
               || leads_past(seat, c->lo[0], c->witness, -1);
    return 0;
}
