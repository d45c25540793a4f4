/* runtime/rbm/sense_curve.h -- success of compressed sensing over M/N. */
#ifndef SADDLE_RBM_SENSE_CURVE_H
#define SADDLE_RBM_SENSE_CURVE_H

#include "sense.h"
#include "status.h"

typedef struct
{
    int n_alpha;
    const double *alpha;       /* M/N, rounded to whole M                  */
    int trials;
    const double *support;     /* trials x n: the true supports            */
    const double *site;        /* n: p_i of the site prior                 */
    double rho;                /* of the iid prior                         */
    double delta, mu, s2;
    double success;            /* nmse below it                            */
    unsigned long seed;
    sense_options_t amp;
} sense_curve_t;

/*
 * sense_curve -- every prior on every trial.  A trial has one signal, and one
 * matrix whose first M rows are taken at each alpha.
 *
 *   error   out  n_alpha x SENSE_PRIORS x trials: nmse
 *   sample  out  NULL, or n_alpha x SENSE_PRIORS x n: x of trial 0
 *   truth   out  NULL, or n: the signal of trial 0
 */
rbm_status_t sense_curve(double *error, double *sample, double *truth,
                         const sense_curve_t *, const rbm_t *, crew_t *,
                         rbm_tick_t tick, void *ctx, rbm_message_t *);

/* Share of trials below `success`, n_alpha values of one prior. */
void sense_rates(double *rate, const double *error, const sense_curve_t *,
                 sense_prior_t);

/* Where the rate crosses 1/2 from below, between two alphas; NaN if it does
   not. */
double sense_half(const double *rate, const sense_curve_t *);

#endif
