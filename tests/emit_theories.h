/* tests/emit_theories.h -- theories built by hand, for emission. */
#ifndef SADDLE_TEST_EMIT_THEORIES_H
#define SADDLE_TEST_EMIT_THEORIES_H

#include "../compiler/emit/emit.h"
#include "harness.h"

#include <string.h>

#define MAX_UNKNOWNS 4
#define MAX_FORMULAS 20

/* A theory with room for one saddle point and one threshold. */
typedef struct
{
    algebra_t *a;
    spec_t spec;
    theory_t theory;
    parameter_t parameter[4];
    unknown_t unknown[MAX_UNKNOWNS];
    threshold_t threshold;
    system_t system[2];
    expr_t *residual[2][MAX_UNKNOWNS], *jacobian[2][16], *map[MAX_UNKNOWNS];
    named_value_t value[MAX_FORMULAS];
    int order[MAX_UNKNOWNS];
} fixture_t;

static expr_t *
num(fixture_t *f, long p, long q)
{
    return expr_fraction(f->a, p, q);
}

static expr_t *
call1(fixture_t *f, function_t g, expr_t *x)
{
    return expr_apply1(f->a, g, x);
}

static expr_t *
call2(fixture_t *f, function_t g, expr_t *x, expr_t *y)
{
    expr_t *arg[2] = { x, y };

    return expr_call(f->a, g, arg, 2);
}

static expr_t *
plus3(fixture_t *f, expr_t *x, expr_t *y, expr_t *z)
{
    return expr_add(f->a, expr_add(f->a, x, y), z);
}

static expr_t *
times3(fixture_t *f, expr_t *x, expr_t *y, expr_t *z)
{
    return expr_mul(f->a, expr_mul(f->a, x, y), z);
}

static void
fixture_init(fixture_t *f, const char *name)
{
    memset(f, 0, sizeof *f);
    f->a = algebra_new(0);
    f->spec.algebra = f->a;
    f->spec.name = name;
    f->spec.parameter = f->parameter;
    f->spec.threshold = &f->threshold;
    f->theory.spec = &f->spec;
    f->theory.unknown = f->unknown;
    f->theory.system = f->system;
    f->system[0].name = "saddle_point";
    f->system[0].threshold = f->system[0].boundary = -1;
    f->system[0].parameter = -1;
    for (int i = 0; i < MAX_UNKNOWNS; i++)
        f->order[i] = i;
    for (int k = 0; k < 2; k++)
    {
        f->system[k].residual = f->residual[k];
        f->system[k].jacobian = f->jacobian[k];
        f->system[k].order = f->order;
    }
    f->system[0].map = f->map;
    f->system[0].value = f->value;
}

static void
fixture_clear(fixture_t *f)
{
    algebra_free(f->a);
}

static expr_t *
add_parameter(fixture_t *f, const char *name, int positive)
{
    parameter_t *p = &f->parameter[f->spec.n_parameters++];

    p->name = name;
    p->symbol = expr_symbol(f->a, name);
    p->domain.lo = positive ? num(f, 0, 1) : NULL;
    p->domain.lo_open = 1;
    p->span.line = f->spec.n_parameters + 1;
    expr_assume(f->a, p->symbol, positive, positive);
    return p->symbol;
}

static expr_t *
add_unknown(fixture_t *f, const char *name, int stage, expr_t *hi)
{
    unknown_t *u = &f->unknown[f->theory.n_unknowns++];

    u->name = name;
    u->symbol = expr_symbol(f->a, name);
    u->domain.lo = num(f, 0, 1);
    u->domain.hi = hi;
    u->stage = stage;
    expr_assume(f->a, u->symbol, 1, 1);
    return u->symbol;
}

static void
add_value(fixture_t *f, const char *name, expr_t *value)
{
    named_value_t *v = &f->value[f->system[0].n_values++];

    v->name = name;
    v->value = value;
    v->description = "a value";
}

/* The gradient of phi in all unknowns, and its Jacobian. */
static void
set_potential(fixture_t *f, expr_t *phi)
{
    system_t *s = &f->system[0];
    int n = f->theory.n_unknowns;

    f->theory.potential = f->theory.raw = phi;
    f->theory.n_systems = 1;
    s->n = s->n_orders = s->n_maps = n;
    for (int i = 0; i < n; i++)
        s->residual[i] = expr_diff(f->a, phi, f->unknown[i].symbol);
    for (int i = 0; i < n * n; i++)
        s->jacobian[i] = expr_diff(f->a, s->residual[i / n],
                                   f->unknown[i % n].symbol);
}

