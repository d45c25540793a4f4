/* compiler/replica/bayes_recovery.c -- when perfect recovery is a state, and what
 * is known there.
 */
#include "bayes.h"

static void
recovered(derivation_t *dv, const char *name, expr_t *value)
{
    dv->recovered[dv->n_recovered].name = name;
    dv->recovered[dv->n_recovered++].value = value;
}

/* p jumps somewhere in y. */
static int
density_jumps(algebra_t *g, expr_t *p, expr_t *y)
{
    expr_t *part[2], *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    expr_t *c = expr_unfold(g, p, y, &part[0], &part[1]), *end, *by;
    int i, n;

    if (c == NULL)
        return 0;
    if (density_jumps(g, part[0], y) || density_jumps(g, part[1], y))
        return 1;
    by = expr_sub(g, part[0], part[1]);
    n = expr_intervals(g, c, y, DERIVE_MAX_INTERVALS, lo, hi);
    for (i = 0; i < 2 * n; i++)
    {
        end = i < n ? lo[i] : hi[i - n];
        if (rewrite_infinite(end))
            continue;
        end = expr_expand(g, expr_substitute(g, by, &y, &end, 1), 1);
        if (expr_is_positive(end) || expr_is_positive(expr_neg(g, end)))
            return 1;
    }
    return 0;
}

/* 1 when P(label | z) jumps, finite labels being steps of z: then E[g_out^2]
   grows like V^(-1/2) as V -> 0, and q = rho is a state. */
static int
labels_jump(algebra_t *g, const channel_t *c)
{
    int i, n = 0;

    for (i = 0; i < c->n_atoms; i++)
    {
        if (c->atom[i].n_jumps < 0)
            return 0;
        n += c->atom[i].n_jumps;
    }
    for (i = 0; i < c->n_pieces; i++)
        n += c->piece[i].given != NULL
             && density_jumps(g, c->piece[i].given, c->y);
    return n > 0;
}

/* A finite law and labels that jump: with q = rho the evidence is the
   probability of the teacher, and of the noise of the labels. */
void
bayes_recovery(derivation_t *dv, const prior_t *p, const labels_t *l)
{
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0), *bits = bayes_label_information(l);

    if (p->entropy == NULL || bits == NULL || !labels_jump(g, &l->channel))
        return;
    bits = expr_mul(g, dv->spec->samples, bits);
    dv->recovered = derive_alloc(dv, 5, sizeof *dv->recovered);
    recovered(dv, "free_entropy", expr_sub(g, bits, p->entropy));
    recovered(dv, "entropy", zero);
    recovered(dv, "mutual_information", p->entropy);
    if (dv->spec->predict == NULL && !l->channel.noisy)
    {
        recovered(dv, "generalisation_error", zero);
        recovered(dv, "generalisation_error_gibbs", zero);
    }
}
