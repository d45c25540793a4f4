/* compiler/algebra/evaluate.h -- the value of an expression as a ball. */
#ifndef SADDLE_EVALUATE_H
#define SADDLE_EVALUATE_H

#include "expr.h"
#include <arb.h>

/* What the symbols of an expression stand for. */
typedef struct
{
    int n;
    expr_t *const *symbol;
    arb_srcptr value;
} environment_t;

typedef enum
{
    EVALUATE_OK = 0,
    EVALUATE_UNKNOWN_SYMBOL, /* a symbol without a value                    */
    EVALUATE_BINDER,         /* holds an E, int, min or max that is not closed */
    EVALUATE_UNDECIDED,      /* a condition the ball does not decide        */
    EVALUATE_NOT_FINITE      /* log of a ball that meets (-inf, 0], 1/0 ... */
} evaluate_status_t;

/* Encloses e at `prec` bits; a tree walk, no integrals.  env may be NULL. */
evaluate_status_t expr_evaluate(arb_t value, expr_t *e,
                                const environment_t *env, slong prec);

/* Truth of a condition: 1 true, 0 false, -1 not decided (or not evaluable). */
int expr_evaluate_condition(expr_t *e, const environment_t *env, slong prec);

#endif
