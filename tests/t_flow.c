/* tests/t_flow.c -- flows of online learning: right-hand sides against formulas
   by hand, quadrature and balls. */
#include "flow_case.h"
#include "harness.h"
#include "../runtime/quadrature/machine_real.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PI 3.14159265358979323846
#define RATES "model t\n parameter eta > 0 default 1/2\n" \
    " parameter sigma >= 0 default 0\n"
#define UNIT(g) RATES " activation g(u) = " g "\n teacher w0 ~ normal(0, 1)\n" \
    " noise xi ~ normal(0, sigma^2)\n labels y = g(z0) + xi\n" \
    " learner online(eta)\n loss (y - g(z))^2/2\nend\n"
#define COMMITTEE(k, m, g) RATES " hidden K = " k "\n hidden M = " m "\n" \
    " activation g(u) = " g "\n teacher w0 ~ normal(0, 1)\n" \
    " noise xi ~ normal(0, sigma^2)\n" \
    " labels y = sum[m in 1 .. M](v0[m]*g(z0[m])) + xi\n" \
    " learner online(eta)\n" \
    " loss (y - sum[k in 1 .. K](v[k]*g(z[k])))^2/2\n"
#define RULE(f) "model t\n parameter eta > 0\n teacher w0 ~ sphere\n" \
    " labels y = sign(z0)\n learner online(eta)\n update " f "\nend\n"
#define ERF "erf(u/sqrt(2))"

/* ---- by hand ------------------------------------------------------------ */

/* A unit that has learned nothing, with and without noise. */
static void
test_erf_unit(void)
{
    double state[2] = { 0.0, 0.0 }, out[2], value[1], eta = 0.7;
    double theta[2] = { 0.7, 0.0 };
    flow_case_t f;

    if (flow_case_open(&f, UNIT(ERF)))
    {
        CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_FINITE, out), 0);
        CU_ASSERT_DOUBLE_EQUAL(out[0], eta * sqrt(2.0) / PI, 1e-14);
        CU_ASSERT_DOUBLE_EQUAL(out[1], eta * eta * 2.0 / (3.0 * PI), 1e-14);
        CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_GRADIENT, out), 0);
        CU_ASSERT_DOUBLE_EQUAL(out[0], sqrt(2.0) / PI, 1e-14);
        CU_ASSERT_DOUBLE_EQUAL(out[1], 0.0, 1e-14);
        theta[1] = 0.3;
        f.flow->slope(theta, state, FLOW_FINITE, out);
        CU_ASSERT_DOUBLE_EQUAL(out[1], eta * eta * (2.0 / (3.0 * PI)
                                                    + 0.09 * 2.0 / PI), 1e-14);
        CU_ASSERT_EQUAL(f.flow->values(theta, state, value), 0);
        CU_ASSERT_DOUBLE_EQUAL(value[0], 1.0 / 6.0, 1e-14);
    }
    flow_case_close(&f);
}

/* A student that is the teacher does not move. */
static void
test_perfect_student(void)
{
    double state[7] = { 1, 0, 0, 1, 1, 0, 1 }, out[7], value[1];
    double theta[2] = { 0.5, 0.0 };
    static const char *const text[]
        = { COMMITTEE("2", "2", ERF) "end\n",
            COMMITTEE("2", "2", "max(u, 0)") "end\n",
            COMMITTEE("2", "2", "tanh(u)") "end\n" };

    for (int k = 0; k < 3; k++)
    {
        flow_case_t f;

        if (flow_case_open(&f, text[k]))
        {
            CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_FINITE, out), 0);
            for (int i = 0; i < 7; i++)
                CU_ASSERT_DOUBLE_EQUAL(out[i], 0.0, 1e-7);
            f.flow->values(theta, state, value);
            CU_ASSERT_DOUBLE_EQUAL(value[0], 0.0, 1e-8);
        }
        flow_case_close(&f);
    }
}

