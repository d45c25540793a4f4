/* compiler/algebra/evaluate_special.c -- powers and functions of balls. */
#include "evaluate_special.h"

#include <acb.h>
#include <acb_calc.h>
#include <arb_hypgeom.h>

/* ---- powers ------------------------------------------------------------- */

static void
root_power(arb_t v, const arb_t x, const fmpq *p, slong prec)
{
    arb_t t;

    arb_init(t);
    arb_indeterminate(v);
    if (fmpz_equal_si(fmpq_denref(p), 2)
        && (arb_is_positive(x)
            || (arb_is_nonnegative(x) && fmpz_sgn(fmpq_numref(p)) > 0)))
    {
        arb_sqrt(t, x, prec);
        arb_pow_fmpz(v, t, fmpq_numref(p), prec);
    }
    else if (arb_is_positive(x))
    {
        arb_set_fmpq(t, p, prec);
        arb_pow(v, x, t, prec);
    }
    else if (arb_is_zero(x) && fmpz_sgn(fmpq_numref(p)) > 0)
        arb_zero(v);
    arb_clear(t);
}

void
evaluate_power_fmpq(arb_t v, const arb_t x, const fmpq *p, slong prec)
{
    if (!fmpz_is_one(fmpq_denref(p)))
        root_power(v, x, p, prec);
    else if (fmpz_sgn(fmpq_numref(p)) < 0 && arb_contains_zero(x))
        arb_indeterminate(v);
    else
        arb_pow_fmpz(v, x, fmpq_numref(p), prec);
}

/* ---- the normal law ----------------------------------------------------- */

static int
infinite(const arb_t x)
{
    return arf_is_inf(arb_midref(x)) && mag_is_finite(arb_radref(x));
}

/* P(Z > x) */
static void
tail(arb_t v, const arb_t x, slong prec)
{
    arb_t t;

    if (infinite(x))
    {
        arb_set_si(v, arf_sgn(arb_midref(x)) < 0);
        return;
    }
    arb_init(t);
    arb_sqrt_ui(t, 2, prec);
    arb_div(t, x, t, prec);
    arb_hypgeom_erfc(v, t, prec);
    arb_mul_2exp_si(v, v, -1);
    arb_clear(t);
}

static void
density(arb_t v, const arb_t x, slong prec)
{
    arb_t root;

    if (infinite(x))
    {
        arb_zero(v);
        return;
    }
    arb_init(root);
    arb_const_pi(root, prec);
    arb_mul_2exp_si(root, root, 1);
    arb_rsqrt(root, root, prec);
    arb_mul(v, x, x, prec);
    arb_mul_2exp_si(v, v, -1);
    arb_neg(v, v);
    arb_exp(v, v, prec);
    arb_mul(v, v, root, prec);
    arb_clear(root);
}

/* P(a < Z < b); the tails are taken on the side where they are small. */
static void
interval_mass(arb_t v, const arb_t a, const arb_t b, slong prec)
{
    arb_t s, t;

    arb_init(s);
    arb_init(t);
    if (arf_sgn(arb_midref(a)) + arf_sgn(arb_midref(b)) >= 0)
    {
        tail(s, a, prec);
        tail(t, b, prec);
    }
    else
    {
        arb_neg(t, b);
        tail(s, t, prec);
        arb_neg(t, a);
        tail(t, t, prec);
    }
    arb_sub(v, s, t, prec);
    arb_clear(t);
    arb_clear(s);
}

/* ---- the orthant -------------------------------------------------------- */

/* exp(-(h^2 + k^2 - 2 h k sin t)/(2 cos^2 t)), holomorphic for cos t != 0 */
static int
plackett(acb_ptr v, const acb_t t, void *context, slong order, slong prec)
{
    arb_srcptr h = context, k = h + 1;
    acb_t s, c;
    arb_t u;

    (void) order;
    acb_init(s);
    acb_init(c);
    arb_init(u);
    acb_sin_cos(s, c, t, prec);
    arb_mul(u, h, k, prec);
    arb_mul_2exp_si(u, u, 1);
    acb_mul_arb(s, s, u, prec);
    arb_mul(u, h, h, prec);
    arb_addmul(u, k, k, prec);
    acb_sub_arb(s, s, u, prec);
    acb_mul(c, c, c, prec);
    acb_mul_2exp_si(c, c, 1);
    acb_div(s, s, c, prec);
    acb_exp(v, s, prec);
    arb_clear(u);
    acb_clear(c);
    acb_clear(s);
    return 0;
}

