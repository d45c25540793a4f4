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
 * The scale of a term that is a case with 0 is far below where it is 0.
 * Products add the l's, so that equal ones cancel exactly.  The hazard rate
 * phi(u)/H(u) is a unit of its own.  A sum of ratios is left as it is.
 */
#include "scale.h"

#define VANISHING (-1000000000000000000L)  /* an exponent far below others */

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
        factor[n++] = scaled_exp(l, ir_op(l->ir, IR_SUB, log_scale, s));
    return ir_quotient(l->ir, factor, n, NULL, 0);
}

/* A large negative exponent where a case of e is 0, else 0; -1 when e has no
   such case.  A term that is 0 at a point must not set the scale of a sum. */
static int
vanishing(lowering_t *l, expr_t *e)
{
    int side[2], found = 0, node = -1;

    if (expr_kind(e) == EXPR_MUL)
        for (int i = 0; i < expr_arity(e) && node < 0; i++)
            node = vanishing(l, expr_child(e, i));
    if (expr_kind(e) != EXPR_IF)
        return node;
    for (int i = 0; i < 2; i++)
    {
        expr_t *branch = expr_child(e, i + 1);

        side[i] = expr_is_zero(branch) ? ir_integer(l->ir, VANISHING)
                                       : vanishing(l, branch);
        found = found || side[i] >= 0;
        if (side[i] < 0)
            side[i] = ir_integer(l->ir, 0);
    }
    return found ? lower_choice(l, expr_child(e, 0), side[0], side[1]) : -1;
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
        int s = scaled_exponent(l, &x);

        if (s < 0)
            s = vanishing(l, expr_child(e, i));
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

const sum_scale_t *
scaled_find_sum(lowering_t *l, expr_t *e, const sum_scale_t *like)
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
    const sum_scale_t *sum = scaled_find_sum(l, e, like);

    return scaled_exponential(sum->m, sum->scale);
}

/* ---- all ---------------------------------------------------------------- */

static scaled_t
scaled_if(lowering_t *l, expr_t *e)
{
    scaled_t x = scaled(l, expr_child(e, 1), NULL);
    scaled_t y = scaled(l, expr_child(e, 2), NULL);
    int one = ir_integer(l->ir, 1), zero = ir_integer(l->ir, 0);
    int l_x = scaled_exponent(l, &x), l_y = scaled_exponent(l, &y);
    expr_t *c = expr_child(e, 0);

    return scaled_exponential(lower_choice(l, c, x.m < 0 ? one : x.m,
                                     y.m < 0 ? one : y.m),
                        lower_choice(l, c, l_x < 0 ? zero : l_x,
                                     l_y < 0 ? zero : l_y));
}

scaled_t
scaled(lowering_t *l, expr_t *e, const sum_scale_t *like)
{
    if (l->em->failed || map_get(&l->leaf, e) >= 0 || !scale_applies(l, e))
        return scaled_plain(lower(l, e));
    switch (expr_kind(e))
    {
    case EXPR_ADD:
        return scale_is_ratio(l, e) ? scaled_plain(lower(l, e))
                                    : scaled_sum(l, e, like);
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
    int s = scaled_exponent(l, &x), factor[2], n = 0;

    if (x.m >= 0)
        factor[n++] = x.m;
    if (s >= 0)
        factor[n++] = scaled_exp(l, s);
    return ir_quotient(l->ir, factor, n, NULL, 0);
}

int
scale_log(lowering_t *l, expr_t *e)
{
    scaled_t x = scaled(l, e, NULL);
    int term[2], n = 0, s = scaled_exponent(l, &x);

    if (s >= 0)
        term[n++] = s;
    if (x.m >= 0)
        term[n++] = ir_function(l->ir, SADDLE_LOG, x.m);
    return n > 0 ? ir_sum(l->ir, term, n) : ir_integer(l->ir, 0);
}
