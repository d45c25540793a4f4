/* runtime/certify/global_search.h -- branch and bound: what its files share. */
#ifndef SADDLE_GLOBAL_SEARCH_H
#define SADDLE_GLOBAL_SEARCH_H

#include "global_parts.h"

#define POINT_PREC 64

typedef struct
{
    cell_t cell;
    cell_reason_t reason;
    arb_ptr box, zero;       /* of CELL_ONE                                */
    /* of a line (global_rise.c): bounds of the conjugate; how much of the cell T
       leaves out from below and from above; is the width of T due to the parameter? */
    double rest[2], up, down;
    int by_parameter;
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

/* ---- Krawczyk's test (global_krawczyk.c) ---------------------------------------- */

/* A box x of n unknowns, its centre c, the Jacobian j there, and what is made
   of them: y, the inverse of the middle of j, and m = y j. */
typedef struct
{
    int n;
    arb_ptr x, c, all, f, k;
    arb_mat_t j, y, m;
} box_t;

void box_init(box_t *, int n);
void box_clear(box_t *);
/* Is one of n balls known not to hold 0? */
int box_excludes_zero(arb_srcptr v, int n);
/* y and m from j; 0 when the middle of j has no inverse. */
int box_precondition(box_t *);
/* From f at c: 1 when the box holds no zero.  Then k is the image of the box
   under Krawczyk's map. */
int box_is_excluded(box_t *);
/* k lies inside of x: exactly one zero. */
int box_holds_one(const box_t *);
/* |1 - m| < 1 in the row-sum norm: the residual is injective on the box. */
int box_is_injective(const box_t *);

/* ---- judging (global_judge.c) ------------------------------------------------ */

/* How wide a cell is in one variable: against the domain, and against the
   distance to its ends (of a parameter: against its size), near which functions
   are steeper. */
double judge_width(const global_t *, const cell_t *, int k);
/* The reason of task i of a search_t; work of global_parallel. */
void judge_task(seat_t *, long i, void *search);

/* ---- where the map leads (global_rise.c) -------------------------------------- */

/* Fills what is of a line in the task; CELL_ABOVE, CELL_BELOW or CELL_OPEN.  The
   parameter has its values of the cell in seat->env, `end` the ends of cut[0]. */
cell_reason_t rise_judge(seat_t *, task_t *, arb_srcptr end);
/* The conjugates of the cell, where they are known. */
void rise_conjugate(const task_t *, arb_t y);
/* T leaves out no part of the cell that is worth cutting off. */
int rise_is_settled(const task_t *);
/* The part that T leaves out, and the rest of an open cell. */
void rise_cut(const task_t *, cell_t *gone, cell_t *left);

/* ---- searching (global_search.c) ------------------------------------------------ */

/* Cuts the domain, one cell between the ends, until all cells are decided. */
certify_verdict_t search_cells(search_t *, const cell_t *domain);

#endif
