/* tests/t_model.c -- what accepted specs mean. */
#include "../compiler/algebra/evaluate.h"
#include "harness.h"
#include "model_case.h"

#include <stdlib.h>
#include <string.h>

#define STORAGE "model t\n parameter alpha > 0\n parameter kappa = 1/4\n" \
    " parameter p in 0 .. 1\n samples alpha\n"
#define BINARY STORAGE " weights w ~ rademacher\n require z >= kappa\n"
#define SK "model t\n parameter beta > 0\n parameter h = 0\n" \
    " order q in 0 .. 1\n order r in q .. 1\n" \
    " free_entropy phi = beta^2/4*(1 - q)^2 + r^2" \
    " + E[z](log(2*cosh(beta*(sqrt(q)*z + h))))\n stationary phi in q, r\n"
#define TEACHER "model t\n parameter alpha > 0\n parameter beta > 0\n" \
    " parameter lambda > 0\n teacher w0 ~ normal(0, 1)\n" \
    " labels y = sign(z0)\n samples alpha\n"

static int
same(model_case_t *m, expr_t *a, expr_t *b)
{
    return a != NULL && b != NULL
           && (a == b
               || expr_proves_zero(m->algebra, expr_sub(m->algebra, a, b)));
}

static void
show(const char *what, expr_t *e)
{
    char *text = e != NULL ? expr_to_string(e) : NULL;

    printf("  %s: %s\n", what, text != NULL ? text : "(none)");
    free(text);
}

/* ---- pairs of observables that are one expression ----------------------- */

typedef struct
{
    const char *base, *before, *left, *right;
} pair_t;

static const pair_t pair[] = {
    { SK, "", "1 - 2 + 3 - 4", "-2" },
    { SK, "", "2^3^2/2^9", "1" },
    { SK, "", "-q^2", "-(q*q)" },
    { SK, "", "8/2/2*q", "2*q" },
    { SK, "", "0.1 + 2e-1", "3/10" },
    { SK, "", "sech(q)", "1/cosh(q)" },
    { SK, "", "erf(q) + erfc(q)", "1" },
    { SK, "", "Phi(q)", "1 - H(q)" },
    { SK, "", "erfc(q)", "2*H(q*sqrt(2))" },
    { SK, "", "step(q - h)", "if q - h > 0 then 1 else 0" },
    { SK, "", "min(q, r, h)", "min(min(q, r), h)" },
    { SK, " let f(x) = x^2 + h\n", "f(f(q))", "(q^2 + h)^2 + h" },
    { SK, " let f(x, y) = x - y\n", "f(q, r)", "-f(r, q)" },
    { SK, " let a = beta*h\n let f(x) = a*x\n", "f(q)", "beta*h*q" },
    { SK, " let f(z) = E[u](exp(z*u))\n", "f(q)", "E[v](exp(q*v))" },
    { SK, " let f(u) = E[x](cosh(u*x))\n", "E[u](f(u)^2)",
      "E[a](E[b](cosh(a*b))^2)" },
    { SK, " let big(x) = x > 1 or x < -1\n", "if big(q) then 1 else 0",
      "if q > 1 or q < -1 then 1 else 0" },
    { SK, " let coin = {-1: 1/2, 1: 1/2}\n", "E[s ~ coin](exp(s*q))",
      "(exp(q) + exp(-q))/2" },
    { SK, " let s = {1, 3}\n", "sum[a in s](q^a)", "q + q^3" },
    { SK, "", "E[s ~ rademacher](exp(s*h))", "exp(h)/2 + exp(-h)/2" },
    { SK, "", "E[s ~ {-2: 1/6, 0: 1/2, 1: 1/3}](tanh(s*q))",
      "tanh(q)/3 - tanh(2*q)/6" },
    { SK, "", "E[(c, b) ~ {(4, 1): 1/4, (1, 2): 3/4}](c*exp(b*q))",
      "exp(q) + 3*exp(2*q)/4" },
    { SK, "", "E[a ~ rademacher, b ~ delta(a*q)](cosh(b + q))",
      "(cosh(2*q) + 1)/2" },
    { SK, "", "E[x ~ normal(h, 4)](tanh(x))", "E[x](tanh(h + 2*x))" },
    { SK, "", "E[x ~ normal(h, 0)](tanh(x))", "tanh(h)" },
    { SK, "", "E[x ~ mix(1/3: normal(0, 1), 2/3: delta(q))](tanh(x)^2)",
      "E[x](tanh(x)^2)/3 + 2*tanh(q)^2/3" },
    { SK, "", "E[x ~ uniform(0, 2)](tanh(x))",
      "int[x in 0 .. 2](tanh(x))/2" },
    { SK, "", "E[x ~ laplace(1)](tanh(x)^2)",
      "int[x in -inf .. inf](exp(-abs(x))*tanh(x)^2)/2" },
    { SK, "", "sum[k in 1 .. 3](q^k)", "q + q^2 + q^3" },
    { SK, "", "sum[k in 3 .. 1](q^k)", "0" },
    { SK, "", "sum[i in 1 .. 2, j in {i, 5}](i*j)", "5 + 15" },
    { SK, "", "max[s in {-1, 2}](s*q)", "max(-q, 2*q)" },
    { SK, "", "diff(beta*q^2 + h, q)", "2*beta*q" },
    { SK, " let f(x) = diff(x^3, x)\n", "f(h + 1)", "3*(h + 1)^2" },
    { SK, "", "diff(phi, h)",
      "beta*E[z](tanh(beta*(sqrt(q)*z + h)))" },
    { SK, "", "free_entropy", "phi" },
    { SK, "", "o2 + 1", "q + 2" },
    { SK, "", "if (if q > h then r > h else r > q) then 1 else 0",
      "if q > h and r > h or not (q > h) and r > q then 1 else 0" },
    { BINARY, "", "if 0 <= q <= p < 1 then 1 else 0",
      "if q >= 0 and p >= q and p < 1 then 1 else 0" },
    { BINARY, "", "entropy/log(2) + r", "r + entropy*log(2)^-1" },
    { BINARY, "", "sqrt(q^2)", "q" },
    { TEACHER " learner erm\n loss (y - z)^2\n", "", "sqrt(V^2)", "V" }
};

