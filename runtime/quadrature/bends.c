/* runtime/quadrature/bends.c -- kinks at places that no formula tells.
 *
 * The range is halved until, on each part, every condition of a select has one
 * sign as a ball.  Parts that stay undecided down to the precision become
 * clusters, whose share of the integral is their width times the range.
 */
#include "pieces.h"

#include <stdlib.h>
#include <string.h>

#define MOST_EVALUATIONS 30000
#define BROAD 16                 /* bits: nothing wider is left undecided  */

typedef struct
{
    pieces_t *p;
    long budget;
    int open;                      /* sign[] is of the part before         */
    int n;
    char sign[REAL_MAX_SELECTS];
} bends_t;

/* Signs of all selects on [lo, hi]; 0 when one is not decided. */
static int
decided(bends_t *b, const arf_t lo, const arf_t hi, char *sign)
{
    real_machine_t *m = &b->p->m;
    int k;

    pieces_evaluate(b->p, lo, hi);
    b->n = m->n_selects;
    if (b->n > REAL_MAX_SELECTS)
        return 0;
    for (k = 0; k < b->n; k++)
    {
        sign[k] = m->select_sign[k];
        if (sign[k] != REAL_NOT_NEGATIVE && sign[k] != REAL_NOT_POSITIVE)
            return 0;
    }
    return 1;
}

/* hi - lo against 2^-bits of the place. */
static int
is_thin(const arf_t lo, const arf_t hi, slong bits)
{
    arf_t width, least;
    int thin;

    arf_init(width);
    arf_init(least);
    arf_sub(width, hi, lo, 64, ARF_RND_UP);
    arf_abs(least, lo);
    arf_add_ui(least, least, 1, 64, ARF_RND_DOWN);
    arf_mul_2exp_si(least, least, -bits);
    thin = arf_cmp(width, least) <= 0;
    arf_clear(least);
    arf_clear(width);
    return thin;
}

/* No cut of an undecided part [lo, hi] would help: the precision ends here, or
   the width of the argument balls leaves both ends undecided too. */
static int
is_atom(bends_t *b, const arf_t lo, const arf_t hi)
{
    char sign[REAL_MAX_SELECTS];

    return is_thin(lo, hi, b->p->task->prec + 12)
           || (is_thin(lo, hi, BROAD) && !decided(b, lo, lo, sign)
               && !decided(b, hi, hi, sign));
}

static int
halve(bends_t *b, const arf_t lo, const arf_t hi)
{
    char sign[REAL_MAX_SELECTS];
    arf_t mid;
    int ok;

    if (b->budget-- == 0)
        return 0;
    if (decided(b, lo, hi, sign))
    {
        /* a sign that turns at a common end, where the condition is 0 */
        if (b->open && memcmp(sign, b->sign, (size_t) b->n) != 0)
            pieces_add(b->p, lo, lo, 0);
        memcpy(b->sign, sign, (size_t) b->n);
        b->open = 1;
        return 1;
    }
    if (is_atom(b, lo, hi))
    {
        pieces_add(b->p, lo, hi, 0);
        b->open = 0;
        return 1;
    }
    arf_init(mid);
    arf_add(mid, lo, hi, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(mid, mid, -1);
    ok = halve(b, lo, mid) && halve(b, mid, hi);
    arf_clear(mid);
    return ok;
}

/* Thin clusters that touch are one. */
static void
join(pieces_t *p)
{
    int i, kept = 0;

    qsort(p->cluster, (size_t) p->n, sizeof *p->cluster, pieces_by_place);
    for (i = 0; i < p->n; i++)
    {
        cluster_t *c = &p->cluster[i];
        cluster_t *before = kept > 0 ? &p->cluster[kept - 1] : NULL;

        if (before != NULL && arf_equal(c->lo, before->hi)
            && !(c->is_end && before->is_end))
        {
            arf_swap(before->hi, c->hi);
            before->is_end |= c->is_end;
            arf_clear(c->lo);
            arf_clear(c->hi);
        }
        else
            p->cluster[kept++] = *c;
    }
    p->n = kept;
}

int
bends_find(pieces_t *p)
{
    bends_t b = { p, MOST_EVALUATIONS, 0, 0, { 0 } };
    int i, n = p->n, ok = 1;

    for (i = 0; i + 1 < n && ok; i++)
    {
        arf_t lo, hi;

        /* shallow copies: the array may move */
        *lo = *p->cluster[i].hi;
        *hi = *p->cluster[i + 1].lo;
        b.open = 0;
        ok = arf_equal(lo, hi) || halve(&b, lo, hi);
    }
    join(p);
    if (!ok)
        p->task->why = "the kinks of an integrand were not found";
    return ok;
}
