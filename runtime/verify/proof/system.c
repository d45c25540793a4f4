/* runtime/verify/proof/system.c -- the square system of a claim: unknowns,
 * values. */
#include "functions.h"
#include "../text/reader.h"

#include <string.h>

int
system_box(certificate_t *c, int symbol, const char *suffix)
{
    char text[2 * MAX_NAME];
    int i;

    snprintf(text, sizeof text, "%s%s", c->tree.symbol[symbol], suffix);
    for (i = 0; i < c->n_boxes; i++)
        if (strcmp(c->tree.symbol[c->box[i]], text) == 0)
            return i;
    return -1;
}

int
system_is_fixed(const copy_t *copy, int symbol)
{
    return read_among(copy->fixed, copy->n_fixed, symbol) >= 0;
}

static int
take(system_t *s, int box)
{
    if (box < 0 || read_among(s->unknown, s->n, box) >= 0)
    {
        s->why = "an unknown has no box";
        return 0;
    }
    s->unknown[s->n++] = box;
    return 1;
}

/* The parameter that has a box, where no `critical` line names it. */
static int
parameter_box(certificate_t *c)
{
    int i, found = -1;

    if (c->critical >= 0)
        return system_box(c, c->critical, "");
    for (i = 0; i < c->n_boxes; i++)
        if (read_among(c->order, c->n_orders, c->box[i]) < 0
            && strchr(c->tree.symbol[c->box[i]], '.') == NULL)
            found = i;
    return found;
}

static int
take_parts(system_t *s, const copy_t *copy, const char *suffix)
{
    int i, good = 1;

    for (i = 0; i < copy->n && good; i++)
        good = take(s, system_box(s->c, copy->symbol[i], suffix));
    return good;
}

const copy_t *
system_copy(const certificate_t *c, int other)
{
    return c->copy + (other && c->has_other ? 1 : 0);
}

int
system_init(system_t *s, certificate_t *c)
{
    int i, p, good, equations;

    memset(s, 0, sizeof *s);
    s->c = c;
    s->p = -1;
    s->columns = 0;
    s->m = c->copy[0].n;
    s->m_other = system_copy(c, 1)->n;
    p = parameter_box(c);
    good = take_parts(s, c->copy, "");
    if (good && (c->kind == CLAIM_FOLD))
        good = take_parts(s, c->copy, ".null");
    for (i = 0; good && c->kind == CLAIM_INSTABILITY && i < c->n_orders; i++)
        good = take(s, system_box(c, c->order[i], ".null"));
    if (good && c->kind == CLAIM_COEXISTENCE && c->other_value == NULL)
        good = take_parts(s, system_copy(c, 1), ".other");
    if (good && c->kind == CLAIM_EXTREMUM)
        good = take_parts(s, c->copy, ".slope");
    if (good && p >= 0)
    {
        s->p = s->n;
        good = take(s, p);
        for (i = 0; i < c->n_parameters; i++)
            if (c->parameter[i] == c->box[p])
                good = 0;
    }
    equations = s->n - (s->p >= 0) + (c->equation != NULL)
                + (c->kind != CLAIM_UNIQUE);
    if (good && (equations != s->n || s->n != c->n_boxes
                 || (c->kind != CLAIM_UNIQUE && c->equation != NULL)
                 || (c->kind == CLAIM_EXTREMUM && c->observable == NULL)))
        good = 0;
    if (c->list.along >= 0
        && (read_among(c->box, c->n_boxes, c->list.along) >= 0
            || read_among(c->parameter, c->n_parameters, c->list.along) >= 0))
        good = 0;
    s->columns = s->n + (c->list.along >= 0);
    if (!good && s->why == NULL)
        s->why = "the equations and the unknowns do not fit each other";
    return good;
}

/* ---- values -------------------------------------------------------------- */

int
system_parameters(const system_t *s, evaluator_t *e)
{
    const certificate_t *c = s->c;
    int i, good = 1;

    for (i = 0; i < c->n_parameters && good; i++)
        good = evaluator_define(e, c->parameter[i], c->parameter_at[i],
                                NOTHING);
    if (s->at_p != NULL)
        evaluator_name(e, c->list.range, s->at_p, NOTHING);
    return good;
}

int
system_number(system_t *s, arb_t to, node_t *x, const arb_t along, slong prec)
{
    certificate_t *c = s->c;
    evaluator_t *e = evaluator_new(&c->tree, 0, 0, 0, prec, s->until);
    acb_srcptr value = NULL;
    int good = e != NULL && system_parameters(s, e) && x != NULL;

    if (good && along != NULL)
        evaluator_name(e, c->list.along, along, NOTHING);
    value = good ? evaluate(e, x) : NULL;
    if (value != NULL)
        arb_set(to, acb_realref(value));
    evaluator_free(e);
    return value != NULL;
}

/* Does copy `fixing` fix the symbol at a value that x does not contain? */
static int
off_fixed(system_t *s, const copy_t *fixing, int symbol, const arb_t x)
{
    arb_t value;
    int i, off = 0;

    arb_init(value);
    for (i = 0; i < fixing->n_fixed && !off; i++)
        off = fixing->fixed[i] == symbol
              && system_number(s, value, fixing->fixed_at[i], NULL, 64)
              && !arb_overlaps(value, x);
    arb_clear(value);
    return off;
}

int
system_disjoint(system_t *s, arb_srcptr x)
{
    const certificate_t *c = s->c;
    const copy_t *a = c->copy, *b = system_copy(c, 1);
    int i, k, apart = c->other_value != NULL;

    for (i = 0; i < s->m && !apart; i++)
    {
        apart = off_fixed(s, b, a->symbol[i], x + i);
        for (k = 0; k < s->m_other && !apart; k++)
            apart = a->symbol[i] == b->symbol[k]
                    && !arb_overlaps(x + i, x + s->m + k);
    }
    for (k = 0; k < s->m_other && !apart; k++)
        apart = off_fixed(s, a, b->symbol[k], x + s->m + k);
    return apart;
}
