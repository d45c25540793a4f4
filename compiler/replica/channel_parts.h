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

/* The rule as branches over x[0] = z and standard normal x[1..n). */
typedef struct
{
    derivation_t *dv;
    expr_t *omega, *v;
    int n;
    expr_t *x[RULE_MAX_VARIABLES];
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
    form_t form;    /* constant 0; its first slope that is not zero is 1    */
    int n;
    expr_t *lo[DERIVE_MAX_INTERVALS], *hi[DERIVE_MAX_INTERVALS];
} region_t;

/* channel_rule.c: the branches of the spec's rule; 0 after an error. */
int rule_branches(rule_t *);
/* 1 when e holds z or a Gaussian noise; one of them from x[first] on. */
int rule_varies(const rule_t *, expr_t *e, int first);

/* channel_form.c */
int form_of(form_t *, const rule_t *, expr_t *e);
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

/* E over x[first..n) of e, as nested Gaussian means. */
expr_t *rule_mean(const rule_t *, expr_t *e, int first);
/* E over z ~ N(omega, v) of e. */
expr_t *rule_field_mean(const rule_t *, expr_t *e);

/* channel_density.c: the densities of branches whose value varies; 0 after an
   error. */
int channel_pieces(channel_t *, const rule_t *);

#endif
