/* runtime/certify/global_volume.c -- volumes of solutions whose map does not fall.
 *
 * Fields in one interval make log Z concave, and G' = samples E[L''^2 - 2 L'^2 L'']
 * with L = log Z; F is E tanh^2(sqrt(y) xi), or the root of y (1 - x)^2 = x:
 * docs/certificates.md, "Volumes".
 */
#include "global_parts.h"

#define PREC 96

/* Weights on the sphere, or +-1 with mean 0. */
static int
weights_are_even(seat_t *seat)
{
    const saddle_experiment_t *e = seat->g->model->experiment;
    arb_ptr x;
    int good;

    if (e->sphere || e->n_values != 2)
        return e->sphere;
    x = _arb_vec_init(4);
    good = seat_value(seat, x, e->values, 64)
           && seat_value(seat, x + 2, e->moments, 64)
           && (arb_equal_si(x, 1) || arb_equal_si(x, -1))
           && (arb_equal_si(x + 1, 1) || arb_equal_si(x + 1, -1))
           && !arb_equal(x, x + 1) && arb_is_zero(x + 2);
    _arb_vec_clear(x, 4);
    return good;
}

/* Does a half of the map give the order parameter v alone? */
static int
gives(const saddle_system_t *s, int stage, int v)
{
    return s->map[stage] != NULL && s->n_map[stage] == 1
           && s->map_unknown[stage][0] == v;
}

int
volume_is_line(seat_t *seat)
{
    global_t *g = seat->g;
    const saddle_system_t *s = g->state;
    arb_t samples;
    int good;

    if (!narrow_is_volume(seat) || !weights_are_even(seat) || s->n != 2
        || !gives(s, 0, 0) || !gives(s, 1, 1))
        return 0;
    arb_init(samples);
    good = seat_value(seat, samples, g->model->experiment->samples, PREC)
           && arb_is_nonnegative(samples);
    arb_clear(samples);
    if (!good)
        return 0;
    g->volume.overlap = 0;
    g->volume.conjugate = 1;
    g->volume.samples = g->model->experiment->samples;
    return 1;
}

/* |G(x)/x - G'(0)| <= samples (8 sqrt(x)/V^(5/2) + 20 x/V^3), 0 < x <= b, V = hi - b */
static int
field_error(seat_t *seat, arb_t error, const arb_t b)
{
    arb_ptr v = _arb_vec_init(3), t = v + 1, samples = v + 2;
    int good;

    arb_sub(v, seat->g->hi, b, PREC);
    good = arb_is_positive(v)
           && seat_value(seat, samples, seat->g->volume.samples, PREC);
    arb_sqrt(error, b, PREC);
    arb_sqrt(t, v, PREC);
    arb_mul(error, error, t, PREC);
    arb_mul_ui(error, error, 8, PREC);
    arb_addmul_ui(error, b, 20, PREC);
    arb_mul(error, error, samples, PREC);
    arb_pow_ui(v, v, 3, PREC);
    arb_div(error, error, v, PREC);
    _arb_vec_clear(v, 3);
    return good;
}

int
volume_prove_zero(seat_t *seat, const cell_t *c)
{
    arb_ptr b = _arb_vec_init(6), g = b + 1, f = b + 2, error = b + 3, y = b + 4,
        zero = b + 5;
    int good;

    arb_set_d(b, c->hi[0]);
    good = line_curvatures(seat, g, f, zero, zero, PREC)
           && field_error(seat, error, b);
    arb_mul_2exp_si(g, g, 1);
    arb_abs(g, g);
    arb_add_error(g, error);
    arb_mul(y, g, b, PREC);            /* the conjugates met */
    arb_abs(y, y);
    arb_mul_2exp_si(y, y, 1);
    arb_one(f);                        /* 1 - 2 y <= F(y)/y <= 1 */
    arb_add_error(f, y);
    arb_mul(g, g, f, PREC);
    arb_sub_ui(g, g, 1, PREC);
    good = good && arb_is_finite(g) && !arb_contains_zero(g);
    _arb_vec_clear(b, 6);
    return good;
}
