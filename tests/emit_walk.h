/* tests/emit_walk.h -- three ways to the value of a formula with integrals:
 * a walk over the expression, the emitted doubles, the emitted register code.
 *
 * All three replace an integral by the same finite sum (a crude rule), so
 * they must agree to rounding, whatever the error of the rule.
 */
#ifndef SADDLE_TEST_EMIT_WALK_H
#define SADDLE_TEST_EMIT_WALK_H

#include "../compiler/algebra/expr.h"
#include "../runtime/model.h"

#include <arb.h>
#include <arb_hypgeom.h>
#include <math.h>

#define WALK_PREC 400
#define WALK_ENV 12

/* ---- the rule ----------------------------------------------------------- */

enum { RULE_GAUSS, RULE_LINE, RULE_UP, RULE_FINITE, RULE_NODES = 24 };

static int
rule_kind(int gauss, int lo_infinite, int hi_infinite)
{
    if (gauss)
        return RULE_GAUSS;
    if (lo_infinite && hi_infinite)
        return RULE_LINE;
    return hi_infinite ? RULE_UP : RULE_FINITE;
}

/* Node k and its weight, the Gaussian density included. */
static void
rule_node(arb_t t, arb_t weight, int kind, int k, const arb_t lo,
          const arb_t hi)
{
    arb_set_d(weight, 0.5);
    if (kind == RULE_FINITE)
    {
        arb_sub(weight, hi, lo, WALK_PREC);
        arb_div_ui(weight, weight, RULE_NODES, WALK_PREC);
        arb_mul_ui(t, weight, 2 * (ulong) k + 1, WALK_PREC);
        arb_mul_2exp_si(t, t, -1);
        arb_add(t, t, lo, WALK_PREC);
        return;
    }
    arb_set_d(t, 0.5 * k + 0.25 - (kind == RULE_UP ? 0 : 6));
    if (kind == RULE_UP)
        arb_add(t, t, lo, WALK_PREC);
    if (kind == RULE_GAUSS)
    {
        arb_t g;

        arb_init(g);
        arb_mul(g, t, t, WALK_PREC);
        arb_mul_2exp_si(g, g, -1);
        arb_neg(g, g);
        arb_exp(g, g, WALK_PREC);
        arb_mul(weight, weight, g, WALK_PREC);
        arb_const_sqrt_pi(g, WALK_PREC);
        arb_div(weight, weight, g, WALK_PREC);
        arb_sqrt_ui(g, 2, WALK_PREC);
        arb_div(weight, weight, g, WALK_PREC);
        arb_clear(g);
    }
}

/* ---- functions ---------------------------------------------------------- */

/* H(x) */
static void
ball_tail(arb_t r, const arb_t x, slong prec)
{
    arb_t s;

    arb_init(s);
    arb_sqrt_ui(s, 2, prec);
    arb_div(s, x, s, prec);
    arb_hypgeom_erfc(r, s, prec);
    arb_mul_2exp_si(r, r, -1);
    arb_clear(s);
}

static void
ball_density(arb_t r, const arb_t x, slong prec)
{
    arb_t s;

    arb_init(s);
    arb_mul(s, x, x, prec);
    arb_mul_2exp_si(s, s, -1);
    arb_neg(s, s);
    arb_exp(r, s, prec);
    arb_const_pi(s, prec);
    arb_mul_2exp_si(s, s, 1);
    arb_rsqrt(s, s, prec);
    arb_mul(r, r, s, prec);
    arb_clear(s);
}

static void
ball_function(arb_t r, saddle_function_t f, const arb_t x, slong prec)
{
    static void (*const plain[])(arb_t, const arb_t, slong) = {
        [SADDLE_EXP] = arb_exp,   [SADDLE_LOG] = arb_log,
        [SADDLE_SINH] = arb_sinh, [SADDLE_COSH] = arb_cosh,
        [SADDLE_TANH] = arb_tanh, [SADDLE_SIN] = arb_sin,
        [SADDLE_COS] = arb_cos,   [SADDLE_ASIN] = arb_asin,
        [SADDLE_ACOS] = arb_acos, [SADDLE_ATAN] = arb_atan,
        [SADDLE_H] = ball_tail,   [SADDLE_PHI] = ball_density
    };

    plain[f](r, x, prec);
}

