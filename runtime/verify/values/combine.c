/* runtime/verify/values/combine.c -- terms without formal variables become one.
 */
#include "value.h"

#include <string.h>

int
term_has_formals(const term_t *t)
{
    return poly_has_formals(&t->p) || poly_has_formals(&t->e);
}

void
tail_shrink(const ground_t *g, acb_ptr c, slong n, int k)
{
    arb_t u, zero;

    if (k == 0)
        return;
    arb_init(u);
    arb_init(zero);
    arb_set_si(u, k);
    arb_mul_2exp_si(u, u, -2);
    arb_pow(u, g->start, u, 64);
    arb_union(u, u, zero, 64);
    if (k > 0)
        arb_indeterminate(u);
    _acb_vec_scalar_mul_arb(c, c, n, u, g->prec);
    arb_clear(zero);
    arb_clear(u);
}

int
term_scale(ground_t *g, acb_ptr c, int *k, const term_t *t)
{
    int i, top = poly_degree(&t->p, TAIL);
    acb_ptr part;

    _acb_vec_zero(c, g->ring->length);
    *k = t->k;
    if (poly_has_formals(&t->p))
        return 0;
    part = jet_new(g->ring);
    for (i = 0; i < t->p.n; i++)
    {
        jet_set(g->ring, part, t->p.m[i].c);
        tail_shrink(g, part, g->ring->length,
                    4 * (t->p.m[i].power[TAIL] - top));
        jet_add(g->ring, c, c, part, g->prec);
    }
    *k += 4 * top;
    jet_free(g->ring, part);
    return 1;
}

void
term_scaled(ground_t *g, term_t *to, acb_srcptr c, int k)
{
    poly_clear(&to->p);
    poly_put(g, &to->p, poly_one, c, NULL);
    to->k = k;
}

/* The real part of the centre of the largest coefficient that differs. */
static int
larger(const poly_t *a, const poly_t *b)
{
    int d, sign = 0, i;

    for (d = 2; d >= 0 && sign == 0; d--)
    {
        arf_t x, y;

        arf_init(x);
        arf_init(y);
        for (i = 0; i < a->n; i++)
            if (a->m[i].power[TAIL] == d)
                arf_set(x, arb_midref(acb_realref(a->m[i].c)));
        for (i = 0; i < b->n; i++)
            if (b->m[i].power[TAIL] == d)
                arf_set(y, arb_midref(acb_realref(b->m[i].c)));
        sign = arf_cmp(x, y);
        arf_clear(x);
        arf_clear(y);
    }
    return sign > 0;
}

/* e -= of */
static void
take_out(ground_t *g, poly_t *e, const poly_t *of)
{
    val_t *minus = val_si(g, -1);

    poly_addmul(g, e, of, &minus->t[0].p);
}

/* to += P xi^(k/4) of a part, as one power of the tail variable. */
static void
add_scaled(ground_t *g, acb_ptr sum, int *top, val_t *part)
{
    acb_ptr c = jet_new(g->ring);
    int i, k = 0;

    if (part->opaque || part->n != 1 || !term_scale(g, c, &k, part->t))
        for (i = 0; i < g->ring->length; i++)
            acb_indeterminate(c + i);
    if (k > *top)
    {
        if (!jet_is_zero(g->ring, sum))
            tail_shrink(g, sum, g->ring->length, *top - k);
        *top = k;
    }
    tail_shrink(g, c, g->ring->length, k - *top);
    jet_add(g->ring, sum, sum, c, g->prec);
    jet_free(g->ring, c);
}

void
add_exponents(ground_t *g, poly_t *to, const poly_t *a, const poly_t *b)
{
    poly_set(g, to, a);
    poly_add(g, to, b);
}

/* Terms without formal variables become one: the largest exponential, as far
   as the centres of the balls tell, is taken out. */
val_t *
val_combine(ground_t *g, val_t *v)
{
    val_t *part[MAX_TERMS], *x, *base;
    const poly_t *p;
    acb_ptr sum;
    int i, top = 0, best = 0, polynomial = 1;

    for (i = 0; i < v->n; i++)
        if (term_has_formals(v->t + i))
            return v;
    if (v->n <= 1)
        return v;
    for (i = 1; i < v->n; i++)
        if (larger(&v->t[i].e, &v->t[best].e))
            best = i;
    base = val_new(g, 1);
    poly_set(g, &base->t[0].e, &v->t[best].e);
    for (i = 0; i < v->n; i++)
    {
        x = val_new(g, 1);
        poly_set(g, &x->t[0].p, &v->t[i].p);
        x->t[0].k = v->t[i].k;
        if (i != best)
        {
            poly_set(g, &x->t[0].e, &v->t[i].e);
            take_out(g, &x->t[0].e, &base->t[0].e);
        }
        part[i] = val_settle(g, x);
        polynomial = polynomial && val_is_poly(part[i], &p);
    }
    sum = jet_new(g->ring);
    for (i = 0; i < v->n; i++)
    {
        if (i == 0)
            top = part[0]->opaque || part[0]->n != 1 ? 0 : part[0]->t[0].k;
        if (polynomial)
            poly_add(g, &base->t[0].p, &part[i]->t[0].p);
        if (!polynomial)
            add_scaled(g, sum, &top, part[i]);
    }
    if (!polynomial)
        term_scaled(g, base->t, sum, top);
    jet_free(g->ring, sum);
    return base;
}
