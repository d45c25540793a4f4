/* tests/programs.c -- hand-written programs and models against model.h. */
#include "programs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATIONAL(r, s) m->ops->rational(m, r, s)
#define ADD(r, a, b) m->ops->add(m, r, a, b)
#define SUB(r, a, b) m->ops->sub(m, r, a, b)
#define MUL(r, a, b) m->ops->mul(m, r, a, b)
#define DIV(r, a, b) m->ops->div(m, r, a, b)
#define POWER(r, a, n) m->ops->power(m, r, a, n)
#define SQRT(r, a) m->ops->sqrt(m, r, a)
#define FUNCTION(r, f, a) m->ops->function(m, r, f, a)
#define COUNT(a) ((int) (sizeof(a) / sizeof(*(a))))

/* ---- numbers ------------------------------------------------------------ */

/* H(u) exp(u^2/2) for u >= 4, by the continued fraction of Laplace. */
static double
far_tail(double u)
{
    double f = u;
    int k;

    for (k = 80; k >= 1; k--)
        f = u + k / f;
    return 1 / (f * sqrt(2 * M_PI));
}

static double
log_tail(double u)
{
    return u < 4 ? log(erfc(u * M_SQRT1_2) / 2) : log(far_tail(u)) - u * u / 2;
}

static double
tail_ratio(double u)
{
    double scale = 1 / sqrt(2 * M_PI);

    if (u >= 4)
        return scale / far_tail(u);
    return scale * exp(-u * u / 2) / (erfc(u * M_SQRT1_2) / 2);
}

static double
log_cosh(double x)
{
    x = fabs(x);
    return x + log1p(exp(-2 * x)) - M_LN2;
}

/* ---- binary perceptron: groups ------------------------------------------ */

enum { P_Q, P_QHAT, P_ALPHA, P_KAPPA, P_ENV };

static void
weights_double(int n, const double *t, const double *env, const double *inner,
               double *out)
{
    double s = sqrt(env[P_QHAT]);
    int i;

    (void) inner;
    for (i = 0; i < n; i++)
    {
        double th = tanh(s * t[i]);

        out[i] = th * th;
        out[n + i] = th * th * th * th;
        out[2 * n + i] = log_cosh(s * t[i]);
    }
}

/* registers: env, t = 4, then 5 sqrt(q_hat), 6.. */
static void
weights_constants(saddle_machine_t *m)
{
    SQRT(5, P_QHAT);
}

static void
weights_balls(saddle_machine_t *m)
{
    MUL(6, 5, 4);
    FUNCTION(7, SADDLE_TANH, 6);
    MUL(7, 7, 7);
    MUL(8, 7, 7);
    FUNCTION(9, SADDLE_COSH, 6);
    FUNCTION(9, SADDLE_LOG, 9);
}

static const int weights_outputs[] = { 7, 8, 9 };
static const saddle_ball_group_t weights_ball =
{
    10, weights_constants, weights_balls, weights_outputs, -1, -1, NULL
};
static const saddle_group_t weights_group =
{
    .what = "E[xi]", .n_env = P_ENV, .n_integrands = 3, .weight_gauss = 1,
    .lo_infinite = 1, .hi_infinite = 1, .integrand = weights_double,
    .ball = &weights_ball
};

static void
patterns_double(int n, const double *t, const double *env, const double *inner,
                double *out)
{
    double root = sqrt(env[P_Q]), width = sqrt(1 - env[P_Q]);
    int i;

    (void) inner;
    for (i = 0; i < n; i++)
    {
        double u = (env[P_KAPPA] - root * t[i]) / width;
        double a = tail_ratio(u), b = a * (a - u);

        out[i] = log_tail(u);
        out[n + i] = a * a;
        out[2 * n + i] = b * b + 2 * a * a * b;
        out[3 * n + i] = b * b;
    }
}

/* 5: sqrt(q), 6: sqrt(1-q), 7: u, 8: H, 9: A, 10: B, 11.. */
static void
patterns_constants(saddle_machine_t *m)
{
    SQRT(5, P_Q);
    RATIONAL(6, "1");
    SUB(6, 6, P_Q);
    SQRT(6, 6);
}

