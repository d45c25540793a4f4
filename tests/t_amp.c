/* tests/t_amp.c -- denoisers, state evolution, message passing. */
#include "../runtime/amp/denoise.h"
#include "../runtime/amp/vamp.h"
#include "../runtime/quadrature/doubles.h"
#include "../runtime/simulate/trials.h"
#include "harness.h"
#include "loaded_model.h"
#include "shell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ENV 16

/* A prior and a rule; `noise` may be empty. */
typedef struct
{
    const char *prior, *noise, *labels;
    double alpha;
    const char *learner;    /* NULL: bayes                                 */
} case_t;

static const case_t cases[] = {
    { "rademacher", "", "y = sign(z)", 1.2, NULL },
    { "{-1: 1/5, 0: 1/2, 2: 3/10}", "xi ~ normal(0, 1/4)",
      "y = sign(z + xi - 1/5)", 2, NULL },
    { "normal(1/2, 2)", "s ~ {1: 4/5, -1: 1/5}", "y = s*sign(z)", 1.5, NULL },
    { "mix(3/10: normal(0, 1), 7/10: delta(0))", "xi ~ normal(0, 1/100)",
      "y = z + xi", 0.7, NULL },
    { "laplace(1)", "xi ~ normal(0, 1/10)", "y = max(z, 0) + xi", 1.5, NULL },
    { "normal(0, 1)", "", "y = max(z, -1/2)", 1, NULL },
    { "uniform(-1, 2)", "xi ~ normal(0, 1/10)", "y = abs(z) + xi", 1, NULL },
    { "rademacher", "", "y = if abs(z) < 7/10 then 1 else -1", 1, NULL },
    { "normal(0, 1)", "", "y ~ {+1: 1/(1 + exp(-2*z)), -1: 1/(1 + exp(2*z))}",
      2, NULL },
    { "sphere", "xi ~ mix(9/10: normal(0, 1/20), 1/10: normal(0, 1))",
      "y = z + xi", 2, NULL },
    { "normal(0, 1)", "", "y ~ poisson(exp(z/2))", 1, NULL },
    /* students who need not know the rule; their field is z */
    { "rademacher", "", "y = sign(z0)", 1,
      "student w ~ mix(1/2: normal(0, 1), 1/2: delta(1/2))\n"
      "learner gibbs(1)\nloss max(0, 1 - y*z)\npenalty w^2/4" },
    { "laplace(1)", "xi ~ normal(0, 1/10)", "y = z0 + xi", 2,
      "student w ~ sphere\nlearner gibbs(3)\nloss abs(y - z)" },
    { "sphere", "s ~ {1: 9/10, -1: 1/10}", "y = s*sign(z0 - 1/3)", 1.5,
      "student w ~ {-1: 1/4, 1: 3/4}\nlearner gibbs\nrequire y*z >= -1" },
    { "normal(0, 1)", "", "y = sign(z0)", 2,
      "learner erm\nloss max(0, 1 - y*z)\npenalty abs(w)/5 + w^2/20" },
    { "{0: 4/5, 2: 1/5}", "xi ~ normal(0, 1/10)", "y = z0 + xi", 1,
      "learner erm\nloss abs(y - z)\npenalty w^2/4" },
    { "rademacher", "", "y = sign(z0)", 1,
      "learner erm\nrequire y*z >= 1\npenalty w^2/2" },
};
#define N_CASES ((int) (sizeof cases / sizeof *cases))

static int
open_case(loaded_model_t *l, const case_t *c, double *env)
{
    char text[1000];

    snprintf(text, sizeof text,
             "model case\n  parameter alpha > 0\n  teacher %s ~ %s\n"
             "%s%s%s  labels %s\n  samples alpha\n  %s\nend\n",
             c->learner != NULL ? "w0" : "w", c->prior,
             c->noise[0] != '\0' ? "  noise " : "", c->noise,
             c->noise[0] != '\0' ? "\n" : "", c->labels,
             c->learner != NULL ? c->learner : "learner bayes");
    memset(env, 0, MAX_ENV * sizeof *env);
    if (!loaded_open(l, text))
        return 0;
    loaded_set(l, env, "alpha", c->alpha);
    CU_ASSERT(l->model->experiment != NULL);
    return l->model->experiment != NULL;
}

static void
near(double x, double wanted, double tol, const char *what, const char *which)
{
    if (!(fabs(x - wanted) <= tol))
        printf("\n%s, %s: %.12g, not %.12g +- %.2g", which, what, x, wanted,
               tol);
    CU_ASSERT(fabs(x - wanted) <= tol);
}

