/* tests/t_solve.c -- saddle points, states and thresholds in doubles. */
#include "harness.h"
#include "programs.h"
#include "solve_models.h"

#include <flint/ulong_extras.h>
#include <stdio.h>

static solve_options_t options;

static void
near(const char *what, double got, double want, double tol)
{
    int ok = fabs(got - want) <= tol * fmax(1, fabs(want));

    if (!ok)
        printf("%s: %.17g, not %.17g\n", what, got, want);
    CU_ASSERT(ok);
}

static saddle_status_t
state(solve_result_t *r, const saddle_model_t *model, double p0, double p1,
      const char *name)
{
    double p[2] = { p0, p1 };

    solve_options_default(&options);
    return solve_state(r, model, p, NULL, name, &options);
}

/* ---- saddle points against ../shared/formulas/gardner.md ----------------- */

static void
spherical_volume(void)
{
    static const double want[][4] = {
        { 0.5, 0, 0.30739317537975, -0.37766957513168 },
        { 1, 0, 0.58531185179110, -0.85582059671476 },
        { 1.5, 0, 0.82172118683955, -1.5892082396929 },
        { 2, -0.5, 0.50764954385504, -0.8425131690728 }
    };
    solve_result_t r;
    double value;

    prior = SPHERICAL;
    pattern_symmetric = 0;
    for (int k = 0; k < N(want); k++)
        for (int informed = 0; informed < 2; informed++)
        {
            CU_ASSERT(state(&r, &interval_model, want[k][0], want[k][1],
                            informed ? "informed" : NULL) == SADDLE_OK);
            CU_ASSERT(r.end == SOLVE_CONVERGED);
            CU_ASSERT(r.residual < 1e-12);
            CU_ASSERT_STRING_EQUAL(r.state, informed ? "informed"
                                                     : "uninformed");
            near("q", r.env[G_Q], want[k][2], 2e-13);
            CU_ASSERT(solve_values(interval_model.system[0], r.env, &value)
                      == SADDLE_OK);
            near("phi", value, want[k][3], 2e-12);
            solve_result_clear(&r);
        }
    /* close to capacity: q_hat = q/(1-q)^2 and a tiny residual */
    for (long i = 0; i < trials(4); i++)
    {
        double alpha = 2 - 0.2 * pow(0.1, (double) (i % 3));

        CU_ASSERT(state(&r, &interval_model, alpha, 0, NULL) == SADDLE_OK);
        near("q_hat (1-q)^2/q", r.env[G_QHAT] * (1 - r.env[G_Q])
             * (1 - r.env[G_Q]) / r.env[G_Q], 1, 1e-8);
        solve_result_clear(&r);
    }
    /* beyond it the overlap saturates */
    CU_ASSERT(state(&r, &interval_model, 2.2, 0, NULL) == SADDLE_LIMIT);
    CU_ASSERT(r.end == SOLVE_SATURATED && r.why != NULL);
    solve_result_clear(&r);
}

static void
spin_glass(void)
{
    solve_result_t r;
    double value[2];

    CU_ASSERT(state(&r, &sk_model, 2, 0, NULL) == SADDLE_OK);
    near("q", r.env[0], 0.5303683920508, 1e-12);
    CU_ASSERT(solve_values(sk_model.system[0], r.env, value) == SADDLE_OK);
    near("beta f", -value[0], 2 * -0.7923929451347, 1e-12);
    near("replicon", 1 - value[1], 1.362673337522, 1e-11);
    solve_result_clear(&r);
    CU_ASSERT(state(&r, &sk_model, 4, 0, "informed") == SADDLE_OK);
    near("q", r.env[0], 0.781287563131, 1e-12);
    solve_result_clear(&r);
    CU_ASSERT(state(&r, &sk_model, 1, 0.5, NULL) == SADDLE_OK);
    near("q", r.env[0], 0.3025129643432, 1e-12);
    solve_result_clear(&r);
    /* just below the critical temperature q = tau + O(tau^2) */
    CU_ASSERT(state(&r, &sk_model, 1.001, 0, NULL) == SADDLE_OK);
    near("q", r.env[0], 1e-3, 1e-5);
    CU_ASSERT(r.iterations < 200);
    solve_result_clear(&r);
    for (long i = 0; i < trials(30); i++)
    {
        double beta = exp(log(100.0) * n_randint(rng, 1001) / 1000);
        double h = 3.0 * n_randint(rng, 1001) / 1000 + 0.01, image;

        CU_ASSERT(state(&r, &sk_model, beta, h, NULL) == SADDLE_OK);
        CU_ASSERT(quad_approx(sk_model.system[0]->map[0], r.env, 1e-13,
                              &image, NULL) == SADDLE_OK);
        near("q = E tanh^2", image, r.env[0], 1e-12);
        CU_ASSERT(r.residual < 1e-12);
        solve_result_clear(&r);
    }
}

