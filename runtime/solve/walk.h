/* runtime/solve/walk.h -- private to the natural iteration. */
#ifndef SADDLE_WALK_H
#define SADDLE_WALK_H

#include "solve_private.h"

typedef struct
{
    solve_task_t *task;
    int n;                   /* iterated unknowns                          */
    const int *unknown;
    solve_range_t range[SOLVE_MAX];
    double *env, *image;     /* image: env after a step                    */
    double *spare;
    double x1[SOLVE_MAX], d1[SOLVE_MAX], size1;   /* the point before      */
    double d2[SOLVE_MAX], size2;                  /* step at env           */
    double jump;             /* part of the extrapolated way to jump       */
    double anchor[SOLVE_MAX];   /* where it was at a power of two          */
    int jumped, rest, penalty;  /* no jumps for `rest` steps               */
    double damping;          /* 1 for the plain iteration                  */
    int have_step;           /* d2 and image already belong to env         */
    double looked[SOLVE_MAX]; /* distance to an end at the last look there */
    int next_newton;
} walk_t;

/* ---- walk_step.c --------------------------------------------------------- */

/* d = F(x) - x; image = env after the step, pulled back inside the domain. */
int walk_step(walk_t *w, const double *env, double *d);
/* Largest component, in natural lengths at env. */
double walk_length(const walk_t *w, const double *env, const double *d);
double walk_product(const walk_t *w, const double *env, const double *a,
                    const double *b);
/* Does the walk tend to an end of the domain? */
int walk_reaches_end(walk_t *w, const double *d, int *variable, int *side);

/* ---- walk_newton.c ------------------------------------------------------- */

/* Newton from the image; 1 when its solution is the limit of the walk, and
   env has been set to it. */
int walk_newton(walk_t *w, double ratio, int straight);
/* The plain iteration stands still: a last Newton for the digits. */
iterate_end_t walk_settle(walk_t *w);
/* Is a step of the size of rounding errors? */
int walk_is_rounding(const walk_t *w, const double *d, double unit_error);

#endif