static void
patterns_balls(saddle_machine_t *m)
{
    MUL(7, 5, 4);
    SUB(7, P_KAPPA, 7);
    DIV(7, 7, 6);
    FUNCTION(8, SADDLE_H, 7);
    FUNCTION(9, SADDLE_PHI, 7);
    DIV(9, 9, 8);
    SUB(10, 9, 7);
    MUL(10, 10, 9);
    FUNCTION(11, SADDLE_LOG, 8);
    POWER(12, 9, 2);
    POWER(14, 10, 2);
    MUL(13, 12, 10);
    ADD(13, 13, 13);
    ADD(13, 13, 14);
}

static const int patterns_outputs[] = { 11, 12, 13, 14 };
static const saddle_ball_group_t patterns_ball =
{
    15, patterns_constants, patterns_balls, patterns_outputs, -1, -1, NULL
};
static const saddle_group_t patterns_group =
{
    .what = "E[xi]", .n_env = P_ENV, .n_integrands = 4, .weight_gauss = 1,
    .lo_infinite = 1, .hi_infinite = 1, .integrand = patterns_double,
    .ball = &patterns_ball
};
static const saddle_group_t *const perceptron_groups[] =
{
    &weights_group, &patterns_group
};

/* Integrals in assembly registers: after the env. */
enum { I_T2 = P_ENV, I_T4, I_LC, I_LH, I_A2, I_G, I_B2, I_FREE };

