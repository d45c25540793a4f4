/* runtime/quadrature/ranges.c -- integrals for wide balls, by ranges.
 *
 * Normal weight, the whole line: the line is cut into cells, and an integrand
 * is on each between the ends of its range there.  No analyticity is asked for,
 * and the answer is as sharp as the balls are narrow.  It has to depend
 * continuously on the env, though, as a residual over a box (see real_select).
 */
#include "balls.h"
#include "lanes.h"
#include "machine_parity.h"
#include "machine_range.h"

#include <arb_hypgeom.h>
#include <math.h>
#include <stdlib.h>

#define MAX_DEPTH 8
#define MAX_CELLS 2000
#define PREC 40

typedef struct
{
    ball_task_t *task;
    range_machine_t m;
    arb_ptr out;
    double *least;         /* cells that add less to the width stay whole  */
    long cells;
    int depth;             /* cells are not cut for the width below that   */
    lanes_t conditions;
    int tied;              /* a condition may be 0 on a part of the line   */
} ranges_t;

/* H(|x|) */
static void
tail_at(arb_t h, ranges_t *s, double x)
{
    arb_t at;

    arb_init(at);
    arb_set_d(at, fabs(x));
    arb_mul(h, at, s->m.real.root_half, 2 * PREC);
    arb_hypgeom_erfc(h, h, 2 * PREC);
    arb_mul_2exp_si(h, h, -1);
    arb_clear(at);
}

/* The range of all integrands on [a, b].  Ends of cells are multiples of 1/2,
   halved MAX_DEPTH times at most: middle and radius are exact as doubles. */
static void
range_on(ranges_t *s, double a, double b)
{
    const saddle_group_t *g = s->task->group;
    arb_ptr t = s->m.real.r + g->n_env;
    int k;

    arb_set_d(t, a + (b - a) / 2);
    mag_set_d(arb_radref(t), (b - a) / 2);
    s->m.real.outside[g->n_env] = 0;
    s->m.real.n_selects = 0;
    scaled_machine_renew(&s->m.scaled);
    g->ball->integrand(&s->m.scaled.base);
    for (k = 0; k < g->n_integrands; k++)
        scaled_machine_form(&s->m.scaled, g->ball->outputs[k]);
}

/* Is a condition undecided on the cell, whose zeros there may be many?  Those of a
   polynomial are few, so that the integral is continuous: each point of the env
   has a dominated limit almost everywhere. */
static int
is_tied(const ranges_t *s)
{
    const lanes_t *l = &s->conditions;
    const real_machine_t *m = &s->m.real;
    int k;

    if (m->n_selects != l->n_conditions)
        return 1;              /* more of them than there is room for */
    for (k = 0; k < m->n_selects; k++)
        if (m->select_sign[k] == 0 && l->condition[k] != CONDITION_CROSSES)
            return 1;
    return 0;
}

/* Adds mass times range where that is narrow enough, or at last; else 0. */
static int
add_whole(ranges_t *s, const arb_t mass, int depth)
{
    const saddle_group_t *g = s->task->group;
    arb_t v;
    int k, good = 1, last = depth == MAX_DEPTH || s->cells > MAX_CELLS;

    arb_init(v);
    for (k = 0; k < g->n_integrands && good && !last; k++)
    {
        arb_mul(v, s->m.real.r + g->ball->outputs[k], mass, PREC);
        good = arb_is_finite(v) && (depth >= s->depth
               || mag_get_d(arb_radref(v)) <= s->least[k]);
    }
    for (k = 0; k < g->n_integrands && good; k++)
    {
        arb_mul(v, s->m.real.r + g->ball->outputs[k], mass, PREC);
        arb_add(s->out + k, s->out + k, v, PREC);
    }
    s->tied = s->tied || (good && is_tied(s));
    arb_clear(v);
    return good;
}

/* A cell, a between 0 and b in size; from, to: H(|a|), H(|b|). */
static void
add_cell(ranges_t *s, double a, double b, const arb_t from, const arb_t to,
         int depth)
{
    arb_t mass, between;

    arb_init(mass);
    arb_sub(mass, from, to, PREC);
    range_on(s, fmin(a, b), fmax(a, b));
    s->cells++;
    if (!add_whole(s, mass, depth))
    {
        double middle = a + (b - a) / 2;

        arb_init(between);
        tail_at(between, s, middle);
        add_cell(s, a, middle, from, between, depth + 1);
        add_cell(s, middle, b, between, to, depth + 1);
        arb_clear(between);
    }
    arb_clear(mass);
}

