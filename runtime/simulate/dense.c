/* runtime/simulate/dense.c -- Cholesky's factorisation in blocks. */
#include "dense.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 64
#define PANEL 512

/* A block on the diagonal, unblocked. */
static int
factor_small(double *a, size_t n, size_t stride)
{
    size_t i, k;
    double square;

    for (k = 0; k < n; k++)
    {
        double *row = a + k * stride;

        square = row[k] - cblas_ddot((int) k, row, 1, row, 1);
        if (!(square > 1e-14 * row[k]) || !(row[k] > 0))
            return 0;
        row[k] = sqrt(square);
        for (i = k + 1; i < n; i++)
            a[i * stride + k]
                = (a[i * stride + k]
                   - cblas_ddot((int) k, a + i * stride, 1, row, 1)) / row[k];
    }
    return 1;
}

int
dense_factor(double *a, size_t n)
{
    size_t k, width, rest;

    for (k = 0; k < n; k += BLOCK)
    {
        double *block = a + k * n + k;

        width = n - k < BLOCK ? n - k : BLOCK;
        rest = n - k - width;
        if (!factor_small(block, width, n))
            return 0;
        if (rest == 0)
            break;
        cblas_dtrsm(CblasRowMajor, CblasRight, CblasLower, CblasTrans,
                    CblasNonUnit, (int) rest, (int) width, 1, block, (int) n,
                    block + width * n, (int) n);
        cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, (int) rest,
                    (int) width, -1, block + width * n, (int) n, 1,
                    block + width * n + width, (int) n);
    }
    return 1;
}

void
dense_solve(const double *factor, size_t n, double *x)
{
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, (int) n,
                factor, (int) n, x, 1);
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasTrans, CblasNonUnit, (int) n,
                factor, (int) n, x, 1);
}

int
dense_normal(double *out, const double *f, size_t m, size_t n,
             const double *weight)
{
    double *part = weight != NULL ? malloc(PANEL * n * sizeof *part) : NULL;
    size_t first, count, i;

    memset(out, 0, n * n * sizeof *out);
    if (weight == NULL)
    {
        cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, (int) n, (int) m, 1,
                    f, (int) n, 0, out, (int) n);
        return 1;
    }
    for (first = 0; part != NULL && first < m; first += PANEL)
    {
        count = m - first < PANEL ? m - first : PANEL;
        memcpy(part, f + first * n, count * n * sizeof *part);
        for (i = 0; i < count; i++)
            cblas_dscal((int) n, sqrt(weight[first + i]), part + i * n, 1);
        cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, (int) n,
                    (int) count, 1, part, (int) n, 1, out, (int) n);
    }
    free(part);
    return part != NULL;
}
