/* runtime/quadrature/machine_scaled.c -- a machine that keeps scales apart. */
#include "machine_scaled.h"

#include <stdio.h>
#include <stdlib.h>

#define MACHINE                                                             \
    scaled_machine_t *m = (scaled_machine_t *) base;                        \
    const saddle_ops_t *op = m->inner->ops
#define PART(k) (m->n + (k))
#define ARGUMENT(j) (2 * m->n + (j))
#define SPARE(j) (3 * m->n + (j))

int
scaled_registers(int n)
{
    return 3 * n + 2;
}

/* ---- scales ----------------------------------------------------------------- */

static void
written(scaled_machine_t *m, int r)
{
    m->scale[r] = m->argument_of[r] = -1;
    m->stale[r] = 0;
}

static void
copy(scaled_machine_t *m, int r, int a)
{
    const saddle_ops_t *op = m->inner->ops;

    op->neg(m->inner, r, a);
    op->neg(m->inner, r, r);
}

/* The index of the argument that register a holds, made when there is none. */
static int
argument(scaled_machine_t *m, int a)
{
    if (m->argument_of[a] < 0 && m->n_arguments < m->n)
    {
        copy(m, ARGUMENT(m->n_arguments), a);
        m->argument_of[a] = m->n_arguments++;
    }
    return m->argument_of[a];
}

/* -power u^2/2 of register k in the first spare one */
static void
exponent(scaled_machine_t *m, int k)
{
    const saddle_ops_t *op = m->inner->ops;
    char text[40];

    snprintf(text, sizeof text, "%ld/2", -m->power[k]);
    op->power(m->inner, SPARE(0), ARGUMENT(m->scale[k]), 2);
    op->rational(m->inner, SPARE(1), text);
    op->mul(m->inner, SPARE(0), SPARE(0), SPARE(1));
}

void
scaled_machine_form(scaled_machine_t *m, int k)
{
    const saddle_ops_t *op = m->inner->ops;

    if (!m->stale[k])
        return;
    exponent(m, k);
    op->function(m->inner, SPARE(0), SADDLE_EXP, SPARE(0));
    op->mul(m->inner, k, PART(k), SPARE(0));
    m->stale[k] = 0;
}

/* r = part exp(-power u^2/2), the part being in register PART(r) */
static void
scaled(scaled_machine_t *m, int r, int scale, long power)
{
    written(m, r);
    if (power == 0)
    {
        copy(m, r, PART(r));
        return;
    }
    m->scale[r] = scale;
    m->power[r] = power;
    m->stale[r] = 1;
}

/* Where what stands before the scale is. */
static int
part_of(const scaled_machine_t *m, int k)
{
    return m->scale[k] >= 0 ? PART(k) : k;
}

static long
power_of(const scaled_machine_t *m, int k)
{
    return m->scale[k] >= 0 ? m->power[k] : 0;
}

/* Products keep a scale when both factors have the same one, or one has none:
   its index, else -1. */
static int
common_scale(const scaled_machine_t *m, int a, int b)
{
    if (m->scale[a] >= 0 && m->scale[b] >= 0)
        return m->scale[a] == m->scale[b] ? m->scale[a] : -1;
    return m->scale[a] >= 0 ? m->scale[a] : m->scale[b];
}

/* ---- operations ---------------------------------------------------------------- */

static void
scaled_rational(saddle_machine_t *base, int r, const char *text)
{
    MACHINE;

    op->rational(m->inner, r, text);
    written(m, r);
}

static void
scaled_pi(saddle_machine_t *base, int r)
{
    MACHINE;

    op->pi(m->inner, r);
    written(m, r);
}

typedef void (*binary_t)(saddle_machine_t *, int r, int a, int b);

static void
plainly(scaled_machine_t *m, binary_t f, int r, int a, int b)
{
    scaled_machine_form(m, a);
    scaled_machine_form(m, b);
    f(m->inner, r, a, b);
    written(m, r);
}

static void
sum(scaled_machine_t *m, binary_t f, int r, int a, int b)
{
    int scale = m->scale[a];
    long power = power_of(m, a);

    if (scale < 0 || scale != m->scale[b] || power != m->power[b])
    {
        plainly(m, f, r, a, b);
        return;
    }
    f(m->inner, PART(r), PART(a), PART(b));
    scaled(m, r, scale, power);
}

static void
product(scaled_machine_t *m, binary_t f, int r, int a, int b, int sign)
{
    int scale = common_scale(m, a, b);
    long power = power_of(m, a) + sign * power_of(m, b);

    if (scale < 0)
    {
        plainly(m, f, r, a, b);
        return;
    }
    f(m->inner, PART(r), part_of(m, a), part_of(m, b));
    scaled(m, r, scale, power);
}

static void
scaled_add(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;

    sum(m, op->add, r, a, b);
}

static void
scaled_sub(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;

    sum(m, op->sub, r, a, b);
}

static void
scaled_mul(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;

    product(m, op->mul, r, a, b, 1);
}

