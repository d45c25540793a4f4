/* runtime/certify/global_narrow.c -- volumes of solutions: none where all solutions
 * are close to each other.
 *
 * Weights +-1 or on a sphere, fields in one interval.  With V = 1 - q and d the
 * distance of a normal variable from the interval, V^2 q_hat lies between
 * samples E d^2 and a little more by one equation, and below or above a constant
 * by the other: docs/certificates.md, reason `narrow`.
 */
#include "global_parts.h"

#define PREC 96

typedef struct
{
    arb_t v;                 /* 1 - LO                                     */
    arb_t samples;
    arb_t least, most;       /* of V^2 q_hat, by the weights' equation     */
} narrow_t;

/* E (k - sqrt(s) Z)_+^2 = (s + k^2) P(Z < k/sqrt(s)) + k sqrt(s) phi(k/sqrt(s)) */
static void
add_square(arb_t sum, const arb_t k, const arb_t s)
{
    arb_t root, u, t;

    arb_init(root);
    arb_init(u);
    arb_init(t);
    arb_sqrt(root, s, PREC);
    arb_div(u, k, root, PREC);
    end_density(t, u);
    arb_mul(t, t, root, PREC);
    arb_addmul(sum, t, k, PREC);
    arb_neg(u, u);
    end_tail(t, u);
    arb_mul(u, k, k, PREC);
    arb_add(u, u, s, PREC);
    arb_addmul(sum, t, u, PREC);
    arb_clear(t);
    arb_clear(u);
    arb_clear(root);
}

/* E d^2 of a field of variance s */
static int
mean_square(seat_t *seat, arb_t sum, const arb_t s)
{
    const saddle_experiment_t *e = seat->g->model->experiment;
    arb_ptr end = _arb_vec_init(2);
    int good = seat_value(seat, end, e->ends, PREC);

    arb_zero(sum);
    if (!(e->infinite_ends & 1))
        add_square(sum, end, s);
    if (!(e->infinite_ends & 2))
    {
        arb_neg(end + 1, end + 1);
        add_square(sum, end + 1, s);
    }
    _arb_vec_clear(end, 2);
    return good && arb_is_finite(sum);
}

/* V^2 q_hat = q */
static int
sphere_bounds(narrow_t *n)
{
    arb_one(n->most);
    arb_sub(n->least, n->most, n->v, PREC);
    return 1;
}

/* V = E sech^2(sqrt(q_hat) Z + b), tanh b the mean of a weight */
static int
sign_bounds(narrow_t *n, const arb_t mean)
{
    arb_t b, kappa, wide, t;
    int good;

    arb_init(b);
    arb_init(kappa);
    arb_init(wide);
    arb_init(t);
    arb_atanh(b, mean, PREC);
    arb_abs(b, b);
    /* kappa = pi^2/24 + b^2/2 */
    arb_const_pi(kappa, PREC);
    arb_sqr(kappa, kappa, PREC);
    arb_div_ui(kappa, kappa, 12, PREC);
    arb_addmul(kappa, b, b, PREC);
    arb_mul_2exp_si(kappa, kappa, -1);
    /* V < 2/3 sech^2(sqrt(4 kappa) + |b|): then q_hat > 4 kappa */
    arb_mul_2exp_si(wide, kappa, 2);
    arb_sqrt(wide, wide, PREC);
    arb_add(wide, wide, b, PREC);
    arb_sech(wide, wide, PREC);
    arb_sqr(wide, wide, PREC);
    arb_mul_2exp_si(wide, wide, 1);
    arb_mul_ui(t, n->v, 3, PREC);
    good = arb_lt(t, wide);
    /* most = 2/pi; least = most (1 - kappa/q_hat)^2, q_hat >= 9/16 most/V^2 */
    arb_const_pi(n->most, PREC);
    arb_ui_div(n->most, 2, n->most, PREC);
    arb_sqr(t, n->v, PREC);
    arb_mul(t, t, kappa, PREC);
    arb_mul_ui(t, t, 16, PREC);
    arb_div_ui(t, t, 9, PREC);
    arb_div(t, t, n->most, PREC);
    arb_sub_ui(t, t, 1, PREC);
    arb_neg(t, t);
    good = good && arb_is_positive(t);
    arb_sqr(t, t, PREC);
    arb_mul(n->least, n->most, t, PREC);
    arb_clear(t);
    arb_clear(wide);
    arb_clear(kappa);
    arb_clear(b);
    return good;
}

