/* runtime/simulate/trials.h -- many trials of an experiment, and what they
 * say of a prediction.
 */
#ifndef SADDLE_SIMULATE_TRIALS_H
#define SADDLE_SIMULATE_TRIALS_H

#include "../amp/instance.h"

#define TRIALS_MAX_MEASURES 400

/*
 * Trials at every point (values of the parameters) and every size.  A trial
 * yields n_rows times n_measures numbers, NAN where there is none; a second,
 * smaller size serves to estimate the bias of the first.
 */
typedef struct
{
    size_t n_points, n_rows, n_measures;
    int n_sizes;
    size_t size[2];
    size_t n_trials;
    /* An effect of finite size falls as N^-exponent: 0 stands for 1; INFINITY:
       the prediction is that of the size itself, there is no bias.        */
    double exponent[TRIALS_MAX_MEASURES];
    unsigned long seed;
    /* One trial, from its stream alone; called from several threads. */
    saddle_status_t (*run)(void *ctx, size_t point, size_t size, random_t r,
                           double *out, amp_message_t *why);
    void *ctx;
    /* Called now and then by one thread at a time; nonzero stops. */
    int (*tick)(void *ctx, const char *what, double done);
    void *tick_ctx;
} trials_plan_t;

typedef enum { TRIAL_OPEN, TRIAL_DONE, TRIAL_FAILED } trial_state_t;

typedef struct
{
    trials_plan_t plan;
    size_t n_jobs;          /* trials in all                               */
    double *value;          /* of job j from j * n_rows * n_measures on    */
    char *state;            /* trial_state_t of each job                   */
    saddle_status_t *status;
    amp_message_t *why;     /* of each job                                 */
    int stopped;
} trials_t;

/* 0 without memory; clear in every case. */
int trials_init(trials_t *, const trials_plan_t *);
void trials_clear(trials_t *);

/* The job of a trial: trials of all points and sizes come before the next. */
size_t trials_job(const trials_t *, size_t point, int size, size_t trial);

/* Runs all open jobs on that many threads.  The results do not depend on the
   number of threads.  Failed trials are kept as such. */
void trials_run(trials_t *, int threads);

/* 1 once the work is to stop; for long trials, from any thread. */
int trials_stopped(void *trials);

/* That of a measure. */
double trials_exponent(const trials_plan_t *, size_t measure);

typedef struct
{
    size_t n;               /* finished trials                             */
    double mean;
    double error;           /* standard error of the mean; NAN for one     */
    double bias;            /* estimated size of mean - limit; 0 when there
                               is one size only                            */
    double z;               /* (mean - predicted)/sqrt(error^2 (n - 1)/(n -
                               3) + bias^2), that factor being the variance
                               of Student's t; NAN for n < 4               */
} trials_summary_t;

/*
 * trials_summary -- one measure over its trials.
 *
 *   predicted  in   value for infinite size, or NAN (then z is NAN)
 *   spread     in   a bias that the theory itself expects, 0 for none: the
 *                   larger one of it and the measured one counts
 *   least      in   the error is at least that: a count of rare events that
 *                   never happened has one too
 *   floor      in   differences below it do not count
 */
trials_summary_t trials_summary(const trials_t *, size_t point, size_t row,
                                size_t measure, double predicted,
                                double spread, double least, double floor);

/* Mean and its error over the finished trials of one size; no bias, no z. */
trials_summary_t trials_moments(const trials_t *, size_t point, int size,
                                size_t row, size_t measure);

#endif
