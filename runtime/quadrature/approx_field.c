/* runtime/quadrature/approx_field.c -- averages over a field from a lattice.
 *
 * An integrand f(z; y) under z = mean + width t is evaluated at z = j/2^level
 * once; every mean and width then asks for a sum of it with its own weights.
 * That is the trapezoidal rule, whose error falls exponentially as in
 * approx_trapezoid.c.  It goes on until rounding is left, whatever the wanted
 * error: what is outside sees a smooth function then.
 */
#include "approx_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HALVINGS 7            /* at most, of the first step                 */
#define SLOW_HALVINGS 3       /* in turn: there is a kink                   */
#define FIELD_TOL 1e-14
#define NOISE 2e-15
#define ROUGH 1e-12
#define FAINT 1e-21         /* of the largest summand: not there            */

/* ---- weights ------------------------------------------------------------- */

static int
make_room(weights_t *s, long n)
{
    double *w, *top;

    if (n <= s->room)
        return 1;
    w = realloc(s->w, (size_t) n * sizeof *w);
    s->w = w != NULL ? w : s->w;
    top = realloc(s->top, (size_t) (n / ROWS_BLOCK) * sizeof *top);
    s->top = top != NULL ? top : s->top;
    s->room = w != NULL && top != NULL ? n : s->room;
    return w != NULL && top != NULL;
}

/* Of the trapezoidal rule on the lattice of a level; NULL without memory. */
static const weights_t *
weights_at(approx_pass_t *pass, int level, int reach_step)
{
    weights_t *s = &pass->rows->weights[level - ROWS_LOWEST_LEVEL][reach_step];
    double reach = ROWS_FIRST_REACH + ROWS_REACH_STEP * reach_step;
    double step = ldexp(1, -level), width = fabs(pass->width);
    long first, n;

    if (s->w != NULL && s->mean == pass->mean && s->width == width)
        return s;
    first = ROWS_BLOCK * (long) floor((pass->mean - reach * width) / step
                                      / ROWS_BLOCK);
    n = ROWS_BLOCK * (long) ceil((pass->mean + reach * width) / step
                                 / ROWS_BLOCK + 0.25) - first;
    if (!make_room(s, n))
        return NULL;
    memset(s->top, 0, (size_t) (n / ROWS_BLOCK) * sizeof *s->top);
    for (long i = 0; i < n; i++)
    {
        double *top = &s->top[i / ROWS_BLOCK];

        s->w[i] = saddle_normal_density(((double) (first + i) * step
                                         - pass->mean) / width)
                  * step / width;
        *top = s->w[i] > *top ? s->w[i] : *top;
    }
    s->mean = pass->mean;
    s->width = width;
    s->first = first;
    s->n = n;
    return s;
}

/* ---- sums ---------------------------------------------------------------- */

/* An integrand on the places of the weights. */
typedef struct
{
    const weights_t *s;
    const double *f, *top;
} summand_t;

/* At most that is the sum of |w f| over n blocks. */
static double
size_of(const summand_t *u, long first, long n)
{
    double sum = 0;

    for (long b = first; b < first + n; b++)
        sum += ROWS_BLOCK * u->s->top[b] * u->top[b];
    return sum;
}

/* What lies beyond the reach; `unit`: blocks to a width. */
static double
beyond(const summand_t *u, long unit)
{
    long n = u->s->n / ROWS_BLOCK;
    double last, before, ratio;

    last = size_of(u, 0, unit) + size_of(u, n - unit, unit);
    before = size_of(u, unit, unit) + size_of(u, n - 2 * unit, unit);
    ratio = before > 0 ? last / before : 1;
    return last * (ratio < 0.9 ? ratio / (1 - ratio) : 10);
}

/* Sums with steps of 4, 2 and 1 places, and the sum of |w f|; without blocks
   that do not show in it. */
static void
sums(const summand_t *u, double out[4])
{
    double a = 0, b = 0, c = 0, d = 0, size = 0, most = 0;
    long n = u->s->n / ROWS_BLOCK;

    for (long m = 0; m < n; m++)
    {
        double top = u->s->top[m] * u->top[m];

        most = top > most ? top : most;
    }
    for (long m = 0; m < n; m++)
    {
        const double *w = u->s->w + m * ROWS_BLOCK, *f = u->f + m * ROWS_BLOCK;

        if (!(u->s->top[m] * u->top[m] > FAINT * most))
            continue;
        for (int i = 0; i < ROWS_BLOCK; i += 4)
        {
            double p = w[i] * f[i], q = w[i + 1] * f[i + 1];
            double r = w[i + 2] * f[i + 2], t = w[i + 3] * f[i + 3];

            a += p;
            b += q;
            c += r;
            d += t;
            size += (fabs(p) + fabs(q)) + (fabs(r) + fabs(t));
        }
    }
    out[0] = 4 * a;
    out[1] = 2 * (a + c);
    out[2] = (a + c) + (b + d);
    out[3] = size;
}

