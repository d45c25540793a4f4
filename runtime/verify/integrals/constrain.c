/* runtime/verify/integrals/constrain.c -- a minimum over a variable that is cut
 * off.
 *
 *   min_x F(min(c, x)) = min_(h <= c) F(h),   min_x F(max(c, x)) = min_(h >= c) F(h) */
#include "interpret.h"

#include <stddef.h>

/* min or max of variable 0 and something without it. */
static int
is_cut(const node_t *e)
{
    int i;

    if ((e->op != N_MIN && e->op != N_MAX) || e->arity != 2)
        return 0;
    for (i = 0; i < 2; i++)
        if (e->child[i]->op == N_VAR && e->child[i]->index == 0
            && (e->child[1 - i]->free & 1) == 0)
            return 1;
    return 0;
}

/* The only cut in which variable 0 occurs below e; NULL: it occurs elsewhere too. */
static node_t *
only_cut(node_t *e)
{
    node_t *found = NULL, *c;
    int i;

    if (is_cut(e))
        return e;
    for (i = 0; i < e->arity; i++)
        if ((e->child[i]->free & 1) != 0)
        {
            c = op_binds(e->op, i) ? NULL : only_cut(e->child[i]);
            if (c == NULL || (found != NULL && found != c))
                return NULL;
            found = c;
        }
    return found;
}

static node_t *
with_variable(tree_t *t, node_t *e, const node_t *cut)
{
    node_t *child[2001];
    int i;

    if (e == cut)
        return tree_index(t, N_VAR, 0);
    if ((e->free & 1) == 0)
        return e;
    for (i = 0; i < e->arity; i++)
        child[i] = with_variable(t, e->child[i], cut);
    return tree_make(t, e->op, e->arity, child);
}

/* e, without variable d, seen from outside of its binder. */
static node_t *
outside(tree_t *t, node_t *e, int d)
{
    node_t *child[2001];
    int i;

    if (e->free >> d == 0)
        return e;
    if (e->op == N_VAR)
        return tree_index(t, N_VAR, e->index - 1);
    for (i = 0; i < e->arity; i++)
        child[i] = outside(t, e->child[i], d + op_binds(e->op, i));
    return tree_make(t, e->op, e->arity, child);
}

node_t *
tree_constrain(tree_t *t, node_t *e)
{
    node_t *cut = only_cut(e->child[0]), *part[3], *minus[2], *end;

    if (cut == NULL)
        return NULL;
    end = cut->child[cut->child[0]->op == N_VAR && cut->child[0]->index == 0];
    part[0] = with_variable(t, e->child[0], cut);
    minus[0] = tree_si(t, -1, 1);
    minus[1] = tree_index(t, N_INF, 0);
    part[1] = cut->op == N_MIN ? tree_make(t, N_MUL, 2, minus)
                               : outside(t, end, 0);
    part[2] = cut->op == N_MIN ? outside(t, end, 0) : minus[1];
    return tree_make(t, N_MINIMUM, 3, part);
}
