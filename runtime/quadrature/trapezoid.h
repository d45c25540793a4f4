/* runtime/quadrature/trapezoid.h -- the trapezoidal rule on a rectangle. */
#ifndef SADDLE_TRAPEZOID_H
#define SADDLE_TRAPEZOID_H

#include "strip.h"

/*
 * With F = f_k phi holomorphic on [-X, X] + i [-a, a], X = (n + 1/2) h:
 *
 *   |h sum_{|j| <= n} F(jh) - int_{-X}^{X} F|
 *     <= 2 int_{-X}^{X} |F(x + ia)| dx/(exp(2 pi a/h) - 1)
 *      + 2 sum_{x = -X, X} int_0^a |F(x + iy)|/(1 + exp(2 pi y/h)) dy
 *
 * (docs/quadrature.md).  Lower level: the caller chooses h > 0, n >= 1 and
 * a <= strip->a; strip must reach X.  Encloses the integral over [-X, X] alone.
 *
 *   sizes  in  NULL, or steers the precision of each node
 *   drop   in  DROP_* terms to leave out, for tests; else 0
 */
saddle_status_t _trapezoid_finite(arb_ptr out, ball_task_t *task,
                                  strip_t *strip, double h, long n, double a,
                                  const sizes_t *sizes, unsigned drop);

/* Adds the tails beyond X on both sides. */
saddle_status_t _trapezoid(arb_ptr out, ball_task_t *task, strip_t *strip,
                           double h, long n, double a, const sizes_t *sizes,
                           unsigned drop);

#endif
