/* runtime/verify/cells/curve.h -- the cells of a curve. */
#ifndef VERIFY_CURVE_H
#define VERIFY_CURVE_H

#include "whole.h"

/* The middle m of lo .. hi, and the points there less m. */
void curve_middle(arb_t m, arb_t way, const arf_t lo, const arf_t hi);
/* A ball of the cell at the parameter m + way. */
void curve_moved(arb_t to, const arb_t ball, const arb_t slope,
                 const arb_t way);
/* The cells follow each other from one end of the interval to the other, with one
   solution at each end that they share.  NULL: they do. */
const char *curve_chain(system_t *s);

/*
 * With a direction, where residual and Jacobian on a box may lie, beside what they
 * are at a point of it.
 *
 *   x         in   as above
 *   step      in   `columns` balls: points of x less that point, along t
 *   second    out  n second derivatives of the residual along (t, 1)
 *   drift     out  n x n, the derivatives of the Jacobian times step
 *
 * 1: all of them are finite; 0: not, `why`.
 */
int curve_bend(system_t *s, arb_srcptr x, arb_srcptr step, arb_ptr second,
               arb_mat_struct *drift, slong prec);

#endif
