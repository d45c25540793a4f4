/* runtime/rbm/matrix.c -- products of rows of states with a weight matrix. */
#include "matrix.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int
matrix_blocks(int n)
{
    return (n + MATRIX_BLOCK - 1) / MATRIX_BLOCK;
}

void
matrix_block(int n, int k, int *at, int *width)
{
    *at = k * MATRIX_BLOCK;
    *width = n - *at < MATRIX_BLOCK ? n - *at : MATRIX_BLOCK;
}

void
matrix_to_hidden(double *out, int out_stride, const double *x, const double *w,
                 int rows, int nv, int nh, int at, int width)
{
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, width, nv, 1,
                x, nv, w + at, nh, 0, out, out_stride);
}

void
matrix_to_visible(double *out, int out_stride, const double *h,
                  const double *w, int rows, int nv, int nh, int at, int width)
{
    (void) nv;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, width, nh, 1, h,
                nh, w + at_row(at, nh), nh, 0, out, out_stride);
}

void
matrix_outer(double *g, double alpha, const double *x, const double *h,
             double beta, int rows, int nv, int nh, int at, int width)
{
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, width, nh, rows,
                alpha, x + at, nv, h, nh, beta, g, nh);
}

/* ---- whole products ---------------------------------------------------------- */

typedef struct
{
    double *out;
    const double *x, *w;
    int rows, nv, nh;
} product_t;

static void
hidden_task(void *ctx, int k)
{
    const product_t *p = ctx;
    int at, width;

    matrix_block(p->nh, k, &at, &width);
    matrix_to_hidden(p->out + at, p->nh, p->x, p->w, p->rows, p->nv, p->nh, at,
                     width);
}

static void
visible_task(void *ctx, int k)
{
    const product_t *p = ctx;
    int at, width;

    matrix_block(p->nv, k, &at, &width);
    matrix_to_visible(p->out + at, p->nv, p->x, p->w, p->rows, p->nv, p->nh,
                      at, width);
}

void
matrix_all_to_hidden(crew_t *crew, double *out, const double *x,
                     const double *w, int rows, int nv, int nh)
{
    product_t p = { out, x, w, rows, nv, nh };

    crew_run(crew, matrix_blocks(nh), hidden_task, &p);
}

void
matrix_all_to_visible(crew_t *crew, double *out, const double *h,
                      const double *w, int rows, int nv, int nh)
{
    product_t p = { out, h, w, rows, nv, nh };

    crew_run(crew, matrix_blocks(nv), visible_task, &p);
}

/* ---- principal directions ------------------------------------------------------ */

/* Gram-Schmidt on the k rows of d; a row that vanishes stays zero. */
static void
orthonormalise(double *d, int k, int n)
{
    int i, j;

    for (i = 0; i < k; i++)
    {
        double *row = d + at_row(i, n), norm;

        for (j = 0; j < i; j++)
        {
            const double *other = d + (size_t) j * (size_t) n;

            cblas_daxpy(n, -cblas_ddot(n, row, 1, other, 1), other, 1, row, 1);
        }
        norm = cblas_dnrm2(n, row, 1);
        if (norm > 1e-14)
            cblas_dscal(n, 1 / norm, row, 1);
        else
            memset(row, 0, (size_t) n * sizeof *row);
    }
}

int
matrix_principal(double *direction, double *mean, int k, const double *x,
                 int rows, int n)
{
    size_t total = (size_t) rows * (size_t) n;
    double *y = malloc(total * sizeof *y);
    double *t = malloc(at_row(k, rows) * sizeof *t);
    int i, j, step, good = y != NULL && t != NULL;

    memset(mean, 0, (size_t) n * sizeof *mean);
    for (i = 0; i < rows; i++)
        cblas_daxpy(n, 1.0 / rows, x + at_row(i, n), 1, mean, 1);
    if (good)
        memcpy(y, x, total * sizeof *y);
    for (i = 0; good && i < rows; i++)
        cblas_daxpy(n, -1, mean, 1, y + at_row(i, n), 1);
    for (i = 0; i < k; i++)
        for (j = 0; j < n; j++)
            direction[at_row(i, n) + (size_t) j]
                = sin(1 + 3.7 * (i + 1) * (j + 1));
    for (step = 0; good && step < 200; step++)
    {
        orthonormalise(direction, k, n);
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, k, rows, n, 1,
                    direction, n, y, n, 0, t, rows);
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, k, n, rows, 1,
                    t, rows, y, n, 0, direction, n);
    }
    orthonormalise(direction, k, n);
    free(t);
    free(y);
    return good;
}
