/* tests/algebra_cases.c -- simplification with a known answer. */
#include "algebra_cases.h"

#include "algebra_short.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
same_node(expr_t *x, expr_t *y, int line)
{
    if (x != y)
    {
        char *s = expr_to_string(x), *t = expr_to_string(y);

        printf("\nline %d: %s\n  is not %s\n", line, s, t);
        free(s);
        free(t);
    }
    return x == y;
}

void
case_exact_values(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *pi = expr_pi(a), *x = S("x");

    SAME(F(TANH, N(0)), N(0));
    SAME(F(COSH, N(0)), N(1));
    SAME(F(H, N(0)), Q(1, 2));
    SAME(F(COS, pi), N(-1));
    SAME(F(SIN, pi), N(0));
    SAME(F(COS, MUL(Q(1, 3), pi)), Q(1, 2));
    SAME(F(SIN, MUL(Q(-5, 4), pi)), MUL(Q(1, 2), SQRT(N(2))));
    SAME(F(COS, MUL(Q(7, 6), pi)), MUL(Q(-1, 2), SQRT(N(3))));
    SAME(F(ASIN, Q(1, 2)), MUL(Q(1, 6), pi));
    SAME(F(ASIN, N(-1)), MUL(Q(-1, 2), pi));
    SAME(F(ACOS, Q(-1, 2)), MUL(Q(2, 3), pi));
    SAME(F(ATAN, N(1)), MUL(Q(1, 4), pi));
    SAME(F(PHI, N(0)), ROOT(MUL(N(2), pi), -1, 2));
    SAME(F(LOG, N(1)), N(0));
    SAME(F(LOG, N(8)), MUL(N(3), F(LOG, N(2))));
    SAME(F(LOG, Q(1, 4)), MUL(N(-2), F(LOG, N(2))));
    SAME(F(EXP, N(0)), N(1));
    SAME(F2(MASS, x, x), N(0));
    SAME(F2(MIN, Q(1, 2), Q(1, 3)), Q(1, 3));
    SAME(F2(MAX, x, x), x);
    SAME(F(SIGN, N(-3)), N(-1));
    SAME(F(ABS, Q(-3, 4)), Q(3, 4));
    algebra_free(a);
}

void
case_powers(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *q = S("q"), *e;

    expr_assume(a, q, 0, 1);
    SAME(SQRT(N(4)), N(2));
    SAME(SQRT(N(8)), MUL(N(2), SQRT(N(2))));
    SAME(SQRT(Q(1, 2)), MUL(Q(1, 2), SQRT(N(2))));
    SAME(MUL(SQRT(N(2)), SQRT(N(3))), SQRT(N(6)));
    SAME(MUL(SQRT(N(6)), SQRT(N(10))), MUL(N(2), SQRT(N(15))));
    SAME(ROOT(Q(8, 27), 2, 3), Q(4, 9));
    SAME(MUL(ROOT(N(2), 1, 3), ROOT(N(2), 2, 3)), N(2));
    SAME(POW(N(2), -3), Q(1, 8));
    SAME(SQRT(MUL(x, x)), F(ABS, x));
    SAME(SQRT(MUL(q, q)), q);
    SAME(MUL(SQRT(x), SQRT(x)), x);
    SAME(SQRT(MUL(N(4), q, y)), MUL(N(2), SQRT(q), SQRT(y)));
    SAME(POW(MUL(N(2), x, y), 3), MUL(N(8), POW(x, 3), POW(y, 3)));
    SAME(SQRT(ADD(MUL(N(4), x), MUL(N(4), y))), MUL(N(2), SQRT(ADD(x, y))));
    SAME(POW(SUB(x, y), 2), POW(SUB(y, x), 2));
    SAME(POW(SUB(x, y), 3), NEG(POW(SUB(y, x), 3)));
    SAME(POW(F(ABS, x), 2), POW(x, 2));
    SAME(POW(x, 0), N(1));
    e = expr_pow(a, x, y);
    SAME(MUL(e, x), expr_pow(a, x, ADD(y, N(1))));
    SAME(MUL(e, expr_pow(a, x, NEG(y))), N(1));
    SAME(expr_pow(a, N(2), ADD(x, N(3))), MUL(N(8), expr_pow(a, N(2), x)));
    CU_ASSERT(expr_is_nonnegative(SQRT(x)));
    CU_ASSERT(expr_is_nonnegative(POW(x, 2)));
    CU_ASSERT(!expr_is_positive(POW(x, 2)));
    CU_ASSERT(expr_is_positive(ADD(N(1), POW(x, 2))));
    CU_ASSERT(expr_kind(SQRT(N(-4))) == EXPR_POWER);
    CU_ASSERT(expr_kind(POW(N(0), -1)) == EXPR_POWER);
    algebra_free(a);
}

