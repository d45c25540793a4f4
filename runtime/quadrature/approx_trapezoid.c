/* runtime/quadrature/approx_trapezoid.c -- Gaussian averages on the line. */
#include "approx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#define FIRST_STEP 0.25
#define FIRST_REACH 8.5   /* the density there is 8e-17 */
#define LAST_REACH 38.5   /* the density there is a denormal */
#define LAST_LEVEL 3      /* halvings of FIRST_STEP */
#define NOISE 2e-15
#define FIRST_STRIDE ((int) (FIRST_STEP / APPROX_FINEST))

/* Sums of f phi over nodes, not yet times the step. */
typedef struct
{
    approx_pass_t *pass;
    double *sum, *size;        /* all nodes                                */
    double *even, *fourth;     /* of the first pass: every 2nd, 4th node   */
    double *last, *before;     /* |f phi| in the outermost units           */
    double *previous;          /* integral with the doubled step           */
    double *node;              /* f phi at all nodes, see approx.h          */
    double reach;
} sums_t;

/* The normal density at all nodes, computed once. */
static double density[APPROX_NODES];
static once_flag density_flag = ONCE_FLAG_INIT;

static void
fill_density(void)
{
    for (int i = 0; i < APPROX_NODES; i++)
        density[i] = saddle_normal_density((i - APPROX_HALF) * APPROX_FINEST);
}

/* Adds nodes first + i step, i < n.  `coarse` also feeds the coarser sums;
   outermost units count towards `last` and `before`. */
static saddle_status_t
add_nodes(sums_t *s, double first, double step, long n, int coarse)
{
    approx_pass_t *pass = s->pass;
    saddle_status_t status = SADDLE_OK;

    for (long start = 0; start < n; start += APPROX_BLOCK)
    {
        int m = n - start < APPROX_BLOCK ? (int) (n - start) : APPROX_BLOCK;
        double t[APPROX_BLOCK];
        int place = approx_place(first + start * step);
        int stride = (int) lround(step / APPROX_FINEST);

        for (int i = 0; i < m; i++)
            t[i] = first + (start + i) * step;
        status = approx_nodes(pass, m, t);
        if (status == SADDLE_DOMAIN)
            return status;
        for (int k = 0; k < pass->n; k++)
            for (int i = 0; i < m; i++)
            {
                int at = place + i * stride, unit = at - APPROX_HALF;
                double f = pass->out[(size_t) k * m + i] * density[at];

                s->node[(size_t) k * APPROX_NODES + at] = f;
                s->sum[k] += f;
                s->size[k] += fabs(f);
                if (!coarse)
                    continue;
                if (unit % (2 * FIRST_STRIDE) == 0)
                    s->even[k] += f;
                if (unit % (4 * FIRST_STRIDE) == 0)
                    s->fourth[k] += f;
                if (fabs(t[i]) > s->reach - 1)
                    s->last[k] += fabs(f);
                else if (fabs(t[i]) > s->reach - 2)
                    s->before[k] += fabs(f);
            }
    }
    return status;
}

/* What lies beyond the reach, as a multiple of the sum's unit. */
static double
beyond(const sums_t *s, int k)
{
    double ratio = s->before[k] > 0 ? s->last[k] / s->before[k] : 1;

    return s->last[k] * (ratio < 0.9 ? ratio / (1 - ratio) : 10);
}

/* Nodes of the first step, outwards until what is left out is small. */
static saddle_status_t
first_pass(sums_t *s)
{
    int n = s->pass->n, more = 1;
    saddle_status_t status;

    call_once(&density_flag, fill_density);
    s->reach = FIRST_REACH;
    status = add_nodes(s, -s->reach, FIRST_STEP,
                       lround(2 * s->reach / FIRST_STEP) + 1, 1);
    while (more && status != SADDLE_DOMAIN)
    {
        saddle_status_t other;
        long m = lround(2 / FIRST_STEP);

        more = 0;
        for (int k = 0; k < n; k++)
            more |= beyond(s, k) > 0.01 * s->pass->tol * s->size[k];
        if (!more || s->reach >= LAST_REACH)
            break;
        memset(s->last, 0, n * sizeof *s->last);
        memset(s->before, 0, n * sizeof *s->before);
        s->reach += 2;
        status = add_nodes(s, -s->reach, FIRST_STEP, m, 1);
        if (status == SADDLE_DOMAIN)
            break;
        other = add_nodes(s, s->reach - 2 + FIRST_STEP, FIRST_STEP, m, 1);
        status = other == SADDLE_OK ? status : other;
    }
    return status;
}

