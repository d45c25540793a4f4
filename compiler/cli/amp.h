/* compiler/cli/amp.h -- what the files of `saddle amp` share. */
#ifndef SADDLE_CLI_AMP_H
#define SADDLE_CLI_AMP_H

#include "../../runtime/amp/vamp.h"
#include "simulate.h"

/* A point of the grid. */
typedef struct
{
    const double *env;
    gamp_options_t gamp;    /* start, iterations                           */
    double delta;           /* noise, for VAMP                             */
    gamp_point_t *predicted;    /* iterations + 1                          */
    double rho;             /* E w0^2                                      */
} amp_point_t;

typedef struct
{
    simulate_t x;
    matrix_kind_t matrix;
    int hadamard;           /* VAMP                                        */
    amp_point_t *point;     /* x.n_points                                  */
    experiment_report_t report;
} amp_t;

/* amp_options.c: matrix, start, damping, for each point.  EXIT_DONE or an exit
   status with the message printed. */
int amp_read_options(amp_t *, const options_t *);
/* "alpha = 1.5, gaussian matrix, start uninformed" in place of the setting. */
int amp_describe(amp_t *, const options_t *);

/* amp_predict.c: state evolution of each point, and how many iterations that
   takes.  As above. */
int amp_predict(amp_t *, const options_t *);
/* Its sequences on standard output. */
int amp_print_evolution(const amp_t *, const options_t *);
/* Predictions of the report, with the bias that fluctuations of the labels
   give: plan->size[0] weights; plan->n_rows is 1 (the last iteration only) or
   all of them.  0 without memory. */
int amp_fill_predictions(amp_t *, const trials_plan_t *);

#endif