/* ---- denoisers ---------------------------------------------------------- */

/* g' and f_w' against difference quotients; kind -1: f_w at (x[0], x[1]), with
   the mean of B^2 held, else g_out at x = (y, omega, V). */
static void
check_slope(const loaded_model_t *l, const double *env, int kind, double *x,
            const char *name)
{
    const double h = 1e-4;
    double in[3][3], y[6];
    int n = kind < 0 ? 2 : 3;

    for (int j = 0; j < n; j++)
        for (int i = 0; i < 3; i++)
            in[j][i] = x[j] + (j == 1 ? (i - 1) * h : 0);
    if (kind < 0)
        CU_ASSERT(denoise_weights(l->model, env, 3, in[0], in[1], y)
                  != SADDLE_DOMAIN);
    if (kind >= 0)
        CU_ASSERT(denoise_labels(l->model, env, kind, 3, in[0], in[1], in[2],
                                 y) != SADDLE_DOMAIN);
    near(y[3 + 1], (y[2] - y[0]) / (2 * h),
         1e-5 * (1 + fabs(y[4])), "derivative", name);
}

static void
test_derivatives(void)
{
    for (int c = 0; c < N_CASES; c++)
    {
        double env[MAX_ENV], kind[64];
        loaded_model_t l;
        const saddle_experiment_t *e;

        if (!open_case(&l, &cases[c], env))
            continue;
        e = l.model->experiment;
        for (int t = 0; t < 4; t++)
        {
            double x[2] = { 0.5 + t, 1.3 * t - 2 };

            check_slope(&l, env, -1, x, cases[c].prior);
        }
        quad_approx(e->kinds, env, 1e-10, kind, NULL);
        for (int k = 0; k < e->n_atoms + e->n_pieces; k++)
            for (int t = 0; t < 4; t++)
            {
                double y = k < e->n_atoms ? kind[k] : 0.3 * t + 0.1;
                double x[3] = { y, 0.7 * t - 1.03, 0.4 + 0.2 * t };

                check_slope(&l, env, k, x, cases[c].labels);
            }
        loaded_close(&l);
    }
}

/* ---- draws against denoisers -------------------------------------------- */

/* |mean| of n values in units of its error. */
static double
score(const double *x, size_t n)
{
    double mean = 0, square = 0;

    for (size_t i = 0; i < n; i++)
    {
        mean += x[i] / (double) n;
        square += x[i] * x[i] / (double) n;
    }
    return square > 0 ? fabs(mean) / sqrt(square / (double) n) : 0;
}

/* More where nothing is integrated: enough to notice 1 %. */
static size_t
sample_size(const saddle_map_t *map)
{
    return map->n_inner > 0 ? 2000 : 400000;
}

/* A weight w and B = A w + sqrt(A) xi: the mean of (w - f) f is zero for f =
   f_w.  The larger score of it and of (w - f)^2 - f_w'. */
static double
weights_score(const loaded_model_t *l, const double *env, random_t r,
              double scale)
{
    const saddle_map_t *map = l->model->experiment->weights;
    size_t n = sample_size(map), i;
    double *x = malloc(7 * n * sizeof *x), *w = x, *b = x + n, *a = x + 2 * n;
    double *f = x + 3 * n, *one = x + 5 * n, *two = x + 6 * n, result;
    const double *in[2] = { a, b };

    random_normal(b, n, r, 0, 99);
    CU_ASSERT_EQUAL(instance_weights(l->model, env, r, 0, n, w), SADDLE_OK);
    for (i = 0; i < n; i++)
    {
        a[i] = 1.7;
        b[i] = 1.7 * w[i] + sqrt(1.7) * b[i];
    }
    CU_ASSERT_EQUAL(quad_map(map, n, in, env, 1e-9, f), SADDLE_OK);
    for (i = 0; i < n; i++)
    {
        f[i] *= scale;
        one[i] = (w[i] - f[i]) * f[i];
        two[i] = (w[i] - f[i]) * (w[i] - f[i]) - f[n + i];
    }
    result = fmax(score(one, n), score(two, n));
    free(x);
    return result;
}

static int
kind_of(const saddle_experiment_t *e, const double *kind, double y)
{
    int k = 0;

    while (k < e->n_atoms && fabs(y - kind[k]) > 1e-12)
        k++;
    while (k >= e->n_atoms && y > kind[2 * k - e->n_atoms + 1])
        k++;
    return k;
}

