/* tests/t_derivatives.c -- derived equations against their potential. */
#include "harness.h"
#include "theory_case.h"

#include "../compiler/emit/emit.h"
#include "../runtime/quadrature/evaluate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1000000) / 1e6;
}

/* ---- random specs ------------------------------------------------------- */

/* A finite law of n rational values; kind 0: +1 and -1 with unequal
   probabilities, 1: symmetric, 2: anything. */
static void
random_law(char *text, size_t room, int kind)
{
    static const char *const symmetric[]
        = { "rademacher", "{-1: 1/4, 0: 1/2, 1: 1/4}",
            "{-2: 1/8, -1/2: 3/8, 1/2: 3/8, 2: 1/8}", "{1: 1/2, -1: 1/2}",
            "{-1: 1/3, 1: 1/3, 0: 1/3}", "normal(0, 2/3)" };
    int n = 2 + (int) n_randint(rng, 3), i, total = 0, p[4], at;
    int start = -5 + (int) n_randint(rng, 3);

    if (kind == 1)
    {
        snprintf(text, room, "%s", symmetric[n_randint(rng, 6)]);
        return;
    }
    if (kind == 0)
    {
        i = 1 + (int) n_randint(rng, 6);
        snprintf(text, room, "{+1: %d/7, -1: %d/7}", i, 7 - i);
        return;
    }
    for (i = 0; i < n; i++)
        total += p[i] = 1 + (int) n_randint(rng, 5);
    at = snprintf(text, room, "{");
    for (i = 0; i < n; i++)
    {
        start += 1 + (int) n_randint(rng, 2);
        at += snprintf(text + at, room - (size_t) at, "%s%d/%d: %d/%d",
                       i > 0 ? ", " : "", start, 3, p[i], total);
    }
    snprintf(text + at, room - (size_t) at, "}");
}

static const char *const constraint[] = {
    "z >= kappa",
    "z < kappa/2 + 1",
    "abs(z) <= kappa",
    "abs(z) >= kappa",
    "abs(z) <= kappa or z >= 2*kappa",
    "-kappa <= z <= 2*kappa",
    "z <= -kappa or z >= lambda and z <= 3*lambda",
    "not (0 <= z <= kappa)",
    "2*z - lambda >= kappa",
};

enum { N_CONSTRAINTS = sizeof constraint / sizeof *constraint };

static void
random_spec(char *text, size_t room, int kind)
{
    char law[256];

    random_law(law, sizeof law, kind);
    snprintf(text, room,
             "model random\n"
             "  parameter alpha > 0\n"
             "  parameter kappa > 0 default 1/2\n"
             "  parameter lambda = 1/3\n"
             "  weights w ~ %s\n"
             "  samples alpha\n"
             "  require %s\n"
             "end\n",
             law, constraint[n_randint(rng, N_CONSTRAINTS)]);
}

static void
random_point(walker_t *w, const theory_case_t *c)
{
    const theory_t *t = &c->theory;
    int i;

    case_set(w, c, "alpha", uniform(0.3, 2));
    case_set(w, c, "kappa", uniform(0.3, 1));
    case_set(w, c, "lambda", uniform(0.2, 0.8));
    for (i = 0; i < t->n_unknowns; i++)
        case_set(w, c, t->unknown[i].name,
                 strcmp(t->unknown[i].name, "q") == 0 ? uniform(0.1, 0.4)
                 : strcmp(t->unknown[i].name, "V") == 0 ? uniform(0.5, 1.2)
                                                        : uniform(0.2, 0.9));
}

/* ---- the emitted code ---------------------------------------------------- */

static char cache[] = "/tmp/saddle-derivatives-XXXXXX";
static long n_emitted, n_undecided;

/* Emits and loads the theory, and encloses the residuals of its saddle point
   at the walker's point; 0 if the ball quadrature cannot. */
