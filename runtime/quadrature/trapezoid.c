/* runtime/quadrature/trapezoid.c -- Gaussian averages over the whole line. */
#include "trapezoid.h"
#include "cache.h"
#include "machine_parity.h"
#include "machine_real.h"

#include <math.h>
#include <stdlib.h>

#define MAX_NODES (1L << 21)
/* thinner strips, in units of the range, are left to the panels */
#define LEAST_HEIGHT (1.0 / 1024)
/* narrower integrands too */
#define LEAST_REACH 0x1p-16
/* part of an argument by which a strip reaches further than asked for: the steps
   of Newton that starts from doubles, and less than a narrow variance */
#define ENLARGE (-36)
#define GUARD_BITS 16

/* ---- the rule ----------------------------------------------------------- */

typedef struct
{
    double h;
    slong prec;
    const sizes_t *sizes;
} nodes_t;

static slong
node_bits(long i, const void *ctx)
{
    const nodes_t *rule = ctx;
    double left, right, x = (double) i * rule->h;

    if (rule->sizes == NULL)
        return rule->prec;
    left = sizes_relative_approx(rule->sizes, -x);
    right = sizes_relative_approx(rule->sizes, x);
    left = (left > right ? left : right) + (double) rule->prec;
    return left < 0 ? 0 : left > (double) rule->prec ? rule->prec
                                                     : (slong) left;
}

/* 2 bound/(exp(2 pi a/h) - 1) */
static void
long_side(mag_t error, const mag_t bound, double a, double h)
{
    arb_t u, v;

    arb_init(u);
    arb_init(v);
    arb_const_pi(u, 64);
    arb_set_d(v, a);
    arb_mul(u, u, v, 64);
    arb_mul_2exp_si(u, u, 1);
    arb_set_d(v, h);
    arb_div(u, u, v, 64);
    arb_expm1(u, u, 64);
    arb_inv(u, u, 64);
    arb_get_mag(error, u);
    mag_mul(error, error, bound);
    mag_mul_2exp_si(error, error, 1);
    arb_clear(v);
    arb_clear(u);
}

static int
add_discretisation(arb_ptr out, strip_t *strip, double h, double x, double a,
                   unsigned drop)
{
    int n = strip->group->n_integrands, k, side, ok;
    mag_ptr bound = _mag_vec_init(n);
    mag_t error;

    mag_init(error);
    ok = strip_top(bound, strip, a);
    for (k = 0; k < n && !(drop & DROP_LONG_SIDES); k++)
    {
        long_side(error, bound + k, a, h);
        arb_add_error_mag(out + k, error);
    }
    for (side = -1; side <= 1; side += 2)
    {
        ok = ok && strip_side(bound, strip, side * x, a, h);
        for (k = 0; k < n && !(drop & DROP_SHORT_SIDES); k++)
        {
            mag_mul_2exp_si(error, bound + k, 1);
            arb_add_error_mag(out + k, error);
        }
    }
    mag_clear(error);
    _mag_vec_clear(bound, n);
    return ok;
}

saddle_status_t
_trapezoid_finite(arb_ptr out, ball_task_t *task, strip_t *strip, double h,
                  long n, double a, const sizes_t *sizes, unsigned drop)
{
    slong prec = task->prec + GUARD_BITS;
    nodes_t nodes = { h, prec, sizes };
    node_rule_t rule = { n + 1, group_is_even(task->group) ? 2 : 1, h, NULL,
                         node_bits, &nodes };
    double x = ldexp(h * (double) (2 * n + 1), -1);
    int k, n_k = task->group->n_integrands;
    saddle_status_t status;
    arb_t factor, step;

    if (strip->a < a || strip->right < x || strip->left < x)
    {
        task->why = "the strip is too small";
        return SADDLE_UNPROVED;
    }
    status = node_sum(out, task, &rule, prec + 20);
    if (status != SADDLE_OK)
        return status;
    arb_init(factor);
    arb_init(step);
    real_root_2pi_inverse(factor, prec);
    arb_set_d(step, h);
    arb_mul(factor, factor, step, prec);
    for (k = 0; k < n_k; k++)
    {
        arb_mul(out + k, out + k, factor, prec);
        if (drop & DROP_RADIUS)
            mag_zero(arb_radref(out + k));
    }
    arb_clear(step);
    arb_clear(factor);
    if (!add_discretisation(out, strip, h, x, a, drop))
    {
        task->why = "no bound of an integrand on the sides of its rectangle";
        return SADDLE_UNPROVED;
    }
    return SADDLE_OK;
}

