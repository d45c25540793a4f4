/* tests/walker_integral.c -- quadratures of the tree walk. */
#include "walker_private.h"

#include <arb_hypgeom.h>
#include <math.h>
#include <stdlib.h>

/* The body of a binder with a symbol of its own, made once. */
static const opened_t *
open_binder(walker_t *w, expr_t *binder)
{
    opened_t *o;
    int i;

    for (i = 0; i < w->n_opened; i++)
        if (w->opened[i].binder == binder)
            return &w->opened[i];
    if (w->n_opened == MAX_SYMBOLS)
        abort();
    o = &w->opened[w->n_opened++];
    o->binder = binder;
    o->symbol = expr_fresh(w->g, "t");
    o->body = expr_open(w->g, binder, o->symbol);
    return o;
}

/* ---- kinks -------------------------------------------------------------- */

static void kinks(walker_t *w, expr_t *e, expr_t *t, arb_ptr at, int *n);

static int
by_value(const void *a, const void *b)
{
    return arf_cmp(arb_midref((arb_srcptr) a), arb_midref((arb_srcptr) b));
}

/* The root of e - minus, affine in t between a and b, by the values at two
   points in between; kept when it lies there.  Infinite ends: side < 0, side > 0. */
static void
root_between(walker_t *w, expr_t *e, expr_t *minus, int slot, const arb_t a,
             const arb_t b, int side, arb_ptr at, int *n)
{
    arb_t x[2], f[2], root;
    int i, ok = 1;

    for (i = 0; i < 2; i++)
    {
        arb_init(x[i]);
        arb_init(f[i]);
        if (side == 0) /* thirds of the piece */
        {
            arb_sub(x[i], b, a, w->prec);
            arb_mul_ui(x[i], x[i], (ulong) i + 1, w->prec);
            arb_div_ui(x[i], x[i], 3, w->prec);
            arb_add(x[i], x[i], a, w->prec);
        }
        else
            arb_add_si(x[i], side < 0 ? b : a, side * (i + 1), w->prec);
        arb_get_mid_arb(x[i], x[i]);
        arb_set(&w->value[slot], x[i]);
        ok = ok && walker_walk(f[i], w, e);
        if (minus != NULL)
        {
            ok = ok && walker_walk(x[i], w, minus);
            arb_sub(f[i], f[i], x[i], w->prec);
            arb_set(x[i], &w->value[slot]);
        }
    }
    arb_init(root);
    arb_sub(root, x[1], x[0], w->prec);
    arb_mul(root, root, f[0], w->prec);
    arb_sub(f[1], f[0], f[1], w->prec);
    arb_div(root, root, f[1], w->prec);
    arb_add(root, root, x[0], w->prec);
    arb_get_mid_arb(root, root);
    if (ok && *n < MAX_BREAKS && arb_is_finite(root)
        && (side < 0 || arf_cmp(arb_midref(root), arb_midref(a)) >= 0)
        && (side > 0 || arf_cmp(arb_midref(root), arb_midref(b)) <= 0))
        arb_set(at + (*n)++, root);
    arb_clear(root);
    for (i = 0; i < 2; i++)
    {
        arb_clear(f[i]);
        arb_clear(x[i]);
    }
}

/* All roots of e - minus (NULL: of e), piecewise affine in t. */
static void
add_roots(walker_t *w, expr_t *e, expr_t *minus, expr_t *t, arb_ptr at, int *n)
{
    arb_ptr inner = _arb_vec_init(MAX_BREAKS + 1);
    int i, m = 0, slot = walker_find(w, t);

    kinks(w, e, t, inner, &m);
    if (minus != NULL)
        kinks(w, minus, t, inner, &m);
    if (m == 0)
        m = 1; /* any point will do as an end */
    qsort(inner, (size_t) m, sizeof *inner, by_value);
    root_between(w, e, minus, slot, inner, inner, -1, at, n);
    for (i = 0; i + 1 < m; i++)
        root_between(w, e, minus, slot, inner + i, inner + i + 1, 0, at,
                     n);
    root_between(w, e, minus, slot, inner + m - 1, inner + m - 1, 1, at, n);
    _arb_vec_clear(inner, MAX_BREAKS + 1);
}

