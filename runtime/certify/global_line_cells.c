/* runtime/certify/global_line_cells.c -- what is proven of a cell on a line. */
#include "global_parts.h"

#include <math.h>

#define NARROW 0.01
#define DOUBLE_BITS 48
#define ROUGH_BITS 16
/* parts of the domain at its upper end */
#define NARROW_FIELDS 3e-4
#define CLOSE 1e-5

/* ---- the map ---------------------------------------------------------------- */

static const saddle_line_t *
line_of(const global_t *g)
{
    return g->rise != NULL ? g->rise : g->line;
}

int
line_map(seat_t *seat, arb_t out, int stage, const arb_t at, slong prec)
{
    const saddle_line_t *line = line_of(seat->g);

    arb_zero(seat->env + line->overlap);
    arb_zero(seat->env + line->conjugate);
    arb_set(seat->env + (stage == 1 ? line->overlap : line->conjugate), at);
    return seat_value(seat, out, seat->g->state->map[stage], prec);
}

/* The middle of an enclosure, of as many digits as doubles have, or as a look at
   the whole domain needs. */
static double
map_by_ball(seat_t *seat, int stage, double at)
{
    static const slong prec[] = { 24, 60, 90, 140 };
    int rough = seat->g->rough && stage == 1;
    int i = !rough, last = i + 3, good = 0;
    arb_t x, y;
    double out = NAN;

    arb_init(x);
    arb_init(y);
    arb_set_d(x, at);
    for (; i < last && !good; i++)
    {
        if (!line_map(seat, y, stage, x, prec[i]))
        {
            if (rough)
                break;
            continue;
        }
        out = arf_get_d(arb_midref(y), ARF_RND_NEAR);
        good = arb_rel_accuracy_bits(y) >= (rough ? ROUGH_BITS : DOUBLE_BITS);
    }
    arb_clear(y);
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
    return quad_approx(g->system->map[stage], g->env, 1e-13, &out, NULL)
           == SADDLE_DOMAIN ? NAN : out;
}

double
line_map_approx(global_t *g, int stage, double at)
{
    const saddle_line_t *line = line_of(g);
    double out, sharp, rho = g->hi_double;

    /* next to the end labels that jump are seen by a small part of the fields,
       which sums in doubles may miss */
    if (stage == 1 && g->plan != NULL && line->n_jumps > 0 && at < rho
        && rho - at < NARROW_FIELDS * rho)
        return map_by_ball(g->plan, stage, at);
    out = map_by_doubles(g, stage, at);
    /* and the distance to the end counts */
    if (stage == 1 || g->plan == NULL || !(rho - out < CLOSE * rho))
        return out;
    sharp = map_by_ball(g->plan, stage, at);
    return isfinite(sharp) ? sharp : out;
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
    case CELL_LAST:
        good = line_prove_last(seat, c);
        break;
    case CELL_ONE: /* proven when its box was made */
        good = 1;
        break;
    case CELL_NARROW:
        good = c->upper[0] && narrow_prove_end(seat, c->lo[0]);
        break;
    case CELL_NONE:
    case CELL_REGULAR:
    case CELL_OPEN:
        break;
    }
    if (!good)
        c->reason = CELL_OPEN;
}
