/* compiler/algebra/diff.c -- differentiation, through binders. */
#include "diff.h"

static expr_t *
diff_sum(diff_t *d, expr_t *e)
{
    list_t terms;
    expr_t *result;
    int i;

    list_init(&terms);
    for (i = 0; i < e->arity; i++)
        if ((e->child[i]->symbols & d->symbol->symbols) != 0)
            list_push(&terms, diff_walk(d, e->child[i]));
    result = expr_sum(d->a, terms.item, terms.n);
    list_clear(&terms);
    return result;
}

static expr_t *
diff_product(diff_t *d, expr_t *e)
{
    list_t terms, factors;
    expr_t *result;
    int i, j;

    list_init(&terms);
    list_init(&factors);
    for (i = 0; i < e->arity && !d->a->failed; i++)
    {
        expr_t *derivative = diff_walk(d, e->child[i]);

        if (expr_is_zero(derivative))
            continue;
        factors.n = 0;
        for (j = 0; j < e->arity; j++)
            list_push(&factors, j == i ? derivative : e->child[j]);
        list_push(&terms, expr_product(d->a, factors.item, factors.n));
    }
    result = expr_sum(d->a, terms.item, terms.n);
    list_clear(&factors);
    list_clear(&terms);
    return result;
}

/* (b^r)' = b^r (r' log b + r b'/b) */
static expr_t *
diff_power(diff_t *d, expr_t *e)
{
    algebra_t *a = d->a;
    expr_t *b = e->child[0], *r = e->child[1], *left, *right;
    expr_t *factor[3];

    factor[0] = r;
    factor[1] = expr_pow(a, b, expr_sub(a, r, a->one));
    factor[2] = diff_walk(d, b);
    left = expr_product(a, factor, 3);
    if (r->kind == EXPR_RATIONAL)
        return left;
    factor[0] = e;
    factor[2] = diff_walk(d, r);
    if (expr_is_zero(factor[2]))
        return left;
    factor[1] = expr_log(a, b);
    right = expr_product(a, factor, 3);
    return expr_add(a, left, right);
}

static expr_t *
diff_apply(diff_t *d, expr_t *e)
{
    algebra_t *a = d->a;
    definition_t *f = e->definition;
    list_t terms;
    expr_t *inner, *outer;
    int i;

    list_init(&terms);
    for (i = 0; i <= e->arity && !a->failed; i++)
    {
        if (i < e->arity)
        {
            inner = diff_walk(d, e->child[i]);
            if (expr_is_zero(inner))
                continue;
            outer = d->plain ? definition_plain_derivative(a, f, i)
                             : definition_derivative(a, f, i);
        }
        else
        {
            if (!definition_contains(f, d->symbol))
                break;
            inner = a->one;
            outer = definition_parameter_derivative(a, f, d->symbol);
        }
        outer = expr_substitute(a, outer, f->formal, e->child, f->n);
        list_push(&terms, expr_mul(a, outer, inner));
    }
    outer = expr_sum(a, terms.item, terms.n);
    list_clear(&terms);
    return outer;
}

/* Leibniz: the range moves, and the body changes. */
static expr_t *
diff_integral(diff_t *d, expr_t *e)
{
    algebra_t *a = d->a;
    expr_t *part[4], *variable, *child[3], *end;
    int i;

    for (i = 0; i < 2; i++)
    {
        end = diff_walk(d, e->child[i]);
        part[i] = expr_is_zero(end) ? a->zero
                      : expr_mul(a, end, node_instantiate(a, e->child[2],
                                                          e->child[i]));
    }
    part[0] = expr_neg(a, part[0]);
    variable = private_enter(a);
    child[0] = e->child[0];
    child[1] = e->child[1];
    child[2] = expr_open(a, e, variable);
    part[3] = diff_jumps(d, e, child[2], variable);
    child[2] = diff_walk(d, child[2]);
    child[2] = node_abstract(a, expand_if_shorter(a, child[2]), variable);
    part[2] = binder_make(a, EXPR_INTEGRAL, e->hint, child);
    private_leave(a);
    return expr_sum(a, part, 4);
}

/* Envelope: (min f)' = f_s at the minimiser; and for a value g taken there,
   g_s + g_u u' with u' = -f_us / f_uu. */
static expr_t *
diff_extreme(diff_t *d, expr_t *e)
{
    algebra_t *a = d->a;
    expr_t *u = private_enter(a), *f = expr_open_child(a, e, 0, u);
    expr_t *g = expr_open_child(a, e, e->arity - 1, u);
    expr_t *f_s = diff_walk(d, f), *value, *child[2];
    int at = e->arity == 2;
    expr_kind_t kind = (expr_kind_t) e->kind;

    if (!at)
    {
        value = f_s;
        kind = kind == EXPR_MINIMUM ? EXPR_AT_MINIMUM : EXPR_AT_MAXIMUM;
    }
    else
    {
        expr_t *f_u = diff_once(a, f, u), *factor[3];

        factor[0] = diff_once(a, g, u);
        factor[1] = diff_once(a, f_s, u);
        factor[2] = expr_pow_int(a, diff_once(a, f_u, u), -1);
        value = expr_sub(a, diff_walk(d, g), expr_product(a, factor, 3));
    }
    child[0] = e->child[0];
    child[1] = node_abstract(a, expand_if_shorter(a, value), u);
    value = binder_make(a, kind, e->hint, child);
    private_leave(a);
    return value;
}

static expr_t *
diff_node(diff_t *d, expr_t *e)
{
    switch (e->kind)
    {
    case EXPR_SYMBOL:
        return e == d->symbol ? d->a->one : d->a->zero;
    case EXPR_ADD:
        return diff_sum(d, e);
    case EXPR_MUL:
        return diff_product(d, e);
    case EXPR_POWER:
        return diff_power(d, e);
    case EXPR_FUNCTION:
        return diff_function(d, e);
    case EXPR_APPLY:
        return diff_apply(d, e);
    case EXPR_IF:
        return expr_if(d->a, e->child[0], diff_walk(d, e->child[1]),
                       diff_walk(d, e->child[2]));
    case EXPR_GAUSS:
        return diff_gauss(d, e);
    case EXPR_INTEGRAL:
        return diff_integral(d, e);
    case EXPR_MINIMUM:
    case EXPR_MAXIMUM:
    case EXPR_AT_MINIMUM:
    case EXPR_AT_MAXIMUM:
        return diff_extreme(d, e);
    default:
        return d->a->zero;
    }
}

expr_t *
diff_walk(diff_t *d, expr_t *e)
{
    expr_t *result;

    if (d->a->failed)
        return d->a->error;
    if ((e->symbols & d->symbol->symbols) == 0)
        return d->a->zero;
    if ((result = memo_get(&d->memo, e, 0)) != NULL)
        return result;
    result = expr_contains(e, d->symbol) ? diff_node(d, e) : d->a->zero;
    memo_set(&d->memo, e, 0, result);
    return result;
}

expr_t *
diff_once(algebra_t *a, expr_t *e, expr_t *symbol)
{
    diff_t d = { a, symbol, { NULL, 0, 0 }, 0 };

    e = diff_walk(&d, e);
    memo_clear(&d.memo);
    return e;
}

expr_t *
expr_diff(algebra_t *a, expr_t *e, expr_t *symbol)
{
    return expand_if_shorter(a, diff_once(a, e, symbol));
}

expr_t *
expr_diff_plain(algebra_t *a, expr_t *e, expr_t *symbol)
{
    diff_t d = { a, symbol, { NULL, 0, 0 }, 1 };

    e = diff_walk(&d, e);
    memo_clear(&d.memo);
    return e;
}
