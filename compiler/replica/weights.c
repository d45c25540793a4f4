/* compiler/replica/weights.c -- the weights' part of the potential. */
#include "gibbs.h"

/*
 * The general form is  (q V_hat - V q_hat + V V_hat)/2 + E log Z_w(V_hat, B)
 * with Z_w(A, B) = int dP(w) exp(-A w^2/2 + B w), B = sqrt(q_hat) xi.
 * For w^2 = 1 and for the sphere V = 1 - q, and V_hat goes.
 */

int
law_has_unit_squares(algebra_t *g, const law_t *law)
{
    int i;

    if (law->kind != LAW_FINITE || law->width > 1)
        return 0;
    for (i = 0; i < law->n; i++)
        if (!expr_proves_zero(g, expr_sub(g, expr_pow_int(g, law->value[i], 2),
                                          expr_integer(g, 1))))
            return 0;
    return 1;
}

int
law_is_reduced(derivation_t *dv, const law_t *law)
{
    return law->kind == LAW_SPHERE || law_has_unit_squares(dv->algebra, law);
}

static expr_t *
quadratic_form(algebra_t *g, expr_t *q, expr_t *q_hat, expr_t *v, expr_t *v_hat)
{
    expr_t *term[3];

    term[0] = expr_mul(g, q, v_hat);
    term[1] = expr_neg(g, expr_mul(g, v, q_hat));
    term[2] = expr_mul(g, v, v_hat);
    return expr_mul(g, expr_fraction(g, 1, 2), expr_sum(g, term, 3));
}

expr_t *
derive_tilt(algebra_t *g, expr_t *a, expr_t *b, expr_t *w)
{
    expr_t *energy = expr_mul(g, expr_fraction(g, -1, 2),
                              expr_mul(g, a, expr_pow_int(g, w, 2)));

    return expr_exp(g, expr_add(g, energy, expr_mul(g, b, w)));
}

expr_t *
derive_log_of_product(algebra_t *g, expr_t *z)
{
    expr_t *sum = expr_integer(g, 0), *rest = expr_integer(g, 1), *factor;
    int i, n = expr_kind(z) == EXPR_MUL ? expr_arity(z) : 1;

    for (i = 0; i < n; i++)
    {
        factor = expr_kind(z) == EXPR_MUL ? expr_child(z, i) : z;
        if (expr_kind(factor) == EXPR_FUNCTION
            && expr_function(factor) == FUNCTION_EXP)
            sum = expr_add(g, sum, expr_child(factor, 0));
        else if (expr_kind(factor) == EXPR_POWER
                 && expr_kind(expr_child(factor, 1)) == EXPR_RATIONAL)
        {
            factor = expr_mul(g, expr_child(factor, 1),
                              expr_log(g, expr_child(factor, 0)));
            sum = expr_add(g, sum, factor);
        }
        else
            rest = expr_mul(g, rest, factor);
    }
    return expr_add(g, sum, expr_log(g, rest));
}

static expr_t *
apply1(algebra_t *g, definition_t *f, expr_t *x)
{
    return expr_apply(g, f, &x, 1);
}

static expr_t *
apply2(algebra_t *g, definition_t *f, expr_t *x, expr_t *y)
{
    expr_t *arg[2];

    arg[0] = x;
    arg[1] = y;
    return expr_apply(g, f, arg, 2);
}

/* sum P log P exp(..) / Z: the mean of log P_w(w) under the tilted law.  When
   all probabilities are equal it is their logarithm. */
static expr_t *
mean_log_prior(derivation_t *dv, const law_t *law, expr_t *a, expr_t *b,
               expr_t *z)
{
    algebra_t *g = dv->algebra;
    expr_t *sum = expr_integer(g, 0), *p;
    int i, equal = 1;

    for (i = 0; i < law->n; i++)
    {
        p = law->probability[i];
        equal = equal && p == law->probability[0];
        if (expr_is_zero(p))
            continue;
        p = expr_mul(g, p, expr_log(g, p));
        sum = expr_add(g, sum,
                       expr_mul(g, p, gibbs_tilt(dv, a, b, law->value[i])));
    }
    return equal ? expr_log(g, law->probability[0]) : expr_div(g, sum, z);
}

