/* runtime/verify/output/observed.c -- the potential at the solution. */
#include "output.h"
#include "../proof/functions.h"

/* phi lies in phi(c) + D phi(z) (z - c); its slopes at a stationary point are small,
   so few bits of them will do. */
static int
around_zero(system_t *s, arb_t value, arb_srcptr z, const arb_t phi)
{
    functions_t f;
    arb_ptr slope = _arb_vec_init(2), way = slope + 1;
    int k, v, good = functions_open(&f, s, 0, 0, 1, z, 80)
                     && functions_evaluate(&f);

    arb_set(value, phi);
    for (k = 0; k < s->n && good; k++)
    {
        v = f.variable[k];
        if (v == NOTHING)
            continue;
        functions_slope(slope, &f, POTENTIAL, v, NOTHING);
        arb_zero(way);
        mag_set(arb_radref(way), arb_radref(z + k));
        arb_addmul(value, slope, way, ARF_PREC_EXACT);
    }
    good = good && arb_is_finite(value);
    functions_close(&f);
    _arb_vec_clear(slope, 2);
    return good;
}

int
value_lies(system_t *s, arb_srcptr z, const arb_t phi)
{
    certificate_t *c = s->c;
    arb_t value;
    int known;

    if (!c->has_value || c->potential == NULL || s->m == 0)
        return 0;
    arb_init(value);
    known = around_zero(s, value, z, phi);
    if (known && !arb_overlaps(c->value, value))
        known = -1;
    else if (known)
        known = arb_contains(c->value, value);
    arb_clear(value);
    return known;
}
