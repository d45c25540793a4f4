/* runtime/quadrature/machine_real.c -- the abstract machine over real balls. */
#include "machine_real.h"

#include <arb_hypgeom.h>
#include <stdlib.h>

void
real_root_2pi_inverse(arb_t r, slong prec)
{
    arb_const_pi(r, prec + 4);
    arb_mul_2exp_si(r, r, 1);
    arb_rsqrt(r, r, prec);
}

/* Upper bound of the normal density on the ball x. */
static void
density_bound(mag_t bound, const arb_t x)
{
    mag_t least;

    mag_init(least);
    arb_get_mag_lower(least, x);
    mag_mul_lower(least, least, least);
    mag_mul_2exp_si(least, least, -1);
    mag_expinv(bound, least);
    mag_set_d(least, 0.39894229);            /* > 1/sqrt(2 pi) */
    mag_mul(bound, bound, least);
    mag_clear(least);
}

/* H at the midpoint; the radius by the mean value theorem, |H'| = phi. */
static void
tail_probability(arb_t r, const arb_t x, const arb_t root_half, slong prec)
{
    mag_t error;

    if (!arb_is_finite(x))
    {
        arb_indeterminate(r);
        return;
    }
    mag_init(error);
    if (!arb_is_exact(x))
    {
        density_bound(error, x);
        mag_mul(error, error, arb_radref(x));
    }
    arb_mul_arf(r, root_half, arb_midref(x), prec + 8);
    arb_hypgeom_erfc(r, r, prec);
    arb_mul_2exp_si(r, r, -1);
    arb_add_error_mag(r, error);
    mag_clear(error);
}

static void
density(arb_t r, const arb_t x, const arb_t root_2pi_inverse, slong prec)
{
    arb_sqr(r, x, prec);
    arb_mul_2exp_si(r, r, -1);
    arb_neg(r, r);
    arb_exp(r, r, prec);
    arb_mul(r, r, root_2pi_inverse, prec);
}

void
real_function(arb_t r, saddle_function_t f, const arb_t x, slong prec)
{
    arb_t scale;

    switch (f)
    {
        case SADDLE_EXP: arb_exp(r, x, prec); break;
        case SADDLE_LOG: arb_log(r, x, prec); break;
        case SADDLE_SINH: arb_sinh(r, x, prec); break;
        case SADDLE_COSH: arb_cosh(r, x, prec); break;
        case SADDLE_TANH: arb_tanh(r, x, prec); break;
        case SADDLE_SIN: arb_sin(r, x, prec); break;
        case SADDLE_COS: arb_cos(r, x, prec); break;
        case SADDLE_ASIN: arb_asin(r, x, prec); break;
        case SADDLE_ACOS: arb_acos(r, x, prec); break;
        case SADDLE_ATAN: arb_atan(r, x, prec); break;
        case SADDLE_H:
        case SADDLE_PHI:
            arb_init(scale);
            if (f == SADDLE_H)
            {
                arb_set_d(scale, 0.5);
                arb_sqrt(scale, scale, prec + 8);
                tail_probability(r, x, scale, prec);
            }
            else
            {
                real_root_2pi_inverse(scale, prec);
                density(r, x, scale, prec);
            }
            arb_clear(scale);
            break;
        default: arb_indeterminate(r);
    }
}

/* P(a < Z < b) at exact a <= b.  Same side: the smaller of the two tails, with
   as many more bits as the subtraction may cost. */
