/* tests/t_standalone.c -- solvers that build without Saddle. */
#include "harness.h"
#include "shell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Unlike any shipped model. */
static const char *const spec
    = "model unseen \"three levels and a wide prior\"\n"
      "  cite \"nobody, \\\\ nowhere\"\n"
      "  parameter alpha > 0 \"samples per weight\"\n"
      "  parameter k > 0 default 1/2\n"
      "  teacher w ~ mix(1/3: delta(0), 2/3: normal(0, 2))\n"
      "  labels y = if z > k then 1 else if z < -k then -1 else 0\n"
      "  samples alpha\n"
      "  learner bayes\n"
      "end\n";

static double
number_after(const char *text, const char *name)
{
    const char *at = strstr(text, name);

    return at != NULL ? strtod(at + strlen(name), NULL) : NAN;
}

/* Emits, builds with nothing but a C compiler and make, runs its own test,
   and compares q with `saddle solve`. */
static void
whole(const char *file, const char *values)
{
    char command[600];
    double q;

    shell("rm -rf @/solver");
    snprintf(command, sizeof command, "emit %s -o @/solver", file);
    expect(0, command);
    CU_ASSERT_EQUAL(shell("(env -i PATH=\"$PATH\" CFLAGS='-O1 -Werror' "
                          "make -e -s -C @/solver solve)"), 0);
    CU_ASSERT_EQUAL(shell("(cd @/solver && make -s test)"), 0);
    CU_ASSERT(has(out, "all agree"));
    snprintf(command, sizeof command, "@/solver/solve %s", values);
    CU_ASSERT_EQUAL(shell(command), 0);
    q = number_after(out, "  q ");
    snprintf(command, sizeof command, "solve %s %s", file, values);
    expect(0, command);
    CU_ASSERT(fabs(q - number_after(out, "  q ")) < 1e-12);
}

static void
test_builds(void)
{
    whole("models/storage/binary_perceptron.saddle", "alpha=0.4 kappa=1/4");
    whole("models/spin_glass/sk.saddle", "beta=2 h=0.1");
    write_file("unseen.saddle", spec);
    whole(path_of("unseen.saddle"), "alpha=2 k=0.3");
    CU_ASSERT_EQUAL(shell("@/solver/solve alpha=x"), 2);
    CU_ASSERT_EQUAL(shell("@/solver/solve beta=2"), 2);
    CU_ASSERT(shell("@/solver/solve --help") == 0
              && has(out, "samples per weight"));
}

static void
test_threshold(void)
{
    shell("rm -rf @/solver");
    expect(0, "emit models/storage/binary_perceptron.saddle -o @/solver");
    CU_ASSERT_EQUAL(shell("make -s -C @/solver solve certify"), 0);
    CU_ASSERT(shell("@/solver/solve --threshold alpha_c kappa=1/2") == 0
              && has(out, "0.4556645645424"));
    CU_ASSERT(shell("@/solver/certify --threshold alpha_c --digits 40") == 0
              && has(out, "0.83307859973957923368908689326696590805"));
    CU_ASSERT(shell("@/solver/certify alpha=1/2") == 0
              && has(out, "0.32238536322356"));
    CU_ASSERT(shell("@/solver/certify --threshold alpha_c kappa='sqrt(2)/4'")
              == 0 && has(out, "alpha_c                    [0.538780068815406"));
    CU_ASSERT(shell("@/solver/solve --threshold alpha_c alpha=1..2") == 1
              && has(err, "1 .. 2"));
    CU_ASSERT_EQUAL(shell("@/solver/solve --threshold alpha_d"), 2);
}

/* Exits with 0 when every source is compiled and every header included. */
static const char no_stray_file[]
    = "(cd @/solver && for f in $(find . -name '*.c' -o -name '*.h'); do"
      " case $f in *.c) grep -q \"${f#./}\" Makefile;;"
      " *) grep -rq --include='*.[ch]' \"\\\"[./a-z]*${f##*/}\\\"\" .;;"
      " esac || { echo $f; exit 1; }; done)";

