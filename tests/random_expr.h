/* tests/random_expr.h -- random formulas with a value of their own. */
#ifndef SADDLE_RANDOM_EXPR_H
#define SADDLE_RANDOM_EXPR_H

#include "../compiler/algebra/expr.h"
#include <arb.h>

/* A formula as somebody wrote it: nothing is simplified, nothing shared but
   what the generator repeats on purpose, so that rules find work. */
typedef struct raw raw_t;
typedef struct raw_pool raw_pool_t;

enum { RAW_SYMBOLS = 5, RAW_VARIABLES = 3 };

enum
{
    RAW_KINKS = 1,     /* abs, sign, min, max, if                          */
    RAW_BINDERS = 2,   /* E and int, smooth inside                         */
    RAW_ROOTS = 4,     /* roots and logs that may be undefined             */
    RAW_POLYNOMIAL = 8 /* sums, products and small powers only             */
};

raw_pool_t *raw_pool_new(void);
void raw_pool_free(raw_pool_t *);

/* Symbol 0 is positive, 1 nonnegative, the others are real. */
raw_t *raw_random(raw_pool_t *, int depth, int flags);

/* E[z](f(sqrt(symbol k) z + ...)): the shape that parts integrate. */
raw_t *raw_field(raw_pool_t *, int k);

/* The formula in the algebra.  Bound variables get `prefix` + a number. */
expr_t *raw_build(algebra_t *, const raw_t *, const char *prefix);
expr_t *raw_symbol(algebra_t *, int i);

/* Its value where symbol i has value[i]; 0 if not finite or not decided.
   Binders by the trapezoidal and the Gauss-Legendre rule (not rigorous). */
/* Of the trapezoidal rule: 24 and 18 unless changed. */
extern int raw_nodes_per_unit, raw_half_width;
int raw_value(arb_t out, const raw_t *, arb_srcptr value, slong prec);

/* Random values that respect what is assumed. */
void raw_point(arb_ptr value, slong prec);

void raw_print(const raw_t *);

#endif
