/* compiler/algebra/zero_normal.c -- the normal form behind expr_proves_zero. */
#include "zero.h"

#include <stdlib.h>

enum { TRIAL_LIMIT = 2000, SPLIT_EXPONENT = 24 };

typedef struct
{
    algebra_t *a;
    memo_t memo;
} normal_t;

static expr_t *normal(normal_t *, expr_t *);

static expr_t *
half(algebra_t *a, expr_t *e)
{
    return expr_mul(a, expr_fraction(a, 1, 2), e);
}

/* log n as a sum over the primes that trial division finds. */
static expr_t *
log_by_primes(algebra_t *a, expr_t *number)
{
    fmpz_t n, p;
    fmpq_t q;
    list_t terms;
    expr_t *e;
    ulong d;
    slong k;

    fmpz_init_set(n, fmpq_numref(&number->value));
    fmpz_init(p);
    fmpq_init(q);
    list_init(&terms);
    for (d = 2; d < TRIAL_LIMIT && !fmpz_is_one(n); d += 1 + (d & 1))
    {
        fmpz_set_ui(p, d);
        k = fmpz_remove(n, n, p);
        if (k > 0)
            list_push(&terms, expr_mul(a, expr_integer(a, k),
                                       expr_log(a, expr_integer(a,
                                                                (long) d))));
    }
    fmpq_set_fmpz(q, n);
    list_push(&terms, expr_log(a, node_rational(a, q)));
    e = expr_sum(a, terms.item, terms.n);
    list_clear(&terms);
    fmpq_clear(q);
    fmpz_clear(p);
    fmpz_clear(n);
    return e;
}

/* (exp(x) + sign exp(-x)) / 2 */
static expr_t *
half_exp_pair(algebra_t *a, expr_t *x, int sign)
{
    expr_t *minus = expr_exp(a, expr_neg(a, x));

    return half(a, expr_add(a, expr_exp(a, x),
                            sign < 0 ? expr_neg(a, minus) : minus));
}

/* tanh x = 1 - 2/(1 + exp(2 x)): expanded, also when it is multiplied */
static expr_t *
tanh_by_exp(algebra_t *a, expr_t *x)
{
    expr_t *square = expr_exp(a, expr_mul(a, expr_integer(a, 2), x));
    expr_t *share = expr_pow_int(a, expr_add(a, a->one, square), -1);

    return expr_sub(a, a->one, expr_mul(a, expr_integer(a, 2), share));
}

static expr_t *
tail(algebra_t *a, expr_t *x)
{
    if (!node_is_negated(x))
        return expr_apply1(a, FUNCTION_H, x);
    return expr_sub(a, a->one, expr_apply1(a, FUNCTION_H, expr_neg(a, x)));
}

static expr_t *
density(algebra_t *a, expr_t *x, normal_t *m)
{
    expr_t *square = normal(m, expr_mul(a, x, x));
    expr_t *norm = expr_mul(a, expr_integer(a, 2), a->pi);

    return expr_mul(a, expr_pow(a, norm, expr_fraction(a, -1, 2)),
                    expr_exp(a, expr_mul(a, expr_fraction(a, -1, 2),
                                         square)));
}

/* min, max = (x + y -+ |x - y|)/2 */
static expr_t *
by_abs(normal_t *m, function_t f, expr_t *x, expr_t *y)
{
    algebra_t *a = m->a;
    expr_t *d = expr_apply1(a, FUNCTION_ABS, normal(m, expr_sub(a, x, y)));

    return half(a, expr_sum(a, (expr_t *[]) { x, y, f == FUNCTION_MIN
                                                  ? expr_neg(a, d) : d }, 3));
}

/* The arguments are normal already. */
static expr_t *
normal_function(normal_t *m, function_t f, expr_t *const *arg, int n)
{
    algebra_t *a = m->a;
    expr_t *x = arg[0];

    switch (f)
    {
    case FUNCTION_SINH:
        return half_exp_pair(a, x, -1);
    case FUNCTION_COSH:
        return half_exp_pair(a, x, 1);
    case FUNCTION_TANH:
        return tanh_by_exp(a, x);
    case FUNCTION_H:
        return tail(a, x);
    case FUNCTION_MASS:
        return expr_sub(a, tail(a, x), tail(a, arg[1]));
    case FUNCTION_PHI:
        return density(a, x, m);
    case FUNCTION_MIN:
    case FUNCTION_MAX:
        return by_abs(m, f, x, arg[1]);
    case FUNCTION_ACOS:
        return expr_sub(a, half(a, a->pi), expr_apply1(a, FUNCTION_ASIN, x));
    case FUNCTION_LOG:
        if (node_is_integer(x) && fmpq_sgn(&x->value) > 0)
            return log_by_primes(a, x);
        break;
    default:
        break;
    }
    return expr_call(a, f, arg, n);
}

/* sin^n, n >= 2: (1 - cos^2)^(n/2) sin^(n mod 2) */
static expr_t *
sine_power(algebra_t *a, expr_t *sine, long n)
{
    expr_t *cosine = expr_apply1(a, FUNCTION_COS, sine->child[0]), *e;

    e = expr_sub(a, a->one, expr_pow_int(a, cosine, 2));
    e = expr_expand(a, expr_pow_int(a, e, n / 2), 1);
    return expr_expand(a, expr_mul(a, e, expr_pow_int(a, sine, n % 2)), 1);
}

