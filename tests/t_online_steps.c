/* tests/t_online_steps.c -- gradient descent: vectors, inputs, steps. */
#include "../runtime/crew.h"
#include "../runtime/ode/descent.h"
#include "../runtime/ode/gram.h"
#include "flow_committee.h"
#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
near(double x, double wanted, double tol, const char *what)
{
    if (!(fabs(x - wanted) <= tol))
        printf("\n%s: %.12g, not %.12g +- %.2g", what, x, wanted, tol);
    CU_ASSERT(fabs(x - wanted) <= tol);
}

/* ---- Gram matrices ------------------------------------------------------- */

static void
test_gram(void)
{
    double good[9] = { 1, .5, .2, .5, 2, .1, .2, .1, 1 }, a[9], sum;
    double flat[4] = { 1, 1, 1, 1 }, bad[4] = { 1, 2, 2, 1 };
    int i, j, k;

    CU_ASSERT(gram_factor(a, good, 3, 1e-9));
    for (i = 0; i < 3; i++)
        for (j = 0; j < 3; j++)
        {
            for (sum = 0, k = 0; k < 3; k++)
                sum += a[i * 3 + k] * a[j * 3 + k];
            near(sum, good[i * 3 + j], 1e-13, "A A^T");
        }
    CU_ASSERT(gram_factor(a, flat, 2, 1e-9));   /* equal vectors */
    near(gram_least(flat, 2), 0, 1e-14, "least eigenvalue");
    CU_ASSERT(!gram_factor(a, bad, 2, 1e-9));
    near(gram_least(bad, 2), -1, 1e-14, "least eigenvalue");
    bad[0] = NAN;
    CU_ASSERT(isnan(gram_least(bad, 2)));
}

/* ---- normal numbers ------------------------------------------------------ */

static void
test_ziggurat(void)
{
    enum { N = 100000 };
    long runs = trials(20), turn;
    double *x = malloc(N * sizeof *x), n = (double) runs * N, power[9] = { 0 };
    double edge[] = { -3.8, -3, -2, -1, -.3, 0, .3, 1, 2, 3, 3.8 };
    static const double moment[] = { 1, 0, 1, 0, 3, 0, 15, 0, 105 };
    static const double spread[] = { 0, 1, 2, 15, 96, 945, 10170, 135135,
                                     2027025 };
    double above[11] = { 0 };
    size_t i, k;

    for (turn = 0; turn < runs; turn++)
    {
        random_ziggurat(x, N, random_stream(5, 6), (uint64_t) turn, 3);
        for (i = 0; i < N; i++)
        {
            double p = 1;

            for (k = 1; k < 9; k++)
                power[k] += p *= x[i];
            for (k = 0; k < 11; k++)
                above[k] += x[i] > edge[k];
        }
    }
    for (k = 1; k < 9; k++)
        near((power[k] / n - moment[k]) / sqrt(spread[k] / n), 0, 5,
             "moment of a normal number");
    for (k = 0; k < 11; k++)
    {
        double p = erfc(edge[k] / M_SQRT2) / 2;

        near((above[k] - n * p) / sqrt(n * p * (1 - p)), 0, 5,
             "distribution of a normal number");
    }
    free(x);
}

/* ---- the algorithm ------------------------------------------------------- */

static void
test_descent_start(void)
{
    double time[2] = { 0, 0.01 }, one[32], two[32];
    committee_t s;
    saddle_flow_t f;
    descent_t d = { &f, COMMITTEE_THETA(&s), 100, 2, time, NULL, NULL };
    const char *why;
    int k;

    committee_b(&s);
    committee_flow(&f, &s);
    CU_ASSERT(descent_run(one, &d, random_stream(1, 1), &why) == SADDLE_OK);
    for (k = 0; k < 12; k++)
        near(one[1 + k], s.start[k], 1e-12, "overlaps of the start");
    /* one step more changes something, the same stream nothing */
    CU_ASSERT(fabs(one[14] - one[1]) > 1e-6);
    CU_ASSERT(descent_run(two, &d, random_stream(1, 1), &why) == SADDLE_OK);
    CU_ASSERT(memcmp(one, two, 26 * sizeof *one) == 0);
    s.start[6] = 0.001;
    CU_ASSERT(descent_run(two, &d, random_stream(1, 1), &why)
              == SADDLE_DOMAIN);
}

/* Observing after every step ends every block there: the same steps alone. */
static void
test_blocks(void)
{
    enum { N = 40, STEPS = 30, WIDTH = 13 };
    double time[STEPS + 1], out[(STEPS + 1) * WIDTH], last[WIDTH];
    committee_t s;
    saddle_flow_t f;
    descent_t d = { &f, COMMITTEE_THETA(&s), N, STEPS + 1, time, NULL, NULL };
    const char *why;
    int k;

    committee_b(&s);
    committee_flow(&f, &s);
    for (k = 0; k <= STEPS; k++)
        time[k] = k / (double) N;
    CU_ASSERT(descent_run(out, &d, random_stream(3, 3), &why) == SADDLE_OK);
    d.n_times = 1;
    d.time = time + STEPS;
    CU_ASSERT(descent_run(last, &d, random_stream(3, 3), &why) == SADDLE_OK);
    for (k = 0; k < WIDTH; k++)
        near(last[k], out[STEPS * WIDTH + k], 1e-12,
             "steps in blocks and alone");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "matrices of overlaps", test_gram },
        { "normal numbers", test_ziggurat },
        { "gradient descent from exact overlaps", test_descent_start },
        { "steps in blocks", test_blocks },
        { NULL, NULL },
    };

    crew_quiet_blas();
    return harness_run("steps of gradient descent", tests);
}
