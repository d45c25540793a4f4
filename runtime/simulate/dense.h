/* runtime/simulate/dense.h -- symmetric positive definite systems. */
#ifndef SADDLE_SIMULATE_DENSE_H
#define SADDLE_SIMULATE_DENSE_H

#include <stddef.h>

/* L with A = L L^T in place of the lower half of A (n x n, row-major).  0 when
   A is not positive definite up to rounding. */
int dense_factor(double *a, size_t n);
/* x <- A^-1 x, with the factor. */
void dense_solve(const double *factor, size_t n, double *x);
/* out (n x n, lower half) <- F^T D F for the m x n matrix F; weight: the
   diagonal D, >= 0, or NULL for one. */
int dense_normal(double *out, const double *f, size_t m, size_t n,
                 const double *weight);

#endif
