/* runtime/verify/line/line_cells.c -- a cell of a line: no solution, one, or an
 * end.
 *
 * On a cell [l, h] where G and T(X) = F(G(X)) do not decrease
 *
 *     T(l) > h, or T(h) < l:         no solution;
 *     4 A'' B'' - 1 keeps its sign:  T(X) - X is monotone, at most one. */
#include "line.h"
#include "../text/reader.h"

enum { BITS = 64, DEPTH = 30 };

/* T(x) - x: its sign, or 0. */
static int
side(line_t *l, const arf_t x)
{
    static const slong bits[] = { 32, BITS, 2 * BITS };
    arb_ptr y = _arb_vec_init(3), t = y + 1, at = y + 2;
    int i, sign = 0;

    line_point(l, at, x);
    for (i = 0; i < 3 && sign == 0; i++)
        if (line_follow(l, y, t, x, bits[i]))
        {
            arb_sub(t, t, at, 2 * BITS);
            sign = arb_is_positive(t) - arb_is_negative(t);
        }
    _arb_vec_clear(y, 3);
    return sign;
}

/* T(from) lies beyond `to`. */
static int
leaps(line_t *l, const arf_t from, const arf_t to, slong prec)
{
    arb_ptr y = _arb_vec_init(2), t = y + 1;
    int good, up = arf_cmp(from, to) < 0;

    good = line_follow(l, y, t, from, prec);
    arb_sub_arf(t, t, to, prec);
    good = good && (up ? arb_is_positive(t) : arb_is_negative(t));
    _arb_vec_clear(y, 2);
    return good;
}

/* T(lo) > hi, or T(hi) < lo; what the reason of the cell says is tried first. */
static int
apart(line_t *l, const arf_t lo, const arf_t hi)
{
    arf_srcptr from = l->from_above ? hi : lo, to = l->from_above ? lo : hi;

    return leaps(l, from, to, 28) || leaps(l, from, to, BITS)
           || leaps(l, to, from, 28) || leaps(l, to, from, BITS);
}

/* How far the test of `apart` reaches from lo or hi, if that is a part of lo .. hi. */
static int
reach(line_t *l, arf_t middle, const arf_t lo, const arf_t hi)
{
    int up = side(l, lo) > 0, good;
    arb_t y, t;
    arf_t way, all;

    arb_init(y);
    arb_init(t);
    arf_init(way);
    arf_init(all);
    good = line_follow(l, y, t, up ? lo : hi, BITS);
    if (up)
    {
        arb_get_lbound_arf(middle, t, 32);
        arf_sub(way, middle, lo, 32, ARF_RND_DOWN);
    }
    else
    {
        arb_get_ubound_arf(middle, t, 32);
        arf_sub(way, hi, middle, 32, ARF_RND_DOWN);
    }
    arf_sub(all, hi, lo, 32, ARF_RND_UP);
    arf_mul_2exp_si(way, way, 2);
    good = good && arf_is_finite(middle) && arf_cmp(way, all) > 0
           && arf_cmp(lo, middle) < 0 && arf_cmp(middle, hi) < 0;
    arf_clear(all);
    arf_clear(way);
    arb_clear(t);
    arb_clear(y);
    return good;
}

/* No solution with lo <= X <= hi. */
static int
none(line_t *l, const arf_t lo, const arf_t hi, int depth)
{
    arf_t middle;
    int sign = 0, good;

    if (apart(l, lo, hi))
        return 1;
    arf_init(middle);
    if (!reach(l, middle, lo, hi))
    {
        sign = line_slope_sign(l, lo, hi);
        line_halve(middle, lo, hi);
    }
    if (sign != 0)
        good = side(l, lo) == sign || side(l, hi) == -sign;
    /* of different sides, there is one */
    else if (depth == 0 || line_late(l) || side(l, lo) * side(l, hi) < 0)
        good = 0;
    else
        good = none(l, lo, middle, depth - 1)
               && none(l, middle, hi, depth - 1);
    arf_clear(middle);
    return good;
}

/* No solution with lo <= X <= hi but for one that is known, between a and b (0
   and 0: the state 0 at the lower end). */
