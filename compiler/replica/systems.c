/* compiler/replica/systems.c -- square systems from equations. */
#include "derive.h"

system_t *
derive_new_system(derivation_t *dv)
{
    system_t *s = &dv->t->system[dv->t->n_systems++];

    s->threshold = s->boundary = s->other = s->parameter = -1;
    return s;
}

/* ---- what the emitter gets ---------------------------------------------- */

static int
is_binder(expr_t *e, void *ctx)
{
    expr_kind_t kind = expr_kind(e);

    (void) ctx;
    return kind == EXPR_GAUSS || kind == EXPR_INTEGRAL
           || kind == EXPR_MINIMUM || kind == EXPR_MAXIMUM;
}

static expr_t *rebuild(algebra_t *, expr_t *);

static expr_t *
rebuild_inner(algebra_t *g, expr_t *e, expr_t **child)
{
    int n = expr_arity(e);

    switch (expr_kind(e))
    {
    case EXPR_POWER:
        return expr_pow(g, child[0], child[1]);
    case EXPR_FUNCTION:
        return expr_call(g, expr_function(e), child, n);
    default:
        return e;
    }
}

/* A mean or integral, closed if nothing is left of it; a half-closed one stays
   as it was, which is better for the emitter.  `beside` stands next to it in
   a product: its roots tell what is positive. */
static expr_t *
closed_binder(algebra_t *g, expr_t *e, expr_t *beside)
{
    expr_t *closed = expr_close(g, e);

    if (!rewrite_visit(closed, is_binder, NULL))
        return closed;
    closed = expr_close(g, expr_mul(g, beside, e));
    return rewrite_visit(closed, is_binder, NULL)
               ? e : expr_div(g, closed, beside);
}

static expr_t *
rebuild_product(algebra_t *g, expr_t *e)
{
    expr_t *beside = expr_integer(g, 1), *result, *factor;
    int i;

    for (i = 0; i < expr_arity(e); i++)
        if (!rewrite_visit(expr_child(e, i), is_binder, NULL))
            beside = expr_mul(g, beside, expr_child(e, i));
    result = beside;
    for (i = 0; i < expr_arity(e); i++)
    {
        factor = expr_child(e, i);
        if (is_binder(factor, NULL))
            result = expr_mul(g, result, closed_binder(g, factor, beside));
        else if (rewrite_visit(factor, is_binder, NULL))
            result = expr_mul(g, result, rebuild(g, factor));
    }
    return result;
}

static expr_t *
rebuild(algebra_t *g, expr_t *e)
{
    expr_t *child[16], *sum;
    int i, n = expr_arity(e);

    if (is_binder(e, NULL))
        return closed_binder(g, e, expr_integer(g, 1));
    if (n == 0 || !rewrite_visit(e, is_binder, NULL))
        return e;
    if (expr_kind(e) == EXPR_MUL)
        return rebuild_product(g, e);
    if (expr_kind(e) == EXPR_ADD)
    {
        sum = expr_integer(g, 0);
        for (i = 0; i < n; i++)
            sum = expr_add(g, sum, rebuild(g, expr_child(e, i)));
        return sum;
    }
    if (n > 16)
        return e;
    for (i = 0; i < n; i++)
        child[i] = rebuild(g, expr_child(e, i));
    return rebuild_inner(g, e, child);
}

expr_t *
derive_explicit(derivation_t *dv, expr_t *e)
{
    algebra_t *g = dv->algebra;

    return expr_join_tails(g, rebuild(g, expr_inline(g, e)));
}

/* ---- equations ---------------------------------------------------------- */

expr_t *
derive_fix(derivation_t *dv, expr_t *e, const fixing_t *f)
{
    int i;

    for (i = 0; i < f->n; i++)
        e = expr_substitute(dv->algebra, e, f->symbol + i, f->value + i, 1);
    return e;
}

/* A parameter may also stand in the bodies of definitions, which are then put
   in first. */
expr_t *
derive_parameter_slope(derivation_t *dv, expr_t *e, int parameter)
{
    algebra_t *g = dv->algebra;
    expr_t *x = dv->spec->parameter[parameter].symbol, *y;

    if (rewrite_mentions(e, x))
    {
        y = expr_fresh(g, "x");
        if (rewrite_mentions(expr_substitute(g, e, &x, &y, 1), x))
            e = expr_inline(g, e);
    }
    return expr_diff(g, e, x);
}

static expr_t *
slope(derivation_t *dv, const system_t *s, expr_t *e, int column)
{
    algebra_t *g = dv->algebra;

    if (column < s->n_orders)
        return expr_diff(g, e, dv->t->unknown[s->order[column]].symbol);
    column -= s->n_orders;
    if (column < s->n_extras)
        return expr_diff(g, e, s->extra[column].symbol);
    return derive_parameter_slope(dv, e, s->parameter);
}

void
derive_equations(derivation_t *dv, system_t *s, expr_t *const *readable)
{
    size_t n = (size_t) s->n;
    int i, j;

    s->residual = derive_alloc(dv, n, sizeof *s->residual);
    s->jacobian = derive_alloc(dv, n * n, sizeof *s->jacobian);
    for (i = 0; i < s->n; i++)
    {
        s->residual[i] = derive_explicit(dv, readable[i]);
        for (j = 0; j < s->n; j++)
            s->jacobian[i * s->n + j]
                = derive_explicit(dv, slope(dv, s, readable[i], j));
    }
}

/* ---- values ------------------------------------------------------------- */

void
derive_system_values(derivation_t *dv, system_t *s, const fixing_t *f)
{
    expr_t *e;
    int i;

    s->value = derive_alloc(dv, (size_t) dv->n_values, sizeof *s->value);
    for (i = 0; i < dv->n_values; i++)
    {
        if (rewrite_singular(dv->algebra, dv->value[i].value, f))
            continue;
        e = derive_fix(dv, dv->value[i].value, f);
        s->value[s->n_values] = dv->value[i];
        s->value[s->n_values++].value = derive_explicit(dv, e);
    }
}
