/* compiler/cli/simulate_spins.h -- `saddle simulate --system`: what its files
   share. */
#ifndef SADDLE_CLI_SIMULATE_SPINS_H
#define SADDLE_CLI_SIMULATE_SPINS_H

#include "../../runtime/simulate/spins.h"
#include "simulate.h"

#define SPINS_TAP_START 0.5     /* q(0)                                    */

typedef struct
{
    spins_kind_t kind;
    int tap;                /* else tempering                              */
    double (*at)[3];        /* beta, h, alpha of each point                */
    int iterations;
    tempering_options_t tempering;
} spins_work_t;

/* q_t of the theory's natural map: every second number of iterations + 1
   pairs. */
void spins_predict_tap(const simulate_t *, const spins_work_t *, size_t point,
                       double *out);

/* Energy and magnetisation as derivatives of the free entropy in beta and h; q;
   for Hopfield the overlap m with the pattern. */
void spins_predict_means(const simulate_t *, const spins_work_t *,
                         const options_t *, size_t point, double *out);

/* 1 when the theory has a replicon that is at least 1 at some point. */
int spins_is_unstable(const simulate_t *, const options_t *);

#endif
