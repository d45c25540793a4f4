/* runtime/verify/values/normal.c -- the normal law: tails, masses, densities of
 * values.
 *
 * P(Z > u) = exp(-u^2/2) R(u); R by series.c, or in the tail where u grows. */
#include "normal.h"

/* R(a) where a = b xi^(k/4) tends to infinity: A_j xi^(-k/4) lies in
   b + (j + 1) disc [0, start^(-k/2)]. */
static val_t *
mills_tail(ground_t *g, val_t *a, const acb_t b, int k)
{
    val_t *f[2 * RING_MAX + 1], *r;
    acb_ptr c = jet_new(g->ring);
    acb_ptr disc = _acb_vec_init(2), t = disc + 1;
    int i;

    normal_stieltjes_disc(disc, b);
    tail_shrink(g, disc, 1, -2 * k);
    normal_root_two_pi(acb_realref(c), g->prec);
    for (i = 0; i <= g->ring->depth; i++)
    {
        normal_stieltjes(t, b, disc, i, g->prec);
        acb_mul(c, c, t, g->prec);
        f[i] = val_jet(g, c);
        f[i]->t[0].k = -(i + 1) * k;
        acb_neg(c, c);
    }
    r = val_compose(g, f, a);
    _acb_vec_clear(disc, 2);
    jet_free(g->ring, c);
    return r;
}

/* u as b xi^(k/4), k >= 0; 0: not of this form. */
static int
leading(ground_t *g, acb_ptr b, int *k, val_t *a)
{
    *k = 0;
    _acb_vec_zero(b, g->ring->length);
    if (a->opaque || a->n > 1 || (a->n == 1 && a->t[0].e.n > 0))
        return 0;
    if (a->n == 1 && !term_scale(g, b, k, a->t))
        return 0;
    if (*k < 0)
    {
        tail_shrink(g, b, g->ring->length, *k);
        *k = 0;
    }
    return 1;
}

/* Where u = b xi^(k/4) is: 1 on the right, -1 on the left, 0 between. */
static int
side(const acb_t b, int k)
{
    arb_t h;
    int r = 0;

    if (k > 0)
        return arb_is_positive(acb_realref(b))   ? 1
               : arb_is_negative(acb_realref(b)) ? -1
                                                 : 0;
    arb_init(h);
    arb_one(h);
    if (arb_gt(acb_realref(b), h))
        r = 1;
    arb_neg(h, h);
    if (arb_lt(acb_realref(b), h))
        r = -1;
    arb_clear(h);
    return r;
}

/* R(a) where a is on the right; NULL elsewhere. */
static val_t *
mills(ground_t *g, val_t *a)
{
    acb_ptr b = jet_new(g->ring), f;
    val_t *r = NULL;
    int k, wide;

    if (leading(g, b, &k, a) && side(b, k) == 1)
    {
        if (k > 0)
            r = mills_tail(g, a, b, k);
        else
        {
            wide = normal_is_wide(b);
            f = _acb_vec_init(g->ring->depth + 2);
            if (wide)
                normal_log_mills_series(g, f, b);
            else
                normal_mills_series(g, f, b);
            jet_compose(g->ring, b, f, b, g->prec);
            r = val_jet(g, b);
            if (wide)
                r = val_exp(g, r);
            _acb_vec_clear(f, g->ring->depth + 2);
        }
    }
    jet_free(g->ring, b);
    return r;
}

/* exp(-a^2/2) as an exponent. */
static val_t *
bell(ground_t *g, val_t *a)
{
    if (a->bell == NULL)
        a->bell = val_keep(val_exp(g, val_times(g, -1, 2, val_mul(g, a, a))));
    return a->bell;
}

val_t *
val_normal_above(ground_t *g, val_t *a)
{
    acb_ptr b = jet_new(g->ring), f;
    val_t *r;
    int k, good = leading(g, b, &k, a), s = good ? side(b, k) : 0;

    if (!good || (k > 0 && s == 0))
        r = val_unknown(g, "a normal tail of something unknown");
    else if (s == 1)
        r = val_mul(g, mills(g, a), bell(g, a));
    else if (s == -1)
        r = val_sub(g, val_si(g, 1), val_normal_above(g, val_neg(g, a)));
    else
    {
        f = _acb_vec_init(g->ring->depth + 2);
        normal_above_series(g, f, b);
        jet_compose(g->ring, b, f, b, g->prec);
        r = val_jet(g, b);
        _acb_vec_clear(f, g->ring->depth + 2);
    }
    jet_free(g->ring, b);
    return r;
}

val_t *
val_normal_density(ground_t *g, val_t *a)
{
    val_t *y;
    arb_t c;

    arb_init(c);
    normal_root_two_pi(c, g->prec);
    y = val_arb(g, c);
    arb_clear(c);
    return val_mul(g, bell(g, a), y);
}

/* phi(a + w)/phi(a) = exp(-(a + w/2) w) */
static val_t *
ratio(ground_t *g, val_t *a, val_t *w)
{
    val_t *x = val_mul(g, val_add(g, val_times(g, 1, 2, w), a), w);

    return val_settle(g, val_exp(g, val_neg(g, x)));
}

/* On the right: exp(-a^2/2) [R(a) - R(b) exp(-a w - w^2/2)]. */
static val_t *
between_right(ground_t *g, val_t *a, val_t *b, val_t *w)
{
    val_t *x = mills(g, a), *y = mills(g, b);

    if (x == NULL || y == NULL)
        return NULL;
    x = val_sub(g, x, val_mul(g, ratio(g, a, w), y));
    return val_mul(g, x, bell(g, a));
}

/* -1 or 1: all of the tail is on that side; 0: there is no tail, or it is not. */
static int
tail_side(ground_t *g, val_t *a)
{
    acb_ptr b = jet_new(g->ring);
    int k = 0, s = g->tail && leading(g, b, &k, a) ? side(b, k) : 0;

    jet_free(g->ring, b);
    return s;
}

void
val_normal_densities(ground_t *g, val_t *a, val_t *b, val_t *w, val_t **at_a,
                     val_t **at_b)
{
    int below = tail_side(g, b) < 0, above = !below && tail_side(g, a) > 0;

    *at_b = above ? NULL : val_normal_density(g, b);
    *at_a = below ? val_mul(g, ratio(g, val_neg(g, b), w), *at_b)
                  : val_normal_density(g, a);
    if (above)
        *at_b = val_mul(g, ratio(g, a, w), *at_a);
}

val_t *
val_normal_between(ground_t *g, val_t *a, val_t *b, val_t *w)
{
    val_t *r = between_right(g, a, b, w);

    if (r == NULL)
        r = between_right(g, val_neg(g, b), val_neg(g, a), w);
    return r != NULL ? r : val_sub(g, val_normal_above(g, a),
                                   val_normal_above(g, b));
}
