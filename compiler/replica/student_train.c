/* compiler/replica/student_train.c -- averages over training patterns, label by
 * label.
 */
#include "student.h"

/* d = 0 for almost every z where the condition holds. */
static int
vanishes(const observer_t *o, expr_t *d, expr_t *condition, int depth)
{
    algebra_t *g = o->dv->algebra;
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
    expr_t *c = NULL, *part[2], *both[2];
    int i;

    if (expr_kind(condition) == EXPR_FALSE || expr_proves_zero(g, d))
        return 1;
    if (depth < 8)
        c = expr_unfold(g, d, o->z, &part[0], &part[1]);
    if (c == NULL)
        return expr_intervals(g, condition, o->z, DERIVE_MAX_INTERVALS, lo,
                              hi) == 0;
    both[0] = condition;
    for (i = 0; i < 2; i++)
    {
        both[1] = i == 0 ? c : expr_not(g, c);
        if (!vanishes(o, part[i], expr_and(g, both, 2), depth + 1))
            return 0;
    }
    return 1;
}

/* What is averaged turns round with the labels that count as one. */
static int
is_alike(const observer_t *o, const label_t *label, expr_t *e,
         observe_body_t body, const void *ctx)
{
    algebra_t *g = o->dv->algebra;
    expr_t *other, *minus = expr_neg(g, o->z);
    int i;

    for (i = 0; i < label->n_mirrors; i++)
    {
        other = body(o, label->mirror[i]->value, ctx);
        if (other == NULL)
            return 0;
        other = expr_substitute(g, other, &o->z, &minus, 1);
        if (!vanishes(o, expr_sub(g, other, e), expr_true(g), 0))
            return 0;
    }
    return 1;
}

/* body at y and z = y + t, as a function of z = t; NULL if y is left. */
static expr_t *
of_difference(const observer_t *o, observe_body_t body, const void *ctx)
{
    algebra_t *g = o->dv->algebra;
    expr_t *y = expr_fresh(g, "y"), *e = body(o, y, ctx);

    return e != NULL ? channel_difference(g, e, y, o->z) : NULL;
}

static expr_t *
body_of(const observer_t *o, const label_t *label, observe_body_t body,
        const void *ctx)
{
    expr_t *e;

    if (label->of_difference)
        e = of_difference(o, body, ctx);
    else
        e = body(o, label->y, ctx);
    if (e == NULL || expr_contains(e, o->z0)
        || !is_alike(o, label, e, body, ctx))
        return NULL;
    return e;
}

static const char *
name_of(const student_t *s, const label_t *label, int latex)
{
    const channel_t *c = &s->channel;
    int i;

    if (label->atom != NULL)
        return latex ? channel_atom_latex(s->dv, label->y)
                     : channel_atom_name(s->dv, label->y,
                                         (int) (label->atom - c->atom));
    i = (int) (label->piece - c->piece);
    if (c->n_pieces == 1)
        return latex ? "\\mathrm{out}" : "out";
    return latex ? derive_text(s->dv, "\\mathrm{out},%d", i + 1)
                 : derive_text(s->dv, "out_%c", 'a' + i);
}

expr_t *
student_train(const observer_t *o, observe_body_t body, const void *ctx,
              const char *name, const char *latex)
{
    const student_t *s = o->ctx;
    derivation_t *dv = s->dv;
    algebra_t *g = dv->algebra;
    expr_t *sum = expr_integer(g, 0), *e;
    const label_t *label;
    definition_t *f;
    int i;

    for (i = 0; i < s->n_labels; i++)
        if (body_of(o, &s->label[i], body, ctx) == NULL)
            return NULL;
    for (i = 0; i < s->n_labels; i++)
    {
        label = &s->label[i];
        e = body_of(o, label, body, ctx);
        e = o->tilted(o, label->y, label->formal[label->n - 2],
                      label->formal[label->n - 1], e);
        if (e == NULL)
            return NULL;
        if (name != NULL && !expr_is_zero(e))
        {
            f = definition_new(g, derive_text(dv, "%s_%s", name,
                                              name_of(s, label, 0)),
                               derive_text(dv, "%s_{%s}", latex,
                                           name_of(s, label, 1)),
                               label->formal, label->n, e);
            derive_function(dv, f, NULL);
            e = expr_apply(g, f, label->formal, label->n);
        }
        sum = expr_add(g, sum, student_label_average(s, label, e));
    }
    return sum;
}
