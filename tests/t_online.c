/* tests/t_online.c -- courses of flows, on flows written by hand. */
#include "../runtime/crew.h"
#include "../runtime/ode/course.h"
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

/* ---- the integrator ------------------------------------------------------ */

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

/* ---- reference trajectories ---------------------------------------------- */

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

/* ---- a linear unit ------------------------------------------------------- */

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

int
main(void)
{
    static const harness_test_t tests[] = {
        { "initial value problems", test_integrate },
        { "reference trajectories", test_references },
        { "linear unit", test_linear },
        { NULL, NULL },
    };

    crew_quiet_blas();
    return harness_run("online", tests);
}