/* The first factor b^r, r >= 1 for a sum b, or b a sine and r >= 2; *whole
   the integer below r. */
static expr_t *
whole_power(expr_t *term, long *whole)
{
    int i, sine, n = term->kind == EXPR_MUL ? term->arity : 1;
    fmpz_t k;

    for (i = 0; i < n; i++)
    {
        expr_t *f = term->kind == EXPR_MUL ? term->child[i] : term;

        if (f->kind != EXPR_POWER || f->child[1]->kind != EXPR_RATIONAL)
            continue;
        sine = node_is_function(f->child[0], FUNCTION_SIN);
        if (f->child[0]->kind != EXPR_ADD && !sine)
            continue;
        fmpz_init(k);
        fmpz_fdiv_q(k, fmpq_numref(&f->child[1]->value),
                    fmpq_denref(&f->child[1]->value));
        *whole = fmpz_cmp_ui(k, SPLIT_EXPONENT) > 0 ? 0 : fmpz_get_si(k);
        fmpz_clear(k);
        if (*whole >= 1 + sine)
            return f->child[0];
    }
    return NULL;
}

/* b^(k + f) = (b^k multiplied out) b^f, 0 <= f < 1, in every term. */
static expr_t *
settled(algebra_t *a, expr_t *e)
{
    list_t terms;
    expr_t *base, *power, *rest, *result;
    long k;
    int i;

    list_init(&terms);
    if (e->kind == EXPR_ADD)
        for (i = 0; i < e->arity; i++)
            list_push(&terms, settled(a, e->child[i]));
    else if ((base = whole_power(e, &k)) == NULL)
        list_push(&terms, e);
    else
    {
        power = base->kind == EXPR_ADD
                    ? expr_expand(a, expr_pow_int(a, base, k), 1)
                    : sine_power(a, base, k);
        rest = expr_mul(a, e, expr_pow_int(a, base, -k));
        for (i = 0; i < power->arity && power->kind == EXPR_ADD; i++)
            list_push(&terms, settled(a, expr_mul(a, power->child[i], rest)));
        if (power->kind != EXPR_ADD)
            list_push(&terms, expr_mul(a, power, rest));
    }
    result = expr_sum(a, terms.item, terms.n);
    list_clear(&terms);
    return result;
}

static expr_t *
normal_power(algebra_t *a, expr_t *base, expr_t *r)
{
    return settled(a, expr_expand(a, expr_pow(a, base, r), 1));
}

/* E and int are linear: a term at a time. */
static expr_t *
normal_binder(algebra_t *a, expr_t *e, expr_t *const *child)
{
    expr_t *part[3], *body = child[e->arity - 1];
    list_t terms;
    int i, n = body->kind == EXPR_ADD ? body->arity : 1;

    if (e->kind > EXPR_INTEGRAL)
        return binder_make(a, (expr_kind_t) e->kind, e->hint, child);
    list_init(&terms);
    part[0] = child[0];
    part[1] = e->arity > 1 ? child[1] : NULL;
    for (i = 0; i < n; i++)
    {
        part[e->arity - 1] = body->kind == EXPR_ADD ? body->child[i] : body;
        list_push(&terms, binder_make(a, (expr_kind_t) e->kind, e->hint,
                                      part));
    }
    e = expr_sum(a, terms.item, terms.n);
    list_clear(&terms);
    return e;
}

static expr_t *
normal_node(normal_t *m, expr_t *e, expr_t *const *child)
{
    switch (e->kind)
    {
    case EXPR_MUL:
        return settled(m->a, expr_expand(m->a, expr_product(m->a, child,
                                                            e->arity), 1));
    case EXPR_POWER:
        return normal_power(m->a, child[0], child[1]);
    case EXPR_FUNCTION:
        return normal_function(m, (function_t) e->tag, child, e->arity);
    case EXPR_GAUSS:
    case EXPR_INTEGRAL:
    case EXPR_MINIMUM:
    case EXPR_MAXIMUM:
    case EXPR_AT_MINIMUM:
    case EXPR_AT_MAXIMUM:
        return normal_binder(m->a, e, child);
    default:
        return node_rebuild(m->a, e, child);
    }
}

static expr_t *
normal(normal_t *m, expr_t *e)
{
    expr_t *small[8] = { NULL }, **child = small, *result;
    int i;

    if (m->a->failed)
        return m->a->error;
    if (e->arity == 0 || expr_is_condition(e))
        return e;
    if ((result = memo_get(&m->memo, e, 0)) != NULL)
        return result;
    if (e->arity > 8)
        child = must_realloc(NULL, (size_t) e->arity * sizeof *child);
    for (i = 0; i < e->arity; i++)
        child[i] = normal(m, e->child[i]);
    result = normal_node(m, e, child);
    if (child != small)
        free(child);
    memo_set(&m->memo, e, 0, result);
    return result;
}

expr_t *
zero_normal(algebra_t *a, expr_t *e)
{
    normal_t m = { a, { NULL, 0, 0 } };

    e = normal(&m, e);
    memo_clear(&m.memo);
    return e;
}
