/* compiler/algebra/polynomial.c -- expressions as polynomials in a symbol. */
#include "node.h"

#include <stdlib.h>
#include <string.h>

enum { SLACK = 16 }; /* degrees above the limit that may cancel */

/* Coefficients 0..degree; degree -1: not a polynomial. */
typedef struct
{
    int degree;
    expr_t **c;
} poly_t;

typedef struct
{
    algebra_t *a;
    expr_t *x;
    int limit;
} reader_t;

static poly_t
poly_new(reader_t *r, int degree)
{
    poly_t p = { degree, NULL };
    int i;

    if (degree > r->limit)
        p.degree = -1;
    if (p.degree >= 0)
    {
        p.c = must_realloc(NULL, (size_t) (degree + 1) * sizeof *p.c);
        for (i = 0; i <= degree; i++)
            p.c[i] = r->a->zero;
    }
    return p;
}

static void
poly_clear(poly_t *p)
{
    free(p->c);
    p->c = NULL;
    p->degree = -1;
}

static void
poly_trim(poly_t *p)
{
    while (p->degree > 0 && expr_is_zero(p->c[p->degree]))
        p->degree--;
}

static poly_t poly_read(reader_t *, expr_t *);

static poly_t
poly_mul(reader_t *r, const poly_t *p, const poly_t *q)
{
    poly_t out;
    list_t terms;
    int k, i;

    if (p->degree < 0 || q->degree < 0)
        return (poly_t) { -1, NULL };
    out = poly_new(r, p->degree + q->degree);
    for (k = 0; k <= out.degree; k++)
    {
        list_init(&terms);
        for (i = 0; i <= p->degree; i++)
            if (k - i >= 0 && k - i <= q->degree)
                list_push(&terms, expr_mul(r->a, p->c[i], q->c[k - i]));
        out.c[k] = expr_sum(r->a, terms.item, terms.n);
        list_clear(&terms);
    }
    if (out.degree >= 0)
        poly_trim(&out);
    return out;
}

static poly_t
read_sum(reader_t *r, expr_t *e)
{
    list_t *terms = must_realloc(NULL, (size_t) (r->limit + 1)
                                       * sizeof *terms);
    poly_t out = { 0, NULL };
    int i, k;

    for (k = 0; k <= r->limit; k++)
        list_init(&terms[k]);
    for (i = 0; i < e->arity && out.degree >= 0; i++)
    {
        poly_t p = poly_read(r, e->child[i]);

        if (p.degree < 0 || p.degree > out.degree)
            out.degree = p.degree;
        for (k = 0; k <= p.degree; k++)
            list_push(&terms[k], p.c[k]);
        poly_clear(&p);
    }
    if (out.degree >= 0)
    {
        out = poly_new(r, out.degree);
        for (k = 0; k <= out.degree; k++)
            out.c[k] = expr_sum(r->a, terms[k].item, terms[k].n);
        poly_trim(&out);
    }
    for (k = 0; k <= r->limit; k++)
        list_clear(&terms[k]);
    free(terms);
    return out;
}

static poly_t
read_product(reader_t *r, expr_t *e)
{
    poly_t out = poly_new(r, 0), p, q;
    list_t constant;
    int i;

    list_init(&constant);
    for (i = 0; i < e->arity; i++)
        if (!expr_contains(e->child[i], r->x))
            list_push(&constant, e->child[i]);
    out.c[0] = expr_product(r->a, constant.item, constant.n);
    list_clear(&constant);
    for (i = 0; i < e->arity && out.degree >= 0; i++)
        if (expr_contains(e->child[i], r->x))
        {
            p = poly_read(r, e->child[i]);
            q = poly_mul(r, &out, &p);
            poly_clear(&p);
            poly_clear(&out);
            out = q;
        }
    return out;
}

static poly_t
read_power(reader_t *r, expr_t *e)
{
    poly_t base = poly_read(r, e->child[0]), out, next;
    expr_t *n = e->child[1];
    long k;

    if (base.degree == 0 && !expr_contains(n, r->x))
    {
        base.c[0] = expr_pow(r->a, base.c[0], n);
        return base;
    }
    out = poly_new(r, 0);
    out.c[0] = r->a->one;
    if (base.degree < 0 || !node_is_integer(n) || fmpq_sgn(&n->value) < 0
            || fmpz_cmp_si(fmpq_numref(&n->value), r->limit) > 0)
        poly_clear(&out);
    else
        for (k = fmpz_get_si(fmpq_numref(&n->value)); k > 0; k--)
        {
            next = poly_mul(r, &out, &base);
            poly_clear(&out);
            out = next;
        }
    poly_clear(&base);
    return out;
}

static poly_t
poly_read(reader_t *r, expr_t *e)
{
    poly_t out;

    if (!expr_contains(e, r->x))
    {
        out = poly_new(r, 0);
        out.c[0] = e;
        return out;
    }
    switch (e->kind)
    {
    case EXPR_SYMBOL:
        out = poly_new(r, 1);
        out.c[1] = r->a->one;
        return out;
    case EXPR_ADD:
        return read_sum(r, e);
    case EXPR_MUL:
        return read_product(r, e);
    case EXPR_POWER:
        return read_power(r, e);
    default:
        return (poly_t) { -1, NULL };
    }
}

int
expr_polynomial(algebra_t *a, expr_t *e, expr_t *symbol, int max_degree,
                expr_t **coefficient)
{
    reader_t r = { a, symbol, max_degree + SLACK };
    poly_t p = poly_read(&r, e);
    int k, degree = p.degree > max_degree ? -1 : p.degree;

    for (k = 0; degree >= 0 && k <= max_degree; k++)
        coefficient[k] = k <= degree ? p.c[k] : a->zero;
    poly_clear(&p);
    return degree;
}
