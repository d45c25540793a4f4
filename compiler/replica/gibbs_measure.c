/* compiler/replica/gibbs_measure.c -- weights of patterns and weights in a
 * Gibbs measure, and their means.
 */
#include "gibbs.h"

static expr_t *
beta(const derivation_t *dv)
{
    return dv->spec->learner_argument;
}

expr_t *
gibbs_factor(derivation_t *dv, expr_t *y, expr_t *z)
{
    algebra_t *g = dv->algebra;
    expr_t *e = expr_integer(g, 1), *condition;

    if (dv->spec->loss != NULL)
        e = expr_exp(g, expr_neg(g, expr_mul(g, beta(dv),
                                             student_loss(dv, y, z))));
    condition = derive_sides(g, student_require(dv, y, z), &z, 1);
    return expr_if(g, condition, e, expr_integer(g, 0));
}

expr_t *
gibbs_tilt(derivation_t *dv, expr_t *a, expr_t *b, expr_t *w)
{
    algebra_t *g = dv->algebra;
    expr_t *e = derive_tilt(g, a, b, w);

    if (dv->spec->penalty == NULL)
        return e;
    return expr_mul(g, e, expr_exp(g, expr_neg(g, expr_mul(g, beta(dv),
                                          student_penalty(dv, w)))));
}

/* ---- means, branch by branch -------------------------------------------- */

enum { MAX_DEPTH = 12 };

static int
is_integral(expr_t *e, void *ctx)
{
    (void) ctx;
    return expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL;
}

/* A mean over x, by whichever law. */
typedef struct
{
    algebra_t *g;
    expr_t *x;
    const law_t *law;        /* NULL: z = omega + sqrt(v) x, x normal      */
    expr_t *omega, *v;
} mean_t;

static expr_t *
raw_mean(const mean_t *m, expr_t *e)
{
    expr_t *u, *z;

    if (m->law != NULL)
        return law_expectation(m->g, m->law, m->x, e);
    u = expr_fresh(m->g, "u");
    z = expr_add(m->g, m->omega, expr_mul(m->g, expr_sqrt(m->g, m->v), u));
    return expr_gauss(m->g, u, expr_substitute(m->g, e, &m->x, &z, 1));
}

static int
is_closed(expr_t *e)
{
    return !rewrite_visit(e, is_integral, NULL);
}

/* The sum over branches of e in x, where `condition` holds; NULL when one of
   them is not closed. */
static expr_t *
branch_mean(const mean_t *m, expr_t *e, expr_t *condition, int depth)
{
    algebra_t *g = m->g;
    expr_t *c, *part[2], *both[2], *sum[2];
    int i;

    if (expr_kind(condition) == EXPR_FALSE || expr_is_zero(e))
        return expr_integer(g, 0);
    c = depth < MAX_DEPTH ? expr_unfold(g, e, m->x, &part[0], &part[1]) : NULL;
    if (c == NULL)
    {
        e = expr_if(g, condition, e, expr_integer(g, 0));
        e = expr_close(g, raw_mean(m, e));
        return is_closed(e) ? e : NULL;
    }
    both[0] = condition;
    for (i = 0; i < 2; i++)
    {
        both[1] = i == 0 ? c : expr_not(g, c);
        sum[i] = branch_mean(m, part[i], expr_and(g, both, 2), depth + 1);
        if (sum[i] == NULL)
            return NULL;
    }
    return expr_add(g, sum[0], sum[1]);
}

static expr_t *
closed_mean(const mean_t *m, expr_t *e)
{
    expr_t *raw = raw_mean(m, e), *closed = expr_close(m->g, raw);

    if (is_closed(closed))
        return closed;
    closed = branch_mean(m, e, expr_true(m->g), 0);
    return closed != NULL ? closed : raw;
}

expr_t *
gibbs_field_mean(derivation_t *dv, expr_t *e, expr_t *z, expr_t *omega,
                 expr_t *v)
{
    mean_t m = { dv->algebra, z, NULL, omega, v };

    return closed_mean(&m, e);
}

expr_t *
gibbs_field_raw(derivation_t *dv, expr_t *e, expr_t *z, expr_t *omega,
                expr_t *v)
{
    mean_t m = { dv->algebra, z, NULL, omega, v };

    return raw_mean(&m, e);
}

expr_t *
gibbs_weight_mean(derivation_t *dv, const law_t *law, expr_t *e, expr_t *w)
{
    mean_t m = { dv->algebra, w, law, NULL, NULL };

    if (law->kind == LAW_FINITE)
        return raw_mean(&m, e);
    return closed_mean(&m, e);
}

/* ---- the domain of V_hat ------------------------------------------------ */

static expr_t *
least_of_law(algebra_t *g, const law_t *law)
{
    expr_t *least = NULL, *one, *pair[2];
    int i;

    switch (law->kind)
    {
    case LAW_NORMAL:
        return expr_neg(g, expr_pow_int(g, law->parameter[1], -1));
    case LAW_LAPLACE:
    case LAW_UNIFORM:
        return expr_integer(g, 0);
    case LAW_MIX:
        for (i = 0; i < law->n; i++)
        {
            one = least_of_law(g, law->component[i]);
            pair[0] = least;
            pair[1] = one;
            if (least == NULL)
                least = one;
            else if (one != NULL)
                least = expr_call(g, FUNCTION_MAX, pair, 2);
        }
        return least;
    default:
        return NULL;
    }
}

expr_t *
gibbs_least_v_hat(derivation_t *dv, const law_t *law)
{
    algebra_t *g = dv->algebra;
    expr_t *least = least_of_law(g, law), *w = expr_fresh(g, "w"), *c[3];

    /* a quadratic penalty adds to A */
    if (least != NULL && dv->spec->penalty != NULL
        && expr_polynomial(g, student_penalty(dv, w), w, 2, c) == 2)
        least = expr_sub(g, least, expr_product(g, (expr_t *[]){
                             expr_integer(g, 2), beta(dv), c[2] }, 3));
    return least;
}
