/* tests/t_intervals.c -- intervals against the truth of their condition, and
   the evaluation of expressions. */
#include "harness.h"

#include "../compiler/algebra/evaluate.h"
#include "../compiler/algebra/expr.h"

#include <stdlib.h>
#include <string.h>

enum { PREC = 128, SYMBOLS = 5, MAX = 24 };

static algebra_t *a;
static expr_t *sym[SYMBOLS + 1];    /* s > 0, n >= 0, k, c, y; then z */
static arb_ptr value;

static void
set_up(void)
{
    static const char *const name[] = { "s", "n", "k", "c", "y" };
    int i;

    a = algebra_new(0);
    for (i = 0; i < SYMBOLS; i++)
        sym[i] = expr_symbol(a, name[i]);
    expr_assume(a, sym[0], 1, 1);
    expr_assume(a, sym[1], 0, 1);
    sym[SYMBOLS] = expr_fresh(a, "z");
    value = _arb_vec_init(SYMBOLS + 1);
}

static void
tear_down(void)
{
    _arb_vec_clear(value, SYMBOLS + 1);
    algebra_free(a);
}

static long
pick(long lo, long hi)
{
    return lo + (long) n_randint(rng, (ulong) (hi - lo + 1));
}

/* Ends are quarters of halves of symbols; a point of denominator 1009 never
   meets one. */
static void
random_values(void)
{
    static const long lo[SYMBOLS] = { 1, 0, -8, -8, -8 };
    int i;

    for (i = 0; i < SYMBOLS; i++)
    {
        arb_set_si(value + i, pick(lo[i], 8));
        arb_mul_2exp_si(value + i, value + i, -1);
    }
}

static expr_t *
random_constant(void)
{
    return n_randint(rng, 2) ? expr_fraction(a, pick(-8, 8), 2)
                             : expr_mul(a, expr_fraction(a, pick(-4, 4), 2),
                                        sym[n_randint(rng, SYMBOLS)]);
}

static expr_t *
random_affine(int depth)
{
    expr_t *slope = expr_fraction(a, pick(0, 1) ? pick(1, 4) : -pick(1, 4),
                                  2), *p[3];

    if (depth == 0 || n_randint(rng, 2) == 0)
        return expr_add(a, random_constant(),
                        expr_mul(a, n_randint(rng, 3) ? slope
                                 : expr_mul(a, slope, sym[0]),
                                 sym[SYMBOLS]));
    p[0] = random_affine(depth - 1);
    p[1] = random_affine(depth - 1);
    switch (n_randint(rng, 6))
    {
        case 0: return expr_apply1(a, FUNCTION_ABS, p[0]);
        case 1: return expr_call(a, FUNCTION_MIN, p, 2);
        case 2: return expr_call(a, FUNCTION_MAX, p, 2);
        case 3: return expr_add(a, expr_apply1(a, FUNCTION_SIGN, p[0]),
                                random_constant());
        case 4: return expr_add(a, expr_mul(a, slope,
                                expr_apply1(a, FUNCTION_ABS, p[0])),
                                random_constant());
        default: return expr_if(a, expr_compare(a, COMPARE_LT, p[0],
                                                random_constant()),
                                p[1], random_constant());
    }
}

static expr_t *
random_condition(int depth)
{
    expr_t *c[3];
    int i;

    if (depth == 0)
        return expr_compare(a, (compare_t) n_randint(rng, 2),
                            random_affine(1), random_constant());
    for (i = 0; i < 3; i++)
        c[i] = random_condition(depth - 1);
    switch (n_randint(rng, 4))
    {
        case 0: return expr_and(a, c, 2);
        case 1: return expr_or(a, c, 3);
        case 2: return expr_or(a, c, 2);
        default: return expr_not(a, c[0]);
    }
}

/* 1 if the union is ordered and holds the points where the condition does. */
static int
check_points(expr_t *condition, expr_t **lo, expr_t **hi, int n)
{
    environment_t env = { SYMBOLS + 1, sym, value };
    arb_ptr p = _arb_vec_init(n + 1), q = _arb_vec_init(n + 1);
    arb_ptr z = value + SYMBOLS;
    int i, k, in, ok = 1;

    for (i = 0; i < n; i++)
        ok = ok && expr_evaluate(p + i, lo[i], &env, PREC) == EVALUATE_OK
            && expr_evaluate(q + i, hi[i], &env, PREC) == EVALUATE_OK;
    for (i = 0; i < n && ok; i++)
        ok = !arb_gt(p + i, q + i) && (i == 0 || !arb_lt(p + i, q + i - 1));
    for (k = 0; k < 60 && ok; k++)
    {
        arb_set_si(z, 1009 * pick(-14, 13) + pick(1, 1008));
        arb_div_ui(z, z, 1009, PREC);
        for (i = in = 0; i < n; i++)
            in += arb_lt(p + i, z) && arb_lt(z, q + i);
        ok = in == expr_evaluate_condition(condition, &env, PREC);
    }
    _arb_vec_clear(q, n + 1);
    _arb_vec_clear(p, n + 1);
    return ok;
}

