/* runtime/certify/global_box.c -- all solutions by branch and bound.
 *
 * Cells are boxes of the variables that are cut: overlaps, or all unknowns;
 * conjugates follow from the natural map on the cell.  docs/certificates.md,
 * "In general".
 */
#include "global_search.h"

#include <math.h>
#include <string.h>

/* The cut variable v between two balls; 0 when it is not finite. */
static int
add_cut(search_t *s, cell_t *c, int v, const arb_t lo, const arb_t hi)
{
    global_result_t *r = s->g->r;
    int k = r->n_cut;

    if (k == GLOBAL_MAX_DIM || !arb_is_finite(lo) || !arb_is_finite(hi)
        || !arb_lt(lo, hi))
        return 0;
    r->cut[r->n_cut++] = v;
    arb_set(s->end + 2 * k, lo);
    arb_set(s->end + 2 * k + 1, hi);
    c->lo[k] = arf_get_d(arb_midref(lo), ARF_RND_NEAR);
    c->hi[k] = arf_get_d(arb_midref(hi), ARF_RND_NEAR);
    c->lower[k] = c->upper[k] = 1;
    return 1;
}

/* Is order v given by the natural map?  Its place among the map's values. */
static int
mapped(const global_t *g, int v)
{
    int k;

    if (g->conjugates == NULL)
        return -1;
    for (k = 0; k < g->state->n_map[1]; k++)
        if (g->state->map_unknown[1][k] == v)
            return k;
    return -1;
}

/* The ends of the domain for all values of the parameter of a threshold at once.
   0: one is not known, or moves with the parameter. */
static int
domain_ends(const global_t *g, seat_t *seat, arb_ptr ends)
{
    const saddle_model_t *m = g->model;
    int i, good, n = 2 * m->n_orders;

    for (i = 0; i < g->system->n && g->range != NULL; i++)
        if (g->system->unknown[i] >= m->n_orders
            && g->system->unknown[i] < m->n_orders + m->n_parameters)
            arb_union(seat->env + g->system->unknown[i], g->range,
                      g->range + 1, 128);
    good = seat_value(seat, ends, m->order_domain, 128);
    for (i = 0; i < n && g->range != NULL; i++)
        good = good && mag_cmp_2exp_si(arb_radref(ends + i), -40) < 0;
    return good;
}

static int
lay_domain(search_t *s, cell_t *c)
{
    global_t *g = s->g;
    global_result_t *r = g->r;
    const saddle_model_t *m = g->model;
    arb_ptr ends = _arb_vec_init(2 * m->n_orders);
    seat_t seat;
    int i, known, good;

    seat_init(&seat, g);
    good = known = domain_ends(g, &seat, ends);
    if (m->line != NULL && !line_ends(&seat))
        g->hi_double = 0;
    for (i = 0; i < g->system->n && good; i++)
    {
        int v = g->system->unknown[i];

        if (v >= m->n_orders + m->n_parameters)
            continue;
        if (v >= m->n_orders)
            good = g->range != NULL
                   && add_cut(s, c, v, g->range, g->range + 1);
        else if (mapped(g, v) >= 0)
            r->rest[r->n_rest++] = v;
        else
            good = !m->order[v].lo_infinite && !m->order[v].hi_infinite
                   && add_cut(s, c, v, ends + 2 * v, ends + 2 * v + 1);
    }
    good = good && r->n_rest == (g->conjugates != NULL
                                 ? g->state->n_map[1] : 0);
    for (i = 0; i < r->n_rest && good; i++)
        g->rest_place[i] = g->state->map_unknown[1][i];
    seat_clear(&seat);
    good = good && r->n_cut > 0;
    if (!good)
        r->why = g->range != NULL && !known
                     ? "an end of the domain depends on the parameter"
                     : "the domain is not bounded: an unknown has an infinite "
                       "range and is not given by the others";
    _arb_vec_clear(ends, 2 * m->n_orders);
    return good;
}

certify_verdict_t
global_box(global_t *g)
{
    certify_verdict_t verdict = CERTIFY_UNDECIDED;
    search_t s;
    cell_t c;
    int k;

    memset(&s, 0, sizeof s);
    memset(&c, 0, sizeof c);
    s.g = g;
    for (k = 0; k < 2 * GLOBAL_MAX_DIM; k++)
        arb_init(s.end + k);
    if (g->system->residual == NULL
        || (g->system->n_extra == 0 ? g->system->jacobian == NULL
                                    : !singular_is_searched(g->system)))
        g->r->why = "a system with the unknowns of two states is not searched";
    else if (lay_domain(&s, &c))
    {
        g->first = c;
        for (k = 0; k < g->r->n_cut; k++)
        {
            g->r->lo[k] = -HUGE_VAL;
            g->r->hi[k] = HUGE_VAL;
        }
        verdict = search_cells(&s, &c);
    }
    for (k = 0; k < 2 * GLOBAL_MAX_DIM; k++)
        arb_clear(s.end + k);
    return verdict;
}
