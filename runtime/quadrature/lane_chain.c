/* runtime/quadrature/lane_chain.c -- exponentials at equally spaced nodes. */
#include "lanes.h"

/* room for the integer part of an exponent */
#define HUGE_BITS 20
/* sinh and tanh below this size: without neighbours, for they vanish */
#define SMALL_BITS (-2)

void
lane_place(arb_t t, double step, long node)
{
    arb_set_d(t, step);
    arb_mul_si(t, t, node, ARF_PREC_EXACT);
}

void
lane_radius(mag_t rho, const lane_t *lane, const arb_t t)
{
    mag_t size, power;
    int k;

    mag_init(size);
    mag_init(power);
    arb_get_mag(size, t);
    mag_one(power);
    mag_zero(rho);
    for (k = 0; k <= lane->degree; k++)
    {
        mag_addmul(rho, arb_radref(lane->c + k), power);
        mag_mul(power, power, size);
    }
    mag_clear(power);
    mag_clear(size);
}

void
lane_middle(arb_t v, const arb_struct *c, int degree, const arb_t t,
                slong prec)
{
    int k;

    arb_set_arf(v, arb_midref(c + degree));
    for (k = degree - 1; k >= 0; k--)
    {
        arb_mul(v, v, t, prec);
        arb_add_arf(v, v, arb_midref(c + k), prec);
    }
}

/* ---- exponentials -------------------------------------------------------- */

void
lane_chain(arb_ptr value, int n, const arb_struct *c, int degree, int s,
           double step, long first, slong prec)
{
    slong wp = prec + 2 * (slong) FLINT_BIT_COUNT((ulong) n) + 10;
    arb_t t, d, x, ratio, turn;
    int k;

    arb_init(t);
    arb_init(d);
    arb_init(x);
    arb_init(ratio);
    arb_init(turn);
    lane_place(t, step, first);
    arb_set_d(d, step);
    lane_middle(x, c, degree, t, wp + HUGE_BITS + 10);
    arb_mul_si(x, x, s, wp + HUGE_BITS + 10);
    arb_exp(x, x, wp);
    /* P(t + d) - P(t) = d (c1 + c2 (2 t + d)), which grows by 2 c2 d^2 */
    arb_mul_2exp_si(ratio, t, 1);
    arb_add(ratio, ratio, d, ARF_PREC_EXACT);
    if (degree == 2)
        arb_mul_arf(ratio, ratio, arb_midref(c + 2), wp + HUGE_BITS);
    else
        arb_zero(ratio);
    arb_add_arf(ratio, ratio, arb_midref(c + 1), wp + HUGE_BITS);
    arb_mul(ratio, ratio, d, wp + HUGE_BITS);
    arb_mul_si(ratio, ratio, s, wp + HUGE_BITS);
    arb_exp(ratio, ratio, wp);
    if (degree == 2)
    {
        arb_sqr(d, d, ARF_PREC_EXACT);
        arb_mul_arf(d, d, arb_midref(c + 2), wp);
        arb_mul_si(d, d, 2 * s, wp);
        arb_exp(turn, d, wp);
    }
    for (k = 0; k < n; k++)
    {
        arb_set_round(value + k, x, prec);
        arb_mul(x, x, ratio, wp);
        if (degree == 2)
            arb_mul(ratio, ratio, turn, wp);
    }
    arb_clear(turn);
    arb_clear(ratio);
    arb_clear(x);
    arb_clear(d);
    arb_clear(t);
}

/* v *= exp(w) for some |w| <= rho */
static void
widen(arb_t v, const mag_t rho)
{
    mag_t size, factor;

    if (mag_is_zero(rho))
        return;
    mag_init(size);
    mag_init(factor);
    arb_get_mag(size, v);
    mag_expm1(factor, rho);
    mag_mul(size, size, factor);
    arb_add_error_mag(v, size);
    mag_clear(factor);
    mag_clear(size);
}

