/* compiler/replica/experiment.h -- from laws and rules to finite systems. */
#ifndef SADDLE_EXPERIMENT_H
#define SADDLE_EXPERIMENT_H

#include "channel.h"

/*
 * What every finite system with a teacher has: draws of a weight and of a
 * label, the kinds of labels.  NULL, and no error, when a law cannot be drawn
 * from.
 */
experiment_t *experiment_new(derivation_t *, const channel_t *);

/* out[k] = output[k] over the inputs. */
mapping_t experiment_mapping(derivation_t *, expr_t *const *input,
                             int n_inputs, expr_t *const *output,
                             int n_outputs);

/* z -> the learner's label: the spec's `predict`, else z for real labels and
   sign(z) for +1 and -1; NULL for none. */
mapping_t *experiment_predict(derivation_t *, const channel_t *, expr_t *z);

/* Puts draws in the place of the noises that the n expressions e and more (or
   NULL) hold: functions of variates, uniform on (0, 1) or normal. */
void experiment_noise(derivation_t *, int *n_variates, expr_t ***variate,
                      int **is_normal, expr_t **e, int n, expr_t **more);

/* storage_experiment.c: n intervals of the field that are allowed. */
void storage_experiment(derivation_t *, expr_t *const *lo, expr_t *const *hi,
                        int n);

#endif
