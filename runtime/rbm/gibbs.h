/* runtime/rbm/gibbs.h -- block Gibbs chains, at an inverse temperature.
 *
 *   h ~ sigmoid(beta (b + v W)),  v ~ P0(v) exp(v ((1-beta) a0 + beta (a + W h)))
 */
#ifndef SADDLE_RBM_GIBBS_H
#define SADDLE_RBM_GIBBS_H

#include "machine.h"
#include "../crew.h"

typedef struct
{
    const rbm_t *rbm;
    crew_t *crew;
    unsigned long seed;
    double beta;               /* 1: the machine itself                    */
    const double *base;        /* a0, or NULL for 0                        */
    int expect;                /* real units, binary means: leave E[v|h]
                                  instead of a sample                      */
} gibbs_t;

/* p(h=1|v) into mean (may equal sample), samples into sample or NULL; rows are
   chains, `step` numbers the draws.  */
void gibbs_hidden(const gibbs_t *, double *mean, double *sample,
                  const double *v, int rows, unsigned long step);
/* Samples of v given h. */
void gibbs_visible(const gibbs_t *, double *v, const double *h, int rows,
                   unsigned long step);
/* k steps v -> h -> v; h (rows x nh) is scratch. */
void gibbs_steps(const gibbs_t *, double *v, double *h, int rows, int k,
                 unsigned long first_step);

#endif
