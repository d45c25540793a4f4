/* runtime/verify/line/leaves.c -- of a threshold: no solution in a box of X and the
 * parameter, as T leads out of it.
 *
 * For each value p of the parameter G and F do not decrease, by their form, so
 * T(l) > h, or T(h) < l, for all p of an interval leaves no solution X = T(X). */
#include "line.h"
#include "../text/reader.h"

enum { BITS = 32 };

/* The two order parameters are the unknowns of the state, of which one is covered. */
static int
is_state(const whole_t *w, int *x, int *y)
{
    const certificate_t *c = w->s->c;
    const list_t *l = &c->list;
    int k;

    if (c->n_orders != 2 || c->copy[0].n != 2 || c->potential == NULL
        || c->copy[0].condition[0] != NULL || c->copy[0].condition[1] != NULL
        || l->n_cut != 2 || read_among(l->cut, 2, l->range) < 0)
        return 0;
    *x = l->cut[l->cut[0] == l->range];
    k = read_among(c->order, 2, *x);
    *y = k >= 0 ? c->order[!k] : -1;
    return k >= 0 && read_among(c->copy[0].symbol, 2, *x) >= 0
           && read_among(c->copy[0].symbol, 2, *y) >= 0;
}

/* The form of the potential, read for all values of the range at once. */
static void
prepare(whole_t *w)
{
    const list_t *list = &w->s->c->list;
    int x, y;
    arb_t p;

    w->line_tried = 1;
    if (!is_state(w, &x, &y))
        return;
    w->line = flint_malloc(sizeof *w->line);
    arb_init(p);
    arb_set_interval_arf(p, &list->range_lo, &list->range_hi, 128);
    w->s->at_p = p;
    if (line_init(w->line, w->s, x, y) != NULL)
        line_forget(w);
    w->s->at_p = NULL;
    arb_clear(p);
}

void
line_forget(whole_t *w)
{
    if (w->line != NULL)
        line_clear(w->line);
    flint_free(w->line);
    w->line = NULL;
}

/* The line, its parameter the points of lo .. hi; NULL: there is none. */
static line_t *
line_at(whole_t *w, arb_t p, arf_srcptr lo, arf_srcptr hi)
{
    const list_t *list = &w->s->c->list;
    int k;

    if (!w->line_tried)
        prepare(w);
    if (w->line == NULL)
        return NULL;
    k = list->cut[1] == list->range;
    arb_set_interval_arf(p, lo + k, hi + k, 128);
    w->s->at_p = p;
    w->s->c->tree.rules |= RULE_LINE;
    return w->line;
}

/* An end of G(x) for all values of the parameter, as a point. */
static int
end_of_image(line_t *l, arb_t y, const arf_t x, int upper)
{
    arb_t at;
    int good;

    arb_init(at);
    line_point(l, at, x);
    good = (arf_equal(x, l->top) || arb_lt(at, l->end))
           && line_slopes(l, 0, y, NULL, at, BITS) && arb_is_finite(y);
    if (upper)
        arb_get_ubound_arf(arb_midref(y), y, BITS);
    else
        arb_get_lbound_arf(arb_midref(y), y, BITS);
    mag_zero(arb_radref(y));
    arb_clear(at);
    return good && arb_is_nonnegative(y);
}

/* F of that lies beyond `to`. */
static int
leaves(line_t *l, const arf_t from, const arf_t to)
{
    arb_ptr y = _arb_vec_init(2), t = y + 1;
    int upper = arf_cmp(from, to) > 0;
    int good = end_of_image(l, y, from, upper)
               && line_slopes(l, 1, t, NULL, y, BITS);

    arb_sub_arf(t, t, to, BITS);
    good = good && (upper ? arb_is_negative(t) : arb_is_positive(t));
    _arb_vec_clear(y, 2);
    return good;
}

int
line_leaves(whole_t *w, arf_srcptr lo, arf_srcptr hi)
{
    const list_t *list = &w->s->c->list;
    int k = list->cut[0] == list->range, good;  /* the place of X */
    line_t *l;
    arb_t p;

    arb_init(p);
    l = line_at(w, p, lo, hi);
    good = l != NULL && l->convex[0] && l->convex[1]
           && ((w->side >= 0 && leaves(l, lo + k, hi + k))
               || (w->side <= 0 && leaves(l, hi + k, lo + k)));
    w->s->at_p = NULL;
    arb_clear(p);
    return good;
}

int
line_image(whole_t *w, arf_srcptr lo, arf_srcptr hi)
{
    const list_t *list = &w->s->c->list;
    int k = list->cut[0] == list->range, good;
    arb_ptr p = _arb_vec_init(3), y = p + 1;
    line_t *l = line_at(w, p, lo, hi);

    good = l != NULL && l->convex[0] && w->n_rest == 1
           && end_of_image(l, y, lo + k, 0) && end_of_image(l, y + 1, hi + k, 1);
    if (good)
        arb_union(w->x + w->rest[0], y, y + 1, 128);
    w->s->at_p = NULL;
    _arb_vec_clear(p, 3);
    return good;
}
