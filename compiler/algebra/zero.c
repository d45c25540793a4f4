/* compiler/algebra/zero.c -- proving that an expression is zero. */
#include "zero.h"

enum { MAX_ROUNDS = 8, MAX_TERMS = 4000, MAX_POWER = 24, MAX_DEPTH = 5 };

static int proves(algebra_t *, expr_t *, int depth);

/* ---- denominators ------------------------------------------------------- */

static expr_t *
factor_of(expr_t *term, int i)
{
    return term->kind == EXPR_MUL ? term->child[i] : i == 0 ? term : NULL;
}

static int
factors_of(expr_t *term)
{
    return term->kind == EXPR_MUL ? term->arity : 1;
}

static int
is_denominator(expr_t *f)
{
    return f->kind == EXPR_POWER && f->child[0]->kind == EXPR_ADD
           && f->child[1]->kind == EXPR_RATIONAL
           && fmpq_sgn(&f->child[1]->value) < 0;
}

/* The first sum in a denominator, with the whole power that clears it. */
static expr_t *
find_denominator(expr_t *e, long *power)
{
    expr_t *base = NULL;
    int i, j;

    *power = 0;
    for (i = 0; i < (e->kind == EXPR_ADD ? e->arity : 1); i++)
    {
        expr_t *term = e->kind == EXPR_ADD ? e->child[i] : e;

        for (j = 0; j < factors_of(term); j++)
        {
            expr_t *f = factor_of(term, j);
            fmpz_t n;

            if (!is_denominator(f) || (base != NULL && f->child[0] != base))
                continue;
            base = f->child[0];
            fmpz_init(n);
            fmpz_fdiv_q(n, fmpq_numref(&f->child[1]->value),
                        fmpq_denref(&f->child[1]->value));
            fmpz_neg(n, n);
            if (fmpz_cmp_si(n, *power) > 0)
                *power = fmpz_cmp_si(n, MAX_POWER) > 0 ? MAX_POWER + 1
                                                       : fmpz_get_si(n);
            fmpz_clear(n);
        }
    }
    return base;
}

/* e times base^power, term by term, so that powers meet. */
static expr_t *
cleared(algebra_t *a, expr_t *e, expr_t *base, long power)
{
    expr_t *factor = expr_pow_int(a, base, power);
    list_t terms;
    int i;

    if (e->kind != EXPR_ADD)
        return expr_mul(a, e, factor);
    list_init(&terms);
    for (i = 0; i < e->arity; i++)
        list_push(&terms, expr_mul(a, e->child[i], factor));
    e = expr_sum(a, terms.item, terms.n);
    list_clear(&terms);
    return e;
}

static expr_t *
without_denominators(algebra_t *a, expr_t *e)
{
    int round;

    e = zero_normal(a, e);
    for (round = 0; round < MAX_ROUNDS && !a->failed; round++)
    {
        long power;
        expr_t *base = find_denominator(e, &power);

        if (base == NULL || power > MAX_POWER
                || (e->kind == EXPR_ADD && e->arity > MAX_TERMS))
            break;
        e = zero_normal(a, cleared(a, e, base, power));
    }
    return e;
}

/* ---- merging averages --------------------------------------------------- */

static int
same_measure(expr_t *f, expr_t *g)
{
    if (f->kind != g->kind)
        return 0;
    return f->kind == EXPR_GAUSS
           || (f->kind == EXPR_INTEGRAL && f->child[0] == g->child[0]
               && f->child[1] == g->child[1]);
}

static expr_t *
find_average(expr_t *e)
{
    int i, j;

    for (i = 0; i < (e->kind == EXPR_ADD ? e->arity : 1); i++)
    {
        expr_t *term = e->kind == EXPR_ADD ? e->child[i] : e;

        for (j = factors_of(term) - 1; j >= 0; j--)
        {
            expr_t *f = factor_of(term, j);

            if (f->kind == EXPR_GAUSS || f->kind == EXPR_INTEGRAL)
                return f;
        }
    }
    return NULL;
}

/* term = c E[f]: c f with the variable z; NULL if there is no such factor. */
static expr_t *
integrand(algebra_t *a, expr_t *term, expr_t *like, expr_t *z)
{
    list_t factors;
    expr_t *e = NULL, *f;
    int j;

    list_init(&factors);
    for (j = factors_of(term) - 1; j >= 0; j--)
    {
        f = factor_of(term, j);
        if (e == NULL && same_measure(f, like))
            list_push(&factors, e = expr_open(a, f, z));
        else
            list_push(&factors, f);
    }
    if (e != NULL)
        e = expr_product(a, factors.item, factors.n);
    list_clear(&factors);
    return e;
}

/* Is the mean of body over z zero?  Where it is, or where body is odd: neither
   the normal law nor the whole line knows the sign of z. */
static int
mean_is_zero(algebra_t *a, expr_t *body, expr_t *like, expr_t *z, int depth)
{
    expr_t *minus = expr_neg(a, z), *turned;

    if (proves(a, body, depth))
        return 1;
    if (like->kind == EXPR_INTEGRAL
        && (like->child[1]->kind != EXPR_INFINITY
            || like->child[0] != expr_neg(a, like->child[1])))
        return 0;
    body = zero_plain(a, body, z);
    turned = zero_plain(a, expr_substitute(a, body, &z, &minus, 1), z);
    return proves(a, body, depth)
           || proves(a, expr_add(a, body, turned), depth);
}

/* sum c_i E[f_i] + rest = E[sum c_i f_i + rest]; for int the rest must vanish
   by itself. */
static int
merged_is_zero(algebra_t *a, expr_t *e, int depth)
{
    expr_t *like = find_average(e), *z, *f;
    list_t body, rest;
    int i, zero;

    if (like == NULL || depth >= MAX_DEPTH)
        return 0;
    list_init(&body);
    list_init(&rest);
    z = private_enter(a);
    for (i = 0; i < (e->kind == EXPR_ADD ? e->arity : 1); i++)
    {
        expr_t *term = e->kind == EXPR_ADD ? e->child[i] : e;

        f = integrand(a, term, like, z);
        list_push(f == NULL && like->kind == EXPR_INTEGRAL ? &rest : &body,
                  f == NULL ? term : f);
    }
    zero = mean_is_zero(a, expr_sum(a, body.item, body.n), like, z, depth + 1)
           && (rest.n == 0
               || proves(a, expr_sum(a, rest.item, rest.n), depth + 1));
    private_leave(a);
    list_clear(&rest);
    list_clear(&body);
    return zero;
}

static int
proves(algebra_t *a, expr_t *e, int depth)
{
    expr_t *condition;

    if (expr_is_zero(e))
        return 1;
    if (a->failed || (e->sign & (SIGN_GT | SIGN_LT)) != 0)
        return 0;
    if (depth < MAX_DEPTH && (condition = zero_condition(e)) != NULL)
        return proves(a, zero_case(a, e, condition, 1), depth + 1)
               && proves(a, zero_case(a, e, condition, 0), depth + 1);
    e = without_denominators(a, e);
    return !a->failed && (expr_is_zero(e) || merged_is_zero(a, e, depth));
}

int
expr_proves_zero(algebra_t *a, expr_t *e)
{
    return proves(a, e, 0) || proves(a, expr_inline(a, e), 0);
}
