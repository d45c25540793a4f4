/* compiler/replica/observe.c -- test(..) and train(..): averages over fresh and
 * over training patterns.
 */
#include "observe.h"

static expr_t *
at(algebra_t *g, expr_t *e, expr_t *symbol, expr_t *value)
{
    return expr_substitute(g, e, &symbol, &value, 1);
}

static expr_t *
put_field(const observer_t *o, expr_t *e, expr_t *y, expr_t *omega, expr_t *v)
{
    expr_t *symbol[3], *value[3];
    int n = y == NULL ? 2 : 3;

    symbol[0] = o->channel->omega;
    symbol[1] = o->channel->v;
    symbol[2] = o->channel->y;
    value[0] = omega;
    value[1] = v;
    value[2] = y;
    return expr_substitute(o->dv->algebra, e, symbol, value, n);
}

/* The teacher's mean of its field per unit of xi, and the variance left, when
   the student's field is sqrt(variance) xi. */
static void
teacher_given(const observer_t *o, expr_t *variance, expr_t **slope,
              expr_t **rest)
{
    algebra_t *g = o->dv->algebra;

    *slope = expr_div(g, o->m, expr_sqrt(g, variance));
    *rest = expr_sub(g, o->rho, expr_div(g, expr_pow_int(g, o->m, 2),
                                         variance));
}

/* ---- with the teacher's field ------------------------------------------- */

/* The probabilities of the label given z0 are known. */
static int
is_given(const channel_t *c)
{
    int i;

    for (i = 0; i < c->n_atoms; i++)
        if (c->atom[i].given == NULL)
            return 0;
    for (i = 0; i < c->n_pieces; i++)
        if (c->piece[i].given == NULL)
            return 0;
    return 1;
}

/* The mean over the label given z0 of what `body` is there: by the label's
   probabilities, or its value where it is a function of z0. */
static expr_t *
label_mean_given(const observer_t *o, observe_body_t body, const void *ctx)
{
    algebra_t *g = o->dv->algebra;
    const channel_t *c = o->channel;
    const spec_t *spec = o->dv->spec;
    expr_t *own = spec->teacher->field, *sum = expr_integer(g, 0), *e, *y, *p;
    int i;

    if (!is_given(c))
        return c->noisy || spec->label == NULL
                   ? NULL
                   : body(o, at(g, spec->label, own, o->z0), ctx);
    for (i = 0; i < c->n_atoms; i++)
    {
        e = body(o, c->atom[i].value, ctx);
        if (e == NULL)
            return NULL;
        p = at(g, c->atom[i].given, own, o->z0);
        sum = expr_add(g, sum, expr_mul(g, p, e));
    }
    for (i = 0; i < c->n_pieces; i++)
    {
        y = expr_fresh(g, expr_name(c->y));
        e = body(o, y, ctx);
        if (e == NULL)
            return NULL;
        p = at(g, at(g, c->piece[i].given, own, o->z0), c->y, y);
        sum = expr_add(g, sum, channel_integral(g, &c->piece[i], y,
                                                expr_mul(g, p, e)));
    }
    return sum;
}

/* z0 = sqrt(rho) u, z = (m/sqrt rho) u + sqrt(variance - m^2/rho) t */
static expr_t *
joint_mean(const observer_t *o, expr_t *spread, expr_t *e)
{
    algebra_t *g = o->dv->algebra;
    expr_t *u = expr_fresh(g, "u"), *t = expr_fresh(g, "t"), *z, *rest, *root;

    root = expr_sqrt(g, o->rho);
    rest = expr_sub(g, spread, expr_div(g, expr_pow_int(g, o->m, 2), o->rho));
    z = expr_add(g, expr_mul(g, expr_div(g, o->m, root), u),
                 expr_mul(g, expr_sqrt(g, rest), t));
    e = expr_gauss(g, t, at(g, e, o->z, z));
    e = expr_close(g, at(g, e, o->z0, expr_mul(g, root, u)));
    return expr_close(g, expr_gauss(g, u, e));
}

/* ---- fresh patterns ----------------------------------------------------- */

/* e, a function of y - z, where the label is the field and a noise; NULL where
   it is not so. */
static expr_t *
test_difference(const observer_t *o, const channel_piece_t *p, expr_t *e,
                expr_t *y, expr_t *spread)
{
    algebra_t *g = o->dv->algebra;
    expr_t *slope = channel_shift(o->dv, o->channel, p);

    if (slope != NULL)
        e = channel_difference(g, e, y, o->z);
    if (slope == NULL || e == NULL)
        return NULL;
    spread = channel_spread(g, slope, o->rho, o->m, spread);
    return expr_close(g, channel_shift_mean(o->dv, o->channel, p, p->z, slope,
                                            spread, o->z, e));
}

