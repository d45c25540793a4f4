/* runtime/certify/global_last.c -- one solution just below the upper end: finite
 * weights, noise in every label.
 *
 * docs/certificates.md, reason `last`.
 */
#include "global_plan.h"

#define PREC 192

/* 4 samples/D^2 >= G', D the least variance of the noise. */
static int
steepness(seat_t *seat, arb_t g)
{
    const saddle_line_t *line = seat->g->line;
    arb_ptr blur = _arb_vec_init(line->n_blurs + 1);
    int i, good = line->n_blurs > 0
                  && seat_value(seat, blur, line->blurs, PREC)
                  && seat_value(seat, g, line->samples, PREC);

    for (i = 0; i < line->n_blurs && good; i++)
    {
        good = arb_is_positive(blur + i);
        arb_min(blur, blur, blur + i, PREC);
    }
    arb_sqr(blur, blur, PREC);
    arb_div(g, g, blur, PREC);
    arb_mul_2exp_si(g, g, 2);
    _arb_vec_clear(blur, line->n_blurs + 1);
    return good && arb_is_finite(g);
}

/* Has every part of the law a share, so that mmse(y) > 0? */
static int
has_parts(seat_t *seat)
{
    arb_ptr part = line_law_parts(seat, PREC);
    int k, good = part != NULL;

    for (k = 0; k < seat->g->line->n_parts && good; k++)
        good = arb_is_positive(part + 3 * k);
    if (part != NULL)
        _arb_vec_clear(part, 3 * seat->g->line->n_parts);
    return good;
}

/* m = K exp(-k y), at least mmse(y) and all after it; y = G(x) */
static int
error_after(seat_t *seat, arb_t m, arb_t y, const arb_t x, slong prec)
{
    arb_t k;
    int good;

    arb_init(k);
    good = line_error_bound(seat, m, k) && line_map(seat, y, 1, x, prec);
    arb_mul(k, k, y, PREC);
    arb_neg(k, k);
    arb_exp(k, k, PREC);
    arb_mul(m, m, k, PREC);
    arb_clear(k);
    return good && arb_is_finite(m);
}

int
line_prove_last(seat_t *seat, const cell_t *c)
{
    arb_t x, y, v, m, t;
    int good;

    if (seat->g->line->n_blurs == 0 || !c->upper[0] || c->lower[0])
        return 0;
    arb_init(x);
    arb_init(y);
    arb_init(v);
    arb_init(m);
    arb_init(t);
    arb_set_d(x, c->lo[0]);
    arb_sub(v, seat->g->hi, x, PREC);
    good = has_parts(seat) && steepness(seat, t) && error_after(seat, m, y, x, 64)
           && arb_lt(m, v);
    /* D^2 m/4 * 4 samples/D^2 < 1 */
    good = good && law_diameter(seat, v);
    arb_mul(t, t, v, PREC);
    arb_mul_2exp_si(t, t, -2);
    arb_mul(t, t, m, PREC);
    arb_sub_ui(t, t, 1, PREC);
    good = good && arb_is_negative(t)
           && line_map(seat, y, 1, seat->g->hi, 64) && arb_is_finite(y);
    arb_clear(t);
    arb_clear(m);
    arb_clear(v);
    arb_clear(y);
    arb_clear(x);
    return good;
}

/* From rho - m to rho, m smaller at each step. */
static int
enclose(plan_t *p, double lo, arb_ptr zero, slong prec)
{
    seat_t *seat = &p->seat;
    arb_t x, y, m;
    int i, good = 1;

    arb_init(x);
    arb_init(y);
    arb_init(m);
    arb_set_d(x, lo);
    for (i = 0; i < 3 && good; i++)
    {
        good = error_after(seat, m, y, x, prec);
        arb_sub(m, p->g->hi, m, PREC);
        arb_get_lbound_arf(arb_midref(x), m, PREC);
        mag_zero(arb_radref(x));
    }
    good = good && line_map(seat, y, 1, x, prec)
           && line_map(seat, m, 1, p->g->hi, prec);
    arb_union(zero + 1, y, m, PREC);
    arb_union(zero, x, p->g->hi, PREC);
    arb_clear(m);
    arb_clear(y);
    arb_clear(x);
    return good && arb_is_finite(zero + 1);
}

/* Beside the others: enclosed by the bounds of the cell, or, where those are too
   wide and that works, by Newton's method. */
static int
add_solution(plan_t *p, double lo)
{
    global_t *g = p->g;
    const saddle_system_t *s = g->system;
    slong need = (slong) (3.33 * (double) g->options->certify.digits) + 2;
    slong prec = need + 60;
    arb_ptr zero = _arb_vec_init(2), swapped = _arb_vec_init(2);
    int i = -1, good = enclose(p, lo, zero, prec);

    if (good && (arb_rel_accuracy_bits(zero) < need
                 || arb_rel_accuracy_bits(zero + 1) < need))
    {
        g->env[g->line->overlap] = g->hi_double;
        g->env[g->line->conjugate] = arf_get_d(arb_midref(zero + 1),
                                               ARF_RND_NEAR);
        i = global_add_solution(g, g->env);
    }
    if (good && i < 0)
    {
        int first = s->unknown[0] == g->line->overlap;

        arb_set(swapped, zero + !first);
        arb_set(swapped + 1, zero + first);
        i = global_put_solution(g, swapped, prec);
    }
    _arb_vec_clear(swapped, 2);
    _arb_vec_clear(zero, 2);
    return i >= 0;
}

void
plan_add_last(plan_t *p)
{
    int k;

    for (k = 0; k < p->n; k++)
        if (p->mark[k].reason == CELL_LAST && !add_solution(p, p->mark[k].lo))
            p->mark[k].reason = CELL_OPEN;
}