static int
emitted_residuals(arb_ptr out, theory_case_t *c, walker_t *w,
                  const char *text)
{
    const emit_context_t context = { text, "random.saddle", "test" };
    int i, n = c->theory.n_unknowns, n_env = n + c->spec.n_parameters;
    arb_ptr env = _arb_vec_init(n_env);
    char *code = NULL;
    const char *why;
    loaded_t loaded;
    size_t length;
    FILE *to = open_memstream(&code, &length);
    int good = emit_model(to, &c->theory, &context, &c->diags);

    fclose(to);
    CU_ASSERT(good);
    CU_ASSERT_EQUAL(load_model(&loaded, code), LOAD_OK);
    for (i = 0; i < n_env; i++)
        walker_value(env + i, w,
                     i < n ? c->theory.unknown[i].symbol
                           : c->spec.parameter[i - n].symbol);
    good = loaded.model != NULL
           && quad_ball(out, loaded.model->system[0]->residual, env, 140, 1,
                        NULL, &why) == SADDLE_OK;
    load_close(&loaded);
    free(code);
    _arb_vec_clear(env, n_env);
    return good;
}

/* The emitted enclosure must hold the difference quotient, up to the error of
   the latter. */
static long
emitted_misses(arb_srcptr emitted, const arb_t slope, double tol)
{
    arb_t fuzzy;
    mag_t error;
    int good;

    arb_init(fuzzy);
    mag_init(error);
    mag_set_d(error, tol);
    arb_set(fuzzy, slope);
    arb_add_error_mag(fuzzy, error);
    good = arb_overlaps(fuzzy, emitted)
           && arb_rel_accuracy_bits(emitted) > 60;
    mag_clear(error);
    arb_clear(fuzzy);
    n_emitted++;
    return !good;
}

/* Derived and emitted residuals against difference quotients of the raw
   potential; the number of misses. */
static long
gradient_misses(const char *text, int digits, double strip, double tol,
                long *compared)
{
    theory_case_t c;
    long bad = 0;
    arb_ptr emitted;
    int has_emitted = 0;
    walker_t *w;
    arb_t a, b;
    int i, fine;

    case_from_text(&c, text);
    case_complain(&c);
    CU_ASSERT(c.derived);
    w = walker_new(c.algebra, digits, strip);
    arb_init(a);
    arb_init(b);
    emitted = _arb_vec_init(8);
    if (c.derived)
    {
        random_point(w, &c);
        if (digits >= 30)
            has_emitted = emitted_residuals(emitted, &c, w, text);
        n_undecided += digits >= 30 && !has_emitted;
    }
    for (i = 0; c.derived && i < c.theory.n_unknowns; i++)
    {
        fine = walker_value(a, w, c.theory.system[0].residual[i])
               && walker_slope(b, w, c.theory.raw, c.theory.unknown[i].symbol)
               && near(a, b, tol);
        ++*compared;
        if (has_emitted)
            bad += emitted_misses(emitted + i, b, tol);
        bad += !fine;
        if (!fine)
        {
            printf("\n%s  in %s: ", text, c.theory.unknown[i].name);
            arb_printn(a, 35, ARB_STR_NO_RADIUS);
            printf(" or ");
            arb_printn(b, 35, ARB_STR_NO_RADIUS);
            printf("\n");
        }
    }
    _arb_vec_clear(emitted, 8);
    arb_clear(b);
    arb_clear(a);
    walker_free(w);
    case_close(&c);
    return bad;
}

static void
test_gradient(void)
{
    long trial, n = trials(6), bad = 0, compared = 0;
    char text[1024];

    for (trial = 0; trial < n; trial++)
    {
        random_spec(text, sizeof text, (int) (trial % 3));
        bad += gradient_misses(text, 40, 1.0, 1e-26, &compared);
    }
    CU_ASSERT_EQUAL(bad, 0);
    CU_ASSERT(n_undecided * 5 <= n);
    printf(" [%ld specs, %ld derivatives, %ld emitted, %ld undecided]", n,
           compared, n_emitted, n_undecided);
}