typedef enum { GOOD, FURTHER, FINER, SLOW } verdict_t;

/* The error of an analytic integrand is squared by a halving; the ratio of two
   differences is a careful guess.  Where they are small and yet fall slowly
   there is a kink; those of a sum that cancels are small from the start, so
   that no integrand may be at its start still.  Where they are very small it
   is rounding, which a large exponent of the integrand makes of its own. */
static verdict_t
judge(approx_pass_t *pass, const row_t *row, const weights_t *s)
{
    long unit = (long) ceil(ldexp(fabs(pass->width), row->level) / ROWS_BLOCK);
    long at = s->first - row->base;
    int is_last = row->reach == ROWS_REACHES - 1;
    int is_early = 0;
    verdict_t verdict = GOOD;

    for (int k = 0; k < pass->n; k++)
    {
        summand_t u = { s, row->f + k * row->room + at,
                        row->top + (k * row->room + at) / ROWS_BLOCK };
        double sum[4], d0, d1, scale, tail, ratio;

        sums(&u, sum);
        tail = beyond(&u, unit);
        d0 = fabs(sum[1] - sum[0]);
        d1 = fabs(sum[2] - sum[1]);
        ratio = d0 > d1 ? fmax(d1 / d0, 1e-6) : 1;
        scale = fmax(sum[3], pass->floor);
        pass->value[k] = sum[2];
        pass->size[k] = sum[3];
        pass->error[k] = d1 * ratio + tail;
        if (tail > 0.1 * FIELD_TOL * sum[3] && !is_last)
            return FURTHER;
        if (pass->error[k] <= FIELD_TOL * scale || d1 <= NOISE * sum[3]
            || (d1 > 0.1 * d0 && d1 <= ROUGH * sum[3]))
            continue;
        verdict = verdict == GOOD ? FINER : verdict;
        is_early |= d0 >= 1e-2 * scale;
        if (d0 < 1e-2 * scale && d1 > 0.1 * d0)
            verdict = SLOW;
    }
    return verdict == SLOW && is_early ? FINER : verdict;
}

/* Are the last sums good enough all the same? */
static int
suffices(const approx_pass_t *pass)
{
    for (int k = 0; k < pass->n; k++)
        if (!(pass->error[k] <= pass->tol * fmax(pass->size[k], pass->floor)))
            return 0;
    return 1;
}

/* The level at which steps are between 1/4 and 1/2 of a width; 0 when there is
   no lattice for it. */
static int
level_of(const approx_pass_t *pass, int *level)
{
    double width = fabs(pass->width);

    if (!(width > 1e-12) || !isfinite(width) || !isfinite(pass->mean)
        || fabs(pass->mean) > 1e4 * width + 1e4)
        return 0;
    frexp(1 / width, level);
    *level += 1;
    return *level + HALVINGS - ROWS_LOWEST_LEVEL < ROWS_LEVELS
           && *level >= ROWS_LOWEST_LEVEL;
}

saddle_status_t
approx_field(approx_pass_t *pass)
{
    int first_level, level, slow = 0;
    row_t *row;

    if (!level_of(pass, &first_level))
        return SADDLE_LIMIT;
    row = rows_find(pass);
    if (row == NULL || row->is_bad)
        return SADDLE_LIMIT;
    if (row->level > first_level + HALVINGS)
        row->n = 0;         /* of a much narrower field */
    level = row->n > 0 && row->level > first_level ? row->level : first_level;
    while (level <= first_level + HALVINGS)
    {
        const weights_t *s = weights_at(pass, level, row->reach);
        verdict_t verdict;

        if (s == NULL || !rows_cover(pass, row, level, s->first, s->n))
            break;
        verdict = judge(pass, row, s);
        if (verdict == GOOD)
            return SADDLE_OK;
        slow = verdict == SLOW ? slow + 1 : verdict == FINER ? 0 : slow;
        if (slow == SLOW_HALVINGS || (slow > 0 && suffices(pass)))
            break;
        level += verdict != FURTHER;
        row->reach += verdict == FURTHER;
    }
    if (slow > 0 && suffices(pass))
        return SADDLE_OK;
    row->is_bad = 1;
    return SADDLE_LIMIT;
}
