/* tests/walker.c -- the value of any expression, by a plain tree walk. */
#include "walker.h"

#include <arb_hypgeom.h>
#include <math.h>
#include <stdlib.h>

enum { MAX_SYMBOLS = 256, MAX_BREAKS = 64, LEGENDRE = 48 };

typedef struct
{
    expr_t *binder, *symbol, *body;
} opened_t;

struct walker
{
    algebra_t *g;
    slong prec, full; /* bits: at the moment, and aimed at */
    double cut, step; /* of Gaussian means */
    int n_symbols, n_opened;
    expr_t *symbol[MAX_SYMBOLS];
    arb_struct value[MAX_SYMBOLS];
    opened_t opened[MAX_SYMBOLS];
    arb_struct node[LEGENDRE], weight[LEGENDRE];
    int have_nodes;
};

walker_t *
walker_new(algebra_t *g, int digits, double strip)
{
    walker_t *w = calloc(1, sizeof *w);
    int i;

    w->g = g;
    w->prec = w->full = (slong) (digits * 3.33) + 30;
    w->cut = sqrt(2 * 2.303 * (digits + 4));
    w->step = 6.283 * strip / (2.303 * (digits + 2));
    for (i = 0; i < MAX_SYMBOLS; i++)
        arb_init(&w->value[i]);
    for (i = 0; i < LEGENDRE; i++)
    {
        arb_init(&w->node[i]);
        arb_init(&w->weight[i]);
    }
    return w;
}

void
walker_free(walker_t *w)
{
    int i;

    for (i = 0; i < MAX_SYMBOLS; i++)
        arb_clear(&w->value[i]);
    for (i = 0; i < LEGENDRE; i++)
    {
        arb_clear(&w->node[i]);
        arb_clear(&w->weight[i]);
    }
    free(w);
}

static int
find(const walker_t *w, expr_t *symbol)
{
    int i;

    for (i = w->n_symbols - 1; i >= 0; i--)
        if (w->symbol[i] == symbol)
            return i;
    return -1;
}

void
walker_set(walker_t *w, expr_t *symbol, const arb_t value)
{
    int i = find(w, symbol);

    if (i < 0)
    {
        if (w->n_symbols == MAX_SYMBOLS)
            abort();
        i = w->n_symbols++;
        w->symbol[i] = symbol;
    }
    arb_get_mid_arb(&w->value[i], value);
}

void
walker_set_d(walker_t *w, expr_t *symbol, double value)
{
    arb_t v;

    arb_init(v);
    arb_set_d(v, value);
    walker_set(w, symbol, v);
    arb_clear(v);
}

static int walk(arb_t out, walker_t *w, expr_t *e);

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

/* ---- conditions and kinks ------------------------------------------------- */

static int
condition(walker_t *w, expr_t *e, int *truth)
{
    arb_t a, b;
    int i, one, ok = 1;

    switch (expr_kind(e))
    {
    case EXPR_TRUE:
        return *truth = 1;
    case EXPR_FALSE:
        *truth = 0;
        return 1;
    case EXPR_NOT:
        ok = condition(w, expr_child(e, 0), &one);
        *truth = !one;
        return ok;
    case EXPR_AND:
    case EXPR_OR:
        *truth = expr_kind(e) == EXPR_AND;
        for (i = 0; ok && i < expr_arity(e); i++)
        {
            ok = condition(w, expr_child(e, i), &one);
            *truth = expr_kind(e) == EXPR_AND ? *truth && one : *truth || one;
        }
        return ok;
    case EXPR_COMPARE:
        arb_init(a);
        arb_init(b);
        ok = walk(a, w, expr_child(e, 0)) && walk(b, w, expr_child(e, 1));
        i = arf_cmp(arb_midref(a), arb_midref(b));
        *truth = expr_comparison(e) == COMPARE_LT ? i < 0
                 : expr_comparison(e) == COMPARE_LE ? i <= 0 : i == 0;
        arb_clear(b);
        arb_clear(a);
        return ok;
    default:
        return 0;
    }
}

static void kinks(walker_t *w, expr_t *e, expr_t *t, arb_ptr at, int *n);

static int
by_value(const void *a, const void *b)
{
    return arf_cmp(arb_midref((arb_srcptr) a), arb_midref((arb_srcptr) b));
}

