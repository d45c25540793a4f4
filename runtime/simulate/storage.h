/* runtime/simulate/storage.h -- can N weights store P random patterns?
 *
 * Patterns have entries N(0, 1); the field w.x/sqrt(N) of each must lie in one
 * of the intervals that `require` leaves.
 */
#ifndef SADDLE_SIMULATE_STORAGE_H
#define SADDLE_SIMULATE_STORAGE_H

#include "../amp/instance.h"

#include <gmp.h>

#define STORAGE_MAX_WEIGHTS 30

/*
 * storage_count -- for weights of two values, the number of solutions for the
 * first p patterns, p = 0 .. m, by enumeration along a Gray code.
 *
 *   count  out  m + 1 numbers
 *   value  in   the two values
 *   ends   in   lo, hi of n_intervals
 *   n      in   weights, at most STORAGE_MAX_WEIGHTS
 */
saddle_status_t storage_count(double *count, const double *value,
                              const double *ends, int n_intervals, size_t n,
                              size_t m, random_t, int (*tick)(void *),
                              void *ctx);

/* The same with given patterns, m x n. */
saddle_status_t storage_count_patterns(double *count, const double *value,
                                       const double *ends, int n_intervals,
                                       const double *pattern, size_t n,
                                       size_t m, int (*tick)(void *),
                                       void *ctx);

/* 1 when some w has a positive field on all m patterns of dimension n, 0 when
   none has, -1 when it could not be decided (or built without Clp). */
int storage_separable(size_t n, size_t m, random_t);

/* Cover (1965): the probability of that, C(m, n)/2^m with C(m, n) =
   2 sum_{k < n} binomial(m - 1, k); exact. */
void storage_cover(mpq_t out, unsigned long n, unsigned long m);

#endif
