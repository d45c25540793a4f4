/* tests/bench/online.c -- courses of flows against their slopes, gradient
 * descent against its parts.
 *
 * Courses to t = 1000 of committees with K = M = 2 and K = 8, M = 4, over the
 * time of their slopes alone; slopes are those written by hand.  Then gradient
 * descent at N = 10000, K = M = 4, one thread, over the sum of drawing the
 * inputs, of the inner products and of the updates, each alone.  Times are of
 * the processor, which other work on the machine does not lengthen.
 */
#include "../../runtime/crew.h"
#include "../../runtime/ode/course.h"
#include "../../runtime/ode/descent.h"
#include "../flow_committee.h"

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SIZE 10000
#define STEPS 1000
#define UNITS 4
#define REPEATS 5           /* of a course; the fastest counts */

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static long slopes;
static int (*whole)(const double *, const double *, saddle_flow_limit_t,
                    double *);

static int
counted(const double *theta, const double *state, saddle_flow_limit_t limit,
        double *out)
{
    slopes++;
    return whole(theta, state, limit, out);
}

static void
bench_course(const committee_t *s)
{
    double time[] = { 0, 1, 10, 100, 1000 }, *state, *out, begin, all, alone;
    saddle_flow_t f;
    course_plan_t p = { .flow = &f, .theta = COMMITTEE_THETA(s), .n_times = 5,
                        .time = time };
    course_t c;
    long k, turn;

    committee_flow(&f, s);
    whole = f.slope;
    f.slope = counted;
    ode_options_default(&p.ode);
    all = INFINITY;
    for (k = 0; k < REPEATS; k++)
    {
        slopes = 0;
        begin = now();
        course_run(&c, &p);
        all = fmin(all, now() - begin);
        if (k + 1 < REPEATS)
            course_clear(&c);
    }
    state = calloc(2 * (size_t) f.n_state, sizeof *state);
    out = state + f.n_state;
    f.start(p.theta, state);
    alone = INFINITY;
    for (turn = 0; turn < REPEATS; turn++)
    {
        begin = now();
        for (k = 0; k < slopes; k++)
            whole(p.theta, state, FLOW_FINITE, out);
        alone = fmin(alone, now() - begin);
    }
    printf("course to t = 1000, K = %d, M = %d: %.1f ms, %ld steps, %ld "
           "slopes; %.2f of the slopes alone\n", s->K, s->M, 1e3 * all,
           c.steps, slopes, all / alone);
    course_clear(&c);
    free(state);
}

static void
bench_courses(void)
{
    committee_t s;
    int k, l, at;

    committee_a(&s);
    bench_course(&s);
    memset(s.T, 0, sizeof s.T);
    s.K = 8;
    s.M = 4;
    s.eta = 0.2;
    for (k = 0; k < 4; k++)
        s.T[k * 5] = 1;
    for (k = 0, at = 0; k < 8; k++)
        for (l = 0; l < 4; l++)
            s.start[at++] = k % 4 == l ? 0.02 : 0.01;
    for (k = 0; k < 8; k++)
        for (l = k; l < 8; l++)
            s.start[at++] = k == l ? 0.25 : 0;
    bench_course(&s);
}

static void
bench_descent(void)
{
    double time = (double) STEPS / SIZE, out[64], begin, all, part[3] = { 0 };
    double *x = malloc((1 + 2 * UNITS) * SIZE * sizeof *x), *w = x + SIZE;
    double field[2 * UNITS];
    committee_t s;
    saddle_flow_t f;
    descent_t d = { &f, COMMITTEE_THETA(&s), SIZE, 1, &time, NULL, NULL };
    const char *why;
    int k;

    committee_equal(&s, UNITS, 0.1, 0);
    committee_flow(&f, &s);
    begin = now();
    descent_run(out, &d, random_stream(1, 1), &why);
    all = now() - begin;
    random_normal(w, 2 * UNITS * SIZE, random_stream(1, 2), 0, 0);
    for (k = 0; k < STEPS; k++)
    {
        begin = now();
        random_ziggurat(x, SIZE, random_stream(1, 1), (uint64_t) k, 0);
        part[0] += now() - begin;
        begin = now();
        cblas_dgemv(CblasRowMajor, CblasNoTrans, 2 * UNITS, SIZE, 1, w, SIZE,
                    x, 1, 0, field, 1);
        part[1] += now() - begin;
        begin = now();
        cblas_dger(CblasRowMajor, UNITS, SIZE, 1e-9, field, 1, x, 1, w, SIZE);
        part[2] += now() - begin;
    }
    printf("gradient descent, N = %d, K = %d: %.3g us a step; drawing %.3g, "
           "inner products %.3g, updates %.3g: %.2f of their sum\n", SIZE,
           UNITS, 1e6 * all / STEPS, 1e6 * part[0] / STEPS,
           1e6 * part[1] / STEPS, 1e6 * part[2] / STEPS,
           all / (part[0] + part[1] + part[2]));
    free(x);
}

int
main(void)
{
    crew_quiet_blas();
    bench_courses();
    bench_descent();
    return 0;
}
