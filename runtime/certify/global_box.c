/* runtime/certify/global_box.c -- all solutions by branch and bound.
 *
 * Cells are boxes of the variables that are cut: overlaps, or all unknowns;
 * conjugates follow from the natural map on the cell.  docs/certificates.md,
 * "In general".
 */
#include "global_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* off-centre, so that symmetric solutions do not lie on faces */
#define SPLIT 0.4873
#define WIDE_PREC 30
/* relative width above which balls go by ranges */
#define WIDE 0.008
#define POINT_PREC 64
/* narrower boxes are left undecided */
#define LEAST_WIDTH 1e-7
/* part of the domain that is narrow wherever it lies */
#define LEAST_SCALE 0.02
/* part of the domain that may be left at an end */
#define END_WIDTH 0.02

typedef struct
{
    cell_t cell;
    cell_reason_t reason;
    arb_ptr box, zero;       /* of CELL_ONE                                */
    double smear[GLOBAL_MAX_DIM];  /* how much each variable widens the
                                      residual; all 0: not known           */
} task_t;

typedef struct
{
    global_t *g;
    task_t *task;
    long n, room;
    arb_struct end[2 * GLOBAL_MAX_DIM];
} search_t;

/* ---- one box -------------------------------------------------------------- */

typedef struct
{
    int n;
    arb_ptr x, c, all, f, k;
    arb_mat_t j, y, m;
} box_t;

static void
box_init(box_t *b, int n)
{
    b->n = n;
    b->x = _arb_vec_init(n);
    b->c = _arb_vec_init(n);
    b->f = _arb_vec_init(n);
    b->k = _arb_vec_init(n);
    b->all = _arb_vec_init(n + n * n);
    arb_mat_init(b->j, n, n);
    arb_mat_init(b->y, n, n);
    arb_mat_init(b->m, n, n);
}

static void
box_clear(box_t *b)
{
    arb_mat_clear(b->m);
    arb_mat_clear(b->y);
    arb_mat_clear(b->j);
    _arb_vec_clear(b->all, b->n + b->n * b->n);
    _arb_vec_clear(b->k, b->n);
    _arb_vec_clear(b->f, b->n);
    _arb_vec_clear(b->c, b->n);
    _arb_vec_clear(b->x, b->n);
}

/* How wide a cell is in one variable: against the domain, and against the
   distance to its ends (of a parameter: against its size), near which functions
   are steeper. */
static double
relative_width(const global_t *g, const cell_t *c, int k)
{
    double w = c->hi[k] - c->lo[k], from = g->first.lo[k];
    double to = g->first.hi[k], scale = to - from;

    if (g->r->cut[k] < g->model->n_orders)
        scale = fmin(scale, 4 * fmin(c->hi[k] - from, to - c->lo[k]));
    else
        scale = fmin(scale, 2 * fmax(fabs(c->lo[k]), fabs(c->hi[k])));
    return w / fmax(scale, LEAST_SCALE * (to - from));
}

/* Over an env as wide as a cell: ranges where it is, else as for points. */
int
cell_value(seat_t *seat, const cell_t *c, arb_ptr out,
           const saddle_program_t *program)
{
    double widest = 0;
    int k;

    for (k = 0; k < seat->g->r->n_cut; k++)
        widest = fmax(widest, relative_width(seat->g, c, k));
    return widest > WIDE ? seat_range(seat, out, program)
                         : seat_value(seat, out, program, WIDE_PREC);
}