/* Adds <log P_w(w)> = E[xi] l_w(.., sqrt(q_hat) xi) for a finite law. */
static void
log_prior(weights_part_t *out, derivation_t *dv, const law_t *law,
          expr_t *const *formal, expr_t *const *argument, int n, expr_t *xi,
          expr_t *z)
{
    algebra_t *g = dv->algebra;
    expr_t *a = n == 2 ? formal[0] : expr_integer(g, 0), *l;
    definition_t *f;

    if (law->kind != LAW_FINITE)
        return;
    l = mean_log_prior(dv, law, a, formal[n - 1], z);
    if (expr_contains(l, formal[n - 1]))
    {
        f = definition_new(g, "l_w", "\\ell_w", formal, n, l);
        derive_function(dv, f, NULL);
        l = expr_gauss(g, xi, expr_apply(g, f, argument, n));
    }
    out->log_prior = l;
}

/* Adds <penalty>. */
static void
mean_penalty(weights_part_t *out, derivation_t *dv, const law_t *law,
             expr_t *const *formal, expr_t *const *argument, int n, expr_t *xi,
             expr_t *z)
{
    algebra_t *g = dv->algebra;
    expr_t *a = n == 2 ? formal[0] : expr_integer(g, 0), *c;
    expr_t *w = dv->spec->weights->symbol;
    definition_t *f;

    if (dv->spec->penalty == NULL)
        return;
    c = expr_mul(g, gibbs_tilt(dv, a, formal[n - 1], w), dv->spec->penalty);
    c = expr_div(g, gibbs_weight_mean(dv, law, c, w), z);
    f = definition_new(g, "c_w", "c_w", formal, n, c);
    derive_function(dv, f, NULL);
    out->penalty = expr_gauss(g, xi, expr_apply(g, f, argument, n));
}

/* ---- w^2 = 1 ------------------------------------------------------------ */

/*
 * Z_w(A, B) = exp(-A/2) Z_w(B): with V = 1 - q the V_hat of the quadratic
 * form cancels against -V_hat/2.  Z_w'' = Z_w, hence f_w' = 1 - f_w^2.
 */
static int
unit_squares(weights_part_t *out, derivation_t *dv, const law_t *law,
             expr_t *q, expr_t *q_hat, expr_t *v, expr_t *v_hat)
{
    algebra_t *g = dv->algebra;
    expr_t *half = expr_fraction(g, 1, 2), *zero = expr_integer(g, 0);
    expr_t *b = derive_formal(dv, "B", 0), *w = dv->spec->weights->symbol;
    expr_t *xi = expr_fresh(g, "xi"), *field, *form, *z, *raw, *f;
    definition_t *log_z, *mean;

    form = expr_sub(g, quadratic_form(g, q, q_hat, v, v_hat),
                    expr_mul(g, half, v_hat));
    if (!expr_proves_zero(g, expr_diff(g, form, v_hat)))
        return 0;
    form = expr_substitute(g, form, &v_hat, &zero, 1);

    raw = law_expectation(g, law, w, gibbs_tilt(dv, zero, b, w));
    z = raw;
    if (law->n == 2 && law->probability[0] == law->probability[1]
        && dv->spec->penalty == NULL)
        z = expr_apply1(g, FUNCTION_COSH, b);
    log_z = definition_new(g, "log_Z_w", "\\log Z_w", &b, 1, expr_log(g, z));
    mean = definition_new(g, "f_w", "f_w", &b, 1,
                          expr_diff(g, expr_log(g, z), b));
    f = apply1(g, mean, b);
    definition_set_derivative(g, log_z, 0, f);
    definition_set_derivative(g, mean, 0,
                              expr_sub(g, expr_integer(g, 1),
                                       expr_pow_int(g, f, 2)));
    derive_function(dv, definition_new(g, "Z_w", "Z_w", &b, 1, z), raw);
    derive_function(dv, mean, NULL);

    field = expr_mul(g, expr_sqrt(g, q_hat), xi);
    out->reduced = 1;
    out->potential = expr_add(g, form,
                              expr_gauss(g, xi, apply1(g, log_z, field)));
    raw = expr_substitute(g, raw, &b, &field, 1);
    out->raw = expr_add(g, form, expr_gauss(g, xi, expr_log(g, raw)));
    f = apply1(g, mean, field);
    f = expr_sub(g, expr_integer(g, 1), expr_pow_int(g, f, 2));
    out->response_square = expr_gauss(g, xi, expr_pow_int(g, f, 2));
    log_prior(out, dv, law, &b, &field, 1, xi, z);
    mean_penalty(out, dv, law, &b, &field, 1, xi, z);
    return 1;
}

/* ---- the sphere --------------------------------------------------------- */

