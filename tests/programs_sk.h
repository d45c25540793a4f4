/* tests/programs_sk.h -- the SK model by hand; part of programs.c. */

enum { S_Q, S_BETA, S_H, S_ENV };

static void
spins_double(int n, const double *t, const double *env, const double *inner,
             double *out)
{
    double s = sqrt(env[S_Q]);
    int i;

    (void) inner;
    for (i = 0; i < n; i++)
    {
        double x = env[S_BETA] * (s * t[i] + env[S_H]), th = tanh(x);
        double p = 1 - th * th;

        out[i] = th * th;
        out[n + i] = p * (1 - 3 * th * th);
        out[2 * n + i] = p * p;
        out[3 * n + i] = p * p * (1 - 5 * th * th);
        out[4 * n + i] = th * p;
        out[5 * n + i] = th * p * p;
        out[6 * n + i] = log_cosh(x) + M_LN2;
    }
}

/* t = 3; 4: beta sqrt(q), 5: beta h, 6: 1, 7: 3, 8: 5, 9: log 2 */
static void
spins_constants(saddle_machine_t *m)
{
    SQRT(4, S_Q);
    MUL(4, 4, S_BETA);
    MUL(5, S_BETA, S_H);
    RATIONAL(6, "1");
    RATIONAL(7, "3");
    RATIONAL(8, "5");
    RATIONAL(9, "2");
    FUNCTION(9, SADDLE_LOG, 9);
}

/* 10: x, 11: tanh, 12: tanh^2, 13: p, 14..18: outputs 1..5, 19: log 2cosh */
static void
spins_balls(saddle_machine_t *m)
{
    MUL(10, 4, 3);
    ADD(10, 10, 5);
    FUNCTION(11, SADDLE_TANH, 10);
    MUL(12, 11, 11);
    SUB(13, 6, 12);
    MUL(14, 7, 12);
    SUB(14, 6, 14);
    MUL(14, 14, 13);
    MUL(15, 13, 13);
    MUL(16, 8, 12);
    SUB(16, 6, 16);
    MUL(16, 16, 15);
    MUL(17, 11, 13);
    MUL(18, 11, 15);
    FUNCTION(19, SADDLE_COSH, 10);
    FUNCTION(19, SADDLE_LOG, 19);
    ADD(19, 19, 9);
}

static const int spins_outputs[] = { 12, 14, 15, 16, 17, 18, 19 };
static const saddle_ball_group_t spins_ball =
{
    20, spins_constants, spins_balls, spins_outputs, -1, -1, NULL
};
static const saddle_group_t spins_group =
{
    .what = "E[xi]", .n_env = S_ENV, .n_integrands = 7, .weight_gauss = 1,
    .lo_infinite = 1, .hi_infinite = 1, .integrand = spins_double,
    .ball = &spins_ball
};
static const saddle_group_t *const sk_groups[] = { &spins_group };

