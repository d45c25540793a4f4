/* runtime/verify/line/convex.c -- where G and F, hence T = F o G, do not decrease. */
#include "line.h"

enum { WIDE_BITS = 24, BITS = 64, PARTS = 12 };

int
line_late(const line_t *l)
{
    return l->s->until > 0 && evaluator_clock() > l->s->until;
}

void
line_point(const line_t *l, arb_t at, const arf_t x)
{
    if (arf_equal(x, l->top))
        arb_set(at, l->end);
    else
        arb_set_arf(at, x);
}

/* t = F(y) for a ball y that may be 0, where y >= 0, as G of a sum of entropies is a
   sum of squares, and F does not decrease: from F at both ends. */
static int
from_zero(line_t *l, arb_t t, arb_t y, slong prec)
{
    arb_t top;
    int good;

    arb_init(top);
    arb_get_ubound_arf(arb_midref(top), y, BITS);
    good = line_slopes(l, 1, t, NULL, top, prec);
    arb_zero(y);
    good = good && line_slopes(l, 1, y, NULL, y, prec);
    arb_union(t, t, y, prec);
    arb_zero(y);
    arb_union(y, y, top, prec);
    arb_clear(top);
    return good;
}

static int
image_of(line_t *l, arb_t t, arb_t y, slong prec)
{
    return l->entropies && l->convex[1] && arb_is_finite(y)
                   && arb_contains_zero(y) && !arb_is_zero(y)
               ? from_zero(l, t, y, prec) : line_slopes(l, 1, t, NULL, y, prec);
}

int
line_follow(line_t *l, arb_t y, arb_t t, const arf_t x, slong prec)
{
    slong small = arf_is_zero(x) ? 0 : -arf_abs_bound_lt_2exp_si(x);
    memo_t *m = l->memo + l->n_memos % MEMORY;
    int i, good;
    arb_t at;

    for (i = 0; i < MEMORY; i++)
        if (l->memo[i].prec >= prec && arf_equal(&l->memo[i].x, x)
            && (t == NULL || l->memo[i].has_t))
        {
            arb_set(y, &l->memo[i].y);
            if (t != NULL)
                arb_set(t, &l->memo[i].t);
            return 1;
        }
    arb_init(at);
    line_point(l, at, x);
    m->prec = 0;
    small = small < 0 ? 0 : small > BITS ? BITS : small;
    good = (arf_equal(x, l->top) || arb_lt(at, l->end))
           && line_slopes(l, 0, y, NULL, at, prec + small)
           && (t == NULL || image_of(l, t, y, prec + small));
    if (good)
    {
        arf_set(&m->x, x);
        arb_set(&m->y, y);
        if (t != NULL)
            arb_set(&m->t, t);
        m->has_t = t != NULL;
        m->prec = prec;
        l->n_memos++;
    }
    arb_clear(at);
    return good;
}

void
line_halve(arf_t middle, const arf_t lo, const arf_t hi)
{
    arf_add(middle, lo, hi, 2 * BITS, ARF_RND_DOWN);
    arf_mul_2exp_si(middle, middle, -1);
}

/* By its form, or its second derivative is not negative on parts of lo .. hi. */
int
line_is_convex(line_t *l, int half, arf_srcptr lo, arf_srcptr hi, int depth)
{
    arb_ptr x = _arb_vec_init(3), first = x + 1, second = x + 2;
    arf_t middle;
    int good = l->convex[half];

    arf_init(middle);
    arb_set_interval_arf(x, lo, hi, 2 * BITS);
    line_halve(middle, lo, hi);
    good = good || (line_slopes(l, half, first, second, x, WIDE_BITS)
                    && arb_is_nonnegative(second));
    good = good || (depth > 0 && !line_late(l)
                    && line_is_convex(l, half, lo, middle, depth - 1)
                    && line_is_convex(l, half, middle, hi, depth - 1));
    arf_clear(middle);
    _arb_vec_clear(x, 3);
    return good;
}

/* Where G leads from lo .. hi, if it does not decrease there. */
static int
image(line_t *l, const arf_t lo, const arf_t hi, arb_t y)
{
    arb_t t;
    int good;

    arb_init(t);
    good = line_follow(l, y, NULL, lo, BITS)
           && line_follow(l, t, NULL, hi, BITS);
    arb_union(y, y, t, BITS);
    arb_clear(t);
    return good;
}

const char *
line_rises(line_t *l, const arf_t lo, const arf_t hi)
{
    const char *why = NULL;
    arf_t a, b;
    arb_t y;

    arf_init(a);
    arf_init(b);
    arb_init(y);
    if (!line_is_convex(l, 0, lo, hi, PARTS))
        why = "A is not a sum of entropies, nor known to be convex";
    else if (!l->convex[1])
    {
        if (image(l, lo, hi, y))
            arb_get_interval_arf(a, b, y, BITS);
        if (!arb_is_finite(y) || !line_is_convex(l, 1, a, b, PARTS))
            why = "B is not that of the law in the file, nor known to be "
                  "convex";
    }
    arb_clear(y);
    arf_clear(b);
    arf_clear(a);
    return why;
}

/* T' - 1 = 4 A'' B'' - 1 on lo .. hi times what G makes of it. */
int
line_slope_sign(line_t *l, const arf_t lo, const arf_t hi)
{
    arb_ptr x = _arb_vec_init(5), y = x + 1, first = x + 2, a = x + 3,
        b = x + 4;
    int sign = 0;

    arb_set_interval_arf(x, lo, hi, 2 * BITS);
    if (image(l, lo, hi, y) && line_slopes(l, 0, first, a, x, WIDE_BITS)
        && line_slopes(l, 1, first, b, y, WIDE_BITS))
    {
        arb_mul(a, a, b, BITS);
        arb_sub_ui(a, a, 1, BITS);
        sign = arb_is_positive(a) - arb_is_negative(a);
    }
    _arb_vec_clear(x, 5);
    return sign;
}
