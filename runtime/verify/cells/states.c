/* runtime/verify/cells/states.c -- two states of a claim have no point in
 * common.
 *
 * Solutions are counted strictly inside of the domains.  So two states have none
 * in common if an order parameter is fixed in both, at two values, or in one of
 * them at an end of its domain. */
#include "../text/reader.h"
#include "whole.h"

#include <string.h>

static int
same_name(const certificate_t *a, int i, const certificate_t *b, int k)
{
    return i < 0 || k < 0 ? i < 0 && k < 0
                          : strcmp(a->tree.symbol[i], b->tree.symbol[k]) == 0;
}

int
states_agree(const certificate_t *a, const certificate_t *b)
{
    const list_t *l = &a->list, *m = &b->list;
    int i, same = a->n_orders == b->n_orders
                  && (a->potential == NULL) == (b->potential == NULL)
                  && same_name(a, a->critical, b, b->critical)
                  && same_name(a, l->range, b, m->range)
                  && arf_equal(&l->range_lo, &m->range_lo)
                  && arf_equal(&l->range_hi, &m->range_hi);

    for (i = 0; i < a->n_orders && same; i++)
        same = same_name(a, a->order[i], b, b->order[i])
               && strcmp(a->domain_text[i], b->domain_text[i]) == 0;
    return same && (a->potential == NULL
                    || strcmp(a->potential_text, b->potential_text) == 0);
}

/* Order parameter i is fixed, at this value; 0 too where the value is not known,
   as it may depend on the parameter of the claim. */
static int
fixed_at(certificate_t *c, int i, arb_t value)
{
    system_t s = { .c = c };
    int k = read_among(c->copy[0].fixed, c->copy[0].n_fixed, c->order[i]);

    return k >= 0 && system_number(&s, value, c->copy[0].fixed_at[k], NULL, 128);
}

/* The value is an end of the domain of order parameter i, in numbers or as it is
   written. */
static int
is_end(certificate_t *c, int i, const arb_t value)
{
    system_t s = { .c = c };
    int k = read_among(c->copy[0].fixed, c->copy[0].n_fixed, c->order[i]);
    domain_t d;
    arb_t end;
    int is = 0, side;

    if (!domain_read(&c->tree, &d, c->domain_text[i]))
        return 0;
    arb_init(end);
    for (side = 0; side < 2 && !is; side++)
    {
        node_t *e = side ? d.hi : d.lo;

        is = e != NULL && (e == c->copy[0].fixed_at[k]
                           || (system_number(&s, end, e, NULL, 128)
                               && arb_is_exact(end) && arb_equal(end, value)));
    }
    arb_clear(end);
    return is;
}

/* Order parameter i is an unknown, which is counted inside of its domain. */
static int
is_inside(const certificate_t *c, int i)
{
    return read_among(c->copy[0].symbol, c->copy[0].n, c->order[i]) >= 0;
}

int
states_apart(certificate_t *a, certificate_t *b)
{
    arb_ptr x = _arb_vec_init(2), y = x + 1;
    int i, in_a, in_b, apart = 0;

    for (i = 0; i < a->n_orders && i < b->n_orders && !apart; i++)
    {
        in_a = fixed_at(a, i, x);
        in_b = fixed_at(b, i, y);
        apart = in_a && in_b  ? !arb_overlaps(x, y)
                : in_a        ? is_inside(b, i) && is_end(a, i, x)
                : in_b        ? is_inside(a, i) && is_end(b, i, y)
                              : 0;
    }
    _arb_vec_clear(x, 2);
    return apart;
}