/* H(h) H(k) + (1/2 pi) int_0^asin(c) (Plackett) */
static void
orthant_inside(arb_t v, arb_ptr hk, const arb_t c, slong prec)
{
    acb_t lo, hi, sum;
    arb_t p;
    mag_t tol;

    acb_init(lo);
    acb_init(hi);
    acb_init(sum);
    arb_init(p);
    mag_init(tol);
    mag_set_ui_2exp_si(tol, 1, -prec);
    arb_asin(acb_realref(hi), c, prec);
    if (acb_calc_integrate(sum, plackett, hk, lo, hi, prec, tol, NULL, prec)
        != ARB_CALC_SUCCESS)
        acb_indeterminate(sum);
    arb_const_pi(p, prec);
    arb_mul_2exp_si(p, p, 1);
    arb_div(acb_realref(sum), acb_realref(sum), p, prec);
    tail(p, hk, prec);
    tail(v, hk + 1, prec);
    arb_mul(v, v, p, prec);
    arb_add(v, v, acb_realref(sum), prec);
    mag_clear(tol);
    arb_clear(p);
    acb_clear(sum);
    acb_clear(hi);
    acb_clear(lo);
}

void
evaluate_orthant(arb_t v, const arb_t h, const arb_t k, const arb_t c,
                 slong prec)
{
    arb_ptr hk = _arb_vec_init(2);
    arb_t bound;

    arb_init(bound);
    arb_set(hk, h);
    arb_set(hk + 1, k);
    arb_abs(bound, c);
    arb_sub_ui(bound, bound, 1, prec);
    if (infinite(h) || infinite(k))
    {
        tail(hk, hk, prec);
        tail(hk + 1, hk + 1, prec);
        arb_mul(v, hk, hk + 1, prec);
    }
    else if (arb_is_one(c))
    {
        arb_max(hk, hk, hk + 1, prec);
        tail(v, hk, prec);
    }
    else if (arb_equal_si(c, -1))   /* h < X < -k */
    {
        arb_neg(hk + 1, hk + 1);
        arb_max(hk + 1, hk, hk + 1, prec);
        interval_mass(v, hk, hk + 1, prec);
    }
    else if (arb_is_negative(bound))
        orthant_inside(v, hk, c, prec);
    else
        arb_indeterminate(v);
    arb_clear(bound);
    _arb_vec_clear(hk, 2);
}

/* ---- functions ---------------------------------------------------------- */

static void
logarithm(arb_t v, const arb_t x, slong prec)
{
    if (arb_is_positive(x))
        arb_log(v, x, prec);
    else
        arb_indeterminate(v);
}

static void
arc(arb_t v, function_t f, const arb_t x, slong prec)
{
    if (f == FUNCTION_ASIN)
        arb_asin(v, x, prec);
    else
        arb_acos(v, x, prec);
}

void
evaluate_function(arb_t v, function_t f, arb_t *arg, slong prec)
{
    switch (f)
    {
        case FUNCTION_EXP:  arb_exp(v, arg[0], prec); break;
        case FUNCTION_LOG:  logarithm(v, arg[0], prec); break;
        case FUNCTION_ABS:  arb_abs(v, arg[0]); break;
        case FUNCTION_SIGN: arb_sgn(v, arg[0]); break;
        case FUNCTION_MIN:  arb_min(v, arg[0], arg[1], prec); break;
        case FUNCTION_MAX:  arb_max(v, arg[0], arg[1], prec); break;
        case FUNCTION_SINH: arb_sinh(v, arg[0], prec); break;
        case FUNCTION_COSH: arb_cosh(v, arg[0], prec); break;
        case FUNCTION_TANH: arb_tanh(v, arg[0], prec); break;
        case FUNCTION_SIN:  arb_sin(v, arg[0], prec); break;
        case FUNCTION_COS:  arb_cos(v, arg[0], prec); break;
        case FUNCTION_ASIN:
        case FUNCTION_ACOS: arc(v, f, arg[0], prec); break;
        case FUNCTION_ATAN: arb_atan(v, arg[0], prec); break;
        case FUNCTION_H:    tail(v, arg[0], prec); break;
        case FUNCTION_PHI:  density(v, arg[0], prec); break;
        case FUNCTION_MASS: interval_mass(v, arg[0], arg[1], prec); break;
        case FUNCTION_PHI2:
            evaluate_orthant(v, arg[0], arg[1], arg[2], prec);
            break;
        case FUNCTION_FLOOR: arb_floor(v, arg[0], prec); break;
        case FUNCTION_LOG_GAMMA: arb_lgamma(v, arg[0], prec); break;
        case FUNCTION_COUNT: arb_indeterminate(v); break;
    }
}
