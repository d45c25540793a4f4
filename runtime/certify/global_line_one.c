/* runtime/certify/global_line_one.c -- cells of a line that hold one solution.
 *
 * docs/certificates.md, reason `one`; curvatures, which `slope` needs too.
 */
#include "global_parts.h"

#include <math.h>

/* A wide box has no use for more, and the integrals reach less far. */
#define WIDE_PREC 20
#define MIDDLE_PREC 40
#define BOX_TRIES 20

/* ---- curvatures ----------------------------------------------------------------- */

static int
place(const global_t *g, int order)
{
    int i;

    for (i = 0; i < g->system->n; i++)
        if (g->system->unknown[i] == order)
            return i;
    return -1;
}

int
line_curvatures(seat_t *seat, arb_t xx, arb_t yy, const arb_t x,
                const arb_t y, slong prec)
{
    const global_t *g = seat->g;
    int n = g->system->n, i = place(g, g->line->overlap);
    int k = place(g, g->line->conjugate), good = n == 2 && i >= 0 && k >= 0;
    arb_ptr all = _arb_vec_init(n + n * n);

    arb_set(seat->env + g->line->overlap, x);
    arb_set(seat->env + g->line->conjugate, y);
    if (good)
    {
        good = seat_value(seat, all, g->system->jacobian, prec);
        arb_set(xx, all + n + i * n + i);
        arb_set(yy, all + n + k * n + k);
        good = good && arb_is_finite(xx) && arb_is_finite(yy);
    }
    _arb_vec_clear(all, n + n * n);
    return good;
}

static void
interval(arb_t x, double lo, double hi)
{
    arf_t a, b;

    arf_init(a);
    arf_init(b);
    arf_set_d(a, lo);
    arf_set_d(b, hi);
    arb_set_interval_arf(x, a, b, 128);
    arf_clear(b);
    arf_clear(a);
}

/* The sign of 4 xx yy - 1, 0 when it is not decided. */
static int
sign_of(const arb_t xx, const arb_t yy)
{
    arb_t s;
    int sign;

    arb_init(s);
    arb_mul(s, xx, yy, WIDE_PREC);
    arb_mul_2exp_si(s, s, 2);
    arb_sub_ui(s, s, 1, WIDE_PREC);
    sign = !arb_is_finite(s)    ? 0
           : arb_is_positive(s) ? 1
           : arb_is_negative(s) ? -1
                                : 0;
    arb_clear(s);
    return sign;
}

/* phi_YY of a wide y from its middle where that is sharper: yy is known there
   (global_law.c), xx on all of x; else by enclosures. */
static int
curvature_sign(seat_t *seat, const arb_t x, const arb_t y)
{
    arb_t xx, yy, middle;
    int sign = 0;

    arb_init(xx);
    arb_init(yy);
    arb_init(middle);
    arb_get_mid_arb(middle, y);
    if (line_curvatures(seat, xx, yy, x, middle, MIDDLE_PREC))
    {
        law_widen(seat, yy, y);
        sign = sign_of(xx, yy);
        if (sign == 0 && line_curvatures(seat, xx, yy, x, y, WIDE_PREC))
            sign = sign_of(xx, yy);
    }
    arb_clear(middle);
    arb_clear(yy);
    arb_clear(xx);
    return sign;
}

int
line_curvature_sign(seat_t *seat, double x0, double x1, double y0, double y1)
{
    arb_t x, y;
    int sign;

    arb_init(x);
    arb_init(y);
    interval(x, x0, x1);
    interval(y, y0, y1);
    /* 0 is an end of both domains */
    if (x0 == 0)
        arb_nonnegative_part(x, x);
    if (y0 == 0)
        arb_nonnegative_part(y, y);
    sign = curvature_sign(seat, x, y);
    arb_clear(y);
    arb_clear(x);
    return sign;
}

/* ---- exactly one -------------------------------------------------------------- */

/* All solutions of the cell lie in the box, which holds at most one, and the
   one at hand is inside the cell. */
