/* compiler/replica/sides.c -- conditions with the fields on one side. */
#include "derive.h"

enum { MAX_PARTS = 32 };

static int
sign_of(algebra_t *g, expr_t *e)
{
    return expr_is_positive(e) ? 1 : expr_is_positive(expr_neg(g, e)) ? -1 : 0;
}

/* d < 0, or d <= 0, as S < -k or k < -S: d = S + k, k without fields, S the
   rest, its first slope positive as far as its sign is known. */
static expr_t *
sides(algebra_t *g, compare_t how, expr_t *d, expr_t *const *x, int n)
{
    expr_t *k = d, *c[2], *s;
    int i, degree, sign = 0;

    for (i = 0; i < n; i++)
    {
        degree = expr_polynomial(g, k, x[i], 1, c);
        if (degree < 0)
            return NULL;
        if (degree == 1 && sign == 0)
            sign = sign_of(g, c[1]);
        k = c[0];
    }
    s = expr_sub(g, d, k);
    return sign < 0 ? expr_compare(g, how, k, expr_neg(g, s))
                    : expr_compare(g, how, s, expr_neg(g, k));
}

expr_t *
derive_sides(algebra_t *g, expr_t *c, expr_t *const *x, int n)
{
    expr_t *part[MAX_PARTS], *d;
    int i, arity = expr_arity(c);

    if (expr_kind(c) == EXPR_COMPARE && expr_comparison(c) != COMPARE_EQ)
    {
        d = expr_sub(g, expr_child(c, 0), expr_child(c, 1));
        d = sides(g, expr_comparison(c), d, x, n);
        return d != NULL ? d : c;
    }
    if (arity > MAX_PARTS
        || (expr_kind(c) != EXPR_AND && expr_kind(c) != EXPR_OR))
        return c;
    for (i = 0; i < arity; i++)
        part[i] = derive_sides(g, expr_child(c, i), x, n);
    return expr_kind(c) == EXPR_AND ? expr_and(g, part, arity)
                                    : expr_or(g, part, arity);
}
