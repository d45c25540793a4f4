/* compiler/replica/erm_convex.c -- is an expression convex?  By rules of
   composition, by the form of its second derivative, or at sample points. */
#include "erm.h"

#include "../algebra/evaluate.h"
#include <math.h>

/* ---- rules -------------------------------------------------------------- */

/* What is known of e as a function of h; the logarithmic ones imply e > 0. */
enum
{
    CVX = 1, CCV = 2, AFFINE = CVX | CCV, LOG_CVX = 4, LOG_CCV = 8
};

static int shape(algebra_t *g, expr_t *e, expr_t *h);

static int
mirrored(int s)
{
    return (s & CVX ? CCV : 0) | (s & CCV ? CVX : 0);
}

/* What follows: log-convex is convex, concave and positive is log-concave. */
static int
completed(int s, expr_t *e)
{
    if (s & LOG_CVX)
        s |= CVX;
    if ((s & CCV) && expr_is_positive(e))
        s |= LOG_CCV;
    return s;
}

static int
shape_sum(algebra_t *g, expr_t *e, expr_t *h)
{
    int i, s = AFFINE | LOG_CVX;

    for (i = 0; i < expr_arity(e); i++)
        s &= shape(g, expr_child(e, i), h);
    return s;
}

static int
shape_product(algebra_t *g, expr_t *e, expr_t *h)
{
    expr_t *constant = expr_integer(g, 1), *factor;
    int i, n = 0, s = AFFINE | LOG_CVX | LOG_CCV, one;

    for (i = 0; i < expr_arity(e); i++)
    {
        factor = expr_child(e, i);
        if (!expr_contains(factor, h))
        {
            constant = expr_mul(g, constant, factor);
            continue;
        }
        one = shape(g, factor, h);
        s = n++ == 0 ? one : s & one & (LOG_CVX | LOG_CCV);
    }
    if (expr_is_positive(constant))
        return s;
    s &= AFFINE;
    if (expr_is_nonnegative(constant))
        return s;
    if (expr_is_nonnegative(expr_neg(g, constant)))
        return mirrored(s);
    return s == AFFINE ? s : 0;
}

/* sqrt(c0 + c1 h + c2 h^2) without a real zero: a hyperbola. */
static int
is_hyperbola(algebra_t *g, expr_t *base, expr_t *h)
{
    expr_t *c[3], *rest;

    if (expr_polynomial(g, base, h, 2, c) != 2 || !expr_is_nonnegative(c[2]))
        return 0;
    rest = expr_mul(g, expr_integer(g, 4), expr_mul(g, c[0], c[2]));
    rest = expr_sub(g, rest, expr_pow_int(g, c[1], 2));
    return expr_is_nonnegative(expr_expand(g, rest, 1));
}

static int
shape_power(algebra_t *g, expr_t *e, expr_t *h)
{
    expr_t *base = expr_child(e, 0), *r = expr_child(e, 1);
    int s, out = 0, sign, large;

    if (!expr_contains(base, h) && expr_is_positive(base))
    {
        s = shape(g, r, h);       /* exp(r log base) */
        return (s & AFFINE) == AFFINE ? LOG_CVX | LOG_CCV : 0;
    }
    if (expr_kind(r) != EXPR_RATIONAL || !expr_contains(base, h))
        return 0;
    s = shape(g, base, h);
    sign = fmpq_sgn(expr_rational(r));
    large = fmpq_cmp_si(expr_rational(r), 1) >= 0;
    if (s & LOG_CVX)
        out |= sign > 0 ? LOG_CVX : LOG_CCV;
    if (s & LOG_CCV)
        out |= sign > 0 ? LOG_CCV : LOG_CVX;
    if (large && (s & AFFINE) == AFFINE
        && fmpz_is_one(fmpq_denref(expr_rational(r)))
        && fmpz_is_even(fmpq_numref(expr_rational(r))))
        out |= CVX;
    if (large && (s & CVX) && expr_is_nonnegative(base))
        out |= CVX;
    if (!large && sign > 0 && (s & CCV))
        out |= CCV;
    if (fmpq_cmp_si(expr_rational(r), 1) < 0 && sign > 0
        && fmpz_equal_si(fmpq_denref(expr_rational(r)), 2)
        && fmpz_is_one(fmpq_numref(expr_rational(r)))
        && is_hyperbola(g, base, h))
        out |= CVX;
    return out;
}

