/* compiler/algebra/close_terms.c -- a smooth integrand as a sum of terms. */
#include "close.h"

#include <stdlib.h>
#include <string.h>

enum { TERMS_MAX = 400 };

/* ---- lists of terms ----------------------------------------------------- */

void
terms_clear(terms_t *t)
{
    free(t->term);
    memset(t, 0, sizeof *t);
}

static term_t *
terms_push(terms_t *t, const term_t *new)
{
    if (t->n == t->room)
    {
        t->room = t->room == 0 ? 4 : 2 * t->room;
        t->term = must_realloc(t->term, (size_t) t->room * sizeof *t->term);
    }
    t->term[t->n] = *new;
    return &t->term[t->n++];
}

static void
term_one(term_t *t, algebra_t *a)
{
    memset(t, 0, sizeof *t);
    t->coefficient = t->polynomial[0] = expr_integer(a, 1);
    t->a = t->b = t->c = expr_integer(a, 0);
}

/* phi(g) = exp(-g^2/2)/sqrt(2 pi) */
static void
absorb_density(algebra_t *a, term_t *t, expr_t *const *g)
{
    expr_t *half = expr_fraction(a, -1, 2);
    expr_t *two_pi = expr_mul(a, expr_integer(a, 2), expr_pi(a));

    t->coefficient = expr_mul(a, t->coefficient, expr_pow(a, two_pi, half));
    t->a = expr_add(a, t->a, expr_mul(a, half, expr_pow_int(a, g[1], 2)));
    t->b = expr_sub(a, t->b, expr_mul(a, g[0], g[1]));
    t->c = expr_add(a, t->c, expr_mul(a, half, expr_pow_int(a, g[0], 2)));
}

/* 0 if the product is not a term. */
static int
term_product(term_t *r, algebra_t *a, const term_t *s, const term_t *t)
{
    expr_t *e;
    int i, j;

    if (s->degree + t->degree > TERM_DEGREE
        || (s->h[0] != NULL && t->h[0] != NULL))
        return 0;
    term_one(r, a);
    r->coefficient = expr_mul(a, s->coefficient, t->coefficient);
    r->degree = s->degree + t->degree;
    for (i = 0; i <= r->degree; i++)
        r->polynomial[i] = expr_integer(a, 0);
    for (i = 0; i <= s->degree; i++)
        for (j = 0; j <= t->degree; j++)
        {
            e = expr_mul(a, s->polynomial[i], t->polynomial[j]);
            r->polynomial[i + j] = expr_add(a, r->polynomial[i + j], e);
        }
    r->a = expr_add(a, s->a, t->a);
    r->b = expr_add(a, s->b, t->b);
    r->c = expr_add(a, s->c, t->c);
    memcpy(r->h, s->h[0] != NULL ? s->h : t->h, sizeof r->h);
    memcpy(r->phi, s->phi[0] != NULL ? s->phi : t->phi, sizeof r->phi);
    if (s->phi[0] != NULL && t->phi[0] != NULL)
        absorb_density(a, r, t->phi);
    return 1;
}

static int
terms_multiply(terms_t *p, algebra_t *a, const terms_t *q)
{
    terms_t r = { 0, 0, NULL };
    term_t t;
    int i, j, ok = p->n * q->n <= TERMS_MAX;

    for (i = 0; i < p->n && ok; i++)
        for (j = 0; j < q->n && ok; j++)
        {
            ok = term_product(&t, a, &p->term[i], &q->term[j]);
            if (ok)
                terms_push(&r, &t);
        }
    terms_clear(p);
    *p = r;
    return ok;
}

/* ---- factors ------------------------------------------------------------ */

static int
push_polynomial(terms_t *r, algebra_t *a, expr_t *e, expr_t *x)
{
    term_t t;
    int degree;

    term_one(&t, a);
    if (!expr_contains(e, x))
        t.coefficient = e;
    else
    {
        degree = expr_polynomial(a, e, x, TERM_DEGREE, t.polynomial);
        if (degree < 0)
            return 0;
        t.degree = degree;
    }
    terms_push(r, &t);
    return 1;
}

