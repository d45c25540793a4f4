/* runtime/rbm/mf_statistics.c -- <v h> of the model at fixed points. */
#include "matrix.h"
#include "mean_field.h"

void
mf_statistics(const mf_t *mf, const mf_state_t *s, double *g, double scale,
              int at, int width, double *scratch, const double *third)
{
    size_t first = at_row(at, s->nh), k;
    size_t n = (size_t) width * (size_t) s->nh;

    matrix_outer(g + first, scale, s->m, s->h, 1, s->rows, s->nv, s->nh, at,
                 width);
    if (mf->order >= 2)
    {
        matrix_outer(scratch, scale, s->c, s->d, 0, s->rows, s->nv, s->nh, at,
                     width);
        for (k = 0; k < n; k++)
            g[first + k] += mf->rbm->w[first + k] * scratch[k];
    }
    if (mf->order >= 3)
    {
        matrix_outer(scratch, scale, third,
                     third + (size_t) s->rows * (size_t) s->nv, 0, s->rows,
                     s->nv, s->nh, at, width);
        for (k = 0; k < n; k++)
            g[first + k] += 2 * mf->w2[first + k] * scratch[k];
    }
}
