/* compiler/algebra/evaluate_special.h -- powers and functions of balls. */
#ifndef SADDLE_EVALUATE_SPECIAL_H
#define SADDLE_EVALUATE_SPECIAL_H

#include "expr.h"
#include <arb.h>

/* x^p; indeterminate where x may be negative and p is not an integer, or x
   may be 0 and p < 0. */
void evaluate_power_fmpq(arb_t v, const arb_t x, const fmpq *p, slong prec);

/* f of its arguments; indeterminate where it may be undefined.  An infinite
   argument stands for the limit in H, phi, mass, min and max. */
void evaluate_function(arb_t v, function_t f, arb_t *arg, slong prec);

/* P(X > h, Y > k) for standard normal X, Y with correlation c, |c| <= 1. */
void evaluate_orthant(arb_t v, const arb_t h, const arb_t k, const arb_t c,
                      slong prec);

#endif
