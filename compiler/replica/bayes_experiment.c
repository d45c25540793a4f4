/* compiler/replica/bayes_experiment.c -- the denoisers of a student who knows
 * the rule: f_w of the prior, g_out of each kind of label.
 *
 * Atoms that mirror each other share one function, g(-omega) = -g(omega).
 */
#include "bayes.h"
#include "experiment.h"

/* g and dg/domega of one outcome over its formals; at -omega for the mirror
   image. */
static mapping_t
output(derivation_t *dv, const labels_t *l, const outcome_t *o, int mirrored)
{
    algebra_t *g = dv->algebra;
    expr_t *y = l->channel.y, *omega = o->formal[o->n - 2], *result[2];
    expr_t *minus = expr_neg(g, omega), *input[3];

    input[0] = y;
    input[1] = omega;
    input[2] = o->formal[o->n - 1];
    result[0] = expr_inline(g, expr_apply(g, o->g, o->formal, o->n));
    result[1] = expr_inline(g, expr_diff(g, expr_apply(g, o->g, o->formal,
                                                       o->n), omega));
    if (mirrored)
    {
        result[0] = expr_neg(g, expr_substitute(g, result[0], &omega, &minus,
                                                1));
        result[1] = expr_substitute(g, result[1], &omega, &minus, 1);
    }
    return experiment_mapping(dv, input, 3, result, 2);
}

/* The outcome that stands for atom i. */
static const outcome_t *
outcome_of(const labels_t *l, algebra_t *g, int i, int *mirrored)
{
    const channel_t *c = &l->channel;
    int k;

    *mirrored = 0;
    for (k = 0; k < l->n; k++)
        if (l->outcome[k].atom == c->atom + i)
            return l->outcome + k;
    *mirrored = 1;
    for (k = 0; k < l->n; k++)
        if (l->outcome[k].atom != NULL
            && channel_is_mirror(g, c, i,
                                 (int) (l->outcome[k].atom - c->atom)))
            return l->outcome + k;
    return NULL;
}

void
bayes_experiment(derivation_t *dv, const prior_t *prior, const labels_t *l)
{
    const channel_t *c = &l->channel;
    experiment_t *e = experiment_new(dv, c);
    const outcome_t *o;
    expr_t *pair[2];
    int i, k, mirrored;

    if (e == NULL)
        return;
    pair[0] = prior->mean;
    pair[1] = prior->variance;
    e->weights = derive_alloc(dv, 1, sizeof *e->weights);
    *e->weights = experiment_mapping(dv, prior->formal, 2, pair, 2);
    e->labels = derive_alloc(dv, (size_t) (c->n_atoms + c->n_pieces) + 1,
                             sizeof *e->labels);
    for (i = 0; i < c->n_atoms; i++)
    {
        o = outcome_of(l, dv->algebra, i, &mirrored);
        if (o == NULL)      /* a value of probability zero */
            o = l->outcome;
        e->labels[i] = output(dv, l, o, mirrored);
    }
    for (i = 0; i < c->n_pieces; i++)
        for (k = 0; k < l->n; k++)
            if (l->outcome[k].piece == c->piece + i)
                e->labels[c->n_atoms + i] = output(dv, l, l->outcome + k, 0);
    dv->t->experiment = e;
}
