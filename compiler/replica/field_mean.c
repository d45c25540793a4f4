/* compiler/replica/field_mean.c -- closed averages over normal fields. */
#include "field_mean.h"

#include <string.h>

enum { SIGNS_MAX = 6, LATENT_MAX = 64, DEGREE_MAX = 12 };

/* The mean of sign(field + noise of variance extra): an erf; extra zero: the
   sign itself. */
typedef struct
{
    expr_t *symbol;         /* stands for it in expressions               */
    int field;
    expr_t *extra;
} latent_t;

typedef struct
{
    algebra_t *a;
    int n;
    expr_t *const *field;
    int n_latents;
    latent_t latent[LATENT_MAX];
    int open;               /* something is not closed                    */
    int regular;
} mean_t;

/* coefficient x powers x signs, over fields of a covariance of its own */
typedef struct
{
    int degree[FIELD_MAX];
    int n_signs, sign[SIGNS_MAX];       /* latents                        */
    expr_t *covariance[FIELD_MAX][FIELD_MAX];
} term_t;

static int
holds_field(const mean_t *m, expr_t *e)
{
    int i;

    for (i = 0; i < m->n; i++)
        if (expr_contains(e, m->field[i]))
            return 1;
    return 0;
}

/* e = factor * field[i] with a factor that is free of fields: i, or -1. */
static int
multiple_of(const mean_t *m, expr_t *e, expr_t **factor)
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
latent_symbol(mean_t *m, int field, expr_t *extra)
{
    latent_t *l;
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
tail_by_sign(mean_t *m, expr_t *argument)
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
find_tail(const mean_t *m, expr_t *e)
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
with_latents(mean_t *m, expr_t *e)
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

/* ---- averages ----------------------------------------------------------- */

static expr_t *
variance_of(const mean_t *m, const term_t *t, int latent)
{
    const latent_t *l = &m->latent[latent];

    return expr_add(m->a, t->covariance[l->field][l->field], l->extra);
}

/* Conditions on field i + noise = 0, of variance v; with v = c_ii + 1/b this
   is also what a factor exp(-b u_i^2/2) does. */
static void
condition(const mean_t *m, term_t *t, int i, expr_t *v)
{
    expr_t *row[FIELD_MAX], *e;
    int j, k, fixed = v == t->covariance[i][i];

    for (j = 0; j < m->n; j++)
        row[j] = t->covariance[i][j];
    for (j = 0; j < m->n; j++)
        for (k = 0; k <= j; k++)
        {
            if (expr_is_zero(row[j]) || expr_is_zero(row[k]))
                continue;
            e = expr_div(m->a, expr_mul(m->a, row[j], row[k]), v);
            e = expr_sub(m->a, t->covariance[j][k], e);
            if (fixed && (j == i || k == i))
                e = expr_integer(m->a, 0);
            t->covariance[j][k] = t->covariance[k][j] = e;
        }
}

static void
drop_sign(term_t *t, int k)
{
    t->n_signs--;
    memmove(t->sign + k, t->sign + k + 1,
            (size_t) (t->n_signs - k) * sizeof *t->sign);
}

/* (2/pi) asin of the correlation */
static expr_t *
two_signs(mean_t *m, const term_t *t, int i, int j)
{
    algebra_t *a = m->a;
    int p = t->sign[i], q = t->sign[j];
    expr_t *c = t->covariance[m->latent[p].field][m->latent[q].field];
    expr_t *v = expr_mul(a, variance_of(m, t, p), variance_of(m, t, q));

    if (expr_is_zero(c))
        return c;
    c = expr_div(a, c, expr_sqrt(a, v));
    return expr_mul(a, expr_div(a, expr_integer(a, 2), expr_pi(a)),
                    expr_apply1(a, FUNCTION_ASIN, c));
}

/*
 * Four signs.  The covariances between the pairs (0, 1) and (2, 3) are scaled
 * by sin x, x in 0 .. pi/2; the slope in each sets its two arguments to zero,
 * which leaves the arcsine of the other two.
 */
static expr_t *
four_signs(mean_t *m, const term_t *t)
{
    algebra_t *a = m->a;
    expr_t *x = expr_fresh(a, "x"), *sum = expr_integer(a, 0), *c[4][4];
    expr_t *s = expr_apply1(a, FUNCTION_SIN, x);
    expr_t *half_pi = expr_div(a, expr_pi(a), expr_integer(a, 2));
    int i, j, k, l;

    for (i = 0; i < 4; i++)
        for (j = 0; j < 4; j++)
        {
            c[i][j] = t->covariance[m->latent[t->sign[i]].field]
                                   [m->latent[t->sign[j]].field];
            if (i / 2 != j / 2)
                c[i][j] = expr_mul(a, s, c[i][j]);
            if (i == j)
                c[i][j] = variance_of(m, t, t->sign[i]);
        }
    for (i = 0; i < 2; i++)
        for (j = 2; j < 4; j++)
        {
            expr_t *d, *v[3], *slope;
            int p[2] = { k = 1 - i, l = 5 - j }, e;

            /* covariance of k, l given that i and j are zero */
            d = expr_sub(a, expr_mul(a, c[i][i], c[j][j]),
                         expr_pow_int(a, c[i][j], 2));
            for (e = 0; e < 3; e++)
            {
                int y = p[e == 2], z = p[e > 0];
                expr_t *n = expr_sum(
                    a, (expr_t *[]){
                        expr_product(a, (expr_t *[]){ c[j][j], c[y][i],
                                                      c[z][i] }, 3),
                        expr_product(a, (expr_t *[]){ c[i][i], c[y][j],
                                                      c[z][j] }, 3),
                        expr_neg(a, expr_product(
                                        a, (expr_t *[]){ c[i][j], c[y][i],
                                                         c[z][j] }, 3)),
                        expr_neg(a, expr_product(
                                        a, (expr_t *[]){ c[i][j], c[y][j],
                                                         c[z][i] }, 3)) },
                    4);

                v[e] = expr_sub(a, c[y][z], expr_div(a, n, d));
            }
            slope = expr_div(a, v[1],
                             expr_sqrt(a, expr_mul(a, v[0], v[2])));
            slope = expr_mul(a, expr_apply1(a, FUNCTION_ASIN, slope),
                             expr_pow(a, d, expr_fraction(a, -1, 2)));
            /* c_ij with cos x for sin x: the slope in x */
            slope = expr_mul(
                a, slope,
                t->covariance[m->latent[t->sign[i]].field]
                             [m->latent[t->sign[j]].field]);
            sum = expr_add(a, sum, slope);
        }
    sum = expr_mul(a, expr_apply1(a, FUNCTION_COS, x), sum);
    sum = expr_integral(a, x, expr_integer(a, 0), half_pi, sum);
    sum = expr_mul(a, sum, expr_div(a, expr_integer(a, 4),
                                    expr_pow_int(a, expr_pi(a), 2)));
    return expr_add(a, sum, expr_mul(a, two_signs(m, t, 0, 1),
                                     two_signs(m, t, 2, 3)));
}

static expr_t *mean_of(mean_t *, const term_t *);

/* E u_i f = sum_j c_ij E d f/d u_j */
static expr_t *
by_parts(mean_t *m, const term_t *t, int i)
{
    algebra_t *a = m->a;
    expr_t *sum = expr_integer(a, 0), *part;
    term_t rest = *t, next;
    int j, k;

    rest.degree[i]--;
    for (j = 0; j < m->n; j++)
    {
        if (rest.degree[j] == 0 || expr_is_zero(t->covariance[i][j]))
            continue;
        next = rest;
        next.degree[j]--;
        part = expr_mul(a, expr_integer(a, rest.degree[j]),
                        mean_of(m, &next));
        sum = expr_add(a, sum, expr_mul(a, t->covariance[i][j], part));
    }
    for (k = 0; k < t->n_signs; k++)
    {
        expr_t *v = variance_of(m, t, t->sign[k]), *height;

        j = m->latent[t->sign[k]].field;
        if (expr_is_zero(t->covariance[i][j]))
            continue;
        next = rest;
        drop_sign(&next, k);
        condition(m, &next, j, v);
        height = expr_div(a, expr_integer(a, 2), expr_mul(a, expr_pi(a), v));
        part = expr_mul(a, expr_sqrt(a, height), mean_of(m, &next));
        sum = expr_add(a, sum, expr_mul(a, t->covariance[i][j], part));
    }
    return sum;
}

static expr_t *
mean_of(mean_t *m, const term_t *t)
{
    int i;

    for (i = m->n - 1; i >= 0; i--)
        if (t->degree[i] > 0)
            return by_parts(m, t, i);
    if (t->n_signs % 2 == 1)
        return expr_integer(m->a, 0);
    if (t->n_signs == 0)
        return expr_integer(m->a, 1);
    if (t->n_signs == 2)
        return two_signs(m, t, 0, 1);
    if (t->n_signs == 4)
        return four_signs(m, t);
    m->open = 1;
    return expr_integer(m->a, 0);
}

/* ---- terms -------------------------------------------------------------- */

/* exp of a quadratic form without mixed terms: coefficient and tilts. */
static void
take_exponent(mean_t *m, expr_t *e, expr_t **tilt, expr_t **coefficient)
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
take_density(mean_t *m, expr_t *e, long power, expr_t **tilt,
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
take_factor(mean_t *m, term_t *t, expr_t *e, expr_t **tilt,
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
mean_of_product(mean_t *m, expr_t *e, expr_t *const *covariance)
{
    algebra_t *a = m->a;
    expr_t *one = expr_integer(a, 1), *zero = expr_integer(a, 0);
    expr_t *coefficient = one, *tilt[FIELD_MAX];
    term_t t;
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
            condition(m, &t, i, v);
        }
    if (m->open)
        return NULL;
    return expr_mul(a, coefficient, mean_of(m, &t));
}

static expr_t *
mean_of_sum(mean_t *m, expr_t *e, expr_t *const *covariance)
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
    mean_t m;
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
