/* tests/flow_committee.h -- soft committees of erf units, written by hand.
 *
 * An opinion from outside the compiler: the averages over Gaussian fields of
 * Saad and Solla, as a flow.
 */
#ifndef SADDLE_TESTS_FLOW_COMMITTEE_H
#define SADDLE_TESTS_FLOW_COMMITTEE_H

#include "../runtime/ode/flow.h"

#define COMMITTEE_MOST 8

typedef struct
{
    int K, M, learned;
    double eta, eta_v, sigma;
    double T[COMMITTEE_MOST * COMMITTEE_MOST], v0[COMMITTEE_MOST];
    double v[COMMITTEE_MOST];
    double start[COMMITTEE_MOST * COMMITTEE_MOST * 2];  /* R, then Q       */
    double square, noise;   /* factors of the eta^2 term, of sigma^2 in it */
} committee_t;

/* One flow at a time: theta is the committee itself. */
void committee_flow(saddle_flow_t *, const committee_t *);
#define COMMITTEE_THETA(c) ((const double *) (const void *) (c))

/* The ball side too: T = 1, v = v0 = 1, sigma = 0; then the flow has one
   parameter, eta.  One flow at a time. */
void committee_ball(saddle_flow_t *, const committee_t *);

/* Students and teachers K each, orthonormal, from almost equal students. */
void committee_equal(committee_t *, int K, double eta, double sigma);

/* Runs A and B of the reference tables. */
void committee_a(committee_t *);
void committee_b(committee_t *);

#endif