static int
weights_bounds(seat_t *seat, narrow_t *n)
{
    const saddle_experiment_t *e = seat->g->model->experiment;
    arb_ptr x = _arb_vec_init(4);
    int good;

    if (e->sphere)
        good = sphere_bounds(n);
    else
        good = e->n_values == 2 && seat_value(seat, x, e->values, PREC)
               && seat_value(seat, x + 2, e->moments, PREC)
               && (arb_equal_si(x, 1) || arb_equal_si(x, -1))
               && (arb_equal_si(x + 1, 1) || arb_equal_si(x + 1, -1))
               && !arb_equal(x, x + 1) && sign_bounds(n, x + 2);
    _arb_vec_clear(x, 4);
    return good;
}

/* samples (sqrt(E d^2) + sqrt(2 V/pi))^2 < least, or samples E d^2 > most with
   the smallest variance. */
static int
sides_differ(seat_t *seat, narrow_t *n)
{
    arb_t s, t, u;
    int good;

    arb_init(s);
    arb_init(t);
    arb_init(u);
    arb_one(s);
    good = mean_square(seat, t, s);
    arb_sqrtpos(t, t, PREC);
    arb_const_pi(u, PREC);
    arb_div(u, n->v, u, PREC);
    arb_mul_2exp_si(u, u, 1);
    arb_sqrt(u, u, PREC);
    arb_add(t, t, u, PREC);
    arb_sqr(t, t, PREC);
    arb_mul(t, t, n->samples, PREC);
    good = good && arb_lt(t, n->least);
    if (!good)
    {
        arb_sub(s, s, n->v, PREC);
        good = arb_is_positive(s) && mean_square(seat, t, s);
        arb_mul(t, t, n->samples, PREC);
        good = good && arb_gt(t, n->most);
    }
    arb_clear(u);
    arb_clear(t);
    arb_clear(s);
    return good;
}

int
narrow_is_volume(seat_t *seat)
{
    const saddle_model_t *m = seat->g->model;
    const saddle_experiment_t *e = m->experiment;
    arb_ptr ends;
    int good;

    if (e == NULL || e->weight != NULL || e->loss != NULL || e->ends == NULL
        || e->n_intervals != 1 || m->n_orders != 2 || m->line != NULL)
        return 0;
    ends = _arb_vec_init(4);
    good = seat_value(seat, ends, m->order_domain, PREC)
           && arb_is_zero(ends) && arb_is_one(ends + 1);
    _arb_vec_clear(ends, 4);
    return good;
}

int
narrow_prove_end(seat_t *seat, double lo)
{
    narrow_t n;
    int good;

    /* only parameters count, and a conjugate may be anything here */
    _arb_vec_zero(seat->env, seat->g->model->n_orders);
    if (!(lo > 0) || !narrow_is_volume(seat))
        return 0;
    arb_init(n.v);
    arb_init(n.samples);
    arb_init(n.least);
    arb_init(n.most);
    arb_set_d(n.v, lo);
    arb_sub_ui(n.v, n.v, 1, PREC);
    arb_neg(n.v, n.v);
    good = seat_value(seat, n.samples, seat->g->model->experiment->samples,
                      PREC)
           && arb_is_positive(n.samples) && weights_bounds(seat, &n)
           && sides_differ(seat, &n);
    arb_clear(n.most);
    arb_clear(n.least);
    arb_clear(n.samples);
    arb_clear(n.v);
    return good;
}
