/* tests/walker.c -- the value of any expression, by a plain tree walk. */
#include "walker_private.h"

#include <arb_hypgeom.h>
#include <math.h>
#include <stdlib.h>

walker_t *
walker_new(algebra_t *g, int digits, double strip)
{
    walker_t *w = calloc(1, sizeof *w);
    double r;
    int i;

    w->g = g;
    w->prec = w->full = (slong) (digits * 3.33) + 30;
    w->cut = sqrt(2 * 2.303 * (digits + 4));
    w->step = 6.283 * strip / (2.303 * (digits + 2));
    /* an ellipse round a panel, within the strip, of which the sum of the
       half axes is r: the error of the rule goes like r^(-2 LEGENDRE) */
    r = pow(10, (digits + 2) / (2.0 * LEGENDRE));
    w->panel = fmax(1, 4 * strip / (r - 1 / r));
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

int
walker_find(const walker_t *w, expr_t *symbol)
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
    int i = walker_find(w, symbol);

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

/* ---- values ------------------------------------------------------------- */

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
        ok = walker_walk(a, w, expr_child(e, 0))
             && walker_walk(b, w, expr_child(e, 1));
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

static int
function(arb_t out, walker_t *w, expr_t *e)
{
    slong p = w->prec;
    arb_t x, y;
    int ok;

    arb_init(x);
    arb_init(y);
    ok = walker_walk(x, w, expr_child(e, 0))
         && (expr_arity(e) < 2 || walker_walk(y, w, expr_child(e, 1)));
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
    case FUNCTION_H: walker_tail(out, x, p); break;
    case FUNCTION_PHI: walker_density(out, x, p); break;
    case FUNCTION_MASS: walker_mass(out, x, y, p); break;
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
    ok = walker_walk(x, w, expr_child(e, 0)) && walker_walk(y, w, r);
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
        ok = walker_walk(x, w, expr_child(e, i));
        if (add)
            arb_add(out, out, x, w->prec);
        else
            arb_mul(out, out, x, w->prec);
    }
    arb_clear(x);
    return ok;
}

int
walker_walk(arb_t out, walker_t *w, expr_t *e)
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
        i = walker_find(w, e);
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
        ok = walker_walk(out, w, expr_inline(w->g, e));
        break;
    case EXPR_IF:
        ok = condition(w, expr_child(e, 0), &i)
             && walker_walk(out, w, expr_child(e, i ? 1 : 2));
        break;
    case EXPR_GAUSS:
    case EXPR_INTEGRAL:
        ok = walker_integral(out, w, e);
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
    return walker_walk(out, w, expr_inline(w->g, e));
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
    int k, ok = 1, slot = walker_find(w, symbol);
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
        ok = walker_walk(f, w, e);
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
