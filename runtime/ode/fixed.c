/* runtime/ode/fixed.c -- fixed points of a flow: along it, then Newton. */
#include "fixed.h"

#include "fixed_space.h"
#include "gram.h"
#include "integrate.h"
#include "lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONG 1e7            /* time at most, over the learning rate        */
#define SMOOTH 1e-4         /* of difference quotients, over the largest   */
#define CLOSEST 1e-6        /* distance of quotients, before rounding counts */
#define FOUND 1e-12
#define VECTORS 1e-8        /* rounding, of the least eigenvalue           */
#define NEAR 0.1            /* how far Newton may go, over the largest     */
#define RESTS 1e-9          /* largest |slope|, where Newton begins        */

/* ---- along the flow ------------------------------------------------------- */

static int
ode_slope(void *ctx, const double *y, double *dy)
{
    return space_slope(ctx, y, dy);
}

/* Stops when the state rests. */
static int
ode_step(void *ctx, double t, const double *y)
{
    space_t *s = ctx;
    double *dy;

    if (s->steps++ % 8 != 0 || (dy = malloc((size_t) s->n * sizeof *dy)) == NULL)
        return 0;
    s->rests = !space_slope(s, y, dy) && space_size(dy, s->n) * s->scale < RESTS;
    free(dy);
    return s->rests
           || (s->plan->tick != NULL
               && s->plan->tick(s->plan->ctx,
                                log1p(t) / log1p(s->end)) != 0);
}

static int
settle(space_t *s, double *x)
{
    ode_t ode = { s->n, ode_slope, 0, NULL, ode_step, s };
    ode_options_t options;
    ode_run_t *run;
    double t;

    ode_options_default(&options);
    options.most_steps = 100000;
    s->steps = s->rests = 0;
    s->end = LONG * s->scale;
    run = ode_begin(&ode, &options, 0, x);
    if (run != NULL)
        ode_advance(run, s->end, &t, x);
    ode_end(run);
    return s->rests;
}

/* ---- what is there -------------------------------------------------------- */

static void
sort_rates(double *re, double *im, int n)
{
    int i, k;

    for (i = 1; i < n; i++)
        for (k = i; k > 0 && re[k] > re[k - 1]; k--)
        {
            double a = re[k], b = im[k];

            re[k] = re[k - 1];
            im[k] = im[k - 1];
            re[k - 1] = a;
            im[k - 1] = b;
        }
}

/* Quotients at distances that shrink, until two agree; 0 where none do, as the
   slopes have no derivative. */
static int
derivative(const space_t *s, const double *x, double *j, double *near)
{
    size_t n = (size_t) s->n, i;
    double reach, gap;

    for (reach = SPACE_REACH; reach > CLOSEST; reach /= 8)
    {
        if (!space_jacobian(s, x, reach, j)
            || !space_jacobian(s, x, reach / 8, near))
            continue;
        for (gap = 0, i = 0; i < n * n; i++)
            gap = fmax(gap, fabs(j[i] - near[i]));
        if (gap < SMOOTH * space_size(j, (int) (n * n)))
            return 1;
    }
    return 0;
}

static int
eigenvalues(const space_t *s, const double *x, double *re, double *im)
{
    size_t n = (size_t) s->n;
    int room = 8 * s->n, one = 1, status = 1;
    double *j = malloc((2 * n * n + (size_t) room) * sizeof *j), none;
    double *near = j + n * n;

    if (j != NULL && derivative(s, x, j, near))
        dgeev_("N", "N", &s->n, j, &s->n, re, im, &none, &one, &none, &one,
               near + n * n, &room, &status);
    free(j);
    if (status == 0)
        sort_rates(re, im, s->n);
    return status == 0;
}

