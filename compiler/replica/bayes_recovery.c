/* compiler/replica/bayes_recovery.c -- when perfect recovery is a state, and
 * what is known there.
 */
#include "bayes.h"

enum { JUMPS_MAX = 64 };

static int
has_sign(algebra_t *g, expr_t *e)
{
    return expr_is_positive(e) || expr_is_positive(expr_neg(g, e));
}

/* The ends of the conditions of a density in y: how much it jumps there. */
typedef struct
{
    algebra_t *g;
    expr_t *y, *z;
    int n;
    expr_t *condition[JUMPS_MAX], *end[JUMPS_MAX], *by[JUMPS_MAX];
    expr_t *where[JUMPS_MAX];   /* the other conditions, at the end        */
} jumps_t;

static void
add_end(jumps_t *j, expr_t *condition, expr_t *end, expr_t *by, expr_t *where)
{
    if (rewrite_infinite(end))
        return;
    j->condition[j->n] = condition;
    j->end[j->n] = end;
    by = expr_substitute(j->g, by, &j->y, &end, 1);
    j->by[j->n] = expr_expand(j->g, by, 1);
    j->where[j->n++] = expr_substitute(j->g, where, &j->y, &end, 1);
}

/* 0 where a condition cannot be taken apart, or there are too many. */
static int
collect(jumps_t *j, expr_t *p, expr_t *where)
{
    expr_t *part[2], *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    expr_t *c = expr_unfold(j->g, p, j->y, &part[0], &part[1]), *by, *both[2];
    int i, n;

    if (c == NULL)
        return 1;
    n = expr_intervals(j->g, c, j->y, DERIVE_MAX_INTERVALS, lo, hi);
    if (n < 0 || j->n + 2 * n > JUMPS_MAX)
        return 0;
    by = expr_sub(j->g, part[0], part[1]);
    for (i = 0; i < n; i++)
    {
        add_end(j, c, lo[i], by, where);
        add_end(j, c, hi[i], by, where);
    }
    for (i = 0; i < 2; i++)
    {
        both[0] = where;
        both[1] = i == 0 ? c : expr_not(j->g, c);
        if (!collect(j, part[i], expr_and(j->g, both, 2)))
            return 0;
    }
    return 1;
}

/* Jump i is one: the other conditions hold there and none of them ends there,
   where it might take the jump back; and its place moves with z, for a jump
   that stays says nothing of the field. */
static int
is_jump(const jumps_t *j, int i)
{
    int k;

    if (expr_kind(j->where[i]) != EXPR_TRUE || !has_sign(j->g, j->by[i])
        || !has_sign(j->g, expr_diff(j->g, j->end[i], j->z)))
        return 0;
    for (k = 0; k < j->n; k++)
        if (j->condition[k] != j->condition[i]
            && !has_sign(j->g, expr_sub(j->g, j->end[k], j->end[i])))
            return 0;
    return 1;
}

/* The density p of y jumps somewhere, at a place that moves with z. */
static int
density_jumps(algebra_t *g, expr_t *p, expr_t *y, expr_t *z)
{
    jumps_t j = { .g = g, .y = y, .z = z };
    int i;

    if (!collect(&j, p, expr_true(g)))
        return 0;
    for (i = 0; i < j.n && !is_jump(&j, i); i++)
        continue;
    return i < j.n;
}

/* 1 when P(label | z) jumps, finite labels being steps of z: then E[g_out^2]
   grows like V^(-1/2) as V -> 0, and q = rho is a state. */
static int
labels_jump(algebra_t *g, const channel_t *c, expr_t *z)
{
    int i, k, n = 0;

    for (i = 0; i < c->n_atoms; i++)
    {
        if (c->atom[i].n_jumps < 0)
            return 0;
        for (k = 0; k < c->atom[i].n_jumps; k++)
            n += !expr_proves_zero(g, c->atom[i].jump_by[k]);
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
