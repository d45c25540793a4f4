/* runtime/verify/line/volume_origin.c -- no solution of a volume just above the
 * state 0.
 *
 * A as in volume.c, T >= end, V = T - X.  As X = Y = 0 is a state, L' = 0 at x = 0.
 * L'' = (Var u - 1)/V, the next two derivatives are cumulants of u over V^(3/2) and
 * V^2, u standard normal between two ends.  It is a contraction of a normal Z
 * (Caffarelli 2000), so that E |u - E u|^k <= E |Z - Z'|^k and
 *
 *     -1/V <= L'' <= 0,  |L'| <= |x|/V,  |L^(3)| <= 4.6/V^(3/2),  |L^(4)| <= 12/V^2,
 *     at x = 0:  |dL''/dV| = |L^(4)/2 + L''^2| <= 7/V^2.
 *
 * In G' = samples E [L''^2 - 2 L'^2 L''] the first term is within (2/V) (4.6
 * E|x|/V^(3/2) + 7 X/V^2) of its value at X = 0, the second below 2 X/V^3; E|x| <= 0.8
 * sqrt(X).  So
 *
 *     |G(X)/X - G'(0)| <= samples (8 sqrt(X)/V^(5/2) + 20 X/V^3).
 *
 * On the sphere F(Y)/Y = (1 - X)^2 and 0 <= X <= Y.  Else F = 1 - E f''(s), F'' = -E
 * f^(6)(s)/4, and f^(6) = mu_6 - 15 mu_4 mu_2 - 10 mu_3^2 + 30 mu_2^3 is a cumulant of a
 * variable in an interval of length w = max c - min c, at most 25/16 w^6 in size: so
 * |F(Y)/Y - F'(0)| <= w^6 Y/5. */
#include "line.h"

enum { BITS = 96 };

/* G(X)/X for 0 < X <= hi. */
static int
fields(line_t *l, arb_t g, const arf_t hi)
{
    arb_ptr x = _arb_vec_init(4), v = x + 1, error = x + 2, t = x + 3;
    volume_t volume;
    int good;

    good = line_volume(l, &volume) && line_slopes(l, 0, t, g, x, BITS);
    arb_set_arf(x, hi);
    arb_sub(v, volume.top, x, BITS);
    good = good && arb_is_positive(v);
    arb_mul(t, x, v, BITS);
    arb_sqrt(error, t, BITS);
    arb_mul_ui(error, error, 8, BITS);
    arb_addmul_ui(error, x, 20, BITS);
    arb_pow_ui(v, v, 3, BITS);
    arb_div(error, error, v, BITS);
    arb_mul(error, error, volume.samples, BITS);
    arb_add_error(g, error);
    volume_clear(&volume);
    _arb_vec_clear(x, 4);
    return good;
}

/* F(Y)/Y for 0 < Y <= y. */
static int
weights(line_t *l, arb_t f, const arb_t y)
{
    arb_ptr zero = _arb_vec_init(2), t = zero + 1;
    fmpq_t width;
    weights_t kind;
    int good = 1;

    fmpq_init(width);
    kind = line_weights(l, width);
    if (kind == WEIGHTS_SPHERE)
    {
        arb_one(f);
        arb_mul_2exp_si(t, y, 1);
    }
    else
    {
        good = kind == WEIGHTS_LIMITED
               && line_slopes(l, 1, t, f, zero, BITS);
        arb_set_fmpq(t, width, BITS);
        arb_pow_ui(t, t, 6, BITS);
        arb_mul(t, t, y, BITS);
        arb_div_ui(t, t, 5, BITS);
    }
    arb_add_error(f, t);
    fmpq_clear(width);
    _arb_vec_clear(zero, 2);
    return good;
}

int
line_volume_origin(line_t *l, const arf_t hi)
{
    arb_ptr g = _arb_vec_init(4), f = g + 1, y = g + 2, x = g + 3;
    int good = fields(l, g, hi);

    arb_set_arf(x, hi);
    arb_mul(y, g, x, BITS);
    arb_abs(y, y);
    good = good && weights(l, f, y);
    arb_mul(g, g, f, BITS);
    arb_sub_ui(g, g, 1, BITS);
    good = good && arb_is_finite(g) && !arb_contains_zero(g);
    _arb_vec_clear(g, 4);
    return good;
}
