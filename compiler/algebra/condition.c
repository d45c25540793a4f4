/* compiler/algebra/condition.c -- comparisons, and, or, not, if. */
#include "node.h"

int
expr_is_condition(expr_t *e)
{
    return e->kind >= EXPR_COMPARE && e->kind <= EXPR_FALSE;
}

expr_t *
expr_true(algebra_t *a)
{
    return a->yes;
}

expr_t *
expr_false(algebra_t *a)
{
    return a->no;
}

/* 1, 0 or -1 (unknown) for left (relation) right. */
static int
decided(algebra_t *a, compare_t relation, expr_t *left, expr_t *right)
{
    expr_t *d;

    if (left == right)
        return relation != COMPARE_LT;
    if (right->kind == EXPR_INFINITY || node_is_negative_infinity(left))
        return relation != COMPARE_EQ;
    if (left->kind == EXPR_INFINITY || node_is_negative_infinity(right))
        return 0;
    d = expr_sub(a, right, left);
    if (relation == COMPARE_EQ)
        return d->sign & (SIGN_GT | SIGN_LT) ? 0 : -1;
    if (d->sign & (relation == COMPARE_LT ? SIGN_GT : SIGN_GE))
        return 1;
    if (d->sign & (relation == COMPARE_LT ? SIGN_LE : SIGN_LT))
        return 0;
    return -1;
}

expr_t *
expr_compare(algebra_t *a, compare_t relation, expr_t *left, expr_t *right)
{
    expr_t *side[2] = { left, right };
    int truth;

    if (a->failed)
        return a->error;
    truth = decided(a, relation, left, right);
    if (truth >= 0)
        return truth ? a->yes : a->no;
    if (relation == COMPARE_EQ)
        node_sort(side, 2, node_compare);
    return node_make(a, EXPR_COMPARE, relation, side, 2);
}

static int
opposite(expr_t *c, expr_t *d)
{
    if (c->kind == EXPR_NOT)
        return c->child[0] == d;
    if (d->kind == EXPR_NOT)
        return d->child[0] == c;
    return c->kind == EXPR_COMPARE && d->kind == EXPR_COMPARE
           && c->tag + d->tag == COMPARE_LT + COMPARE_LE
           && c->child[0] == d->child[1] && c->child[1] == d->child[0];
}

static void
push_condition(list_t *l, expr_kind_t kind, expr_t *c)
{
    int i;

    if (c->kind == kind)
        for (i = 0; i < c->arity; i++)
            list_push(l, c->child[i]);
    else
        list_push(l, c);
}

/* AND: `unit` is true, `null` false; OR: the other way round. */
static expr_t *
junction(algebra_t *a, expr_kind_t kind, expr_t *const *condition, int n)
{
    expr_t *unit = kind == EXPR_AND ? a->yes : a->no;
    expr_t *null = kind == EXPR_AND ? a->no : a->yes, *e = NULL;
    list_t l;
    int i, m = 0;

    if (a->failed)
        return a->error;
    list_init(&l);
    for (i = 0; i < n; i++)
        push_condition(&l, kind, condition[i]);
    node_sort(l.item, l.n, node_compare);
    for (i = 0; i < l.n && e == NULL; i++)
        if (l.item[i] == null)
            e = null;
        else if (l.item[i] != unit && (m == 0 || l.item[m - 1] != l.item[i]))
            l.item[m++] = l.item[i];
    for (i = 0; i < m && e == NULL && m <= 64; i++)
    {
        int j;

        for (j = 0; j < i; j++)
            if (opposite(l.item[i], l.item[j]))
                e = null;
    }
    if (e == NULL && m > 1)
        e = condition_on_line(a, kind, l.item, m);
    if (e == NULL)
        e = m == 0 ? unit
                   : m == 1 ? l.item[0] : node_make(a, kind, 0, l.item, m);
    list_clear(&l);
    return e;
}

expr_t *
expr_and(algebra_t *a, expr_t *const *condition, int n)
{
    return junction(a, EXPR_AND, condition, n);
}

expr_t *
expr_or(algebra_t *a, expr_t *const *condition, int n)
{
    return junction(a, EXPR_OR, condition, n);
}

expr_t *
expr_not(algebra_t *a, expr_t *c)
{
    list_t l;
    expr_t *e;
    int i;

    switch (c->kind)
    {
    case EXPR_TRUE:
        return a->no;
    case EXPR_FALSE:
        return a->yes;
    case EXPR_NOT:
        return c->child[0];
    case EXPR_COMPARE:
        if (c->tag != COMPARE_EQ)
            return expr_compare(a, c->tag == COMPARE_LT ? COMPARE_LE
                                                        : COMPARE_LT,
                                c->child[1], c->child[0]);
        break;
    case EXPR_AND:
    case EXPR_OR:
        list_init(&l);
        for (i = 0; i < c->arity; i++)
            list_push(&l, expr_not(a, c->child[i]));
        e = junction(a, c->kind == EXPR_AND ? EXPR_OR : EXPR_AND, l.item,
                     l.n);
        list_clear(&l);
        return e;
    default:
        break;
    }
    return node_make(a, EXPR_NOT, 0, &c, 1);
}

/* if c then p else q, where p and q are conditions. */
static expr_t *
choice_of_conditions(algebra_t *a, expr_t *c, expr_t *p, expr_t *q)
{
    expr_t *yes[2] = { c, p }, *no[2] = { expr_not(a, c), q }, *both[2];

    both[0] = expr_and(a, yes, 2);
    both[1] = expr_and(a, no, 2);
    return expr_or(a, both, 2);
}

expr_t *
expr_if(algebra_t *a, expr_t *c, expr_t *then, expr_t *other)
{
    expr_t *child[3];

    if (a->failed)
        return a->error;
    if (c == a->yes || then == other)
        return then;
    if (c == a->no)
        return other;
    if (expr_is_condition(then) && expr_is_condition(other))
        return choice_of_conditions(a, c, then, other);
    if (c->kind == EXPR_NOT)
        return expr_if(a, c->child[0], other, then);
    if (then->kind == EXPR_IF && then->child[0] == c)
        then = then->child[1];
    if (other->kind == EXPR_IF && other->child[0] == c)
        other = other->child[2];
    if (then == other)
        return then;
    child[0] = c;
    child[1] = then;
    child[2] = other;
    return node_make(a, EXPR_IF, 0, child, 3);
}