static expr_t *
test_density(const observer_t *o, const channel_piece_t *p, expr_t *e,
             expr_t *y, expr_t *spread)
{
    algebra_t *g = o->dv->algebra;
    expr_t *xi = expr_fresh(g, "xi"), *slope, *rest, *z;

    z = test_difference(o, p, e, y, spread);
    if (z != NULL)
        return z;
    teacher_given(o, spread, &slope, &rest);
    z = put_field(o, p->z, y, expr_mul(g, slope, xi), rest);
    e = at(g, e, o->z, expr_mul(g, expr_sqrt(g, spread), xi));
    e = channel_integral(g, p, y, expr_mul(g, z, e));
    return expr_close(g, expr_gauss(g, xi, e));
}

expr_t *
observe_test(const observer_t *o, expr_t *spread, observe_body_t body,
             const void *ctx)
{
    algebra_t *g = o->dv->algebra;
    const channel_t *c = o->channel;
    expr_t *sum = expr_integer(g, 0), *slope, *rest, *e, *y;
    int i, with_teacher = 0;

    teacher_given(o, spread, &slope, &rest);
    for (i = 0; i < c->n_atoms && !with_teacher; i++)
    {
        e = body(o, c->atom[i].value, ctx);
        if (e == NULL)
            return NULL;
        with_teacher = expr_contains(e, o->z0);
        e = observe_product(o, c->atom[i].z, slope, rest, e,
                            expr_sqrt(g, spread));
        sum = expr_add(g, sum, e);
    }
    for (i = 0; i < c->n_pieces && !with_teacher; i++)
    {
        y = expr_fresh(g, expr_name(c->y));
        e = body(o, y, ctx);
        if (e == NULL)
            return NULL;
        with_teacher = expr_contains(e, o->z0);
        sum = expr_add(g, sum, test_density(o, &c->piece[i], e, y, spread));
    }
    if (!with_teacher)
        return sum;
    e = label_mean_given(o, body, ctx);
    return e != NULL ? joint_mean(o, spread, e) : NULL;
}

/* ---- training patterns -------------------------------------------------- */

/* The tilted mean of `body` for a label, at omega = sqrt(q) xi. */
static expr_t *
tilted_at(const observer_t *o, expr_t *y, expr_t *body, expr_t *xi)
{
    algebra_t *g = o->dv->algebra;
    expr_t *omega, *v, *symbol[2], *value[2], *e;

    omega = o->channel != NULL ? o->channel->omega
                               : derive_formal(o->dv, "omega", 0);
    v = o->channel != NULL ? o->channel->v : derive_formal(o->dv, "V", 1);
    e = o->tilted(o, y, omega, v, body);
    if (e == NULL)
        return NULL;
    symbol[0] = omega;
    symbol[1] = v;
    value[0] = expr_mul(g, expr_sqrt(g, o->q), xi);
    value[1] = o->v;
    return expr_substitute(g, e, symbol, value, 2);
}

/* E over xi and the teacher's field given xi of the tilted mean at y(z0). */
static expr_t *
train_with_teacher(const observer_t *o, observe_body_t body, const void *ctx)
{
    algebra_t *g = o->dv->algebra;
    const spec_t *spec = o->dv->spec;
    expr_t *xi = expr_fresh(g, "xi"), *u = expr_fresh(g, "u"), *slope, *rest;
    expr_t *y, *e, *z0;

    if (o->channel->noisy || spec->label == NULL)
        return NULL;
    teacher_given(o, o->q, &slope, &rest);
    z0 = expr_add(g, expr_mul(g, slope, xi),
                  expr_mul(g, expr_sqrt(g, rest), u));
    y = expr_fresh(g, "y");
    e = body(o, y, ctx);
    if (e == NULL)
        return NULL;
    e = tilted_at(o, y, e, xi);
    if (e == NULL)
        return NULL;
    e = at(g, at(g, e, y, at(g, spec->label, spec->teacher->field, o->z0)),
           o->z0, z0);
    e = expr_close(g, expr_gauss(g, u, e));
    return expr_close(g, expr_gauss(g, xi, e));
}

