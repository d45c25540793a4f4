/* tests/walker.h -- the value of any expression, by a plain tree walk. */
#ifndef SADDLE_WALKER_H
#define SADDLE_WALKER_H

#include "../compiler/algebra/expr.h"
#include <arb.h>

/*
 * An opinion of its own for tests: nothing is simplified or closed, integrals
 * are computed as they stand (trapezoidal rule for smooth Gaussian means,
 * Gauss-Legendre panels between kinks otherwise).  Not rigorous: only
 * midpoints are kept, and kinks must be affine in the integration variable.
 */
typedef struct walker walker_t;

/* digits: what the quadratures aim at, for integrands that are analytic in
   a strip of about `strip` around the real axis (0.7 is a careful choice). */
walker_t *walker_new(algebra_t *, int digits, double strip);
void walker_free(walker_t *);
void walker_set(walker_t *, expr_t *symbol, const arb_t value);
void walker_set_d(walker_t *, expr_t *symbol, double value);

/* 1 when out is the value; 0 for a symbol without value, a minimum over a
   variable, or a value that is not finite. */
int walker_value(arb_t out, walker_t *, expr_t *);

/* d e / d symbol at the point set, by a difference quotient of fourth order
   with step 10^-(digits/5). */
int walker_slope(arb_t out, walker_t *, expr_t *, expr_t *symbol);

#endif