static void
test_random(void)
{
    long t, n = trials(300), solved = 0, wrong = 0;
    expr_t *lo[MAX], *hi[MAX];

    set_up();
    for (t = 0; t < n; t++)
    {
        expr_t *c = random_condition((int) n_randint(rng, 3));
        int k, i = expr_intervals(a, c, sym[SYMBOLS], MAX, lo, hi);

        solved += i >= 0;
        for (k = 0; i >= 0 && k < 8; k++)
        {
            random_values();
            if (check_points(c, lo, hi, i))
                continue;
            wrong++;
            printf("\n");
            expr_print(stdout, c);
            for (k = 0; k < i; k++)
            {
                printf("\n  ");
                expr_print(stdout, lo[k]);
                printf(" .. ");
                expr_print(stdout, hi[k]);
            }
            for (k = 0; k <= SYMBOLS; k++)
            {
                printf("\n  %s = ", expr_name(sym[k]));
                arb_printn(value + k, 10, 0);
            }
            printf("\n");
            k = 8;
        }
    }
    tear_down();
    printf(" [%ld solved of %ld]", solved, n);
    CU_ASSERT_EQUAL(wrong, 0);
    CU_ASSERT(solved * 10 >= n * 7);
}

/* ---- the common cases stay simple --------------------------------------- */

static void
expect(expr_t *condition, int n, const char *const *text)
{
    expr_t *lo[MAX], *hi[MAX];
    char *s;
    int i, k = expr_intervals(a, condition, sym[SYMBOLS], MAX, lo, hi);

    CU_ASSERT_EQUAL(k, n);
    for (i = 0; i < 2 * n && k == n; i++)
    {
        s = expr_to_string(i % 2 ? hi[i / 2] : lo[i / 2]);
        if (strcmp(s, text[i]) != 0)
            printf("\n  got %s, expected %s", s, text[i]);
        CU_ASSERT_STRING_EQUAL(s, text[i]);
        free(s);
    }
}

static expr_t *
le(expr_t *p, expr_t *q)
{
    return expr_compare(a, COMPARE_LE, p, q);
}

static void
test_simple(void)
{
    expr_t *s, *k, *z, *y, *one, *az, *c[2];

    set_up();
    s = sym[0];
    k = sym[2];
    y = sym[4];
    z = sym[SYMBOLS];
    one = expr_integer(a, 1);
    az = expr_apply1(a, FUNCTION_ABS, z);
    expect(le(k, z), 1, (const char *[]){ "k", "inf" });
    expect(le(az, s), 1, (const char *[]){ "-s", "s" });
    expect(le(az, k), 1, (const char *[]){ "-k", "abs(k)" });
    expect(le(s, az), 2, (const char *[]){ "-inf", "-s", "s", "inf" });
    expect(expr_and(a, (expr_t *[]){ le(expr_neg(a, s), z), le(z, s) }, 2), 1,
           (const char *[]){ "-s", "s" });
    c[0] = le(az, s);
    c[1] = le(expr_mul(a, expr_integer(a, 2), s), z);
    expect(expr_or(a, c, 2), 2, (const char *[]){ "-s", "s", "2*s", "inf" });
    c[0] = le(z, one);
    c[1] = le(expr_fraction(a, 1, 2), z);
    expect(expr_or(a, c, 2), 1, (const char *[]){ "-inf", "inf" });
    c[1] = le(expr_integer(a, 2), z);
    expect(expr_and(a, c, 2), 0, NULL);
    c[0] = le(k, z);
    c[1] = le(z, y);
    expect(expr_and(a, c, 2), 1, (const char *[]){ "k", "max(k, y)" });
    expect(expr_compare(a, COMPARE_LT,
                        expr_sub(a, expr_mul(a, expr_integer(a, 2), z), k),
                        expr_add(a, z, one)), 1,
           (const char *[]){ "-inf", "1 + k" });
    /* the sign of y is not known; z^2 is not affine */
    expect(le(one, expr_mul(a, y, z)), -1, NULL);
    expect(le(one, expr_mul(a, s, z)), 1, (const char *[]){ "1/s", "inf" });
    expect(le(expr_mul(a, z, z), one), -1, NULL);
    expect(expr_compare(a, COMPARE_EQ, z, k), 0, NULL);
    tear_down();
}