void
case_products(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *q = S("q"), *V = SUB(N(1), q);

    SAME(SUB(N(1), V), q);
    SAME(MUL(V, POW(SUB(q, N(1)), -1)), N(-1));
    SAME(MUL(V, ROOT(V, -3, 2)), ROOT(V, -1, 2));
    SAME(MUL(SUB(x, N(1)), ROOT(SUB(x, N(1)), -1, 2)), SQRT(SUB(x, N(1))));
    SAME(MUL(N(2), ADD(x, y)), ADD(MUL(N(2), x), MUL(N(2), y)));
    SAME(MUL(x, ADD(MUL(N(2), x), MUL(N(4), y))),
         MUL(N(2), x, ADD(x, MUL(N(2), y))));
    SAME(MUL(x, SUB(y, q)), NEG(MUL(SUB(q, y), x)));
    SAME(DIV(x, x), N(1));
    SAME(MUL(F(EXP, x), F(EXP, y)), F(EXP, ADD(x, y)));
    SAME(MUL(F(EXP, x), F(EXP, NEG(x))), N(1));
    SAME(POW(F(EXP, x), 3), F(EXP, MUL(N(3), x)));
    SAME(DIV(F(SINH, x), F(COSH, x)), F(TANH, x));
    SAME(MUL(F(TANH, x), F(COSH, x)), F(SINH, x));
    SAME(DIV(F(SINH, x), F(TANH, x)), F(COSH, x));
    SAME(DIV(F(TANH, x), F(SINH, x)), POW(F(COSH, x), -1));
    SAME(MUL(POW(F(SINH, x), 2), POW(F(COSH, x), -3)),
         MUL(POW(F(TANH, x), 2), POW(F(COSH, x), -1)));
    SAME(MUL(N(0), x), N(0));
    SAME(ADD(MUL(x, y), MUL(N(-1), y, x)), N(0));
    algebra_free(a);
}

void
case_functions(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *k = S("k"), *d = SUB(x, y);
    int arity;

    expr_assume(a, k, 1, 1);
    SAME(F(TANH, SUB(y, x)), NEG(F(TANH, d)));
    SAME(F(COSH, SUB(y, x)), F(COSH, d));
    SAME(F(PHI, NEG(x)), F(PHI, x));
    SAME(F(ABS, MUL(N(-2), x)), MUL(N(2), F(ABS, x)));
    SAME(F(ABS, k), k);
    SAME(F(SIGN, MUL(k, x)), F(SIGN, x));
    SAME(F(SIGN, F(TANH, x)), F(SIGN, x));
    SAME(F(EXP, F(LOG, x)), x);
    SAME(F(EXP, ADD(y, MUL(Q(1, 2), F(LOG, x)))), MUL(SQRT(x), F(EXP, y)));
    SAME(F(LOG, F(EXP, x)), x);
    SAME(F(LOG, MUL(N(2), F(COSH, x))), ADD(F(LOG, N(2)),
                                             F(LOG, F(COSH, x))));
    SAME(F(LOG, MUL(N(-2), x)), ADD(F(LOG, N(2)), F(LOG, NEG(x))));
    SAME(F(LOG, POW(x, 2)), MUL(N(2), F(LOG, F(ABS, x))));
    SAME(F(LOG, MUL(k, x)), ADD(F(LOG, k), F(LOG, x)));
    SAME(F(LOG, F(PHI, x)),
         SUB(MUL(Q(-1, 2), POW(x, 2)),
             MUL(Q(1, 2), F(LOG, MUL(N(2), expr_pi(a))))));
    SAME(F2(MAX, NEG(k), k), k);
    SAME(F2(MIN, x, y), F2(MIN, y, x));
    SAME(F2(MASS, NEG(y), NEG(x)), F2(MASS, x, y));
    SAME(expr_call(a, FUNCTION_PHI2, (expr_t *[]) { x, y, N(0) }, 3),
         MUL(F(H, x), F(H, y)));
    SAME(expr_call_named(a, "erfc", &x, 1, NULL),
         MUL(N(2), F(H, MUL(SQRT(N(2)), x))));
    SAME(expr_call_named(a, "Phi", &x, 1, NULL), F(H, NEG(x)));
    SAME(expr_call_named(a, "sech", &x, 1, NULL), POW(F(COSH, x), -1));
    SAME(expr_call_named(a, "step", &x, 1, NULL),
         expr_if(a, LT(N(0), x), N(1), N(0)));
    CU_ASSERT(expr_call_named(a, "erf", &x, 2, &arity) == NULL);
    CU_ASSERT_EQUAL(arity, 1);
    CU_ASSERT(expr_call_named(a, "gamma", &x, 1, &arity) == NULL);
    CU_ASSERT_EQUAL(arity, 0);
    algebra_free(a);
}

