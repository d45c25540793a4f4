/* runtime/ode/flow.h -- the contract between an emitted flow and the runtime.
 *
 * A model with `learner online` is emitted as a saddle_flow_t, named
 * saddle_flow: the ordinary differential equations of its overlaps, and the
 * step of the stochastic gradient descent that they describe.
 *
 * K student units with fields lambda_k = w_k.x/sqrt(N), M teacher units with
 * fields rho_m = w0_m.x/sqrt(N).  The state, n_state doubles, is
 *
 *     R[k,m]  K*M entries, row by row                    (w_k.w0_m/N)
 *     Q[k,l]  k <= l, row by row: K*(K + 1)/2 entries    (w_k.w_l/N)
 *     v[k]    K entries, if `learned`                    (second layer)
 *
 * theta holds the values of the parameters.  Time is samples/N.  All functions
 * are pure; threads may call them at once.  Units count from 0 in C, from 1 in
 * names.
 */
#ifndef SADDLE_FLOW_H
#define SADDLE_FLOW_H

#ifndef SADDLE_MODEL_H
#include "../model.h"
#endif

typedef enum
{
    FLOW_FINITE = 0,    /* at the learning rate of theta; d/dt             */
    FLOW_GRADIENT = 1   /* the limit eta -> 0 at fixed tau = eta t; d/dtau:
                           eta^2 and with it the noise of labels drop out,
                           eta_v/eta stays                                 */
} saddle_flow_limit_t;

typedef struct
{
    int abi;                    /* SADDLE_ABI                              */
    const char *name, *description;
    const char *version;        /* of the compiler that wrote the file     */
    const char *spec_hash;      /* SHA-256 of the spec text, hex           */
    const char *spec_text;
    int students, teachers;     /* K, M                                    */
    int learned;                /* 1: the second layer is part of the state */
    int n_state;
    const char *const *state;   /* names: "R[1,1]", "Q[1,2]", "v[1]"; for
                                   K = M = 1 "R", "Q", "v"                 */
    int n_parameters;
    const saddle_variable_t *parameter;
    /* What can be read at a state; the first is "generalisation_error", the
       mean of the loss without the labels' noise (signs: the probability of
       an error); then the spec's observables.                             */
    int n_values;
    const saddle_name_t *value_name;

    /* State at t = 0.                                                     */
    void (*start)(const double *theta, double *state);
    /* Overlaps of the teacher's vectors T, M*M row by row, and the second
       layers: v0, M entries, of the teacher; v, K entries, of the student at
       t = 0 (all of them 1 where the spec has none).                      */
    void (*layers)(const double *theta, double *T, double *v0, double *v);
    /* Learning rates of the first and the second layer (0: fixed).        */
    void (*rates)(const double *theta, double *eta, double *eta_v);
    /* d state/dt.  Returns 0; 1 where the overlaps are none of vectors (a
       field of negative variance) or a value is not finite.               */
    int (*slope)(const double *theta, const double *state,
                 saddle_flow_limit_t limit, double *out);
    int (*values)(const double *theta, const double *state, double *out);
    /* The same as slope and values for balls and what else the abstract
       machine may compute with; NULL where an average is only known as a
       quadrature.  Registers 0 .. n_state - 1 hold the state, then theta; by
       saddle_flow_limit_t.                                                */
    const saddle_ball_assembly_t *ball_slope[2];
    const saddle_ball_assembly_t *ball_values;

    /*
     * One step of stochastic gradient descent on a fresh input x:
     *
     *     w_k <- w_k + eta/sqrt(N) F[k] x,    v_k <- v_k + eta_v/N G[k]
     *
     * n samples at once: lambda[k*n + i], rho[m*n + i], noise[j*n + i] with
     * n_noise variates of the kinds noise_kind (uniform on (0, 1), or normal),
     * F[k*n + i], G[k*n + i]; G may be NULL unless `learned`.  state: of the
     * finite system, one for all n; v is read, R and Q only if
     * needs_overlaps.                                                     */
    int needs_overlaps;
    int n_noise;
    const saddle_variate_t *noise_kind;
    void (*update)(int n, const double *theta, const double *state,
                   const double *lambda, const double *rho,
                   const double *noise, double *F, double *G);

    /* When to stop.  time: of `until t = V`, or INFINITY.  stops: n_stops
       functions of theta and state; the run ends where one becomes
       positive.                                                           */
    double (*time)(const double *theta);
    int n_stops;
    const char *const *stop_text;
    void (*stops)(const double *theta, const double *state, double *out);
} saddle_flow_t;

/* ---- what emitted flows call (runtime/quadrature/flow_mean.c) ----------- */

/* asin of x, which rounding may have put outside of -1 .. 1. */
double saddle_flow_arcsine(double x);
/* A program that holds integrals; NaN where they are not found. */
void saddle_flow_integrals(const saddle_program_t *, const double *env,
                           double *out);
/*
 * saddle_flow_mean -- E f(u) over n <= 4 centred, jointly normal fields.
 *
 *   covariance  in   n*n, may be singular
 *   f           in   smooth functions of env: the fields, then what stays
 *   env         in   room for the fields, then what stays
 *   out         out  n_out averages, n_out <= 64; NaN if the covariance is none
 *
 * Method: trapezoidal rule in each of the independent directions.
 */
void saddle_flow_mean(int n, const double *covariance,
                      void (*f)(const double *env, const double *integral,
                                double *out),
                      double *env, int n_out, double *out);

#endif