/* coefficient * exp(sign * e) */
static int
push_exponential(terms_t *r, algebra_t *a, expr_t *e, expr_t *x, int sign,
                 expr_t *coefficient)
{
    expr_t *c[3];
    int i, degree = expr_polynomial(a, e, x, 2, c);
    term_t t;

    if (degree < 0)
        return 0;
    for (i = 0; i < 3; i++)
        c[i] = i > degree ? expr_integer(a, 0)
             : sign < 0 ? expr_neg(a, c[i]) : c[i];
    term_one(&t, a);
    t.coefficient = coefficient;
    t.c = c[0];
    t.b = c[1];
    t.a = c[2];
    terms_push(r, &t);
    return 1;
}

/* coefficient * H(e); at infinity it is a number. */
static int
push_tail(terms_t *r, algebra_t *a, expr_t *e, expr_t *x, long coefficient)
{
    int infinite = infinity_sign(e);
    term_t t;

    term_one(&t, a);
    t.coefficient = expr_integer(a, coefficient);
    if (infinite > 0)
        return 1;
    if (infinite == 0 && !expr_contains(e, x))
        t.coefficient = expr_mul(a, t.coefficient,
                                 expr_apply1(a, FUNCTION_H, e));
    else if (infinite == 0 && expr_polynomial(a, e, x, 1, t.h) != 1)
        return 0;
    terms_push(r, &t);
    return 1;
}

static int
push_function(terms_t *r, algebra_t *a, expr_t *e, expr_t *x)
{
    expr_t *g = e->child[0], *half = expr_fraction(a, 1, 2);
    term_t t;

    switch (expr_function(e))
    {
        case FUNCTION_EXP:
            return push_exponential(r, a, g, x, 1, expr_integer(a, 1));
        case FUNCTION_COSH:
        case FUNCTION_SINH:
            return push_exponential(r, a, g, x, 1, half)
                && push_exponential(r, a, g, x, -1,
                        node_is_function(e, FUNCTION_COSH)
                            ? half : expr_neg(a, half));
        case FUNCTION_PHI:
            term_one(&t, a);
            if (expr_polynomial(a, g, x, 1, t.phi) != 1)
                return 0;
            terms_push(r, &t);
            return 1;
        case FUNCTION_H:
            return push_tail(r, a, g, x, 1);
        case FUNCTION_MASS:
            return push_tail(r, a, g, x, 1)
                && push_tail(r, a, e->child[1], x, -1);
        default:
            return 0;
    }
}

static int
push_power(terms_t *r, algebra_t *a, expr_t *e, expr_t *x)
{
    expr_t *base = e->child[0], *exponent = e->child[1];
    terms_t factor = { 0, 0, NULL };
    int i, ok;
    term_t t;

    if (node_is_function(base, FUNCTION_EXP) && !expr_contains(exponent, x))
        return push_exponential(r, a, expr_mul(a, base->child[0], exponent),
                                x, 1, expr_integer(a, 1));
    for (i = TERM_DEGREE; i > 0 && !expr_is_int(exponent, i); i--)
        ;
    if (i == 0)
        return 0;
    term_one(&t, a);
    terms_push(r, &t);
    ok = terms_of(&factor, a, base, x);
    for (; i > 0 && ok; i--)
        ok = terms_multiply(r, a, &factor);
    terms_clear(&factor);
    return ok;
}

static int
push_chain(terms_t *r, algebra_t *a, expr_t *e, expr_t *x)
{
    terms_t part = { 0, 0, NULL };
    int i, j, ok = 1;
    term_t t;

    term_one(&t, a);
    if (e->kind == EXPR_MUL)
        terms_push(r, &t);
    for (i = 0; i < e->arity && ok; i++)
    {
        ok = terms_of(&part, a, e->child[i], x);
        if (ok && e->kind == EXPR_MUL)
            ok = terms_multiply(r, a, &part);
        for (j = 0; j < part.n && e->kind == EXPR_ADD; j++)
            terms_push(r, &part.term[j]);
        terms_clear(&part);
    }
    return ok && r->n <= TERMS_MAX;
}

int
terms_of(terms_t *r, algebra_t *a, expr_t *e, expr_t *x)
{
    if (push_polynomial(r, a, e, x))
        return 1;
    switch (e->kind)
    {
        case EXPR_ADD:
        case EXPR_MUL:
            return push_chain(r, a, e, x);
        case EXPR_POWER:
            return push_power(r, a, e, x);
        case EXPR_FUNCTION:
            return push_function(r, a, e, x);
        default:
            return 0;
    }
}
