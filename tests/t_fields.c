/* tests/t_fields.c -- averages over a field inside an integral over labels
 * inside an average, in doubles.
 *
 * The expected values are of another program: sums over a grid of labels, with
 * dZ/d omega from the derivative of the normal weight.
 */
#include "harness.h"
#include "loaded_model.h"

#include "../runtime/quadrature/doubles.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct
{
    const char *labels;
    int has_rows;       /* the integrand reads the label alone             */
    double q_hat;       /* alpha = 1, q = 0.3                              */
} known[] = {
    { "labels y ~ poisson(exp(z))", 1, 0.63164044962215 },
    { "noise n ~ normal(0, 1/4)\nlabels y = z^2 + n", 1, 0.429836842230133 },
    { "labels y ~ normal(0, 1/4 + z^2)", 1, 0.12638568948687 },
    { "noise n ~ normal(0, 1/10)\nlabels y = tanh(z) + n", 1,
      0.966219943754371 },
    { "noise n ~ normal(0, 1/5)\nlabels y = log(1 + exp(z)) + n", 1,
      0.642690385534518 },
    { "noise n ~ normal(0, 1/5)\nlabels y = cos(2*z) + n", 1,
      0.172030228893457 },
    { "labels y ~ normal(0, exp(z))", 1, 0.291406463750148 },
    { "labels y ~ normal(z, 1/4 + z^2/2)", 1, 0.711335649233368 }
};

static int
field_of(const saddle_group_t *g, int *n_reads)
{
    int found = g->field != NULL;

    if (found)
        *n_reads = g->n_reads;
    for (int i = 0; i < g->n_inner; i++)
        found |= field_of(g->inner[i], n_reads);
    return found;
}

static void
test_known(void)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    {
        double env[8] = { 0 }, value = 0;
        int n_reads = -1;
        loaded_model_t l;
        char text[512];

        snprintf(text, sizeof text, "model m\nparameter alpha > 0\n"
                 "samples alpha\nteacher w ~ normal(0, 1)\n%s\n"
                 "learner bayes\nend\n", known[i].labels);
        if (loaded_open(&l, text))
        {
            const saddle_program_t *map = l.model->system[0]->map[1];

            env[0] = 0.3;
            loaded_set(&l, env, "alpha", 1);
            CU_ASSERT(field_of(map->group[0], &n_reads));
            CU_ASSERT_EQUAL(n_reads, known[i].has_rows);
            CU_ASSERT_EQUAL(quad_approx(map, env, 1e-13, &value, NULL),
                            SADDLE_OK);
            if (!(fabs(value - known[i].q_hat) < 1e-11))
                printf("\n%s  q_hat %.15g\n", known[i].labels, value);
            CU_ASSERT(fabs(value - known[i].q_hat) < 1e-11);
        }
        loaded_close(&l);
    }
}

/* A narrow field, as q tends to 1; the terms of large means begin late. */
static void
test_narrow(void)
{
    double env[8] = { 0 }, value = 0;
    loaded_model_t l;

    if (loaded_open(&l, "model m\nparameter alpha > 0\nsamples alpha\n"
                        "teacher w ~ normal(0, 1)\n"
                        "labels y ~ poisson(exp(z))\nlearner bayes\nend\n"))
    {
        const saddle_program_t *map = l.model->system[0]->map[1];

        loaded_set(&l, env, "alpha", 1);
        env[0] = 1 - 1e-6;
        CU_ASSERT_EQUAL(quad_approx(map, env, 1e-9, &value, NULL), SADDLE_OK);
        if (!(fabs(value - 1.64871388173771) < 2e-9))
            printf("\n%.15g\n", value);
        CU_ASSERT(fabs(value - 1.64871388173771) < 2e-9);
    }
    loaded_close(&l);
}

/* The Jacobian against differences of the residual, where the field's mean is
   almost 0: what is odd in it is rounding, and costs no more for that. */
static void
test_jacobian(void)
{
    double env[8] = { 0 }, low[2], high[2], both[6];
    loaded_model_t l;

    if (loaded_open(&l, "model m\nparameter alpha > 0\nsamples alpha\n"
                        "teacher w ~ rademacher\nnoise n ~ normal(0, 1/4)\n"
                        "labels y = z^2 + n\nlearner bayes\nend\n"))
    {
        const saddle_system_t *system = l.model->system[0];

        loaded_set(&l, env, "alpha", 1);
        env[1] = 0.4;
        env[0] = 0.3 - 1e-4;
        quad_approx(system->residual, env, 1e-13, low, NULL);
        env[0] = 0.3 + 1e-4;
        quad_approx(system->residual, env, 1e-13, high, NULL);
        env[0] = 0.3;
        CU_ASSERT_EQUAL(quad_approx(system->jacobian, env, 1e-9, both, NULL),
                        SADDLE_OK);
        if (!(fabs(both[2] - (high[0] - low[0]) / 2e-4) < 1e-6))
            printf("\n%.12g %.12g\n", both[2], (high[0] - low[0]) / 2e-4);
        CU_ASSERT(fabs(both[2] - (high[0] - low[0]) / 2e-4) < 1e-6);
    }
    loaded_close(&l);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "values of another program", test_known },
        { "a narrow field", test_narrow },
        { "a Jacobian with odd averages", test_jacobian },
        { NULL, NULL }
    };

    return harness_run("fields", tests);
}
