/* tests/t_lanes.c -- functions at equally spaced nodes against themselves.
 *
 * Every value that a lane prepares is compared with the function at an env
 * drawn from the balls and the exact node, at a higher precision.
 */
#include "harness.h"
#include "programs.c"

#include "../runtime/quadrature/balls.h"
#include "../runtime/quadrature/lanes.h"

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1000001) / 1e6;
}

/* ---- expansions of H ----------------------------------------------------- */

static void
test_tail_expansions(void)
{
    long i, n = trials(300), bad = 0, bad_without = 0, cases = 0, poor = 0;
    arb_t u, delta, x, plus, minus, truth;

    arb_init(u);
    arb_init(delta);
    arb_init(x);
    arb_init(plus);
    arb_init(minus);
    arb_init(truth);
    for (i = 0; i < n; i++)
    {
        slong prec = 40 + (slong) n_randint(rng, i % 10 == 0 ? 3000 : 300);
        int k = 1 + (int) n_randint(rng, 8), few = n_randint(rng, 2), j;
        lane_tail_t e;

        arb_set_d(u, n_randint(rng, 20) == 0 ? 0 : uniform(-30, 30));
        arb_set_d(delta, uniform(-1, 1) * ldexp(1, -(int) n_randint(rng, 9)));
        if (arb_is_zero(delta))
            continue;
        /* few terms: what is left out carries the result */
        if (few)
            _lane_tail_init(&e, arb_midref(u), arb_midref(delta),
                            4 + (long) n_randint(rng, 20), prec, 0);
        else if (!lane_tail_init(&e, arb_midref(u), arb_midref(delta), prec))
            continue;
        for (j = 0; j < 4; j++)
        {
            ulong at = n_randint(rng, 1UL << k);

            lane_tail_at(plus, minus, &e, at, k);
            arb_mul_ui(x, delta, at, ARF_PREC_EXACT);
            arb_mul_2exp_si(x, x, -k);
            arb_add(x, x, u, ARF_PREC_EXACT);
            real_function(truth, SADDLE_H, x, 2 * prec + 200);
            bad += !arb_overlaps(plus, truth);
            poor += !few && arb_rel_accuracy_bits(plus) < prec;
            arb_mul_2exp_si(truth, u, 1);
            arb_sub(x, truth, x, ARF_PREC_EXACT);
            real_function(truth, SADDLE_H, x, 2 * prec + 200);
            bad += !arb_overlaps(minus, truth);
            cases += 2;
        }
        lane_tail_clear(&e);
        if (!few)
            continue;
        _lane_tail_init(&e, arb_midref(u), arb_midref(delta), 4, prec, 1);
        lane_tail_at(plus, minus, &e, (1UL << k) - 1, k);
        arb_mul_ui(x, delta, (1UL << k) - 1, ARF_PREC_EXACT);
        arb_mul_2exp_si(x, x, -k);
        arb_add(x, x, u, ARF_PREC_EXACT);
        real_function(truth, SADDLE_H, x, 2 * prec + 200);
        bad_without += !arb_overlaps(plus, truth);
        lane_tail_clear(&e);
    }
    printf(" [%ld cases, %ld missed when the rest is forgotten]", cases,
           bad_without);
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT_EQUAL(poor, 0);
    CU_ASSERT(bad_without * 8 > n);
    arb_clear(truth);
    arb_clear(minus);
    arb_clear(plus);
    arb_clear(x);
    arb_clear(delta);
    arb_clear(u);
}

/* ---- whole lanes --------------------------------------------------------- */

/* one function of one polynomial; the coefficients are balls through x0, x1 */
static const char *const family[] =
{
    "t x0 * x1 + exp out", "t x0 * x1 + ^2 neg exp out",
    "t x0 * 3/4 - t * x1 + neg exp out", "t x0 * x1 - cosh out",
    "x1 t x0 * - sinh out", "t x1 * tanh out", "t x0 * x1 + tanh out",
    "x0 t x1 * - phi out", "t x0 / x1 + H out", "x1 t x0 * - H out",
    "t x1 * 5/3 * H out", "t x0 * x1 + ^2 1/2 * exp out",
    "t x0 * x1 - H log out", "t x1 * phi t x1 * H / out"
};

/* a ball around a double, exact or of random width, and a point of it */
static void
random_ball(arb_t ball, arb_t point, double lo, double hi)
{
    arb_t shift;

    arb_init(shift);
    arb_set_d(ball, uniform(lo, hi));
    arb_set(point, ball);
    if (n_randint(rng, 3) > 0)
    {
        int width = 4 + (int) n_randint(rng, 120);

        mag_set_ui_2exp_si(arb_radref(ball), 1, -width);
        arb_set_d(shift, uniform(-1, 1));
        arb_mul_2exp_si(shift, shift, -width);
        arb_add(point, point, shift, ARF_PREC_EXACT);
    }
    arb_clear(shift);
}

