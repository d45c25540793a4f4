/* compiler/replica/student.c -- unknowns, potential and equations of a student
 * who need not know the teacher.
 */
#include "student.h"

#include <string.h>

/* ---- unknowns ----------------------------------------------------------- */

static int
names_are_free(derivation_t *dv, int reduced)
{
    static const char *const unknown[]
        = { "m", "m_hat", "q", "q_hat", "V", "V_hat" };
    const spec_t *spec = dv->spec;
    int i, k, n = reduced ? 4 : 6;

    for (i = 0; i < spec->n_parameters; i++)
        for (k = 0; k < n; k++)
            if (strcmp(spec->parameter[i].name, unknown[k]) == 0)
                derive_error(dv, "E0307", spec->parameter[i].span,
                             "choose another name for the parameter",
                             "'%s' is an order parameter of this model",
                             unknown[k]);
    return !dv->failed;
}

/* q first: the ends of m depend on it.  That m >= -sqrt(rho q) follows where
   the potential is defined; without a lower end the states begin at m = 0. */
static void
unknowns(student_t *s, expr_t *least)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0), *one = expr_integer(g, 1);
    domain_t overlap = { zero, s->reduced ? one : NULL, 0, 1 };
    domain_t half_line = { zero, NULL, 0, 1 };
    domain_t positive = { zero, NULL, 1, 1 };
    domain_t aligned = { NULL, NULL, 1, 1 }, line = { NULL, NULL, 1, 1 };

    aligned.hi = expr_sqrt(g, expr_mul(g, s->rho, s->q));
    derive_unknown(dv, "q", overlap, "overlap of two students", 0);
    derive_unknown(dv, "m", aligned, "overlap with the teacher", 0);
    if (!s->reduced)
        derive_unknown(dv, "V", positive,
                       s->learner->response
                           ? "self-overlap minus q"
                           : "beta times self-overlap minus q", 0);
    derive_unknown(dv, "q_hat", half_line, "conjugate of q", 1);
    derive_unknown(dv, "m_hat", line, "conjugate of m", 1);
    if (s->reduced)
        return;
    line.lo = least;
    derive_unknown(dv, "V_hat", line, "conjugate of V", 1);
}

/* ---- potential ---------------------------------------------------------- */

/* -m m_hat + (q V_hat - V q_hat + V V_hat)/2, as far as it is there. */
static expr_t *
bilinear_form(const student_t *s)
{
    algebra_t *g = s->dv->algebra;
    expr_t *term[4];
    int n = 0;

    term[n++] = expr_mul(g, expr_integer(g, -2), expr_mul(g, s->m, s->m_hat));
    term[n++] = expr_neg(g, expr_mul(g, s->v, s->q_hat));
    if (!s->reduced)
    {
        term[n++] = expr_mul(g, s->q, s->v_hat);
        if (s->learner->response)
            term[n++] = expr_mul(g, s->v, s->v_hat);
    }
    return expr_mul(g, expr_fraction(g, 1, 2), expr_sum(g, term, n));
}

static expr_t *
value_of(const student_t *s, const label_t *o)
{
    return student_label_apply(s, o, o->l);
}

static expr_t *
slope_of(const student_t *s, const label_t *o)
{
    return student_label_apply(s, o, o->g);
}

/* d^2 L/d omega^2 */
static expr_t *
curvature_of(const student_t *s, const label_t *o)
{
    return expr_diff(s->dv->algebra, slope_of(s, o), o->formal[o->n - 2]);
}

static expr_t *
variance_slope_of(const student_t *s, const label_t *o)
{
    algebra_t *g = s->dv->algebra;

    return expr_expand(g, expr_diff(g, value_of(s, o), o->formal[o->n - 1]),
                       0);
}

/* (d^2 L/d omega^2)/2 - dL/dV: what q does where V = 1 - q. */
static expr_t *
reduced_slope_of(const student_t *s, const label_t *o)
{
    algebra_t *g = s->dv->algebra;
    expr_t *e = expr_mul(g, expr_fraction(g, 1, 2), curvature_of(s, o));

    return expr_expand(g, expr_sub(g, e, variance_slope_of(s, o)), 0);
}

static expr_t *
potential_of_weights(const student_t *s)
{
    algebra_t *g = s->dv->algebra;

    if (s->volume != NULL)
        return expr_apply(g, s->volume, &s->radius, 1);
    return student_weight_mean(s, student_weight_apply(s, s->l_w));
}

