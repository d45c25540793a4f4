/* compiler/replica/gibbs.c -- a student drawn from the Gibbs measure of a loss,
 * or from the version space of a constraint.
 *
 *     L_out = log Z_out,  Z_out(y, omega, V) = int N(z; omega, V)
 *                                     exp(-beta loss(y, z)) 1[require](y, z)
 *     L_w = log Z_w,  Z_w(A, B) = int dP(w) exp(-A w^2/2 + B w
 *                                               - beta penalty(w))
 */
#include "gibbs.h"
#include "observe.h"

#include <stdlib.h>

/* ---- what the learner makes of a label ---------------------------------- */

/* What `require` leaves for a label may be empty at some parameters. */
static void
may_be_empty(derivation_t *dv, expr_t *y, expr_t *z)
{
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    char *text = expr_to_string(y);
    int n = expr_intervals(dv->algebra, student_require(dv, y, z), z,
                           DERIVE_MAX_INTERVALS, lo, hi);

    if (n > 0)
        derive_may_be_empty(dv, n, lo, hi,
                            derive_text(dv, "no field satisfies 'require' for "
                                        "the label %s at these values",
                                        text != NULL ? text : "?"),
                            dv->spec->require_span);
    free(text);
}

static int
out(student_t *s, label_t *o, const char *name, const char *latex)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *z = dv->spec->student->field, *omega = o->formal[o->n - 2];
    expr_t *v = o->formal[o->n - 1], *factor, *mean;

    if (!gibbs_loss_is_held(dv, o->y, z, o->atom != NULL))
        return 0;
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
    if (o->atom != NULL && dv->spec->require != NULL)
        may_be_empty(dv, o->y, z);
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

    if (!gibbs_penalty_is_held(dv, w))
        return 0;
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

/* ---- what can be read at a solution ------------------------------------- */

/* E[factor body] / E[factor] over z = N(omega, v). */
static expr_t *
tilted(const observer_t *o, expr_t *y, expr_t *omega, expr_t *v, expr_t *body)
{
    derivation_t *dv = o->dv;
    expr_t *factor = gibbs_factor(dv, y, o->z), *mean;

    mean = gibbs_field_mean(dv, factor, o->z, omega, v);
    body = gibbs_field_mean(dv, expr_mul(dv->algebra, factor, body), o->z,
                            omega, v);
    return expr_div(dv->algebra, body, mean);
}

/* <penalty> and -<log P_w>, as far as they are there, under the tilt. */
static expr_t *
entropy_of_weights(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    const law_t *law = s->law;
    expr_t *sum = expr_integer(g, 0), *w = dv->spec->student->symbol, *e;
    expr_t *a = s->reduced ? sum : s->formal[0], *b, *z, *tilt;
    definition_t *f;
    int i, equal = 1;

    if (s->volume != NULL)
        return sum;
    b = s->formal[s->n_formals - 1];
    tilt = gibbs_tilt(dv, a, b, w);
    z = expr_exp(g, definition_body(s->l_w));
    if (dv->spec->penalty != NULL)
    {
        e = gibbs_weight_mean(dv, law,
                              expr_mul(g, tilt, dv->spec->penalty), w);
        f = definition_new(g, "c_w", "c_w", s->formal, s->n_formals,
                           expr_div(g, e, z));
        derive_function(dv, f, NULL);
        e = student_weight_mean(s, student_weight_apply(s, f));
        sum = expr_mul(g, dv->spec->learner_argument, e);
    }
    if (law->kind != LAW_FINITE)
        return sum;
    for (i = 0, e = expr_integer(g, 0); i < law->n; i++)
    {
        expr_t *p = law->probability[i];

        equal = equal && p == law->probability[0];
        if (!expr_is_zero(p))
            e = expr_add(g, e, expr_product(g, (expr_t *[]){
                    p, expr_log(g, p), expr_substitute(g, tilt, &w,
                                           &law->value[i], 1) }, 3));
    }
    if (equal)
        return expr_sub(g, sum, expr_log(g, law->probability[0]));
    f = definition_new(g, "l_w", "\\ell_w", s->formal, s->n_formals,
                       expr_div(g, e, z));
    derive_function(dv, f, NULL);
    return expr_sub(g, sum, student_weight_mean(s, student_weight_apply(s,
                                                                       f)));
}

static void
values(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    observer_t o = { .dv = dv, .ctx = s, .channel = &s->channel };
    expr_t *loss, *e;

    o.z0 = spec->teacher->field;
    o.z = spec->student->field;
    o.rho = s->rho;
    o.m = s->m;
    o.q = s->q;
    o.v = s->v;
    o.spread = o.vote = expr_add(g, s->q, s->v);
    o.tilted = tilted;
    o.train = student_train;
    student_values(s, "log of the partition function per weight");
    loss = observe_loss(&o);
    e = entropy_of_weights(s);
    if (loss != NULL)
        e = expr_add(g, e, expr_product(g, (expr_t *[]){
                spec->samples, spec->learner_argument, loss }, 3));
    derive_value(dv, "entropy", expr_add(g, dv->t->potential, e),
                 expr_add(g, dv->t->raw, expr_inline(g, e)),
                 s->law->kind == LAW_FINITE
                     ? "entropy of the student, per weight"
                     : "minus the divergence from the prior, per weight");
    observe_errors(&o);
    observe_averages(&o);
    gibbs_recovery(s);
}

/* A loss without curvature in the field leaves V_hat = 0, where the closed form
   of log Z_w may have no value. */
static void
flat_loss(const student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0), *at;
    int i;

    for (i = 0; i < s->n_labels; i++)
    {
        const label_t *o = &s->label[i];

        if (!expr_proves_zero(g, expr_diff(g, definition_body(o->g),
                                           o->formal[o->n - 2])))
            return;
    }
    if (s->n_formals != 2 || s->l_w == NULL)
        return;
    at = expr_substitute(g, definition_body(s->l_w), &s->formal[0], &zero, 1);
    if (rewrite_undefined(g, expr_inline(g, at)))
        derive_cause(dv, "the loss has no curvature in the field, so V_hat = "
                         "0, where averages over this law of the student have "
                         "no closed form; a quadratic penalty, or a loss with "
                         "curvature, helps",
                     dv->spec->loss_span);
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
    values(s);
    flat_loss(s);
    student_experiment(s);
    return 1;
}
