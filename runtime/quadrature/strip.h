/* runtime/quadrature/strip.h -- proofs of analyticity in a rectangle.
 *
 * A strip says: for every env in its balls, the integrands continue from the
 * real line to functions that are holomorphic on a neighbourhood of
 * [-left, right] + i [-a, a].  It is proved by boxes on the upper half; the
 * integrands are real on the real line, so the lower half is its mirror image.
 */
#ifndef SADDLE_STRIP_H
#define SADDLE_STRIP_H

#include "balls.h"
#include "machine_box.h"

#define STRIP_TOPS 8

typedef struct
{
    double x0, x1;
} strip_column_t;

/* Bounds of int |f_k w|(x + iy) dx over the first `columns` columns. */
typedef struct
{
    double y;
    long columns;
    mag_ptr bound;
} strip_top_t;

typedef struct
{
    const saddle_group_t *group;
    arb_ptr env;
    box_machine_t m;
    double a, cap;               /* cap: the height that was asked for     */
    int fine;                    /* boxes go down to 1/fine of their height */
    double unit;                 /* width of a column at first, dyadic      */
    double left, right;          /* multiples of it                         */
    strip_column_t *column;
    long n_columns, room;
    strip_top_t top[STRIP_TOPS];
    int n_tops;
    long boxes;                  /* evaluated so far                       */
} strip_t;

/* Covers nothing yet, in columns of width 1 (`unit` may be set before the first
   extension).  env is copied; balls of relative radius `enlarge` are put around
   its inexact and nonzero entries. */
strip_t *strip_new(const saddle_group_t *group, arb_srcptr env, double cap,
                   int fine, double enlarge);
void strip_free(strip_t *);
int strip_contains_env(const strip_t *s, arb_srcptr env);

/* Extends the proof to |x| <= reach.  The height a may shrink.
   SADDLE_UNPROVED: a fell below `least`; SADDLE_LIMIT: too many boxes. */
saddle_status_t strip_extend(strip_t *s, double reach, double least);

/* Upper bounds of int |f_k w|(x + iy) dx over all of [-left, right]. */
int strip_top(mag_ptr bound, strip_t *s, double y);

/* Upper bounds of int_0^a |f_k w|(x + iy)/(1 + exp(2 pi y/h)) dy at one x. */
int strip_side(mag_ptr bound, strip_t *s, double x, double a, double h);

#endif
