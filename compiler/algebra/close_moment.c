/* compiler/algebra/close_moment.c -- integrals of one smooth term. */
#include "close.h"

/* ---- polynomials -------------------------------------------------------- */

void
shift_polynomial(algebra_t *a, expr_t **p, int n, expr_t *m, expr_t *s)
{
    expr_t *r[TERM_DEGREE + 2];
    int i, k;

    if (expr_is_zero(m) && expr_is_one(s))
        return;
    for (i = 0; i <= n + 1; i++)
        r[i] = expr_integer(a, 0);
    for (k = n; k >= 0; k--)         /* r <- r (m + s t) + p[k] */
    {
        for (i = n; i >= 0; i--)
            r[i] = expr_add(a, expr_mul(a, r[i], m),
                            i > 0 ? expr_mul(a, r[i - 1], s) : p[k]);
    }
    for (i = 0; i <= n; i++)
        p[i] = expand_if_shorter(a, r[i]);
}

static expr_t *
horner(algebra_t *a, expr_t *const *p, int n, expr_t *x)
{
    expr_t *r = p[n];

    while (--n >= 0)
        r = expr_add(a, expr_mul(a, r, x), p[n]);
    return r;
}

/* ---- the standard normal law -------------------------------------------- */

static expr_t *
mass(algebra_t *a, expr_t *lo, expr_t *hi, int ordered)
{
    if (infinity_sign(lo) < 0 && infinity_sign(hi) > 0)
        return expr_integer(a, 1);
    if (infinity_sign(lo) < 0)
        return expr_apply1(a, FUNCTION_H, expr_neg(a, hi));
    if (infinity_sign(hi) > 0)
        return expr_apply1(a, FUNCTION_H, lo);
    if (ordered)
        return expr_call(a, FUNCTION_MASS, (expr_t *[]){ lo, hi }, 2);
    return expr_sub(a, expr_apply1(a, FUNCTION_H, lo),
                    expr_apply1(a, FUNCTION_H, hi));
}

/* int t^j phi = (j-1) int t^(j-2) phi + lo^(j-1) phi(lo) - hi^(j-1) phi(hi) */
expr_t *
normal_moment(algebra_t *a, expr_t **p, int n, expr_t *lo, expr_t *hi,
              int ordered)
{
    expr_t *end[2], *at[2], *sum;
    int i, j;

    end[0] = lo;
    end[1] = hi;
    at[0] = at[1] = expr_integer(a, 0);
    for (j = n; j >= 1; j--)
    {
        for (i = 0; i < 2; i++)
            if (infinity_sign(end[i]) == 0)
                at[i] = expr_add(a, at[i], expr_mul(a, p[j],
                                 expr_pow_int(a, end[i], j - 1)));
        if (j >= 2)
            p[j - 2] = expr_add(a, p[j - 2],
                                expr_mul(a, expr_integer(a, j - 1), p[j]));
    }
    sum = expr_mul(a, expand_if_shorter(a, p[0]), mass(a, lo, hi, ordered));
    for (i = 0; i < 2; i++)
        if (infinity_sign(end[i]) == 0)
        {
            at[i] = expr_mul(a, expand_if_shorter(a, at[i]),
                             expr_apply1(a, FUNCTION_PHI, end[i]));
            sum = i == 0 ? expr_add(a, sum, at[i]) : expr_sub(a, sum, at[i]);
        }
    return sum;
}

/* With Stein: E[t^j H] = (j-1) E[t^(j-2) H] - h1 E[t^(j-1) phi(h0 + h1 t)];
   the last mean is that of a normal law of variance 1/(1 + h1^2). */
