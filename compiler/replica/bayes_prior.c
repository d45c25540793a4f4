/* compiler/replica/bayes_prior.c -- the teacher's weights seen by a student
 * who knows their law.
 *
 * The student's field is B = A w0 + sqrt(A) xi, A = q_hat, so that B grows
 * with A like a Brownian motion with drift w0, or f_w(A, B) when w0 is not
 * known.  For any function h(A, B) therefore
 *
 *     d/dA E h = E[dh/dA + (1/2) d^2h/dB^2 + f_w dh/dB];
 *
 * with h = log Z_w, and dZ_w/dA = -(1/2) d^2Z_w/dB^2, this is E[f_w^2]/2.
 */
#include "bayes.h"
#include "law_parts.h"

typedef struct
{
    derivation_t *dv;
    const law_t *law;
    expr_t *a;            /* what A is: q_hat                              */
    expr_t *formal[2];    /* A, B                                          */
    int n_formals;        /* 1: B only, A has been taken out               */
    definition_t *log_z, *f;
    expr_t *rest;         /* log Z_w = log_z(..) + rest(A)                 */
    law_parts_t parts;
} weights_t;

/* ---- averages over the field --------------------------------------------- */

/* E h for a part N(mean, variance): A w0 + sqrt(A) xi with w0 put in is one
   Gaussian. */
static expr_t *
gaussian_part(const weights_t *s, const law_part_t *p, expr_t *h)
{
    algebra_t *g = s->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *width, *value[2];

    width = expr_mul(g, expr_pow_int(g, s->a, 2), p->variance);
    width = expr_sqrt(g, expr_add(g, s->a, width));
    value[0] = s->a;
    value[1] = expr_add(g, expr_mul(g, s->a, p->mean),
                        expr_mul(g, width, xi));
    return expr_gauss(g, xi, expr_substitute(g, h, s->formal, value, 2));
}

/* z phi(u) with the exponents of each term of z joined: where tails cancel they
   do so exactly. */
static expr_t *
times_normal(algebra_t *g, expr_t *z, expr_t *u)
{
    expr_t *sum = expr_integer(g, 0), *half = expr_fraction(g, 1, 2), *term;
    expr_t *exponent, *rest, *f, *root;
    int i, k, n;

    root = expr_sqrt(g, expr_mul(g, expr_integer(g, 2), expr_pi(g)));
    root = expr_pow_int(g, root, -1);
    z = expr_expand(g, z, 0);
    for (i = 0; i < rewrite_terms(z); i++)
    {
        term = rewrite_term(z, i);
        n = expr_kind(term) == EXPR_MUL ? expr_arity(term) : 1;
        exponent = expr_neg(g, expr_mul(g, half, expr_pow_int(g, u, 2)));
        rest = root;
        for (k = 0; k < n; k++)
        {
            f = expr_kind(term) == EXPR_MUL ? expr_child(term, k) : term;
            if (expr_kind(f) == EXPR_FUNCTION
                && expr_function(f) == FUNCTION_EXP)
                exponent = expr_add(g, exponent, expr_child(f, 0));
            else
                rest = expr_mul(g, rest, f);
        }
        exponent = expr_exp(g, expr_expand(g, exponent, 1));
        sum = expr_add(g, sum, expr_mul(g, rest, exponent));
    }
    return sum;
}

/* E h for another law: B has the density Z(A, B) N(B; 0, A) with that law's
   own Z, here over B in units of its root mean square. */
static expr_t *
other_part(const weights_t *s, const law_t *law, expr_t *h)
{
    algebra_t *g = s->dv->algebra;
    expr_t *w = expr_fresh(g, "w"), *t = expr_fresh(g, "t"), *value[2];
    expr_t *inf = expr_infinity(g), *spread, *density, *symbol[2];

    density = derive_tilt(g, s->formal[0], s->formal[1], w);
    density = expr_close(g, law_expectation(g, law, w, density));
    spread = expr_mul(g, s->a, law_second_moment(g, law));
    spread = expr_sqrt(g, expr_add(g, expr_integer(g, 1), spread));
    value[0] = s->a;
    value[1] = expr_product(g, (expr_t *[]){ expr_sqrt(g, s->a), spread, t },
                            3);
    symbol[0] = s->formal[0];
    symbol[1] = s->formal[1];
    h = expr_substitute(g, h, symbol, value, 2);
    density = expr_substitute(g, density, symbol, value, 2);
    density = times_normal(g, density, expr_mul(g, spread, t));
    density = expr_mul(g, spread, density);
    return expr_integral(g, t, expr_neg(g, inf), inf, expr_mul(g, density, h));
}

