/* runtime/certify/global_search.c -- cutting a domain until cells are decided. */
#include "global_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* off-centre, so that symmetric solutions do not lie on faces */
#define SPLIT 0.4873
/* narrower boxes are left undecided */
#define LEAST_WIDTH 1e-7
/* part of the domain that may be left at an end */
#define END_WIDTH 0.02

static int
push(search_t *s, const cell_t *cell)
{
    if (s->n == s->room)
    {
        long room = s->room == 0 ? 64 : 2 * s->room;
        task_t *more = realloc(s->task, (size_t) room * sizeof *more);

        if (more == NULL)
            return 0;
        s->task = more;
        s->room = room;
    }
    memset(s->task + s->n, 0, sizeof *s->task);
    s->task[s->n].cell = *cell;
    s->task[s->n].cell.rest = NULL;
    s->task[s->n++].cell.solution = -1;
    return 1;
}

/* A narrow cell at an end of an order parameter of a threshold's state stays
   open: the claim is then one of the rest of the domain. */
static int
ends_here(const global_t *g, const cell_t *c)
{
    int k;

    /* elsewhere it is the parameter that has too many values */
    if (g->rise != NULL && c->hi[1] - c->lo[1]
                           > END_WIDTH * (g->first.hi[1] - g->first.lo[1]))
        return 0;
    for (k = 0; k < g->r->n_cut && g->range != NULL; k++)
        if (g->r->cut[k] < g->model->n_orders && (c->lower[k] || c->upper[k])
            && c->hi[k] - c->lo[k]
               < END_WIDTH * (g->first.hi[k] - g->first.lo[k]))
            return 1;
    return 0;
}

/* The part that T leaves out is a cell of its own. */
static int
cut_off(search_t *to, const task_t *t)
{
    cell_t gone, left, *c;

    rise_cut(t, &gone, &left);
    c = global_add_cell(to->g);
    if (c == NULL)
        return 0;
    *c = gone;
    c->rest = NULL;
    return push(to, &left);
}

static int
split(search_t *to, const search_t *from, const task_t *t)
{
    const cell_t *c = &t->cell;
    cell_t half = *c;
    double worst = 0, most = 0;
    int k, at = 0;

    for (k = 0; k < from->g->r->n_cut; k++)
        if (judge_width(from->g, c, k) > worst)
        {
            worst = judge_width(from->g, c, k);
            at = k;
        }
    if (worst < LEAST_WIDTH)
        return 0;
    if (from->g->rise != NULL && !rise_is_settled(t))
        return cut_off(to, t);
    if (ends_here(from->g, c))
        return 0;
    /* no variable gets much narrower than the others */
    for (k = 0; k < from->g->r->n_cut; k++)
        if (isfinite(t->smear[k]) && t->smear[k] > most
            && judge_width(from->g, c, k) > worst / 32)
        {
            most = t->smear[k];
            at = k;
        }
    if (from->g->rise != NULL && t->by_parameter)
        at = 1;
    half.hi[at] = c->lo[at] + SPLIT * (c->hi[at] - c->lo[at]);
    half.upper[at] = 0;
    if (!push(to, &half))
        return 0;
    half.lo[at] = half.hi[at];
    half.lower[at] = 0;
    half.hi[at] = c->hi[at];
    half.upper[at] = c->upper[at];
    return push(to, &half);
}

/* The solution of a box to the wanted digits; its index, or -1. */
static int
settle(search_t *s, task_t *t)
{
    global_t *g = s->g;
    const saddle_system_t *system = g->system;
    int i, k, good = 1;

    for (k = 0; k < system->n; k++)
        g->env[system->unknown[k]] = arf_get_d(arb_midref(t->zero + k),
                                               ARF_RND_NEAR);
    i = global_add_solution(g, g->env);
    for (k = 0; k < system->n && i >= 0; k++)
        good = good && arb_contains(t->box + k, g->r->solution[i].zero + k);
    if (i >= 0 && !good)
    {
        global_drop_solution(g);
        return -1;
    }
    if (i >= 0)
    {
        g->r->box[i] = t->box;
        t->box = NULL;
    }
    return i;
}

static void
task_clear(task_t *t, const global_t *g)
{
    if (t->cell.rest != NULL)
        _arb_vec_clear(t->cell.rest, g->r->n_rest);
    if (t->box != NULL)
        _arb_vec_clear(t->box, g->system->n);
    if (t->zero != NULL)
        _arb_vec_clear(t->zero, g->system->n);
}