/* z ~ N(omega, V) and its label: the mean of g_out is zero, and that of
   g^2 + g' too. */
static double
labels_score(const loaded_model_t *l, const double *env, random_t r,
             double scale)
{
    const saddle_experiment_t *e = l->model->experiment;
    size_t n = sample_size(e->labels[0]), i;
    double *x = malloc(6 * n * sizeof *x), *z = x, *y = x + n, kind[64], g[2];
    double *omega = x + 2 * n, *one = x + 3 * n, *two = x + 4 * n, v = 0.6;

    random_normal(z, n, r, 1, 99);
    random_normal(omega, n, r, 2, 99);
    for (i = 0; i < n; i++)
        z[i] = omega[i] + sqrt(v) * z[i];
    CU_ASSERT_EQUAL(instance_labels(l->model, env, r, 0, n, z, y), SADDLE_OK);
    quad_approx(e->kinds, env, 1e-10, kind, NULL);
    for (i = 0; i < n; i++)
    {
        const double *in[3] = { y + i, omega + i, &v };

        CU_ASSERT_EQUAL(quad_map(e->labels[kind_of(e, kind, y[i])], 1, in,
                                 env, 1e-9, g), SADDLE_OK);
        one[i] = scale * g[0];
        two[i] = scale * scale * g[0] * g[0] + g[1];
    }
    v = fmax(score(one, n), score(two, n));
    free(x);
    return v;
}

static void
test_draws(void)
{
    for (int c = 0; c < N_CASES; c++)
    {
        random_t r = random_stream(7, (uint64_t) c);
        double env[MAX_ENV];
        loaded_model_t l;

        if (cases[c].learner != NULL || !open_case(&l, &cases[c], env))
            continue;       /* a student who errs is not calibrated */
        near(weights_score(&l, env, r, 1), 0, 5, "f_w", cases[c].prior);
        near(labels_score(&l, env, r, 1), 0, 5, "g_out", cases[c].labels);
        if (c == 0)
        {
            CU_ASSERT(weights_score(&l, env, r, 1.01) > 5);
            CU_ASSERT(labels_score(&l, env, r, 1.01) > 5);
        }
        loaded_close(&l);
    }
}

/* ---- state evolution ---------------------------------------------------- */

/* Independent values of the mean square error after t updates, linear
   measurements of a Gauss-Bernoulli signal (trapezoid, 9 digits). */
static void
test_evolution(void)
{
    static const case_t sparse = { "mix(1/5: normal(0, 1), 4/5: delta(0))",
                                   "xi ~ normal(0, 1/100)", "y = z + xi",
                                   0.6, NULL };
    static const struct { int t; double mse; } wanted[] = {
        { 1, 0.09750543642 }, { 2, 0.05950152766 }, { 5, 0.02360682654 },
        { 10, 0.01474609854 }, { 20, 0.01391223566 }
    };
    double env[MAX_ENV], rho;
    gamp_point_t q[21];
    gamp_options_t o;
    amp_message_t why;
    loaded_model_t l;

    gamp_options_default(&o);
    o.iterations = 20;
    if (!open_case(&l, &sparse, env))
        return;
    rho = gamp_evolution(q, l.model, env, &o, 1, &why);
    near(rho, 0.2, 1e-15, "second moment", "sparse");
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
        near(q[wanted[k].t].mse, wanted[k].mse, 2e-11, "mse", "sparse");
    loaded_close(&l);
}

