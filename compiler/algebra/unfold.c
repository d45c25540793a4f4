/* compiler/algebra/unfold.c -- piecewise expressions branch by branch. */
#include "close.h"

static int
is_piecewise(expr_t *e)
{
    return e->kind == EXPR_IF || node_is_function(e, FUNCTION_ABS)
           || node_is_function(e, FUNCTION_SIGN)
           || node_is_function(e, FUNCTION_MIN)
           || node_is_function(e, FUNCTION_MAX);
}

/* The innermost one that holds x; conditions are not entered. */
static expr_t *
find_piecewise(expr_t *e, expr_t *x)
{
    expr_t *found;
    int i;

    if (e->arity == 0 || node_is_binder(e) || !expr_contains(e, x))
        return NULL;
    for (i = e->kind == EXPR_IF; i < e->arity; i++)
    {
        found = find_piecewise(e->child[i], x);
        if (found != NULL)
            return found;
    }
    return is_piecewise(e) ? e : NULL;
}

expr_t *
expr_unfold(algebra_t *a, expr_t *e, expr_t *x, expr_t **first,
            expr_t **second)
{
    expr_t *kink = find_piecewise(e, x), *condition, *part[2];

    if (kink == NULL)
        return NULL;
    condition = kink_parts(a, kink, &part[0], &part[1]);
    *first = replace_node(a, e, kink, part[0]);
    *second = replace_node(a, e, kink, part[1]);
    return condition;
}
