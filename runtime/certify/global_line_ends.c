/* runtime/certify/global_line_ends.c -- stretches at the ends of a line that arguments
 * of their own decide.
 */
#include "global_plan.h"

#include <math.h>
#include <string.h>

/* ---- the lower end ------------------------------------------------------------ */

/* Is (0, 0) one of the boundary states that exist here? */
static int
starts_at_boundary(const plan_t *p)
{
    const global_t *g = p->g;
    const saddle_line_t *line = g->line;
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
            plan_add_mark(p, (mark_t){ 0, cell.hi[0], CELL_FIXED, -1,
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
    static const cell_reason_t reason[] = { CELL_NORMAL, CELL_JUMP,
                                            CELL_NARROW, CELL_LAST };
    global_t *g = p->g;
    cell_t cell;
    int tries, k;

    memset(&cell, 0, sizeof cell);
    cell.upper[0] = 1;
    cell.hi[0] = g->hi_double;
    for (tries = 2; tries < 46 && !global_stopped(g); tries++)
        for (k = 0; k < 4; k++)
        {
            cell.lo[0] = g->hi_double * (1 - ldexp(1, -tries));
            cell.reason = reason[k];
            line_prove_cell(&p->seat, &cell);
            if (cell.reason != CELL_OPEN)
            {
                plan_add_mark(p, (mark_t){ cell.lo[0], cell.hi[0], cell.reason, -1,
                                      0 });
                return;
            }
        }
}

void
plan_mark_ends(plan_t *p)
{
    mark_lower_end(p);
    mark_upper_end(p);
}
