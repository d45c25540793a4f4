/* compiler/cli/simulate.h -- the kinds of experiments of `saddle simulate`. */
#ifndef SADDLE_CLI_SIMULATE_H
#define SADDLE_CLI_SIMULATE_H

#include "experiment.h"
#include "grid.h"

#define SIMULATE_NONE "no fixed parameters"

/* A spec at the points of a grid: parameters, predictions. */
typedef struct
{
    session_t s;
    const saddle_model_t *model;
    grid_t grid;
    size_t n_points;
    double **env;           /* of each point                               */
    trials_t *report_trials;        /* asked whether to stop               */
} simulate_t;

/* Reads the spec, the words after it as a grid; fills names, points, setting
   and title of the report.  An exit status; close in every case. */
int simulate_open(simulate_t *, experiment_report_t *, const options_t *,
                  const char *file, int n_words, const char *const *word);
void simulate_close(simulate_t *);

/* Room for the predictions (NAN) of plan->n_points points; then those measures
   of the report that the theory has under the same name, solved at each
   point. */
int simulate_predict(simulate_t *, experiment_report_t *, size_t n_rows);

/* simulate_risk.c: `learner erm`. */
int simulate_risk(simulate_t *, experiment_report_t *, const options_t *);

/* simulate_storage.c: weights without a teacher. */
int simulate_storage(simulate_t *, experiment_report_t *, const options_t *);

/* simulate_spins.c: --system. */
int simulate_spins(const options_t *);

#endif
