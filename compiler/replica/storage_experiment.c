/* compiler/replica/storage_experiment.c -- the finite system of weights that
   store patterns. */
#include "experiment.h"

void
storage_experiment(derivation_t *dv, expr_t *const *lo, expr_t *const *hi,
                   int n)
{
    const spec_t *spec = dv->spec;
    const law_t *law = spec->weights->law;
    experiment_t *e = derive_alloc(dv, 1, sizeof *e);
    int i;

    if (spec->loss != NULL || n <= 0
        || (law->kind != LAW_SPHERE && law->kind != LAW_FINITE)
        || law->width > 1)
        return;
    e->samples = spec->samples;
    e->moment[0] = law_mean(dv->algebra, law);
    e->moment[1] = law_second_moment(dv->algebra, law);
    e->sphere = law->kind == LAW_SPHERE;
    e->n_values = law->kind == LAW_FINITE ? law->n : 0;
    e->value = law->value;
    e->n_intervals = n;
    e->interval = derive_alloc(dv, 2 * (size_t) n, sizeof *e->interval);
    for (i = 0; i < n; i++)
    {
        e->interval[2 * i] = lo[i];
        e->interval[2 * i + 1] = hi[i];
    }
    dv->t->experiment = e;
}
