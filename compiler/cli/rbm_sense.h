/* compiler/cli/rbm_sense.h -- the parts of `saddle rbm sense`. */
#ifndef SADDLE_CLI_RBM_SENSE_H
#define SADDLE_CLI_RBM_SENSE_H

#include "../../runtime/rbm/sense_curve.h"
#include "rbm_common.h"

#define SENSE_MOST_ALPHAS 200

typedef struct
{
    job_t job;
    sense_curve_t curve;
    double alpha[SENSE_MOST_ALPHAS];
    double *support, *site, *error, *sample, *truth;
    double rate[SENSE_PRIORS][SENSE_MOST_ALPHAS];
    double median[SENSE_PRIORS][SENSE_MOST_ALPHAS];
    double half[SENSE_PRIORS];
} sense_work_t;

void sense_print(const sense_work_t *);
void sense_json(const sense_work_t *);

/* A CSV file; the curves as a picture; the first signal and what each prior
   makes of it over alpha, beside `path` with -signals before its ending.  An
   exit status. */
int sense_write(const sense_work_t *, const char *path);
int sense_draw(const sense_work_t *, const char *path);
int sense_draw_signals(const sense_work_t *, const char *path);

#endif
