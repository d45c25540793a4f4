/* runtime/rbm/machine.c -- the parameters of a restricted Boltzmann machine. */
#include "machine.h"
#include "../random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

rbm_status_t
rbm_init(rbm_t *r, int nv, int nh, int real, rbm_message_t *message)
{
    int i;

    memset(r, 0, sizeof *r);
    r->nv = nv;
    r->nh = nh;
    r->w = calloc((size_t) nv * (size_t) nh, sizeof *r->w);
    r->a = calloc((size_t) nv, sizeof *r->a);
    r->b = calloc((size_t) nh, sizeof *r->b);
    if (real)
        r->law = calloc((size_t) nv, sizeof *r->law);
    if (r->w == NULL || r->a == NULL || r->b == NULL
        || (real && r->law == NULL))
        return rbm_no_memory(message);
    for (i = 0; real && i < nv; i++)
    {
        static const law_t normal = { 1, 0, 1, -INFINITY, INFINITY };

        r->law[i] = normal;
    }
    return RBM_OK;
}

void
rbm_clear(rbm_t *r)
{
    free(r->w);
    free(r->a);
    free(r->b);
    free(r->law);
    memset(r, 0, sizeof *r);
}

rbm_status_t
rbm_copy(rbm_t *to, const rbm_t *from, rbm_message_t *message)
{
    rbm_status_t status = rbm_init(to, from->nv, from->nh, from->law != NULL,
                                   message);
    size_t nv = (size_t) from->nv, nh = (size_t) from->nh;

    if (status != RBM_OK)
        return status;
    memcpy(to->w, from->w, nv * nh * sizeof *to->w);
    memcpy(to->a, from->a, nv * sizeof *to->a);
    memcpy(to->b, from->b, nh * sizeof *to->b);
    if (from->law != NULL)
        memcpy(to->law, from->law, nv * sizeof *to->law);
    to->height = from->height;
    to->width = from->width;
    return RBM_OK;
}

void
rbm_random_weights(rbm_t *r, double sigma, unsigned long seed)
{
    size_t i, n = (size_t) r->nv * (size_t) r->nh;

    random_normal(r->w, n, random_stream(seed, RANDOM_WEIGHTS), 0, 0);
    for (i = 0; i < n; i++)
        r->w[i] *= sigma;
}

void
rbm_biases_from_means(rbm_t *r, const double *mean, double floor)
{
    int i;

    for (i = 0; i < r->nv; i++)
    {
        double p = fmin(fmax(mean[i], floor), 1 - floor);

        r->a[i] = log(p / (1 - p));
    }
}

static rbm_status_t
all_finite(const double *x, size_t n, const char *name, rbm_message_t *message)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return rbm_say(message, RBM_BAD_DATA,
                           "parameter %s[%zu] of the machine is %g", name, i,
                           x[i]);
    return RBM_OK;
}

rbm_status_t
rbm_validate(const rbm_t *r, rbm_message_t *message)
{
    size_t nv = (size_t) r->nv, nh = (size_t) r->nh;
    rbm_status_t status = all_finite(r->w, nv * nh, "W", message);
    int i;

    if (status == RBM_OK)
        status = all_finite(r->a, nv, "a", message);
    if (status == RBM_OK)
        status = all_finite(r->b, nh, "b", message);
    for (i = 0; status == RBM_OK && r->law != NULL && i < r->nv; i++)
        if (!law_is_valid(r->law + i))
            status = rbm_say(message, RBM_BAD_DATA,
                             "the law of visible unit %d is none: rho=%g mu=%g "
                             "s2=%g on [%g, %g]", i, r->law[i].rho,
                             r->law[i].mu, r->law[i].s2, r->law[i].lo,
                             r->law[i].hi);
    return status;
}

void
rbm_image_shape(const rbm_t *r, int *height, int *width)
{
    int side = (int) sqrt((double) r->nv);

    if (r->height > 0 && r->height * r->width == r->nv)
    {
        *height = r->height;
        *width = r->width;
        return;
    }
    while (side > 1 && r->nv % side != 0)
        side--;
    *height = side;
    *width = r->nv / side;
}
