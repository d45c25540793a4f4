/* tests/t_containment.c -- masses, lanes, integrals hold the truth. */
#include "harness.h"
#include "programs.c"

#include "../runtime/quadrature/evaluate.h"
#include "../runtime/quadrature/lanes.h"

#include <arb_hypgeom.h>
#include <math.h>

#define TRUTH 400

typedef enum { MISS, NOT_ENCLOSED, ENCLOSED } outcome_t;

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1UL << 40) * 0x1p-40;
}

/* A ball around a random point, and a point of it. */
static void
draw(arb_t ball, arb_t point, double lo, double hi, double radius)
{
    double at = uniform(lo, hi);

    arb_set_d(ball, at);
    mag_set_d(arb_radref(ball), radius);
    arb_set_d(point, uniform(-radius, radius));
    arb_add(point, point, ball, ARF_PREC_EXACT);
    mag_zero(arb_radref(point));
}

static void
true_tail(arb_t r, const arb_t x)
{
    arb_t c;

    arb_init(c);
    arb_set_ui(c, 2);
    arb_rsqrt(c, c, TRUTH);
    arb_mul(c, c, x, TRUTH);
    arb_hypgeom_erfc(r, c, TRUTH);
    arb_mul_2exp_si(r, r, -1);
    arb_clear(c);
}

static outcome_t
verdict(const arb_t ball, const arb_t truth)
{
    return !arb_overlaps(ball, truth) ? MISS
           : arb_is_finite(ball)      ? ENCLOSED
                                      : NOT_ENCLOSED;
}

/* ---- P(a < Z < b) ------------------------------------------------------------ */

static outcome_t
case_mass(void)
{
    double width = exp2(-uniform(-3, 40)), radius = exp2(-uniform(1, 80));
    arb_t a, b, x, y, r, t;
    outcome_t out;

    arb_init(a);
    arb_init(b);
    arb_init(x);
    arb_init(y);
    arb_init(r);
    arb_init(t);
    draw(a, x, -12, 12, radius);
    arb_set_d(t, width);
    arb_add(b, a, t, ARF_PREC_EXACT);
    arb_add(y, x, t, ARF_PREC_EXACT);
    real_mass(r, a, b, 20 + (slong) n_randint(rng, 120));
    true_tail(x, x);
    true_tail(y, y);
    arb_sub(t, x, y, TRUTH);
    out = verdict(r, t);
    arb_clear(t);
    arb_clear(r);
    arb_clear(y);
    arb_clear(x);
    arb_clear(b);
    arb_clear(a);
    return out;
}

/* ---- lanes --------------------------------------------------------------------- */

static outcome_t
case_chain(void)
{
    enum { NODES = 60 };
    int k = (int) n_randint(rng, NODES), degree = 1 + (int) n_randint(rng, 2);
    double step = exp2(-uniform(1, 6)) * (n_randint(rng, 2) ? 1 : -1);
    long first = (long) n_randint(rng, 100);
    slong prec = 20 + (slong) n_randint(rng, 200);
    arb_ptr c = _arb_vec_init(3), value = _arb_vec_init(NODES);
    outcome_t out;
    arb_t t, p;

    arb_init(t);
    arb_init(p);
    for (int i = 0; i <= degree; i++)
        arb_set_d(c + i, uniform(-2, 2));
    lane_chain(value, NODES, c, degree, 1, step, first, prec);
    arb_set_d(t, step);
    arb_mul_si(t, t, first + k, ARF_PREC_EXACT);
    for (int i = degree; i >= 0; i--)
    {
        arb_mul(p, p, t, TRUTH);
        arb_add(p, p, c + i, TRUTH);
    }
    arb_exp(p, p, TRUTH);
    out = verdict(value + k, p);
    arb_clear(p);
    arb_clear(t);
    _arb_vec_clear(value, NODES);
    _arb_vec_clear(c, 3);
    return out;
}

static outcome_t
case_lane_tail(void)
{
    int k = 1 + (int) n_randint(rng, 7);
    ulong j = n_randint(rng, 1UL << k);
    slong prec = 40 + (slong) n_randint(rng, 300);
    outcome_t out = NOT_ENCLOSED;
    arb_t u, delta, plus, minus, x;
    lane_tail_t l;

    arb_init(u);
    arb_init(delta);
    arb_init(plus);
    arb_init(minus);
    arb_init(x);
    arb_set_d(u, uniform(-6, 12));
    arb_set_d(delta, exp2(-uniform(0, 4)));
    if (lane_tail_init(&l, arb_midref(u), arb_midref(delta), prec))
    {
        lane_tail_at(plus, minus, &l, j, k);
        arb_mul_ui(x, delta, j, ARF_PREC_EXACT);
        arb_mul_2exp_si(x, x, -k);
        arb_sub(delta, u, x, ARF_PREC_EXACT);
        arb_add(u, u, x, ARF_PREC_EXACT);
        true_tail(x, u);
        out = verdict(plus, x);
        true_tail(x, delta);
        if (verdict(minus, x) == MISS)
            out = MISS;
        lane_tail_clear(&l);
    }
    arb_clear(x);
    arb_clear(minus);
    arb_clear(plus);
    arb_clear(delta);
    arb_clear(u);
    return out;
}

