/* runtime/rbm/gibbs.c -- block Gibbs chains, at an inverse temperature. */
#include "gibbs.h"
#include "matrix.h"
#include "../random.h"
#include "units.h"

#include <stdlib.h>

typedef struct
{
    const gibbs_t *g;
    double *mean, *sample;
    const double *from;
    int rows;
    unsigned long step;
} draw_t;

static void
hidden_task(void *ctx, int block)
{
    const draw_t *d = ctx;
    const rbm_t *r = d->g->rbm;
    random_t stream = random_stream(d->g->seed, RANDOM_CHAIN_HIDDEN);
    int at, width, k, j;
    double *f, *u;

    matrix_block(r->nh, block, &at, &width);
    f = malloc(at_row(d->rows + 1, width) * sizeof *f);
    if (f == NULL)
        abort();
    u = f + at_row(d->rows, width);
    matrix_to_hidden(f, width, d->from, r->w, d->rows, r->nv, r->nh, at,
                     width);
    for (k = 0; k < d->rows; k++)
        for (j = 0; j < width; j++)
            f[at_row(k, width) + j]
                = d->g->beta * (f[at_row(k, width) + j] + r->b[at + j]);
    units_sigmoids(f, at_row(d->rows, width));
    for (k = 0; k < d->rows; k++)
    {
        size_t to = at_row(k, r->nh) + at;

        for (j = 0; d->mean != NULL && j < width; j++)
            d->mean[to + j] = f[at_row(k, width) + j];
        if (d->sample == NULL)
            continue;
        random_uniform(u, (size_t) width, stream,
                       (uint64_t) k << 20 | (uint64_t) block, d->step);
        for (j = 0; j < width; j++)
            d->sample[to + j] = u[j] < f[at_row(k, width) + j];
    }
    free(f);
}

void
gibbs_hidden(const gibbs_t *g, double *mean, double *sample, const double *v,
             int rows, unsigned long step)
{
    draw_t d = { g, mean, sample, v, rows, step };

    crew_run(g->crew, matrix_blocks(g->rbm->nh), hidden_task, &d);
}

/* Fields of a block of visible units at beta. */
static void
visible_fields(const draw_t *d, double *f, int at, int width)
{
    const rbm_t *r = d->g->rbm;
    double beta = d->g->beta;
    int k, i;

    matrix_to_visible(f, width, d->from, r->w, d->rows, r->nv, r->nh, at,
                      width);
    for (k = 0; k < d->rows; k++)
        for (i = 0; i < width; i++)
        {
            double base = d->g->base != NULL ? d->g->base[at + i] : 0;

            f[at_row(k, width) + i]
                = (1 - beta) * base
                  + beta * (f[at_row(k, width) + i] + r->a[at + i]);
        }
}

static double
draw_real(const gibbs_t *g, const law_t *l, double field, double u, double v)
{
    double mean, variance;

    if (!g->expect)
        return law_sample(l, field, u, v);
    law_tilt(l, field, 0, &mean, &variance);
    return mean;
}

static void
visible_task(void *ctx, int block)
{
    const draw_t *d = ctx;
    const rbm_t *r = d->g->rbm;
    random_t stream = random_stream(d->g->seed, RANDOM_CHAIN_VISIBLE);
    int at, width, k, i;
    double *f, *u;

    matrix_block(r->nv, block, &at, &width);
    f = malloc(at_row(d->rows + 2, width) * sizeof *f);
    if (f == NULL)
        abort();
    u = f + at_row(d->rows, width);
    visible_fields(d, f, at, width);
    if (r->law == NULL)
        units_sigmoids(f, at_row(d->rows, width));
    for (k = 0; k < d->rows; k++)
    {
        double *to = d->sample + at_row(k, r->nv) + at;
        const double *x = f + at_row(k, width);

        if (r->law != NULL || !d->g->expect)
            random_uniform(u, 2 * (size_t) width, stream,
                           (uint64_t) k << 20 | (uint64_t) block, d->step);
        for (i = 0; i < width; i++)
            if (r->law != NULL)
                to[i] = draw_real(d->g, r->law + at + i, x[i], u[i],
                                  u[width + i]);
            else
                to[i] = d->g->expect ? x[i] : u[i] < x[i];
    }
    free(f);
}

void
gibbs_visible(const gibbs_t *g, double *v, const double *h, int rows,
              unsigned long step)
{
    draw_t d = { g, NULL, v, h, rows, step };

    crew_run(g->crew, matrix_blocks(g->rbm->nv), visible_task, &d);
}

void
gibbs_steps(const gibbs_t *g, double *v, double *h, int rows, int k,
            unsigned long first_step)
{
    int step;

    for (step = 0; step < k; step++)
    {
        gibbs_hidden(g, NULL, h, v, rows, first_step + (unsigned long) step);
        gibbs_visible(g, v, h, rows, first_step + (unsigned long) step);
    }
}