static void
test_files(void)
{
    write_file("unseen.saddle", spec);
    shell("rm -rf @/solver");
    expect(0, "emit @/unseen.saddle -o @/solver");
    CU_ASSERT_EQUAL(shell(no_stray_file), 0);
    CU_ASSERT_NOT_EQUAL(shell("ls @/solver/runtime/*/special_orthant.c"), 0);
    CU_ASSERT_EQUAL(shell("grep -q 'nobody, ' @/solver/README.md"), 0);
    if (shell("(command -v clang >/dev/null)") == 0)
        CU_ASSERT_EQUAL(shell("make -s -C @/solver solve CC=clang "
                              "CFLAGS='-O0 -Werror'"), 0);
    if (shell("(command -v pdflatex >/dev/null)") == 0)
        CU_ASSERT_EQUAL(shell("(cd @/solver && pdflatex -halt-on-error "
                              "-interaction=batchmode equations)"), 0);
}

/* Values of the command line are closed expressions. */
static void
test_formulas(void)
{
    static const char *const same[][2] = {
        { "1/2", "0.5" }, { "sqrt(2)/2", "0.70710678118654752" },
        { "-2^2 + 4.25", "2^-2" }, { "exp(log(3))-2", "1" },
        { "(pi - pi + 3)*2/6", "1" }, { "1e-1*10", "1" } };
    static const char *const wrong[]
        = { "", "1+", "x", "2x", "(1", "1)", ".5", "1 2", "--", "sqrt 2",
            "((((((((((((((((((((1))))))))))))))))))))", "1/0", "sqrt(-1)" };
    char command[200], first[64];
    size_t i;

    CU_ASSERT_EQUAL(shell("make -s -C @/solver solve"), 0);
    for (i = 0; i < sizeof same / sizeof *same; i++)
    {
        snprintf(command, sizeof command, "@/solver/solve alpha=1 'k=%s'",
                 same[i][0]);
        CU_ASSERT_EQUAL(shell(command), 0);
        snprintf(first, sizeof first, "%.12g", number_after(out, "  q "));
        snprintf(command, sizeof command, "@/solver/solve alpha=1 'k=%s'",
                 same[i][1]);
        shell(command);
        CU_ASSERT(has(out, first));
    }
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
    {
        snprintf(command, sizeof command, "@/solver/solve alpha=1 'k=%s'",
                 wrong[i]);
        CU_ASSERT_EQUAL(shell(command), 2);
    }
}

/* Nothing is left where the folder cannot be written whole. */
static void
test_full(void)
{
    shell("rm -rf @/full && mkdir @/full");
    setting = "ulimit -f 8;";
    expect(6, "emit @/unseen.saddle -o @/full/solver");
    setting = "";
    CU_ASSERT_EQUAL(shell("rmdir @/full"), 0);
}

static void
test_same_bytes(void)
{
    shell("rm -rf @/solver @/again");
    expect(0, "emit models/spin_glass/sk.saddle -o @/solver");
    expect(0, "emit models/spin_glass/sk.saddle -o @/again/");
    CU_ASSERT_EQUAL(shell("diff -r @/solver @/again"), 0);
    CU_ASSERT_NOT_EQUAL(shell("grep -rn /tmp @/solver"), 0);
    CU_ASSERT(expect(6, "emit models/spin_glass/sk.saddle -o @/solver")
              && has(err, "empty folder"));
    expect(6, "emit models/spin_glass/sk.saddle -o @/no/where");
    expect(2, "emit models/spin_glass/sk.saddle");
    CU_ASSERT_NOT_EQUAL(shell("ls -d @/solver.* @/again.*"), 0);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "build, test, same digits", test_builds },
        { "thresholds, proven ones", test_threshold },
        { "only what is needed, clean, with equations", test_files },
        { "values as formulas", test_formulas },
        { "a full disk", test_full },
        { "the same bytes twice", test_same_bytes },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("standalone", tests);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
