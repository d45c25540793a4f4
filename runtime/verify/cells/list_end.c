/* runtime/verify/cells/list_end.c -- are the lines of cells complete? */
#include "../text/reader.h"

#include <stdlib.h>

static void
put_name(certificate_t *c, int symbol, const char *suffix)
{
    char name[2 * MAX_NAME];

    snprintf(name, sizeof name, "%s%s", c->tree.symbol[symbol], suffix);
    symbol = read_name(c, 0, name);
    if (symbol >= 0 && read_among(c->box, c->n_boxes, symbol) < 0)
        read_add(c, 0, c->box, &c->n_boxes, MAX_BOXES, symbol);
}

/* Of claim `all` without a solution, the names of the unknowns. */
static void
put_names(certificate_t *c)
{
    const copy_t *copy = c->copy;
    int i, deep = c->kind == CLAIM_INSTABILITY;

    for (i = 0; i < copy->n; i++)
        put_name(c, copy->symbol[i], "");
    for (i = 0; i < copy->n && !deep && c->kind != CLAIM_UNIQUE
                && c->kind != CLAIM_COEXISTENCE; i++)
        put_name(c, copy->symbol[i],
                 c->kind == CLAIM_FOLD ? ".null" : ".slope");
    for (i = 0; i < c->n_orders && deep; i++)
        put_name(c, c->order[i], ".null");
    if (c->critical >= 0)
        put_name(c, c->critical, "");
}

int
read_list_end(certificate_t *c)
{
    list_t *l = &c->list;
    int i, curve = c->claim == CLAIM_CURVE;
    long k, last = 0;

    if (!curve)
        put_names(c);
    for (k = 0; k < l->n_cells; k++)
        last += l->cell[k].reason == REASON_LAST;
    if (curve ? l->along < 0 || c->count != l->n_cells
                    || l->n_cells != l->n_places || l->n_cut > 0
              : l->along >= 0 || l->n_cut == 0 || c->count != l->n_places + last)
        return read_fail(c, 0, "a claim does not fit its lines");
    for (i = 0; i < l->n_limits; i++)
        if (read_among(l->cut, l->n_cut, l->limit_of[i]) < 0)
            return read_fail(c, 0, "a limit of what is not covered");
    for (k = 0; k < l->n_places; k++)
        for (i = 0; i < c->n_boxes; i++)
            if (!arb_is_finite(l->place[k].box + i)
                || !arb_is_finite(l->place[k].zero + i)
                || (curve && !arb_is_finite(l->place[k].slope + i)))
                return read_fail(c, 0, "a box of the list lacks a line");
    return c->why[0] == '\0';
}

void
read_list_clear(certificate_t *c)
{
    list_t *l = &c->list;
    long k;
    int i;

    for (k = 0; k < l->n_cells; k++)
    {
        for (i = 0; i < MAX_CUT; i++)
        {
            arf_clear(l->cell[k].lo + i);
            arf_clear(l->cell[k].hi + i);
        }
        for (i = 0; i < 3; i++)
            arb_clear(l->cell[k].argument + i);
    }
    for (k = 0; k < l->n_places; k++)
        _arb_vec_clear(l->place[k].slope, 3 * MAX_BOXES);
    for (i = 0; i < MAX_CUT; i++)
    {
        arf_clear(l->limit.lo + i);
        arf_clear(l->limit.hi + i);
    }
    arf_clear(&l->range_lo);
    arf_clear(&l->range_hi);
    free(l->cell);
    free(l->place);
}
