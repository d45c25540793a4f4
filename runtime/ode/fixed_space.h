/* runtime/ode/fixed_space.h -- the flow on all states, or on those in which all
 * students are alike, as a system to solve.
 */
#ifndef SADDLE_ODE_FIXED_SPACE_H
#define SADDLE_ODE_FIXED_SPACE_H

#include "fixed.h"

typedef struct
{
    const fixed_plan_t *plan;
    int n, alike;
    double scale;           /* of the slope: 1/eta                         */
    double *state, *rate;   /* of the whole flow                           */
    long steps;
    int rests;
    double end;
} space_t;

/* 0 without memory; free state in every case. */
int space_open(space_t *, const fixed_plan_t *, int alike);
/* Nonzero where the slope is not defined. */
int space_slope(const space_t *, const double *x, double *out);
/* The largest absolute value; INFINITY if one is not finite. */
double space_size(const double *x, int n);
/* n x n, column-major, by central differences of fourth order; reach: their
   step, over the size of an unknown.  0 where the slope is not defined around
   x, and when the plan's tick stops. */
#define SPACE_REACH 1e-3
int space_jacobian(const space_t *, const double *x, double reach,
                   double *out);
/* Damped Newton from x; 1 when the slope vanishes up to rounding. */
int space_newton(const space_t *, double *x);

#endif
