/* tests/t_online_descent.c -- gradient descent at finite size beside the flow
 * that describes it.
 *
 * The mean over runs differs from the flow by a/N + ...; runs at N and 4N tell
 * a: (4 m(4N) - m(N))/3 is compared, and nothing is assumed about its size.
 */
#include "../runtime/crew.h"
#include "../runtime/ode/course.h"
#include "../runtime/ode/descent.h"
#include "flow_case.h"
#include "flow_committee.h"
#include "golden.h"
#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMES 10

/* What runs gave, of values and overlaps at ten times. */
typedef struct
{
    double time[TIMES];
    size_t n;                   /* entries                                 */
    double *mean, *error;       /* of size N, then of 4N; error squared    */
} beside_t;

/* ---- runs ---------------------------------------------------------------- */

static void
average(beside_t *b, const descent_t *d, int runs, double *mean, double *error)
{
    double *out = malloc(b->n * sizeof *out);
    const char *why = "no memory";
    size_t i;
    int k;

    for (k = 0; k < runs; k++)
    {
        CU_ASSERT_FATAL(out != NULL
                        && descent_run(out, d, random_stream(d->size,
                                                    1000 + (uint64_t) k),
                                       &why) == SADDLE_OK);
        for (i = 0; i < b->n; i++)
        {
            double gap = out[i] - mean[i];

            mean[i] += gap / (k + 1);
            error[i] += gap * (out[i] - mean[i]);
        }
    }
    for (i = 0; i < b->n; i++)
        error[i] /= (double) runs * (runs - 1);
    free(out);
}

/* Runs of sizes N, even, and 4N, at end/10, 2 end/10 .. end. */
static void
carry_out(beside_t *b, const saddle_flow_t *f, const double *theta,
          size_t size, long runs, double end)
{
    descent_t d = { f, theta, size, TIMES, b->time, NULL, NULL };
    size_t i;

    b->n = TIMES * (size_t) (f->n_values + f->n_state);
    b->mean = calloc(4 * b->n, sizeof *b->mean);
    CU_ASSERT_FATAL(b->mean != NULL);
    b->error = b->mean + 2 * b->n;
    for (i = 0; i < TIMES; i++)
        b->time[i] = descent_time(end * (double) (i + 1) / TIMES, size);
    average(b, &d, (int) runs, b->mean, b->error);
    d.size = 4 * size;
    average(b, &d, (int) runs, b->mean + b->n, b->error + b->n);
}

/* The largest |z| of them all beside the course of a flow. */
static double
largest_z(const beside_t *b, const saddle_flow_t *f, const double *theta)
{
    course_plan_t p = { .flow = f, .theta = theta, .n_times = TIMES,
                        .time = b->time };
    course_t c;
    double worst = 0;
    size_t i;

    ode_options_default(&p.ode);
    CU_ASSERT_FATAL(course_run(&c, &p) == COURSE_DONE);
    for (i = 0; i < b->n; i++)
    {
        double limit = (4 * b->mean[b->n + i] - b->mean[i]) / 3;
        double width = sqrt(16 * b->error[b->n + i] + b->error[i]) / 3;

        worst = fmax(worst, fabs(limit - c.row[i]) / width);
    }
    course_clear(&c);
    return worst;
}

/* ---- by hand ------------------------------------------------------------- */

static double
committee_z(const committee_t *s)
{
    saddle_flow_t f;
    beside_t b;
    double z;

    committee_flow(&f, s);
    carry_out(&b, &f, COMMITTEE_THETA(s), 100, trials(24), 5);
    z = largest_z(&b, &f, COMMITTEE_THETA(s));
    free(b.mean);
    return z;
}

static void
test_by_hand(void)
{
    committee_t s;

    committee_a(&s);
    CU_ASSERT(committee_z(&s) < 5);
    committee_b(&s);
    CU_ASSERT(committee_z(&s) < 5);
    /* both layers, from vectors that are partly zero */
    committee_a(&s);
    s.learned = 1;
    s.eta_v = 0.5;
    s.v[0] = 0.6;
    s.v[1] = 0.3;
    memset(s.start, 0, sizeof s.start);
    s.start[0] = 0.3;
    s.start[4] = 0.2;
    CU_ASSERT(committee_z(&s) < 5);
}

