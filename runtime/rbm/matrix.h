/* runtime/rbm/matrix.h -- products of rows of states with a weight matrix.
 *
 * W is nv x nh by rows.  All products work on a block of columns of the result,
 * so that blocks can be shared among threads; the blocks are fixed, and with
 * them every rounding error, whatever the number of threads.
 */
#ifndef SADDLE_RBM_MATRIX_H
#define SADDLE_RBM_MATRIX_H

#include "../crew.h"
#include <stddef.h>

#define MATRIX_BLOCK 128

/* Index of the first entry of row k in rows of n entries. */
static inline size_t
at_row(int k, int n)
{
    return (size_t) k * (size_t) n;
}

/* Number of blocks of n columns; first column and width of block k. */
int matrix_blocks(int n);
void matrix_block(int n, int k, int *at, int *width);

/* out (rows x width) = x W[:, at..at+width), x is rows x nv. */
void matrix_to_hidden(double *out, int out_stride, const double *x,
                      const double *w, int rows, int nv, int nh, int at,
                      int width);
/* out (rows x width) = h W'[:, at..at+width), h is rows x nh. */
void matrix_to_visible(double *out, int out_stride, const double *h,
                       const double *w, int rows, int nv, int nh, int at,
                       int width);
/* g (width x nh) = beta g + alpha x[:, at..at+width)' h. */
void matrix_outer(double *g, double alpha, const double *x, const double *h,
                  double beta, int rows, int nv, int nh, int at, int width);

/* The whole products, by blocks in the crew. */
void matrix_all_to_hidden(crew_t *, double *out, const double *x,
                          const double *w, int rows, int nv, int nh);
void matrix_all_to_visible(crew_t *, double *out, const double *h,
                           const double *w, int rows, int nv, int nh);

/* Leading k principal directions (k x n, orthonormal) of the centred rows of
   x (rows x n); mean (n) is written.  Orthogonal iteration; 0 when out of
   memory. */
int matrix_principal(double *direction, double *mean, int k, const double *x,
                     int rows, int n);

#endif
