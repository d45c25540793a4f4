/* runtime/verify/cells/cells.c -- cells that fill a box. */
#include "whole.h"

#include <stdlib.h>

/* Ends of the domain as numbers beyond all bounds of cells: what is proven is
   that the cells fill the box, wherever its ends are. */
typedef struct
{
    int n;
    arf_struct *lo, *hi;         /* n for each cell */
    arf_struct least[MAX_CUT], most[MAX_CUT];
} boxes_t;

static void
widen(arf_t least, arf_t most, const arf_t x)
{
    if (arf_cmp(x, least) <= 0)
        arf_sub_ui(least, x, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
    if (arf_cmp(x, most) >= 0)
        arf_add_ui(most, x, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
}

static void
boxes_init(boxes_t *b, const list_t *l)
{
    long i;
    int k;

    b->n = l->n_cut;
    b->lo = flint_calloc((size_t) (2 * l->n_cells * b->n), sizeof *b->lo);
    b->hi = b->lo + l->n_cells * b->n;
    for (k = 0; k < b->n; k++)
    {
        arf_init(b->least + k);
        arf_init(b->most + k);
        arf_one(b->most + k);
        for (i = 0; i < l->n_cells; i++)
        {
            if (!l->cell[i].lower[k])
                widen(b->least + k, b->most + k, l->cell[i].lo + k);
            if (!l->cell[i].upper[k])
                widen(b->least + k, b->most + k, l->cell[i].hi + k);
        }
        for (i = 0; i < l->n_cells; i++)
        {
            arf_set(b->lo + i * b->n + k,
                    l->cell[i].lower[k] ? b->least + k : l->cell[i].lo + k);
            arf_set(b->hi + i * b->n + k,
                    l->cell[i].upper[k] ? b->most + k : l->cell[i].hi + k);
        }
    }
}

static void
boxes_clear(boxes_t *b, long n)
{
    long i;
    int k;

    for (i = 0; i < 2 * n * b->n; i++)
        arf_clear(b->lo + i);
    for (k = 0; k < b->n; k++)
    {
        arf_clear(b->least + k);
        arf_clear(b->most + k);
    }
    flint_free(b->lo);
}

static void
volume(arf_t v, arf_srcptr lo, arf_srcptr hi, int n)
{
    arf_t d;
    int k;

    arf_init(d);
    arf_one(v);
    for (k = 0; k < n; k++)
    {
        arf_sub(d, hi + k, lo + k, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_mul(v, v, d, ARF_PREC_EXACT, ARF_RND_DOWN);
    }
    arf_clear(d);
}

static const boxes_t *sorted;      /* what by_start sorts */

static int
by_start(const void *a, const void *b)
{
    return arf_cmp(sorted->lo + *(const long *) a * sorted->n,
                   sorted->lo + *(const long *) b * sorted->n);
}

/* Interiors in common? */
static int
meet(const boxes_t *b, long i, long j)
{
    int k;

    for (k = 0; k < b->n; k++)
        if (arf_cmp(b->hi + i * b->n + k, b->lo + j * b->n + k) <= 0
            || arf_cmp(b->hi + j * b->n + k, b->lo + i * b->n + k) <= 0)
            return 0;
    return 1;
}

static int
are_disjoint(const boxes_t *b, long n)
{
    long *order = flint_malloc((size_t) (n + 1) * sizeof *order), i, j;
    int good = 1;

    for (i = 0; i < n; i++)
        order[i] = i;
    sorted = b;
    qsort(order, (size_t) n, sizeof *order, by_start);
    for (i = 0; i < n && good; i++)
        for (j = i + 1; j < n && good
             && arf_cmp(b->lo + order[j] * b->n, b->hi + order[i] * b->n) < 0;
             j++)
            good = !meet(b, order[i], order[j]);
    flint_free(order);
    return good;
}

/* Closed boxes without common interior whose volumes add up to that of a box
   around them leave no open set of it out, so nothing. */
int
cells_fill(const certificate_t *c)
{
    const list_t *l = &c->list;
    boxes_t b;
    arf_t sum, v;
    long i;
    int k, good = l->n_cells > 0;

    if (!good)
        return 0;
    arf_init(sum);
    arf_init(v);
    boxes_init(&b, l);
    for (i = 0; i < l->n_cells; i++)
    {
        for (k = 0; k < b.n; k++)
            good = good
                   && arf_cmp(b.lo + i * b.n + k, b.hi + i * b.n + k) < 0;
        volume(v, b.lo + i * b.n, b.hi + i * b.n, b.n);
        arf_add(sum, sum, v, ARF_PREC_EXACT, ARF_RND_DOWN);
    }
    volume(v, b.least, b.most, b.n);
    good = good && arf_equal(sum, v) && are_disjoint(&b, l->n_cells);
    boxes_clear(&b, l->n_cells);
    arf_clear(v);
    arf_clear(sum);
    return good;
}
