/* tests/t_cli.c -- the command line: exit status and output. */
#include "harness.h"
#include "shell.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PERCEPTRON "models/storage/binary_perceptron.saddle"

/* ---- verbs ----------------------------------------------------------------- */

static void
test_help(void)
{
    CU_ASSERT(expect(0, "--help") && has(out, "saddle certify"));
    CU_ASSERT(expect(0, "certify --help") && has(out, "--digits"));
    CU_ASSERT(expect(0, "--version") && has(out, "ABI"));
    CU_ASSERT(expect(0, "explain E0203"));
    expect(2, "explain E9999");
    expect(2, "");
    CU_ASSERT(expect(2, "slove x") && has(err, "did you mean 'solve'"));
    CU_ASSERT(expect(2, "solve " PERCEPTRON " --digist 3")
              && has(err, "did you mean '--digits'"));
    expect(2, "solve " PERCEPTRON " --digits 0");
    expect(2, "solve " PERCEPTRON " --digits");
}

static void
test_check(void)
{
    expect(0, "check " PERCEPTRON);
    expect(0, "check models/*/*.saddle");
    expect(0, "check tests/golden/accept/bayes_sign_binary.saddle "
              "tests/golden/accept/compressed_sensing.saddle "
              "tests/golden/accept/logistic_regression.saddle "
              "tests/golden/accept/phase_retrieval.saddle "
              "tests/golden/accept/two_point_noise.saddle");
    expect(4, "check @/none.saddle");
    expect(4, "check models");
    write_file("bad.saddle", "model bad\n  weights w ~ radmacher\nend\n");
    CU_ASSERT(expect(3, "check @/bad.saddle")
              && has(err, "did you mean 'rademacher'"));
    expect(3, "check @/bad.saddle --json");
}

static void
test_derive(void)
{
    CU_ASSERT(expect(0, "derive " PERCEPTRON)
              && has(out, "q_hat = alpha*E[xi]("));
    CU_ASSERT(expect(0, "derive " PERCEPTRON " --to latex")
              && has(out, "\\begin{document}"));
    expect(2, "derive " PERCEPTRON " --to pdf");
    expect(6, "derive " PERCEPTRON " -o @/no/such/folder/x");
    expect(0, "derive " PERCEPTRON " --to saddle -o @/lowered.saddle");
    expect(0, "check @/lowered.saddle");
}

/* The samples of emitted C that are kept in git. */
static void
test_golden(void)
{
    expect(0, "derive models/spin_glass/sk.saddle --to c -o @/sk.c");
    expect(0, "derive " PERCEPTRON " --to c -o @/binary_perceptron.c");
    CU_ASSERT_EQUAL(shell("cmp generated/sk.c @/sk.c"), 0);
    CU_ASSERT_EQUAL(
        shell("cmp generated/binary_perceptron.c @/binary_perceptron.c"), 0);
}

/* What derive --to saddle prints compiles to the same equations. */
static void
test_lowered(void)
{
    json_t *a, *b;
    const char *wanted[] = { "q", "q_hat" };
    size_t i;

    expect(0, "derive " PERCEPTRON " --to saddle -o @/lowered.saddle");
    if (!expect(0, "solve " PERCEPTRON " alpha=0.6 kappa=0.2 --json"))
        return;
    a = json_loads(out, 0, NULL);
    if (!expect(0, "solve @/lowered.saddle alpha=0.6 kappa=0.2 --json"))
        return;
    b = json_loads(out, 0, NULL);
    for (i = 0; i < 2; i++)
        CU_ASSERT_DOUBLE_EQUAL(
            json_real_value(json_object_get(
                json_object_get(a, "order_parameters"), wanted[i])),
            json_real_value(json_object_get(
                json_object_get(b, "order_parameters"), wanted[i])),
            1e-9);
    json_decref(a);
    json_decref(b);
}

static double
real_at(const json_t *o, const char *group, const char *name)
{
    if (group != NULL)
        o = json_object_get(o, group);
    return json_real_value(json_object_get(o, name));
}

