/* runtime/rbm/train.h -- gradient ascent on the likelihood of data.
 *
 *   dL/dW_ij = <v_i p(h_j = 1 | v)>_data - <v_i h_j>_model,
 *
 * the model term by a mean-field free energy at its fixed points, or by Gibbs
 * chains: naive, TAP2, TAP3 (Gabrie, Tramel, Krzakala 2015), CD-k (Hinton
 * 2002), PCD-k (Tieleman 2008).  A step on a minibatch:
 *
 *   velocity <- momentum velocity
 *               + rate (gradient - l2 W - l1 sign W),   W <- W + velocity;
 *
 * the biases likewise, without decay.
 *
 * States of mean field that are carried from minibatch to minibatch fall into
 * the same fixed points one after the other, and equal states stay equal: soon
 * all of them are one, in the beginning the only one there is.  So that they go
 * on to tell the fixed points apart, each is drawn anew before its sweeps,
 * v ~ P(v|h) with its last means h.
 */
#ifndef SADDLE_RBM_TRAIN_H
#define SADDLE_RBM_TRAIN_H

#include "../crew.h"
#include "data.h"
#include "h5.h"
#include "mean_field.h"

typedef enum
{
    TRAIN_NAIVE, TRAIN_TAP2, TRAIN_TAP3, TRAIN_CD, TRAIN_PCD
} train_method_t;

/* Where states of mean field start in a minibatch. */
typedef enum
{
    STATES_DRAWN,          /* drawn from their last means                  */
    STATES_CARRIED,        /* their last means (Gabrie et al.)             */
    STATES_AT_DATA         /* the minibatch                                */
} train_states_t;

typedef struct
{
    train_method_t method;
    train_states_t states;
    int steps;             /* sweeps, or Gibbs steps, per minibatch        */
    int batch;             /* patterns in a minibatch, and states          */
    double rate, rate_end; /* from the first to the last epoch, geometric  */
    double momentum, l1, l2;
    double damping;        /* of mean-field sweeps                         */
    double sigma;          /* of the first weights                         */
    int epochs;            /* of the schedule                              */
    unsigned long seed;
} train_options_t;

/* One row of the history: NaN where there are no validation data. */
enum
{
    HISTORY_EPOCH, HISTORY_RATE, HISTORY_PSEUDO, HISTORY_PSEUDO_VALID,
    HISTORY_LOGLIK, HISTORY_LOGLIK_VALID, HISTORY_ERROR, HISTORY_ERROR_VALID,
    HISTORY_COLUMNS
};
extern const char *const history_name[HISTORY_COLUMNS];

typedef struct
{
    train_options_t options;
    rbm_t rbm;
    double *vw, *va, *vb;      /* velocities                               */
    mf_t mf;                   /* mean-field methods                       */
    mf_state_t state;          /* m: states or chains; batch rows          */
    int started;               /* persistent states are set                */
    int epoch;                 /* epochs done                              */
    int n_history;
    double *history;           /* n_history x HISTORY_COLUMNS              */
    crew_t *crew;              /* borrowed                                 */
} train_t;

const char *train_method_name(train_method_t);
/* -1 for another name. */
int train_method_find(const char *name);
/* 1, 2, 3 of a mean-field method; 0 of a sampling one. */
int train_order(train_method_t);
void train_options_default(train_options_t *, train_method_t);

/*
 * train_init -- a machine before its first epoch: weights N(0, sigma^2),
 * visible biases from the means of the data (binary units), hidden ones 0.
 * `law`: of real visible units (copied), or NULL for binary ones.
 */
rbm_status_t train_init(train_t *, const train_options_t *,
                        const patterns_t *data, int hidden, const law_t *law,
                        crew_t *, rbm_message_t *);
void train_clear(train_t *);

/* Bytes that a training of nv x nh units takes, patterns apart. */
double train_bytes(const train_options_t *, int nv, int nh);

/*
 * One pass over the data in an order that depends on (seed, epoch) alone; the
 * last, incomplete minibatch is left out (another one in each epoch).
 * RBM_LIMIT when a parameter is no longer finite; RBM_INTERRUPTED leaves the
 * machine inside the epoch: load the last checkpoint.
 */
rbm_status_t train_epoch(train_t *, const patterns_t *, rbm_tick_t tick,
                         void *ctx, rbm_message_t *);

/* Learning rate of an epoch, from 1. */
double train_rate(const train_options_t *, int epoch);

/* Adds a row to the history.  train and valid: rows x nv patterns that are
   looked at (valid may be NULL).  RBM_LIMIT when their likelihood tells
   that the weights diverged. */
rbm_status_t train_monitor(train_t *, const double *train, int n_train,
                           const double *valid, int n_valid,
                           rbm_message_t *);

/* The whole state, so that a training that goes on from it is bit-identical
   to one that was not interrupted. `data`: its name and fingerprint. */
rbm_status_t train_save(const train_t *, const char *path, const char *data,
                        uint64_t fingerprint, rbm_message_t *);
rbm_status_t train_load(train_t *, const char *path, char *data, size_t room,
                        uint64_t *fingerprint, crew_t *, rbm_message_t *);

/* Used by the parts of the training. */
typedef struct
{
    const double *v, *h;       /* patterns, p(h|v); batch rows              */
    double *neg_v, *neg_h;     /* sampling methods: the model's             */
    double *third;             /* order 3: see mf_statistics                */
    double rate;
} train_batch_t;

rbm_status_t train_rooms(train_t *, rbm_message_t *);
rbm_status_t train_diverged(int epoch, rbm_message_t *);
void train_negative(train_t *, train_batch_t *, unsigned long step);
void train_update(train_t *, const train_batch_t *);

#endif
