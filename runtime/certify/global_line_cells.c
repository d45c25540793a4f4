/* runtime/certify/global_line_cells.c -- what is proven of a cell on a line. */
#include "global_parts.h"

#include <math.h>

/* A wide box has no use for more, and the integrals reach less far. */
#define WIDE_PREC 20
#define MIDDLE_PREC 40
#define NARROW 0.01
#define BOX_TRIES 20

/* ---- the map ---------------------------------------------------------------- */

static const saddle_line_t *
line_of(const global_t *g)
{
    return g->model->line;
}

int
line_map(seat_t *seat, arb_t out, int stage, const arb_t at, slong prec)
{
    const saddle_line_t *line = line_of(seat->g);

    arb_zero(seat->env + line->overlap);
    arb_zero(seat->env + line->conjugate);
    arb_set(seat->env + (stage == 1 ? line->overlap : line->conjugate), at);
    return seat_value(seat, out, seat->g->system->map[stage], prec);
}

/* The middle of an enclosure. */
static double
map_by_ball(seat_t *seat, int stage, double at)
{
    arb_t x;
    double out = NAN;

    arb_init(x);
    arb_set_d(x, at);
    if (line_map(seat, x, stage, x, 60))
        out = arf_get_d(arb_midref(x), ARF_RND_NEAR);
    arb_clear(x);
    return out;
}

static double
map_by_doubles(global_t *g, int stage, double at)
{
    const saddle_line_t *line = line_of(g);
    double out;

    g->env[line->overlap] = g->env[line->conjugate] = 0;
    g->env[stage == 1 ? line->overlap : line->conjugate] = at;
    if (quad_approx(g->system->map[stage], g->env, 1e-13, &out, NULL)
        == SADDLE_DOMAIN)
        return NAN;
    return out;
}

double
line_map_approx(global_t *g, int stage, double at)
{
    double out = map_by_doubles(g, stage, at), away = g->hi_double * 0.999;

    /* near the end the mean over the field lives on small parts of the line,
       which sums in doubles may miss; but the map does not decrease */
    if (stage == 1 && g->plan != NULL && at > away && at < g->hi_double)
    {
        if (g->away == 0)
            g->away = map_by_doubles(g, stage, away);
        if (!(out >= g->away))
            out = map_by_ball(g->plan, stage, at);
    }
    return out;
}

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
    int n = g->system->n, i = place(g, line_of(g)->overlap);
    int k = place(g, line_of(g)->conjugate), good = n == 2 && i >= 0 && k >= 0;
    arb_ptr all = _arb_vec_init(n + n * n);

    arb_set(seat->env + line_of(g)->overlap, x);
    arb_set(seat->env + line_of(g)->conjugate, y);
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

int
line_ends(seat_t *seat)
{
    global_t *g = seat->g;
    const saddle_variable_t *v = g->model->order + line_of(g)->overlap;
    arb_ptr ends = _arb_vec_init(2 * g->model->n_orders);
    int k = 2 * line_of(g)->overlap;
    int good = !v->lo_infinite && !v->hi_infinite
               && seat_value(seat, ends, g->model->order_domain, 128)
               && arb_is_zero(ends + k) && arb_is_positive(ends + k + 1);

    if (good)
    {
        arb_zero(g->lo);
        arb_set(g->hi, ends + k + 1);
        g->hi_double = arf_get_d(arb_midref(g->hi), ARF_RND_NEAR);
    }
    _arb_vec_clear(ends, 2 * g->model->n_orders);
    return good;
}

void
line_bound(arb_t x, const global_t *g, const cell_t *c, int upper)
{
    if (upper ? c->upper[0] : c->lower[0])
        arb_set(x, upper ? g->hi : g->lo);
    else
        arb_set_d(x, upper ? c->hi[0] : c->lo[0]);
}

/* ---- above and below ---------------------------------------------------------- */

/* From the value y between G(one end) and what leads past the other end.  All
   conjugates are above 0, whatever the end. */
