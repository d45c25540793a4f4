/* runtime/certify/global_jump.c -- no solution just below the upper end: finite
 * weights, labels that jump.
 *
 * docs/certificates.md, reason `jump`.
 */
#include "global_parts.h"

#include <arb_hypgeom.h>

#define PREC 96

int
line_error_bound(seat_t *seat, arb_t big_k, arb_t k)
{
    const saddle_line_t *line = seat->g->line;
    arb_ptr part = line_law_parts(seat, PREC);
    arb_t d, t;
    int i, j, good = part != NULL, n = line->n_parts, some = 0;

    arb_init(d);
    arb_init(t);
    arb_zero(big_k);
    for (i = 0; i < n && good; i++)
        good = arb_is_zero(part + 3 * i + 2)
               && arb_is_nonnegative(part + 3 * i);
    for (i = 0; i < n && good; i++)
        for (j = 0; j < n && good; j++)
        {
            if (i == j)
                continue;
            arb_sub(d, part + 3 * i + 1, part + 3 * j + 1, PREC);
            arb_mul(d, d, d, PREC);
            good = arb_is_positive(d);
            arb_mul(t, part + 3 * i, d, PREC);
            arb_add(big_k, big_k, t, PREC);
            if (some++)
                arb_min(k, k, d, PREC);
            else
                arb_set(k, d);
        }
    arb_mul_2exp_si(big_k, big_k, -1);
    arb_mul_2exp_si(k, k, -3);
    arb_clear(t);
    arb_clear(d);
    if (part != NULL)
        _arb_vec_clear(part, 3 * n);
    return good && some > 0;
}

void
end_density(arb_t p, const arb_t u)
{
    arb_t c;

    arb_init(c);
    arb_mul(p, u, u, PREC);
    arb_mul_2exp_si(p, p, -1);
    arb_neg(p, p);
    arb_exp(p, p, PREC);
    arb_const_pi(c, PREC);
    arb_mul_2exp_si(c, c, 1);
    arb_rsqrt(c, c, PREC);
    arb_mul(p, p, c, PREC);
    arb_clear(c);
}

void
end_tail(arb_t h, const arb_t u)
{
    arb_t r;

    arb_init(r);
    arb_set_ui(r, 2);
    arb_rsqrt(r, r, PREC);
    arb_mul(r, r, u, PREC);
    arb_hypgeom_erfc(h, r, PREC);
    arb_mul_2exp_si(h, h, -1);
    arb_clear(r);
}

/*
 * int du (d_u Z)^2/Z over |u| <= 4 from below, Z of one label near a jump of
 * P(label | z) by `height` at u = 0, with no other jump for |u| < reach.
 */
static void
jump_strength(arb_t sum, const arb_t height, const arb_t reach)
{
    enum { CELLS = 128 };
    arb_t u, d, slope, z, t;
    int i, whole = arb_equal_si(height, 1) ? 1
                   : arb_equal_si(height, -1) ? -1
                                              : 0;

    arb_init(u);
    arb_init(d);
    arb_init(slope);
    arb_init(z);
    arb_init(t);
    arb_zero(sum);
    for (i = -CELLS / 2; i < CELLS / 2; i++)
    {
        arb_set_d(u, (i + 0.5) * 8.0 / CELLS);
        mag_set_ui_2exp_si(arb_radref(u), 1, -5);
        arb_abs(d, u);
        arb_sub(d, reach, d, PREC);
        end_density(slope, u);
        arb_abs(t, height);
        arb_mul(slope, slope, t, PREC);
        end_density(t, d);
        arb_mul_2exp_si(t, t, 1);
        arb_sub(slope, slope, t, PREC);
        arb_one(z);
        if (whole != 0)
        {
            arb_mul_si(t, u, -whole, PREC);
            end_tail(z, t);
            end_tail(t, d);
            arb_mul_2exp_si(t, t, 1);
            arb_add(z, z, t, PREC);
        }
        arb_mul(t, slope, slope, PREC);
        arb_div(t, t, z, PREC);
        arb_mul_2exp_si(t, t, -4);
        if (arb_is_positive(slope) && arb_is_positive(t))
            arb_add(sum, sum, t, PREC);
    }
    arb_clear(t);
    arb_clear(z);
    arb_clear(slope);
    arb_clear(d);
    arb_clear(u);
}

