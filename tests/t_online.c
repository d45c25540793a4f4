/* tests/t_online.c -- courses of flows, and the algorithm that they describe,
 * on flows written by hand.
 */
#include "../runtime/crew.h"
#include "../runtime/ode/course.h"
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

/* ---- the integrator ------------------------------------------------------- */

static int
square(void *ctx, const double *y, double *dy)
{
    (void) ctx;
    dy[0] = y[0] * y[0];
    return 0;
}

static int
turning(void *ctx, const double *y, double *dy)
{
    (void) ctx;
    dy[0] = y[1];
    dy[1] = -y[0];
    return 0;
}

static void
crossing(void *ctx, double t, const double *y, double *value)
{
    (void) ctx, (void) t;
    value[0] = y[0];
}

static int
root(void *ctx, const double *y, double *dy)
{
    (void) ctx;
    dy[0] = -1;
    return y[0] < 0.25;         /* not defined below */
}

static void
test_integrate(void)
{
    ode_t blow_up = { 1, square, 0, NULL, NULL, NULL };
    ode_t circle = { 2, turning, 1, crossing, NULL, NULL };
    ode_t edge = { 1, root, 0, NULL, NULL, NULL };
    double one[2] = { 1, 0 }, y[2], t;
    ode_options_t o;
    ode_run_t *r;
    int rises;

    ode_options_default(&o);
    r = ode_begin(&blow_up, &o, 0, one);
    CU_ASSERT(ode_advance(r, 0.5, &t, y) == ODE_REACHED && t == 0.5);
    near(y[0], 2, 1e-7, "1/(1 - t)");
    CU_ASSERT(ode_advance(r, 2, &t, y) == ODE_DIVERGED);
    near(t, 1, 1e-6, "where it ends");
    CU_ASSERT(y[0] > 1e4 && isfinite(y[0]));
    ode_end(r);

    r = ode_begin(&circle, &o, 0, one);
    CU_ASSERT(ode_advance(r, 3, &t, y) == ODE_EVENT);
    near(t, M_PI / 2, 1e-7, "zero of the cosine");
    CU_ASSERT(ode_which(r, &rises) == 0 && !rises);
    CU_ASSERT(ode_advance(r, 3, &t, y) == ODE_REACHED);
    near(y[0], cos(3), 1e-7, "cosine");
    CU_ASSERT(ode_advance(r, 6, &t, y) == ODE_EVENT);
    near(t, 3 * M_PI / 2, 1e-7, "its next zero");
    CU_ASSERT(ode_which(r, &rises) == 0 && rises);
    ode_end(r);

    r = ode_begin(&edge, &o, 0, one);
    CU_ASSERT(ode_advance(r, 2, &t, y) == ODE_UNDEFINED);
    CU_ASSERT(t <= 0.7501 && y[0] >= 0.25);
    ode_end(r);
}

/* ---- reference trajectories ----------------------------------------------- */

/* Rows: t, then the error and the state, as they are printed. */
static const double run_a[][9] = {
    { 0, .392614162613, .1, .05, .02, .12, .25, .05, .36 },
    { 1, .200029099326, .2370603097, .1762454796, .1516901834, .2458771706,
      .2885039909, .0570246296, .3617835632 },
    { 5, .0276341583964, .4221382597, .3441302907, .3371048825, .4218522218,
      .4223632389, .1794330747, .4338678518 },
    { 10, .0157613657491, .4655416430, .3773106912, .3750999444, .4642833570,
      .4705068560, .2445880940, .4698453254 },
    { 20, .0148756484342, .4856238036, .3747662110, .3734945809, .4842961482,
      .4745209241, .2709176891, .4722119524 },
    { 50, .0133014031638, .5420596741, .3156374528, .3146936068, .5409869660,
      .4639643959, .2764405566, .4621450900 },
    { 100, .00562448191951, .7413752940, .1531537401, .1527088224,
      .7407402146, .6010447713, .2010027681, .5999517692 },
};
static const double run_b[][14] = {
    { 0, .52441641181, .10, .05, .02, .12, -.03, .04, .25, .05, 0, .36, -.04,
      .16 },
    { 1, .225527380607, .2687184607, .2186287804, .1810677583, .2850639981,
      .1405876528, .2128150266, .3003023783, .0766681070, .0538137779,
      .3880657148, -.0038350014, .2319057702 },
    { 5, .029535661988, .4240251654, .3717798264, .3284075225, .4388798333,
      .2915560236, .3675381191, .3732709920, .1399139040, .1417591947,
      .4280375436, .0712662683, .3218574896 },
    { 10, .022971171532, .4426774712, .3827771288, .3376887939, .4539951116,
      .3011723798, .3805883609, .3830307690, .1547450322, .1546306703,
      .4251244115, .0869453217, .3265780801 },
    { 20, .0224967310187, .4567625045, .3763468712, .3301274433, .4591904157,
      .2936877764, .3799673092, .3829168824, .1616013866, .1540991049,
      .4072768272, .0934723276, .3132753833 },
};