/* d Psi_out/dx times alpha, for overlap number i. */
static expr_t *
patterns_slope(const student_t *s, int i)
{
    algebra_t *g = s->dv->algebra;
    expr_t *e, *half = expr_fraction(g, 1, 2);

    if (i == 1)
        e = student_label_slope(s, slope_of);
    else if (i == 2)
        e = student_label_mean(s, variance_slope_of);
    else if (s->reduced)
        e = student_label_mean(s, reduced_slope_of);
    else
        e = expr_mul(g, half, student_label_mean(s, curvature_of));
    return expr_mul(g, s->dv->spec->samples, e);
}

/* d Psi_w/dx for conjugate number i. */
static expr_t *
weights_slope(const student_t *s, int i)
{
    algebra_t *g = s->dv->algebra;
    expr_t *f, *half = expr_fraction(g, 1, 2);

    if (s->volume != NULL)
        return expr_diff(g, potential_of_weights(s),
                         i == 0 ? s->q_hat : s->m_hat);
    f = student_weight_apply(s, s->f_w);
    if (i == 1)
        return student_weight_slope(s, f);
    if (i == 0)
    {
        f = expr_diff(g, f, s->formal[s->n_formals - 1]);
        return expr_mul(g, half, student_weight_mean(s, expr_expand(g, f, 0)));
    }
    f = expr_diff(g, student_weight_apply(s, s->l_w), s->formal[0]);
    return student_weight_mean(s, expr_expand(g, f, 0));
}

/* The gradient of the potential by rules that keep it in the form of papers:
   overlaps q, m, V, then conjugates q_hat, m_hat, V_hat. */
static void
gradients(student_t *s, expr_t *form)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    int i, n = dv->t->n_unknowns;
    expr_t *e;

    for (i = 0; i < n; i++)
    {
        e = expr_diff(g, form, dv->t->unknown[i].symbol);
        e = expr_add(g, e, i < n / 2 ? patterns_slope(s, i)
                                     : weights_slope(s, i - n / 2));
        dv->gradient[i] = rewrite_spread(g, e);
    }
}

static expr_t *
raw_of_weights(const student_t *s)
{
    if (s->volume != NULL)
        return expr_inline(s->dv->algebra, potential_of_weights(s));
    return student_weights_raw(s);
}

int
student_derive(student_t *s, derivation_t *dv,
               const learner_rule_t *learner, void *ctx, const law_t *law,
               expr_t *least)
{
    algebra_t *g = dv->algebra;
    theory_t *t = dv->t;
    expr_t *form, *e;

    s->dv = dv;
    s->learner = learner;
    s->ctx = ctx;
    s->law = law;
    s->reduced = law != NULL && law_is_reduced(dv, law);
    if (!names_are_free(dv, s->reduced))
        return 0;
    s->m = expr_symbol(g, "m");
    s->q = expr_symbol(g, "q");
    s->m_hat = expr_symbol(g, "m_hat");
    s->q_hat = expr_symbol(g, "q_hat");
    s->v = s->reduced ? expr_sub(g, expr_integer(g, 1), s->q)
                      : expr_symbol(g, "V");
    s->v_hat = s->reduced ? expr_integer(g, 0) : expr_symbol(g, "V_hat");
    if (!student_weights(s) || !student_labels(s))
        return 0;
    unknowns(s, least);
    form = bilinear_form(s);
    e = expr_mul(g, dv->spec->samples, student_label_mean(s, value_of));
    t->potential = expr_add(g, expr_add(g, form, potential_of_weights(s)), e);
    e = expr_mul(g, dv->spec->samples, student_labels_raw(s));
    t->raw = expr_add(g, expr_add(g, form, raw_of_weights(s)), e);
    t->lowered = expr_inline(g, t->potential);
    gradients(s, form);
    return 1;
}

/* ---- the sphere --------------------------------------------------------- */

int
student_sphere(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *radius = derive_formal(dv, "s", 0);

    if (dv->spec->penalty != NULL)
    {
        derive_error(dv, "E0301", dv->spec->penalty_span,
                     "w^2 is fixed on the sphere; for other penalties use "
                     "another law",
                     "not supported yet: a penalty on the sphere");
        return 0;
    }
    s->radius = expr_add(g, s->q_hat,
                         expr_mul(g, s->rho, expr_pow_int(g, s->m_hat, 2)));
    if (!derive_sphere(dv, dv->spec->student->symbol, radius, &s->volume,
                       &s->width))
    {
        derive_error(dv, "E0304", s->law->span, NULL,
                     "the partition function of this law has no form that "
                     "the derivation can use");
        return 0;
    }
    return 1;
}
