/* runtime/verify/cells/reasons.c -- what the reason of a cell says, tested
 * anew. */
#include "boxes.h"
#include "../line/line.h"
#include "../text/reader.h"

/* An open cell lies outside of the limits of the claim. */
static int
is_outside(const whole_t *w, const cell_t *cell)
{
    const list_t *l = &w->s->c->list;
    int i, k, outside = 0;

    for (i = 0; i < l->n_limits; i++)
    {
        k = read_among(l->cut, l->n_cut, l->limit_of[i]);
        outside = outside
                  || (!l->limit.lower[i] && !cell->upper[k]
                      && arf_cmp(cell->hi + k, l->limit.lo + i) <= 0)
                  || (!l->limit.upper[i] && !cell->lower[k]
                      && arf_cmp(cell->lo + k, l->limit.hi + i) >= 0);
    }
    return outside;
}

int
boxes_equation_fails(whole_t *w)
{
    certificate_t *c = w->s->c;
    evaluator_t *e;
    acb_srcptr value = NULL;
    int i, good = 0;

    if (c->equation == NULL)
        return 0;
    for (i = 0; i < w->n_rest; i++)
        if (node_has(c->equation, c->box[w->s->unknown[w->rest[i]]]))
            return 0;
    e = evaluator_new(&c->tree, 0, 0, 0, 32, w->s->until);
    if (e != NULL && system_parameters(w->s, e))
    {
        for (i = 0; i < c->list.n_cut; i++)
            evaluator_name(e, c->list.cut[i], w->x + w->cut[i], NOTHING);
        value = evaluate(e, c->equation);
    }
    if (value != NULL)
        good = boxes_excludes(acb_realref(value), 1);
    evaluator_free(e);
    return good;
}

const char *
boxes_undecided(const whole_t *w)
{
    const list_t *l = &w->s->c->list;
    long i;

    for (i = 0; i < l->n_cells; i++)
        if (l->cell[i].reason == REASON_OPEN && !is_outside(w, l->cell + i))
            return "a cell inside of the limits is not decided";
    return NULL;
}

static const char *
check(whole_t *w, const cell_t *cell, arf_srcptr lo, arf_srcptr hi)
{
    const list_t *l = &w->s->c->list;
    int singular = system_size(w->s) > 0;

    w->side = (cell->reason == REASON_ABOVE) - (cell->reason == REASON_BELOW);
    switch (cell->reason)
    {
        case REASON_OPEN:           /* boxes_undecided */
            return NULL;
        case REASON_NONE:
        case REASON_REGULAR:
        case REASON_ABOVE:
        case REASON_BELOW:
            return (singular ? singular_none(w, lo, hi)
                             : boxes_no_zero(w, lo, hi))
                       ? NULL : "a cell may hold a solution";
        case REASON_ONE:
            return (singular ? cell->solution < l->n_places
                                   && singular_one(w, lo, hi, l->place
                                                              + cell->solution)
                             : boxes_one_zero(w, cell, lo, hi))
                       ? NULL
                       : "a cell may hold more than its solution, or not it";
        case REASON_FIXED:
            return !singular && boxes_only_origin(w, cell, lo, hi)
                       ? NULL : "a solution may be near the state 0";
        case REASON_NARROW:
        case REASON_NORMAL:
        case REASON_JUMP:
            return is_outside(w, cell) || line_end_of(w, cell, lo, hi)
                       ? NULL : "a solution may be near the upper end";
        default:
            return "a reason that does not belong here";
    }
}

const char *
boxes_check(whole_t *w, const cell_t *cell)
{
    arf_struct lo[MAX_CUT], hi[MAX_CUT];
    const list_t *l = &w->s->c->list;
    const char *why;
    int i;

    for (i = 0; i < l->n_cut; i++)
    {
        arf_init(lo + i);
        arf_init(hi + i);
        arf_set(lo + i, cell->lo + i);
        arf_set(hi + i, cell->hi + i);
        if (cell->lower[i])
            arb_get_lbound_arf(lo + i, w->lo + i, 128);
        if (cell->upper[i])
            arb_get_ubound_arf(hi + i, w->hi + i, 128);
    }
    why = check(w, cell, lo, hi);
    for (i = 0; i < l->n_cut; i++)
    {
        arf_clear(lo + i);
        arf_clear(hi + i);
    }
    return why;
}