static void
test_pairs(void)
{
    size_t i;
    char text[2000];

    for (i = 0; i < sizeof pair / sizeof *pair; i++)
    {
        model_case_t m;
        expr_t *l, *r;

        snprintf(text, sizeof text,
                 "%s%s observable left = %s\n observable o2 = q + 1\n"
                 " observable right = %s\nend\n",
                 pair[i].base, pair[i].before, pair[i].left, pair[i].right);
        if (model_open_good(&m, text))
        {
            l = model_observable(&m, "left");
            r = model_observable(&m, "right");
            if (!same(&m, l, r))
            {
                printf("\n%s\n", text);
                show("left", l);
                show("right", r);
                CU_FAIL("the two sides differ");
            }
        }
        model_close(&m);
    }
}

/* ---- laws --------------------------------------------------------------- */

typedef struct
{
    const char *law, *mean, *second;
    law_kind_t kind;
    int n;
} moment_t;

static const moment_t moment[] = {
    { "rademacher", "0", "1", LAW_FINITE, 2 },
    { "sphere", "0", "1", LAW_SPHERE, 0 },
    { "normal(1, 2)", "1", "3", LAW_NORMAL, 0 },
    { "normal(p, 0)", "p", "p^2", LAW_FINITE, 1 },
    { "{-2: 1/6, 0: 1/2, 1: 1/3}", "0", "1", LAW_FINITE, 3 },
    { "{-1: p, 1: 1 - p}", "1 - 2*p", "1", LAW_FINITE, 2 },
    { "{kappa: p^2, 0: 2*p*(1 - p), 1: (1 - p)^2}",
      "kappa*p^2 + (1 - p)^2", "kappa^2*p^2 + (1 - p)^2", LAW_FINITE, 3 },
    { "laplace(3)", "0", "18", LAW_LAPLACE, 0 },
    { "uniform(-1, 2)", "1/2", "1", LAW_UNIFORM, 0 },
    { "delta(2)", "2", "4", LAW_FINITE, 1 },
    { "mix(p: normal(1, 1), 1 - p: delta(3))", "3 - 2*p", "9 - 7*p",
      LAW_MIX, 2 },
    { "mix(p: rademacher, 1 - p: delta(1))", "1 - p", "1", LAW_FINITE, 2 },
    { "mix(1/3: delta(0), 1/3: normal(0, 3), 1/3: rademacher)", "0", "4/3",
      LAW_MIX, 2 },
    { "mix(1/2: laplace(1), 1/2: uniform(0, 1))", "1/4", "7/6", LAW_MIX, 2 }
};