/* A rectified unit: R, Q by the sheet of formulas. */
static void
test_relu_unit(void)
{
    double theta[2] = { 0.8, 0.4 }, state[2] = { 0.3, 0.5 }, out[2];
    double q = 0.5, s = sqrt(q), r = 0.3 / s, w = sqrt(1.0 - r * r);
    double o = 0.25 + asin(r) / (2.0 * PI), eta = 0.8;
    double i2 = (s * w + 0.3 * (PI / 2.0 + asin(r))) / (2.0 * PI);
    flow_case_t f;

    if (flow_case_open(&f, UNIT("max(u, 0)")))
    {
        CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_FINITE, out), 0);
        CU_ASSERT_DOUBLE_EQUAL(
            out[0], eta * (0.3 * s * w / (2.0 * PI * q) + o - 0.15), 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(
            out[1],
            2.0 * eta * (i2 - q / 2.0)
                + eta * eta * (q / 2.0 - 2.0 * i2 + o + r * w / (2.0 * PI)
                               + 0.16 / 2.0), 1e-12);
    }
    flow_case_close(&f);
}

/* A kink at one: averages of a single unit are integrals inside each other. */
static void
test_clipped_unit(void)
{
    double theta[2] = { 0.8, 0.0 }, state[2] = { 0.3, 0.5 }, out[2], sum = 0.0;
    double h = 0.01, rest = sqrt(1.0 - 0.09 / 0.5);
    flow_case_t f;

    for (double z = -7.0; z <= 7.0; z += h)
        for (double t = -7.0; t <= 7.0; t += h)
        {
            double u = sqrt(0.5) * z, v = 0.3 / sqrt(0.5) * z + rest * t;
            double y = fmax(-1.0, fmin(1.0, v)), g = fmax(-1.0, fmin(1.0, u));

            sum += h * h * saddle_normal_density(z) * saddle_normal_density(t)
                   * (fabs(u) < 1.0) * (y - g) * v;
        }
    if (flow_case_open(&f, UNIT("max(-1, min(1, u))")))
    {
        CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_FINITE, out), 0);
        CU_ASSERT_DOUBLE_EQUAL(out[0], 0.8 * sum, 2e-3);
        printf(" [%.6g, %.6g]", out[0], 0.8 * sum);
    }
    flow_case_close(&f);
}

/* Labels that are flipped at random. */
static void
test_flipped(void)
{
    double theta[1] = { 1.0 }, state[2] = { 0.4, 0.7 }, out[2], value[1];
    double miss = acos(0.4 / sqrt(0.7)) / PI;
    flow_case_t f;

    if (flow_case_open(&f, "model t\n parameter eta > 0\n"
                       " teacher w0 ~ sphere\n"
                       " noise s ~ {+1: 9/10, -1: 1/10}\n"
                       " labels y = s*sign(z0)\n learner online(eta)\n"
                       " update y\nend\n"))
    {
        CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_FINITE, out), 0);
        CU_ASSERT_DOUBLE_EQUAL(out[0], 0.8 * sqrt(2.0 / PI), 1e-13);
        f.flow->values(theta, state, value);
        CU_ASSERT_DOUBLE_EQUAL(value[0], 0.9 * miss + 0.1 * (1.0 - miss),
                               1e-13);
        CU_ASSERT_EQUAL(f.flow->n_noise, 1);
    }
    flow_case_close(&f);
}

/* ---- rules of a perceptron ---------------------------------------------- */

static void
rule_slope(const char *text, double R, double Q, double eta, double *out)
{
    double theta[1] = { eta }, state[2] = { R, Q }, value[1];
    flow_case_t f;

    out[0] = out[1] = NAN;
    if (flow_case_open(&f, text))
    {
        CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_FINITE, out), 0);
        f.flow->values(theta, state, value);
        CU_ASSERT_DOUBLE_EQUAL(value[0], acos(R / sqrt(Q)) / PI, 1e-13);
    }
    flow_case_close(&f);
}

