/* tests/t_replica.c -- derived theories: equations, gradients, states. */
#include "harness.h"
#include "theory_case.h"
#include "walker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- helpers --------------------------------------------------------------- */

static double
uniform(double lo, double hi)
{
    return lo + (hi - lo) * (double) n_randint(rng, 1000000) / 1e6;
}

static int
unknown_index(const theory_t *t, const char *name)
{
    int i;

    for (i = 0; i < t->n_unknowns; i++)
        if (strcmp(t->unknown[i].name, name) == 0)
            return i;
    return -1;
}

static void
set_name(walker_t *w, const theory_case_t *c, const char *name, double value)
{
    walker_set_d(w, expr_symbol(c->algebra, name), value);
}

static double
value_of(walker_t *w, expr_t *e)
{
    double x;
    arb_t v;

    arb_init(v);
    x = walker_value(v, w, e) ? arf_get_d(arb_midref(v), ARF_RND_NEAR) : NAN;
    arb_clear(v);
    return x;
}

static const system_t *
find_system(const theory_t *t, const char *name, int boundary)
{
    int i;

    for (i = 0; i < t->n_systems; i++)
        if (strcmp(t->system[i].name, name) == 0
            && t->system[i].boundary == boundary)
            return &t->system[i];
    return NULL;
}

static expr_t *
system_value(const system_t *s, const char *name)
{
    int i;

    for (i = 0; s != NULL && i < s->n_values; i++)
        if (strcmp(s->value[i].name, name) == 0)
            return s->value[i].value;
    return NULL;
}

/* |a - b| <= tol (1 + |b|), by the difference itself at full precision. */
static int
near(const arb_t a, const arb_t b, double tol)
{
    arb_t d;
    double x, scale;

    arb_init(d);
    arb_sub(d, a, b, 400);
    x = fabs(arf_get_d(arb_midref(d), ARF_RND_NEAR));
    scale = 1 + fabs(arf_get_d(arb_midref(b), ARF_RND_NEAR));
    arb_clear(d);
    return x <= tol * scale;
}

/* ---- printed equations ------------------------------------------------------ */

static char *
printed(const theory_case_t *c)
{
    const theory_t *t = &c->theory;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    int i;

    for (i = 0; i < t->n_equations; i++)
    {
        expr_print(to, t->equation_left[i]);
        fputs(" = ", to);
        expr_print(to, t->equation_right[i]);
        fputc('\n', to);
    }
    fclose(to);
    return text;
}

static void
check_printed(const char *path, const char *expected)
{
    theory_case_t c;
    char *text;

    case_from_file(&c, path);
    case_complain(&c);
    CU_ASSERT(c.derived);
    if (c.derived)
    {
        text = printed(&c);
        CU_ASSERT_STRING_EQUAL(text, expected);
        if (strcmp(text, expected) != 0)
            printf("\n%s:\n%s", path, text);
        free(text);
    }
    case_close(&c);
}

static void
test_printed(void)
{
    check_printed("models/storage/binary_perceptron.saddle",
        "q = E[xi](f_w(sqrt(q_hat)*xi)^2)\n"
        "q_hat = alpha*E[xi](g_out(sqrt(q)*xi, 1 - q)^2)\n");
    check_printed("models/storage/symmetric_binary_perceptron.saddle",
        "q = E[xi](f_w(sqrt(q_hat)*xi)^2)\n"
        "q_hat = alpha*E[xi](g_out(sqrt(q)*xi, 1 - q)^2)\n");
    check_printed("models/storage/spherical_perceptron.saddle",
        "q = 1 - 1/A(q_hat)\n"
        "q_hat = alpha*E[xi](g_out(sqrt(q)*xi, 1 - q)^2)\n");
    check_printed("models/storage/gaussian_perceptron.saddle",
        "q = E[xi](f_w(V_hat, sqrt(q_hat)*xi)^2)\n"
        "q_hat = alpha*E[xi](g_out(sqrt(q)*xi, V)^2)\n"
        "V = E[xi](f_w_1(V_hat, sqrt(q_hat)*xi))\n"
        "V_hat = -alpha*E[xi](g_out_1(sqrt(q)*xi, V))\n");
    check_printed("models/spin_glass/sk.saddle",
        "q = E[z](tanh(beta*(h + sqrt(q)*z))^2)\n");
}