static int
keep(search_t *s, task_t *t, cell_reason_t reason)
{
    cell_t *c = global_add_cell(s->g);

    if (c == NULL)
        return 0;
    *c = t->cell;
    c->reason = reason;
    t->cell.rest = NULL;
    if (reason != CELL_NONE && reason != CELL_REGULAR && c->rest != NULL)
    {
        _arb_vec_clear(c->rest, s->g->r->n_rest);
        c->rest = NULL;
    }
    s->g->r->n_open += reason == CELL_OPEN;
    return 1;
}

/* Sorts the tasks of one round out; halves go to `next`. */
static int
sort_out(search_t *s, search_t *next, int last)
{
    long i;
    int good = 1;

    for (i = 0; i < s->n; i++)
    {
        task_t *t = s->task + i;
        cell_reason_t reason = t->reason;

        if (reason == CELL_ONE && s->g->system->n_extra == 0
            && (t->cell.solution = settle(s, t)) < 0)
            reason = CELL_OPEN;
        if (good && (reason != CELL_OPEN || last
                     || !split(next, s, t)))
            good = keep(s, t, reason);
        task_clear(t, s->g);
    }
    s->n = 0;
    return good;
}

/* Are all open cells at ends of order parameters?  Then what is claimed ends
   before them (r->lo, r->hi), and so must the solutions. */
static int
leave_ends(global_t *g)
{
    global_result_t *r = g->r;
    long i;
    int k, good = g->range != NULL && r->why == NULL;

    for (i = 0; i < r->n_cells && good; i++)
    {
        const cell_t *c = r->cell + i;

        if (c->reason != CELL_OPEN)
            continue;
        for (k = 0, good = 0; k < r->n_cut && !good; k++)
        {
            if (r->cut[k] >= g->model->n_orders
                || !(c->lower[k] || c->upper[k]))
                continue;
            good = 1;
            r->limited = 1;
            if (c->lower[k])
                r->lo[k] = fmax(r->lo[k], c->hi[k]);
            else
                r->hi[k] = fmin(r->hi[k], c->lo[k]);
        }
    }
    for (i = 0; i < r->n_solutions && good; i++)
        for (k = 0; k < r->n_cut && good; k++)
        {
            arb_srcptr x = r->solution[i].env + r->cut[k];
            arf_t lo, hi;

            arf_init(lo);
            arf_init(hi);
            arb_get_lbound_arf(lo, x, POINT_PREC);
            arb_get_ubound_arf(hi, x, POINT_PREC);
            good = arf_cmp_d(lo, r->lo[k]) > 0 && arf_cmp_d(hi, r->hi[k]) < 0;
            arf_clear(hi);
            arf_clear(lo);
        }
    return good;
}

/* What is counted has to lie between the ends, not on them. */
static int
strictly_inside(const search_t *s)
{
    const global_result_t *r = s->g->r;
    int i, k;

    for (i = 0; i < r->n_solutions; i++)
        for (k = 0; k < r->n_cut; k++)
        {
            arb_srcptr x = r->solution[i].env + r->cut[k];

            if (!arb_gt(x, s->end + 2 * k) || !arb_lt(x, s->end + 2 * k + 1))
                return 0;
        }
    return 1;
}

certify_verdict_t
search_cells(search_t *s, const cell_t *domain)
{
    global_t *g = s->g;
    search_t next = *s;
    int good = push(s, domain);

    while (s->n > 0 && good)
    {
        search_t swap;
        int last;

        global_parallel(g, s->n, judge_task, s);
        last = g->stop
               || g->r->n_cells + 2 * s->n > g->options->max_boxes;
        if (last && !g->stop)
            g->r->why = "the budget of boxes is spent";
        good = sort_out(s, &next, last);
        swap = *s;
        *s = next;
        next = swap;
    }
    free(s->task);
    free(next.task);
    s->task = NULL;
    if (good && !g->stop && !strictly_inside(s))
    {
        g->r->why = "a solution may lie at an end of the domain";
        return CERTIFY_UNDECIDED;
    }
    if (!good || g->stop || (g->r->n_open > 0 && !leave_ends(g)))
    {
        if (g->r->why == NULL)
            g->r->why = "boxes are left where enclosures are too wide, or a "
                        "solution is degenerate";
        return CERTIFY_UNDECIDED;
    }
    return CERTIFY_PROVEN;
}
