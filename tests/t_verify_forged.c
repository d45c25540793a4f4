/* tests/t_verify_forged.c -- the checker refuses claims that are false. */
#include "harness.h"
#include "sealed.h"
#include "shell.h"

#include "../runtime/verify/certificate.h"
#include "../runtime/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "saddle certificate 1\nscope x\ntool x\nmodel x\n"

/* Readable, not verified, and for this reason. */
static void
refuses(const char *body, const char *reason)
{
    char why[256] = "";

    CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_NOT_VERIFIED);
    CU_ASSERT_PTR_NOT_NULL(strstr(why, reason));
    if (strstr(why, reason) == NULL)
        printf("\n    \"%s\", not \"%s\"", why, reason);
}

/* text, which is freed, with each `from` replaced; malloc'd. */
static char *
replaced(char *text, const char *from, const char *to)
{
    size_t n = strlen(text), at = 0, each = strlen(to);
    char *s, *next, *made = malloc(n * (each + 1) + 1);

    CU_ASSERT_PTR_NOT_NULL_FATAL(made);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, from));
    for (s = text; (next = strstr(s, from)) != NULL; s = next + strlen(from))
    {
        memcpy(made + at, s, (size_t) (next - s));
        at += (size_t) (next - s);
        memcpy(made + at, to, each);
        at += each;
    }
    strcpy(made + at, s);
    free(text);
    return made;
}

/* ---- nothing --------------------------------------------------------------- */

/* No unknown and no equation: a claim about nothing. */
static void
test_no_unknown(void)
{
    char why[256] = "";

    CU_ASSERT_EQUAL(sealed_verdict("saddle certificate 1\nclaim unique\n",
                                   why), VERIFY_UNREADABLE);
    CU_ASSERT_EQUAL(sealed_verdict(HEAD "order q 0 .. 1\nclaim unique\n", why),
                    VERIFY_UNREADABLE);
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "there is no box"));
}

/* ---- boxes ----------------------------------------------------------------- */

/* f > 9 on the box 1 .. 2; f = m - 3/2 nearly at the middle of `zero`, 0. */
static void
test_curve_off_its_box(void)
{
    refuses(HEAD
            "order m real\n"
            "condition m (add (sym m) -3/2 (mul 10 (pow (add 1 (exp (mul -80 "
            "(add (sym m) -1/2)))) -1)))\n"
            "along a 0 1\n"
            "claim curve 1 unique\n"
            "cell 0 0 0 1 0\n"
            "slope 0 m 0 0\n"
            "box 0 m 3 -1 1 -1\n"
            "zero 0 m 0 0 1 1\n",
            "sticks out of its box");
}

/* One solution, 0, and a point beside it. */
static void
test_one_zero_twice(void)
{
    refuses(HEAD
            "order m -1 .. 1\n"
            "condition m (sym m)\n"
            "claim all 2\n"
            "cover m\n"
            "cell lower 1 -47 one 0\n"
            "cell 1 -47 upper one 1\n"
            "box 0 m 0 0 1 -1\n"
            "box 1 m 0 0 1 -1\n"
            "zero 0 m 0 0 0 0\n"
            "zero 1 m 1 -46 0 0\n",
            "two solutions may be the same");
}

/* ---- lines ----------------------------------------------------------------- */

/* The body of a true certificate on a line, malloc'd. */
static char *
line_body(void)
{
    char *end, why[256];

    read_file("line.cert");
    end = strstr(out, "\nseal ");
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    end[1] = '\0';
    CU_ASSERT_EQUAL(sealed_verdict(out, why), VERIFY_VERIFIED);
    return strdup(out);
}

static void
test_conditions(void)
{
    char *body = replaced(line_body(), "\nstationary q\n",
                          "\ncondition q (add (sym q) -1/2)\n");

    body = replaced(body, "\nstationary q_hat\n",
                    "\ncondition q_hat (add (sym q_hat) -1)\n");
    refuses(body, "not of stationary points");
    free(body);
}

/* The channel sees a function of q that is not monotone, or curved. */
static void
test_other_time(void)
{
    char *body = replaced(line_body(), "(pow (sym q) 1/2)",
                          "(pow (mul (sym q) (sym q)) 1/2)");

    body = replaced(body, "(add 1 (mul -1 (sym q)))",
                    "(add 1 (mul -1 (sym q) (sym q)))");
    refuses(body, "not a sum of entropies");
    free(body);
    body = replaced(line_body(), "(add 1 (mul -1 (sym q)))",
                    "(add 1 (mul -1 (sym q)) (mul (sym q) (add (sym q) -1)))");
    refuses(body, "not a sum of entropies");
    free(body);
}

/* The end of the line is not the power of the weights. */
static void
test_other_end(void)
{
    char *body = replaced(line_body(), "\norder q 0 .. 1\n",
                          "\norder q 0 .. 11/10\n");

    body = replaced(body, "(add 1 (mul -1 (sym q)))",
                    "(add 11/10 (mul -1 (sym q)))");
    refuses(body, "not that of the law");
    free(body);
}

/* Labels with noise do not jump; without, they do not at an earlier end. */
static void
test_other_variance(void)
{
    char *body = replaced(line_body(), "(add 1 (mul -1 (sym q)))",
                          "(add 2 (mul -1 (sym q)))");

    body = replaced(body, "\ncell", "\n# cell");
    body = replaced(body, "\nhint", "\ncell 7f -7 upper jump\n"
                    "cell lower 7f -7 none\nhint");
    refuses(body, "near the upper end");
    free(body);
    body = replaced(line_body(), "(add 1 (mul -1 (sym q)))",
                    "(add 1/2 (mul -1 (sym q)))");
    refuses(body, "not a sum of entropies");
    free(body);
}

/* A product of martingales is none, whatever stands between them. */
static void
test_product(void)
{
    static const char z[] =
        "(gauss (if (le %d (add (mul (pow (sym q) 1/2) (var 1)) (mul (var 0) "
        "(pow (add 1 (mul -1 (sym q))) 1/2)))) 1 0))";
    char one[200], two[200], both[500], *body = line_body();

    snprintf(one, sizeof one, z, 0);
    snprintf(two, sizeof two, z, 1);
    snprintf(both, sizeof both, "(mul %s (sym alpha) %s)", one, two);
    body = replaced(body, one, both);
    refuses(body, "not a sum of entropies");
    free(body);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "no unknown", test_no_unknown },
        { "a curve off its box", test_curve_off_its_box },
        { "one zero, twice", test_one_zero_twice },
        { "conditions on a line", test_conditions },
        { "another time", test_other_time },
        { "another end", test_other_end },
        { "another variance", test_other_variance },
        { "a product of martingales", test_product },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    if (run("certify models/bayes/bayes_sign_binary.saddle --all alpha=1.6 "
            "-o @/line.cert") != 0)
        return 1;
    status = harness_run("verify, forged", tests);
    return shell_close() == 0 ? status : 1;
}
