/* compiler/algebra/zero.h -- normal forms for proving that e = 0. */
#ifndef SADDLE_ZERO_H
#define SADDLE_ZERO_H

#include "node.h"

/*
 * A form in which more expressions cancel: sums expanded, powers of sums too;
 * hyperbolic functions and phi as exp, H of arguments with a canonical sign,
 * mass as H - H, min and max by abs, logs of integers by primes, E and int
 * split over sums.  Equal to e wherever e is defined; not meant to be read.
 */
expr_t *zero_normal(algebra_t *, expr_t *e);

/* The condition of some IF in e that no binder reaches, or NULL; and e where
   it is taken as true (1) or false (0). */
expr_t *zero_condition(expr_t *e);
expr_t *zero_case(algebra_t *, expr_t *e, expr_t *condition, int truth);

/* e with one form of each condition on z, up to places where z has measure
   zero: for what stands under an average over z. */
expr_t *zero_plain(algebra_t *, expr_t *e, expr_t *z);

#endif
