/* runtime/ode/dual_function.c -- derivatives of the functions of the machine. */
#include "dual.h"

void
dual_derivative(arb_t out, saddle_function_t f, const arb_t x, slong prec)
{
    arb_t density;

    switch (f)
    {
    case SADDLE_EXP:
        arb_exp(out, x, prec);
        return;
    case SADDLE_LOG:
        arb_inv(out, x, prec);
        return;
    case SADDLE_SINH:
        arb_cosh(out, x, prec);
        return;
    case SADDLE_COSH:
        arb_sinh(out, x, prec);
        return;
    case SADDLE_TANH:
        arb_sech(out, x, prec);
        arb_sqr(out, out, prec);
        return;
    case SADDLE_SIN:
        arb_cos(out, x, prec);
        return;
    case SADDLE_COS:
        arb_sin(out, x, prec);
        arb_neg(out, out);
        return;
    case SADDLE_ASIN:
    case SADDLE_ACOS:
    case SADDLE_ATAN:
        arb_sqr(out, x, prec);
        if (f != SADDLE_ATAN)
            arb_neg(out, out);
        arb_add_ui(out, out, 1, prec);
        if (f != SADDLE_ATAN)
            arb_sqrt(out, out, prec);
        arb_inv(out, out, prec);
        if (f == SADDLE_ACOS)
            arb_neg(out, out);
        return;
    case SADDLE_H:
        real_function(out, SADDLE_PHI, x, prec);
        arb_neg(out, out);
        return;
    case SADDLE_PHI:
        arb_init(density);
        real_function(density, SADDLE_PHI, x, prec);
        arb_mul(out, density, x, prec);
        arb_neg(out, out);
        arb_clear(density);
        return;
    default:
        arb_indeterminate(out);
    }
}
