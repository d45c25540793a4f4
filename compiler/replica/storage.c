/* compiler/replica/storage.c -- weights without a teacher: their volume. */
#include "experiment.h"
#include "gibbs.h"
#include "observe.h"

#include <string.h>

/* The constraint of a pattern and what it contributes. */
typedef struct
{
    int n;
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    definition_t *log_z, *g_out;
    expr_t *formal[2]; /* omega, V */
    expr_t *factor;    /* exp(-beta loss) 1[require] over the field */
} pattern_t;

/* P(lo < omega + sqrt(V) u < hi) */
static expr_t *
interval_mass(algebra_t *g, expr_t *lo, expr_t *hi, expr_t *omega, expr_t *v)
{
    expr_t *end[2], *root = expr_sqrt(g, v);

    if (rewrite_infinite(lo))
        return expr_apply1(g, FUNCTION_H,
                           expr_div(g, expr_sub(g, omega, hi), root));
    end[0] = expr_div(g, expr_sub(g, lo, omega), root);
    if (rewrite_infinite(hi))
        return expr_apply1(g, FUNCTION_H, end[0]);
    end[1] = expr_div(g, expr_sub(g, hi, omega), root);
    return expr_call(g, FUNCTION_MASS, end, 2);
}

/* expr_intervals writes [a, max(a, b)] for an interval that may be empty.  A
   constraint that is one interval has no solutions there anyway, and [a, b]
   is what a paper writes. */
static expr_t *
plain_end(algebra_t *g, expr_t *lo, expr_t *hi)
{
    expr_t *x;
    int i;

    if (expr_kind(hi) != EXPR_FUNCTION)
        return hi;
    x = expr_child(hi, 0);
    if (expr_function(hi) == FUNCTION_ABS)
        return lo == x ? expr_neg(g, x) : lo == expr_neg(g, x) ? x : hi;
    for (i = 0; expr_function(hi) == FUNCTION_MAX && i < 2; i++)
        if (expr_child(hi, i) == lo)
            return expr_child(hi, 1 - i);
    return hi;
}

/* A constraint alone: its intervals; 0 after an error. */
static int
find_intervals(pattern_t *c, derivation_t *dv)
{
    const spec_t *spec = dv->spec;

    c->n = expr_intervals(dv->algebra, spec->require, spec->weights->field,
                          DERIVE_MAX_INTERVALS, c->lo, c->hi);
    if (c->n < 0)
    {
        derive_error(dv, "E0305", spec->require_span,
                     "use comparisons that are affine in the field, joined "
                     "by and, or, not",
                     "the constraint is not a union of intervals of '%s'",
                     expr_name(spec->weights->field));
        return 0;
    }
    if (c->n == 0
        || (c->n == 1 && rewrite_infinite(c->lo[0])
            && rewrite_infinite(c->hi[0]) && spec->loss == NULL))
    {
        derive_error(dv, "E0306", spec->require_span, NULL,
                     c->n == 0 ? "the constraint holds for no value"
                               : "the constraint holds for every value");
        return 0;
    }
    derive_may_be_empty(dv, c->n, c->lo, c->hi, "no field satisfies 'require' "
                        "at these values", spec->require_span);
    if (c->n == 1)
        c->hi[0] = plain_end(dv->algebra, c->lo[0], c->hi[0]);
    return 1;
}

static int
is_even(algebra_t *g, expr_t *e, expr_t *z)
{
    expr_t *minus = expr_neg(g, z);

    return expr_substitute(g, e, &z, &minus, 1) == e;
}

/* Z_out, its logarithm and g_out: of a constraint, or of a loss and perhaps a
   constraint at an inverse temperature. */
static int
derive_pattern(pattern_t *c, derivation_t *dv)
{
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    expr_t *omega = derive_formal(dv, "omega", 0), *v, *z, *raw;
    expr_t *field = spec->weights->field;
    int i;

    if (spec->require != NULL && !find_intervals(c, dv))
        return 0;
    if (!gibbs_loss_is_held(dv, NULL, field, 0))
        return 0;
    v = derive_formal(dv, "V", 1);
    c->formal[0] = omega;
    c->formal[1] = v;
    c->factor = gibbs_factor(dv, NULL, field);
    raw = gibbs_field_raw(dv, c->factor, field, omega, v);
    z = expr_integer(g, 0);
    if (spec->loss != NULL)
        z = gibbs_field_mean(dv, c->factor, field, omega, v);
    for (i = 0; spec->loss == NULL && i < c->n; i++)
        z = expr_add(g, z, interval_mass(g, c->lo[i], c->hi[i], omega, v));
    c->log_z = definition_heat_tower(g, "log_Z_out",
                                     "\\log Z_{\\mathrm{out}}", "g_out",
                                     "g_{\\mathrm{out}}", c->formal, 2, 1, 0,
                                     expr_fraction(g, 1, 2), z,
                                     derive_log_of_product(g, z), &c->g_out);
    if (is_even(g, c->factor, field))
        definition_set_even(c->g_out);
    derive_function(dv, definition_new(g, "Z_out", "Z_{\\mathrm{out}}",
                                       c->formal, 2, z), raw);
    derive_function(dv, c->g_out, NULL);
    return 1;
}

/* ---- unknowns ----------------------------------------------------------- */

static int
names_are_free(derivation_t *dv, int reduced)
{
    static const char *const unknown[] = { "q", "q_hat", "V", "V_hat" };
    const spec_t *spec = dv->spec;
    int i, k, n = reduced ? 2 : 4;

    for (i = 0; i < spec->n_parameters; i++)
        for (k = 0; k < n; k++)
            if (strcmp(spec->parameter[i].name, unknown[k]) == 0)
                derive_error(dv, "E0307", spec->parameter[i].span,
                             "choose another name for the parameter",
                             "'%s' is an order parameter of this model",
                             unknown[k]);
    return !dv->failed;
}