static void
test_moments(void)
{
    size_t i;
    char text[1000];

    for (i = 0; i < sizeof moment / sizeof *moment; i++)
    {
        model_case_t m;
        const law_t *law;

        snprintf(text, sizeof text,
                 STORAGE " weights w ~ %s\n require z >= 0\n"
                         " observable a = %s\n observable b = %s\nend\n",
                 moment[i].law, moment[i].mean, moment[i].second);
        if (model_open_good(&m, text))
        {
            law = m.spec.weights->law;
            CU_ASSERT_EQUAL(law->kind, moment[i].kind);
            CU_ASSERT_EQUAL(law->n, moment[i].n);
            CU_ASSERT(same(&m, law_mean(m.algebra, law),
                           model_observable(&m, "a")));
            CU_ASSERT(same(&m, law_second_moment(m.algebra, law),
                           model_observable(&m, "b")));
        }
        model_close(&m);
    }
}

/* E over the law agrees with its moments, once integrals are closed. */
static void
test_expectation(void)
{
    size_t i;
    char text[1000];

    for (i = 0; i < sizeof moment / sizeof *moment; i++)
    {
        model_case_t m;
        expr_t *x, *e;

        if (strstr(moment[i].law, "laplace") != NULL)
            continue; /* integrals of exp(-|x|) have kinks: tried below */
        snprintf(text, sizeof text,
                 STORAGE " weights w ~ %s\n require z >= 0\n"
                         " observable b = %s\nend\n",
                 moment[i].law, moment[i].second);
        if (model_open_good(&m, text))
        {
            x = expr_fresh(m.algebra, "x");
            e = law_expectation(m.algebra, m.spec.weights->law, x,
                                expr_pow_int(m.algebra, x, 2));
            e = expr_close(m.algebra, e);
            if (!same(&m, e, model_observable(&m, "b")))
            {
                show(moment[i].law, e);
                CU_FAIL("second moment by expectation");
            }
        }
        model_close(&m);
    }
}

/* A mixture's finite parts are one component with absolute weights. */
static void
test_mixture_parts(void)
{
    model_case_t m;
    const law_t *law;

    if (model_open_good(&m, STORAGE
            " weights w ~ mix(1/4: delta(0), 1/4: normal(0, 1),"
            " 1/2: {0: 1/2, 2: 1/2})\n require z >= 0\nend\n"))
    {
        law = m.spec.weights->law;
        CU_ASSERT_EQUAL_FATAL(law->n, 2);
        CU_ASSERT_EQUAL(law->component[0]->kind, LAW_NORMAL);
        CU_ASSERT_EQUAL_FATAL(law->component[1]->kind, LAW_FINITE);
        CU_ASSERT(expr_is_one(law->probability[1]));
        CU_ASSERT_EQUAL_FATAL(law->component[1]->n, 2);
        CU_ASSERT(law->component[1]->probability[0]
                  == expr_fraction(m.algebra, 1, 2));
        CU_ASSERT(law->component[1]->probability[1]
                  == expr_fraction(m.algebra, 1, 4));
    }
    model_close(&m);
}

/* ---- statements --------------------------------------------------------- */

