/* compiler/replica/erm.c -- the minimiser of loss and penalty: the limit of a
 * Gibbs measure at zero temperature.
 *
 *     L_out = -min_h [loss(y, h) + (h - omega)^2/(2V)]
 *     L_w   = -min_w [penalty(w) + A w^2/2 - B w]
 *
 * exact for convex losses and penalties.  The minimisers are proximal maps,
 * which erm_explicit.c takes out of the averages.
 */
#include "erm.h"

#include <stdlib.h>

const prox_t *
maps_find(const maps_t *m, const definition_t *g)
{
    int i;

    for (i = 0; i < m->n; i++)
        if (m->prox[i]->first == g)
            return m->prox[i];
    return NULL;
}

expr_t *
prox_minimum(algebra_t *g, expr_t *energy, expr_t *variable)
{
    return expr_neg(g, expr_bind_raw(g, EXPR_MINIMUM, variable, NULL, NULL,
                                     energy));
}

static prox_t *
new_map(maps_t *m)
{
    return m->prox[m->n++] = derive_alloc(m->dv, 1, sizeof(prox_t));
}

/* The weights that are learnt. */
static const variable_t *
own(const spec_t *spec)
{
    return spec->student != NULL ? spec->student : spec->weights;
}

static expr_t *
half_square(algebra_t *g, expr_t *e)
{
    return expr_mul(g, expr_fraction(g, 1, 2), expr_pow_int(g, e, 2));
}

/* ---- losses ------------------------------------------------------------- */

/* h, held inside the interval where the constraint at y holds. */
static expr_t *
held(derivation_t *dv, expr_t *y, expr_t *h)
{
    algebra_t *g = dv->algebra;
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS], *pair[2];
    expr_t *c = student_require(dv, y, h);

    if (expr_kind(c) == EXPR_TRUE
        || expr_intervals(g, c, h, DERIVE_MAX_INTERVALS, lo, hi) != 1)
        return h;
    pair[0] = h;
    pair[1] = hi[0];
    if (!rewrite_infinite(hi[0]))
        pair[0] = expr_call(g, FUNCTION_MIN, pair, 2);
    pair[1] = lo[0];
    if (!rewrite_infinite(lo[0]))
        pair[0] = expr_call(g, FUNCTION_MAX, pair, 2);
    return pair[0];
}

static expr_t *
loss_energy(derivation_t *dv, expr_t *y, expr_t *omega, expr_t *v, expr_t *h)
{
    algebra_t *g = dv->algebra;
    expr_t *place = held(dv, y, h);

    return expr_add(g, student_loss(dv, y, place),
                    expr_div(g, half_square(g, expr_sub(g, place, omega)), v));
}

expr_t *
erm_raw_loss(derivation_t *dv, expr_t *y, expr_t *omega, expr_t *v)
{
    expr_t *h = expr_fresh(dv->algebra, "h");

    return prox_minimum(dv->algebra, loss_energy(dv, y, omega, v, h), h);
}

static expr_t *
raw_out(const student_t *s, expr_t *y, expr_t *omega, expr_t *v)
{
    return erm_raw_loss(s->dv, y, omega, v);
}

const prox_t *
erm_loss(maps_t *m, const label_t *o, const char *name, const char *latex)
{
    derivation_t *dv = m->dv;
    const spec_t *spec = dv->spec;
    algebra_t *g = dv->algebra;
    prox_t *p = new_map(m);
    expr_t *h = expr_fresh(g, "h"), *require = student_require(dv, o->y, h);
    convex_about_t *about = derive_alloc(dv, 1, sizeof *about);
    int i;

    p->convex.h = h;
    p->energy = loss_energy(dv, o->y, o->formal[o->n - 2],
                            o->formal[o->n - 1], h);
    p->n = o->n;
    for (i = 0; i < o->n; i++)
        p->formal[i] = o->formal[i];
    *about = (convex_about_t){
        "the loss", expr_name(own(spec)->field), spec->loss_span,
        o->n == 3 ? o->formal[0] : NULL, o->atom != NULL ? o->y : NULL,
        spec->require != NULL
    };
    if (spec->loss == NULL)
    {
        about->what = "the constraint";
        about->span = spec->require_span;
    }
    if (!convex_derive(&p->convex, dv, student_loss(dv, o->y, h), h,
                       about->constrained ? require : NULL, about))
        return NULL;
    prox_derive(p, dv, PROX_LOSS, name, latex);
    prox_print(p, dv);
    return p;
}

