/* runtime/quadrature/approx_field.c -- averages over a field from a lattice.
 *
 * An integrand f(z; y) under z = mean + width t is evaluated at z = j/2^level
 * once; every mean and width then asks for a sum of it with its own weights.
 * That is the trapezoidal rule, whose error falls exponentially as in
 * approx_trapezoid.c.  A row holds f for one y (all that f reads of the env).
 */
#include "approx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 4096
#define LEVELS 64
#define LOWEST_LEVEL (-16)
#define HALVINGS 7            /* at most, of the first step                 */
#define SLOW_HALVINGS 3       /* in turn: there is a kink                    */
#define FIRST_REACH 8.5       /* the density there is 8e-17                 */
#define LAST_REACH 38.5       /* the density there is a denormal            */
#define NOISE 2e-15
#define MOST_BYTES 100000000  /* of all rows; then they are begun anew      */
#define SPREAD 8              /* a row grows to so many windows at most     */

typedef struct row row_t;
struct row
{
    row_t *next;
    const saddle_group_t *group;
    double *key;              /* what the integrand reads                   */
    int level, is_bad;
    double reach;
    long base, room;          /* j of the first place, number of places     */
    long first, n;            /* j of the first value, number of values     */
    double *f;                /* integrand k at j: f[k * room + j - base]   */
    double mean, width;       /* of the last sums, 0: none                  */
    double *last;             /* their values, sizes and errors             */
};

/* The weights of one mean and width on one lattice. */
typedef struct
{
    double mean, width, reach;
    long first, n, room;      /* multiples of 4                             */
    double *w;
} weights_t;

struct approx_rows
{
    row_t *bucket[BUCKETS];
    weights_t weights[LEVELS];
    size_t bytes;
};

/* ---- the table of rows --------------------------------------------------- */

approx_rows_t *
approx_rows_new(void)
{
    return calloc(1, sizeof(approx_rows_t));
}

static void
drop_rows(approx_rows_t *rows)
{
    for (int i = 0; i < BUCKETS; i++)
        while (rows->bucket[i] != NULL)
        {
            row_t *row = rows->bucket[i];

            rows->bucket[i] = row->next;
            free(row->f);
            free(row->key);
            free(row->last);
            free(row);
        }
    rows->bytes = 0;
}

void
approx_rows_free(approx_rows_t *rows)
{
    if (rows == NULL)
        return;
    drop_rows(rows);
    for (int i = 0; i < LEVELS; i++)
        free(rows->weights[i].w);
    free(rows);
}

