/* compiler/algebra/close_tools.c -- small questions, replacing a node. */
#include "close.h"

/* ---- questions ---------------------------------------------------------- */

int
infinity_sign(expr_t *e)
{
    return e->kind == EXPR_INFINITY ? 1 : -node_is_negative_infinity(e);
}

static int
count_nodes(expr_t *e, int budget)
{
    int i, n = 1;

    for (i = 0; i < expr_arity(e) && n < budget; i++)
        n += count_nodes(expr_child(e, i), budget - n);
    return n;
}

int
tree_size(expr_t *e)
{
    return count_nodes(e, 100000);
}

/* ---- replacing ---------------------------------------------------------- */

typedef struct
{
    algebra_t *algebra;
    expr_t *from, *to;
    memo_t done;
} replacing_t;

static expr_t *
replace_in(replacing_t *r, expr_t *e)
{
    list_t child;
    expr_t *result;
    int i;

    if (e == r->from)
        return r->to;
    if (e->arity == 0 || node_is_binder(e))
        return e;
    result = memo_get(&r->done, e, 0);
    if (result != NULL)
        return result;
    list_init(&child);
    for (i = 0; i < e->arity; i++)
        list_push(&child, replace_in(r, e->child[i]));
    result = node_rebuild(r->algebra, e, child.item);
    list_clear(&child);
    memo_set(&r->done, e, 0, result);
    return result;
}

expr_t *
replace_node(algebra_t *a, expr_t *e, expr_t *from, expr_t *to)
{
    replacing_t r = { .algebra = a, .from = from, .to = to };
    expr_t *result;

    memo_init(&r.done);
    result = replace_in(&r, e);
    memo_clear(&r.done);
    return result;
}

expr_t *
expr_replace(algebra_t *a, expr_t *e, expr_t *from, expr_t *to)
{
    return replace_node(a, e, from, to);
}
