/* compiler/emit/scale.c -- doubles without overflow: value = m * exp(l).
 *
 * A partition function Z = sum_j c_j E_j, E_j in {exp, H, mass, phi, cosh},
 * under a logarithm or in a denominator may under- or overflow though log Z
 * and ratios are harmless.  There every E_j is taken as m_j exp(l_j),
 *
 *     exp(L)      m = 1        l = L
 *     phi(u)      m = phi(0)   l = -u^2/2
 *     H(u)        m = 1        l = log H(u)
 *     mass(a, b)  m = 1        l = log mass(a, b)
 *     cosh(x)     m = 1        l = log cosh x
 *     sinh(x)     m = tanh x   l = log cosh x
 *
 * and a sum as (sum_j c_j m_j exp(l_j - s)) exp(s) with s = max_j l_j.
 * Products add the l's, so that equal ones cancel exactly.  The hazard rate
 * phi(u)/H(u) is a unit of its own.  A sum of ratios is left as it is.
 */
#include "internal.h"

#include <string.h>

#define TERMS 8

/* m * exp(sum_i k[i] * l[i]); m = -1 stands for 1. */
typedef struct
{
    int m;
    int n;
    int l[TERMS];
    long k[TERMS];
} scaled_t;

/* How a sum was scaled, for numerators over the same exponentials. */
typedef struct sum_scale
{
    expr_t *sum;
    const struct sum_scale *like;
    int scale, m;
    int n, *l;
} sum_scale_t;

static scaled_t scaled(lowering_t *l, expr_t *e, const sum_scale_t *like);

/* ---- where it applies --------------------------------------------------- */

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

static int
negative_power(expr_t *e)
{
    return expr_kind(e) == EXPR_POWER
           && expr_kind(expr_child(e, 1)) == EXPR_RATIONAL
           && fmpq_sgn(expr_rational(expr_child(e, 1))) < 0;
}

/* Does e hold a denominator with exponentials, outside of functions? */
static int
is_ratio(lowering_t *l, expr_t *e)
{
    if (!scale_applies(l, e))
        return 0;
    if (negative_power(e))
        return 1;
    if (expr_kind(e) == EXPR_POWER)
        return is_ratio(l, expr_child(e, 0));
    if (expr_kind(e) == EXPR_ADD || expr_kind(e) == EXPR_MUL)
        for (int i = 0; i < expr_arity(e); i++)
            if (is_ratio(l, expr_child(e, i)))
                return 1;
    return 0;
}

static int
grows(expr_t *e)
{
    if (expr_kind(e) == EXPR_FUNCTION)
        return expr_function(e) == FUNCTION_EXP
               || expr_function(e) == FUNCTION_COSH
               || expr_function(e) == FUNCTION_SINH;
    if (expr_kind(e) == EXPR_POWER)
        return grows(expr_child(e, 0));
    if (expr_kind(e) == EXPR_ADD || expr_kind(e) == EXPR_MUL)
        for (int i = 0; i < expr_arity(e); i++)
            if (grows(expr_child(e, i)))
                return 1;
    return 0;
}

/* A denominator, or something that grows beside something that vanishes. */
int
scale_wanted(lowering_t *l, expr_t *e)
{
    int count = 0, growing = 0;

    if (negative_power(e))
        return scale_applies(l, e);
    if (expr_kind(e) != EXPR_MUL)
        return 0;
    for (int i = 0; i < expr_arity(e); i++)
    {
        expr_t *f = expr_child(e, i);

        if (!scale_applies(l, f))
            continue;
        if (negative_power(f))
            return 1;
        count++;
        growing |= grows(f);
    }
    return count >= 2 && growing;
}

/* ---- arithmetic of scaled values ---------------------------------------- */

/* The exponent as one node, or -1 for 0. */
static int
exponent(lowering_t *l, const scaled_t *x)
{
    int term[TERMS], n = 0;

    for (int i = 0; i < x->n; i++)
        if (x->k[i] != 0)
            term[n++] = ir_op(l->ir, IR_MUL, ir_integer(l->ir, x->k[i]),
                              x->l[i]);
    return n > 0 ? ir_sum(l->ir, term, n) : -1;
}

static void
add_exponent(lowering_t *l, scaled_t *x, int node, long k)
{
    int i = 0;

    while (i < x->n && x->l[i] != node)
        i++;
    if (i == TERMS)
    {
        x->l[0] = exponent(l, x);
        x->k[0] = 1;
        x->n = 1;
        add_exponent(l, x, node, k);
        return;
    }
    if (i == x->n)
    {
        x->l[x->n] = node;
        x->k[x->n++] = 0;
    }
    x->k[i] += k;
}

static scaled_t
one_exponent(int m, int node)
{
    scaled_t x = { m, 1, { node }, { 1 } };

    return x;
}

static scaled_t
unscaled(int m)
{
    scaled_t x = { m, 0, { 0 }, { 0 } };

    return x;
}

