/* runtime/verify/integrals/work.c -- the state of an interpreter: names, slots,
 * caches. */
#include "interpret.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

double
evaluator_clock(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static void
drop_caches(work_t *w)
{
    int i;

    for (i = 0; i < w->tree->n_nodes; i++)
    {
        val_drop(w->tree->all[i]->cache);
        w->tree->all[i]->cache = NULL;
        w->tree->all[i]->stamp = 0;
    }
}

int
work_init(work_t *w, tree_t *tree, int n, int order, int half, slong prec)
{
    memset(w, 0, sizeof *w);
    w->tree = tree;
    tree->values_of = w;
    memset(tree->exact, 0, sizeof tree->exact);
    w->root = 1;
    w->next = 2;
    w->split_slot = -1;
    drop_caches(w);            /* of another work, with other values */
    arb_init(w->g.start);
    w->g.prec = prec;
    w->g.ring = &w->ring;
    return ring_init(&w->ring, n, order, half);
}

void
work_clear(work_t *w)
{
    int i;

    if (w->tree->values_of == w)
        drop_caches(w);
    val_release(&w->g, 0);
    questions_clear(w);
    for (i = 0; i < MAX_SYMBOLS; i++)
        jet_free(&w->ring, w->symbol[i]);
    while (w->n_results > 0)
        jet_free(&w->ring, w->result[--w->n_results]);
    free(w->result);
    arb_clear(w->g.start);
    ring_clear(&w->ring);
}

void
work_symbol(work_t *w, int symbol, const arb_t value, int variable)
{
    unsigned char power[RING_MAX] = { 0 };

    if (w->symbol[symbol] == NULL)
        w->symbol[symbol] = jet_new(&w->ring);
    acb_set_arb(w->symbol[symbol], value);
    if (variable < 0 || w->ring.order == 0)
        return;
    power[variable] = 1;
    acb_one(w->symbol[symbol] + ring_find(&w->ring, power));
}

void
push_slot(work_t *w, int kind, int id, val_t *value, piece_t *piece)
{
    slot_t *s = w->slot + w->depth++;

    s->kind = kind;
    s->id = id;
    s->value = value;
    s->stamp = w->next++;
    s->piece = piece;
}

void
pop_slot(work_t *w)
{
    w->depth--;
}
