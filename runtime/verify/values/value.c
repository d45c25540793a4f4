/* runtime/verify/values/value.c -- values: where they live, and what they are
 * made of. */
#include "value.h"

#include <string.h>

/* ---- the pool ----------------------------------------------------------- */

val_t *
val_new(ground_t *g, int n)
{
    val_t *v = flint_calloc(1, sizeof *v);

    v->n = n;
    v->t = flint_calloc((size_t) (n > 0 ? n : 1), sizeof *v->t);
    return val_hold(g, v);
}

val_t *
val_hold(ground_t *g, val_t *v)
{
    v->refs++;
    if (g->n_pool == g->room)
    {
        g->room = 2 * g->room + 64;
        g->pool = flint_realloc(g->pool, (size_t) g->room * sizeof *g->pool);
    }
    return g->pool[g->n_pool++] = v;
}

long
val_mark(const ground_t *g)
{
    return g->n_pool;
}

void
val_release(ground_t *g, long mark)
{
    while (g->n_pool > mark)
        val_drop(g->pool[--g->n_pool]);
    if (mark > 0)
        return;
    flint_free(g->pool);
    g->pool = NULL;
    g->room = 0;
}

val_t *
val_keep(val_t *v)
{
    v->refs++;
    return v;
}

void
val_drop(val_t *v)
{
    int i;

    if (v == NULL || --v->refs > 0)
        return;
    for (i = 0; i < v->n; i++)
    {
        poly_clear(&v->t[i].p);
        poly_clear(&v->t[i].e);
    }
    val_drop(v->root[0]);
    val_drop(v->root[1]);
    val_drop(v->bell);
    flint_free(v->t);
    flint_free(v);
}

val_t *
val_unknown(ground_t *g, const char *why)
{
    val_t *v;
    acb_ptr c;
    int i;

    if (g->n_formals > 0)
    {
        v = val_new(g, 0);
        v->opaque = 1;
        return v;
    }
    if (g->why == NULL)
        g->why = why;
    c = jet_new(g->ring);
    for (i = 0; i < g->ring->length; i++)
        acb_indeterminate(c + i);
    v = val_jet(g, c);
    jet_free(g->ring, c);
    return v;
}

val_t *
val_jet(ground_t *g, acb_srcptr jet)
{
    val_t *v = val_new(g, 1);

    poly_put(g, &v->t[0].p, poly_one, jet, NULL);
    return v;
}

val_t *
val_take(ground_t *g, acb_ptr jet)
{
    val_t *v = val_new(g, 1);

    poly_take(g, &v->t[0].p, poly_one, jet, NULL);
    return v;
}

val_t *
val_arb(ground_t *g, const arb_t x)
{
    acb_ptr c = jet_new(g->ring);

    acb_set_arb(c, x);
    return val_take(g, c);
}

val_t *
val_number(ground_t *g, const fmpq_t x)
{
    name_t name = name_number(g, x);
    acb_ptr c = jet_new(g->ring);
    val_t *v = val_new(g, 1);

    arb_set_fmpq(acb_realref(c), x, g->prec);
    poly_take(g, &v->t[0].p, poly_one, c, &name);
    return v;
}

val_t *
val_si(ground_t *g, slong n)
{
    fmpq_t x;
    val_t *v;

    fmpq_init(x);
    fmpq_set_si(x, n, 1);
    v = val_number(g, x);
    fmpq_clear(x);
    return v;
}

val_t *
val_variable(ground_t *g, int id)
{
    val_t *v = val_si(g, 1);

    v->t[0].p.m[0].power[id] = 1;
    return v;
}

val_t *
val_poly(ground_t *g, const poly_t *p)
{
    val_t *v = val_new(g, 1);

    poly_set(g, &v->t[0].p, p);
    return v;
}

int
val_is_poly(const val_t *a, const poly_t **p)
{
    *p = &a->t[0].p;
    return !a->opaque && a->n <= 1 && a->t[0].e.n == 0 && a->t[0].k == 0;
}
