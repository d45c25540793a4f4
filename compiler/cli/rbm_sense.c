/* compiler/cli/rbm_sense.c -- `saddle rbm sense`: compressed sensing. */
#include "../../runtime/rbm/matrix.h"
#include "output.h"
#include "picture.h"
#include "rbm_sense.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is asked --------------------------------------------------------------- */

/* START:STOP:STEP, with STOP; or one number. */
static int
read_alphas(sense_work_t *w, const char *text)
{
    double start, stop, step;
    char end;
    int n = sscanf(text, "%lf:%lf:%lf%c", &start, &stop, &step, &end), k = 0;

    if (n == 1)
        stop = start, step = 1;
    if ((n == 1 || n == 3) && step > 0 && start > 0 && stop >= start)
        for (; k < SENSE_MOST_ALPHAS && start + k * step <= stop + 1e-9 * step; k++)
            w->alpha[k] = start + k * step;
    if (k == 0 || (k == SENSE_MOST_ALPHAS && start + k * step <= stop))
    {
        fprintf(stderr, "saddle: --alpha takes START:STOP:STEP with at most %d "
                        "positive values, not '%s'\n", SENSE_MOST_ALPHAS, text);
        return 0;
    }
    w->curve.alpha = w->alpha;
    w->curve.n_alpha = k;
    return 1;
}

static int
prepare(sense_work_t *w)
{
    job_t *j = &w->job;
    sense_curve_t *q = &w->curve;
    patterns_t others = j->patterns;
    int n = j->rbm.nv, i;
    data_t rest;

    if (j->rbm.law != NULL)
        return job_end(j, rbm_say(&j->message, RBM_BAD_USE,
                                  "the prior of supports is a machine of "
                                  "binary units"));
    if (q->trials >= j->data.n)
        return job_end(j, rbm_say(&j->message, RBM_BAD_USE,
                                  "%d trials need more than %d patterns",
                                  q->trials, j->data.n));
    /* supports: the last patterns; the other priors learn from the rest */
    w->support = job_rows(j, j->data.n - q->trials, q->trials);
    w->site = malloc((size_t) n * sizeof *w->site);
    w->error = malloc(at_row(q->n_alpha * SENSE_PRIORS, q->trials)
                      * sizeof *w->error);
    w->sample = malloc(at_row(q->n_alpha * SENSE_PRIORS, n)
                       * sizeof *w->sample);
    w->truth = malloc((size_t) n * sizeof *w->truth);
    if (w->support == NULL || w->site == NULL || w->error == NULL
        || w->sample == NULL || w->truth == NULL)
        return job_end(j, rbm_no_memory(&j->message));
    q->support = w->support;
    q->site = w->site;
    if (data_part(&rest, &j->data, 0, j->data.n - q->trials, &j->message)
        != RBM_OK)
        return job_end(j, RBM_NO_MEMORY);
    others.data = &rest;
    patterns_means(w->site, &others);
    data_clear(&rest);
    for (i = 0; i < n; i++)
    {
        q->rho += w->site[i] / n;
        w->site[i] = fmin(fmax(w->site[i], 1e-3), 1 - 1e-3);
    }
    q->rho = real_or(j->o->rbm.rho, q->rho);
    return EXIT_DONE;
}

static int
choose(sense_work_t *w, const options_t *o)
{
    sense_curve_t *q = &w->curve;

    sense_options_default(&q->amp);
    q->trials = (int) count_or(o->rbm.trials, 40);
    q->delta = real_or(o->rbm.delta, 1e-8);
    q->mu = real_or(o->rbm.mean, 0);
    q->s2 = real_or(o->rbm.variance, 1);
    q->success = 1e-4;
    q->seed = (unsigned long) count_or(o->rbm.seed, 1);
    q->amp.sweeps = (int) count_or(o->rbm.sweeps, q->amp.sweeps);
    q->amp.damping = real_or(o->rbm.damping, q->amp.damping);
    if (!(q->delta >= 0) || !(q->s2 > 0)
        || !(q->amp.damping >= 0 && q->amp.damping < 1))
    {
        fprintf(stderr, "saddle: the noise must not be negative, the variance "
                        "positive, the damping from 0 to below 1\n");
        return 0;
    }
    return read_alphas(w, o->rbm.alpha != NULL ? o->rbm.alpha
                                               : "0.2:0.6:0.05");
}

/* ---- results ----------------------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static void
summarise(sense_work_t *w)
{
    sense_curve_t *q = &w->curve;
    int p, a;

    for (p = 0; p < SENSE_PRIORS; p++)
    {
        sense_rates(w->rate[p], w->error, q, (sense_prior_t) p);
        w->half[p] = sense_half(w->rate[p], q);
    }
    for (a = 0; a < q->n_alpha; a++)
        for (p = 0; p < SENSE_PRIORS; p++)
        {
            double *e = w->error + at_row(a * SENSE_PRIORS + p, q->trials);

            qsort(e, (size_t) q->trials, sizeof *e, by_size);
            w->median[p][a] = 0.5 * (e[q->trials / 2]
                                     + e[(q->trials - 1) / 2]);
        }
}

int
run_rbm_sense(const options_t *o)
{
    sense_work_t *w = calloc(1, sizeof *w);
    int status = EXIT_LIMIT;

    if (w == NULL)
        return EXIT_LIMIT;
    status = (o->plot == NULL || picture_can(o->plot)) && choose(w, o)
        ? job_open(&w->job, o, 1, 2) : EXIT_USAGE;
    if (status == EXIT_DONE)
        status = prepare(w);
    if (status == EXIT_DONE)
        status = job_end(&w->job,
                         sense_curve(w->error, w->sample, w->truth, &w->curve,
                                     &w->job.rbm, w->job.crew, progress_tick,
                                     NULL, &w->job.message));
    if (status == EXIT_DONE)
    {
        summarise(w);
        (o->json ? sense_json : sense_print)(w);
    }
    if (status == EXIT_DONE && o->rbm.csv != NULL)
        status = sense_write(w, o->rbm.csv);
    if (status == EXIT_DONE && o->plot != NULL)
        status = sense_draw(w, o->plot);
    if (status == EXIT_DONE && o->plot != NULL)
        status = sense_draw_signals(w, o->plot);
    free(w->support);
    free(w->site);
    free(w->error);
    free(w->sample);
    free(w->truth);
    job_clear(&w->job);
    free(w);
    return status;
}