/* The box of a cell in seat->env; conjugates by the map. */
static int
place_box(seat_t *seat, const search_t *s, const cell_t *c)
{
    global_t *g = seat->g;
    global_result_t *r = g->r;
    arf_t lo, hi;
    arb_ptr out;
    int k, good = 1;

    arf_init(lo);
    arf_init(hi);
    for (k = 0; k < r->n_cut; k++)
    {
        arf_set_d(lo, c->lo[k]);
        arf_set_d(hi, c->hi[k]);
        if (c->lower[k])
            arb_get_lbound_arf(lo, s->end + 2 * k, POINT_PREC);
        if (c->upper[k])
            arb_get_ubound_arf(hi, s->end + 2 * k + 1, POINT_PREC);
        arb_set_interval_arf(seat->env + r->cut[k], lo, hi, POINT_PREC);
        if (arf_is_zero(lo))
            arb_nonnegative_part(seat->env + r->cut[k],
                                 seat->env + r->cut[k]);
    }
    arf_clear(hi);
    arf_clear(lo);
    if (r->n_rest == 0)
        return 1;
    out = _arb_vec_init(r->n_rest);
    for (k = 0; k < r->n_rest; k++)
        arb_zero(seat->env + r->rest[k]);
    good = cell_value(seat, c, out, g->conjugates);
    for (k = 0; k < r->n_rest; k++)
        arb_swap(seat->env + g->rest_place[k], out + k);
    _arb_vec_clear(out, r->n_rest);
    return good;
}

static int
excludes_zero(arb_srcptr v, int n)
{
    int i;

    for (i = 0; i < n; i++)
        if (arb_is_finite(v + i) && !arb_contains_zero(v + i))
            return 1;
    return 0;
}

/* y = inverse of the midpoint of j; m = y j */
static int
precondition(box_t *b)
{
    int i, k, good;

    arb_mat_get_mid(b->m, b->j);
    good = arb_mat_inv(b->y, b->m, POINT_PREC);
    if (good)
        arb_mat_get_mid(b->y, b->y);
    for (i = 0; i < b->n && good; i++)
        for (k = 0; k < b->n && good; k++)
            good = arb_is_finite(arb_mat_entry(b->y, i, k));
    if (good)
        arb_mat_mul(b->m, b->y, b->j, POINT_PREC);
    return good;
}

/* k = y f(c) + m (x - c), which holds 0 when there is a zero in the box; then
   k = c - y f(c) + (1 - m)(x - c). */
static int
linear_excludes(box_t *b)
{
    arb_t t, rest;
    int i, k, none;

    arb_init(t);
    arb_init(rest);
    for (i = 0; i < b->n; i++)
    {
        arb_zero(b->k + i);
        for (k = 0; k < b->n; k++)
        {
            arb_addmul(b->k + i, arb_mat_entry(b->y, i, k), b->f + k,
                       POINT_PREC);
            arb_sub(t, b->x + k, b->c + k, POINT_PREC);
            arb_addmul(b->k + i, arb_mat_entry(b->m, i, k), t, POINT_PREC);
        }
    }
    none = excludes_zero(b->k, b->n);
    for (i = 0; i < b->n; i++)
    {
        arb_set(b->k + i, b->c + i);
        for (k = 0; k < b->n; k++)
        {
            arb_submul(b->k + i, arb_mat_entry(b->y, i, k), b->f + k,
                       POINT_PREC);
            arb_sub(t, b->x + k, b->c + k, POINT_PREC);
            arb_neg(rest, arb_mat_entry(b->m, i, k));
            if (i == k)
                arb_add_ui(rest, rest, 1, POINT_PREC);
            arb_addmul(b->k + i, rest, t, POINT_PREC);
        }
    }
    arb_clear(rest);
    arb_clear(t);
    return none;
}

static int
image_inside(const box_t *b)
{
    int i;

    for (i = 0; i < b->n; i++)
        if (!arb_is_finite(b->k + i)
            || !arb_contains_interior(b->x + i, b->k + i))
            return 0;
    return 1;
}

/* Does the cell touch the lower end in all that is cut, and is that end, with
   every unknown 0, a boundary state? */
static int
at_boundary_state(const global_t *g, const cell_t *c)
{
    int b, k, i, fixed;

    for (k = 0; k < g->r->n_cut; k++)
        if (!c->lower[k] || c->lo[k] != 0)
            return 0;
    for (b = 0; b < g->r->n_boundaries; b++)
    {
        const saddle_boundary_t *s = g->model->boundary + g->r->boundary[b];

        for (i = 0, fixed = 0; i < g->system->n; i++)
            for (k = 0; k < s->n_fixed; k++)
                fixed += s->fixed[k] == g->system->unknown[i]
                         && strcmp(s->value[k], "0") == 0;
        if (fixed == g->system->n)
            return 1;
    }
    return 0;
}

