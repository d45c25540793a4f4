/* tests/t_approx.c -- special functions and quadrature in doubles. */
#include "harness.h"
#include "../runtime/quadrature/evaluate.h"

#include <arb_hypgeom.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREC 256
#define INV_SQRT_2PI 0.39894228040143267794

static double
uniform(double a, double b)
{
    return a + (b - a) * ldexp((double) (n_randlimb(rng) >> 11), -53);
}

/* Any size and sign: exponents between 2^lo and 2^hi. */
static double
any_size(double lo, double hi)
{
    return (n_randint(rng, 2) ? 1 : -1) * exp2(uniform(lo, hi));
}

/* ---- special functions against balls ------------------------------------- */

static void
close_to(const char *what, double x, double y, double got, const arb_t want,
         double tol)
{
    arb_t d;
    double relative;

    arb_init(d);
    arb_set_d(d, got);
    arb_sub(d, d, want, PREC);
    arb_div(d, d, want, PREC);
    relative = fabs(arf_get_d(arb_midref(d), ARF_RND_NEAR));
    /* values below the smallest normal number have few digits anyway */
    if (fabs(arf_get_d(arb_midref(want), ARF_RND_NEAR)) < 1e-300)
        relative = got < 1e-299 ? 0 : 1;
    if (!(relative <= tol))
        printf("%s at %.17g %.17g: %.17g, relative error %g\n", what, x, y,
               got, relative);
    CU_ASSERT(relative <= tol);
    arb_clear(d);
}

/* P(a < Z < b), a < b, at very high precision: exact enough by subtraction. */
static void
ball_mass(arb_t out, double a, double b)
{
    arb_t x, y;
    slong prec = 8000;

    arb_init(x);
    arb_init(y);
    arb_set_d(x, 0.5);
    arb_sqrt(x, x, prec);
    arb_mul_2exp_si(y, x, 0);
    if (a == -INFINITY)
        arb_set_si(out, 2);
    else
    {
        arb_set_d(out, a);
        arb_mul(out, out, x, prec);
        arb_hypgeom_erfc(out, out, prec);
    }
    if (b < INFINITY)
    {
        arb_set_d(y, b);
        arb_mul(y, y, x, prec);
        arb_hypgeom_erfc(y, y, prec);
        arb_sub(out, out, y, prec);
    }
    arb_mul_2exp_si(out, out, -1);
    arb_clear(x);
    arb_clear(y);
}

static void
special_tails(void)
{
    arb_t want, s;

    arb_init(want);
    arb_init(s);
    for (long i = 0; i < trials(2000); i++)
    {
        double x = i % 2 ? uniform(-37, 37.4) : any_size(-60, 5.2);

        arb_set_d(s, x);
        arb_sqr(s, s, PREC + 64);
        arb_mul_2exp_si(s, s, -1);
        arb_neg(want, s);
        arb_exp(want, want, PREC);
        arb_mul_2exp_si(want, want, 0);
        {
            arb_t c;
            arb_init(c);
            arb_const_pi(c, PREC);
            arb_mul_2exp_si(c, c, 1);
            arb_rsqrt(c, c, PREC);
            arb_mul(want, want, c, PREC);
            arb_clear(c);
        }
        close_to("phi", x, 0, saddle_normal_density(x), want, 6e-16);
        ball_mass(want, x, INFINITY);
        close_to("H", x, 0, saddle_normal_tail(x), want, 2e-15);
        arb_exp(s, s, PREC);
        arb_mul(want, want, s, PREC);
        close_to("R", x, 0, saddle_scaled_tail(x), want, 2e-15);
    }
    CU_ASSERT(saddle_normal_tail(INFINITY) == 0);
    CU_ASSERT(saddle_normal_tail(-INFINITY) == 1);
    CU_ASSERT(saddle_scaled_tail(INFINITY) == 0);
    CU_ASSERT(saddle_normal_density(INFINITY) == 0);
    CU_ASSERT(fabs(saddle_scaled_tail(1e300) * 1e300 - INV_SQRT_2PI) < 1e-15);
    CU_ASSERT(isnan(saddle_normal_tail(NAN)));
    CU_ASSERT(isnan(saddle_scaled_tail(NAN)));
    arb_clear(want);
    arb_clear(s);
}