static unsigned
hash_of(const approx_pass_t *pass)
{
    const saddle_group_t *group = pass->group;
    unsigned long long h = (unsigned long long) (size_t) group, bits;

    for (int i = 0; i < group->n_reads; i++)
    {
        memcpy(&bits, pass->env + group->reads[i], sizeof bits);
        h = (h ^ bits) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    return (unsigned) (h * 0x9e3779b97f4a7c15u >> 52);
}

static int
is_row_of(const row_t *row, const approx_pass_t *pass)
{
    if (row->group != pass->group)
        return 0;
    for (int i = 0; i < row->group->n_reads; i++)
        if (row->key[i] != pass->env[row->group->reads[i]])
            return 0;
    return 1;
}

/* The row of this env, perhaps an empty one; NULL without memory. */
static row_t *
find_row(approx_pass_t *pass)
{
    approx_rows_t *rows = pass->rows;
    row_t **at = &rows->bucket[hash_of(pass) % BUCKETS], *row;
    size_t n = (size_t) pass->group->n_reads;

    for (row = *at; row != NULL; row = row->next)
        if (is_row_of(row, pass))
            return row;
    if (rows->bytes > MOST_BYTES)
        drop_rows(rows);
    row = calloc(1, sizeof *row);
    if (row == NULL)
        return NULL;
    row->key = malloc((n + 1) * sizeof *row->key);
    row->last = malloc(3 * (size_t) pass->n * sizeof *row->last);
    if (row->key == NULL || row->last == NULL)
    {
        free(row->key);
        free(row->last);
        free(row);
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        row->key[i] = pass->env[pass->group->reads[i]];
    row->group = pass->group;
    row->reach = FIRST_REACH;
    row->next = *at;
    *at = row;
    return row;
}

/* ---- values -------------------------------------------------------------- */

/* Evaluates f at j = first, first + stride, ... (n of them). */
static int
fill(approx_pass_t *pass, row_t *row, long first, long stride, long n)
{
    double z[APPROX_BLOCK], step = ldexp(1, -row->level);

    for (long start = 0; start < n; start += APPROX_BLOCK)
    {
        int m = n - start < APPROX_BLOCK ? (int) (n - start) : APPROX_BLOCK;

        for (int i = 0; i < m; i++)
            z[i] = (double) (first + (start + i) * stride) * step;
        pass->group->integrand(m, z, pass->env, NULL, pass->out);
        for (int k = 0; k < pass->n; k++)
            for (int i = 0; i < m; i++)
            {
                double f = pass->out[(size_t) k * m + i];

                if (!isfinite(f))
                    return 0;
                row->f[k * row->room + first + (start + i) * stride
                       - row->base] = f;
            }
    }
    return 1;
}

/* Room for first .. first + n - 1 at a level, what there was in its place. */
static int
move(approx_pass_t *pass, row_t *row, int level, long first, long n)
{
    long stride = row->n > 0 ? 1L << (level - row->level) : 0;
    long base = first - n / 2, room = 2 * n;
    double *f;

    if (row->n > 0 && level == row->level && first >= row->base
        && first + n <= row->base + row->room)
        return 1;
    f = malloc((size_t) (pass->n * room) * sizeof *f);
    if (f == NULL)
        return 0;
    for (int k = 0; k < pass->n; k++)
        for (long i = 0; i < row->n; i++)
            f[k * room + (row->first + i) * stride - base]
                = row->f[k * row->room + row->first + i - row->base];
    pass->rows->bytes += (size_t) (pass->n * (room - row->room)) * sizeof *f;
    free(row->f);
    row->f = f;
    row->base = base;
    row->room = room;
    return 1;
}

/* Makes the row hold first .. first + n - 1 of a level that is not below its
   own.  0: no memory, or a value is not finite. */
static int
cover(approx_pass_t *pass, row_t *row, int level, long first, long n)
{
    long stride = 1L << (level - row->level);
    long old_first = row->first * stride, old_end, begin, end;

    old_end = (row->first + row->n - 1) * stride + 1;
    begin = first < old_first ? first : old_first;
    end = first + n > old_end ? first + n : old_end;
    if (row->n == 0 || end - begin > SPREAD * n + (old_end - old_first))
    {
        row->n = 0;         /* what is far away does not help */
        row->level = level;
        begin = first;
        end = first + n;
    }
    if (!move(pass, row, level, begin, end - begin))
        return 0;
    row->level = level;
    if (row->n == 0)
    {
        row->first = first;
        row->n = n;
        return fill(pass, row, first, 1, n);
    }
    for (long i = 1; i < stride; i++)
        if (row->n > 1 && !fill(pass, row, old_first + i, stride, row->n - 1))
            return 0;
    row->first = begin;
    row->n = end - begin;
    return fill(pass, row, begin, 1, old_first - begin)
           && fill(pass, row, old_end, 1, end - old_end);
}

/* ---- weights ------------------------------------------------------------- */

/* Of the trapezoidal rule on the lattice of a level; NULL without memory. */
static const weights_t *
weights_at(approx_pass_t *pass, int level, double reach)
{
    weights_t *s = &pass->rows->weights[level - LOWEST_LEVEL];
    double step = ldexp(1, -level), width = fabs(pass->width);
    long first, n;

    if (s->w != NULL && s->mean == pass->mean && s->width == width
        && s->reach == reach)
        return s;
    first = 4 * (long) floor((pass->mean - reach * width) / step / 4);
    n = 4 * (long) ceil((pass->mean + reach * width) / step / 4 + 0.25)
        - first;
    if (n > s->room)
    {
        double *w = realloc(s->w, (size_t) n * sizeof *w);

        if (w == NULL)
            return NULL;
        s->w = w;
        s->room = n;
    }
    for (long i = 0; i < n; i++)
        s->w[i] = saddle_normal_density(((double) (first + i) * step
                                         - pass->mean) / width)
                  * step / width;
    s->mean = pass->mean;
    s->width = width;
    s->reach = reach;
    s->first = first;
    s->n = n;
    return s;
}

/* ---- sums ---------------------------------------------------------------- */

/* Sum of |w f| over n places. */
static double
size_of(const double *w, const double *f, long n)
{
    double sum = 0;

    for (long i = 0; i < n; i++)
        sum += w[i] * fabs(f[i]);
    return sum;
}

/* What lies beyond the reach; `unit`: places to a width. */
static double
beyond(const weights_t *s, const double *f, long unit)
{
    double last, before, ratio;

    last = size_of(s->w, f, unit)
           + size_of(s->w + s->n - unit, f + s->n - unit, unit);
    before = size_of(s->w + unit, f + unit, unit)
             + size_of(s->w + s->n - 2 * unit, f + s->n - 2 * unit, unit);
    ratio = before > 0 ? last / before : 1;
    return last * (ratio < 0.9 ? ratio / (1 - ratio) : 10);
}

/* Sums with steps of 4, 2 and 1 places, and the sum of |w f|. */
static void
sums(const weights_t *s, const double *f, double out[4])
{
    double a = 0, b = 0, c = 0, d = 0, size = 0;

    for (long i = 0; i < s->n; i += 4)
    {
        double p = s->w[i] * f[i], q = s->w[i + 1] * f[i + 1];
        double r = s->w[i + 2] * f[i + 2], t = s->w[i + 3] * f[i + 3];

        a += p;
        b += q;
        c += r;
        d += t;
        size += (fabs(p) + fabs(q)) + (fabs(r) + fabs(t));
    }
    out[0] = 4 * a;
    out[1] = 2 * (a + c);
    out[2] = (a + c) + (b + d);
    out[3] = size;
}

typedef enum { GOOD, FURTHER, FINER, SLOW } verdict_t;

/* The error of an analytic integrand is squared by a halving; the ratio of two
   differences is a careful guess.  Where they are small and yet fall slowly
   there is a kink. */
static verdict_t
judge(approx_pass_t *pass, const row_t *row, const weights_t *s, double reach)
{
    long unit = (long) ceil(ldexp(fabs(pass->width), row->level));
    verdict_t verdict = GOOD;

    pass->is_rough = 1;
    for (int k = 0; k < pass->n; k++)
    {
        const double *f = row->f + k * row->room + s->first - row->base;
        double sum[4], d0, d1, scale, tail, ratio;

        sums(s, f, sum);
        tail = beyond(s, f, unit);
        d0 = fabs(sum[1] - sum[0]);
        d1 = fabs(sum[2] - sum[1]);
        ratio = d0 > d1 ? fmax(d1 / d0, 1e-4) : 1;
        scale = fmax(sum[3], pass->floor);
        pass->value[k] = sum[2];
        pass->size[k] = sum[3];
        pass->error[k] = d1 * ratio + tail;
        if (tail > 0.01 * pass->tol * sum[3] && reach < LAST_REACH)
            return FURTHER;
        if (pass->error[k] <= pass->tol * scale || d1 <= NOISE * sum[3])
            continue;
        verdict = verdict == GOOD ? FINER : verdict;
        pass->is_rough &= d1 <= APPROX_ROUGH * scale;
        if (d0 < 1e-2 * scale && d1 > 0.1 * d0 && d1 > 1e-12 * scale)
            verdict = SLOW;
    }
    return verdict;
}

static void
keep(const approx_pass_t *pass, row_t *row)
{
    size_t n = (size_t) pass->n;

    row->mean = pass->mean;
    row->width = pass->width;
    memcpy(row->last, pass->value, n * sizeof *row->last);
    memcpy(row->last + n, pass->size, n * sizeof *row->last);
    memcpy(row->last + 2 * n, pass->error, n * sizeof *row->last);
}

/* Were the last sums for this field too, and good enough? */
static int
recall(approx_pass_t *pass, const row_t *row)
{
    size_t n = (size_t) pass->n;

    if (row->width != pass->width || row->mean != pass->mean)
        return 0;
    for (size_t k = 0; k < n; k++)
        if (!(row->last[2 * n + k]
              <= pass->tol * fmax(row->last[n + k], pass->floor)))
            return 0;
    memcpy(pass->value, row->last, n * sizeof *row->last);
    memcpy(pass->size, row->last + n, n * sizeof *row->last);
    memcpy(pass->error, row->last + 2 * n, n * sizeof *row->last);
    return 1;
}

saddle_status_t
approx_field(approx_pass_t *pass)
{
    double width = fabs(pass->width), reach;
    int level, first_level, slow = 0;
    row_t *row;

    if (!(width > 1e-12) || !isfinite(width) || !isfinite(pass->mean)
        || fabs(pass->mean) > 1e4 * width + 1e4)
        return SADDLE_LIMIT;
    row = find_row(pass);
    if (row == NULL || (row->is_bad && !pass->rough))
        return SADDLE_LIMIT;
    if (recall(pass, row))
        return SADDLE_OK;
    frexp(1 / width, &first_level);
    first_level += 2;
    if (first_level + HALVINGS - LOWEST_LEVEL >= LEVELS
        || first_level < LOWEST_LEVEL)
        return SADDLE_LIMIT;
    if (row->level > first_level + HALVINGS)
        row->n = 0;         /* of a much narrower field */
    level = row->n > 0 && row->level > first_level ? row->level : first_level;
    for (reach = row->reach; level <= first_level + HALVINGS;)
    {
        const weights_t *s = weights_at(pass, level, reach);
        verdict_t verdict;

        if (s == NULL || !cover(pass, row, level, s->first, s->n))
            break;
        verdict = judge(pass, row, s, reach);
        row->reach = reach;
        if (verdict == GOOD
            || (pass->rough && pass->is_rough && verdict != FURTHER))
        {
            keep(pass, row);
            return SADDLE_OK;
        }
        slow = verdict == SLOW ? slow + 1 : verdict == FINER ? 0 : slow;
        if (slow == SLOW_HALVINGS)
            break;
        level += verdict != FURTHER;
        reach += verdict == FURTHER ? 2 : 0;
    }
    row->is_bad = 1;
    return SADDLE_LIMIT;
}
