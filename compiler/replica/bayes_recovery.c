/* compiler/replica/bayes_recovery.c -- when perfect recovery is a state, and
 * what is known there.
 */
#include "bayes.h"

static int
has_sign(algebra_t *g, expr_t *e)
{
    return expr_is_positive(e) || expr_is_positive(expr_neg(g, e));
}

/* The density p of y jumps somewhere, at a place that moves with z: a jump
   that stays says nothing of the field. */
static int
density_jumps(algebra_t *g, expr_t *p, expr_t *y, expr_t *z)
{
    expr_t *part[2], *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    expr_t *c = expr_unfold(g, p, y, &part[0], &part[1]), *end, *by;
    int i, n;

    if (c == NULL)
        return 0;
    if (density_jumps(g, part[0], y, z) || density_jumps(g, part[1], y, z))
        return 1;
    by = expr_sub(g, part[0], part[1]);
    n = expr_intervals(g, c, y, DERIVE_MAX_INTERVALS, lo, hi);
    for (i = 0; i < 2 * n; i++)
    {
        end = i < n ? lo[i] : hi[i - n];
        if (rewrite_infinite(end) || !has_sign(g, expr_diff(g, end, z)))
            continue;
        end = expr_expand(g, expr_substitute(g, by, &y, &end, 1), 1);
        if (has_sign(g, end))
            return 1;
    }
    return 0;
}

/* 1 when P(label | z) jumps, finite labels being steps of z: then E[g_out^2]
   grows like V^(-1/2) as V -> 0, and q = rho is a state. */
static int
labels_jump(algebra_t *g, const channel_t *c, expr_t *z)
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
             && density_jumps(g, c->piece[i].given, c->y, z);
    return n > 0;
}

/* A finite law and labels that jump: with q = rho the evidence is the
   probability of the teacher, and of the noise of the labels. */
void
bayes_recovery(derivation_t *dv, const prior_t *p, const labels_t *l)
{
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0), *bits = bayes_label_information(l);

    if (p->entropy == NULL || bits == NULL
        || !labels_jump(g, &l->channel, dv->spec->teacher->field))
        return;
    bits = expr_mul(g, dv->spec->samples, bits);
    dv->recovered = derive_alloc(dv, 5, sizeof *dv->recovered);
    derive_recovered(dv, "free_entropy", expr_sub(g, bits, p->entropy));
    derive_recovered(dv, "entropy", zero);
    derive_recovered(dv, "mutual_information", p->entropy);
    if (dv->spec->predict == NULL && !l->channel.noisy)
    {
        derive_recovered(dv, "generalisation_error", zero);
        derive_recovered(dv, "generalisation_error_gibbs", zero);
    }
}