/* Terms that are left out are missed. */
static void
test_terms(void)
{
    committee_t s, less;
    saddle_flow_t f;
    beside_t b;
    double z;

    committee_a(&s);
    s.sigma = 0.7;
    less = s;
    committee_flow(&f, &s);
    carry_out(&b, &f, COMMITTEE_THETA(&s), 100, trials(24), 5);
    z = largest_z(&b, &f, COMMITTEE_THETA(&s));
    printf(" [largest |z| %.1f", z);
    CU_ASSERT(z < 5);
    less.noise = 0;
    z = largest_z(&b, &f, COMMITTEE_THETA(&less));
    printf(", without noise term %.1f", z);
    CU_ASSERT(z > 5);
    less.noise = 1;
    less.square = 0;
    z = largest_z(&b, &f, COMMITTEE_THETA(&less));
    printf(", without eta^2 %.1f]", z);
    CU_ASSERT(z > 5);
    free(b.mean);
}

/* ---- models/dynamics ----------------------------------------------------- */

static const saddle_flow_t *shipped;

/* A flow without squares of the learning rate, which the algorithm has. */
static int
first_order(const double *theta, const double *state,
            saddle_flow_limit_t limit, double *out)
{
    double eta, eta_v;
    int k, bad = shipped->slope(theta, state, FLOW_GRADIENT, out);

    (void) limit;
    shipped->rates(theta, &eta, &eta_v);
    for (k = 0; k < shipped->n_state; k++)
        out[k] *= eta;
    return bad;
}

/* eta and sigma where the spec has them, other parameters at their defaults. */
static void
set_parameters(const saddle_flow_t *f, double eta, double sigma, double *theta)
{
    int k;

    for (k = 0; k < f->n_parameters; k++)
    {
        const saddle_variable_t *p = f->parameter + k;
        double whole = 0, part = 1;

        if (p->has_default)
            sscanf(p->default_value, "%lf/%lf", &whole, &part);
        theta[k] = strcmp(p->name, "eta") == 0 ? eta
                   : strcmp(p->name, "sigma") == 0 ? sigma : whole / part;
    }
}

typedef struct
{
    const char *name;
    double eta, sigma, end;
    int longer;                 /* only in the long form                   */
} setting_t;

static void
compare(const setting_t *s, const saddle_flow_t *f, int wide)
{
    double theta[8], quiet[8], z;
    saddle_flow_t less = *f;
    beside_t b;

    shipped = f;
    less.slope = first_order;
    set_parameters(f, s->eta, s->sigma, theta);
    set_parameters(f, s->eta, 0, quiet);
    carry_out(&b, f, theta, wide ? 200 : 100, trials(24), s->end);
    z = largest_z(&b, f, theta);
    printf("\n    %-22s largest |z| %.1f", s->name, z);
    CU_ASSERT(z < 5);
    z = largest_z(&b, &less, theta);
    printf(", without eta^2 %.1f", z);
    CU_ASSERT(z > 5);
    if (s->sigma > 0)
    {
        z = largest_z(&b, f, quiet);
        printf(", without noise %.1f", z);
        CU_ASSERT(z > 5);
    }
    free(b.mean);
}

/* Starts break the symmetry of students, and the times are before escapes. */
static void
test_shipped(void)
{
    static const setting_t known[] = {
        { "committee", 0.5, 0.5, 5, 0 },
        { "committee_noise", 0.5, 0.5, 4, 0 },
        { "committee_both_layers", 0.3, 0.5, 4, 0 },
        { "committee_relu", 0.3, 0.6, 3, 0 },
        { "perceptron_rule", 1, 0, 5, 0 },
        { "perceptron_adatron", 1, 0, 5, 0 },
        { "perceptron_hebb", 1, 0, 5, 1 },
        { "perceptron_optimal", 1, 0, 5, 1 },
        { "linear_unit", 0.5, 0, 5, 1 },
        { "erf_unit", 0.5, 0, 5, 1 },
        { "relu_unit", 1, 0.5, 4, 1 },
    };
    int wide = trials(2) > 2;
    size_t i;

    for (i = 0; i < sizeof known / sizeof *known; i++)
    {
        char path[100], *text;
        flow_case_t f;

        if (known[i].longer && !wide)
            continue;
        snprintf(path, sizeof path, "models/dynamics/%s.saddle",
                 known[i].name);
        text = golden_read(path, NULL);
        CU_ASSERT_FATAL(text != NULL);
        if (flow_case_open(&f, text))
            compare(known + i, f.flow, wide);
        flow_case_close(&f);
        free(text);
    }
    printf("\n   ");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "committees by hand", test_by_hand },
        { "terms of the flow", test_terms },
        { "shipped models", test_shipped },
        { NULL, NULL },
    };

    crew_quiet_blas();
    return harness_run("gradient descent beside its equations", tests);
}
