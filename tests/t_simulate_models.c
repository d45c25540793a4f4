/* tests/t_simulate_models.c -- shipped models: finite systems against their theory.
 *
 * Fixed seeds; the bias is estimated from N and N/4.  A subset runs at small
 * sizes; with SADDLE_TEST_MULT all of them do, with that many (up to four)
 * times the weights and the trials.
 */
#include "../runtime/amp/gamp.h"
#include "../runtime/simulate/trials.h"
#include "harness.h"
#include "loaded_model.h"
#include "shell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_STEPS 40

/* ---- message passing, by the functions ---------------------------------- */

typedef struct
{
    const char *file;
    struct { const char *name; double value; } set[5];
    double start;           /* signal-to-noise ratio; 0: uninformed        */
    int iterations;
    int always;             /* else in the long test only                  */
} case_t;

static const case_t cases[] = {
    /* priors: +-1, three values, Gauss-Bernoulli; channels: sign, ReLU, door,
       logistic, clipping, modulus */
    { "bayes/bayes_sign_binary", { { "alpha", 1 } }, 0, 10, 0 },
    { "bayes/bayes_sign_ternary", { { "alpha", 1 } }, 0, 10, 0 },
    { "bayes/bayes_sign_gauss_bernoulli", { { "alpha", 1.5 } }, 0, 10, 1 },
    { "bayes/compressed_sensing", { { "rho", 0.2 }, { "alpha", 0.6 },
                                    { "Delta", 1e-4 } }, 0, 12, 1 },
    { "bayes/bayes_relu_noise", { { "alpha", 1.5 }, { "Delta", 0.1 } }, 0, 8, 0 },
    { "bayes/bayes_door", { { "alpha", 1 } }, 0.5, 8, 1 },
    { "bayes/bayes_clip", { { "alpha", 0.6 } }, 0, 8, 0 },
    { "bayes/bayes_sign_gaussian", { { "alpha", 2 } }, 0, 10, 1 },
    /* minimisers: hinge and l1 have kinks, margins a constraint */
    { "erm/hinge", { { "alpha", 2 }, { "lambda", 0.2 } }, 0, 20, 1 },
    { "erm/lasso", { { "alpha", 0.5 }, { "lambda", 0.1 }, { "density", 0.2 },
                     { "Delta", 0.01 } }, 0, 20, 1 },
    { "erm/logistic", { { "alpha", 2 }, { "lambda", 0.1 } }, 0, 15, 0 },
    { "erm/ridge_regression", { { "alpha", 1 }, { "lambda", 0.1 },
                                { "Delta", 0.1 } }, 0, 15, 0 },
    { "erm/maximum_margin", { { "alpha", 1 } }, 0, 20, 0 },
    /* students who err */
    { "gibbs/mismatched_prior", { { "alpha", 0.7 } }, 0, 15, 1 },
    { "gibbs/gyorgyi_tishby", { { "alpha", 2 }, { "kappa", 0.2 } }, 0, 15, 1 },
    { "gibbs/sst_binary", { { "alpha", 1 }, { "beta", 1 } }, 0, 10, 0 },
};
#define N_CASES ((int) (sizeof cases / sizeof *cases))

typedef struct
{
    const saddle_model_t *model;
    double env[32];
    gamp_options_t o;
} task_t;

static char *
text_of(const char *file)
{
    char path[200], *text = NULL;
    size_t size = 0;
    FILE *f;

    snprintf(path, sizeof path, "models/%s.saddle", file);
    f = fopen(path, "r");
    CU_ASSERT(f != NULL);
    if (f != NULL && getdelim(&text, &size, '\0', f) < 0)
        CU_FAIL("a model cannot be read");
    if (f != NULL)
        fclose(f);
    return text;
}

/* "0.3", "1/2" */
static double
value_of(const char *text)
{
    double a = 0, b = 1;

    CU_ASSERT(sscanf(text, "%lf/%lf", &a, &b) >= 1);
    return a / b;
}

/* Parameters that have a default keep it. */
static void
set_up(task_t *t, const loaded_model_t *l, const case_t *c)
{
    memset(t, 0, sizeof *t);
    t->model = l->model;
    for (int k = 0; k < l->model->n_parameters; k++)
    {
        const saddle_variable_t *p = &l->model->parameter[k];

        if (p->has_default)
            loaded_set(l, t->env, p->name, value_of(p->default_value));
    }
    for (int k = 0; k < 5 && c->set[k].name != NULL; k++)
        loaded_set(l, t->env, c->set[k].name, c->set[k].value);
    gamp_options_default(&t->o);
    t->o.iterations = c->iterations;
    t->o.start = c->start;
}

static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *x,
      amp_message_t *why)
{
    task_t *t = ctx;
    gamp_point_t at[MAX_STEPS + 1];
    instance_t s;
    int used;
    saddle_status_t status
        = instance_new(&s, t->model, t->env, size,
                       instance_samples(t->model, t->env, size),
                       MATRIX_GAUSSIAN, r, why);

    (void) point;
    if (status == SADDLE_OK)
        status = gamp_run(at, &used, &s, &t->o, r, why);
    if (status == SADDLE_OK)
    {
        x[0] = at[t->o.iterations].overlap;
        x[1] = at[t->o.iterations].self;
        x[2] = at[t->o.iterations].mse;
        x[3] = at[t->o.iterations].variance;
    }
    instance_clear(&s);
    return status;
}

