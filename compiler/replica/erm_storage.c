/* compiler/replica/erm_storage.c -- the minimiser of a loss of the field alone:
 * no teacher, m = 0.
 *
 *   phi = (q V_hat - V q_hat)/2 + E L_w(V_hat, sqrt(q_hat) xi)
 *         + alpha E L_out(sqrt(q) xi, V)
 *
 * and on the sphere, where w.w = N holds the weights and L_w is stationary at
 * V_hat = sqrt(q_hat) (Gardner and Derrida at zero temperature),
 *
 *   phi = sqrt(q_hat) - V q_hat/2 + alpha E L_out(xi, V).
 */
#include "erm.h"

#include "observe.h"

#include <string.h>

typedef struct
{
    derivation_t *dv;
    maps_t *maps;
    int sphere;
    const prox_t *out, *weights;   /* weights: NULL on the sphere          */
    expr_t *q, *v, *q_hat, *v_hat; /* q = 1 on the sphere                  */
    expr_t *omega[2];              /* formals of the loss: omega, V        */
} minimiser_t;

/* ---- the parts ---------------------------------------------------------- */

static expr_t *
out_mean(const minimiser_t *s, expr_t *e)
{
    algebra_t *g = s->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *value[2];

    value[0] = expr_mul(g, expr_sqrt(g, s->q), xi);
    value[1] = s->v;
    return expr_gauss(g, xi, expr_substitute(g, e, s->omega, value, 2));
}

static expr_t *
weight_mean(const minimiser_t *s, expr_t *e)
{
    algebra_t *g = s->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *value[2];

    value[0] = s->v_hat;
    value[1] = expr_mul(g, expr_sqrt(g, s->q_hat), xi);
    return expr_gauss(g, xi, expr_substitute(g, e, (expr_t *const *)
                                             s->weights->formal, value, 2));
}

static expr_t *
applied(const minimiser_t *s, const prox_t *p, definition_t *f)
{
    return expr_apply(s->dv->algebra, f, (expr_t *const *) p->formal, p->n);
}

/* (q V_hat - V q_hat)/2, or with V_hat at its stationary value. */
static expr_t *
bilinear_form(const minimiser_t *s)
{
    algebra_t *g = s->dv->algebra;
    expr_t *half = expr_fraction(g, 1, 2), *e = expr_mul(g, s->v, s->q_hat);

    if (s->sphere)
        return expr_sub(g, expr_sqrt(g, s->q_hat), expr_mul(g, half, e));
    return expr_mul(g, half, expr_sub(g, expr_mul(g, s->q, s->v_hat), e));
}

static void
potential(const minimiser_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    theory_t *t = dv->t;
    expr_t *xi = expr_fresh(g, "xi"), *e, *raw, *b;
    int i;

    e = out_mean(s, applied(s, s->out, s->out->envelope));
    e = expr_add(g, bilinear_form(s), expr_mul(g, dv->spec->samples, e));
    b = expr_mul(g, expr_sqrt(g, s->q), xi);
    raw = expr_gauss(g, xi, erm_raw_loss(dv, NULL, b, s->v));
    raw = expr_add(g, bilinear_form(s), expr_mul(g, dv->spec->samples, raw));
    if (!s->sphere)
    {
        e = expr_add(g, e, weight_mean(s, applied(s, s->weights,
                                                  s->weights->envelope)));
        b = expr_mul(g, expr_sqrt(g, s->q_hat), xi);
        b = expr_gauss(g, xi, erm_raw_penalty(dv, s->v_hat, b));
        raw = expr_add(g, raw, b);
    }
    t->potential = e;
    t->raw = raw;
    t->lowered = expr_inline(g, e);
    for (i = 0; i < t->n_unknowns; i++)
        dv->gradient[i] = rewrite_spread(g, expr_diff(g, e,
                                                      t->unknown[i].symbol));
}

/* ---- unknowns ----------------------------------------------------------- */

static void
start_at(derivation_t *dv, const char *name, long value)
{
    points_t *at = &dv->start.at;

    at->name[at->n] = name;
    at->value[at->n++] = expr_integer(dv->algebra, value);
}

static int
unknowns(minimiser_t *s)
{
    static const char *const name[] = { "V", "q_hat", "q", "V_hat" };
    derivation_t *dv = s->dv;
    const spec_t *spec = dv->spec;
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0);
    domain_t half_line = { zero, NULL, 0, 1 }, positive = { zero, NULL, 1, 1 };
    domain_t line = { NULL, NULL, 1, 1 };
    points_t *at = &dv->start.at;
    int i, k, n = s->sphere ? 2 : 4;

    for (i = 0; i < spec->n_parameters; i++)
        for (k = 0; k < n; k++)
            if (strcmp(spec->parameter[i].name, name[k]) == 0)
                derive_error(dv, "E0307", spec->parameter[i].span,
                             "choose another name for the parameter",
                             "'%s' is an order parameter of this model",
                             name[k]);
    if (!s->sphere)
        derive_unknown(dv, "q", half_line, "overlap of two minimisers", 0);
    derive_unknown(dv, "V", positive, "beta times self-overlap minus q", 0);
    derive_unknown(dv, "q_hat", s->sphere ? positive : half_line,
                   "conjugate of q", 1);
    if (!s->sphere)
        derive_unknown(dv, "V_hat", line, "conjugate of V", 1);
    s->q = s->sphere ? expr_integer(g, 1) : expr_symbol(g, "q");
    s->v = expr_symbol(g, "V");
    s->q_hat = expr_symbol(g, "q_hat");
    s->v_hat = s->sphere ? expr_sqrt(g, s->q_hat) : expr_symbol(g, "V_hat");
    at->name = derive_alloc(dv, 2, sizeof *at->name);
    at->value = derive_alloc(dv, 2, sizeof *at->value);
    at->span = derive_alloc(dv, 2, sizeof *at->span);
    if (!s->sphere)
        start_at(dv, "q", spec->require != NULL ? 900 : 1);
    start_at(dv, "V", 1);
    return !dv->failed;
}

