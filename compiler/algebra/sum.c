/* compiler/algebra/sum.c -- sums: like terms collected, sorted, n-ary. */
#include "node.h"

#include <stdlib.h>
#include <string.h>

const fmpq *
term_coefficient(algebra_t *a, expr_t *e)
{
    if (e->kind == EXPR_RATIONAL)
        return &e->value;
    if (e->kind == EXPR_MUL && e->child[0]->kind == EXPR_RATIONAL)
        return &e->child[0]->value;
    return &a->one->value;
}

expr_t *
term_split(algebra_t *a, expr_t *e, fmpq_t c)
{
    fmpq_set(c, term_coefficient(a, e));
    if (e->kind == EXPR_RATIONAL)
        return a->one;
    if (e->kind != EXPR_MUL || e->child[0]->kind != EXPR_RATIONAL)
        return e;
    return e->arity == 2 ? e->child[1]
                         : node_make(a, EXPR_MUL, 0, e->child + 1,
                                     e->arity - 1);
}

expr_t *
term_make(algebra_t *a, const fmpq_t c, expr_t *rest)
{
    expr_t *small[2], **child, *e;
    int n;

    if (fmpq_is_zero(c))
        return a->zero;
    if (fmpq_is_one(c))
        return rest;
    if (expr_is_one(rest))
        return node_rational(a, c);
    if (rest->kind == EXPR_ADD)
        return sum_scaled(a, rest, c);
    small[0] = node_rational(a, c);
    small[1] = rest;
    if (rest->kind != EXPR_MUL)
        return node_make(a, EXPR_MUL, 0, small, 2);
    n = rest->arity + 1;
    child = must_realloc(NULL, (size_t) n * sizeof *child);
    child[0] = small[0];
    memcpy(child + 1, rest->child, (size_t) rest->arity * sizeof *child);
    e = node_make(a, EXPR_MUL, 0, child, n);
    free(child);
    return e;
}

expr_t *
expr_scale(algebra_t *a, expr_t *e, const fmpq_t c)
{
    fmpq_t product;
    expr_t *rest;

    if (fmpq_is_one(c))
        return e;
    if (e->kind == EXPR_ADD)
        return sum_scaled(a, e, c);
    if (e->kind == EXPR_INFINITY || node_is_negative_infinity(e))
    {
        if (fmpq_is_zero(c))
            return a->zero;
        return (fmpq_sgn(c) > 0) == (e->kind == EXPR_INFINITY)
                   ? a->infinity
                   : node_make(a, EXPR_MUL, 0,
                               (expr_t *[]) { a->minus_one, a->infinity }, 2);
    }
    fmpq_init(product);
    rest = term_split(a, e, product);
    fmpq_mul(product, product, c);
    e = term_make(a, product, rest);
    fmpq_clear(product);
    return e;
}

expr_t *
sum_scaled(algebra_t *a, expr_t *sum, const fmpq_t c)
{
    expr_t **term, *e;
    int i;

    if (fmpq_is_zero(c))
        return a->zero;
    if (fmpq_is_one(c))
        return sum;
    term = must_realloc(NULL, (size_t) sum->arity * sizeof *term);
    for (i = 0; i < sum->arity; i++)
        term[i] = expr_scale(a, sum->child[i], c);
    e = node_make(a, EXPR_ADD, 0, term, sum->arity);
    free(term);
    return e;
}

int
node_is_negated(expr_t *e)
{
    if (e->kind == EXPR_ADD)
        return node_is_negated(e->child[0]);
    if (e->kind == EXPR_MUL)
        return node_is_negated(e->child[0]);
    return e->kind == EXPR_RATIONAL && fmpq_sgn(&e->value) < 0;
}

void
sum_content(fmpq_t content, algebra_t *a, expr_t *sum, int sign)
{
    fmpz *num = fmpq_numref(content), *den = fmpq_denref(content);
    int i;

    fmpz_zero(num);
    fmpz_one(den);
    for (i = 0; i < sum->arity; i++)
    {
        const fmpq *c = term_coefficient(a, sum->child[i]);

        fmpz_gcd(num, num, fmpq_numref(c));
        fmpz_lcm(den, den, fmpq_denref(c));
    }
    if (fmpz_is_zero(num))
        fmpz_one(num);
    if (sign && node_is_negated(sum))
        fmpz_neg(num, num);
}

/* ---- collecting --------------------------------------------------------- */

