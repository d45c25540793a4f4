/* compiler/replica/bayes_labels.c -- what a student who knows the rule learns
 * from the labels.
 *
 * The student's mean of the field is omega = sqrt(q) xi, the variance left is
 * V = rho - q.  As q grows omega moves like a Brownian motion with drift
 * g_out(y, omega, V), so for any function h(y, omega, V)
 *
 *     d/dq E h = E[(1/2) d^2h/domega^2 + g_out dh/domega - dh/dV];
 *
 * with h = log Z_out, and dZ_out/dV = (1/2) d^2Z_out/domega^2, this is
 * E[g_out^2]/2.
 */
#include "bayes.h"

/* ---- outcomes ----------------------------------------------------------- */

/* Z_out, log Z_out and g_out of an outcome; "out" for the only density. */
static void
define(derivation_t *dv, outcome_t *o, expr_t *z, expr_t *raw,
       const char *name, const char *latex)
{
    algebra_t *g = dv->algebra;
    expr_t *half = expr_fraction(g, 1, 2), *e, *slope;
    int omega = o->n - 2, v = o->n - 1;

    o->log_z = definition_heat_tower(
        g, derive_text(dv, "log_Z_%s", name),
        derive_text(dv, "\\log Z_{%s}", latex), derive_text(dv, "g_%s", name),
        derive_text(dv, "g_{%s}", latex), o->formal, o->n, v, omega, half, z,
        derive_log_of_product(g, z), &o->g);
    o->z = definition_new(g, derive_text(dv, "Z_%s", name),
                          derive_text(dv, "Z_{%s}", latex), o->formal, o->n,
                          z);
    e = expr_apply(g, o->g, o->formal, o->n);
    slope = expr_add(g, expr_diff(g, e, o->formal[omega]),
                     expr_pow_int(g, e, 2));
    z = expr_apply(g, o->z, o->formal, o->n);
    definition_set_derivative(g, o->z, omega, expr_mul(g, z, e));
    definition_set_derivative(g, o->z, v,
                              expr_mul(g, half, expr_mul(g, z, slope)));
    derive_function(dv, o->z, raw);
    derive_function(dv, o->g, NULL);
}

int
bayes_labels(labels_t *l, derivation_t *dv, expr_t *q, expr_t *rho)
{
    algebra_t *g = dv->algebra;
    channel_t *c = &l->channel;
    const char *name, *latex;
    outcome_t *o;
    int i, k;

    l->dv = dv;
    l->q = q;
    l->rho = rho;
    l->n = 0;
    if (!channel_derive(c, dv))
        return 0;
    for (i = 0; i < c->n_atoms; i++)
    {
        for (k = 0; k < l->n; k++)
            if (channel_is_mirror(g, c, i,
                                  (int) (l->outcome[k].atom - c->atom)))
                break;
        if (expr_is_zero(c->atom[i].z))
            continue;
        if (k < l->n)
        {
            l->outcome[k].weight++;
            continue;
        }
        o = &l->outcome[l->n++];
        *o = (outcome_t){ .weight = 1, .atom = &c->atom[i], .n = 2 };
        o->formal[0] = c->omega;
        o->formal[1] = c->v;
        name = channel_atom_name(dv, o->atom->value, i);
        latex = channel_atom_latex(dv, o->atom->value);
        define(dv, o, o->atom->z, o->atom->raw, name, latex);
    }
    for (i = 0; i < c->n_pieces; i++)
    {
        o = &l->outcome[l->n++];
        *o = (outcome_t){ .weight = 1, .piece = &c->piece[i], .n = 3 };
        o->shift = channel_shift(dv, c, o->piece) != NULL;
        o->formal[0] = c->y;
        o->formal[1] = c->omega;
        o->formal[2] = c->v;
        name = c->n_pieces == 1 ? "out" : derive_text(dv, "out_%c", 'a' + i);
        latex = c->n_pieces == 1
                    ? "\\mathrm{out}"
                    : derive_text(dv, "\\mathrm{out},%d", i + 1);
        define(dv, o, o->piece->z, o->piece->raw, name, latex);
    }
    return 1;
}

/* ---- averages ----------------------------------------------------------- */

static expr_t *
applied(const labels_t *l, const outcome_t *o, definition_t *f)
{
    return expr_apply(l->dv->algebra, f, o->formal, o->n);
}