static int
prove_monotone(seat_t *seat, const cell_t *c, slong prec)
{
    int up = c->reason == CELL_ABOVE, good;
    arb_t from, to, y, value;

    arb_init(from);
    arb_init(to);
    arb_init(y);
    arb_init(value);
    line_bound(from, seat->g, c, !up);
    line_bound(to, seat->g, c, up);
    arb_set_d(y, c->witness);
    good = isfinite(c->witness) && c->witness >= 0
           && ((up && c->witness == 0)
               || (line_map(seat, value, 1, from, prec)
                   && (up ? arb_gt(value, y) : arb_lt(value, y))))
           && line_map(seat, value, 0, y, prec)
           && (up ? arb_gt(value, to) : arb_lt(value, to));
    arb_clear(value);
    arb_clear(y);
    arb_clear(to);
    arb_clear(from);
    return good;
}

/* Few bits are enough for a cell that is wide against the distances to the ends
   of the domain; one that the conjugate 0 proves needs no other. */
static int
prove_monotone_cell(seat_t *seat, cell_t *c)
{
    static const slong prec[] = { 24, 64, 128 };
    double witness = c->witness;
    double room = fmin(c->hi[0], seat->g->hi_double - c->lo[0]);
    size_t i = c->hi[0] - c->lo[0] < NARROW * room;

    for (; i < sizeof prec / sizeof prec[0]; i++)
        if (prove_monotone(seat, c, prec[i]))
            return 1;
    c->witness = 0;
    if (c->reason == CELL_ABOVE && prove_monotone(seat, c, 64))
        return 1;
    c->witness = witness;
    return 0;
}

void
line_prove_cell(seat_t *seat, cell_t *c)
{
    int good = 0;

    switch (c->reason)
    {
    case CELL_ABOVE:
    case CELL_BELOW:
        good = prove_monotone_cell(seat, c);
        break;
    case CELL_SLOPE:
        good = line_prove_slope(seat, c);
        break;
    case CELL_FIXED:
        good = line_prove_fixed(seat, c);
        break;
    case CELL_NORMAL:
        good = line_prove_normal(seat, c);
        break;
    case CELL_JUMP:
        good = line_prove_jump(seat, c);
        break;
    case CELL_ONE: /* proven when its box was made */
        good = 1;
        break;
    case CELL_NARROW:
    case CELL_NONE:
    case CELL_REGULAR:
    case CELL_OPEN:
        break;
    }
    if (!good)
        c->reason = CELL_OPEN;
}

/* ---- exactly one ------------------------------------------------------------------ */

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

/* All solutions of the cell lie in the box, which holds at most one, and the
   one at hand is inside the cell. */
static int
prove_box(seat_t *seat, const cell_t *c, int solution, arb_srcptr box)
{
    global_t *g = seat->g;
    const certify_result_t *s = g->r->solution + solution;
    int ix = place(g, line_of(g)->overlap);
    int iy = place(g, line_of(g)->conjugate), good, i;
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
   have another slope. */
static int
try_box(seat_t *seat, cell_t *c, int solution, int k, arb_ptr box)
{
    global_t *g = seat->g;
    const certify_result_t *s = g->r->solution + solution;
    int ix = place(g, line_of(g)->overlap);
    int iy = place(g, line_of(g)->conjugate);
    double x = arf_get_d(arb_midref(s->zero + ix), ARF_RND_NEAR);
    double y = arf_get_d(arb_midref(s->zero + iy), ARF_RND_NEAR);
    double v = g->hi_double - x, slope, up, down;
    double r = fmin(x, v) * fmin(0.25, fabs(line_slope_approx(g, x) - 1)) / 2
               * pow(3, -k);

    c->lo[0] = x - r;
    c->hi[0] = x + r;
    down = line_map_approx(g, 1, c->lo[0]);
    up = line_map_approx(g, 1, c->hi[0]);
    slope = 0.2 * (up - down) + 1e-13 * y;
    interval(box + ix, c->lo[0], c->hi[0]);
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
