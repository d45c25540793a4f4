/* runtime/verify/line/last.c -- no solution between LO and the upper end of a
 * line, or one.
 *
 * With V = end - X the arguments `normal`, `jump` and `last` of
 * docs/certificates.md. */
#include "line.h"

enum { BITS = 96 };

/* The parts of the law as numbers, p, m, s of each. */
static int
read_parts(line_t *l, arb_ptr part)
{
    const list_t *list = &l->s->c->list;
    int i, k, good = list->n_parts > 0;

    for (i = 0; i < list->n_parts && good; i++)
        for (k = 0; k < 3 && good; k++)
            good = system_number(l->s, part + 3 * i + k, list->part[i][k],
                                 NULL, BITS)
                   && (k == 1 || arb_is_nonnegative(part + 3 * i + k));
    return good;
}

/* V + s e < p s for a part, e = 2 (A(end) - A(LO)) and V = end - LO. */
static int
by_information(line_t *l, const cell_t *cell, const arb_t v, arb_srcptr part)
{
    arb_ptr e = _arb_vec_init(3), left = e + 1, right = e + 2;
    int i, good = line_rise(l, e, cell->lo), found = 0;

    arb_mul_2exp_si(e, e, 1);
    for (i = 0; i < l->s->c->list.n_parts && good && !found; i++)
    {
        arb_mul(left, part + 3 * i + 2, e, BITS);
        arb_add(left, left, v, BITS);
        arb_mul(right, part + 3 * i, part + 3 * i + 2, BITS);
        found = arb_lt(left, right);
    }
    _arb_vec_clear(e, 3);
    return found;
}

/* G' <= 4/S^2 sum of weight x largest P, S the least distance of a T from the
   end; the width of the law squared, D2, is in w. */
static int
steepness(line_t *l, arb_t g, arb_t w, arb_srcptr part)
{
    int i, k, good = !l->sharp && l->n_terms > 0 && !l->densities;
    arb_t t;

    arb_init(t);
    arb_zero(g);
    for (i = 0; i < l->n_terms && good; i++)
    {
        good = l->later[i] && line_largest(l, l->term[i], t);
        arb_addmul(g, t, l->weight + i, BITS);
    }
    arb_sqr(t, l->beyond, BITS);
    arb_div(g, g, t, BITS);
    arb_mul_2exp_si(g, g, 2);
    arb_zero(w);
    for (i = 0; i < l->s->c->list.n_parts; i++)
        for (k = 0; k < i; k++)
        {
            arb_sub(t, part + 3 * i + 1, part + 3 * k + 1, BITS);
            arb_sqr(t, t, BITS);
            arb_max(w, w, t, BITS);
        }
    arb_clear(t);
    return good && arb_is_finite(g);
}

/* With m = K exp(-k G(LO)): m < V, and the slope of T is at most D2/4 m G' < 1. */
static int
by_noise(line_t *l, const cell_t *cell, const arb_t v, arb_srcptr part)
{
    const list_t *list = &l->s->c->list;
    arb_ptr x = _arb_vec_init(6), m = x + 1, k = x + 2, g = x + 3, w = x + 4,
        y = x + 5;
    int i, good = line_law_decay(m, k, part, list->n_parts);

    for (i = 0; i < list->n_parts; i++)
        good = good && arb_is_positive(part + 3 * i);
    arb_set_arf(x, cell->lo);
    good = good && steepness(l, g, w, part)
           && line_slopes(l, 0, y, NULL, x, 64);
    arb_mul(k, k, y, BITS);
    arb_neg(k, k);
    arb_exp(k, k, BITS);
    arb_mul(m, m, k, BITS);
    good = good && arb_lt(m, v);
    arb_mul(m, m, w, BITS);
    arb_mul_2exp_si(m, m, -2);
    arb_mul(m, m, g, BITS);
    arb_sub_ui(m, m, 1, BITS);
    good = good && arb_is_negative(m);
    _arb_vec_clear(x, 6);
    return good;
}

int
line_last(line_t *l, const cell_t *cell)
{
    arb_ptr part = _arb_vec_init(3 * MAX_PARTS);
    arb_t v;
    int good;

    arb_init(v);
    arb_set_arf(v, cell->lo);
    arb_sub(v, l->end, v, BITS);
    good = l->law && read_parts(l, part) && arb_is_positive(v)
           && (cell->reason == REASON_JUMP   ? line_jumps(l, cell, v, part)
               : cell->reason == REASON_LAST ? by_noise(l, cell, v, part)
                                             : by_information(l, cell, v,
                                                              part));
    arb_clear(v);
    _arb_vec_clear(part, 3 * MAX_PARTS);
    return good;
}
