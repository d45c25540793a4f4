/* compiler/algebra/zero_cases.c -- taking a condition as true, or as false. */
#include "zero.h"

#include <stdlib.h>

typedef struct
{
    algebra_t *a;
    expr_t *condition;
    int branch;          /* the child of an IF that is taken */
    memo_t memo;
} cases_t;

static expr_t *
find(memo_t *seen, expr_t *e)
{
    expr_t *c = NULL;
    int i;

    if (e->rank < CLASS_APPLY || memo_get(seen, e, 0) != NULL)
        return NULL;
    memo_set(seen, e, 0, e);
    if (e->kind == EXPR_IF && e->child[0]->open == 0)
        return e->child[0];
    for (i = 0; i < e->arity && c == NULL; i++)
        c = find(seen, e->child[i]);
    return c;
}

expr_t *
zero_condition(expr_t *e)
{
    memo_t seen;

    memo_init(&seen);
    e = find(&seen, e);
    memo_clear(&seen);
    return e;
}

static expr_t *
take(cases_t *t, expr_t *e)
{
    expr_t *small[8] = { NULL }, **child = small, *result;
    int i;

    if (e->rank < CLASS_APPLY || e->arity == 0)
        return e;
    if ((result = memo_get(&t->memo, e, 0)) != NULL)
        return result;
    if (e->kind == EXPR_IF && e->child[0] == t->condition)
        result = take(t, e->child[t->branch]);
    else
    {
        if (e->arity > 8)
            child = must_realloc(NULL, (size_t) e->arity * sizeof *child);
        for (i = 0; i < e->arity; i++)
            child[i] = take(t, e->child[i]);
        result = node_rebuild(t->a, e, child);
        if (child != small)
            free(child);
    }
    memo_set(&t->memo, e, 0, result);
    return result;
}

expr_t *
zero_case(algebra_t *a, expr_t *e, expr_t *condition, int truth)
{
    cases_t t = { a, condition, truth ? 1 : 2, { NULL, 0, 0 } };

    e = take(&t, e);
    memo_clear(&t.memo);
    return e;
}
