/* tests/t_rbm_sense.c -- compressed sensing with a machine as prior. */
#include "harness.h"
#include "rbm_machines.h"

#include "../runtime/rbm/sense.h"
#include "../runtime/rbm/sense_curve.h"
#include "../runtime/rbm/mean_field.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static rbm_message_t message;

static void
near(double got, double wanted, double tol, const char *what)
{
    if (!(fabs(got - wanted) <= tol))
        printf("\n    %s: got %.15g, wanted %.15g", what, got, wanted);
    CU_ASSERT(fabs(got - wanted) <= tol);
}

/* One measurement alone: R, S are chosen by F, y and Delta. */
static void
test_slab(void)
{
    /* R, S, rho, mu, s2 -> pi, x, c */
    static const double row[3][8] = {
        { 0.5, 0.1, 0.2, 0, 1, 0.1901742473, 0.0864428397, 0.0491084033 },
        { 0.1, 0.01, 0.1, 0, 1, 0.0178150621, 0.0017638675, 0.0003479159 },
        { -1.2, 0.5, 0.3, 0.4, 0.7, 0.2866523165, -0.1528812355,
          0.1417709124 },
    };
    sense_options_t o;
    int k;

    sense_options_default(&o);
    o.iterations = 1;
    o.tol = 0;
    for (k = 0; k < 3; k++)
    {
        const double *r = row[k];
        double rho = r[2], x0 = rho * r[3];
        double c0 = rho * (r[4] + r[3] * r[3]) - x0 * x0;
        double one = 1, x, c, p, y = r[0];
        /* F = 1: S = Delta + c0, R = x0 + (y - x0) */
        sense_problem_t q = { 1, 1, &one, &y, r[1] - c0, r[3], r[4] };

        CU_ASSERT(sense_run(&x, &c, &p, &q, SENSE_IID, &rho, NULL, &o) == 2);
        near(p, r[5], 1e-10, "pi");
        near(x, r[6], 1e-10, "x");
        near(c, r[7], 1e-10, "c");
    }
}

static void
toy(sense_problem_t *q, double *f, double *y, double *x0)
{
    static const double signal[8] = { 1.2, 0, 0, -0.7, 0, 0.5, 0, 0 };
    int k, i;

    for (i = 0; i < 8; i++)
        x0[i] = signal[i];
    for (k = 0; k < 6; k++)
        for (y[k] = 0, i = 0; i < 8; i++)
        {
            f[8 * k + i] = sqrt(2.0 / 8) * cos(1 + 3 * k + 2 * k * i + 0.7 * i);
            y[k] += f[8 * k + i] * x0[i];
        }
    *q = (sense_problem_t) { 8, 6, f, y, 0.05, 0, 1 };
}

static void
test_toy(void)
{
    /* t, x_0, x_3, x_5, x_6, c_0, pi_0 */
    static const double row[][7] = {
        { 1, 0.514749473, -0.3887336609, 0.0800683596, -0.347779698,
          0.3989533970, 0.5868280219 },
        { 5, 0.8263794919, -0.5482009704, 0.3831957665, -0.142756584,
          0.2872114069, 0.8365308492 },
        { 50, 1.0548617929, -0.6199669624, 0.3479295247, -0.1065741667,
          0.2182828271, 0.9433683218 },
        { 1, 0.513452185, -0.3871022468, 0.0801444466, -0.3452149659,
          0.3986140373, 0.5853490793 },
        { 5, 0.8135947852, -0.5451290083, 0.3833730983, -0.1434187004,
          0.2927263105, 0.8268713877 },
        { 50, 1.0493199706, -0.620446738, 0.3472625333, -0.1117293349,
          0.2266208968, 0.9381329087 },
        { 1, 0.5419036353, -0.3397555574, 0.0531581565, -0.2598893263,
          0.3957687068, 0.5688130698 },
        { 50, 1.0932910871, -0.5754727080, 0.3166752742, -0.0540623928,
          0.2158633367, 0.9437801800 },
    };
    static const sense_prior_t prior[] = {
        SENSE_NAIVE, SENSE_NAIVE, SENSE_NAIVE, SENSE_TAP2, SENSE_TAP2,
        SENSE_TAP2, SENSE_IID, SENSE_IID,
    };
    double f[48], y[6], x0[8], x[8], c[8], p[8], rho = 0.35;
    sense_problem_t q;
    sense_options_t o;
    rbm_t r;
    size_t k;

    toy(&q, f, y, x0);
    small_machine(&r, 3);
    sense_options_default(&o);
    o.sweeps = 3;
    o.damping = 0;
    o.tol = 0;
    for (k = 0; k < sizeof row / sizeof row[0]; k++)
    {
        o.iterations = (int) row[k][0];
        sense_run(x, c, p, &q, prior[k], &rho, &r, &o);
        near(x[0], row[k][1], 1e-9, "x_0");
        near(x[3], row[k][2], 1e-9, "x_3");
        near(x[5], row[k][3], 1e-9, "x_5");
        near(x[6], row[k][4], 1e-9, "x_6");
        near(c[0], row[k][5], 1e-9, "c_0");
        near(p[0], row[k][6], 1e-9, "pi_0");
    }
    rbm_clear(&r);
}

