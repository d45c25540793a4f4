/* runtime/simulate/storage.c -- counting, Cover's number. */
#include "storage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_PATTERNS = 1 };

static int
allowed(double z, const double *ends, int n)
{
    int k;

    for (k = 0; k < n; k++)
        if (z >= ends[2 * k] && z <= ends[2 * k + 1])
            return 1;
    return 0;
}

/* The first pattern whose field is not allowed. */
static size_t
first_violated(const double *field, size_t m, const double *ends, int n)
{
    size_t p = 0;

    while (p < m && allowed(field[p], ends, n))
        p++;
    return p;
}

/*
 * Weight i changes between its two values when bit i of the Gray code does.
 * column: the patterns' entries, weight by weight.
 */
static saddle_status_t
enumerate(double *count, const double *value, const double *ends,
          int n_intervals, const double *column, size_t n, size_t m,
          int (*tick)(void *), void *ctx)
{
    double *field = calloc(m + 1, sizeof *field), change;
    unsigned long k, last = 1UL << n, up = 0;
    size_t i, p;

    if (field == NULL)
        return SADDLE_LIMIT;
    for (i = 0; i < n; i++)
        for (p = 0; p < m; p++)
            field[p] += value[0] * column[i * m + p];
    memset(count, 0, (m + 1) * sizeof *count);
    count[first_violated(field, m, ends, n_intervals)]++;
    for (k = 1; k < last; k++)
    {
        i = (size_t) __builtin_ctzl(k);
        up ^= 1UL << i;
        change = up >> i & 1 ? value[1] - value[0] : value[0] - value[1];
        for (p = 0; p < m; p++)
            field[p] += change * column[i * m + p];
        count[first_violated(field, m, ends, n_intervals)]++;
        if ((k & 0xfffff) == 0 && tick != NULL && tick(ctx))
            break;
    }
    free(field);
    /* so far: how many fail first at p; solutions of the first p pass them */
    for (p = m; p-- > 0;)
        count[p] += count[p + 1];
    return k == last ? SADDLE_OK : SADDLE_LIMIT;
}

saddle_status_t
storage_count_patterns(double *count, const double *value, const double *ends,
                       int n_intervals, const double *pattern, size_t n,
                       size_t m, int (*tick)(void *), void *ctx)
{
    double *column = malloc((n * m + 1) * sizeof *column);
    double scale = 1 / sqrt((double) n);
    saddle_status_t status;
    size_t i, p;

    if (column == NULL || n > STORAGE_MAX_WEIGHTS)
        return SADDLE_LIMIT;
    for (p = 0; p < m; p++)
        for (i = 0; i < n; i++)
            column[i * m + p] = scale * pattern[p * n + i];
    status = enumerate(count, value, ends, n_intervals, column, n, m, tick,
                       ctx);
    free(column);
    return status;
}

double *
storage_patterns(size_t n, size_t m, random_t r)
{
    double *x = malloc((n * m + 1) * sizeof *x);
    size_t p;

    for (p = 0; x != NULL && p < m; p++)
        random_normal(x + p * n, n, r, p, STEP_PATTERNS);
    return x;
}

saddle_status_t
storage_count(double *count, const double *value, const double *ends,
              int n_intervals, size_t n, size_t m, random_t r,
              int (*tick)(void *), void *ctx)
{
    double *pattern = storage_patterns(n, m, r);
    saddle_status_t status = SADDLE_LIMIT;

    if (pattern != NULL)
        status = storage_count_patterns(count, value, ends, n_intervals,
                                        pattern, n, m, tick, ctx);
    free(pattern);
    return status;
}

/* ---- Cover ---------------------------------------------------------------- */

void
storage_cover(mpq_t out, unsigned long n, unsigned long m)
{
    unsigned long k;
    mpz_t term;

    mpz_init_set_ui(term, 1);
    mpq_set_ui(out, 0, 1);
    for (k = 0; k < n && k < m; k++)
    {
        mpz_add(mpq_numref(out), mpq_numref(out), term);
        mpz_mul_ui(term, term, m - 1 - k);
        mpz_divexact_ui(term, term, k + 1);
    }
    mpz_mul_2exp(mpq_denref(out), mpq_denref(out), m > 0 ? m - 1 : 0);
    mpq_canonicalize(out);
    if (m == 0)
        mpq_set_ui(out, 1, 1);
    mpz_clear(term);
}
