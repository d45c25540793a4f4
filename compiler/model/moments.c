/* compiler/model/moments.c -- means over a law, as expressions. */
#include "check.h"

/* f(i) summed with the law's probabilities. */
static expr_t *
weighted(algebra_t *g, const law_t *l, expr_t *(*f)(algebra_t *,
                                                    const law_t *))
{
    expr_t *sum = expr_integer(g, 0);
    int i;

    for (i = 0; i < l->n; i++)
        sum = expr_add(g, sum, expr_mul(g, l->probability[i],
                                        f(g, l->component[i])));
    return sum;
}

static expr_t *
finite_moment(algebra_t *g, const law_t *l, long power)
{
    expr_t *sum = expr_integer(g, 0);
    int i;

    for (i = 0; i < l->n; i++)
        sum = expr_add(g, sum, expr_mul(g, l->probability[i],
                                        expr_pow_int(g, l->value[i], power)));
    return sum;
}

expr_t *
law_mean(algebra_t *g, const law_t *l)
{
    switch (l->kind)
    {
    case LAW_FINITE:
        return finite_moment(g, l, 1);
    case LAW_NORMAL:
    case LAW_POISSON:
        return l->parameter[0];
    case LAW_UNIFORM:
        return expr_mul(g, expr_fraction(g, 1, 2),
                        expr_add(g, l->parameter[0], l->parameter[1]));
    case LAW_MIX:
        return weighted(g, l, law_mean);
    case LAW_MARCHENKO_PASTUR:
        return expr_integer(g, 1);
    default: /* sphere, laplace */
        return expr_integer(g, 0);
    }
}

expr_t *
law_second_moment(algebra_t *g, const law_t *l)
{
    expr_t *a = l->parameter[0], *b = l->parameter[1];

    switch (l->kind)
    {
    case LAW_FINITE:
        return finite_moment(g, l, 2);
    case LAW_NORMAL:
        return expr_add(g, expr_pow_int(g, a, 2), b);
    case LAW_LAPLACE:
        return expr_mul(g, expr_integer(g, 2), expr_pow_int(g, a, 2));
    case LAW_UNIFORM:
        return expr_mul(g, expr_fraction(g, 1, 3),
                        expr_add(g, expr_mul(g, a, b),
                                 expr_add(g, expr_pow_int(g, a, 2),
                                          expr_pow_int(g, b, 2))));
    case LAW_MIX:
        return weighted(g, l, law_second_moment);
    case LAW_POISSON:
        return expr_add(g, expr_pow_int(g, a, 2), a);
    case LAW_MARCHENKO_PASTUR:
        return expr_add(g, expr_integer(g, 1), a);
    default: /* sphere */
        return expr_integer(g, 1);
    }
}

/* ---- expectations ------------------------------------------------------- */

expr_t *
law_expectation_tuple(algebra_t *g, const law_t *l, expr_t *const *variable,
                      expr_t *body)
{
    expr_t *sum = expr_integer(g, 0);
    int i;

    for (i = 0; i < l->n; i++)
        sum = expr_add(g, sum,
                       expr_mul(g, l->probability[i],
                                expr_substitute(
                                    g, body, variable,
                                    l->value + (size_t) i * (size_t) l->width,
                                    l->width)));
    return sum;
}

static expr_t *
laplace_expectation(algebra_t *g, const law_t *l, expr_t *w, expr_t *body)
{
    expr_t *b = l->parameter[0], *inf = expr_infinity(g);
    expr_t *density = expr_div(
        g,
        expr_exp(g, expr_neg(g, expr_div(g, expr_apply1(g, FUNCTION_ABS, w),
                                         b))),
        expr_mul(g, expr_integer(g, 2), b));

    return expr_integral(g, w, expr_neg(g, inf), inf,
                         expr_mul(g, density, body));
}

/* sqrt((x - lo)(hi - x)) / (2 pi c x) between lo, hi = (1 -+ sqrt c)^2, and an
   atom 1 - 1/c at zero for c > 1. */
static expr_t *
marchenko_pastur(algebra_t *g, const law_t *l, expr_t *x, expr_t *body)
{
    expr_t *c = l->parameter[0], *one = expr_integer(g, 1);
    expr_t *zero = expr_integer(g, 0), *root = expr_sqrt(g, c);
    expr_t *lo = expr_pow_int(g, expr_sub(g, one, root), 2);
    expr_t *hi = expr_pow_int(g, expr_add(g, one, root), 2);
    expr_t *density = expr_div(
        g,
        expr_sqrt(g, expr_mul(g, expr_sub(g, x, lo), expr_sub(g, hi, x))),
        expr_mul(g, expr_mul(g, expr_integer(g, 2), expr_pi(g)),
                 expr_mul(g, c, x)));
    expr_t *atom = expr_mul(g, expr_sub(g, one, expr_pow_int(g, c, -1)),
                            expr_substitute(g, body, &x, &zero, 1));

    return expr_add(g,
                    expr_integral(g, x, lo, hi, expr_mul(g, density, body)),
                    expr_if(g, expr_compare(g, COMPARE_LT, one, c), atom,
                            zero));
}

static expr_t *
normal_expectation(algebra_t *g, expr_t *mean, expr_t *variance, expr_t *w,
                   expr_t *body)
{
    expr_t *xi = expr_fresh(g, expr_name(w));
    expr_t *value = expr_add(g, mean, expr_mul(g, expr_sqrt(g, variance),
                                               xi));

    return expr_gauss(g, xi, expr_substitute(g, body, &w, &value, 1));
}

expr_t *
law_expectation(algebra_t *g, const law_t *l, expr_t *w, expr_t *body)
{
    expr_t *sum;
    int i;

    switch (l->kind)
    {
    case LAW_FINITE:
        return l->width == 1 ? law_expectation_tuple(g, l, &w, body) : NULL;
    case LAW_NORMAL:
        return normal_expectation(g, l->parameter[0], l->parameter[1], w,
                                  body);
    case LAW_SPHERE:
        return expr_gauss(g, w, body);
    case LAW_LAPLACE:
        return laplace_expectation(g, l, w, body);
    case LAW_UNIFORM:
        return expr_div(g,
                        expr_integral(g, w, l->parameter[0], l->parameter[1],
                                      body),
                        expr_sub(g, l->parameter[1], l->parameter[0]));
    case LAW_MARCHENKO_PASTUR:
        return marchenko_pastur(g, l, w, body);
    case LAW_MIX:
        sum = expr_integer(g, 0);
        for (i = 0; i < l->n; i++)
        {
            expr_t *part = law_expectation(g, l->component[i], w, body);

            if (part == NULL)
                return NULL;
            sum = expr_add(g, sum, expr_mul(g, l->probability[i], part));
        }
        return sum;
    default:
        return NULL;
    }
}