/* The same of vector AMP on row-orthogonal inputs. */
static void
test_vector_evolution(void)
{
    static const case_t sparse = { "mix(1/5: normal(0, 1), 4/5: delta(0))",
                                   "xi ~ normal(0, 1/100)", "y = z + xi",
                                   0.6, NULL };
    static const double wanted[] = { 0.199960008, 0.05112761246,
                                     0.0242982093, 0.01462497163,
                                     0.0108922754 };
    double env[MAX_ENV], delta, x[8], mean[6] = { 0 };
    gamp_options_t o;
    gamp_point_t point[6], q[6];
    amp_message_t why;
    loaded_model_t l;

    for (int i = 0; i < 8; i++)
        x[i] = cos(i);
    vamp_transform(x, 8);
    vamp_transform(x, 8);
    for (int i = 0; i < 8; i++)
        near(x[i], cos(i), 1e-14, "transform twice", "Hadamard");
    gamp_options_default(&o);
    o.iterations = 5;
    o.start = 1e-3;
    if (!open_case(&l, &sparse, env))
        return;
    CU_ASSERT(vamp_noise(&delta, l.model, env));
    near(delta, 0.01, 1e-12, "noise", "sparse");
    vamp_evolution(q, l.model, env, 0.6, delta, &o, &why);
    for (int t = 1; t <= 5; t++)
        near(q[t].mse, wanted[t - 1], 2e-9, "mse", "vector AMP");
    for (int k = 0; k < 4; k++)
    {
        CU_ASSERT_EQUAL(vamp_run(point, l.model, env, 8192, 4915, delta, &o,
                                 random_stream(6, (uint64_t) k), &why),
                        SADDLE_OK);
        for (int t = 1; t <= 5; t++)
            mean[t] += point[t].mse / 4;
    }
    for (int t = 1; t <= 5; t++)
        near(mean[t], wanted[t - 1], 0.07 * wanted[t - 1], "mse", "its run");
    o.onsager = 0;
    vamp_run(point, l.model, env, 8192, 4915, delta, &o, random_stream(6, 0),
             &why);
    CU_ASSERT(!(fabs(point[5].mse - wanted[4]) < 0.2 * wanted[4]));
    loaded_close(&l);
}

/* ---- message passing ---------------------------------------------------- */

/* What a set of trials runs. */
typedef struct
{
    const loaded_model_t *l;
    const double *env;
    gamp_options_t o;
    matrix_kind_t matrix;
} task_t;

static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *x,
      amp_message_t *why)
{
    task_t *t = ctx;
    gamp_point_t at[64];
    instance_t s;
    int used;
    saddle_status_t status
        = instance_new(&s, t->l->model, t->env, size,
                       instance_samples(t->l->model, t->env, size), t->matrix,
                       r, why);

    (void) point;
    if (status == SADDLE_OK)
        status = gamp_run(at, &used, &s, &t->o, r, why);
    x[0] = at[t->o.iterations].overlap;
    x[1] = at[t->o.iterations].self;
    x[2] = at[t->o.iterations].mse;
    instance_clear(&s);
    return status;
}

/* The largest |z| of overlap, self-overlap and error; large when it fails. */
static double
largest_z(task_t *t, size_t n, size_t n_trials, int threads)
{
    trials_plan_t plan = { .n_points = 1, .n_rows = 1, .n_measures = 3,
                        .n_sizes = 2, .size = { n, n / 4 },
                        .n_trials = n_trials, .seed = 5, .run = trial,
                        .ctx = t };
    gamp_point_t q[64];
    double worst = 0;
    amp_message_t why;
    trials_t all;

    if (isnan(gamp_evolution(q, t->l->model, t->env, &t->o, 1, &why)))
        return 1e9;
    trials_init(&all, &plan);
    trials_run(&all, threads);
    for (size_t k = 0; k < 3; k++)
    {
        const gamp_point_t *p = q + t->o.iterations;
        double wanted = k == 0 ? p->overlap : k == 1 ? p->self : p->mse;
        trials_summary_t s = trials_summary(&all, 0, 0, k, wanted, 0, 0,
                                            1e-7);

        worst = isnan(s.z) || s.n < n_trials ? 1e9 : fmax(worst, fabs(s.z));
    }
    trials_clear(&all);
    return worst;
}

/* Costs an integral for each label and iteration. */
static int
is_integrated(const saddle_experiment_t *e)
{
    return e->labels != NULL && e->labels[0]->n_inner > 0;
}

static void
test_agreement(void)
{
    for (int c = 0; c < N_CASES; c++)
    {
        task_t t = { 0 };
        double env[MAX_ENV], z;
        loaded_model_t l;

        if (!open_case(&l, &cases[c], env))
            continue;
        t.l = &l;
        t.env = env;
        gamp_options_default(&t.o);
        t.o.iterations = 8;
        /* even rules: from a small signal */
        t.o.start = strstr(cases[c].labels, "abs") != NULL ? 0.5 : 0;
        t.matrix = c % 2 == 0 ? MATRIX_GAUSSIAN : MATRIX_SIGNS;
        z = largest_z(&t, is_integrated(l.model->experiment) ? 200 : 600,
                      10 * (size_t) trials(1), 1);
        near(z, 0, 5, "|z|", cases[c].labels);
        loaded_close(&l);
    }
}

