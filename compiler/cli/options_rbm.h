/* compiler/cli/options_rbm.h -- what the options of `saddle rbm` say. */
#ifndef SADDLE_CLI_OPTIONS_RBM_H
#define SADDLE_CLI_OPTIONS_RBM_H

/* NaN, 0 or NULL: not given. */
typedef struct
{
    const char *data, *validation, *method, *visible, *binarise, *csv, *alpha;
    const char *methods;
    long hidden, epochs, steps, batch, chains, betas, starts, patterns, trials;
    long sweeps, seed;
    double threshold, rate, rate_end, momentum, l1, l2, damping, sigma;
    double rho, mean, variance, low, high, delta;
    int forget, carry, resume;
} rbm_options_t;

#endif
