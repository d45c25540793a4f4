/* compiler/emit/vanish.c -- 0 log 0 is 0.
 *
 * Averages of p log p meet points where p is 0.  There the product is 0, its
 * limit, and not 0 times infinity.  Two cases are all there are:
 *
 *   p has a factor that is a case with 0 ("1/2 inside, else 0"): the product
 *   itself becomes that case, in doubles and on the abstract machine;
 *   p vanishes smoothly: in doubles saddle_weighted(p, log p).
 */
#include "internal.h"

/* A logarithm as term or factor: what may be infinite where others vanish. */
static int
holds_log(expr_t *e)
{
    int from = 0, to = 0;

    switch (expr_kind(e))
    {
    case EXPR_FUNCTION:
        return expr_function(e) == FUNCTION_LOG
               && !expr_is_closed(expr_child(e, 0));
    case EXPR_ADD:
    case EXPR_MUL:
        to = expr_arity(e);
        break;
    case EXPR_POWER:
        to = 1;
        break;
    case EXPR_IF:
        from = 1;
        to = 3;
        break;
    default:
        return 0;
    }
    for (int i = from; i < to; i++)
        if (holds_log(expr_child(e, i)))
            return 1;
    return 0;
}

/* The value that e has in one branch of a factor that is a case with 0. */
static expr_t *
zero_case(expr_t *e)
{
    for (int i = 0; i < expr_arity(e); i++)
    {
        expr_t *f = expr_child(e, i);

        if (expr_kind(f) == EXPR_IF
                && (expr_is_zero(expr_child(f, 1))
                    || expr_is_zero(expr_child(f, 2))))
            return f;
    }
    return NULL;
}

static int
branch(lowering_t *l, expr_t *e, expr_t *cases, int i)
{
    expr_t *value = expr_child(cases, i);

    return lower(l, expr_is_zero(value)
                        ? value : expr_replace(l->em->algebra, e, cases,
                                               value));
}

int
lower_vanishing(lowering_t *l, expr_t *e)
{
    algebra_t *a = l->em->algebra;
    int n = expr_arity(e), n_logs = 0, n_weights = 0;
    expr_t **part, **weight, *cases;

    if (!holds_log(e))
        return -1;
    cases = zero_case(e);
    if (cases != NULL)
    {
        int yes = branch(l, e, cases, 1), no = branch(l, e, cases, 2);

        return lower_choice(l, expr_child(cases, 0), yes, no);
    }
    if (!l->doubles)
        return -1;
    part = pool_alloc(&l->em->pool, (size_t) n * sizeof *part);
    weight = pool_alloc(&l->em->pool, (size_t) n * sizeof *weight);
    for (int i = 0; i < n; i++)
        if (holds_log(expr_child(e, i)))
            part[n_logs++] = expr_child(e, i);
        else
            weight[n_weights++] = expr_child(e, i);
    e = expr_product(a, weight, n_weights);
    if (n_weights == 0 || expr_is_closed(e) || expr_is_positive(e)
            || expr_is_positive(expr_neg(a, e)))
        return -1;
    n = lower(l, e);
    return ir_op(l->ir, IR_WEIGHTED, n, lower(l, expr_product(a, part,
                                                              n_logs)));
}
