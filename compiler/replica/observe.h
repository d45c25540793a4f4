/* compiler/replica/observe.h -- averages over fresh and training patterns. */
#ifndef SADDLE_OBSERVE_H
#define SADDLE_OBSERVE_H

#include "channel.h"

typedef struct observer observer_t;

/* An expression in z0 and z, given the label (an atom's value, or a symbol
   that stands for a label with a density).  NULL after an error. */
typedef expr_t *(*observe_body_t)(const observer_t *, expr_t *y,
                                  const void *ctx);

/*
 * What a learner says about itself.  A fresh field (z0, z) is Gaussian with
 * covariance [[rho, m], [m, spread]].  On a training pattern the mean omega
 * of the student's field is Gaussian, with covariance m and variance q.
 */
struct observer
{
    derivation_t *dv;
    const void *ctx;           /* the learner's own                        */
    const channel_t *channel;  /* the teacher's rule; NULL: no teacher     */
    expr_t *z0, *z;            /* the fields' symbols in bodies            */
    expr_t *rho, *m, *q, *v;
    expr_t *spread;            /* of the student drawn: q + V; erm: q      */
    expr_t *vote;              /* of the field that `predict` speaks of    */
    int exchangeable;          /* given the labels, z and z0 have one law  */
    /*
     * The mean of `body` over the student's z on a training pattern with label
     * y and mean omega, as an expression of these three and parameters; the
     * symbols omega and v are the channel's (or formals of that kind).  NULL
     * when it is of no kind that can be derived.
     */
    expr_t *(*tilted)(const observer_t *, expr_t *y, expr_t *omega, expr_t *v,
                      expr_t *body);
    /* A shorter way to averages over training patterns where it answers, or
       NULL; see student_train. */
    expr_t *(*train)(const observer_t *, observe_body_t, const void *ctx,
                     const char *name, const char *latex);
};

/* E over fresh patterns, z of variance `spread`; NULL when it is of no kind
   that can be derived. */
expr_t *observe_test(const observer_t *, expr_t *spread, observe_body_t,
                     const void *ctx);
/* E over training patterns; `name` (or NULL) for functions of a label. */
expr_t *observe_train(const observer_t *, observe_body_t, const void *ctx,
                      const char *name, const char *latex);

/* The errors that the spec's `predict`, or its default, makes:
   generalisation_error, training_error, generalisation_error_gibbs.  bayes
   has its own defaults for other labels than +1, -1. */
void observe_errors(const observer_t *);
/* 1 when the labels are +1 and -1. */
int observe_has_signs(const observer_t *);
/* training_loss, where there is a loss; returns it, or NULL. */
expr_t *observe_loss(const observer_t *);
/* What the spec's test(..) and train(..) mean. */
void observe_averages(const observer_t *);

/* observe_mean.c: E over xi of Z(p xi, w) body(root xi), Z over the channel's
   omega and v, body over z; closed where possible. */
expr_t *observe_product(const observer_t *, expr_t *z_function, expr_t *p,
                        expr_t *w, expr_t *body, expr_t *root);
/* Joins integrands that are the same up to the sign of xi. */
expr_t *observe_mirrored_sum(const observer_t *, expr_t *xi, expr_t *const *e,
                             int n);

#endif
