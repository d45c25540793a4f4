/* runtime/simulate/spins.c -- couplings, and the TAP iteration. */
#include "spins.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_COUPLINGS = 1 };

static void
draw_sk(spins_t *s, random_t r)
{
    double scale = 1 / sqrt((double) s->n);
    size_t i, k;

    for (i = 0; i < s->n; i++)
    {
        random_normal(s->j + i * s->n, i, r, i, STEP_COUPLINGS);
        for (k = 0; k < i; k++)
            s->j[k * s->n + i] = s->j[i * s->n + k] *= scale;
        s->j[i * s->n + i] = 0;
    }
}

static int
draw_hopfield(spins_t *s, double alpha, random_t r)
{
    size_t patterns = (size_t) (alpha * (double) s->n + 0.5), p, i, k;
    double *xi = malloc((patterns + 1) * s->n * sizeof *xi);

    s->pattern = malloc(s->n * sizeof *s->pattern);
    if (xi == NULL || s->pattern == NULL || patterns == 0)
    {
        free(xi);
        return 0;
    }
    for (p = 0; p < patterns; p++)
        random_sign(xi + p * s->n, s->n, 1, r, p, STEP_COUPLINGS);
    memcpy(s->pattern, xi, s->n * sizeof *xi);
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, (int) s->n,
                (int) patterns, 1 / (double) s->n, xi, (int) s->n, 0, s->j,
                (int) s->n);
    free(xi);
    for (i = 0; i < s->n; i++)
    {
        s->j[i * s->n + i] = 0;
        for (k = 0; k < i; k++)
            s->j[k * s->n + i] = s->j[i * s->n + k];
    }
    return 1;
}

int
spins_init(spins_t *s, spins_kind_t kind, size_t n, double h, double alpha,
           random_t r)
{
    *s = (spins_t){ .kind = kind, .n = n, .h = h };
    s->j = calloc(n * n, sizeof *s->j);
    if (s->j == NULL)
        return 0;
    if (kind == SPINS_HOPFIELD)
        return draw_hopfield(s, alpha, r);
    draw_sk(s, r);
    return 1;
}

void
spins_clear(spins_t *s)
{
    free(s->j);
    free(s->pattern);
    memset(s, 0, sizeof *s);
}

saddle_status_t
spins_tap(tap_point_t *point, int iterations, const spins_t *s, double beta,
          double start, double onsager)
{
    size_t n = s->n, i;
    double *m = malloc(3 * n * sizeof *m), *before = m + n, *field = m + 2 * n;
    double next, reaction;
    int t;

    if (m == NULL)
        return SADDLE_LIMIT;
    for (i = 0; i < n; i++)
    {
        m[i] = sqrt(start);
        before[i] = 0;
    }
    point[0] = (tap_point_t){ start, start };
    for (t = 1; t <= iterations; t++)
    {
        cblas_dsymv(CblasRowMajor, CblasLower, (int) n, 1, s->j, (int) n, m, 1,
                    0, field, 1);
        reaction = onsager * beta * (1 - point[t - 1].q);
        point[t] = (tap_point_t){ 0, 0 };
        for (i = 0; i < n; i++)
        {
            next = tanh(beta * (s->h + field[i] - reaction * before[i]));
            point[t].q += next * next / (double) n;
            point[t].change += (next - m[i]) * (next - m[i]) / (double) n;
            before[i] = m[i];
            m[i] = next;
        }
    }
    free(m);
    return SADDLE_OK;
}
