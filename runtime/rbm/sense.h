/* runtime/rbm/sense.h -- compressed sensing by AMP, with a machine as prior.
 *
 *   y = F x + sqrt(Delta) noise,  F_mi ~ N(0, 1/N), M x N,
 *   x_i = s_i g_i, g_i ~ N(mu, s2), and the support s in {0,1}^N has
 *     iid       P(s_i = 1) = rho
 *     site      P(s_i = 1) = p_i
 *     machine   P(s) of a binary machine; its mean field, with the evidence
 *               D_i of the measurements as an extra visible bias, takes the
 *               place of p_i
 *     oracle    the true support is known.
 *
 * Sources: Krzakala et al., J. Stat. Mech. (2012) P08009; Tramel, Dremeau,
 * Krzakala, J. Stat. Mech. (2016) 073401.
 */
#ifndef SADDLE_RBM_SENSE_H
#define SADDLE_RBM_SENSE_H

#include "../crew.h"
#include "machine.h"

typedef enum
{
    SENSE_IID, SENSE_SITE, SENSE_NAIVE, SENSE_TAP2, SENSE_ORACLE, SENSE_PRIORS
} sense_prior_t;

extern const char *const sense_name[SENSE_PRIORS];

typedef struct
{
    int n, m;
    const double *f;           /* m x n, by rows                           */
    const double *y;           /* m                                        */
    double delta, mu, s2;
} sense_problem_t;

typedef struct
{
    int iterations;            /* most                                     */
    int sweeps;                /* of the machine in each iteration         */
    double damping;            /* of x and c, and of the machine's means   */
    double tol;                /* of max |x - x_old|                       */
    int restart;               /* the machine's means anew each iteration  */
} sense_options_t;

void sense_options_default(sense_options_t *);

/*
 * sense_run -- x (n) and its variances c (n), and the support's p (n), each
 * c, p or NULL.  `support`: p_i (site), the truth (oracle), rho at [0] (iid),
 * else ignored.  Returns the iterations used; above o->iterations when x did
 * not settle; -1 without memory; -2 when it diverged.
 */
int sense_run(double *x, double *c, double *p, const sense_problem_t *,
              sense_prior_t, const double *support, const rbm_t *,
              const sense_options_t *);

/* |x - x0|^2 / |x0|^2 */
double sense_error(const double *x, const double *x0, int n);

#endif
