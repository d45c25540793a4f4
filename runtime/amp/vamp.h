/* runtime/amp/vamp.h -- vector AMP on row-orthogonal inputs, without a matrix.
 *
 * A = rows of H D: H the orthonormal Walsh-Hadamard transform, D random signs,
 * M of the N rows chosen at random; y = A w + Gaussian noise (Rangan,
 * Schniter, Fletcher 2016; docs/experiments.md).
 */
#ifndef SADDLE_AMP_VAMP_H
#define SADDLE_AMP_VAMP_H

#include "gamp.h"

/* x <- H x / sqrt(n); n a power of two. */
void vamp_transform(double *x, size_t n);

/* 1 when the labels are z + N(0, *delta), delta > 0, as g_out tells. */
int vamp_noise(double *delta, const saddle_model_t *, const double *env);

/* Bytes of a run. */
double vamp_bytes(size_t n);

/* One instance of n weights (a power of two) and m <= n labels, and
   o->iterations + 1 points of VAMP on it; o->start > 0 is gamma_1. */
saddle_status_t vamp_run(gamp_point_t *point, const saddle_model_t *,
                         const double *env, size_t n, size_t m, double delta,
                         const gamp_options_t *o, random_t,
                         amp_message_t *why);

/* Its state evolution, as gamp_evolution gives it.  alpha = m/n. */
double vamp_evolution(gamp_point_t *point, const saddle_model_t *, const double *env,
                      double alpha, double delta, const gamp_options_t *o,
                      amp_message_t *why);

#endif
