/* compiler/algebra/sign.c -- what the form of a node says about its sign. */
#include "node.h"

unsigned char
sign_negated(unsigned sign)
{
    return (unsigned char) (((sign & 3) << 2) | ((sign >> 2) & 3));
}

static unsigned
sign_sum(expr_t *const *term, int n)
{
    unsigned all = SIGN_GE | SIGN_LE, strict = 0;
    int i;

    for (i = 0; i < n; i++)
    {
        all &= term[i]->sign;
        strict |= term[i]->sign & (SIGN_GT | SIGN_LT);
    }
    return all | (all & SIGN_GE ? strict & SIGN_GT : 0)
           | (all & SIGN_LE ? strict & SIGN_LT : 0);
}

static unsigned
sign_product(expr_t *const *factor, int n)
{
    unsigned sign = SIGN_POSITIVE;
    int i;

    for (i = 0; i < n && sign != 0; i++)
    {
        unsigned s = factor[i]->sign, minus = sign_negated(sign);

        if ((s & SIGN_POSITIVE) == SIGN_POSITIVE)
            continue;
        if ((s & SIGN_NEGATIVE) == SIGN_NEGATIVE)
            sign = minus;
        else if (s & SIGN_GE)
            sign &= SIGN_ZERO;
        else if (s & SIGN_LE)
            sign = minus & SIGN_ZERO;
        else
            sign = 0;
    }
    return sign;
}

static unsigned
sign_power(expr_t *base, expr_t *exponent)
{
    const fmpq *r = &exponent->value;
    unsigned sign = base->sign & SIGN_POSITIVE;

    if (exponent->kind != EXPR_RATIONAL)
        return sign & SIGN_GT ? SIGN_POSITIVE : 0;
    if (!fmpz_is_one(fmpq_denref(r)) || fmpz_is_even(fmpq_numref(r)))
        sign |= SIGN_GE;
    else if (base->sign & SIGN_LE)
        sign = base->sign & SIGN_NEGATIVE;
    if (fmpq_sgn(r) < 0)     /* defined, hence not zero */
        sign |= (sign & SIGN_GE ? SIGN_GT : 0) | (sign & SIGN_LE ? SIGN_LT : 0);
    return sign;
}

static unsigned
sign_function(function_t f, expr_t *const *arg)
{
    switch (f)
    {
    case FUNCTION_EXP:
    case FUNCTION_COSH:
    case FUNCTION_PHI:
    case FUNCTION_H:
    case FUNCTION_PHI2:
        return SIGN_POSITIVE;
    case FUNCTION_MASS:
    case FUNCTION_ACOS:
        return SIGN_GE;
    case FUNCTION_ABS:
        return SIGN_GE | (arg[0]->sign & (SIGN_GT | SIGN_LT) ? SIGN_GT : 0);
    case FUNCTION_SIGN:
    case FUNCTION_SINH:
    case FUNCTION_TANH:
    case FUNCTION_ATAN:
    case FUNCTION_ASIN:
        return arg[0]->sign;
    case FUNCTION_MIN:
    case FUNCTION_MAX:
    {
        unsigned both = arg[0]->sign & arg[1]->sign;
        unsigned any = arg[0]->sign | arg[1]->sign;

        return both | (any & (f == FUNCTION_MIN ? SIGN_NEGATIVE
                                                : SIGN_POSITIVE));
    }
    default:
        return 0;
    }
}

unsigned char
sign_of(struct expr *e, expr_t *const *child)
{
    unsigned sign = e->sign;

    switch (e->kind)
    {
    case EXPR_RATIONAL:
        sign = fmpq_sgn(&e->value) > 0   ? SIGN_POSITIVE
               : fmpq_sgn(&e->value) < 0 ? SIGN_NEGATIVE
                                         : SIGN_ZERO;
        break;
    case EXPR_PI:
    case EXPR_INFINITY:
        sign = SIGN_POSITIVE;
        break;
    case EXPR_ADD:
        sign = sign_sum(child, e->arity);
        break;
    case EXPR_MUL:
        sign = sign_product(child, e->arity);
        break;
    case EXPR_POWER:
        sign = sign_power(child[0], child[1]);
        break;
    case EXPR_FUNCTION:
        sign = sign_function((function_t) e->tag, child);
        break;
    case EXPR_IF:
        sign = child[1]->sign & child[2]->sign;
        break;
    case EXPR_GAUSS:
    case EXPR_AT_MINIMUM:
    case EXPR_AT_MAXIMUM:
        sign = child[e->arity - 1]->sign;
        break;
    case EXPR_MINIMUM:
    case EXPR_MAXIMUM:  /* attained or not, the bound survives as >= */
        sign = child[0]->sign & SIGN_ZERO;
        break;
    default:
        break;
    }
    return (unsigned char) sign;
}