/* What the law says beside its support is lost at zero temperature: real
   weights, or the sphere. */
static int
law_is_known(derivation_t *dv, const law_t *law)
{
    if (law->kind == LAW_SPHERE || law->kind == LAW_NORMAL
        || law->kind == LAW_LAPLACE)
        return 1;
    derive_error(dv, "E0301", law->span,
                 "learner gibbs(beta) at a large beta comes near it",
                 "not supported yet: 'learner erm' for weights that are "
                 "neither real numbers (normal, laplace) nor on a sphere");
    return 0;
}

/* ---- values ------------------------------------------------------------- */

/* On a training pattern the field is the proximal map of its mean. */
static expr_t *
tilted(const observer_t *o, expr_t *y, expr_t *omega, expr_t *v, expr_t *body)
{
    const minimiser_t *s = o->ctx;
    algebra_t *g = o->dv->algebra;
    expr_t *argument[2] = { omega, v }, *place;

    (void) y;
    place = expr_apply(g, s->out->place, argument, 2);
    return expr_substitute(g, body, &o->z, &place, 1);
}

static void
values(minimiser_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *phi = dv->t->potential, *e, *response;
    observer_t o = { .dv = dv, .ctx = s, .z = dv->spec->weights->field,
                     .q = s->q, .v = s->v, .tilted = tilted };

    if (s->sphere)
    {
        derive_value(dv, "q", s->q, s->q, "overlap of two minimisers");
        derive_value(dv, "V_hat", s->v_hat, s->v_hat, "conjugate of V");
    }
    derive_value(dv, "r", s->q, s->q, "self-overlap");
    derive_value(dv, "free_entropy", phi, dv->t->raw,
                 "minus the minimum per weight");
    derive_name(dv, "phi", phi, dv->t->raw);
    e = expr_pow_int(g, applied(s, s->out, s->out->second), 2);
    e = expr_mul(g, dv->spec->samples, out_mean(s, e));
    if (s->sphere)
        response = expr_pow_int(g, s->v_hat, -2);
    else
        response = weight_mean(s, expr_pow_int(g, applied(s, s->weights,
                                                   s->weights->second), 2));
    e = expr_mul(g, e, response);
    derive_value(dv, "replicon", e, expr_inline(g, e), "stable below 1");
    observe_loss(&o);
    observe_averages(&o);
}

/* On the sphere V is infinite where all patterns can have the least loss. */
static void
many_minimisers(derivation_t *dv)
{
    derive_cause(dv, "the patterns are so few that many weights have the least "
                     "loss (V is infinite), or so many that none satisfy "
                     "'require'", dv->spec->learner_span);
}

/* ---- all ---------------------------------------------------------------- */

int
erm_storage(maps_t *m)
{
    derivation_t *dv = m->dv;
    const law_t *law = dv->spec->weights->law;
    minimiser_t *s = derive_alloc(dv, 1, sizeof *s);
    label_t pattern = { .weight = 1, .n = 2 };
    expr_t *formal[2];

    s->dv = dv;
    s->maps = m;
    s->sphere = law->kind == LAW_SPHERE;
    if (!law_is_known(dv, law) || !unknowns(s))
        return 0;
    if (s->sphere && dv->spec->penalty != NULL)
    {
        derive_error(dv, "E0301", dv->spec->penalty_span,
                     "w^2 is fixed on the sphere; for other penalties use "
                     "another law",
                     "not supported yet: a penalty on the sphere");
        return 0;
    }
    pattern.formal[0] = s->omega[0] = derive_formal(dv, "omega", 0);
    pattern.formal[1] = s->omega[1] = derive_formal(dv, "V", 1);
    s->out = erm_loss(m, &pattern, "out", "\\mathrm{out}");
    if (s->out == NULL)
        return 0;
    if (!s->sphere)
    {
        formal[0] = derive_formal(dv, "A", 1);
        formal[1] = derive_formal(dv, "B", 0);
        s->weights = erm_penalty(m, formal);
        if (s->weights == NULL || !erm_minimum(m, s->weights))
            return 0;
    }
    else
        many_minimisers(dv);
    potential(s);
    values(s);
    return 1;
}
