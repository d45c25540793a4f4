/* runtime/ode/subspace.h -- the subspace that belongs to a cluster of
 * eigenvalues, approximately.
 */
#ifndef SADDLE_ODE_SUBSPACE_H
#define SADDLE_ODE_SUBSPACE_H

#include <acb_mat.h>

/*
 * subspace_find -- inverse iteration with a shift.
 *
 *   x     out  n x k, orthonormal: spans, up to rounding, what belongs to the
 *              k eigenvalues near `at`
 *   away  in   distance of the shift from `at`, far below that of the others
 *
 * 0 if a linear system has no solution at this precision.  Nothing is proved.
 */
int subspace_find(acb_mat_t x, const acb_mat_t a, acb_srcptr at, double away,
                  slong prec);

#endif
