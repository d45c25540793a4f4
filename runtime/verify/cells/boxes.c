/* runtime/verify/cells/boxes.c -- cells with no solution, one, or the state 0.
 */
#include "boxes.h"
#include "../line/line.h"
#include "../proof/krawczyk.h"

enum { WIDE_BITS = 32, BITS = 80, DEPTH = 10 };

int
boxes_excludes(arb_srcptr v, int n)
{
    int i;

    for (i = 0; i < n; i++)
        if (!arb_contains_zero(v + i))
            return 1;
    return 0;
}

/* Does Y f(c) + Y J (x - c), or f(c) + J (x - c), exclude 0?  m is 1 - Y J, or
   there is no Y. */
static int
linear_excludes(whole_t *w, int preconditioned)
{
    int n = w->s->n, i, k;
    arb_t d;

    arb_init(d);
    for (i = 0; i < n; i++)
    {
        arb_zero(w->k + i);
        if (!preconditioned)
            arb_set(w->k + i, w->f + i);
        for (k = 0; k < n; k++)
        {
            arb_sub(d, w->x + k, w->c + k, BITS);
            if (!preconditioned)
            {
                arb_addmul(w->k + i, arb_mat_entry(w->j, i, k), d, BITS);
                continue;
            }
            arb_addmul(w->k + i, arb_mat_entry(w->y, i, k), w->f + k, BITS);
            if (i == k)
                arb_add(w->k + i, w->k + i, d, BITS);
            arb_submul(w->k + i, arb_mat_entry(w->m, i, k), d, BITS);
        }
    }
    arb_clear(d);
    return boxes_excludes(w->k, n);
}

void
boxes_choose_heat(whole_t *w)
{
    arb_t t;
    int i;

    arb_init(t);
    w->s->heat = 0;
    for (i = 0; i < w->s->m; i++)
    {
        arb_mul_2exp_si(t, w->x + i, 4);
        arb_sub_ui(t, t, 1, 64);
        w->s->heat |= !arb_is_positive(t);
    }
    arb_clear(t);
}

/* No zero with the unknowns in w->x. */
static int
excluded(whole_t *w)
{
    int i, n = w->s->n, inverse;

    boxes_choose_heat(w);
    if (!system_at(w->s, w->x, w->f, NULL, WIDE_BITS))
        return 0;
    if (boxes_excludes(w->f, n))
        return 1;
    if (!system_at(w->s, w->x, w->f, w->j, WIDE_BITS))
        return 0;
    inverse = krawczyk_precondition(w->y, w->m, w->j, BITS);
    for (i = 0; i < n; i++)
        arb_get_mid_arb(w->c + i, w->x + i);
    return system_at(w->s, w->c, w->f, NULL, BITS)
           && (linear_excludes(w, 0) || (inverse && linear_excludes(w, 1)));
}

void
boxes_place(whole_t *w, arf_srcptr lo, arf_srcptr hi)
{
    int i;

    for (i = 0; i < w->s->c->list.n_cut; i++)
        arb_set_interval_arf(w->x + w->cut[i], lo + i, hi + i, 128);
}

