/* runtime/verify/line/narrow.c -- no solution near the upper end of a volume.
 *
 * A as in volume.c, T = end = 1; V = 1 - X at a solution, V <= delta = 1 - LO.
 *
 * By Y = G(X): V L'(x) is the mean of the allowed fields less x.  With d the
 * distance of x from the interval it lies between d and d + sqrt(2 V/pi) in size,
 * as the mean of N(0, 1) above u is at most sqrt(2/pi), or u + sqrt(2/pi) for u > 0.
 * E d^2 does not decrease with X, since d is convex, so that by Minkowski
 *
 *     samples E_LO d^2 <= V^2 Y <= samples (sqrt(E_1 d^2) + sqrt(2 delta/pi))^2.
 *
 * By X = F(Y), for weights of a volume (volume_weights.c): V = E f''(s), f'' >= 0, and
 * sqrt(Y) V = int f''(s) phi(s/sqrt(Y)) ds increases with Y, to (max c - min
 * c)/sqrt(2 pi).  On the sphere V^2 Y = X.
 *
 * There is no solution if both ranges of V^2 Y are apart; with LO > 0, where d is
 * not 0 always. */
#include "line.h"

enum { BITS = 96 };

/* Bounds of V^2 Y by X = F(Y), where Y >= y0. */
static int
by_weights(line_t *l, const arf_t lo, const arb_t y0, arb_t least, arb_t most)
{
    fmpq_t width;
    arb_t root;
    int good = 1;

    fmpq_init(width);
    arb_set_arf(least, lo);
    arb_one(most);
    switch (line_weights(l, width))
    {
    case WEIGHTS_OTHER:
        good = 0;
        break;
    case WEIGHTS_SPHERE:
        break;
    case WEIGHTS_LIMITED:
        good = line_slopes(l, 1, least, NULL, y0, BITS);
        arb_sub_ui(least, least, 1, BITS);
        arb_sqr(least, least, BITS);
        arb_mul(least, least, y0, BITS);
        arb_init(root);
        line_density(root, root);
        arb_set_fmpq(most, width, BITS);
        arb_mul(most, most, root, BITS);
        arb_sqr(most, most, BITS);
        arb_clear(root);
    }
    fmpq_clear(width);
    return good;
}

/* ---- the fields --------------------------------------------------------- */

/* Adds E (k - x)_+^2 = (s + k^2) P(x < k) + k sqrt(s) phi(k/sqrt(s)), x ~ N(0, s). */
static void
add_square(arb_t sum, const arb_t k, const arb_t s)
{
    arb_ptr u = _arb_vec_init(4), p = u + 1, t = u + 2, root = u + 3;

    arb_sqrt(root, s, BITS);
    arb_div(u, k, root, BITS);
    line_density(p, u);
    arb_mul(p, p, root, BITS);
    arb_addmul(sum, p, k, BITS);
    arb_neg(u, u);
    line_above(p, u);
    arb_sqr(t, k, BITS);
    arb_add(t, t, s, BITS);
    arb_addmul(sum, p, t, BITS);
    _arb_vec_clear(u, 4);
}

/* samples E d^2 of fields of variance s */
static void
mean_square(const volume_t *v, arb_t sum, const arb_t s)
{
    arb_t k;

    arb_init(k);
    arb_zero(sum);
    if (v->has[0])
        add_square(sum, v->end, s);
    arb_neg(k, v->end + 1);
    if (v->has[1])
        add_square(sum, k, s);
    arb_mul(sum, sum, v->samples, BITS);
    arb_clear(k);
}

static int
ranges_differ(line_t *l, const volume_t *v, const arf_t lo)
{
    arb_ptr d = _arb_vec_init(6), s = d + 1, low = d + 2, high = d + 3,
        least = d + 4, most = d + 5;
    int good;

    arb_set_arf(s, lo);
    arb_sub_ui(d, s, 1, BITS);
    arb_neg(d, d);
    mean_square(v, low, s);
    arb_one(s);
    mean_square(v, high, s);
    arb_sqrtpos(high, high, BITS);
    arb_const_pi(s, BITS);
    arb_div(s, d, s, BITS);
    arb_mul_2exp_si(s, s, 1);
    arb_mul(s, s, v->samples, BITS);
    arb_sqrt(s, s, BITS);
    arb_add(high, high, s, BITS);
    arb_sqr(high, high, BITS);
    /* Y >= low/delta^2 */
    arb_sqr(s, d, BITS);
    arb_div(s, low, s, BITS);
    arb_get_lbound_arf(arb_midref(s), s, BITS);
    mag_zero(arb_radref(s));
    good = arb_is_positive(d) && arb_is_positive(s)
           && by_weights(l, lo, s, least, most)
           && (arb_lt(high, least) || arb_gt(low, most));
    _arb_vec_clear(d, 6);
    return good;
}

int
line_narrow(line_t *l, const arf_t lo)
{
    volume_t v;
    int good;

    good = line_volume(l, &v) && arb_is_one(v.top) && arb_is_one(l->end)
           && arf_sgn(lo) > 0 && ranges_differ(l, &v, lo);
    volume_clear(&v);
    return good;
}