/* E over w0 and xi of h(A, B), even in B where the law is. */
static expr_t *
mean_over_field(const weights_t *s, expr_t *h)
{
    algebra_t *g = s->dv->algebra;
    expr_t *sum = expr_integer(g, 0), *e;
    const law_part_t *p;
    int i;

    for (i = 0; i < s->parts.n; i++)
    {
        p = &s->parts.part[i];
        e = p->other != NULL ? other_part(s, p->other, h)
                             : gaussian_part(s, p, h);
        sum = expr_add(g, sum, expr_mul(g, p->probability, e));
    }
    return sum;
}

/* ---- Z_w and f_w -------------------------------------------------------- */

static expr_t *
applied(const weights_t *s, definition_t *f)
{
    return expr_apply(s->dv->algebra, f, s->formal + 2 - s->n_formals,
                      s->n_formals);
}

/* w^2 = 1: Z_w(A, B) = exp(-A/2) Z_w(B), and f_w' = 1 - f_w^2. */
static void
unit_squares(weights_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0), *b = s->formal[1], *raw, *z, *f;
    expr_t *w = dv->spec->teacher->symbol;

    s->n_formals = 1;
    s->rest = expr_mul(g, expr_fraction(g, -1, 2), s->formal[0]);
    raw = z = law_expectation(g, s->law, w, derive_tilt(g, zero, b, w));
    if (s->law->n == 2 && s->law->probability[0] == s->law->probability[1])
        z = expr_apply1(g, FUNCTION_COSH, b);
    s->log_z = definition_new(g, "log_Z_w", "\\log Z_w", &b, 1,
                              expr_log(g, z));
    s->f = definition_new(g, "f_w", "f_w", &b, 1,
                          expr_diff(g, expr_log(g, z), b));
    f = applied(s, s->f);
    definition_set_derivative(g, s->log_z, 0, f);
    definition_set_derivative(g, s->f, 0,
                              expr_sub(g, expr_integer(g, 1),
                                       expr_pow_int(g, f, 2)));
    derive_function(dv, definition_new(g, "Z_w", "Z_w", &b, 1, z), raw);
}

static void
general(weights_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *w = dv->spec->teacher->symbol, *raw, *z;

    s->n_formals = 2;
    s->rest = expr_integer(g, 0);
    raw = law_expectation(g, s->law, w, derive_tilt(g, s->formal[0],
                                                    s->formal[1], w));
    z = s->law->kind == LAW_FINITE ? raw : expr_close(g, raw);
    s->log_z = definition_heat_tower(g, "log_Z_w", "\\log Z_w", "f_w", "f_w",
                                     s->formal, 2, 0, 1,
                                     expr_fraction(g, -1, 2), z,
                                     derive_log_of_product(g, z), &s->f);
    derive_function(dv, definition_new(g, "Z_w", "Z_w", s->formal, 2, z), raw);
}

static expr_t *
generator(const weights_t *s, expr_t *h)
{
    algebra_t *g = s->dv->algebra;
    expr_t *first = expr_diff(g, h, s->formal[1]), *term[3];

    term[0] = expr_diff(g, h, s->formal[0]);
    term[1] = expr_mul(g, expr_fraction(g, 1, 2),
                       expr_diff(g, first, s->formal[1]));
    term[2] = expr_mul(g, applied(s, s->f), first);
    return expr_expand(g, expr_sum(g, term, 3), 0);
}

/* E log Z_w as it stands, Z_w = int dP(w) exp(..): means over w0 and xi; or,
   since B has the density Z_w(B) N(B; 0, A), one mean of Z_w log Z_w where the
   mean over w0 would be an integral. */
