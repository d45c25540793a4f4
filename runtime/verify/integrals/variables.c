/* runtime/verify/integrals/variables.c -- an average as a Taylor polynomial in the
 * variables that occur in it alone.
 *
 * Derivatives in the others are 0, and jets become short. */
#include "interpret.h"

#include <string.h>

/* occurs[k] |= variable k of the ring occurs in e. */
static void
find(const work_t *w, const node_t *e, unsigned char *occurs)
{
    acb_srcptr x;
    int i, k;

    for (i = 0; i < e->arity; i++)
        find(w, e->child[i], occurs);
    x = e->op == N_SYMBOL ? w->symbol[e->index] : NULL;
    for (i = 0; i < w->ring.length && x != NULL; i++)
        for (k = 0; k < w->ring.n && !acb_is_zero(x + i); k++)
            occurs[k] |= w->ring.power[i][k];
}

/* The place in `all` of monomial i of `own`, whose variable k is that of[k]. */
static int
place(const ring_t *all, const ring_t *own, int i, const int *of)
{
    unsigned char power[RING_MAX] = { 0 };
    int k;

    for (k = 0; k < own->n; k++)
        power[of[k]] = own->power[i][k];
    if (own->half)
        power[all->n] = own->power[i][own->n];
    return ring_find(all, power);
}

/* The symbols in the other ring; as they were, in `kept`. */
static void
enter(work_t *w, ring_t *own, acb_ptr *kept, const int *of)
{
    int i, k;

    memcpy(kept, w->symbol, sizeof w->symbol);
    for (k = 0; k < MAX_SYMBOLS; k++)
    {
        if (kept[k] == NULL)
            continue;
        w->symbol[k] = jet_new(own);
        for (i = 0; i < own->length; i++)
            acb_set(w->symbol[k] + i,
                    kept[k] + place(&w->ring, own, i, of));
    }
}

val_t *
integral_in_its_variables(work_t *w, node_t *e)
{
    unsigned char occurs[RING_MAX] = { 0 };
    ground_t *g = &w->g;
    uint64_t root = w->root;
    acb_ptr kept[MAX_SYMBOLS], sum, x;
    ring_t all = w->ring, own;
    int of[RING_MAX], i, n = 0, good;
    long mark = val_mark(g);

    find(w, e, occurs);
    for (i = 0; i < all.n; i++)
        if (occurs[i])
            of[n++] = i;
    if (n == all.n)
        return integral_of(w, e);
    if (!ring_init(&own, n, all.order, all.half))
    {
        ring_clear(&own);
        return val_unknown(g, "out of memory");
    }
    enter(w, &own, kept, of);
    x = jet_new(&own);
    sum = jet_new(&all);
    w->ring = own;
    w->root = w->next++;            /* values in caches are of this ring now */
    good = val_plain(g, x, integral_of(w, e));
    val_release(g, mark);
    for (i = 0; i < MAX_SYMBOLS; i++)
        jet_free(&own, w->symbol[i] != kept[i] ? w->symbol[i] : NULL);
    memcpy(w->symbol, kept, sizeof kept);
    w->ring = all;
    w->root = root;
    for (i = 0; i < own.length; i++)
        acb_set(sum + place(&all, &own, i, of), x + i);
    jet_free(&own, x);
    ring_clear(&own);
    if (good)
        return val_take(g, sum);
    jet_free(&all, sum);
    return val_unknown(g, "an average without a value");
}