static void
mass_at_points(arb_t r, const arb_t a, const arb_t b, slong prec)
{
    arb_t u, v, root_half;
    slong more = 8;

    arb_init(u);
    arb_init(v);
    arb_init(root_half);
    arb_sub(u, b, a, 32);
    if (!arb_is_zero(u) && arf_cmpabs_2exp_si(arb_midref(u), 0) < 0)
        more -= 2 * arf_abs_bound_lt_2exp_si(arb_midref(u));
    if (more > 4 * prec + 1000)
        more = 4 * prec + 1000;
    arb_set_d(root_half, 0.5);
    arb_sqrt(root_half, root_half, prec + more + 8);
    if (arb_is_negative(a) && arb_is_positive(b))
    {
        arb_mul(u, b, root_half, prec + more);
        arb_hypgeom_erf(u, u, prec + 4);
        arb_mul(v, a, root_half, prec + more);
        arb_hypgeom_erf(v, v, prec + 4);
        arb_sub(r, u, v, prec);
        arb_mul_2exp_si(r, r, -1);
    }
    else if (arb_is_nonnegative(a))
    {
        tail_probability(u, a, root_half, prec + more);
        tail_probability(v, b, root_half, prec + more);
        arb_sub(r, u, v, prec);
    }
    else
    {
        arb_neg(u, b);
        arb_neg(v, a);
        tail_probability(u, u, root_half, prec + more);
        tail_probability(v, v, root_half, prec + more);
        arb_sub(r, u, v, prec);
    }
    arb_clear(root_half);
    arb_clear(v);
    arb_clear(u);
}

void
real_mass(arb_t r, const arb_t a, const arb_t b, slong prec)
{
    mag_t error, slope;
    arb_t u, v;

    if (!arb_is_finite(a) || !arb_is_finite(b))
    {
        arb_indeterminate(r);
        return;
    }
    mag_init(error);
    mag_init(slope);
    arb_init(u);
    arb_init(v);
    density_bound(slope, a);
    mag_mul(error, slope, arb_radref(a));
    density_bound(slope, b);
    mag_addmul(error, slope, arb_radref(b));
    arb_set_arf(u, arb_midref(a));
    arb_set_arf(v, arb_midref(b));
    mass_at_points(r, u, v, prec);
    arb_add_error_mag(r, error);
    arb_clear(v);
    arb_clear(u);
    mag_clear(slope);
    mag_clear(error);
}

/* ---- operations --------------------------------------------------------- */

#define MACHINE real_machine_t *m = (real_machine_t *) base
#define R(k) (m->r + (k))

static void
real_rational(saddle_machine_t *base, int r, const char *text)
{
    MACHINE;

    m->outside[r] = 0;
    if (fmpq_set_str(m->q, text, 10) == 0)
        arb_set_fmpq(R(r), m->q, m->prec);
    else
        arb_indeterminate(R(r));
}

static void
real_pi(saddle_machine_t *base, int r)
{
    MACHINE;

    m->outside[r] = 0;
    arb_const_pi(R(r), m->prec);
}

#define BINARY(name)                                                        \
static void                                                                 \
real_##name(saddle_machine_t *base, int r, int a, int b)                    \
{                                                                           \
    MACHINE;                                                                \
                                                                            \
    m->outside[r] = m->outside[a] | m->outside[b];                          \
    arb_##name(R(r), R(a), R(b), m->prec);                                  \
}

BINARY(add)
BINARY(sub)
BINARY(mul)
BINARY(div)

static void
real_neg(saddle_machine_t *base, int r, int a)
{
    MACHINE;

    m->outside[r] = m->outside[a];
    arb_neg(R(r), R(a));
}

static void
real_power(saddle_machine_t *base, int r, int a, long n)
{
    MACHINE;

    m->outside[r] = m->outside[a];
    if (n == 2)
        arb_sqr(R(r), R(a), m->prec);
    else if (n >= 0)
        arb_pow_ui(R(r), R(a), (ulong) n, m->prec);
    else
    {
        arb_pow_ui(R(r), R(a), -(ulong) n, m->prec);
        arb_inv(R(r), R(r), m->prec);
    }
}

static void
real_sqrt(saddle_machine_t *base, int r, int a)
{
    MACHINE;

    m->outside[r] = m->outside[a] || arb_is_negative(R(a));
    arb_sqrt(R(r), R(a), m->prec);
}

