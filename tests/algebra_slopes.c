/* tests/algebra_slopes.c -- derivatives against difference quotients. */
#include "algebra_trial.h"

#include "harness.h"

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

void
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
void
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
