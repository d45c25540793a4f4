/* compiler/replica/field_mean.c -- closed averages over normal fields. */
#include "field_parts.h"

#include <string.h>

static int
holds_field(const field_mean_t *m, expr_t *e)
{
    int i;

    for (i = 0; i < m->n; i++)
        if (expr_contains(e, m->field[i]))
            return 1;
    return 0;
}

/* e = factor * field[i] with a factor that is free of fields: i, or -1. */
static int
multiple_of(const field_mean_t *m, expr_t *e, expr_t **factor)
{
    expr_t *coefficient[2];
    int i;

    for (i = 0; i < m->n; i++)
        if (expr_contains(e, m->field[i]))
            break;
    if (i == m->n
        || expr_polynomial(m->a, e, m->field[i], 1, coefficient) != 1
        || !expr_is_zero(coefficient[0]) || holds_field(m, coefficient[1]))
        return -1;
    *factor = coefficient[1];
    return i;
}

/* ---- latents ------------------------------------------------------------ */

static expr_t *
latent_symbol(field_mean_t *m, int field, expr_t *extra)
{
    field_latent_t *l;
    int i;

    for (i = 0; i < m->n_latents; i++)
        if (m->latent[i].field == field && m->latent[i].extra == extra)
            return m->latent[i].symbol;
    if (m->n_latents == LATENT_MAX)
    {
        m->open = 1;
        return expr_integer(m->a, 0);
    }
    if (expr_is_zero(extra))
        m->regular = 0;
    l = &m->latent[m->n_latents++];
    l->symbol = expr_fresh(m->a, "s");
    l->field = field;
    l->extra = extra;
    return l->symbol;
}

/* H(f u) = (1 - s)/2, s the mean sign of u + N(0, 1/f^2), f > 0. */
static expr_t *
tail_by_sign(field_mean_t *m, expr_t *argument)
{
    algebra_t *a = m->a;
    expr_t *factor, *s;
    int i = multiple_of(m, argument, &factor), flip;

    flip = i >= 0 && !expr_is_positive(factor);
    if (i < 0 || (flip && !expr_is_positive(expr_neg(a, factor))))
    {
        m->open = 1;
        return NULL;
    }
    s = latent_symbol(m, i, expr_pow_int(a, factor, -2));
    s = flip ? s : expr_neg(a, s);
    return expr_div(a, expr_add(a, expr_integer(a, 1), s),
                    expr_integer(a, 2));
}

static expr_t *
find_tail(const field_mean_t *m, expr_t *e)
{
    expr_t *found;
    int i;

    if (!holds_field(m, e))
        return NULL;
    if (expr_kind(e) == EXPR_FUNCTION
        && (expr_function(e) == FUNCTION_H
            || expr_function(e) == FUNCTION_MASS))
        return e;
    for (i = 0; i < expr_arity(e); i++)
        if ((found = find_tail(m, expr_child(e, i))) != NULL)
            return found;
    return NULL;
}

/* e with signs in the place of erf and its relatives. */
static expr_t *
with_latents(field_mean_t *m, expr_t *e)
{
    expr_t *tail, *to, *other;

    while (!m->open && (tail = find_tail(m, e)) != NULL)
    {
        to = tail_by_sign(m, expr_child(tail, 0));
        if (to != NULL && expr_function(tail) == FUNCTION_MASS)
        {
            other = tail_by_sign(m, expr_child(tail, 1));
            to = other != NULL ? expr_sub(m->a, to, other) : NULL;
        }
        other = to != NULL ? expr_replace(m->a, e, tail, to) : NULL;
        if (other == NULL || other == e)
            m->open = 1;
        else
            e = other;
    }
    return e;
}

/* ---- terms -------------------------------------------------------------- */

/* exp of a quadratic form without mixed terms: coefficient and tilts. */
static void
take_exponent(field_mean_t *m, expr_t *e, expr_t **tilt, expr_t **coefficient)
{
    algebra_t *a = m->a;
    expr_t *c[3];
    int i;

    e = expr_expand(a, e, 1);
    for (i = 0; i < m->n; i++)
    {
        if (!expr_contains(e, m->field[i]))
            continue;
        if (expr_polynomial(a, e, m->field[i], 2, c) != 2
            || !expr_is_zero(c[1]) || holds_field(m, c[2]))
        {
            m->open = 1;
            return;
        }
        tilt[i] = expr_sub(a, tilt[i],
                           expr_mul(a, expr_integer(a, 2), c[2]));
        e = c[0];
    }
    *coefficient = expr_mul(a, *coefficient, expr_exp(a, e));
}

