/* runtime/ode/spectrum.c -- all eigenvalues of a matrix of balls. */
#include "spectrum.h"

#include "subspace.h"

#include <math.h>
#include <stdlib.h>

#define CLOSE 1e-6          /* eigenvalues of one cluster, over the largest */

static double
part(const arb_t x)
{
    return arf_get_d(arb_midref(x), ARF_RND_NEAR);
}

static double
distance(const acb_t a, const acb_t b)
{
    return hypot(part(acb_realref(a)) - part(acb_realref(b)),
                 part(acb_imagref(a)) - part(acb_imagref(b)));
}

/* out = S^-1 a S with a matrix S without structure: enclosures of subspaces
   normalise their bases at rows of their choice, which zeros and symmetries of
   a may make dependent. */
static int
mix(acb_mat_t out, const acb_mat_t a, slong prec)
{
    slong n = acb_mat_nrows(a), i, j;
    acb_mat_t s;
    int good;

    acb_mat_init(s, n, n);
    for (i = 0; i < n; i++)
        for (j = 0; j < n; j++)
            acb_set_d(acb_mat_entry(s, i, j),
                      sin((double) (i * i + 3 * j * j + 7 * i * j + 11 * i))
                          + 2 * (i == j));
    acb_mat_mul(out, a, s, prec);
    good = acb_mat_solve(out, s, out, prec);
    acb_mat_clear(s);
    return good;
}

/* One cluster of as many eigenvalues as x has columns. */
static int
enclose(acb_t value, const acb_mat_t a, acb_srcptr at, const acb_mat_t x,
        slong prec)
{
    acb_mat_t basis;

    acb_mat_init(basis, acb_mat_nrows(x), acb_mat_ncols(x));
    acb_mat_eig_enclosure_rump(value, NULL, basis, a, at, x, prec);
    acb_mat_clear(basis);
    return acb_is_finite(value);
}

static void
sort_values(acb_ptr value, slong n)
{
    slong i, k;

    for (i = 1; i < n; i++)
        for (k = i; k > 0 && arf_cmp(arb_midref(acb_realref(value + k)),
                                     arb_midref(acb_realref(value + k - 1)))
                                 > 0; k--)
            acb_swap(value + k, value + k - 1);
}

/* Eigenvalues close to guess[i] come to stand behind it; where they end. */
static slong
gather(acb_ptr guess, slong i, slong n, double close)
{
    slong j, k = i + 1;

    for (j = i + 1; j < n; j++)
        if (distance(guess + i, guess + j) < close)
        {
            acb_swap(guess + k, guess + j);
            k++;
        }
    return k;
}

/* The k eigenvalues near `at`: one ball, k times. */
static int
cluster(acb_ptr value, const acb_mat_t a, acb_srcptr at, slong k, double scale,
        slong prec)
{
    acb_mat_t x;
    slong j;
    int good;

    acb_mat_init(x, acb_mat_nrows(a), k);
    good = subspace_find(x, a, at, 1e-9 * scale, prec)
           && enclose(value, a, at, x, prec);
    for (j = 1; j < k; j++)
        acb_set(value + j, value);
    acb_mat_clear(x);
    return good;
}

/* The balls of two clusters must not meet. */
static int
are_apart(acb_srcptr value, const slong *first, slong clusters)
{
    slong i, k;

    for (i = 0; i < clusters; i++)
        for (k = 0; k < i; k++)
            if (acb_overlaps(value + first[i], value + first[k]))
                return 0;
    return 1;
}

int
spectrum_enclose(acb_ptr value, const acb_mat_t matrix, slong prec)
{
    slong n = acb_mat_nrows(matrix), i, k, clusters = 0, *first;
    acb_ptr guess = _acb_vec_init(n);
    double scale = 1e-300;
    acb_mat_t a;
    int good;

    acb_mat_init(a, n, n);
    good = mix(a, matrix, prec);
    first = malloc((size_t) (n + 1) * sizeof *first);
    acb_mat_approx_eig_qr(guess, NULL, NULL, a, NULL, 0, prec);
    sort_values(guess, n);
    for (i = 0; i < n; i++)
        scale = fmax(scale, hypot(part(acb_realref(guess + i)),
                                  part(acb_imagref(guess + i))));
    for (i = 0; i < n && good && first != NULL; i = k)
    {
        k = gather(guess, i, n, CLOSE * scale);
        good = cluster(value + i, a, guess + i, k - i, scale, prec);
        first[clusters++] = i;
    }
    good = good && first != NULL && are_apart(value, first, clusters);
    sort_values(value, n);
    free(first);
    acb_mat_clear(a);
    _acb_vec_clear(guess, n);
    return good;
}
