/* runtime/ode/lapack.h -- the routines of LAPACK that this room calls.
 *
 * OpenBLAS carries them.  Matrices are column-major.
 */
#ifndef SADDLE_ODE_LAPACK_H
#define SADDLE_ODE_LAPACK_H

/* Symmetric eigenproblem. */
void dsyev_(const char *job, const char *half, const int *n, double *a,
            const int *lda, double *w, double *work, const int *lwork,
            int *info);
/* General eigenproblem. */
void dgeev_(const char *left, const char *right, const int *n, double *a,
            const int *lda, double *re, double *im, double *vl,
            const int *ldvl, double *vr, const int *ldvr, double *work,
            const int *lwork, int *info);
/* A x = b by LU. */
void dgesv_(const int *n, const int *n_rhs, double *a, const int *lda,
            int *pivot, double *b, const int *ldb, int *info);

#endif
