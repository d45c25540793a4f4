/* runtime/solve/curve_walk.h -- private to following a branch. */
#ifndef SADDLE_CURVE_WALK_H
#define SADDLE_CURVE_WALK_H

#include "curve.h"
#include "solve_private.h"

typedef struct
{
    solve_task_t task;
    int n, parameter;      /* unknowns; env index                          */
    int place[SOLVE_MAX + 1];       /* of the unknowns, the parameter last */
    double lo, hi;
    double unit[SOLVE_MAX + 1];     /* natural lengths at the last point   */
    double *f, *a;         /* residual and Jacobian; bordered matrix       */
    size_t size;           /* of an env                                    */
} curve_walk_t;

/* ---- curve_step.c -------------------------------------------------------- */

/* Natural lengths at env: distances to the ends of the domain are what a step
   must resolve.  0 at an end. */
int curve_measure(curve_walk_t *w, const double *env);
double curve_product(const curve_walk_t *w, const double *a, const double *b);
/* The sign of the bordered matrix' determinant: it changes where another
   branch passes, and not at a fold.  0: not known. */
int curve_orientation(curve_walk_t *w, double *env, const double *t);
/* The unit tangent at env that goes on in the direction t; in place. */
int curve_tangent(curve_walk_t *w, double *env, double *t);
/* From `from` along t by s, corrected; env and the tangent there are out. */
int curve_step(curve_walk_t *w, const double *from, const double *t, double s,
               double *env, double *t_out);

/* ---- curve_between.c ----------------------------------------------------- */

/* All that lies between a and b, a step s along t: wanted values, and a point
   where the branch turns or another one passes (before: the orientation at a,
   0 if there is none). */
void curve_between(curve_walk_t *w, curve_t *c, const double *a,
                   const double *t, double s, const double *b,
                   const double *next, int before, const double *grid,
                   int n_grid);

#endif
