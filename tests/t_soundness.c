/* tests/t_soundness.c -- ball functions of the runtime hold the truth. */
#include "harness.h"

#include "../runtime/quadrature/machine_real.h"
#include "../runtime/quadrature/mills.h"
#include "../runtime/quadrature/mills_table.h"

#include <acb_hypgeom.h>
#include <arb_hypgeom.h>
#include <math.h>
#include <stdlib.h>

#define TRUTH 400

typedef enum { MISS, NOT_ENCLOSED, ENCLOSED } outcome_t;

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1UL << 40) * 0x1p-40;
}

/* ---- scaled tails -------------------------------------------------------- */

static void
true_mills(acb_t r, const acb_t u)
{
    acb_t e;

    acb_init(e);
    acb_sqr(e, u, TRUTH);
    acb_mul_2exp_si(e, e, -1);
    acb_exp(e, e, TRUTH);
    acb_set_ui(r, 2);
    acb_sqrt(r, r, TRUTH);
    acb_div(r, u, r, TRUTH);
    acb_hypgeom_erfc(r, r, TRUTH);
    acb_mul(r, r, e, TRUTH);
    acb_mul_2exp_si(r, r, -1);
    acb_clear(e);
}

static outcome_t
mills_case(int wide)
{
    acb_t u, r, t;
    double radius = wide ? uniform(0, 0.25) : 0;
    outcome_t out;

    acb_init(u);
    acb_init(r);
    acb_init(t);
    acb_set_d_d(u, uniform(wide ? -8 : -1, wide ? 8 : 4), uniform(-7, 7));
    mag_set_d(arb_radref(acb_realref(u)), radius);
    mag_set_d(arb_radref(acb_imagref(u)), radius);
    if (wide)
        mills_box(r, u, 64);
    else if (!mills_expand(r, u))
        acb_indeterminate(r);
    out = acb_is_finite(r) ? ENCLOSED : NOT_ENCLOSED;
    acb_set_d_d(t, uniform(-radius, radius), uniform(-radius, radius));
    mag_zero(arb_radref(acb_realref(u)));
    mag_zero(arb_radref(acb_imagref(u)));
    acb_add(u, u, t, ARF_PREC_EXACT);
    true_mills(t, u);
    if (!acb_overlaps(r, t))
        out = MISS;
    acb_clear(t);
    acb_clear(r);
    acb_clear(u);
    return out;
}

static outcome_t
case_expand(void)
{
    return mills_case(0);
}

static outcome_t
case_box(void)
{
    return mills_case(1);
}

/* R'' = (1 + u^2) R - u/sqrt(2 pi) */
static outcome_t
case_curvature(void)
{
    acb_t u, r, s;
    arf_t left;
    mag_t bound, size;
    outcome_t out;
    arb_t c;

    acb_init(u);
    acb_init(r);
    acb_init(s);
    arb_init(c);
    arf_init(left);
    mag_init(bound);
    mag_init(size);
    acb_set_d_d(u, uniform(-1, 9), n_randint(rng, 2) ? 0 : uniform(-3, 3));
    arf_set(left, arb_midref(acb_realref(u)));
    mills_curvature(bound, left);
    out = mag_is_finite(bound) ? ENCLOSED : NOT_ENCLOSED;
    true_mills(r, u);
    acb_sqr(s, u, TRUTH);
    acb_add_ui(s, s, 1, TRUTH);
    acb_mul(r, r, s, TRUTH);
    arb_const_pi(c, TRUTH);
    arb_mul_2exp_si(c, c, 1);
    arb_rsqrt(c, c, TRUTH);
    acb_mul_arb(s, u, c, TRUTH);
    acb_sub(r, r, s, TRUTH);
    acb_get_mag_lower(size, r);
    if (mag_cmp(size, bound) > 0)
        out = MISS;
    mag_clear(size);
    mag_clear(bound);
    arf_clear(left);
    arb_clear(c);
    acb_clear(s);
    acb_clear(r);
    acb_clear(u);
    return out;
}

/* H(u) on a box, and the ball of mills_box turned into it. */
static outcome_t
case_tail_box(void)
{
    acb_t u, r, t;
    double radius = uniform(0, 0.25);
    outcome_t out;

    acb_init(u);
    acb_init(r);
    acb_init(t);
    acb_set_d_d(u, uniform(-8, 8), uniform(-7, 7));
    mag_set_d(arb_radref(acb_realref(u)), radius);
    mag_set_d(arb_radref(acb_imagref(u)), radius);
    normal_tail_box(r, u, 64);
    out = acb_is_finite(r) ? ENCLOSED : NOT_ENCLOSED;
    acb_set_d_d(t, uniform(-radius, radius), uniform(-radius, radius));
    acb_get_mid(u, u);
    acb_add(u, u, t, ARF_PREC_EXACT);
    acb_set_ui(t, 2);
    acb_sqrt(t, t, TRUTH);
    acb_div(t, u, t, TRUTH);
    acb_hypgeom_erfc(t, t, TRUTH);
    acb_mul_2exp_si(t, t, -1);
    if (!acb_overlaps(r, t))
        out = MISS;
    acb_clear(t);
    acb_clear(r);
    acb_clear(u);
    return out;
}

/* ---- functions of the machine ----------------------------------------------- */

