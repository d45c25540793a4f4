/* tests/t_simulate.c -- minimisers, counting, spin glasses. */
#include "../runtime/quadrature/doubles.h"
#include "../runtime/simulate/dense.h"
#include "../runtime/simulate/risk.h"
#include "../runtime/simulate/spins.h"
#include "../runtime/simulate/storage.h"
#include "harness.h"
#include "loaded_model.h"
#include "shell.h"

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

static void
test_dense(void)
{
    enum { N = 150 };
    double *f = malloc(3 * N * N * sizeof *f), *a = f + 2 * N * N, x[N], y[N];

    random_normal(f, 2 * N * N, random_stream(1, 1), 0, 0);
    dense_normal(a, f, 2 * N, N, NULL);
    for (int i = 0; i < N; i++)
    {
        y[i] = sin(i);
        x[i] = 0;
        for (int k = 0; k < N; k++)
            x[i] += (k <= i ? a[i * N + k] : a[k * N + i]) * sin(k);
    }
    CU_ASSERT(dense_factor(a, N));
    dense_solve(a, N, x);
    for (int i = 0; i < N; i++)
        near(x[i], y[i], 1e-9, "solution of a linear system");
    dense_normal(a, f, N / 2, N, NULL);
    CU_ASSERT(!dense_factor(a, N));
    free(f);
}

/* ---- minimisers --------------------------------------------------------- */

static int
open_risk(loaded_model_t *l, const char *loss, const char *penalty,
          double *env)
{
    char text[600];

    snprintf(text, sizeof text,
             "model risk\n  parameter alpha > 0\n  teacher w0 ~ normal(0, 1)\n"
             "  labels y = sign(z0)\n  samples alpha\n  learner erm\n"
             "  %s\n  penalty %s\nend\n", loss, penalty);
    memset(env, 0, 16 * sizeof *env);
    if (!loaded_open(l, text))
        return 0;
    loaded_set(l, env, "alpha", 1.5);
    CU_ASSERT(l->model->experiment != NULL);
    return l->model->experiment != NULL;
}

/* The objective does not fall when the minimiser is moved. */
static void
check_minimum(const char *loss, const char *penalty, risk_method_t method)
{
    random_t r = random_stream(3, 1);
    double env[16], best, moved;
    risk_result_t result;
    amp_message_t why;
    risk_options_t o;
    risk_problem_t p;
    loaded_model_t l;
    instance_t s;

    if (!open_risk(&l, loss, penalty, env))
        return;
    risk_options_default(&o);
    CU_ASSERT_EQUAL(risk_method(l.model), method);
    CU_ASSERT_EQUAL(instance_new(&s, l.model, env, 60, 90, MATRIX_GAUSSIAN, r,
                                 &why), SADDLE_OK);
    CU_ASSERT_EQUAL(risk_run(&result, &s, &o, r, &why), SADDLE_OK);
    risk_problem_init(&p, &s, &o);
    if (method == RISK_SPLITTING)
    {
        risk_result_t again = { 0 };

        CU_ASSERT_EQUAL(risk_splitting(&p, &again, &why), SADDLE_OK);
        best = risk_objective(&p);
        for (int k = 0; k < 20; k++)
        {
            double keep = p.w[k];

            p.w[k] += k % 2 ? 0.02 : -0.02;
            moved = risk_objective(&p);
            CU_ASSERT(moved > best - 1e-5 * fabs(best));
            p.w[k] = keep;
        }
    }
    else
        CU_ASSERT(result.gap < 1e-6);
    risk_problem_clear(&p);
    instance_clear(&s);
    loaded_close(&l);
}

static void
test_minima(void)
{
    check_minimum("loss (y - z)^2/2", "w^2/4", RISK_LINEAR);
#ifdef SADDLE_LBFGS
    check_minimum("loss log(1 + exp(-y*z))", "w^2/20", RISK_LBFGS);
#endif
    check_minimum("loss max(0, 1 - y*z)", "w^2/20", RISK_SPLITTING);
    check_minimum("loss log(1 + exp(-y*z))", "abs(w)/10", RISK_SPLITTING);
}

/* ---- storage ------------------------------------------------------------ */