static void
describe(fixed_point_t *p, space_t *s)
{
    const fixed_plan_t *plan = s->plan;
    double zero;
    int i;

    plan->flow->values(plan->theta, p->state, p->value);
    plan->flow->slope(plan->theta, p->state, plan->limit, s->rate);
    p->residual = space_size(s->rate, plan->flow->n_state);
    s->alike = 0;
    s->n = plan->flow->n_state;
    p->smooth = eigenvalues(s, p->state, p->re, p->im);
    zero = 1e-8 * fmax(fabs(p->re[0]), fabs(p->re[s->n - 1]));
    for (i = 0; i < s->n && p->smooth; i++)
    {
        p->unstable += p->re[i] > zero;
        p->marginal += fabs(p->re[i]) <= zero;
    }
}

static int
make_room(fixed_point_t *p, const saddle_flow_t *f)
{
    size_t n = (size_t) f->n_state;

    memset(p, 0, sizeof *p);
    p->state = calloc(3 * n + (size_t) f->n_values, sizeof *p->state);
    if (p->state == NULL)
        return 0;
    p->re = p->state + n;
    p->im = p->re + n;
    p->value = p->im + n;
    return 1;
}

void
fixed_clear(fixed_point_t *p)
{
    free(p->state);
    memset(p, 0, sizeof *p);
}

int
fixed_plateau(fixed_point_t *p, const fixed_plan_t *plan)
{
    const saddle_flow_t *f = plan->flow;
    double *x = malloc((size_t) fixed_alike_size(f) * sizeof *x);
    space_t s = { 0 };
    int good = make_room(p, f) && x != NULL && space_open(&s, plan, 1);

    if (good)
    {
        f->start(plan->theta, p->state);
        fixed_alike_means(f, p->state, x);
        settle(&s, x);
        good = space_newton(&s, x);
        fixed_alike_state(f, x, p->state);
        if (good)
            describe(p, &s);
        /* means that rest are not enough: the rule may tell students apart */
        good = good && p->residual * s.scale < RESTS;
    }
    free(x);
    free(s.state);
    return good;
}

/* A correction, no other place. */
static int
is_near(const double *x, const double *y, int n)
{
    double gap = 0;
    int i;

    for (i = 0; i < n; i++)
        gap = fmax(gap, fabs(x[i] - y[i]));
    return gap < NEAR * fmax(space_size(y, n), 1e-3);
}

/* Outside of the overlaps of vectors slopes may vanish too: they mean nothing
   there. */
static int
are_vectors(const fixed_plan_t *plan, const double *state)
{
    return gram_least_of(plan->flow, plan->theta, state) > -VECTORS;
}

int
fixed_rest(fixed_point_t *p, const fixed_plan_t *plan, const double *state)
{
    size_t n = (size_t) plan->flow->n_state;
    space_t s = { 0 };
    double *rest = malloc(n * sizeof *rest);
    int good = make_room(p, plan->flow) && space_open(&s, plan, 0)
               && rest != NULL, settled, found;

    if (good)
    {
        memcpy(p->state, state, n * sizeof *state);
        settled = settle(&s, p->state);
        memcpy(rest, p->state, n * sizeof *rest);
        found = space_newton(&s, rest) && is_near(rest, p->state, s.n)
                && are_vectors(plan, rest);
        if (found)
            memcpy(p->state, rest, n * sizeof *rest);
        describe(p, &s);
        good = found ? settled || p->smooth    /* no slow approach */
                     : settled && p->residual * s.scale < FOUND;
    }
    free(rest);
    free(s.state);
    return good;
}

double
fixed_rate(const fixed_plan_t *plan, double *state)
{
    size_t n = (size_t) plan->flow->n_state;
    double *re = malloc(3 * n * sizeof *re), rate = NAN;
    space_t s = { 0 };

    if (re != NULL && space_open(&s, plan, 0))
    {
        memcpy(re + 2 * n, state, n * sizeof *state);
        if (space_newton(&s, state) && is_near(state, re + 2 * n, s.n)
            && eigenvalues(&s, state, re, re + n))
            rate = re[0];
    }
    free(re);
    free(s.state);
    return rate;
}
