/* compiler/replica/sphere.c -- weights on the sphere w.w = N. */
#include "derive.h"

/*
 * The base measure is Lebesgue's.  With s the mean of B^2 the potential is
 * stationary in A = V_hat: the numerator of its derivative is quadratic in A,
 * and the positive root A(s) is put in; phi = 0 at alpha = 0 fixes the
 * constant.
 */

static expr_t *
apply1(algebra_t *g, definition_t *f, expr_t *x)
{
    return expr_apply(g, f, &x, 1);
}

/* The positive root A(s) of an equation quadratic in `a`, as a definition
   that knows its derivative; NULL when the equation is of another kind. */
static definition_t *
positive_root(algebra_t *g, expr_t *equation, expr_t *a, expr_t *s)
{
    expr_t *c[3], *root, *slope, *two = expr_integer(g, 2);
    definition_t *f;

    if (expr_polynomial(g, equation, a, 2, c) != 2)
        return NULL;
    root = expr_sub(g, expr_pow_int(g, c[1], 2),
                    expr_mul(g, expr_integer(g, 4), expr_mul(g, c[0], c[2])));
    root = expr_div(g, expr_sub(g, expr_sqrt(g, root), c[1]),
                    expr_mul(g, two, c[2]));
    f = definition_new(g, "A", "A", &s, 1, root);
    /* implicit function theorem */
    slope = expr_neg(g, expr_div(g, expr_diff(g, equation, s),
                                 expr_diff(g, equation, a)));
    root = apply1(g, f, s);
    definition_set_derivative(g, f, 0,
                              expr_substitute(g, slope, &a, &root, 1));
    return f;
}

/* E log Z_w + A/2 as a function of A and s, closed. */
static expr_t *
volume_of(derivation_t *dv, expr_t *w, expr_t *a, expr_t *s)
{
    algebra_t *g = dv->algebra;
    expr_t *b = derive_formal(dv, "B", 0), *xi = expr_fresh(g, "xi");
    expr_t *infinity = expr_infinity(g);
    expr_t *raw, *closed, *part, *field, *formal[2];

    formal[0] = a;
    formal[1] = b;
    field = expr_mul(g, expr_sqrt(g, s), xi);
    raw = expr_integral(g, w, expr_neg(g, infinity), infinity,
                        derive_tilt(g, a, b, w));
    closed = expr_close(g, raw);
    derive_function(dv, definition_new(g, "Z_w", "Z_w", formal, 2, closed),
                    raw);
    part = expr_substitute(g, derive_log_of_product(g, closed), &b, &field, 1);
    part = expr_close(g, expr_gauss(g, xi, expr_expand(g, part, 0)));
    return expr_add(g, part, expr_mul(g, expr_fraction(g, 1, 2), a));
}

int
derive_sphere(derivation_t *dv, expr_t *w, expr_t *s, definition_t **volume,
              definition_t **width)
{
    algebra_t *g = dv->algebra;
    expr_t *a = derive_formal(dv, "A", 1), *zero = expr_integer(g, 0);
    expr_t *part = volume_of(dv, w, a, s), *slope, *root;
    expr_t *symbol[2], *value[2];

    /* A^2 - A - s */
    slope = expr_mul(g, expr_diff(g, part, a),
                     expr_mul(g, expr_integer(g, 2), expr_pow_int(g, a, 2)));
    *width = positive_root(g, expr_expand(g, slope, 0), a, s);
    if (*width == NULL)
        return 0;
    root = apply1(g, *width, s);
    symbol[0] = s;
    symbol[1] = a;
    value[0] = zero;
    value[1] = expr_inline(g, apply1(g, *width, zero));
    part = expr_sub(g, part, expr_substitute(g, part, symbol, value, 2));
    *volume = definition_new(g, "log_Z_w", "\\log Z_w", &s, 1,
                             expr_substitute(g, part, &a, &root, 1));
    /* stationary in A: only the explicit dependence on s counts */
    definition_set_derivative(g, *volume, 0,
                              expr_substitute(g, expr_diff(g, part, s), &a,
                                              &root, 1));
    derive_function(dv, *width, NULL);
    derive_function(dv, *volume, NULL);
    return 1;
}
