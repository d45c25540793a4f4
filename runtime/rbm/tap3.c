/* runtime/rbm/tap3.c -- the third-order terms; binary units. */
#include "half.h"
#include "matrix.h"

void
tap3_field(const half_t *s, double *field, int at, int width, double *scratch)
{
    int k, j, n = half_targets(s);

    half_product(s, scratch, s->kx, s->mf->w3, at, width);
    for (k = 0; k < s->rows; k++)
    {
        const double *d = s->dy + at_row(k, n) + at;
        const double *t = scratch + at_row(k, width);
        double *f = field + at_row(k, width);

        for (j = 0; j < width; j++)
            f[j] += (2.0 / 3) * (0.5 - 3 * d[j]) * t[j];
    }
}

void
tap3_energy(const mf_t *mf, const mf_state_t *s, double *gamma,
            double *scratch, const double *third)
{
    const double *kh = third + (size_t) s->rows * (size_t) s->nv;
    int k, j;

    matrix_all_to_hidden(mf->crew, scratch, third, mf->w3, s->rows, s->nv,
                         s->nh);
    for (k = 0; k < s->rows; k++)
        for (j = 0; j < s->nh; j++)
            gamma[k] -= (2.0 / 3)
                        * kh[at_row(k, s->nh) + j]
                        * scratch[at_row(k, s->nh) + j];
}
