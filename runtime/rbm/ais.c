/* runtime/rbm/ais.c -- ln Z by annealed importance sampling. */
#include "ais.h"
#include "gibbs.h"
#include "matrix.h"
#include "../random.h"
#include "units.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>

/* ln of the unnormalised p_beta at every chain, relative to P0; the fields x =
   b + v W are given.  y: scratch of nh. */
static void
log_weight(double *out, double sign, const rbm_t *r, const double *base,
           double beta, const double *v, const double *x, int chains,
           double *y)
{
    int k, i;

    for (k = 0; k < chains; k++)
    {
        const double *row = v + at_row(k, r->nv);
        double sum = beta * cblas_ddot(r->nv, r->a, 1, row, 1);

        for (i = 0; base != NULL && i < r->nv; i++)
            sum += (1 - beta) * base[i] * row[i];
        cblas_dcopy(r->nh, x + at_row(k, r->nh), 1, y, 1);
        cblas_dscal(r->nh, beta, y, 1);
        sum += units_softplus_sum(y, (size_t) r->nh);
        out[k] += sign * sum;
    }
}

/* Chains of p_0; returns ln Z_0. */
static double
begin(const rbm_t *r, const double *base, double *v, int chains,
      unsigned long seed)
{
    random_t stream = random_stream(seed, RANDOM_AIS);
    double log_z = r->nh * M_LN2, mean, variance, u[2];
    int k, i;

    for (i = 0; i < r->nv; i++)
    {
        double a = base != NULL ? base[i] : 0;

        log_z += r->law != NULL
            ? law_tilt(r->law + i, a, 0, &mean, &variance)
            : units_softplus(a);
        for (k = 0; k < chains; k++)
        {
            random_uniform(u, 2, stream, (uint64_t) k, (uint64_t) i);
            v[at_row(k, r->nv) + i] = r->law != NULL
                ? law_sample(r->law + i, a, u[0], u[1])
                : u[0] < units_sigmoid(a);
        }
    }
    return log_z;
}

static void
summarise(ais_t *out, double log_z0, const double *weight, int n)
{
    double top = -INFINITY, sum = 0, squares = 0, mean;
    int k;

    for (k = 0; k < n; k++)
        top = fmax(top, weight[k]);
    for (k = 0; k < n; k++)
    {
        double w = exp(weight[k] - top);

        sum += w;
        squares += w * w;
    }
    mean = sum / n;
    out->log_z = log_z0 + top + log(mean);
    out->effective = sum * sum / squares;
    out->error = n > 1
        ? sqrt(fmax(squares / n - mean * mean, 0) / (n - 1)) / mean : INFINITY;
}

static void
fields(const rbm_t *r, crew_t *crew, double *x, const double *v, int chains)
{
    int k;

    matrix_all_to_hidden(crew, x, v, r->w, chains, r->nv, r->nh);
    for (k = 0; k < chains; k++)
        cblas_daxpy(r->nh, 1, r->b, 1, x + at_row(k, r->nh), 1);
}

rbm_status_t
ais_log_z(ais_t *out, const rbm_t *r, const double *base, int chains,
          int betas, unsigned long seed, crew_t *crew, rbm_tick_t tick,
          void *ctx, rbm_message_t *message)
{
    double *v = malloc(at_row(chains, r->nv) * sizeof *v), log_z0 = 0;
    double *x = malloc(at_row(chains, r->nh) * sizeof *x);
    double *h = malloc(at_row(chains + 1, r->nh) * sizeof *h);
    double *weight = calloc((size_t) chains, sizeof *weight);
    gibbs_t g = { r, crew, seed, 0, base, 0 };
    rbm_status_t status = RBM_OK;
    int t;

    if (v == NULL || x == NULL || h == NULL || weight == NULL)
        status = rbm_no_memory(message);
    else
        log_z0 = begin(r, base, v, chains, seed);
    for (t = 1; t <= betas && status == RBM_OK; t++)
    {
        fields(r, crew, x, v, chains);
        log_weight(weight, -1, r, base, g.beta, v, x, chains,
                   h + at_row(chains, r->nh));
        g.beta = (double) t / betas;
        log_weight(weight, 1, r, base, g.beta, v, x, chains,
                   h + at_row(chains, r->nh));
        if (t < betas)
            gibbs_steps(&g, v, h, chains, 1, (unsigned long) t);
        if (tick != NULL
            && tick(ctx, "annealed importance sampling", (double) t / betas))
            status = rbm_say(message, RBM_INTERRUPTED, "interrupted");
    }
    if (status == RBM_OK)
        summarise(out, log_z0, weight, chains);
    free(weight);
    free(h);
    free(x);
    free(v);
    return status;
}
