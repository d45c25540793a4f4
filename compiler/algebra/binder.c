/* compiler/algebra/binder.c -- E, int, min and max; bound variables. */
#include "node.h"

/* Everything in e points outside the binder by at least one. */
expr_t *
node_lower(algebra_t *a, expr_t *e)
{
    return node_instantiate(a, e, a->error);
}

static expr_t *make1(algebra_t *, expr_kind_t, const char *, expr_t *);

/* Splits the children of a sum or product into those that depend on the
   bound variable and those that do not (lowered). */
static void
split(algebra_t *a, expr_t *e, list_t *constant, list_t *rest)
{
    int i;

    list_init(constant);
    list_init(rest);
    for (i = 0; i < e->arity; i++)
        if (node_has_bound(e->child[i], 0))
            list_push(rest, e->child[i]);
        else
            list_push(constant, node_lower(a, e->child[i]));
}

/* E z^k; NULL if the body is not a power of the variable. */
static expr_t *
moment(algebra_t *a, expr_t *body)
{
    expr_t *z = body, *e;
    fmpz_t m;
    fmpq_t q;
    slong k = 1;

    if (body->kind == EXPR_POWER && node_is_integer(body->child[1])
            && fmpz_fits_si(fmpq_numref(&body->child[1]->value)))
    {
        z = body->child[0];
        k = fmpz_get_si(fmpq_numref(&body->child[1]->value));
    }
    if (z->kind != EXPR_BOUND || z->serial != 0 || k < 0 || k > 10000)
        return NULL;
    if (k % 2 != 0)
        return a->zero;
    fmpz_init(m);
    fmpq_init(q);
    fmpz_one(m);
    for (k = k - 1; k > 1; k -= 2)
        fmpz_mul_ui(m, m, (ulong) k);
    fmpq_set_fmpz(q, m);
    e = node_rational(a, q);
    fmpq_clear(q);
    fmpz_clear(m);
    return e;
}

static expr_t *
gauss(algebra_t *a, const char *hint, expr_t *body)
{
    list_t constant, rest;
    expr_t *e = NULL;

    if (!node_has_bound(body, 0))
        return node_lower(a, body);
    if (body->kind == EXPR_ADD || body->kind == EXPR_MUL)
    {
        expr_t *(*join)(algebra_t *, expr_t *const *, int) =
            body->kind == EXPR_ADD ? expr_sum : expr_product;

        split(a, body, &constant, &rest);
        if (constant.n > 0)
        {
            list_push(&constant,
                      gauss(a, hint, join(a, rest.item, rest.n)));
            e = join(a, constant.item, constant.n);
        }
        list_clear(&rest);
        list_clear(&constant);
    }
    if (e == NULL)
        e = moment(a, body);
    return e != NULL ? e : node_binder(a, EXPR_GAUSS, hint, &body, 1);
}

/* Over a range; constant factors leave it, constant terms if it is finite. */
static expr_t *
integral(algebra_t *a, const char *hint, expr_t *lo, expr_t *hi, expr_t *body)
{
    expr_t *child[3] = { lo, hi, body }, *e = NULL, *length = NULL;
    list_t constant, rest;

    if (lo == hi || expr_is_zero(body))
        return a->zero;
    if (!node_is_infinite(lo) && !node_is_infinite(hi))
        length = expr_sub(a, hi, lo);
    if (!node_has_bound(body, 0) && length != NULL)
        return expr_mul(a, length, node_lower(a, body));
    if (length != NULL)
        e = circular_integral(a, lo, hi, body);
    if (e != NULL)
        return e;
    if (body->kind == EXPR_MUL
            || (body->kind == EXPR_ADD && length != NULL))
    {
        split(a, body, &constant, &rest);
        if (constant.n > 0 && rest.n > 0 && body->kind == EXPR_MUL)
        {
            list_push(&constant,
                      integral(a, hint, lo, hi,
                               expr_product(a, rest.item, rest.n)));
            e = expr_product(a, constant.item, constant.n);
        }
        else if (constant.n > 0 && rest.n > 0)
            e = expr_add(a, expr_mul(a, length, expr_sum(a, constant.item,
                                                         constant.n)),
                         integral(a, hint, lo, hi,
                                  expr_sum(a, rest.item, rest.n)));
        list_clear(&rest);
        list_clear(&constant);
    }
    return e != NULL ? e : node_binder(a, EXPR_INTEGRAL, hint, child, 3);
}

static expr_kind_t
other_extreme(expr_kind_t kind)
{
    return kind == EXPR_MINIMUM ? EXPR_MAXIMUM : EXPR_MINIMUM;
}

