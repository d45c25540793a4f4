/* compiler/replica/gibbs_recovery.c -- a student of weights +1 and -1 who has
 * found the teacher.
 *
 * Near m = q = 1 a jump of the labels at z0 = c, where the weight of a field
 * jumps too, from F- to F+, gives
 *     m_hat ~ V^(-1/2) sum_y (jump of P(y|z0) at c) (interpolation of log F)'
 * which is infinite, with m_hat^2/q_hat, as V -> 0 when each term is positive:
 * the student's weights are then the teacher's but for terms that vanish faster
 * than any power of V.  docs/theory.md, "boundary states".
 */
#include "gibbs.h"

#include "../algebra/evaluate.h"

#define PREC 128
#define MOST_VALUES 4

/* Sign of a difference that the algebra or its value tells; 2: unknown. */
static int
sign_of(algebra_t *g, expr_t *e)
{
    expr_t *zero = expr_integer(g, 0);

    if (expr_proves_zero(g, e))
        return 0;
    if (expr_is_positive(e))
        return 1;
    if (expr_is_positive(expr_neg(g, e)))
        return -1;
    if (expr_evaluate_condition(expr_compare(g, COMPARE_LT, zero, e), NULL,
                                PREC) == 1)
        return 1;
    return expr_evaluate_condition(expr_compare(g, COMPARE_LT, e, zero), NULL,
                                   PREC) == 1 ? -1 : 2;
}

/* The sign of a - b; either may be infinite. */
static int
order(algebra_t *g, expr_t *a, expr_t *b)
{
    if (rewrite_infinite(a) || rewrite_infinite(b))
        return (rewrite_infinite(a) > rewrite_infinite(b))
               - (rewrite_infinite(a) < rewrite_infinite(b));
    return sign_of(g, expr_sub(g, a, b));
}

/* Does a condition hold just beside z = at?  -1: not known. */
static int
holds_beside(algebra_t *g, expr_t *condition, expr_t *z, expr_t *at, int side)
{
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    int i, below, above, n;

    n = expr_intervals(g, condition, z, DERIVE_MAX_INTERVALS, lo, hi);
    if (n < 0)
        return -1;
    for (i = 0; i < n; i++)
    {
        below = order(g, at, lo[i]);
        above = order(g, hi[i], at);
        if (below == 2 || above == 2)
            return -1;
        if ((below > 0 || (below == 0 && side > 0))
            && (above > 0 || (above == 0 && side < 0)))
            return 1;
    }
    return 0;
}

/* The limit of e as z tends to `at` from a side; NULL: not known. */
static expr_t *
beside(algebra_t *g, expr_t *e, expr_t *z, expr_t *at, int side)
{
    expr_t *part[2], *c;
    int holds;

    while ((c = expr_unfold(g, e, z, &part[0], &part[1])) != NULL)
    {
        holds = holds_beside(g, c, z, at, side);
        if (holds < 0)
            return NULL;
        e = part[!holds];
    }
    e = expr_substitute(g, e, &z, &at, 1);
    return rewrite_undefined(g, e) ? NULL : e;
}

/* Sign of P's jump times that of the field's weight there; 2: unknown. */
static int
leads(const student_t *s, const channel_atom_t *a, int k)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *z = dv->spec->student->field, *loss[2];
    int allowed[2], i, by = sign_of(g, a->jump_by[k]), up;

    for (i = 0; i < 2; i++)
    {
        allowed[i] = holds_beside(g, student_require(dv, a->value, z), z,
                                  a->jump_at[k], 2 * i - 1);
        loss[i] = beside(g, student_loss(dv, a->value, z), z, a->jump_at[k],
                         2 * i - 1);
        if (allowed[i] < 0 || loss[i] == NULL)
            return 2;
    }
    up = allowed[0] != allowed[1] ? allowed[1] - allowed[0]
         : !allowed[0]            ? 0
                                  : sign_of(g, expr_sub(g, loss[0], loss[1]));
    return by == 2 || up == 2 ? 2 : by * up;
}

/* The student's weights are drawn to the teacher's at every jump of the
   labels. */
static int
labels_lead(const student_t *s)
{
    const channel_t *c = &s->channel;
    int i, k, sign, yes = 0;

    if (c->n_pieces > 0)
        return 0;
    for (i = 0; i < c->n_atoms; i++)
    {
        if (c->atom[i].n_jumps < 0 || c->atom[i].given == NULL)
            return 0;
        for (k = 0; k < c->atom[i].n_jumps; k++)
        {
            sign = leads(s, &c->atom[i], k);
            if (sign < 0 || sign == 2)
                return 0;
            yes |= sign;
        }
    }
    return yes;
}

/* E over z0 of sum_y P(y|z0) f(y, z0), f the loss, or 1 where `require` does
   not hold. */
static expr_t *
mean_at_teacher(const student_t *s, int of_loss)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *zero = expr_integer(g, 0), *one = expr_integer(g, 1);
    expr_t *z0 = dv->spec->teacher->field, *z = dv->spec->student->field;
    expr_t *sum = zero, *f, *y;
    int i;

    for (i = 0; i < s->channel.n_atoms; i++)
    {
        y = s->channel.atom[i].value;
        f = of_loss ? student_loss(dv, y, z)
                    : expr_if(g, student_require(dv, y, z), zero, one);
        f = expr_mul(g, expr_substitute(g, s->channel.atom[i].given, &z0, &z,
                                        1), f);
        sum = expr_add(g, sum, gibbs_field_mean(dv, f, z, zero, s->rho));
    }
    return expr_expand(g, sum, 0);
}

/* E log P_w at the teacher's weights; NULL where the student thinks one of
   them impossible. */
static expr_t *
log_prior(const student_t *s, const law_t *teacher)
{
    algebra_t *g = s->dv->algebra;
    expr_t *sum = expr_integer(g, 0), *p;
    int i, k;

    for (i = 0; i < teacher->n; i++)
    {
        p = expr_integer(g, 0);
        for (k = 0; k < s->law->n; k++)
            if (expr_proves_zero(g, expr_sub(g, s->law->value[k],
                                             teacher->value[i])))
                p = expr_add(g, p, s->law->probability[k]);
        if (sign_of(g, p) != 1)
            return NULL;
        sum = expr_add(g, sum, expr_mul(g, teacher->probability[i],
                                        expr_log(g, p)));
    }
    return sum;
}

void
gibbs_recovery(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    const spec_t *spec = dv->spec;
    const law_t *teacher = spec->teacher->law;
    expr_t *prior, *loss;

    if (s->law->kind != LAW_FINITE || !s->reduced || spec->penalty != NULL
        || !law_has_unit_squares(g, teacher) || !labels_lead(s)
        || !expr_proves_zero(g, mean_at_teacher(s, 0)))
        return;
    prior = log_prior(s, teacher);
    loss = mean_at_teacher(s, 1);
    if (prior == NULL || rewrite_undefined(g, loss))
        return;
    dv->recovered = derive_alloc(dv, MOST_VALUES, sizeof *dv->recovered);
    if (spec->loss != NULL)
    {
        derive_recovered(dv, "training_loss", loss);
        prior = expr_sub(g, prior, expr_product(g, (expr_t *[]){
                    spec->samples, spec->learner_argument, loss }, 3));
    }
    derive_recovered(dv, "free_entropy", prior);
    derive_recovered(dv, "entropy", expr_integer(g, 0));
}
