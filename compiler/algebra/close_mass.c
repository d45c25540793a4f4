/* compiler/algebra/close_mass.c -- differences of tails that are masses again.
 *
 * c H(a) - c H(b) with a <= b is c mass(a, b), which doubles and balls have
 * without cancellation.
 */
#include "close.h"

/* term = *coefficient H(*at), with one factor H */
static int
as_tail(algebra_t *a, expr_t *term, expr_t **coefficient, expr_t **at)
{
    int i, n = term->kind == EXPR_MUL ? term->arity : 1;
    expr_t *factor, *rest = expr_integer(a, 1);

    *at = NULL;
    for (i = 0; i < n; i++)
    {
        factor = term->kind == EXPR_MUL ? term->child[i] : term;
        if (*at == NULL && node_is_function(factor, FUNCTION_H))
            *at = factor->child[0];
        else
            rest = expr_mul(a, rest, factor);
    }
    *coefficient = rest;
    return *at != NULL;
}

/* The sum with one pair of its terms joined; NULL if there is none. */
static expr_t *
join_one(const facts_t *f, expr_t *sum)
{
    algebra_t *a = f->algebra;
    expr_t *c, *d, *lo, *hi, *mass, *tail;
    int i, k;

    for (i = 0; i < sum->arity; i++)
    {
        if (!as_tail(a, sum->child[i], &c, &lo))
            continue;
        for (k = 0; k < sum->arity; k++)
            if (k != i && as_tail(a, sum->child[k], &d, &hi)
                && expr_is_zero(expr_add(a, c, d)) && facts_le(f, lo, hi))
            {
                mass = expr_call(a, FUNCTION_MASS, (expr_t *[]){ lo, hi }, 2);
                tail = sum->child[k];
                sum = expr_sub(a, sum, sum->child[i]);
                sum = expr_sub(a, sum, tail);
                return expr_add(a, sum, expr_mul(a, c, mass));
            }
    }
    return NULL;
}

expr_t *
join_masses(const facts_t *f, expr_t *sum)
{
    expr_t *joined;

    while (sum != NULL && sum->kind == EXPR_ADD
           && (joined = join_one(f, sum)) != NULL)
        sum = joined;
    return sum;
}
