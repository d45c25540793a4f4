/* tests/t_online_rest.c -- fixed points of flows, in doubles. */
#include "../runtime/crew.h"
#include "../runtime/ode/course.h"
#include "../runtime/ode/fixed.h"
#include "flow_case.h"
#include "flow_committee.h"
#include "golden.h"
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

/* ---- the plateau --------------------------------------------------------- */

/* Limit of small rates: closed forms. */
static void
test_plateau_limit(void)
{
    int K, k;

    for (K = 2; K <= 5; K++)
    {
        double lambda = 2 / M_PI * K
                        / (sqrt(2 * K - 1) * pow(2 * K + 1, 1.5));
        committee_t s;
        saddle_flow_t f;
        fixed_plan_t plan = { &f, COMMITTEE_THETA(&s), FLOW_GRADIENT, NULL,
                              NULL };
        fixed_point_t p;

        committee_equal(&s, K, 1, 0);
        committee_flow(&f, &s);
        CU_ASSERT(fixed_may_be_alike(&plan));
        CU_ASSERT_FATAL(fixed_plateau(&p, &plan));
        near(p.state[0], 1 / sqrt(K * (2 * K - 1)), 1e-12, "R of the plateau");
        near(p.state[K * K], 1. / (2 * K - 1), 1e-12, "Q of the plateau");
        near(p.value[0], K / M_PI * (M_PI / 6 - K * asin(1. / (2 * K))), 1e-13,
             "error of the plateau");
        CU_ASSERT(p.unstable == (K - 1) * (K - 1));
        for (k = 0; k < (K - 1) * (K - 1); k++)
            near(p.re[k], lambda, 1e-9, "eigenvalue of the escape");
        fixed_clear(&p);
    }
}

static void
test_plateau_finite(void)
{
    static const struct
    {
        int K;
        double eta, R, Q, error, first, next;
    } known[] = {
        { 2, 0.1, .4085433157, .3342970753, .0120857562, .00662055,
          .000133688 },
        { 2, 0.5, .4101581541, .3395790241, .0146770197, .034341, .004127 },
        { 3, 0.5, .2602121045, .2083313524, .0328178549, .027158, .027158 },
    };
    int i;

    for (i = 0; i < 3; i++)
    {
        committee_t s;
        saddle_flow_t f;
        fixed_plan_t plan = { &f, COMMITTEE_THETA(&s), FLOW_FINITE, NULL,
                              NULL };
        fixed_point_t p;

        committee_equal(&s, known[i].K, known[i].eta, 0);
        committee_flow(&f, &s);
        CU_ASSERT_FATAL(fixed_plateau(&p, &plan));
        near(p.state[0], known[i].R, 1e-10, "R");
        near(p.state[known[i].K * known[i].K], known[i].Q, 1e-10, "Q");
        near(p.value[0], known[i].error, 1e-10, "error");
        near(p.re[0], known[i].first, 1e-6, "top eigenvalue");
        near(p.re[1], known[i].next, 1e-6, "next eigenvalue");
        fixed_clear(&p);
    }
}

/* ---- specialised states -------------------------------------------------- */

static void
test_specialised(void)
{
    static const struct
    {
        int K;
        double eta, sigma, error, R, Q, other;
    } known[] = {
        { 1, 0.1, 0.1, 9.4201563366e-05, 1.0007693095, 1.0020521058, 0 },
        { 1, 0.2, 1.0, 0.018909748622, 1.1737747445, 1.4945652260, 0 },
        { 2, 0.1, 0.1, 1.91977689063e-04, 1.0014567123, 1.0034362560,
          -.00051796 },
        { 2, 0.5, 0.1, 1.16780158185e-03, 1.0089018835, 1.0210190697,
          -.00317260 },
        { 3, 0.1, 0.1, 2.9358942421e-04, 1.0016093844, 1.0037513487,
          -.00031187 },
    };
    int i;

    for (i = 0; i < 5; i++)
    {
        double state[64];
        committee_t s;
        saddle_flow_t f;
        fixed_plan_t plan = { &f, COMMITTEE_THETA(&s), FLOW_FINITE, NULL,
                              NULL };
        fixed_point_t p;
        int K = known[i].K;

        committee_equal(&s, K, known[i].eta, known[i].sigma);
        committee_flow(&f, &s);
        f.start(plan.theta, state);
        CU_ASSERT_FATAL(fixed_rest(&p, &plan, state));
        near(p.value[0], known[i].error, 1e-13, "error");
        near(p.state[0], known[i].R, 1e-10, "R11");
        near(p.state[K * K], known[i].Q, 1e-10, "Q11");
        if (K > 1)
            near(p.state[1], known[i].other, 1e-8, "R12");
        CU_ASSERT(p.unstable == 0 && p.marginal == 0);
        fixed_clear(&p);
    }
}