static void
scaled_div(saddle_machine_t *base, int r, int a, int b)
{
    MACHINE;

    product(m, op->div, r, a, b, -1);
}

static void
scaled_neg(saddle_machine_t *base, int r, int a)
{
    MACHINE;
    int of;

    if (m->scale[a] >= 0)
    {
        op->neg(m->inner, PART(r), PART(a));
        scaled(m, r, m->scale[a], m->power[a]);
        return;
    }
    of = argument(m, a);
    op->neg(m->inner, r, a);
    written(m, r);
    m->argument_of[r] = of;
}

static void
scaled_power(saddle_machine_t *base, int r, int a, long n)
{
    MACHINE;
    int scale = m->scale[a];
    long power = power_of(m, a);

    if (scale < 0)
    {
        op->power(m->inner, r, a, n);
        written(m, r);
        return;
    }
    op->power(m->inner, PART(r), PART(a), n);
    scaled(m, r, scale, power * n);
}

static void
scaled_sqrt(saddle_machine_t *base, int r, int a)
{
    MACHINE;

    scaled_machine_form(m, a);
    op->sqrt(m->inner, r, a);
    written(m, r);
}

/* 1/sqrt(2 pi) */
static void
density_part(scaled_machine_t *m, int r)
{
    const saddle_ops_t *op = m->inner->ops;

    op->pi(m->inner, SPARE(0));
    op->add(m->inner, SPARE(0), SPARE(0), SPARE(0));
    op->sqrt(m->inner, SPARE(0), SPARE(0));
    op->rational(m->inner, SPARE(1), "1");
    op->div(m->inner, r, SPARE(1), SPARE(0));
}

static void
scaled_function(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    MACHINE;
    int of = -1, kept = 0;

    if (f == SADDLE_LOG && m->scale[a] >= 0)
    {
        exponent(m, a);
        op->function(m->inner, SPARE(1), SADDLE_LOG, PART(a));
        op->add(m->inner, r, SPARE(0), SPARE(1));
        written(m, r);
        return;
    }
    scaled_machine_form(m, a);
    if (f == SADDLE_H || f == SADDLE_PHI)
        of = argument(m, a);
    if (of >= 0 && f == SADDLE_H)
        kept = m->mills(m->inner, PART(r), a);
    if (of >= 0 && f == SADDLE_PHI)
    {
        density_part(m, PART(r));
        kept = 1;
    }
    if (kept)
        scaled(m, r, of, 1);
    else
    {
        op->function(m->inner, r, f, a);
        written(m, r);
    }
}

static void
scaled_mass(saddle_machine_t *base, int r, int a, int b, int w)
{
    MACHINE;

    scaled_machine_form(m, a);
    scaled_machine_form(m, b);
    scaled_machine_form(m, w);
    op->mass(m->inner, r, a, b, w);
    written(m, r);
}

static void
scaled_select(saddle_machine_t *base, int r, int c, int a, int b)
{
    MACHINE;

    scaled_machine_form(m, a);
    scaled_machine_form(m, b);
    scaled_machine_form(m, c);
    op->select(m->inner, r, c, a, b);
    written(m, r);
}

static void
scaled_orthant(saddle_machine_t *base, int r, int a, int b, int c)
{
    MACHINE;

    scaled_machine_form(m, a);
    scaled_machine_form(m, b);
    scaled_machine_form(m, c);
    op->orthant(m->inner, r, a, b, c);
    written(m, r);
}

static const saddle_ops_t scaled_ops =
{
    scaled_rational, scaled_pi, scaled_add, scaled_sub, scaled_mul, scaled_div,
    scaled_neg, scaled_power, scaled_sqrt, scaled_function, scaled_mass,
    scaled_select, scaled_orthant
};

/* ---- life ------------------------------------------------------------------------ */

void
scaled_machine_init(scaled_machine_t *m, saddle_machine_t *inner, int n,
                    int (*mills)(saddle_machine_t *, int r, int a))
{
    size_t room = (size_t) n + 1;
    int k;

    m->base.ops = &scaled_ops;
    m->inner = inner;
    m->mills = mills;
    m->n = n;
    m->scale = malloc(room * sizeof *m->scale);
    m->power = calloc(room, sizeof *m->power);
    m->stale = calloc(room, 1);
    m->argument_of = malloc(room * sizeof *m->argument_of);
    if (m->scale == NULL || m->power == NULL || m->stale == NULL
        || m->argument_of == NULL)
        abort();
    m->n_arguments = m->n_constant = 0;
    for (k = 0; k < n; k++)
        written(m, k);
}

void
scaled_machine_clear(scaled_machine_t *m)
{
    free(m->argument_of);
    free(m->stale);
    free(m->power);
    free(m->scale);
}

void
scaled_machine_keep(scaled_machine_t *m)
{
    m->n_constant = m->n_arguments;
}

void
scaled_machine_renew(scaled_machine_t *m)
{
    int k;

    m->n_arguments = m->n_constant;
    for (k = 0; k < m->n; k++)
        if (m->scale[k] >= m->n_constant || m->argument_of[k] >= m->n_constant)
            written(m, k);
}
