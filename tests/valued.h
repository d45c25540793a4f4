/* tests/valued.h -- expressions in prefix form before the checker. */
#ifndef TESTS_VALUED_H
#define TESTS_VALUED_H

#include "../runtime/verify/integrals/interpret.h"

/* The jet of an expression in the n <= 2 variables a, b of the ring, at these
   places; to be cleared.  1: known. */
int jet_of(acb_ptr *to, const char *text, int order, int half, int n,
           const double *at, slong prec);

/* The value contains the reference, an expression of numbers, and is tight. */
void value_is(const char *text, const char *reference, const double *at, int n);

/* The checker does not know the value. */
void value_is_unknown(const char *text, const double *at, int n);

#endif
