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

/* ---- conditions on a variable of an average ------------------------------ */

typedef struct
{
    algebra_t *a;
    expr_t *z;
    memo_t memo;
} plain_t;

static int
is_place(const plain_t *t, expr_t *c)
{
    return c->kind == EXPR_COMPARE && expr_comparison(c) != COMPARE_EQ
           && expr_contains(c, t->z);
}

static expr_t *
plain(plain_t *t, expr_t *e)
{
    expr_t *child[3], **all = child, *result, *d, *other, *zero;
    int i;

    if (e->arity == 0 || !expr_contains(e, t->z))
        return e;
    if ((result = memo_get(&t->memo, e, 0)) != NULL)
        return result;
    if (e->arity > 3)
        all = must_realloc(NULL, (size_t) e->arity * sizeof *all);
    for (i = 0; i < e->arity; i++)
        all[i] = plain(t, e->child[i]);
    if (e->kind == EXPR_IF && is_place(t, e->child[0]))
    {
        zero = expr_integer(t->a, 0);
        d = expr_sub(t->a, e->child[0]->child[1], e->child[0]->child[0]);
        other = expr_neg(t->a, d);
        i = expr_id(other) < expr_id(d);
        result = expr_if(t->a, expr_compare(t->a, COMPARE_LT, zero,
                                            i ? other : d),
                         all[i ? 2 : 1], all[i ? 1 : 2]);
    }
    else
        result = node_rebuild(t->a, e, all);
    if (all != child)
        free(all);
    memo_set(&t->memo, e, 0, result);
    return result;
}

expr_t *
zero_plain(algebra_t *a, expr_t *e, expr_t *z)
{
    plain_t t = { a, z, { NULL, 0, 0 } };

    e = plain(&t, e);
    memo_clear(&t.memo);
    return e;
}
