/* runtime/quadrature/machine_scaled.c -- a machine that keeps scales apart. */
#include "machine_scaled.h"

#include <stdio.h>
#include <stdlib.h>

#define MACHINE                                                             \
    scaled_machine_t *m = (scaled_machine_t *) base;                        \
    const saddle_ops_t *op = m->inner->ops
#define PART(k) (m->n + (k))
#define ARGUMENT(j) (2 * m->n + (j))
#define HAZARD(side, j) ((3 + (side)) * m->n + (j))
#define SPARE(j) (5 * m->n + (j))

int
scaled_registers(int n)
{
    return 5 * n + 2;
}

/* ---- scales ----------------------------------------------------------------- */

static const scale_t no_scale = { -1, 0, { 0, 0 }, 0 };

static void
written(scaled_machine_t *m, int r)
{
    m->scale[r] = no_scale;
    m->argument_of[r] = -1;
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
    int j = m->n_arguments;

    if (m->argument_of[a] < 0 && j < m->n)
    {
        copy(m, ARGUMENT(j), a);
        m->known[0][j] = m->known[1][j] = 0;
        m->argument_of[a] = m->n_arguments++;
        m->side_of[a] = 0;
    }
    return m->argument_of[a];
}

/* Is there an A of the argument in register a? */
static int
has_inverse_mills(scaled_machine_t *m, int a)
{
    int j = m->argument_of[a], side = m->side_of[a];

    if (m->known[side][j] == 0)
        m->known[side][j]
            = m->inverse_mills(m->inner, HAZARD(side, j), a) ? 1 : -1;
    return m->known[side][j] > 0;
}

/* SPARE(0) = -power u^2/2 */
static void
exponent(scaled_machine_t *m, int argument, long power)
{
    const saddle_ops_t *op = m->inner->ops;
    char text[40];

    snprintf(text, sizeof text, "%ld/2", -power);
    op->power(m->inner, SPARE(0), ARGUMENT(argument), 2);
    op->rational(m->inner, SPARE(1), text);
    op->mul(m->inner, SPARE(0), SPARE(0), SPARE(1));
}

/* Powers of A into r; exp(-u^2/2)/A is H.  The power of the scale left. */
static long
with_orders(scaled_machine_t *m, int r, const scale_t *s)
{
    const saddle_ops_t *op = m->inner->ops;
    long power = s->power;
    int side;

    for (side = 0; side < 2; side++)
    {
        long n = s->order[side];

        if (n == 0)
            continue;
        if (n > 0)
            op->power(m->inner, SPARE(1), HAZARD(side, s->argument), n);
        else
        {
            copy(m, SPARE(0), ARGUMENT(s->argument));
            if (side == 1)
                op->neg(m->inner, SPARE(0), SPARE(0));
            op->function(m->inner, SPARE(0), SADDLE_H, SPARE(0));
            op->power(m->inner, SPARE(1), SPARE(0), -n);
            power += n;
        }
        op->mul(m->inner, r, r, SPARE(1));
    }
    return power;
}

void
scaled_machine_form(scaled_machine_t *m, int k)
{
    const saddle_ops_t *op = m->inner->ops;
    scale_t *s = m->scale + k;
    long power;

    if (!s->stale)
        return;
    s->stale = 0;
    copy(m, k, PART(k));
    power = with_orders(m, k, s);
    if (power == 0)
        return;
    exponent(m, s->argument, power);
    op->function(m->inner, SPARE(0), SADDLE_EXP, SPARE(0));
    op->mul(m->inner, k, k, SPARE(0));
}

/* Register r has this scale, its part is in PART(r). */
static void
scaled(scaled_machine_t *m, int r, scale_t s)
{
    written(m, r);
    s.stale = 1;
    m->scale[r] = s;
    if (s.power == 0 && s.order[0] == 0 && s.order[1] == 0)
    {
        scaled_machine_form(m, r);
        m->scale[r] = no_scale;
    }
}

/* Where what stands before the scale is. */
static int
part_of(const scaled_machine_t *m, int k)
{
    return m->scale[k].argument >= 0 ? PART(k) : k;
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
    scale_t s = m->scale[a], t = m->scale[b];

    if (s.argument < 0 || s.argument != t.argument || s.power != t.power
        || s.order[0] != t.order[0] || s.order[1] != t.order[1])
    {
        plainly(m, f, r, a, b);
        return;
    }
    f(m->inner, PART(r), PART(a), PART(b));
    scaled(m, r, s);
}

