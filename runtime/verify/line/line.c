/* runtime/verify/line/line.c -- all solutions where phi = -XY/2 + A(X) + B(Y).
 *
 * Solutions are Y = G(X), X = F(Y) with G = 2 A', F = 2 B'.  Where A is a sum of
 * entropies and B that of a law both are convex; of others this is shown on each
 * part of a cell, by balls for the second derivatives. */
#include "line.h"
#include "../integrals/interpret.h"

#include <string.h>

/* ---- the two halves ----------------------------------------------------- */

/* Value, first and second derivative in a symbol; the value may be NULL, or both
   derivatives, or the second. */
static int
derivatives(line_t *l, node_t *e, int symbol, arb_t value, arb_t first,
            arb_t second, const arb_t x, slong prec)
{
    evaluator_t *w;
    acb_srcptr c = NULL;
    arb_t t;
    int heat;

    /* near 0 as in whole.c */
    arb_init(t);
    arb_mul_2exp_si(t, x, 4);
    arb_sub_ui(t, t, 1, 64);
    heat = !arb_is_positive(t);
    w = evaluator_new(&l->s->c->tree, 1, (first != NULL) + (second != NULL),
                      heat, prec, l->s->until);
    if (w != NULL && system_parameters(l->s, w))
    {
        evaluator_name(w, symbol, x, 0);
        c = evaluate(w, e);
    }
    if (c != NULL && value != NULL)
        arb_set(value, acb_realref(c));
    if (c != NULL && first != NULL)
        evaluated(first, w, c, 0, NOTHING, NOTHING);
    if (c != NULL && second != NULL)
        evaluated(second, w, c, 0, 0, NOTHING);
    if (c == NULL)
        l->s->why = w != NULL ? evaluator_why(w) : "out of memory";
    evaluator_free(w);
    arb_clear(t);
    return c != NULL;
}

int
line_value_of(line_t *l, node_t *e, int symbol, arb_t value, const arb_t x,
              slong prec)
{
    return derivatives(l, e, symbol, value, NULL, NULL, x, prec);
}

int
line_slope_of(line_t *l, node_t *e, int symbol, arb_t slope, const arb_t x,
              slong prec)
{
    return derivatives(l, e, symbol, NULL, slope, NULL, x, prec);
}

int
line_slopes(line_t *l, int half, arb_t first, arb_t second, const arb_t x,
            slong prec)
{
    int good = derivatives(l, l->part[half], l->symbol[half], NULL, first,
                           second, x, prec);

    arb_mul_2exp_si(first, first, 1);
    if (second != NULL)
        arb_mul_2exp_si(second, second, 1);
    return good;
}

/* All bounds of cells are below the end. */
static const char *
cells_end(line_t *l)
{
    const list_t *list = &l->s->c->list;
    int good = list->n_cut == 1 && list->cut[0] == l->symbol[0];
    arb_t x;
    long n;

    arb_init(x);
    for (n = 0; n < list->n_cells && good; n++)
    {
        arb_set_arf(x, list->cell[n].lo);
        good = arb_lt(x, l->end);
        arb_set_arf(x, list->cell[n].hi);
        good = good && arb_lt(x, l->end);
    }
    arb_clear(x);
    return good ? NULL : "a cell sticks out of the line";
}

static const char *
check_cell(void *context, long i)
{
    line_t *l = context;

    return line_cell(l, l->s->c->list.cell + i);
}

static int
is_convex(line_t *l)
{
    volume_t v;
    int good = l->entropies = line_is_entropy(l);

    if (good)
        return 1;
    good = line_volume(l, &v);
    volume_clear(&v);
    return good;
}

const char *
line_init(line_t *l, system_t *s, int x, int y)
{
    const char *why;

    memset(l, 0, sizeof *l);
    l->s = s;
    l->symbol[0] = x;
    l->symbol[1] = y;
    arb_init(l->end);
    arf_init(l->top);
    exact_init(&l->exact, s->c, x, y);
    arb_init(l->beyond);
    arb_pos_inf(l->beyond);
    why = line_form(l);
    arb_get_ubound_arf(l->top, l->end, 128);
    l->convex[0] = why == NULL && is_convex(l);
    l->law = why == NULL && line_is_law(l);
    l->convex[1] = l->law || (why == NULL && line_weights_rise(l));
    return why;
}

void
line_clear(line_t *l)
{
    int i;

    for (; l->n_terms > 0; l->n_terms--)
        arb_clear(l->weight + l->n_terms - 1);
    for (i = 0; i < MEMORY; i++)
    {
        arf_clear(&l->memo[i].x);
        arb_clear(&l->memo[i].y);
        arb_clear(&l->memo[i].t);
    }
    exact_clear(&l->exact);
    arb_clear(l->beyond);
    arf_clear(l->top);
    arb_clear(l->end);
}

const char *
check_line(system_t *s, FILE *talk)
{
    const list_t *list = &s->c->list;
    line_t l;
    const char *why = line_init(&l, s, list->line[0], list->line[1]);

    if (why == NULL)
        why = cells_end(&l);
    if (why == NULL)
        why = share(s, talk, list->n_cells, check_cell, &l);
    line_clear(&l);
    return why;
}

/* Of a threshold: the parameter has its values of the cell, in which everything
   is read anew; its interval is halved where that is too wide. */
static int
end_of_values(whole_t *w, const cell_t *cell, int x, arf_srcptr lo,
              arf_srcptr hi, int depth)
{
    const certificate_t *c = w->s->c;
    int at = x == c->order[0] ? 1 : 0, good;
    line_t l;
    arb_t p;
    arf_t middle;

    arb_init(p);
    if (lo != NULL)
    {
        arb_set_interval_arf(p, lo, hi, 128);
        w->s->at_p = p;
    }
    good = c->n_orders == 2 && line_init(&l, w->s, x, c->order[at]) == NULL;
    good = good && (cell->reason == REASON_NARROW ? line_narrow(&l, cell->lo)
                                                  : line_last(&l, cell));
    if (c->n_orders == 2)
        line_clear(&l);
    w->s->at_p = NULL;
    arb_clear(p);
    if (good || depth == 0 || lo == NULL)
        return good;
    arf_init(middle);
    arf_add(middle, lo, hi, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(middle, middle, -1);
    good = end_of_values(w, cell, x, lo, middle, depth - 1)
           && end_of_values(w, cell, x, middle, hi, depth - 1);
    arf_clear(middle);
    return good;
}

int
line_end_of(whole_t *w, const cell_t *cell, arf_srcptr lo, arf_srcptr hi)
{
    const list_t *list = &w->s->c->list;
    cell_t view = *cell;
    int k, p = -1, x = -1, n = 0;

    for (k = 0; k < list->n_cut; k++)
        if (list->cut[k] == list->range)
            p = k;
        else if (cell->upper[k] && !cell->lower[k] && n++ == 0)
            x = k;
    if (n != 1)
        return 0;
    w->s->c->tree.rules |= RULE_LINE;
    view.lo[0] = cell->lo[x];
    return p < 0 ? end_of_values(w, &view, list->cut[x], NULL, NULL, 0)
                 : end_of_values(w, &view, list->cut[x], lo + p, hi + p, 4);
}
