/* tests/random_value.c -- the value of a random formula, as it stands. */
#include "random_expr.h"

#include <arb_hypgeom.h>
#include <stdlib.h>

#include "random_expr_type.h"

enum { LEGENDRE = 60 };

int raw_nodes_per_unit = 24, raw_half_width = 18;

static int value(arb_t out, const raw_t *r, arb_srcptr symbol,
                 arb_ptr variable, slong prec);

static void
tail(arb_t out, const arb_t x, slong prec)
{
    arb_t two;

    arb_init(two);
    arb_set_ui(two, 2);
    arb_rsqrt(two, two, prec);
    arb_mul(out, x, two, prec);
    arb_hypgeom_erfc(out, out, prec);
    arb_mul_2exp_si(out, out, -1);
    arb_clear(two);
}

static void
density(arb_t out, const arb_t x, slong prec)
{
    arb_t norm;

    arb_init(norm);
    arb_const_pi(norm, prec);
    arb_mul_2exp_si(norm, norm, 1);
    arb_rsqrt(norm, norm, prec);
    arb_sqr(out, x, prec);
    arb_mul_2exp_si(out, out, -1);
    arb_neg(out, out);
    arb_exp(out, out, prec);
    arb_mul(out, out, norm, prec);
    arb_clear(norm);
}

static int
call(arb_t out, function_t f, const arb_t x, const arb_t y, slong prec)
{
    switch (f)
    {
    case FUNCTION_EXP: arb_exp(out, x, prec); break;
    case FUNCTION_LOG: arb_log(out, x, prec); break;
    case FUNCTION_SINH: arb_sinh(out, x, prec); break;
    case FUNCTION_COSH: arb_cosh(out, x, prec); break;
    case FUNCTION_TANH: arb_tanh(out, x, prec); break;
    case FUNCTION_SIN: arb_sin(out, x, prec); break;
    case FUNCTION_COS: arb_cos(out, x, prec); break;
    case FUNCTION_ATAN: arb_atan(out, x, prec); break;
    case FUNCTION_H: tail(out, x, prec); break;
    case FUNCTION_PHI: density(out, x, prec); break;
    case FUNCTION_ABS: arb_abs(out, x); break;
    case FUNCTION_MIN: arb_min(out, x, y, prec); break;
    case FUNCTION_MAX: arb_max(out, x, y, prec); break;
    default:
        if (arb_contains_zero(x))
            return 0;
        arb_set_si(out, arb_is_positive(x) ? 1 : -1);
        break;
    }
    return arb_is_finite(out);
}

/* x^(n/d) of a real: a whole power, or a root of something positive. */
static int
power(arb_t out, const arb_t x, long n, long d, slong prec)
{
    fmpq_t q;
    int ok;

    fmpq_init(q);
    fmpq_set_si(q, 1, 1);
    fmpz_set_si(fmpq_numref(q), n);
    fmpz_set_si(fmpq_denref(q), d);
    fmpq_canonicalise(q);
    ok = n == 0 || fmpz_is_one(fmpq_denref(q)) || arb_is_positive(x);
    if (ok)
        arb_pow_fmpq(out, x, q, prec);
    fmpq_clear(q);
    return ok && arb_is_finite(out);
}

static int
gauss(arb_t out, const raw_t *r, arb_srcptr symbol, arb_ptr variable,
      slong prec)
{
    arb_ptr z = &variable[r->index];
    arb_t f, w, sum;
    long k, last = raw_half_width * raw_nodes_per_unit;
    int ok = 1;

    arb_init(f);
    arb_init(w);
    arb_init(sum);
    for (k = -last; ok && k <= last; k++)
    {
        arb_set_si(z, k);
        arb_div_si(z, z, raw_nodes_per_unit, prec);
        density(w, z, prec);
        ok = value(f, r->child[0], symbol, variable, prec);
        arb_addmul(sum, f, w, prec);
    }
    arb_div_si(out, sum, raw_nodes_per_unit, prec);
    arb_clear(sum);
    arb_clear(w);
    arb_clear(f);
    return ok;
}

