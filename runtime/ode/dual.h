/* runtime/ode/dual.h -- the abstract machine over balls with derivatives.
 *
 * Automatic differentiation, forward: every register holds an enclosure of its
 * function at the balls of the env, and of the derivatives in given
 * directions.
 */
#ifndef SADDLE_ODE_DUAL_H
#define SADDLE_ODE_DUAL_H

#include "../quadrature/machine_real.h"

typedef struct
{
    saddle_machine_t base;      /* first: ops find the machine by it       */
    real_machine_t real;        /* the values                              */
    int n, d;                   /* registers, directions                   */
    arb_ptr slope;              /* n x d                                   */
    char *constant;             /* of each register: derivatives are zero  */
    arb_t a, b;                 /* temporaries                             */
    arb_ptr row;                /* d                                       */
} dual_machine_t;

/* 0 without memory; clear only after 1. */
int dual_init(dual_machine_t *, int n_registers, int n_directions);
void dual_clear(dual_machine_t *);

/*
 * dual_run -- value and derivatives of a program without integrals.
 *
 *   value  out  n_outputs balls
 *   slope  out  NULL, or n_outputs x d: derivatives along the directions
 *   env    in   n_env balls, registers 0 ..
 *   seed   in   n_env x d small integers: the directions
 *
 * 1; 0 where an output or derivative is not finite.  Where a case distinction
 * is not decided on the whole ball there is no value.
 */
int dual_run(arb_ptr value, arb_ptr slope, dual_machine_t *,
             const saddle_ball_assembly_t *, int n_outputs, arb_srcptr env,
             int n_env, const signed char *seed, slong prec);

/* The derivative of f on the ball x. */
void dual_derivative(arb_t out, saddle_function_t f, const arb_t x, slong prec);

#endif