static void
take_density(field_mean_t *m, expr_t *e, long power, expr_t **tilt,
             expr_t **coefficient)
{
    algebra_t *a = m->a;
    expr_t *factor;
    int i = multiple_of(m, e, &factor);

    if (i < 0)
    {
        m->open = 1;
        return;
    }
    tilt[i] = expr_add(a, tilt[i],
                       expr_mul(a, expr_integer(a, power),
                                expr_pow_int(a, factor, 2)));
    factor = expr_mul(a, expr_integer(a, 2), expr_pi(a));
    *coefficient = expr_mul(a, *coefficient,
                            expr_pow(a, factor,
                                     expr_fraction(a, -power, 2)));
}

static void
take_factor(field_mean_t *m, field_term_t *t, expr_t *e, expr_t **tilt,
            expr_t **coefficient)
{
    expr_t *base = e;
    long power = 1, i;

    if (expr_kind(e) == EXPR_POWER)
    {
        base = expr_child(e, 0);
        for (power = DEGREE_MAX; power > 0; power--)
            if (expr_is_int(expr_child(e, 1), power))
                break;
    }
    for (i = 0; i < m->n && power > 0; i++)
        if (base == m->field[i])
        {
            t->degree[i] += (int) power;
            return;
        }
    for (i = 0; i < m->n_latents && power > 0; i++)
        if (base == m->latent[i].symbol)
        {
            while (power-- > 0 && t->n_signs < SIGNS_MAX)
                t->sign[t->n_signs++] = (int) i;
            m->open = m->open || power >= 0;
            return;
        }
    if (!holds_field(m, e))
        *coefficient = expr_mul(m->a, *coefficient, e);
    else if (power > 0 && expr_kind(base) == EXPR_FUNCTION
             && expr_function(base) == FUNCTION_PHI)
        take_density(m, expr_child(base, 0), power, tilt, coefficient);
    else if (expr_kind(e) == EXPR_FUNCTION
             && expr_function(e) == FUNCTION_EXP)
        take_exponent(m, expr_child(e, 0), tilt, coefficient);
    else
        m->open = 1;
}

static expr_t *
mean_of_product(field_mean_t *m, expr_t *e, expr_t *const *covariance)
{
    algebra_t *a = m->a;
    expr_t *one = expr_integer(a, 1), *zero = expr_integer(a, 0);
    expr_t *coefficient = one, *tilt[FIELD_MAX];
    field_term_t t;
    int i, j, n = expr_kind(e) == EXPR_MUL ? expr_arity(e) : 1;

    memset(&t, 0, sizeof t);
    for (i = 0; i < m->n; i++)
        for (j = 0; j < m->n; j++)
            t.covariance[i][j] = covariance[i * m->n + j];
    for (i = 0; i < m->n; i++)
        tilt[i] = zero;
    for (i = 0; i < n && !m->open; i++)
        take_factor(m, &t, n == 1 && expr_kind(e) != EXPR_MUL
                               ? e : expr_child(e, i), tilt, &coefficient);
    for (i = 0; i < m->n && !m->open; i++)
        if (!expr_is_zero(tilt[i]))
        {
            expr_t *inverse = expr_pow_int(a, tilt[i], -1);
            expr_t *v = expr_add(a, inverse, t.covariance[i][i]);

            coefficient = expr_mul(
                a, coefficient, expr_sqrt(a, expr_div(a, inverse, v)));
            field_condition(m, &t, i, v);
        }
    if (m->open)
        return NULL;
    return expr_mul(a, coefficient, field_signs_mean(m, &t));
}

static expr_t *
mean_of_sum(field_mean_t *m, expr_t *e, expr_t *const *covariance)
{
    expr_t *sum = expr_integer(m->a, 0), *part;
    int i, n;

    e = expr_expand(m->a, with_latents(m, e), 1);
    n = expr_kind(e) == EXPR_ADD ? expr_arity(e) : 1;
    for (i = 0; i < n && !m->open; i++)
    {
        part = mean_of_product(m, expr_kind(e) == EXPR_ADD ? expr_child(e, i)
                                                           : e, covariance);
        if (part != NULL)
            sum = expr_add(m->a, sum, part);
    }
    return sum;
}

expr_t *
field_mean(algebra_t *a, expr_t *e, int n, expr_t *const *field,
           expr_t *const *covariance, int *regular)
{
    field_mean_t m;
    expr_t *part[1 << FIELD_MAX], *sum = expr_integer(a, 0);
    int set, i;

    memset(&m, 0, sizeof m);
    m.a = a;
    m.n = n;
    m.field = field;
    m.regular = 1;
    e = expr_inline(a, e);
    if (!field_cells(a, e, n, field, part))
        return NULL;
    for (set = 0; set < 1 << n && !m.open; set++)
    {
        if (expr_is_zero(part[set]))
            continue;
        for (i = 0; i < n; i++)
            if (set >> i & 1)
                part[set] = expr_mul(a, part[set],
                                     latent_symbol(&m, i,
                                                   expr_integer(a, 0)));
        sum = expr_add(a, sum, mean_of_sum(&m, part[set], covariance));
    }
    if (regular != NULL)
        *regular = m.regular;
    return m.open ? NULL : sum;
}
