/* compiler/emit/scale_atom.c -- scaled exponentials, and their exponents. */
#include "scale.h"

/* ---- arithmetic of scaled values ---------------------------------------- */

int
scaled_exponent(lowering_t *l, const scaled_t *x)
{
    int term[SCALED_TERMS], n = 0;

    for (int i = 0; i < x->n; i++)
        if (x->k[i] != 0)
            term[n++] = ir_op(l->ir, IR_MUL, ir_integer(l->ir, x->k[i]),
                              x->l[i]);
    return n > 0 ? ir_sum(l->ir, term, n) : -1;
}

void
scaled_multiply(lowering_t *l, scaled_t *x, int node, long k)
{
    int i = 0;

    while (i < x->n && x->l[i] != node)
        i++;
    if (i == SCALED_TERMS)
    {
        x->l[0] = scaled_exponent(l, x);
        x->k[0] = 1;
        x->n = 1;
        scaled_multiply(l, x, node, k);
        return;
    }
    if (i == x->n)
    {
        x->l[x->n] = node;
        x->k[x->n++] = 0;
    }
    x->k[i] += k;
}

scaled_t
scaled_exponential(int m, int node)
{
    scaled_t x = { m, 1, { node }, { 1 } };

    return x;
}

scaled_t
scaled_plain(int m)
{
    scaled_t x = { m, 0, { 0 }, { 0 } };

    return x;
}

int
scaled_exp(lowering_t *l, int node)
{
    return ir_function(l->ir, SADDLE_EXP, node);
}

/* ---- the atoms ---------------------------------------------------------- */

static int
minus_half_square(lowering_t *l, int u)
{
    fmpq_t q;
    int half;

    fmpq_init(q);
    fmpq_set_si(q, -1, 2);
    half = ir_rational(l->ir, q);
    fmpq_clear(q);
    return ir_op(l->ir, IR_MUL, half, ir_power(l->ir, u, 2));
}

int
scaled_hazard(lowering_t *l, int u)
{
    ir_t *ir = l->ir;
    int phi_0 = ir_function(ir, SADDLE_PHI, ir_integer(ir, 0));
    int r = ir_select(ir, u, 0,
                      ir_op(ir, IR_DIV, ir_hint(ir, phi_0, "phi_0"),
                            ir_op(ir, IR_SCALED_TAIL, u, -1)),
                      ir_op(ir, IR_DIV, ir_function(ir, SADDLE_PHI, u),
                            ir_function(ir, SADDLE_H, u)));

    return ir_hint(ir, r, "hazard");
}

scaled_t
scaled_atom(lowering_t *l, expr_t *e)
{
    int a = lower(l, expr_child(e, 0)), m, zero;

    switch (expr_function(e))
    {
    case FUNCTION_EXP:
        return scaled_exponential(-1, a);
    case FUNCTION_PHI:
        zero = ir_integer(l->ir, 0);
        m = ir_function(l->ir, SADDLE_PHI, zero);
        return scaled_exponential(ir_hint(l->ir, m, "phi_0"),
                            minus_half_square(l, a));
    case FUNCTION_H:
        m = ir_op(l->ir, IR_LOG_MASS, a, ir_leaf(l->ir, IR_INFINITY, 0));
        return scaled_exponential(-1, m);
    case FUNCTION_MASS:
        m = ir_op(l->ir, IR_LOG_MASS, a, lower(l, expr_child(e, 1)));
        return scaled_exponential(-1, m);
    case FUNCTION_SINH:
        m = ir_function(l->ir, SADDLE_TANH, a);
        return scaled_exponential(m, ir_op(l->ir, IR_LOG_COSH, a, -1));
    default:
        return scaled_exponential(-1, ir_op(l->ir, IR_LOG_COSH, a, -1));
    }
}
