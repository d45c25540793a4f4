/* runtime/quadrature/mills_table.c -- R(u) = exp(u^2/2) H(u) from expansions.
 *
 * R' = u R - c with c = (2 pi)^(-1/2), hence R^(n+1) = u R^(n) + n R^(n-1) for
 * n >= 1.  From R(u) = c int_0^inf exp(-us - s^2/2) ds, |R^(n)(u)| is at most
 * |R^(n)(Re u)|, which decreases in Re u: so expansions around the points i + ik
 * leave less than d^n |R^(n)(-1)|/n! at the distance d.
 */
#include "mills_table.h"
#include "machine_real.h"

#include <acb_hypgeom.h>
#include <math.h>
#include <pthread.h>

#define LEFT (-1)
#define RIGHT 4
#define TOP 7
#define TERMS 22
#define TABLE_PREC 64
#define CURVATURES 112 /* from -1 to 6 in steps of 1/16 */

static struct
{
    pthread_once_t once;
    acb_struct term[RIGHT - LEFT + 1][TOP + 1][TERMS];
    mag_struct rest;
    mag_struct curvature[CURVATURES];
} table = { .once = PTHREAD_ONCE_INIT };

/* R^(n)(u)/n! for n < terms */
static void
derivatives(acb_ptr out, const acb_t u, slong terms, slong prec)
{
    acb_t v;
    arb_t c;
    slong n;

    acb_init(v);
    arb_init(c);
    real_root_2pi_inverse(c, prec);
    acb_sqr(v, u, prec);
    acb_mul_2exp_si(v, v, -1);
    acb_exp(out, v, prec);
    arb_set_d(acb_realref(v), 0.5);
    arb_zero(acb_imagref(v));
    acb_sqrt(v, v, prec);
    acb_mul(v, v, u, prec);
    acb_hypgeom_erfc(v, v, prec);
    acb_mul(out, out, v, prec);
    acb_mul_2exp_si(out, out, -1);
    acb_mul(out + 1, out, u, prec);
    acb_sub_arb(out + 1, out + 1, c, prec);
    for (n = 1; n + 1 < terms; n++)
    {
        acb_mul(out + n + 1, out + n, u, prec);
        acb_add(out + n + 1, out + n + 1, out + n - 1, prec);
        acb_div_si(out + n + 1, out + n + 1, n + 1, prec);
    }
    arb_clear(c);
    acb_clear(v);
}

static void
fill(void)
{
    const slong prec = 4 * TABLE_PREC;
    acb_ptr all = _acb_vec_init(TERMS + 1);
    acb_t u;
    int i, k, n;

    acb_init(u);
    for (i = LEFT; i <= RIGHT; i++)
        for (k = 0; k <= TOP; k++)
        {
            acb_set_si_si(u, i, k);
            derivatives(all, u, TERMS, prec);
            for (n = 0; n < TERMS; n++)
                acb_set_round(&table.term[i - LEFT][k][n], all + n,
                              TABLE_PREC);
        }
    acb_set_si(u, LEFT);
    derivatives(all, u, TERMS + 1, prec);
    acb_get_mag(&table.rest, all + TERMS);
    for (k = 0; k < CURVATURES; k++)
    {
        acb_set_si(u, k + 16 * LEFT);
        acb_mul_2exp_si(u, u, -4);
        derivatives(all, u, 3, prec);
        acb_mul_2exp_si(all + 2, all + 2, 1);
        acb_get_mag(&table.curvature[k], all + 2);
    }
    acb_clear(u);
    _acb_vec_clear(all, TERMS + 1);
}

int
mills_expand(acb_t r, const acb_t u)
{
    double x = arf_get_d(arb_midref(acb_realref(u)), ARF_RND_FLOOR);
    double y = arf_get_d(arb_midref(acb_imagref(u)), ARF_RND_NEAR);
    int i, k, n, below = y < 0;
    const acb_struct *term;
    acb_t d, sum;
    mag_t rest;

    y = below ? -y : y;
    if (!(x >= LEFT && x <= RIGHT && y <= TOP))
        return 0;
    pthread_once(&table.once, fill);
    i = (int) (x - LEFT + 0.5);
    k = (int) (y + 0.5);
    term = table.term[i][k];
    acb_init(d);
    acb_init(sum);
    mag_init(rest);
    acb_set(d, u);
    if (below)
        acb_conj(d, d);
    arb_sub_si(acb_realref(d), acb_realref(d), i + LEFT, TABLE_PREC);
    arb_sub_si(acb_imagref(d), acb_imagref(d), k, TABLE_PREC);
    acb_set(sum, term + TERMS - 1);
    for (n = TERMS - 2; n >= 0; n--)
    {
        acb_mul(sum, sum, d, TABLE_PREC);
        acb_add(sum, sum, term + n, TABLE_PREC);
    }
    acb_get_mag(rest, d);
    mag_pow_ui(rest, rest, TERMS);
    mag_mul(rest, rest, &table.rest);
    acb_add_error_mag(sum, rest);
    if (below)
        acb_conj(sum, sum);
    acb_swap(r, sum);
    mag_clear(rest);
    acb_clear(sum);
    acb_clear(d);
    return 1;
}

/* At the nearest point of the grid to the left; R''(x) <= 2 c/x^3 beyond. */
void
mills_curvature(mag_t bound, const arf_t x)
{
    double at = floor(16 * arf_get_d(x, ARF_RND_FLOOR)) - 16 * LEFT;
    arb_t v, c;

    if (at >= 0 && at < CURVATURES)
    {
        pthread_once(&table.once, fill);
        mag_set(bound, &table.curvature[(int) at]);
        return;
    }
    if (!(at >= CURVATURES))
    {
        mag_inf(bound);
        return;
    }
    arb_init(v);
    arb_init(c);
    arb_set_arf(v, x);
    arb_pow_ui(v, v, 3, TABLE_PREC);
    real_root_2pi_inverse(c, TABLE_PREC);
    arb_div(v, c, v, TABLE_PREC);
    arb_mul_2exp_si(v, v, 1);
    arb_get_mag(bound, v);
    arb_clear(c);
    arb_clear(v);
}
