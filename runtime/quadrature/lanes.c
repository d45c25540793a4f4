/* runtime/quadrature/lanes.c -- values of lanes at a block of nodes. */
#include "lanes.h"

#include <math.h>

/* arguments this wide are left to the functions on balls */
#define WIDE_BITS (-6)
/* arguments of exponentials beyond this size too */
#define HUGE_BITS 20

/* ---- H ------------------------------------------------------------------- */

/* Exact u and delta near the arguments at node `middle` and at `reach` nodes
   further; *error bounds the distance of u + x delta, |x| <= 1, from them. */
static void
tail_place(arb_t u, arb_t delta, mag_t error, const lane_t *lane, double step,
           long middle, long reach, slong prec)
{
    arb_t t;

    arb_init(t);
    lane_place(t, step, middle);
    lane_middle(u, lane->c, 1, t, prec);
    lane_place(t, step, reach);
    arb_mul_arf(delta, t, arb_midref(lane->c + 1), prec);
    mag_add(error, arb_radref(u), arb_radref(delta));
    mag_zero(arb_radref(u));
    mag_zero(arb_radref(delta));
    arb_clear(t);
}

/* |H'| = phi, on the ball around the argument */
static void
tail_widen(arb_t v, const lane_t *lane, double step, long i,
           const mag_t error)
{
    mag_t rho, bound;
    arb_t t, x;

    mag_init(rho);
    mag_init(bound);
    arb_init(t);
    arb_init(x);
    lane_place(t, step, i);
    lane_radius(rho, lane, t);
    mag_add(rho, rho, error);
    lane_middle(x, lane->c, 1, t, 64);
    arb_add_error_mag(x, rho);
    real_density_bound(bound, x);
    mag_mul(bound, bound, rho);
    arb_add_error_mag(v, bound);
    arb_clear(x);
    arb_clear(t);
    mag_clear(bound);
    mag_clear(rho);
}

/* One expansion for the nodes middle - reach < i < middle + reach of the
   block, reach = 2^k. */
static int
fill_tail_around(const lane_t *lane, double step, long first, int n,
                 long middle, int k, slong prec)
{
    long reach = 1L << k, j;
    lane_tail_t e;
    mag_t error;
    arb_t u, delta, plus, minus;
    int good;

    mag_init(error);
    arb_init(u);
    arb_init(delta);
    arb_init(plus);
    arb_init(minus);
    tail_place(u, delta, error, lane, step, middle, reach, prec + 32);
    good = lane_tail_init(&e, arb_midref(u), arb_midref(delta), prec);
    for (j = 0; j < reach && good; j++)
    {
        int has_plus = middle + j < first + n, has_minus = middle - j >= first;

        if (!has_plus && !has_minus)
            break;
        lane_tail_at(plus, minus, &e, (ulong) j, k);
        if (has_plus)
        {
            arb_ptr v = lane->value + (middle + j - first);

            arb_set_round(v, plus, prec);
            tail_widen(v, lane, step, middle + j, error);
        }
        if (has_minus && j > 0)
        {
            arb_ptr v = lane->value + (middle - j - first);

            arb_set_round(v, minus, prec);
            tail_widen(v, lane, step, middle - j, error);
        }
    }
    if (good)
        lane_tail_clear(&e);
    arb_clear(minus);
    arb_clear(plus);
    arb_clear(delta);
    arb_clear(u);
    mag_clear(error);
    return good;
}

/* Nodes on each side of the middle: as many as keep the values within a few
   bits of the one in the middle. */
static int
tail_reach(const lane_t *lane, double step, long first, int n, slong prec)
{
    double c0 = arf_get_d(arb_midref(lane->c), ARF_RND_NEAR);
    double c1 = arf_get_d(arb_midref(lane->c + 1), ARF_RND_NEAR);
    double u = fabs(c0 + c1 * step * (double) first), d = fabs(c1 * step);
    double v = fabs(c0 + c1 * step * (double) (first + n - 1));
    double room = (double) prec / 10 + 16;
    int k = 0;

    u = u > v ? u : v;
    while (k < 7 && (2L << k) - 1 < n
           && (u + ldexp(d, k + 1)) * ldexp(d, k + 1) < room)
        k++;
    return k;
}

static int
fill_tail(const lane_t *lane, double step, long first, int n, slong prec)
{
    int k = tail_reach(lane, step, first, n, prec);
    long reach = 1L << k, i;

    if (k < 2 || arb_is_zero(lane->c + 1)
        || arf_is_zero(arb_midref(lane->c + 1)))
        return 0;
    for (i = first; i < first + n; i += 2 * reach - 1)
    {
        long middle = i + reach - 1;

        if (middle > first + n - 1)
            middle = first + n - 1;
        if (!fill_tail_around(lane, step, first, n, middle, k, prec))
            return 0;
    }
    return 1;
}

/* Are the arguments on |t| <= |last| narrow, and small enough for exp? */
static int
in_range(const lane_t *lane, const arb_t last)
{
    mag_t rho, size, power;
    int k, good;

    mag_init(rho);
    mag_init(size);
    mag_init(power);
    lane_radius(rho, lane, last);
    good = mag_cmp_2exp_si(rho, WIDE_BITS) < 0;
    arb_get_mag(size, last);
    mag_one(power);
    mag_zero(rho);
    for (k = 0; k <= lane->degree; k++)
    {
        mag_t c;

        mag_init(c);
        arb_get_mag(c, lane->c + k);
        mag_addmul(rho, c, power);
        mag_mul(power, power, size);
        mag_clear(c);
    }
    good = good
           && mag_cmp_2exp_si(rho, lane->f == SADDLE_PHI ? HUGE_BITS / 2
                                                         : HUGE_BITS) < 0;
    mag_clear(power);
    mag_clear(size);
    mag_clear(rho);
    return good;
}

/* ---- a block ------------------------------------------------------------- */

void
lanes_fill(lanes_t *l, double step, long first, int n,
           const real_machine_t *m)
{
    slong prec = m->prec;
    arb_t last;
    int k;

    arb_init(last);
    lane_place(last, step, first + n - 1);
    for (k = 0; k < l->n; k++)
    {
        lane_t *lane = l->lane + k;

        lane->filled = in_range(lane, last);
        if (!lane->filled)
            continue;
        switch (lane->f)
        {
            case SADDLE_EXP:
                lane_fill_exp(lane, step, first, n, prec);
                break;
            case SADDLE_PHI:
                lane_fill_density(lane, step, first, n, m->root_2pi_inverse,
                                  prec);
                break;
            case SADDLE_H:
                lane->filled = fill_tail(lane, step, first, n, prec);
                break;
            default:
                lane_fill_hyperbolic(lane, step, first, n, prec);
        }
    }
    arb_clear(last);
}