static void
special_masses(void)
{
    arb_t want;

    arb_init(want);
    for (long i = 0; i < trials(400); i++)
    {
        double a = n_randint(rng, 2) ? uniform(-12, 12) : any_size(-30, 6.5);
        double b = a + exp2(uniform(-30, 5));

        if (n_randint(rng, 10) == 0)
            b = INFINITY;
        else if (n_randint(rng, 10) == 0)
        {
            b = a;
            a = -INFINITY;
        }
        ball_mass(want, a, b);
        if (fmin(fabs(a), fabs(b)) < 37 || a * b < 0)
            close_to("mass", a, b, saddle_normal_mass(a, b), want, 1e-14);
        arb_log(want, want, PREC);
        close_to("log mass", a, b, saddle_log_mass(a, b), want, 1e-14);
    }
    CU_ASSERT(saddle_log_mass(1, 1) == -INFINITY);
    CU_ASSERT(saddle_log_mass(-INFINITY, INFINITY) == 0);
    CU_ASSERT(isnan(saddle_log_mass(2, 1)));
    CU_ASSERT(fabs(saddle_log_mass(1e150, INFINITY) / -5e299 - 1) < 1e-15);
    for (long i = 0; i < trials(400); i++)
    {
        double x = any_size(-60, 12);

        arb_set_d(want, x);
        arb_cosh(want, want, 6000);
        arb_log(want, want, PREC);
        close_to("log cosh", x, 0, saddle_log_cosh(x), want, 2e-15);
    }
    arb_clear(want);
}

/* P(X > h, Y > k) = int_h^inf phi(x) H((k - c x)/sqrt(1 - c^2)) dx, by an
   independent rule: tanh-sinh in long double on a cut range. */
static long double
slow_orthant(double h, double k, double c)
{
    long double cut = h > -14 ? h : -14, top = cut > 0 ? cut + 14 : 14;
    long double s = sqrtl((1 - (long double) c) * (1 + (long double) c));
    long double half = (top - cut) / 2, sum = 0;

    for (int i = -1600; i <= 1600; i++)
    {
        long double u = i / 400.0L, e = expl(2 * sinhl(u) * acosl(0));
        long double x = cut + 2 * half * e / (1 + e);
        long double w = 2 * half * acosl(0) * 2 * coshl(u) * e
                        / ((1 + e) * (1 + e));

        sum += w * expl(-x * x / 2) * erfcl((k - c * x) / s / sqrtl(2));
    }
    return sum / 400 / 2 / sqrtl(4 * acosl(0));
}

static void
special_orthants(void)
{
    for (long i = 0; i < trials(150); i++)
    {
        double h = uniform(-6, 6), k = uniform(-6, 6), c = uniform(-0.97, 0.97);
        double got = saddle_orthant(h, k, c);
        long double want = slow_orthant(h, k, c);

        if (want > 1e-40L && !(fabsl(got / want - 1) < 1e-12L))
            printf("orthant %.17g %.17g %.17g: %.17g, not %.17Lg\n", h, k, c,
                   got, want);
        CU_ASSERT(want < 1e-40L || fabsl(got / want - 1) < 1e-12L);
        CU_ASSERT(fabs(saddle_orthant(k, h, c) / got - 1) < 1e-13);
        CU_ASSERT(fabs(saddle_orthant(h, k, 0) / saddle_normal_tail(h)
                       / saddle_normal_tail(k) - 1) < 1e-15);
    }
    for (long i = 0; i < trials(100); i++)
    {
        /* Sheppard's formula, and correlations near one */
        double angle = exp2(uniform(-20, 0));

        CU_ASSERT(fabs(saddle_orthant(0, 0, cos(angle))
                       - (0.5 - acos(cos(angle)) / (2 * M_PI))) < 1e-15);
        CU_ASSERT(fabs(saddle_orthant(0, 0, -cos(angle))
                       / (acos(cos(angle)) / (2 * M_PI)) - 1) < 1e-13);
    }
    CU_ASSERT(saddle_orthant(1, 2, 1) == saddle_normal_tail(2));
    CU_ASSERT(saddle_orthant(-2, 1, -1) == saddle_normal_mass(-2, -1));
    CU_ASSERT(saddle_orthant(2, 1, -1) == 0);
    CU_ASSERT(saddle_orthant(-INFINITY, 1, 0.5) == saddle_normal_tail(1));
    CU_ASSERT(isnan(saddle_orthant(0, 0, 1.5)));
}