static void
true_function(arb_t r, saddle_function_t f, const arb_t x)
{
    arb_t v;

    arb_init(v);
    switch (f)
    {
    case SADDLE_EXP: arb_exp(r, x, TRUTH); break;
    case SADDLE_LOG: arb_log(r, x, TRUTH); break;
    case SADDLE_SINH: arb_sinh(r, x, TRUTH); break;
    case SADDLE_COSH: arb_cosh(r, x, TRUTH); break;
    case SADDLE_TANH: arb_tanh(r, x, TRUTH); break;
    case SADDLE_SIN: arb_sin(r, x, TRUTH); break;
    case SADDLE_COS: arb_cos(r, x, TRUTH); break;
    case SADDLE_ASIN: arb_asin(r, x, TRUTH); break;
    case SADDLE_ACOS: arb_acos(r, x, TRUTH); break;
    case SADDLE_ATAN: arb_atan(r, x, TRUTH); break;
    case SADDLE_H:
        arb_set_ui(v, 2);
        arb_sqrt(v, v, TRUTH);
        arb_div(v, x, v, TRUTH);
        arb_hypgeom_erfc(r, v, TRUTH);
        arb_mul_2exp_si(r, r, -1);
        break;
    case SADDLE_PHI:
        arb_const_pi(v, TRUTH);
        arb_mul_2exp_si(v, v, 1);
        arb_rsqrt(v, v, TRUTH);
        arb_sqr(r, x, TRUTH);
        arb_mul_2exp_si(r, r, -1);
        arb_neg(r, r);
        arb_exp(r, r, TRUTH);
        arb_mul(r, r, v, TRUTH);
        break;
    case SADDLE_LOG_GAMMA:     /* no machine has it                        */
        arb_indeterminate(r);
    }
    arb_clear(v);
}

/* A ball around a random point, wide or narrow, and a point of it. */
static outcome_t
function_case(saddle_function_t f)
{
    int inner = f == SADDLE_ASIN || f == SADDLE_ACOS;
    double size = inner ? 0.9 : 20, radius, at;
    slong prec = 20 + (slong) n_randint(rng, 200);
    arb_t x, r, t;
    outcome_t out;

    at = f == SADDLE_LOG ? uniform(0.01, 50) : uniform(-size, size);
    radius = uniform(0, 1) * exp2(-uniform(inner ? 4 : 0, 60));
    arb_init(x);
    arb_init(r);
    arb_init(t);
    arb_set_d(x, at);
    mag_set_d(arb_radref(x), radius);
    real_function(r, f, x, prec);
    out = arb_is_finite(r) ? ENCLOSED : NOT_ENCLOSED;
    mag_zero(arb_radref(x));
    arb_set_d(t, uniform(-radius, radius));
    arb_add(x, x, t, ARF_PREC_EXACT);
    true_function(t, f, x);
    if (arb_is_finite(t) && !arb_overlaps(r, t))
        out = MISS;
    arb_clear(t);
    arb_clear(r);
    arb_clear(x);
    return out;
}

#define CASE(name, f) \
    static outcome_t name(void) { return function_case(f); }
CASE(case_exp, SADDLE_EXP)
CASE(case_log, SADDLE_LOG)
CASE(case_sinh, SADDLE_SINH)
CASE(case_cosh, SADDLE_COSH)
CASE(case_tanh, SADDLE_TANH)
CASE(case_sin, SADDLE_SIN)
CASE(case_cos, SADDLE_COS)
CASE(case_asin, SADDLE_ASIN)
CASE(case_acos, SADDLE_ACOS)
CASE(case_atan, SADDLE_ATAN)
CASE(case_h, SADDLE_H)
CASE(case_phi, SADDLE_PHI)

/* ---- the count ----------------------------------------------------------- */

typedef struct
{
    const char *what;
    outcome_t (*run)(void);
    long trials;
} family_t;

static const family_t family[] =
{
    { "mills_expand", case_expand, 400 },
    { "mills_box", case_box, 400 },
    { "mills_curvature", case_curvature, 200 },
    { "normal_tail_box", case_tail_box, 300 },
    { "exp", case_exp, 250 }, { "log", case_log, 250 },
    { "sinh", case_sinh, 250 }, { "cosh", case_cosh, 250 },
    { "tanh", case_tanh, 250 }, { "sin", case_sin, 250 },
    { "cos", case_cos, 250 }, { "asin", case_asin, 250 },
    { "acos", case_acos, 250 }, { "atan", case_atan, 250 },
    { "H", case_h, 250 }, { "phi", case_phi, 250 },
};

static void
test_families(void)
{
    long total = 0, i, k;

    for (i = 0; i < (long) (sizeof family / sizeof family[0]); i++)
    {
        long count[3] = { 0 }, n = trials(family[i].trials);

        for (k = 0; k < n; k++)
            count[family[i].run()]++;
        total += n;
        printf("\n    %-20s %ld cases, %ld enclosed, %ld misses",
               family[i].what, n, count[ENCLOSED], count[MISS]);
        CU_ASSERT_EQUAL(count[MISS], 0);
        CU_ASSERT(5 * count[ENCLOSED] >= n);
    }
    printf("\n    %ld cases in all", total);
}

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "containment, function by function", test_families },
        { NULL, NULL }
    };

    return harness_run("soundness", tests);
}
