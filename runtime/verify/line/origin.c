/* runtime/verify/line/origin.c -- no solution of a line just above the state 0.
 *
 * For every channel and law |G''| <= 860 a/V^3 with V = end - X, a the total weight
 * of the labels, and |F''| <= 66 E w^6 (docs/certificates.md, `fixed 0`).  So G(X)/X
 * and F(Y)/Y lie near the slopes at 0, and T(X)/X in the product of both ranges. */
#include "line.h"

enum { BITS = 96, CHANNEL = 430, LAW = 33 };

/* E w^6: m^6 + 15 m^4 s + 45 m^2 s^2 + 15 s^3 for a part N(m, s). */
static int
sixth_moment(line_t *l, arb_t sum)
{
    static const int factor[] = { 1, 15, 45, 15 };
    const list_t *list = &l->s->c->list;
    arb_ptr p = _arb_vec_init(5), m = p + 1, s = p + 2, t = p + 3, u = p + 4;
    int i, k, good = 1;

    arb_zero(sum);
    for (i = 0; i < list->n_parts && good; i++)
    {
        good = system_number(l->s, p, list->part[i][0], NULL, BITS)
               && system_number(l->s, m, list->part[i][1], NULL, BITS)
               && system_number(l->s, s, list->part[i][2], NULL, BITS);
        for (k = 0; k < 4; k++)
        {
            arb_pow_ui(t, m, (ulong) (6 - 2 * k), BITS);
            arb_pow_ui(u, s, (ulong) k, BITS);
            arb_mul(t, t, u, BITS);
            arb_mul(t, t, p, BITS);
            arb_addmul_si(sum, t, factor[k], BITS);
        }
    }
    _arb_vec_clear(p, 5);
    return good;
}

static int
total_weight(line_t *l, arb_t sum)
{
    arb_t t;
    int i, good = 1;

    arb_init(t);
    arb_zero(sum);
    for (i = 0; i < l->n_terms && good; i++)
    {
        good = line_largest(l, l->term[i], t);
        arb_addmul(sum, t, l->weight + i, BITS);
    }
    arb_clear(t);
    return good;
}

int
line_origin(line_t *l, const arf_t hi)
{
    arb_ptr x = _arb_vec_init(6), y = x + 1, g = x + 2, f = x + 3, t = x + 4,
        v = x + 5;
    int good;

    good = l->n_terms > 0 && !l->densities && l->law
           && line_slopes(l, 0, y, g, x, BITS) && line_slopes(l, 1, y, f, x, BITS)
           && total_weight(l, t);
    arb_set_arf(x, hi);
    arb_sub(v, l->end, x, BITS);
    good = good && arb_is_positive(v);
    arb_pow_ui(v, v, 3, BITS);
    arb_mul_ui(t, t, CHANNEL, BITS);
    arb_mul(t, t, x, BITS);
    arb_div(t, t, v, BITS);
    arb_add_error(g, t);
    arb_abs(y, g);
    arb_mul(y, y, x, BITS);
    good = good && sixth_moment(l, t);
    arb_mul_ui(t, t, LAW, BITS);
    arb_mul(t, t, y, BITS);
    arb_add_error(f, t);
    arb_mul(g, g, f, BITS);
    arb_sub_ui(g, g, 1, BITS);
    good = good && arb_is_finite(g) && !arb_contains_zero(g);
    _arb_vec_clear(x, 6);
    return good;
}
