/* runtime/amp/prox.h -- proximal maps of convex functions, from their slopes.
 *
 * The minimiser h of v l(h) + (h - x)^2/2 for many elements at once; l is a
 * map of model.h with the outputs l, l', l'' (its inputs end with h).
 */
#ifndef SADDLE_AMP_PROX_H
#define SADDLE_AMP_PROX_H

#include "../model.h"

#include <stddef.h>

/*
 *   h      out  n minimisers
 *   slope  out  NULL, or dh/dx: 0 at a kink of l and at an end of the range
 *   l      in   NULL: l = 0
 *   y      in   first input of l; NULL: it has one input
 *   lo, hi in   range of each h; NULL: the whole line
 *
 * Returns 0 without memory, or when a value is not finite.
 * Method  Newton in a bracket: r(h) = h - x + v l'(h) increases, and its zero
 *         lies between x and x - v l'(x).
 */
int prox_run(const saddle_map_t *l, const double *env, const double *y,
             const double *x, const double *v, size_t n, const double *lo,
             const double *hi, double *h, double *slope);

#endif
