/* compiler/algebra/product.c -- products: like powers collected, n-ary. */
#include "product.h"

#include <stdlib.h>

static void
state_init(product_t *p, algebra_t *a)
{
    p->a = a;
    p->slot = NULL;
    p->n = p->size = 0;
    memo_init(&p->index);
    fmpq_init(p->c);
    fmpq_one(p->c);
    radical_init(&p->radical);
    list_init(&p->exponential);
}

static void
state_clear(product_t *p)
{
    int i;

    list_clear(&p->exponential);
    radical_clear(&p->radical);
    fmpq_clear(p->c);
    memo_clear(&p->index);
    for (i = 0; i < p->n; i++)
        fmpq_clear(p->slot[i].r);
    free(p->slot);
}

/* The index is kept in the memo as a pointer value. */
slot_t *
product_find(product_t *p, expr_t *base)
{
    uintptr_t i = (uintptr_t) memo_get(&p->index, base, 0);

    return i == 0 ? NULL : &p->slot[i - 1];
}

slot_t *
product_slot(product_t *p, expr_t *base)
{
    slot_t *s = product_find(p, base);

    if (s != NULL)
        return s;
    if (p->n == p->size)
    {
        p->size = 2 * p->size + 8;
        p->slot = must_realloc(p->slot, (size_t) p->size * sizeof *p->slot);
    }
    s = &p->slot[p->n++];
    s->base = base;
    s->e = NULL;
    fmpq_init(s->r);
    memo_set(&p->index, base, 0, (expr_t *) (uintptr_t) p->n);
    return s;
}

static void
push_power(product_t *p, expr_t *base, expr_t *exponent)
{
    slot_t *s;

    if (exponent->kind != EXPR_RATIONAL)
    {
        s = product_slot(p, base);
        s->e = s->e == NULL ? exponent : expr_add(p->a, s->e, exponent);
    }
    else if (base->kind == EXPR_RATIONAL && fmpq_sgn(&base->value) > 0)
        radical_mul(&p->radical, &base->value, &exponent->value);
    else
    {
        s = product_slot(p, base);
        fmpq_add(s->r, s->r, &exponent->value);
    }
}

static void
push(product_t *p, expr_t *f)
{
    fmpq_t content;
    int i;

    switch (f->kind)
    {
    case EXPR_RATIONAL:
        fmpq_mul(p->c, p->c, &f->value);
        break;
    case EXPR_MUL:
        for (i = 0; i < f->arity; i++)
            push(p, f->child[i]);
        break;
    case EXPR_POWER:
        push_power(p, f->child[0], f->child[1]);
        break;
    case EXPR_ADD:
        fmpq_init(content);
        sum_content(content, p->a, f, 1);
        fmpq_mul(p->c, p->c, content);
        fmpq_inv(content, content);
        push_power(p, sum_scaled(p->a, f, content), p->a->one);
        fmpq_clear(content);
        break;
    default:
        if (node_is_function(f, FUNCTION_EXP))
            list_push(&p->exponential, f->child[0]);
        else
            push_power(p, f, p->a->one);
        break;
    }
}

/* The factor that a slot stands for; to `again` if it is not atomic. */
static void
slot_factor(product_t *p, slot_t *s, list_t *factors, list_t *again)
{
    algebra_t *a = p->a;
    expr_t *e = node_rational(a, s->r), *f;

    if (s->e != NULL)
        e = expr_add(a, e, s->e);
    f = expr_pow(a, s->base, e);
    if (f == s->base || (f->kind == EXPR_POWER && f->child[0] == s->base
                         && f->child[1] == e))
        list_push(f->kind == EXPR_ADD && node_is_negated(f) ? again : factors,
                  f);
    else if (!expr_is_one(f))
        list_push(again, f);
}

/* inf times factors of known sign. */
static expr_t *
absorb_infinity(product_t *p, const list_t *factors)
{
    int i, infinite = 0, minus = fmpq_sgn(p->c) < 0;

    for (i = 0; i < factors->n; i++)
    {
        expr_t *f = factors->item[i];

        infinite |= f->kind == EXPR_INFINITY;
        if ((f->sign & (SIGN_GE | SIGN_LE)) == 0)
            return NULL;
        minus ^= (f->sign & SIGN_GE) == 0;
    }
    if (!infinite)
        return NULL;
    return minus ? expr_neg(p->a, p->a->infinity) : p->a->infinity;
}

static expr_t *
assemble(product_t *p, list_t *factors)
{
    algebra_t *a = p->a;
    expr_t *e, *number;

    if (fmpq_is_zero(p->c))
        return a->zero;
    if (factors->n == 0)
        return node_rational(a, p->c);
    if ((e = absorb_infinity(p, factors)) != NULL)
        return e;
    if (factors->n == 1)
        return expr_scale(a, factors->item[0], p->c);
    number = node_rational(a, p->c);
    if (!expr_is_one(number))
        list_push(factors, number);
    node_sort(factors->item, factors->n, node_compare);
    return node_make(a, EXPR_MUL, 0, factors->item, factors->n);
}

static expr_t *
finish(product_t *p)
{
    algebra_t *a = p->a;
    list_t factors, again;
    expr_t *e;
    int i;

    list_init(&factors);
    list_init(&again);
    product_relations(p);
    for (i = 0; i < p->n; i++)
        slot_factor(p, &p->slot[i], &factors, &again);
    if (p->exponential.n > 0)
    {
        e = expr_exp(a, expr_sum(a, p->exponential.item, p->exponential.n));
        if (node_is_function(e, FUNCTION_EXP))
            list_push(&factors, e);
        else if (!expr_is_one(e))
            list_push(&again, e);
    }
    if (!radical_finish(a, &p->radical, p->c, &factors))
        e = algebra_fail(a);
    else if (again.n == 0 || fmpq_is_zero(p->c))
        e = assemble(p, &factors);
    else
    {
        list_push(&again, node_rational(a, p->c));
        for (i = 0; i < factors.n; i++)
            list_push(&again, factors.item[i]);
        e = expr_product(a, again.item, again.n);
    }
    list_clear(&again);
    list_clear(&factors);
    return e;
}

/* Two factors of which one is a number: by far the most frequent case. */
static expr_t *
scaled(algebra_t *a, expr_t *const *factor, int n)
{
    if (n == 2 && factor[0]->kind == EXPR_RATIONAL)
        return expr_scale(a, factor[1], &factor[0]->value);
    if (n == 2 && factor[1]->kind == EXPR_RATIONAL)
        return expr_scale(a, factor[0], &factor[1]->value);
    return NULL;
}

expr_t *
expr_product(algebra_t *a, expr_t *const *factor, int n)
{
    product_t p;
    expr_t *e;
    int i;

    if (n == 0)
        return a->one;
    if (n == 1)
        return factor[0];
    if (a->failed)
        return a->error;
    if ((e = scaled(a, factor, n)) != NULL)
        return e;
    state_init(&p, a);
    for (i = 0; i < n; i++)
        push(&p, factor[i]);
    e = finish(&p);
    state_clear(&p);
    return e;
}

expr_t *
expr_mul(algebra_t *a, expr_t *x, expr_t *y)
{
    return expr_product(a, (expr_t *[]) { x, y }, 2);
}

expr_t *
expr_div(algebra_t *a, expr_t *x, expr_t *y)
{
    return expr_mul(a, x, expr_pow_int(a, y, -1));
}
