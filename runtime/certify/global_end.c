/* runtime/certify/global_end.c -- no solution just below the upper end: weights
 * with normal parts.
 *
 * docs/certificates.md, reason `normal`.
 */
#include "global_parts.h"

#define PREC 96

void
end_distance(arb_t v, const global_t *g, const cell_t *c)
{
    arb_set_d(v, c->lo[0]);
    arb_sub(v, g->hi, v, PREC);
}

arb_ptr
line_law_parts(seat_t *seat, slong prec)
{
    const saddle_line_t *line = seat->g->line;
    arb_ptr part;

    if (line->n_parts == 0)
        return NULL;
    part = _arb_vec_init(3 * line->n_parts);
    if (seat_value(seat, part, line->parts, prec))
        return part;
    _arb_vec_clear(part, 3 * line->n_parts);
    return NULL;
}

/* e = 2 (A(rho) - A(LO)) */
static int
information_left(seat_t *seat, arb_t e, const cell_t *c)
{
    const saddle_line_t *line = seat->g->line;
    arb_t start;
    int good;

    if (line->end == NULL)
        return 0;
    arb_init(start);
    arb_zero(seat->env + line->conjugate);
    arb_set_d(seat->env + line->overlap, c->lo[0]);
    good = seat_value(seat, start, line->channel, PREC);
    arb_zero(seat->env + line->overlap);
    good = good && seat_value(seat, e, line->end, PREC);
    arb_sub(e, e, start, PREC);
    arb_mul_2exp_si(e, e, 1);
    arb_clear(start);
    return good;
}

int
line_prove_normal(seat_t *seat, const cell_t *c)
{
    const saddle_line_t *line = seat->g->line;
    arb_ptr part = line_law_parts(seat, PREC);
    arb_t v, e, left, right;
    int k, good = 0, some = 0;

    if (part == NULL)
        return 0;
    for (k = 0; k < line->n_parts; k++)
        some = some || arb_is_positive(part + 3 * k + 2);
    arb_init(v);
    arb_init(e);
    arb_init(left);
    arb_init(right);
    end_distance(v, seat->g, c);
    if (some && c->upper[0] && information_left(seat, e, c))
        for (k = 0; k < line->n_parts && !good; k++)
        {
            arb_srcptr p = part + 3 * k;

            arb_mul(left, p + 2, e, PREC);
            arb_add(left, left, v, PREC);
            arb_mul(right, p, p + 2, PREC);
            good = arb_is_positive(p + 2) && arb_is_positive(p)
                   && arb_lt(left, right);
        }
    arb_clear(right);
    arb_clear(left);
    arb_clear(e);
    arb_clear(v);
    _arb_vec_clear(part, 3 * line->n_parts);
    return good;
}
