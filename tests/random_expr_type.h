/* tests/random_expr_type.h -- inside of a random formula. */
#ifndef SADDLE_RANDOM_EXPR_TYPE_H
#define SADDLE_RANDOM_EXPR_TYPE_H

#include "random_expr.h"

typedef enum
{
    RAW_NUMBER, RAW_PI, RAW_SYMBOL, RAW_VARIABLE, RAW_ADD, RAW_SUB, RAW_MUL,
    RAW_DIV, RAW_POW, RAW_CALL, RAW_IF, RAW_GAUSS, RAW_INTEGRAL
} raw_kind_t;

struct raw
{
    raw_kind_t kind;
    int index;           /* symbol, variable, function                     */
    long num, den;       /* number, exponent                               */
    int n, bound;        /* children; 1 if a variable is free in it        */
    const raw_t *child[4];
};

function_t raw_function(const raw_t *);

#endif
