/* runtime/rbm/likelihood.h -- what the likelihood of data is made of.
 *
 * Densities of real visible units are with respect to P0 (law.h), so that
 *   ln P(v) = -F(v) - ln Z,  F(v) = -a.v - sum_j ln(1 + exp(b_j + (v W)_j))
 * holds for all kinds of units.
 */
#ifndef SADDLE_RBM_LIKELIHOOD_H
#define SADDLE_RBM_LIKELIHOOD_H

#include "machine.h"
#include "../crew.h"

/* f[k] = F(row k of v); v is rows x nv.  0: no memory. */
int likelihood_free_energy(double *f, const rbm_t *, const double *v, int rows,
                           crew_t *);
double likelihood_mean_free_energy(const rbm_t *, const double *v, int rows,
                                   crew_t *);

/* Mean over rows of sum_i ln P(v_i | the other visible units).  For real units
   the normalisation is an integral over v_i by Gauss-Legendre. NaN: memory. */
double likelihood_pseudo(const rbm_t *, const double *v, int rows, crew_t *);

/* Mean over rows and units of (v - E[v | p(h|v)])^2: reconstruction error. */
double likelihood_reconstruction(const rbm_t *, const double *v, int rows,
                                 crew_t *);

#endif
