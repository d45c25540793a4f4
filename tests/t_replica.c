/* tests/t_replica.c -- derived theories: maps, states, thresholds. */
#include "harness.h"
#include "theory_case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- printed equations -------------------------------------------------- */

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

/* ---- natural map -------------------------------------------------------- */

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

/* ---- boundary states ---------------------------------------------------- */

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
        CU_ASSERT_EQUAL(b->fixed[1], case_unknown(&c.theory, "q_hat"));
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

/* ---- thresholds --------------------------------------------------------- */

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
    s = c.derived ? case_system(&c.theory, "t", -1) : NULL;
    CU_ASSERT_PTR_NOT_NULL(s);
    w = walker_new(c.algebra, 30, 0.5);
    arb_init(a);
    arb_init(b);
    if (s != NULL)
    {
        CU_ASSERT_EQUAL(s->n, 1);
        CU_ASSERT_EQUAL(s->n_values, n_values);
        CU_ASSERT_PTR_NOT_NULL(s->note);
        case_set(w, &c, "alpha", alpha);
        case_set(w, &c, "kappa", kappa);
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
    s = case_system(&c.theory, "a", -1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    CU_ASSERT_EQUAL(s->n, 3);
    CU_ASSERT_EQUAL(s->n_sides, 1);
    CU_ASSERT(s->side[0] == expr_symbol(c.algebra, "q"));
    /* q > 0 excludes the boundary state q = 0 */
    CU_ASSERT_PTR_NULL(case_system(&c.theory, "a", 0));
    s = case_system(&c.theory, "b", 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    CU_ASSERT_EQUAL(s->n, 1);
    CU_ASSERT_EQUAL(s->parameter, 1);
    /* a fold: the unknowns, a null vector, the parameter */
    s = case_system(&c.theory, "s", -1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    CU_ASSERT_EQUAL(s->n, 5);
    CU_ASSERT_EQUAL(c.theory.n_skipped, 0);
    CU_ASSERT_EQUAL(c.diags.n_errors, 0);
    case_close(&c);
}

/* ---- refusals ----------------------------------------------------------- */

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
        { " teacher w ~ rademacher\n labels y ~ {-1: 1/2, z: 1/2}\n"
          " samples alpha\n learner bayes\nend\n", "E0301" },
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

int
main(void)
{
    static const harness_test_t test[] = {
        { "printed equations", test_printed },
        { "kinds of map", test_map_kinds },
        { "boundary states", test_boundaries },
        { "q -> 1", test_limit },
        { "thresholds", test_thresholds },
        { "refusals", test_refused },
        { NULL, NULL }
    };

    return harness_run("replica", test);
}
