/* runtime/ode/fixed.h -- fixed points of a flow, in doubles. */
#ifndef SADDLE_ODE_FIXED_H
#define SADDLE_ODE_FIXED_H

#include "flow.h"

typedef struct
{
    const saddle_flow_t *flow;
    const double *theta;
    saddle_flow_limit_t limit;
    int (*tick)(void *ctx, double done);  /* nonzero stops; NULL: none     */
    void *ctx;
} fixed_plan_t;

typedef struct
{
    double *state;          /* n_state                                     */
    double *value;          /* n_values                                    */
    double residual;        /* largest |slope|                             */
    int smooth;             /* 0: no derivative there, as where the domain
                               of the slopes ends; the rest is not filled  */
    double *re, *im;        /* eigenvalues of the Jacobian, re descending  */
    int unstable;           /* how many have re > 0, beyond rounding       */
    int marginal;           /* how many have re = 0 up to rounding         */
} fixed_point_t;

/*
 * The states in which all students are alike: R[k,m] = R_m, Q[k,l] = q,
 * v[k] = v.  The flow maps them to themselves when the second layers of all
 * students are equal, because the learning rule treats students alike.
 * Coordinates: R_1 .. R_M, q, and v where it learns.
 */
int fixed_alike_size(const saddle_flow_t *);
/* The state with these coordinates, and back: means over students. */
void fixed_alike_state(const saddle_flow_t *, const double *x, double *state);
void fixed_alike_means(const saddle_flow_t *, const double *state, double *x);
/* 1 if there is such a plateau to look for: K > 1, equal second layers. */
int fixed_may_be_alike(const fixed_plan_t *);

/*
 * fixed_plateau -- the fixed point among states in which all students are
 * alike, from the means of the start: along the flow, then Newton.
 *
 * fixed_rest -- where the course from a state ends: Newton may correct it, not
 * go elsewhere.
 *
 * 1; 0 if none is found.  Clear in every case.
 */
int fixed_plateau(fixed_point_t *, const fixed_plan_t *);
int fixed_rest(fixed_point_t *, const fixed_plan_t *, const double *state);
void fixed_clear(fixed_point_t *);

/* Student k at teacher k mod M, with its second layer (shared by those at the
   same teacher) where it learns. */
void fixed_copies(const saddle_flow_t *, const double *theta, double *state);

/* The largest |R[k,m] - mean over k| of a state: what grows on the plateau. */
double fixed_asymmetry(const saddle_flow_t *, const double *state);

/* The largest real part of an eigenvalue at a fixed point that is followed
   from `state` by Newton; NAN if it gets lost. */
double fixed_rate(const fixed_plan_t *, double *state);

/*
 * fixed_limit -- the value of the learning rate's parameter at which a stable
 * fixed point becomes unstable, followed from the plan's own value.
 *
 *   parameter  out  which parameter; -1 if none multiplies the rate
 *
 * INFINITY: stable as far as it was followed; NAN: not known (not stable to
 * begin with, the limit of small rates, or no such parameter).
 */
double fixed_limit(const fixed_plan_t *, const double *state, int *parameter);

#endif