static int
exp_of(lowering_t *l, int node)
{
    return ir_function(l->ir, SADDLE_EXP, node);
}

/* ---- the atoms ---------------------------------------------------------- */

static int
minus_half_square(lowering_t *l, int u)
{
    fmpq_t q;
    int half;

    fmpq_init(q);
    fmpq_set_si(q, -1, 2);
    half = ir_rational(l->ir, q);
    fmpq_clear(q);
    return ir_op(l->ir, IR_MUL, half, ir_power(l->ir, u, 2));
}

/* phi(u)/H(u), for every u. */
static int
hazard(lowering_t *l, int u)
{
    ir_t *ir = l->ir;
    int phi_0 = ir_function(ir, SADDLE_PHI, ir_integer(ir, 0));
    int r = ir_select(ir, u, 0,
                      ir_op(ir, IR_DIV, ir_hint(ir, phi_0, "phi_0"),
                            ir_op(ir, IR_SCALED_TAIL, u, -1)),
                      ir_op(ir, IR_DIV, ir_function(ir, SADDLE_PHI, u),
                            ir_function(ir, SADDLE_H, u)));

    return ir_hint(ir, r, "hazard");
}

static scaled_t
scaled_atom(lowering_t *l, expr_t *e)
{
    int a = lower(l, expr_child(e, 0)), m, zero;

    switch (expr_function(e))
    {
    case FUNCTION_EXP:
        return one_exponent(-1, a);
    case FUNCTION_PHI:
        zero = ir_integer(l->ir, 0);
        m = ir_function(l->ir, SADDLE_PHI, zero);
        return one_exponent(ir_hint(l->ir, m, "phi_0"),
                            minus_half_square(l, a));
    case FUNCTION_H:
        m = ir_op(l->ir, IR_LOG_MASS, a, ir_leaf(l->ir, IR_INFINITY, 0));
        return one_exponent(-1, m);
    case FUNCTION_MASS:
        m = ir_op(l->ir, IR_LOG_MASS, a, lower(l, expr_child(e, 1)));
        return one_exponent(-1, m);
    case FUNCTION_SINH:
        m = ir_function(l->ir, SADDLE_TANH, a);
        return one_exponent(m, ir_op(l->ir, IR_LOG_COSH, a, -1));
    default:
        return one_exponent(-1, ir_op(l->ir, IR_LOG_COSH, a, -1));
    }
}

/* ---- sums --------------------------------------------------------------- */

static int
is_among(const int *list, int n, int node)
{
    for (int i = 0; i < n; i++)
        if (list[i] == node)
            return 1;
    return 0;
}

/* m_j exp(l_j - s), each l_j a node (0 where the term is not scaled). */
static int
rescaled(lowering_t *l, int m, int log_scale, int s)
{
    int factor[2], n = 0;

    if (m >= 0)
        factor[n++] = m;
    if (log_scale != s)
        factor[n++] = exp_of(l, ir_op(l->ir, IR_SUB, log_scale, s));
    return ir_quotient(l->ir, factor, n, NULL, 0);
}

static sum_scale_t *
scale_sum(lowering_t *l, expr_t *e, const sum_scale_t *like)
{
    pool_t *pool = &l->em->pool;
    int n = expr_arity(e), inside = like != NULL;
    int *m = pool_alloc(pool, (size_t) n * sizeof *m);
    int *log_scale = pool_alloc(pool, (size_t) n * sizeof *log_scale);
    sum_scale_t *sum = pool_alloc(pool, sizeof *sum);

    sum->sum = e;
    sum->like = like;
    sum->l = pool_alloc(pool, (size_t) n * sizeof *sum->l);
    sum->scale = -1;
    for (int i = 0; i < n; i++)
    {
        scaled_t x = scaled(l, expr_child(e, i), like);
        int s = exponent(l, &x);

        m[i] = x.m;
        log_scale[i] = s < 0 ? ir_integer(l->ir, 0) : s;
        inside = inside && is_among(like->l, like->n, log_scale[i]);
        if (!is_among(sum->l, sum->n, log_scale[i]))
            sum->l[sum->n++] = log_scale[i];
    }
    if (inside)
        sum->scale = like->scale;
    else
        for (int i = 0; i < sum->n; i++)
            sum->scale = i == 0 ? sum->l[0] : ir_op(l->ir, IR_MAX, sum->scale,
                                                    sum->l[i]);
    if (sum->n > 1)
        ir_hint(l->ir, sum->scale, "scale");
    for (int i = 0; i < n; i++)
        m[i] = rescaled(l, m[i], log_scale[i], sum->scale);
    sum->m = ir_hint(l->ir, ir_sum(l->ir, m, n), inside ? "top" : "Z");
    return sum;
}

