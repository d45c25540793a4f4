/* runtime/verify/line/exponentials.c -- sums of exponentials of normal variables. */
#include "exponentials.h"

/* a exp(exponent), in the mean over u ~ N(0, variance) unless that is NULL. */
static int
new_term(exact_ring_t *r, term_t *t, exact_t *a, exact_t *exponent,
         exact_t *variance)
{
    exact_t *number = exact_constant(r, exponent), *u, *zero = exact_number(r, 0, 1);
    int i = EXACT_VAR + r->depth - 1;

    if (number == NULL || zero == NULL
        || !exact_without(r, a, EXACT_ATOMS, EXACT_SIZE))
        return 0;
    if (!exact_is_zero(number))
        a = exact_mul(r, a, exact_atom(r, N_EXP, 0, number));
    exponent = exact_sub(r, exponent, number);
    *t = (term_t){ a, exponent, zero, zero, zero, zero, 0 };
    if (variance == NULL)
        return a != NULL && exponent != NULL;
    u = exact_generator(r, i);
    t->variance = variance;
    t->c0 = exact_beside(r, exponent, i, 0);
    t->c1 = exact_beside(r, exponent, i, 1);
    t->curved = exact_beside(r, exponent, i, 2);
    u = exact_mul(r, u, exact_add(r, t->c1, exact_mul(r, u, t->curved)));
    exponent = exact_sub(r, exponent, exact_add(r, t->c0, u));
    t->square = exact_mul(r, variance, exact_mul(r, t->c1, t->c1));
    t->curved = exact_mul(r, variance, t->curved);
    return a != NULL && exact_is_zero(exponent) && t->square != NULL
           && t->curved != NULL;
}

static int
add_term(exact_ring_t *r, sum_t *sum, exact_t *a, exact_t *exponent,
         exact_t *variance)
{
    term_t *t = sum->term + sum->n, *like;

    if (sum->n == MOST_TERMS || !new_term(r, t, a, exponent, variance))
        return 0;
    for (like = sum->term; like < t; like++)
        if (exact_same(r, t->c0, like->c0)
            && exact_same(r, t->square, like->square)
            && exact_same(r, t->curved, like->curved))
            break;
    if (like < t)
        like->a = exact_add(r, like->a, t->a);
    else
        sum->n++;
    return like->a != NULL;
}

exact_t *
exponentials_variance(exact_ring_t *r, const node_t *e)
{
    exact_t *s = e->arity == 2 ? exact_read(r, e->child[1])
                               : exact_number(r, 1, 1);

    return exact_without(r, s, EXACT_VAR, EXACT_X) ? s : NULL;
}

/* Adds the terms of a exp(exponent) e. */
static int
take(exact_ring_t *r, sum_t *sum, const node_t *e, exact_t *a, exact_t *exponent,
     exact_t *variance)
{
    const node_t *rest = NULL, *c;
    exact_t *factor;
    int i, good = 1;

    if (e->op == N_GAUSS)
    {
        if (variance != NULL || r->depth == EXACT_VARS
            || (variance = exponentials_variance(r, e)) == NULL)
            return 0;
        r->depth++;
        good = take(r, sum, e->child[0], a, exponent, variance);
        r->depth--;
        return good;
    }
    for (i = 0; i < e->arity && good && e->op == N_ADD; i++)
        good = take(r, sum, e->child[i], a, exponent, variance);
    if (e->op == N_ADD)
        return good;
    for (i = 0; i < (e->op == N_MUL ? e->arity : 1) && good; i++)
    {
        c = e->op == N_MUL ? e->child[i] : e;
        factor = c->op != N_EXP && c->free == 0 ? exact_read(r, c) : NULL;
        if (c->op == N_EXP)
            exponent = exact_add(r, exponent, exact_read(r, c->child[0]));
        else if (exact_without(r, factor, EXACT_ATOMS, EXACT_SIZE))
            a = exact_mul(r, a, factor);
        else if ((good = rest == NULL && c != e))
            rest = c;
    }
    return good && (rest != NULL ? take(r, sum, rest, a, exponent, variance)
                                 : add_term(r, sum, a, exponent, variance));
}

int
exponentials_read(exact_ring_t *r, const node_t *e, sum_t *sum)
{
    int i, good;

    sum->n = 0;
    good = take(r, sum, e, exact_number(r, 1, 1), exact_number(r, 0, 1), NULL);
    for (i = sum->n - 1; i >= 0; i--)
        if (exact_is_zero(sum->term[i].a))
            sum->term[i] = sum->term[--sum->n];
    return good;
}
