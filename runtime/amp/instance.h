/* runtime/amp/instance.h -- a finite system drawn from a spec. */
#ifndef SADDLE_AMP_INSTANCE_H
#define SADDLE_AMP_INSTANCE_H

#include "../model.h"
#include "../random.h"

typedef enum
{
    MATRIX_GAUSSIAN,     /* entries N(0, 1/N)                              */
    MATRIX_SIGNS         /* entries +-1/sqrt(N)                            */
} matrix_kind_t;

/* y_mu drawn from the rule at z_mu = sum_i F_mu,i w_i. */
typedef struct
{
    const saddle_model_t *model;
    const double *env;   /* borrowed: order parameters (not read), parameters */
    size_t n, m;         /* weights, labels                                */
    double *f;           /* m x n, row-major                               */
    double *w, *z, *y;   /* teacher's weights, fields, labels              */
    size_t *place;       /* labels sorted by kind                          */
    size_t *begin;       /* of each kind in `place`, and the end           */
} instance_t;

/* Why a call did not succeed. */
typedef struct
{
    char text[256];
} amp_message_t;

/* Labels for n weights, as the spec's `samples` says; 0 where that is not a
   number from 1 to 2^40. */
size_t instance_samples(const saddle_model_t *, const double *env, size_t n);

/* Bytes that an instance of this size takes. */
double instance_bytes(size_t n, size_t m);

/*
 * instance_new -- draws an instance.
 *
 *   out  out  clear with instance_clear in every case
 *   r    in   stream of the trial: the same numbers for the same stream
 *
 * Returns SADDLE_OK; SADDLE_LIMIT without memory; SADDLE_DOMAIN when the law
 * or rule yields no finite number.
 */
saddle_status_t instance_new(instance_t *out, const saddle_model_t *model,
                             const double *env, size_t n, size_t m,
                             matrix_kind_t kind, random_t r,
                             amp_message_t *why);
void instance_clear(instance_t *);

/* y = F x, or F^T x; and with the squares of the entries (instance_product.c). */
void instance_product(const instance_t *, int transposed, const double *x,
                      double *y);
void instance_square_product(const instance_t *, int transposed,
                             const double *x, double *y);

/* Fresh weights, then labels of n fields z, drawn from the spec.  step keeps
   draws apart. */
saddle_status_t instance_weights(const saddle_model_t *, const double *env,
                                 random_t r, uint64_t step, size_t n,
                                 double *w);
saddle_status_t instance_labels(const saddle_model_t *, const double *env,
                                random_t r, uint64_t step, size_t n,
                                const double *z, double *y);

#endif