static void
test_storage(void)
{
    model_case_t m;
    expr_t *z, *k, *parts[3], *either[2];

    if (!model_open_good(&m, STORAGE
            " weights w_1 ~ {-2: 1/6, 0: 1/2, 1: 1/3}\n"
            " require abs(z_1) <= kappa or z_1 >= 2*kappa\n"
            " require z_1 < 3\nend\n"))
        return;
    CU_ASSERT_EQUAL(m.spec.learner, LEARNER_NONE);
    CU_ASSERT_STRING_EQUAL(m.spec.weights->suffix, "_1");
    z = m.spec.weights->field;
    CU_ASSERT_STRING_EQUAL(expr_name(z), "z_1");
    k = m.spec.parameter[1].symbol;
    either[0] = expr_compare(m.algebra, COMPARE_LE,
                             expr_apply1(m.algebra, FUNCTION_ABS, z), k);
    either[1] = expr_compare(m.algebra, COMPARE_LE,
                             expr_mul(m.algebra, expr_integer(m.algebra, 2),
                                      k), z);
    parts[0] = expr_or(m.algebra, either, 2);
    parts[1] = expr_compare(m.algebra, COMPARE_LT, z,
                            expr_integer(m.algebra, 3));
    CU_ASSERT(m.spec.require == expr_and(m.algebra, parts, 2));
    CU_ASSERT(m.spec.samples == m.spec.parameter[0].symbol);
    CU_ASSERT(m.spec.parameter[0].domain.lo_open);
    CU_ASSERT(expr_is_zero(m.spec.parameter[0].domain.lo));
    CU_ASSERT_PTR_NULL(m.spec.parameter[0].domain.hi);
    CU_ASSERT_PTR_NULL(m.spec.parameter[0].fallback);
    CU_ASSERT(m.spec.parameter[1].fallback
              == expr_fraction(m.algebra, 1, 4));
    model_close(&m);
}

static void
test_learners(void)
{
    model_case_t m;

    if (model_open_good(&m, TEACHER " learner gibbs(2*beta)\n"
                            " loss (y - z)^2/2\n penalty lambda*w^2\nend\n"))
    {
        CU_ASSERT_EQUAL(m.spec.learner, LEARNER_GIBBS);
        CU_ASSERT_PTR_NOT_NULL(m.spec.learner_argument);
        CU_ASSERT_PTR_NOT_NULL_FATAL(m.spec.student);
        CU_ASSERT(m.spec.student->law == m.spec.teacher->law);
        CU_ASSERT(expr_contains(m.spec.loss, m.spec.student->field));
        CU_ASSERT(expr_contains(m.spec.penalty, m.spec.student->symbol));
        CU_ASSERT(expr_contains(m.spec.label, m.spec.teacher->field));
    }
    model_close(&m);
    if (model_open_good(&m, TEACHER " learner erm\n require y*z >= 1\n"
                            " penalty w^2/2\n"
                            " observable e = test((y - z)^2) + train(y*z)\n"
                            " observable f = 2*test((y - z)^2)\nend\n"))
    {
        CU_ASSERT_EQUAL(m.spec.learner, LEARNER_ERM);
        CU_ASSERT_PTR_NULL(m.spec.student->law);
        CU_ASSERT_EQUAL(m.spec.n_averages, 2);
        CU_ASSERT(!m.spec.average[0].over_training);
        CU_ASSERT(m.spec.average[1].over_training);
    }
    model_close(&m);
    if (model_open_good(&m, STORAGE " weights w ~ rademacher\n"
                            " learner gibbs\n require z >= 0\nend\n"))
        CU_ASSERT_EQUAL(m.spec.learner, LEARNER_NONE);
    model_close(&m);
    if (model_open_good(&m, STORAGE " weights w ~ rademacher\n learner erm\n"
                            " loss max(0, kappa - z)\nend\n"))
    {
        CU_ASSERT_EQUAL(m.spec.learner, LEARNER_ERM);
        CU_ASSERT_PTR_NULL(m.spec.teacher);
    }
    model_close(&m);
}

