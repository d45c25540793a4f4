/* runtime/certify/global_line.c -- all solutions on a Nishimori line.
 *
 * The map T = F o G of the overlap does not decrease, so T(a) > b excludes
 * all of [a, b], and so does T(b) < a: values at points are enough.  A plan is
 * made in doubles, from one solution to the next; then every cell is proven.
 */
#include "global_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_MARKS (GLOBAL_MAX_SOLUTIONS + 2)
/* below it values in doubles do not lead any further */
#define LEAST_STEP 2e-15

/* A stretch that the plan leaves alone: its cell is proven by other means. */
typedef struct
{
    double lo, hi;
    cell_reason_t reason;
    int solution;
    double witness;
} mark_t;

/* a cell by slope is worth as many others */
#define SLOPE_WORTH 4

typedef struct
{
    global_t *g;
    seat_t seat;
    int no_slopes;
    int n;
    mark_t mark[MAX_MARKS];
} plan_t;

static double
step(plan_t *p, double x, double *y)
{
    *y = line_map_approx(p->g, 1, x);
    return isfinite(*y) ? line_map_approx(p->g, 0, *y) : NAN;
}

/* ---- solutions -------------------------------------------------------------- */

/* Grid of the overlap: even in the middle, geometric at both ends. */
static double
grid(const plan_t *p, int i, int n)
{
    double rho = p->g->hi_double;
    int ends = n / 3;

    if (i < ends)
        return rho * 0.1 * pow(1e-7, 1 - (double) i / ends);
    if (i >= n - ends)
        return rho * (1 - 0.1 * pow(1e-7, (double) (i - n + ends + 1) / ends));
    return rho * (0.1 + 0.8 * (i - ends) / (n - 2.0 * ends - 1));
}

static void
add_mark(plan_t *p, mark_t m)
{
    int i;

    if (p->n == MAX_MARKS)
        return;
    for (i = p->n++; i > 0 && p->mark[i - 1].lo > m.lo; i--)
        p->mark[i] = p->mark[i - 1];
    p->mark[i] = m;
}

static int
lies_between(const plan_t *p, int solution, double a, double b)
{
    const certify_result_t *s = p->g->r->solution + solution;
    double x = arf_get_d(arb_midref(s->env + p->g->model->line->overlap),
                         ARF_RND_NEAR);

    return a <= x && x <= b;
}

/* A sign change of T(x) - x between a and b. */
static void
solution_between(plan_t *p, double a, double b, int rising)
{
    const saddle_line_t *line = p->g->model->line;
    double *env = p->g->env, x, y;
    cell_t cell;
    int i, solution = -1;

    for (i = 1; i <= 52 && solution < 0 && !global_stopped(p->g); i++)
    {
        x = a + (b - a) / 2;
        if ((step(p, x, &y) > x) == rising)
            a = x;
        else
            b = x;
        if (i != 10 && i != 30 && i != 52)
            continue;
        env[line->overlap] = a;
        env[line->conjugate] = line_map_approx(p->g, 1, a);
        solution = global_add_solution(p->g, env);
        if (solution >= 0 && !lies_between(p, solution, a, b))
        {
            global_drop_solution(p->g);
            solution = -1;
        }
    }
    if (solution < 0)
        return;
    memset(&cell, 0, sizeof cell);
    if (line_box(&p->seat, &cell, solution))
        add_mark(p, (mark_t){ cell.lo[0], cell.hi[0], CELL_ONE, solution, 0 });
}

static void
find_solutions(plan_t *p)
{
    enum { POINTS = 240 };
    double x = -1, y, last = 0, sign = 0, from = 0, to = p->g->hi_double;
    int i;

    for (i = 0; i < p->n; i++) /* the marks of the ends */
        if (p->mark[i].lo == 0)
            from = p->mark[i].hi;
        else
            to = p->mark[i].lo;
    for (i = 0; i < POINTS && !global_stopped(p->g); i++)
    {
        double now, before = x;

        x = fmin(fmax(grid(p, i, POINTS), from), to);
        if (x == before)
            continue;
        now = step(p, x, &y) - x;
        if (now == 0)
            continue;
        if (sign * now < 0)
            solution_between(p, last, x, sign > 0);
        if (isfinite(now))
        {
            last = x;
            sign = now;
        }
    }
}

/* ---- the lower end ------------------------------------------------------------ */

/* Is (0, 0) one of the boundary states that exist here? */
static int
starts_at_boundary(const plan_t *p)
{
    const global_t *g = p->g;
    const saddle_line_t *line = g->model->line;
    int b, k, fixed;

    for (b = 0; b < g->r->n_boundaries; b++)
    {
        const saddle_boundary_t *s = g->model->boundary + g->r->boundary[b];

        fixed = 0;
        for (k = 0; k < s->n_fixed; k++)
            if (strcmp(s->value[k], "0") == 0)
                fixed |= s->fixed[k] == line->overlap     ? 1
                         : s->fixed[k] == line->conjugate ? 2
                                                          : 0;
        if (fixed == 3)
            return 1;
    }
    return 0;
}

static void
mark_lower_end(plan_t *p)
{
    cell_t cell;
    int tries;

    if (!starts_at_boundary(p))
        return;
    memset(&cell, 0, sizeof cell);
    for (tries = 2; tries < 40 && !global_stopped(p->g); tries++)
    {
        cell.reason = CELL_FIXED;
        cell.lower[0] = 1;
        cell.hi[0] = ldexp(1, ilogb(p->g->hi_double) - tries);
        cell.witness = 1.02 * line_map_approx(p->g, 1, cell.hi[0]);
        line_prove_cell(&p->seat, &cell);
        if (cell.reason == CELL_FIXED)
        {
            add_mark(p, (mark_t){ 0, cell.hi[0], CELL_FIXED, -1,
                                  cell.witness });
            return;
        }
    }
}