/* A scale is kept when both factors have the same argument, or one has none. */
static void
product(scaled_machine_t *m, binary_t f, int r, int a, int b, int sign)
{
    scale_t s = m->scale[a], t = m->scale[b];

    if ((s.argument < 0 && t.argument < 0)
        || (s.argument >= 0 && t.argument >= 0 && s.argument != t.argument))
    {
        plainly(m, f, r, a, b);
        return;
    }
    f(m->inner, PART(r), part_of(m, a), part_of(m, b));
    if (s.argument < 0)
        s.argument = t.argument;
    s.power += sign * t.power;
    s.order[0] += sign * t.order[0];
    s.order[1] += sign * t.order[1];
    scaled(m, r, s);
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
    scale_t s = m->scale[a];
    int of, side;

    if (s.argument >= 0)
    {
        op->neg(m->inner, PART(r), PART(a));
        scaled(m, r, s);
        return;
    }
    of = argument(m, a);
    side = m->side_of[a];
    op->neg(m->inner, r, a);
    written(m, r);
    m->argument_of[r] = of;
    m->side_of[r] = 1 - side;
}

static void
scaled_power(saddle_machine_t *base, int r, int a, long n)
{
    MACHINE;
    scale_t s = m->scale[a];

    if (s.argument < 0)
    {
        op->power(m->inner, r, a, n);
        written(m, r);
        return;
    }
    op->power(m->inner, PART(r), PART(a), n);
    s.power *= n;
    s.order[0] *= n;
    s.order[1] *= n;
    scaled(m, r, s);
}

static void
scaled_sqrt(saddle_machine_t *base, int r, int a)
{
    MACHINE;

    scaled_machine_form(m, a);
    op->sqrt(m->inner, r, a);
    written(m, r);
}

/* phi(a) */
static void
density(scaled_machine_t *m, int r, int a)
{
    const saddle_ops_t *op = m->inner->ops;
    scale_t s = { m->argument_of[a], 1, { 0, 0 }, 1 };

    op->pi(m->inner, SPARE(0));
    op->add(m->inner, SPARE(0), SPARE(0), SPARE(0));
    op->sqrt(m->inner, SPARE(0), SPARE(0));
    op->rational(m->inner, SPARE(1), "1");
    op->div(m->inner, PART(r), SPARE(1), SPARE(0));
    scaled(m, r, s);
}

/* H(a) */
static void
tail(scaled_machine_t *m, int r, int a)
{
    scale_t s = { m->argument_of[a], 1, { 0, 0 }, 1 };

    s.order[m->side_of[a]] = -1;
    m->inner->ops->rational(m->inner, PART(r), "1");
    scaled(m, r, s);
}

/* log(part) + order log A - power u^2/2 */
static void
logarithm(scaled_machine_t *m, int r, int a)
{
    const saddle_ops_t *op = m->inner->ops;
    scale_t s = m->scale[a];
    char text[40];
    int side;

    op->function(m->inner, r, SADDLE_LOG, PART(a));
    for (side = 0; side < 2; side++)
        if (s.order[side] != 0)
        {
            op->function(m->inner, SPARE(0), SADDLE_LOG,
                         HAZARD(side, s.argument));
            snprintf(text, sizeof text, "%ld", s.order[side]);
            op->rational(m->inner, SPARE(1), text);
            op->mul(m->inner, SPARE(0), SPARE(0), SPARE(1));
            op->add(m->inner, r, r, SPARE(0));
        }
    exponent(m, s.argument, s.power);
    op->add(m->inner, r, r, SPARE(0));
    written(m, r);
}

static void
scaled_function(saddle_machine_t *base, int r, saddle_function_t f, int a)
{
    MACHINE;
    int of = -1;

    if (f == SADDLE_LOG && m->scale[a].argument >= 0)
    {
        logarithm(m, r, a);
        return;
    }
    scaled_machine_form(m, a);
    if (f == SADDLE_H || f == SADDLE_PHI)
        of = argument(m, a);
    if (of >= 0 && f == SADDLE_PHI)
        density(m, r, a);
    else if (of >= 0 && f == SADDLE_H && has_inverse_mills(m, a))
        tail(m, r, a);
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
                    int (*inverse_mills)(saddle_machine_t *, int r, int a))
{
    size_t room = (size_t) n + 1;
    int k;

    m->base.ops = &scaled_ops;
    m->inner = inner;
    m->inverse_mills = inverse_mills;
    m->n = n;
    m->scale = malloc(room * sizeof *m->scale);
    m->argument_of = malloc(room * sizeof *m->argument_of);
    m->side_of = calloc(room, sizeof *m->side_of);
    m->known[0] = calloc(room, 1);
    m->known[1] = calloc(room, 1);
    if (m->scale == NULL || m->argument_of == NULL || m->side_of == NULL
        || m->known[0] == NULL || m->known[1] == NULL)
        abort();
    m->n_arguments = m->n_constant = 0;
    for (k = 0; k < n; k++)
        written(m, k);
}

void
scaled_machine_clear(scaled_machine_t *m)
{
    free(m->known[1]);
    free(m->known[0]);
    free(m->side_of);
    free(m->argument_of);
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
        if (m->scale[k].argument >= m->n_constant
            || m->argument_of[k] >= m->n_constant)
            written(m, k);
}
