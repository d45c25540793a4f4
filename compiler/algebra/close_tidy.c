/* compiler/algebra/close_tidy.c -- sums over a common denominator. */
#include "close.h"

enum { BASES_MAX = 16 };

/* A product of powers with rational exponents. */
typedef struct
{
    int n;
    expr_t *base[BASES_MAX];
    fmpq exponent[BASES_MAX];
} powers_t;

static void
powers_init(powers_t *p)
{
    int i;

    p->n = 0;
    for (i = 0; i < BASES_MAX; i++)
        fmpq_init(&p->exponent[i]);
}

static void
powers_clear(powers_t *p)
{
    int i;

    for (i = 0; i < BASES_MAX; i++)
        fmpq_clear(&p->exponent[i]);
}

/* The factor as base^r; 0 for numbers, but a root of one is a power. */
static int
as_power(expr_t *factor, expr_t **base, fmpq_t r)
{
    *base = factor;
    fmpq_one(r);
    if (factor->kind == EXPR_POWER && factor->child[1]->kind == EXPR_RATIONAL)
    {
        *base = factor->child[0];
        fmpq_set(r, &factor->child[1]->value);
    }
    return factor->kind != EXPR_RATIONAL;
}

static int
factors_of(expr_t *term, expr_t *const **factor, expr_t **self)
{
    *self = term;
    if (term->kind == EXPR_MUL)
    {
        *factor = term->child;
        return term->arity;
    }
    *factor = self;
    return 1;
}

/* The exponent of the base in the term, 0 if it is no factor. */
static void
exponent_in(fmpq_t r, expr_t *term, expr_t *base)
{
    expr_t *const *factor, *self, *b;
    int i, n = factors_of(term, &factor, &self);

    for (i = 0; i < n; i++)
        if (as_power(factor[i], &b, r) && b == base)
            return;
    fmpq_zero(r);
}

/* What all terms of the sum have of this base: the exponent next to zero if
   all have one of the same sign (`common`); else the least one, if that is
   negative. */
static void
shared_exponent(fmpq_t out, expr_t *sum, expr_t *base, int common)
{
    int t, keep = 1;
    fmpq_t r;

    fmpq_init(r);
    exponent_in(out, sum->child[0], base);
    for (t = 1; t < sum->arity; t++)
    {
        exponent_in(r, sum->child[t], base);
        if (common && fmpq_sgn(r) != fmpq_sgn(out))
            keep = 0;
        if (common ? fmpq_sgn(r) * fmpq_cmp(r, out) < 0
                   : fmpq_cmp(r, out) < 0)
            fmpq_set(out, r);
    }
    if (!keep || (!common && fmpq_sgn(out) > 0))
        fmpq_zero(out);
    fmpq_clear(r);
}

/* Denominators of all terms, or (`common`) what all terms share. */
static void
collect_powers(powers_t *p, expr_t *sum, int common)
{
    expr_t *const *factor, *self, *base;
    int i, j, k, n;
    fmpq_t r;

    fmpq_init(r);
    for (i = 0; i < (common ? 1 : sum->arity); i++)
    {
        n = factors_of(sum->child[i], &factor, &self);
        for (j = 0; j < n && p->n < BASES_MAX; j++)
        {
            if (!as_power(factor[j], &base, r))
                continue;
            for (k = 0; k < p->n && p->base[k] != base; k++)
                ;
            if (k < p->n)
                continue;
            shared_exponent(r, sum, base, common);
            if (fmpq_is_zero(r))
                continue;
            p->base[p->n] = base;
            fmpq_set(&p->exponent[p->n++], r);
        }
    }
    fmpq_clear(r);
}

static expr_t *
powers_product(algebra_t *a, const powers_t *p)
{
    expr_t *factor[BASES_MAX];
    int i;

    for (i = 0; i < p->n; i++)
        factor[i] = expr_pow(a, p->base[i],
                             expr_from_fmpq(a, &p->exponent[i]));
    return expr_product(a, factor, p->n);
}

/* Every term of the sum divided by the product of powers. */
static expr_t *
divide_terms(algebra_t *a, expr_t *sum, const powers_t *p)
{
    expr_t *d = expr_pow_int(a, powers_product(a, p), -1), *result;
    list_t term;
    int i;

    list_init(&term);
    for (i = 0; i < sum->arity; i++)
        list_push(&term, expr_mul(a, sum->child[i], d));
    result = expr_sum(a, term.item, term.n);
    list_clear(&term);
    return result;
}

expr_t *
factor_common(algebra_t *a, expr_t *e)
{
    powers_t front;

    if (e->kind != EXPR_ADD)
        return e;
    powers_init(&front);
    collect_powers(&front, e, 1);
    if (front.n > 0)
        e = expr_mul(a, powers_product(a, &front),
                     divide_terms(a, e, &front));
    powers_clear(&front);
    return e;
}

expr_t *
tidy(algebra_t *a, expr_t *e)
{
    powers_t below;
    expr_t *d, *plain = e, *expanded;

    if (e->kind != EXPR_ADD)
        return e;
    powers_init(&below);
    collect_powers(&below, e, 0);
    if (below.n > 0)
        plain = divide_terms(a, e, &below);
    d = powers_product(a, &below);
    powers_clear(&below);
    expanded = factor_common(a, expr_expand(a, plain, 1));
    plain = expr_mul(a, d, factor_common(a, plain));
    expanded = expr_mul(a, d, expanded);
    return tree_size(expanded) < tree_size(plain) ? expanded : plain;
}

expr_t *
tidy_root(const facts_t *f, expr_t *e, int inverse)
{
    algebra_t *a = f->algebra;
    expr_t *half = expr_fraction(a, inverse ? -1 : 1, 2);
    expr_t *const *factor, *self, *base, *result = expr_integer(a, 1);
    int i, n = factors_of(e, &factor, &self);
    fmpq_t r;

    for (i = 0; i < n; i++)
        if (facts_sign(f, factor[i]) != MAY_POSITIVE)
            return expr_pow(a, e, half);
    fmpq_init(r);
    for (i = 0; i < n; i++)
        if (as_power(factor[i], &base, r)
            && facts_sign(f, base) == MAY_POSITIVE)
        {
            fmpq_mul(r, r, &half->value);
            result = expr_mul(a, result,
                              expr_pow(a, base, expr_from_fmpq(a, r)));
        }
        else
            result = expr_mul(a, result, expr_pow(a, factor[i], half));
    fmpq_clear(r);
    return result;
}

expr_t *
expr_tidy(algebra_t *a, expr_t *e)
{
    return tidy(a, e);
}