static void
follow(const committee_t *s, const double *table, size_t n_rows, size_t width)
{
    double time[16];
    saddle_flow_t f;
    course_plan_t p = { .flow = &f, .theta = COMMITTEE_THETA(s),
                        .n_times = n_rows, .time = time };
    course_t c;
    size_t i, k;

    committee_flow(&f, s);
    ode_options_default(&p.ode);
    p.ode.rtol = 1e-12;
    p.ode.atol = 1e-15;
    for (i = 0; i < n_rows; i++)
        time[i] = table[i * width];
    CU_ASSERT_FATAL(course_run(&c, &p) == COURSE_DONE);
    CU_ASSERT_FATAL(c.n_rows == n_rows && c.width + 1 == width);
    for (i = 0; i < n_rows; i++)
        for (k = 0; k < c.width; k++)
            near(c.row[i * c.width + k], table[i * width + k + 1],
                 k == 0 ? 3e-11 : 2e-10, "reference trajectory");
    CU_ASSERT(c.least > -1e-9);
    course_clear(&c);
}

static void
test_references(void)
{
    committee_t s;

    committee_a(&s);
    follow(&s, run_a[0], 7, 9);
    committee_b(&s);
    follow(&s, run_b[0], 5, 14);
}

/* ---- a linear unit -------------------------------------------------------- */

/* theta: eta, variance of the noise, R and Q at the start, t of the stop. */
static int
linear_slope(const double *p, const double *s, saddle_flow_limit_t limit,
             double *out)
{
    double eta = limit == FLOW_GRADIENT ? 1 : p[0];
    double e = s[1] - 2 * s[0] + 1;

    out[0] = eta * (1 - s[0]);
    out[1] = 2 * eta * (s[0] - s[1]);
    if (limit == FLOW_FINITE)
        out[1] += eta * eta * (e + p[1]);
    return 0;
}

static int
linear_values(const double *p, const double *s, double *out)
{
    (void) p;
    *out = (s[1] - 2 * s[0] + 1) / 2;
    return 0;
}

static void
linear_start(const double *p, double *s)
{
    s[0] = p[2];
    s[1] = p[3];
}

static void
linear_layers(const double *p, double *T, double *v0, double *v)
{
    (void) p;
    *T = *v0 = *v = 1;
}

static void
linear_stop(const double *p, const double *s, double *out)
{
    *out = s[0] - p[4];
}

static void
linear_flow(saddle_flow_t *f)
{
    memset(f, 0, sizeof *f);
    f->students = f->teachers = 1;
    f->n_state = 2;
    f->n_values = 1;
    f->slope = linear_slope;
    f->values = linear_values;
    f->start = linear_start;
    f->layers = linear_layers;
    f->n_stops = 1;
    f->stops = linear_stop;
}

static void
test_linear(void)
{
    static const double cases[][6] = {
        { 0.5, 0.1, 2, 0.6689085029, 0.2601823295, 0.5979993354 },
        { 1.0, 0.1, 2, 0.8781982451, 0.2285685191, 0.9849650092 },
        { 2.2, 0.0, 2, 0.9889503941, 2.5314446917, 3.5093454799 },
    };
    double p[5] = { 0, 0, 0.1, 0.25, 9 }, time[2] = { 0, 2 };
    saddle_flow_t f;
    course_plan_t plan = { .flow = &f, .theta = p, .n_times = 2,
                           .time = time };
    course_t c;
    int i;

    linear_flow(&f);
    ode_options_default(&plan.ode);
    for (i = 0; i < 3; i++)
    {
        p[0] = cases[i][0];
        p[1] = cases[i][1];
        CU_ASSERT_FATAL(course_run(&c, &plan) == COURSE_DONE);
        near(c.row[c.width + 1], cases[i][3], 2e-9, "R of a linear unit");
        near(2 * c.row[c.width], cases[i][4], 2e-9, "e of a linear unit");
        near(c.row[c.width + 2], cases[i][5], 2e-9, "Q of a linear unit");
        course_clear(&c);
    }
    /* the error grows like exp(3 t) */
    p[0] = 3;
    time[1] = 100;
    CU_ASSERT(course_run(&c, &plan) == COURSE_DIVERGED);
    near(c.last_time, 30 * log(10) / 3, 1.5, "when Q passes the bound");
    CU_ASSERT(c.last[2] < 1e30 && c.last[2] > 1e20);
    course_clear(&c);
    /* a stop of the spec: R = 1 - 0.9 exp(-t/2) passes 1/2 */
    p[0] = 0.5;
    p[4] = 0.5;
    CU_ASSERT(course_run(&c, &plan) == COURSE_STOP);
    CU_ASSERT(c.n_rows == 2 && c.stop == 0 && c.n_events == 1);
    near(c.time[1], 2 * log(1.8), 1e-8, "time of the stop");
    course_clear(&c);
    p[2] = 0.6;
    p[3] = 0.5;
    CU_ASSERT(course_run(&c, &plan) == COURSE_STOP && c.n_rows == 1);
    course_clear(&c);
    /* no vectors: R^2 > Q */
    CU_ASSERT((p[3] = 0.35, course_run(&c, &plan)) == COURSE_NO_VECTORS);
    CU_ASSERT(c.n_rows == 0);
    course_clear(&c);
    /* the limit: R = 1 - 0.9 exp(-tau), whatever eta */
    p[2] = 0.1;
    p[4] = 9;
    time[1] = 2;
    plan.limit = FLOW_GRADIENT;
    CU_ASSERT(course_run(&c, &plan) == COURSE_DONE);
    near(c.row[c.width + 1], 1 - 0.9 * exp(-2), 1e-9, "R in the limit");
    course_clear(&c);
}