/* The joint weight of a label and z0: what multiplies N(z0; ..). */
static expr_t *
train_given(const observer_t *o, expr_t *given, expr_t *z, expr_t *y,
            expr_t *e, expr_t *xi)
{
    algebra_t *g = o->dv->algebra;
    expr_t *slope, *rest, *u, *z0;
    int with_teacher;

    teacher_given(o, o->q, &slope, &rest);
    with_teacher = expr_contains(e, o->z0);
    e = tilted_at(o, y, e, xi);
    if (e != NULL && !with_teacher)
        return expr_mul(g, put_field(o, z, y, expr_mul(g, slope, xi), rest),
                        e);
    if (e == NULL || given == NULL)
        return NULL;
    u = expr_fresh(g, "u");
    z0 = expr_add(g, expr_mul(g, slope, xi),
                  expr_mul(g, expr_sqrt(g, rest), u));
    given = at(g, given, o->dv->spec->teacher->field, o->z0);
    e = expr_mul(g, at(g, given, o->channel->y, y), e);
    return expr_close(g, expr_gauss(g, u, at(g, e, o->z0, z0)));
}

/* The student's z is distributed like the teacher's, where only one of them
   is spoken of. */
static expr_t *
exchanged(const observer_t *o, observe_body_t body, const void *ctx)
{
    algebra_t *g = o->dv->algebra;
    expr_t *y = expr_fresh(g, "y"), *e = body(o, y, ctx), *u;

    if (e == NULL || (expr_contains(e, o->z0) && expr_contains(e, o->z)))
        return NULL;
    e = label_mean_given(o, body, ctx);
    if (e == NULL)
        return NULL;
    e = at(g, e, o->z0, o->z);
    u = expr_fresh(g, "u");
    e = at(g, e, o->z, expr_mul(g, expr_sqrt(g, o->rho), u));
    return expr_close(g, expr_gauss(g, u, e));
}

expr_t *
observe_train(const observer_t *o, observe_body_t body, const void *ctx,
              const char *name, const char *latex)
{
    algebra_t *g = o->dv->algebra;
    const channel_t *c = o->channel;
    expr_t *xi = expr_fresh(g, "xi"), *term[2 * CHANNEL_MAX], *e, *y;
    int i, n = 0;

    e = o->train != NULL ? o->train(o, body, ctx, name, latex) : NULL;
    if (e != NULL)
        return e;
    if (c == NULL)
    {
        e = body(o, NULL, ctx);
        e = e != NULL ? tilted_at(o, NULL, e, xi) : NULL;
        return e != NULL ? expr_gauss(g, xi, e) : NULL;
    }
    if (o->exchangeable)
    {
        e = exchanged(o, body, ctx);
        if (e != NULL)
            return e;
    }
    for (i = 0; i < c->n_atoms; i++)
    {
        if (expr_is_zero(c->atom[i].z))
            continue;
        e = body(o, c->atom[i].value, ctx);
        if (e != NULL)
            e = train_given(o, c->atom[i].given, c->atom[i].z,
                            c->atom[i].value, e, xi);
        if (e == NULL)
            return train_with_teacher(o, body, ctx);
        term[n++] = e;
    }
    for (i = 0; i < c->n_pieces; i++)
    {
        y = expr_fresh(g, expr_name(c->y));
        e = body(o, y, ctx);
        if (e != NULL)
            e = train_given(o, c->piece[i].given, c->piece[i].z, y, e, xi);
        if (e == NULL)
            return train_with_teacher(o, body, ctx);
        term[n++] = channel_integral(g, &c->piece[i], y, e);
    }
    return observe_mirrored_sum(o, xi, term, n);
}

/* ---- the spec's averages ------------------------------------------------ */

static expr_t *
average_body(const observer_t *o, expr_t *y, const void *ctx)
{
    const average_t *a = ctx;

    if (y == NULL || o->dv->spec->label_symbol == NULL)
        return a->body;
    return at(o->dv->algebra, a->body, o->dv->spec->label_symbol, y);
}

void
observe_averages(const observer_t *o)
{
    derivation_t *dv = o->dv;
    const average_t *a;
    expr_t *e;
    int i;

    for (i = 0; i < dv->spec->n_averages; i++)
    {
        a = &dv->spec->average[i];
        if (a->over_training)
            e = observe_train(o, average_body, a, NULL, NULL);
        else
            e = observe_test(o, o->spread, average_body, a);
        if (e == NULL)
        {
            derive_error(dv, "E0321", a->span, NULL,
                         "this average over %s patterns cannot be derived for "
                         "this rule of the labels",
                         a->over_training ? "training" : "fresh");
            continue;
        }
        dv->name[dv->n_names] = a->symbol;
        dv->raw_meaning[dv->n_names] = expr_inline(dv->algebra, e);
        dv->meaning[dv->n_names++] = e;
    }
}