/* ---- quadrature ---------------------------------------------------------- */

static long n_nodes;

static void
assemble_one(const double *env, const double *integral, double *out)
{
    (void) env;
    out[0] = integral[0];
}

static void
assemble_two(const double *env, const double *integral, double *out)
{
    assemble_one(env, integral, out);
    out[1] = integral[1];
}

/* E cos(w t) = e^{-w^2/2}, E e^{b t} = e^{b^2/2}; env = (w, b) */
static void
smooth_f(int n, const double *t, const double *env, const double *inner,
         double *out)
{
    (void) inner;
    n_nodes += n;
    for (int i = 0; i < n; i++)
    {
        out[i] = cos(env[0] * t[i]);
        out[n + i] = exp(env[1] * t[i]);
    }
}

/* E |t - a| and E tanh((t - a)/w)^2, kink and narrow step; env = (a, w) */
static void
narrow_f(int n, const double *t, const double *env, const double *inner,
         double *out)
{
    (void) inner;
    n_nodes += n;
    for (int i = 0; i < n; i++)
    {
        double u = (t[i] - env[0]) / env[1], r;

        r = 1 / cosh(fmin(fabs(u), 700));
        out[i] = fabs(t[i] - env[0]);
        out[n + i] = r * r / env[1];
    }
}

static void
break_limits(const double *env, double *lo_hi_breaks)
{
    lo_hi_breaks[0] = -1;
    lo_hi_breaks[1] = 2;
    lo_hi_breaks[2] = env[0];
}

#define GROUP(f, n, weight, left, right, breaks, lim) \
    { .what = "E[t]", .n_env = 2, .n_integrands = n, .weight_gauss = weight, \
      .lo_infinite = left, .hi_infinite = right, .n_breaks = breaks, \
      .limits = lim, .integrand = f }

static saddle_status_t
run(const saddle_group_t *group, const double *env, double *out,
    double *error)
{
    saddle_program_t program = { .n_outputs = group->n_integrands, .n_env = 2,
                                 .n_integrals = group->n_integrands,
                                 .n_groups = 1, .group = &group };

    program.assemble = group->n_integrands == 1 ? assemble_one : assemble_two;
    n_nodes = 0;
    return quad_approx(&program, env, 1e-13, out, error);
}

static void
quadrature_smooth(void)
{
    static const saddle_group_t group = GROUP(smooth_f, 2, 1, 1, 1, 0, NULL);

    for (long i = 0; i < trials(300); i++)
    {
        double env[2] = { uniform(0, 6), uniform(-12, 12) }, out[2], error;
        double w = exp(-0.5 * env[0] * env[0]), b = exp(0.5 * env[1] * env[1]);
        saddle_status_t status = run(&group, env, out, &error);

        CU_ASSERT(status == SADDLE_OK);
        CU_ASSERT(fabs(out[0] - w) < 1e-13);
        CU_ASSERT(fabs(out[1] / b - 1) < 2e-13);
        CU_ASSERT(fabs(env[1]) > 1 || n_nodes < 300);
    }
}

static void
quadrature_narrow(void)
{
    static const saddle_group_t line = GROUP(narrow_f, 2, 1, 1, 1, 0, NULL),
        broken = GROUP(narrow_f, 2, 1, 1, 1, 1, break_limits);
    long missed = 0;

    for (long i = 0; i < trials(200); i++)
    {
        double a = uniform(-2, 2), w = exp2(uniform(-7, 1)), out[2], error;
        double env[2] = { a, w };
        double kink = a * (1 - 2 * saddle_normal_tail(a))
                      + 2 * saddle_normal_density(a);
        saddle_status_t status = run(&line, env, out, &error);

        CU_ASSERT(status == SADDLE_OK);
        /* a kink that is not listed as a break, rarely hides from the nodes */
        CU_ASSERT(fabs(out[0] - kink) < 1e-8);
        missed += !(fabs(out[0] - kink) < 1e-12);
        /* narrow: 2 phi(a) + w^2 phi''(a) pi^2/12 + O(w^4) */
        if (w < 0.02)
            CU_ASSERT(fabs(out[1] - saddle_normal_density(a)
                     * (2 + w * w * (a * a - 1) * M_PI * M_PI / 12))
                      < 2 * pow(w, 4));
        status = run(&broken, env, out, &error);
        CU_ASSERT(status == SADDLE_OK);
        CU_ASSERT(fabs(out[0] - kink) < 1e-13);
    }
    CU_ASSERT(missed <= trials(200) / 100);
}