static void
gaussian_weights(void)
{
    solve_result_t r;

    /* at kappa = 0 the direction of w is that of the spherical volume, and
       its length that of the prior */
    prior = GAUSSIAN;
    pattern_symmetric = 0;
    for (int informed = 0; informed < 2; informed++)
    {
        CU_ASSERT(state(&r, &gaussian_model, 1, 0, informed ? "informed"
                                                            : NULL)
                  == SADDLE_OK);
        near("q", r.env[G_Q], 0.58531185179110, 2e-13);
        near("q + V", r.env[G_Q] + r.env[G_V], 1, 1e-12);
        near("V (1 + V_hat)", r.env[G_V] * (1 + r.env[G_VHAT]), 1, 1e-12);
        CU_ASSERT(r.residual < 1e-12);
        solve_result_clear(&r);
    }
    /* the iteration goes round by V = 2e-4 and q = 17000, and returns */
    CU_ASSERT(state(&r, &gaussian_model, 1.9, 0.5, NULL) == SADDLE_OK);
    CU_ASSERT(r.residual < 1e-10);
    near("q", r.env[G_Q], 241.233757954271, 1e-6);
    solve_result_clear(&r);
    CU_ASSERT(state(&r, &gaussian_model, 2.5, 0, NULL) == SADDLE_LIMIT);
    CU_ASSERT(r.end == SOLVE_SATURATED);
    solve_result_clear(&r);
    for (long i = 0; i < trials(5); i++)
    {
        double alpha = 0.1 + 1.4 * n_randint(rng, 1001) / 1000;
        double kappa = -0.5 + 1.2 * n_randint(rng, 1001) / 1000;

        CU_ASSERT(state(&r, &gaussian_model, alpha, kappa, NULL) == SADDLE_OK);
        CU_ASSERT(r.residual < 1e-11);
        CU_ASSERT(r.env[G_V] > 0 && r.env[G_Q] > 0);
        solve_result_clear(&r);
    }
}

/* Without a natural map, Newton finds the same state. */
static void
without_map(void)
{
    solve_result_t r;

    prior = SPHERICAL;
    pattern_symmetric = 0;
    CU_ASSERT(state(&r, &newton_model, 0.5, 0, NULL) == SADDLE_OK);
    near("q", r.env[G_Q], 0.30739317537975, 1e-12);
    solve_result_clear(&r);
}

/* ---- thresholds ---------------------------------------------------------- */

static int
threshold(solve_result_t *r, const saddle_model_t *model, const char *name,
          double p0, double p1, double lo, double hi, const char **why)
{
    double p[2] = { p0, p1 };

    solve_options_default(&options);
    return solve_threshold(r, 4, model, name, p, NULL, lo, hi, &options, why);
}

