/* runtime/verify/values/elementary.c -- elementary functions of values. */
#include "value.h"

#include <acb_poly.h>

/* (e^x + sign e^-x)/2 */
static val_t *
hyperbolic(ground_t *g, val_t *a, int sign)
{
    val_t *x = val_exp(g, a), *y = val_exp(g, val_neg(g, a));

    return val_times(g, 1, 2, sign > 0 ? val_add(g, x, y) : val_sub(g, x, y));
}

/* s (1 - y)/(1 + y), y = exp(-2 s x), s the side on which x is. */
static val_t *
tanh_of(ground_t *g, val_t *a)
{
    acb_ptr c = jet_new(g->ring);
    val_t *x, *y, *one = val_si(g, 1);
    int k, s = 1;

    if (!a->opaque && a->n == 1 && term_scale(g, c, &k, a->t)
        && arf_sgn(arb_midref(acb_realref(c))) < 0)
        s = -1;
    jet_free(g->ring, c);
    y = val_settle(g, val_exp(g, val_times(g, -2 * s, 1, a)));
    x = s > 0 ? val_sub(g, one, y) : val_sub(g, y, one);
    return val_mul(g, x, val_pow_si(g, val_add(g, one, y), -1, 1));
}

/* c + 1/sqrt(1 - x^2) dx, c - the same, c + 1/(1 + x^2) dx: the coefficients
   from those of the derivative. */
static void
inverse_series(ground_t *g, acb_ptr f, op_t op, const acb_t x)
{
    acb_ptr q = _acb_vec_init(3), d = _acb_vec_init(g->ring->depth + 1);
    acb_t p;
    int k, good = op == N_ATAN;
    arb_t u;

    arb_init(u);
    acb_init(p);
    /* off the cuts: |Im x| < 1 of atan, |Re x| < 1 of asin and acos */
    arb_abs(u, good ? acb_imagref(x) : acb_realref(x));
    arb_sub_si(u, u, 1, g->prec);
    good = arb_is_negative(u);
    acb_sqr(q, x, g->prec);
    acb_mul_2exp_si(q + 1, x, 1);
    acb_one(q + 2);
    if (op != N_ATAN)
        _acb_vec_neg(q, q, 3);
    acb_add_si(q, q, 1, g->prec);
    acb_set_d(p, op == N_ATAN ? -1.0 : -0.5);
    _acb_poly_pow_acb_series(d, q, 3, p, g->ring->depth + 1, g->prec);
    if (op == N_ATAN)
        acb_atan(f, x, g->prec);
    else if (op == N_ASIN)
        acb_asin(f, x, g->prec);
    else
        acb_acos(f, x, g->prec);
    if (!good)
        acb_indeterminate(f);
    for (k = 1; k <= g->ring->depth; k++)
        acb_div_si(f + k, d + k - 1, op == N_ACOS ? -k : k, g->prec);
    arb_clear(u);
    acb_clear(p);
    _acb_vec_clear(d, g->ring->depth + 1);
    _acb_vec_clear(q, 3);
}

/* sin, cos, atan of the tail variable: all coefficients lie in [-2, 2]. */
static val_t *
bounded(ground_t *g, val_t *a)
{
    val_t *f[2 * RING_MAX + 1], *r;
    acb_ptr c = jet_new(g->ring);
    int k;

    acb_zero(c);
    mag_set_ui(arb_radref(acb_realref(c)), 2);
    for (k = 0; k <= g->ring->depth; k++)
        f[k] = val_jet(g, c);
    r = val_compose(g, f, a);
    jet_free(g->ring, c);
    return r;
}

val_t *
val_function(ground_t *g, op_t op, val_t *a)
{
    slong n = 2 * (g->ring->depth + 1) + 2;
    acb_ptr c, f, other, line;
    val_t *r;

    if (op == N_SINH || op == N_COSH)
        return hyperbolic(g, a, op == N_COSH ? 1 : -1);
    if (op == N_TANH)
        return tanh_of(g, a);
    c = jet_new(g->ring);
    if (!val_plain(g, c, a))
    {
        jet_free(g->ring, c);
        if (g->tail && !a->opaque && a->n == 1 && a->t[0].e.n == 0
            && !poly_has_formals(&a->t[0].p)
            && (op == N_SIN || op == N_COS || op == N_ATAN))
            return bounded(g, a);
        return val_unknown(g, "a function of something unknown");
    }
    f = _acb_vec_init(n);
    other = f + g->ring->depth + 1;
    line = other + g->ring->depth + 1;
    switch (op)
    {
        case N_SIN:
        case N_COS:
            acb_set(line, c);
            acb_one(line + 1);
            _acb_poly_sin_cos_series(op == N_SIN ? f : other,
                                     op == N_SIN ? other : f, line, 2,
                                     g->ring->depth + 1, g->prec);
            break;
        case N_ASIN:
        case N_ACOS:
        case N_ATAN:
            inverse_series(g, f, op, c);
            break;
        default:
            acb_indeterminate(f);
            break;
    }
    jet_compose(g->ring, c, f, c, g->prec);
    r = val_jet(g, c);
    _acb_vec_clear(f, n);
    jet_free(g->ring, c);
    return r;
}