/* ---- the walk ----------------------------------------------------------- */

typedef struct
{
    algebra_t *a;
    int n;
    expr_t *symbol[WALK_ENV];
    arb_struct value[WALK_ENV];
} walk_t;

static void walk(walk_t *w, arb_t r, expr_t *e);

static int
walk_condition(walk_t *w, expr_t *c)
{
    int truth = expr_kind(c) == EXPR_AND;
    arb_t x, y;

    switch (expr_kind(c))
    {
    case EXPR_TRUE:
        return 1;
    case EXPR_FALSE:
        return 0;
    case EXPR_NOT:
        return !walk_condition(w, expr_child(c, 0));
    case EXPR_AND:
    case EXPR_OR:
        for (int i = 0; i < expr_arity(c); i++)
            if (walk_condition(w, expr_child(c, i)) != truth)
                return !truth;
        return truth;
    default:
        arb_init(x);
        arb_init(y);
        walk(w, x, expr_child(c, 0));
        walk(w, y, expr_child(c, 1));
        truth = arb_lt(x, y);
        arb_clear(y);
        arb_clear(x);
        return truth;
    }
}

static void
walk_function(walk_t *w, arb_t r, expr_t *e)
{
    static const int plain[FUNCTION_COUNT] = {
        [FUNCTION_EXP] = SADDLE_EXP,   [FUNCTION_LOG] = SADDLE_LOG,
        [FUNCTION_SINH] = SADDLE_SINH, [FUNCTION_COSH] = SADDLE_COSH,
        [FUNCTION_TANH] = SADDLE_TANH, [FUNCTION_SIN] = SADDLE_SIN,
        [FUNCTION_COS] = SADDLE_COS,   [FUNCTION_ASIN] = SADDLE_ASIN,
        [FUNCTION_ACOS] = SADDLE_ACOS, [FUNCTION_ATAN] = SADDLE_ATAN,
        [FUNCTION_H] = SADDLE_H,       [FUNCTION_PHI] = SADDLE_PHI
    };
    arb_t y;

    arb_init(y);
    walk(w, r, expr_child(e, 0));
    if (expr_arity(e) > 1)
        walk(w, y, expr_child(e, 1));
    switch (expr_function(e))
    {
    case FUNCTION_ABS:
        arb_abs(r, r);
        break;
    case FUNCTION_SIGN:
        arb_sgn(r, r);
        break;
    case FUNCTION_MIN:
        arb_min(r, r, y, WALK_PREC);
        break;
    case FUNCTION_MAX:
        arb_max(r, r, y, WALK_PREC);
        break;
    case FUNCTION_MASS:
        ball_tail(r, r, 4 * WALK_PREC);
        ball_tail(y, y, 4 * WALK_PREC);
        arb_sub(r, r, y, 4 * WALK_PREC);
        break;
    default:
        ball_function(r, (saddle_function_t) plain[expr_function(e)], r,
                      WALK_PREC);
    }
    arb_clear(y);
}