static long compared, filled, offered;

static void
check_block(const char *text)
{
    const saddle_program_t *p = tape_program(0, text, 2, 1);
    const saddle_group_t *g = p->group[0];
    int n = 1 + (int) n_randint(rng, LANE_BLOCK), j, k, r;
    long first = (long) n_randint(rng, 300);
    double step = uniform(0.5, 1) * ldexp(1, -2 - (int) n_randint(rng, 7))
                  * (n_randint(rng, 2) ? 1 : -1);
    slong prec = 48 + (slong) n_randint(rng, 400);
    arb_ptr env = _arb_vec_init(2), point = _arb_vec_init(2);
    real_machine_t m, truth;
    lanes_t lanes;

    random_ball(env, point, -3, 3);
    random_ball(env + 1, point + 1, 0.1, 4);
    real_machine_init(&m, g->ball->n_registers);
    real_machine_init(&truth, g->ball->n_registers);
    lanes_init(&lanes);
    real_machine_set(&m, env, 2, prec);
    real_machine_set(&truth, point, 2, 2 * prec + 400);
    g->ball->constants(&truth.base);
    lanes_record(&lanes, g, &m);
    lanes_fill(&lanes, step, first, n, &m);
    for (k = 0; k < lanes.n; k++)
        filled += lanes.lane[k].filled;
    offered += lanes.n;
    r = g->ball->outputs[0];
    m.lanes = &lanes;
    for (j = 0; j < 8; j++)
    {
        int at = (int) n_randint(rng, (ulong) n);
        int misses;

        arb_set_d(m.r + 2, step);
        arb_mul_si(m.r + 2, m.r + 2, first + at, ARF_PREC_EXACT);
        arb_set(truth.r + 2, m.r + 2);
        lanes.at = at;
        lanes.call = 0;
        g->ball->integrand(&m.base);
        g->ball->integrand(&truth.base);
        misses = !arb_overlaps(m.r + r, truth.r + r);
        compared++;
        CU_ASSERT(!misses);
        if (misses)
            printf("\n%s: block at %ld of %d by %a, node %d\n", text, first,
                   n, step, at);
    }
    m.lanes = NULL;
    lanes_clear(&lanes);
    real_machine_clear(&truth);
    real_machine_clear(&m);
    _arb_vec_clear(point, 2);
    _arb_vec_clear(env, 2);
}

static void
test_lanes(void)
{
    long i, n = trials(1500);

    for (i = 0; i < n; i++)
        check_block(family[n_randint(rng, COUNT(family))]);
    printf(" [%ld cases, %ld of %ld lanes filled]", compared, filled,
           offered);
    CU_ASSERT(offered > n);
    CU_ASSERT(filled * 10 > offered * 6);
}

/* Neighbours must not cost digits. */
static void
test_lanes_are_sharp(void)
{
    long i, n = trials(200), bits, worst = 1000;

    for (i = 0; i < n; i++)
    {
        const saddle_program_t *p
            = tape_program(0, family[n_randint(rng, 11)], 2, 1);
        const saddle_group_t *g = p->group[0];
        arb_ptr env = _arb_vec_init(2);
        real_machine_t m;
        lanes_t lanes;
        int k;

        arb_set_d(env, uniform(0.3, 2));
        arb_set_d(env + 1, uniform(0.3, 2));
        real_machine_init(&m, g->ball->n_registers);
        lanes_init(&lanes);
        real_machine_set(&m, env, 2, 256);
        lanes_record(&lanes, g, &m);
        lanes_fill(&lanes, ldexp(uniform(0.5, 1), -6),
                   (long) n_randint(rng, 300), 64, &m);
        CU_ASSERT(lanes.n == 1 && lanes.lane[0].filled);
        for (k = 0; k < 64 && lanes.lane[0].filled; k++)
        {
            bits = arb_rel_accuracy_bits(lanes.lane[0].value + k);
            worst = bits < worst ? bits : worst;
        }
        lanes_clear(&lanes);
        real_machine_clear(&m);
        _arb_vec_clear(env, 2);
    }
    printf(" [at least %ld of 256 bits]", worst);
    CU_ASSERT(worst >= 240);
}

int
main(void)
{
    static const harness_test_t tests[] =
    {
        { "expansions of H", test_tail_expansions },
        { "lanes hold the values at the nodes", test_lanes },
        { "lanes are sharp", test_lanes_are_sharp },
        { NULL, NULL }
    };

    return harness_run("quadrature: lanes", tests);
}