saddle_status_t
_trapezoid(arb_ptr out, ball_task_t *task, strip_t *strip, double h, long n,
           double a, const sizes_t *sizes, unsigned drop)
{
    double x = ldexp(h * (double) (2 * n + 1), -1);
    int k, side, n_k = task->group->n_integrands;
    saddle_status_t status;
    mag_ptr bound;

    status = _trapezoid_finite(out, task, strip, h, n, a, sizes, drop);
    if (status != SADDLE_OK)
        return status;
    bound = _mag_vec_init(n_k);
    for (side = -1; side <= 1; side += 2)
    {
        if (drop & (side < 0 ? DROP_TAIL_LEFT : DROP_TAIL_RIGHT))
            continue;
        tail_bounds(bound, task, x, side);
        for (k = 0; k < n_k; k++)
        {
            arb_add_error_mag(out + k, bound + k);
            if (!arb_is_finite(out + k))
                status = SADDLE_UNPROVED;
        }
    }
    _mag_vec_clear(bound, n_k);
    if (status != SADDLE_OK)
        task->why = "no growth bound of an integrand proves its decay";
    return status;
}

/* ---- choices ------------------------------------------------------------ */

/* 2 pi a/h that makes the long sides smaller than 2^-prec of the scales */
static double
wanted_ratio(const ball_task_t *task, const sizes_t *sizes, mag_srcptr bound)
{
    double worst = 1;
    int k;

    for (k = 0; k < sizes->n_integrands; k++)
    {
        double bits = (double) task->prec + 2 - sizes->log2_scale[k];

        if (mag_is_zero(bound + k))
            continue;
        bits += mag_get_d_log2_approx(bound + k);
        if (bits * M_LN2 > worst)
            worst = bits * M_LN2;
    }
    return worst;
}

/* The height below strip->a that allows the largest step. */
static double
choose_step(double *a, const ball_task_t *task, const sizes_t *sizes,
            strip_t *strip)
{
    static const double part[STRIP_TOPS] =
    {
        1, 0.94, 0.87, 0.8, 0.7, 0.6, 0.45, 0.3
    };
    int k, n = sizes->n_integrands;
    mag_ptr bound = _mag_vec_init(n);
    double best = 0;

    for (k = 0; k < STRIP_TOPS; k++)
    {
        double y = strip->a * part[k], h = 0;
        int shift = 12 - ilogb(y);

        y = ldexp(floor(ldexp(y, shift)), -shift);

        if (y > 0 && strip_top(bound, strip, y))
            h = 2 * M_PI * y / wanted_ratio(task, sizes, bound);
        if (h < best)
            break;
        if (h > best)
        {
            best = h;
            *a = y;
        }
    }
    _mag_vec_clear(bound, n);
    if (best > 0)
    {
        int shift = 10 - ilogb(best);

        best = ldexp(floor(ldexp(best, shift)), -shift);
    }
    return best;
}

