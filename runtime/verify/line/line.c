/* runtime/verify/line/line.c -- all solutions where phi = -XY/2 + A(X) + B(Y).
 *
 * Solutions are Y = G(X), X = F(Y) with G = 2 A', F = 2 B'; A and B are convex. */
#include "line.h"
#include "../integrals/interpret.h"
#include "../text/reader.h"

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

/* -XY/2 + terms in one of the two alone. */
static const char *
split(line_t *l)
{
    certificate_t *c = l->s->c;
    node_t *e = tree_rewrite(&c->tree, c->potential), *part[2][64], *three[3];
    int i, k, n[2] = { 0, 0 }, pairs = 0, has[2];

    three[0] = tree_si(&c->tree, -1, 2);
    three[1] = tree_index(&c->tree, N_SYMBOL, l->symbol[0]);
    three[2] = tree_index(&c->tree, N_SYMBOL, l->symbol[1]);
    for (i = 0; e->op == N_ADD && i < e->arity; i++)
    {
        for (k = 0; k < 2; k++)
            has[k] = node_has(e->child[i], l->symbol[k]);
        if (has[0] && has[1])
            pairs += e->child[i] == tree_make(&c->tree, N_MUL, 3, three) ? 1
                                                                         : 2;
        for (k = 0; k < 2; k++)
            if (has[k] && !has[1 - k] && n[k] < 64)
                part[k][n[k]++] = e->child[i];
    }
    if (pairs != 1 || n[0] == 0 || n[1] == 0 || n[0] == 64 || n[1] == 64)
        return "the potential is not -XY/2 + A(X) + B(Y)";
    for (k = 0; k < 2; k++)
        l->part[k] = tree_make(&c->tree, N_ADD, n[k], part[k]);
    if (l->s->m != 2 || c->copy[0].condition[0] || c->copy[0].condition[1]
        || c->copy[0].n_fixed > 0
        || (c->list.on_line && (c->equation != NULL || l->s->n != 2)))
        return "the claim is not of stationary points of the potential";
    return c->n_orders == 2 && l->part[0] && l->part[1]
               ? NULL : "the potential has other unknowns than the line";
}

/* The domain of X is 0 .. end, that of Y starts at 0. */
static const char *
line_domain(line_t *l)
{
    certificate_t *c = l->s->c;
    domain_t d;
    int k, good = 1;

    for (k = 0; k < 2 && good; k++)
    {
        int at = read_among(c->order, c->n_orders, l->symbol[k]);

        good = at >= 0 && domain_read(&c->tree, &d, c->domain_text[at])
               && d.lo != NULL && d.lo->op == N_NUMBER
               && fmpq_is_zero(d.lo->number)
               && (k == 0 ? d.hi != NULL : d.hi == NULL)
               && (k == 1 || system_number(l->s, l->end, d.hi, NULL, 128));
    }
    return good ? NULL : "the domain is not that of a line";
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
    arb_init(l->beyond);
    arb_pos_inf(l->beyond);
    why = split(l);
    if (why == NULL)
        why = line_domain(l);
    arb_get_ubound_arf(l->top, l->end, 128);
    if (why == NULL && !line_is_entropy(l))
        why = "A is not a sum of entropies as this checker knows them";
    if (why == NULL && !line_is_law(l))
        why = "B is not that of the law in the file";
    return why;
}

void
line_clear(line_t *l)
{
    for (; l->n_terms > 0; l->n_terms--)
        arb_clear(l->weight + l->n_terms - 1);
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
end_of_values(whole_t *w, const cell_t *cell, int x, const arf_t lo,
              const arf_t hi, int depth)
{
    const certificate_t *c = w->s->c;
    int at = x == c->order[0] ? 1 : 0, good;
    line_t l;
    arb_t p;
    arf_t middle;

    arb_init(p);
    arb_set_interval_arf(p, lo, hi, 128);
    w->s->at_p = p;
    good = c->n_orders == 2 && line_init(&l, w->s, x, c->order[at]) == NULL;
    good = good && line_last(&l, cell);
    if (c->n_orders == 2)
        line_clear(&l);
    w->s->at_p = NULL;
    arb_clear(p);
    if (good || depth == 0)
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
    int k = list->cut[0] == list->range;

    if (list->n_cut != 2 || list->cut[!k] != list->range || !cell->upper[k]
        || cell->lower[k])
        return 0;
    view.lo[0] = cell->lo[k];
    return end_of_values(w, &view, list->cut[k], lo + !k, hi + !k, 4);
}
