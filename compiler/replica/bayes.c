/* compiler/replica/bayes.c -- a student who knows the teacher's law and rule.
 *
 * On the Nishimori line m = q, V = rho - q and all conjugates are equal:
 *
 *     phi = -q q_hat/2 + E log Z_w(q_hat, q_hat w0 + sqrt(q_hat) xi)
 *           + alpha E sum_y Z_out log Z_out(y, sqrt(q) xi, rho - q).
 */
#include "bayes.h"

#include <string.h>

static int
names_are_free(derivation_t *dv)
{
    const spec_t *spec = dv->spec;
    const char *name;
    int i;

    for (i = 0; i < spec->n_parameters; i++)
    {
        name = spec->parameter[i].name;
        if (strcmp(name, "q") == 0 || strcmp(name, "q_hat") == 0)
            derive_error(dv, "E0307", spec->parameter[i].span,
                         "choose another name for the parameter",
                         "'%s' is an order parameter of this model", name);
    }
    return !dv->failed;
}

int
derive_bayes(derivation_t *dv)
{
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    theory_t *t = dv->t;
    labels_t *labels = derive_alloc(dv, 1, sizeof *labels);
    expr_t *q = expr_symbol(g, "q"), *q_hat = expr_symbol(g, "q_hat");
    expr_t *form, *half = expr_fraction(g, 1, 2);
    domain_t overlap = { expr_integer(g, 0), NULL, 0, 0 };
    domain_t half_line = { expr_integer(g, 0), NULL, 0, 1 };
    prior_t prior;

    if (!names_are_free(dv) || !bayes_prior(&prior, dv, q_hat)
        || !bayes_labels(labels, dv, q, prior.rho))
        return 0;
    overlap.hi = prior.rho;
    derive_unknown(dv, "q", overlap, "overlap with the teacher", 0);
    derive_unknown(dv, "q_hat", half_line, "conjugate of q", 1);
    form = expr_neg(g, expr_mul(g, half, expr_mul(g, q, q_hat)));
    t->potential = expr_add(g, expr_add(g, form, prior.potential),
                            expr_mul(g, spec->samples,
                                     bayes_label_mean(labels, bayes_log_z)));
    t->raw = expr_add(g, expr_add(g, form, prior.raw),
                      expr_mul(g, spec->samples, bayes_labels_raw(labels)));
    t->lowered = expr_inline(g, t->potential);
    dv->gradient[0] = expr_add(g, expr_diff(g, form, q),
                               expr_mul(g, spec->samples,
                                        bayes_labels_slope(labels)));
    dv->gradient[1] = expr_add(g, expr_diff(g, form, q_hat), prior.slope);
    dv->gradient[0] = rewrite_spread(g, dv->gradient[0]);
    dv->gradient[1] = rewrite_spread(g, dv->gradient[1]);
    bayes_values(dv, &prior, labels);
    bayes_line(dv, labels);
    bayes_experiment(dv, &prior, labels);
    return 1;
}
