/* compiler/replica/student_weights.c -- the student's weights in the field of
 * a teacher of another law.
 *
 * B = m_hat w0 + sqrt(q_hat) xi.  For h(B)
 *
 *     d/dm_hat E h = E w0 h',   d/dq_hat E h = E h''/2.
 */
#include "student.h"

expr_t *
student_weight_apply(const student_t *s, definition_t *f)
{
    return expr_apply(s->dv->algebra, f, s->formal, s->n_formals);
}

static expr_t *
field_of(const student_t *s)
{
    return s->formal[s->n_formals - 1];
}

/* h at A = V_hat and this B. */
static expr_t *
at_field(const student_t *s, expr_t *h, expr_t *b)
{
    expr_t *value[2];

    value[0] = s->v_hat;
    value[s->n_formals - 1] = b;
    return expr_substitute(s->dv->algebra, h, s->formal, value, s->n_formals);
}

/* w0 ~ N(mean, variance): B is one Gaussian; E w0 h = mean E h + m_hat
   variance E h'. */
static expr_t *
gaussian_part(const student_t *s, const law_part_t *p, expr_t *h, int slope)
{
    algebra_t *g = s->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *width, *b;

    if (slope)
        h = expr_add(g, expr_mul(g, p->mean, h),
                     expr_product(g, (expr_t *[]){ s->m_hat, p->variance,
                                       expr_diff(g, h, field_of(s)) }, 3));
    width = expr_mul(g, expr_pow_int(g, s->m_hat, 2), p->variance);
    width = expr_sqrt(g, expr_add(g, s->q_hat, width));
    b = expr_add(g, expr_mul(g, s->m_hat, p->mean),
                 expr_mul(g, width, xi));
    return expr_gauss(g, xi, at_field(s, h, b));
}

/* Another law P0: B has the density N(B; 0, q_hat) Z0(A0, B0), A0 =
   m_hat^2/q_hat, B0 = m_hat B/q_hat, here over B in units of its root mean
   square; w0 turns Z0 into dZ0/dB0. */
static expr_t *
other_part(const student_t *s, const law_t *law, expr_t *h, int slope)
{
    algebra_t *g = s->dv->algebra;
    expr_t *w = expr_fresh(g, "w"), *t = expr_fresh(g, "t"), *a0, *b0;
    expr_t *inf = expr_infinity(g), *spread, *density, *symbol[2], *value[2];

    symbol[0] = a0 = expr_fresh(g, "A");
    symbol[1] = b0 = expr_fresh(g, "B");
    expr_assume(g, a0, 1, 1);
    density = expr_close(g, law_expectation(g, law, w,
                                            derive_tilt(g, a0, b0, w)));
    if (slope)
        density = expr_diff(g, density, b0);
    value[0] = expr_div(g, expr_pow_int(g, s->m_hat, 2), s->q_hat);
    spread = expr_mul(g, value[0], law_second_moment(g, law));
    spread = expr_sqrt(g, expr_add(g, expr_integer(g, 1), spread));
    value[1] = expr_product(g, (expr_t *[]){
        s->m_hat, expr_pow(g, s->q_hat, expr_fraction(g, -1, 2)), spread, t },
        4);
    density = expr_substitute(g, density, symbol, value, 2);
    h = at_field(s, h, expr_product(g, (expr_t *[]){ expr_sqrt(g, s->q_hat),
                                                     spread, t }, 3));
    h = expr_product(g, (expr_t *[]){
        spread, expr_apply1(g, FUNCTION_PHI, expr_mul(g, spread, t)), density,
        h }, 4);
    return expr_integral(g, t, expr_neg(g, inf), inf, h);
}

static expr_t *
mean(const student_t *s, expr_t *h, int slope)
{
    algebra_t *g = s->dv->algebra;
    expr_t *sum = expr_integer(g, 0), *e;
    const law_part_t *p;
    int i;

    for (i = 0; i < s->teacher.n; i++)
    {
        p = &s->teacher.part[i];
        e = p->other != NULL ? other_part(s, p->other, h, slope)
                             : gaussian_part(s, p, h, slope);
        sum = expr_add(g, sum, expr_mul(g, p->probability, e));
    }
    return sum;
}

expr_t *
student_weight_mean(const student_t *s, expr_t *h)
{
    return mean(s, h, 0);
}

expr_t *
student_weight_slope(const student_t *s, expr_t *h)
{
    return mean(s, h, 1);
}

expr_t *
student_weights_raw(const student_t *s)
{
    algebra_t *g = s->dv->algebra;
    expr_t *w0 = expr_fresh(g, "w0"), *xi = expr_fresh(g, "xi"), *b, *e;

    b = expr_add(g, expr_mul(g, s->m_hat, w0),
                 expr_mul(g, expr_sqrt(g, s->q_hat), xi));
    e = s->learner->raw_weights(s, s->v_hat, b);
    return law_expectation(g, s->dv->spec->teacher->law, w0,
                           expr_gauss(g, xi, e));
}

/* The student's law and penalty are even, like the teacher's law. */
static int
is_even(const student_t *s)
{
    algebra_t *g = s->dv->algebra;
    expr_t *w = expr_fresh(g, "w");
    law_parts_t *own;

    if (!law_is_even(g, &s->teacher)
        || !expr_proves_zero(g, expr_sub(g, student_penalty(s->dv, w),
               student_penalty(s->dv, expr_neg(g, w)))))
        return 0;
    if (s->law == NULL)
        return 1;
    own = derive_alloc(s->dv, 1, sizeof *own);
    return law_split(own, g, s->law) && law_is_even(g, own);
}

int
student_weights(student_t *s)
{
    derivation_t *dv = s->dv;
    const law_t *law = dv->spec->teacher->law;

    if (law->width > 1 || law->kind == LAW_POISSON
        || law->kind == LAW_MARCHENKO_PASTUR)
    {
        derive_error(dv, "E0303", law->span, NULL,
                     "this law cannot be that of weights");
        return 0;
    }
    s->rho = law_second_moment(dv->algebra, law);
    if (expr_is_zero(s->rho))
    {
        derive_error(dv, "E0303", law->span, NULL,
                     "all weights are zero: there is nothing to learn");
        return 0;
    }
    if (!law_split(&s->teacher, dv->algebra, law))
    {
        derive_error(dv, "E0301", law->span, NULL,
                     "not supported yet: weights with that many values");
        return 0;
    }
    s->even = is_even(s);
    if (s->even)
        law_fold(&s->teacher, dv->algebra);
    if (s->law != NULL && s->law->kind == LAW_SPHERE)
        return student_sphere(s);
    s->n_formals = s->reduced ? 1 : 2;
    /* closed for A > 0; the closed form holds as far as it is analytic */
    if (!s->reduced)
        s->formal[0] = derive_formal(dv, "A", s->law == NULL
                                              || s->law->kind != LAW_FINITE);
    s->formal[s->n_formals - 1] = derive_formal(dv, "B", 0);
    return s->learner->weights(s);
}