static void
walk_binder(walk_t *w, arb_t r, expr_t *e)
{
    int gauss = expr_kind(e) == EXPR_GAUSS, k = w->n, kind;
    expr_t *lo = gauss ? NULL : expr_child(e, 0);
    expr_t *hi = gauss ? NULL : expr_child(e, 1);
    expr_t *body;
    arb_t a, b, weight, value;

    arb_init(a);
    arb_init(b);
    arb_init(weight);
    arb_init(value);
    kind = rule_kind(gauss, gauss || expr_kind(lo) == EXPR_MUL,
                     gauss || expr_kind(hi) == EXPR_INFINITY);
    if (kind == RULE_UP || kind == RULE_FINITE)
        walk(w, a, lo);
    if (kind == RULE_FINITE)
        walk(w, b, hi);
    w->symbol[k] = expr_fresh(w->a, "v");
    arb_init(&w->value[k]);
    w->n++;
    body = expr_open(w->a, e, w->symbol[k]);
    arb_zero(r);
    for (int i = 0; i < RULE_NODES; i++)
    {
        rule_node(&w->value[k], weight, kind, i, a, b);
        walk(w, value, body);
        arb_addmul(r, value, weight, WALK_PREC);
    }
    w->n--;
    arb_clear(&w->value[k]);
    arb_clear(value);
    arb_clear(weight);
    arb_clear(b);
    arb_clear(a);
}

static void
walk_power(walk_t *w, arb_t r, expr_t *e)
{
    expr_t *exponent = expr_child(e, 1);
    arb_t x;

    walk(w, r, expr_child(e, 0));
    if (expr_kind(exponent) == EXPR_RATIONAL)
    {
        fmpq_t q;

        fmpq_init(q);
        fmpq_set(q, expr_rational(exponent));
        arb_pow_fmpq(r, r, q, WALK_PREC);
        fmpq_clear(q);
        return;
    }
    arb_init(x);
    walk(w, x, exponent);
    arb_pow(r, r, x, WALK_PREC);
    arb_clear(x);
}

static void
walk_many(walk_t *w, arb_t r, expr_t *e)
{
    arb_t x, total;

    arb_init(x);
    arb_init(total);
    arb_set_ui(total, expr_kind(e) == EXPR_MUL);
    for (int i = 0; i < expr_arity(e); i++)
    {
        walk(w, x, expr_child(e, i));
        if (expr_kind(e) == EXPR_MUL)
            arb_mul(total, total, x, WALK_PREC);
        else
            arb_add(total, total, x, WALK_PREC);
    }
    arb_swap(r, total);
    arb_clear(total);
    arb_clear(x);
}

static void
walk(walk_t *w, arb_t r, expr_t *e)
{
    switch (expr_kind(e))
    {
    case EXPR_RATIONAL:
        arb_set_fmpq(r, expr_rational(e), WALK_PREC);
        return;
    case EXPR_PI:
        arb_const_pi(r, WALK_PREC);
        return;
    case EXPR_ADD:
    case EXPR_MUL:
        walk_many(w, r, e);
        return;
    case EXPR_POWER:
        walk_power(w, r, e);
        return;
    case EXPR_FUNCTION:
        walk_function(w, r, e);
        return;
    case EXPR_APPLY:
        walk(w, r, expr_inline(w->a, e));
        return;
    case EXPR_IF:
        walk(w, r, expr_child(e, walk_condition(w, expr_child(e, 0)) ? 1 : 2));
        return;
    case EXPR_GAUSS:
    case EXPR_INTEGRAL:
        walk_binder(w, r, e);
        return;
    default:
        for (int i = 0; i < w->n; i++)
            if (w->symbol[i] == e)
            {
                arb_set(r, &w->value[i]);
                return;
            }
        arb_indeterminate(r);
    }
}

/* ---- emitted doubles ---------------------------------------------------- */

