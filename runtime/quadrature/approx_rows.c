/* runtime/quadrature/approx_rows.c -- values of integrands over fields on
 * lattices. */
#include "approx_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES 300000000  /* of all rows; then they are begun anew      */
#define SPREAD 8              /* a row grows to so many windows at most     */

/* ---- the table of rows --------------------------------------------------- */

approx_rows_t *
approx_rows_new(void)
{
    return calloc(1, sizeof(approx_rows_t));
}

static void
drop_rows(approx_rows_t *rows)
{
    for (int i = 0; i < ROWS_BUCKETS; i++)
        while (rows->bucket[i] != NULL)
        {
            row_t *row = rows->bucket[i];

            rows->bucket[i] = row->next;
            free(row->f);
            free(row->top);
            free(row->key);
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
    for (int i = 0; i < ROWS_LEVELS; i++)
        for (int j = 0; j < ROWS_REACHES; j++)
        {
            free(rows->weights[i][j].w);
            free(rows->weights[i][j].top);
        }
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
    return (unsigned) (h * 0x9e3779b97f4a7c15u >> 50);
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

row_t *
rows_find(approx_pass_t *pass)
{
    approx_rows_t *rows = pass->rows;
    row_t **at = &rows->bucket[hash_of(pass) % ROWS_BUCKETS], *row;
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
    if (row->key == NULL)
    {
        free(row);
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        row->key[i] = pass->env[pass->group->reads[i]];
    row->group = pass->group;
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

/* Finds the tops of all blocks that places from .. to - 1 are in. */
static void
note_tops(const approx_pass_t *pass, row_t *row, long from, long to)
{
    long first = (from - row->base) / ROWS_BLOCK;
    long end = (to - row->base + ROWS_BLOCK - 1) / ROWS_BLOCK;

    for (int k = 0; k < pass->n; k++)
        for (long b = first; b < end; b++)
        {
            const double *f = row->f + k * row->room + b * ROWS_BLOCK;
            double top = 0;

            for (int i = 0; i < ROWS_BLOCK; i++)
                top = fabs(f[i]) > top ? fabs(f[i]) : top;
            row->top[k * (row->room / ROWS_BLOCK) + b] = top;
        }
}

/* Room for first .. first + n - 1 at a level, what there was in its place. */
static int
move(approx_pass_t *pass, row_t *row, int level, long first, long n)
{
    long stride = row->n > 0 ? 1L << (level - row->level) : 0;
    long base = (first - n / 2) / ROWS_BLOCK * ROWS_BLOCK - ROWS_BLOCK;
    long room = (2 * n / ROWS_BLOCK + 4) * ROWS_BLOCK;
    double *f, *top;

    if (row->n > 0 && level == row->level && first >= row->base
        && first + n <= row->base + row->room)
        return 1;
    f = calloc((size_t) (pass->n * room), sizeof *f);
    top = malloc((size_t) (pass->n * room / ROWS_BLOCK) * sizeof *top);
    if (f == NULL || top == NULL)
    {
        free(f);
        free(top);
        return 0;
    }
    for (int k = 0; k < pass->n; k++)
        for (long i = 0; i < row->n; i++)
            f[k * room + (row->first + i) * stride - base]
                = row->f[k * row->room + row->first + i - row->base];
    pass->rows->bytes += (size_t) (pass->n * (room - row->room)) * sizeof *f;
    free(row->f);
    free(row->top);
    row->f = f;
    row->top = top;
    row->base = base;
    row->room = room;
    return 1;
}

int
rows_cover(approx_pass_t *pass, row_t *row, int level, long first, long n)
{
    long stride = 1L << (level - row->level);
    long old_first = row->first * stride, old_end, begin, end, base;

    old_end = (row->first + row->n - 1) * stride + 1;
    begin = first < old_first ? first : old_first;
    end = first + n > old_end ? first + n : old_end;
    if (row->n == 0 || end - begin > SPREAD * n + (old_end - old_first))
    {
        row->n = 0;         /* what is far away does not help */
        begin = old_first = old_end = first;
        end = first + n;
    }
    else if (stride == 1 && begin == old_first && end == old_end)
        return 1;
    base = row->base;
    if (!move(pass, row, level, begin, end - begin))
        return 0;
    row->level = level;
    for (long i = 1; i < stride; i++)
        if (row->n > 1 && !fill(pass, row, old_first + i, stride, row->n - 1))
            return 0;
    if (!fill(pass, row, begin, 1, old_first - begin)
        || !fill(pass, row, old_end, 1, end - old_end))
        return 0;
    if (row->n == 0 || stride > 1 || row->base != base)
        note_tops(pass, row, begin, end);
    note_tops(pass, row, begin, old_first);
    note_tops(pass, row, old_end, end);
    row->first = begin;
    row->n = end - begin;
    return 1;
}
