/* runtime/certify/global_line.c -- all solutions on a Nishimori line.
 *
 * The map T = F o G of the overlap does not decrease, so T(a) > b excludes
 * all of [a, b], and so does T(b) < a: values at points are enough.  A plan is
 * made in doubles, from one solution to the next; then every cell is proven.
 */
#include "global_plan.h"

#include <stdlib.h>
#include <string.h>

/* ---- the plan -------------------------------------------------------------- */

double
plan_step(plan_t *p, double x, double *y)
{
    *y = line_map_approx(p->g, 1, x);
    return isfinite(*y) ? line_map_approx(p->g, 0, *y) : NAN;
}

void
plan_add_mark(plan_t *p, mark_t m)
{
    int i;

    if (p->n == MAX_MARKS)
        return;
    for (i = p->n++; i > 0 && p->mark[i - 1].lo > m.lo; i--)
        p->mark[i] = p->mark[i - 1];
    p->mark[i] = m;
}

static int
by_place(const void *a, const void *b)
{
    const cell_t *x = a, *y = b;

    return (x->lo[0] > y->lo[0]) - (x->lo[0] < y->lo[0]);
}

/* Marks and the staircases between them, in order. */
static int
lay_cells(plan_t *p)
{
    double at = 0;
    int i;

    for (i = 0; i < p->n; i++)
    {
        const mark_t *m = p->mark + i;

        if (m->lo < at) /* marks meet: nothing is claimed of this one */
            continue;
        if (m->lo > at && !plan_staircase(p, at, m->lo))
            return 0;
        if (m->hi > m->lo
            && !plan_put(p, m->lo, m->hi, m->reason, m->witness, m->solution))
            return 0;
        at = m->hi;
    }
    if (at < p->g->hi_double && !plan_staircase(p, at, p->g->hi_double))
        return 0;
    qsort(p->g->r->cell, (size_t) p->g->r->n_cells, sizeof(cell_t), by_place);
    return 1;
}

int
global_line_covers(const cell_t *cell, long n)
{
    long i;

    if (n == 0 || !cell[0].lower[0] || !cell[n - 1].upper[0])
        return 0;
    for (i = 0; i < n; i++)
        if (!(cell[i].lo[0] < cell[i].hi[0])
            || (i > 0 && cell[i].lo[0] != cell[i - 1].hi[0])
            || (i > 0 && cell[i].lower[0]) || (i < n - 1 && cell[i].upper[0]))
            return 0;
    return 1;
}

/* ---- the proof ------------------------------------------------------------------------ */

static void
prove_one(seat_t *seat, long i, void *ctx)
{
    const long *from = ctx;

    line_prove_cell(seat, seat->g->r->cell + *from + i);
}

/* Steps for the cells whose slope was not proven. */
static int
without_slopes(plan_t *p, const cell_t *old, long n)
{
    long i;

    p->no_slopes = 1;
    for (i = 0; i < n; i++)
        if (old[i].reason == CELL_OPEN && old[i].span[1] > 0)
        {
            if (!plan_staircase(p, old[i].lo[0], old[i].hi[0]))
                return 0;
        }
    for (i = 0; i < n; i++)
        if (old[i].reason != CELL_OPEN || !(old[i].span[1] > 0))
        {
            cell_t *c = global_add_cell(p->g);

            if (c == NULL)
                return 0;
            *c = old[i];
        }
    return 1;
}

static void
prove_again(plan_t *p)
{
    global_result_t *r = p->g->r;
    long i, n = r->n_cells, failed = 0, from = 0, fresh;
    cell_t *old = r->cell;

    for (i = 0; i < n; i++)
        failed += old[i].reason == CELL_OPEN && old[i].span[1] > 0;
    if (failed == 0)
        return;
    r->cell = NULL;
    r->n_cells = r->room = 0;
    if (without_slopes(p, old, n))
    {
        fresh = r->n_cells - (n - failed);
        global_parallel(p->g, fresh, prove_one, &from);
        qsort(r->cell, (size_t) r->n_cells, sizeof(cell_t), by_place);
    }
    free(old);
}

static certify_verdict_t
verdict(global_t *g)
{
    global_result_t *r = g->r;
    long i;
    int seen[GLOBAL_MAX_SOLUTIONS] = { 0 }, ones = 0, twice = 0;

    for (i = 0; i < r->n_cells; i++)
    {
        r->n_open += r->cell[i].reason == CELL_OPEN;
        ones += r->cell[i].reason == CELL_LAST;
        if (r->cell[i].reason != CELL_ONE)
            continue;
        ones++;
        twice += seen[r->cell[i].solution]++;
    }
    if (g->stop || !global_line_covers(r->cell, r->n_cells))
    {
        if (r->why == NULL)
            r->why = "the cells do not cover the domain";
        return CERTIFY_UNDECIDED;
    }
    if (r->n_open > 0 || twice > 0 || ones != r->n_solutions)
    {
        if (r->why == NULL)
            r->why = "what is left is too close to a threshold, or to an end "
                     "where no argument applies";
        return CERTIFY_UNDECIDED;
    }
    r->why = NULL;
    return CERTIFY_PROVEN;
}

certify_verdict_t
global_line(global_t *g)
{
    plan_t p;
    long from = 0;
    int laid;

    memset(&p, 0, sizeof p);
    p.g = g;
    g->r->n_cut = 1;
    g->r->cut[0] = g->r->line[0] = g->line->overlap;
    g->r->line[1] = g->line->conjugate;
    seat_init(&p.seat, g);
    g->plan = &p.seat;
    if (!line_ends(&p.seat))
    {
        g->r->why = "the domain of the overlap has no finite end";
        seat_clear(&p.seat);
        return CERTIFY_UNDECIDED;
    }
    plan_mark_ends(&p);
    plan_find_solutions(&p);
    plan_add_last(&p);
    laid = lay_cells(&p);
    if (laid)
    {
        global_parallel(g, g->r->n_cells, prove_one, &from);
        prove_again(&p);
    }
    g->plan = NULL;
    seat_clear(&p.seat);
    return laid ? verdict(g) : CERTIFY_UNDECIDED;
}
