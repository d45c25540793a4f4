/* tests/t_algebra.c -- the algebra's identities on random formulas. */
#include "../compiler/algebra/evaluate.h"
#include "algebra_cases.h"
#include "harness.h"
#include "random_expr.h"
#include "walker.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PREC = 500 };

/* ---- helpers ------------------------------------------------------------ */

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

static void
trial_init(trial_t *t, int depth, int flags)
{
    int i;

    t->a = algebra_new(0);
    t->pool = raw_pool_new();
    for (i = 0; i < RAW_SYMBOLS; i++)
        t->symbol[i] = raw_symbol(t->a, i);
    t->raw = raw_random(t->pool, depth, flags);
    t->e = raw_build(t->a, t->raw, "z");
    t->at = _arb_vec_init(RAW_SYMBOLS);
    raw_point(t->at, PREC);
    t->env.n = RAW_SYMBOLS;
    t->env.symbol = t->symbol;
    t->env.value = t->at;
}

static void
trial_clear(trial_t *t)
{
    _arb_vec_clear(t->at, RAW_SYMBOLS);
    raw_pool_free(t->pool);
    algebra_free(t->a);
}

/* The inputs of a failing case, exactly. */
static void
trial_print(const trial_t *t, const char *what, expr_t *e)
{
    char *text = expr_to_string(e);
    int i;

    printf("\n%s: ", what);
    raw_print(t->raw);
    printf("\n  -> %s\n", text);
    for (i = 0; i < RAW_SYMBOLS; i++)
    {
        printf("  %s = ", expr_name(t->symbol[i]));
        arb_printn(&t->at[i], 20, ARB_STR_NO_RADIUS);
    }
    printf("\n");
    free(text);
}

static int
is_sharp(const arb_t x, slong bits)
{
    return arb_is_finite(x) && arb_rel_accuracy_bits(x) > bits;
}

/* |x - y| < 10^-digits (1 + |y|), midpoints. */
static int
is_near(const arb_t x, const arb_t y, long digits)
{
    arb_t d, bound;
    int near;

    arb_init(d);
    arb_init(bound);
    arb_sub(d, x, y, PREC);
    mag_zero(arb_radref(d));
    arb_abs(d, d);
    arb_abs(bound, y);
    mag_zero(arb_radref(bound));
    arb_add_ui(bound, bound, 1, PREC);
    arb_mul_2exp_si(bound, bound, -digits * 10 / 3);
    near = arb_le(d, bound);
    arb_clear(bound);
    arb_clear(d);
    return near;
}

/* 1 the value of e is want; 0 it is not; -1 it could not be computed. */
static int
agrees(const trial_t *t, expr_t *e, const arb_t want)
{
    arb_t have;
    evaluate_status_t status;
    int result;

    arb_init(have);
    status = expr_evaluate(have, e, &t->env, PREC);
    result = status != EVALUATE_OK ? -1
                                   : arb_overlaps(have, want)
                                         && is_sharp(have, 30);
    if (status == EVALUATE_OK && arb_overlaps(have, want)
            && !is_sharp(have, 30))
        result = arb_contains_zero(have) ? 1 : -1;
    arb_clear(have);
    return result;
}

static int
walked(const trial_t *t, arb_t out, expr_t *e, int digits, double strip)
{
    walker_t *w = walker_new(t->a, digits, strip);
    int i, ok;

    for (i = 0; i < RAW_SYMBOLS; i++)
        walker_set(w, t->symbol[i], &t->at[i]);
    ok = walker_value(out, w, e);
    walker_free(w);
    return ok;
}

/* ---- building and rewriting keep the value ------------------------------ */

static void
test_simplification(void)
{
    static const int flags[] = { 0, RAW_KINKS, RAW_ROOTS | RAW_KINKS,
                                 RAW_POLYNOMIAL };
    long i, n = trials(6000), done = 0, bad = 0, lost = 0;
    arb_t want;

    arb_init(want);
    for (i = 0; i < n; i++)
    {
        trial_t t;
        int same;

        trial_init(&t, 2 + (int) n_randint(rng, 4), flags[i % 4]);
        if (raw_value(want, t.raw, t.at, PREC) && is_sharp(want, 60))
        {
            done++;
            same = agrees(&t, t.e, want);
            bad += same == 0;
            lost += same < 0;
            if (same == 0 || (same < 0 && lost < 4))
                trial_print(&t, same == 0 ? "value changed" : "no value",
                            t.e);
        }
        trial_clear(&t);
    }
    arb_clear(want);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT(lost * 100 <= done);
    CU_ASSERT(done * 100 >= n * 60);
    printf(" [%ld trials, %ld sharp, %ld lost]", n, done, lost);
}