/* Cells of width 1/2 on one side, from 0 to the cut. */
static void
add_side(ranges_t *s, double cut, int side)
{
    arb_t from, to;
    double x;

    arb_init(from);
    arb_init(to);
    tail_at(from, s, 0);
    for (x = 0; x < cut; x += 0.5)
    {
        tail_at(to, s, x + 0.5);
        add_cell(s, side * x, side * (x + 0.5), from, to, 0);
        arb_swap(from, to);
    }
    arb_clear(to);
    arb_clear(from);
}

/* The largest relative radius in the env. */
static double
widest(const ball_task_t *task)
{
    double most = 0;
    int k;

    for (k = 0; k < task->group->n_env; k++)
    {
        double mid = fabs(arf_get_d(arb_midref(task->env + k), ARF_RND_NEAR));
        double width = mag_get_d(arb_radref(task->env + k));

        most = fmax(most, width / (mid + width + 1e-300));
    }
    return most;
}

/* Sizes of the integrals at the middle of the env set what is narrow enough. */
static void
set_least(ranges_t *s)
{
    const saddle_group_t *g = s->task->group;
    double width = fmin(fmax(widest(s->task), 0.01), 0.5);
    double part = fmin(0.1, width) / 24;
    arb_ptr middle = _arb_vec_init(g->n_env);
    ball_task_t at = *s->task;
    sizes_t sizes;
    int k;

    /* cells as wide as the balls are, and half of that */
    s->depth = 1 + (int) ceil(log2(0.5 / width));
    for (k = 0; k < g->n_env; k++)
        arb_get_mid_arb(middle + k, s->task->env + k);
    at.env = middle;
    sizes_approx(&sizes, &at, -5, 5, 41);
    for (k = 0; k < g->n_integrands; k++)
        s->least[k] = part * exp2(sizes.log2_scale[k]);
    sizes_clear(&sizes);
    _arb_vec_clear(middle, g->n_env);
}

/* Adds both sides, or twice one of them. */
static void
add_line(ranges_t *s, double cut)
{
    const saddle_group_t *g = s->task->group;
    int k, even = group_is_even(g);

    _arb_vec_zero(s->out, g->n_integrands);
    add_side(s, cut, 1);
    if (!even)
        add_side(s, cut, -1);
    for (k = 0; k < g->n_integrands && even; k++)
        arb_mul_2exp_si(s->out + k, s->out + k, 1);
}

/* The constants, and what is known of the conditions. */
static void
start(ranges_t *s)
{
    const saddle_group_t *g = s->task->group;

    lanes_init(&s->conditions);
    lanes_record(&s->conditions, g, &s->m.real);
    s->m.real.strict = 1;
    g->ball->constants(&s->m.scaled.base);
    s->m.real.strict = 0;
    scaled_machine_keep(&s->m.scaled);
}

saddle_status_t
ranges(arb_ptr out, ball_task_t *task)
{
    const saddle_group_t *g = task->group;
    saddle_status_t status = SADDLE_UNPROVED;
    mag_ptr bound = _mag_vec_init(g->n_integrands);
    ranges_t s = { .task = task, .out = out };
    double cut;
    int k;

    task->why = "no growth bound of an integrand proves its decay";
    s.least = calloc((size_t) g->n_integrands + 1, sizeof *s.least);
    if (s.least == NULL)
        abort();
    range_machine_init(&s.m, g->ball->n_registers);
    real_machine_set(&s.m.real, task->env, g->n_env, PREC);
    /* rounded balls may reach a little below an end of a domain */
    for (k = 0; k < g->n_env; k++)
        if (arb_is_nonnegative(task->env + k))
            arb_nonnegative_part(s.m.real.r + k, s.m.real.r + k);
    start(&s);
    set_least(&s);
    cut = ranges_cut(bound, task, s.least);
    if (cut > 0)
    {
        add_line(&s, cut);
        status = s.tied ? SADDLE_UNPROVED : SADDLE_OK;
        task->why = s.tied ? "a comparison in an average may be undecided for "
                             "all points of the box" : NULL;
    }
    for (k = 0; k < g->n_integrands && cut > 0; k++)
    {
        arb_add_error_mag(out + k, bound + k);
        if (!arb_is_finite(out + k))
        {
            status = SADDLE_UNPROVED;
            task->why = "an integrand is not bounded for all points of the box";
        }
    }
    range_machine_clear(&s.m);
    lanes_clear(&s.conditions);
    free(s.least);
    _mag_vec_clear(bound, g->n_integrands);
    return status;
}
