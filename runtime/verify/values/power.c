/* runtime/verify/values/power.c -- powers and logarithms of values. */
#include "value.h"

#include <acb_poly.h>
#include <stdlib.h>

enum { MAX_EXACT_POWER = 8 };

/* x on the domain where log and roots are real, or, off the axis, on the
   connected piece of the plane around it. */
static int
off_the_cut(const acb_t x)
{
    return arb_is_positive(acb_realref(x))
           || !arb_contains_zero(acb_imagref(x));
}

/* x^p with p >= 0 whole: binomial(p, k) x^(p - k), no division by x. */
static void
whole_series(ground_t *g, acb_ptr f, const acb_t x, slong p)
{
    slong k;
    fmpz_t b;

    fmpz_init(b);
    for (k = 0; k <= g->ring->depth; k++)
        if (k <= p)
        {
            fmpz_bin_uiui(b, (ulong) p, (ulong) k);
            acb_pow_si(f + k, x, p - k, g->prec);
            acb_mul_fmpz(f + k, f + k, b, g->prec);
        }
    fmpz_clear(b);
}

/* Taylor coefficients of x^p, or of log (p NULL). */
static void
series(ground_t *g, acb_ptr f, const acb_t x, const fmpq *p)
{
    int whole = p != NULL && fmpz_is_one(fmpq_denref(p));
    slong n = g->ring->depth + 1;
    acb_ptr line, power;

    if (whole && fmpq_sgn(p) >= 0 && fmpz_cmp_si(fmpq_numref(p), 1000000) < 0)
    {
        whole_series(g, f, x, fmpz_get_si(fmpq_numref(p)));
        return;
    }
    if (!whole && !off_the_cut(x))
    {
        _acb_vec_indeterminate(f, n);
        return;
    }
    line = _acb_vec_init(3);            /* x + t */
    power = line + 2;
    acb_set(line, x);
    acb_one(line + 1);
    if (p != NULL)
        arb_set_fmpq(acb_realref(power), p, g->prec);
    if (p == NULL)
        _acb_poly_log_series(f, line, 2, n, g->prec);
    else
        _acb_poly_pow_acb_series(f, line, 2, power, n, g->prec);
    _acb_vec_clear(line, 3);
}

/* P of a term is a polynomial of the tail variable of which only the nilpotent part
   depends on it: the value of that function; NULL: it is not. */
static val_t *
of_polynomial(ground_t *g, const term_t *t, const fmpq *p)
{
    val_t *c[2 * RING_MAX + 1], *r;
    acb_ptr f, jet;
    int i, depth = g->ring->depth;

    if (t->k != 0 || poly_has_formals(&t->p) || poly_is_constant(&t->p)
        || poly_constant(&t->p) == NULL)
        return NULL;
    for (i = 0; i < t->p.n; i++)
        if (t->p.m[i].power[TAIL] > 0 && !acb_is_zero(t->p.m[i].c))
            return NULL;
    f = _acb_vec_init(depth + 1);
    series(g, f, poly_constant(&t->p), p);
    for (i = 0; i <= depth; i++)
    {
        jet = jet_new(g->ring);
        acb_set(jet, f + i);
        c[i] = val_take(g, jet);
    }
    r = val_compose(g, c, val_poly(g, &t->p));
    _acb_vec_clear(f, depth + 1);
    return r;
}

/* f(P) of a term, P as c xi^(k/4); NULL: not of this form. */
static val_t *
series_of(ground_t *g, int *k, const term_t *t, const fmpq *p)
{
    val_t *r = of_polynomial(g, t, p);
    acb_ptr f, to;

    *k = 0;
    if (r != NULL)
        return r;
    to = jet_new(g->ring);
    if (!term_scale(g, to, k, t))
    {
        jet_free(g->ring, to);
        return NULL;
    }
    f = _acb_vec_init(g->ring->depth + 1);
    series(g, f, to, p);
    jet_compose(g->ring, to, f, to, g->prec);
    _acb_vec_clear(f, g->ring->depth + 1);
    r = val_take(g, to);
    if (p != NULL && poly_is_constant(&t->p) && t->p.n == 1 && r->t[0].p.n == 1)
        r->t[0].p.m[0].name = name_pow(g, &t->p.m[0].name, p);
    return r;
}