static void
conditions_on_one(algebra_t *a, expr_t *x, expr_t *y, expr_t *k)
{
    expr_t *low[2] = { LT(x, N(0)), LE(NEG(k), x) };
    expr_t *high[2] = { LE(N(0), x), LE(x, k) }, *pair[2];

    pair[0] = expr_and(a, low, 2);
    pair[1] = expr_and(a, high, 2);
    SAME(expr_or(a, pair, 2), expr_and(a, (expr_t *[]) { low[1], high[1] }, 2));
    pair[0] = LT(N(1), x);
    pair[1] = LE(N(0), x);
    SAME(expr_and(a, pair, 2), pair[0]);
    SAME(expr_or(a, pair, 2), pair[1]);
    pair[0] = LT(x, N(0));
    pair[1] = LT(N(0), x);
    CU_ASSERT(expr_or(a, pair, 2) != expr_true(a));
    SAME(expr_and(a, pair, 2), expr_false(a));
    pair[0] = LE(x, N(0));
    pair[1] = LE(N(0), x);
    CU_ASSERT(expr_and(a, pair, 2) != expr_false(a));
    SAME(expr_or(a, pair, 2), expr_true(a));
    pair[0] = LT(x, y);
    pair[1] = LT(x, k);
    CU_ASSERT(expr_and(a, pair, 2) != pair[0] && expr_and(a, pair, 2) != pair[1]);
}

void
case_conditions(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *x = S("x"), *y = S("y"), *k = S("k"), *c = LT(x, y), *pair[2];

    expr_assume(a, k, 1, 1);
    SAME(LT(N(1), N(2)), expr_true(a));
    SAME(LE(x, x), expr_true(a));
    SAME(LT(x, x), expr_false(a));
    SAME(LT(NEG(k), k), expr_true(a));
    SAME(LT(x, ADD(x, k)), expr_true(a));
    SAME(LE(x, expr_infinity(a)), expr_true(a));
    SAME(LT(x, NEG(expr_infinity(a))), expr_false(a));
    SAME(expr_not(a, c), LE(y, x));
    SAME(expr_not(a, expr_not(a, c)), c);
    pair[0] = c;
    pair[1] = LE(y, x);
    SAME(expr_and(a, pair, 2), expr_false(a));
    SAME(expr_or(a, pair, 2), expr_true(a));
    pair[1] = c;
    SAME(expr_and(a, pair, 2), c);
    pair[1] = LT(k, x);
    SAME(expr_not(a, expr_and(a, pair, 2)),
         expr_or(a, (expr_t *[]) { LE(y, x), LE(x, k) }, 2));
    SAME(expr_if(a, expr_true(a), x, y), x);
    SAME(expr_if(a, c, x, x), x);
    SAME(expr_if(a, c, expr_if(a, c, x, y), k), expr_if(a, c, x, k));
    CU_ASSERT(expr_is_condition(expr_if(a, c, LT(x, k), LT(y, k))));
    CU_ASSERT(expr_compare(a, COMPARE_EQ, x, y)
              == expr_compare(a, COMPARE_EQ, y, x));
    conditions_on_one(a, x, y, k);
    algebra_free(a);
}

void
case_infinity(void)
{
    algebra_t *a = algebra_new(0);
    expr_t *inf = expr_infinity(a), *x = S("x"), *V = S("V");
    expr_t *minus = NEG(inf);

    SAME(NEG(minus), inf);
    SAME(ADD(inf, x), inf);
    SAME(DIV(SUB(minus, x), SQRT(V)), minus);
    SAME(POW(inf, -1), N(0));
    SAME(F(H, inf), N(0));
    SAME(F(H, minus), N(1));
    SAME(F(PHI, minus), N(0));
    SAME(F(TANH, minus), N(-1));
    SAME(F(EXP, minus), N(0));
    SAME(F2(MASS, minus, x), F(H, NEG(x)));
    SAME(F2(MASS, x, inf), F(H, x));
    SAME(F2(MASS, minus, inf), N(1));
    SAME(F2(MAX, x, inf), inf);
    SAME(F2(MIN, x, inf), x);
    algebra_free(a);
}

void
case_decimals(void)
{
    static const char *const bad[] = { "", ".5", "1.", "1e", "e3", "1e10001",
                                       "1e-10001", "0x1", "1..2", "1e5x",
                                       "-1", "1 " };
    algebra_t *a = algebra_new(0);
    size_t i;

    SAME(expr_from_decimal(a, "0.1"), Q(1, 10));
    SAME(expr_from_decimal(a, "1e-3"), Q(1, 1000));
    SAME(expr_from_decimal(a, "12"), N(12));
    SAME(expr_from_decimal(a, "2.50E+2"), N(250));
    SAME(expr_from_decimal(a, "007.5"), Q(15, 2));
    CU_ASSERT(expr_from_decimal(a, "1e10000") != NULL);
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
        CU_ASSERT(expr_from_decimal(a, bad[i]) == NULL);
    algebra_free(a);
}
