/* runtime/certify/global_zero.c -- no solution just above the state 0.
 *
 * docs/certificates.md, reason `fixed`: enclosures of the curvatures on a box;
 * or the slopes of both halves of the map at 0, and bounds of their second
 * derivatives that hold for every channel and every law with six moments.
 */
#include "global_parts.h"

#define PREC 96

/* |G''| <= samples CHANNEL_BOUND/V^3 */
#define CHANNEL_BOUND 860
/* |F''| <= LAW_BOUND E w^6 */
#define LAW_BOUND 66

/* Adds +-bound/2 * length to the slope. */
static void
widen(arb_t slope, const arb_t bound, const arb_t length)
{
    arb_t t;

    arb_init(t);
    arb_mul(t, bound, length, PREC);
    arb_mul_2exp_si(t, t, -1);
    arb_add_error(slope, t);
    arb_clear(t);
}

/* G(x)/x for 0 < x <= b from the slope G'(0). */
static int
channel_quotient(seat_t *seat, arb_t slope, const arb_t b)
{
    arb_t v, bound;
    int good;

    arb_init(v);
    arb_init(bound);
    arb_sub(v, seat->g->hi, b, PREC);
    good = arb_is_positive(v)
           && seat_value(seat, bound, seat->g->line->samples, PREC);
    arb_pow_ui(v, v, 3, PREC);
    arb_div(bound, bound, v, PREC);
    arb_mul_ui(bound, bound, CHANNEL_BOUND, PREC);
    widen(slope, bound, b);
    arb_clear(bound);
    arb_clear(v);
    return good;
}

static int
prove_by_slopes(seat_t *seat, const cell_t *c)
{
    arb_t b, y, g, f, moment, zero;
    int good;

    arb_init(b);
    arb_init(y);
    arb_init(g);
    arb_init(f);
    arb_init(moment);
    arb_init(zero);
    arb_set_d(b, c->hi[0]);
    good = line_curvatures(seat, g, f, zero, zero, PREC)
           && law_sixth_moment(seat, moment);
    arb_mul_2exp_si(g, g, 1);
    arb_mul_2exp_si(f, f, 1);
    good = good && channel_quotient(seat, g, b);
    arb_mul(y, g, b, PREC); /* the conjugates met */
    arb_mul_ui(moment, moment, LAW_BOUND, PREC);
    arb_abs(y, y);
    widen(f, moment, y);
    arb_mul(g, g, f, PREC);
    arb_sub_ui(g, g, 1, PREC);
    good = good && arb_is_finite(g) && !arb_contains_zero(g);
    arb_clear(zero);
    arb_clear(moment);
    arb_clear(f);
    arb_clear(g);
    arb_clear(y);
    arb_clear(b);
    return good;
}

/* 4 phi_XX phi_YY - 1 keeps its sign on [0, HI] x [0, y], and no conjugate of
   the cell is above y: (0, 0) is the only point there with its gradient. */
static int
prove_by_box(seat_t *seat, const cell_t *c)
{
    arb_t x, y, value;
    int good;

    if (!(c->witness > 0))
        return 0;
    arb_init(x);
    arb_init(y);
    arb_init(value);
    arb_set_d(x, c->hi[0]);
    arb_set_d(y, c->witness);
    good = line_map(seat, value, 1, x, 64) && arb_lt(value, y)
           && line_curvature_sign(seat, 0, c->hi[0], 0, c->witness) != 0;
    arb_clear(value);
    arb_clear(y);
    arb_clear(x);
    return good;
}

int
line_prove_fixed(seat_t *seat, cell_t *c)
{
    if (!c->lower[0] || c->upper[0])
        return 0;
    if (prove_by_box(seat, c))
        return 1;
    c->witness = 0;
    return seat->g->line == &seat->g->volume ? volume_prove_zero(seat, c)
                                             : prove_by_slopes(seat, c);
}