int
boxes_each(whole_t *w, arf_srcptr lo, arf_srcptr hi, int depth,
           boxes_test_t test, const void *context)
{
    arf_struct half[MAX_CUT];
    arf_t d, most;
    int i, at = 0, good, n = w->s->c->list.n_cut;

    boxes_place(w, lo, hi);
    if (test(w, lo, hi, context))
        return 1;
    if (depth == 0 || (w->s->until > 0 && evaluator_clock() > w->s->until))
        return 0;
    arf_init(d);
    arf_init(most);
    for (i = 0; i < n; i++)
    {
        arf_sub(d, hi + i, lo + i, 64, ARF_RND_DOWN);
        at = arf_cmp(d, most) > 0 ? i : at;
        arf_max(most, most, d);
        half[i] = hi[i];
    }
    arf_init(half + at);
    arf_add(half + at, lo + at, hi + at, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(half + at, half + at, -1);
    good = boxes_each(w, lo, half, depth - 1, test, context);
    if (good)
    {
        arf_struct middle = half[at];

        for (i = 0; i < n; i++)
            half[i] = lo[i];
        half[at] = middle;
        good = boxes_each(w, half, hi, depth - 1, test, context);
    }
    arf_clear(half + at);
    arf_clear(most);
    arf_clear(d);
    return good;
}

/* The rest in the box lo .. hi of the covered, which is in w->x. */
static int
follow(whole_t *w, arf_srcptr lo, arf_srcptr hi)
{
    return line_image(w, lo, hi) || boxes_follow(w, WIDE_BITS);
}

static int
has_no_zero(whole_t *w, arf_srcptr lo, arf_srcptr hi, const void *context)
{
    (void) context;
    return boxes_equation_fails(w) || (w->side != 0 && line_leaves(w, lo, hi))
           || (follow(w, lo, hi) && excluded(w))
           || (w->side == 0 && line_leaves(w, lo, hi));
}

/* No zero in the box lo .. hi of the covered; halved where it cannot be told. */
int
boxes_no_zero(whole_t *w, arf_srcptr lo, arf_srcptr hi)
{
    return boxes_each(w, lo, hi, DEPTH, has_no_zero, NULL);
}

/* F is injective on the box w->x, to which the point is added. */
static int
at_most_one(whole_t *w, arb_srcptr point)
{
    int i;

    for (i = 0; i < w->s->n; i++)
        arb_union(w->x + i, w->x + i, point + i, 128);
    boxes_choose_heat(w);
    return system_at(w->s, w->x, w->f, w->j, WIDE_BITS)
           && krawczyk_precondition(w->y, w->m, w->j, BITS)
           && krawczyk_contracts(w->m);
}

/* No zero in the box lo .. hi but perhaps the one in `point`, a box of which all
   covered parts lie in it: parts on the far side are cut off where it cannot be
   told at once. */
static int
none_but(whole_t *w, arb_srcptr point, arf_srcptr lo, arf_srcptr hi, int depth)
{
    arf_struct side[MAX_CUT];
    arf_t below, above, most, d;
    int i, at = 0, up = 1, good, n = w->s->c->list.n_cut;

    boxes_place(w, lo, hi);
    if (follow(w, lo, hi) && at_most_one(w, point))
        return 1;
    if (depth == 0 || (w->s->until > 0 && evaluator_clock() > w->s->until))
        return 0;
    arf_init(below);
    arf_init(above);
    arf_init(most);
    arf_init(d);
    for (i = 0; i < 2 * n; i++)
    {
        arb_get_lbound_arf(below, point + w->cut[i / 2], 128);
        arb_get_ubound_arf(above, point + w->cut[i / 2], 128);
        arf_sub(d, i % 2 ? hi + i / 2 : below, i % 2 ? above : lo + i / 2, 64,
                ARF_RND_DOWN);
        if (arf_cmp(d, most) > 0)
        {
            arf_set(most, d);
            at = i / 2;
            up = i % 2;
        }
    }
    arb_get_lbound_arf(below, point + w->cut[at], 128);
    arb_get_ubound_arf(above, point + w->cut[at], 128);
    arf_add(d, up ? hi + at : below, up ? above : lo + at, ARF_PREC_EXACT,
            ARF_RND_DOWN);
    arf_mul_2exp_si(d, d, -1);
    for (i = 0; i < n; i++)
        side[i] = up ? lo[i] : hi[i];
    side[at] = *d;
    good = boxes_no_zero(w, up ? side : lo, up ? hi : side);
    for (i = 0; i < n; i++)
        side[i] = up ? hi[i] : lo[i];
    side[at] = *d;
    good = good && none_but(w, point, up ? lo : side, up ? side : hi,
                            depth - 1);
    arf_clear(d);
    arf_clear(most);
    arf_clear(above);
    arf_clear(below);
    return good;
}

/* No zero in the cell but that in zero K, whether it is in the cell or in another
   one. */
int
boxes_one_zero(whole_t *w, const cell_t *cell, arf_srcptr lo, arf_srcptr hi)
{
    const list_t *l = &w->s->c->list;
    arb_ptr zero;
    arb_t end;
    int i, good = cell->solution < l->n_places, inside = 1;

    if (!good)
        return 0;
    zero = _arb_vec_init(w->s->n);
    arb_init(end);
    for (i = 0; i < w->s->n; i++)
        arb_set(zero + i, l->place[cell->solution].zero + w->s->unknown[i]);
    for (i = 0; i < l->n_cut; i++)
    {
        arb_set_arf(end, lo + i);
        inside = inside && arb_lt(end, zero + w->cut[i]);
        arb_set_arf(end, hi + i);
        inside = inside && arb_lt(zero + w->cut[i], end);
    }
    boxes_place(w, lo, hi);
    good = inside ? none_but(w, zero, lo, hi, DEPTH)
                  : follow(w, lo, hi) && at_most_one(w, zero);
    arb_clear(end);
    _arb_vec_clear(zero, w->s->n);
    return good;
}

/* The boundary state 0 is the only zero: it is one as far as balls can tell. */
int
boxes_only_origin(whole_t *w, const cell_t *cell, arf_srcptr lo, arf_srcptr hi)
{
    arb_ptr zero = _arb_vec_init(w->s->n);
    int i, good;

    w->s->heat = 1;
    w->s->c->tree.rules |= RULE_STATE;
    good = system_at(w->s, zero, w->f, NULL, 2 * BITS);
    for (i = 0; i < w->s->n && good; i++)
        good = arb_contains_zero(w->f + i)
               && mag_cmp_2exp_si(arb_radref(w->f + i), -BITS) < 0;
    for (i = 0; i < w->s->c->list.n_cut; i++)
        good = good && cell->lower[i] && arb_is_zero(w->lo + i);
    good = good && none_but(w, zero, lo, hi, 4 * DEPTH);
    _arb_vec_clear(zero, w->s->n);
    return good;
}