static void
storage_unknowns(derivation_t *dv, int reduced)
{
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0), *one = expr_integer(g, 1);
    domain_t overlap = { zero, reduced ? one : NULL, 0, 1 };
    domain_t half_line = { zero, NULL, 0, 1 };
    domain_t positive = { zero, NULL, 1, 1 };
    domain_t line = { NULL, NULL, 1, 1 };

    line.lo = gibbs_least_v_hat(dv, dv->spec->weights->law);

    derive_unknown(dv, "q", overlap, "overlap of two solutions", 0);
    derive_unknown(dv, "q_hat", half_line, "conjugate of q", 1);
    if (reduced)
        return;
    derive_unknown(dv, "V", positive, "self-overlap minus q", 0);
    derive_unknown(dv, "V_hat", line, "conjugate of V", 1);
}

/* ---- values readable at a solution -------------------------------------- */

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

/* What entropy has beside phi. */
static expr_t *
rest_of_entropy(derivation_t *dv, const weights_part_t *part,
                const observer_t *o)
{
    algebra_t *g = dv->algebra;
    expr_t *loss = observe_loss(o), *sum = expr_integer(g, 0);

    if (loss != NULL)
        sum = expr_product(g, (expr_t *[]){
            dv->spec->samples, dv->spec->learner_argument, loss }, 3);
    if (part->penalty != NULL)
        sum = expr_add(g, sum, expr_mul(g, dv->spec->learner_argument,
                                        part->penalty));
    if (part->log_prior != NULL)
        sum = expr_sub(g, sum, part->log_prior);
    return sum;
}

static void
storage_values(derivation_t *dv, const weights_part_t *part,
               const pattern_t *c, expr_t *v, expr_t *const *argument,
               expr_t *xi)
{
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    expr_t *phi = dv->t->potential, *raw = dv->t->raw, *slope, *r;
    expr_t *q = argument[2];
    observer_t o = { .dv = dv, .z = spec->weights->field, .q = q, .v = v,
                     .tilted = tilted };

    if (part->reduced)
        derive_value(dv, "V", v, v, "self-overlap minus q");
    if (part->v_hat != NULL)
        derive_value(dv, "V_hat", part->v_hat, part->v_hat, "conjugate of V");
    r = expr_add(g, q, v);
    derive_value(dv, "r", r, r, "self-overlap");
    r = part->reduced ? expr_integer(g, 1)
                      : law_second_moment(g, spec->weights->law);
    derive_value(dv, "rho", r, r, "second moment of the law of the weights");
    derive_value(dv, "free_entropy", phi, raw, "log of the volume per weight");
    derive_name(dv, "phi", phi, raw);
    r = rest_of_entropy(dv, part, &o);
    phi = expr_add(g, phi, r);
    raw = expr_add(g, raw, expr_inline(g, r));
    derive_value(dv, "entropy", phi, raw, part->log_prior == NULL
                     ? "minus the divergence from the prior, per weight"
                     : "entropy of the solutions, per weight");
    slope = expr_apply(g, c->g_out, c->formal, 2);
    slope = expr_diff(g, slope, c->formal[0]);
    if (expr_kind(slope) == EXPR_APPLY)
        derive_function(dv, expr_definition(slope), NULL);
    slope = expr_substitute(g, slope, c->formal, argument, 2);
    slope = expr_gauss(g, xi, expr_pow_int(g, slope, 2));
    slope = expr_mul(g, slope, part->response_square);
    slope = expr_mul(g, spec->samples, slope);
    derive_value(dv, "replicon", slope, expr_inline(g, slope),
                 "stable below 1");
    observe_averages(&o);
}

int
derive_storage(derivation_t *dv)
{
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    theory_t *t = dv->t;
    int i, reduced = law_is_reduced(dv, spec->weights->law);
    expr_t *q, *q_hat, *v, *v_hat, *xi, *mean, *argument[3];
    weights_part_t part;
    pattern_t c;

    if (!names_are_free(dv, reduced))
        return 0;
    storage_unknowns(dv, reduced);
    q = t->unknown[0].symbol;
    q_hat = t->unknown[1].symbol;
    v = reduced ? expr_sub(g, expr_integer(g, 1), q) : t->unknown[2].symbol;
    v_hat = expr_symbol(g, "V_hat");
    if (!derive_weights(&part, dv, q, q_hat, v, v_hat)
        || !derive_pattern(&c, dv))
        return 0;

    xi = expr_fresh(g, "xi");
    argument[0] = expr_mul(g, expr_sqrt(g, q), xi);
    argument[1] = v;
    argument[2] = q;
    mean = expr_gauss(g, xi, expr_apply(g, c.log_z, argument, 2));
    t->potential = expr_add(g, part.potential,
                            expr_mul(g, spec->samples, mean));
    mean = gibbs_field_raw(dv, c.factor, spec->weights->field, argument[0], v);
    mean = expr_gauss(g, xi, expr_log(g, mean));
    t->raw = expr_add(g, part.raw, expr_mul(g, spec->samples, mean));
    t->lowered = expr_inline(g, t->potential);
    for (i = 0; i < t->n_unknowns; i++)
        dv->gradient[i] = rewrite_spread(g, expr_diff(g, t->potential,
                                                      t->unknown[i].symbol));
    storage_values(dv, &part, &c, v, argument, xi);
    storage_experiment(dv, c.lo, c.hi, c.n);
    return 1;
}