static void
binary_capacity(void)
{
    static const double want[][4] = {   /* kappa, alpha, q, q_hat */
        { 0, 0.833078599739579, 0.563949080084562, 2.57635131907568 },
        { 0.5, 0.455664564542437, 0.638413331995842, 4.08322808749481 },
        { 1, 0.270700092293462, 0.699884626306216, 6.27173318963244 },
        { -0.5, 1.67884111291698, 0.473769179511537, 1.54595836120753 },
        { 0.25, 0.609259565691276, 0.602962060166338, 3.25906643817264 }
    };
    const char *why;
    solve_result_t r[4];

    prior = BINARY;
    pattern_symmetric = 0;
    for (int k = 0; k < N(want); k++)
    {
        const saddle_model_t *model = k < 2 ? &perceptron_model
                                            : &interval_model;
        int found = threshold(r, model, "alpha_c", 1, want[k][0], 0.05, 8,
                              &why), a = model->n_orders;

        CU_ASSERT(found == 1);
        if (found < 1)
            continue;
        near("alpha_c", r->env[a], want[k][1], 5e-14);
        near("q", r->env[0], want[k][2], 1e-13);
        near("q_hat", r->env[1], want[k][3], 1e-13);
        CU_ASSERT(r->end == SOLVE_CONVERGED && r->residual < 1e-12);
        CU_ASSERT(model->system[r->system]->kind == SADDLE_THRESHOLD);
        solve_result_clear(r);
    }
    /* any margin: the state found is one, and its entropy vanishes */
    for (long i = 0; i < trials(6); i++)
    {
        double kappa = -1 + 3.0 * n_randint(rng, 1001) / 1000, f[3];

        CU_ASSERT(threshold(r, &interval_model, "alpha_c", 1, kappa, 0.05, 8,
                            &why) == 1);
        CU_ASSERT(quad_approx(&two_threshold, r->env, 1e-13, f, NULL)
                  == SADDLE_OK);
        CU_ASSERT(fmax(fabs(f[0]), fmax(fabs(f[1]), fabs(f[2]))) < 1e-12);
        solve_result_clear(r);
    }
}

static void
almeida_thouless(void)
{
    static const double want[][3] = {   /* beta, h, q */
        { 2, 0.56993383031029602, 0.64129957265372485 },
        { 4, 1.212099369535, 0.905417788375 }
    };
    const char *why;
    solve_result_t r[4];
    double last = 0;

    for (int k = 0; k < N(want); k++)
    {
        CU_ASSERT(threshold(r, &sk_model, "h_at", want[k][0], 0, 0.001, 3,
                            &why) == 1);
        near("h", r->env[2], want[k][1], 2e-12);
        near("q", r->env[0], want[k][2], 2e-12);
        solve_result_clear(r);
    }
    /* the line rises with beta, up to 100 */
    for (double beta = 1.05; beta <= 100; beta *= 2.49)
    {
        CU_ASSERT(threshold(r, &sk_model, "h_at", beta, 0, 0.001, 3, &why)
                  == 1);
        CU_ASSERT(r->env[2] > last);
        last = r->env[2];
        solve_result_clear(r);
    }
    CU_ASSERT(threshold(r, &sk_model, "h_at", 0.9, 0, 0.001, 3, &why) == 0);
    CU_ASSERT(why != NULL && strstr(why, "does not change sign") != NULL
              && strstr(why, "0.001 .. 3") != NULL);
    CU_ASSERT(threshold(r, &sk_model, "nonsense", 2, 0, 0.001, 3, &why) == -1);
    CU_ASSERT(threshold(r, &sk_model, "h_at", -1, 0, 0.001, 3, &why) == 0);
    CU_ASSERT(strstr(why, "domain") != NULL);
    CU_ASSERT(threshold(r, &sk_model, "h_at", 2, 0, 3, 1, &why) == 0);
}

/* ---- boundary states ----------------------------------------------------- */