/* Collects the kinks of e in t; smooth binders inside are not entered. */
static void
kinks(walker_t *w, expr_t *e, expr_t *t, arb_ptr at, int *n)
{
    expr_kind_t kind = expr_kind(e);
    int i;

    if (!expr_contains(e, t) || kind == EXPR_GAUSS || kind == EXPR_INTEGRAL)
        return;
    if (kind == EXPR_COMPARE
        || (kind == EXPR_FUNCTION && (expr_function(e) == FUNCTION_MIN
                                      || expr_function(e) == FUNCTION_MAX)))
        add_roots(w, expr_child(e, 0), expr_child(e, 1), t, at, n);
    if (kind == EXPR_FUNCTION && (expr_function(e) == FUNCTION_ABS
                                  || expr_function(e) == FUNCTION_SIGN))
        add_roots(w, expr_child(e, 0), NULL, t, at, n);
    for (i = 0; i < expr_arity(e); i++)
        kinks(w, expr_child(e, i), t, at, n);
}

/* Constant between its conditions: then a Gaussian mean is a sum of masses. */
static int
is_step(expr_t *e, expr_t *t)
{
    if (expr_kind(e) == EXPR_IF)
        return is_step(expr_child(e, 1), t) && is_step(expr_child(e, 2), t);
    return !expr_contains(e, t);
}

/* ---- quadrature --------------------------------------------------------- */

void
walker_density(arb_t out, const arb_t t, slong prec)
{
    arb_t u;

    arb_init(u);
    arb_mul(u, t, t, prec);
    arb_mul_2exp_si(u, u, -1);
    arb_neg(u, u);
    arb_exp(out, u, prec);
    arb_const_pi(u, prec);
    arb_mul_2exp_si(u, u, 1);
    arb_rsqrt(u, u, prec);
    arb_mul(out, out, u, prec);
    arb_clear(u);
}

/* P(Z > x) */
void
walker_tail(arb_t out, const arb_t x, slong prec)
{
    arb_t r;

    arb_init(r);
    arb_set_ui(r, 2);
    arb_sqrt(r, r, prec);
    arb_div(r, x, r, prec);
    arb_hypgeom_erfc(out, r, prec);
    arb_mul_2exp_si(out, out, -1);
    arb_clear(r);
}

/* P(a < Z < b), by the tails on the side where they are small. */
void
walker_mass(arb_t out, const arb_t a, const arb_t b, slong prec)
{
    arb_t x, y;

    arb_init(x);
    arb_init(y);
    arb_set(x, a);
    arb_set(y, b);
    arb_add(out, a, b, prec);
    if (arf_sgn(arb_midref(out)) < 0)
    {
        arb_swap(x, y);
        arb_neg(x, x);
        arb_neg(y, y);
    }
    walker_tail(x, x, prec);
    if (arf_cmpabs_d(arb_midref(y), 40) > 0)
        arb_zero(y); /* beyond every precision used here */
    else
        walker_tail(y, y, prec);
    arb_sub(out, x, y, prec);
    arb_clear(y);
    arb_clear(x);
}

/* Trapezoidal rule for a smooth mean. */
static int
smooth_mean(arb_t out, walker_t *w, const opened_t *o, int slot)
{
    long k, n = (long) ceil(w->cut / w->step);
    slong prec = w->prec, spare;
    arb_t f, p, h;
    int ok = 1;

    arb_init(f);
    arb_init(p);
    arb_init(h);
    arb_set_d(h, w->step);
    arb_zero(out);
    for (k = -n; ok && k <= n; k++)
    {
        arb_mul_si(&w->value[slot], h, k, w->prec);
        arb_get_mid_arb(&w->value[slot], &w->value[slot]);
        walker_density(p, &w->value[slot], prec);
        /* the weight makes low bits of the integrand irrelevant */
        spare = (slong) (0.72 * w->step * w->step * (double) (k * k)) - 16;
        w->prec = spare > 0 ? prec - spare : prec;
        w->prec = w->prec < 53 ? 53 : w->prec;
        ok = walker_walk(f, w, o->body);
        w->prec = prec;
        arb_addmul(out, f, p, prec);
    }
    arb_mul(out, out, h, prec);
    arb_clear(h);
    arb_clear(p);
    arb_clear(f);
    return ok;
}

static void
legendre(walker_t *w)
{
    int i;

    if (w->have_nodes)
        return;
    for (i = 0; i < LEGENDRE; i++)
        arb_hypgeom_legendre_p_ui_root(&w->node[i], &w->weight[i], LEGENDRE,
                                       (ulong) i, w->full);
    w->have_nodes = 1;
}

