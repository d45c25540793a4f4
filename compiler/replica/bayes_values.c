/* compiler/replica/bayes_values.c -- what can be read at a Bayes solution. */
#include "bayes.h"
#include "gibbs.h"
#include "observe.h"

/* ---- information in the labels ------------------------------------------ */

/* P log P, branch by branch; nothing where P is 0 or 1. */
static expr_t *
p_log_p(algebra_t *g, expr_t *p, expr_t *z)
{
    expr_t *first, *second, *c = expr_unfold(g, p, z, &first, &second);

    if (c != NULL)
        return expr_if(g, c, p_log_p(g, first, z), p_log_p(g, second, z));
    if (expr_is_zero(p) || expr_is_one(p))
        return expr_integer(g, 0);
    return expr_mul(g, p, derive_log_of_product(g, p));
}

expr_t *
bayes_label_information(const labels_t *l)
{
    algebra_t *g = l->dv->algebra;
    const channel_t *c = &l->channel;
    expr_t *z = l->dv->spec->teacher->field, *u = expr_fresh(g, "z"), *e;
    expr_t *y = expr_fresh(g, expr_name(c->y)), *value;
    expr_t *sum = expr_integer(g, 0);
    int i;

    if (!c->noisy)
        return c->n_pieces == 0 ? sum : NULL;
    for (i = 0; i < c->n_atoms; i++)
    {
        if (c->atom[i].given == NULL)
            return NULL;
        sum = expr_add(g, sum, p_log_p(g, c->atom[i].given, z));
    }
    for (i = 0; i < c->n_pieces; i++)
    {
        if (c->piece[i].given == NULL)
            return NULL;
        e = p_log_p(g, c->piece[i].given, z);
        e = expr_substitute(g, e, &c->y, &y, 1);
        sum = expr_add(g, sum, channel_integral(g, &c->piece[i], y, e));
    }
    value = expr_mul(g, expr_sqrt(g, l->rho), u);
    e = expr_gauss(g, u, expr_substitute(g, sum, &z, &value, 1));
    return expr_close(g, e);
}

/* ---- errors ------------------------------------------------------------- */

static expr_t *
substituted(const labels_t *l, expr_t *e, expr_t *xi)
{
    algebra_t *g = l->dv->algebra;
    expr_t *symbol[2], *value[2];

    symbol[0] = l->channel.omega;
    symbol[1] = l->channel.v;
    value[0] = expr_mul(g, expr_sqrt(g, l->q), xi);
    value[1] = expr_sub(g, l->rho, l->q);
    return expr_substitute(g, e, symbol, value, 2);
}

/* Real labels, answered by the posterior mean: E y^2 - E (E[y | omega])^2. */
static expr_t *
square_error(const labels_t *l)
{
    algebra_t *g = l->dv->algebra;
    const channel_t *c = &l->channel;
    expr_t *xi = expr_fresh(g, "xi"), *first, *second;

    first = channel_average(l->dv, c, 0, c->omega, c->v, c->y);
    second = channel_average(l->dv, c, 0, c->omega, c->v,
                             expr_pow_int(g, c->y, 2));
    first = expr_sub(g, expr_close(g, second),
                     expr_pow_int(g, expr_close(g, first), 2));
    return expr_gauss(g, xi, substituted(l, first, xi));
}

/* The answer is the most probable label: 1 - E max_y Z_y.  Atoms that are each
   other's mirror share a function. */
static expr_t *
finite_error(const labels_t *l)
{
    algebra_t *g = l->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *most = NULL, *pair[2], *at[2], *z;
    const outcome_t *o;
    int i, side;

    for (i = 0; i < l->n; i++)
        for (side = 0; side < (l->outcome[i].weight > 1 ? 2 : 1); side++)
        {
            o = &l->outcome[i];
            at[0] = side ? expr_neg(g, o->formal[0]) : o->formal[0];
            at[1] = o->formal[1];
            z = expr_apply(g, o->z, at, 2);
            if (side && expr_proves_zero(g, expr_sub(g, expr_inline(g, z),
                                                 definition_body(o->z))))
                continue;
            pair[0] = most;
            pair[1] = z;
            most = most == NULL ? z : expr_call(g, FUNCTION_MAX, pair, 2);
        }
    return expr_sub(g, expr_integer(g, 1),
                    expr_gauss(g, xi, substituted(l, most, xi)));
}

/* A noise-free rule: two students answer differently. */
static expr_t *
finite_error_gibbs(const labels_t *l)
{
    algebra_t *g = l->dv->algebra;
    expr_t *sum = expr_integer(g, 1), *xi = expr_fresh(g, "xi"), *e;
    int i;

    for (i = 0; i < l->n; i++)
    {
        e = expr_apply(g, l->outcome[i].z, l->outcome[i].formal, 2);
        e = expr_mul(g, expr_integer(g, l->outcome[i].weight),
                     expr_pow_int(g, e, 2));
        sum = expr_sub(g, sum, expr_gauss(g, xi, substituted(l, e, xi)));
    }
    return sum;
}