static void
test_labels(void)
{
    model_case_t m;

    if (model_open_good(&m, "model t\n parameter alpha > 0\n samples alpha\n"
            " labels t ~ poisson(exp(z))\n learner bayes\n"
            " teacher w ~ normal(0, 1)\n"
            " observable e = test((t - z)*z0) + mmse\nend\n"))
    {
        CU_ASSERT_PTR_NOT_NULL_FATAL(m.spec.label_law);
        CU_ASSERT_EQUAL(m.spec.label_law->kind, LAW_POISSON);
        CU_ASSERT_STRING_EQUAL(m.spec.label_name, "t");
        CU_ASSERT_PTR_NULL(m.spec.student);
    }
    model_close(&m);
    if (model_open_good(&m, "model t\n parameter alpha > 0\n samples alpha\n"
            " parameter e in 0 .. 1/2\n"
            " labels y ~ {1: (1 - e)*H(-z) + e*H(z),"
            " -1: (1 - e)*H(z) + e*H(-z)}\n"
            " learner bayes\n teacher w ~ rademacher\nend\n"))
        CU_ASSERT_EQUAL(m.spec.label_law->n, 2);
    model_close(&m);
}

static void
test_potential(void)
{
    model_case_t m;
    expr_t *e;

    if (!model_open_good(&m, SK
            " start at q = 1/2, r = 0.75\n start cold at q = 0.99\n"
            " observable o = q\n"
            " threshold t1 in h = 0.001 .. 3 where o == 1/2 and q > 0"
            " and r < 1\n"
            " threshold t2 in beta = 1 .. 2 where coexistence of cold,"
            " uninformed\n"
            " threshold t3 in beta = 1 .. 2 where instability of q = 0,"
            " r = h\n"
            " threshold t4 in beta = 1 .. 2 where extremum of o\n"
            " threshold t5 in beta = 1 .. 2 where spinodal\n"
            " reference t1 = 1/3 +/- 1e-3 at beta = 2 \"book\"\n"
            " reference q = sqrt(2)/2 +/- 0 at beta = 2, h = 0 \"book\"\n"
            "end\n"))
        return;
    CU_ASSERT_EQUAL(m.spec.learner, LEARNER_POTENTIAL);
    CU_ASSERT_EQUAL(m.spec.n_orders, 2);
    CU_ASSERT(m.spec.order[1].domain.lo == m.spec.order[0].symbol);
    CU_ASSERT_EQUAL(m.spec.n_stationary, 2);
    CU_ASSERT_EQUAL(m.spec.n_starts, 2);
    CU_ASSERT_PTR_NULL(m.spec.start[0].name);
    CU_ASSERT_EQUAL(m.spec.start[0].at.n, 2);
    CU_ASSERT_EQUAL_FATAL(m.spec.n_thresholds, 5);
    CU_ASSERT_EQUAL(m.spec.threshold[0].kind, THRESHOLD_EQUATION);
    CU_ASSERT_EQUAL(m.spec.threshold[0].parameter, 1);
    CU_ASSERT_EQUAL(m.spec.threshold[0].n_sides, 2);
    CU_ASSERT(m.spec.threshold[0].left == m.spec.order[0].symbol);
    CU_ASSERT_EQUAL(m.spec.threshold[1].kind, THRESHOLD_COEXISTENCE);
    CU_ASSERT_STRING_EQUAL(m.spec.threshold[1].state[0], "cold");
    CU_ASSERT_EQUAL(m.spec.threshold[2].kind, THRESHOLD_INSTABILITY);
    CU_ASSERT_EQUAL(m.spec.threshold[2].at.n, 2);
    CU_ASSERT_EQUAL(m.spec.threshold[3].kind, THRESHOLD_EXTREMUM);
    CU_ASSERT_EQUAL(m.spec.threshold[4].kind, THRESHOLD_SPINODAL);
    CU_ASSERT_PTR_NULL(m.spec.threshold[4].state[0]);
    CU_ASSERT_EQUAL(m.spec.n_references, 2);
    e = m.spec.reference[1].value;
    CU_ASSERT(e == expr_div(m.algebra, expr_sqrt(m.algebra,
                                                 expr_integer(m.algebra, 2)),
                            expr_integer(m.algebra, 2)));
    model_close(&m);
}

/* A parameter called like an order parameter of the learner is another one. */
static void
test_hidden_name(void)
{
    model_case_t m;

    if (model_open_good(&m, STORAGE " parameter q in 0 .. 1\n"
            " weights w ~ rademacher\n require z >= q\n"
            " observable o = q\nend\n"))
    {
        CU_ASSERT(m.spec.parameter[3].symbol != expr_symbol(m.algebra, "q"));
        CU_ASSERT(model_observable(&m, "o") == m.spec.parameter[3].symbol);
    }
    model_close(&m);
}