static int
integral(arb_t out, const raw_t *r, arb_srcptr symbol, arb_ptr variable,
         slong prec)
{
    static int last_prec;
    static arb_struct node[LEGENDRE], weight[LEGENDRE];
    arb_ptr z = &variable[r->index];
    arb_t f, lo, hi, sum;
    long k;
    int ok;

    if (last_prec == 0)
        for (k = 0; k < LEGENDRE; k++)
        {
            arb_init(&node[k]);
            arb_init(&weight[k]);
        }
    for (k = 0; last_prec != prec && k < LEGENDRE; k++)
        arb_hypgeom_legendre_p_ui_root(&node[k], &weight[k], LEGENDRE,
                                       (ulong) k, prec);
    last_prec = (int) prec;
    arb_init(f);
    arb_init(lo);
    arb_init(hi);
    arb_init(sum);
    ok = value(lo, r->child[1], symbol, variable, prec)
         && value(hi, r->child[2], symbol, variable, prec);
    arb_sub(hi, hi, lo, prec);
    arb_mul_2exp_si(hi, hi, -1);
    arb_add(lo, lo, hi, prec);
    for (k = 0; ok && k < LEGENDRE; k++)
    {
        arb_mul(z, &node[k], hi, prec);
        arb_add(z, z, lo, prec);
        ok = value(f, r->child[0], symbol, variable, prec);
        arb_addmul(sum, f, &weight[k], prec);
    }
    arb_mul(out, sum, hi, prec);
    arb_clear(sum);
    arb_clear(hi);
    arb_clear(lo);
    arb_clear(f);
    return ok;
}

static int
operation(arb_t out, const raw_t *r, arb_srcptr x, arb_srcptr symbol,
          arb_srcptr variable, slong prec)
{
    switch (r->kind)
    {
    case RAW_NUMBER:
        arb_set_si(out, r->num);
        arb_div_si(out, out, r->den, prec);
        return 1;
    case RAW_PI: arb_const_pi(out, prec); return 1;
    case RAW_SYMBOL: arb_set(out, &symbol[r->index]); return 1;
    case RAW_VARIABLE: arb_set(out, &variable[r->index]); return 1;
    case RAW_ADD: arb_add(out, &x[0], &x[1], prec); return 1;
    case RAW_SUB: arb_sub(out, &x[0], &x[1], prec); return 1;
    case RAW_MUL: arb_mul(out, &x[0], &x[1], prec); return 1;
    case RAW_DIV: arb_div(out, &x[0], &x[1], prec); break;
    case RAW_POW: return power(out, &x[0], r->num, r->den, prec);
    case RAW_IF:
        if (arb_overlaps(&x[0], &x[1]))
            return 0;
        arb_set(out, arb_lt(&x[0], &x[1]) ? &x[2] : &x[3]);
        break;
    default:
        return call(out, raw_function(r), &x[0], &x[1], prec);
    }
    return arb_is_finite(out);
}

static int
value(arb_t out, const raw_t *r, arb_srcptr symbol, arb_ptr variable,
      slong prec)
{
    arb_ptr x;
    int i, ok = 1;

    if (r->kind == RAW_GAUSS)
        return gauss(out, r, symbol, variable, prec);
    if (r->kind == RAW_INTEGRAL)
        return integral(out, r, symbol, variable, prec);
    x = _arb_vec_init(4);
    for (i = 0; i < r->n && ok; i++)
        ok = value(&x[i], r->child[i], symbol, variable, prec);
    ok = ok && operation(out, r, x, symbol, variable, prec);
    _arb_vec_clear(x, 4);
    return ok;
}

int
raw_value(arb_t out, const raw_t *r, arb_srcptr symbol, slong prec)
{
    arb_ptr variable = _arb_vec_init(RAW_VARIABLES);
    int ok = value(out, r, symbol, variable, prec);

    _arb_vec_clear(variable, RAW_VARIABLES);
    return ok && arb_is_finite(out);
}
