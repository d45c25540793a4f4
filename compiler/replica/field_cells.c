/* compiler/replica/field_cells.c -- kinks at zero as signs of the fields. */
#include "field_mean.h"

typedef struct
{
    algebra_t *a;
    int n;
    expr_t *const *field;
    int sign[FIELD_MAX];    /* of the cell */
} cell_t;

/* The sign of e in the cell; 0: not known. */
static int
sign_of(const cell_t *c, expr_t *e)
{
    int i, k, s;

    for (i = 0; i < c->n; i++)
        if (e == c->field[i])
            return c->sign[i];
    if (expr_kind(e) == EXPR_RATIONAL)
        return fmpq_sgn(expr_rational(e));
    if (expr_is_positive(e))
        return 1;
    switch (expr_kind(e))
    {
    case EXPR_MUL:
        for (i = 0, s = 1; i < expr_arity(e) && s != 0; i++)
            s *= sign_of(c, expr_child(e, i));
        return s;
    case EXPR_ADD:
        s = sign_of(c, expr_child(e, 0));
        for (i = 1; i < expr_arity(e); i++)
            if (sign_of(c, expr_child(e, i)) != s)
                return 0;
        return s;
    case EXPR_POWER:
        s = sign_of(c, expr_child(e, 0));
        for (k = -9; k <= 9; k++)
            if (expr_is_int(expr_child(e, 1), k))
                return k % 2 == 0 ? s * s : s;
        return s > 0;
    default:
        return 0;
    }
}

/* Does the condition hold in the cell?  -1: not known. */
static int
holds(const cell_t *c, expr_t *condition)
{
    int i, s, unknown = 0, is_and = expr_kind(condition) == EXPR_AND;

    switch (expr_kind(condition))
    {
    case EXPR_TRUE:
        return 1;
    case EXPR_FALSE:
        return 0;
    case EXPR_NOT:
        s = holds(c, expr_child(condition, 0));
        return s < 0 ? s : !s;
    case EXPR_AND:
    case EXPR_OR:
        for (i = 0; i < expr_arity(condition); i++)
        {
            s = holds(c, expr_child(condition, i));
            if (s == !is_and)
                return s;
            unknown = unknown || s < 0;
        }
        return unknown ? -1 : is_and;
    case EXPR_COMPARE:
        if (expr_comparison(condition) == COMPARE_EQ)
            return 0;
        s = sign_of(c, expr_sub(c->a, expr_child(condition, 1),
                                expr_child(condition, 0)));
        return s == 0 ? -1 : s > 0;
    default:
        return -1;
    }
}

/* e in the cell, without kinks; NULL if one of them is elsewhere. */
static expr_t *
in_cell(const cell_t *c, expr_t *e)
{
    expr_t *condition, *part[2];
    int i, s;

    for (i = 0; i < c->n; i++)
        while ((condition = expr_unfold(c->a, e, c->field[i], &part[0],
                                        &part[1])) != NULL)
        {
            s = holds(c, condition);
            if (s < 0)
                return NULL;
            e = part[!s];
        }
    return e;
}

static int
is_kinked(algebra_t *a, expr_t *e, expr_t *x)
{
    expr_t *first, *second;

    return expr_unfold(a, e, x, &first, &second) != NULL;
}

/* The condition of an if may hold fields that nothing else holds. */
static int
in_condition(expr_t *e, expr_t *x)
{
    int i;

    if (expr_kind(e) == EXPR_IF && expr_contains(expr_child(e, 0), x))
        return 1;
    for (i = 0; i < expr_arity(e); i++)
        if (in_condition(expr_child(e, i), x))
            return 1;
    return 0;
}

/* Conditions that hold no field are left; those that do are decided. */
static expr_t *
decide_conditions(const cell_t *c, expr_t *e)
{
    int i, k, s;

    if (expr_kind(e) == EXPR_IF)
        for (i = 0; i < c->n; i++)
            if (expr_contains(expr_child(e, 0), c->field[i]))
            {
                expr_t *condition = expr_child(e, 0);
                expr_t *side = expr_kind(condition) == EXPR_COMPARE
                                   ? expr_sub(c->a, expr_child(condition, 1),
                                              expr_child(condition, 0))
                                   : NULL;

                /* kinks inside the condition, as in z*sign(z0) < 0 */
                if (side != NULL)
                {
                    side = in_cell(c, side);
                    if (side == NULL)
                        return NULL;
                    condition = expr_compare(c->a, expr_comparison(condition),
                                             expr_integer(c->a, 0), side);
                }
                s = holds(c, condition);
                return s < 0 ? NULL : expr_child(e, s ? 1 : 2);
            }
    for (k = 0; k < expr_arity(e); k++)
    {
        expr_t *child = expr_child(e, k), *next;

        for (i = 0; i < c->n; i++)
            if (in_condition(child, c->field[i]))
                break;
        if (i == c->n)
            continue;
        next = decide_conditions(c, child);
        if (next == NULL)
            return NULL;
        return next == child ? NULL : expr_replace(c->a, e, child, next);
    }
    return e;
}

static expr_t *
without_kinks(const cell_t *c, expr_t *e)
{
    expr_t *next;

    while ((next = decide_conditions(c, e)) != e)
    {
        if (next == NULL)
            return NULL;
        e = next;
    }
    return in_cell(c, e);
}

int
field_cells(algebra_t *a, expr_t *e, int n, expr_t *const *field,
            expr_t **part)
{
    cell_t c = { a, n, field, { 0 } };
    expr_t *value[1 << FIELD_MAX];
    int kinked[FIELD_MAX], n_kinked = 0, i, k, set, cells;

    for (i = 0; i < n; i++)
    {
        c.sign[i] = 1;
        if (is_kinked(a, e, field[i]) || in_condition(e, field[i]))
            kinked[n_kinked++] = i;
    }
    for (set = 0; set < 1 << n; set++)
        part[set] = expr_integer(a, 0);
    cells = 1 << n_kinked;
    for (k = 0; k < cells; k++)
    {
        for (i = 0; i < n_kinked; i++)
            c.sign[kinked[i]] = k >> i & 1 ? -1 : 1;
        value[k] = without_kinks(&c, e);
        if (value[k] == NULL)
            return 0;
    }
    /* the Walsh transform: coefficient of the product of signs in `k` */
    for (k = 0; k < cells; k++)
    {
        expr_t *sum = expr_integer(a, 0);

        for (i = 0; i < cells; i++)
            sum = expr_add(a, sum,
                           __builtin_popcount((unsigned) (i & k)) % 2 == 0
                               ? value[i] : expr_neg(a, value[i]));
        for (i = 0, set = 0; i < n_kinked; i++)
            set |= (k >> i & 1) << kinked[i];
        part[set] = expr_mul(a, expr_fraction(a, 1, cells), sum);
    }
    return 1;
}
