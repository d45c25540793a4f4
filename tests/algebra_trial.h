/* tests/algebra_trial.h -- one random formula, in the algebra, at a point. */
#ifndef SADDLE_ALGEBRA_TRIAL_H
#define SADDLE_ALGEBRA_TRIAL_H

#include "../compiler/algebra/evaluate.h"
#include "random_expr.h"

enum { PREC = 500 };

typedef struct
{
    algebra_t *a;
    raw_pool_t *pool;
    raw_t *raw;
    expr_t *e;
    arb_ptr at;
    expr_t *symbol[RAW_SYMBOLS];
    environment_t env;
} trial_t;

void trial_init(trial_t *, int depth, int flags);
void trial_clear(trial_t *);
/* The inputs of a failing case, exactly. */
void trial_print(const trial_t *, const char *what, expr_t *e);

int is_sharp(const arb_t x, slong bits);
/* |x - y| < 10^-digits (1 + |y|), midpoints. */
int is_near(const arb_t x, const arb_t y, long digits);
/* 1: want is the value of e; 0: it is not; -1: it could not be computed. */
int agrees(const trial_t *, expr_t *e, const arb_t want);
/* The value of e by a walker; 0 if there is none. */
int walked(const trial_t *, arb_t out, expr_t *e, int digits, double strip);

/* algebra_slopes.c */
void test_derivative(void);
void test_derivative_binders(void);

#endif
