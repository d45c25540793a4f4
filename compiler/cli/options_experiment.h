/* compiler/cli/options_experiment.h -- what the options of `saddle amp` and
 * `saddle simulate` say.
 */
#ifndef SADDLE_CLI_OPTIONS_EXPERIMENT_H
#define SADDLE_CLI_OPTIONS_EXPERIMENT_H

/* NaN, 0 or NULL: not given. */
typedef struct
{
    const char *matrix, *system, *theory, *method;
    double damping;
    long size, trials, seed, iterations, sweeps;
    int vector, evolution;
} experiment_options_t;

#endif
