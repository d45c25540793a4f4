/* runtime/verify/line/form.c -- the form -XY/2 + A(X) + B(Y), or its negative.
 *
 * A potential XY/2 + A(X) + B(Y) has the stationary points of -XY/2 - A - B, and
 * that is what is meant then. */
#include "line.h"
#include "../integrals/interpret.h"
#include "../text/reader.h"

enum { FORM_TERMS = 64 };

typedef struct
{
    line_t *l;
    node_t *part[2][FORM_TERMS];
    int n[2], bad;
    fmpq_t pair;               /* the factor of X Y */
} form_t;

/* e = c X^x Y^y with c a rational number: multiplies c, adds the powers. */
static int
monomial(const line_t *l, const node_t *e, fmpq_t c, int power[2])
{
    int i, good = e->op == N_MUL;

    if (e->op == N_NUMBER)
        fmpq_mul(c, c, e->number);
    if (e->op == N_SYMBOL)
        for (i = 0; i < 2; i++)
            good |= e->index == l->symbol[i] && ++power[i];
    for (i = 0; i < e->arity && good; i++)
        good = monomial(l, e->child[i], c, power);
    return good || e->op == N_NUMBER;
}

/* The sum in the product e in which one of the two occurs; -1: none. */
static int
sum_in(const line_t *l, const node_t *e)
{
    int i;

    for (i = 0; i < e->arity && e->op == N_MUL; i++)
        if (e->child[i]->op == N_ADD && (node_has(e->child[i], l->symbol[0])
                                         || node_has(e->child[i],
                                                     l->symbol[1])))
            return i;
    return -1;
}

/* Adds e to the halves; products of both symbols are multiplied out. */
static void
take(form_t *f, node_t *e)
{
    line_t *l = f->l;
    tree_t *t = &l->s->c->tree;
    int k, i, has[2], power[2] = { 0, 0 };
    node_t *child[FORM_TERMS], *sum;
    fmpq_t c;

    for (k = 0; k < 2; k++)
        has[k] = node_has(e, l->symbol[k]);
    for (i = 0; i < e->arity && e->op == N_ADD; i++)
        take(f, e->child[i]);
    if (e->op == N_ADD || (!has[0] && !has[1]))
        return;
    k = has[1];
    if (has[0] != has[1] && f->n[k] < FORM_TERMS)
        f->part[k][f->n[k]++] = e;
    else if (has[0] != has[1] || e->arity > FORM_TERMS)
        f->bad = 1;
    else if ((k = sum_in(l, e)) >= 0)
    {
        for (i = 0; i < e->arity; i++)
            child[i] = e->child[i];
        sum = child[k];
        for (i = 0; i < sum->arity && !f->bad; i++)
        {
            child[k] = sum->child[i];
            e = tree_make(t, N_MUL, e->arity, child);
            if (e == NULL)
                f->bad = 1;
            else
                take(f, e);
        }
    }
    else
    {
        fmpq_init(c);
        fmpq_one(c);
        f->bad |= !monomial(l, e, c, power) || power[0] != 1 || power[1] != 1;
        fmpq_add(f->pair, f->pair, c);
        fmpq_clear(c);
    }
}

int
line_is_linear(const line_t *l, const node_t *e, int half, fmpq_t c)
{
    int power[2] = { 0, 0 };

    fmpq_one(c);
    return monomial(l, e, c, power) && power[half] == 1 && !power[!half];
}

static const char *
halves(line_t *l)
{
    tree_t *t = &l->s->c->tree;
    node_t *pair[2];
    form_t f = { .l = l };
    int k, sign;

    fmpq_init(f.pair);
    take(&f, tree_rewrite(t, l->s->c->potential));
    fmpq_mul_si(f.pair, f.pair, -2);
    sign = fmpq_is_one(f.pair);
    fmpq_neg(f.pair, f.pair);
    sign -= fmpq_is_one(f.pair);
    fmpq_clear(f.pair);
    if (f.bad || sign == 0 || f.n[0] == 0 || f.n[1] == 0)
        return "the potential is not -XY/2 + A(X) + B(Y)";
    for (k = 0; k < 2; k++)
    {
        l->part[k] = tree_make(t, N_ADD, f.n[k], f.part[k]);
        pair[0] = tree_si(t, -1, 1);
        pair[1] = l->part[k];
        if (sign < 0)
            l->part[k] = tree_make(t, N_MUL, 2, pair);
    }
    return l->part[0] && l->part[1] ? NULL : "the potential is too large";
}

/* The domain of X is 0 .. end, that of Y starts at 0. */
static const char *
line_domain(line_t *l)
{
    certificate_t *c = l->s->c;
    domain_t d;
    int k, good = 1;

    for (k = 0; k < 2 && good; k++)
    {
        int at = read_among(c->order, c->n_orders, l->symbol[k]);

        good = at >= 0 && domain_read(&c->tree, &d, c->domain_text[at])
               && d.lo != NULL && d.lo->op == N_NUMBER
               && fmpq_is_zero(d.lo->number)
               && (k == 0 ? d.hi != NULL : d.hi == NULL)
               && (k == 1 || system_number(l->s, l->end, d.hi, NULL, 128));
        if (k == 0)
            l->end_node = d.hi;
    }
    return good ? NULL : "the domain is not that of a line";
}

const char *
line_form(line_t *l)
{
    const certificate_t *c = l->s->c;
    const char *why = halves(l);

    if (why != NULL)
        return why;
    if (l->s->m != 2 || c->copy[0].condition[0] || c->copy[0].condition[1]
        || c->copy[0].n_fixed > 0
        || (c->list.on_line && (c->equation != NULL || l->s->n != 2)))
        return "the claim is not of stationary points of the potential";
    if (c->n_orders != 2)
        return "the potential has other unknowns than the line";
    return line_domain(l);
}

int
line_adds_up(line_t *l, node_t *variance, arb_t top)
{
    exact_ring_t *r = &l->exact;
    exact_t *sum, *end;
    arb_t x;
    int good;

    r->depth = 0;
    sum = exact_add(r, exact_read(r, variance), exact_generator(r, EXACT_X));
    end = exact_read(r, l->end_node);
    good = exact_without(r, sum, EXACT_ATOMS, EXACT_SIZE);
    if (good && exact_same(r, sum, end))
        arb_set(top, l->end);
    else if (good)
    {
        arb_init(x);
        good = line_value_of(l, variance, l->symbol[0], top, x, 128)
               && arb_gt(top, l->end);
        arb_clear(x);
    }
    exact_release(r, 0);
    return good;
}