/* Lebesgue measure, V = 1 - q, V_hat = A(q_hat). */
static int
sphere(weights_part_t *out, derivation_t *dv, expr_t *q, expr_t *q_hat,
       expr_t *v)
{
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0), *half = expr_fraction(g, 1, 2);
    expr_t *a = derive_formal(dv, "A", 1), *form, *slope;
    definition_t *width, *volume;

    form = quadratic_form(g, q, q_hat, v, a);
    slope = expr_sub(g, form, expr_mul(g, half, a));
    if (!expr_proves_zero(g, expr_diff(g, slope, a)))
        return 0;
    form = expr_substitute(g, form, &a, &zero, 1);
    if (!derive_sphere(dv, dv->spec->weights->symbol, q_hat, &volume, &width))
        return 0;
    out->reduced = 1;
    out->potential = expr_add(g, form, apply1(g, volume, q_hat));
    out->raw = expr_add(g, form, expr_inline(g, apply1(g, volume, q_hat)));
    out->response_square = expr_pow_int(g, v, 2);
    out->v_hat = apply1(g, width, q_hat);
    return 1;
}

/* ---- any other law ------------------------------------------------------ */

static int
general(weights_part_t *out, derivation_t *dv, const law_t *law, expr_t *q,
        expr_t *q_hat, expr_t *v, expr_t *v_hat)
{
    algebra_t *g = dv->algebra;
    expr_t *formal[2], *argument[2], *xi = expr_fresh(g, "xi");
    expr_t *w = dv->spec->weights->symbol, *raw, *z, *form, *response;
    definition_t *log_z, *mean;

    /* closed for A > 0; the closed form holds as far as it is analytic */
    formal[0] = derive_formal(dv, "A", law->kind != LAW_FINITE);
    formal[1] = derive_formal(dv, "B", 0);
    raw = gibbs_tilt(dv, formal[0], formal[1], w);
    z = gibbs_weight_mean(dv, law, raw, w);
    raw = law_expectation(g, law, w, raw);
    log_z = definition_heat_tower(g, "log_Z_w", "\\log Z_w", "f_w", "f_w",
                                  formal, 2, 0, 1, expr_fraction(g, -1, 2), z,
                                  derive_log_of_product(g, z), &mean);
    derive_function(dv, definition_new(g, "Z_w", "Z_w", formal, 2, z), raw);
    derive_function(dv, mean, NULL);

    argument[0] = v_hat;
    argument[1] = expr_mul(g, expr_sqrt(g, q_hat), xi);
    form = quadratic_form(g, q, q_hat, v, v_hat);
    out->potential = expr_add(g, form,
        expr_gauss(g, xi, expr_apply(g, log_z, argument, 2)));
    raw = expr_substitute(g, raw, formal, argument, 2);
    out->raw = expr_add(g, form, expr_gauss(g, xi, expr_log(g, raw)));
    response = expr_diff(g, apply2(g, mean, formal[0], formal[1]), formal[1]);
    derive_function(dv, expr_definition(response), NULL);
    response = expr_substitute(g, response, formal, argument, 2);
    out->response_square = expr_gauss(g, xi, expr_pow_int(g, response, 2));
    log_prior(out, dv, law, formal, argument, 2, xi, z);
    mean_penalty(out, dv, law, formal, argument, 2, xi, z);
    return 1;
}

int
derive_weights(weights_part_t *out, derivation_t *dv, expr_t *q, expr_t *q_hat,
               expr_t *v, expr_t *v_hat)
{
    const variable_t *weights = dv->spec->weights;
    const law_t *law = weights->law;
    int done = 0;

    *out = (weights_part_t){ 0 };
    if (law->kind == LAW_SPHERE && dv->spec->penalty != NULL)
    {
        derive_error(dv, "E0301", dv->spec->penalty_span,
                     "w^2 is fixed on the sphere; for other penalties use "
                     "another law",
                     "not supported yet: a penalty on the sphere");
        return 0;
    }
    if (law->width > 1 || law->kind == LAW_POISSON
        || law->kind == LAW_MARCHENKO_PASTUR)
    {
        derive_error(dv, "E0303", law->span, NULL,
                     "this law cannot be that of weights");
        return 0;
    }
    if (law->kind == LAW_SPHERE)
        done = sphere(out, dv, q, q_hat, v);
    else if (law_has_unit_squares(dv->algebra, law))
        done = unit_squares(out, dv, law, q, q_hat, v, v_hat);
    else
        done = general(out, dv, law, q, q_hat, v, v_hat);
    if (!done)
        derive_error(dv, "E0304", law->span, NULL,
                     "the partition function of this law has no form that "
                     "the derivation can use");
    return done;
}
