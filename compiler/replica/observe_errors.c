/* compiler/replica/observe_errors.c -- how often the learner's answer differs
 * from the label, or by how much.
 */
#include "observe.h"

/* What is predicted, over the symbol z. */
typedef struct
{
    expr_t *prediction;
} answer_t;

int
observe_has_signs(const observer_t *o)
{
    const channel_t *c = o->channel;

    return c->n_pieces == 0 && c->n_atoms == 2
           && ((expr_is_one(c->atom[0].value)
                && expr_is_int(c->atom[1].value, -1))
               || (expr_is_one(c->atom[1].value)
                   && expr_is_int(c->atom[0].value, -1)));
}

/* 1 where the prediction is not y, branch by branch; NULL when a branch is
   not a constant. */
static expr_t *
differs(const observer_t *o, expr_t *prediction, expr_t *y, int depth)
{
    algebra_t *g = o->dv->algebra;
    expr_t *c, *part[2];

    c = depth < 10 ? expr_unfold(g, prediction, o->z, &part[0], &part[1])
                   : NULL;
    if (c == NULL)
        return expr_contains(prediction, o->z) || expr_contains(y, o->z0)
                   ? NULL
                   : expr_integer(g, !expr_proves_zero(
                                          g, expr_sub(g, prediction, y)));
    part[0] = differs(o, part[0], y, depth + 1);
    part[1] = differs(o, part[1], y, depth + 1);
    if (part[0] == NULL || part[1] == NULL)
        return NULL;
    return expr_if(g, c, part[0], part[1]);
}

static expr_t *
error_body(const observer_t *o, expr_t *y, const void *ctx)
{
    algebra_t *g = o->dv->algebra;
    const answer_t *a = ctx;

    if (o->channel->n_pieces > 0)
        return expr_pow_int(g, expr_sub(g, y, a->prediction), 2);
    return differs(o, a->prediction, y, 0);
}

/* The spec's `predict`, or the default: sign(z), z; NULL for none. */
static expr_t *
prediction(const observer_t *o)
{
    const spec_t *spec = o->dv->spec;

    if (spec->predict != NULL)
        return spec->predict;
    if (o->channel->n_pieces > 0)
        return o->z;
    return observe_has_signs(o)
               ? expr_apply1(o->dv->algebra, FUNCTION_SIGN, o->z)
               : NULL;
}

static void
value(derivation_t *dv, const char *name, expr_t *e, const char *what)
{
    if (e != NULL)
        derive_value(dv, name, e, expr_inline(dv->algebra, e), what);
}

void
observe_errors(const observer_t *o)
{
    derivation_t *dv = o->dv;
    const spec_t *spec = dv->spec;
    int real = o->channel->n_pieces > 0, bayes = o->vote != o->spread;
    answer_t a = { prediction(o) };

    if (spec->predict != NULL && spec->label_symbol != NULL
        && expr_contains(spec->predict, spec->label_symbol))
    {
        derive_error(dv, "E0322", spec->predict_span, NULL,
                     "the prediction cannot depend on the label");
        return;
    }
    if (a.prediction == NULL)
        return;
    if (!real && differs(o, a.prediction, expr_integer(dv->algebra, 1), 0)
                     == NULL)
    {
        derive_error(dv, "E0322", spec->predict_span,
                     "predict a value of the label, as in sign(z)",
                     "the labels have finitely many values, the prediction "
                     "has not");
        return;
    }
    if (bayes && real && spec->predict == NULL)
        return; /* the posterior mean of a label is no function of z alone */
    value(dv, "generalisation_error",
          observe_test(o, o->vote, error_body, &a),
          real ? "mean square error of a fresh label"
               : "P(a fresh label differs from the prediction)");
    if (spec->learner != LEARNER_ERM)
        value(dv, "generalisation_error_gibbs",
              observe_test(o, o->spread, error_body, &a),
              real ? "mean square error of a sampled student"
                   : "P(a fresh label differs from a sampled student's)");
    value(dv, "training_error", observe_train(o, error_body, &a, "error", "\\epsilon"),
          real ? "mean square error of a training label"
               : "P(a training label differs from the prediction)");
}

/* ---- the loss ----------------------------------------------------------- */

static expr_t *
loss_body(const observer_t *o, expr_t *y, const void *ctx)
{
    algebra_t *g = o->dv->algebra;
    const spec_t *spec = o->dv->spec;

    (void) ctx;
    if (y == NULL || spec->label_symbol == NULL)
        return spec->loss;
    return expr_substitute(g, spec->loss, &spec->label_symbol, &y, 1);
}

expr_t *
observe_loss(const observer_t *o)
{
    expr_t *e;

    if (o->dv->spec->loss == NULL)
        return NULL;
    e = observe_train(o, loss_body, NULL, "loss", "\\ell");
    value(o->dv, "training_loss", e, "mean loss of a training pattern");
    return e;
}