static const sum_scale_t *
find_sum(lowering_t *l, expr_t *e, const sum_scale_t *like)
{
    sum_scale_t *made;

    for (int i = 0; i < l->n_sums; i++)
        if (l->sum[i]->sum == e && l->sum[i]->like == like)
            return l->sum[i];
    made = scale_sum(l, e, like);
    POOL_PUSH(&l->em->pool, l->sum, l->n_sums, l->room_sums, made);
    return made;
}

static scaled_t
scaled_sum(lowering_t *l, expr_t *e, const sum_scale_t *like)
{
    const sum_scale_t *sum = find_sum(l, e, like);

    return one_exponent(sum->m, sum->scale);
}

/* ---- products ----------------------------------------------------------- */

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
            above[(*n_above)++] = ir_power(l->ir, hazard(l, lower(l, v)), k);
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

static scaled_t
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
        x = one_exponent(x.m, ir_op(l->ir, IR_MUL, ir_rational(l->ir, r),
                                    exponent(l, &x)));
    fmpq_clear(size);
    return x;
}

static const sum_scale_t *
denominator_sum(lowering_t *l, expr_t *const *factor, int n)
{
    for (int i = 0; i < n; i++)
        if (negative_power(factor[i]) && scale_applies(l, factor[i])
                && expr_kind(expr_child(factor[i], 0)) == EXPR_ADD
                && !is_ratio(l, expr_child(factor[i], 0)))
            return find_sum(l, expr_child(factor[i], 0), NULL);
    return NULL;
}

static scaled_t
scaled_product(lowering_t *l, expr_t *e, const sum_scale_t *like)
{
    int n = expr_arity(e), n_above = 0, n_below = 0, left;
    int *above = pool_alloc(&l->em->pool, 2 * (size_t) n * sizeof *above);
    int *below = pool_alloc(&l->em->pool, (size_t) n * sizeof *below);
    expr_t **factor = pool_alloc(&l->em->pool, (size_t) n * sizeof *factor);
    const sum_scale_t *over;
    scaled_t product = unscaled(-1);

    left = take_hazards(l, e, factor, above, &n_above);
    over = denominator_sum(l, factor, left);
    if (over == NULL)
        over = like;
    for (int i = 0; i < left; i++)
    {
        int sum_below = negative_power(factor[i])
                        && expr_kind(expr_child(factor[i], 0)) == EXPR_ADD;
        scaled_t x = scaled(l, factor[i], sum_below ? NULL : over);
        const ir_node_t *node;

        for (int k = 0; k < x.n; k++)
            add_exponent(l, &product, x.l[k], x.k[k]);
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

static scaled_t
scaled_if(lowering_t *l, expr_t *e)
{
    scaled_t x = scaled(l, expr_child(e, 1), NULL);
    scaled_t y = scaled(l, expr_child(e, 2), NULL);
    int one = ir_integer(l->ir, 1), zero = ir_integer(l->ir, 0);
    int l_x = exponent(l, &x), l_y = exponent(l, &y);
    expr_t *c = expr_child(e, 0);

    return one_exponent(lower_choice(l, c, x.m < 0 ? one : x.m,
                                     y.m < 0 ? one : y.m),
                        lower_choice(l, c, l_x < 0 ? zero : l_x,
                                     l_y < 0 ? zero : l_y));
}

/* `like`: the sum in the denominator, whose scale a numerator takes over. */
static scaled_t
scaled(lowering_t *l, expr_t *e, const sum_scale_t *like)
{
    if (l->em->failed || map_get(&l->leaf, e) >= 0 || !scale_applies(l, e))
        return unscaled(lower(l, e));
    switch (expr_kind(e))
    {
    case EXPR_ADD:
        return is_ratio(l, e) ? unscaled(lower(l, e)) : scaled_sum(l, e, like);
    case EXPR_MUL:
        return scaled_product(l, e, like);
    case EXPR_POWER:
        return scaled_power(l, e, like);
    case EXPR_IF:
        return scaled_if(l, e);
    default:
        return scaled_atom(l, e);
    }
}

int
scale_value(lowering_t *l, expr_t *e)
{
    scaled_t x = expr_kind(e) == EXPR_MUL ? scaled_product(l, e, NULL)
                                          : scaled_power(l, e, NULL);
    int s = exponent(l, &x), factor[2], n = 0;

    if (x.m >= 0)
        factor[n++] = x.m;
    if (s >= 0)
        factor[n++] = exp_of(l, s);
    return ir_quotient(l->ir, factor, n, NULL, 0);
}

int
scale_log(lowering_t *l, expr_t *e)
{
    scaled_t x = scaled(l, e, NULL);
    int term[2], n = 0, s = exponent(l, &x);

    if (s >= 0)
        term[n++] = s;
    if (x.m >= 0)
        term[n++] = ir_function(l->ir, SADDLE_LOG, x.m);
    return n > 0 ? ir_sum(l->ir, term, n) : ir_integer(l->ir, 0);
}
