/* tests/bench/amp.c -- AMP and L-BFGS against their matrix products.
 *
 * N = M = 8000, scalar variances, sign labels of a binary teacher, one thread
 * of BLAS: the time of an iteration over that of F x and F^T y alone, measured
 * in turn.  Then logistic regression at N = 1000, M = 4000: all of the
 * minimisation over the time inside its products.
 */
#include "../../runtime/amp/gamp.h"
#include "../../runtime/simulate/risk.h"
#include "../loaded_model.h"
#include "../harness.h"

#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define SIZE 8000
#define STEPS 10

extern void openblas_set_num_threads(int) __attribute__((weak));

static const char text[]
    = "model bench\n  parameter alpha > 0\n  teacher w ~ rademacher\n"
      "  labels y = sign(z)\n  samples alpha\n  learner bayes\nend\n";

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static double
products(const instance_t *s, int count)
{
    double *x = calloc(2 * SIZE, sizeof *x), *y = x + SIZE, begin = now();

    while (count-- > 0)
    {
        cblas_dgemv(CblasRowMajor, CblasNoTrans, SIZE, SIZE, 1, s->f, SIZE,
                    s->w, 1, 0, y, 1);
        cblas_dgemv(CblasRowMajor, CblasTrans, SIZE, SIZE, 1, s->f, SIZE, y, 1,
                    0, x, 1);
    }
    begin = now() - begin;
    free(x);
    return begin;
}

static void
bench(void)
{
    random_t r = random_stream(1, 1);
    gamp_point_t point[STEPS + 1];
    double env[16] = { 0 }, amp = 0, alone = 0, begin;
    gamp_options_t o;
    amp_message_t why;
    loaded_model_t l;
    instance_t s;
    int k, used;

    if (openblas_set_num_threads != NULL)
        openblas_set_num_threads(1);
    if (!loaded_open(&l, text))
        return;
    loaded_set(&l, env, "alpha", 1);
    gamp_options_default(&o);
    o.iterations = STEPS;
    o.tol = 0;
    if (instance_new(&s, l.model, env, SIZE, SIZE, MATRIX_SIGNS, r, &why)
        != SADDLE_OK)
        return;
    products(&s, 1);
    for (k = 0; k < 3; k++)
    {
        begin = now();
        gamp_run(point, &used, &s, &o, r, &why);
        amp += (now() - begin) / used;
        alone += products(&s, STEPS) / STEPS;
    }
    printf("\nAMP, N = M = %d: %.1f ms an iteration, %.1f ms its products: "
           "%.3f\n", SIZE, amp / 3 * 1e3, alone / 3 * 1e3, amp / alone);
    instance_clear(&s);
    loaded_close(&l);
}

static const char logistic[]
    = "model bench\n  parameter alpha > 0\n  teacher w0 ~ normal(0, 1)\n"
      "  labels y = sign(z0)\n  samples alpha\n  learner erm\n"
      "  loss log(1 + exp(-y*z))\n  penalty w^2/20\nend\n";

static void
bench_risk(void)
{
    random_t r = random_stream(1, 2);
    double env[16] = { 0 };
    risk_result_t result;
    risk_options_t o;
    amp_message_t why;
    loaded_model_t l;
    instance_t s;

    if (!loaded_open(&l, logistic))
        return;
    loaded_set(&l, env, "alpha", 4);
    risk_options_default(&o);
    if (instance_new(&s, l.model, env, 1000, 4000, MATRIX_GAUSSIAN, r, &why)
            != SADDLE_OK
        || risk_run(&result, &s, &o, r, &why) != SADDLE_OK)
        return;
    printf("\nlogistic, N = 1000, M = 4000: %.0f ms, %.0f ms in its products: "
           "%.3f\n", result.seconds * 1e3, result.product_seconds * 1e3,
           result.seconds / result.product_seconds);
    instance_clear(&s);
    loaded_close(&l);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "an iteration against its products", bench },
        { "a minimum against its products", bench_risk },
        { NULL, NULL },
    };

    return harness_run("amp", tests);
}
