/* runtime/amp/denoise.h -- f_w and g_out of a model, for arrays.
 *
 * They are emitted for the learners bayes and gibbs; those of erm are proximal
 * maps of its penalty and loss:
 *
 *     f_w = argmin_w penalty(w) + A w^2/2 - B w
 *     g_out = (argmin_h V loss(y, h) + (h - omega)^2/2  -  omega)/V
 */
#ifndef SADDLE_AMP_DENOISE_H
#define SADDLE_AMP_DENOISE_H

#include "../model.h"

#include <stddef.h>

/* 1 when the model has both. */
int denoise_known(const saddle_model_t *);

/* 1 when the student need not know the teacher (m is an order parameter). */
int denoise_mismatched(const saddle_model_t *);

/* f: f_w, then df_w/dB.  SADDLE_DOMAIN when a value is not finite. */
saddle_status_t denoise_weights(const saddle_model_t *, const double *env,
                                size_t n, const double *a, const double *b,
                                double *f);

/* g: g_out, then dg_out/domega, of labels of one kind. */
saddle_status_t denoise_labels(const saddle_model_t *, const double *env,
                               int kind, size_t n, const double *y,
                               const double *omega, const double *v,
                               double *g);

/* The student's mean and variance before any label; for erm, which has none,
   0 and E w0^2. */
saddle_status_t denoise_prior(const saddle_model_t *, const double *env,
                              double *mean, double *variance);

#endif