/* Error of an integrand from three steps.  The error of an analytic integrand
   is squared by a halving; the ratio of two differences is a careful guess. */
static double
estimate(double d0, double d1)
{
    double ratio = d0 > d1 ? d1 / d0 : 1;

    return d1 * (ratio > 1e-4 ? ratio : 1e-4);
}

/* Fills the pass; returns 1 if all agree, 0 to go on, -1 if hopeless. */
static int
judge(sums_t *s, double step, int level)
{
    approx_pass_t *pass = s->pass;
    int verdict = 1;

    for (int k = 0; k < pass->n; k++)
    {
        double old = s->previous[k], older = s->fourth[k];
        double scale, d1;

        pass->value[k] = step * s->sum[k];
        pass->size[k] = step * s->size[k];
        scale = fmax(pass->size[k], pass->floor);
        d1 = fabs(pass->value[k] - old);
        pass->error[k] = estimate(fabs(old - older), d1)
                         + FIRST_STEP * beyond(s, k);
        s->fourth[k] = old;
        s->previous[k] = pass->value[k];
        if (pass->error[k] <= pass->tol * scale
            || d1 <= NOISE * pass->size[k])
            continue;
        /* will squaring it in each halving left be enough?  A narrow bell's
           error is raised to the fourth power instead. */
        if (pow(d1 / scale, pass->group->n_inner > 0
                                ? 1 << (LAST_LEVEL - level)
                                : 1 << 2 * (LAST_LEVEL - level + 1))
            > pass->tol)
            return -1;
        verdict = 0;
    }
    return verdict;
}

saddle_status_t
approx_trapezoid(approx_pass_t *pass)
{
    size_t n = pass->n;
    double small[7 * 16], *work = small, step = FIRST_STEP;
    sums_t s = { .pass = pass };
    saddle_status_t status;
    int verdict = 0;

    if (n > 16)
        work = malloc(7 * n * sizeof *work);
    s.node = malloc(n * APPROX_NODES * sizeof *s.node);
    if (work == NULL || s.node == NULL)
    {
        if (work != small)
            free(work);
        free(s.node);
        return SADDLE_LIMIT;
    }
    memset(work, 0, 7 * n * sizeof *work);
    s.sum = work;
    s.size = work + n;
    s.even = work + 2 * n;
    s.fourth = work + 3 * n;
    s.last = work + 4 * n;
    s.before = work + 5 * n;
    s.previous = work + 6 * n;

    status = first_pass(&s);
    for (size_t k = 0; k < n; k++)
    {
        s.previous[k] = 2 * step * s.even[k];
        s.fourth[k] *= 4 * step;
    }
    for (int level = 0; status != SADDLE_DOMAIN; level++)
    {
        saddle_status_t more;

        verdict = judge(&s, step, level);
        if (verdict == 1 && !approx_sees_origin(pass, s.node, step, s.reach))
            verdict = pass->group->n_inner > 0 && level == 0 ? 0 : -1;
        if (verdict != 0 || level == LAST_LEVEL)
            break;
        more = add_nodes(&s, -s.reach + 0.5 * step, step,
                         lround(2 * s.reach / step), 0);
        status = more == SADDLE_OK ? status : more;
        step *= 0.5;
    }
    if (work != small)
        free(work);
    free(s.node);
    return status == SADDLE_DOMAIN ? status
           : verdict == 1          ? status
                                   : SADDLE_LIMIT;
}