static void
test_rules(void)
{
    double R = 0.4, Q = 0.7, eta = 0.9, out[2];
    double rho = R / sqrt(Q), angle = acos(rho), c = 1.0 / sqrt(2.0 * PI);

    rule_slope(RULE("y"), R, Q, eta, out);
    CU_ASSERT_DOUBLE_EQUAL(out[0], eta * sqrt(2.0 / PI), 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(out[1], 2.0 * eta * sqrt(2.0 / PI) * R + eta * eta,
                           1e-13);
    rule_slope(RULE("if y*z < 0 then y else 0"), R, Q, eta, out);
    CU_ASSERT_DOUBLE_EQUAL(out[0], eta * (1.0 - rho) * c, 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(out[1], -2.0 * eta * sqrt(Q) * (1.0 - rho) * c
                                       + eta * eta * angle / PI, 1e-13);
    rule_slope(RULE("if y*z < 0 then abs(z)*y else 0"), R, Q, eta, out);
    CU_ASSERT_DOUBLE_EQUAL(
        out[0], eta * sqrt(Q) * (sin(angle) - angle * rho) / PI, 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(
        out[1], (eta * eta - 2.0 * eta) * Q * (angle - sin(angle) * rho) / PI,
        1e-13);
}

/* The optimal rule: d rho/dt is an integral over one field. */
static void
test_optimal(void)
{
    double R = 0.4, Q = 0.7, out[2], rho = R / sqrt(Q), sum = 0.0;
    double s = sqrt(1.0 - rho * rho);

    for (double z = -12.0; z <= 12.0; z += 0.01)
    {
        double t = rho * z / s, phi = saddle_normal_density(t);

        sum += 0.01 * saddle_normal_density(z) * phi * phi
               / saddle_normal_tail(-t);
    }
    rule_slope("model t\n parameter eta > 0\n teacher w0 ~ sphere\n"
               " labels y = sign(z0)\n learner online(eta)\n"
               " let s = sqrt(1 - rho^2)\n let u = rho*z/(sqrt(Q)*s)\n"
               " update sqrt(Q)/rho*y*s*phi(u)/Phi(y*u)\nend\n", R, Q, 1.0,
               out);
    CU_ASSERT_DOUBLE_EQUAL(out[0] / sqrt(Q) - R * out[1] / (2 * Q * sqrt(Q)),
                           (1.0 - rho * rho) / rho * sum, 1e-9);
}

/* ---- against quadrature ------------------------------------------------- */

static void
agree(const char *text, double tolerance)
{
    double theta[2] = { 0.6, 0.0 }, state[16], out[16], expected[16];
    flow_case_t f;

    if (flow_case_open(&f, text))
        for (long t = trials(3); t > 0; t--)
        {
            flow_case_state(&f, theta, state);
            CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_FINITE, out), 0);
            flow_case_quadrature(&f, theta, state, expected);
            for (int i = 0; i < f.flow->n_state; i++)
            {
                CU_ASSERT_DOUBLE_EQUAL(out[i], expected[i], tolerance);
                if (fabs(out[i] - expected[i]) > tolerance)
                    printf("\n    %s: %.12g, by quadrature %.12g\n%s",
                           f.flow->state[i], out[i], expected[i], text);
            }
        }
    flow_case_close(&f);
}

static void
test_quadrature(void)
{
    agree(COMMITTEE("2", "2", ERF) "end\n", 1e-8);
    agree(COMMITTEE("1", "2", "u + u^3/5")
          " start at T = [[1, 3/10], [3/10, 6/5]]\nend\n", 1e-5);
    agree(COMMITTEE("2", "1", ERF) " second_layer learned(eta/3)\n"
          " start at v0 = 2\nend\n", 1e-9);
    agree(RATES " teacher w0 ~ sphere\n labels y = tanh(z0)\n"
          " learner online(eta)\n loss log(cosh(y - z))\nend\n", 1e-9);
    agree(COMMITTEE("2", "1", "exp(-u^2)*u") " second_layer learned(eta)\n"
          "end\n", 1e-8);
}

/* Rectified units: four fields, with samples. */
static void
test_relu_committee(void)
{
    double theta[2] = { 0.6, 0.0 }, state[7], out[7], u[4];
    double sum[7] = { 0.0 }, square[7] = { 0.0 };
    long n = trials(200000);
    flow_case_t f;

    if (flow_case_open(&f, COMMITTEE("2", "2", "max(u, 0)") "end\n"))
    {
        flow_case_state(&f, theta, state);
        CU_ASSERT_EQUAL(f.flow->slope(theta, state, FLOW_FINITE, out), 0);
        for (long i = 0; i < n; i++)
        {
            double x[7];

            flow_case_sample(&f, theta, state, u, x);
            for (int j = 0; j < 7; j++)
            {
                sum[j] += x[j];
                square[j] += x[j] * x[j];
            }
        }
        for (int j = 0; j < 7; j++)
        {
            double mean = sum[j] / (double) n;
            double error = sqrt((square[j] / (double) n - mean * mean)
                                / (double) n);

            CU_ASSERT(fabs(mean - out[j]) < 5.0 * error);
        }
    }
    flow_case_close(&f);
}

/* ---- courses ------------------------------------------------------------ */

/* Runge-Kutta of order four to time t. */
static void
follow(const flow_case_t *f, const double *theta, double *x, double t, int n)
{
    int size = f->flow->n_state;
    double h = t / n, k[4][64], y[64];
    static const double step[4] = { 0.0, 0.5, 0.5, 1.0 };

    for (int s = 0; s < n; s++)
    {
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < size; j++)
                y[j] = x[j] + (i > 0 ? h * step[i] * k[i - 1][j] : 0.0);
            CU_ASSERT_EQUAL(f->flow->slope(theta, y, FLOW_FINITE, k[i]), 0);
        }
        for (int j = 0; j < size; j++)
            x[j] += h / 6.0 * (k[0][j] + 2.0 * k[1][j] + 2.0 * k[2][j]
                               + k[3][j]);
    }
}

