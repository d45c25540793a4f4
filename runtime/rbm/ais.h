/* runtime/rbm/ais.h -- ln Z by annealed importance sampling.
 *
 * From p_0 with visible biases a0 and independent hidden units to the machine:
 *   p_beta(v) ~ P0(v) exp((1-beta) a0.v + beta a.v)
 *               prod_j (1 + exp(beta (b_j + (v W)_j))).
 * Source: Salakhutdinov, Murray 2008.
 */
#ifndef SADDLE_RBM_AIS_H
#define SADDLE_RBM_AIS_H

#include "machine.h"
#include "../crew.h"

typedef struct
{
    double log_z;
    double error;          /* standard error of log_z (delta method)       */
    double effective;      /* (sum w)^2 / sum w^2, in chains               */
} ais_t;

/* base: a0 (nv), or NULL for 0. */
rbm_status_t ais_log_z(ais_t *, const rbm_t *, const double *base, int chains,
                       int betas, unsigned long seed, crew_t *,
                       rbm_tick_t tick, void *ctx, rbm_message_t *);

#endif