/* ---- the upper end -------------------------------------------------------------- */

/* The longest stretch up to the end that an argument of its own excludes.  A
   finite map at the end itself needs none. */
static void
mark_upper_end(plan_t *p)
{
    global_t *g = p->g;
    cell_t cell;
    int tries, k;

    memset(&cell, 0, sizeof cell);
    cell.upper[0] = 1;
    cell.hi[0] = g->hi_double;
    for (tries = 2; tries < 46 && !global_stopped(g); tries++)
        for (k = 0; k < 2; k++)
        {
            cell.lo[0] = g->hi_double * (1 - ldexp(1, -tries));
            cell.reason = k == 0 ? CELL_NORMAL : CELL_JUMP;
            line_prove_cell(&p->seat, &cell);
            if (cell.reason != CELL_OPEN)
            {
                add_mark(p, (mark_t){ cell.lo[0], cell.hi[0], cell.reason, -1,
                                      0 });
                return;
            }
        }
}

/* ---- staircases -------------------------------------------------------------------- */

static cell_t *
put(plan_t *p, double lo, double hi, cell_reason_t reason, double witness,
    int solution)
{
    cell_t *c = global_add_cell(p->g);

    if (c == NULL)
        return NULL;
    c->lo[0] = lo;
    c->hi[0] = hi;
    c->lower[0] = lo == 0;
    c->upper[0] = hi == p->g->hi_double;
    c->reason = reason;
    c->witness = witness;
    c->solution = solution;
    return c;
}

/* Between y = G(x) and the value whose image falls short of `next` by twice that
   part. */
static double
witness(plan_t *p, double x, double y, double next, double part)
{
    double h = 1e-4 * y + 1e-12;
    double slope = (line_map_approx(p->g, 0, y + h) - next) / h;
    double back = part * (next - x) / slope, most = 1e-3 * y;

    /* far from the solutions the map is flat, and a short way is enough */
    if (!(slope > 0) || !(fabs(back) < most))
        back = next > x ? most : -most;
    return y - back;
}

/* A cell by slope from x on its way to `end`, when it replaces many others:
   where it ends, or x. */
static double
slope_cell(plan_t *p, double x, double end, double step_length, int up)
{
    global_t *g = p->g;
    double room = fmin(x, g->hi_double - x), slope, to, y, y0, y1, next;
    double width, at;
    cell_t *c;

    if (p->no_slopes || room <= 0 || x == 0 || x == g->hi_double)
        return x;
    slope = line_slope_approx(g, x) - 1;
    width = 0.25 * fmin(fabs(slope), 0.6) * room;
    if (!(width > SLOPE_WORTH * step_length))
        return x;
    to = up ? fmin(x + width, end) : fmax(x - width, end);
    if (!(slope * (line_slope_approx(g, to) - 1) > 0))
        return x;
    y0 = line_map_approx(g, 1, up ? x : to);
    y1 = line_map_approx(g, 1, up ? to : x);
    /* where the map is nearest to the diagonal: a way of a quarter of that */
    at = slope > 0 ? x : to;
    next = step(p, at, &y);
    y = witness(p, at, y, next, 0.25);
    if (!((up ? next > at : next < at) && y0 > 0 && isfinite(y1)))
        return x;
    c = put(p, fmin(x, to), fmax(x, to), CELL_SLOPE, y, -1);
    if (c == NULL)
        return x;
    c->span[0] = y0 - 1e-3 * (y1 - y0) - 1e-6 * y0;
    c->span[1] = y1 + 1e-3 * (y1 - y0) + 1e-6 * y1;
    return to;
}

/* Cells from a up to b, or from b down to a; what is left is open. */
static int
staircase(plan_t *p, double a, double b)
{
    double middle = a + (b - a) / 2, x, y, next, to;
    int up = step(p, middle, &y) > middle;

    while (a < b)
    {
        x = up ? a : b;
        next = step(p, x, &y);
        to = x + 0.98 * (next - x);
        if (!isfinite(next) || global_stopped(p->g)
            || (up ? to - x : x - to) < LEAST_STEP)
            return put(p, a, b, CELL_OPEN, 0, -1) != NULL;
        if (up ? to > b : to < a)
            to = up ? b : a;
        else
        {
            double far = slope_cell(p, x, up ? b : a, fabs(to - x), up);

            if (far != x)
            {
                *(up ? &a : &b) = far;
                continue;
            }
        }
        y = witness(p, x, y, next, 0.01);
        if (!put(p, up ? a : to, up ? to : b, up ? CELL_ABOVE : CELL_BELOW, y,
                 -1))
            return 0;
        *(up ? &a : &b) = to;
    }
    return 1;
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
        if (m->lo > at && !staircase(p, at, m->lo))
            return 0;
        if (m->hi > m->lo
            && !put(p, m->lo, m->hi, m->reason, m->witness, m->solution))
            return 0;
        at = m->hi;
    }
    if (at < p->g->hi_double && !staircase(p, at, p->g->hi_double))
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
            if (!staircase(p, old[i].lo[0], old[i].hi[0]))
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
    g->r->cut[0] = g->model->line->overlap;
    seat_init(&p.seat, g);
    g->plan = &p.seat;
    if (!line_ends(&p.seat))
    {
        g->r->why = "the domain of the overlap has no finite end";
        seat_clear(&p.seat);
        return CERTIFY_UNDECIDED;
    }
    mark_lower_end(&p);
    mark_upper_end(&p);
    find_solutions(&p);
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
