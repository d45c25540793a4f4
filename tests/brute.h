/* tests/brute.h -- the value of an expression in doubles, by brute force. */
#ifndef SADDLE_BRUTE_H
#define SADDLE_BRUTE_H

#include "../compiler/algebra/expr.h"

#define BRUTE_MAX 64

/*
 * As it stands, minima over a variable included: averages by panels that know
 * of no kink, minima by golden section.  About five digits.
 */
typedef struct
{
    algebra_t *algebra;
    int n;
    expr_t *symbol[BRUTE_MAX];
    double value[BRUTE_MAX];
    int n_opened, depth;
    expr_t *binder[BRUTE_MAX], *variable[BRUTE_MAX], *body[BRUTE_MAX];
    expr_t *closed[BRUTE_MAX];
    int slot[BRUTE_MAX];
} brute_t;

void brute_set(brute_t *, expr_t *symbol, double value);
/* NAN for what it does not know. */
double brute_value(brute_t *, expr_t *);

#endif
