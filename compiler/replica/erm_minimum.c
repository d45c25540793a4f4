/* compiler/replica/erm_minimum.c -- is there a minimum, and only one?
 *
 * A convex function is judged by what it gains between two distant places:
 * more than one when it grows for ever, a loss when it is unbounded below.
 */
#include "erm.h"

#include <string.h>

#define NEAR_PLACE 1000000000
#define GROWS 1

/* ---- far away ------------------------------------------------------------ */

static expr_t *
at_place(algebra_t *g, expr_t *f, expr_t *h, expr_t *place)
{
    return expr_substitute(g, f, &h, &place, 1);
}

/* f at side * 10^18 less f at side * 10^9. */
static expr_t *
gain(algebra_t *g, expr_t *f, expr_t *h, int side)
{
    expr_t *near = expr_integer(g, side * (long) NEAR_PLACE);
    expr_t *far = expr_mul(g, near, expr_integer(g, NEAR_PLACE));

    return expr_sub(g, at_place(g, f, h, far), at_place(g, f, h, near));
}

expr_t *
convex_fall(algebra_t *g, expr_t *l, expr_t *h, int side)
{
    return expr_add(g, gain(g, l, h, side), expr_integer(g, GROWS));
}

/* l, or l', on the piece that has no end on that side; NULL where there is
   none.  One label stands for all of a density. */
static expr_t *
last_piece(const prox_t *x, algebra_t *g, int side, int slope)
{
    const convex_t *c = &x->convex;
    const convex_piece_t *p = &c->piece[side > 0 ? c->n - 1 : 0];
    expr_t *one = expr_integer(g, 1), *f;

    if (!rewrite_infinite(side > 0 ? p->hi : p->lo))
        return NULL;
    f = slope ? p->slope : p->value;
    return x->n == 3 ? at_place(g, f, x->formal[0], one) : f;
}

/* Positive when l grows at both ends; faster than linearly if `slope`. */
static expr_t *
growth(const prox_t *x, algebra_t *g, int slope)
{
    expr_t *pair[2], *f;
    int side, n = 0;

    for (side = -1; side <= 1; side += 2)
    {
        f = last_piece(x, g, side, slope);
        if (f == NULL)
            continue;
        f = gain(g, f, x->convex.h, side);
        if (slope && side < 0)
            f = expr_neg(g, f);
        pair[n++] = expr_sub(g, f, expr_integer(g, GROWS));
    }
    return n == 2 ? expr_call(g, FUNCTION_MIN, pair, 2)
           : n == 1 ? pair[0] : expr_integer(g, 1);
}

/* ---- what is told when no state is found --------------------------------- */

static cause_t *
add(derivation_t *dv, span_t span, const char *text)
{
    return derive_cause(dv, text, span);
}

static void
when(cause_t *c, expr_t *at_most_zero)
{
    c->most[c->n++] = at_most_zero;
}

/* The loss grows in both directions for every label: positive. */
static expr_t *
all_losses(const maps_t *m, algebra_t *g)
{
    expr_t *pair[2] = { expr_integer(g, 1), NULL };
    int i;

    for (i = 0; i < m->n; i++)
        if (m->prox[i]->kind == PROX_LOSS)
        {
            pair[1] = growth(m->prox[i], g, 0);
            pair[0] = expr_call(g, FUNCTION_MIN, pair, 2);
        }
    return pair[0];
}

static void
not_confined(const maps_t *m, expr_t *confined)
{
    derivation_t *dv = m->dv;
    const spec_t *spec = dv->spec;
    algebra_t *g = dv->algebra;
    span_t span = spec->penalty != NULL ? spec->penalty_span
                                        : spec->learner_span;
    expr_t *held = all_losses(m, g), *few, *many, *free = expr_neg(g, held);
    const char *who = spec->penalty != NULL
                          ? "the penalty does not confine the weights"
                          : "there is no penalty that confines the weights";
    cause_t *c;

    few = expr_sub(g, spec->samples, expr_integer(g, 1));
    many = expr_neg(g, few);
    c = add(dv, span, derive_text(dv, "%s: at the interpolation threshold, as "
                                  "many patterns as weights, V is infinite",
                                  who));
    when(c, confined);
    when(c, free);
    when(c, few);
    when(c, many);
    c = add(dv, span, derive_text(dv, "%s: below the interpolation threshold, "
                                  "fewer patterns than weights, the minimiser "
                                  "is not unique", who));
    when(c, confined);
    when(c, free);
    when(c, few);
    c = add(dv, span, derive_text(dv, "%s: where the data are separable, the "
                                  "loss has no minimum or no single one",
                                  who));
    when(c, confined);
    when(c, held);
    c = add(dv, span, derive_text(dv, "%s: loss and penalty may fall for "
                                  "ever", who));
    when(c, confined);
}

/* ---- unbounded losses ---------------------------------------------------- */

/* A loss that falls for ever: only a penalty that grows faster than linearly
   has a minimum with it. */
static int
unbounded(const maps_t *m, const prox_t *x, const prox_t *penalty, int side)
{
    derivation_t *dv = m->dv;
    algebra_t *g = dv->algebra;
    expr_t *e = last_piece(x, g, side, 0), *hold = growth(penalty, g, 1);
    const char *text, *where;
    int certain;
    cause_t *c;

    if (e == NULL)
        return 1;
    e = convex_fall(g, e, x->convex.h, side);
    if (convex_sign(dv, x->convex.about, e, NULL, NULL, NULL, &where) >= 0)
        return 1;
    text = derive_text(dv, "the loss is unbounded below%s: it falls for ever "
                       "as %s -> %sinf", convex_for_label(dv, x->convex.about),
                       x->convex.about->name,
                       side > 0 ? "" : "-");
    certain = where[0] == '\0';
    if (where[0] != '\0')
        text = derive_text(dv, "%s, at %s", text, where);
    if (certain && convex_sign(dv, penalty->convex.about, expr_neg(g, hold),
                               NULL, NULL, NULL, &where) > 0)
    {
        derive_error(dv, "E0333", dv->spec->loss_span,
                     "only a penalty that grows faster, such as w^2/2, has a "
                     "minimum with it", "%s", text);
        return 0;
    }
    diags_add(dv->d, DIAG_NOTE, "E0333", dv->spec->loss_span, NULL,
              "%s; only the penalty holds the minimum", text);
    c = add(dv, dv->spec->loss_span, "the loss is unbounded below, and the "
                                     "penalty does not grow faster");
    when(c, e);
    when(c, hold);
    return 1;
}

int
erm_minimum(const maps_t *m, const prox_t *penalty)
{
    derivation_t *dv = m->dv;
    const spec_t *spec = dv->spec;
    cause_t *c;
    int i, side;

    for (i = 0; i < m->n; i++)
        for (side = -1; side <= 1; side += 2)
            if (m->prox[i]->kind == PROX_LOSS
                && !unbounded(m, m->prox[i], penalty, side))
                return 0;
    not_confined(m, growth(penalty, dv->algebra, 0));
    if (spec->require != NULL)
    {
        c = add(dv, spec->require_span, "where the patterns are too many, no "
                                        "weights satisfy 'require' on all of "
                                        "them");
        for (i = 0; i < dv->t->n_unknowns; i++)
            if (strcmp(dv->t->unknown[i].name, "V") == 0)
                c->unknown = i;
    }
    c = add(dv, spec->learner_span, "the minimiser is w = 0");
    c->unknown = 0;
    return 1;
}
