/* compiler/emit/double_text.c -- one node as a C expression for doubles. */
#include "double.h"

#include <arf.h>
#include <stdlib.h>
#include <string.h>

/* How tightly the printed text of a node binds. */
enum { BIND_CHOICE, BIND_SUM, BIND_PRODUCT, BIND_SIGN, BIND_ATOM };

/* The double nearest to p/q, or the quotient of two exact doubles. */
static const char *
literal(pool_t *pool, const fmpq *value, char *bind)
{
    const fmpz *p = fmpq_numref(value), *q = fmpq_denref(value);
    const char *text;
    double x;

    *bind = BIND_ATOM;
    if (fmpz_bits(p) <= 53 && fmpz_bits(q) <= 53)
    {
        x = fmpz_get_d(p) / fmpz_get_d(q);
        text = pool_printf(pool, "%.15g", x);
        if (fmpz_popcnt(q) != 1 || fmpz_bits(q) > 12 || strtod(text, NULL) != x)
        {
            *bind = BIND_PRODUCT;
            return pool_printf(pool, "%.17g.0 / %.17g.0", fmpz_get_d(p),
                               fmpz_get_d(q));
        }
    }
    else
    {
        arf_t a, b;

        arf_init(a);
        arf_init(b);
        arf_set_fmpz(a, p);
        arf_set_fmpz(b, q);
        arf_div(a, a, b, 120, ARF_RND_NEAR);
        x = arf_get_d(a, ARF_RND_NEAR);
        arf_clear(a);
        arf_clear(b);
        if (x > 1.7e308)
            return "INFINITY";
        text = pool_printf(pool, "%.17g", x);
    }
    return strpbrk(text, ".e") != NULL ? text
                                       : pool_printf(pool, "%s.0", text);
}

static const char *
bracket(writer_t *w, int i, int at_least)
{
    if (w->bind[i] >= at_least)
        return w->text[i];
    return pool_printf(w->ir->pool, "(%s)", w->text[i]);
}

static const char *
call(writer_t *w, const char *name, const ir_node_t *n)
{
    pool_t *pool = w->ir->pool;

    if (n->b < 0)
        return pool_printf(pool, "%s(%s)", name, w->text[n->a]);
    if (n->c < 0)
        return pool_printf(pool, "%s(%s, %s)", name, w->text[n->a],
                           w->text[n->b]);
    return pool_printf(pool, "%s(%s, %s, %s)", name, w->text[n->a],
                       w->text[n->b], w->text[n->c]);
}

static const char *
function_call(writer_t *w, const ir_node_t *n)
{
    static const char *const name[] = {
        [SADDLE_EXP] = "exp",   [SADDLE_LOG] = "log",   [SADDLE_SINH] = "sinh",
        [SADDLE_COSH] = "cosh", [SADDLE_TANH] = "tanh", [SADDLE_SIN] = "sin",
        [SADDLE_COS] = "cos",   [SADDLE_ASIN] = "asin", [SADDLE_ACOS] = "acos",
        [SADDLE_ATAN] = "atan", [SADDLE_H] = "saddle_normal_tail",
        [SADDLE_PHI] = "saddle_normal_density", [SADDLE_LOG_GAMMA] = "lgamma"
    };

    /* a correlation may exceed one by a rounding error */
    if (w->em->flow && n->index == SADDLE_ASIN)
        return call(w, "saddle_flow_arcsine", n);
    return call(w, name[n->index], n);
}

static const char *
power_text(writer_t *w, const ir_node_t *n, char *bind)
{
    const char *a = bracket(w, n->a, BIND_ATOM);

    *bind = n->index < 4 ? BIND_PRODUCT : BIND_ATOM;
    if (n->index == 2)
        return pool_printf(w->ir->pool, "%s * %s", a, a);
    if (n->index == 3)
        return pool_printf(w->ir->pool, "%s * %s * %s", a, a, a);
    return pool_printf(w->ir->pool, "pow(%s, %ld.0)", w->text[n->a], n->index);
}