/* ---- evaluation --------------------------------------------------------- */

static evaluate_status_t
status_of(expr_t *e)
{
    environment_t env = { 1, sym, value };
    evaluate_status_t s;
    arb_t v;

    arb_init(v);
    s = expr_evaluate(v, e, &env, PREC);
    arb_clear(v);
    return s;
}

static void
test_evaluate(void)
{
    expr_t *s, *z, *three, *minus, *f[2];
    definition_t *d;
    arb_t v, w;

    set_up();
    arb_init(v);
    arb_init(w);
    s = sym[0];
    z = sym[SYMBOLS];
    three = expr_integer(a, 3);
    minus = expr_sub(a, s, three);
    arb_set_ui(value, 2);
    CU_ASSERT_EQUAL(status_of(minus), EVALUATE_OK);
    CU_ASSERT_EQUAL(status_of(z), EVALUATE_UNKNOWN_SYMBOL);
    CU_ASSERT_EQUAL(status_of(expr_log(a, minus)), EVALUATE_NOT_FINITE);
    CU_ASSERT_EQUAL(status_of(expr_sqrt(a, minus)), EVALUATE_NOT_FINITE);
    CU_ASSERT_EQUAL(status_of(expr_gauss(a, z, expr_log(a,
                        expr_apply1(a, FUNCTION_COSH, z)))), EVALUATE_BINDER);
    CU_ASSERT_EQUAL(expr_evaluate_condition(le(s, three), NULL, PREC), -1);

    /* f(t, u) = t^2 + s u; arguments of the call mean the caller's symbols */
    f[0] = expr_fresh(a, "t");
    f[1] = expr_fresh(a, "u");
    d = definition_new(a, "f", "f", f, 2,
                       expr_add(a, expr_pow_int(a, f[0], 2),
                                expr_mul(a, s, f[1])));
    f[0] = expr_apply(a, d, (expr_t *[]){ three, s }, 2);
    f[0] = expr_apply(a, d, (expr_t *[]){ f[0], f[0] }, 2);
    {
        environment_t env = { 1, sym, value };

        CU_ASSERT_EQUAL(expr_evaluate(v, f[0], &env, PREC), EVALUATE_OK);
    }
    CU_ASSERT(arb_equal_si(v, 195));        /* 13^2 + 2 * 13 */

    /* Phi2(h, k, 0) = H(h) H(k); Phi2(0, 0, c) = 1/4 + asin(c)/(2 pi) */
    f[0] = expr_fraction(a, 1, 3);
    f[1] = expr_call(a, FUNCTION_PHI2,
                     (expr_t *[]){ three, f[0], expr_integer(a, 0) }, 3);
    CU_ASSERT_EQUAL(expr_evaluate(v, f[1], NULL, PREC), EVALUATE_OK);
    f[1] = expr_mul(a, expr_apply1(a, FUNCTION_H, three),
                    expr_apply1(a, FUNCTION_H, f[0]));
    CU_ASSERT_EQUAL(expr_evaluate(w, f[1], NULL, PREC), EVALUATE_OK);
    CU_ASSERT(arb_overlaps(v, w));
    f[1] = expr_call(a, FUNCTION_PHI2,
                     (expr_t *[]){ expr_integer(a, 0), expr_integer(a, 0),
                                   expr_fraction(a, 1, 2) }, 3);
    CU_ASSERT_EQUAL(expr_evaluate(v, f[1], NULL, PREC), EVALUATE_OK);
    arb_set_ui(w, 3);
    arb_inv(w, w, PREC);
    CU_ASSERT(arb_overlaps(v, w));
    CU_ASSERT(arb_rel_accuracy_bits(v) > 90);
    arb_clear(w);
    arb_clear(v);
    tear_down();
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "common conditions keep their simple intervals", test_simple },
        { "membership is the truth of random conditions", test_random },
        { "evaluation and its refusals", test_evaluate },
        { NULL, NULL }
    };

    return harness_run("intervals", test);
}
