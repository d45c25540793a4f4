/* compiler/replica/gibbs.c -- a student drawn from the Gibbs measure of a loss,
 * or from the version space of a constraint.
 *
 *     L_out = log Z_out,  Z_out(y, omega, V) = int N(z; omega, V)
 *                                     exp(-beta loss(y, z)) 1[require](y, z)
 *     L_w = log Z_w,  Z_w(A, B) = int dP(w) exp(-A w^2/2 + B w
 *                                               - beta penalty(w))
 */
#include "gibbs.h"

#include <stdlib.h>

/* ---- what the learner makes of a label ---------------------------------- */

static int
out(student_t *s, label_t *o, const char *name, const char *latex)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *z = dv->spec->student->field, *omega = o->formal[o->n - 2];
    expr_t *v = o->formal[o->n - 1], *factor, *mean;

    factor = gibbs_factor(dv, o->y, z);
    mean = gibbs_field_mean(dv, factor, z, omega, v);
    if (expr_is_zero(mean))
    {
        char *text = expr_to_string(o->y);

        derive_error(dv, "E0306", dv->spec->require_span, NULL,
                     "the constraint holds for no value of the field when "
                     "the label is %s", text != NULL ? text : "?");
        free(text);
        return 0;
    }
    o->l = definition_heat_tower(
        g, derive_text(dv, "log_Z_%s", name),
        derive_text(dv, "\\log Z_{%s}", latex), derive_text(dv, "g_%s", name),
        derive_text(dv, "g_{%s}", latex), o->formal, o->n, o->n - 1, o->n - 2,
        expr_fraction(g, 1, 2), mean, derive_log_of_product(g, mean), &o->g);
    derive_function(dv, definition_new(g, derive_text(dv, "Z_%s", name),
                                       derive_text(dv, "Z_{%s}", latex),
                                       o->formal, o->n, mean),
                    gibbs_field_raw(dv, factor, z, omega, v));
    derive_function(dv, o->g, NULL);
    return 1;
}

static expr_t *
raw_out(const student_t *s, expr_t *y, expr_t *omega, expr_t *v)
{
    expr_t *z = s->dv->spec->student->field, *e;

    e = gibbs_factor(s->dv, y, z);
    return expr_log(s->dv->algebra, gibbs_field_raw(s->dv, e, z, omega, v));
}

/* ---- what the learner makes of the weights ------------------------------ */

static int
weights(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *w = dv->spec->student->symbol, *zero = expr_integer(g, 0);
    expr_t *a = s->reduced ? zero : s->formal[0], *b, *tilt, *z, *f;

    b = s->formal[s->n_formals - 1];
    tilt = gibbs_tilt(dv, a, b, w);
    z = gibbs_weight_mean(dv, s->law, tilt, w);
    if (!s->reduced)
        s->l_w = definition_heat_tower(g, "log_Z_w", "\\log Z_w", "f_w", "f_w",
                                       s->formal, 2, 0, 1,
                                       expr_fraction(g, -1, 2), z,
                                       derive_log_of_product(g, z), &s->f_w);
    else
    {
        /* Z_w'' = Z_w */
        if (s->law->n == 2 && dv->spec->penalty == NULL
            && s->law->probability[0] == s->law->probability[1])
            z = expr_apply1(g, FUNCTION_COSH, b);
        s->l_w = definition_new(g, "log_Z_w", "\\log Z_w", &b, 1,
                                expr_log(g, z));
        s->f_w = definition_new(g, "f_w", "f_w", &b, 1,
                                expr_diff(g, expr_log(g, z), b));
        f = student_weight_apply(s, s->f_w);
        definition_set_derivative(g, s->l_w, 0, f);
        definition_set_derivative(g, s->f_w, 0,
                                  expr_sub(g, expr_integer(g, 1),
                                           expr_pow_int(g, f, 2)));
    }
    derive_function(dv, definition_new(g, "Z_w", "Z_w", s->formal,
                                       s->n_formals, z),
                    law_expectation(g, s->law, w, tilt));
    derive_function(dv, s->f_w, NULL);
    return 1;
}

static expr_t *
raw_weights(const student_t *s, expr_t *a, expr_t *b)
{
    algebra_t *g = s->dv->algebra;
    expr_t *w = expr_fresh(g, "w");

    return expr_log(g, law_expectation(g, s->law, w,
                                       gibbs_tilt(s->dv, a, b, w)));
}

/* ---- all ---------------------------------------------------------------- */

static const learner_rule_t rule = { 1, out, weights, raw_out, raw_weights };

int
derive_gibbs(derivation_t *dv)
{
    student_t *s;
    const law_t *law;

    if (dv->spec->teacher == NULL)
        return derive_storage(dv);
    s = derive_alloc(dv, 1, sizeof *s);
    law = dv->spec->student->law;
    if (law->width > 1 || law->kind == LAW_POISSON
        || law->kind == LAW_MARCHENKO_PASTUR)
    {
        derive_error(dv, "E0303", law->span, NULL,
                     "this law cannot be that of weights");
        return 0;
    }
    if (!student_derive(s, dv, &rule, NULL, law, gibbs_least_v_hat(dv, law)))
        return 0;
    student_values(s, "log of the partition function per weight");
    return 1;
}
