/* tests/algebra_short.h -- short names for building expressions in tests. */
#ifndef SADDLE_ALGEBRA_SHORT_H
#define SADDLE_ALGEBRA_SHORT_H

#include "../compiler/algebra/expr.h"

/* All of them build in the algebra called `a`. */
#define N(n) expr_integer(a, n)
#define Q(n, d) expr_fraction(a, n, d)
#define S(name) expr_symbol(a, name)
#define ADD(...) expr_sum(a, (expr_t *[]) { __VA_ARGS__ }, COUNT(__VA_ARGS__))
#define MUL(...)                                                              \
    expr_product(a, (expr_t *[]) { __VA_ARGS__ }, COUNT(__VA_ARGS__))
#define COUNT(...)                                                            \
    ((int) (sizeof((expr_t *[]) { __VA_ARGS__ }) / sizeof(expr_t *)))
#define SUB(x, y) expr_sub(a, x, y)
#define NEG(x) expr_neg(a, x)
#define DIV(x, y) expr_div(a, x, y)
#define POW(x, n) expr_pow_int(a, x, n)
#define ROOT(x, n, d) expr_pow(a, x, Q(n, d))
#define SQRT(x) expr_sqrt(a, x)
#define F(name, x) expr_apply1(a, FUNCTION_##name, x)
#define F2(name, x, y)                                                        \
    expr_call(a, FUNCTION_##name, (expr_t *[]) { x, y }, 2)
#define LT(x, y) expr_compare(a, COMPARE_LT, x, y)
#define LE(x, y) expr_compare(a, COMPARE_LE, x, y)

/* The same node; prints both otherwise. */
#define SAME(x, y) CU_ASSERT(same_node(x, y, __LINE__))
int same_node(expr_t *, expr_t *, int line);

#endif
