/* compiler/replica/erm_sign.c -- the sign of an expression, by its form or at
   sample points. */
#include "erm.h"

#include "../algebra/evaluate.h"
#include <math.h>

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
    const convex_about_t *about;
    expr_t *h;              /* printed under its name in the spec           */
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
                               s->symbol[i] == s->h
                                   ? s->about->name : expr_name(s->symbol[i]),
                               arf_get_d(arb_midref(s->value + i),
                                         ARF_RND_NEAR));
    return text;
}

/* -1 as soon as e is negative, or (`defined`) has no finite value. */
static int
sampled(sample_t *s, expr_t *e, expr_t *lo, expr_t *hi, int defined,
        const char **where)
{
    environment_t env = { 0, s->symbol, s->value };
    double left, right;
    int k, i, n, sign = 0;
    evaluate_status_t status;
    arb_t v;

    arb_init(v);
    for (k = 0; k < DRAWS && sign == 0; k++)
    {
        draw_parameters(s, k, s->about->y);
        n = s->n;
        left = s->h == NULL ? 0 : number(s, lo, -INFINITY);
        right = s->h == NULL ? 0 : number(s, hi, INFINITY);
        for (i = 0; i < (s->h == NULL ? 1 : PLACES) && sign == 0; i++)
        {
            s->n = n;
            if (s->h != NULL && left >= right)
                break;
            if (s->h != NULL)
                add_symbol(s, s->h, draw(s, left, right));
            env.n = s->n;
            status = expr_evaluate(v, e, &env, SAMPLE_PREC);
            if (defined ? status == EVALUATE_NOT_FINITE
                        : status == EVALUATE_OK && arb_is_negative(v))
            {
                sign = -1;
                *where = point_text(s, e);
            }
        }
    }
    arb_clear(v);
    return sign;
}

static int
sample(derivation_t *dv, const convex_about_t *about, expr_t *e, expr_t *h,
       expr_t *lo, expr_t *hi, int defined, const char **where)
{
    sample_t *s = derive_alloc(dv, 1, sizeof *s);
    int sign;

    s->dv = dv;
    s->about = about;
    s->h = h;
    s->state = 1;
    s->value = _arb_vec_init(MAX_SYMBOLS + 2);
    sign = sampled(s, e, lo, hi, defined, where);
    _arb_vec_clear(s->value, MAX_SYMBOLS + 2);
    return sign;
}

int
convex_sign(derivation_t *dv, const convex_about_t *about, expr_t *e,
            expr_t *h, expr_t *lo, expr_t *hi, const char **where)
{
    algebra_t *g = dv->algebra;

    *where = "";
    if (sign_by_form(g, e)
        || (h != NULL && sign_from_end(g, e, h, lo, hi)))
        return 1;
    return sample(dv, about, e, h, lo, hi, 0, where);
}

int
convex_defined(derivation_t *dv, const convex_about_t *about, expr_t *e,
               expr_t *h, expr_t *lo, expr_t *hi, const char **where)
{
    *where = "";
    return sample(dv, about, e, h, lo, hi, 1, where);
}
