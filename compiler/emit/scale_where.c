/* compiler/emit/scale_where.c -- where scaled values are needed. */
#include "scale.h"

static int
is_atom(expr_t *e)
{
    if (expr_kind(e) != EXPR_FUNCTION)
        return 0;
    switch (expr_function(e))
    {
    case FUNCTION_EXP: case FUNCTION_PHI: case FUNCTION_H:
    case FUNCTION_MASS: case FUNCTION_COSH: case FUNCTION_SINH:
        return 1;
    default:
        return 0;
    }
}

int
scale_applies(lowering_t *l, expr_t *e)
{
    int known = map_get(&l->scalable, e), yes = 0, from = 0, to = 0;

    if (known >= 0)
        return known;
    switch (expr_kind(e))
    {
    case EXPR_ADD:
    case EXPR_MUL:
        to = expr_arity(e);
        break;
    case EXPR_POWER:
        to = expr_kind(expr_child(e, 1)) == EXPR_RATIONAL;
        break;
    case EXPR_IF:
        from = 1;
        to = 3;
        break;
    default:
        yes = is_atom(e);
    }
    for (int i = from; i < to && !yes; i++)
        yes = scale_applies(l, expr_child(e, i));
    map_put(&l->scalable, &l->em->pool, e, yes);
    return yes;
}

int
scale_negative_power(expr_t *e)
{
    return expr_kind(e) == EXPR_POWER
           && expr_kind(expr_child(e, 1)) == EXPR_RATIONAL
           && fmpq_sgn(expr_rational(expr_child(e, 1))) < 0;
}

int
scale_is_ratio(lowering_t *l, expr_t *e)
{
    int known = map_get(&l->ratio, e), yes, n = 0;

    if (known >= 0)
        return known;
    yes = scale_applies(l, e) && scale_negative_power(e);
    if (expr_kind(e) == EXPR_POWER)
        n = 1;
    else if (expr_kind(e) == EXPR_ADD || expr_kind(e) == EXPR_MUL)
        n = expr_arity(e);
    for (int i = 0; i < n && !yes && scale_applies(l, e); i++)
        yes = scale_is_ratio(l, expr_child(e, i));
    map_put(&l->ratio, &l->em->pool, e, yes);
    return yes;
}

static int
grows(lowering_t *l, expr_t *e)
{
    int known = map_get(&l->growing, e), yes = 0, n = 0;

    if (known >= 0)
        return known;
    if (expr_kind(e) == EXPR_FUNCTION)
        yes = expr_function(e) == FUNCTION_EXP
              || expr_function(e) == FUNCTION_COSH
              || expr_function(e) == FUNCTION_SINH;
    else if (expr_kind(e) == EXPR_POWER)
        n = 1;
    else if (expr_kind(e) == EXPR_ADD || expr_kind(e) == EXPR_MUL)
        n = expr_arity(e);
    for (int i = 0; i < n && !yes; i++)
        yes = grows(l, expr_child(e, i));
    map_put(&l->growing, &l->em->pool, e, yes);
    return yes;
}

/* A denominator, or something that grows beside something that vanishes. */
int
scale_wanted(lowering_t *l, expr_t *e)
{
    int count = 0, growing = 0;

    if (scale_negative_power(e))
        return scale_applies(l, e);
    if (expr_kind(e) != EXPR_MUL)
        return 0;
    for (int i = 0; i < expr_arity(e); i++)
    {
        expr_t *f = expr_child(e, i);

        if (!scale_applies(l, f))
            continue;
        if (scale_negative_power(f))
            return 1;
        count++;
        growing |= grows(l, f);
    }
    return count >= 2 && growing;
}
