/* runtime/verify/line/exponentials.h -- sums of exponentials of normal variables. */
#ifndef VERIFY_EXPONENTIALS_H
#define VERIFY_EXPONENTIALS_H

#include "exact.h"

/* a E_u exp(c0 + c1 u + c2 u^2), u ~ N(0, S): `square` is S c1^2, `curved` S c2.  No
   two terms of a sum agree in c0, square and curved. */
typedef struct
{
    exact_t *a, *c0, *c1, *variance, *square, *curved;
    int taken;
} term_t;

enum { MOST_TERMS = 64 };

typedef struct
{
    int n;
    term_t term[MOST_TERMS];
} sum_t;

/* e as such a sum; a are numbers, and c0 has no part that is one.  0: it is not. */
int exponentials_read(exact_ring_t *r, const node_t *e, sum_t *sum);
/* Of a mean over a normal variable; NULL: it depends on variables. */
exact_t *exponentials_variance(exact_ring_t *r, const node_t *e);

#endif
