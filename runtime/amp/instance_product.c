/* runtime/amp/instance_product.c -- products with the inputs of an instance. */
#include "instance.h"

#include <cblas.h>
#include <string.h>

void
instance_product(const instance_t *s, int transposed, const double *x,
                 double *y)
{
    cblas_dgemv(CblasRowMajor, transposed ? CblasTrans : CblasNoTrans,
                (int) s->m, (int) s->n, 1, s->f, (int) s->n, x, 1, 0, y, 1);
}

void
instance_square_product(const instance_t *s, int transposed, const double *x,
                        double *y)
{
    const double *row;
    double sum;
    size_t mu, i;

    if (transposed)
        memset(y, 0, s->n * sizeof *y);
    for (mu = 0; mu < s->m; mu++)
    {
        row = s->f + mu * s->n;
        sum = 0;
        for (i = 0; i < s->n; i++)
            if (transposed)
                y[i] += row[i] * row[i] * x[mu];
            else
                sum += row[i] * row[i] * x[i];
        if (!transposed)
            y[mu] = sum;
    }
}
