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

/* m patterns of n entries; NULL without memory. */
double *storage_patterns(size_t n, size_t m, random_t);

typedef enum
{
    STORAGE_NO,             /* none                                        */
    STORAGE_YES,            /* some weights                                */
    STORAGE_NOT_FOUND,      /* local search found none                     */
    STORAGE_UNDECIDED       /* not decided, or built without Clp           */
} storage_answer_t;

/*
 * storage_sphere_patterns -- are there weights with w.w = N whose fields on the
 * m patterns (m x n) all lie in [lo, hi]?
 *
 * Decided for an interval that begins at 0 or ends there (a linear program)
 * and for a half-line that does not hold 0 (a quadratic program).  Else "none"
 * may be open: the largest norm of a polytope is searched locally.
 */
storage_answer_t storage_sphere_patterns(const double *pattern, size_t n,
                                         size_t m, double lo, double hi,
                                         random_t);

/* The same for m random patterns; *stored: the largest number of the first
   patterns, up to `most` >= m, for which the answer is yes. */
storage_answer_t storage_sphere(size_t n, size_t m, double lo, double hi,
                                size_t most, size_t *stored, random_t);

/* Cover (1965): the probability of that, C(m, n)/2^m with C(m, n) =
   2 sum_{k < n} binomial(m - 1, k); exact. */
void storage_cover(mpq_t out, unsigned long n, unsigned long m);

#endif