expr_t *
bayes_label_mean(const labels_t *l, label_function_t function)
{
    algebra_t *g = l->dv->algebra;
    const channel_t *c = &l->channel;
    expr_t *xi = expr_fresh(g, "xi"), *value[2], *sum = expr_integer(g, 0);
    expr_t *e, *y;
    const outcome_t *o;
    int i;

    value[1] = expr_sub(g, l->rho, l->q);
    for (i = 0; i < l->n; i++)
    {
        o = &l->outcome[i];
        value[0] = o->shift ? expr_integer(g, 0)
                            : expr_mul(g, expr_sqrt(g, l->q), xi);
        e = expr_mul(g, applied(l, o, o->z), function(l, o));
        e = expr_substitute(g, e, o->formal + o->n - 2, value, 2);
        if (o->piece != NULL)
        {
            y = expr_fresh(g, expr_name(c->y));
            e = expr_substitute(g, e, &c->y, &y, 1);
            e = channel_integral(g, o->piece, y, e);
        }
        e = expr_mul(g, expr_integer(g, o->weight), expr_gauss(g, xi, e));
        sum = expr_add(g, sum, e);
    }
    return sum;
}

expr_t *
bayes_log_z(const labels_t *l, const outcome_t *o)
{
    return applied(l, o, o->log_z);
}

static expr_t *
generated(const labels_t *l, const outcome_t *o)
{
    algebra_t *g = l->dv->algebra;
    expr_t *h = applied(l, o, o->log_z), *omega = o->formal[o->n - 2];
    expr_t *first = expr_diff(g, h, omega), *term[3];

    term[0] = expr_mul(g, expr_fraction(g, 1, 2), expr_diff(g, first, omega));
    term[1] = expr_mul(g, applied(l, o, o->g), first);
    term[2] = expr_neg(g, expr_diff(g, h, o->formal[o->n - 1]));
    return expr_expand(g, expr_sum(g, term, 3), 0);
}

expr_t *
bayes_labels_slope(const labels_t *l)
{
    return bayes_label_mean(l, generated);
}

static expr_t *
response_square(const labels_t *l, const outcome_t *o)
{
    algebra_t *g = l->dv->algebra;
    expr_t *slope = expr_diff(g, applied(l, o, o->g), o->formal[o->n - 2]);

    return expr_pow_int(g, slope, 2);
}

expr_t *
bayes_labels_response(const labels_t *l)
{
    algebra_t *g = l->dv->algebra;
    const outcome_t *o;
    expr_t *slope;
    int i;

    for (i = 0; i < l->n; i++)
    {
        o = &l->outcome[i];
        slope = expr_diff(g, applied(l, o, o->g), o->formal[o->n - 2]);
        if (expr_kind(slope) == EXPR_APPLY)
            derive_function(l->dv, expr_definition(slope), NULL);
    }
    return bayes_label_mean(l, response_square);
}

expr_t *
bayes_labels_raw(const labels_t *l)
{
    algebra_t *g = l->dv->algebra;
    const channel_t *c = &l->channel;
    expr_t *xi = expr_fresh(g, "xi"), *symbol[3], *value[3];
    expr_t *sum = expr_integer(g, 0), *e, *omega;
    int i;

    symbol[0] = c->y;
    symbol[1] = c->omega;
    symbol[2] = c->v;
    value[0] = expr_fresh(g, expr_name(c->y));
    value[1] = omega = expr_mul(g, expr_sqrt(g, l->q), xi);
    value[2] = expr_sub(g, l->rho, l->q);
    for (i = 0; i < c->n_atoms; i++)
    {
        e = expr_substitute(g, c->atom[i].raw, symbol, value, 3);
        e = expr_mul(g, e, expr_log(g, e));
        sum = expr_add(g, sum, expr_gauss(g, xi, e));
    }
    for (i = 0; i < c->n_pieces; i++)
    {
        value[1] = channel_shift(l->dv, c, &c->piece[i]) != NULL
                       ? expr_integer(g, 0) : omega;
        e = expr_substitute(g, c->piece[i].raw, symbol, value, 3);
        e = expr_mul(g, e, expr_log(g, e));
        e = channel_integral(g, &c->piece[i], value[0], e);
        sum = expr_add(g, sum, expr_gauss(g, xi, e));
    }
    return sum;
}
