/* compiler/replica/erm_explicit.c -- averages over proximal maps without the
 * implicit minimiser.
 *
 * X = c0 + c1 t, t the variable of an average, is exchanged for the minimiser
 * h, X = X(h):
 *
 *     E_t F(X, h) = sum over kinks and affine pieces: E_t F 1[X in the stretch]
 *                 + sum over curved pieces:
 *                       int dh phi((X(h) - c0)/c1) X'(h)/c1 F(X(h), h).
 */
#include "erm.h"

typedef struct
{
    derivation_t *dv;
    algebra_t *g;
    prox_t *const *prox;
    int n;
} explicit_t;

/* An application of one of a map's functions: which map, at which X. */
typedef struct
{
    const prox_t *prox;
    expr_t *argument[3];
} call_t;

static int
is_ours(expr_t *e, void *ctx)
{
    const explicit_t *x = ctx;
    definition_t *f;
    int i;

    if (expr_kind(e) != EXPR_APPLY)
        return 0;
    f = expr_definition(e);
    for (i = 0; i < x->n; i++)
        if (f == x->prox[i]->place || f == x->prox[i]->first
            || f == x->prox[i]->second || f == x->prox[i]->envelope)
            return i + 1;
    return 0;
}

static int
mentions(explicit_t *x, expr_t *e)
{
    return rewrite_visit(e, is_ours, x) != 0;
}

static int
is_average(expr_t *e)
{
    return expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL;
}

/* The first application outside averages, or NULL. */
static expr_t *
find_call(explicit_t *x, expr_t *e)
{
    expr_t *found = NULL;
    int i;

    if (is_average(e) || expr_kind(e) == EXPR_MINIMUM)
        return NULL;
    if (is_ours(e, x))
        return e;
    for (i = 0; i < expr_arity(e) && found == NULL; i++)
        found = find_call(x, expr_child(e, i));
    return found;
}

/* The first average that holds an application, or NULL. */
static expr_t *
find_average(explicit_t *x, expr_t *e)
{
    expr_t *found = NULL;
    int i;

    if (is_average(e))
        return mentions(x, e) ? e : NULL;
    for (i = 0; i < expr_arity(e) && found == NULL; i++)
        found = find_average(x, expr_child(e, i));
    return found;
}

static call_t
call_of(explicit_t *x, expr_t *e)
{
    call_t c = { x->prox[is_ours(e, x) - 1], { NULL, NULL, NULL } };
    int i;

    for (i = 0; i < c.prox->n; i++)
        c.argument[i] = expr_child(e, i);
    return c;
}

static int
is_same_call(explicit_t *x, const call_t *c, expr_t *e)
{
    int i;

    if (x->prox[is_ours(e, x) - 1] != c->prox)
        return 0;
    for (i = 0; i < c->prox->n; i++)
        if (expr_child(e, i) != c->argument[i])
            return 0;
    return 1;
}

/* e over the formals with the arguments put in. */
static expr_t *
put_in(explicit_t *x, const call_t *c, expr_t *e)
{
    return expr_substitute(x->g, e, c->prox->formal, c->argument, c->prox->n);
}

/* The body on piece i: over t, or over h. */
static expr_t *
on_piece(explicit_t *x, const call_t *c, expr_t *body, int i)
{
    expr_t *call, *value;

    while ((call = find_call(x, body)) != NULL)
    {
        if (!is_same_call(x, c, call))
            return NULL;
        value = prox_on_piece(c->prox, x->g, expr_definition(call), i);
        body = expr_replace(x->g, body, call, put_in(x, c, value));
    }
    return body;
}

/* An average as it was, with another body. */
static expr_t *
bind(explicit_t *x, expr_t *average, expr_t *t, expr_t *body)
{
    if (expr_kind(average) == EXPR_GAUSS)
        return expr_gauss(x->g, t, body);
    return expr_integral(x->g, t, expr_child(average, 0),
                         expr_child(average, 1), body);
}

/* A kink or an affine piece: the average over a stretch of X = c0 + c1 t. */
static expr_t *
over_stretch(explicit_t *x, const call_t *c, expr_t *average, expr_t *t,
             expr_t *const *line, expr_t *body, int i)
{
    algebra_t *g = x->g;
    expr_t *end, *side[2];
    int k, n = 0;

    for (k = 0; k < 2; k++)
    {
        end = prox_end(c->prox, g, i, k);
        if (rewrite_infinite(end))
            continue;
        end = expr_sub(g, put_in(x, c, end), line[0]);
        end = expr_expand(g, expr_div(g, end, line[1]), 0);
        side[n++] = k == 0 ? expr_compare(g, COMPARE_LE, end, t)
                           : expr_compare(g, COMPARE_LT, t, end);
    }
    if (n > 0)
        body = expr_if(g, expr_and(g, side, n), body, expr_integer(g, 0));
    return bind(x, average, t, body);
}