/* t^2 (1 - exp(-t^2/2w^2)): at the origin, where there is a node, the
   function with the dip and the one without agree; env = (w, -) */
static void
dip_f(int n, const double *t, const double *env, const double *inner,
      double *out)
{
    (void) inner;
    n_nodes += n;
    for (int i = 0; i < n; i++)
        out[i] = t[i] * t[i] * -expm1(-0.5 * t[i] * t[i] / (env[0] * env[0]));
}

static void
quadrature_dip(void)
{
    static const saddle_group_t group = GROUP(dip_f, 1, 1, 1, 1, 0, NULL);

    for (long i = 0; i < trials(200); i++)
    {
        double env[2] = { exp2(uniform(-15, 1)), 0 }, out[1], error;
        double s = env[0] / sqrt(1 + env[0] * env[0]);

        CU_ASSERT(run(&group, env, out, &error) == SADDLE_OK);
        CU_ASSERT(fabs(out[0] - (1 - s * s * s)) < 1e-13);
    }
}

/* Half lines under the weight: int_a^inf t^2 Dt = a phi(a) + H(a). */
static void
square_f(int n, const double *t, const double *env, const double *inner,
         double *out)
{
    (void) env;
    (void) inner;
    n_nodes += n;
    for (int i = 0; i < n; i++)
        out[i] = t[i] * t[i];
}

static void
env_limits(const double *env, double *lo_hi_breaks)
{
    lo_hi_breaks[0] = env[0];
    lo_hi_breaks[1] = env[1];
}

static saddle_status_t
run_one(const saddle_group_t *group, const double *env, double *out)
{
    saddle_program_t program = { .n_outputs = 1, .n_env = 2, .n_integrals = 1,
                                 .n_groups = 1, .group = &group,
                                 .assemble = assemble_one };

    n_nodes = 0;
    return quad_approx(&program, env, 1e-13, out, NULL);
}

/* Lebesgue: exp(-|t - a|/w)/w, and 1/(1 + t^2) */
static void
laplace_f(int n, const double *t, const double *env, const double *inner,
          double *out)
{
    (void) inner;
    n_nodes += n;
    for (int i = 0; i < n; i++)
        out[i] = exp(-fabs(t[i] - env[0]) / env[1]) / env[1];
}

static void
cauchy_f(int n, const double *t, const double *env, const double *inner,
         double *out)
{
    (void) env;
    (void) inner;
    n_nodes += n;
    for (int i = 0; i < n; i++)
        out[i] = 1 / (1 + t[i] * t[i]);
}

static void
singular_f(int n, const double *t, const double *env, const double *inner,
           double *out)
{
    (void) inner;
    for (int i = 0; i < n; i++)
        out[i] = log(t[i] - env[0]);
}

static void
bad_f(int n, const double *t, const double *env, const double *inner,
      double *out)
{
    (void) inner;
    for (int i = 0; i < n; i++)
        out[i] = sqrt(t[i] - env[0]);
}