/* The root of e - minus, affine in t between a and b, by the values at two points in
   between; kept when it lies there.  Infinite ends: side < 0, side > 0. */
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
        ok = ok && walk(f[i], w, e);
        if (minus != NULL)
        {
            ok = ok && walk(x[i], w, minus);
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
    int i, m = 0, slot = find(w, t);

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

/* ---- quadrature ------------------------------------------------------------ */

static void
density(arb_t out, const arb_t t, slong prec)
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
static void
tail(arb_t out, const arb_t x, slong prec)
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
static void
mass(arb_t out, const arb_t a, const arb_t b, slong prec)
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
    tail(x, x, prec);
    if (arf_cmpabs_d(arb_midref(y), 40) > 0)
        arb_zero(y); /* beyond every precision used here */
    else
        tail(y, y, prec);
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
        density(p, &w->value[slot], prec);
        /* the weight makes low bits of the integrand irrelevant */
        spare = (slong) (0.72 * w->step * w->step * (double) (k * k)) - 16;
        w->prec = spare > 0 ? prec - spare : prec;
        w->prec = w->prec < 53 ? 53 : w->prec;
        ok = walk(f, w, o->body);
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

/* Gauss-Legendre over [a, b] in panels no longer than 1.  Shared nodes. */
static int
panels(arb_t out, walker_t *w, const opened_t *o, int slot, const arb_t a,
       const arb_t b, int gauss)
{
    double length = arf_get_d(arb_midref(b), ARF_RND_NEAR)
                    - arf_get_d(arb_midref(a), ARF_RND_NEAR);
    long k, n = (long) ceil(length);
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
            ok = walk(f, w, o->body);
            if (gauss)
            {
                density(p, &w->value[slot], w->prec);
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
    ok = walk(f, w, o->body);
    if (ok && !arb_is_zero(f))
    {
        mass(p, a, b, w->prec);
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
        return walk(out, w, e);
    return 1;
}

static int
integral(arb_t out, walker_t *w, expr_t *e)
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
    slot = find(w, o->symbol);
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

/* ---- values ----------------------------------------------------------------- */

static int
function(arb_t out, walker_t *w, expr_t *e)
{
    slong p = w->prec;
    arb_t x, y;
    int ok;

    arb_init(x);
    arb_init(y);
    ok = walk(x, w, expr_child(e, 0))
         && (expr_arity(e) < 2 || walk(y, w, expr_child(e, 1)));
    switch (expr_function(e))
    {
    case FUNCTION_EXP: arb_exp(out, x, p); break;
    case FUNCTION_LOG: arb_log(out, x, p); break;
    case FUNCTION_ABS: arb_abs(out, x); break;
    case FUNCTION_SIGN: arb_sgn(out, x); break;
    case FUNCTION_MIN: arb_min(out, x, y, p); break;
    case FUNCTION_MAX: arb_max(out, x, y, p); break;
    case FUNCTION_SINH: arb_sinh(out, x, p); break;
    case FUNCTION_COSH: arb_cosh(out, x, p); break;
    case FUNCTION_TANH: arb_tanh(out, x, p); break;
    case FUNCTION_SIN: arb_sin(out, x, p); break;
    case FUNCTION_COS: arb_cos(out, x, p); break;
    case FUNCTION_ASIN: arb_asin(out, x, p); break;
    case FUNCTION_ACOS: arb_acos(out, x, p); break;
    case FUNCTION_ATAN: arb_atan(out, x, p); break;
    case FUNCTION_H: tail(out, x, p); break;
    case FUNCTION_PHI: density(out, x, p); break;
    case FUNCTION_MASS: mass(out, x, y, p); break;
    default: ok = 0;
    }
    arb_clear(y);
    arb_clear(x);
    return ok;
}

static int
power(arb_t out, walker_t *w, expr_t *e)
{
    expr_t *r = expr_child(e, 1);
    arb_t x, y;
    int ok;

    arb_init(x);
    arb_init(y);
    ok = walk(x, w, expr_child(e, 0)) && walk(y, w, r);
    if (expr_kind(r) == EXPR_RATIONAL
        && fmpz_is_one(fmpq_denref(expr_rational(r))))
        arb_pow_fmpz(out, x, fmpq_numref(expr_rational(r)), w->prec);
    else if (expr_kind(r) == EXPR_RATIONAL
             && fmpz_equal_ui(fmpq_denref(expr_rational(r)), 2))
    {
        arb_sqrt(x, x, w->prec);
        arb_pow_fmpz(out, x, fmpq_numref(expr_rational(r)), w->prec);
    }
    else
        arb_pow(out, x, y, w->prec);
    arb_clear(y);
    arb_clear(x);
    return ok;
}

static int
many(arb_t out, walker_t *w, expr_t *e)
{
    arb_t x;
    int i, ok = 1, add = expr_kind(e) == EXPR_ADD;

    arb_init(x);
    arb_set_si(out, !add);
    for (i = 0; ok && i < expr_arity(e); i++)
    {
        ok = walk(x, w, expr_child(e, i));
        if (add)
            arb_add(out, out, x, w->prec);
        else
            arb_mul(out, out, x, w->prec);
    }
    arb_clear(x);
    return ok;
}

static int
walk(arb_t out, walker_t *w, expr_t *e)
{
    int i, ok = 1;

    switch (expr_kind(e))
    {
    case EXPR_RATIONAL:
        arb_set_fmpq(out, expr_rational(e), w->prec);
        break;
    case EXPR_PI:
        arb_const_pi(out, w->prec);
        break;
    case EXPR_SYMBOL:
        i = find(w, e);
        if (i >= 0)
            arb_set(out, &w->value[i]);
        ok = i >= 0;
        break;
    case EXPR_ADD:
    case EXPR_MUL:
        ok = many(out, w, e);
        break;
    case EXPR_POWER:
        ok = power(out, w, e);
        break;
    case EXPR_FUNCTION:
        ok = function(out, w, e);
        break;
    case EXPR_APPLY:
        ok = walk(out, w, expr_inline(w->g, e));
        break;
    case EXPR_IF:
        ok = condition(w, expr_child(e, 0), &i)
             && walk(out, w, expr_child(e, i ? 1 : 2));
        break;
    case EXPR_GAUSS:
    case EXPR_INTEGRAL:
        ok = integral(out, w, e);
        break;
    default:
        ok = 0;
    }
    arb_get_mid_arb(out, out);
    return ok && arb_is_finite(out);
}

int
walker_value(arb_t out, walker_t *w, expr_t *e)
{
    return walk(out, w, expr_inline(w->g, e));
}

/* The terms of a sum that contain the symbol. */
static expr_t *
depending_part(algebra_t *g, expr_t *e, expr_t *symbol)
{
    expr_t *sum = expr_integer(g, 0);
    int i;

    if (expr_kind(e) != EXPR_ADD)
        return e;
    for (i = 0; i < expr_arity(e); i++)
        if (expr_contains(expr_child(e, i), symbol))
            sum = expr_add(g, sum, expr_child(e, i));
    return sum;
}

int
walker_slope(arb_t out, walker_t *w, expr_t *e, expr_t *symbol)
{
    static const int weight[] = { 1, -8, 0, 8, -1 };
    int k, ok = 1, slot = find(w, symbol);
    arb_t x, h, f;

    if (slot < 0)
        return 0;
    arb_init(x);
    arb_init(h);
    arb_init(f);
    arb_set(x, &w->value[slot]);
    arb_one(h);
    arb_mul_2exp_si(h, h, -(w->prec - 30) / 5);
    arb_zero(out);
    e = depending_part(w->g, expr_inline(w->g, e), symbol);
    for (k = -2; ok && k <= 2; k++)
    {
        if (k == 0)
            continue;
        arb_mul_si(&w->value[slot], h, k, w->prec);
        arb_add(&w->value[slot], &w->value[slot], x, w->prec);
        arb_get_mid_arb(&w->value[slot], &w->value[slot]);
        ok = walk(f, w, e);
        arb_addmul_si(out, f, weight[k + 2], w->prec);
    }
    arb_div(out, out, h, w->prec);
    arb_div_ui(out, out, 12, w->prec);
    arb_get_mid_arb(out, out);
    arb_set(&w->value[slot], x);
    arb_clear(f);
    arb_clear(h);
    arb_clear(x);
    return ok;
}