/* |1 - m| < 1 in the row-sum norm: the residual is injective on the box. */
static int
injective(const box_t *b)
{
    mag_t row, entry;
    arb_t t;
    int i, k, good = 1;

    mag_init(row);
    mag_init(entry);
    arb_init(t);
    for (i = 0; i < b->n; i++)
    {
        mag_zero(row);
        for (k = 0; k < b->n; k++)
        {
            arb_sub_si(t, arb_mat_entry(b->m, i, k), i == k, POINT_PREC);
            arb_get_mag(entry, t);
            mag_add(row, row, entry);
        }
        good = good && mag_cmp_2exp_si(row, 0) < 0;
    }
    arb_clear(t);
    mag_clear(entry);
    mag_clear(row);
    return good;
}

/* The part of each cut variable in the width of the residuals, by the Jacobian
   on the box; what is not cut follows from the first one. */
static void
measure_smear(const global_t *g, const box_t *b, double *smear)
{
    const global_result_t *r = g->r;
    double row[GLOBAL_MAX_DIM];
    int i, k, cut;

    for (i = 0; i < b->n; i++)
    {
        double sum = 1e-300;

        memset(row, 0, sizeof row);
        for (k = 0; k < b->n; k++)
        {
            mag_t size;
            double part;

            mag_init(size);
            arb_get_mag(size, arb_mat_entry(b->j, i, k));
            mag_mul(size, size, arb_radref(b->x + k));
            part = mag_get_d(size);
            mag_clear(size);
            for (cut = r->n_cut - 1; cut > 0; cut--)
                if (r->cut[cut] == g->system->unknown[k])
                    break;
            row[cut] += part;
            sum += part;
        }
        for (cut = 0; cut < r->n_cut; cut++)
            smear[cut] = fmax(smear[cut], row[cut] / sum);
    }
}

static cell_reason_t
judge(seat_t *seat, box_t *b, task_t *t)
{
    const cell_t *c = &t->cell;
    const saddle_system_t *system = seat->g->system;
    int i, k;

    for (i = 0; i < b->n; i++)
        arb_set(b->x + i, seat->env + system->unknown[i]);
    cell_value(seat, c, b->f, system->residual);
    if (excludes_zero(b->f, b->n))
        return CELL_NONE;
    if (!cell_value(seat, c, b->all, system->jacobian))
        return CELL_OPEN;
    if (excludes_zero(b->all, b->n))
        return CELL_NONE;
    for (i = 0; i < b->n; i++)
        for (k = 0; k < b->n; k++)
            arb_set(arb_mat_entry(b->j, i, k), b->all + b->n * (i + 1) + k);
    measure_smear(seat->g, b, t->smear);
    if (!precondition(b))
        return CELL_OPEN;
    if (at_boundary_state(seat->g, c) && injective(b))
        return CELL_FIXED;
    for (i = 0; i < b->n; i++)
    {
        arb_get_mid_arb(b->c + i, b->x + i);
        arb_set(seat->env + system->unknown[i], b->c + i);
    }
    if (!seat_value(seat, b->f, system->residual, POINT_PREC))
        return CELL_OPEN;
    if (linear_excludes(b))
        return CELL_NONE;
    return image_inside(b) ? CELL_ONE : CELL_OPEN;
}

/* A cell at the upper end of an overlap for which an argument of its own
   exists (global_end.c): for all parameters of the cell. */