static int
shape_function(algebra_t *g, expr_t *e, expr_t *h)
{
    int s = shape(g, expr_child(e, 0), h), t;

    switch (expr_function(e))
    {
    case FUNCTION_EXP:
        return (s & CVX ? LOG_CVX : 0) | (s & CCV ? LOG_CCV : 0);
    case FUNCTION_LOG:
        return (s & LOG_CVX ? CVX : 0) | (s & (LOG_CCV | CCV) ? CCV : 0);
    case FUNCTION_COSH:
        return (s & AFFINE) == AFFINE ? LOG_CVX : 0;
    case FUNCTION_H:
    case FUNCTION_PHI:
        return (s & AFFINE) == AFFINE ? LOG_CCV : 0;
    case FUNCTION_ABS:
        return (s & AFFINE) == AFFINE ? CVX : 0;
    case FUNCTION_MAX:
    case FUNCTION_MIN:
        t = shape(g, expr_child(e, 1), h);
        return s & t & (expr_function(e) == FUNCTION_MAX ? CVX : CCV);
    default:
        return 0;
    }
}

static int
shape(algebra_t *g, expr_t *e, expr_t *h)
{
    int s = 0;

    if (e == h)
        return completed(AFFINE, e);
    if (!expr_contains(e, h))
        return AFFINE | (expr_is_positive(e) ? LOG_CVX | LOG_CCV : 0);
    switch (expr_kind(e))
    {
    case EXPR_ADD:
        s = shape_sum(g, e, h);
        break;
    case EXPR_MUL:
        s = shape_product(g, e, h);
        break;
    case EXPR_POWER:
        s = shape_power(g, e, h);
        break;
    case EXPR_FUNCTION:
        s = shape_function(g, e, h);
        break;
    default:
        break;
    }
    return completed(s, e);
}

int
convex_by_rule(algebra_t *g, expr_t *e, expr_t *h)
{
    expr_t *c[3];

    if (expr_polynomial(g, e, h, 2, c) == 2 && expr_is_nonnegative(c[2]))
        return 1;
    return (shape(g, e, h) & CVX) != 0;
}

/* ---- the form of a sign ------------------------------------------------- */

static int
sign_by_form(algebra_t *g, expr_t *e)
{
    expr_t *zero = expr_integer(g, 0);

    return expr_is_nonnegative(e)
           || expr_kind(expr_compare(g, COMPARE_LE, zero, e)) == EXPR_TRUE
           || expr_is_nonnegative(expr_expand(g, e, 1))
           || expr_proves_zero(g, e);
}

/* h as lo + t or hi - t with t > 0. */
static int
sign_from_end(algebra_t *g, expr_t *e, expr_t *h, expr_t *lo, expr_t *hi)
{
    expr_t *t = expr_fresh(g, "t"), *place;

    expr_assume(g, t, 1, 1);
    if (!rewrite_infinite(lo))
        place = expr_add(g, lo, t);
    else if (!rewrite_infinite(hi))
        place = expr_sub(g, hi, t);
    else
        return 0;
    return sign_by_form(g, expr_substitute(g, e, &h, &place, 1));
}

/* ---- the sample --------------------------------------------------------- */

#define DRAWS 24
#define PLACES 16
#define SAMPLE_PREC 96
#define MAX_SYMBOLS 60

/* Values of all parameters (and a label y), and the same at h. */
typedef struct
{
    derivation_t *dv;
    int n;
    expr_t *symbol[MAX_SYMBOLS + 2];
    arb_ptr value;
    unsigned long state;
} sample_t;

static double
uniform(sample_t *s, double lo, double hi)
{
    s->state = s->state * 6364136223846793005ul + 1442695040888963407ul;
    return lo + (hi - lo) * (double) (s->state >> 40) / 16777216.0;
}

