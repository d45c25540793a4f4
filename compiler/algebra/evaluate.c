/* compiler/algebra/evaluate.c -- the value of an expression as a ball. */
#include "evaluate.h"

#include "evaluate_special.h"

#include <stdint.h>
#include <stdlib.h>

/* Values already known, by node; one table for each scope, because the body
   of a definition means something else under other arguments. */
typedef struct
{
    expr_t **key;
    arb_ptr value;
    size_t size, used;
} memo_t;

typedef struct scope scope_t;
struct scope
{
    const environment_t *env;
    const scope_t *outer;
    memo_t memo;
    slong prec;
};

static evaluate_status_t value_of(arb_t v, expr_t *e, scope_t *s);
static int truth_of(expr_t *e, scope_t *s, evaluate_status_t *status);

/* ---- memo --------------------------------------------------------------- */

static size_t
memo_slot(const memo_t *m, expr_t *e)
{
    size_t i = (size_t) expr_id(e) * 2654435761u & (m->size - 1);

    while (m->key[i] != NULL && m->key[i] != e)
        i = (i + 1) & (m->size - 1);
    return i;
}

static void
memo_clear(memo_t *m)
{
    if (m->size != 0)
        _arb_vec_clear(m->value, (slong) m->size);
    free(m->key);
}

/* Without memory the walk goes on, only slower. */
static void
memo_grow(memo_t *m)
{
    memo_t big = { NULL, NULL, m->size == 0 ? 64 : 2 * m->size, m->used };
    size_t i, at;

    big.key = calloc(big.size, sizeof *big.key);
    if (big.key == NULL)
        return;
    big.value = _arb_vec_init((slong) big.size);
    for (i = 0; i < m->size; i++)
        if (m->key[i] != NULL)
        {
            at = memo_slot(&big, m->key[i]);
            big.key[at] = m->key[i];
            arb_swap(big.value + at, m->value + i);
        }
    memo_clear(m);
    *m = big;
}

static int
memo_get(arb_t v, const memo_t *m, expr_t *e)
{
    size_t i;

    if (m->size == 0)
        return 0;
    i = memo_slot(m, e);
    if (m->key[i] == NULL)
        return 0;
    arb_set(v, m->value + i);
    return 1;
}

static void
memo_put(memo_t *m, expr_t *e, const arb_t v)
{
    size_t i;

    if (2 * (m->used + 1) > m->size)
        memo_grow(m);
    if (2 * (m->used + 1) > m->size)
        return;
    i = memo_slot(m, e);
    m->used += m->key[i] == NULL;
    m->key[i] = e;
    arb_set(m->value + i, v);
}

/* ---- values ------------------------------------------------------------- */

static evaluate_status_t
symbol_value(arb_t v, expr_t *e, const scope_t *s)
{
    int i;

    for (; s != NULL; s = s->outer)
        for (i = 0; s->env != NULL && i < s->env->n; i++)
            if (s->env->symbol[i] == e)
            {
                arb_set(v, s->env->value + i);
                return EVALUATE_OK;
            }
    return EVALUATE_UNKNOWN_SYMBOL;
}

static evaluate_status_t
chain_value(arb_t v, expr_t *e, scope_t *s)
{
    evaluate_status_t status = EVALUATE_OK;
    int i, add = expr_kind(e) == EXPR_ADD;
    arb_t t, total;

    arb_init(t);
    arb_init(total);
    arb_set_si(total, !add);
    for (i = 0; i < expr_arity(e) && status == EVALUATE_OK; i++)
    {
        status = value_of(t, expr_child(e, i), s);
        if (add)
            arb_add(total, total, t, s->prec);
        else
            arb_mul(total, total, t, s->prec);
    }
    arb_swap(v, total);
    arb_clear(total);
    arb_clear(t);
    return status;
}

static evaluate_status_t
power_value(arb_t v, expr_t *e, scope_t *s)
{
    expr_t *exponent = expr_child(e, 1);
    evaluate_status_t status;
    arb_t base, x;

    arb_init(base);
    arb_init(x);
    status = value_of(base, expr_child(e, 0), s);
    if (status == EVALUATE_OK && expr_kind(exponent) == EXPR_RATIONAL)
        evaluate_power_fmpq(v, base, expr_rational(exponent), s->prec);
    else if (status == EVALUATE_OK)
    {
        status = value_of(x, exponent, s);
        if (arb_is_positive(base))
            arb_pow(v, base, x, s->prec);
        else
            arb_indeterminate(v);
    }
    arb_clear(x);
    arb_clear(base);
    return status;
}

static evaluate_status_t
function_value(arb_t v, expr_t *e, scope_t *s)
{
    evaluate_status_t status = EVALUATE_OK;
    arb_t arg[3];
    int i, n = expr_arity(e);

    for (i = 0; i < 3; i++)
        arb_init(arg[i]);
    for (i = 0; i < n && i < 3 && status == EVALUATE_OK; i++)
        status = value_of(arg[i], expr_child(e, i), s);
    if (status == EVALUATE_OK)
        evaluate_function(v, expr_function(e), arg, s->prec);
    for (i = 0; i < 3; i++)
        arb_clear(arg[i]);
    return status;
}

/* The body with the arguments in place of the formals. */
static evaluate_status_t
apply_value(arb_t v, expr_t *e, scope_t *s)
{
    definition_t *f = expr_definition(e);
    int i, n = definition_arity(f);
    evaluate_status_t status = EVALUATE_OK;
    expr_t **formal = calloc((size_t) n + 1, sizeof *formal);
    arb_ptr arg = _arb_vec_init(n + 1);
    environment_t env = { n, formal, arg };
    scope_t inner = { &env, s, { NULL, NULL, 0, 0 }, s->prec };

    if (formal == NULL)
        status = EVALUATE_NOT_FINITE;
    for (i = 0; i < n && status == EVALUATE_OK; i++)
    {
        formal[i] = definition_formal(f, i);
        status = value_of(arg + i, expr_child(e, i), s);
    }
    if (status == EVALUATE_OK)
        status = value_of(v, definition_body(f), &inner);
    memo_clear(&inner.memo);
    _arb_vec_clear(arg, n + 1);
    free(formal);
    return status;
}

