/* runtime/verify/narrow.c -- an integral in a ring of the variables it depends on.
 *
 * Of twenty coefficients of a jet an integrand often has only three that are not
 * zero, and they cost as much as all. */
#include "interpret.h"

#include <string.h>

/* Variables that occur in a jet, as bits. */
static unsigned
variables_of(const ring_t *r, acb_srcptr x)
{
    unsigned mask = 0;
    int i, v;

    for (i = 0; i < r->length; i++)
        for (v = 0; v < r->n && !acb_is_zero(x + i); v++)
            mask |= (unsigned) (r->power[i][v] > 0) << v;
    return mask;
}

/* 0: the value is not a jet. */
static int
add_value(work_t *w, unsigned *mask, val_t *v)
{
    acb_ptr x = jet_new(&w->ring);
    int good = v == NULL || val_plain(&w->g, x, v);

    *mask |= variables_of(&w->ring, x);
    jet_free(&w->ring, x);
    return good;
}

static int
add_end(work_t *w, unsigned *mask, const end_t *e)
{
    return add_value(w, mask, e->base) && add_value(w, mask, e->offset);
}

/* The place in the full ring of monomial i of the small one. */
static int
place_of(const narrow_t *n, const ring_t *small, int i)
{
    unsigned char power[RING_MAX] = { 0 };
    int v;

    for (v = 0; v < small->n; v++)
        power[n->place[v]] = small->power[i][v];
    if (small->half)
        power[n->ring.n] = small->power[i][small->n];
    return ring_find(&n->ring, power);
}

static acb_ptr
project(const narrow_t *n, const ring_t *small, acb_srcptr x)
{
    acb_ptr to = jet_new(small);
    int i;

    for (i = 0; i < small->length; i++)
        acb_set(to + i, x + place_of(n, small, i));
    return to;
}

/* A value of the full ring, which is w->ring, in the small one. */
static val_t *
narrow_value(narrow_t *n, work_t *w, const ring_t *small, val_t *v)
{
    acb_ptr x;
    val_t *r;

    if (v == NULL)
        return NULL;
    x = jet_new(&w->ring);
    val_plain(&w->g, x, v);
    w->g.ring = small;
    r = val_take(&w->g, project(n, small, x));
    w->g.ring = &w->ring;
    jet_free(&w->ring, x);
    return r;
}

static void
narrow_end_of(narrow_t *n, work_t *w, const ring_t *small, end_t *to,
              const end_t *e)
{
    *to = *e;
    to->base = narrow_value(n, w, small, e->base);
    to->offset = narrow_value(n, w, small, e->offset);
}

int
narrow_begin(narrow_t *n, work_t *w, const node_t *body, val_t *variance,
             const piece_t *piece)
{
    unsigned mask = 0;
    ring_t small;
    int i, v, count = 0;

    for (i = 0; i < w->tree->n_symbols; i++)
        if (node_has(body, i) && w->symbol[i] != NULL)
            mask |= variables_of(&w->ring, w->symbol[i]);
    if (body->free > 1 || !add_value(w, &mask, variance)
        || !add_end(w, &mask, &piece->lo) || !add_end(w, &mask, &piece->hi))
        return 0;
    n->ring = w->ring;
    for (v = 0; v < w->ring.n; v++)
        if (mask >> v & 1)
            n->place[count++] = v;
    if (count == w->ring.n)
        return 0;
    if (!ring_init(&small, count, w->ring.order, w->ring.half))
    {
        ring_clear(&small);
        return 0;
    }
    n->variance = narrow_value(n, w, &small, variance);
    n->piece = *piece;
    narrow_end_of(n, w, &small, &n->piece.lo, &piece->lo);
    narrow_end_of(n, w, &small, &n->piece.hi, &piece->hi);
    memcpy(n->symbol, w->symbol, sizeof n->symbol);
    for (i = 0; i < MAX_SYMBOLS; i++)
        w->symbol[i] = i < w->tree->n_symbols && node_has(body, i)
                               && n->symbol[i] != NULL
                           ? project(n, &small, n->symbol[i]) : NULL;
    w->ring = small;
    n->root = w->root;
    w->root = w->next++;            /* what is cached is of the other ring */
    return 1;
}

val_t *
narrow_end(narrow_t *n, work_t *w, val_t *result)
{
    ring_t small = w->ring;
    acb_ptr x = jet_new(&small), y = jet_new(&n->ring);
    int i, good = val_plain(&w->g, x, result);

    for (i = 0; i < small.length; i++)
        acb_set(y + place_of(n, &small, i), x + i);
    for (i = 0; i < MAX_SYMBOLS; i++)
        jet_free(&small, w->symbol[i]);
    jet_free(&small, x);
    ring_clear(&small);
    memcpy(w->symbol, n->symbol, sizeof n->symbol);
    w->ring = n->ring;
    w->root = n->root;
    if (good)
        return val_take(&w->g, y);
    jet_free(&w->ring, y);
    return val_unknown(&w->g, "an integral without a value");
}