/* A number between the ends; ends that are not numbers count as infinite. */
static double
draw(sample_t *s, double lo, double hi)
{
    if (isfinite(lo) && isfinite(hi))
        return lo + (hi - lo) * uniform(s, 0.02, 0.98);
    if (isfinite(lo))
        return lo + exp(uniform(s, -4, 3));
    if (isfinite(hi))
        return hi - exp(uniform(s, -4, 3));
    return (uniform(s, -1, 1) < 0 ? -1 : 1) * exp(uniform(s, -4, 3));
}

static double
number(const sample_t *s, expr_t *e, double otherwise)
{
    environment_t env = { s->n, s->symbol, s->value };
    double x = otherwise;
    arb_t v;

    if (e == NULL || rewrite_infinite(e))
        return otherwise;
    arb_init(v);
    if (expr_evaluate(v, e, &env, SAMPLE_PREC) == EVALUATE_OK)
        x = arf_get_d(arb_midref(v), ARF_RND_NEAR);
    arb_clear(v);
    return x;
}

static void
add_symbol(sample_t *s, expr_t *symbol, double value)
{
    if (s->n == MAX_SYMBOLS)
        return;
    s->symbol[s->n] = symbol;
    arb_set_d(s->value + s->n, value);
    s->n++;
}

/* Parameters: their defaults first, then anything in their domains. */
static void
draw_parameters(sample_t *s, int k, expr_t *y)
{
    const spec_t *spec = s->dv->spec;
    const parameter_t *p;
    double lo, hi, x;
    int i;

    s->n = 0;
    for (i = 0; i < spec->n_parameters; i++)
    {
        p = &spec->parameter[i];
        lo = number(s, p->domain.lo, -INFINITY);
        hi = number(s, p->domain.hi, INFINITY);
        x = draw(s, lo, hi);
        if (k == 0 && p->fallback != NULL)
            x = number(s, p->fallback, x);
        add_symbol(s, p->symbol, x);
    }
    if (y != NULL)
        add_symbol(s, y, draw(s, -INFINITY, INFINITY));
}

static const char *
point_text(sample_t *s, expr_t *e)
{
    const char *text = "";
    int i;

    for (i = 0; i < s->n; i++)
        if (expr_contains(e, s->symbol[i]))
            text = derive_text(s->dv, "%s%s%s = %.6g", text,
                               text[0] != '\0' ? ", " : "",
                               expr_name(s->symbol[i]),
                               arf_get_d(arb_midref(s->value + i),
                                         ARF_RND_NEAR));
    return text;
}

/* -1 as soon as e is negative at a point. */
static int
sampled(sample_t *s, expr_t *e, expr_t *h, expr_t *y, expr_t *lo, expr_t *hi,
        const char **where)
{
    environment_t env = { 0, s->symbol, s->value };
    double left, right;
    int k, i, n, sign = 0;
    arb_t v;

    arb_init(v);
    for (k = 0; k < DRAWS && sign == 0; k++)
    {
        draw_parameters(s, k, y);
        n = s->n;
        left = h == NULL ? 0 : number(s, lo, -INFINITY);
        right = h == NULL ? 0 : number(s, hi, INFINITY);
        for (i = 0; i < (h == NULL ? 1 : PLACES) && sign == 0; i++)
        {
            s->n = n;
            if (h != NULL && left >= right)
                break;
            if (h != NULL)
                add_symbol(s, h, draw(s, left, right));
            env.n = s->n;
            if (expr_evaluate(v, e, &env, SAMPLE_PREC) == EVALUATE_OK
                && arb_is_negative(v))
            {
                sign = -1;
                *where = point_text(s, e);
            }
        }
    }
    arb_clear(v);
    return sign;
}

int
convex_sign(derivation_t *dv, expr_t *e, expr_t *h, expr_t *y, expr_t *lo,
            expr_t *hi, const char **where)
{
    algebra_t *g = dv->algebra;
    sample_t *s;
    int sign;

    *where = "";
    if (sign_by_form(g, e)
        || (h != NULL && sign_from_end(g, e, h, lo, hi)))
        return 1;
    s = derive_alloc(dv, 1, sizeof *s);
    s->dv = dv;
    s->state = 1;
    s->value = _arb_vec_init(MAX_SYMBOLS + 2);
    sign = sampled(s, e, h, y, lo, hi, where);
    _arb_vec_clear(s->value, MAX_SYMBOLS + 2);
    return sign;
}
