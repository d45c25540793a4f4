/* tests/brute.c -- the value of an expression in doubles, by brute force. */
#include "brute.h"

#include <math.h>
#include <stdlib.h>

#define PANELS 80
#define NESTED 10         /* of an average in, or around, an average         */

static double walk(brute_t *b, expr_t *e);

void
brute_set(brute_t *b, expr_t *symbol, double value)
{
    int i;

    for (i = 0; i < b->n; i++)
        if (b->symbol[i] == symbol)
            break;
    if (i == BRUTE_MAX)
        abort();
    b->n = i == b->n ? i + 1 : b->n;
    b->symbol[i] = symbol;
    b->value[i] = value;
}

static int
holds(expr_t *e, expr_kind_t kind)
{
    int i;

    if (expr_kind(e) == kind)
        return 1;
    for (i = 0; i < expr_arity(e); i++)
        if (holds(expr_child(e, i), kind))
            return 1;
    return 0;
}

/* Holds an average over a minimum. */
static int
is_nested(expr_t *e)
{
    int i;

    if (expr_kind(e) == EXPR_GAUSS || expr_kind(e) == EXPR_INTEGRAL)
        return holds(e, EXPR_MINIMUM);
    for (i = 0; i < expr_arity(e); i++)
        if (is_nested(expr_child(e, i)))
            return 1;
    return 0;
}

/* The place of a binder among the opened ones. */
static int
open_binder(brute_t *b, expr_t *e)
{
    int i;

    for (i = 0; i < b->n_opened && b->binder[i] != e; i++)
        ;
    if (i == BRUTE_MAX)
        abort();
    if (i < b->n_opened)
        return i;
    b->n_opened++;
    b->binder[i] = e;
    b->closed[i] = holds(e, EXPR_MINIMUM) ? e : expr_close(b->algebra, e);
    b->variable[i] = expr_fresh(b->algebra, "t");
    b->body[i] = expr_open(b->algebra, e, b->variable[i]);
    b->slot[i] = b->n;
    brute_set(b, b->variable[i], 0);
    return i;
}

/* By panels with 4 nodes of Gauss and Legendre; in closed form where that is
   known and no minimum inside. */
static double
integral(brute_t *b, expr_t *e, double lo, double hi, int gauss)
{
    static const double node[4] = { -0.8611363115940526, -0.3399810435848563,
                                    0.3399810435848563, 0.8611363115940526 };
    static const double weight[4] = { 0.3478548451374538, 0.6521451548625461,
                                      0.6521451548625461, 0.3478548451374538 };
    int i, k, slot, open = open_binder(b, e);
    int panels = b->depth > 0 || is_nested(b->body[open]) ? NESTED : PANELS;
    double sum = 0, half = (hi - lo) / (2 * panels), t;

    if (b->closed[open] != e)
        return walk(b, b->closed[open]);
    slot = b->slot[open];
    b->depth++;
    for (i = 0; i < 4 * panels; i++)
    {
        k = i % 4;
        b->value[slot] = t = lo + half * (2 * (i / 4) + 1 + node[k]);
        sum += half * weight[k] * walk(b, b->body[open])
               * (gauss ? exp(-t * t / 2) / sqrt(2 * M_PI) : 1);
    }
    b->depth--;
    return sum;
}

static double
at(brute_t *b, int open, double x)
{
    b->value[b->slot[open]] = x;
    return walk(b, b->body[open]);
}

/* Golden section; where both points are equal it goes to the side given. */
static double
section(brute_t *b, int open, double lo, double hi, int side)
{
    const double golden = 0.6180339887498949;
    double x[2], f[2];

    while (hi - lo > 1e-6)
    {
        x[0] = hi - golden * (hi - lo);
        x[1] = lo + golden * (hi - lo);
        f[0] = at(b, open, x[0]);
        f[1] = at(b, open, x[1]);
        if (f[0] < f[1] || (f[0] == f[1] && side < 0))
            hi = x[1];
        else
            lo = x[0];
    }
    return at(b, open, (lo + hi) / 2);
}

/* The best points of a grid within 40 of zero, and beside the first and the
   last of them: flat stretches may lie on either side of the minimiser. */
