/* runtime/certify/cover_work.h -- private to the test of a cell of a curve. */
#ifndef SADDLE_COVER_WORK_H
#define SADDLE_COVER_WORK_H

#include "cover.h"
#include "newton.h"

#define COVER_PRECISION 80

typedef struct
{
    const cover_t *job;
    cover_cell_t *cell;
    certify_options_t options;    /* as the job's, with the ball put in     */
    arb_t at;                     /* the parameter: a point or the cell     */
    arb_t middle, half;
    newton_t w;
    arb_mat_t j, y;               /* over the cell; inverse at its middle   */
    arb_ptr drift;                /* J t + df/dp                            */
    arb_ptr moved;                /* bounds of |Y f(c(p), p)|, exact        */
    arb_ptr hull;                 /* boxes of all p                         */
} cell_work_t;

/* For certify_options_t: the cell or a point of it for the parameter along the
   curve, ctx a cell_work_t. */
void cover_parameter(arb_t value, int k, slong prec, void *ctx);
/* Undecided, and why; 0. */
int cover_fail(cell_work_t *, const char *why);
/* A program over the unknowns x and the parameter t->at; the direction is the
   cell's slope.  0 if an output is not finite. */
int cover_value(cell_work_t *, arb_ptr out, const saddle_program_t *program,
                arb_srcptr x, slong prec);
/* J over the unknowns x and the parameter t->at, and J t + df/dp. */
int cover_slopes(cell_work_t *, arb_srcptr x, slong prec);
/* c: a solution in double at the middle; the slope of the branch there, and the
   inverse of the Jacobian.  Nothing is proved here. */
int cover_middle(cell_work_t *, double *env);

#endif
