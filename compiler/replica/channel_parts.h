/* compiler/replica/channel_parts.h -- what the channel*.c share. */
#ifndef SADDLE_CHANNEL_PARTS_H
#define SADDLE_CHANNEL_PARTS_H

#include "channel.h"

#define RULE_MAX_VARIABLES 8
#define RULE_MAX_BRANCHES 128

/* y = value where the condition holds, for finite noises of a probability. */
typedef struct
{
    expr_t *probability, *condition, *value;
} branch_t;

/* The rule as branches over x[0] = z and noises x[1..n), standard normal
   unless they have a law. */
typedef struct
{
    derivation_t *dv;
    expr_t *omega, *v;
    int n;
    expr_t *x[RULE_MAX_VARIABLES];
    const law_t *law[RULE_MAX_VARIABLES];  /* NULL: standard normal        */
    int n_branches;
    branch_t branch[RULE_MAX_BRANCHES];
} rule_t;

/* constant + sum_i slope[i] x[i] */
typedef struct
{
    expr_t *constant, *slope[RULE_MAX_VARIABLES];
} form_t;

typedef enum
{
    REGION_ALL,
    REGION_FORM,    /* intervals of one linear form                         */
    REGION_SEVERAL  /* of more than one, or not affine                      */
} region_kind_t;

/* Where a condition holds: lo[i] < form < hi[i]. */
typedef struct
{
    region_kind_t kind;
    form_t form;    /* constant 0; its first slope that is not zero is 1,
                       or has a sign that is not known                      */
    int n;
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
} region_t;

/* channel_rule.c: the branches of the spec's rule; 0 after an error. */
int rule_branches(rule_t *);
/* 1 when e holds z or a Gaussian noise; one of them from x[first] on. */
int rule_varies(const rule_t *, expr_t *e, int first);

/* 1 when e holds a noise that is not normal. */
int rule_is_special(const rule_t *, expr_t *e);

/* channel_form.c */
int form_of(form_t *, const rule_t *, expr_t *e);
/* 1, -1: sign of a slope as far as its form, or its value, tells; else 0. */
int form_sign(algebra_t *, expr_t *e);
/* *ratio with b = ratio a up to the constants; 0 if there is none. */
int form_ratio(expr_t **ratio, const rule_t *, const form_t *a,
               const form_t *b);
void region_of(region_t *, const rule_t *, expr_t *condition);
/* Mean, and covariance, of forms for z ~ N(mean, variance). */
expr_t *form_mean(const rule_t *, const form_t *, expr_t *mean);
expr_t *form_covariance(const rule_t *, const form_t *, const form_t *,
                        expr_t *variance);
/* P(form in the region) for a form of this mean and root of the variance. */
expr_t *region_mass(const rule_t *, const region_t *, expr_t *mean,
                    expr_t *root);

/* E over x[first..n) of e, as nested means. */
expr_t *rule_mean(const rule_t *, expr_t *e, int first);
/* E over z ~ N(omega, v) of e. */
expr_t *rule_field_mean(const rule_t *, expr_t *e);
/* The slope of a rule that is linear in the field, of a sign that is not
   known; else NULL. */
expr_t *rule_unsigned_slope(const rule_t *);
/* The same in closed form where there is one.  A rule of s z, the sign of s
   not known, is one of a field of mean s omega and variance s^2 v. */
expr_t *rule_field_close(const rule_t *, expr_t *e);

/* channel_density.c: the densities of branches whose value varies; 0 after an
   error. */
int channel_pieces(channel_t *, const rule_t *);

/* channel.c: the atom with this value, new if need be; NULL after an error. */
channel_atom_t *channel_atom(channel_t *, derivation_t *, expr_t *value);

/* ---- channel_law.c ------------------------------------------------------ */

/* The density of a law at y, without its atoms; NULL for other kinds. */
expr_t *law_density(algebra_t *, const law_t *, expr_t *y);
/* The density of a branch whose label is linear in one of the noises; 0 when
   there is none. */
int law_piece(channel_piece_t *out, const channel_t *, const rule_t *,
              const branch_t *);
/* `labels y ~ LAW`; 0 after an error. */
int channel_law(channel_t *, const rule_t *, const law_t *);

#endif
