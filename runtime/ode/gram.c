/* runtime/ode/gram.c -- the matrix of all overlaps, and vectors that have it.
 */
#include "gram.h"

#include "lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int
gram_place_r(const saddle_flow_t *f, int k, int m)
{
    return k * f->teachers + m;
}

int
gram_place_q(const saddle_flow_t *f, int k, int l)
{
    int n = f->students, low = k < l ? k : l, high = k < l ? l : k;

    return n * f->teachers + low * n - low * (low - 1) / 2 + high - low;
}

int
gram_place_v(const saddle_flow_t *f, int k)
{
    int n = f->students;

    return n * f->teachers + n * (n + 1) / 2 + k;
}

void
gram_matrix(double *gram, const saddle_flow_t *f, const double *T,
            const double *state)
{
    int n = f->students, m = f->teachers, p = n + m, i, j;

    for (i = 0; i < n; i++)
        for (j = 0; j < n; j++)
            gram[i * p + j] = state[gram_place_q(f, i, j)];
    for (i = 0; i < n; i++)
        for (j = 0; j < m; j++)
            gram[i * p + n + j] = gram[(n + j) * p + i]
                = state[gram_place_r(f, i, j)];
    for (i = 0; i < m; i++)
        for (j = 0; j < m; j++)
            gram[(n + i) * p + n + j] = T[i * m + j];
}

/* Eigenvalues, ascending; the rows of `a` become the eigenvectors. */
static int
decompose(double *a, double *value, int p, char job)
{
    char upper = 'U';
    int room = 34 * p, status = 0, i;
    double *work = malloc((size_t) room * sizeof *work);

    for (i = 0; i < p * p && work != NULL; i++)
        if (!isfinite(a[i]))
            status = 1;
    if (work != NULL && status == 0)
        dsyev_(&job, &upper, &p, a, &p, value, work, &room, &status);
    else
        status = 1;
    free(work);
    return status == 0;
}

static double
largest(const double *gram, int p)
{
    double most = 0;
    int i;

    for (i = 0; i < p; i++)
        most = fmax(most, fabs(gram[i * p + i]));
    return most > 0 ? most : 1;
}

double
gram_least(const double *gram, int p)
{
    size_t n = (size_t) p;
    double *a = malloc((n * n + n) * sizeof *a), least = NAN;

    if (a != NULL)
    {
        memcpy(a, gram, n * n * sizeof *a);
        if (decompose(a, a + n * n, p, 'N'))
            least = a[n * n] / largest(gram, p);
    }
    free(a);
    return least;
}

double
gram_least_of(const saddle_flow_t *f, const double *theta,
              const double *state)
{
    size_t m = (size_t) f->teachers, p = (size_t) f->students + m;
    double *gram = malloc((p * p + m * m + p) * sizeof *gram), least = NAN;
    double *T = gram + p * p, *v0 = T + m * m;

    if (gram != NULL)
    {
        f->layers(theta, T, v0, v0 + m);
        gram_matrix(gram, f, T, state);
        least = gram_least(gram, (int) p);
    }
    free(gram);
    return least;
}

int
gram_factor(double *out, const double *gram, int p, double tolerance)
{
    size_t n = (size_t) p, i, k;
    double *a = malloc((n * n + n) * sizeof *a), *value;
    int good = a != NULL;

    if (good)
    {
        value = a + n * n;
        memcpy(a, gram, n * n * sizeof *a);
        good = decompose(a, value, p, 'V')
               && value[0] >= -tolerance * largest(gram, p);
        for (i = 0; good && i < n; i++)
            for (k = 0; k < n; k++)
                out[i * n + k] = a[k * n + i] * sqrt(fmax(value[k], 0));
    }
    free(a);
    return good;
}
