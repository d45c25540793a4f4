/* tests/solve_models.h -- small models in doubles for the solver's tests.
 *
 * All use the integrals of one pattern against z in an interval [kappa, top]:
 * E log Z, E g^2, E g' with g = d_omega log Z, omega = sqrt(q) t, variance V.
 * Jacobians are difference quotients (the solver does not care).
 */
#include "../runtime/solve/solve.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define N(a) ((int) (sizeof(a) / sizeof *(a)))

/* env: q, q_hat, V, V_hat, alpha, kappa; top is infinite or kappa */
enum { G_Q, G_QHAT, G_V, G_VHAT, G_ALPHA, G_KAPPA, G_ENV };

static double pattern_variance(const double *e);
static int pattern_symmetric;

/* One-sided: u = (kappa - omega)/sqrt V; two-sided: |z| <= kappa. */
static void
pattern_f(int n, const double *t, const double *e, const double *inner,
          double *out)
{
    double root = sqrt(e[G_Q]), width = sqrt(pattern_variance(e));

    (void) inner;
    for (int i = 0; i < n; i++)
    {
        double u = (e[G_KAPPA] - root * t[i]) / width, g, slope;

        if (pattern_symmetric)
        {
            double a = (-e[G_KAPPA] - root * t[i]) / width;
            double z = saddle_normal_mass(a, u);
            double pa = saddle_normal_density(a) / z;
            double pu = saddle_normal_density(u) / z;

            out[i] = saddle_log_mass(a, u);
            g = pa - pu;
            slope = a * pa - u * pu - g * g;
        }
        else
        {
            g = 0.39894228040143267794 / saddle_scaled_tail(u);
            out[i] = saddle_log_mass(u, INFINITY);
            slope = -g * (g - u);
        }
        out[n + i] = g * g / (width * width);
        out[2 * n + i] = slope / (width * width);
    }
}

static void
spin_f(int n, const double *t, const double *e, const double *inner,
       double *out)
{
    (void) inner;
    for (int i = 0; i < n; i++)
    {
        double x = sqrt(e[G_QHAT]) * t[i];

        out[i] = tanh(x) * tanh(x);
        out[n + i] = saddle_log_cosh(x);
    }
}

static const saddle_group_t pattern_group =
{
    .what = "E[xi]", .n_env = G_ENV, .n_integrands = 3, .weight_gauss = 1,
    .lo_infinite = 1, .hi_infinite = 1, .integrand = pattern_f
};
static const saddle_group_t spin_group =
{
    .what = "E[xi]", .n_env = G_ENV, .n_integrands = 2, .weight_gauss = 1,
    .lo_infinite = 1, .hi_infinite = 1, .integrand = spin_f
};
static const saddle_group_t *const groups[] = { &pattern_group, &spin_group };

#define PROGRAM(name, n, assembly)                                            \
    static const saddle_program_t name = { n, G_ENV, 5, 2, groups, assembly,  \
                                           NULL }
#define PLAIN(name, n, assembly)                                              \
    static const saddle_program_t name = { n, G_ENV, 0, 0, NULL, assembly,    \
                                           NULL }

static void
differences(const saddle_program_t *f, int n, const int *unknown,
            const double *e, double *out)
{
    double x[G_ENV], up[8], down[8];

    memcpy(x, e, sizeof x);
    quad_approx(f, x, 1e-13, out, NULL);
    for (int j = 0; j < n; j++)
    {
        double h = 1e-5 * fmin(fabs(x[unknown[j]]), 1) + 1e-9;
        double keep = x[unknown[j]];

        if (unknown[j] == G_Q && keep < 1)
            h = fmin(h, 1e-3 * (1 - keep));
        x[unknown[j]] = keep + h;
        quad_approx(f, x, 1e-13, up, NULL);
        x[unknown[j]] = keep - h;
        quad_approx(f, x, 1e-13, down, NULL);
        x[unknown[j]] = keep;
        for (int i = 0; i < n; i++)
            out[n + i * n + j] = (up[i] - down[i]) / (2 * h);
    }
}

