/* runtime/ode/dual.c -- the abstract machine over balls with derivatives.
 *
 * The derivative of f(a, b) along a direction is f_a a' + f_b b': every
 * operation sets the coefficients f_a, f_b from the old values, `chain` forms
 * the sum, and the machine of real balls makes the value.
 */
#include "dual.h"

#include <stdlib.h>
#include <string.h>

#define MACHINE                                                             \
    dual_machine_t *m = (dual_machine_t *) base;                            \
    const saddle_ops_t *value = m->real.base.ops;                           \
    slong prec = m->real.prec;
#define V(k) (m->real.r + (k))

/* r' = x a' + y b'; b < 0: x a' alone. */
static void
chain(dual_machine_t *m, int r, int a, const arb_t x, int b, const arb_t y)
{
    slong prec = m->real.prec;
    arb_srcptr p = m->slope + (slong) a * m->d;
    arb_srcptr q = b >= 0 ? m->slope + (slong) b * m->d : NULL;
    int constant = m->constant[a] && (b < 0 || m->constant[b]), i;

    for (i = 0; i < m->d && !constant; i++)
    {
        if (m->constant[a])
            arb_zero(m->row + i);
        else
            arb_mul(m->row + i, p + i, x, prec);
        if (q != NULL && !m->constant[b])
            arb_addmul(m->row + i, q + i, y, prec);
    }
    for (i = 0; i < m->d && !constant; i++)
        arb_swap(m->slope + (slong) r * m->d + i, m->row + i);
    m->constant[r] = (char) constant;
}

static void
dual_rational(saddle_machine_t *base, int r, const char *text)
{
    MACHINE;

    (void) prec;
    value->rational(&m->real.base, r, text);
    m->constant[r] = 1;
}

static void
dual_pi(saddle_machine_t *base, int r)
{
    MACHINE;

    (void) prec;
    value->pi(&m->real.base, r);
    m->constant[r] = 1;
}

static void
dual_add(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;

    (void) prec;
    arb_one(m->a);
    chain(m, r, a, m->a, b, m->a);
    value->add(&m->real.base, r, a, b);
}

static void
dual_sub(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;

    (void) prec;
    arb_one(m->a);
    arb_set_si(m->b, -1);
    chain(m, r, a, m->a, b, m->b);
    value->sub(&m->real.base, r, a, b);
}

static void
dual_mul(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;

    (void) prec;
    chain(m, r, a, V(b), b, V(a));
    value->mul(&m->real.base, r, a, b);
}

static void
dual_div(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;

    arb_inv(m->a, V(b), prec);
    arb_sqr(m->b, m->a, prec);
    arb_mul(m->b, m->b, V(a), prec);
    arb_neg(m->b, m->b);
    chain(m, r, a, m->a, b, m->b);
    value->div(&m->real.base, r, a, b);
}

static void
dual_neg(saddle_machine_t *base, int r, int a)
{
    MACHINE;

    (void) prec;
    arb_set_si(m->a, -1);
    chain(m, r, a, m->a, -1, NULL);
    value->neg(&m->real.base, r, a);
}

static void
dual_power(saddle_machine_t *base, int r, int a, long n)
{
    MACHINE;

    if (n >= 1)
        arb_pow_ui(m->a, V(a), (ulong) n - 1, prec);
    else
    {
        arb_pow_ui(m->a, V(a), 1 - (ulong) n, prec);
        arb_inv(m->a, m->a, prec);
    }
    arb_mul_si(m->a, m->a, n, prec);
    chain(m, r, a, m->a, -1, NULL);
    value->power(&m->real.base, r, a, n);
}

static void
dual_sqrt(saddle_machine_t *base, int r, int a)
{
    MACHINE;

    arb_sqrt(m->a, V(a), prec);
    arb_inv(m->a, m->a, prec);
    arb_mul_2exp_si(m->a, m->a, -1);
    chain(m, r, a, m->a, -1, NULL);
    value->sqrt(&m->real.base, r, a);
}