/* The least density of N(0, X), LO <= X <= rho, within 4 sqrt(V) of h. */
static void
least_density(arb_t p, const global_t *g, const arb_t h, const arb_t root,
              const cell_t *c)
{
    arb_t far, lo;

    arb_init(far);
    arb_init(lo);
    arb_abs(far, h);
    arb_addmul_ui(far, root, 4, PREC);
    arb_set_d(lo, c->lo[0]);
    arb_sqrt(lo, lo, PREC);
    arb_div(far, far, lo, PREC);
    end_density(p, far);
    arb_sqrt(lo, g->hi, PREC);
    arb_div(p, p, lo, PREC);
    arb_clear(lo);
    arb_clear(far);
}

/* c with G(rho - V) >= c/sqrt(V) for 0 < V <= root^2 */
static int
jump_bound(seat_t *seat, arb_t sum, const arb_t root, const cell_t *c)
{
    const global_t *g = seat->g;
    const saddle_line_t *line = g->line;
    arb_ptr jump = _arb_vec_init(2 * line->n_jumps);
    arb_t reach, d, s, p;
    int i, k, good = seat_value(seat, jump, line->jumps, PREC);

    arb_init(reach);
    arb_init(d);
    arb_init(s);
    arb_init(p);
    arb_zero(sum);
    for (i = 0; i < line->n_jumps && good; i++)
    {
        arb_set_ui(reach, 64);
        for (k = 0; k < line->n_jumps; k++)
            if (k != i && line->jump_label[k] == line->jump_label[i])
            {
                arb_sub(d, jump + 2 * i, jump + 2 * k, PREC);
                arb_abs(d, d);
                arb_div(d, d, root, PREC);
                arb_min(reach, reach, d, PREC);
            }
        arb_sub_ui(d, reach, 9, PREC); /* jumps do not share their fields */
        if (!arb_is_positive(d))
            continue;
        jump_strength(s, jump + 2 * i + 1, reach);
        least_density(p, g, jump + 2 * i, root, c);
        arb_mul(s, s, p, PREC);
        if (arb_is_finite(s) && arb_is_positive(s))
            arb_add(sum, sum, s, PREC);
    }
    good = good && seat_value(seat, s, line->samples, PREC);
    arb_mul(sum, sum, s, PREC);
    arb_clear(p);
    arb_clear(s);
    arb_clear(d);
    arb_clear(reach);
    _arb_vec_clear(jump, 2 * line->n_jumps);
    return good && arb_is_positive(sum);
}

int
line_prove_jump(seat_t *seat, const cell_t *c)
{
    const saddle_line_t *line = seat->g->line;
    arb_t v, root, big_k, k, e, t;
    int good;

    if (line->n_jumps == 0 || !c->upper[0] || !(c->lo[0] > 0))
        return 0;
    arb_init(v);
    arb_init(root);
    arb_init(big_k);
    arb_init(k);
    arb_init(e);
    arb_init(t);
    end_distance(v, seat->g, c);
    arb_sqrt(root, v, PREC);
    good = line_error_bound(seat, big_k, k) && jump_bound(seat, e, root, c);
    /* kc >= 2 sqrt(V) and K exp(-kc/sqrt(V)) < V */
    arb_mul(e, e, k, PREC);
    arb_mul_2exp_si(t, root, 1);
    good = good && arb_ge(e, t);
    arb_div(e, e, root, PREC);
    arb_neg(e, e);
    arb_exp(e, e, PREC);
    arb_mul(e, e, big_k, PREC);
    good = good && arb_lt(e, v);
    arb_clear(t);
    arb_clear(e);
    arb_clear(k);
    arb_clear(big_k);
    arb_clear(root);
    arb_clear(v);
    return good;
}
