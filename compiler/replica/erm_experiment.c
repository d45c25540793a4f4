/* compiler/replica/erm_experiment.c -- loss and penalty of a finite system. */
#include "erm.h"
#include "experiment.h"

/* A function of the last input: value, slope and curvature. */
static mapping_t *
with_slopes(derivation_t *dv, expr_t *const *input, int n, expr_t *value)
{
    algebra_t *g = dv->algebra;
    mapping_t *m = derive_alloc(dv, 1, sizeof *m);
    expr_t *out[3];

    out[0] = value;
    out[1] = expr_diff(g, out[0], input[n - 1]);
    out[2] = expr_diff(g, out[1], input[n - 1]);
    *m = experiment_mapping(dv, input, n, out, 3);
    return m;
}

/* The shape that all proximal maps of a kind have. */
static shape_t
shape_of(const maps_t *maps, prox_kind_t kind)
{
    shape_t shape = SHAPE_QUADRATIC;
    int i, k;

    for (i = 0; i < maps->n; i++)
    {
        const convex_t *c = &maps->prox[i]->convex;

        if (maps->prox[i]->kind != kind)
            continue;
        for (k = 0; k < c->n; k++)
            if (c->piece[k].kind == CONVEX_KINK)
                return SHAPE_KINKED;
        if (c->n != 1 || c->piece[0].kind != CONVEX_AFFINE)
            shape = SHAPE_SMOOTH;
    }
    return shape;
}

/* y -> lo, hi with `require` = lo <= z <= hi: label by label, since the side
   may depend on its sign.  NULL when it is no interval. */
static mapping_t *
allowed(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    const channel_t *c = &s->channel;
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    expr_t *y = expr_fresh(g, "y"), *z = expr_fresh(g, "z"), *end[2], *is;
    mapping_t *m = derive_alloc(dv, 1, sizeof *m);
    int i;

    for (i = c->n_atoms - 1; i >= 0; i--)
    {
        if (expr_intervals(g, student_require(dv, c->atom[i].value, z), z,
                           DERIVE_MAX_INTERVALS, lo, hi) != 1)
            return NULL;
        /* atoms are told apart by the middle between them and y */
        is = expr_apply1(g, FUNCTION_ABS, expr_sub(g, y, c->atom[i].value));
        is = expr_compare(g, COMPARE_LT, is, expr_fraction(g, 1, 1000000));
        end[0] = i == c->n_atoms - 1 ? lo[0] : expr_if(g, is, lo[0], end[0]);
        end[1] = i == c->n_atoms - 1 ? hi[0] : expr_if(g, is, hi[0], end[1]);
    }
    if (c->n_atoms == 0)
        return NULL;
    *m = experiment_mapping(dv, &y, 1, end, 2);
    return m;
}

void
erm_experiment(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    experiment_t *e;
    expr_t *input[2], *w = expr_fresh(g, "w");

    if (dv->spec->teacher == NULL)
        return;
    e = experiment_new(dv, &s->channel);
    if (e == NULL)
        return;
    if (dv->spec->require != NULL)
    {
        e->allowed = allowed(s);
        if (e->allowed == NULL)
            return;
    }
    input[0] = expr_fresh(g, "y");
    input[1] = expr_fresh(g, "z");
    if (dv->spec->loss != NULL)
        e->loss = with_slopes(dv, input, 2,
                              student_loss(dv, input[0], input[1]));
    e->penalty = with_slopes(dv, &w, 1, student_penalty(dv, w));
    e->loss_shape = shape_of(s->ctx, PROX_LOSS);
    e->penalty_shape = shape_of(s->ctx, PROX_PENALTY);
    e->predict = experiment_predict(dv, &s->channel,
                                    dv->spec->student->field);
    dv->t->experiment = e;
}
