/* compiler/algebra/expand.c -- products over sums, and when to leave them. */
#include "node.h"

#include <stdlib.h>

enum { MAX_TERMS = 200000, MAX_EXPONENT = 64, MAX_BUDGET = 1 << 22 };

typedef struct
{
    algebra_t *a;
    int powers;
    memo_t memo;
    long budget;      /* products of terms that may still be formed */
} expand_t;

static expr_t *expand(expand_t *, expr_t *);

static expr_t *
expand_children(expand_t *x, expr_t *e)
{
    expr_t *small[8] = { NULL }, **child = small, *result;
    int i;

    if (e->arity > 8)
        child = must_realloc(NULL, (size_t) e->arity * sizeof *child);
    for (i = 0; i < e->arity; i++)
        child[i] = expand(x, e->child[i]);
    result = node_rebuild(x->a, e, child);
    if (child != small)
        free(child);
    return result;
}

static int
terms_of(expr_t *e)
{
    return e->kind == EXPR_ADD ? e->arity : 1;
}

static expr_t *
term_of(expr_t *e, int i)
{
    return e->kind == EXPR_ADD ? e->child[i] : e;
}

/* p q, term by term; NULL if there would be too many. */
static expr_t *
distribute(expand_t *x, expr_t *p, expr_t *q)
{
    algebra_t *a = x->a;
    int i, j, n = terms_of(p), m = terms_of(q);
    list_t terms;

    if ((long) n * m > MAX_TERMS || (x->budget -= (long) n * m) < 0)
        return NULL;
    list_init(&terms);
    for (i = 0; i < n; i++)
        for (j = 0; j < m; j++)
            list_push(&terms, expr_mul(a, term_of(p, i), term_of(q, j)));
    p = expr_sum(a, terms.item, terms.n);
    list_clear(&terms);
    return p;
}

static expr_t *expand_product(expand_t *, expr_t *);

/* Powers that met may have become sums. */
static expr_t *
expand_terms(expand_t *x, expr_t *sum)
{
    list_t terms;
    int i;

    if (sum->kind != EXPR_ADD)
        return expand_product(x, sum);
    list_init(&terms);
    for (i = 0; i < sum->arity; i++)
        list_push(&terms, expand_product(x, sum->child[i]));
    sum = expr_sum(x->a, terms.item, terms.n);
    list_clear(&terms);
    return sum;
}

/* Factors that are not sums are multiplied first. */
static expr_t *
expand_product(expand_t *x, expr_t *e)
{
    list_t single;
    expr_t *result;
    int i;

    if (e->kind != EXPR_MUL)
        return e;
    list_init(&single);
    for (i = 0; i < e->arity; i++)
        if (e->child[i]->kind != EXPR_ADD)
            list_push(&single, e->child[i]);
    result = expr_product(x->a, single.item, single.n);
    for (i = 0; i < e->arity && result != NULL; i++)
        if (e->child[i]->kind == EXPR_ADD)
            result = distribute(x, result, e->child[i]);
    i = single.n;
    list_clear(&single);
    if (result == NULL || i == e->arity)
        return e;
    return expand_terms(x, result);
}

static expr_t *
expand_power(expand_t *x, expr_t *e)
{
    expr_t *base = expand(x, e->child[0]), *result = base, *next;
    long n;

    if (!x->powers || base->kind != EXPR_ADD || !node_is_integer(e->child[1])
            || fmpq_sgn(&e->child[1]->value) <= 0
            || fmpz_cmp_ui(fmpq_numref(&e->child[1]->value), MAX_EXPONENT) > 0)
        return expr_pow(x->a, base, e->child[1]);
    for (n = fmpz_get_si(fmpq_numref(&e->child[1]->value)); n > 1; n--)
    {
        next = distribute(x, result, base);
        if (next == NULL)
            return expr_pow(x->a, base, e->child[1]);
        result = next;
    }
    return expand_terms(x, result);
}

/* E is linear: one E for each term of the body. */
static expr_t *
expand_gauss(expand_t *x, expr_t *e)
{
    expr_t *body = expand(x, e->child[0]), *term;
    list_t terms;
    int i;

    list_init(&terms);
    for (i = 0; i < terms_of(body); i++)
    {
        term = term_of(body, i);
        list_push(&terms, binder_make(x->a, EXPR_GAUSS, e->hint, &term));
    }
    e = expr_sum(x->a, terms.item, terms.n);
    list_clear(&terms);
    return e;
}

static expr_t *
expand_node(expand_t *x, expr_t *e)
{
    switch (e->kind)
    {
    case EXPR_MUL:
        return expand_product(x, expand_children(x, e));
    case EXPR_POWER:
        return expand_power(x, e);
    case EXPR_GAUSS:
        return expand_gauss(x, e);
    default:
        return expand_children(x, e);
    }
}

static expr_t *
expand(expand_t *x, expr_t *e)
{
    expr_t *result;

    if (x->a->failed)
        return x->a->error;
    if (e->arity == 0 || e->kind == EXPR_FUNCTION || e->kind == EXPR_APPLY
            || expr_is_condition(e) || e->kind >= EXPR_MINIMUM)
        return e;
    if ((result = memo_get(&x->memo, e, 0)) != NULL)
        return result;
    result = expand_node(x, e);
    memo_set(&x->memo, e, 0, result);
    return result;
}

static expr_t *
expand_within(algebra_t *a, expr_t *e, int powers, long budget)
{
    expand_t x = { a, powers, { NULL, 0, 0 }, budget };

    e = expand(&x, e);
    memo_clear(&x.memo);
    return e;
}

expr_t *
expr_expand(algebra_t *a, expr_t *e, int powers)
{
    return expand_within(a, e, powers, MAX_BUDGET);
}

/* ---- how long an expression is ------------------------------------------ */

enum { LONG = 1 << 14 };

/* As written out, up to about LONG. */
static int
length(expr_t *e)
{
    int i, n = 0;

    switch (e->kind)
    {
    case EXPR_ADD:
        for (i = 0; i < e->arity && n < LONG; i++)
            n += length(e->child[i]);
        return n;
    case EXPR_MUL:
        for (i = 0; i < e->arity && n < LONG; i++)
            n += e->child[i]->kind == EXPR_RATIONAL ? 0
                                                    : length(e->child[i]);
        return n;
    case EXPR_POWER:
        return length(e->child[0]);
    case EXPR_GAUSS:
    case EXPR_INTEGRAL:
        return 1 + length(e->child[e->arity - 1]);
    default:
        return 1;
    }
}

expr_t *
expand_if_shorter(algebra_t *a, expr_t *e)
{
    int n = length(e);
    expr_t *x;

    if (n >= LONG)
        return e;
    x = expand_within(a, e, 0, 64 + 16L * n);
    return x != e && length(x) < n ? x : e;
}