/* min: constant terms leave it, and constant factors of known sign. */
static expr_t *
extreme(algebra_t *a, expr_kind_t kind, const char *hint, expr_t *body)
{
    list_t constant, rest;
    expr_t *e = NULL, *c;

    if (!node_has_bound(body, 0))
        return node_lower(a, body);
    if (body->kind == EXPR_ADD)
    {
        split(a, body, &constant, &rest);
        if (constant.n > 0)
            e = expr_add(a, expr_sum(a, constant.item, constant.n),
                         extreme(a, kind, hint,
                                 expr_sum(a, rest.item, rest.n)));
        list_clear(&rest);
        list_clear(&constant);
    }
    else if (body->kind == EXPR_MUL)
    {
        split(a, body, &constant, &rest);
        c = expr_product(a, constant.item, constant.n);
        if (constant.n > 0 && (c->sign & (SIGN_GT | SIGN_LT)))
        {
            if (c->sign & SIGN_LT)
                kind = other_extreme(kind);
            e = expr_mul(a, c, extreme(a, kind, hint,
                                       expr_product(a, rest.item, rest.n)));
        }
        list_clear(&rest);
        list_clear(&constant);
    }
    return e != NULL ? e : node_binder(a, kind, hint, &body, 1);
}

/* The value of child[1] where child[0] is extreme. */
static expr_t *
at_extreme(algebra_t *a, expr_kind_t kind, const char *hint,
           expr_t *const *child)
{
    list_t constant, rest;
    expr_t *value = child[1], *e = NULL, *inner[2];

    if (!node_has_bound(value, 0))
        return node_lower(a, value);
    if (value->kind == EXPR_ADD || value->kind == EXPR_MUL)
    {
        expr_t *(*join)(algebra_t *, expr_t *const *, int) =
            value->kind == EXPR_ADD ? expr_sum : expr_product;

        split(a, value, &constant, &rest);
        if (constant.n > 0)
        {
            inner[0] = child[0];
            inner[1] = join(a, rest.item, rest.n);
            list_push(&constant, at_extreme(a, kind, hint, inner));
            e = join(a, constant.item, constant.n);
        }
        list_clear(&rest);
        list_clear(&constant);
    }
    return e != NULL ? e : node_binder(a, kind, hint, child, 2);
}

expr_t *
binder_make(algebra_t *a, expr_kind_t kind, const char *hint,
            expr_t *const *child)
{
    if (a->failed)
        return a->error;
    switch (kind)
    {
    case EXPR_INTEGRAL:
        return integral(a, hint, child[0], child[1], child[2]);
    case EXPR_AT_MINIMUM:
    case EXPR_AT_MAXIMUM:
        return at_extreme(a, kind, hint, child);
    default:
        return make1(a, kind, hint, child[0]);
    }
}

static expr_t *
make1(algebra_t *a, expr_kind_t kind, const char *hint, expr_t *body)
{
    return kind == EXPR_GAUSS ? gauss(a, hint, body)
                              : extreme(a, kind, hint, body);
}

/* ---- with symbols ------------------------------------------------------- */

expr_t *
expr_gauss(algebra_t *a, expr_t *variable, expr_t *body)
{
    return make1(a, EXPR_GAUSS, variable->hint,
                 node_abstract(a, body, variable));
}

expr_t *
expr_minimum(algebra_t *a, expr_t *variable, expr_t *body)
{
    return make1(a, EXPR_MINIMUM, variable->hint,
                 node_abstract(a, body, variable));
}

expr_t *
expr_maximum(algebra_t *a, expr_t *variable, expr_t *body)
{
    return make1(a, EXPR_MAXIMUM, variable->hint,
                 node_abstract(a, body, variable));
}

expr_t *
expr_argmin(algebra_t *a, expr_t *variable, expr_t *body)
{
    expr_t *child[2];

    child[0] = node_abstract(a, body, variable);
    child[1] = node_abstract(a, variable, variable);
    return binder_make(a, EXPR_AT_MINIMUM, variable->hint, child);
}

expr_t *
expr_integral(algebra_t *a, expr_t *variable, expr_t *lo, expr_t *hi,
              expr_t *body)
{
    return integral(a, variable->hint, lo, hi,
                    node_abstract(a, body, variable));
}

expr_t *
expr_bind_raw(algebra_t *a, expr_kind_t kind, expr_t *variable, expr_t *lo,
              expr_t *hi, expr_t *body)
{
    expr_t *child[3];

    child[0] = body = node_abstract(a, body, variable);
    if (kind != EXPR_INTEGRAL)
        return node_binder(a, kind, variable->hint, child, 1);
    child[0] = lo;
    child[1] = hi;
    child[2] = body;
    return node_binder(a, kind, variable->hint, child, 3);
}

expr_t *
expr_open_child(algebra_t *a, expr_t *binder, int i, expr_t *symbol)
{
    return node_binds((expr_kind_t) binder->kind, i)
               ? node_instantiate(a, binder->child[i], symbol)
               : binder->child[i];
}

expr_t *
expr_open(algebra_t *a, expr_t *binder, expr_t *symbol)
{
    return expr_open_child(a, binder, binder->arity - 1, symbol);
}