static void
fill_powers(arb_ptr value, const lane_t *lane, int s, double step, long first,
         int n, slong prec)
{
    mag_t rho;
    arb_t t;
    int k;

    mag_init(rho);
    arb_init(t);
    lane_chain(value, n, lane->c, lane->degree, s, step, first, prec);
    for (k = 0; k < n; k++)
    {
        lane_place(t, step, first + k);
        lane_radius(rho, lane, t);
        mag_mul_ui(rho, rho, (ulong) (s < 0 ? -s : s));
        widen(value + k, rho);
    }
    arb_clear(t);
    mag_clear(rho);
}

void
lane_fill_exp(const lane_t *lane, double step, long first, int n, slong prec)
{
    fill_powers(lane->value, lane, 1, step, first, n, prec);
}

/* phi(m + w), |w| <= r: phi(m) exp(-m w - w^2/2) */
void
lane_fill_density(const lane_t *lane, double step, long first, int n,
             const arb_t root_2pi_inverse, slong prec)
{
    arb_struct c[3];
    mag_t rho, size;
    arb_t t, x;
    int k;

    mag_init(rho);
    mag_init(size);
    arb_init(t);
    arb_init(x);
    for (k = 0; k < 3; k++)
    {
        arb_init(c + k);
        arb_set_arf(c + k, arb_midref(lane->c + (k < 2 ? 0 : 1)));
        arb_mul_arf(c + k, c + k, arb_midref(lane->c + (k < 1 ? 0 : 1)),
                    ARF_PREC_EXACT);
        if (k != 1)
            arb_mul_2exp_si(c + k, c + k, -1);
    }
    lane_chain(lane->value, n, c, 2, -1, step, first, prec + 4);
    for (k = 0; k < n; k++)
    {
        arb_mul(lane->value + k, lane->value + k, root_2pi_inverse, prec);
        lane_place(t, step, first + k);
        lane_radius(rho, lane, t);
        lane_middle(x, lane->c, 1, t, 30);
        arb_get_mag(size, x);
        mag_mul_2exp_si(size, size, 1);
        mag_add(size, size, rho);
        mag_mul(rho, rho, size);
        mag_mul_2exp_si(rho, rho, -1);
        widen(lane->value + k, rho);
    }
    for (k = 0; k < 3; k++)
        arb_clear(c + k);
    arb_clear(x);
    arb_clear(t);
    mag_clear(size);
    mag_clear(rho);
}

/* from e = exp(-2v), or from e = exp(v) and its inverse i */
static void
combine(arb_t r, saddle_function_t f, const arb_t e, const arb_t i, slong prec)
{
    arb_t x;

    arb_init(x);
    if (f == SADDLE_TANH)
    {
        arb_add_ui(x, e, 1, prec + 4);
        arb_sub_ui(r, e, 1, prec + 4);
        arb_neg(r, r);
        arb_div(r, r, x, prec);
    }
    else
    {
        if (f == SADDLE_COSH)
            arb_add(r, e, i, prec);
        else
            arb_sub(r, e, i, prec);
        arb_mul_2exp_si(r, r, -1);
    }
    arb_clear(x);
}

void
lane_fill_hyperbolic(const lane_t *lane, double step, long first, int n,
                slong prec)
{
    arb_ptr inverse = _arb_vec_init(n);
    mag_t rho;
    arb_t t, v;
    int k;

    mag_init(rho);
    arb_init(t);
    arb_init(v);
    fill_powers(lane->value, lane, lane->f == SADDLE_TANH ? -2 : 1, step, first,
             n, prec + 4);
    if (lane->f != SADDLE_TANH)
        fill_powers(inverse, lane, -1, step, first, n, prec + 4);
    for (k = 0; k < n; k++)
    {
        lane_place(t, step, first + k);
        lane_middle(v, lane->c, 1, t, 30);
        if (lane->f != SADDLE_COSH
            && arf_cmpabs_2exp_si(arb_midref(v), SMALL_BITS) < 0)
        {
            lane_middle(v, lane->c, 1, t, prec + 4);
            lane_radius(rho, lane, t);
            arb_add_error_mag(v, rho);
            real_function(lane->value + k, lane->f, v, prec);
        }
        else
            combine(lane->value + k, lane->f, lane->value + k, inverse + k,
                    prec);
    }
    arb_clear(v);
    arb_clear(t);
    mag_clear(rho);
    _arb_vec_clear(inverse, n);
}