#define JACOBIAN(name, f, n, unknowns)                                        \
    static void name##_a(const double *e, const double *v, double *out)       \
    {                                                                         \
        (void) v;                                                             \
        differences(&f, n, unknowns, e, out);                                 \
    }                                                                         \
    PLAIN(name, n + n * n, name##_a)

static const int unknown_q[] = { G_Q, G_QHAT, G_ALPHA };
static const int unknown_four[] = { G_Q, G_QHAT, G_V, G_VHAT };
static const int only_q[] = { G_Q }, only_qhat[] = { G_QHAT };
static const int only_alpha[] = { G_ALPHA };
static const int overlaps[] = { G_Q, G_V }, hats[] = { G_QHAT, G_VHAT };

/* Which model is at work; set by the tests before each solve. */
static enum { BINARY, SPHERICAL, GAUSSIAN } prior;

static double
pattern_variance(const double *e)
{
    return prior == GAUSSIAN ? e[G_V] : 1 - e[G_Q];
}

/* ---- two unknowns: binary and spherical weights -------------------------- */

static double
radius(const double *e)
{
    return (1 + sqrt(1 + 4 * e[G_QHAT])) / 2;
}

static double
potential(const double *e, const double *v)
{
    double a = radius(e), phi = -(1 - e[G_Q]) * e[G_QHAT] / 2;

    return phi + (prior == BINARY ? v[4] : a - 1 - log(a) / 2)
           + e[G_ALPHA] * v[0];
}

static void
two_a(const double *e, const double *v, double *out)
{
    out[0] = (e[G_QHAT] - e[G_ALPHA] * v[1]) / 2;
    out[1] = (e[G_Q] - (prior == BINARY ? v[3] : 1 - 1 / radius(e))) / 2;
}

static void
two_threshold_a(const double *e, const double *v, double *out)
{
    two_a(e, v, out);
    out[2] = potential(e, v) + M_LN2;
}

static void
two_q_a(const double *e, const double *v, double *out)
{
    out[0] = prior == BINARY ? v[3] : 1 - 1 / radius(e);
}

static void
two_qhat_a(const double *e, const double *v, double *out)
{
    out[0] = e[G_ALPHA] * v[1];
}

static void
two_values_a(const double *e, const double *v, double *out)
{
    out[0] = potential(e, v);
}

PROGRAM(two, 2, two_a);
PROGRAM(two_threshold, 3, two_threshold_a);
PROGRAM(two_q, 1, two_q_a);
PROGRAM(two_qhat, 1, two_qhat_a);
PROGRAM(two_values, 1, two_values_a);
JACOBIAN(two_jacobian, two, 2, unknown_q);
JACOBIAN(two_threshold_jacobian, two_threshold, 3, unknown_q);

/* at q = 0: log 2 + alpha log P(|z| <= kappa) */
static void
first_moment_a(const double *e, const double *v, double *out)
{
    (void) v;
    out[0] = M_LN2 + e[G_ALPHA] * saddle_log_mass(-e[G_KAPPA], e[G_KAPPA]);
}

PLAIN(first_moment, 1, first_moment_a);
JACOBIAN(first_moment_jacobian, first_moment, 1, only_alpha);

/* ---- four unknowns: Gaussian weights ------------------------------------- */

static void
four_a(const double *e, const double *v, double *out)
{
    double b = 1 + e[G_VHAT];

    out[0] = (e[G_VHAT] + e[G_ALPHA] * v[2]) / 2;
    out[1] = (1 / b - e[G_V]) / 2;
    out[2] = (e[G_VHAT] - e[G_QHAT] + e[G_ALPHA] * (v[1] + v[2])) / 2;
    out[3] = (e[G_Q] + e[G_V] - e[G_QHAT] / (b * b) - 1 / b) / 2;
}

static void
four_overlaps_a(const double *e, const double *v, double *out)
{
    double b = 1 + e[G_VHAT];

    (void) v;
    out[0] = e[G_QHAT] / (b * b);
    out[1] = 1 / b;
}

static void
four_hats_a(const double *e, const double *v, double *out)
{
    out[0] = e[G_ALPHA] * v[1];
    out[1] = -e[G_ALPHA] * v[2];
}

PROGRAM(four, 4, four_a);
PLAIN(four_overlaps, 2, four_overlaps_a);
PROGRAM(four_hats, 2, four_hats_a);
JACOBIAN(four_jacobian, four, 4, unknown_four);

/* ---- the models ---------------------------------------------------------- */

static void
order_domain_a(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    memset(out, 0, 8 * sizeof *out);
    out[1] = 1;
}

static void
parameter_domain_a(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    memset(out, 0, 4 * sizeof *out);
}

PLAIN(order_domain, 8, order_domain_a);
PLAIN(parameter_domain, 4, parameter_domain_a);

static const saddle_variable_t two_orders[] =
{
    { "q", "", 0, NULL, "0 .. 1", 0, 0, 0, 0, 0, 1 },
    { "q_hat", "", 0, NULL, ">= 0", 0, 1, 0, 1, 0, 1 },
    { "V", "", 0, NULL, "> 0", 0, 0, 0, 1, 1, 1 },
    { "V_hat", "", 0, NULL, "", 0, 1, 1, 1, 1, 1 }
};
static const saddle_variable_t four_orders[] =
{
    { "q", "", 0, NULL, ">= 0", 0, 0, 0, 1, 0, 1 },
    { "q_hat", "", 0, NULL, ">= 0", 0, 1, 0, 1, 0, 1 },
    { "V", "", 0, NULL, "> 0", 0, 0, 0, 1, 1, 1 },
    { "V_hat", "", 0, NULL, "", 0, 1, 1, 1, 1, 1 }
};
static const saddle_variable_t parameters[] =
{
    { "alpha", "", 0, NULL, "> 0", 0, 0, 0, 1, 1, 1 },
    { "kappa", "", 1, "0", "", 0, 0, 1, 1, 1, 1 }
};
static const saddle_name_t value_names[] = { { "free_entropy", "", 0 } };

static const saddle_system_t two_point =
{
    .kind = SADDLE_SADDLE_POINT, .name = "saddle_point", .boundary = -1,
    .n = 2, .unknown = unknown_q, .residual = &two, .jacobian = &two_jacobian,
    .map = { &two_q, &two_qhat }, .n_map = { 1, 1 },
    .map_unknown = { only_q, only_qhat }, .n_values = 1,
    .value_name = value_names, .values = &two_values
};
static const saddle_system_t two_point_newton =
{
    .kind = SADDLE_SADDLE_POINT, .name = "saddle_point", .boundary = -1,
    .n = 2, .unknown = unknown_q, .residual = &two, .jacobian = &two_jacobian
};
static const saddle_system_t two_critical =
{
    .kind = SADDLE_THRESHOLD, .name = "alpha_c", .boundary = -1, .n = 3,
    .unknown = unknown_q, .residual = &two_threshold,
    .jacobian = &two_threshold_jacobian
};
static const saddle_system_t zero_point =
{
    .kind = SADDLE_SADDLE_POINT, .name = "saddle_point", .boundary = 0, .n = 0
};
static const saddle_system_t zero_critical =
{
    .kind = SADDLE_THRESHOLD, .name = "alpha_c", .boundary = 0, .n = 1,
    .unknown = only_alpha, .residual = &first_moment,
    .jacobian = &first_moment_jacobian
};
static const saddle_system_t four_point =
{
    .kind = SADDLE_SADDLE_POINT, .name = "saddle_point", .boundary = -1,
    .n = 4, .unknown = unknown_four, .residual = &four,
    .jacobian = &four_jacobian, .map = { &four_overlaps, &four_hats },
    .n_map = { 2, 2 }, .map_unknown = { overlaps, hats }
};
static const int zero_fixed[] = { G_Q, G_QHAT };
static const char *const zero_value[] = { "0", "0" };
static const saddle_boundary_t zero_state[] =
{
    { "q = 0", 2, zero_fixed, zero_value, -1, NULL, 0 }
};
static const saddle_system_t *const two_systems[] =
{
    &two_point, &zero_point, &two_critical, &zero_critical
};
static const saddle_system_t *const newton_systems[] = { &two_point_newton };
static const saddle_system_t *const four_systems[] = { &four_point };

#define MODEL(id, orders, list, n_list, n_bound)                              \
    static const saddle_model_t id = {                                        \
        .abi = SADDLE_ABI, .name = #id, .n_orders = 4, .n_parameters = 2,     \
        .order = orders, .parameter = parameters,                             \
        .order_domain = &order_domain,                                        \
        .parameter_domain = &parameter_domain, .n_boundaries = n_bound,       \
        .boundary = zero_state, .n_systems = n_list, .system = list }

MODEL(interval_model, two_orders, two_systems, 4, 1);
MODEL(newton_model, two_orders, newton_systems, 1, 0);
MODEL(gaussian_model, four_orders, four_systems, 1, 0);