/* What no room can compute yet is well formed all the same. */
static void
test_unsupported(void)
{
    model_case_t m;

    if (model_open_good(&m, "model t\n parameter alpha > 0\n hidden K = 2\n"
            " site (c, b) ~ {(4, 1): 1/4, (1, 2): 3/4}\n"
            " inputs x ~ normal(0, c)\n features 2\n"
            " activation g(u) = tanh(u)\n teacher w ~ normal(0, 1)\n"
            " labels y = sign(sum[k in 1 .. K](g(z[k])))\n samples alpha\n"
            " learner bayes\n observable o = q[1,2] + q[1,1]\nend\n"))
    {
        CU_ASSERT_EQUAL(m.spec.n_unsupported, 5);
        CU_ASSERT_STRING_EQUAL(m.spec.unsupported_word[0], "hidden");
        CU_ASSERT_EQUAL(m.spec.unsupported_span[0].line, 3);
    }
    model_close(&m);
    if (model_open_good(&m, "model t\n parameter eta > 0\n order R in 0 .. 1\n"
            " flow R = eta*(1 - R^2)\n flow Q = eta*R - Q\nend\n"))
        CU_ASSERT_EQUAL(m.spec.n_unsupported, 2);
    model_close(&m);
    if (model_open_good(&m, STORAGE " weights w ~ rademacher\n"
            " require z >= 0\n ansatz rsb1\n"
            " threshold t in alpha = 1 .. 2 where entropy == 0 and x < 1\n"
            "end\n"))
        CU_ASSERT(m.spec.rsb);
    model_close(&m);
    if (model_open_good(&m, TEACHER " learner online(beta)\n"
            " loss (y - z)^2\nend\n"))
        CU_ASSERT_EQUAL(m.spec.learner, LEARNER_ONLINE);
    model_close(&m);
}

/* ---- values of the command line ----------------------------------------- */

static expr_t *
value_of(model_case_t *m, const char *text)
{
    const ast_t *a;

    model_open(m, "model t\nend\n", 0);
    source_clear(&m->source);
    diags_clear(&m->diags);
    diags_init(&m->diags);
    if (source_from_text(&m->source, "value", text, strlen(text))
        != SOURCE_OK)
        return NULL;
    a = ast_parse_expression(&m->arena, &m->source, &m->diags);
    return a != NULL ? spec_value(m->algebra, &m->arena, a, &m->diags) : NULL;
}

static void
test_values(void)
{
    static const char *const bad[]
        = { "alpha", "q", "entropy", "1/0", "inf", "z > 1", "rademacher",
            "{1, 2}", "9^9^9^9", "test(z)", "exp", "log(-1)", "(1, 2)",
            "sqrt(2)^1000000", "E[x ~ cauchy](x)", "free_entropy" };
    model_case_t m;
    size_t i;

    CU_ASSERT(value_of(&m, "4/3") == expr_fraction(m.algebra, 4, 3));
    model_close(&m);
    CU_ASSERT(value_of(&m, "-0.25e1") == expr_fraction(m.algebra, -5, 2));
    model_close(&m);
    CU_ASSERT(value_of(&m, "2*pi") == expr_mul(m.algebra,
                                               expr_integer(m.algebra, 2),
                                               expr_pi(m.algebra)));
    model_close(&m);
    for (i = 0; i < sizeof bad / sizeof *bad; i++)
    {
        CU_ASSERT_PTR_NULL(value_of(&m, bad[i]));
        CU_ASSERT(m.diags.n_errors > 0);
        model_close(&m);
    }
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "observables written in two ways", test_pairs },
        { "moments of the laws", test_moments },
        { "expectations over the laws", test_expectation },
        { "finite parts of a mixture", test_mixture_parts },
        { "storage", test_storage },
        { "learners", test_learners },
        { "labels given as a law", test_labels },
        { "potential form", test_potential },
        { "a parameter hides a derived name", test_hidden_name },
        { "statements without a room", test_unsupported },
        { "values of the command line", test_values },
        { NULL, NULL }
    };

    return harness_run("model", test);
}
