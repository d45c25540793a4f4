/* compiler/emit/scale_product.c -- products of scaled values. */
#include "scale.h"

/* The k of a factor f(u)^k, and u, for the function f; 0 if it is not one. */
static long
power_of(expr_t *e, function_t f, expr_t **u)
{
    expr_t *base = e;
    long k = 1;

    if (expr_kind(e) == EXPR_POWER)
    {
        const fmpq *r;

        base = expr_child(e, 0);
        if (expr_kind(expr_child(e, 1)) != EXPR_RATIONAL)
            return 0;
        r = expr_rational(expr_child(e, 1));
        if (!fmpz_is_one(fmpq_denref(r)) || fmpz_bits(fmpq_numref(r)) > 16)
            return 0;
        k = fmpz_get_si(fmpq_numref(r));
    }
    if (expr_kind(base) != EXPR_FUNCTION || expr_function(base) != f)
        return 0;
    *u = expr_child(base, 0);
    return k;
}

/* Copies the factors of a product, phi(u)^a H(u)^-b with the smaller power
   taken out as hazards; the number of factors left. */
static int
take_hazards(lowering_t *l, expr_t *e, expr_t **factor, int *above,
             int *n_above)
{
    algebra_t *a = l->em->algebra;
    int n = expr_arity(e), left = 0;

    for (int i = 0; i < n; i++)
        factor[i] = expr_child(e, i);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
        {
            expr_t *u = NULL, *v = NULL;
            long up = factor[i] == NULL ? 0
                                        : power_of(factor[i], FUNCTION_PHI,
                                                   &u);
            long down = factor[j] == NULL || up <= 0
                            ? 0 : power_of(factor[j], FUNCTION_H, &v);
            long k = up < -down ? up : -down;

            /* phi is even */
            if (up <= 0 || down >= 0 || (u != v && expr_neg(a, u) != v))
                continue;
            above[(*n_above)++]
                = ir_power(l->ir, scaled_hazard(l, lower(l, v)), k);
            factor[i] = up == k ? NULL
                                : expr_pow_int(a, expr_apply1(a, FUNCTION_PHI,
                                                              u), up - k);
            factor[j] = down == -k ? NULL
                                   : expr_pow_int(a, expr_apply1(a, FUNCTION_H,
                                                                 v), down + k);
        }
    for (int i = 0; i < n; i++)
        if (factor[i] != NULL)
            factor[left++] = factor[i];
    return left;
}

scaled_t
scaled_power(lowering_t *l, expr_t *e, const sum_scale_t *like)
{
    const fmpq *r = expr_rational(expr_child(e, 1));
    scaled_t x = scaled(l, expr_child(e, 0), like);
    fmpq_t size;

    fmpq_init(size);
    fmpq_abs(size, r);
    if (x.m >= 0)
    {
        x.m = lower_power(l, x.m, size);
        if (fmpq_sgn(r) < 0)
            x.m = ir_op(l->ir, IR_DIV, ir_integer(l->ir, 1), x.m);
    }
    if (fmpz_is_one(fmpq_denref(r)) && fmpz_bits(fmpq_numref(r)) < 16)
        for (int i = 0; i < x.n; i++)
            x.k[i] *= fmpz_get_si(fmpq_numref(r));
    else if (x.n > 0)
        x = scaled_exponential(x.m, ir_op(l->ir, IR_MUL, ir_rational(l->ir, r),
                                    scaled_exponent(l, &x)));
    fmpq_clear(size);
    return x;
}

static const sum_scale_t *
denominator_sum(lowering_t *l, expr_t *const *factor, int n)
{
    for (int i = 0; i < n; i++)
        if (scale_negative_power(factor[i]) && scale_applies(l, factor[i])
                && expr_kind(expr_child(factor[i], 0)) == EXPR_ADD
                && !scale_is_ratio(l, expr_child(factor[i], 0)))
            return scaled_find_sum(l, expr_child(factor[i], 0), NULL);
    return NULL;
}

scaled_t
scaled_product(lowering_t *l, expr_t *e, const sum_scale_t *like)
{
    int n = expr_arity(e), n_above = 0, n_below = 0, left;
    int *above = pool_alloc(&l->em->pool, 2 * (size_t) n * sizeof *above);
    int *below = pool_alloc(&l->em->pool, (size_t) n * sizeof *below);
    expr_t **factor = pool_alloc(&l->em->pool, (size_t) n * sizeof *factor);
    const sum_scale_t *over;
    scaled_t product = scaled_plain(-1);

    left = take_hazards(l, e, factor, above, &n_above);
    over = denominator_sum(l, factor, left);
    if (over == NULL)
        over = like;
    for (int i = 0; i < left; i++)
    {
        int sum_below = scale_negative_power(factor[i])
                        && expr_kind(expr_child(factor[i], 0)) == EXPR_ADD;
        scaled_t x = scaled(l, factor[i], sum_below ? NULL : over);
        const ir_node_t *node;

        for (int k = 0; k < x.n; k++)
            scaled_multiply(l, &product, x.l[k], x.k[k]);
        if (x.m < 0)
            continue;
        node = &l->ir->node[x.m];
        if (node->op == IR_DIV && ir_is_rational(l->ir, node->a, 1))
            below[n_below++] = node->b;
        else
            above[n_above++] = x.m;
    }
    if (n_above + n_below > 0)
        product.m = ir_quotient(l->ir, above, n_above, below, n_below);
    return product;
}
