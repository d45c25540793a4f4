/* runtime/ode/gram.h -- the matrix of all overlaps, and vectors that have it.
 *
 * Students come first: P = K + M vectors with the Gram matrix
 * [[Q, R], [R^T, T]], row-major.
 */
#ifndef SADDLE_ODE_GRAM_H
#define SADDLE_ODE_GRAM_H

#include "flow.h"

#include <stddef.h>

/* Places in the state; units count from 0. */
int gram_place_r(const saddle_flow_t *, int k, int m);
int gram_place_q(const saddle_flow_t *, int k, int l);
int gram_place_v(const saddle_flow_t *, int k);

/* The matrix at a state, P x P. */
void gram_matrix(double *gram, const saddle_flow_t *, const double *T,
                 const double *state);

/*
 * gram_least -- the smallest eigenvalue over the largest entry of the
 * diagonal: below zero for no vectors.  NAN without memory or where an entry
 * is not finite.
 */
double gram_least(const double *gram, int p);
/* The same of a state. */
double gram_least_of(const saddle_flow_t *, const double *theta,
                     const double *state);

/*
 * gram_factor -- A, P x P, with A A^T = gram; what is negative by rounding
 * counts as zero.
 *
 * 0: the matrix has an eigenvalue below -tolerance times its largest entry;
 * or no memory.
 */
int gram_factor(double *a, const double *gram, int p, double tolerance);

#endif