static double
minimum(brute_t *b, expr_t *e)
{
    int open = open_binder(b, e), i;
    double first = 0, last = 0, f = INFINITY, x;

    for (i = -20; i <= 20; i++)
    {
        x = at(b, open, 2 * i);
        if (x < f)
            first = 2 * i;
        if (x <= f)
        {
            f = x;
            last = 2 * i;
        }
    }
    x = section(b, open, first - 2, first + 2, -1);
    return fmin(f, fmin(x, section(b, open, last - 2, last + 2, 1)));
}

static int
truth(brute_t *b, expr_t *e)
{
    double x, y;
    int i, all = 1, any = 0;

    switch (expr_kind(e))
    {
    case EXPR_TRUE:
        return 1;
    case EXPR_NOT:
        return !truth(b, expr_child(e, 0));
    case EXPR_COMPARE:
        x = walk(b, expr_child(e, 0));
        y = walk(b, expr_child(e, 1));
        return expr_comparison(e) == COMPARE_LT ? x < y
               : expr_comparison(e) == COMPARE_LE ? x <= y : x == y;
    case EXPR_AND:
    case EXPR_OR:
        for (i = 0; i < expr_arity(e); i++)
        {
            any |= truth(b, expr_child(e, i));
            all &= truth(b, expr_child(e, i));
        }
        return expr_kind(e) == EXPR_AND ? all : any;
    default:
        return 0;
    }
}

static double
function(brute_t *b, expr_t *e)
{
    double x = walk(b, expr_child(e, 0));
    double y = expr_arity(e) > 1 ? walk(b, expr_child(e, 1)) : 0;

    switch (expr_function(e))
    {
    case FUNCTION_EXP: return exp(x);
    case FUNCTION_LOG: return log(x);
    case FUNCTION_ABS: return fabs(x);
    case FUNCTION_SIGN: return (x > 0) - (x < 0);
    case FUNCTION_MIN: return fmin(x, y);
    case FUNCTION_MAX: return fmax(x, y);
    case FUNCTION_COSH: return cosh(x);
    case FUNCTION_TANH: return tanh(x);
    case FUNCTION_H: return erfc(x / sqrt(2)) / 2;
    case FUNCTION_PHI: return exp(-x * x / 2) / sqrt(2 * M_PI);
    case FUNCTION_MASS:
        return (erfc(x / sqrt(2)) - erfc(y / sqrt(2))) / 2;
    default: return NAN;
    }
}

static double
end(brute_t *b, expr_t *e, double infinite)
{
    double x = walk(b, e);

    return isnan(x) ? infinite : x;
}

static double
walk(brute_t *b, expr_t *e)
{
    double x;
    int i;

    switch (expr_kind(e))
    {
    case EXPR_RATIONAL:
        return fmpq_get_d(expr_rational(e));
    case EXPR_PI:
        return M_PI;
    case EXPR_SYMBOL:
        for (i = b->n - 1; i >= 0; i--)
            if (b->symbol[i] == e)
                return b->value[i];
        return NAN;
    case EXPR_ADD:
        for (x = 0, i = 0; i < expr_arity(e); i++)
            x += walk(b, expr_child(e, i));
        return x;
    case EXPR_MUL:
        for (x = 1, i = 0; i < expr_arity(e); i++)
            x *= walk(b, expr_child(e, i));
        return x;
    case EXPR_POWER:
        return pow(walk(b, expr_child(e, 0)), walk(b, expr_child(e, 1)));
    case EXPR_FUNCTION:
        return function(b, e);
    case EXPR_IF:
        return walk(b, expr_child(e, truth(b, expr_child(e, 0)) ? 1 : 2));
    case EXPR_GAUSS:
        return integral(b, e, -8, 8, 1);
    case EXPR_INTEGRAL:
        return integral(b, e, end(b, expr_child(e, 0), -20),
                        end(b, expr_child(e, 1), 20), 0);
    case EXPR_MINIMUM:
        return minimum(b, e);
    default:
        return NAN;
    }
}

double
brute_value(brute_t *b, expr_t *e)
{
    return walk(b, expr_inline(b->algebra, e));
}
