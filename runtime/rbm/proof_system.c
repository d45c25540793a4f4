/* runtime/rbm/proof_system.c -- the stationarity of Gamma in balls. */
#include "proof_system.h"
#include "matrix.h"
#include "../certify/certify.h"

#include <arb_mat.h>
#include <math.h>
#include <string.h>

/* Unit k of the nv + nh, and the weight between units of the two sides. */
static double
weight(const rbm_t *r, int unit, int other)
{
    int i = unit < r->nv ? unit : other, j = unit < r->nv ? other : unit;

    return r->w[at_row(i, r->nh) + (size_t) (j - r->nv)];
}

static double
bias(const rbm_t *r, int unit)
{
    return unit < r->nv ? r->a[unit] : r->b[unit - r->nv];
}

/* First unit of the other side, and the one after its last. */
static void
other_side(const rbm_t *r, int unit, int *first, int *end)
{
    *first = unit < r->nv ? r->nv : 0;
    *end = unit < r->nv ? r->nv + r->nh : r->nv;
}

/* c = x - x^2, k3 = c (1/2 - x), both tight for wide x. */
static void
cumulants(arb_t c, arb_t k3, const arb_t x, slong prec)
{
    arb_t half;

    arb_init(half);
    arb_set_d(half, 0.5);
    arb_sub(half, half, x, prec);          /* 1/2 - x                       */
    arb_sqr(c, half, prec);
    arb_neg(c, c);
    arb_set_d(k3, 0.25);
    arb_add(c, c, k3, prec);               /* 1/4 - (1/2 - x)^2             */
    arb_mul(k3, c, half, prec);
    arb_clear(half);
}

/* s[p] = sum over the other side of W^p times x, c, k3 for p = 1, 2, 3. */
static void
sums(arb_ptr s, const proof_system_t *q, int unit, arb_srcptr x, slong prec)
{
    int k, first, end;
    arb_t w, c, k3;

    arb_init(w);
    arb_init(c);
    arb_init(k3);
    other_side(q->rbm, unit, &first, &end);
    for (k = 1; k <= 3; k++)
        arb_zero(s + k);
    for (k = first; k < end; k++)
    {
        arb_t power;

        arb_init(power);
        arb_set_d(w, weight(q->rbm, unit, k));
        arb_addmul(s + 1, w, x + k, prec);
        cumulants(c, k3, x + k, prec);
        arb_sqr(power, w, prec);
        arb_addmul(s + 2, power, c, prec);
        arb_mul(power, power, w, prec);
        arb_addmul(s + 3, power, k3, prec);
        arb_clear(power);
    }
    arb_clear(k3);
    arb_clear(c);
    arb_clear(w);
}

/* dGamma/dx of a unit. */
static void
stationarity(arb_t f, const proof_system_t *q, int unit, arb_srcptr x, slong prec)
{
    arb_ptr s = _arb_vec_init(4);
    arb_t t, c, k3;

    arb_init(t);
    arb_init(c);
    arb_init(k3);
    sums(s, q, unit, x, prec);
    arb_log(f, x + unit, prec);
    arb_sub_ui(t, x + unit, 1, prec);
    arb_neg(t, t);
    arb_log(t, t, prec);
    arb_sub(f, f, t, prec);
    arb_set_d(t, bias(q->rbm, unit));
    arb_sub(f, f, t, prec);
    arb_sub(f, f, s + 1, prec);
    if (q->order >= 2)
    {
        arb_set_d(t, 0.5);
        arb_sub(t, x + unit, t, prec);
        arb_addmul(f, t, s + 2, prec);
    }
    if (q->order >= 3)
    {
        cumulants(c, k3, x + unit, prec);
        arb_mul_ui(c, c, 6, prec);
        arb_sub_ui(c, c, 1, prec);         /* -2 (1/2 - 3c)                 */
        arb_mul(c, c, s + 3, prec);
        arb_div_ui(c, c, 3, prec);
        arb_add(f, f, c, prec);
    }
    arb_clear(k3);
    arb_clear(c);
    arb_clear(t);
    _arb_vec_clear(s, 4);
}

saddle_status_t
proof_stationarity(arb_ptr out, arb_srcptr x, slong prec, void *ctx)
{
    const proof_system_t *q = ctx;
    int k, n = q->rbm->nv + q->rbm->nh;

    for (k = 0; k < n; k++)
    {
        stationarity(out + k, q, k, x, prec);
        if (!arb_is_finite(out + k))
            return SADDLE_DOMAIN;
    }
    return SADDLE_OK;
}