/* Adds the threshold extra = 0 in parameter k. */
static void
set_threshold(fixture_t *f, const char *name, expr_t *extra, int k)
{
    system_t *s = &f->system[1], *base = &f->system[0];
    int n = base->n + 1;
    expr_t *unknown[MAX_UNKNOWNS];

    f->theory.n_systems = 2;
    s->kind = SYSTEM_THRESHOLD;
    s->name = name;
    s->boundary = -1;
    s->n = n;
    s->n_orders = base->n;
    s->parameter = k;
    s->raw_extra = extra;
    f->threshold.name = name;
    f->threshold.lo = num(f, 1, 20);
    f->threshold.hi = num(f, 8, 1);
    f->threshold.span.line = 7;
    f->spec.n_thresholds = 1;
    for (int i = 0; i < n; i++)
    {
        s->residual[i] = i < base->n ? base->residual[i] : extra;
        unknown[i] = i < base->n ? f->unknown[i].symbol
                                 : f->parameter[k].symbol;
    }
    for (int i = 0; i < n * n; i++)
        s->jacobian[i] = expr_diff(f->a, s->residual[i / n], unknown[i % n]);
}

/* phi = beta^2 (1-q)^2/4 + E log cosh(beta (h + sqrt(q) z)) */
static void
make_sk(fixture_t *f)
{
    expr_t *beta, *h, *q, *z, *field, *v, *phi;

    fixture_init(f, "sk");
    beta = add_parameter(f, "beta", 1);
    h = add_parameter(f, "h", 0);
    q = add_unknown(f, "q", 0, num(f, 1, 1));
    z = expr_fresh(f->a, "z");
    field = expr_add(f->a, h, expr_mul(f->a, expr_sqrt(f->a, q), z));
    field = expr_mul(f->a, beta, field);
    v = expr_sub(f->a, num(f, 1, 1), q);
    phi = times3(f, num(f, 1, 4), expr_pow_int(f->a, beta, 2),
                 expr_pow_int(f->a, v, 2));
    phi = expr_add(f->a, phi,
                   expr_gauss(f->a, z, expr_log(f->a, call1(f, FUNCTION_COSH,
                                                            field))));
    set_potential(f, phi);
    f->map[0] = expr_gauss(f->a, z, expr_pow_int(
        f->a, call1(f, FUNCTION_TANH, field), 2));
    add_value(f, "free_entropy", phi);
    add_value(f, "h", expr_mul(f->a, h, expr_pi(f->a)));
}

/* -(1-q) q_hat/2 + E log Z_w(sqrt(q_hat) z) + alpha E log Z_out(sqrt(q) z, 1-q)
   for given log Z_w(B) and Z_out(omega, V), as definitions. */
static void
make_storage(fixture_t *f, expr_t *b, expr_t *log_zw, expr_t *omega,
             expr_t *var, expr_t *z_out)
{
    algebra_t *a = f->a;
    expr_t *alpha = f->parameter[0].symbol;
    expr_t *q = f->unknown[0].symbol, *qh = f->unknown[1].symbol;
    expr_t *formal[2] = { omega, var }, *arg[2], *z = expr_fresh(a, "xi");
    expr_t *v = expr_sub(a, num(f, 1, 1), q), *phi, *out;
    definition_t *first;
    definition_t *w = definition_new(a, "log_Z_w", "\\log Z_w", &b, 1, log_zw);
    definition_t *o = definition_heat_tower(a, "log_Z_out", "\\log Z", "g_out",
        "g", formal, 2, 1, 0, num(f, 1, 2), z_out, expr_log(a, z_out), &first);

    arg[0] = expr_mul(a, expr_sqrt(a, qh), z);
    phi = expr_gauss(a, z, expr_apply(a, w, arg, 1));
    arg[0] = expr_mul(a, expr_sqrt(a, q), z);
    arg[1] = v;
    out = expr_gauss(a, z, expr_apply(a, o, arg, 2));
    phi = plus3(f, times3(f, num(f, -1, 2), v, qh), phi,
                expr_mul(a, alpha, out));
    set_potential(f, phi);
    f->map[0] = expr_pow_int(a, q, 2);
    f->map[1] = expr_mul(a, alpha, expr_gauss(a, z, expr_pow_int(a, expr_apply(
        a, first, arg, 2), 2)));
    add_value(f, "free_entropy", phi);
    set_threshold(f, "alpha_c", phi, 0);
}

static expr_t *
scaled_end(fixture_t *f, expr_t *end, expr_t *omega, expr_t *var)
{
    return expr_div(f->a, expr_sub(f->a, end, omega), expr_sqrt(f->a, var));
}