/* Numbers of solutions of a fixed instance, counted by another program. */
static void
test_count(void)
{
    static const int wanted[] = { 2048, 1024, 512, 256, 193, 122, 54, 34, 17,
                                  16, 15, 9, 5, 3, 1 };
    const double value[2] = { -1, 1 }, ends[2] = { 0, INFINITY };
    double x[14 * 11], count[15];

    for (int m = 0; m < 14; m++)
        for (int i = 0; i < 11; i++)
            x[m * 11 + i] = sin(1.0 + 1.7 * (m + 1) * (i + 1) + 0.9 * m * m)
                                    > 0 ? 1 : -1;
    CU_ASSERT_EQUAL(storage_count_patterns(count, value, ends, 1, x, 11, 14,
                                           NULL, NULL), SADDLE_OK);
    for (int p = 0; p <= 14; p++)
        CU_ASSERT_EQUAL(count[p], wanted[p]);
}

static void
test_cover(void)
{
    static const struct { unsigned long n, m; double p; } wanted[] = {
        { 5, 8, 0.7734375 }, { 20, 30, 0.9692858271 },
        { 20, 45, 0.2256904162 }, { 20, 40, 0.5 }, { 7, 3, 1 }
    };
    mpq_t p;

    mpq_init(p);
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
    {
        storage_cover(p, wanted[k].n, wanted[k].m);
        near(mpq_get_d(p), wanted[k].p, 1e-10, "Cover's probability");
    }
    mpq_clear(p);
#ifdef SADDLE_CLP
    double sum = 0, capacity = 0, n = 150;

    for (int k = 0; k < n; k++)
    {
        size_t stored;

        sum += storage_sphere(10, 20, 0, INFINITY, 40, &stored,
                              random_stream(5, (uint64_t) k));
        capacity += stored / (10 * n);
    }
    near(sum / n, 0.5, 5 * 0.5 / sqrt(n), "separable instances");
    near(capacity, 2, 5 * 0.45 / sqrt(n), "patterns stored");
#endif
}

#ifdef SADDLE_CLP
/* Two weights: every direction on the circle is tried. */
static int
on_circle(const double *x, size_t m, double lo, double hi)
{
    for (int k = 0; k < 20000; k++)
    {
        double a = 2 * acos(-1) * k / 20000, c = cos(a), s = sin(a);
        size_t p = 0;

        /* |w|^2 = 2 and z = w.x/sqrt(2) */
        for (; p < m; p++)
            if (!(x[2 * p] * c + x[2 * p + 1] * s >= lo
                  && x[2 * p] * c + x[2 * p + 1] * s <= hi))
                break;
        if (p == m)
            return 1;
    }
    return 0;
}

static void
test_sphere(void)
{
    static const double ends[][2] = {
        { 0, INFINITY }, { 0.3, INFINITY }, { -INFINITY, -0.2 },
        { -0.4, INFINITY }, { -1, 1 }, { 0.1, 1.5 }, { -INFINITY, 0 },
        { -0.3, 0.8 }
    };
    double x[6];
    int kind[4] = { 0 };

    for (uint64_t k = 0; k < 400; k++)
    {
        const double *e = ends[k % 8];
        size_t m = 1 + k / 8 % 3;
        random_t r = random_stream(8, k);
        storage_answer_t answer;
        int wanted;

        random_normal(x, 6, r, 0, 0);
        wanted = on_circle(x, m, e[0], e[1]);
        answer = storage_sphere_patterns(x, 2, m, e[0], e[1], r);
        kind[answer]++;
        if (answer != (wanted ? STORAGE_YES : STORAGE_NO)
            && !(answer == STORAGE_NOT_FOUND && !wanted))
            printf("\n%zu patterns in %g .. %g: %d, not %d", m, e[0], e[1],
                   answer, wanted);
        CU_ASSERT(answer == STORAGE_YES ? wanted : !wanted);
        CU_ASSERT(answer != STORAGE_UNDECIDED);
    }
    CU_ASSERT(kind[STORAGE_YES] > 50 && kind[STORAGE_NO] > 20
              && kind[STORAGE_NOT_FOUND] > 5);
}
#endif

/* ---- spins -------------------------------------------------------------- */

/* State evolution of TAP, beta = 1, h = 1/2, from q = tanh^2(1/2): q after 0
   to 5 steps, computed elsewhere. */
