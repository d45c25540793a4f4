/* compiler/algebra/relation.c -- bases of a product that know each other. */
#include "product.h"

/* The integer exponent of a slot, 0 if there is none; *ok = 0 otherwise. */
static long
whole_exponent(product_t *p, expr_t *base, int *ok)
{
    slot_t *s = product_find(p, base);

    if (s == NULL)
        return 0;
    if (s->e != NULL || !fmpz_is_one(fmpq_denref(s->r))
            || !fmpz_fits_si(fmpq_numref(s->r)))
    {
        *ok = 0;
        return 0;
    }
    return fmpz_get_si(fmpq_numref(s->r));
}

static void
set_exponent(product_t *p, expr_t *base, long r)
{
    slot_t *s = product_find(p, base);

    if (s == NULL && r == 0)
        return;
    fmpq_set_si(product_slot(p, base)->r, r, 1);
}

/* sinh^S cosh^C with S, C of opposite sign become powers of tanh. */
static void
relate_hyperbolic(product_t *p, expr_t *argument)
{
    expr_t *sinh, *cosh, *tanh;
    long s, c, t, k;
    int ok = 1;

    sinh = node_make(p->a, EXPR_FUNCTION, FUNCTION_SINH, &argument, 1);
    cosh = node_make(p->a, EXPR_FUNCTION, FUNCTION_COSH, &argument, 1);
    tanh = node_make(p->a, EXPR_FUNCTION, FUNCTION_TANH, &argument, 1);
    s = whole_exponent(p, sinh, &ok);
    c = whole_exponent(p, cosh, &ok);
    t = whole_exponent(p, tanh, &ok);
    if (!ok || (s == 0) + (c == 0) + (t == 0) == 2)
        return;
    s += t;
    c -= t;
    if (s > 0 && c < 0)
        k = s < -c ? s : -c;
    else if (s < 0 && c > 0)
        k = -s < c ? s : -c;
    else
        k = 0;
    set_exponent(p, sinh, s - k);
    set_exponent(p, cosh, c + k);
    set_exponent(p, tanh, k);
}

/* (x - 1)^r beside (1 - x)^k with k an integer. */
static void
relate_opposite(product_t *p, expr_t *sum)
{
    expr_t *other = expr_neg(p->a, sum);
    int ok = 1;
    long k;
    slot_t *s;

    if (product_find(p, other) == NULL)
        return;
    k = whole_exponent(p, other, &ok);
    if (!ok || k == 0)
        return;
    set_exponent(p, other, 0);
    s = product_slot(p, sum);
    fmpq_add_si(s->r, s->r, k);
    if (k % 2 != 0)
        fmpq_neg(p->c, p->c);
}

void
product_relations(product_t *p)
{
    int i, n = p->n;

    for (i = 0; i < n; i++)
    {
        expr_t *b = p->slot[i].base;

        if (b->kind == EXPR_ADD && node_is_negated(b))
            relate_opposite(p, b);
        else if (node_is_function(b, FUNCTION_SINH)
                 || node_is_function(b, FUNCTION_COSH)
                 || node_is_function(b, FUNCTION_TANH))
            relate_hyperbolic(p, b->child[0]);
    }
}