/* ---- Gram matrices -------------------------------------------------------- */

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

/* ---- normal numbers ------------------------------------------------------- */

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

/* ---- the algorithm -------------------------------------------------------- */

#define TIMES 10

/* The largest |z| of all overlaps at ten times; the equations may be changed,
   the algorithm is not. */
static double
largest_z(const committee_t *s, size_t size, int runs, int biased)
{
    double time[TIMES], sum[TIMES * 16] = { 0 }, two[TIMES * 16] = { 0 };
    double out[TIMES * 16], worst = 0;
    committee_t whole = *s;
    saddle_flow_t f;
    course_plan_t p = { .flow = &f, .theta = COMMITTEE_THETA(s),
                        .n_times = TIMES, .time = time };
    descent_t d = { &f, COMMITTEE_THETA(&whole), size, TIMES, time, NULL,
                    NULL };
    const char *why;
    course_t c;
    size_t i;
    int k;

    committee_flow(&f, s);
    for (i = 0; i < TIMES; i++)
        time[i] = descent_time(0.5 * (double) (i + 1), size);
    ode_options_default(&p.ode);
    CU_ASSERT_FATAL(course_run(&c, &p) == COURSE_DONE);
    for (k = 0; k < runs; k++)
    {
        CU_ASSERT_FATAL(descent_run(out, &d, random_stream(7, 1000 + (uint64_t) k),
                                    &why) == SADDLE_OK);
        for (i = 0; i < TIMES * c.width; i++)
        {
            sum[i] += out[i];
            two[i] += out[i] * out[i];
        }
    }
    for (i = 0; i < TIMES * c.width; i++)
    {
        double mean = sum[i] / runs;
        double error = sqrt((two[i] / runs - mean * mean) / (runs - 1));

        /* the mean differs by O(1/N) */
        worst = fmax(worst, fabs(mean - c.row[i])
                                / hypot(error, biased ? 1. / (double) size : 0));
    }
    course_clear(&c);
    return worst;
}

static void
test_descent(void)
{
    committee_t s;
    double z;

    committee_a(&s);
    s.sigma = 0.7;
    z = largest_z(&s, 500, (int) trials(40), 1);
    printf(" [largest |z| %.1f", z);
    CU_ASSERT(z < 5);
    s.noise = 0;
    z = largest_z(&s, 500, 40, 1);
    printf(", without noise term %.1f", z);
    CU_ASSERT(z > 5);
    s.noise = 1;
    s.square = 0;
    z = largest_z(&s, 500, 40, 1);
    printf(", without eta^2 %.1f]", z);
    CU_ASSERT(z > 5);
    committee_b(&s);
    CU_ASSERT(largest_z(&s, 400, (int) trials(20), 1) < 5);
    /* both layers, from vectors that are partly zero */
    committee_a(&s);
    s.learned = 1;
    s.eta_v = 0.5;
    s.v[0] = 0.6;
    s.v[1] = 0.3;
    memset(s.start, 0, sizeof s.start);
    s.start[0] = 0.3;
    s.start[4] = 0.2;
    CU_ASSERT(largest_z(&s, 400, (int) trials(20), 1) < 5);
}

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
        { "initial value problems", test_integrate },
        { "reference trajectories", test_references },
        { "linear unit", test_linear },
        { "matrices of overlaps", test_gram },
        { "normal numbers", test_ziggurat },
        { "gradient descent from exact overlaps", test_descent_start },
        { "steps in blocks", test_blocks },
        { "gradient descent beside its equations", test_descent },
        { NULL, NULL },
    };

    crew_quiet_blas();
    return harness_run("online", tests);
}