typedef struct
{
    algebra_t *a;
    expr_t **rest;      /* distinct terms, in order of appearance           */
    fmpq *coefficient;
    int n, *slot, mask; /* slot: hash table of 1 + index                    */
    fmpq_t constant;
    int infinite;       /* bits: 1 +inf, 2 -inf                             */
} collect_t;

static void
collect_init(collect_t *s, algebra_t *a, int terms)
{
    int capacity = 4;

    while (capacity < 2 * terms)
        capacity *= 2;
    s->a = a;
    s->n = 0;
    s->mask = capacity - 1;
    s->rest = must_realloc(NULL, (size_t) terms * sizeof *s->rest);
    s->coefficient = must_realloc(NULL,
                                  (size_t) terms * sizeof *s->coefficient);
    s->slot = must_realloc(NULL, (size_t) capacity * sizeof *s->slot);
    memset(s->slot, 0, (size_t) capacity * sizeof *s->slot);
    fmpq_init(s->constant);
    s->infinite = 0;
}

static void
collect_clear(collect_t *s)
{
    int i;

    fmpq_clear(s->constant);
    for (i = 0; i < s->n; i++)
        fmpq_clear(&s->coefficient[i]);
    free(s->slot);
    free(s->coefficient);
    free(s->rest);
}

static void
collect_add(collect_t *s, expr_t *term)
{
    expr_t *rest;
    fmpq_t c;
    int i;

    if (term->kind == EXPR_RATIONAL)
    {
        fmpq_add(s->constant, s->constant, &term->value);
        return;
    }
    if (node_is_infinite(term))
        s->infinite |= term->kind == EXPR_INFINITY ? 1 : 2;
    fmpq_init(c);
    rest = term_split(s->a, term, c);
    for (i = (int) (rest->hash & (uint64_t) s->mask); s->slot[i] != 0;
         i = (i + 1) & s->mask)
        if (s->rest[s->slot[i] - 1] == rest)
            break;
    if (s->slot[i] == 0)
    {
        s->rest[s->n] = rest;
        fmpq_init(&s->coefficient[s->n]);
        s->slot[i] = ++s->n;
    }
    i = s->slot[i] - 1;
    fmpq_add(&s->coefficient[i], &s->coefficient[i], c);
    fmpq_clear(c);
}

static expr_t *
collect_finish(collect_t *s)
{
    algebra_t *a = s->a;
    expr_t **term, *e;
    int i, n = 0;

    if (s->infinite == 1 || s->infinite == 2)
        return s->infinite == 1 ? a->infinity : expr_neg(a, a->infinity);
    term = must_realloc(NULL, (size_t) (s->n + 1) * sizeof *term);
    if (!fmpq_is_zero(s->constant))
        term[n++] = node_rational(a, s->constant);
    for (i = 0; i < s->n; i++)
        if (!fmpq_is_zero(&s->coefficient[i]))
            term[n++] = term_make(a, &s->coefficient[i], s->rest[i]);
    node_sort(term, n, node_compare_terms);
    if (n == 0)
        e = a->zero;
    else
        e = n == 1 ? term[0] : node_make(a, EXPR_ADD, 0, term, n);
    free(term);
    return e;
}

expr_t *
expr_sum(algebra_t *a, expr_t *const *term, int n)
{
    collect_t s;
    expr_t *e;
    long total = 0;
    int i, j;

    if (n == 1)
        return term[0];
    for (i = 0; i < n; i++)
        total += term[i]->kind == EXPR_ADD ? term[i]->arity : 1;
    if (total == 0)
        return a->zero;
    if (total > (1L << 28) || a->failed)
        return algebra_fail(a);
    collect_init(&s, a, (int) total);
    for (i = 0; i < n; i++)
        if (term[i]->kind == EXPR_ADD)
            for (j = 0; j < term[i]->arity; j++)
                collect_add(&s, term[i]->child[j]);
        else
            collect_add(&s, term[i]);
    e = collect_finish(&s);
    collect_clear(&s);
    return e;
}

expr_t *
expr_add(algebra_t *a, expr_t *x, expr_t *y)
{
    return expr_sum(a, (expr_t *[]) { x, y }, 2);
}

expr_t *
expr_sub(algebra_t *a, expr_t *x, expr_t *y)
{
    return expr_sum(a, (expr_t *[]) { x, expr_neg(a, y) }, 2);
}

expr_t *
expr_neg(algebra_t *a, expr_t *x)
{
    return expr_scale(a, x, &a->minus_one->value);
}
