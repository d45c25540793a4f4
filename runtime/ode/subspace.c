/* runtime/ode/subspace.c -- the subspace that belongs to a cluster of
 * eigenvalues, approximately.
 */
#include "subspace.h"

#include <math.h>

#define TURNS 6             /* of the iteration                            */

/* Columns of x orthonormal, in midpoints. */
static void
orthonormal(acb_mat_t x, slong prec)
{
    slong n = acb_mat_nrows(x), k = acb_mat_ncols(x), i, j, t, turn;
    acb_t sum, c;
    arb_t size, square;

    acb_init(sum);
    acb_init(c);
    arb_init(size);
    arb_init(square);
    for (j = 0; j < k; j++)
    {
        for (turn = 0; turn < 2; turn++)
            for (t = 0; t < j; t++)
            {
                acb_zero(sum);
                for (i = 0; i < n; i++)
                {
                    acb_conj(c, acb_mat_entry(x, i, t));
                    acb_addmul(sum, c, acb_mat_entry(x, i, j), prec);
                }
                for (i = 0; i < n; i++)
                    acb_submul(acb_mat_entry(x, i, j), sum,
                               acb_mat_entry(x, i, t), prec);
            }
        arb_zero(size);
        for (i = 0; i < n; i++)
        {
            acb_abs(square, acb_mat_entry(x, i, j), prec);
            arb_addmul(size, square, square, prec);
        }
        arb_sqrt(size, size, prec);
        for (i = 0; i < n; i++)
            acb_div_arb(acb_mat_entry(x, i, j), acb_mat_entry(x, i, j), size,
                        prec);
        acb_mat_get_mid(x, x);
    }
    arb_clear(square);
    arb_clear(size);
    acb_clear(c);
    acb_clear(sum);
}

int
subspace_find(acb_mat_t x, const acb_mat_t a, acb_srcptr at, double away,
              slong prec)
{
    slong n = acb_mat_nrows(a), k = acb_mat_ncols(x), i, j;
    acb_mat_t shifted;
    acb_t shift;
    int turn, good = 1;

    acb_mat_init(shifted, n, n);
    acb_init(shift);
    acb_set_d(shift, away);
    acb_add(shift, shift, at, prec);
    acb_mat_get_mid(shifted, a);
    for (i = 0; i < n; i++)
        acb_sub(acb_mat_entry(shifted, i, i), acb_mat_entry(shifted, i, i),
                shift, prec);
    for (i = 0; i < n; i++)
        for (j = 0; j < k; j++)
            acb_set_d(acb_mat_entry(x, i, j),
                      sin((double) (17 * i + 5 * j + 3 * i * j + 1)));
    for (turn = 0; turn < TURNS && good; turn++)
    {
        orthonormal(x, prec);
        good = acb_mat_approx_solve(x, shifted, x, prec);
    }
    orthonormal(x, prec);
    acb_clear(shift);
    acb_mat_clear(shifted);
    return good;
}
