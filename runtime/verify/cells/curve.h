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

#endif
