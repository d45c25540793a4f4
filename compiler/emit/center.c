/* compiler/emit/center.c -- where an integrand on the whole line is large.
 *
 * Factors phi(u_i(t)) with smooth increasing u_i decide that; those of a max or
 * min have no one slope and no say.  The loop for doubles
 * runs over t in c + w t, c about the zero of u_0 by some Newton steps written
 * out, 1/w^2 = sum u_i'(c)^2.  Any c and w give the same integral; a narrow
 * peak far from 0 could not be found otherwise.  The ball version keeps the
 * variable: inexact c and w would spoil its bounds at infinity.
 */
#include "internal.h"

#define NEWTON_STEPS 9
#define MAX_FACTORS 8

typedef struct
{
    expr_t *t;
    int n, curved;
    expr_t *u[MAX_FACTORS];
    map_t seen;
} factors_t;

/* Does e take another form where t passes a place? */
static int
has_kinks(expr_t *e, expr_t *t)
{
    if (!expr_contains(e, t))
        return 0;
    if (expr_kind(e) == EXPR_IF)
        return 1;
    if (expr_kind(e) == EXPR_FUNCTION)
        switch (expr_function(e))
        {
        case FUNCTION_ABS: case FUNCTION_SIGN: case FUNCTION_MIN:
        case FUNCTION_MAX:
            return 1;
        default:
            break;
        }
    for (int i = 0; i < expr_arity(e); i++)
        if (has_kinks(expr_child(e, i), t))
            return 1;
    return 0;
}

static void
find_factors(emission_t *em, factors_t *f, expr_t *e)
{
    expr_t *coefficient[2];
    int i;

    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL
        || map_get(&f->seen, e) >= 0 || !expr_contains(e, f->t))
        return;
    map_put(&f->seen, &em->pool, e, 1);
    if (expr_kind(e) != EXPR_FUNCTION || expr_function(e) != FUNCTION_PHI)
    {
        for (i = 0; i < expr_arity(e); i++)
            find_factors(em, f, expr_child(e, i));
        return;
    }
    e = expr_child(e, 0);
    for (i = 0; i < f->n && f->u[i] != e; i++)
        ;
    if (i < f->n || f->n == MAX_FACTORS || has_kinks(e, f->t))
        return;
    f->u[f->n++] = e;
    f->curved |= expr_polynomial(em->algebra, e, f->t, 1, coefficient) < 0;
}

static expr_t *
at(algebra_t *a, expr_t *e, expr_t *t, expr_t *place)
{
    return expr_substitute(a, e, &t, &place, 1);
}

/* 0^-1 and the like would not be a place. */
static int
is_defined(expr_t *e)
{
    int i;

    if (expr_kind(e) == EXPR_POWER && expr_is_zero(expr_child(e, 0)))
        return 0;
    for (i = 0; i < expr_arity(e); i++)
        if (!is_defined(expr_child(e, i)))
            return 0;
    return 1;
}

static expr_t *
zero_of(algebra_t *a, expr_t *u, expr_t *t)
{
    expr_t *slope = expr_diff(a, u, t), *c = expr_integer(a, 0), *step;
    int k;

    for (k = 0; k < NEWTON_STEPS; k++)
    {
        step = expr_div(a, at(a, u, t, c), at(a, slope, t, c));
        if (expr_is_zero(step))
            break;
        if (k == 0 && !is_defined(step))
            return NULL;
        c = expr_sub(a, c, step);
    }
    return c;
}

int
emit_center(emission_t *em, const group_t *g, expr_t **center, expr_t **width)
{
    algebra_t *a = em->algebra;
    factors_t f = { g->variable, 0, 0, { NULL }, { 0 } };
    expr_t *sum = expr_integer(a, 0), *slope;
    int i;

    if (g->gauss || g->lo != NULL || g->hi != NULL || g->n_inner > 0)
        return 0;
    for (i = 0; i < g->n; i++)
        find_factors(em, &f, g->body[i]);
    if (!f.curved)
        return 0;
    *center = zero_of(a, f.u[0], f.t);
    if (*center == NULL)
        return 0;
    for (i = 0; i < f.n; i++)
    {
        slope = at(a, expr_diff(a, f.u[i], f.t), f.t, *center);
        sum = expr_add(a, sum, expr_pow_int(a, slope, 2));
    }
    if (expr_is_zero(sum))
        return 0;
    *width = expr_pow(a, sum, expr_fraction(a, -1, 2));
    return 1;
}
