/* compiler/replica/student_values.c -- what can be read at a solution: what
 * both learners have.
 */
#include "student.h"

static expr_t *
curvature_square(const student_t *s, const label_t *o)
{
    algebra_t *g = s->dv->algebra;
    expr_t *e = expr_diff(g, student_label_apply(s, o, o->g),
                          o->formal[o->n - 2]);

    return expr_pow_int(g, e, 2);
}

/* Lists d g/d omega and d f_w/d B. */
static void
list_slopes(const student_t *s)
{
    algebra_t *g = s->dv->algebra;
    const label_t *o;
    expr_t *e;
    int i;

    for (i = 0; i < s->n_labels; i++)
    {
        o = &s->label[i];
        e = expr_diff(g, student_label_apply(s, o, o->g), o->formal[o->n - 2]);
        if (expr_kind(e) == EXPR_APPLY)
            derive_function(s->dv, expr_definition(e), NULL);
        if (o->of_difference)
            continue;
        e = expr_diff(g, student_label_apply(s, o, o->teacher),
                      o->formal[o->n - 2]);
        if (expr_kind(e) == EXPR_APPLY)
            derive_function(s->dv, expr_definition(e), NULL);
    }
    if (s->volume != NULL)
        return;
    e = expr_diff(g, student_weight_apply(s, s->f_w),
                  s->formal[s->n_formals - 1]);
    if (expr_kind(e) == EXPR_APPLY)
        derive_function(s->dv, expr_definition(e), NULL);
}

/* E[(d_B f_w)^2] */
static expr_t *
response_square(const student_t *s)
{
    algebra_t *g = s->dv->algebra;
    expr_t *e;

    if (s->volume != NULL)
        return expr_pow_int(g, s->v, 2);
    e = expr_diff(g, student_weight_apply(s, s->f_w),
                  s->formal[s->n_formals - 1]);
    return student_weight_mean(s, expr_pow_int(g, e, 2));
}

void
student_values(student_t *s, const char *about_phi)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *phi = dv->t->potential, *e;

    list_slopes(s);
    if (s->reduced)
        derive_value(dv, "V", s->v, s->v, "self-overlap minus q");
    if (s->width != NULL)
    {
        e = expr_apply(g, s->width, &s->radius, 1);
        derive_value(dv, "V_hat", e, expr_inline(g, e), "conjugate of V");
    }
    e = s->reduced ? expr_integer(g, 1) : s->q;
    if (!s->reduced && s->learner->response)
        e = expr_add(g, e, s->v);
    derive_value(dv, "r", e, e, "self-overlap");
    derive_value(dv, "rho", s->rho, s->rho,
                 "second moment of the teacher's law");
    derive_value(dv, "free_entropy", phi, dv->t->raw, about_phi);
    derive_name(dv, "phi", phi, dv->t->raw);
    e = expr_mul(g, student_label_mean(s, curvature_square),
                 response_square(s));
    e = expr_mul(g, dv->spec->samples, e);
    derive_value(dv, "replicon", e, expr_inline(g, e), "stable below 1");
}