static void
scale_exponent(ground_t *g, poly_t *to, const poly_t *e, const fmpq_t p)
{
    val_t *factor = val_number(g, p);

    if (e->n > 0 && !fmpq_is_zero(p))
        poly_addmul(g, to, e, &factor->t[0].p);
}

static int
is_one(ground_t *g, const val_t *a)
{
    acb_srcptr c = val_jet_of(a);

    return c != NULL && acb_is_one(c) && jet_is_constant(g->ring, c);
}

val_t *
val_pow(ground_t *g, val_t *a, const fmpq_t p)
{
    val_t *v;
    slong n;
    int k = 0;

    if (is_one(g, a))
        return a;
    n = fmpz_is_one(fmpq_denref(p)) && fmpz_fits_si(fmpq_numref(p))
            ? fmpz_get_si(fmpq_numref(p)) : -1;
    if (!a->opaque && (a->n == 0 || a->t[0].p.n == 0) && fmpq_sgn(p) > 0)
        return a;
    if (!a->opaque && n >= 0 && n <= MAX_EXACT_POWER
        && (a->n > 1 || !poly_is_constant(&a->t[0].p)))
    {
        for (v = val_si(g, 1); n > 0; n--)
            v = val_mul(g, v, a);
        return v;
    }
    v = a->opaque || a->n != 1 || !fmpz_fits_si(fmpq_numref(p))
                || !fmpz_fits_si(fmpq_denref(p))
            ? NULL : series_of(g, &k, a->t, p);
    if (v == NULL || v->opaque || v->n != 1
        || (k != 0 && (k * fmpz_get_si(fmpq_numref(p)))
                          % fmpz_get_si(fmpq_denref(p)) != 0))
        return val_unknown(g, "a power of something unknown");
    if (k != 0)
        v->t[0].k = (int) (k * fmpz_get_si(fmpq_numref(p))
                           / fmpz_get_si(fmpq_denref(p)));
    scale_exponent(g, &v->t[0].e, &a->t[0].e, p);
    return v;
}

val_t *
val_pow_si(ground_t *g, val_t *a, slong p, ulong q)
{
    val_t **known = q == 2 && (p == 1 || p == -1) && val_jet_of(a) != NULL
                        ? a->root + (p < 0) : NULL, *v;
    fmpq_t x;

    if (known != NULL && *known != NULL)
        return *known;
    fmpq_init(x);
    fmpq_set_si(x, p, q);
    v = val_pow(g, a, x);
    fmpq_clear(x);
    if (known != NULL && v != a)
        *known = val_keep(v);
    return v;
}

/* log(c xi^(k/4) e^E) = log c + (k/4) log xi + E, where
   log s <= log xi <= log s + (xi - s)/s for xi >= s. */
val_t *
val_log(ground_t *g, val_t *a)
{
    unsigned char power[MAX_FORMALS] = { 0 };
    val_t *v;
    acb_ptr d;
    arb_t u;
    int k;

    v = a->opaque || a->n != 1 ? NULL : series_of(g, &k, a->t, NULL);
    if (v == NULL || v->opaque || v->n != 1)
        return val_unknown(g, "log of something unknown");
    poly_add(g, &v->t[0].p, &a->t[0].e);
    if (k != 0)
    {
        d = jet_new(g->ring);
        arb_init(u);
        arb_log(u, g->start, g->prec);
        arb_mul_si(u, u, k, g->prec);
        arb_mul_2exp_si(acb_realref(d), u, -2);
        poly_put(g, &v->t[0].p, poly_one, d, NULL);
        arb_inv(u, g->start, g->prec);
        arb_union(u, u, acb_imagref(d), g->prec);
        arb_mul_si(u, u, k, g->prec);
        arb_mul_2exp_si(acb_realref(d), u, -2);
        power[TAIL] = 1;
        poly_put(g, &v->t[0].p, power, d, NULL);
        arb_clear(u);
        jet_free(g->ring, d);
    }
    return v;
}