static void
test_rewriting(void)
{
    long i, n = trials(2500), done = 0, bad = 0, lost = 0, zero = 0;
    arb_t want;

    arb_init(want);
    for (i = 0; i < n; i++)
    {
        trial_t t;
        expr_t *form[3], *difference;
        int k, same;

        trial_init(&t, 2 + (int) n_randint(rng, 3),
                   i % 2 ? RAW_POLYNOMIAL : RAW_KINKS);
        form[0] = expr_expand(t.a, t.e, 0);
        form[1] = expr_expand(t.a, t.e, 1);
        form[2] = expr_inline(t.a, t.e);
        for (k = 0; k < 3; k++)
            if (raw_value(want, t.raw, t.at, PREC) && is_sharp(want, 60))
            {
                done++;
                same = agrees(&t, form[k], want);
                bad += same == 0;
                lost += same < 0;
                if (same == 0)
                    trial_print(&t, "rewriting changed the value", form[k]);
            }
        difference = expr_sub(t.a, t.e, form[1]);
        zero += !expr_proves_zero(t.a, difference);
        trial_clear(&t);
    }
    arb_clear(want);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT(zero * 500 <= n);
    CU_ASSERT(lost * 100 <= done);
    printf(" [%ld sharp, %ld lost, %ld not proved]", done, lost, zero);
}

/* e(x -> v) at a point is e at the point with x = v(point). */
static void
test_substitution(void)
{
    long i, n = trials(2000), done = 0, bad = 0;
    arb_t want, v;

    arb_init(want);
    arb_init(v);
    for (i = 0; i < n; i++)
    {
        trial_t t;
        int k = 2 + (int) n_randint(rng, 3), ok;
        raw_t *value;
        expr_t *e;

        trial_init(&t, 3, RAW_KINKS | RAW_ROOTS);
        value = raw_random(t.pool, 2, RAW_KINKS);
        e = raw_build(t.a, value, "u");
        e = expr_substitute(t.a, t.e, &t.symbol[k], &e, 1);
        ok = raw_value(v, value, t.at, PREC);
        if (ok)
        {
            arb_swap(v, &t.at[k]);
            ok = raw_value(want, t.raw, t.at, PREC) && is_sharp(want, 60);
            arb_swap(v, &t.at[k]);
        }
        if (ok)
        {
            done++;
            if (agrees(&t, e, want) == 0)
            {
                bad++;
                trial_print(&t, "substitution", e);
            }
        }
        trial_clear(&t);
    }
    arb_clear(v);
    arb_clear(want);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT(done * 100 >= n * 40);
    printf(" [%ld of %ld]", done, n);
}

/* A zero that is proved is one; a formula is never proved equal to itself
   plus something that is not zero. */
static void
test_no_false_zero(void)
{
    long i, n = trials(2500), bad = 0, proved = 0;
    arb_t v;

    arb_init(v);
    for (i = 0; i < n; i++)
    {
        trial_t t;
        expr_t *e, *other;

        trial_init(&t, 3, i % 2 ? RAW_KINKS : RAW_POLYNOMIAL);
        other = raw_build(t.a, raw_random(t.pool, 3, RAW_KINKS), "z");
        e = n_randint(rng, 2) ? t.e
                              : expr_sub(t.a, expr_mul(t.a, t.e, other),
                                         expr_mul(t.a, other, other));
        if (expr_proves_zero(t.a, e))
        {
            proved++;
            if (expr_evaluate(v, e, &t.env, PREC) == EVALUATE_OK
                    && !arb_contains_zero(v))
            {
                bad++;
                trial_print(&t, "not zero", e);
            }
        }
        trial_clear(&t);
    }
    arb_clear(v);
    CU_ASSERT_EQUAL(bad, 0);
    printf(" [%ld zeros]", proved);
}

/* ---- derivatives -------------------------------------------------------- */

/* (f(x + h) - f(x - h)) / 2h, h = 2^-bits, of the formula as it stands. */
static int
quotient(arb_t out, const trial_t *t, int k, long bits, slong prec)
{
    arb_t h, up;
    arb_ptr x = _arb_vec_init(RAW_SYMBOLS);
    int ok;

    arb_init(h);
    arb_init(up);
    arb_one(h);
    arb_mul_2exp_si(h, h, -bits);
    _arb_vec_set(x, t->at, RAW_SYMBOLS);
    mag_zero(arb_radref(&x[k]));
    arb_add(&x[k], &x[k], h, prec);
    ok = raw_value(up, t->raw, x, prec);
    arb_mul_2exp_si(h, h, 1);
    arb_sub(&x[k], &x[k], h, prec);
    ok = ok && raw_value(out, t->raw, x, prec);
    arb_sub(out, up, out, prec);
    arb_div(out, out, h, prec);
    arb_clear(up);
    arb_clear(h);
    _arb_vec_clear(x, RAW_SYMBOLS);
    return ok;
}

static void
test_derivative(void)
{
    long i, n = trials(2500), done = 0, bad = 0;
    arb_t want, have;

    arb_init(want);
    arb_init(have);
    for (i = 0; i < n; i++)
    {
        trial_t t;
        int k = (int) n_randint(rng, RAW_SYMBOLS);
        expr_t *d;

        trial_init(&t, 2 + (int) n_randint(rng, 3), i % 2 ? RAW_KINKS : 0);
        while (k > 0 && !expr_contains(t.e, t.symbol[k]))
            k--;
        d = expr_diff(t.a, t.e, t.symbol[k]);
        if (quotient(want, &t, k, 200, 1000) && is_sharp(want, 150)
                && expr_evaluate(have, d, &t.env, PREC) == EVALUATE_OK
                && arb_rel_accuracy_bits(have) > 120)
        {
            done++;
            if (!is_near(have, want, 32))
            {
                bad++;
                trial_print(&t, expr_name(t.symbol[k]), d);
            }
        }
        trial_clear(&t);
    }
    arb_clear(have);
    arb_clear(want);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT(done * 100 >= n * 40);
    printf(" [%ld of %ld at 32 digits]", done, n);
}