/* A curved piece: the integral over h. */
static expr_t *
over_place(explicit_t *x, const call_t *c, expr_t *average, expr_t *t,
           expr_t *const *line, expr_t *body, int i)
{
    algebra_t *g = x->g;
    const convex_piece_t *p = &c->prox->convex.piece[i];
    expr_t *h = c->prox->convex.h, *slope, *map, *place;
    expr_t *fresh = expr_fresh(g, expr_name(h));

    map = put_in(x, c, prox_map(c->prox, g, i, &slope));
    slope = put_in(x, c, slope);
    place = expr_div(g, expr_sub(g, map, line[0]), line[1]);
    body = expr_substitute(g, body, &t, &place, 1);
    body = expr_mul(g, body, expr_div(g, slope, line[1]));
    if (expr_kind(average) == EXPR_GAUSS)
        body = expr_mul(g, body, expr_apply1(g, FUNCTION_PHI, place));
    body = expr_substitute(g, body, &h, &fresh, 1);
    return expr_integral(g, fresh, put_in(x, c, p->lo), put_in(x, c, p->hi),
                         body);
}

static expr_t *
fail(explicit_t *x)
{
    if (!x->dv->failed)
        derive_error(x->dv, "E0301", x->dv->spec->learner_span, NULL,
                     "not supported yet: an average of this kind at zero "
                     "temperature");
    return expr_integer(x->g, 0);
}

static expr_t *all(explicit_t *x, expr_t *e);

/* Terms about different maps apart. */
static expr_t *
term_by_term(explicit_t *x, expr_t *average, expr_t *t, expr_t *body)
{
    expr_t *sum = expr_integer(x->g, 0);
    int i, n;

    body = expr_expand(x->g, body, 0);
    n = rewrite_terms(body);
    if (n == 1)
        return fail(x);
    for (i = 0; i < n; i++)
        sum = expr_add(x->g, sum,
                       all(x, bind(x, average, t, rewrite_term(body, i))));
    return sum;
}

/* E_t c int dy f = int dy E_t c f: the integral over a label goes outside;
   NULL where the body is not of this kind. */
static expr_t *
swapped(explicit_t *x, expr_t *average, expr_t *t, expr_t *body)
{
    algebra_t *g = x->g;
    expr_t *inner = find_average(x, body), *y, *one, *rest, *lo, *hi;

    if (inner == NULL || expr_kind(inner) != EXPR_INTEGRAL)
        return NULL;
    one = expr_fresh(g, "s");
    rest = expr_replace(g, body, inner, one);
    lo = expr_child(inner, 0);
    hi = expr_child(inner, 1);
    if (expr_contains(lo, t) || expr_contains(hi, t))
        return NULL;
    y = expr_fresh(g, expr_binder_hint(inner));
    inner = expr_open(g, inner, y);
    rest = expr_substitute(g, rest, &one, &inner, 1);
    return expr_integral(g, y, lo, hi, all(x, bind(x, average, t, rest)));
}

static expr_t *
one_average(explicit_t *x, expr_t *average)
{
    algebra_t *g = x->g;
    expr_t *t = expr_fresh(g, expr_binder_hint(average)), *call, *line[2];
    expr_t *body = expr_open(g, average, t), *e;
    expr_t *sum = expr_integer(g, 0);
    call_t c;
    int i;

    e = swapped(x, average, t, body);
    if (e != NULL)
        return e;
    body = all(x, body);

    call = find_call(x, body);
    if (call == NULL)
        return bind(x, average, t, body);
    c = call_of(x, call);
    if (expr_polynomial(g, c.argument[c.prox->at], t, 1, line) != 1
        || (expr_kind(average) == EXPR_INTEGRAL
            && !(rewrite_infinite(expr_child(average, 0))
                 && rewrite_infinite(expr_child(average, 1)))))
        return fail(x);
    if (expr_is_negated(line[1]))  /* the measure is even: turn it round */
    {
        e = expr_neg(g, t);
        return one_average(x, bind(x, average, t,
                                   expr_substitute(g, body, &t, &e, 1)));
    }
    for (i = 0; i < c.prox->convex.n; i++)
    {
        e = on_piece(x, &c, body, i);
        if (e == NULL)
            return term_by_term(x, average, t, body);
        if (c.prox->convex.piece[i].kind == CONVEX_CURVED)
            e = over_place(x, &c, average, t, line, e, i);
        else
            e = over_stretch(x, &c, average, t, line, e, i);
        sum = expr_add(g, sum, e);
    }
    return sum;
}

static expr_t *
all(explicit_t *x, expr_t *e)
{
    expr_t *average;

    while (!x->dv->failed && (average = find_average(x, e)) != NULL)
        e = expr_replace(x->g, e, average, one_average(x, average));
    return e;
}

expr_t *
prox_explicit(derivation_t *dv, expr_t *e, prox_t *const *prox, int n)
{
    explicit_t x = { dv, dv->algebra, prox, n };

    if (e == NULL)
        return NULL;
    e = all(&x, e);
    return find_call(&x, e) != NULL ? fail(&x) : e;
}
