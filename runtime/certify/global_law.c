/* runtime/certify/global_law.c -- how the curvature of a law of weights moves.
 *
 * With F = 2 phi_Y, F' = E M_2^2 and F'' = E[M_3^2 - 2 M_2^3], M_i the central
 * moments of the posterior of w at snr y: docs/certificates.md, "Bounds for a
 * law".
 */
#include "global_parts.h"

#define PREC 96

/* |F''| <= LAW_BOUND E w^6, LAW_SNR/y^3 */
#define LAW_BOUND 66
#define LAW_SNR 990

/* E w^6: m^6 + 15 m^4 s + 45 m^2 s^2 + 15 s^3 for a normal part. */
int
law_sixth_moment(seat_t *seat, arb_t sum)
{
    static const int factor[4] = { 1, 15, 45, 15 };
    const saddle_line_t *line = seat->g->line;
    arb_ptr part = line_law_parts(seat, PREC);
    arb_t term, t;
    int k, i;

    if (part == NULL)
        return 0;
    arb_init(term);
    arb_init(t);
    arb_zero(sum);
    for (k = 0; k < line->n_parts; k++)
        for (i = 0; i < 4; i++)
        {
            arb_pow_ui(term, part + 3 * k + 1, 6 - 2 * (ulong) i, PREC);
            arb_pow_ui(t, part + 3 * k + 2, (ulong) i, PREC);
            arb_mul(term, term, t, PREC);
            arb_mul(term, term, part + 3 * k, PREC);
            arb_addmul_si(sum, term, factor[i], PREC);
        }
    arb_clear(t);
    arb_clear(term);
    _arb_vec_clear(part, 3 * line->n_parts);
    return arb_is_finite(sum);
}

int
law_diameter(seat_t *seat, arb_t d)
{
    const saddle_line_t *line = seat->g->line;
    arb_ptr part = line_law_parts(seat, PREC);
    arb_t lo, hi;
    int k, good = part != NULL;

    if (!good)
        return 0;
    arb_init(lo);
    arb_init(hi);
    for (k = 0; k < line->n_parts && good; k++)
    {
        good = arb_is_zero(part + 3 * k + 2);
        if (k == 0)
        {
            arb_set(lo, part + 1);
            arb_set(hi, part + 1);
        }
        arb_min(lo, lo, part + 3 * k + 1, PREC);
        arb_max(hi, hi, part + 3 * k + 1, PREC);
    }
    arb_sub(d, hi, lo, PREC);
    arb_sqr(d, d, PREC);
    arb_clear(hi);
    arb_clear(lo);
    _arb_vec_clear(part, 3 * line->n_parts);
    return good && arb_is_finite(d);
}

/* F' changes by no more than a factor exp(+-D^2 h) over a distance h. */
static int
widen_finite(seat_t *seat, arb_t yy, const arb_t h)
{
    arb_t d, factor;
    int good;

    arb_init(d);
    arb_init(factor);
    good = law_diameter(seat, d);
    if (good)
    {
        arb_mul(d, d, h, PREC);
        arb_add_error(factor, d);
        arb_exp(factor, factor, PREC);
        arb_mul(yy, yy, factor, PREC);
    }
    arb_clear(factor);
    arb_clear(d);
    return good;
}

void
law_widen(seat_t *seat, arb_t yy, const arb_t y)
{
    arb_t h, bound, moment;

    arb_init(h);
    arb_init(bound);
    arb_init(moment);
    arf_set_mag(arb_midref(h), arb_radref(y));
    if (!widen_finite(seat, yy, h))
    {
        arb_get_lbound_arf(arb_midref(bound), y, PREC);
        arb_pow_ui(bound, bound, 3, PREC);
        arb_ui_div(bound, LAW_SNR, bound, PREC);
        if (law_sixth_moment(seat, moment))
        {
            arb_mul_ui(moment, moment, LAW_BOUND, PREC);
            if (!arb_is_positive(bound))
                arb_set(bound, moment);
            arb_min(bound, bound, moment, PREC);
        }
        else
            arb_indeterminate(bound);
        /* F' = 2 phi_YY */
        arb_mul(bound, bound, h, PREC);
        arb_mul_2exp_si(bound, bound, -1);
        arb_add_error(yy, bound);
    }
    arb_clear(moment);
    arb_clear(bound);
    arb_clear(h);
}