static void
dual_function(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    MACHINE;

    dual_derivative(m->a, f, V(a), prec);
    chain(m, r, a, m->a, -1, NULL);
    value->function(&m->real.base, r, f, a);
}

static void
dual_mass(saddle_machine_t *base, int r, int a, int b, int w)
{
    MACHINE;

    real_function(m->a, SADDLE_PHI, V(a), prec);
    arb_neg(m->a, m->a);
    real_function(m->b, SADDLE_PHI, V(b), prec);
    chain(m, r, a, m->a, b, m->b);
    value->mass(&m->real.base, r, a, b, w);
}

static void
dual_select(saddle_machine_t *base, int r, int c, int a, int b)
{
    MACHINE;
    int from = arb_is_positive(V(c)) ? a : b;

    (void) prec;
    if (arb_is_positive(V(c)) || arb_is_negative(V(c)))
    {
        arb_one(m->a);
        chain(m, r, from, m->a, -1, NULL);
        value->select(&m->real.base, r, c, a, b);
        return;
    }
    arb_indeterminate(V(r));
    m->real.outside[r] = 0;
    m->constant[r] = 1;
}

static void
dual_orthant(saddle_machine_t *base, int r, int a, int b, int c)
{
    MACHINE;

    (void) prec;
    value->orthant(&m->real.base, r, a, b, c);
    arb_indeterminate(V(r));    /* its derivatives are not here */
    m->constant[r] = 1;
}

static const saddle_ops_t dual_ops =
{
    dual_rational, dual_pi, dual_add, dual_sub, dual_mul, dual_div, dual_neg,
    dual_power, dual_sqrt, dual_function, dual_mass, dual_select, dual_orthant
};

int
dual_init(dual_machine_t *m, int n_registers, int n_directions)
{
    memset(m, 0, sizeof *m);
    m->base.ops = &dual_ops;
    m->n = n_registers;
    m->d = n_directions;
    m->constant = malloc((size_t) n_registers + 1);
    if (m->constant == NULL)
        return 0;
    real_machine_init(&m->real, n_registers);
    m->slope = _arb_vec_init((slong) n_registers * n_directions);
    m->row = _arb_vec_init(n_directions);
    arb_init(m->a);
    arb_init(m->b);
    return 1;
}

void
dual_clear(dual_machine_t *m)
{
    arb_clear(m->b);
    arb_clear(m->a);
    _arb_vec_clear(m->row, m->d);
    _arb_vec_clear(m->slope, (slong) m->n * m->d);
    real_machine_clear(&m->real);
    free(m->constant);
}

int
dual_run(arb_ptr value, arb_ptr slope, dual_machine_t *m,
         const saddle_ball_assembly_t *program, int n_outputs, arb_srcptr env,
         int n_env, const signed char *seed, slong prec)
{
    int i, k, good = 1;

    real_machine_set(&m->real, env, n_env, prec);
    for (k = 0; k < n_env; k++)
        for (m->constant[k] = 1, i = 0; i < m->d; i++)
        {
            arb_set_si(m->slope + (slong) k * m->d + i, seed[k * m->d + i]);
            m->constant[k] &= seed[k * m->d + i] == 0;
        }
    program->assemble(&m->base);
    for (k = 0; k < n_outputs; k++)
    {
        int r = program->outputs[k];

        arb_set(value + k, m->real.r + r);
        good &= arb_is_finite(value + k) && !m->real.outside[r];
        for (i = 0; i < m->d && slope != NULL; i++)
        {
            arb_ptr to = slope + (slong) k * m->d + i;

            if (m->constant[r])
                arb_zero(to);
            else
                arb_set(to, m->slope + (slong) r * m->d + i);
            good &= arb_is_finite(to) != 0;
        }
    }
    return good;
}