/* Relaxation at small rates, and the largest rate: K = 1 in closed form. */
static void
test_limits(void)
{
    static const double slowest[] = { 0, .1225175, .0441848, .0436349 };
    static const double limit[] = { 0, 4.0557786760, 2.3068277, 1.6206745 };
    double state[64];
    committee_t s;
    saddle_flow_t f;
    fixed_plan_t plan = { &f, (const double *) (const void *) &s, FLOW_FINITE,
                          NULL, NULL };
    fixed_point_t p;
    int K;

    for (K = 1; K <= 3; K++)
    {
        double lo = 1, hi = 5, middle;

        committee_equal(&s, K, 0.01, 0);
        committee_flow(&f, &s);
        fixed_copies(&f, plan.theta, state);
        CU_ASSERT_FATAL(fixed_rest(&p, &plan, state));
        near(p.re[0] / 0.01, -slowest[K], 1e-6, "slowest relaxation");
        fixed_clear(&p);
        while (hi - lo > 1e-9)
        {
            s.eta = middle = (lo + hi) / 2;
            if (fixed_rate(&plan, state) < 0)
                lo = middle;
            else
                hi = middle;
        }
        near(lo, limit[K], 2e-7, "largest learning rate");
    }
}

/* ---- rectified units ------------------------------------------------------ */

/* Slopes vary fast near the teacher and end there.  What counts is a state of
   vectors; and the slowest eigenvalue is the decay of a course. */
static void
test_rectified(void)
{
    char *text = golden_read("models/dynamics/committee_relu.saddle", NULL);
    double theta[2] = { 0.5, 0 }, state[7], time[] = { 200, 240, 280 };
    fixed_plan_t plan = { NULL, theta, FLOW_FINITE, NULL, NULL };
    course_plan_t course = { .theta = theta, .n_times = 3, .time = time };
    fixed_point_t p;
    flow_case_t f;
    course_t c;
    double gap[3] = { 0 };
    int i, k;

    CU_ASSERT_FATAL(text != NULL && flow_case_open(&f, text));
    plan.flow = course.flow = f.flow;
    fixed_copies(f.flow, theta, state);
    CU_ASSERT_FATAL(fixed_rest(&p, &plan, state));
    near(p.state[1], 0, 1e-9, "R[1,2] at the teacher");
    near(p.value[0], 0, 1e-9, "error at the teacher");
    CU_ASSERT(!p.smooth);
    fixed_clear(&p);
    theta[1] = 0.1;
    f.flow->start(theta, state);
    CU_ASSERT_FATAL(fixed_rest(&p, &plan, state));
    CU_ASSERT(p.smooth && p.unstable == 0);
    ode_options_default(&course.ode);
    CU_ASSERT_FATAL(course_run(&c, &course) == COURSE_DONE);
    for (i = 0; i < 3; i++)
        for (k = 0; k < f.flow->n_state; k++)
            gap[i] += fabs(c.row[i * (int) c.width + f.flow->n_values + k]
                           - p.state[k]);
    near(log(gap[2] / gap[1]) / 40, p.re[0], 1e-4, "decay of a course");
    course_clear(&c);
    fixed_clear(&p);
    flow_case_close(&f);
    free(text);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "plateaus at small rates", test_plateau_limit },
        { "plateaus at finite rates", test_plateau_finite },
        { "specialised states", test_specialised },
        { "relaxation and largest rates", test_limits },
        { "rectified units", test_rectified },
        { NULL, NULL },
    };

    crew_quiet_blas();
    return harness_run("fixed points of flows", tests);
}