static void
symmetric_perceptron(void)
{
    static const double want[][2] = {
        { 0.5, 0.722091245068587163 }, { 1, 1.8158754958372073 },
        { 2, 14.8846522517011156 }
    };
    const char *why;
    solve_result_t r[4];

    prior = BINARY;
    pattern_symmetric = 1;
    CU_ASSERT(state(r, &interval_model, 1, 1, NULL) == SADDLE_OK);
    CU_ASSERT(r->end == SOLVE_BOUNDARY && r->boundary == 0 && r->system == 1);
    CU_ASSERT_STRING_EQUAL(r->state, "q = 0");
    CU_ASSERT(r->env[G_Q] == 0 && r->env[G_QHAT] == 0 && r->residual == 0);
    solve_result_clear(r);
    CU_ASSERT(state(r, &interval_model, 1, 1, "q = 0") == SADDLE_OK);
    CU_ASSERT(r->end == SOLVE_BOUNDARY);
    solve_result_clear(r);
    for (int k = 0; k < N(want); k++)
    {
        CU_ASSERT(threshold(r, &interval_model, "alpha_c", 0, want[k][0],
                            0.05, 60, &why) == 1);
        near("alpha_c", r->env[G_ALPHA], want[k][1], 1e-14);
        CU_ASSERT(r->boundary == 0 && r->system == 3);
        CU_ASSERT_STRING_EQUAL(r->state, "q = 0");
        solve_result_clear(r);
    }
    pattern_symmetric = 0;
}

/* SK with its boundary state q = 0, which exists at h = 0 alone. */
static void
guarded_boundary(void)
{
    static const int fixed[] = { 0 };
    static const char *const zero[] = { "0" };
    static const saddle_boundary_t boundary = { "q = 0", 1, fixed, zero, 1,
                                                "0", 0 };
    static const saddle_system_t reduced = { .kind = SADDLE_SADDLE_POINT,
                                             .name = "saddle_point",
                                             .boundary = 0, .n = 0 };
    const saddle_system_t *list[3];
    saddle_model_t model = sk_model;
    const char *exact[2] = { NULL, "0.00" }, *wrong[2] = { NULL, "1/7" };
    double p[2] = { 0.5, 0 };
    solve_result_t r[8];
    int n;

    list[0] = sk_model.system[0];
    list[1] = &reduced;
    list[2] = sk_model.system[1];
    model.n_boundaries = 1;
    model.boundary = &boundary;
    model.n_systems = 3;
    model.system = list;
    solve_options_default(&options);
    CU_ASSERT(solve_state(r, &model, p, exact, NULL, &options) == SADDLE_OK);
    CU_ASSERT(r->end == SOLVE_BOUNDARY && r->env[0] == 0);
    solve_result_clear(r);
    CU_ASSERT(solve_state(r, &model, p, wrong, NULL, &options)
              == SADDLE_LIMIT);
    CU_ASSERT(r->end == SOLVE_SATURATED);
    solve_result_clear(r);
    CU_ASSERT(solve_state(r, &model, p, wrong, "q = 0", &options)
              == SADDLE_LIMIT);
    solve_result_clear(r);
    n = solve_all(r, 8, &model, p, exact, &options);
    CU_ASSERT(n == 1);
    for (int k = 0; k < n; k++)
        solve_result_clear(r + k);
    /* below T_c the iteration leaves it, but --all lists it */
    p[0] = 2;
    n = solve_all(r, 8, &model, p, exact, &options);
    CU_ASSERT(n == 2);
    CU_ASSERT(n == 2 && r[0].end == SOLVE_BOUNDARY && r[0].env[0] == 0);
    CU_ASSERT(n == 2 && r[1].end == SOLVE_CONVERGED);
    if (n == 2)
        near("q", r[1].env[0], 0.5303683920508, 1e-12);
    for (int k = 0; k < n; k++)
        solve_result_clear(r + k);
}

/* ---- several states: m = tanh(beta m + h), closed form ------------------- */

static void
magnet_residual_a(const double *e, const double *v, double *out)
{
    (void) v;
    out[0] = e[0] - tanh(e[1] * e[0] + e[2]);
}

static void
magnet_jacobian_a(const double *e, const double *v, double *out)
{
    double t = tanh(e[1] * e[0] + e[2]);

    (void) v;
    out[0] = e[0] - t;
    out[1] = 1 - e[1] * (1 - t * t);
}

static void
magnet_map_a(const double *e, const double *v, double *out)
{
    (void) v;
    out[0] = tanh(e[1] * e[0] + e[2]);
}