/* The course of a spec from its start: the error at t, then the state. */
static void
course(const char *text, double eta, double sigma, double t, int n,
       const double *expected, double tolerance)
{
    double theta[2] = { eta, sigma }, x[64], value[4];
    flow_case_t f;

    if (flow_case_open(&f, text))
    {
        f.flow->start(theta, x);
        follow(&f, theta, x, t, n);
        CU_ASSERT_EQUAL(f.flow->values(theta, x, value), 0);
        CU_ASSERT_DOUBLE_EQUAL(value[0], expected[0], tolerance);
        for (int i = 0; i < f.flow->n_state; i++)
            CU_ASSERT_DOUBLE_EQUAL(x[i], expected[1 + i], tolerance);
    }
    flow_case_close(&f);
}

/* Numbers of another program, an integrator of order eight. */
static void
test_courses(void)
{
    static const double a[] = { 0.0148756484342, 0.4856238036, 0.3747662110,
                                0.3734945809, 0.4842961482, 0.4745209241,
                                0.2709176891, 0.4722119524 };
    static const double b[] = {
        0.225527380607, 0.2687184607, 0.2186287804, 0.1810677583,
        0.2850639981, 0.1405876528, 0.2128150266, 0.3003023783, 0.0766681070,
        0.0538137779, 0.3880657148, -0.0038350014, 0.2319057702 };
    static const double relu[] = { 0.1057284818, 0.5589577572, 0.6141396734 };
    static const double tanh_unit[]
        = { 0.140574287, 0.2909125211, 0.2614080686 };
    static const double perceptron[]
        = { 0.1719855464, 0.8470281409, 0.9756111631 };
    static const double adatron[]
        = { 0.3857946250, 0.2941938765, 0.7019567023 };

    course(COMMITTEE("2", "2", ERF) " start at R = [[1/10, 1/20], [1/50, "
           "3/25]], Q = [[1/4, 1/20], [1/20, 9/25]]\nend\n", 0.5, 0.0, 20.0,
           500, a, 1e-9);
    course(COMMITTEE("3", "2", ERF) " start at T = [[1, 3/10], [3/10, 6/5]],"
           " Q = [[1/4, 1/20, 0], [1/20, 9/25, -1/25], [0, -1/25, 4/25]],"
           " R = [[1/10, 1/20], [1/50, 3/25], [-3/100, 1/25]]\nend\n", 0.5,
           0.1, 1.0, 100, b, 1e-9);
#define UNIT_START(g) RATES " activation g(u) = " g "\n teacher w0 ~ sphere\n" \
    " labels y = g(z0)\n learner online(eta)\n loss (y - g(z))^2/2\n" \
    " start at R = 1/10, Q = 1/4\nend\n"
    course(UNIT_START("max(u, 0)"), 1.0, 0.0, 2.0, 200, relu, 1e-9);
    course(UNIT_START("tanh(u)"), 0.5, 0.0, 1.0, 25, tanh_unit, 2e-9);
#define RULE_START(f) "model t\n parameter eta > 0\n teacher w0 ~ sphere\n" \
    " labels y = sign(z0)\n learner online(eta)\n update " f "\n" \
    " start at R = 1/10, Q = 1\nend\n"
    course(RULE_START("if y*z < 0 then y else 0"), 1.0, 0.0, 5.0, 500,
           perceptron, 1e-9);
    course(RULE_START("if y*z < 0 then abs(z)*y else 0"), 1.0, 0.0, 1.0, 200,
           adatron, 1e-9);
}

/* ---- balls -------------------------------------------------------------- */

