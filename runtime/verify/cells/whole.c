/* runtime/verify/cells/whole.c -- all solutions in a domain, cell by cell. */
#include "boxes.h"
#include "../line/line.h"
#include "../proof/krawczyk.h"
#include "../text/reader.h"

#include <string.h>

/* Which unknowns are covered, and that the rest can follow. */
static const char *
lay_out(whole_t *w)
{
    certificate_t *c = w->s->c;
    const list_t *l = &c->list;
    int symbol[MAX_BOXES], i, k, n = 0;

    for (i = 0; i < l->n_cut; i++)
    {
        for (k = 0; k < w->s->n; k++)
            if (c->box[w->s->unknown[k]] == l->cut[i])
                break;
        if (k == w->s->n)
            return "what is covered is not an unknown";
        w->cut[i] = k;
        if (k < w->s->m)
            w->row[n++] = k;
    }
    for (k = 0; k < w->s->n; k++)
        if (system_is_vector(w->s, k))
            continue;
        else if (read_among(l->cut, l->n_cut, c->box[w->s->unknown[k]]) < 0)
        {
            symbol[w->n_rest] = c->box[w->s->unknown[k]];
            w->rest[w->n_rest++] = k;
        }
    if (w->n_rest == 0)
        return NULL;
    for (i = 0; i < w->s->m; i++)
        if (c->copy[0].condition[i] != NULL)
            return "unknowns that no cell bounds";
    return n == w->n_rest && w->rest[w->n_rest - 1] < w->s->m
                   && boxes_split(c->potential, symbol, w->n_rest, l->cut, l->n_cut)
               ? NULL : "unknowns that no cell bounds";
}

/* ---- the domain --------------------------------------------------------- */

static const char *
read_ends(whole_t *w)
{
    certificate_t *c = w->s->c;
    const list_t *l = &c->list;
    domain_t d;
    int i, k;
    long n;

    for (i = 0; i < l->n_cut; i++)
    {
        k = read_among(c->order, c->n_orders, l->cut[i]);
        if (l->cut[i] == l->range && l->range == c->critical)
        {
            arb_set_arf(w->lo + i, &l->range_lo);
            arb_set_arf(w->hi + i, &l->range_hi);
        }
        else if (k < 0 || !domain_read(&c->tree, &d, c->domain_text[k])
            || d.lo == NULL || d.hi == NULL
            || !system_number(w->s, w->lo + i, d.lo, NULL, 128)
            || !system_number(w->s, w->hi + i, d.hi, NULL, 128))
            return "the domain of what is covered is not known";
        if (!arb_lt(w->lo + i, w->hi + i))
            return "the domain of what is covered is empty";
        for (n = 0; n < l->n_cells; n++)
        {
            arb_t x;

            arb_init(x);
            arb_set_arf(x, l->cell[n].lo + i);
            k = l->cell[n].lower[i] || arb_lt(w->lo + i, x);
            arb_set_arf(x, l->cell[n].hi + i);
            k = k && (l->cell[n].upper[i] || arb_lt(x, w->hi + i));
            arb_clear(x);
            if (!k)
                return "a cell sticks out of the domain";
        }
    }
    return NULL;
}

static const char *
check_cell(void *context, long i)
{
    whole_t *w = context;

    return boxes_check(w, w->s->c->list.cell + i);
}

static const char *
check_boxes(system_t *s, FILE *talk)
{
    whole_t w;
    const char *why;
    int k, size = system_size(s);

    memset(&w, 0, sizeof w);
    w.s = s;
    for (k = 0; k < MAX_CUT; k++)
    {
        arb_init(w.lo + k);
        arb_init(w.hi + k);
    }
    w.x = _arb_vec_init(4 * s->n);
    w.c = w.x + s->n;
    w.f = w.c + s->n;
    w.k = w.f + s->n;
    arb_mat_init(w.j, s->n, s->n);
    arb_mat_init(w.y, s->n, s->n);
    arb_mat_init(w.m, s->n, s->n);
    arb_mat_init(w.a, size, size);
    arb_mat_init(w.b, size, size);
    arb_mat_init(w.ab, size, size);
    why = lay_out(&w);
    if (why == NULL)
        why = read_ends(&w);
    if (why == NULL)
        why = boxes_undecided(&w);
    if (why == NULL)
        why = share(s, talk, s->c->list.n_cells, check_cell, &w);
    line_forget(&w);
    arb_mat_clear(w.ab);
    arb_mat_clear(w.b);
    arb_mat_clear(w.a);
    arb_mat_clear(w.m);
    arb_mat_clear(w.y);
    arb_mat_clear(w.j);
    _arb_vec_clear(w.x, 4 * s->n);
    for (k = 0; k < MAX_CUT; k++)
    {
        arb_clear(w.hi + k);
        arb_clear(w.lo + k);
    }
    return why;
}

const char *
check_all(system_t *s, const verify_options_t *options, FILE *talk)
{
    const char *why;
    long i;

    if (s->c->kind == CLAIM_COEXISTENCE && s->c->other_value == NULL)
        return "a global claim of two copies of the unknowns, which this checker "
               "does not know";
    if (s->c->kind != CLAIM_UNIQUE && s->p < 0)
        return "a global claim of points without a parameter";
    if (!cells_fill(s->c))
        return "the cells do not fill the domain without gap";
    for (i = 0; i < s->c->list.n_places; i++)
        certificate_widen(s->c, s->c->list.place[i].box,
                          s->c->list.place[i].zero);
    why = whole_places(s, options->bits > 0 ? options->bits : 100000);
    if (why != NULL)
        return why;
    return s->c->list.on_line ? check_line(s, talk) : check_boxes(s, talk);
}