/* Without weights the machine is the site prior of its biases. */
static void
test_no_weights(void)
{
    double f[48], y[6], x0[8], x[8], z[8], site[8];
    sense_problem_t q;
    sense_options_t o;
    rbm_t r;
    int i;

    toy(&q, f, y, x0);
    CU_ASSERT(rbm_init(&r, 8, 3, 0, &message) == RBM_OK);
    for (i = 0; i < 8; i++)
    {
        r.a[i] = -1 + 0.2 * i;
        site[i] = 1 / (1 + exp(-r.a[i]));
    }
    sense_options_default(&o);
    o.damping = 0.3;
    o.sweeps = 60;
    sense_run(x, NULL, NULL, &q, SENSE_TAP2, NULL, &r, &o);
    sense_run(z, NULL, NULL, &q, SENSE_SITE, site, NULL, &o);
    for (i = 0; i < 8; i++)
        near(x[i], z[i], 1e-8, "x without weights");
    rbm_clear(&r);
}

/* The oracle needs the fewest measurements; threads change nothing. */
static void
test_curve(void)
{
    enum { N = 60, TRIALS = 8 };
    static const double alpha[] = { 0.15, 0.4, 0.7, 1.1 };
    double support[TRIALS * N], site[N], *error, *again, rate[5][4];
    sense_curve_t q = { 4, alpha, TRIALS, support, site, 0.2, 1e-8, 0, 1,
                        1e-4, 3, { 0 } };
    crew_t *crew = crew_new(3);
    rbm_t r;
    int i, k, p;

    error = calloc(2 * 4 * SENSE_PRIORS * TRIALS, sizeof *error);
    CU_ASSERT_FATAL(error != NULL);
    again = error + 4 * SENSE_PRIORS * TRIALS;
    sense_options_default(&q.amp);
    for (k = 0; k < TRIALS; k++)
        for (i = 0; i < N; i++)
            support[k * N + i] = (i * 7 + k * 11) % 5 == 0;
    for (i = 0; i < N; i++)
        site[i] = 0.2;
    CU_ASSERT(rbm_init(&r, N, 4, 0, &message) == RBM_OK);
    for (i = 0; i < N; i++)
        r.a[i] = log(0.25);
    CU_ASSERT(sense_curve(error, NULL, NULL, &q, &r, NULL, NULL, NULL,
                          &message) == RBM_OK);
    CU_ASSERT(sense_curve(again, NULL, NULL, &q, &r, crew, NULL, NULL,
                          &message) == RBM_OK);
    for (i = 0; i < 4 * SENSE_PRIORS * TRIALS; i++)
        CU_ASSERT(error[i] == again[i]);
    for (p = 0; p < SENSE_PRIORS; p++)
        sense_rates(rate[p], error, &q, (sense_prior_t) p);
    for (k = 0; k < 4; k++)
        CU_ASSERT(rate[SENSE_ORACLE][k] >= rate[SENSE_IID][k]);
    CU_ASSERT(rate[SENSE_IID][3] == 1 && rate[SENSE_IID][0] == 0);
    near(sense_half(rate[SENSE_ORACLE], &q),
         sense_half(rate[SENSE_ORACLE], &q), 0, "the crossing is a number");
    crew_free(crew);
    rbm_clear(&r);
    free(error);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "the slab", test_slab },
        { "reference run", test_toy },
        { "no weights", test_no_weights },
        { "success over alpha", test_curve },
        { NULL, NULL },
    };

    return harness_run("rbm: sensing", tests);
}