expr_t *
normal_tail_moment(const facts_t *f, expr_t **p, int n, expr_t *h0,
                   expr_t *h1)
{
    algebra_t *a = f->algebra;
    expr_t *q[TERM_DEGREE + 1], *inf = expr_infinity(a), *sum;
    expr_t *spread = tidy(a, expr_add(a, expr_integer(a, 1),
                                      expr_pow_int(a, h1, 2)));
    expr_t *scale = tidy_root(f, spread, 1);
    expr_t *centre, *at = expr_mul(a, tidy(a, h0), scale);
    int j;

    for (j = n; j >= 1; j--)
    {
        q[j - 1] = expr_neg(a, expr_mul(a, h1, p[j]));
        if (j >= 2)
            p[j - 2] = expr_add(a, p[j - 2],
                                expr_mul(a, expr_integer(a, j - 1), p[j]));
    }
    sum = expr_mul(a, expand_if_shorter(a, p[0]),
                   expr_apply1(a, FUNCTION_H, at));
    if (n == 0)
        return sum;
    centre = expr_neg(a, expr_div(a, expr_mul(a, h0, h1), spread));
    shift_polynomial(a, q, n - 1, centre, scale);
    q[0] = normal_moment(a, q, n - 1, expr_neg(a, inf), inf, 1);
    q[0] = expr_mul(a, q[0], expr_mul(a, scale,
                                      expr_apply1(a, FUNCTION_PHI, at)));
    return expr_add(a, sum, q[0]);
}

/* ---- one term ----------------------------------------------------------- */

/* polynomial * exp(b x + c) over [lo, hi]: the primitive at both ends. */
static expr_t *
integral_without_square(const facts_t *f, const term_t *t, expr_t *b,
                        expr_t *c, expr_t *lo, expr_t *hi)
{
    algebra_t *a = f->algebra;
    expr_t *p[TERM_DEGREE + 2], *end[2], *value[2];
    int i, k, n = t->degree, s = facts_sign(f, b);

    if (t->h[0] != NULL || (s & (s - 1)) != 0)
        return NULL;
    end[0] = lo;
    end[1] = hi;
    if (s == MAY_ZERO)
        for (p[0] = expr_integer(a, 0), k = n++; k >= 0; k--)
            p[k + 1] = expr_div(a, t->polynomial[k],
                                expr_integer(a, k + 1));
    else                             /* b q + q' = p */
        for (k = n; k >= 0; k--)
            p[k] = expr_div(a, k == n ? t->polynomial[k]
                                : expr_sub(a, t->polynomial[k],
                                    expr_mul(a, expr_integer(a, k + 1),
                                             p[k + 1])), b);
    for (i = 0; i < 2; i++)
        if (infinity_sign(end[i]) == 0)
            value[i] = expr_mul(a, horner(a, p, n, end[i]),
                                expr_exp(a, expr_add(a, c,
                                         expr_mul(a, b, end[i]))));
        else if (s == (i == 0 ? MAY_POSITIVE : MAY_NEGATIVE))
            value[i] = expr_integer(a, 0);
        else
            return NULL;
    return expr_sub(a, value[1], value[0]);
}

/* sqrt(p) * (x - b/p), where an infinite x stays. */
static expr_t *
standard_end(algebra_t *a, expr_t *x, expr_t *p, expr_t *b, expr_t *root)
{
    expr_t *e;

    if (infinity_sign(x) != 0)
        return x;
    if (expr_is_zero(b))             /* sqrt(p) x */
        return expr_mul(a, expr_mul(a, p, root), x);
    e = expr_sub(a, expr_mul(a, p, x), b);
    return expr_mul(a, tidy(a, e), root);
}

/* The exponent -p x^2/2 + b x + c, p > 0, by completing the square; root is
   p^(-1/2). */