/* d^2 Gamma/dx^2 = 1/c + sum W^2 c' + 2 (1 - 2x) sum W^3 k3' */
static void
second(arb_t out, const proof_system_t *q, int unit, arb_srcptr x, slong prec)
{
    arb_ptr s = _arb_vec_init(4);
    arb_t c, k3;

    arb_init(c);
    arb_init(k3);
    sums(s, q, unit, x, prec);
    cumulants(c, k3, x + unit, prec);
    arb_inv(out, c, prec);
    if (q->order >= 2)
        arb_add(out, out, s + 2, prec);
    if (q->order >= 3)
    {
        arb_mul_2exp_si(c, x + unit, 1);
        arb_sub_ui(c, c, 1, prec);
        arb_mul_2exp_si(c, c, 1);
        arb_submul(out, c, s + 3, prec);
    }
    arb_clear(k3);
    arb_clear(c);
    _arb_vec_clear(s, 4);
}

/* 1/2 - 3c, the derivative of c (1/2 - x). */
static void
third_slope(arb_t out, const arb_t x, slong prec)
{
    arb_t c, half;

    arb_init(c);
    arb_init(half);
    cumulants(c, half, x, prec);
    arb_mul_ui(c, c, 3, prec);
    arb_set_d(half, 0.5);
    arb_sub(out, half, c, prec);
    arb_clear(half);
    arb_clear(c);
}

/* d^2 Gamma/dm dh = -W + (m-1/2)(1-2h) W^2 - 2/3 (1/2-3c)(1/2-3d) W^3 */
static void
mixed(arb_t out, const proof_system_t *q, int i, int j, arb_srcptr x, slong prec)
{
    double value = weight(q->rbm, i, j);
    arb_t w, t, u;

    arb_init(w);
    arb_init(t);
    arb_init(u);
    arb_set_d(w, value);
    arb_neg(out, w);
    if (q->order >= 2)
    {
        arb_set_d(t, 0.5);
        arb_sub(u, x + j, t, prec);
        arb_sub(t, x + i, t, prec);
        arb_mul(t, t, u, prec);
        arb_mul_2exp_si(t, t, 1);          /* -(m - 1/2)(1 - 2h)            */
        arb_sqr(u, w, prec);
        arb_submul(out, t, u, prec);
    }
    if (q->order >= 3)
    {
        third_slope(t, x + i, prec);
        third_slope(u, x + j, prec);
        arb_mul(t, t, u, prec);
        arb_pow_ui(u, w, 3, prec);
        arb_mul(t, t, u, prec);
        arb_mul_2exp_si(t, t, 1);
        arb_div_ui(t, t, 3, prec);
        arb_sub(out, out, t, prec);
    }
    arb_clear(u);
    arb_clear(t);
    arb_clear(w);
}

saddle_status_t
proof_jacobian(arb_mat_t out, arb_srcptr x, slong prec, void *ctx)
{
    const proof_system_t *q = ctx;
    int i, j, n = q->rbm->nv + q->rbm->nh;

    arb_mat_zero(out);
    for (i = 0; i < n; i++)
    {
        second(arb_mat_entry(out, i, i), q, i, x, prec);
        if (!arb_is_finite(arb_mat_entry(out, i, i)))
            return SADDLE_DOMAIN;
    }
    for (i = 0; i < q->rbm->nv; i++)
        for (j = q->rbm->nv; j < n; j++)
        {
            mixed(arb_mat_entry(out, i, j), q, i, j, x, prec);
            arb_set(arb_mat_entry(out, j, i), arb_mat_entry(out, i, j));
        }
    return SADDLE_OK;
}

/* -Gamma */
void
proof_minus_gamma(arb_t out, const proof_system_t *q, arb_srcptr x, slong prec)
{
    int k, n = q->rbm->nv + q->rbm->nh;
    arb_ptr s = _arb_vec_init(4);
    arb_t t, u, c, k3;

    arb_init(t);
    arb_init(u);
    arb_init(c);
    arb_init(k3);
    arb_zero(out);
    for (k = 0; k < n; k++)
    {
        arb_set_d(t, bias(q->rbm, k));
        arb_addmul(out, t, x + k, prec);
        arb_log(t, x + k, prec);
        arb_submul(out, t, x + k, prec);
        arb_sub_ui(u, x + k, 1, prec);
        arb_neg(u, u);
        arb_log(t, u, prec);
        arb_submul(out, t, u, prec);
    }
    for (k = 0; k < q->rbm->nv; k++)
    {
        sums(s, q, k, x, prec);
        cumulants(c, k3, x + k, prec);
        arb_addmul(out, x + k, s + 1, prec);
        arb_mul_2exp_si(c, c, -1);
        if (q->order >= 2)
            arb_addmul(out, c, s + 2, prec);
        arb_mul_2exp_si(k3, k3, 1);
        arb_div_ui(k3, k3, 3, prec);
        if (q->order >= 3)
            arb_addmul(out, k3, s + 3, prec);
    }
    arb_clear(k3);
    arb_clear(c);
    arb_clear(u);
    arb_clear(t);
    _arb_vec_clear(s, 4);
}