static void
test_tap(void)
{
    static const double wanted[] = { 0.2135522670, 0.2778944803, 0.2959042156,
                                     0.3007542607, 0.3020460436,
                                     0.3023890787 };
    double start = tanh(0.5) * tanh(0.5), sum[6] = { 0 }, square[6] = { 0 };
    double bad = 0;
    tap_point_t point[6];
    int n = 12;
    spins_t s;

    for (int k = 0; k < n; k++)
    {
        CU_ASSERT(spins_init(&s, SPINS_SK, 600, 0.5, 0,
                             random_stream(9, (uint64_t) k)));
        spins_tap(point, 5, &s, 1, start, 1);
        for (int t = 0; t <= 5; t++)
        {
            sum[t] += point[t].q / n;
            square[t] += point[t].q * point[t].q / n;
        }
        spins_tap(point, 5, &s, 1, start, 0);
        bad += point[5].q / n;
        spins_clear(&s);
    }
    for (int t = 0; t <= 5; t++)
        near(sum[t], wanted[t],
             5 * sqrt(fmax(0, square[t] - sum[t] * sum[t]) / (n - 1))
                 + 2.0 / 600,
             "q of TAP");
    /* without the reaction term it must be seen */
    CU_ASSERT(fabs(bad - wanted[5])
              > 5 * sqrt((square[5] - sum[5] * sum[5]) / (n - 1)));
}

/* Two spins: <s1 s2> = tanh(beta J) at h = 0. */
static void
test_tempering(void)
{
    double j[4] = { 0, 0.7, 0.7, 0 };
    spins_t s = { SPINS_SK, 2, 0, j, NULL };
    tempering_options_t o = { 4, 40000, NULL, NULL };
    spins_mean_t mean;

    CU_ASSERT_EQUAL(spins_tempering(&mean, &s, 1.3, &o, random_stream(4, 4)),
                    SADDLE_OK);
    near(mean.energy, -0.35 * tanh(1.3 * 0.7), 0.01, "energy of two spins");
}

/* ---- the program -------------------------------------------------------- */

static void
test_program(void)
{
    CU_ASSERT(expect(0, "simulate models/erm/ridge_labels.saddle lambda=1 "
                        "alpha=1:2:1 -n 100 -t 6")
              && has(out, "agree") && has(out, "generalisation_error"));
    CU_ASSERT(expect(0, "simulate models/erm/hinge.saddle lambda=1/10 alpha=2 "
                        "-n 80 -t 5 --json") && has(out, "\"agree\""));
    CU_ASSERT(expect(0, "simulate models/storage/binary_perceptron.saddle "
                        "alpha=0.3 -n 13 -t 40")
              && has(out, "extrapolated"));
    CU_ASSERT(expect(0, "simulate --system sk --theory "
                        "models/spin_glass/sk.saddle beta=1 h=0.5 -n 300 "
                        "--iterations 6") && has(out, "agree"));
    expect(2, "simulate --system ising beta=1");
    expect(2, "simulate --system sk h=1");
    expect(2, "simulate models/erm/hinge.saddle lambda=1 alpha=2 --matrix "
              "hadamard");
    CU_ASSERT(expect(2, "simulate models/erm/hinge.saddle lambda=1 alpha=2 "
                        "-n 60 -t 4 --y margin") && has(err, "training_loss"));
    expect(2, "simulate models/erm/hinge.saddle lambda=1 alpha=2 --trials 0");
    CU_ASSERT(expect(1, "simulate models/storage/binary_perceptron.saddle "
                        "alpha=1 --size 50") && has(err, "30 weights"));
    CU_ASSERT(expect(5, "simulate models/erm/hinge.saddle lambda=1 alpha=2 "
                        "--size 1000000") && has(err, "GB"));
    expect(1, "simulate models/spin_glass/sk.saddle beta=1");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "linear systems", test_dense },
        { "minimisers", test_minima },
        { "counting solutions", test_count },
        { "Cover's number", test_cover },
#ifdef SADDLE_CLP
        { "weights on the sphere", test_sphere },
#endif
        { "TAP", test_tap },
        { "tempering", test_tempering },
        { "the program", test_program },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("simulate", tests);
    shell_close();
    return status;
}