/* ---- integrals -------------------------------------------------------------------- */

/* Means over a normal variable that are known: E exp(at + b), E cos(at),
   E H(a + bt), E t^2 phi(at). */
static void
true_mean(arb_t r, int which, const arb_t a, const arb_t b)
{
    arb_t s, t;

    arb_init(s);
    arb_init(t);
    arb_sqr(s, a, TRUTH);
    if (which == 0)
    {
        arb_mul_2exp_si(s, s, -1);
        arb_add(s, s, b, TRUTH);
        arb_exp(r, s, TRUTH);
    }
    else if (which == 1)
    {
        arb_mul_2exp_si(s, s, -1);
        arb_neg(s, s);
        arb_exp(r, s, TRUTH);
    }
    else if (which == 2)
    {
        arb_sqr(s, b, TRUTH);
        arb_add_ui(s, s, 1, TRUTH);
        arb_rsqrt(s, s, TRUTH);
        arb_mul(s, s, a, TRUTH);
        true_tail(r, s);
    }
    else
    {
        /* (1 + a^2)^(-3/2)/sqrt(2 pi) */
        arb_add_ui(s, s, 1, TRUTH);
        arb_rsqrt(s, s, TRUTH);
        arb_pow_ui(r, s, 3, TRUTH);
        arb_const_pi(t, TRUTH);
        arb_mul_2exp_si(t, t, 1);
        arb_rsqrt(t, t, TRUTH);
        arb_mul(r, r, t, TRUTH);
    }
    arb_clear(t);
    arb_clear(s);
}

static outcome_t
mean_case(int wide)
{
    static const char *const text[] = {
        "x0 t * x1 + exp out", "x0 t * cos out", "x0 x1 t * + H out",
        "t ^2 x0 t * phi * out"
    };
    int which = (int) n_randint(rng, 4);
    double radius = wide ? uniform(0, 0.3) : exp2(-uniform(12, 80));
    const saddle_program_t *p = tape_program(0, text[which], 2, 1);
    arb_ptr env = _arb_vec_init(2), at = _arb_vec_init(2);
    outcome_t out;
    arb_t r, t;

    arb_init(r);
    arb_init(t);
    draw(env, at, -1.5, 1.5, radius);
    draw(env + 1, at + 1, -1.5, 1.5, radius);
    if (wide)
        quad_ranges(r, p, env, NULL, NULL);
    else
        quad_ball(r, p, env, 20 + (slong) n_randint(rng, 100), 1, NULL, NULL);
    true_mean(t, which, at, at + 1);
    out = verdict(r, t);
    arb_clear(t);
    arb_clear(r);
    _arb_vec_clear(at, 2);
    _arb_vec_clear(env, 2);
    return out;
}

static outcome_t
case_quad_ball(void)
{
    return mean_case(0);
}

static outcome_t
case_quad_ranges(void)
{
    return mean_case(1);
}

/* ---- the count ---------------------------------------------------------------------- */

typedef struct
{
    const char *what;
    outcome_t (*run)(void);
    long trials;
} family_t;

static const family_t family[] =
{
    { "mass", case_mass, 300 },
    { "lane_chain", case_chain, 200 },
    { "lane_tail", case_lane_tail, 150 },
    { "quad_ball", case_quad_ball, 120 },
    { "quad_ranges", case_quad_ranges, 120 },
};

static void
test_families(void)
{
    long i, k;

    for (i = 0; i < (long) (sizeof family / sizeof family[0]); i++)
    {
        long count[3] = { 0 }, n = trials(family[i].trials);

        for (k = 0; k < n; k++)
            count[family[i].run()]++;
        printf("\n    %-20s %ld cases, %ld enclosed, %ld misses",
               family[i].what, n, count[ENCLOSED], count[MISS]);
        CU_ASSERT_EQUAL(count[MISS], 0);
        CU_ASSERT(5 * count[ENCLOSED] >= n);
    }
}

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "containment, rule by rule", test_families },
        { NULL, NULL }
    };

    return harness_run("containment", tests);
}