/* An error that theory and experiment must notice. */
static void
test_seams(void)
{
    static const case_t sparse = { "mix(1/5: normal(0, 1), 4/5: delta(0))",
                                   "xi ~ normal(0, 1/1000000)", "y = z + xi",
                                   0.9, NULL };
    double env[MAX_ENV], z;
    gamp_options_t o;
    loaded_model_t l;
    task_t t = { 0 };

    if (!open_case(&l, &sparse, env))
        return;
    gamp_options_default(&o);
    o.iterations = 15;
    t.l = &l;
    t.env = env;
    t.o = o;
    near(largest_z(&t, 800, 10, 1), 0, 5, "|z|", "as it should be");
    t.o = o;
    t.o.onsager = 0;
    z = largest_z(&t, 800, 10, 1);
    CU_ASSERT(z > 5);
    t.o = o;
    t.o.scale_f = 1.01;
    z = largest_z(&t, 800, 10, 1);
    CU_ASSERT(z > 5);
    t.o = o;
    t.o.vector = 1;
    t.o.damping = 0.1;
    near(largest_z(&t, 400, 10, 1), 0, 5, "|z|", "vector, damped");
    loaded_close(&l);
}

static void
test_threads(void)
{
    double env[MAX_ENV];
    loaded_model_t l;
    task_t t = { 0 };

    if (!open_case(&l, &cases[0], env))
        return;
    t.l = &l;
    t.env = env;
    gamp_options_default(&t.o);
    t.o.iterations = 5;
    CU_ASSERT(largest_z(&t, 300, 4, 1) == largest_z(&t, 300, 4, 3));
    loaded_close(&l);
}

/* ---- the program -------------------------------------------------------- */

#define BINARY "models/bayes/bayes_sign_binary.saddle"

static void
test_program(void)
{
    CU_ASSERT(expect(0, "amp " BINARY " alpha=1 -n 400 -t 4 -o @/a.csv")
              && has(out, "agree"));
    read_file("a.csv");
    CU_ASSERT(has(out, "size 400, seed 1"));
    CU_ASSERT(has(out, "size,trial,iteration,overlap,"));
    CU_ASSERT(expect(0, "amp " BINARY " alpha=1 -n 400 -t 6 --resume "
                        "-o @/a.csv --json")
              && has(out, "\"trials\": 12"));
    expect(4, "amp " BINARY " alpha=1.1 -n 400 -t 6 --resume -o @/a.csv");
    CU_ASSERT(expect(0, "amp " BINARY " alpha=1 --state-evolution")
              && has(out, "0.560714737"));
    expect(0, "amp " BINARY " alpha=1 -n 200 -t 3 --matrix signs -q");
    CU_ASSERT(expect(0, "amp " BINARY " alpha=0.5:1:0.5 -n 300 -t 5 -o @/b.csv")
              && has(out, "alpha  overlap"));
    CU_ASSERT(expect(0, "amp " BINARY " alpha=0.5:1:0.5 -n 300 -t 6 --resume "
                        "-o @/b.csv --json")
              && has(out, "\"alpha\": 0.5") && has(out, "\"trials\": 24"));
    expect(2, "amp " BINARY " alpha=1 --trials 0");
    expect(2, "amp " BINARY " alpha=1 --matrix hadamard2");
    expect(2, "amp " BINARY " alpha=1 --damping 1");
    expect(2, "amp " BINARY " alpha=1 --from nowhere");
    CU_ASSERT(expect(5, "amp " BINARY " alpha=1 --size 2000000")
              && has(err, "GB"));
    expect(6, "amp " BINARY " alpha=1 -n 100 -t 2 -o @/no/such/folder/x");
    expect(1, "amp " BINARY " alpha=1/2 --matrix hadamard");
    expect(2, "amp models/bayes/compressed_sensing.saddle rho=0.2 alpha=0.6 "
              "Delta=0.01 --matrix hadamard --size 1000");
    CU_ASSERT(expect(1, "amp models/spin_glass/sk.saddle beta=1 h=0")
              && has(err, "labels"));
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "derivatives of denoisers", test_derivatives },
        { "draws against denoisers", test_draws },
        { "state evolution, published values", test_evolution },
        { "vector AMP", test_vector_evolution },
        { "agreement with state evolution", test_agreement },
        { "what must be noticed", test_seams },
        { "threads change nothing", test_threads },
        { "the program", test_program },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("amp", tests);
    shell_close();
    return status;
}