static int
one(line_t *l, const arf_t lo, const arf_t hi, const arf_t a, const arf_t b,
    int depth)
{
    arf_t middle;
    int good;

    if (arf_is_zero(b) && (line_origin(l, hi) || line_volume_origin(l, hi)))
        return 1;
    if (line_slope_sign(l, lo, hi) != 0)
        return 1;
    if (depth == 0 || line_late(l))
        return 0;
    arf_init(middle);
    line_halve(middle, b, hi);
    good = none(l, middle, hi, DEPTH);
    if (good && arf_cmp(lo, a) < 0)
    {
        arf_t low;

        arf_init(low);
        line_halve(low, lo, a);
        good = none(l, lo, low, DEPTH) && one(l, low, middle, a, b, depth - 1);
        arf_clear(low);
    }
    else
        good = good && one(l, lo, middle, a, b, depth - 1);
    arf_clear(middle);
    return good;
}

static int
ends_well(line_t *l, const cell_t *cell)
{
    arb_t y;
    int good;

    arb_init(y);
    good = !cell->upper[0] || line_follow(l, y, NULL, l->top, BITS);
    arb_clear(y);
    return good;
}

static int
one_solution(line_t *l, const cell_t *cell, const arf_t lo, const arf_t hi)
{
    const certificate_t *c = l->s->c;
    arf_t a, b;
    int good = cell->solution < c->list.n_places, k;

    if (!good)
        return 0;
    arf_init(a);
    arf_init(b);
    k = read_among(c->box, c->n_boxes, l->symbol[0]);
    arb_get_lbound_arf(a, c->list.place[cell->solution].zero + k, 2 * BITS);
    arb_get_ubound_arf(b, c->list.place[cell->solution].zero + k, 2 * BITS);
    good = arf_cmp(lo, a) < 0 && arf_cmp(b, hi) < 0
           && one(l, lo, hi, a, b, DEPTH);
    arf_clear(b);
    arf_clear(a);
    return good;
}

const char *
line_cell(line_t *l, const cell_t *cell)
{
    const char *why = NULL;
    arf_t lo, hi, zero;

    arf_init(lo);
    arf_init(hi);
    arf_init(zero);
    arf_set(hi, cell->upper[0] ? l->top : cell->hi);
    l->from_above = cell->reason == REASON_BELOW;
    if (!cell->lower[0])
        arf_set(lo, cell->lo);
    if (arf_sgn(lo) < 0)
        why = "a cell sticks out of the domain";
    else if (cell->reason == REASON_NORMAL || cell->reason == REASON_JUMP)
        why = cell->upper[0] && !cell->lower[0] && line_last(l, cell)
                  ? NULL : "a solution may be near the upper end";
    else if (cell->reason == REASON_LAST)
        why = cell->upper[0] && !cell->lower[0] && line_last(l, cell)
                  ? NULL : "not just one solution near the upper end";
    else if (cell->reason == REASON_NARROW)
        why = cell->upper[0] && !cell->lower[0] && line_narrow(l, cell->lo)
                  ? NULL : "a solution may be near the upper end";
    else if (cell->reason == REASON_FIXED && !line_zero_is_state(l))
        why = "0 is not known to be a state: a solution may be near the state "
              "0";
    else if (!ends_well(l, cell))
        why = "a reason that does not belong to this upper end";
    else if ((why = line_rises(l, lo, hi)) != NULL)
        ;
    else if (cell->reason == REASON_ONE)
        why = one_solution(l, cell, lo, hi)
                  ? NULL : "a cell may hold more than its solution, or not it";
    else if (cell->reason == REASON_FIXED)
        why = cell->lower[0] && !cell->upper[0]
                      && one(l, lo, hi, zero, zero, 2 * DEPTH)
                  ? NULL : "a solution may be near the state 0";
    else if (cell->reason != REASON_NONE)
        why = none(l, lo, hi, DEPTH)
                  ? NULL : "a cell may hold a solution";
    else
        why = "a reason that does not belong here";
    arf_clear(zero);
    arf_clear(hi);
    arf_clear(lo);
    return why;
}