/* The largest |z|; large where a trial fails. */
static double
largest_z(task_t *t, size_t n, size_t n_trials)
{
    trials_plan_t plan = { .n_points = 1, .n_rows = 1, .n_measures = 4,
                           .n_sizes = 2, .size = { n, n / 4 },
                           .n_trials = n_trials, .seed = 11, .run = trial,
                           .ctx = t };
    gamp_point_t q[MAX_STEPS + 1], *p = q + t->o.iterations;
    double worst = 0, wanted[4];
    amp_message_t why;
    trials_t all;

    if (isnan(gamp_evolution(q, t->model, t->env, &t->o, 1, &why)))
        return 1e9;
    wanted[0] = p->overlap;
    wanted[1] = p->self;
    wanted[2] = p->mse;
    wanted[3] = p->variance;
    trials_init(&all, &plan);
    trials_run(&all, 2);
    for (size_t k = 0; k < 4; k++)
    {
        trials_summary_t s = trials_summary(&all, 0, 0, k, wanted[k], 0, 0,
                                            1e-7);

        worst = isnan(s.z) || s.n < n_trials ? 1e9 : fmax(worst, fabs(s.z));
    }
    trials_clear(&all);
    return worst;
}

static int n_models, without_onsager, with_wrong_f, with_wrong_g;

/* As it should be; then what must be noticed. */
static void
run_case(const case_t *c, const loaded_model_t *l)
{
    int more = trials(1) > 4 ? 4 : trials(1);
    size_t n = 400 * (size_t) more, n_trials = 8 * (size_t) more;
    task_t t;
    double z;

    set_up(&t, l, c);
    z = largest_z(&t, n, n_trials);
    if (!(z < 5))
        printf("\n%s: |z| = %.3g", c->file, z);
    CU_ASSERT(z < 5);
    n_models++;
    t.o.onsager = 0;
    without_onsager += !(largest_z(&t, n, n_trials) < 5);
    t.o.onsager = 1;
    t.o.scale_f = 1.01;
    with_wrong_f += !(largest_z(&t, n, n_trials) < 5);
    t.o.scale_f = 1;
    t.o.scale_g = 1.01;
    with_wrong_g += !(largest_z(&t, n, n_trials) < 5);
}

static void
test_agreement(void)
{
    for (int c = 0; c < N_CASES; c++)
    {
        loaded_model_t l;
        char *text;

        if (!cases[c].always && trials(1) == 1)
            continue;
        text = text_of(cases[c].file);
        if (text != NULL && loaded_open(&l, text))
        {
            run_case(&cases[c], &l);
            loaded_close(&l);
        }
        free(text);
    }
    printf("%d models ... ", n_models);
}

/* Nobody would notice an error that no model shows. */
static void
test_onsager(void)
{
    printf("noticed by %d of %d ... ", without_onsager, n_models);
    CU_ASSERT(2 * without_onsager > n_models);
}

static void
test_denoisers(void)
{
    printf("noticed by %d and %d of %d ... ", with_wrong_f, with_wrong_g,
           n_models);
    CU_ASSERT(with_wrong_f > 0 && with_wrong_g > 0);
}

/* ---- the other experiments, by the program ------------------------------ */

static void
agrees(const char *what, long size, long n_trials)
{
    char command[400];
    int more = trials(1) > 4 ? 4 : trials(1);
    int grows = size >= 60;         /* enumeration and programs do not */

    snprintf(command, sizeof command, "%s -q -n %ld -t %ld", what,
             size * (grows ? more : 1), n_trials * more);
    CU_ASSERT(expect(0, command) && has(out, "\nagree"));
    if (!has(out, "\nagree"))
        printf("\n%s:\n%s", command, out);
}

static void
test_minimisers(void)
{
    agrees("simulate models/erm/lasso.saddle alpha=0.5 lambda=0.1 density=0.2 "
           "Delta=0.01", 160, 8);
    agrees("simulate models/erm/ridge_regression.saddle alpha=1 lambda=0.1 "
           "Delta=0.1", 160, 8);
    agrees("simulate models/erm/hinge.saddle alpha=2 lambda=0.2", 100, 8);
    agrees("simulate models/erm/maximum_margin.saddle alpha=1", 100, 8);
    agrees("simulate models/erm/logistic.saddle alpha=0.5:2.5:1 lambda=0.1",
           120, 8);
}

static void
test_storage(void)
{
    agrees("simulate models/storage/spherical_perceptron.saddle alpha=1.5:2.5:0.5",
           20, 60);
    agrees("simulate models/storage/spherical_perceptron.saddle alpha=1 "
           "kappa=0.5", 20, 40);
    agrees("simulate models/storage/binary_perceptron.saddle alpha=0.3", 13,
           60);
    agrees("simulate models/storage/symmetric_binary_perceptron.saddle "
           "alpha=0.8 kappa=1", 13, 60);
}

static void
test_glasses(void)
{
    agrees("simulate --system sk --theory models/spin_glass/sk.saddle beta=1 "
           "h=0.5", 300, 8);
    agrees("simulate --system sk --method tempering --theory "
           "models/spin_glass/sk.saddle beta=0.5 h=0 --sweeps 300", 64, 8);
    agrees("simulate --system hopfield --theory "
           "models/spin_glass/hopfield.saddle beta=3 alpha=0.04 --sweeps 200",
           300, 6);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "message passing agrees", test_agreement },
        { "without Onsager terms", test_onsager },
        { "f_w, g_out 1 % too large", test_denoisers },
        { "minimisers", test_minimisers },
        { "storage", test_storage },
        { "spin glasses", test_glasses },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("finite systems", tests);
    shell_close();
    return status;
}