static strip_t *
find_strip(ball_task_t *task, double reach)
{
    double cap = reach >= 8 ? 0.65 * reach : fmin(5, reach);
    double least = reach * LEAST_HEIGHT;
    int fine = task->prec < 100   ? 4
               : task->prec < 200 ? 12
               : task->prec < 800 ? 24
                                  : 48, tries;
    strip_t *s = cache_find_strip(task->cache, task->group, task->env, cap,
                                  fine);

    if (s != NULL && strip_extend(s, reach, least) == SADDLE_OK)
        return s;
    for (tries = 0; tries < 2; tries++)
    {
        s = strip_new(task->group, task->env, cap, fine,
                      tries == 0 ? ldexp(1, ENLARGE) : 0);
        if (reach < 4)
            s->unit = ldexp(1, ilogb(reach) - 2);
        if (strip_extend(s, reach, least) == SADDLE_OK)
        {
            cache_add_strip(task->cache, s);
            return s;
        }
        strip_free(s);
    }
    task->why = "no strip around the real line on which the integrands are"
                " proved analytic";
    return NULL;
}

static saddle_status_t
choose_and_run(arb_ptr out, ball_task_t *task, const sizes_t *sizes,
               double cut)
{
    double a = 0, h, x;
    int tries;
    long n;

    for (tries = 0; tries < 4; tries++)
    {
        strip_t *s = find_strip(task, cut);

        if (s == NULL)
            return SADDLE_UNPROVED;
        h = choose_step(&a, task, sizes, s);
        if (!(h > 0) || cut / h > MAX_NODES)
        {
            task->why = "the strip of analyticity is too thin";
            return SADDLE_UNPROVED;
        }
        n = (long) ceil(cut / h);
        x = ldexp(h * (double) (2 * n + 1), -1);
        if (x > s->right || x > s->left)
            cut = x;
        else
            return _trapezoid(out, task, s, h, n, a, sizes, 0);
    }
    task->why = "no rectangle found";
    return SADDLE_UNPROVED;
}

enum { LEAST_SAMPLES = 17 };

static saddle_status_t
sample(sizes_t *sizes, ball_task_t *task, double reach)
{
    saddle_status_t status;
    int n = 4 * (int) ceil(reach) + 1;

    status = sizes_approx(sizes, task, -reach, reach,
                          n < LEAST_SAMPLES ? LEAST_SAMPLES : n);
    if (status != SADDLE_OK)
        sizes_clear(sizes);
    return status;
}

/* Halves the reach while the outer half of the samples does not count. */
static saddle_status_t
sample_narrow(sizes_t *sizes, ball_task_t *task, double *reach)
{
    for (;;)
    {
        saddle_status_t status = sample(sizes, task, *reach);
        int i, n = sizes->n, counts = 0;

        if (status != SADDLE_OK)
            return status;
        for (i = 0; i < n && !counts; i++)
            counts = 4 * abs(2 * i - n + 1) >= 2 * n
                     && sizes_relative_approx(sizes, sizes->x0
                                                     + i * sizes->step)
                            > -(double) task->prec - 20;
        if (counts || *reach < LEAST_REACH)
            return SADDLE_OK;
        sizes_clear(sizes);
        *reach /= 2;
    }
}

saddle_status_t
trapezoid(arb_ptr out, ball_task_t *task)
{
    double reach = sqrt(2 * M_LN2 * (double) (task->prec + 8)), cut;
    saddle_status_t status;
    sizes_t sizes;
    int tries;

    for (tries = 0; tries < 3; tries++)
    {
        status = tries == 0 ? sample_narrow(&sizes, task, &reach)
                            : sample(&sizes, task, reach);
        if (status != SADDLE_OK)
            return status;
        cut = tail_cut(task, sizes.log2_scale, 0.9 * reach, 3);
        if (cut == 0 || cut > 4000)
        {
            sizes_clear(&sizes);
            task->why = "no growth bound of an integrand proves its decay";
            return SADDLE_UNPROVED;
        }
        if (cut < 1.25 * reach)
            break;
        if (tries < 2)
            sizes_clear(&sizes);
        reach = cut;
    }
    if (tries == 3)
        reach = cut;
    status = choose_and_run(out, task, &sizes, cut);
    sizes_clear(&sizes);
    return status;
}
