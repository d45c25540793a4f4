/* compiler/replica/bayes_line.c -- what proofs about the whole line need.
 *
 * On the Nishimori line phi = -q q_hat/2 + A(q) + B(q_hat), where 2 B' is
 * E[f_w^2] and 2 A' is alpha E[g_out^2].  f_w is a martingale in q_hat, and so
 * is each Z_out along the field in q, so both are convex; docs/certificates.md
 * has the argument and what follows from it near the end q = rho.
 */
#include "bayes.h"

enum { MAX_PARTS = 64, MAX_JUMPS = 64 };

/* The law as a mixture of normal laws, points among them; 0 if it is not. */
static int
add_parts(line_t *l, algebra_t *g, const law_t *law, expr_t *share)
{
    expr_t **at;
    int i, atoms = law->kind == LAW_FINITE;

    if (law->kind == LAW_MIX)
    {
        for (i = 0; i < law->n; i++)
            if (!add_parts(l, g, law->component[i],
                           expr_mul(g, share, law->probability[i])))
                return 0;
        return 1;
    }
    if (!atoms && law->kind != LAW_NORMAL && law->kind != LAW_SPHERE)
        return 0;
    for (i = 0; i < (atoms ? law->n : 1); i++)
    {
        if (l->n_parts == MAX_PARTS)
            return 0;
        at = l->part + 3 * l->n_parts++;
        at[0] = atoms ? expr_mul(g, share, law->probability[i]) : share;
        at[1] = at[2] = expr_integer(g, 0);
        if (atoms)
            at[1] = law->value[i];
        else if (law->kind == LAW_NORMAL)
        {
            at[1] = law->parameter[0];
            at[2] = law->parameter[1];
        }
        else
            at[2] = expr_integer(g, 1);
    }
    return 1;
}

/* All of them or none: a bound near one asks where the others are. */
static void
add_jumps(line_t *l, const channel_t *c)
{
    int i, k;

    for (i = 0; i < c->n_atoms; i++)
        for (k = 0; k < c->atom[i].n_jumps; k++)
        {
            if (l->n_jumps == MAX_JUMPS)
            {
                l->n_jumps = 0;
                return;
            }
            l->jump[2 * l->n_jumps] = c->atom[i].jump_at[k];
            l->jump[2 * l->n_jumps + 1] = c->atom[i].jump_by[k];
            l->jump_label[l->n_jumps++] = i;
        }
}

/* Every label is one of a field with such noise. */
static void
add_blurs(derivation_t *dv, line_t *l, const channel_t *c)
{
    int i;

    l->n_blurs = c->n_pieces == 0 && c->n_blurs > 0 ? c->n_blurs : 0;
    l->blur = derive_alloc(dv, CHANNEL_MAX, sizeof *l->blur);
    for (i = 0; i < l->n_blurs; i++)
    {
        l->blur[i] = c->blur[i];
        if (expr_is_zero(c->blur[i]))
        {
            l->n_blurs = 0;
            return;
        }
    }
}

void
bayes_line(derivation_t *dv, const labels_t *labels)
{
    algebra_t *g = dv->algebra;
    line_t *l = derive_alloc(dv, 1, sizeof *l);
    expr_t *end = bayes_label_information(labels);
    expr_t *samples = dv->spec->samples;

    l->overlap = 0;
    l->conjugate = 1;
    l->samples = samples;
    l->channel = bayes_label_mean(labels, bayes_log_z);
    l->channel = derive_explicit(dv, expr_mul(g, samples, l->channel));
    if (end != NULL)
        l->channel_end = derive_explicit(dv, expr_mul(g, samples, end));
    l->part = derive_alloc(dv, 3 * MAX_PARTS, sizeof *l->part);
    if (!add_parts(l, g, dv->spec->teacher->law, expr_integer(g, 1)))
        l->n_parts = 0;
    l->jump = derive_alloc(dv, 2 * MAX_JUMPS, sizeof *l->jump);
    l->jump_label = derive_alloc(dv, MAX_JUMPS, sizeof *l->jump_label);
    add_jumps(l, &labels->channel);
    add_blurs(dv, l, &labels->channel);
    dv->t->line = l;
}
