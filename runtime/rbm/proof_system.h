/* runtime/rbm/proof_system.h -- the stationarity of Gamma in balls.
 *
 * Binary units, the nv means of the visible ones and then the nh of the hidden
 * ones as x.  For runtime/certify; ctx: a proof_system_t.
 */
#ifndef SADDLE_RBM_PROOF_SYSTEM_H
#define SADDLE_RBM_PROOF_SYSTEM_H

#include "machine.h"
#include "../certify/certify.h"

#include <arb_mat.h>

typedef struct
{
    const rbm_t *rbm;
    int order;                 /* 1 naive, 2, 3                             */
} proof_system_t;

/* dGamma/dx, its derivatives, -Gamma. */
saddle_status_t proof_stationarity(arb_ptr out, arb_srcptr x, slong prec,
                                   void *ctx);
saddle_status_t proof_jacobian(arb_mat_t out, arb_srcptr x, slong prec,
                               void *ctx);
void proof_minus_gamma(arb_t out, const proof_system_t *, arb_srcptr x,
                       slong prec);

#endif