/* u > 0 ? yes : no, the difference written as a comparison. */
static const char *
choice_text(writer_t *w, const ir_node_t *n, char *bind)
{
    const ir_node_t *d = &w->ir->node[n->a];
    const char *relation = n->index ? ">=" : ">", *left, *right = "0.0";
    int whole = w->naming.name[n->a] != NULL;

    *bind = BIND_CHOICE;
    if (d->op == IR_SUB && !whole)
    {
        left = bracket(w, d->a, BIND_SUM);
        right = bracket(w, d->b, BIND_SUM);
    }
    else
        left = bracket(w, n->a, BIND_SUM);
    return pool_printf(w->ir->pool, "%s %s %s ? %s : %s", left, relation,
                       right, bracket(w, n->b, BIND_SUM),
                       bracket(w, n->c, BIND_SUM));
}

static const char *
arithmetic(writer_t *w, const ir_node_t *n, char *bind)
{
    pool_t *pool = w->ir->pool;

    switch (n->op)
    {
    case IR_ADD:
        *bind = BIND_SUM;
        return pool_printf(pool, "%s + %s", bracket(w, n->a, BIND_SUM),
                           bracket(w, n->b, BIND_SUM));
    case IR_SUB:
        *bind = BIND_SUM;
        return pool_printf(pool, "%s - %s", bracket(w, n->a, BIND_SUM),
                           bracket(w, n->b, BIND_PRODUCT));
    case IR_MUL:
        *bind = BIND_PRODUCT;
        return pool_printf(pool, "%s * %s", bracket(w, n->a, BIND_PRODUCT),
                           bracket(w, n->b, BIND_PRODUCT));
    case IR_DIV:
        *bind = BIND_PRODUCT;
        return pool_printf(pool, "%s / %s", bracket(w, n->a, BIND_PRODUCT),
                           bracket(w, n->b, BIND_SIGN));
    default:
        *bind = BIND_SIGN;
        return pool_printf(pool, "-%s", bracket(w, n->a, BIND_ATOM));
    }
}

const char *
double_text(writer_t *w, int i, char *bind)
{
    const ir_node_t *n = &w->ir->node[i];

    *bind = BIND_ATOM;
    switch (n->op)
    {
    case IR_RATIONAL:
        return literal(w->ir->pool, n->value, bind);
    case IR_PI:
        return "3.14159265358979323846";
    case IR_INFINITY:
        return "INFINITY";
    case IR_ADD: case IR_SUB: case IR_MUL: case IR_DIV: case IR_NEG:
        return arithmetic(w, n, bind);
    case IR_POWER:
        return power_text(w, n, bind);
    case IR_SQRT:
        return call(w, "sqrt", n);
    case IR_FUNCTION:
        return function_call(w, n);
    case IR_MASS:
        return call(w, "saddle_normal_mass", n);
    case IR_ORTHANT:
        return call(w, "saddle_orthant", n);
    case IR_SELECT:
        return choice_text(w, n, bind);
    case IR_REAL_POWER:
        return call(w, "pow", n);
    case IR_ABS:
        return call(w, "fabs", n);
    case IR_SIGN:
        return pool_printf(w->ir->pool, "((%s > 0.0) - (%s < 0.0))",
                           bracket(w, n->a, BIND_SUM),
                           bracket(w, n->a, BIND_SUM));
    case IR_MIN:
        return call(w, "fmin", n);
    case IR_MAX:
        return call(w, "fmax", n);
    case IR_LOG_MASS:
        return call(w, "saddle_log_mass", n);
    case IR_SCALED_TAIL:
        return call(w, "saddle_scaled_tail", n);
    case IR_LOG_COSH:
        return call(w, "saddle_log_cosh", n);
    case IR_WEIGHTED:
        return call(w, "saddle_weighted", n);
    default:
        return "0.0";
    }
}
