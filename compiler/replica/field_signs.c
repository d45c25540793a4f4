/* compiler/replica/field_signs.c -- E of powers and signs of normal fields. */
#include "field_parts.h"

#include <string.h>

static expr_t *
variance_of(const field_mean_t *m, const field_term_t *t, int latent)
{
    const field_latent_t *l = &m->latent[latent];

    return expr_add(m->a, t->covariance[l->field][l->field], l->extra);
}

void
field_condition(const field_mean_t *m, field_term_t *t, int i, expr_t *v)
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
drop_sign(field_term_t *t, int k)
{
    t->n_signs--;
    memmove(t->sign + k, t->sign + k + 1,
            (size_t) (t->n_signs - k) * sizeof *t->sign);
}

/* (2/pi) asin of the correlation */
static expr_t *
two_signs(field_mean_t *m, const field_term_t *t, int i, int j)
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
four_signs(field_mean_t *m, const field_term_t *t)
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

/* E u_i f = sum_j c_ij E d f/d u_j */
static expr_t *
by_parts(field_mean_t *m, const field_term_t *t, int i)
{
    algebra_t *a = m->a;
    expr_t *sum = expr_integer(a, 0), *part;
    field_term_t rest = *t, next;
    int j, k;

    rest.degree[i]--;
    for (j = 0; j < m->n; j++)
    {
        if (rest.degree[j] == 0 || expr_is_zero(t->covariance[i][j]))
            continue;
        next = rest;
        next.degree[j]--;
        part = expr_mul(a, expr_integer(a, rest.degree[j]),
                        field_signs_mean(m, &next));
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
        field_condition(m, &next, j, v);
        height = expr_div(a, expr_integer(a, 2), expr_mul(a, expr_pi(a), v));
        part = expr_mul(a, expr_sqrt(a, height), field_signs_mean(m, &next));
        sum = expr_add(a, sum, expr_mul(a, t->covariance[i][j], part));
    }
    return sum;
}

expr_t *
field_signs_mean(field_mean_t *m, const field_term_t *t)
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
