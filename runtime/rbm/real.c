/* runtime/rbm/real.c -- real visible units in mean field. */
#include "half.h"
#include "matrix.h"

#include <stdlib.h>

void
real_update(const half_t *s, double *m, double *c, const double *field,
            const double *onsager, int at, int width, double damping)
{
    const rbm_t *r = s->mf->rbm;
    int k, i;

    for (k = 0; k < s->rows; k++)
        for (i = 0; i < width; i++)
        {
            size_t from = at_row(k, width) + (size_t) i;
            size_t to = at_row(k, r->nv) + (size_t) (at + i);
            double a = onsager != NULL ? -onsager[from] : 0;
            double mean, variance;

            law_tilt(r->law + at + i, r->a[at + i] + field[from] + a * m[to],
                     a, &mean, &variance);
            m[to] = damping * m[to] + (1 - damping) * mean;
            c[to] = damping * c[to] + (1 - damping) * variance;
        }
}

int
real_energy(const mf_t *mf, const mf_state_t *s, double *gamma)
{
    const rbm_t *r = mf->rbm;
    size_t total = (size_t) s->rows * (size_t) s->nv, t;
    double *field = malloc(total * sizeof *field);
    double *onsager = calloc(total, sizeof *onsager);
    int good = field != NULL && onsager != NULL;

    if (good)
        matrix_all_to_visible(mf->crew, field, s->h, r->w, s->rows, s->nv,
                              s->nh);
    if (good && mf->order >= 2)
        matrix_all_to_visible(mf->crew, onsager, s->d, mf->w2, s->rows, s->nv,
                              s->nh);
    for (t = 0; good && t < total; t++)
    {
        size_t i = t % (size_t) s->nv;
        double m = s->m[t], a = -onsager[t], b = field[t] + a * m;
        double mean, variance;

        gamma[t / (size_t) s->nv]
            += b * m - 0.5 * a * (s->c[t] + m * m)
               - law_tilt(r->law + i, r->a[i] + b, a, &mean, &variance);
    }
    free(onsager);
    free(field);
    return good;
}
