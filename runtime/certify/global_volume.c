/* runtime/certify/global_volume.c -- volumes of solutions whose map does not fall.
 *
 * Fields in one interval make log Z concave, and G' = samples E[L''^2 - 2 L'^2 L'']
 * with L = log Z; F is E tanh^2(sqrt(y) xi), or the root of y (1 - x)^2 = x:
 * docs/certificates.md, "Volumes".
 */
#include "global_parts.h"

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
    const saddle_system_t *s = g->system;

    if (!narrow_is_volume(seat) || !weights_are_even(seat) || s->n != 2
        || !gives(s, 0, 0) || !gives(s, 1, 1))
        return 0;
    g->volume.overlap = 0;
    g->volume.conjugate = 1;
    g->volume.samples = g->model->experiment->samples;
    g->line = &g->volume;
    return 1;
}