/* Laws that are not finite: their raw form keeps an integral over w. */
static void
test_other_laws(void)
{
    static const char *const law[] = {
        "uniform(-1, 2)", "laplace(1/2)", "normal(1/3, 2)", "sphere",
        "mix(1/3: normal(0, 1), 2/3: delta(0))",
        "mix(kappa/2: normal(1, 1/2), 1 - kappa/2: rademacher)",
        "mix(1/4: uniform(0, 1), 3/4: {-1: 1/3, 1/2: 2/3})" };
    long bad = 0, compared = 0;
    char text[512];
    size_t i;

    for (i = 0; i < sizeof law / sizeof *law; i++)
    {
        snprintf(text, sizeof text,
                 "model m\n  parameter alpha > 0\n  parameter kappa in 0 .. 2"
                 "\n  parameter lambda = 1\n  weights w ~ %s\n"
                 "  samples alpha\n  require z >= kappa - lambda\nend\n",
                 law[i]);
        bad += gradient_misses(text, 16, 0.8, 1e-9, &compared);
    }
    CU_ASSERT_EQUAL(bad, 0);
}

/* Jacobian entries against difference quotients of the residuals, in the
   parameter too. */
static void
test_jacobian(void)
{
    long trial, n = trials(3), bad = 0;
    char text[1024];

    for (trial = 0; trial < n; trial++)
    {
        theory_case_t c;
        const system_t *s = NULL;
        expr_t *x;
        walker_t *w;
        arb_t a, b;
        char *end;
        int i, j;

        random_spec(text, sizeof text, (int) (trial % 3));
        end = strstr(text, "end\n");
        strcpy(end, "  threshold t in kappa = 1/10 .. 2 where entropy == "
                    "replicon and q > 0\nend\n");
        case_from_text(&c, text);
        case_complain(&c);
        CU_ASSERT(c.derived);
        w = walker_new(c.algebra, 24, 0.9);
        arb_init(a);
        arb_init(b);
        if (c.derived)
        {
            random_point(w, &c);
            s = case_system(&c.theory, "t", -1);
            CU_ASSERT_PTR_NOT_NULL(s);
        }
        for (i = 0; s != NULL && i < s->n; i++)
            for (j = 0; j < s->n; j++)
            {
                x = j < s->n_orders ? c.theory.unknown[s->order[j]].symbol
                                    : c.spec.parameter[s->parameter].symbol;
                if (walker_value(a, w, s->jacobian[i * s->n + j])
                    && walker_slope(b, w, s->residual[i], x)
                    && near(a, b, 1e-14))
                    continue;
                bad++;
                printf("\n%s  entry %d, %d\n", text, i, j);
            }
        arb_clear(b);
        arb_clear(a);
        walker_free(w);
        case_close(&c);
    }
    CU_ASSERT_EQUAL(bad, 0);
}

/* ---- natural map -------------------------------------------------------- */

/* grad phi = M (x - map(x)) with the regular M of the quadratic form: so the
   zeros of the one are the fixed points of the other. */
static void
test_natural_map(void)
{
    static const double form[4][4] = { /* order q, q_hat, V, V_hat */
        { 0, 0, 0, 0.5 }, { 0, 0, -0.5, 0 }, { 0, -0.5, 0, 0.5 },
        { 0.5, 0, 0.5, 0 } };
    long trial, n = trials(6), bad = 0;
    char text[1024];

    for (trial = 0; trial < n; trial++)
    {
        theory_case_t c;
        walker_t *w;
        double x, step[4] = { 0 }, sum;
        int i, j;

        random_spec(text, sizeof text, (int) (trial % 3));
        case_from_text(&c, text);
        CU_ASSERT(c.derived);
        w = walker_new(c.algebra, 20, 0.6);
        if (c.derived)
            random_point(w, &c);
        for (i = 0; c.derived && i < c.theory.n_unknowns; i++)
        {
            x = walker_double(w, c.theory.unknown[i].symbol);
            CU_ASSERT_PTR_NOT_NULL_FATAL(c.theory.system[0].map[i]);
            step[i] = x - walker_double(w, c.theory.system[0].map[i]);
        }
        for (i = 0; c.derived && i < c.theory.n_unknowns; i++)
        {
            sum = 0;
            for (j = 0; j < c.theory.n_unknowns; j++)
                sum += (c.theory.n_unknowns == 2 ? 0.5 * (i != j)
                                                 : form[i][j]) * step[j];
            x = walker_double(w, c.theory.system[0].residual[i]);
            bad += !(fabs(x - sum) < 1e-13);
        }
        walker_free(w);
        case_close(&c);
    }
    CU_ASSERT_EQUAL(bad, 0);
}

