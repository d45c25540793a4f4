/* compiler/replica/field_parts.h -- what the files of field_mean share. */
#ifndef SADDLE_FIELD_PARTS_H
#define SADDLE_FIELD_PARTS_H

#include "field_mean.h"

enum { SIGNS_MAX = 6, LATENT_MAX = 64, DEGREE_MAX = 12 };

/* The mean of sign(field + noise of variance extra): an erf; extra zero: the
   sign itself. */
typedef struct
{
    expr_t *symbol;         /* stands for it in expressions               */
    int field;
    expr_t *extra;
} field_latent_t;

typedef struct
{
    algebra_t *a;
    int n;
    expr_t *const *field;
    int n_latents;
    field_latent_t latent[LATENT_MAX];
    int open;               /* something is not closed                    */
    int regular;
} field_mean_t;

/* coefficient x powers x signs, over fields of a covariance of its own */
typedef struct
{
    int degree[FIELD_MAX];
    int n_signs, sign[SIGNS_MAX];       /* latents                        */
    expr_t *covariance[FIELD_MAX][FIELD_MAX];
} field_term_t;

/* E of signs and powers over the fields of the term (field_signs.c). */
expr_t *field_signs_mean(field_mean_t *, const field_term_t *);
/* Conditions on field i + noise = 0, of variance v; with v = c_ii + 1/b this
   is also what a factor exp(-b u_i^2/2) does. */
void field_condition(const field_mean_t *, field_term_t *, int i, expr_t *v);

#endif