static void
double_group(const saddle_group_t *g, const double *env, double *integral)
{
    double outer[WALK_ENV], inner[64], end[16] = { 0 }, out[64];
    int kind = rule_kind(g->weight_gauss, g->lo_infinite, g->hi_infinite);
    arb_t t, weight, lo, hi;

    arb_init(t);
    arb_init(weight);
    arb_init(lo);
    arb_init(hi);
    g->limits(env, end);
    if (!g->lo_infinite)
        arb_set_d(lo, end[0]);
    if (!g->hi_infinite)
        arb_set_d(hi, end[1]);
    for (int i = 0; i < g->n_env; i++)
        outer[i] = env[i];
    for (int i = 0; i < g->n_integrands; i++)
        integral[i] = 0;
    for (int k = 0; k < RULE_NODES; k++)
    {
        int n = 0;
        double x;

        rule_node(t, weight, kind, k, lo, hi);
        outer[g->n_env] = x = arf_get_d(arb_midref(t), ARF_RND_NEAR);
        for (int i = 0; i < g->n_inner; i++)
        {
            double_group(g->inner[i], outer, inner + n);
            n += g->inner[i]->n_integrands;
        }
        if (g->field != NULL)
        {
            double field[2];

            g->field(env, field);
            x = field[0] + field[1] * x;
        }
        g->integrand(1, &x, env, inner, out);
        for (int i = 0; i < g->n_integrands; i++)
            integral[i] += out[i] * arf_get_d(arb_midref(weight),
                                              ARF_RND_NEAR);
    }
    arb_clear(hi);
    arb_clear(lo);
    arb_clear(weight);
    arb_clear(t);
}

static void
double_program(const saddle_program_t *p, const double *env, double *out)
{
    double integral[256];
    int n = 0;

    for (int i = 0; i < p->n_groups; i++)
    {
        double_group(p->group[i], env, integral + n);
        n += p->group[i]->n_integrands;
    }
    p->assemble(env, integral, out);
}

/* ---- emitted register code ---------------------------------------------- */

typedef struct
{
    saddle_machine_t base;
    arb_ptr r;
    int n;
    slong prec;
} ball_machine_t;

#define MACHINE(m) ((ball_machine_t *) (m))
#define REG(m, i) (MACHINE(m)->r + register_of(MACHINE(m), i))
#define PREC(m) (MACHINE(m)->prec)

/* Refuses registers that do not exist. */
static int
register_of(const ball_machine_t *m, int i)
{
    if (i < 0 || i >= m->n)
        flint_abort();
    return i;
}

static void
op_rational(saddle_machine_t *m, int r, const char *text)
{
    fmpq_t q;

    fmpq_init(q);
    if (fmpq_set_str(q, text, 10) != 0)
        flint_abort();
    arb_set_fmpq(REG(m, r), q, PREC(m));
    fmpq_clear(q);
}

static void
op_pi(saddle_machine_t *m, int r)
{
    arb_const_pi(REG(m, r), PREC(m));
}

static void
op_add(saddle_machine_t *m, int r, int a, int b)
{
    arb_add(REG(m, r), REG(m, a), REG(m, b), PREC(m));
}

static void
op_sub(saddle_machine_t *m, int r, int a, int b)
{
    arb_sub(REG(m, r), REG(m, a), REG(m, b), PREC(m));
}

static void
op_mul(saddle_machine_t *m, int r, int a, int b)
{
    arb_mul(REG(m, r), REG(m, a), REG(m, b), PREC(m));
}

static void
op_div(saddle_machine_t *m, int r, int a, int b)
{
    arb_div(REG(m, r), REG(m, a), REG(m, b), PREC(m));
}

static void
op_neg(saddle_machine_t *m, int r, int a)
{
    arb_neg(REG(m, r), REG(m, a));
}

static void
op_power(saddle_machine_t *m, int r, int a, long n)
{
    arb_pow_ui(REG(m, r), REG(m, a), (ulong) n, PREC(m));
}

static void
op_sqrt(saddle_machine_t *m, int r, int a)
{
    arb_sqrt(REG(m, r), REG(m, a), PREC(m));
}

static void
op_function(saddle_machine_t *m, int r, saddle_function_t f, int a)
{
    ball_function(REG(m, r), f, REG(m, a), PREC(m));
}