/* The formulas of the abstract machine, at a point. */
static void
enclose(const flow_case_t *f, const saddle_ball_assembly_t *ball,
        const double *theta, const double *state, const double *expected,
        int n)
{
    const saddle_flow_t *w = f->flow;
    int size = w->n_state + w->n_parameters;
    arb_ptr env = _arb_vec_init(size);
    real_machine_t m;

    CU_ASSERT_PTR_NOT_NULL(ball);
    if (ball == NULL)
        return;
    for (int i = 0; i < size; i++)
        arb_set_d(env + i, i < w->n_state ? state[i]
                                          : theta[i - w->n_state]);
    real_machine_init(&m, ball->n_registers);
    real_machine_set(&m, env, size, 128);
    ball->assemble(&m.base);
    for (int i = 0; i < n; i++)
    {
        arb_srcptr x = m.r + ball->outputs[i];

        CU_ASSERT(arb_rel_accuracy_bits(x) > 80 || arb_contains_zero(x));
        CU_ASSERT_DOUBLE_EQUAL(arf_get_d(arb_midref(x), ARF_RND_NEAR),
                               expected[i], 1e-12 * (1 + fabs(expected[i])));
    }
    real_machine_clear(&m);
    _arb_vec_clear(env, size);
}

static void
check_balls(const char *text, double sigma)
{
    double theta[2] = { 0.6, sigma }, state[64], out[64];
    flow_case_t f;

    if (flow_case_open(&f, text))
    {
        flow_case_state(&f, theta, state);
        for (int limit = 0; limit < 2; limit++)
        {
            f.flow->slope(theta, state, (saddle_flow_limit_t) limit, out);
            enclose(&f, f.flow->ball_slope[limit], theta, state, out,
                    f.flow->n_state);
        }
        f.flow->values(theta, state, out);
        enclose(&f, f.flow->ball_values, theta, state, out, f.flow->n_values);
    }
    flow_case_close(&f);
}

static void
test_balls(void)
{
    check_balls(COMMITTEE("2", "2", ERF) " observable o = R[1,1]"
                " + generalisation_error\nend\n", 0.0);
    check_balls(COMMITTEE("3", "3", ERF) "end\n", 0.2);
    check_balls(COMMITTEE("4", "2", ERF) " second_layer learned(eta/2)\n"
                "end\n", 0.2);
    check_balls(UNIT("max(u, 0)"), 0.2);
    check_balls(RULE("if y*z < 0 then y else 0"), 0.0);
}

/* ---- refused ------------------------------------------------------------ */

static void
refuse(const char *text, const char *code)
{
    flow_case_t f;
    int found = 0;

    memset(&f, 0, sizeof f);
    if (model_open_good(&f.parsed, text))
    {
        CU_ASSERT(!theory_derive(&f.theory, &f.parsed.arena, &f.parsed.spec,
                                 &f.parsed.diags));
        for (int i = 0; i < f.parsed.diags.n; i++)
            found |= strcmp(f.parsed.diags.item[i].code, code) == 0;
        CU_ASSERT(found);
    }
    model_close(&f.parsed);
}

static void
test_refused(void)
{
    /* a kink away from zero */
    refuse(COMMITTEE("2", "2", "max(u, 1)") "end\n", "E0340");
    /* no square, and too many units */
    refuse(RATES " hidden K = 5\n teacher w0 ~ normal(0, 1)\n"
           " labels y = sign(z0)\n learner online(eta)\n"
           " loss log(1 + exp(-y*sum[k in 1 .. K](z[k])))\nend\n", "E0340");
    /* a second layer that is not there */
    refuse(RATES " activation g(u) = tanh(u)\n teacher w0 ~ normal(0, 1)\n"
           " labels y = g(z0)\n learner online(eta)\n loss (y - g(z))^2/2\n"
           " second_layer learned(eta)\nend\n", "E0342");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "an erf unit by hand", test_erf_unit },
        { "a student that is the teacher", test_perfect_student },
        { "a rectified unit by hand", test_relu_unit },
        { "a clipped unit", test_clipped_unit },
        { "labels flipped at random", test_flipped },
        { "rules of a perceptron", test_rules },
        { "the optimal rule", test_optimal },
        { "closed averages against quadrature", test_quadrature },
        { "rectified committee against samples", test_relu_committee },
        { "courses of another program", test_courses },
        { "balls", test_balls },
        { "refused", test_refused },
        { NULL, NULL }
    };

    return harness_run("flow", tests);
}