static void
test_solve(void)
{
    json_t *o;

    if (!expect(0, "solve " PERCEPTRON " alpha=0.5 --json"))
        return;
    o = json_loads(out, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(o);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(o, "status")), "converged");
    CU_ASSERT(real_at(o, NULL, "residual") < 1e-12);
    CU_ASSERT(real_at(o, "observables", "entropy") > 0.2);
    json_decref(o);
    CU_ASSERT(expect(0, "solve models/spin_glass/sk.saddle beta=2 --json"));
    o = json_loads(out, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(o);
    CU_ASSERT_DOUBLE_EQUAL(real_at(o, "order_parameters", "q"),
                           0.5303683920508, 1e-11);
    CU_ASSERT_DOUBLE_EQUAL(real_at(o, "observables", "replicon"),
                           1.362673337522, 1e-11);
    json_decref(o);
    CU_ASSERT(expect(2, "solve " PERCEPTRON)
              && has(err, "alpha=VALUE"));
    CU_ASSERT(expect(2, "solve " PERCEPTRON " alpha=-1")
              && has(err, "outside its domain"));
    CU_ASSERT(expect(2, "solve " PERCEPTRON " alpah=1")
              && has(err, "did you mean 'alpha'"));
    expect(2, "solve " PERCEPTRON " alpha=1 alpha=2");
    expect(2, "solve " PERCEPTRON " alpha=1+");
    expect(0, "solve " PERCEPTRON " α=1/2 κ=-0.1");
    CU_ASSERT(expect(0, "solve " PERCEPTRON
                        " alpha=0.5 --digits 40 --certify")
              && has(out, "exactly one solution"));
}

static void
test_certify(void)
{
    json_t *o;

    CU_ASSERT(expect(0, "certify " PERCEPTRON " alpha_c --digits 50")
              && has(out, "0.833078599739579233689086893266965908052132750262"
                          "66"));
    CU_ASSERT(expect(0, "certify " PERCEPTRON " alpha_c kappa=0.25 --digits "
                        "100 -o @/alpha_c.cert --json"));
    o = json_loads(out, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(o);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(o, "status")), "proven");
    CU_ASSERT(strncmp(json_string_value(json_object_get(o, "lower")),
                      "0.6092595656912762905949027692194059521", 37) == 0);
    CU_ASSERT(strncmp(json_string_value(json_object_get(o, "upper")),
                      "0.6092595656912762905949027692194059521", 37) == 0);
    json_decref(o);
    read_file("alpha_c.cert");
    CU_ASSERT(has(out, "saddle certificate 1\n") && has(out, "\nend\n"));
    CU_ASSERT(expect(0, "certify " PERCEPTRON " kappa=1/4 --threshold alpha_c")
              && has(out, "0.609259565691276290594902769219"));
    CU_ASSERT(expect(0, "certify " PERCEPTRON " kappa=1/4 alpha_c")
              && has(out, "0.609259565691276290594902769219"));
    expect(2, "certify " PERCEPTRON " alpha_d");
    expect(2, "certify " PERCEPTRON " --threshold alpha_d");
    expect(2, "certify " PERCEPTRON " alpha_c alpha=1");
    expect(1, "certify " PERCEPTRON " alpha_c alpha=0.1..0.2");
    expect(6, "certify " PERCEPTRON " alpha_c --digits 20 -o /dev/full");
    expect(5, "certify " PERCEPTRON " alpha_c --digits 100000000");
}

/* ---- hostile surroundings ------------------------------------------------------ */

static void
test_no_compiler(void)
{
    expect(0, "check " PERCEPTRON);
    write_file("other.saddle",
               "model other\n  parameter b > 0\n  order q in 0 .. 1\n"
               "  free_entropy f = b*(1-q)^2/4 + E[z](log(cosh(sqrt(b*q)*z)))\n"
               "  stationary f in q\nend\n");
    setting = "PATH=/nowhere CC=";
    CU_ASSERT(expect(5, "solve @/other.saddle b=2")
              && has(err, "C compiler"));
    expect(0, "derive @/other.saddle");
    setting = "";
    CU_ASSERT(expect(0, "solve @/other.saddle b=2") && has(out, "0.3089823"));
}

static void
test_bad_files(void)
{
    write_file("empty.saddle", "");
    expect(3, "check @/empty.saddle");
    write_file("comment.saddle", "# nothing\n");
    expect(3, "check @/comment.saddle");
    expect(3, "check /bin/ls");
    mkfifo(path_of("fifo"), 0600);
    expect(4, "check @/fifo");
    write_file("online.saddle", "model o\n parameter alpha > 0\n"
               " teacher w0 ~ normal(0, 1)\n labels y = sign(z0)\n"
               " samples alpha\n learner online(1)\n"
               " loss max(0, -y*z)\nend\n");
    CU_ASSERT(expect(2, "solve @/online.saddle alpha=1")
              && has(err, "is a flow in time"));
}

static void
test_models(void)
{
    CU_ASSERT(expect(0, "test models/") && has(out, "0 missed"));
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "help and usage", test_help },
        { "check", test_check },
        { "derive", test_derive },
        { "golden samples", test_golden },
        { "derive --to saddle reads back", test_lowered },
        { "solve", test_solve },
        { "certify", test_certify },
        { "no C compiler", test_no_compiler },
        { "bad files", test_bad_files },
        { "saddle test models/", test_models },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("command line", tests);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