/* Binary weights, z >= kappa. */
static void
make_perceptron(fixture_t *f)
{
    expr_t *b, *omega, *var, *kappa;

    fixture_init(f, "binary_perceptron");
    add_parameter(f, "alpha", 1);
    kappa = add_parameter(f, "kappa", 0);
    add_unknown(f, "q", 0, num(f, 1, 1));
    add_unknown(f, "q_hat", 1, NULL);
    b = expr_symbol(f->a, "B");
    omega = expr_symbol(f->a, "omega");
    var = expr_symbol(f->a, "V");
    expr_assume(f->a, var, 1, 1);
    make_storage(f, b, expr_log(f->a, call1(f, FUNCTION_COSH, b)), omega, var,
                 call1(f, FUNCTION_H, scaled_end(f, kappa, omega, var)));
}

/* Weights -2, 0, 1 with probabilities 1/6, 1/2, 1/3; z outside of three
   intervals: a union of three masses. */
static void
make_union(fixture_t *f)
{
    expr_t *b, *omega, *var, *kappa, *k[4], *two, *zw, *z_out;
    algebra_t *a;

    fixture_init(f, "union");
    a = f->a;
    add_parameter(f, "alpha", 1);
    kappa = add_parameter(f, "kappa", 1);
    add_unknown(f, "q", 0, num(f, 1, 1));
    add_unknown(f, "q_hat", 1, NULL);
    b = expr_symbol(a, "B");
    omega = expr_symbol(a, "omega");
    var = expr_symbol(a, "V");
    expr_assume(a, var, 1, 1);
    two = expr_mul(a, num(f, 2, 1), kappa);
    k[0] = scaled_end(f, expr_neg(a, kappa), omega, var);
    k[1] = scaled_end(f, kappa, omega, var);
    k[2] = scaled_end(f, two, omega, var);
    k[3] = scaled_end(f, expr_neg(a, two), omega, var);
    z_out = plus3(f, call2(f, FUNCTION_MASS, k[0], k[1]),
                  call1(f, FUNCTION_H, k[2]),
                  call1(f, FUNCTION_H, expr_neg(a, k[3])));
    zw = plus3(f, expr_mul(a, num(f, 1, 6), expr_exp(a, expr_mul(
                       a, num(f, -2, 1), b))), num(f, 1, 2),
               expr_mul(a, num(f, 1, 3), expr_exp(a, b)));
    make_storage(f, b, expr_log(a, zw), omega, var, z_out);
}

/* Formulas with kinks, choices and nested integrals. */
static void
make_odd(fixture_t *f)
{
    algebra_t *a;
    expr_t *c, *q, *z, *h, *d, *e, *both[2];

    fixture_init(f, "odd");
    a = f->a;
    c = add_parameter(f, "c", 0);
    q = add_unknown(f, "q", 0, num(f, 1, 1));
    z = expr_fresh(a, "z");
    h = expr_fresh(a, "h");
    d = expr_sub(a, z, c);
    f->theory.n_systems = 1;
    f->system[0].n = 1;
    f->system[0].n_orders = 1;
    f->residual[0][0] = expr_sub(a, q, expr_gauss(a, z, expr_log(
        a, expr_add(a, num(f, 1, 1), call1(f, FUNCTION_ABS, d)))));
    f->jacobian[0][0] = num(f, 1, 1);
    /* nested: E log int_0^inf exp(-h^2 - z h) dh, and with |h - z| */
    e = expr_exp(a, expr_neg(a, expr_add(a, expr_pow_int(a, h, 2),
                                         expr_mul(a, z, h))));
    e = expr_integral(a, h, num(f, 0, 1), expr_infinity(a),
                      expr_mul(a, e, call1(f, FUNCTION_COS, expr_mul(a, q,
                                                                     h))));
    add_value(f, "nested", expr_gauss(a, z, call1(f, FUNCTION_ATAN, e)));
    e = expr_integral(a, h, num(f, -1, 1), c, expr_exp(
        a, call1(f, FUNCTION_ABS, expr_sub(a, h, expr_mul(a, q, z)))));
    add_value(f, "nested_kink", expr_gauss(a, z, expr_log(a, e)));
    both[0] = expr_compare(a, COMPARE_LT, z, c);
    both[1] = expr_compare(a, COMPARE_LE, expr_neg(a, q), z);
    e = expr_exp(a, call1(f, FUNCTION_SIN, z));
    e = expr_if(a, expr_or(a, both, 2), e, z);
    add_value(f, "choice", expr_gauss(a, z, e));
}

#endif