static expr_t *
raw_mean(const weights_t *s)
{
    algebra_t *g = s->dv->algebra;
    expr_t *w0 = expr_fresh(g, "w"), *xi = expr_fresh(g, "xi");
    expr_t *w = s->dv->spec->teacher->symbol, *field, *e;
    int i, other = 0;

    for (i = 0; i < s->parts.n; i++)
        other = other || s->parts.part[i].other != NULL;
    if (other)
    {
        field = expr_mul(g, expr_sqrt(g, s->a), xi);
        e = law_expectation(g, s->law, w, derive_tilt(g, s->a, field, w));
        return expr_gauss(g, xi, expr_mul(g, e, expr_log(g, e)));
    }
    field = expr_add(g, expr_mul(g, s->a, w0),
                     expr_mul(g, expr_sqrt(g, s->a), xi));
    e = law_expectation(g, s->law, w, derive_tilt(g, s->a, field, w));
    return law_expectation(g, s->law, w0, expr_gauss(g, xi, expr_log(g, e)));
}

static expr_t *
entropy_of(algebra_t *g, const law_t *law)
{
    expr_t *sum = expr_integer(g, 0);
    int i;

    if (law->kind != LAW_FINITE)
        return NULL;
    for (i = 0; i < law->n; i++)
        if (!expr_is_zero(law->probability[i]))
            sum = expr_sub(g, sum, expr_mul(g, law->probability[i],
                                            expr_log(g, law->probability[i])));
    return sum;
}

int
bayes_prior(prior_t *out, derivation_t *dv, expr_t *q_hat)
{
    algebra_t *g = dv->algebra;
    weights_t *s = derive_alloc(dv, 1, sizeof *s);
    law_t *normal = derive_alloc(dv, 1, sizeof *normal);
    expr_t *h;

    s->dv = dv;
    s->law = dv->spec->teacher->law;
    if (s->law->width > 1 || s->law->kind == LAW_POISSON
        || s->law->kind == LAW_MARCHENKO_PASTUR)
    {
        derive_error(dv, "E0303", s->law->span, NULL,
                     "this law cannot be that of weights");
        return 0;
    }
    out->rho = law_second_moment(g, s->law);
    if (expr_is_zero(out->rho))
    {
        derive_error(dv, "E0303", s->law->span, NULL,
                     "all weights are zero: there is nothing to learn");
        return 0;
    }
    out->entropy = entropy_of(g, s->law);
    if (s->law->kind == LAW_SPHERE) /* its marginal; Bayes knows no more */
    {
        normal->kind = LAW_NORMAL;
        normal->width = 1;
        normal->parameter[0] = expr_integer(g, 0);
        normal->parameter[1] = expr_integer(g, 1);
        s->law = normal;
    }
    s->a = q_hat;
    /* closed for A > 0; the closed form holds as far as it is analytic */
    s->formal[0] = derive_formal(dv, "A", s->law->kind != LAW_FINITE);
    s->formal[1] = derive_formal(dv, "B", 0);
    if (!law_split(&s->parts, g, s->law))
    {
        derive_error(dv, "E0301", s->law->span, NULL,
                     "not supported yet: weights with that many values");
        return 0;
    }
    law_fold(&s->parts, g);
    if (law_has_unit_squares(g, s->law))
        unit_squares(s);
    else
        general(s);
    derive_function(dv, s->f, NULL);
    h = expr_add(g, s->rest, applied(s, s->log_z));
    out->potential = mean_over_field(s, h);
    out->slope = mean_over_field(s, generator(s, h));
    h = expr_diff(g, applied(s, s->f), s->formal[1]);
    if (expr_kind(h) == EXPR_APPLY)
        derive_function(dv, expr_definition(h), NULL);
    out->formal[0] = s->formal[0];
    out->formal[1] = s->formal[1];
    out->mean = applied(s, s->f);
    out->variance = h;
    out->response_square = mean_over_field(s, expr_pow_int(g, h, 2));
    out->raw = raw_mean(s);
    return 1;
}
