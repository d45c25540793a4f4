/* runtime/quadrature/machine_range.c -- the machine over ranges of values. */
#include "machine_range.h"

#define R(k) (m->r + (k))

/* The two ends of a ball, exact. */
static void
ends(arb_t lo, arb_t hi, const arb_t x, slong prec)
{
    arb_get_lbound_arf(arb_midref(lo), x, prec);
    arb_get_ubound_arf(arb_midref(hi), x, prec);
    mag_zero(arb_radref(lo));
    mag_zero(arb_radref(hi));
}

static void
ends_of_size(arb_t lo, arb_t hi, const arb_t x, slong prec)
{
    arb_get_abs_lbound_arf(arb_midref(lo), x, prec);
    arb_get_abs_ubound_arf(arb_midref(hi), x, prec);
    mag_zero(arb_radref(lo));
    mag_zero(arb_radref(hi));
}

/* x becomes A(x), x exact */
static void
inverse_mills_at(arb_t x, const real_machine_t *m)
{
    arb_t e;

    arb_init(e);
    arb_sqr(e, x, 2 * m->prec);
    arb_mul_2exp_si(e, e, -1);
    arb_neg(e, e);
    arb_exp(e, e, m->prec);
    _real_tail(x, x, m->root_half, m->prec);
    arb_div(x, e, x, m->prec);
    arb_clear(e);
}

/* It increases, as R falls. */
int
range_inverse_mills(saddle_machine_t *real, int r, int a)
{
    real_machine_t *m = (real_machine_t *) real;
    arb_t lo, hi;
    int good;

    arb_init(lo);
    arb_init(hi);
    ends(lo, hi, R(a), m->prec);
    good = arb_is_finite(R(a)) && arf_cmp_si(arb_midref(lo), -1) > 0
           && arf_cmpabs_2exp_si(arb_midref(hi), 20) < 0;
    if (good)
    {
        inverse_mills_at(lo, m);
        inverse_mills_at(hi, m);
        arb_union(R(r), lo, hi, m->prec);
        m->outside[r] = m->outside[a];
    }
    arb_clear(hi);
    arb_clear(lo);
    return good;
}

/* Functions that are monotone, or (cosh) a monotone one of |x|: between the
   values at the ends. */
static int
is_monotone(saddle_function_t f)
{
    return f == SADDLE_H || f == SADDLE_TANH || f == SADDLE_SINH
           || f == SADDLE_COSH || f == SADDLE_ATAN;
}

static void
range_function(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    real_machine_t *m = (real_machine_t *) base;
    int finite = arb_is_finite(R(a));
    arb_t lo, hi;

    if (!is_monotone(f) || arb_is_exact(R(a)))
    {
        arb_init(lo);
        m->outside[r] = m->outside[a]
                        || (f == SADDLE_LOG && arb_is_negative(R(a)));
        real_function(lo, f, R(a), m->prec);
        arb_swap(R(r), lo);
        arb_clear(lo);
        return;
    }
    arb_init(lo);
    arb_init(hi);
    if (f == SADDLE_COSH)
        ends_of_size(lo, hi, R(a), m->prec);
    else
        ends(lo, hi, R(a), m->prec);
    real_function(lo, f, lo, m->prec);
    real_function(hi, f, hi, m->prec);
    m->outside[r] = m->outside[a];
    if (finite && arb_is_finite(lo) && arb_is_finite(hi))
        arb_union(R(r), lo, hi, m->prec);
    else
        arb_indeterminate(R(r));
    arb_clear(hi);
    arb_clear(lo);
}

/* Even powers by the ends of |x|. */
static void
range_power(saddle_machine_t *base, int r, int a, long n)
{
    real_machine_t *m = (real_machine_t *) base;
    ulong size = n < 0 ? -(ulong) n : (ulong) n;
    arb_t lo, hi;

    m->outside[r] = m->outside[a];
    if (size % 2 == 0 && arb_is_finite(R(a)))
    {
        arb_init(lo);
        arb_init(hi);
        ends_of_size(lo, hi, R(a), m->prec);
        arb_pow_ui(lo, lo, size, m->prec);
        arb_pow_ui(hi, hi, size, m->prec);
        arb_union(R(r), lo, hi, m->prec);
        arb_nonnegative_part(R(r), R(r));
        arb_clear(hi);
        arb_clear(lo);
    }
    else
        arb_pow_ui(R(r), R(a), size, m->prec);
    if (n < 0)
        arb_inv(R(r), R(r), m->prec);
}

static void
range_sqrt(saddle_machine_t *base, int r, int a)
{
    real_machine_t *m = (real_machine_t *) base;

    m->outside[r] = m->outside[a] || arb_is_negative(R(a));
    arb_sqrt(R(r), R(a), m->prec);
    arb_nonnegative_part(R(r), R(r));
}

void
range_machine_init(range_machine_t *m, int n_registers)
{
    real_machine_init(&m->real, scaled_registers(n_registers));
    m->ops = *m->real.base.ops;
    m->ops.function = range_function;
    m->ops.power = range_power;
    m->ops.sqrt = range_sqrt;
    m->real.base.ops = &m->ops;
    scaled_machine_init(&m->scaled, &m->real.base, n_registers,
                        range_inverse_mills);
}

void
range_machine_clear(range_machine_t *m)
{
    scaled_machine_clear(&m->scaled);
    real_machine_clear(&m->real);
}
