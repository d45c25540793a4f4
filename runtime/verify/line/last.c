/* runtime/verify/line/last.c -- no solution between LO and the upper end of a
 * line.
 *
 * With V = end - X the arguments `normal` and `jump` of docs/certificates.md. */
#include "line.h"

enum { BITS = 96 };

/* The parts of the law as numbers, p, m, s of each. */
static int
read_parts(line_t *l, arb_ptr part)
{
    const list_t *list = &l->s->c->list;
    int i, k, good = list->n_parts > 0;

    for (i = 0; i < list->n_parts && good; i++)
        for (k = 0; k < 3 && good; k++)
            good = system_number(l->s, part + 3 * i + k, list->part[i][k],
                                 NULL, BITS)
                   && (k == 1 || arb_is_nonnegative(part + 3 * i + k));
    return good;
}

/* V + s e < p s for a part, e = 2 (A(end) - A(LO)) and V = end - LO. */
static int
by_information(line_t *l, const cell_t *cell, const arb_t v, arb_srcptr part)
{
    const list_t *list = &l->s->c->list;
    arb_ptr x = _arb_vec_init(5), e = x + 1, a = x + 2, left = x + 3,
        right = x + 4;
    int i, k, good = list->end != NULL;

    good = good && system_number(l->s, e, list->end, NULL, BITS);
    /* A does not decrease: compared at points on the way to the end */
    for (i = 0; i < 4 && good; i++)
    {
        arb_mul_2exp_si(x, v, -8 * i);
        arb_sub(x, l->end, x, BITS);
        good = line_value_of(l, l->part[0], l->symbol[0], a, x, BITS)
               && !arb_gt(a, e);
    }
    arb_set_arf(x, cell->lo);
    good = good && line_value_of(l, l->part[0], l->symbol[0], a, x, BITS);
    arb_sub(e, e, a, BITS);
    arb_mul_2exp_si(e, e, 1);
    for (i = 0, k = 0; i < list->n_parts && good && !k; i++)
    {
        arb_mul(left, part + 3 * i + 2, e, BITS);
        arb_add(left, left, v, BITS);
        arb_mul(right, part + 3 * i, part + 3 * i + 2, BITS);
        k = arb_lt(left, right);
    }
    _arb_vec_clear(x, 5);
    return good && k;
}

int
line_last(line_t *l, const cell_t *cell)
{
    arb_ptr part = _arb_vec_init(3 * MAX_PARTS);
    arb_t v;
    int good;

    arb_init(v);
    arb_set_arf(v, cell->lo);
    arb_sub(v, l->end, v, BITS);
    good = read_parts(l, part) && arb_is_positive(v)
           && (cell->reason == REASON_JUMP ? line_jumps(l, cell, v, part)
                                           : by_information(l, cell, v, part));
    arb_clear(v);
    _arb_vec_clear(part, 3 * MAX_PARTS);
    return good;
}
