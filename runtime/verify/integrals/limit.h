/* runtime/verify/integrals/limit.h -- exact one-sided limits, in rational
 * numbers. */
#ifndef VERIFY_LIMIT_H
#define VERIFY_LIMIT_H

#include "../text/node.h"

/* A place of the innermost variable, and from where it is looked at: side -1 or
   1, or 0: itself. */
typedef struct
{
    const tree_t *t;
    fmpq_t x;
    int side;
} limit_t;

/* The value there of a piecewise polynomial whose other parts are rational
   numbers (tree_t.exact: parameters too), and its slope; 0: it is none. */
int limit_at(const limit_t *at, const node_t *e, fmpq_t v, fmpq_t d);

/* The exponents that it knows. */
int limit_is_power(const node_t *p);

#endif