/* ---- known values ------------------------------------------------------- */

typedef struct
{
    const char *name;
    double value;
} pair_t;

/* Largest residual of a system at a point. */
static double
residual_at(const theory_case_t *c, const system_t *s, walker_t *w,
            const pair_t *point)
{
    double worst = 0, x;
    int i;

    for (; point->name != NULL; point++)
        case_set(w, c, point->name, point->value);
    for (i = 0; s != NULL && i < s->n; i++)
    {
        x = fabs(walker_double(w, s->residual[i]));
        worst = x > worst || isnan(x) ? x : worst;
    }
    return s == NULL ? NAN : worst;
}

static void
check_point(const char *path, const char *system, int boundary,
            const pair_t *point, const pair_t *value, double tol)
{
    theory_case_t c;
    const system_t *s;
    walker_t *w;
    double x;

    case_from_file(&c, path);
    case_complain(&c);
    CU_ASSERT(c.derived);
    w = walker_new(c.algebra, 18, 0.5);
    s = c.derived ? case_system(&c.theory, system, boundary) : NULL;
    CU_ASSERT_PTR_NOT_NULL(s);
    if (s != NULL)
    {
        x = residual_at(&c, s, w, point);
        if (!(x < tol))
            printf("\n%s %s: residual %g\n", path, system, x);
        CU_ASSERT(x < tol);
        for (; value->name != NULL; value++)
        {
            CU_ASSERT_PTR_NOT_NULL(case_value(s, value->name));
            if (case_value(s, value->name) == NULL)
                continue;
            x = walker_double(w, case_value(s, value->name));
            if (!(fabs(x - value->value) < tol))
                printf("\n%s %s: %s = %.15g\n", path, system, value->name, x);
            CU_ASSERT(fabs(x - value->value) < tol);
        }
    }
    walker_free(w);
    case_close(&c);
}

static void
test_known_values(void)
{
    static const pair_t none[] = { { NULL, 0 } };
    static const pair_t binary[] = { { "alpha", 0.833078599739579 },
        { "kappa", 0 }, { "q", 0.563949080084562 },
        { "q_hat", 2.57635131907568 }, { NULL, 0 } };
    static const pair_t zero[] = { { "entropy", 0 }, { NULL, 0 } };
    static const pair_t sphere[] = { { "alpha", 0.5 }, { "kappa", 0 },
        { "q", 0.30739317537975 }, { "q_hat", 0.6407973220210049 },
        { NULL, 0 } };
    static const pair_t volume[] = { { "free_entropy", -0.37766957513168 },
        { "entropy", -0.37766957513168 },
        { "replicon", 0.19935764626743 }, { "r", 1 }, { NULL, 0 } };
    static const pair_t gauss[] = { { "alpha", 0.5 }, { "kappa", 0 },
        { "q", 0.30739317537975 }, { "q_hat", 0.6407973220210049 },
        { "V", 0.69260682462025 }, { "V_hat", 0.443820598430128 },
        { NULL, 0 } };
    static const pair_t sbp[] = { { "alpha", 1.8158754958372073 },
        { "kappa", 1 }, { NULL, 0 } };
    static const pair_t sk[] = { { "beta", 2 }, { "h", 0 },
        { "q", 0.5303683920508 }, { NULL, 0 } };
    static const pair_t sk_values[] = { { "free_entropy", 1.584785890269 },
        { "replicon", 1.362673337522 }, { NULL, 0 } };
    static const pair_t at_line[] = { { "beta", 2 },
        { "h", 0.56993383031029602 }, { "q", 0.64129957265372485 },
        { NULL, 0 } };
    static const pair_t cover[] = { { "alpha", 2 }, { "kappa", 0 },
        { NULL, 0 } };
    static const pair_t marginal[] = { { "replicon", 1 }, { NULL, 0 } };
    static const pair_t gardner[] = { { "alpha", 0.961205052801541757 },
        { "kappa", 0.5 }, { NULL, 0 } };

    check_point("models/storage/binary_perceptron.saddle", "alpha_c", -1,
                binary, zero, 1e-12);
    check_point("models/storage/spherical_perceptron.saddle", "saddle_point",
                -1, sphere, volume, 1e-12);
    check_point("models/storage/symmetric_binary_perceptron.saddle", "alpha_c",
                0, sbp, zero, 1e-14);
    check_point("models/spin_glass/sk.saddle", "saddle_point", -1, sk,
                sk_values, 1e-11);
    check_point("models/spin_glass/sk.saddle", "h_at", -1, at_line, none,
                1e-14);
    check_point("models/storage/spherical_perceptron.saddle", "alpha_c", -1,
                cover, marginal, 1e-15);
    check_point("models/storage/spherical_perceptron.saddle", "alpha_c", -1,
                gardner, none, 1e-15);
    check_point("models/storage/gaussian_perceptron.saddle", "saddle_point",
                -1, gauss, volume, 1e-10);
}

