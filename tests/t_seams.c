/* tests/t_seams.c -- each error term of the ball quadrature, made the largest.
 *
 * Lower-level functions take step, cut and height from the test, so that one
 * term carries the result; with all terms the closed form must be inside, with
 * that term left out it must often be missed.
 */
#include "harness.h"
#include "programs.c"

#include "../runtime/quadrature/cache.h"
#include "../runtime/quadrature/machine_real.h"
#include "../runtime/quadrature/panels.h"
#include "../runtime/quadrature/trapezoid.h"

#define PREC 128

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1000001) / 1e6;
}

/* dyadic with few bits, as the rules want their steps */
static double
dyadic(double lo, double hi)
{
    return ldexp(floor(ldexp(uniform(lo, hi), 8)), -8);
}

typedef enum { EXPONENTIAL, POWER, TAIL, COSINE, FAMILIES } family_t;

static const char *const family_text[FAMILIES] =
{
    "t x0 * exp out", "t ^4 out", "x0 t + H out", "t x0 * cos out"
};

/* E f over the whole line */
static void
closed_form(arb_t v, family_t family, const arb_t b)
{
    switch (family)
    {
        case EXPONENTIAL:
        case COSINE:
            arb_sqr(v, b, PREC);
            arb_mul_2exp_si(v, v, -1);
            if (family == COSINE)
                arb_neg(v, v);
            arb_exp(v, v, PREC);
            break;
        case POWER:
            arb_set_si(v, 3);
            break;
        default:
            arb_set_d(v, 0.5);
            arb_sqrt(v, v, PREC);
            arb_mul(v, v, b, PREC);
            real_function(v, SADDLE_H, v, PREC);
    }
}

/* int_lo^hi e^(bt) phi = e^(b^2/2) P(lo - b < Z < hi - b) */
static void
exponential_between(arb_t v, const arb_t b, const arb_t lo, const arb_t hi)
{
    arb_t x, y;

    arb_init(x);
    arb_init(y);
    arb_sub(x, lo, b, PREC);
    arb_sub(y, hi, b, PREC);
    real_mass(x, x, y, PREC);
    closed_form(v, EXPONENTIAL, b);
    arb_mul(v, v, x, PREC);
    arb_clear(y);
    arb_clear(x);
}

typedef struct
{
    ball_task_t task;
    quad_cache_t *cache;
    strip_t *strip;
} bench_t;

static void
bench_init(bench_t *b, const saddle_program_t *p, arb_srcptr env, double a,
           double reach)
{
    b->cache = quad_cache_new();
    b->task = (ball_task_t) { p->group[0], env, PREC, 1, b->cache, NULL };
    b->strip = NULL;
    if (a > 0)
    {
        b->strip = strip_new(p->group[0], env, a, 12, 0);
        CU_ASSERT_EQUAL(strip_extend(b->strip, reach, a), SADDLE_OK);
    }
}

static void
bench_clear(bench_t *b)
{
    strip_free(b->strip);
    quad_cache_free(b->cache);
}

/* misses with and without the term */
typedef struct
{
    long n, misses, misses_without;
} score_t;

static void
judge(score_t *s, const arb_t with, const arb_t without, const arb_t truth)
{
    s->n++;
    s->misses += !arb_overlaps(with, truth);
    s->misses_without += !arb_overlaps(without, truth);
}

static void
verdict(const score_t *s)
{
    CU_ASSERT_EQUAL(s->misses, 0);
    CU_ASSERT(s->misses_without * 10 >= s->n * 7);
    printf(" [%ld, %ld missed without the term]", s->n, s->misses_without);
}

static void
test_long_sides(void)
{
    score_t score = { 0, 0, 0 };
    long i;

    for (i = 0; i < trials(60); i++)
    {
        family_t family = (family_t) n_randint(rng, FAMILIES);
        double h = dyadic(1.2, 2.5), a = dyadic(0.5, 2);
        long n = (long) ceil(13 / h);
        const saddle_program_t *p = tape_program(0, family_text[family], 1, 1);
        arb_t b, with, without, truth;
        bench_t bench;

        arb_init(b);
        arb_init(with);
        arb_init(without);
        arb_init(truth);
        arb_set_d(b, dyadic(-1, 1));
        bench_init(&bench, p, b, a, h * ((double) n + 0.5));
        CU_ASSERT_EQUAL(_trapezoid(with, &bench.task, bench.strip, h, n, a,
                                   NULL, 0), SADDLE_OK);
        CU_ASSERT_EQUAL(_trapezoid(without, &bench.task, bench.strip, h, n, a,
                                   NULL, DROP_LONG_SIDES), SADDLE_OK);
        closed_form(truth, family, b);
        judge(&score, with, without, truth);
        bench_clear(&bench);
        arb_clear(truth);
        arb_clear(without);
        arb_clear(with);
        arb_clear(b);
    }
    verdict(&score);
}

