/* compiler/replica/channel.h -- the rule of the labels, seen by a field. */
#ifndef SADDLE_CHANNEL_H
#define SADDLE_CHANNEL_H

#include "derive.h"

#define CHANNEL_MAX 32

/*
 * The teacher's field is z ~ N(omega, V).  Through `labels` it gives a label
 * y that has atoms (values of positive probability), a density, or both:
 *
 *     sum_k Z_k(omega, V) + int dy Z(y, omega, V) = 1.
 *
 * `omega` and `v` are formals that mean something only here: put in what they
 * are (expr_substitute, or a definition over them).  Finite noises are summed
 * and Gaussian noises merged with z, so that closed forms depend on omega and
 * V alone.
 */
typedef struct
{
    expr_t *value;  /* the label, over parameters                          */
    expr_t *z;      /* Z_k over omega, v: closed, or a Gaussian mean that is
                       left for the quadrature                             */
    expr_t *raw;    /* the same as a mean of indicators over z and noises  */
    expr_t *room;   /* not positive at values of the parameters where no field
                       gives this label                                    */
    expr_t *given;  /* P(y = value | z) over the teacher's field; NULL when
                       it is not known                                     */
    /* Where P(y = value | z) jumps, and by how much, if it is a step function
       of z; else n_jumps is -1.  Places differ as expressions.            */
    int n_jumps;
    expr_t *jump_at[CHANNEL_MAX], *jump_by[CHANNEL_MAX];
} channel_atom_t;

typedef struct
{
    expr_t *lo, *hi;  /* where y lies; +-infinity possible                 */
    expr_t *z;        /* density over y, omega, v                          */
    expr_t *raw;      /* the same with a mean over z of what is closed in z */
    expr_t *given;    /* density of y given the teacher's field; NULL when y
                         is a function of z                                */
    int count;        /* 1: y is a count 0, 1, ..., and z its probability   */
} channel_piece_t;

typedef struct
{
    expr_t *y, *omega, *v;  /* formals; y also where a density is written  */
    int n_atoms;
    channel_atom_t atom[CHANNEL_MAX];
    int n_pieces;           /* disjoint ranges of y                        */
    channel_piece_t piece[CHANNEL_MAX];
    int noisy;              /* 0: y is a function of z                     */
    /* Variances of the normal noise beside z: P(y | z) is a sum of means of
       step functions of z and such a noise.  n_blurs -1: it is not.       */
    int n_blurs;
    expr_t *blur[CHANNEL_MAX];
} channel_t;

/* From the spec's `labels`; 0 after an error. */
int channel_derive(channel_t *out, derivation_t *dv);

/*
 * The mean over labels of `body`, an expression over c->y, for a field of
 * mean omega and variance v:  sum_k Z_k body(y_k) + int dy Z(y) body(y).
 * raw: with the raw forms.
 */
expr_t *channel_average(derivation_t *, const channel_t *, int raw,
                        expr_t *omega, expr_t *v, expr_t *body);

/* The integral of e over the labels y of a piece, or the sum over counts. */
expr_t *channel_integral(algebra_t *, const channel_piece_t *, expr_t *y,
                         expr_t *e);

/* The slope s where y is s z and a noise of its own: the density is one of
   y - s omega, with y anywhere.  Else NULL.  (channel_shift.c) */
expr_t *channel_shift(derivation_t *, const channel_t *,
                      const channel_piece_t *);
/* e over y and z at y = 0, where it is a function of y - z; else NULL. */
expr_t *channel_difference(algebra_t *, expr_t *e, expr_t *y, expr_t *z);
/* E (slope z0 - z)^2 for fields of covariance [[rho, m], [m, q]]. */
expr_t *channel_spread(algebra_t *, expr_t *slope, expr_t *rho, expr_t *m,
                       expr_t *q);
/* E h(z - y) for a field z with (slope z0 - z)^2 of mean `spread`: density is
   that of the piece over y, omega, v, and h is an expression in the symbol d. */
expr_t *channel_shift_mean(derivation_t *, const channel_t *,
                           const channel_piece_t *, expr_t *density,
                           expr_t *slope, expr_t *spread, expr_t *d,
                           expr_t *h);

/* 1 when atom i at -omega is atom k at omega. */
int channel_is_mirror(algebra_t *, const channel_t *, int i, int k);
/* "plus", "minus", "y3", "ym2", "y_a", for names of functions of an atom, the
   i-th; the same in LaTeX. */
const char *channel_atom_name(derivation_t *, expr_t *value, int i);
const char *channel_atom_latex(derivation_t *, expr_t *value);

#endif
