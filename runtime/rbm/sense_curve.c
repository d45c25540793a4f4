/* runtime/rbm/sense_curve.c -- success of compressed sensing over M/N. */
#include "sense_curve.h"
#include "matrix.h"
#include "../random.h"

#include <cblas.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    const sense_curve_t *q;
    const rbm_t *rbm;
    double *error, *sample, *truth;
    int first;                 /* trial of task 0                          */
    atomic_int no_memory;
} work_t;

static int
measurements(const sense_curve_t *q, int alpha, int n)
{
    int m = (int) lround(q->alpha[alpha] * n);

    return m < 1 ? 1 : m;
}

/* x = s g, y = F x + noise, F by rows; the same for a trial at all alphas. */
static void
draw(const sense_curve_t *q, int trial, int n, int m, double *x, double *f,
     double *y)
{
    random_t signal = random_stream(q->seed, RANDOM_SIGNAL);
    random_t matrix = random_stream(q->seed, RANDOM_MATRIX);
    random_t noise = random_stream(q->seed, RANDOM_NOISE);
    uint64_t row = (uint64_t) trial;
    int i, k;

    random_normal(x, (size_t) n, signal, row, 0);
    for (i = 0; i < n; i++)
        x[i] = q->support[at_row(trial, n) + (size_t) i]
               * (q->mu + sqrt(q->s2) * x[i]);
    random_normal(y, (size_t) m, noise, row, 0);
    for (k = 0; k < m; k++)
    {
        double *line = f + at_row(k, n);

        random_normal(line, (size_t) n, matrix, row, (uint64_t) k);
        cblas_dscal(n, 1 / sqrt(n), line, 1);
        y[k] = sqrt(q->delta) * y[k] + cblas_ddot(n, line, 1, x, 1);
    }
}

static const double *
support_of(const sense_curve_t *q, sense_prior_t prior, int trial, int n)
{
    return prior == SENSE_IID ? &q->rho
           : prior == SENSE_ORACLE ? q->support + at_row(trial, n) : q->site;
}

/* All alphas and priors of one trial. */
static void
trial_task(void *ctx, int index)
{
    work_t *w = ctx;
    const sense_curve_t *q = w->q;
    int n = w->rbm->nv, most = 1, a, p, trial = w->first + index;
    double *x, *f, *y, *found;

    for (a = 0; a < q->n_alpha; a++)
        if (measurements(q, a, n) > most)
            most = measurements(q, a, n);
    x = malloc((2 * (size_t) n + (size_t) most) * sizeof *x);
    f = malloc(at_row(most, n) * sizeof *f);
    if (x == NULL || f == NULL)
    {
        w->no_memory = 1;
        free(x);
        free(f);
        return;
    }
    found = x + n;
    y = found + n;
    draw(q, trial, n, most, x, f, y);
    if (trial == 0 && w->truth != NULL)
        memcpy(w->truth, x, (size_t) n * sizeof *x);
    for (a = 0; a < q->n_alpha; a++)
        for (p = 0; p < SENSE_PRIORS; p++)
        {
            sense_problem_t problem = { n, measurements(q, a, n), f, y,
                                        q->delta, q->mu, q->s2 };
            size_t place = (size_t) (a * SENSE_PRIORS + p);
            int used = sense_run(found, NULL, NULL, &problem,
                                 (sense_prior_t) p,
                                 support_of(q, (sense_prior_t) p, trial, n),
                                 w->rbm, &q->amp);

            w->no_memory |= used == -1;
            w->error[place * (size_t) q->trials + (size_t) trial]
                = used < 0 ? INFINITY : sense_error(found, x, n);
            if (trial == 0 && w->sample != NULL)
                memcpy(w->sample + place * (size_t) n, found,
                       (size_t) n * sizeof *found);
        }
    free(f);
    free(x);
}

rbm_status_t
sense_curve(double *error, double *sample, double *truth,
            const sense_curve_t *q, const rbm_t *rbm, crew_t *crew,
            rbm_tick_t tick, void *ctx, rbm_message_t *message)
{
    work_t w = { q, rbm, error, sample, truth, 0, 0 };
    int step = crew_threads(crew);

    for (; w.first < q->trials; w.first += step)
    {
        int count = q->trials - w.first < step ? q->trials - w.first : step;

        if (tick != NULL && tick(ctx, "trials", (double) w.first / q->trials))
            return rbm_say(message, RBM_INTERRUPTED, "interrupted");
        crew_run(crew, count, trial_task, &w);
        if (w.no_memory)
            return rbm_no_memory(message);
    }
    return RBM_OK;
}

void
sense_rates(double *rate, const double *error, const sense_curve_t *q,
            sense_prior_t prior)
{
    int a, t;

    for (a = 0; a < q->n_alpha; a++)
    {
        const double *e = error
            + ((size_t) a * SENSE_PRIORS + (size_t) prior) * (size_t) q->trials;

        rate[a] = 0;
        for (t = 0; t < q->trials; t++)
            rate[a] += e[t] < q->success;
        rate[a] /= q->trials;
    }
}

double
sense_half(const double *rate, const sense_curve_t *q)
{
    int a;

    for (a = q->n_alpha - 1; a > 0; a--)
        if (rate[a] >= 0.5 && rate[a - 1] < 0.5)
            return q->alpha[a - 1]
                   + (0.5 - rate[a - 1]) / (rate[a] - rate[a - 1])
                     * (q->alpha[a] - q->alpha[a - 1]);
    return NAN;
}