static void
test_short_sides(void)
{
    score_t score = { 0, 0, 0 };
    long i;

    for (i = 0; i < trials(60); i++)
    {
        double h = dyadic(0.2, 0.4), a = 2;
        long n = 2 + (long) n_randint(rng, 8);
        const saddle_program_t *p = tape_program(0, "t x0 * exp out", 1, 1);
        arb_t b, with, without, truth, x, y;
        bench_t bench;

        arb_init(b);
        arb_init(with);
        arb_init(without);
        arb_init(truth);
        arb_init(x);
        arb_init(y);
        arb_set_d(b, dyadic(-2, 2));
        bench_init(&bench, p, b, a, h * ((double) n + 0.5));
        CU_ASSERT_EQUAL(_trapezoid_finite(with, &bench.task, bench.strip, h, n,
                                          a, NULL, 0), SADDLE_OK);
        CU_ASSERT_EQUAL(_trapezoid_finite(without, &bench.task, bench.strip, h,
                                          n, a, NULL, DROP_SHORT_SIDES),
                        SADDLE_OK);
        arb_set_d(y, h * ((double) n + 0.5));
        arb_neg(x, y);
        exponential_between(truth, b, x, y);
        judge(&score, with, without, truth);
        bench_clear(&bench);
        arb_clear(y);
        arb_clear(x);
        arb_clear(truth);
        arb_clear(without);
        arb_clear(with);
        arb_clear(b);
    }
    verdict(&score);
}

/* the tail that carries more, for a steep exponential */
static void
test_tails(void)
{
    score_t score = { 0, 0, 0 };
    long i;

    for (i = 0; i < trials(80); i++)
    {
        int left = i % 2 == 0;
        double h = 0.25, a = 2, slope = dyadic(1, 2);
        long n = 9 + (long) n_randint(rng, 10);
        const saddle_program_t *p = tape_program(0, "t x0 * exp out", 1, 1);
        arb_t b, with, without, truth;
        bench_t bench;

        arb_init(b);
        arb_init(with);
        arb_init(without);
        arb_init(truth);
        arb_set_d(b, left ? -slope : slope);
        bench_init(&bench, p, b, a, h * ((double) n + 0.5));
        CU_ASSERT_EQUAL(_trapezoid(with, &bench.task, bench.strip, h, n, a,
                                   NULL, DROP_SHORT_SIDES), SADDLE_OK);
        CU_ASSERT_EQUAL(_trapezoid(without, &bench.task, bench.strip, h, n, a,
                                   NULL, DROP_SHORT_SIDES
                                   | (left ? DROP_TAIL_LEFT
                                           : DROP_TAIL_RIGHT)), SADDLE_OK);
        closed_form(truth, EXPONENTIAL, b);
        judge(&score, with, without, truth);
        bench_clear(&bench);
        arb_clear(truth);
        arb_clear(without);
        arb_clear(with);
        arb_clear(b);
    }
    verdict(&score);
}

/* a wide parameter: the truth at a point of its ball */
static void
test_radius(void)
{
    score_t score = { 0, 0, 0 };
    long i;

    for (i = 0; i < trials(40); i++)
    {
        double h = 0.25, a = 1, point = dyadic(-1, 1);
        family_t family = i % 2 ? EXPONENTIAL : TAIL;
        const saddle_program_t *p = tape_program(0, family_text[family], 1, 1);
        arb_t b, c, with, without, truth;
        bench_t bench;

        arb_init(b);
        arb_init(c);
        arb_init(with);
        arb_init(without);
        arb_init(truth);
        arb_set_d(c, point);
        arb_set_d(b, point + uniform(-1, 1) / 1024);
        mag_set_ui_2exp_si(arb_radref(b), 1, -10);
        bench_init(&bench, p, b, a, 13);
        CU_ASSERT_EQUAL(_trapezoid(with, &bench.task, bench.strip, h, 48, a,
                                   NULL, 0), SADDLE_OK);
        CU_ASSERT_EQUAL(_trapezoid(without, &bench.task, bench.strip, h, 48, a,
                                   NULL, DROP_RADIUS), SADDLE_OK);
        closed_form(truth, family, c);
        judge(&score, with, without, truth);
        bench_clear(&bench);
        arb_clear(truth);
        arb_clear(without);
        arb_clear(with);
        arb_clear(c);
        arb_clear(b);
    }
    verdict(&score);
}