static void
quadrature_ranges(void)
{
    static const saddle_group_t half = GROUP(square_f, 1, 1, 0, 1, 0,
                                             env_limits);
    static const saddle_group_t mid = GROUP(square_f, 1, 0, 0, 0, 0,
                                            env_limits);
    static const saddle_group_t laplace = GROUP(laplace_f, 1, 0, 1, 1, 1,
                                                break_limits);
    static const saddle_group_t laplace_half = GROUP(laplace_f, 1, 0, 0, 1, 0,
                                                     env_limits);
    static const saddle_group_t cauchy = GROUP(cauchy_f, 1, 0, 1, 1, 0, NULL);
    static const saddle_group_t singular = GROUP(singular_f, 1, 0, 0, 0, 0,
                                                 env_limits);
    static const saddle_group_t bad = GROUP(bad_f, 1, 1, 1, 1, 0, NULL);
    double out;

    for (long i = 0; i < trials(100); i++)
    {
        double a = uniform(-10, 10), b = a + exp2(uniform(-8, 6));
        double env[2] = { a, b }, shape[2] = { a, exp2(uniform(-3, 4)) };
        double want = saddle_normal_density(a) * a + saddle_normal_tail(a);

        CU_ASSERT(run_one(&half, env, &out) == SADDLE_OK);
        CU_ASSERT(fabs(out - want) < 1e-13 * fmax(want, 1e-3));
        CU_ASSERT(run_one(&mid, env, &out) == SADDLE_OK);
        want = (b - a) * (a * a + a * b + b * b) / 3;
        CU_ASSERT(fabs(out - want) < 1e-12 * fmax(want, 1e-3));
        CU_ASSERT(run_one(&laplace, shape, &out) == SADDLE_OK);
        CU_ASSERT(fabs(out - 2) < 1e-12);
        CU_ASSERT(run_one(&laplace_half, shape, &out) == SADDLE_OK);
        CU_ASSERT(fabs(out - 1) < 1e-12);
        env[0] = 0;
        env[1] = b - a;
        CU_ASSERT(run_one(&singular, env, &out) == SADDLE_OK);
        want = (b - a) * (log(b - a) - 1);
        CU_ASSERT(fabs(out - want) < 1e-12 * fmax(b - a, 1));
        env[0] = 0.8 * a;
        env[1] = env[0] - 1;
        CU_ASSERT(run_one(&mid, env, &out) == SADDLE_DOMAIN);
        CU_ASSERT(run_one(&bad, env, &out) == SADDLE_DOMAIN);
    }
    {
        double env[2] = { 0, 0 };

        CU_ASSERT(run_one(&cauchy, env, &out) == SADDLE_OK);
        CU_ASSERT(fabs(out - M_PI) < 1e-12);
    }
}

/* E_t log int Dz exp(b t z) = b^2/2: nested; relative accuracy inside. */
static void
inner_f(int n, const double *z, const double *env, const double *inner,
        double *out)
{
    (void) inner;
    for (int i = 0; i < n; i++)
        out[i] = exp(env[1] * env[2] * z[i] - env[0]);
}

static void
outer_f(int n, const double *t, const double *env, const double *inner,
        double *out)
{
    (void) t;
    for (int i = 0; i < n; i++)
        out[i] = log(inner[i]) + env[0];
}

static void
quadrature_nested(void)
{
    static const saddle_group_t in = { .what = "E[z]", .n_env = 3,
        .n_integrands = 1, .weight_gauss = 1, .lo_infinite = 1,
        .hi_infinite = 1, .integrand = inner_f };
    static const saddle_group_t *const list[1] = { &in };
    static const saddle_group_t out_group = { .what = "E[t]", .n_env = 2,
        .n_integrands = 1, .weight_gauss = 1, .lo_infinite = 1,
        .hi_infinite = 1, .n_inner = 1, .n_inner_values = 1, .inner = list,
        .integrand = outer_f };

    for (long i = 0; i < trials(20); i++)
    {
        double env[2] = { uniform(0, 40), uniform(0, 1.5) }, out = 0;
        double want = 0.5 * env[1] * env[1];

        CU_ASSERT(run_one(&out_group, env, &out) == SADDLE_OK);
        CU_ASSERT(fabs(out - want) < 1e-11);
    }
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "tails of the normal law", special_tails },
        { "interval masses and their logarithms", special_masses },
        { "bivariate orthants", special_orthants },
        { "smooth Gaussian averages", quadrature_smooth },
        { "kinks and narrow features", quadrature_narrow },
        { "a dip between the nodes", quadrature_dip },
        { "half lines, finite ranges, Lebesgue", quadrature_ranges },
        { "nested integrals", quadrature_nested },
        { NULL, NULL }
    };

    return harness_run("approx", tests);
}
