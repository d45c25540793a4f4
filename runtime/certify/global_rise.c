/* runtime/certify/global_rise.c -- of a threshold: where the map of the state leads
 * from the ends of a cell, for all values of the parameter there.
 *
 * T = F o G does not decrease on a line, whatever the parameter is.  So T(lo) > a
 * excludes lo .. a, T(hi) < b excludes b .. hi, and conjugates lie between G(lo) and
 * G(hi): docs/certificates.md, "Of a threshold".
 */
#include "global_search.h"

#include <math.h>

#define PREC 40
/* parts of what T leaves out that are claimed, so that a checker can be less sharp */
#define CLAIMED 0.95
/* part of a cell that is worth cutting off */
#define WORTH 0.15
/* part of a cell above which the width of T is due to the parameter */
#define THICK 0.25

/* The line of the state, where it is a volume of solutions for all values of the
   range: conjugates grow without bound there, and enclosures of wide cells too. */
void
rise_set_up(global_t *g)
{
    const saddle_system_t *s = g->state;
    seat_t seat;

    if (g->system->n_extra > 0 || s->boundary >= 0 || s->map[0] == NULL
        || s->map[1] == NULL || s->n != 2 || g->system->n != 3
        || g->system->unknown[2] < g->model->n_orders)
        return;
    seat_init(&seat, g);
    arb_union(seat.env + g->system->unknown[2], g->range, g->range + 1, 128);
    if (volume_is_line(&seat))
        g->rise = &g->volume;
    seat_clear(&seat);
}

/* y = G(x) for all values of the parameter, and the end of T(x) on a side. */
static int
leads(seat_t *seat, arb_t y, double *t, const arb_t x, int upper)
{
    arb_t at, to;
    int good;

    arb_init(at);
    arb_init(to);
    good = line_map(seat, y, 1, x, PREC) && arb_is_finite(y);
    if (good && upper)
        arb_get_ubound_arf(arb_midref(at), y, PREC);
    else if (good)
        arb_get_lbound_arf(arb_midref(at), y, PREC);
    good = good && arb_is_nonnegative(at) && line_map(seat, to, 0, at, PREC)
           && arb_is_finite(to);
    if (good && upper)
        arb_get_ubound_arf(arb_midref(at), to, PREC);
    else if (good)
        arb_get_lbound_arf(arb_midref(at), to, PREC);
    if (good)
        *t = arf_get_d(arb_midref(at), upper ? ARF_RND_CEIL : ARF_RND_FLOOR);
    arb_clear(to);
    arb_clear(at);
    return good;
}

/* How far the values of T(x) lie apart; 0 where they are not known. */
static double
thickness(seat_t *seat, double x)
{
    double lo, hi;
    arb_t at, y;
    int good;

    arb_init(at);
    arb_init(y);
    arb_set_d(at, x);
    good = leads(seat, y, &lo, at, 0) && leads(seat, y, &hi, at, 1);
    arb_clear(y);
    arb_clear(at);
    return good ? hi - lo : 0;
}

cell_reason_t
rise_judge(seat_t *seat, task_t *t, arb_srcptr end)
{
    cell_t *c = &t->cell;
    cell_reason_t reason = CELL_OPEN;
    double lo = c->lo[0], hi = c->hi[0], from = lo, to = hi;
    arb_t x, y;
    int low, high;

    arb_init(x);
    arb_init(y);
    arb_set_d(x, lo);
    low = leads(seat, y, &from, c->lower[0] ? end : x, 0);
    arb_get_lbound_arf(arb_midref(x), y, PREC);
    t->rest[0] = low ? arf_get_d(arb_midref(x), ARF_RND_FLOOR) : 0;
    arb_set_d(x, hi);
    high = leads(seat, y, &to, c->upper[0] ? end + 1 : x, 1);
    arb_get_ubound_arf(arb_midref(x), y, PREC);
    t->rest[1] = high ? arf_get_d(arb_midref(x), ARF_RND_CEIL) : HUGE_VAL;
    if (low && lo + CLAIMED * (from - lo) > hi)
    {
        reason = CELL_ABOVE;
        c->witness = t->rest[0];
    }
    else if (high && hi - CLAIMED * (hi - to) < lo)
    {
        reason = CELL_BELOW;
        c->witness = t->rest[1];
    }
    t->up = low ? CLAIMED * (from - lo) : 0;
    t->down = high ? CLAIMED * (hi - to) : 0;
    if (reason == CELL_OPEN && rise_is_settled(t))
        t->by_parameter = thickness(seat, lo + (hi - lo) / 2)
                          > THICK * (hi - lo);
    arb_clear(y);
    arb_clear(x);
    return reason;
}

void
rise_conjugate(const task_t *t, arb_t y)
{
    arf_t lo, hi;

    if (!isfinite(t->rest[1]))
        return;
    arf_init(lo);
    arf_init(hi);
    arf_set_d(lo, t->rest[0]);
    arf_set_d(hi, t->rest[1]);
    arb_set_interval_arf(y, lo, hi, POINT_PREC);
    arf_clear(hi);
    arf_clear(lo);
}

int
rise_is_settled(const task_t *t)
{
    return !(fmax(t->up, t->down) > WORTH * (t->cell.hi[0] - t->cell.lo[0]));
}

void
rise_cut(const task_t *t, cell_t *gone, cell_t *left)
{
    const cell_t *c = &t->cell;

    *gone = *left = *c;
    if (t->up >= t->down)
    {
        gone->hi[0] = left->lo[0] = c->lo[0] + t->up;
        gone->upper[0] = left->lower[0] = 0;
        gone->reason = CELL_ABOVE;
        gone->witness = t->rest[0];
    }
    else
    {
        gone->lo[0] = left->hi[0] = c->hi[0] - t->down;
        gone->lower[0] = left->upper[0] = 0;
        gone->reason = CELL_BELOW;
        gone->witness = t->rest[1];
    }
}
