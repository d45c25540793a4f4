/* compiler/emit/kinks.c -- where an integrand may have a kink.
 *
 * Only `if`, abs, sign, min and max make kinks.  Each has a difference d that
 * changes sign there.  Where d is affine in the integration variable, after
 * every abs, sign, min, max and if inside d has been replaced by each of its
 * branches in turn, the place is a formula (a break too many does no harm);
 * elsewhere the integrand is `bent`, and the runtime looks for its kinks.
 */
#include "internal.h"

typedef struct
{
    emission_t *em;
    expr_t *variable;
    int depth;              /* of the binder that owns `variable`           */
    expr_t ***breaks;
    int *n, *room, *bent;
    map_t seen;
} kinks_t;

static void walk(kinks_t *k, expr_t *e, int depth);

/* Does e depend on a variable of a binder further inside? */
static int
inside(const kinks_t *k, expr_t *e)
{
    for (int i = k->depth + 1; i < EMIT_MAX_DEPTH; i++)
        if (expr_contains(e, k->em->outer[i]))
            return 1;
    return 0;
}

static int
has_binder(expr_t *e, pool_t *pool, map_t *seen)
{
    if (map_get(seen, e) >= 0)
        return 0;
    map_put(seen, pool, e, 1);
    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL)
        return 1;
    for (int i = 0; i < expr_arity(e); i++)
        if (has_binder(expr_child(e, i), pool, seen))
            return 1;
    return 0;
}

static void
add_break(kinks_t *k, expr_t *at)
{
    map_t seen = { 0 };

    for (int i = 0; i < *k->n; i++)
        if ((*k->breaks)[i] == at)
            return;
    if (has_binder(at, &k->em->pool, &seen))
    {
        *k->bent = 1;
        return;
    }
    POOL_PUSH(&k->em->pool, *k->breaks, *k->n, *k->room, at);
}

/* ---- branches of a piecewise difference --------------------------------- */

static int
is_piecewise(expr_t *e)
{
    if (expr_kind(e) == EXPR_IF)
        return 1;
    if (expr_kind(e) != EXPR_FUNCTION)
        return 0;
    switch (expr_function(e))
    {
    case FUNCTION_ABS: case FUNCTION_SIGN: case FUNCTION_MIN:
    case FUNCTION_MAX:
        return 1;
    default:
        return 0;
    }
}

/* The piecewise nodes of a polynomial skeleton that depend on the variable. */
static expr_t *
find_piecewise(const kinks_t *k, expr_t *e)
{
    if (!expr_contains(e, k->variable))
        return NULL;
    if (is_piecewise(e))
        return e;
    if (expr_kind(e) == EXPR_ADD || expr_kind(e) == EXPR_MUL)
        for (int i = 0; i < expr_arity(e); i++)
        {
            expr_t *found = find_piecewise(k, expr_child(e, i));

            if (found != NULL)
                return found;
        }
    return NULL;
}

static expr_t *
replace(kinks_t *k, expr_t *e, expr_t *old, expr_t *by)
{
    algebra_t *a = k->em->algebra;
    expr_t **child, *result;
    int n = expr_arity(e);

    if (e == old)
        return by;
    if (expr_kind(e) != EXPR_ADD && expr_kind(e) != EXPR_MUL)
        return e;
    child = pool_alloc(&k->em->pool, (size_t) n * sizeof *child);
    for (int i = 0; i < n; i++)
        child[i] = replace(k, expr_child(e, i), old, by);
    result = expr_kind(e) == EXPR_ADD ? expr_sum(a, child, n)
                                      : expr_product(a, child, n);
    return result;
}

/* The two values a piecewise node may take. */
static void
branches(kinks_t *k, expr_t *e, expr_t *branch[2])
{
    algebra_t *a = k->em->algebra;

    if (expr_kind(e) == EXPR_IF)
    {
        branch[0] = expr_child(e, 1);
        branch[1] = expr_child(e, 2);
    }
    else if (expr_function(e) == FUNCTION_ABS)
    {
        branch[0] = expr_child(e, 0);
        branch[1] = expr_neg(a, expr_child(e, 0));
    }
    else if (expr_function(e) == FUNCTION_SIGN)
    {
        branch[0] = expr_integer(a, 1);
        branch[1] = expr_integer(a, -1);
    }
    else
    {
        branch[0] = expr_child(e, 0);
        branch[1] = expr_child(e, 1);
    }
}

/* Solves d = 0 for the variable; `budget` bounds the number of branches. */
static void
solve(kinks_t *k, expr_t *d, int budget)
{
    algebra_t *a = k->em->algebra;
    expr_t *coefficient[2], *piece, *branch[2];
    int degree;

    if (k->em->failed || !expr_contains(d, k->variable))
        return;
    piece = find_piecewise(k, d);
    if (piece != NULL && budget > 0)
    {
        branches(k, piece, branch);
        for (int i = 0; i < 2; i++)
            solve(k, replace(k, d, piece, branch[i]), budget - 1);
        return;
    }
    degree = piece == NULL ? expr_polynomial(a, d, k->variable, 1, coefficient)
                           : -1;
    if (degree < 0)
        *k->bent = 1;
    else if (degree == 1 && !expr_proves_zero(a, coefficient[1]))
        add_break(k, expr_neg(a, expr_div(a, coefficient[0],
                                          coefficient[1])));
}

/* ---- the walk ----------------------------------------------------------- */

static void
difference(kinks_t *k, expr_t *left, expr_t *right)
{
    expr_t *d = right == NULL ? left : expr_sub(k->em->algebra, left, right);

    if (expr_contains(d, k->variable) && !inside(k, d))
        solve(k, d, 5);
}

static void
visit(kinks_t *k, expr_t *e)
{
    if (expr_kind(e) == EXPR_COMPARE)
    {
        if (expr_comparison(e) != COMPARE_EQ)
            difference(k, expr_child(e, 0), expr_child(e, 1));
        return;
    }
    if (expr_kind(e) != EXPR_FUNCTION)
        return;
    switch (expr_function(e))
    {
    case FUNCTION_ABS:
    case FUNCTION_SIGN:
        difference(k, expr_child(e, 0), NULL);
        return;
    case FUNCTION_MIN:
    case FUNCTION_MAX:
        difference(k, expr_child(e, 0), expr_child(e, 1));
        return;
    default:
        return;
    }
}

static void
walk(kinks_t *k, expr_t *e, int depth)
{
    int limits = 0;

    if (k->em->failed || map_get(&k->seen, e) >= 0)
        return;
    map_put(&k->seen, &k->em->pool, e, 1);
    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL)
    {
        limits = expr_kind(e) == EXPR_INTEGRAL ? 2 : 0;
        for (int i = 0; i < limits; i++)
            walk(k, expr_child(e, i), depth);
        if (depth + 1 < EMIT_MAX_DEPTH)
            walk(k, expr_open(k->em->algebra, e, k->em->outer[depth + 1]),
                 depth + 1);
        return;
    }
    visit(k, e);
    for (int i = 0; i < expr_arity(e); i++)
        walk(k, expr_child(e, i), depth);
}

void
emit_kinks(emission_t *em, expr_t *body, expr_t *variable, int depth,
           expr_t ***breaks, int *n, int *room, int *bent)
{
    kinks_t k = { em, variable, depth, breaks, n, room, bent, { 0 } };

    walk(&k, body, depth);
}