#define SK_PROGRAM(name, outputs)                                           \
static const int name##_out[] = outputs;                                    \
static const saddle_ball_assembly_t name##_ball =                           \
{ 24, sk_balls, name##_out };                                               \
static const saddle_program_t name =                                        \
{ COUNT(name##_out), S_ENV, 7, 1, sk_groups, name##_double, &name##_ball }

static void
sk_residual_double(const double *e, const double *v, double *out)
{
    double b2 = e[S_BETA] * e[S_BETA];

    out[0] = b2 / 2 * (e[S_Q] - v[0]);
    out[1] = b2 * v[2] - 1;
}

static void
sk_jacobian_double(const double *e, const double *v, double *out)
{
    double b2 = e[S_BETA] * e[S_BETA];

    out[0] = b2 / 2 * (e[S_Q] - v[0]);
    out[1] = b2 / 2 * (1 - b2 * v[1]);
}

static void
sk_jacobian2_double(const double *e, const double *v, double *out)
{
    double b2 = e[S_BETA] * e[S_BETA], b3 = b2 * e[S_BETA];

    sk_residual_double(e, v, out);
    out[2] = b2 / 2 * (1 - b2 * v[1]);
    out[3] = -b3 * v[4];
    out[4] = -2 * b2 * b2 * v[3];
    out[5] = -4 * b3 * v[5];
}

static void
sk_map_double(const double *e, const double *v, double *out)
{
    (void) e;
    out[0] = v[0];
}

static void
sk_values_double(const double *e, const double *v, double *out)
{
    double b2 = e[S_BETA] * e[S_BETA];

    out[0] = b2 * (1 - e[S_Q]) * (1 - e[S_Q]) / 4 + v[6];
    out[1] = 1 - b2 * v[2];
}

/* Integrals 3..9.  11: beta^2, 12: beta^2/2, 13: residual, 14: AT residual,
   15: d13/dq, 16: d13/dh, 17: d14/dq, 18: d14/dh, 19: phi, 20: -AT */
static void
sk_balls(saddle_machine_t *m)
{
    RATIONAL(10, "1/2");
    MUL(11, S_BETA, S_BETA);
    MUL(12, 11, 10);
    SUB(13, S_Q, 3);
    MUL(13, 13, 12);
    RATIONAL(10, "1");
    MUL(14, 11, 5);
    SUB(20, 10, 14);
    SUB(14, 14, 10);
    MUL(15, 11, 4);
    SUB(15, 10, 15);
    MUL(15, 15, 12);
    MUL(16, 11, S_BETA);
    RATIONAL(10, "-4");
    MUL(18, 16, 8);
    MUL(18, 18, 10);
    MUL(16, 16, 7);
    m->ops->neg(m, 16, 16);
    RATIONAL(10, "-2");
    MUL(17, 11, 11);
    MUL(17, 17, 6);
    MUL(17, 17, 10);
    RATIONAL(10, "1");
    SUB(19, 10, S_Q);
    POWER(19, 19, 2);
    MUL(19, 19, 11);
    RATIONAL(10, "1/4");
    MUL(19, 19, 10);
    ADD(19, 19, 9);
}

static void
sk_point_double(const double *e, const double *v, double *out)
{
    out[0] = e[S_BETA] * e[S_BETA] / 2 * (e[S_Q] - v[0]);
}

SK_PROGRAM(sk_point, LIST(13));
SK_PROGRAM(sk_residual, LIST(13, 14));
SK_PROGRAM(sk_jacobian, LIST(13, 15));
SK_PROGRAM(sk_jacobian2, LIST(13, 14, 15, 16, 17, 18));
SK_PROGRAM(sk_map, LIST(3));
SK_PROGRAM(sk_values, LIST(19, 20));
CONSTANT_PROGRAM(sk_range, range_double, range_balls, 3, LIST(4, 5));
static void
unit_double(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    out[0] = 0;
    out[1] = 1;
}

CONSTANT_PROGRAM(sk_order, unit_double, order_balls, 3, LIST(4, 5));
CONSTANT_PROGRAM(sk_zeros, zeros_double, order_balls, 3, LIST(4, 4, 4, 4));

static void
half_double(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    out[0] = 0.5;
}

CONSTANT_PROGRAM(sk_start_value, half_double, start_balls, 3, LIST(4));

static const int sk_unknown[] = { S_Q, S_H };
static const saddle_name_t sk_value_names[] =
{
    { "free_entropy", "minus beta times the free energy", 0 },
    { "at", "stability, > 0: replica symmetric", 1 }
};
static const saddle_system_t sk_saddle =
{
    .kind = SADDLE_SADDLE_POINT, .name = "saddle point", .boundary = -1,
    .n = 1, .unknown = sk_unknown, .residual = &sk_point,
    .jacobian = &sk_jacobian, .map = { &sk_map, NULL }, .n_map = { 1, 0 },
    .map_unknown = { sk_unknown, NULL }, .n_values = 2,
    .value_name = sk_value_names, .values = &sk_values
};
static const saddle_system_t sk_threshold =
{
    .kind = SADDLE_THRESHOLD, .name = "h_at", .boundary = -1, .n = 2,
    .unknown = sk_unknown, .residual = &sk_residual, .jacobian = &sk_jacobian2,
    .n_values = 2, .value_name = sk_value_names, .values = &sk_values,
    .range = &sk_range, .equation = "at", .equation_text = "at = 0"
};
static const saddle_system_t *const sk_systems[] =
{
    &sk_saddle, &sk_threshold
};
static const saddle_variable_t sk_orders[] =
{
    { "q", "overlap", 0, NULL, "0 .. 1", 0, 0, 0, 0, 0, 0 }
};
static const saddle_variable_t sk_parameters[] =
{
    { "beta", "inverse temperature", 0, NULL, "> 0", 0, 0, 0, 1, 1, 1 },
    { "h", "field", 1, "0", ">= 0", 0, 0, 0, 1, 0, 1 }
};
static const saddle_start_t sk_start =
{
    NULL, 1, sk_unknown, &sk_start_value
};

const saddle_model_t sk_model =
{
    .abi = SADDLE_ABI, .name = "sk", .version = "test", .spec_hash = "",
    .spec_text = "", .potential = "", .potential_text = "", .n_orders = 1,
    .n_parameters = 2, .order = sk_orders, .parameter = sk_parameters,
    .order_domain = &sk_order, .parameter_domain = &sk_zeros, .n_starts = 1,
    .start = &sk_start, .n_systems = 2, .system = sk_systems
};
