/* runtime/verify/values/poly.c -- polynomials with jets as coefficients. */
#include "value.h"

#include <string.h>

const unsigned char poly_one[MAX_FORMALS] = { 0 };

void
poly_init(poly_t *p)
{
    p->n = p->length = 0;
    p->m = NULL;
}

void
poly_clear(poly_t *p)
{
    int i;

    for (i = 0; i < p->n; i++)
        _acb_vec_clear(p->m[i].c, p->length);
    flint_free(p->m);
    poly_init(p);
}

static int
is_finite(ground_t *g, acb_srcptr c)
{
    int i;

    for (i = 0; i < g->ring->length; i++)
        if (!acb_is_finite(c + i))
            return 0;
    return 1;
}

/* Adds c to the monomial that is there.  0: there is none, and c is not 0. */
static int
added(ground_t *g, poly_t *p, const unsigned char *power, acb_srcptr c,
      const name_t *name)
{
    mono_t *m;
    int i;

    if (jet_is_zero(g->ring, c))
        return 1;
    for (i = 0; i < p->n && memcmp(p->m[i].power, power, MAX_FORMALS) != 0; i++)
        ;
    if (i == p->n)
        return 0;
    m = p->m + i;
    m->name = name != NULL ? name_add(g, &m->name, name) : name_new(g);
    /* a sum that is 0 by its name, of numbers that there are */
    if (m->name.p == 0 && is_finite(g, c) && is_finite(g, m->c))
    {
        _acb_vec_clear(m->c, p->length);
        *m = p->m[--p->n];
    }
    else
        jet_add(g->ring, m->c, m->c, c, g->prec);
    return 1;
}

void
poly_take(ground_t *g, poly_t *p, const unsigned char *power, acb_ptr c,
          const name_t *name)
{
    mono_t *m;

    if (added(g, p, power, c, name))
    {
        jet_free(g->ring, c);
        return;
    }
    p->length = g->ring->length;
    p->m = flint_realloc(p->m, (size_t) (p->n + 1) * sizeof *p->m);
    m = p->m + p->n++;
    memcpy(m->power, power, MAX_FORMALS);
    m->c = c;
    m->name = name != NULL ? *name : name_new(g);
}

void
poly_put(ground_t *g, poly_t *p, const unsigned char *power, acb_srcptr c,
         const name_t *name)
{
    acb_ptr own;

    if (added(g, p, power, c, name))
        return;
    own = jet_new(g->ring);
    jet_set(g->ring, own, c);
    poly_take(g, p, power, own, name);
}

void
poly_add(ground_t *g, poly_t *to, const poly_t *p)
{
    int i;

    for (i = 0; i < p->n; i++)
        poly_put(g, to, p->m[i].power, p->m[i].c, &p->m[i].name);
}

void
poly_set(ground_t *g, poly_t *to, const poly_t *p)
{
    poly_init(to);
    poly_add(g, to, p);
}

void
poly_addmul(ground_t *g, poly_t *to, const poly_t *a, const poly_t *b)
{
    int i, k, v;

    for (i = 0; i < a->n; i++)
        for (k = 0; k < b->n; k++)
        {
            acb_ptr c = jet_new(g->ring);
            unsigned char power[MAX_FORMALS];
            name_t name = name_mul(g, &a->m[i].name, &b->m[k].name);

            for (v = 0; v < MAX_FORMALS; v++)
                power[v] = (unsigned char) (a->m[i].power[v]
                                            + b->m[k].power[v]);
            jet_mul(g->ring, c, a->m[i].c, b->m[k].c, g->prec);
            poly_take(g, to, power, c, &name);
        }
}

int
poly_degree(const poly_t *p, int id)
{
    int i, d = 0;

    for (i = 0; i < p->n; i++)
        if (p->m[i].power[id] > d)
            d = p->m[i].power[id];
    return d;
}

int
poly_has_formals(const poly_t *p)
{
    int v;

    for (v = 1; v < MAX_FORMALS; v++)
        if (poly_degree(p, v) > 0)
            return 1;
    return 0;
}

int
poly_is_constant(const poly_t *p)
{
    return p->n == 0 || (p->n == 1 && memcmp(p->m[0].power, poly_one,
                                             MAX_FORMALS) == 0);
}

acb_ptr
poly_constant(const poly_t *p)
{
    int i;

    for (i = 0; i < p->n; i++)
        if (memcmp(p->m[i].power, poly_one, MAX_FORMALS) == 0)
            return p->m[i].c;
    return NULL;
}
