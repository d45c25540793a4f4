/* compiler/algebra/function.c -- applying the functions of the closed list. */
#include "node.h"

#include <string.h>

static expr_t *
plain(algebra_t *a, function_t f, expr_t *const *arg, int n)
{
    return node_make(a, EXPR_FUNCTION, f, arg, n);
}

/* -1 odd, 1 even, 0 neither. */
static int
parity(function_t f)
{
    switch (f)
    {
    case FUNCTION_ABS:
    case FUNCTION_COSH:
    case FUNCTION_COS:
    case FUNCTION_PHI:
        return 1;
    case FUNCTION_SIGN:
    case FUNCTION_SINH:
    case FUNCTION_TANH:
    case FUNCTION_SIN:
    case FUNCTION_ASIN:
    case FUNCTION_ATAN:
        return -1;
    default:
        return 0;
    }
}

static expr_t *
hyperbolic_rule(algebra_t *a, function_t f, expr_t *x)
{
    int minus = node_is_negative_infinity(x);

    if (expr_is_zero(x))
        return f == FUNCTION_COSH ? a->one : a->zero;
    if (!minus && x->kind != EXPR_INFINITY)
        return NULL;
    if (f == FUNCTION_COSH)
        return a->infinity;
    if (f == FUNCTION_TANH)
        return minus ? a->minus_one : a->one;
    return x;
}

static expr_t *
rule(algebra_t *a, function_t f, expr_t *const *arg)
{
    switch (f)
    {
    case FUNCTION_EXP:
    case FUNCTION_LOG:
        return explog_rule(a, f, arg[0]);
    case FUNCTION_ABS:
    case FUNCTION_SIGN:
    case FUNCTION_MIN:
    case FUNCTION_MAX:
        return shape_rule(a, f, arg);
    case FUNCTION_SINH:
    case FUNCTION_COSH:
    case FUNCTION_TANH:
        return hyperbolic_rule(a, f, arg[0]);
    case FUNCTION_SIN:
    case FUNCTION_COS:
    case FUNCTION_ASIN:
    case FUNCTION_ACOS:
    case FUNCTION_ATAN:
        return circular_rule(a, f, arg[0]);
    default:
        return gaussian_rule(a, f, arg);
    }
}

expr_t *
expr_call(algebra_t *a, function_t f, expr_t *const *arg, int n)
{
    int even = parity(f);
    expr_t *e;

    if (a->failed)
        return a->error;
    if (even != 0 && node_is_negated(arg[0]))
    {
        e = expr_apply1(a, f, expr_neg(a, arg[0]));
        return even < 0 ? expr_neg(a, e) : e;
    }
    e = rule(a, f, arg);
    return e != NULL ? e : plain(a, f, arg, n);
}

expr_t *
expr_apply1(algebra_t *a, function_t f, expr_t *x)
{
    return expr_call(a, f, &x, 1);
}

expr_t *
expr_exp(algebra_t *a, expr_t *x)
{
    return expr_apply1(a, FUNCTION_EXP, x);
}

expr_t *
expr_log(algebra_t *a, expr_t *x)
{
    return expr_apply1(a, FUNCTION_LOG, x);
}

/* ---- by name ------------------------------------------------------------ */

typedef enum
{
    NAME_PLAIN, NAME_SQRT, NAME_SECH, NAME_ERF, NAME_ERFC, NAME_PHI, NAME_STEP
} name_rule_t;

static const struct
{
    const char *name;
    int arity;
    name_rule_t how;
    function_t function;
} names[] = {
    { "exp", 1, NAME_PLAIN, FUNCTION_EXP },
    { "log", 1, NAME_PLAIN, FUNCTION_LOG },
    { "sqrt", 1, NAME_SQRT, FUNCTION_COUNT },
    { "abs", 1, NAME_PLAIN, FUNCTION_ABS },
    { "sign", 1, NAME_PLAIN, FUNCTION_SIGN },
    { "min", 2, NAME_PLAIN, FUNCTION_MIN },
    { "max", 2, NAME_PLAIN, FUNCTION_MAX },
    { "step", 1, NAME_STEP, FUNCTION_COUNT },
    { "sinh", 1, NAME_PLAIN, FUNCTION_SINH },
    { "cosh", 1, NAME_PLAIN, FUNCTION_COSH },
    { "tanh", 1, NAME_PLAIN, FUNCTION_TANH },
    { "sech", 1, NAME_SECH, FUNCTION_COUNT },
    { "sin", 1, NAME_PLAIN, FUNCTION_SIN },
    { "cos", 1, NAME_PLAIN, FUNCTION_COS },
    { "asin", 1, NAME_PLAIN, FUNCTION_ASIN },
    { "acos", 1, NAME_PLAIN, FUNCTION_ACOS },
    { "atan", 1, NAME_PLAIN, FUNCTION_ATAN },
    { "erf", 1, NAME_ERF, FUNCTION_COUNT },
    { "erfc", 1, NAME_ERFC, FUNCTION_COUNT },
    { "H", 1, NAME_PLAIN, FUNCTION_H },
    { "phi", 1, NAME_PLAIN, FUNCTION_PHI },
    { "Phi", 1, NAME_PHI, FUNCTION_COUNT },
    { "Phi2", 3, NAME_PLAIN, FUNCTION_PHI2 }
};

static expr_t *
rewritten(algebra_t *a, name_rule_t how, expr_t *x)
{
    expr_t *root2 = expr_sqrt(a, expr_integer(a, 2)), *e;

    switch (how)
    {
    case NAME_SQRT:
        return expr_sqrt(a, x);
    case NAME_SECH:
        return expr_pow_int(a, expr_apply1(a, FUNCTION_COSH, x), -1);
    case NAME_PHI:
        return expr_apply1(a, FUNCTION_H, expr_neg(a, x));
    case NAME_STEP:
        return expr_if(a, expr_compare(a, COMPARE_LT, a->zero, x), a->one,
                       a->zero);
    default:                             /* erf, erfc */
        e = expr_mul(a, expr_integer(a, 2),
                     expr_apply1(a, FUNCTION_H, expr_mul(a, root2, x)));
        return how == NAME_ERFC ? e : expr_sub(a, a->one, e);
    }
}

expr_t *
expr_call_named(algebra_t *a, const char *name, expr_t *const *arg, int n,
                int *arity)
{
    size_t i;

    if (arity != NULL)
        *arity = 0;
    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, name) == 0)
        {
            if (arity != NULL)
                *arity = names[i].arity;
            if (n != names[i].arity)
                return NULL;
            return names[i].how == NAME_PLAIN
                       ? expr_call(a, names[i].function, arg, n)
                       : rewritten(a, names[i].how, arg[0]);
        }
    return NULL;
}
