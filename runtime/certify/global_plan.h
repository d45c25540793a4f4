/* runtime/certify/global_plan.h -- the plan of a proof on a line, made in doubles. */
#ifndef SADDLE_GLOBAL_PLAN_H
#define SADDLE_GLOBAL_PLAN_H

#include "global_parts.h"

#define MAX_MARKS (GLOBAL_MAX_SOLUTIONS + 2)

/* A stretch that stairs leave alone: its cell is proven by other means. */
typedef struct
{
    double lo, hi;
    cell_reason_t reason;
    int solution;
    double witness;
} mark_t;

typedef struct
{
    global_t *g;
    seat_t seat;
    int no_slopes;
    int n;
    mark_t mark[MAX_MARKS];  /* from low to high                           */
} plan_t;

void plan_add_mark(plan_t *, mark_t);
/* T(x), and y = G(x); NAN when not known. */
double plan_step(plan_t *, double x, double *y);

/* Marks at both ends of the domain, where arguments of their own hold
   (global_line_ends.c). */
void plan_mark_ends(plan_t *);
/* Marks around all solutions between them (global_line_find.c). */
void plan_find_solutions(plan_t *);
/* The solution of a cell `last` at the upper end, if there is one, after all
   others (global_last.c). */
void plan_add_last(plan_t *);

/* A cell; NULL: no room. */
cell_t *plan_put(plan_t *, double lo, double hi, cell_reason_t reason,
                 double witness, int solution);
/* Cells from a up to b, or from b down to a; what is left is open
   (global_line_stairs.c).  0: no room. */
int plan_staircase(plan_t *, double a, double b);

#endif
