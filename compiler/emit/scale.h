/* compiler/emit/scale.h -- values as m * exp(l): see scale.c. */
#ifndef SADDLE_EMIT_SCALE_H
#define SADDLE_EMIT_SCALE_H

#include "internal.h"

#define SCALED_TERMS 8

/* m * exp(sum_i k[i] * l[i]); m = -1 stands for 1. */
typedef struct
{
    int m;
    int n;
    int l[SCALED_TERMS];
    long k[SCALED_TERMS];
} scaled_t;

/* How a sum was scaled, for numerators over the same exponentials. */
typedef struct sum_scale
{
    expr_t *sum;
    const struct sum_scale *like;
    int scale, m;
    int n, *l;
} sum_scale_t;

/* ---- scale_where.c ------------------------------------------------------ */

/* x^-r, r > 0 */
int scale_negative_power(expr_t *e);
/* Does e hold a denominator with exponentials, outside of functions? */
int scale_is_ratio(lowering_t *l, expr_t *e);

/* ---- scale_atom.c ------------------------------------------------------- */

scaled_t scaled_plain(int m);                     /* m                      */
scaled_t scaled_exponential(int m, int node);     /* m exp(node)            */
/* Multiplies by exp(k * node). */
void scaled_multiply(lowering_t *l, scaled_t *x, int node, long k);
/* The exponent as one node, or -1 for 0. */
int scaled_exponent(lowering_t *l, const scaled_t *x);
/* exp, phi, H, mass, cosh, sinh of something. */
scaled_t scaled_atom(lowering_t *l, expr_t *e);
/* The node exp(node). */
int scaled_exp(lowering_t *l, int node);
/* phi(u)/H(u), for every u. */
int scaled_hazard(lowering_t *l, int u);

/* ---- scale.c ------------------------------------------------------------ */

/* `like`: the sum in the denominator, whose scale a numerator takes over. */
scaled_t scaled(lowering_t *l, expr_t *e, const sum_scale_t *like);

/* ---- scale_product.c ---------------------------------------------------- */

scaled_t scaled_power(lowering_t *l, expr_t *e, const sum_scale_t *like);
scaled_t scaled_product(lowering_t *l, expr_t *e, const sum_scale_t *like);
/* The scaling of a sum, made once. */
const sum_scale_t *scaled_find_sum(lowering_t *l, expr_t *e,
                                   const sum_scale_t *like);

#endif
