/* tests/t_verify_volumes.c -- the checker and volumes of solutions. */
#include "harness.h"
#include "sealed.h"
#include "shell.h"

#include <stdlib.h>
#include <string.h>

/* A true certificate of a volume whose last cell is refused when `from` is `to`. */
static void
end_of(const char *name, const char *from, const char *to, const char *why)
{
    char *body;

    read_file(name);
    *(strstr(out, "\nseal ") + 1) = '\0';
    body = replaced(replaced(strdup(out), "\ncell", "\n# cell"), from, to);
    body = replaced(body, "\nclaim all 1\n", "\nclaim all 0\n");
    body = replaced(replaced(body, "\nbox", "\n# box"), "\nzero", "\n# zero");
    body = replaced(body, "\nhint", "\ncell 3f -6 upper narrow\n"
                    "cell lower 3f -6 above 1 5\nhint");
    refuses(body, why);
    free(body);
}

static void
refuses_end(const char *name, const char *from, const char *to)
{
    end_of(name, from, to, "near the upper end");
}

/* Solutions leave through q = 1 at alpha = 2 on the sphere, 4/pi for weights +-1. */
static void
test_volumes(void)
{
    char *body;

    expect(0, "certify models/storage/spherical_perceptron.saddle --all "
              "alpha=0.5 -o @/sphere.cert");
    body = body_of("sphere.cert");
    body = replaced(body, "\nclaim all 1\n", "\nclaim all 0\n");
    body = replaced(body, "\nbox", "\n# box");
    body = replaced(body, "\nzero", "\n# zero");
    body = replaced(body, " one 0\n", " above 1 5\n");
    refuses(body, "a cell may hold a solution");
    free(body);
    end_of("sphere.cert", "upper", "upper", "a cell may hold a solution");
    refuses_end("sphere.cert", "\nparameter alpha 1/2", "\nparameter alpha 2");
    refuses_end("sphere.cert", "(mul 1/4 ", "(mul 1/3 ");
    refuses_end("sphere.cert", "(mul -1/2 (log", "(mul -1/3 (log");
    refuses_end("sphere.cert", " 1 0)", " 1 1/2)");
    refuses_end("sphere.cert", "(mul (var 0) (pow (add 1 ",
                "(mul (var 0) (pow (add 2 ");
    refuses_end("sphere.cert", "(le (sym kappa) ", "(le (abs (sym q)) ");
    expect(0, "certify models/storage/binary_perceptron.saddle --all "
              "alpha=0.3 -o @/binary.cert");
    free(body_of("binary.cert"));
    end_of("binary.cert", "upper", "upper", "a cell may hold a solution");
    end_of("binary.cert", "(add (exp (mul -1 (pow (sym q_hat) 1/2) (var 0)))",
           "(add (mul 3 (exp (mul -1 (pow (sym q_hat) 1/2) (var 0))))",
           "known to be convex");
    refuses_end("binary.cert", "\nparameter alpha 3/10",
                "\nparameter alpha 127323/100000");
    refuses_end("binary.cert", "(add (exp", "(add 1 (cosh (var 0)) (exp");
    refuses_end("binary.cert", "(add (exp", "(add (mul -1/2 (exp (var 0))) (exp");
    refuses_end("binary.cert", "(mul -1 (log 2))", "(mul 1/8 (sym q_hat))");
}

/* The state 0 of fields in a symmetric interval loses its stability at
   alpha L''(0)^2 = 1, L = log P(|x + u| <= kappa); kappa = 1: 1.99. */
static void
test_origin(void)
{
    static const char *const weights[] = { "rademacher", "sphere" };
    static const char *const above[] = { "\nparameter alpha 3",
                                         "\nparameter alpha 4" };
    char spec[400], *body;
    int i;

    for (i = 0; i < 2; i++)
    {
        snprintf(spec, sizeof spec,
                 "model m\n  parameter alpha > 0\n  weights w ~ %s\n"
                 "  samples alpha\n  require abs(z) <= 1\nend\n", weights[i]);
        write_file("s.saddle", spec);
        expect(0, "certify @/s.saddle --all alpha=1 -o @/s.cert");
        body = body_of("s.cert");
        CU_ASSERT_PTR_NOT_NULL(strstr(body, "\nclaim all 0\n"));
        CU_ASSERT_PTR_NOT_NULL(strstr(body, "\nboundary "));
        /* a solution is there, or the state is none */
        body = replaced(replaced(body, "\ncell", "\n# cell"), "\nhint",
                        "\ncell fff -c upper narrow\n"
                        "cell lower fff -c fixed 0 0\nhint");
        body = replaced(body, "\nparameter alpha 1", above[i]);
        refuses(body, "near the state 0");
        body = replaced(body, "(var 1)) (mul (var 0)",
                        "(var 1)) 1/8 (mul (var 0)");
        body = replaced(body, above[i], "\nparameter alpha 1/5");
        refuses(body, "near the state 0");
        free(body);
    }
}

/* The map leads out of cells of a range too, but not out of that of the threshold. */
static void
test_range(void)
{
    static const char *const reason[] = { " above 1 5\n", " below 1 5\n",
                                          " none\n" };
    char *true_body, *body;
    int k;

    write_file("range.saddle",
               "model m\n  parameter alpha > 0\n  weights w ~ sphere\n"
               "  samples alpha\n  require z >= 0\n"
               "  threshold half in alpha = 1/2 .. 1 where q == 1/2\nend\n");
    expect(0, "certify @/range.saddle half --global -o @/range.cert");
    CU_ASSERT(strstr(out, "The claim is global") != NULL);
    true_body = body_of("range.cert");
    CU_ASSERT(strstr(true_body, " above ") != NULL
              && strstr(true_body, " below ") != NULL);
    for (k = 0; k < 3; k++)
    {
        body = replaced(strdup(true_body), "\nclaim all 1 ",
                        "\nclaim all 0 ");
        body = replaced(body, "\nbox", "\n# box");
        body = replaced(body, "\nzero", "\n# zero");
        body = replaced(body, " one 0\n", reason[k]);
        refuses(body, "a cell may hold a solution");
        free(body);
    }
    free(true_body);
}

#define FIELD "(mul (var 0) (pow (add 1 (mul -1 (sym q))) 1/2))"
#define NOISE "(exp (mul -2 (pow (add " FIELD " (mul -1 (var 1))) 2)))"

/* Labels with a density are a function of the field less the label, or of the sum,
   which is the same in law; but not of both, nor is the logarithm of another. */
static void
test_densities(void)
{
    char *body, why[256];

    write_file("d.saddle",
               "model m\n  parameter alpha > 0\n  teacher w ~ normal(0, 1)\n"
               "  noise xi ~ normal(0, 1)\n  labels y = z + xi/2\n"
               "  samples alpha\n  learner bayes\nend\n");
    expect(0, "certify @/d.saddle --all alpha=1 -o @/d.cert");
    body = replaced(body_of("d.cert"), "(mul -1 (var 1))", "(var 1)");
    CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_VERIFIED);
    free(body);
    body = replaced(body_of("d.cert"), NOISE,
                    "(mul " NOISE " (exp (mul -1 (pow (add " FIELD
                    " (var 1)) 2))))");
    refuses(body, "");
    free(body);
    body = replaced(body_of("d.cert"), "(log (gauss (exp (mul -2",
                    "(log (gauss (exp (mul -3");
    refuses(body, "");
    free(body);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "volumes", test_volumes },
        { "the state 0", test_origin },
        { "a range of volumes", test_range },
        { "labels with a density", test_densities },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("verify, volumes", tests);
    return shell_close() == 0 ? status : 1;
}
