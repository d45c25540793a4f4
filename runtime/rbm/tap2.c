/* runtime/rbm/tap2.c -- the second-order (Onsager) terms. */
#include "half.h"
#include "matrix.h"

void
tap2_field(const half_t *s, double *field, int at, int width, double *scratch)
{
    int k, j, n = half_targets(s);

    half_product(s, scratch, s->cx, s->mf->w2, at, width);
    for (k = 0; k < s->rows; k++)
    {
        const double *y = s->y + at_row(k, n) + at;
        const double *v = scratch + at_row(k, width);
        double *f = field + at_row(k, width);

        for (j = 0; j < width; j++)
            f[j] -= (y[j] - 0.5) * v[j];
    }
}

void
tap2_energy(const mf_t *mf, const mf_state_t *s, double *gamma,
            double *scratch)
{
    int k, j;

    matrix_all_to_hidden(mf->crew, scratch, s->c, mf->w2, s->rows, s->nv,
                         s->nh);
    for (k = 0; k < s->rows; k++)
        for (j = 0; j < s->nh; j++)
            gamma[k] -= 0.5 * s->d[at_row(k, s->nh) + j]
                        * scratch[at_row(k, s->nh) + j];
}
