/* compiler/replica/bayes.h -- what the bayes*.c share. */
#ifndef SADDLE_BAYES_H
#define SADDLE_BAYES_H

#include "channel.h"

/* What the teacher's law contributes, as functions of q_hat. */
typedef struct
{
    expr_t *rho;             /* second moment                              */
    expr_t *potential;       /* E log Z_w, readable                        */
    expr_t *slope;           /* its derivative in q_hat: E[f_w^2]/2        */
    expr_t *raw;             /* E log Z_w before closed forms              */
    expr_t *response_square; /* E[(d_B f_w)^2]                             */
    expr_t *entropy;         /* -sum p log p of a finite law, or NULL      */
    expr_t *formal[2];       /* A, B                                       */
    expr_t *mean, *variance; /* f_w and df_w/dB over them                  */
} prior_t;

int bayes_prior(prior_t *out, derivation_t *dv, expr_t *q_hat);

/* One kind of label: an atom, or a piece of the density; `weight` atoms that
   differ by omega -> -omega only are one. */
typedef struct
{
    int weight;
    const channel_atom_t *atom;    /* NULL: a piece                        */
    const channel_piece_t *piece;
    int shift;                     /* y - s omega is all that is seen, so that
                                      averages over y take omega = 0       */
    int n;                         /* formals: [y,] omega, V               */
    expr_t *formal[3];
    definition_t *z, *log_z, *g;
} outcome_t;

typedef struct
{
    derivation_t *dv;
    channel_t channel;
    int n;
    outcome_t outcome[2 * CHANNEL_MAX];
    expr_t *q, *rho;
} labels_t;

/* The channel, its named functions. */
int bayes_labels(labels_t *, derivation_t *, expr_t *q, expr_t *rho);

/* What is averaged over labels: an expression in the formals of o. */
typedef expr_t *(*label_function_t)(const labels_t *, const outcome_t *o);

/* E over xi and labels for omega = sqrt(q) xi, V = rho - q: readable. */
expr_t *bayes_label_mean(const labels_t *, label_function_t);
expr_t *bayes_log_z(const labels_t *, const outcome_t *);
/* E[log Z_out] before closed forms. */
expr_t *bayes_labels_raw(const labels_t *);
/* dE[log Z_out]/dq = E[g_out^2]/2, from the generator of the field. */
expr_t *bayes_labels_slope(const labels_t *);
/* E[(d_omega g_out)^2] */
expr_t *bayes_labels_response(const labels_t *);
/* Psi_out(rho) = E_z sum_y P log P: NULL when it is not finite or not known. */
expr_t *bayes_label_information(const labels_t *);

/* bayes_line.c: what proofs about the whole line need. */
void bayes_line(derivation_t *, const labels_t *);

/* bayes_experiment.c: the finite system, and the denoisers. */
void bayes_experiment(derivation_t *, const prior_t *, const labels_t *);

/* bayes_recovery.c: dv->recovered, where q = rho is a state. */
void bayes_recovery(derivation_t *, const prior_t *, const labels_t *);

/* bayes_values.c: entropy, errors and the like. */
void bayes_values(derivation_t *, const prior_t *, const labels_t *);

#endif
