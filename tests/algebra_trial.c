/* tests/algebra_trial.c -- one random formula, in the algebra, at a point. */
#include "algebra_trial.h"

#include "harness.h"
#include "walker.h"

#include <stdlib.h>

void
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

void
trial_clear(trial_t *t)
{
    _arb_vec_clear(t->at, RAW_SYMBOLS);
    raw_pool_free(t->pool);
    algebra_free(t->a);
}

void
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

int
is_sharp(const arb_t x, slong bits)
{
    return arb_is_finite(x) && arb_rel_accuracy_bits(x) > bits;
}

int
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

int
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

int
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
