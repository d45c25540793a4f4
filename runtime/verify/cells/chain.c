/* runtime/verify/cells/chain.c -- cells of a curve follow each other. */
#include "curve.h"

/* The middle m of lo .. hi, and the points there less m. */
void
curve_middle(arb_t m, arb_t way, const arf_t lo, const arf_t hi)
{
    arf_t a;

    arf_init(a);
    arf_add(a, lo, hi, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(arb_midref(m), a, -1);
    mag_zero(arb_radref(m));
    arf_sub(a, hi, arb_midref(m), ARF_PREC_EXACT, ARF_RND_DOWN);
    arb_zero(way);
    arf_get_mag(arb_radref(way), a);
    arf_clear(a);
}

/* A ball of the cell at the parameter m + way. */
void
curve_moved(arb_t to, const arb_t ball, const arb_t slope, const arb_t way)
{
    arb_mul(to, slope, way, ARF_PREC_EXACT);
    arb_add(to, to, ball, 256);
}

/* At the shared end the zero of one lies in the box of the other. */
static int
joined(const system_t *s, long a, long b)
{
    const list_t *l = &s->c->list;
    arb_ptr p = _arb_vec_init(5), m = p + 1, way = p + 2, x = p + 3, y = p + 4;
    int i, k, u, good = 0;

    arb_set_arf(p, l->cell[a].hi);
    for (i = 0; i < 2 && !good; i++)
        for (k = 0, good = 1; k < s->n && good; k++)
        {
            u = s->unknown[k];
            curve_middle(m, way, l->cell[a].lo, l->cell[a].hi);
            arb_sub(way, p, m, ARF_PREC_EXACT);
            curve_moved(x, i == 0 ? l->place[a].zero + u : l->place[a].box + u,
                  l->place[a].slope + u, way);
            curve_middle(m, way, l->cell[b].lo, l->cell[b].hi);
            arb_sub(way, p, m, ARF_PREC_EXACT);
            curve_moved(y, i == 0 ? l->place[b].box + u : l->place[b].zero + u,
                  l->place[b].slope + u, way);
            good = i == 0 ? arb_contains(y, x) : arb_contains(x, y);
        }
    _arb_vec_clear(p, 5);
    return good;
}

/* The cells follow each other from one end of the interval to the other. */
const char *
curve_chain(system_t *s)
{
    const list_t *l = &s->c->list;
    arb_ptr end = _arb_vec_init(3), from = end + 1, to = end + 2;
    const char *why = NULL;
    long k;

    if (!system_number(s, from, l->from, NULL, 256)
        || !system_number(s, to, l->to, NULL, 256) || !arb_lt(from, to))
        why = "the interval of the parameter is not one";
    else if (l->n_cells == 0)
        why = "there are no cells";
    for (k = 0; k < l->n_cells && why == NULL; k++)
        if (arf_cmp(l->cell[k].lo, l->cell[k].hi) >= 0)
            why = "a cell is empty";
        else if (k > 0 && !arf_equal(l->cell[k].lo, l->cell[k - 1].hi))
            why = "there is a gap between two cells";
        else if (k > 0 && !joined(s, k - 1, k))
            why = "two neighbours may hold different solutions";
    if (why == NULL)
    {
        arb_set_arf(end, l->cell[0].lo);
        if (!arb_le(end, from))
            why = "the cells begin too late";
        arb_set_arf(end, l->cell[l->n_cells - 1].hi);
        if (!arb_ge(end, to))
            why = "the cells end too early";
    }
    _arb_vec_clear(end, 3);
    return why;
}