static expr_t *
integral_with_square(const facts_t *f, const term_t *t, expr_t *const *pbc,
                     expr_t *lo, expr_t *hi, int ordered)
{
    algebra_t *a = f->algebra;
    expr_t *p = pbc[0], *b = pbc[1], *poly[TERM_DEGREE + 1], *m;
    expr_t *root = tidy_root(f, p, 1);
    int k, full = infinity_sign(lo) < 0 && infinity_sign(hi) > 0;

    m = tidy(a, expr_div(a, b, p));
    for (k = 0; k <= t->degree; k++)
        poly[k] = t->polynomial[k];
    shift_polynomial(a, poly, t->degree, m, root);
    if (t->h[0] == NULL)
        return normal_moment(a, poly, t->degree,
                             standard_end(a, lo, p, b, root),
                             standard_end(a, hi, p, b, root), ordered);
    if (!full)
        return NULL;
    return normal_tail_moment(f, poly, t->degree,
                              expr_add(a, t->h[0], expr_mul(a, t->h[1], m)),
                              expr_mul(a, t->h[1], root));
}

/* What stands in front of the moment: exp(c + b^2/(2 p)) sqrt(2 pi/p) without
   the weights' own roots of 2 pi; a lone phi(g) stays a phi. */
static expr_t *
prefactor(const facts_t *f, const term_t *t, expr_t *const *pbc, int gauss)
{
    algebra_t *a = f->algebra;
    expr_t *root = tidy_root(f, pbc[0], 1), *e, *two_pi;
    int lone = t->phi[0] != NULL && expr_is_zero(t->a) && expr_is_zero(t->b)
        && expr_is_zero(t->c);

    if (lone && gauss)
        return expr_mul(a, root, expr_apply1(a, FUNCTION_PHI,
                                     expr_mul(a, t->phi[0], root)));
    if (lone)
        return root;
    e = expr_div(a, expr_pow_int(a, tidy(a, pbc[1]), 2), pbc[0]);
    e = expr_add(a, pbc[2], expr_mul(a, expr_fraction(a, 1, 2), e));
    e = expr_mul(a, expr_exp(a, tidy(a, e)), root);
    two_pi = expr_mul(a, expr_integer(a, 2), expr_pi(a));
    return expr_mul(a, e, expr_pow(a, two_pi,
        expr_fraction(a, !gauss - (t->phi[0] != NULL), 2)));
}

expr_t *
term_integral(const facts_t *f, const term_t *t, expr_t *lo, expr_t *hi,
              int ordered, int gauss)
{
    algebra_t *a = f->algebra;
    expr_t *pbc[3], *result, *two_pi;
    int s, full = infinity_sign(lo) < 0 && infinity_sign(hi) > 0;

    pbc[0] = expr_sub(a, expr_integer(a, gauss),
                      expr_mul(a, expr_integer(a, 2), t->a));
    pbc[1] = t->b;
    pbc[2] = t->c;
    if (t->phi[0] != NULL)
    {
        pbc[0] = expr_add(a, pbc[0], expr_pow_int(a, t->phi[1], 2));
        pbc[1] = expr_sub(a, pbc[1], expr_mul(a, t->phi[0], t->phi[1]));
        pbc[2] = expr_sub(a, pbc[2], expr_mul(a, expr_fraction(a, 1, 2),
                                         expr_pow_int(a, t->phi[0], 2)));
    }
    pbc[0] = tidy(a, pbc[0]);
    s = facts_sign(f, pbc[0]);
    /* on the whole line the integral exists only where p > 0 */
    if (s == MAY_POSITIVE || (s == MAY_NONNEGATIVE && full))
    {
        result = integral_with_square(f, t, pbc, lo, hi, ordered);
        if (result != NULL)
            result = expr_mul(a, result, prefactor(f, t, pbc, gauss));
    }
    else if (s == MAY_ZERO)
    {
        result = integral_without_square(f, t, pbc[1], pbc[2], lo, hi);
        two_pi = expr_mul(a, expr_integer(a, 2), expr_pi(a));
        if (result != NULL)
            result = expr_mul(a, result, expr_pow(a, two_pi,
                expr_fraction(a, -gauss - (t->phi[0] != NULL), 2)));
    }
    else
        return NULL;
    return result == NULL ? NULL : expr_mul(a, t->coefficient, result);
}