/* ---- random specs ----------------------------------------------------------- */

/* A finite law of n rational values; kind 0: +1 and -1 with unequal
   probabilities, 1: symmetric, 2: anything. */
static void
random_law(char *text, size_t room, int kind)
{
    static const char *const symmetric[]
        = { "rademacher", "{-1: 1/4, 0: 1/2, 1: 1/4}",
            "{-2: 1/8, -1/2: 3/8, 1/2: 3/8, 2: 1/8}", "{1: 1/2, -1: 1/2}",
            "uniform(-1, 1)", "normal(0, 2/3)" };
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

    set_name(w, c, "alpha", uniform(0.3, 2));
    set_name(w, c, "kappa", uniform(0.3, 1));
    set_name(w, c, "lambda", uniform(0.2, 0.8));
    for (i = 0; i < t->n_unknowns; i++)
        set_name(w, c, t->unknown[i].name,
                 strcmp(t->unknown[i].name, "q") == 0 ? uniform(0.1, 0.4)
                 : strcmp(t->unknown[i].name, "V") == 0 ? uniform(0.5, 1.2)
                                                        : uniform(0.2, 0.9));
}

/* Emitted residuals, and left - right, against difference quotients of the
   raw potential. */
static void
test_gradient(void)
{
    long trial, n = trials(50), bad = 0, compared = 0;
    char text[1024];

    for (trial = 0; trial < n; trial++)
    {
        theory_case_t c;
        walker_t *w;
        arb_t a, b;
        int i, fine;

        random_spec(text, sizeof text, (int) (trial % 3));
        case_from_text(&c, text);
        case_complain(&c);
        CU_ASSERT(c.derived);
        w = walker_new(c.algebra, 40, 0.6);
        arb_init(a);
        arb_init(b);
        if (c.derived)
            random_point(w, &c);
        for (i = 0; c.derived && i < c.theory.n_unknowns; i++)
        {
            fine = walker_value(a, w, c.theory.system[0].residual[i])
                   && walker_slope(b, w, c.theory.raw,
                                   c.theory.unknown[i].symbol)
                   && near(a, b, 1e-26);
            compared++;
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
        arb_clear(b);
        arb_clear(a);
        walker_free(w);
        case_close(&c);
    }
    CU_ASSERT_EQUAL(bad, 0);
    printf(" [%ld specs, %ld derivatives]", n, compared);
}

/* Jacobian entries against difference quotients of the residuals, in the
   parameter too. */
static void
test_jacobian(void)
{
    long trial, n = trials(6), bad = 0;
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
        w = walker_new(c.algebra, 35, 0.6);
        arb_init(a);
        arb_init(b);
        if (c.derived)
        {
            random_point(w, &c);
            s = find_system(&c.theory, "t", -1);
            CU_ASSERT_PTR_NOT_NULL(s);
        }
        for (i = 0; s != NULL && i < s->n; i++)
            for (j = 0; j < s->n; j++)
            {
                x = j < s->n_orders ? c.theory.unknown[s->order[j]].symbol
                                    : c.spec.parameter[s->parameter].symbol;
                if (walker_value(a, w, s->jacobian[i * s->n + j])
                    && walker_slope(b, w, s->residual[i], x)
                    && near(a, b, 1e-18))
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

/* ---- natural map -------------------------------------------------------------- */

/* grad phi = M (x - map(x)) with the regular M of the quadratic form: so the
   zeros of the one are the fixed points of the other. */
static void
test_natural_map(void)
{
    static const double form[4][4] = { /* order q, q_hat, V, V_hat */
        { 0, 0, 0, 0.5 }, { 0, 0, -0.5, 0 }, { 0, -0.5, 0, 0.5 },
        { 0.5, 0, 0.5, 0 } };
    long trial, n = trials(12), bad = 0;
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
            x = value_of(w, c.theory.unknown[i].symbol);
            CU_ASSERT_PTR_NOT_NULL_FATAL(c.theory.system[0].map[i]);
            step[i] = x - value_of(w, c.theory.system[0].map[i]);
        }
        for (i = 0; c.derived && i < c.theory.n_unknowns; i++)
        {
            sum = 0;
            for (j = 0; j < c.theory.n_unknowns; j++)
                sum += (c.theory.n_unknowns == 2 ? 0.5 * (i != j)
                                                 : form[i][j]) * step[j];
            x = value_of(w, c.theory.system[0].residual[i]);
            bad += !(fabs(x - sum) < 1e-13);
        }
        walker_free(w);
        case_close(&c);
    }
    CU_ASSERT_EQUAL(bad, 0);
}

/* Stages, and what a map is when there is none. */
static void
test_map_kinds(void)
{
    theory_case_t c;
    const system_t *s;

    case_from_text(&c, "model m\n parameter b = 1\n order q in 0 .. 1\n"
        " order q_hat >= 0\n free_entropy phi = b*q*q_hat/3 + exp(-q)"
        " + E[z](log(cosh(sqrt(q_hat)*z)))\n stationary phi in q, q_hat\n"
        "end\n");
    case_complain(&c);
    CU_ASSERT_FATAL(c.derived);
    CU_ASSERT_EQUAL(c.theory.unknown[0].stage, 0);
    CU_ASSERT_EQUAL(c.theory.unknown[1].stage, 1);
    CU_ASSERT_PTR_NOT_NULL(c.theory.system[0].map[0]);
    CU_ASSERT_PTR_NOT_NULL(c.theory.system[0].map[1]);
    case_close(&c);

    case_from_text(&c, "model m\n order x in 0 .. 1\n order y\n order u\n"
        " free_entropy phi = exp(x)*x - log(1 + x^2) + y^2*u\n"
        " stationary phi in x\n equation y == 2*x\n equation u^2 == 2\nend\n");
    case_complain(&c);
    CU_ASSERT_FATAL(c.derived);
    s = &c.theory.system[0];
    CU_ASSERT_PTR_NULL(s->map[0]);
    CU_ASSERT_PTR_NOT_NULL(s->map[1]);
    CU_ASSERT_PTR_NULL(s->map[2]);
    CU_ASSERT_EQUAL(s->n, 3);
    case_close(&c);

    case_from_text(&c, "model m\n order x, y\n free_entropy phi = x*y\n"
        " stationary phi in x\nend\n");
    CU_ASSERT(!c.derived && c.diags.n_errors > 0);
    case_close(&c);
}

/* ---- known values -------------------------------------------------------------- */

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
        set_name(w, c, point->name, point->value);
    for (i = 0; s != NULL && i < s->n; i++)
    {
        x = fabs(value_of(w, s->residual[i]));
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
    s = c.derived ? find_system(&c.theory, system, boundary) : NULL;
    CU_ASSERT_PTR_NOT_NULL(s);
    if (s != NULL)
    {
        x = residual_at(&c, s, w, point);
        if (!(x < tol))
            printf("\n%s %s: residual %g\n", path, system, x);
        CU_ASSERT(x < tol);
        for (; value->name != NULL; value++)
        {
            CU_ASSERT_PTR_NOT_NULL(system_value(s, value->name));
            if (system_value(s, value->name) == NULL)
                continue;
            x = value_of(w, system_value(s, value->name));
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
        { "V", 0.69260682462025 }, { "V_hat", 0.443820598430128 }, { NULL, 0 } };
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

/* ---- boundary states ------------------------------------------------------------ */

static void
check_boundary(const char *law, const char *constraint_text, int expected,
               int n_free)
{
    char text[512];
    theory_case_t c;
    const boundary_t *b;

    snprintf(text, sizeof text,
             "model m\n parameter alpha > 0\n parameter kappa > 0\n"
             " weights w ~ %s\n samples alpha\n require %s\n"
             " threshold t in alpha = 1/10 .. 9 where entropy == -1/10\n"
             "end\n", law, constraint_text);
    case_from_text(&c, text);
    case_complain(&c);
    CU_ASSERT(c.derived);
    if (c.derived)
    {
        if (c.theory.n_boundaries != expected)
            printf("\n%s", text);
        CU_ASSERT_EQUAL(c.theory.n_boundaries, expected);
        CU_ASSERT_EQUAL(c.theory.n_systems, 2 * (1 + expected));
    }
    if (c.derived && expected == 1 && c.theory.n_boundaries == 1)
    {
        b = &c.theory.boundary[0];
        CU_ASSERT_STRING_EQUAL(b->name, "q = 0");
        CU_ASSERT_EQUAL(b->n_fixed, 2);
        CU_ASSERT_EQUAL(b->guard_parameter, -1);
        CU_ASSERT_EQUAL(b->fixed[1], unknown_index(&c.theory, "q_hat"));
        CU_ASSERT_EQUAL(c.theory.system[1].n, n_free);
        CU_ASSERT_EQUAL(c.theory.system[3].n, n_free + 1);
    }
    case_close(&c);
}

static void
test_boundaries(void)
{
    theory_case_t c;

    check_boundary("rademacher", "abs(z) <= kappa", 1, 0);
    check_boundary("rademacher", "abs(z) >= kappa", 1, 0);
    check_boundary("rademacher", "abs(z) <= kappa or abs(z) >= 2*kappa", 1, 0);
    check_boundary("sphere", "-kappa <= z <= kappa", 1, 0);
    check_boundary("{-1: 1/4, 0: 1/2, 1: 1/4}", "abs(z) <= kappa", 1, 2);
    check_boundary("normal(0, 2)", "abs(z) <= kappa", 1, 2);
    check_boundary("rademacher", "z >= kappa", 0, 0);
    check_boundary("rademacher", "-kappa <= z <= 2*kappa", 0, 0);
    check_boundary("{+1: 2/3, -1: 1/3}", "abs(z) <= kappa", 0, 0);
    check_boundary("{-2: 1/6, 0: 1/2, 1: 1/3}", "abs(z) <= kappa", 0, 0);
    check_boundary("normal(1, 1)", "abs(z) <= kappa", 0, 0);

    case_from_file(&c, "models/spin_glass/sk.saddle");
    CU_ASSERT_FATAL(c.derived);
    CU_ASSERT_EQUAL_FATAL(c.theory.n_boundaries, 1);
    CU_ASSERT_STRING_EQUAL(c.theory.boundary[0].name, "q = 0");
    CU_ASSERT_EQUAL_FATAL(c.theory.boundary[0].guard_parameter, 1);
    CU_ASSERT_STRING_EQUAL(c.spec.parameter[1].name, "h");
    CU_ASSERT(expr_is_zero(c.theory.boundary[0].guard_value));
    /* h_at has the guard's own parameter: only the interior */
    CU_ASSERT_EQUAL(c.theory.n_systems, 3);
    case_close(&c);
}

/* ---- thresholds ------------------------------------------------------------------ */

static void
check_limit(const char *constraint_text, double alpha, double kappa,
            int n_values)
{
    char text[512];
    theory_case_t c;
    const system_t *s;
    walker_t *w;
    arb_t a, b;

    snprintf(text, sizeof text,
             "model m\n parameter alpha > 0\n parameter kappa = 1\n"
             " weights w ~ sphere\n samples alpha\n require %s\n"
             " threshold t in alpha = 1/10 .. 9 where q -> 1\nend\n",
             constraint_text);
    case_from_text(&c, text);
    case_complain(&c);
    CU_ASSERT(c.derived);
    s = c.derived ? find_system(&c.theory, "t", -1) : NULL;
    CU_ASSERT_PTR_NOT_NULL(s);
    w = walker_new(c.algebra, 30, 0.5);
    arb_init(a);
    arb_init(b);
    if (s != NULL)
    {
        CU_ASSERT_EQUAL(s->n, 1);
        CU_ASSERT_EQUAL(s->n_values, n_values);
        CU_ASSERT_PTR_NOT_NULL(s->note);
        set_name(w, &c, "alpha", alpha);
        set_name(w, &c, "kappa", kappa);
        CU_ASSERT(walker_value(a, w, s->residual[0])
                  && walker_value(b, w, s->raw_extra) && near(a, b, 1e-25));
        CU_ASSERT(walker_value(a, w, s->jacobian[0])
                  && walker_slope(b, w, s->residual[0],
                                  expr_symbol(c.algebra, "alpha"))
                  && near(a, b, 1e-15));
    }
    arb_clear(b);
    arb_clear(a);
    walker_free(w);
    case_close(&c);
}

static void
test_limit(void)
{
    theory_case_t c;

    check_limit("z >= kappa", 1.3, 0.4, 1);
    check_limit("z <= 2*kappa", 1.3, 0.4, 1);
    check_limit("abs(z) <= kappa", 1.3, 0.4, 1);
    check_limit("abs(z) >= kappa", 1.3, 0.4, 0);
    check_limit("abs(z) <= kappa or z >= 3*kappa", 1.3, 0.7, 0);
    case_from_text(&c, "model m\n parameter alpha > 0\n weights w ~ rademacher"
                       "\n samples alpha\n require z >= 0\n"
                       " threshold t in alpha = 1 .. 2 where q -> 1\nend\n");
    CU_ASSERT(!c.derived && c.diags.n_errors > 0);
    case_close(&c);
}

static void
test_thresholds(void)
{
    theory_case_t c;
    const system_t *s;

    case_from_text(&c, "model m\n parameter alpha > 0\n parameter kappa = 1\n"
        " weights w ~ rademacher\n samples alpha\n require abs(z) <= kappa\n"
        " observable stiffness = V*q_hat + entropy\n"
        " threshold a in alpha = 1 .. 2 where entropy == 0 and q > 0\n"
        " threshold b in kappa = 1 .. 2 where stiffness == 1/2\n"
        " threshold s in alpha = 1 .. 2 where spinodal\n"
        "end\n");
    case_complain(&c);
    CU_ASSERT_FATAL(c.derived);
    s = find_system(&c.theory, "a", -1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    CU_ASSERT_EQUAL(s->n, 3);
    CU_ASSERT_EQUAL(s->n_sides, 1);
    CU_ASSERT(s->side[0] == expr_symbol(c.algebra, "q"));
    /* q > 0 excludes the boundary state q = 0 */
    CU_ASSERT_PTR_NULL(find_system(&c.theory, "a", 0));
    s = find_system(&c.theory, "b", 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    CU_ASSERT_EQUAL(s->n, 1);
    CU_ASSERT_EQUAL(s->parameter, 1);
    CU_ASSERT_EQUAL(c.theory.n_skipped, 1);
    CU_ASSERT_STRING_EQUAL(c.theory.skipped[0].name, "s");
    CU_ASSERT(case_has_code(&c, "E0311"));
    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    case_close(&c);
}

/* ---- refusals --------------------------------------------------------------------- */

static void
check_refused(const char *text, const char *code)
{
    theory_case_t c;

    case_from_text(&c, text);
    if (c.derived || !case_has_code(&c, code))
    {
        printf("\n%s", text);
        diags_print(stdout, &c.source, &c.diags);
    }
    CU_ASSERT(!c.derived && case_has_code(&c, code));
    case_close(&c);
}

static void
test_refused(void)
{
    static const char head[] = "model m\n parameter alpha > 0\n";
    char text[512];
    static const char *const rest[][2] = {
        { " teacher w ~ rademacher\n labels y = sign(z)\n samples alpha\n"
          " learner bayes\nend\n", "E0301" },
        { " weights w ~ rademacher\n samples alpha\n require z >= 0\n"
          " ansatz rsb1\nend\n", "E0301" },
        { " weights w ~ rademacher\n samples alpha\n require z^2 >= 2\nend\n",
          "E0305" },
        { " parameter V = 1\n weights w ~ normal(0, 1)\n samples alpha\n"
          " require z >= V\nend\n", "E0307" },
    };
    size_t i;

    for (i = 0; i < sizeof rest / sizeof *rest; i++)
    {
        snprintf(text, sizeof text, "%s%s", head, rest[i][0]);
        check_refused(text, rest[i][1]);
    }
}

/* ---- documents --------------------------------------------------------------------- */

static char *
document(const theory_case_t *c, void (*print)(FILE *, const theory_t *))
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    print(to, &c->theory);
    fclose(to);
    return text;
}

/* The potential form compiles to the same equations. */
static void
check_lowered(const char *path)
{
    theory_case_t c, lowered;
    walker_t *w, *v;
    arb_t a, b;
    char *text;
    int i, k;

    case_from_file(&c, path);
    CU_ASSERT_FATAL(c.derived);
    text = document(&c, theory_print_saddle);
    case_from_text(&lowered, text);
    case_complain(&lowered);
    if (!lowered.derived)
        printf("\n%s", text);
    CU_ASSERT(lowered.derived);
    w = walker_new(c.algebra, 30, 0.6);
    v = walker_new(lowered.algebra, 30, 0.6);
    arb_init(a);
    arb_init(b);
    for (k = 0; lowered.derived && k < c.spec.n_parameters; k++)
    {
        set_name(w, &c, c.spec.parameter[k].name, 0.5 + 0.1 * k);
        set_name(v, &lowered, c.spec.parameter[k].name, 0.5 + 0.1 * k);
    }
    for (k = 0; lowered.derived && k < c.theory.n_unknowns; k++)
    {
        set_name(w, &c, c.theory.unknown[k].name, 0.3 + 0.1 * k);
        set_name(v, &lowered, c.theory.unknown[k].name, 0.3 + 0.1 * k);
    }
    for (i = 0; lowered.derived && i < c.theory.n_unknowns; i++)
    {
        CU_ASSERT(walker_value(a, w, c.theory.system[0].residual[i])
                  && walker_value(b, v, lowered.theory.system[0].residual[i])
                  && near(a, b, 1e-24));
        CU_ASSERT_PTR_NOT_NULL(lowered.theory.system[0].map[i]);
        CU_ASSERT_EQUAL(c.theory.unknown[i].stage,
                        lowered.theory.unknown[i].stage);
    }
    if (lowered.derived)
        CU_ASSERT_EQUAL(c.theory.n_boundaries, lowered.theory.n_boundaries);
    arb_clear(b);
    arb_clear(a);
    walker_free(v);
    walker_free(w);
    free(text);
    case_close(&lowered);
    case_close(&c);
}

/* Braces and environments of a LaTeX document match; every formula is plain
   ASCII. */
static void
check_latex(const char *path)
{
    theory_case_t c;
    char *text, *p;
    int depth = 0, begun = 0, good = 1;

    case_from_file(&c, path);
    CU_ASSERT_FATAL(c.derived);
    text = document(&c, theory_print_latex);
    for (p = text; *p != '\0'; p++)
    {
        if (p[0] == '\\' && (p[1] == '{' || p[1] == '}' || p[1] == '\\'))
        {
            p++;
            continue;
        }
        depth += (*p == '{') - (*p == '}');
        good = good && depth >= 0;
        begun += (strncmp(p, "\\begin{", 7) == 0)
                 - (strncmp(p, "\\end{", 5) == 0);
    }
    CU_ASSERT(good && depth == 0 && begun == 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\\section*{Saddle point}"));
    CU_ASSERT_PTR_NULL(strstr(text, "q_hat"));
    free(text);
    text = document(&c, theory_print_text);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "Saddle point\n"));
    free(text);
    case_close(&c);
}

static void
test_documents(void)
{
    static const char *const path[] = {
        "models/storage/binary_perceptron.saddle",
        "models/storage/symmetric_binary_perceptron.saddle",
        "models/storage/spherical_perceptron.saddle",
        "models/storage/gaussian_perceptron.saddle",
        "models/spin_glass/sk.saddle" };
    size_t i;

    for (i = 0; i < sizeof path / sizeof *path; i++)
    {
        check_lowered(path[i]);
        check_latex(path[i]);
    }
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "printed equations", test_printed },
        { "gradient of random specs", test_gradient },
        { "Jacobian", test_jacobian },
        { "natural map", test_natural_map },
        { "kinds of map", test_map_kinds },
        { "known values", test_known_values },
        { "boundary states", test_boundaries },
        { "q -> 1", test_limit },
        { "thresholds", test_thresholds },
        { "refusals", test_refused },
        { "documents", test_documents },
        { NULL, NULL }
    };

    return harness_run("replica", test);
}
