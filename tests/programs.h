/* tests/programs.h -- hand-written programs and models against model.h.
 *
 * A test that needs them says #include "programs.c" once.
 */
#ifndef SADDLE_TEST_PROGRAMS_H
#define SADDLE_TEST_PROGRAMS_H

#include "../runtime/model.h"

/*
 * Binary perceptron, w in {-1, 1}, z >= kappa.
 *   env       q, q_hat, alpha, kappa
 *   potential phi = -(1-q) q_hat/2 + E log cosh(sqrt(q_hat) t)
 *                   + alpha E log H((kappa - sqrt(q) t)/sqrt(1-q))
 *   systems   0: saddle point in q, q_hat; 1: threshold alpha_c, where
 *             entropy = phi + log 2 = 0, in q, q_hat, alpha
 *   values    free_entropy, entropy, replicon
 */
extern const saddle_model_t perceptron_model;

/* The eight integrals themselves as outputs: tanh^2, tanh^4, log cosh, and
   log H, A^2, B^2 + 2 A^2 B, B^2 with A = phi/H, B = A(A-u); then their sum. */
extern const saddle_program_t perceptron_integrals;

/*
 * Sherrington-Kirkpatrick at inverse temperature beta and field h.
 *   env       q, beta, h
 *   potential beta^2 (1-q)^2/4 + E log(2 cosh(beta (sqrt(q) t + h)))
 *   systems   0: saddle point in q; 1: threshold h_at (de Almeida-Thouless),
 *             where beta^2 E (1-tanh^2)^2 = 1, in q, h
 *   values    free_entropy, at (= 1 - beta^2 E (1-tanh^2)^2)
 */
extern const saddle_model_t sk_model;

/*
 * A program of one group, from postfix text.  At most TAPE_SLOTS at a time;
 * slot is 0..TAPE_SLOTS-1 and its former program becomes invalid.
 *
 *   t, x0, x1, ..   integration variable, env
 *   3, -2/5         rationals
 *   + - * / neg sqrt exp log sinh cosh tanh sin cos asin acos atan H phi pi
 *   mass            a b mass; select: c a b select
 *   ^n              integer power, e.g. ^-2
 *   lo hi break     limits; what precedes must not hold t
 *   out             an integrand
 *   bent            there are kinks without a break
 * weight_gauss as in model.h.  The outputs are the integrals.
 */
#define TAPE_SLOTS 4
const saddle_program_t *tape_program(int slot, const char *text, int n_env,
                                     int weight_gauss);

#endif