static void
real_apply(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    MACHINE;

    m->outside[r] = m->outside[a]
                    || (f == SADDLE_LOG && arb_is_negative(R(a)));
    if (f == SADDLE_H)
    {
        tail_probability(m->x, R(a), m->root_half, m->prec);
        arb_swap(R(r), m->x);
    }
    else if (f == SADDLE_PHI)
    {
        density(m->x, R(a), m->root_2pi_inverse, m->prec);
        arb_swap(R(r), m->x);
    }
    else
        real_function(R(r), f, R(a), m->prec);
}

static void
real_mass_op(saddle_machine_t *base, int r, int a, int b, int w)
{
    MACHINE;

    (void) w;
    m->outside[r] = m->outside[a] | m->outside[b];
    real_mass(m->x, R(a), R(b), m->prec);
    arb_swap(R(r), m->x);
}

static void
real_select(saddle_machine_t *base, int r, int c, int a, int b)
{
    MACHINE;
    int sign = 0;

    if (arb_is_nonnegative(R(c)))
        sign |= REAL_NOT_NEGATIVE;
    if (arb_is_nonpositive(R(c)))
        sign |= REAL_NOT_POSITIVE;
    if (m->n_selects < REAL_MAX_SELECTS)
        m->select_sign[m->n_selects] = (char) sign;
    m->n_selects++;
    if (arb_is_positive(R(c)))
    {
        m->outside[r] = m->outside[c] | m->outside[a];
        arb_set(R(r), R(a));
    }
    else if (arb_is_negative(R(c)))
    {
        m->outside[r] = m->outside[c] | m->outside[b];
        arb_set(R(r), R(b));
    }
    else
    {
        m->outside[r] = m->outside[c];
        if (arb_is_finite(R(c)) && arb_is_finite(R(a)) && arb_is_finite(R(b)))
            arb_union(R(r), R(a), R(b), m->prec);
        else
            arb_indeterminate(R(r));
    }
}

static void
real_orthant(saddle_machine_t *base, int r, int a, int b, int c)
{
    MACHINE;

    m->outside[r] = m->outside[a] | m->outside[b] | m->outside[c];
    arb_indeterminate(R(r));
}

static const saddle_ops_t real_ops =
{
    real_rational, real_pi, real_add, real_sub, real_mul, real_div, real_neg,
    real_power, real_sqrt, real_apply, real_mass_op, real_select, real_orthant
};

/* ---- life --------------------------------------------------------------- */

void
real_machine_init(real_machine_t *m, int n_registers)
{
    m->base.ops = &real_ops;
    m->prec = 0;
    m->n = n_registers;
    m->r = _arb_vec_init(n_registers);
    m->outside = calloc((size_t) n_registers + 1, 1);
    if (m->outside == NULL)
        abort();
    m->n_selects = 0;
    arb_init(m->root_half);
    arb_init(m->root_2pi_inverse);
    arb_init(m->x);
    arb_init(m->y);
    arb_init(m->z);
    fmpq_init(m->q);
}

void
real_machine_clear(real_machine_t *m)
{
    fmpq_clear(m->q);
    arb_clear(m->z);
    arb_clear(m->y);
    arb_clear(m->x);
    arb_clear(m->root_2pi_inverse);
    arb_clear(m->root_half);
    free(m->outside);
    _arb_vec_clear(m->r, m->n);
}

void
real_machine_set(real_machine_t *m, arb_srcptr env, int n_env, slong prec)
{
    int k;

    if (prec != m->prec)
    {
        m->prec = prec;
        arb_set_d(m->root_half, 0.5);
        arb_sqrt(m->root_half, m->root_half, prec + 8);
        real_root_2pi_inverse(m->root_2pi_inverse, prec + 8);
    }
    for (k = 0; k < n_env; k++)
    {
        arb_set_round(m->r + k, env + k, prec);
        m->outside[k] = 0;
    }
}