/* few nodes on one panel: e^(bt) or 1/(t^2 + b^2) dt */
static void
test_panel(void)
{
    score_t score = { 0, 0, 0 };
    long i, poles = 0;

    for (i = 0; i < trials(120); i++)
    {
        int pole = i % 2;
        const char *text = pole ? "1 t t * x0 ^2 + / out" : "t x0 * exp out";
        const saddle_program_t *p = tape_program(0, text, 1, 0);
        double r = dyadic(0.5, 2), b = dyadic(0.5, 3);
        int rho = n_randint(rng, 2) ? 2 : 4, ok;
        long n = 2 * (1 + (long) n_randint(rng, 3));
        arb_t env, with, without, truth, x;
        arf_t centre, radius;
        plan_t *plan = malloc(sizeof *plan);
        bench_t bench;

        arb_init(env);
        arb_init(with);
        arb_init(without);
        arb_init(truth);
        arb_init(x);
        arf_init(centre);
        arf_init(radius);
        arb_set_d(env, b);
        arf_set_d(radius, r);
        bench_init(&bench, p, env, 0, 0);
        plan_init(plan, &bench.task, NULL);
        ok = _panel_add(plan, centre, radius, rho, n);
        if (pole && b <= r * (rho - 1.0 / rho) / 2)
        {
            CU_ASSERT_EQUAL(ok, 0);
            poles++;
        }
        if (ok)
        {
            CU_ASSERT_EQUAL(plan_run(with, plan, 0), SADDLE_OK);
            CU_ASSERT_EQUAL(plan_run(without, plan, DROP_PANEL), SADDLE_OK);
            if (pole)
            {
                arb_set_d(x, r);
                arb_div(x, x, env, PREC);
                arb_atan(truth, x, PREC);
            }
            else
            {
                arb_set_d(x, r);
                arb_mul(x, x, env, PREC);
                arb_sinh(truth, x, PREC);
            }
            arb_mul_2exp_si(truth, truth, 1);
            arb_div(truth, truth, env, PREC);
            judge(&score, with, without, truth);
        }
        plan_clear(plan);
        free(plan);
        bench_clear(&bench);
        arf_clear(radius);
        arf_clear(centre);
        arb_clear(x);
        arb_clear(truth);
        arb_clear(without);
        arb_clear(with);
        arb_clear(env);
    }
    CU_ASSERT(poles > 0);
    verdict(&score);
}

/* P(t < c) by a step at a wide break, P(t > c) by a wide end */
static void
test_gap(void)
{
    static const char *const text[] =
    {
        "x0 t - 1 0 select out x0 break", "1 t 0 * + out x0 hi"
    };
    score_t score = { 0, 0, 0 };
    long i;

    for (i = 0; i < trials(40); i++)
    {
        const saddle_program_t *p = tape_program(0, text[i % 2], 1, 1);
        double point = dyadic(-1, 1);
        arb_t b, c, with, without, truth;
        sizes_t sizes;
        bench_t bench;

        arb_init(b);
        arb_init(c);
        arb_init(with);
        arb_init(without);
        arb_init(truth);
        arb_set_d(c, point);
        arb_set_d(b, point + uniform(-1, 1) / 256);
        mag_set_ui_2exp_si(arb_radref(b), 1, -8);
        bench_init(&bench, p, b, 0, 0);
        CU_ASSERT_EQUAL(sizes_approx(&sizes, &bench.task, -10, 0.5, 50),
                        SADDLE_OK);
        CU_ASSERT_EQUAL(_panels_cut(with, &bench.task, 14, &sizes, 0),
                        SADDLE_OK);
        CU_ASSERT_EQUAL(_panels_cut(without, &bench.task, 14, &sizes,
                                    DROP_GAP), SADDLE_OK);
        arb_neg(truth, c);
        real_function(truth, SADDLE_H, truth, PREC);
        judge(&score, with, without, truth);
        sizes_clear(&sizes);
        bench_clear(&bench);
        arb_clear(truth);
        arb_clear(without);
        arb_clear(with);
        arb_clear(c);
        arb_clear(b);
    }
    verdict(&score);
}