static void
magnet_domain_a(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    out[0] = -1;
    out[1] = 1;
}

static void
magnet_parameters_a(const double *e, const double *v, double *out)
{
    (void) e;
    (void) v;
    memset(out, 0, 4 * sizeof *out);
}

#define MAGNET(name, n) \
    static const saddle_program_t name = { n, 3, 0, 0, NULL, name##_a, NULL }
MAGNET(magnet_residual, 1);
MAGNET(magnet_jacobian, 2);
MAGNET(magnet_map, 1);
MAGNET(magnet_domain, 2);
MAGNET(magnet_parameters, 4);

static const int magnet_unknown[] = { 0 };
static const saddle_variable_t magnet_order[] =
{
    { "m", "", 0, NULL, "-1 .. 1", 0, 0, 0, 0, 0, 0 }
};
static const saddle_system_t magnet_system =
{
    .kind = SADDLE_SADDLE_POINT, .name = "saddle_point", .boundary = -1,
    .n = 1, .unknown = magnet_unknown, .residual = &magnet_residual,
    .jacobian = &magnet_jacobian, .map = { &magnet_map, NULL },
    .n_map = { 1, 0 }, .map_unknown = { magnet_unknown, NULL }
};
static const saddle_system_t *const magnet_systems[] = { &magnet_system };
static const saddle_model_t magnet_model =
{
    .abi = SADDLE_ABI, .name = "magnet", .n_orders = 1, .n_parameters = 2,
    .order = magnet_order, .parameter = parameters,
    .order_domain = &magnet_domain, .parameter_domain = &magnet_parameters,
    .n_systems = 1, .system = magnet_systems
};

/* The plain iteration from just inside an end, very many times. */
static double
plain(double beta, double h, double m)
{
    for (int k = 0; k < 2000000; k++)
    {
        double next = tanh(beta * m + h);

        if (next == m)
            break;
        m = next;
    }
    return m;
}

static void
several_states(void)
{
    solve_result_t r[8];
    double p[2] = { 1.5, 0.05 };
    int n;

    solve_options_default(&options);
    n = solve_all(r, 8, &magnet_model, p, NULL, &options);
    CU_ASSERT(n == 3);
    for (int k = 0; k < n; k++)
    {
        near("m = tanh", tanh(p[0] * r[k].env[0] + p[1]), r[k].env[0], 1e-13);
        CU_ASSERT(k == 0 || r[k].env[0] > r[k - 1].env[0]);
    }
    for (int k = 0; k < n; k++)
        solve_result_clear(r + k);
    /* acceleration must not change the limit, close to the fold either */
    for (long i = 0; i < trials(300); i++)
    {
        double beta = 0.5 + 2.5 * n_randint(rng, 1000) / 1000 + 1e-4;
        double fold = 0, h, m;
        int informed = (int) (i & 1);

        /* the plain iteration itself is too slow at the critical point */
        if (fabs(beta - 1) < 0.02)
            continue;
        if (beta > 1)
        {
            m = sqrt(1 - 1 / beta);
            fold = beta * m - atanh(m);
        }
        h = i % 3 == 0 ? (n_randint(rng, 2001) / 1000.0 - 1)
            : fold * (1 + (n_randint(rng, 2) ? 1 : -1)
                          * pow(10, -1 - (double) n_randint(rng, 5)));
        h *= n_randint(rng, 2) ? 1 : -1;
        CU_ASSERT(state(r, &magnet_model, beta, h, informed ? "informed"
                                                            : NULL)
                  == SADDLE_OK);
        m = plain(beta, h, informed ? 1 - 2e-6 : -1 + 2e-6);
        if (fabs(m - r->env[0]) > 1e-5)
            printf("beta %.17g h %.17g %s: %.10g, plain %.10g\n", beta, h,
                   r->state, r->env[0], m);
        CU_ASSERT(fabs(m - r->env[0]) < 1e-5);
        CU_ASSERT(r->iterations < 400);
        solve_result_clear(r);
    }
}

/* ---- failures ------------------------------------------------------------ */

static int
stop(void *ctx, const char *what, double done)
{
    int *calls = ctx;

    (void) what;
    (void) done;
    return ++*calls >= 2;
}

static void
wild_map_a(const double *e, const double *v, double *out)
{
    (void) v;
    /* no fixed point */
    out[0] = e[0] <= 0 ? e[0] + 0.7 : e[0] - 0.9;
}

static void
no_root_a(const double *e, const double *v, double *out)
{
    (void) v;
    out[0] = 1 + e[0] * e[0];
    out[1] = 2 * e[0];
}

static void
failures(void)
{
    static const saddle_program_t wild = { 1, 3, 0, 0, NULL, wild_map_a,
                                           NULL },
        none = { 1, 3, 0, 0, NULL, no_root_a, NULL },
        none_jacobian = { 2, 3, 0, 0, NULL, no_root_a, NULL };
    saddle_system_t system = magnet_system;
    const saddle_system_t *list[1] = { &system };
    saddle_model_t model = magnet_model;
    solve_result_t r[4];
    double p[2] = { 1.2, 0.1 }, env[G_ENV] = { 0.5, 1, 0.5, 0.5, 1, 0 };
    double norm;
    int calls = 0;

    solve_options_default(&options);
    /* parameters outside */
    CU_ASSERT(state(r, &magnet_model, -1, 0, NULL) == SADDLE_DOMAIN);
    CU_ASSERT(r->end == SOLVE_OUTSIDE && r->why != NULL);
    solve_result_clear(r);
    CU_ASSERT(state(r, &magnet_model, NAN, 0, NULL) == SADDLE_DOMAIN);
    solve_result_clear(r);
    CU_ASSERT(state(r, &magnet_model, 1, 0, "nowhere") == SADDLE_LIMIT);
    CU_ASSERT(r->end == SOLVE_NO_CONVERGENCE && r->why != NULL);
    solve_result_clear(r);
    /* an equation without a root is reported, whatever the map does */
    system.map[0] = &wild;
    system.residual = &none;
    system.jacobian = &none_jacobian;
    model.system = list;
    options.max_iterations = 500;
    CU_ASSERT(solve_state(r, &model, p, NULL, NULL, &options)
              == SADDLE_LIMIT);
    CU_ASSERT(r->end == SOLVE_NO_CONVERGENCE && r->why != NULL);
    solve_result_clear(r);
    env[0] = 0.3;
    CU_ASSERT(solve_newton(&system, &model, env, &norm, &options)
              == SADDLE_LIMIT);
    CU_ASSERT(env[0] == 0.3);
    /* interruption */
    options.max_iterations = 20000;
    options.progress = stop;
    options.ctx = &calls;
    CU_ASSERT(solve_state(r, &model, p, NULL, NULL, &options)
              == SADDLE_LIMIT);
    CU_ASSERT(r->end == SOLVE_INTERRUPTED);
    solve_result_clear(r);
    calls = 0;
    {
        double q[2] = { 2, 0 };
        const char *why;

        CU_ASSERT(solve_threshold(r, 4, &sk_model, "h_at", q, NULL, 0.001, 3,
                                  &options, &why) == 0);
        CU_ASSERT_STRING_EQUAL(why, "interrupted");
    }
    /* Newton starts outside the domain */
    env[0] = 1.5;
    CU_ASSERT(solve_newton(&magnet_system, &magnet_model, env, &norm,
                           &options) == SADDLE_LIMIT);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "spherical volume", spherical_volume },
        { "Sherrington-Kirkpatrick", spin_glass },
        { "Gaussian weights, four unknowns", gaussian_weights },
        { "Newton without a natural map", without_map },
        { "capacity of the binary perceptron", binary_capacity },
        { "de Almeida-Thouless line", almeida_thouless },
        { "symmetric perceptron at q = 0", symmetric_perceptron },
        { "guarded boundary state", guarded_boundary },
        { "several states, folds", several_states },
        { "failures", failures },
        { NULL, NULL }
    };

    solve_options_default(&options);
    return harness_run("solve", tests);
}