static int
prove_box(seat_t *seat, const cell_t *c, int solution, arb_srcptr box)
{
    global_t *g = seat->g;
    const certify_result_t *s = g->r->solution + solution;
    int ix = place(g, g->line->overlap);
    int iy = place(g, g->line->conjugate), good, i;
    arb_t lo, hi, value;
    arf_t end;

    arb_init(lo);
    arb_init(hi);
    arb_init(value);
    arf_init(end);
    line_bound(lo, g, c, 0);
    line_bound(hi, g, c, 1);
    good = arb_lt(lo, s->zero + ix) && arb_gt(hi, s->zero + ix)
           && arb_contains(box + ix, lo) && arb_contains(box + ix, hi);
    for (i = 0; i < 2; i++)
        good = good && arb_contains(box + i, s->zero + i);
    good = good && curvature_sign(seat, box + ix, box + iy) != 0
           && line_map(seat, value, 1, lo, g->prec);
    arb_get_lbound_arf(end, box + iy, 128);
    arb_sub_arf(value, value, end, 128);
    good = good && arb_is_positive(value)
           && line_map(seat, value, 1, hi, g->prec);
    arb_get_ubound_arf(end, box + iy, 128);
    arb_sub_arf(value, value, end, 128);
    good = good && arb_is_negative(value);
    arf_clear(end);
    arb_clear(value);
    arb_clear(hi);
    arb_clear(lo);
    return good;
}

/* The cell around a solution that reaches 1/3^k of the way to where the map could
   have another slope; or from 1/4^k of the domain to its upper end. */
static void
size_cell(global_t *g, cell_t *c, double x, int k)
{
    double v = g->hi_double - x, r;

    if (c->upper[0])
    {
        c->lo[0] = g->hi_double * (1 - 0.25 * pow(4, -k));
        c->hi[0] = g->hi_double;
        return;
    }
    r = fmin(x, v) * fmin(0.25, fabs(line_slope_approx(g, x) - 1)) / 2
        * pow(3, -k);
    c->lo[0] = x - r;
    c->hi[0] = x + r;
}

static int
try_box(seat_t *seat, cell_t *c, int solution, int k, arb_ptr box)
{
    global_t *g = seat->g;
    const certify_result_t *s = g->r->solution + solution;
    int ix = place(g, g->line->overlap);
    int iy = place(g, g->line->conjugate);
    double x = arf_get_d(arb_midref(s->zero + ix), ARF_RND_NEAR);
    double y = arf_get_d(arb_midref(s->zero + iy), ARF_RND_NEAR);
    double slope, up, down;

    size_cell(g, c, x, k);
    down = line_map_approx(g, 1, c->lo[0]);
    up = line_map_approx(g, 1, c->hi[0]);
    slope = 0.2 * (up - down) + 1e-13 * y;
    interval(box + ix, c->lo[0], c->hi[0]);
    if (c->upper[0])
        arb_union(box + ix, box + ix, g->hi, 128);
    if (!isfinite(up) || !isfinite(down))
        return 0;
    interval(box + iy, fmin(down - slope, y - (up - y)),
             fmax(up + slope, y + (y - down)));
    return prove_box(seat, c, solution, box);
}

int
line_box(seat_t *seat, cell_t *c, int solution)
{
    global_t *g = seat->g;
    int k = 0, bad = -1, good = BOX_TRIES;
    arb_ptr box = _arb_vec_init(2), best = _arb_vec_init(2);
    cell_t found = *c;

    /* the widest one: k = 0, else between a bad and a good one */
    while (good - bad > 1 && !g->stop)
    {
        if (try_box(seat, c, solution, k, box))
        {
            good = k;
            found = *c;
            _arb_vec_swap(box, best, 2);
        }
        else
            bad = k;
        k = (bad + good) / 2;
    }
    *c = found;
    _arb_vec_clear(box, 2);
    if (good < BOX_TRIES)
    {
        g->r->box[solution] = best;
        return 1;
    }
    _arb_vec_clear(best, 2);
    return 0;
}
