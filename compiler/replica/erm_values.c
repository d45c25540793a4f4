/* compiler/replica/erm_values.c -- what can be read at a minimiser: on a
 * training pattern the student's field is the proximal map of its mean.
 */
#include "erm.h"

#include "observe.h"

/* ---- averages over training patterns ------------------------------------ */

typedef struct
{
    const observer_t *o;
    observe_body_t body;
    const void *ctx;
} training_t;

/* body at a label and a place of the field; NULL if it cannot be had. */
static expr_t *
body_at(training_t *t, expr_t *y, expr_t *place)
{
    const observer_t *o = t->o;
    expr_t *e = t->body(o, y, t->ctx);

    if (e == NULL || expr_contains(e, o->z0))
        return NULL;
    return expr_substitute(o->dv->algebra, e, &o->z, &place, 1);
}

/* z - y alone is seen: body there at y and z = y + place. */
static expr_t *
of_difference(training_t *t, expr_t *place)
{
    algebra_t *g = t->o->dv->algebra;
    expr_t *y = expr_fresh(g, "y"), *p = expr_fresh(g, "p");
    expr_t *e = body_at(t, y, p);

    if (e != NULL)
        e = channel_difference(g, e, y, p);
    return e != NULL ? expr_substitute(g, e, &p, &place, 1) : NULL;
}

static expr_t *
mean_of_atoms(training_t *t, const label_t *l, expr_t *place)
{
    algebra_t *g = t->o->dv->algebra;
    expr_t *e = body_at(t, l->y, place), *other;

    if (e == NULL || l->weight == 1)
        return e;
    other = body_at(t, expr_neg(g, l->y), expr_neg(g, place));
    if (other == NULL)
        return NULL;
    return expr_mul(g, expr_fraction(g, 1, 2), expr_add(g, e, other));
}

static expr_t *
train(const observer_t *o, observe_body_t body, const void *ctx,
      const char *name, const char *latex)
{
    const student_t *s = o->ctx;
    training_t t = { o, body, ctx };
    algebra_t *g = o->dv->algebra;
    expr_t *sum = expr_integer(g, 0), *e, *place;
    const label_t *l;
    int i;

    (void) name;
    (void) latex;
    for (i = 0; i < s->n_labels; i++)
    {
        l = &s->label[i];
        place = student_label_apply(s, l, maps_find(s->ctx, l->g)->place);
        if (l->of_difference)
            e = of_difference(&t, place);
        else if (l->weight > 2)
            e = NULL;
        else
            e = mean_of_atoms(&t, l, place);
        if (e == NULL)
            return NULL;
        sum = expr_add(g, sum, student_label_average(s, l, e));
    }
    return sum;
}

/* ---- the same by the general road --------------------------------------- */

static int
is_same(algebra_t *g, expr_t *a, expr_t *b)
{
    return a == b || expr_proves_zero(g, expr_sub(g, a, b));
}

/* The minimiser at label y as an application of a named map; y - difference
   is put in, or the map of the mirrored label turned round. */
static expr_t *
place_at(const observer_t *o, expr_t *y, expr_t *omega, expr_t *v)
{
    const student_t *s = o->ctx;
    algebra_t *g = o->dv->algebra;
    expr_t *argument[3], *e;
    const label_t *l;
    int i, turned;

    for (i = 0; i < s->n_labels; i++)
    {
        l = &s->label[i];
        turned = l->atom != NULL && !is_same(g, l->y, y);
        if (turned && !(l->weight == 2
                        && is_same(g, l->y, expr_neg(g, y))))
            continue;
        argument[0] = y;
        argument[l->n - 2] = turned ? expr_neg(g, omega)
                             : l->of_difference ? expr_sub(g, omega, y)
                                                : omega;
        argument[l->n - 1] = v;
        e = expr_apply(g, maps_find(s->ctx, l->g)->place, argument, l->n);
        return turned ? expr_neg(g, e)
               : l->of_difference ? expr_add(g, y, e) : e;
    }
    return NULL;
}

static expr_t *
tilted(const observer_t *o, expr_t *y, expr_t *omega, expr_t *v, expr_t *body)
{
    expr_t *place = place_at(o, y, omega, v);

    if (place == NULL)
        return NULL;
    return expr_substitute(o->dv->algebra, body, &o->z, &place, 1);
}

void
erm_values(student_t *s)
{
    derivation_t *dv = s->dv;
    const spec_t *spec = dv->spec;
    observer_t o = { .dv = dv, .ctx = s, .channel = &s->channel };

    o.z0 = spec->teacher->field;
    o.z = spec->student->field;
    o.rho = s->rho;
    o.m = s->m;
    o.q = s->q;
    o.v = s->v;
    o.spread = o.vote = s->q;
    o.tilted = tilted;
    o.train = train;
    student_values(s, "minus the minimum per weight");
    observe_loss(&o);
    observe_errors(&o);
    observe_averages(&o);
}