/* Kinks and jumps that move with the unknown: the residual against the slope
   of the potential, the Jacobian against the slope of the residual. */
static void
test_moving_kinks(void)
{
    static const char *const term[] = {
        "E[z](cos(z)*max(0, q*z - 1/2)*exp(z/5))",
        "E[z](cos(z)*exp(sign(z*q - 1/2)*z))",
        "E[z](log(1 + abs(1/3 + sqrt(q)*z)))",
        "E[z](if z > q then sin(z)/(1 + z^2) else cos(q*z)/(2 + z^2))",
        "E[z](min(z - q, 2*q - 3*z)*exp(sin(z)))",
        "int[y in 0 .. 3](if y > q then exp(-y^4) else cos(y)/2)",
        "int[y in 0 .. 1](abs(y - 2*q)^3*tanh(y + q))",
        "E[z](log(2 + sign(z - q) + sign(2*q - 2*z)/3)*z)",
    };
    long bad = 0;
    char text[512];
    size_t i;

    for (i = 0; i < sizeof term / sizeof *term; i++)
    {
        theory_case_t c;
        walker_t *w;
        arb_t a, b;
        expr_t *q;

        snprintf(text, sizeof text, "model m\n  order q in 1/10 .. 6\n"
                 "  free_entropy f = -q^2/2 + %s\n  stationary f in q\nend\n",
                 term[i]);
        case_from_text(&c, text);
        case_complain(&c);
        CU_ASSERT_FATAL(c.derived);
        w = walker_new(c.algebra, 20, 0.4);
        arb_init(a);
        arb_init(b);
        q = c.theory.unknown[0].symbol;
        walker_set_d(w, q, uniform(0.2, 0.45));
        if (!walker_value(a, w, c.theory.system[0].residual[0])
            || !walker_slope(b, w, c.theory.raw, q) || !near(a, b, 1e-9))
            bad++, printf("\n  residual of %s", term[i]);
        if (!walker_value(a, w, c.theory.system[0].jacobian[0])
            || !walker_slope(b, w, c.theory.system[0].residual[0], q)
            || !near(a, b, 1e-9))
            bad++, printf("\n  Jacobian of %s", term[i]);
        arb_clear(b);
        arb_clear(a);
        walker_free(w);
        case_close(&c);
    }
    CU_ASSERT_EQUAL(bad, 0);
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "gradient of random specs", test_gradient },
        { "gradient for other laws", test_other_laws },
        { "Jacobian", test_jacobian },
        { "kinks that move", test_moving_kinks },
        { "natural map", test_natural_map },
        { "known values", test_known_values },
        { NULL, NULL }
    };

    char command[128];
    int status;

    if (mkdtemp(cache) == NULL || setenv("XDG_CACHE_HOME", cache, 1) != 0)
        return EXIT_FAILURE;
    status = harness_run("derivatives", test);
    snprintf(command, sizeof command, "rm -rf '%s'", cache);
    return system(command) == 0 ? status : EXIT_FAILURE;
}
