/* runtime/rbm/exact.h -- small machines by enumeration.
 *
 * ln Z = logsumexp over the states of one layer, the other summed in closed
 * form: the smaller layer for binary units, the hidden one for real units.
 * States follow a Gray code, so that each step adds one row of weights.
 */
#ifndef SADDLE_RBM_EXACT_H
#define SADDLE_RBM_EXACT_H

#include "machine.h"
#include "../crew.h"
#include <arb.h>

#define EXACT_MOST 25          /* units of the layer that is enumerated     */

/* Units of the layer that would be enumerated. */
int exact_size(const rbm_t *);

/* ln Z; RBM_LIMIT beyond EXACT_MOST units, RBM_INTERRUPTED by the tick. */
rbm_status_t exact_log_z(double *log_z, const rbm_t *, crew_t *,
                         rbm_tick_t tick, void *ctx, rbm_message_t *);

/* Means under the model: v (nv), h (nh), vh (nv x nh), each or NULL. */
rbm_status_t exact_moments(double *v, double *h, double *vh, const rbm_t *,
                           rbm_message_t *);

/* A ball that contains ln Z; binary units.  Terms are summed in ball
   arithmetic of prec bits, every field from scratch every 1024 states. */
rbm_status_t exact_log_z_ball(arb_t log_z, const rbm_t *, slong prec,
                              rbm_tick_t tick, void *ctx, rbm_message_t *);

#endif