static void
error_value(derivation_t *dv, const char *name, expr_t *e, const char *what)
{
    derive_value(dv, name, e, expr_inline(dv->algebra, e), what);
}

/* The mean of `body` over the posterior of the field at a label. */
static expr_t *
tilted(const observer_t *o, expr_t *y, expr_t *omega, expr_t *v, expr_t *body)
{
    derivation_t *dv = o->dv;
    algebra_t *g = dv->algebra;
    const channel_t *c = o->channel;
    expr_t *own = dv->spec->teacher->field, *given = NULL, *z = NULL;
    int i;

    for (i = 0; i < c->n_atoms; i++)
        if (c->atom[i].value == y)
        {
            given = c->atom[i].given;
            z = c->atom[i].z;
        }
    for (i = 0; z == NULL && i < c->n_pieces; i++)
    {
        given = c->piece[i].given;
        z = expr_substitute(g, c->piece[i].z, &c->y, &y, 1);
    }
    if (given == NULL || z == NULL || (c->n_pieces > 1 && c->n_atoms == 0))
        return NULL;
    given = expr_substitute(g, given, &own, &o->z, 1);
    given = expr_substitute(g, given, &c->y, &y, 1);
    body = gibbs_field_mean(dv, expr_mul(g, given, body), o->z, omega, v);
    return expr_div(g, body, z);
}

static void
errors(derivation_t *dv, const labels_t *l)
{
    algebra_t *g = dv->algebra;
    const channel_t *c = &l->channel;
    observer_t o = { .dv = dv, .channel = c, .tilted = tilted,
                     .exchangeable = 1 };

    o.z0 = expr_symbol(g, "z0");
    o.z = expr_symbol(g, "z");
    o.rho = o.spread = l->rho;
    o.m = o.q = o.vote = l->q;
    o.v = expr_sub(g, l->rho, l->q);
    if (c->n_pieces > 0 && dv->spec->predict == NULL)
        error_value(dv, "generalisation_error", square_error(l),
                    "mean square error of a fresh label");
    /* sign(z) is the answer where the labels turn round with the field */
    if (dv->spec->predict != NULL || c->n_pieces > 0
        || (observe_has_signs(&o) && l->n == 1))
        observe_errors(&o);
    else
    {
        error_value(dv, "generalisation_error", finite_error(l),
                    "P(a fresh label differs from the most probable one)");
        if (!c->noisy)
            error_value(dv, "generalisation_error_gibbs",
                        finite_error_gibbs(l),
                        "P(a fresh label differs from a sampled student's)");
    }
    observe_averages(&o);
}

/* ---- all ---------------------------------------------------------------- */

void
bayes_values(derivation_t *dv, const prior_t *p, const labels_t *l)
{
    algebra_t *g = dv->algebra;
    expr_t *phi = dv->t->potential, *raw = dv->t->raw, *e, *bits;
    expr_t *q = l->q, *v = expr_sub(g, l->rho, q);
    expr_t *q_hat = expr_symbol(g, "q_hat");

    derive_value(dv, "m", q, q, "overlap with the teacher");
    derive_value(dv, "V", v, v, "posterior variance of a weight");
    derive_value(dv, "rho", p->rho, p->rho,
                 "second moment of the law of the weights");
    derive_name(dv, "r", p->rho, p->rho);
    derive_name(dv, "m_hat", q_hat, q_hat);
    derive_name(dv, "V_hat", q_hat, q_hat);
    derive_value(dv, "free_entropy", phi, raw,
                 "log of the evidence per weight");
    derive_name(dv, "phi", phi, raw);
    bits = bayes_label_information(l);
    if (bits != NULL)
    {
        bits = expr_mul(g, dv->spec->samples, bits);
        e = expr_integer(g, 0);
        if (p->entropy != NULL)
            e = p->entropy;
        e = expr_sub(g, e, bits);
        derive_value(dv, "entropy", expr_add(g, phi, e), expr_add(g, raw, e),
                     p->entropy != NULL
                         ? "entropy of the posterior, per weight"
                         : "minus the divergence from the prior, per weight");
        derive_value(dv, "mutual_information", expr_sub(g, bits, phi),
                     expr_sub(g, bits, raw),
                     "between weights and labels, per weight");
    }
    derive_value(dv, "mmse", v, v, "mean square error of the weights");
    e = expr_mul(g, bayes_labels_response(l), p->response_square);
    e = expr_expand(g, expr_mul(g, dv->spec->samples, e), 0);
    derive_value(dv, "replicon", e, expr_inline(g, e), "stable below 1");
    errors(dv, l);
    bayes_recovery(dv, p, l);
}