static void
op_mass(saddle_machine_t *m, int r, int a, int b, int w)
{
    arb_t x, y;

    arb_init(x);
    arb_init(y);
    arb_sub(x, REG(m, b), REG(m, a), PREC(m));
    CU_ASSERT(arb_overlaps(x, REG(m, w)));
    ball_tail(x, REG(m, a), 4 * PREC(m));
    ball_tail(y, REG(m, b), 4 * PREC(m));
    arb_sub(REG(m, r), x, y, 4 * PREC(m));
    arb_clear(y);
    arb_clear(x);
}

static void
op_select(saddle_machine_t *m, int r, int c, int a, int b)
{
    arb_set(REG(m, r), arb_is_positive(REG(m, c)) ? REG(m, a) : REG(m, b));
}

static void
op_orthant(saddle_machine_t *m, int r, int a, int b, int c)
{
    (void) a;
    (void) b;
    (void) c;
    arb_indeterminate(REG(m, r));
}

static const saddle_ops_t ball_ops = {
    op_rational, op_pi, op_add, op_sub, op_mul, op_div, op_neg, op_power,
    op_sqrt, op_function, op_mass, op_select, op_orthant
};

static void
machine_init(ball_machine_t *m, int n)
{
    m->base.ops = &ball_ops;
    m->n = n;
    m->prec = WALK_PREC;
    m->r = _arb_vec_init(n);
    for (int i = 0; i < n; i++)
        arb_indeterminate(m->r + i);
}

static void
ball_group(const saddle_group_t *g, arb_srcptr env, arb_ptr integral)
{
    int kind = rule_kind(g->weight_gauss, g->lo_infinite, g->hi_infinite);
    const saddle_ball_group_t *b = g->ball;
    arb_ptr outer = _arb_vec_init(g->n_env + 1);
    ball_machine_t m;
    arb_t t, weight, lo, hi;

    arb_init(t);
    arb_init(weight);
    arb_init(lo);
    arb_init(hi);
    machine_init(&m, b->n_registers);
    _arb_vec_set(m.r, env, g->n_env);
    _arb_vec_set(outer, env, g->n_env);
    b->constants(&m.base);
    if (!g->lo_infinite)
        arb_set(lo, m.r + b->lo);
    if (!g->hi_infinite)
        arb_set(hi, m.r + b->hi);
    for (int i = 0; i < g->n_breaks; i++)
        if (!arb_is_finite(m.r + b->breaks[i]))
            flint_abort();
    _arb_vec_zero(integral, g->n_integrands);
    for (int k = 0; k < RULE_NODES; k++)
    {
        arb_ptr inner = m.r + g->n_env + 1;

        rule_node(t, weight, kind, k, lo, hi);
        arb_set(outer + g->n_env, t);
        arb_set(m.r + g->n_env, t);
        for (int i = 0; i < g->n_inner; i++)
        {
            ball_group(g->inner[i], outer, inner);
            inner += g->inner[i]->n_integrands;
        }
        b->integrand(&m.base);
        for (int i = 0; i < g->n_integrands; i++)
            arb_addmul(integral + i, m.r + b->outputs[i], weight, WALK_PREC);
    }
    _arb_vec_clear(m.r, m.n);
    _arb_vec_clear(outer, g->n_env + 1);
    arb_clear(hi);
    arb_clear(lo);
    arb_clear(weight);
    arb_clear(t);
}

static void
ball_program(const saddle_program_t *p, arb_srcptr env, arb_ptr out)
{
    ball_machine_t m;
    arb_ptr integral;

    machine_init(&m, p->ball->n_registers);
    _arb_vec_set(m.r, env, p->n_env);
    integral = m.r + p->n_env;
    for (int i = 0; i < p->n_groups; i++)
    {
        ball_group(p->group[i], env, integral);
        integral += p->group[i]->n_integrands;
    }
    p->ball->assemble(&m.base);
    for (int i = 0; i < p->n_outputs; i++)
        arb_set(out + i, m.r + p->ball->outputs[i]);
    _arb_vec_clear(m.r, m.n);
}

#endif