/* Gauss-Legendre over [a, b] in panels.  Shared nodes. */
static int
panels(arb_t out, walker_t *w, const opened_t *o, int slot, const arb_t a,
       const arb_t b, int gauss)
{
    double length = arf_get_d(arb_midref(b), ARF_RND_NEAR)
                    - arf_get_d(arb_midref(a), ARF_RND_NEAR);
    long k, n = (long) ceil(length / w->panel);
    arb_t f, p, half, centre;
    int i, ok = 1;

    legendre(w);
    arb_init(f);
    arb_init(p);
    arb_init(half);
    arb_init(centre);
    n = n < 1 ? 1 : n;
    for (k = 0; k < n; k++)
    {
        arb_sub(half, b, a, w->prec);
        arb_div_si(half, half, 2 * n, w->prec);
        arb_mul_si(centre, half, 2 * k + 1, w->prec);
        arb_add(centre, centre, a, w->prec);
        for (i = 0; ok && i < LEGENDRE; i++)
        {
            arb_mul(p, half, &w->node[i], w->prec);
            arb_add(p, p, centre, w->prec);
            arb_get_mid_arb(&w->value[slot], p);
            ok = walker_walk(f, w, o->body);
            if (gauss)
            {
                walker_density(p, &w->value[slot], w->prec);
                arb_mul(f, f, p, w->prec);
            }
            arb_mul(f, f, &w->weight[i], w->prec);
            arb_addmul(out, f, half, w->prec);
        }
    }
    arb_clear(centre);
    arb_clear(half);
    arb_clear(p);
    arb_clear(f);
    return ok;
}

/* A step function on one piece: its value in the middle times the mass. */
static int
step_piece(arb_t out, walker_t *w, const opened_t *o, int slot, const arb_t a,
           const arb_t b)
{
    arb_t f, p;
    int ok;

    arb_init(f);
    arb_init(p);
    arb_add(f, a, b, w->prec);
    arb_mul_2exp_si(f, f, -1);
    arb_get_mid_arb(&w->value[slot], f);
    ok = walker_walk(f, w, o->body);
    if (ok && !arb_is_zero(f))
    {
        walker_mass(p, a, b, w->prec);
        arb_addmul(out, p, f, w->prec);
    }
    arb_clear(p);
    arb_clear(f);
    return ok;
}

/* From lo to hi, split at the kinks. */
static int
in_pieces(arb_t out, walker_t *w, const opened_t *o, int slot, const arb_t lo,
          const arb_t hi, arb_ptr at, int n, int gauss)
{
    int step = gauss && is_step(o->body, o->symbol), k, ok = 1;
    arb_t a, b;

    qsort(at, (size_t) n, sizeof *at, by_value);
    arb_init(a);
    arb_init(b);
    arb_set(a, lo);
    arb_zero(out);
    for (k = 0; ok && k <= n; k++)
    {
        arb_set(b, k < n ? at + k : hi);
        if (arf_cmp(arb_midref(b), arb_midref(a)) <= 0)
            continue;
        if (arf_cmp(arb_midref(b), arb_midref(hi)) > 0)
            arb_set(b, hi);
        ok = step ? step_piece(out, w, o, slot, a, b)
                  : panels(out, w, o, slot, a, b, gauss);
        arb_set(a, b);
    }
    arb_clear(b);
    arb_clear(a);
    return ok;
}

/* A finite number in place of an infinite end. */
static int
bound(arb_t out, walker_t *w, expr_t *e)
{
    if (expr_kind(e) == EXPR_INFINITY)
        arb_set_d(out, 2.5 * w->cut);
    else if (expr_kind(e) == EXPR_MUL && expr_arity(e) == 2
             && expr_kind(expr_child(e, 1)) == EXPR_INFINITY)
        arb_set_d(out, -2.5 * w->cut);
    else
        return walker_walk(out, w, e);
    return 1;
}

int
walker_integral(arb_t out, walker_t *w, expr_t *e)
{
    const opened_t *o = open_binder(w, e);
    int gauss = expr_kind(e) == EXPR_GAUSS, n = 0, slot, ok = 1;
    arb_ptr at = _arb_vec_init(MAX_BREAKS);
    arb_t lo, hi;

    arb_init(lo);
    arb_init(hi);
    if (gauss)
    {
        arb_set_d(hi, 2.5 * w->cut);
        arb_neg(lo, hi);
    }
    else
        ok = bound(lo, w, expr_child(e, 0)) && bound(hi, w, expr_child(e, 1));
    walker_set_d(w, o->symbol, 0);
    slot = walker_find(w, o->symbol);
    kinks(w, o->body, o->symbol, at, &n);
    if (ok && gauss && n == 0)
        ok = smooth_mean(out, w, o, slot);
    else if (ok)
    {
        if (gauss && !is_step(o->body, o->symbol))
        {
            arb_set_d(hi, w->cut);
            arb_neg(lo, hi);
        }
        ok = in_pieces(out, w, o, slot, lo, hi, at, n, gauss);
    }
    arb_clear(hi);
    arb_clear(lo);
    _arb_vec_clear(at, MAX_BREAKS);
    return ok;
}
