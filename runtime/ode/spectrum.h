/* runtime/ode/spectrum.h -- all eigenvalues of a matrix of balls. */
#ifndef SADDLE_ODE_SPECTRUM_H
#define SADDLE_ODE_SPECTRUM_H

#include <acb_mat.h>

/*
 * spectrum_enclose -- the eigenvalues of every matrix in `matrix`.
 *
 *   value  out  n balls, real parts of midpoints descending: each ball that
 *               stands k times holds exactly k eigenvalues
 *
 * 1; 0 where eigenvalues are too close to each other, or to nearby ones of
 * another sort, for this precision.
 *
 * Method: approximate eigenvalues fall into clusters; for each, subspace
 * iteration with a shift and Rump's enclosure of an invariant subspace
 * (acb_mat_eig_enclosure_rump).  Disjoint balls belong to independent
 * subspaces, and their dimensions have to add up to n.
 */
int spectrum_enclose(acb_ptr value, const acb_mat_t matrix, slong prec);

#endif
