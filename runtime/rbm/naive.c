/* runtime/rbm/naive.c -- the naive mean-field terms. */
#include "half.h"
#include "matrix.h"
#include "units.h"

void
naive_field(const half_t *s, double *field, int at, int width)
{
    half_product(s, field, s->x, s->mf->rbm->w, at, width);
}

/* Entropies, biases, couplings.  The part of real visible units is not here:
   real_energy holds all of it but the couplings. */
void
naive_energy(const mf_t *mf, const mf_state_t *s, double *gamma,
             double *scratch)
{
    const rbm_t *r = mf->rbm;
    int k, i, j;

    matrix_all_to_hidden(mf->crew, scratch, s->m, r->w, s->rows, s->nv, s->nh);
    for (k = 0; k < s->rows; k++)
    {
        const double *m = s->m + at_row(k, s->nv);
        const double *h = s->h + at_row(k, s->nh);
        const double *mw = scratch + at_row(k, s->nh);
        const double *tilt = s->tilt != NULL
            ? s->tilt + at_row(k, s->nv) : NULL;

        for (j = 0; j < s->nh; j++)
            gamma[k] += units_entropy(h[j]) - (r->b[j] + mw[j]) * h[j];
        for (i = 0; r->law == NULL && i < s->nv; i++)
            gamma[k] += units_entropy(m[i])
                        - (r->a[i] + (tilt != NULL ? tilt[i] : 0)) * m[i];
    }
}