#define PERCEPTRON_PROGRAM(name, outputs)                                   \
static const int name##_out[] = outputs;                                    \
static const saddle_ball_assembly_t name##_ball =                           \
{ 48, name##_balls, name##_out };                                           \
static const saddle_program_t name =                                        \
{ COUNT(name##_out), P_ENV, 7, 2, perceptron_groups, name##_double,         \
  &name##_ball }
#define LIST(...) { __VA_ARGS__ }

static void
integrals_double(const double *env, const double *v, double *out)
{
    int k;

    (void) env;
    out[7] = 0;
    for (k = 0; k < 7; k++)
    {
        out[k] = v[k];
        out[7] += v[k];
    }
}

static void
integrals_balls(saddle_machine_t *m)
{
    int k;

    ADD(I_FREE, I_T2, I_T4);
    for (k = I_LC; k <= I_B2; k++)
        ADD(I_FREE, I_FREE, k);
}

static const int integrals_out[] =
{
    I_T2, I_T4, I_LC, I_LH, I_A2, I_G, I_B2, I_FREE
};
static const saddle_ball_assembly_t integrals_ball =
{
    I_FREE + 1, integrals_balls, integrals_out
};
const saddle_program_t perceptron_integrals =
{
    8, P_ENV, 7, 2, perceptron_groups, integrals_double, &integrals_ball
};

/* ---- binary perceptron: residual, Jacobian, maps, values ----------------- */

static double
perceptron_phi(const double *e, const double *v)
{
    return -(1 - e[P_Q]) * e[P_QHAT] / 2 + v[2] + e[P_ALPHA] * v[3];
}

/* gradient in q, q_hat, then the entropy; a saddle point takes the first two */
static void
residual_double(const double *e, const double *v, double *out)
{
    out[0] = (e[P_QHAT] - e[P_ALPHA] * v[4] / (1 - e[P_Q])) / 2;
    out[1] = (e[P_Q] - v[0]) / 2;
}

static void
residual3_double(const double *e, const double *v, double *out)
{
    residual_double(e, v, out);
    out[2] = perceptron_phi(e, v) + M_LN2;
}

/* 20, 21: gradient; 22: phi; 23: entropy; 12: 1-q; 13: 1/2 */
static void
residual_balls(saddle_machine_t *m)
{
    RATIONAL(12, "1");
    SUB(12, 12, P_Q);
    RATIONAL(13, "1/2");
    MUL(20, P_ALPHA, I_A2);
    DIV(20, 20, 12);
    SUB(20, P_QHAT, 20);
    MUL(20, 20, 13);
    SUB(21, P_Q, I_T2);
    MUL(21, 21, 13);
    MUL(22, 12, P_QHAT);
    MUL(22, 22, 13);
    SUB(22, I_LC, 22);
    MUL(23, P_ALPHA, I_LH);
    ADD(22, 22, 23);
    RATIONAL(23, "2");
    FUNCTION(23, SADDLE_LOG, 23);
    ADD(23, 22, 23);
}

static void
residual3_balls(saddle_machine_t *m)
{
    residual_balls(m);
}

PERCEPTRON_PROGRAM(residual, LIST(20, 21));
PERCEPTRON_PROGRAM(residual3, LIST(20, 21, 23));

static void
jacobian_double(const double *e, const double *v, double *out)
{
    double width = 1 - e[P_Q];

    residual_double(e, v, out);
    out[2] = -e[P_ALPHA] * v[5] / (2 * width * width);
    out[3] = 0.5;
    out[4] = 0.5;
    out[5] = -(1 - 4 * v[0] + 3 * v[1]) / 2;
}

static void
jacobian3_double(const double *e, const double *v, double *out)
{
    double j[6];

    jacobian_double(e, v, j);
    residual3_double(e, v, out);
    out[3] = j[2];
    out[4] = j[3];
    out[5] = -v[4] / (2 * (1 - e[P_Q]));
    out[6] = j[4];
    out[7] = j[5];
    out[8] = 0;
    out[9] = out[0];
    out[10] = out[1];
    out[11] = v[3];
}

/* 24: d2 phi/dq2, 25: d2 phi/dq_hat2, 26: d2 phi/dq dalpha, 27: 0 */
static void
jacobian_balls(saddle_machine_t *m)
{
    residual_balls(m);
    MUL(24, P_ALPHA, I_G);
    DIV(24, 24, 12);
    DIV(24, 24, 12);
    MUL(24, 24, 13);
    m->ops->neg(m, 24, 24);
    RATIONAL(25, "4");
    MUL(25, 25, I_T2);
    RATIONAL(27, "1");
    SUB(25, 27, 25);
    RATIONAL(27, "3");
    MUL(27, 27, I_T4);
    ADD(25, 25, 27);
    MUL(25, 25, 13);
    m->ops->neg(m, 25, 25);
    DIV(26, I_A2, 12);
    MUL(26, 26, 13);
    m->ops->neg(m, 26, 26);
    RATIONAL(27, "0");
}

static void
jacobian3_balls(saddle_machine_t *m)
{
    jacobian_balls(m);
}

PERCEPTRON_PROGRAM(jacobian, LIST(20, 21, 24, 13, 13, 25));
PERCEPTRON_PROGRAM(jacobian3, LIST(20, 21, 23, 24, 13, 26, 13, 25, 27, 20, 21,
                                   I_LH));

static void
map_q_double(const double *e, const double *v, double *out)
{
    (void) e;
    out[0] = v[0];
}

static void
map_q_balls(saddle_machine_t *m)
{
    (void) m;
}

static void
map_qhat_double(const double *e, const double *v, double *out)
{
    out[0] = e[P_ALPHA] * v[4] / (1 - e[P_Q]);
}

static void
map_qhat_balls(saddle_machine_t *m)
{
    RATIONAL(12, "1");
    SUB(12, 12, P_Q);
    MUL(13, P_ALPHA, I_A2);
    DIV(13, 13, 12);
}

PERCEPTRON_PROGRAM(map_q, LIST(I_T2));
PERCEPTRON_PROGRAM(map_qhat, LIST(13));

/* replicon = alpha E[(g')^2] E[(1 - tanh^2)^2], g' = -B/(1-q) */
static void
values_double(const double *e, const double *v, double *out)
{
    double width = 1 - e[P_Q];

    out[0] = perceptron_phi(e, v);
    out[1] = out[0] + M_LN2;
    out[2] = e[P_ALPHA] * v[6] / (width * width) * (1 - 2 * v[0] + v[1]);
}

static void
values_balls(saddle_machine_t *m)
{
    residual_balls(m);
    MUL(24, P_ALPHA, I_B2);
    DIV(24, 24, 12);
    DIV(24, 24, 12);
    RATIONAL(25, "1");
    SUB(25, 25, I_T2);
    SUB(25, 25, I_T2);
    ADD(25, 25, I_T4);
    MUL(24, 24, 25);
}

PERCEPTRON_PROGRAM(values, LIST(22, 23, 24));

/* ---- constants as programs ---------------------------------------------- */

static void
range_double(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    out[0] = 0;
    out[1] = 10;
}

static void
range_balls(saddle_machine_t *m)
{
    RATIONAL(4, "0");
    RATIONAL(5, "10");
}

static void
order_double(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    out[0] = 0;
    out[1] = 1;
    out[2] = 0;
    out[3] = 0;
}

static void
order_balls(saddle_machine_t *m)
{
    RATIONAL(4, "0");
    RATIONAL(5, "1");
}

static void
zeros_double(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    out[0] = out[1] = out[2] = out[3] = 0;
}

static void
start_double(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    out[0] = 0.5;
    out[1] = 1;
}

static void
start_balls(saddle_machine_t *m)
{
    RATIONAL(4, "1/2");
    RATIONAL(5, "1");
}

#define CONSTANT_PROGRAM(name, doubles, balls, n_env, outputs)              \
static const int name##_out[] = outputs;                                    \
static const saddle_ball_assembly_t name##_ball = { 6, balls, name##_out }; \
static const saddle_program_t name =                                        \
{ COUNT(name##_out), n_env, 0, 0, NULL, doubles, &name##_ball }

CONSTANT_PROGRAM(range_program, range_double, range_balls, 4, LIST(4, 5));
CONSTANT_PROGRAM(order_program, order_double, order_balls, 4,
                 LIST(4, 5, 4, 4));
CONSTANT_PROGRAM(zeros_program, zeros_double, order_balls, 4,
                 LIST(4, 4, 4, 4));
CONSTANT_PROGRAM(start_program, start_double, start_balls, 4, LIST(4, 5));

/* ---- binary perceptron: the model --------------------------------------- */

static const int perceptron_unknown[] = { P_Q, P_QHAT, P_ALPHA };
static const int map_q_unknown[] = { P_Q }, map_qhat_unknown[] = { P_QHAT };
static const saddle_name_t perceptron_values[] =
{
    { "free_entropy", "free entropy per weight", 0 },
    { "entropy", "entropy per weight", 0 },
    { "replicon", "replicon", 0 }
};
static const saddle_system_t perceptron_point =
{
    .kind = SADDLE_SADDLE_POINT, .name = "saddle point", .boundary = -1,
    .n = 2, .unknown = perceptron_unknown, .residual = &residual,
    .jacobian = &jacobian, .map = { &map_q, &map_qhat }, .n_map = { 1, 1 },
    .map_unknown = { map_q_unknown, map_qhat_unknown },
    .n_values = 3, .value_name = perceptron_values, .values = &values
};
static const saddle_system_t perceptron_threshold =
{
    .kind = SADDLE_THRESHOLD, .name = "alpha_c", .boundary = -1, .n = 3,
    .unknown = perceptron_unknown, .residual = &residual3,
    .jacobian = &jacobian3, .n_values = 3, .value_name = perceptron_values,
    .values = &values, .range = &range_program, .equation = "entropy",
    .equation_text = "entropy = 0"
};
static const saddle_system_t *const perceptron_systems[] =
{
    &perceptron_point, &perceptron_threshold
};
static const saddle_variable_t perceptron_orders[] =
{
    { "q", "overlap", 0, NULL, "0 .. 1", 0, 0, 0, 0, 0, 1 },
    { "q_hat", "conjugate", 0, NULL, ">= 0", 0, 1, 0, 1, 0, 1 }
};
static const saddle_variable_t perceptron_parameters[] =
{
    { "alpha", "patterns per weight", 0, NULL, "> 0", 0, 0, 0, 1, 1, 1 },
    { "kappa", "margin", 1, "0", "", 0, 0, 1, 1, 1, 1 }
};
static const saddle_start_t perceptron_start =
{
    NULL, 2, perceptron_unknown, &start_program
};

const saddle_model_t perceptron_model =
{
    .abi = SADDLE_ABI, .name = "binary_perceptron", .version = "test",
    .spec_hash = "", .spec_text = "", .potential = "", .potential_text = "",
    .n_orders = 2, .n_parameters = 2, .order = perceptron_orders,
    .parameter = perceptron_parameters, .order_domain = &order_program,
    .parameter_domain = &zeros_program, .n_starts = 1,
    .start = &perceptron_start, .n_systems = 2, .system = perceptron_systems
};

#include "programs_sk.h"
#include "programs_tape.h"