static evaluate_status_t
if_value(arb_t v, expr_t *e, scope_t *s)
{
    evaluate_status_t status = EVALUATE_UNDECIDED;
    int truth = truth_of(expr_child(e, 0), s, &status);

    if (truth < 0)
        return status;
    return value_of(v, expr_child(e, truth ? 1 : 2), s);
}

static evaluate_status_t
node_value(arb_t v, expr_t *e, scope_t *s)
{
    switch (expr_kind(e))
    {
        case EXPR_RATIONAL:
            arb_set_fmpq(v, expr_rational(e), s->prec);
            return EVALUATE_OK;
        case EXPR_PI:
            arb_const_pi(v, s->prec);
            return EVALUATE_OK;
        case EXPR_INFINITY:
            arb_pos_inf(v);
            return EVALUATE_OK;
        case EXPR_SYMBOL:
            return symbol_value(v, e, s);
        case EXPR_ADD:
        case EXPR_MUL:
            return chain_value(v, e, s);
        case EXPR_POWER:
            return power_value(v, e, s);
        case EXPR_FUNCTION:
            return function_value(v, e, s);
        case EXPR_APPLY:
            return apply_value(v, e, s);
        case EXPR_IF:
            return if_value(v, e, s);
        case EXPR_BOUND:
        case EXPR_GAUSS:
        case EXPR_INTEGRAL:
        case EXPR_MINIMUM:
        case EXPR_MAXIMUM:
        case EXPR_AT_MINIMUM:
        case EXPR_AT_MAXIMUM:
            return EVALUATE_BINDER;
        default:  /* a condition has a truth, not a value */
            return EVALUATE_UNDECIDED;
    }
}

static evaluate_status_t
value_of(arb_t v, expr_t *e, scope_t *s)
{
    evaluate_status_t status;

    if (expr_arity(e) != 0 && memo_get(v, &s->memo, e))
        return EVALUATE_OK;
    status = node_value(v, e, s);
    if (status == EVALUATE_OK && arf_is_nan(arb_midref(v)))
        status = EVALUATE_NOT_FINITE;
    if (status == EVALUATE_OK && expr_arity(e) != 0)
        memo_put(&s->memo, e, v);
    return status;
}

/* ---- truth -------------------------------------------------------------- */

static int
compare_truth(expr_t *e, scope_t *s, evaluate_status_t *status)
{
    evaluate_status_t left, right;
    int truth = -1;
    arb_t a, b;

    arb_init(a);
    arb_init(b);
    left = value_of(a, expr_child(e, 0), s);
    right = value_of(b, expr_child(e, 1), s);
    if (left != EVALUATE_OK || right != EVALUATE_OK)
        *status = left != EVALUATE_OK ? left : right;
    else if (expr_comparison(e) == COMPARE_LT)
        truth = arb_lt(a, b) ? 1 : arb_ge(a, b) ? 0 : -1;
    else if (expr_comparison(e) == COMPARE_LE)
        truth = arb_le(a, b) ? 1 : arb_gt(a, b) ? 0 : -1;
    else
        truth = arb_eq(a, b) ? 1 : arb_ne(a, b) ? 0 : -1;
    arb_clear(b);
    arb_clear(a);
    return truth;
}

static int
truth_of(expr_t *e, scope_t *s, evaluate_status_t *status)
{
    int i, t, known = 1, stop = expr_kind(e) == EXPR_OR;

    switch (expr_kind(e))
    {
        case EXPR_TRUE:
            return 1;
        case EXPR_FALSE:
            return 0;
        case EXPR_COMPARE:
            return compare_truth(e, s, status);
        case EXPR_NOT:
            t = truth_of(expr_child(e, 0), s, status);
            return t < 0 ? -1 : !t;
        case EXPR_IF:
            t = truth_of(expr_child(e, 0), s, status);
            return t < 0 ? -1 : truth_of(expr_child(e, t ? 1 : 2), s, status);
        case EXPR_AND:
        case EXPR_OR:
            for (i = 0; i < expr_arity(e); i++)
            {
                t = truth_of(expr_child(e, i), s, status);
                if (t == stop)
                    return stop;
                known = known && t >= 0;
            }
            return known ? !stop : -1;
        default:
            return -1;
    }
}

/* ---- the two entries ---------------------------------------------------- */

evaluate_status_t
expr_evaluate(arb_t value, expr_t *e, const environment_t *env, slong prec)
{
    scope_t s = { env, NULL, { NULL, NULL, 0, 0 }, prec };
    evaluate_status_t status;
    arb_t v;

    arb_init(v);
    status = value_of(v, e, &s);
    /* an exact infinity stems from `inf` itself */
    if (status == EVALUATE_OK && !arb_is_finite(v)
        && !(arf_is_inf(arb_midref(v)) && mag_is_zero(arb_radref(v))))
        status = EVALUATE_NOT_FINITE;
    memo_clear(&s.memo);
    arb_swap(value, v);
    arb_clear(v);
    return status;
}

int
expr_evaluate_condition(expr_t *e, const environment_t *env, slong prec)
{
    scope_t s = { env, NULL, { NULL, NULL, 0, 0 }, prec };
    evaluate_status_t status = EVALUATE_UNDECIDED;
    int truth = truth_of(e, &s, &status);

    memo_clear(&s.memo);
    return truth;
}
