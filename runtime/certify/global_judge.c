/* runtime/certify/global_judge.c -- what a cell of a domain holds.
 *
 * docs/certificates.md, "In general".
 */
#include "global_search.h"

#include <math.h>
#include <string.h>

#define WIDE_PREC 30
/* relative width above which balls go by ranges */
#define WIDE 0.008
/* part of the domain that is narrow wherever it lies */
#define LEAST_SCALE 0.02

double
judge_width(const global_t *g, const cell_t *c, int k)
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
        widest = fmax(widest, judge_width(seat->g, c, k));
    return widest > WIDE ? seat_range(seat, out, program)
                         : seat_value(seat, out, program, WIDE_PREC);
}

/* What is cut in seat->env. */
static void
place_cut(seat_t *seat, const search_t *s, const cell_t *c)
{
    const global_result_t *r = seat->g->r;
    arf_t lo, hi;
    int k;

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
}

/* The box of a cell in seat->env; conjugates by the map. */
static int
place_box(seat_t *seat, const search_t *s, const cell_t *c)
{
    global_t *g = seat->g;
    const global_result_t *r = g->r;
    arb_ptr out;
    int k, good;

    place_cut(seat, s, c);
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
    if (box_excludes_zero(b->f, b->n))
        return CELL_NONE;
    if (!cell_value(seat, c, b->all, system->jacobian))
        return CELL_OPEN;
    if (box_excludes_zero(b->all, b->n))
        return CELL_NONE;
    for (i = 0; i < b->n; i++)
        for (k = 0; k < b->n; k++)
            arb_set(arb_mat_entry(b->j, i, k), b->all + b->n * (i + 1) + k);
    measure_smear(seat->g, b, t->smear);
    if (!box_precondition(b))
        return CELL_OPEN;
    if (at_boundary_state(seat->g, c) && box_is_injective(b))
        return CELL_FIXED;
    for (i = 0; i < b->n; i++)
    {
        arb_get_mid_arb(b->c + i, b->x + i);
        arb_set(seat->env + system->unknown[i], b->c + i);
    }
    if (!seat_value(seat, b->f, system->residual, POINT_PREC))
        return CELL_OPEN;
    if (box_is_excluded(b))
        return CELL_NONE;
    return box_holds_one(b) ? CELL_ONE : CELL_OPEN;
}

/* A cell at the upper end of an overlap for which an argument of its own
   exists, for all parameters of the cell: global_end.c and global_jump.c on a
   line, global_narrow.c for volumes. */
static cell_reason_t
judge_end(seat_t *seat, const search_t *s, const cell_t *c)
{
    const global_t *g = seat->g;
    const saddle_line_t *line = g->line;
    int overlap = line != NULL ? line->overlap : 0, k;
    cell_t end;

    if (g->state->boundary >= 0)
        return CELL_OPEN;
    for (k = 0; k < g->r->n_cut; k++)
        if (g->r->cut[k] == overlap && c->upper[k] && !c->lower[k])
            break;
    if (k == g->r->n_cut)
        return CELL_OPEN;
    place_box(seat, s, c);
    if (line == NULL)
        return narrow_prove_end(seat, c->lo[k]) ? CELL_NARROW : CELL_OPEN;
    memset(&end, 0, sizeof end);
    end.lo[0] = c->lo[k];
    end.hi[0] = c->hi[k];
    end.upper[0] = 1;
    if (g->hi_double > 0 && line_prove_normal(seat, &end))
        return CELL_NORMAL;
    return g->hi_double > 0 && line_prove_jump(seat, &end) ? CELL_JUMP
                                                           : CELL_OPEN;
}

void
judge_task(seat_t *seat, long i, void *ctx)
{
    search_t *s = ctx;
    task_t *t = s->task + i;
    const global_result_t *r = seat->g->r;
    int n = seat->g->system->n, k;
    box_t b;

    box_init(&b, n);
    t->reason = CELL_OPEN;
    place_cut(seat, s, &t->cell);
    if (seat->g->rise != NULL)
        t->reason = rise_judge(seat, t, s->end);
    if (t->reason == CELL_OPEN && place_box(seat, s, &t->cell))
    {
        if (r->n_rest > 0)
            t->cell.rest = _arb_vec_init(r->n_rest);
        for (k = 0; k < r->n_rest; k++)
        {
            if (seat->g->rise != NULL)
                rise_conjugate(t, seat->env + r->rest[k]);
            arb_set(t->cell.rest + k, seat->env + r->rest[k]);
        }
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