static int
out(student_t *s, label_t *o, const char *name, const char *latex)
{
    const prox_t *p = erm_loss(s->ctx, o, name, latex);

    if (p == NULL)
        return 0;
    o->l = p->envelope;
    o->g = p->first;
    return 1;
}

/* ---- penalties ---------------------------------------------------------- */

static expr_t *
penalty_energy(derivation_t *dv, expr_t *a, expr_t *b, expr_t *w)
{
    algebra_t *g = dv->algebra;
    expr_t *sum[3];

    sum[0] = student_penalty(dv, w);
    sum[1] = expr_mul(g, a, half_square(g, w));
    sum[2] = expr_neg(g, expr_mul(g, b, w));
    return expr_sum(g, sum, 3);
}

expr_t *
erm_raw_penalty(derivation_t *dv, expr_t *a, expr_t *b)
{
    expr_t *w = expr_fresh(dv->algebra, "w");

    return prox_minimum(dv->algebra, penalty_energy(dv, a, b, w), w);
}

static expr_t *
raw_weights(const student_t *s, expr_t *a, expr_t *b)
{
    return erm_raw_penalty(s->dv, a, b);
}

const prox_t *
erm_penalty(maps_t *m, expr_t *const *formal)
{
    derivation_t *dv = m->dv;
    algebra_t *g = dv->algebra;
    prox_t *p = new_map(m);
    expr_t *w = expr_fresh(g, "w");
    convex_about_t *about = derive_alloc(dv, 1, sizeof *about);

    *about = (convex_about_t){
        "the penalty", expr_name(own(dv->spec)->symbol),
        dv->spec->penalty_span, NULL, NULL, 0
    };
    p->n = 2;
    p->formal[0] = formal[0];
    p->formal[1] = formal[1];
    p->convex.h = w;
    p->energy = penalty_energy(dv, p->formal[0], p->formal[1], w);
    if (!convex_derive(&p->convex, dv, student_penalty(dv, w), w, NULL,
                       about))
        return NULL;
    prox_derive(p, dv, PROX_PENALTY, "w", "w");
    prox_print(p, dv);
    return p;
}

static int
weights(student_t *s)
{
    const prox_t *p = erm_penalty(s->ctx, s->formal);

    if (p == NULL)
        return 0;
    s->l_w = p->envelope;
    s->f_w = p->first;
    return 1;
}

/* ---- all ---------------------------------------------------------------- */

static expr_t *
explicit_form(void *ctx, expr_t *e)
{
    maps_t *m = ctx;

    return prox_explicit(m->dv, e, m->prox, m->n);
}

/* Away from q = 0, where nothing has been learnt and integrands are narrow.
   With `require` from large weights, which satisfy it more easily. */
static void
start(student_t *s)
{
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    points_t *at = &dv->start.at;
    expr_t *half = expr_fraction(g, 1, 2);
    long size = dv->spec->require != NULL ? 30 : 1;

    at->n = 3;
    at->name = derive_alloc(dv, 3, sizeof *at->name);
    at->value = derive_alloc(dv, 3, sizeof *at->value);
    at->span = derive_alloc(dv, 3, sizeof *at->span);
    at->name[0] = "q";
    at->value[0] = expr_mul(g, expr_integer(g, size * size), s->rho);
    at->name[1] = "m";
    at->value[1] = expr_mul(g, expr_integer(g, size),
                            expr_mul(g, half, s->rho));
    at->name[2] = "V";
    at->value[2] = expr_integer(g, 1);
}

static const learner_rule_t rule = { 0, out, weights, raw_out, raw_weights };

int
derive_erm(derivation_t *dv)
{
    student_t *s = derive_alloc(dv, 1, sizeof *s);
    maps_t *m = derive_alloc(dv, 1, sizeof *m);

    m->dv = dv;
    dv->explicit_form = explicit_form;
    dv->explicit_ctx = m;
    if (dv->spec->teacher == NULL)
        return erm_storage(m);
    if (!student_derive(s, dv, &rule, m, NULL, NULL)
        || !erm_minimum(m, maps_find(m, s->f_w)))
        return 0;
    start(s);
    erm_values(s);
    erm_experiment(s);
    return 1;
}
