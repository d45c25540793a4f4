/* runtime/amp/gamp.h -- generalised approximate message passing.
 *
 * With the denoisers f_w, g_out of the spec, a the estimate of the weights and
 * c its variance (Rangan 2011; docs/experiments.md):
 *
 *     V = sum_i F^2 c,    omega = F a - V g(previous),   g = g_out(y, omega, V)
 *     A = -sum_mu F^2 g', B = A a + F^T g,               a, c = f_w, f_w'(A, B)
 *
 * F^2 is 1/N in the scalar form, and the squares of the entries in the vector
 * form.
 */
#ifndef SADDLE_AMP_GAMP_H
#define SADDLE_AMP_GAMP_H

#include "instance.h"

typedef struct
{
    int vector;          /* variances for each weight and label            */
    int iterations;
    double damping;      /* part of the old in V, g, a, c: 0 <= . < 1       */
    double start;        /* the start is the posterior of the weights after a
                            look at w0 + N(0, 1/start); 0: the prior, or for
                            erm a draw from N(0, E w0^2)                    */
    double tol;          /* at rest when no point of E w0^2 = 1 moves more  */
    /* Seams, for tests: factors of the Onsager terms, f_w and g_out; 1 is
       GAMP.                                                               */
    double onsager, scale_f, scale_g;
    /* Called before each iteration; nonzero stops.                        */
    int (*tick)(void *ctx);
    void *ctx;
} gamp_options_t;

void gamp_options_default(gamp_options_t *);

/* After t updates. */
typedef struct
{
    double overlap;      /* a.w0/N                                         */
    double self;         /* a.a/N                                          */
    double mse;          /* |a - w0|^2/N                                   */
    double variance;     /* mean of c: V                                   */
} gamp_point_t;

/*
 * gamp_run -- iterates on one instance.
 *
 *   point  out  iterations + 1 points; those after rest repeat the last one
 *   used   out  iterations until rest
 *
 * Returns SADDLE_OK; SADDLE_DOMAIN when the iteration diverges, with why->text
 * naming the iteration; SADDLE_LIMIT without memory, or stopped.
 */
saddle_status_t gamp_run(gamp_point_t *point, int *used, const instance_t *,
                         const gamp_options_t *, random_t r,
                         amp_message_t *why);

/*
 * gamp_evolution -- state evolution: what the theory's natural map gives from
 * the same start, for infinite size.
 *
 *   point   out  iterations + 1 points; those after rest repeat the last one
 *   gain    in   1, or a factor of the conjugates: what M labels that carry
 *                more or less than they should would do
 *   why     out  reason when it cannot be computed
 *   return  the second moment of the teacher's weights, or NAN
 */
double gamp_evolution(gamp_point_t *point, const saddle_model_t *,
                      const double *env, const gamp_options_t *, double gain,
                      amp_message_t *why);

/* The start of `informed`, and the least variance that is told from none. */
double gamp_informed(const saddle_model_t *, const double *env);
#define GAMP_LEAST 1e-8  /* times E w0^2                                   */

#endif
