/* compiler/replica/online.h -- flows of online learning (room-private). */
#ifndef SADDLE_ONLINE_H
#define SADDLE_ONLINE_H

#include "derive.h"
#include "field_mean.h"

/* A flow while it is being derived. */
typedef struct
{
    derivation_t *dv;
    algebra_t *a;
    const online_spec_t *s;
    online_flow_t *o;
    int K, M, P;            /* P = K + M                                    */
    expr_t **field;         /* z, then z0                                   */
    expr_t *label;          /* y in terms of z0 and noises                  */
    int n_moments;          /* room of o->moment used                       */
} flow_t;

/* The sum of products that e is: factors of single units, functions of a
   common symbol; noise: index of one, or -1; power 1 or 2 of it. */
#define PART_UNITS 4
typedef struct
{
    expr_t *coefficient;
    int n, unit[PART_UNITS];
    expr_t *function[PART_UNITS];
    int noise, power;
} part_t;

typedef struct
{
    int n;
    part_t *part;
} parts_t;

/* online_parts.c; 0 if some factor holds several units. */
int online_parts(flow_t *, expr_t *e, expr_t *u, parts_t *out);
/* online_product.c: the form F_k = a_k p(u_k) sum_c A_c s(u_c); 0: it is not
   of that form. */
int online_product(flow_t *, expr_t *const *step, expr_t *const *layer);
/* online_kernel.c: the averages of that form, case by case. */
void online_kernels(flow_t *);
/* online_mean.c: E e over fields and noises in terms of the overlaps. */
expr_t *online_mean(flow_t *, expr_t *e, span_t span);
/* E e over n fields as at most `depth` integrals inside each other; or NULL. */
expr_t *online_nested(flow_t *, expr_t *e, int n, expr_t *const *field,
                      expr_t *const *covariance, int depth);
/* Do kinks remain that no closed form has taken up? */
int online_kinked(algebra_t *, expr_t *e, expr_t *x);
/* online_values.c: errors and observables. */
void online_values(flow_t *, int product);

#endif