/* a half line cut short: int_0^inf e^(bt) phi, int_0^inf e^(-bt) dt */
static void
test_half_line_tail(void)
{
    score_t score = { 0, 0, 0 };
    long i;

    for (i = 0; i < trials(40); i++)
    {
        int gauss = i % 2;
        const saddle_program_t *p = tape_program(0, gauss
                                                 ? "t x0 * exp out 0 lo"
                                                 : "t x0 * neg exp out 0 lo",
                                                 1, gauss);
        double cut = dyadic(3, 5);
        arb_t b, side, with, without, truth;
        sizes_t sizes;
        bench_t bench;

        arb_init(b);
        arb_init(side);
        arb_init(with);
        arb_init(without);
        arb_init(truth);
        arb_set_d(b, dyadic(0.5, 2));
        bench_init(&bench, p, b, 0, 0);
        CU_ASSERT_EQUAL(sizes_approx(&sizes, &bench.task, 0.1, 4, 50),
                        SADDLE_OK);
        CU_ASSERT_EQUAL(_panels_cut(with, &bench.task, cut, &sizes, 0),
                        SADDLE_OK);
        CU_ASSERT_EQUAL(_panels_cut(without, &bench.task, cut, &sizes,
                                    DROP_TAIL_RIGHT), SADDLE_OK);
        if (gauss)
        {
            arb_neg(side, b);
            real_function(side, SADDLE_H, side, PREC);
            closed_form(truth, EXPONENTIAL, b);
            arb_mul(truth, truth, side, PREC);
        }
        else
            arb_inv(truth, b, PREC);
        judge(&score, with, without, truth);
        sizes_clear(&sizes);
        bench_clear(&bench);
        arb_clear(truth);
        arb_clear(without);
        arb_clear(with);
        arb_clear(side);
        arb_clear(b);
    }
    verdict(&score);
}

/* ---- poles and branch points --------------------------------------------- */

/* A strip never reaches a singularity; what lies below it, it may. */
static void
test_strips_see_singularities(void)
{
    static const struct { const char *text; double times, least; } known[] =
    {
        { "1 t t * x0 ^2 + / out", 1, 0.8 },          /* +-i b             */
        { "t t * x0 ^2 + log out", 1, 0.8 },
        { "t t * x0 ^2 + sqrt out", 1, 0.8 },
        { "t x0 / atan out", 1, 0.7 },
        { "t x0 / tanh out", M_PI / 2, 0.8 },         /* i pi b/2          */
        { "t x0 / cosh log out", M_PI / 2, 0.8 },
        { "t x0 / exp 1 + log out", M_PI, 0.8 },
        /* zeros of H at -1.9160 +- 2.8164 i; H(0) on the left side        */
        { "t x0 / H log out", 2.8163595, 0.8 },
        { "t x0 / phi t x0 / H / out", 2.8163595, 0.8 },
        { "t x0 / cos 2 + log out", 1.3169579, 0.7 },
        { "1 t x0 / cos 2 + / out", 1.3169579, 0.7 },
        { "t x0 / 3 / asin out", 0, 0 }               /* real line: none   */
    };
    long i;
    int k;

    for (i = 0; i < trials(4); i++)
        for (k = 0; k < COUNT(known); k++)
        {
            const saddle_program_t *p = tape_program(0, known[k].text, 1, 1);
            double b = dyadic(0.3, 1.5), at = known[k].times * b;
            arb_t env;
            strip_t *s;

            arb_init(env);
            arb_set_d(env, b);
            s = strip_new(p->group[0], env, 6, 24, 0);
            if (strip_extend(s, 5, 1.0 / 64) == SADDLE_OK)
            {
                CU_ASSERT(s->a < at);
                if (s->a < known[k].least * at)
                    printf("\n%s: only %g of %g", known[k].text, s->a, at);
            }
            else
                CU_ASSERT_EQUAL(known[k].least, 0);
            strip_free(s);
            arb_clear(env);
        }
}

static void
test_rectangle_must_be_proved(void)
{
    const saddle_program_t *p = tape_program(0, "1 t t * 1 + / out", 0, 1);
    arb_t out;
    bench_t bench;

    arb_init(out);
    bench_init(&bench, p, NULL, 0.5, 8);
    CU_ASSERT_EQUAL(_trapezoid(out, &bench.task, bench.strip, 0.25, 30, 1,
                               NULL, 0), SADDLE_UNPROVED);
    CU_ASSERT_EQUAL(_trapezoid(out, &bench.task, bench.strip, 0.25, 60, 0.5,
                               NULL, 0), SADDLE_UNPROVED);
    CU_ASSERT_EQUAL(_trapezoid(out, &bench.task, bench.strip, 0.25, 30, 0.5,
                               NULL, 0), SADDLE_OK);
    bench_clear(&bench);
    arb_clear(out);
}

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "long sides of the rectangle", test_long_sides },
        { "short sides of the rectangle", test_short_sides },
        { "tails of the line", test_tails },
        { "width and rounding at the nodes", test_radius },
        { "ellipse of a panel", test_panel },
        { "gaps at wide breaks and ends", test_gap },
        { "tail of a half line", test_half_line_tail },
        { "strips see singularities", test_strips_see_singularities },
        { "the rectangle must be proved", test_rectangle_must_be_proved },
        { NULL, NULL }
    };

    return harness_run("quadrature: seams", tests);
}