static cell_reason_t
judge_end(seat_t *seat, const search_t *s, const cell_t *c)
{
    const global_t *g = seat->g;
    const saddle_line_t *line = g->model->line;
    cell_t end;
    int k;

    if (line == NULL || g->hi_double <= 0 || g->state->boundary >= 0)
        return CELL_OPEN;
    for (k = 0; k < g->r->n_cut; k++)
    {
        if (g->r->cut[k] != line->overlap || !c->upper[k])
            continue;
        memset(&end, 0, sizeof end);
        end.lo[0] = c->lo[k];
        end.hi[0] = c->hi[k];
        end.lower[0] = c->lower[k];
        end.upper[0] = 1;
        place_box(seat, s, c);
        if (c->lower[k])
            return CELL_OPEN;
        if (line_prove_normal(seat, &end))
            return CELL_NORMAL;
        if (line_prove_jump(seat, &end))
            return CELL_JUMP;
    }
    return CELL_OPEN;
}

static void
judge_task(seat_t *seat, long i, void *ctx)
{
    search_t *s = ctx;
    task_t *t = s->task + i;
    const global_result_t *r = seat->g->r;
    int n = seat->g->system->n, k;
    box_t b;

    box_init(&b, n);
    t->reason = CELL_OPEN;
    if (place_box(seat, s, &t->cell))
    {
        if (r->n_rest > 0)
            t->cell.rest = _arb_vec_init(r->n_rest);
        for (k = 0; k < r->n_rest; k++)
            arb_set(t->cell.rest + k, seat->env + r->rest[k]);
        t->reason = seat->g->system->n_extra == 0
                    ? judge(seat, &b, t)
                    : singular_judge(seat, &t->cell);
    }
    if (t->reason == CELL_OPEN)
        t->reason = judge_end(seat, s, &t->cell);
    if (t->reason == CELL_ONE && seat->g->system->n_extra == 0)
    {
        t->box = _arb_vec_init(n);
        t->zero = _arb_vec_init(n);
        _arb_vec_set(t->box, b.x, n);
        _arb_vec_set(t->zero, b.k, n);
    }
    box_clear(&b);
}

/* ---- the search ------------------------------------------------------------ */

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

    for (k = 0; k < g->r->n_cut && g->range != NULL; k++)
        if (g->r->cut[k] < g->model->n_orders && (c->lower[k] || c->upper[k])
            && c->hi[k] - c->lo[k]
               < END_WIDTH * (g->first.hi[k] - g->first.lo[k]))
            return 1;
    return 0;
}

