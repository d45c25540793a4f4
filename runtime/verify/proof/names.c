/* runtime/verify/proof/names.c -- names and their values; where values lie. */
#include "jets.h"

int
system_symbol(work_t *w, int symbol, node_t *e, int variable)
{
    acb_ptr x = jet_new(&w->ring);
    unsigned char power[RING_MAX] = { 0 };
    int good = work_jet(w, x, e);

    if (good && variable >= 0)
    {
        power[variable] = 1;
        if (ring_find(&w->ring, power) >= 0)
            acb_add_si(x + ring_find(&w->ring, power),
                       x + ring_find(&w->ring, power), 1, w->g.prec);
    }
    if (good && w->symbol[symbol] == NULL)
        w->symbol[symbol] = x;
    else
    {
        jet_free(&w->ring, x);
        good = 0;
    }
    return good;
}

int
system_parameters(const system_t *s, work_t *w)
{
    const certificate_t *c = s->c;
    int i, good = 1;

    for (i = 0; i < c->n_parameters && good; i++)
        good = system_symbol(w, c->parameter[i], c->parameter_at[i], -1);
    if (s->at_p != NULL)
        work_symbol(w, c->list.range, s->at_p, -1);
    w->until = s->until;
    return good;
}

int
system_number(system_t *s, arb_t to, node_t *e, const arb_t along, slong prec)
{
    certificate_t *c = s->c;
    work_t w;
    acb_ptr x;
    int good = work_init(&w, &c->tree, 0, 0, 0, prec)
               && system_parameters(s, &w);

    if (good && along != NULL)
        work_symbol(&w, c->list.along, along, -1);
    x = good ? jet_new(&w.ring) : NULL;
    good = good && e != NULL && work_jet(&w, x, e);
    if (good)
        arb_set(to, acb_realref(x));
    jet_free(&w.ring, x);
    work_clear(&w);
    return good;
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
