/* tests/t_algebra.c -- the algebra's identities on random formulas. */
#include "algebra_cases.h"
#include "algebra_trial.h"
#include "harness.h"

#include <stdlib.h>
#include <string.h>

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
