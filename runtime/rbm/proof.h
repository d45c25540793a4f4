/* runtime/rbm/proof.h -- proven fixed points of mean field on small machines.
 *
 * The stationarity of Gamma (mean_field.h), binary units:
 *   ln(m_i/(1-m_i)) - field_i(m, h) = 0, and likewise for h_j,
 * by the Krawczyk test of runtime/certify.  A proven fixed point is exactly one
 * solution in its box; two are distinct when their boxes are disjoint.
 */
#ifndef SADDLE_RBM_PROOF_H
#define SADDLE_RBM_PROOF_H

#include "machine.h"
#include <arb.h>

#define PROOF_MOST 200         /* units that are proven                     */

typedef struct
{
    int nv, nh, proven;
    arb_ptr x;                 /* nv + nh: enclosures of m, then h          */
    arb_ptr box;               /* nv + nh: where the solution is unique     */
    arb_t log_z;               /* encloses -Gamma there                     */
    double contraction;        /* bound of |I - Y J| on the box             */
    const char *why;           /* when not proven                           */
} proof_t;

/* order: 1 naive, 2, 3; m (nv), h (nh): an approximate fixed point; prec:
   bits of the enclosures.  RBM_BAD_USE for real units or large machines. */
rbm_status_t proof_find(proof_t *, const rbm_t *, int order, const double *m,
                        const double *h, slong prec, rbm_message_t *);
void proof_clear(proof_t *);

/* 1 when the boxes of two proven fixed points are disjoint. */
int proof_distinct(const proof_t *, const proof_t *);

#endif