/* d is the slope of the formula at the point, to 30 digits; -1: no value, or
   one that depends on where the integral is cut (E exp(cosh z)) or on the
   nodes (E cos(exp z)). */
static int
slope_agrees(const trial_t *t, expr_t *d, int k, int finer)
{
    arb_t want, have, other;
    int result = -1;

    arb_init(want);
    arb_init(have);
    arb_init(other);
    raw_nodes_per_unit = finer ? 96 : 24;
    if (quotient(want, t, k, 100, PREC)
            && walked(t, have, d, 60, finer ? 0.08 : 0.4))
        result = is_near(have, want, 30);
    if (finer && result == 0)
    {
        raw_half_width = 14;
        raw_nodes_per_unit = 53;
        if (!quotient(other, t, k, 100, PREC)
                || !is_near(other, want, 30))
            result = -1;
        raw_half_width = 18;
    }
    raw_nodes_per_unit = 24;
    arb_clear(other);
    arb_clear(have);
    arb_clear(want);
    return result;
}

/* Through E and int.  Where the quadratures of the test are too coarse the
   comparison is made again with finer ones. */
static void
test_derivative_binders(void)
{
    long i, n = trials(60), done = 0, bad = 0;
    arb_t none;

    arb_init(none);
    for (i = 0; done < n && i < 40 * n; i++)
    {
        trial_t t;
        int k = (int) n_randint(rng, 2), same;
        expr_t *d;

        trial_init(&t, 3, RAW_BINDERS);
        if (n_randint(rng, 2))
            t.raw = raw_field(t.pool, k);
        t.e = raw_build(t.a, t.raw, "z");
        d = expr_diff(t.a, t.e, t.symbol[k]);
        if (!expr_is_zero(d)
                && expr_evaluate(none, t.e, &t.env, 64) == EVALUATE_BINDER
                && (same = slope_agrees(&t, d, k, 0)) >= 0)
        {
            if (!same)
                same = slope_agrees(&t, d, k, 1);
            done += same >= 0;
            if (same == 0)
            {
                bad++;
                trial_print(&t, expr_name(t.symbol[k]), d);
            }
        }
        trial_clear(&t);
    }
    arb_clear(none);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT(done * 2 >= n);
    printf(" [%ld of %ld at 30 digits]", done, i);
}

/* ---- identity ----------------------------------------------------------- */

static void
test_names_do_not_matter(void)
{
    long i, n = trials(1500), bad = 0, binders = 0;

    for (i = 0; i < n; i++)
    {
        trial_t t;
        expr_t *again;

        trial_init(&t, 4, RAW_BINDERS | RAW_KINKS);
        again = raw_build(t.a, t.raw, "a");
        binders += expr_kind(t.e) >= EXPR_GAUSS;
        if (again != t.e || raw_build(t.a, t.raw, "zz") != t.e)
        {
            bad++;
            trial_print(&t, "another node", again);
        }
        trial_clear(&t);
    }
    CU_ASSERT_EQUAL(bad, 0);
    printf(" [%ld binders]", binders);
}

/* The same formulas print the same, whatever was made before them. */
static void
test_same_in_every_run(void)
{
    long i, n = trials(600), bad = 0;

    for (i = 0; i < n; i++)
    {
        trial_t t;
        algebra_t *b = algebra_new(0);
        expr_t *other;
        char *one, *two;
        int k;

        trial_init(&t, 4, RAW_BINDERS | RAW_KINKS | RAW_ROOTS);
        for (k = RAW_SYMBOLS - 1; k >= 0; k--)
            raw_symbol(b, k);
        raw_build(b, raw_random(t.pool, 4, RAW_BINDERS), "noise");
        other = raw_build(b, t.raw, "z");
        one = expr_to_string(expr_expand(t.a, t.e, 0));
        two = expr_to_string(expr_expand(b, other, 0));
        if (strcmp(one, two) != 0 && strstr(one, "z") == NULL)
        {
            bad++;
            trial_print(&t, two, t.e);
        }
        free(one);
        free(two);
        algebra_free(b);
        trial_clear(&t);
    }
    CU_ASSERT_EQUAL(bad, 0);
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "simplification keeps the value", test_simplification },
        { "expand and inline keep the value", test_rewriting },
        { "substitution and evaluation commute", test_substitution },
        { "no false zero", test_no_false_zero },
        { "derivative against difference quotient", test_derivative },
        { "the same through E and int", test_derivative_binders },
        { "names of bound variables do not matter",
          test_names_do_not_matter },
        { "the same in every run", test_same_in_every_run },
        ALGEBRA_CASES,
        { NULL, NULL }
    };

    return harness_run("algebra", test);
}
