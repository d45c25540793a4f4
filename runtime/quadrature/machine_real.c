/* runtime/quadrature/machine_real.c -- the abstract machine over real balls. */
#include "lanes.h"

#include <stdlib.h>

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

/* The value that stands ready at this node, or NULL. */
static arb_srcptr
from_lane(real_machine_t *m)
{
    lanes_t *l = m->lanes;
    int k;

    if (l == NULL || l->call >= l->n_calls)
        return NULL;
    k = l->of_call[l->call++];
    return k >= 0 && l->lane[k].filled ? l->lane[k].value + l->at : NULL;
}

static void
real_apply(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    MACHINE;
    arb_srcptr ready = from_lane(m);

    m->outside[r] = m->outside[a]
                    || (f == SADDLE_LOG && arb_is_negative(R(a)));
    if (ready != NULL)
        arb_set(R(r), ready);
    else if (f == SADDLE_H)
    {
        _real_tail(m->x, R(a), m->root_half, m->prec);
        arb_swap(R(r), m->x);
    }
    else if (f == SADDLE_PHI)
    {
        _real_density(m->x, R(a), m->root_2pi_inverse, m->prec);
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

/* Where the sign of c is not known the result holds both branches.  That is a
   right value, but as a residual over a box it would hide a jump from the
   mean value theorem, which derivatives need not show either: of conditions on
   the env alone (strict) none is let through but those that are 0 all over. */
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
        if (arb_is_finite(R(c)) && arb_is_finite(R(a)) && arb_is_finite(R(b))
            && (!m->strict || arb_is_zero(R(c))))
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
    m->strict = 0;
    m->n_selects = 0;
    m->lanes = NULL;
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
