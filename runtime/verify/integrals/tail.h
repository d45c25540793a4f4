/* runtime/verify/integrals/tail.h -- see tail.c. */
#ifndef VERIFY_TAIL_H
#define VERIFY_TAIL_H

#include "interpret.h"

/*
 * Bounds, a coefficient of the jet each, of the integral of the body over
 * |xi| > start on one side (direction 1 or -1), where its variable is scale
 * times xi, plus shift (NULL: 0); against N(0, 1) or, not gaussian, dxi.
 *
 *   to      out  ring.length bounds
 *   piece   in   decides comparisons; it reaches to infinity on that side
 *
 * 1: all of them are finite.
 */
int integral_tail(work_t *w, mag_ptr to, node_t *body, val_t *scale,
                  val_t *shift, int gaussian, int direction,
                  piece_t *piece);

#endif
