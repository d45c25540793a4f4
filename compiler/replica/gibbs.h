/* compiler/replica/gibbs.h -- the Gibbs measure of a loss, a constraint and a
 * penalty, shared by storage and gibbs.
 */
#ifndef SADDLE_GIBBS_H
#define SADDLE_GIBBS_H

#include "student.h"

/* exp(-beta loss(y, z)) where `require` holds, else 0. */
expr_t *gibbs_factor(derivation_t *, expr_t *y, expr_t *z);
/* exp(-A w^2/2 + B w - beta penalty(w)) */
expr_t *gibbs_tilt(derivation_t *, expr_t *a, expr_t *b, expr_t *w);
/* E of e over z = omega + sqrt(v) u; e is a function of the symbol z.  The
   closed form, branch by branch, or the mean as it stands. */
expr_t *gibbs_field_mean(derivation_t *, expr_t *e, expr_t *z, expr_t *omega,
                         expr_t *v);
/* The same, not closed. */
expr_t *gibbs_field_raw(derivation_t *, expr_t *e, expr_t *z, expr_t *omega,
                        expr_t *v);
/* E of e over w ~ law, closed branch by branch where possible. */
expr_t *gibbs_weight_mean(derivation_t *, const law_t *, expr_t *e, expr_t *w);
/* The lower end of V_hat: where Z_w(A, B) ceases to be finite, or the closed
   form to hold; NULL for none. */
expr_t *gibbs_least_v_hat(derivation_t *, const law_t *);

/* gibbs_tail.c: reports a loss at label y (NULL: none; `fixed`: a value) or a
   penalty whose Gibbs measure does not exist, and says what may be the cause
   where no state is found.  0 after an error. */
int gibbs_loss_is_held(derivation_t *, expr_t *y, expr_t *z, int fixed);
int gibbs_penalty_is_held(derivation_t *, expr_t *w);

/* gibbs_recovery.c: perfect recovery, where it is a state. */
void gibbs_recovery(student_t *);

#endif