static int
split(search_t *to, const search_t *from, const task_t *t)
{
    const cell_t *c = &t->cell;
    cell_t half = *c;
    double worst = 0, most = 0;
    int k, at = 0;

    for (k = 0; k < from->g->r->n_cut; k++)
        if (relative_width(from->g, c, k) > worst)
        {
            worst = relative_width(from->g, c, k);
            at = k;
        }
    if (worst < LEAST_WIDTH || ends_here(from->g, c))
        return 0;
    /* no variable gets much narrower than the others */
    for (k = 0; k < from->g->r->n_cut; k++)
        if (isfinite(t->smear[k]) && t->smear[k] > most
            && relative_width(from->g, c, k) > worst / 32)
        {
            most = t->smear[k];
            at = k;
        }
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

static certify_verdict_t
search(search_t *s)
{
    global_t *g = s->g;
    search_t next = *s;
    int good = 1;

    next.task = NULL;
    next.n = next.room = 0;
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

/* ---- the domain -------------------------------------------------------------- */

/* The cut variable v between two balls; 0 when it is not finite. */
static int
add_cut(search_t *s, cell_t *c, int v, const arb_t lo, const arb_t hi)
{
    global_result_t *r = s->g->r;
    int k = r->n_cut;

    if (k == GLOBAL_MAX_DIM || !arb_is_finite(lo) || !arb_is_finite(hi)
        || !arb_lt(lo, hi))
        return 0;
    r->cut[r->n_cut++] = v;
    arb_set(s->end + 2 * k, lo);
    arb_set(s->end + 2 * k + 1, hi);
    c->lo[k] = arf_get_d(arb_midref(lo), ARF_RND_NEAR);
    c->hi[k] = arf_get_d(arb_midref(hi), ARF_RND_NEAR);
    c->lower[k] = c->upper[k] = 1;
    return 1;
}

/* Is order v given by the natural map?  Its place among the map's values. */
static int
mapped(const global_t *g, int v)
{
    int k;

    if (g->conjugates == NULL)
        return -1;
    for (k = 0; k < g->state->n_map[1]; k++)
        if (g->state->map_unknown[1][k] == v)
            return k;
    return -1;
}

/* The ends of the domain for all values of the parameter of a threshold at once.
   0: one is not known, or moves with the parameter. */
static int
domain_ends(const global_t *g, seat_t *seat, arb_ptr ends)
{
    const saddle_model_t *m = g->model;
    int i, good, n = 2 * m->n_orders;

    for (i = 0; i < g->system->n && g->range != NULL; i++)
        if (g->system->unknown[i] >= m->n_orders
            && g->system->unknown[i] < m->n_orders + m->n_parameters)
            arb_union(seat->env + g->system->unknown[i], g->range,
                      g->range + 1, 128);
    good = seat_value(seat, ends, m->order_domain, 128);
    for (i = 0; i < n && g->range != NULL; i++)
        good = good && mag_cmp_2exp_si(arb_radref(ends + i), -40) < 0;
    return good;
}

static int
lay_domain(search_t *s, cell_t *c)
{
    global_t *g = s->g;
    global_result_t *r = g->r;
    const saddle_model_t *m = g->model;
    arb_ptr ends = _arb_vec_init(2 * m->n_orders);
    seat_t seat;
    int i, known, good;

    seat_init(&seat, g);
    good = known = domain_ends(g, &seat, ends);
    if (m->line != NULL && !line_ends(&seat))
        g->hi_double = 0;
    for (i = 0; i < g->system->n && good; i++)
    {
        int v = g->system->unknown[i];

        if (v >= m->n_orders + m->n_parameters)
            continue;
        if (v >= m->n_orders)
            good = g->range != NULL
                   && add_cut(s, c, v, g->range, g->range + 1);
        else if (mapped(g, v) >= 0)
            r->rest[r->n_rest++] = v;
        else
            good = !m->order[v].lo_infinite && !m->order[v].hi_infinite
                   && add_cut(s, c, v, ends + 2 * v, ends + 2 * v + 1);
    }
    good = good && r->n_rest == (g->conjugates != NULL
                                 ? g->state->n_map[1] : 0);
    for (i = 0; i < r->n_rest && good; i++)
        g->rest_place[i] = g->state->map_unknown[1][i];
    seat_clear(&seat);
    good = good && r->n_cut > 0;
    if (!good)
        r->why = g->range != NULL && !known
                     ? "an end of the domain depends on the parameter"
                     : "the domain is not bounded: an unknown has an infinite "
                       "range and is not given by the others";
    _arb_vec_clear(ends, 2 * m->n_orders);
    return good;
}

certify_verdict_t
global_box(global_t *g)
{
    certify_verdict_t verdict = CERTIFY_UNDECIDED;
    search_t s;
    cell_t c;
    int k;

    memset(&s, 0, sizeof s);
    memset(&c, 0, sizeof c);
    s.g = g;
    for (k = 0; k < 2 * GLOBAL_MAX_DIM; k++)
        arb_init(s.end + k);
    if (g->system->residual == NULL
        || (g->system->n_extra == 0 ? g->system->jacobian == NULL
                                    : !singular_is_searched(g->system)))
        g->r->why = "a system with the unknowns of two states is not searched";
    else if (lay_domain(&s, &c))
    {
        g->first = c;
        for (k = 0; k < g->r->n_cut; k++)
        {
            g->r->lo[k] = -HUGE_VAL;
            g->r->hi[k] = HUGE_VAL;
        }
        if (push(&s, &c))
            verdict = search(&s);
    }
    for (k = 0; k < 2 * GLOBAL_MAX_DIM; k++)
        arb_clear(s.end + k);
    return verdict;
}
