/* tests/t_verify_forged.c -- the checker refuses claims that are false. */
#include "harness.h"
#include "sealed.h"
#include "shell.h"

#include "../runtime/verify/text/certificate.h"
#include "../runtime/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "saddle certificate 1\nscope x\ntool x\nmodel x\n"

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

/* Radii that no ball has. */
static void
test_radius(void)
{
    static const char *const radius[] = { "653ea6a9 -8f", "ffffffff 0", "-1 0",
                                          "100000000 0", "0 1" };
    char body[300], why[256];
    size_t i;

    for (i = 0; i < sizeof radius / sizeof radius[0]; i++)
    {
        snprintf(body, sizeof body,
                 HEAD "order q real\ncondition q (sym q)\nclaim unique\n"
                 "box q 1 0 %s\n", radius[i]);
        CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_UNREADABLE);
    }
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

/* The zero is outside of the domain, which may depend on other unknowns. */
static void
test_off_the_domain(void)
{
    refuses(HEAD "order m 0 .. 1\ncondition m (add (sym m) 2)\n"
            "claim unique\nbox m -1 1 1 -a\nzero m -1 1 1 -e\n",
            "outside of the domains");
    refuses(HEAD "order q > 0\norder m < sqrt(q)\n"
            "condition q (add (sym q) -1/4)\ncondition m (add (sym m) -1)\n"
            "claim unique\nbox q 1 -2 1 -a\nbox m 1 0 1 -a\n",
            "outside of the domains");
}

/* ---- names ----------------------------------------------------------------- */

/* psi is phi on the whole curve q = p, where nothing is isolated. */
static void
test_value_of_unknowns(void)
{
    refuses(HEAD
            "order q real\n"
            "potential (add (mul (sym q) (sym p)) (mul -1/2 (pow (sym q) 2)))\n"
            "stationary q\n"
            "other-value (mul 1/2 (pow (sym q) 2))\n"
            "critical p\n"
            "claim coexistence\n"
            "box q 1 0 1 -a\nbox p 1 0 1 -a\n"
            "zero q 1 0 1 -e\nzero p 1 0 1 -e\n",
            "not regular");
}

/* A name for two things; an equation in the place of another one. */
static void
test_two_meanings(void)
{
    static const char *const line[] = { "parameter q 1/2\n",
                                        "fixed-condition q (sym q)\n" };
    char body[400], why[256];
    int i;

    for (i = 0; i < 2; i++)
    {
        snprintf(body, sizeof body,
                 HEAD "order q real\norder m real\n%s"
                 "potential (add (mul (sym q) (sym p)) (pow (sym m) 2))\n"
                 "fixed m 0\nstationary q\ncritical p\n"
                 "claim instability\nbox q 1 0 1 -a\nbox p 1 0 1 -a\n",
                 line[i]);
        CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_UNREADABLE);
        CU_ASSERT_PTR_NOT_NULL(strstr(why, "two meanings"));
    }
}

/* What is not a volume has no narrow end. */
static void
test_narrow(void)
{
    refuses(HEAD "order m 0 .. 1\ncondition m (add (sym m) -1/2)\n"
            "claim all 0\ncover m\ncell lower upper narrow\n",
            "near the upper end");
}

#define STATE                                                                \
    "order m -2 .. 2\ncondition m (add (sym m) (mul -1 (sym a)))\n"           \
    "equation (add (sym a) -1/2)\ncritical a\nrange a 0 0 1 0\n"              \
    "claim all 1\ncover m a\ncell lower upper lower upper one 0\n"           \
    "box 0 m 1 -1 1 -3\nbox 0 a 1 -1 1 -3\n"                                 \
    "zero 0 m 1 -1 1 -14\nzero 0 a 1 -1 1 -14\n"

/* A point counted in two states. */
static void
test_one_state_twice(void)
{
    char why[256];

    CU_ASSERT_EQUAL(sealed_verdict(HEAD STATE, why), VERIFY_VERIFIED);
    refuses(HEAD STATE "also\n" STATE, "a point in common");
}

/* ---- comparisons ----------------------------------------------------------- */

/* m is not the expression at so many 64ths. */
static void
refuses_value(const char *e, int sixtyfourth)
{
    char body[600];

    snprintf(body, sizeof body,
             HEAD "order m real\ncondition m (add (sym m) (mul -1 %s))\n"
             "claim unique\nbox m %x -6 1 -7\nzero m %x -6 1 -7\n",
             e, sixtyfourth, sixtyfourth);
    refuses(body, "");
}

/* The places where a sign changes are one for each pair of things compared, and
   for each answer to what stands inside. */
static void
test_nested_comparisons(void)
{
    /* 7.588, or 7.424 = 475/64 if both switches were one */
    refuses_value("(gauss (add (int 0 1 (if (lt (var 0) (var 1)) 1 3)) "
                  "(int 0 2 (if (lt (var 0) (var 1)) 1 3))))", 0x1db);
    /* 1.659, or 1.317 = 84/64 */
    refuses_value("(gauss (gauss (if (lt (if (lt (var 0) 0) (var 1) "
                  "(add (var 1) -1)) 0) 1 3)))", 84);
}

/* ---- lines ----------------------------------------------------------------- */

static char *
line_body(void)
{
    return body_of("line.cert");
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

/* The cells of a body, which is freed, become one and an end. */
static char *
one_cell(char *body)
{
    body = replaced(body, "\ncell", "\n# cell");
    return replaced(body, "\nhint", "\ncell 7f -7 upper jump\n"
                    "cell lower 7f -7 below 1 5\nhint");
}

/* The channel sees a function of q that is not monotone, or curved. */
static void
test_other_time(void)
{
    char *body = one_cell(replaced(line_body(), "(pow (sym q) 1/2)",
                                   "(pow (mul (sym q) (sym q)) 1/2)"));

    body = replaced(body, "(add 1 (mul -1 (sym q)))",
                    "(add 1 (mul -1 (sym q) (sym q)))");
    refuses(body, "near the upper end");
    free(body);
    body = replaced(one_cell(line_body()), "(add 1 (mul -1 (sym q)))",
                    "(add 1 (mul -1 (sym q)) (mul (sym q) (add (sym q) -1)))");
    refuses(body, "near the upper end");
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
    refuses(body, "a cell may hold a solution");
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

/* With noise the last cell holds a solution, 7e-16 below the end; without noise
   there are no values at the end. */
static void
test_upper_end(void)
{
    char *body;

    write_file("end.saddle",
               "model m\n  parameter alpha > 0\n  teacher w ~ rademacher\n"
               "  noise xi ~ normal(0, 1)\n"
               "  labels y = sign(z + sqrt(1/1000)*xi)\n"
               "  samples alpha\n  learner bayes\nend\n");
    expect(0, "certify @/end.saddle --all alpha=2.9 -o @/end.cert");
    body = body_of("end.cert");
    body = replaced(body, "\nclaim all 1\n", "\nclaim all 0\n");
    body = replaced(body, " upper last\n", " upper below 1 5\n");
    refuses(body, "a cell may hold a solution");
    free(body);
    body = replaced(line_body(), " upper jump\n", " upper below 1 5\n");
    refuses(body, "does not belong to this upper end");
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

/* ---- numbers --------------------------------------------------------------- */

/* 0 times what is not finite is not 0. */
static void
test_zero_over_zero(void)
{
    static const char *const term[] = {
        "(mul (add 1 (mul -1 (exp (mul -1 (sym h))))) (pow (sym h) -1))",
        "(mul (sym h) (pow (mul 3 (sym h)) -1))", "(mul 0 (log -1))",
        "(gauss (mul (sym h) (pow (var 0) -2)))" };
    char body[600], why[256] = "";

    for (int i = 0; i < 4; i++)
    {
        snprintf(body, sizeof body, HEAD "order m real\nparameter h 0\n"
                 "condition m (add (sym m) (mul -1 (add 1 %s)))\n"
                 "claim unique\nbox m 1 0 1 -7\nzero m 1 0 1 -7\n", term[i]);
        CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_NOT_VERIFIED);
    }
}

/* The second of two upper ends would be the one that holds. */
static void
test_two_ends(void)
{
    char why[256] = "";

    CU_ASSERT(sealed_verdict(HEAD "order m < 1, < 5\n"
                             "condition m (add (sym m) -2)\nclaim unique\n"
                             "box m 1 1 1 -a\nzero m 1 1 1 -e\n", why)
              != VERIFY_VERIFIED);
}

/* A fixed value that depends on the parameter may be that of another state. */
static void
test_moving_state(void)
{
    static const char rest[] =
        "condition m (add (sym m) (mul -1 (sym a)) (sym q))\n"
        "equation (add (sym a) -1/2)\ncritical a\nrange a 0 0 1 0\n"
        "claim all 1\ncover m a\ncell lower upper lower upper one 0\n"
        "box 0 m 1 -1 1 -3\nbox 0 a 1 -1 1 -3\n"
        "zero 0 m 1 -1 1 -14\nzero 0 a 1 -1 1 -14\n";
    char body[2000];

    snprintf(body, sizeof body, HEAD
             "order m -2 .. 2\norder q 0 .. 1\n"
             "fixed q (add (sym a) (mul -1 (sym a)))\n%salso\n"
             "order m -2 .. 2\norder q 0 .. 1\nfixed q 0\n%s", rest, rest);
    refuses(body, "two states may have a point in common");
    snprintf(body, sizeof body, HEAD
             "order m -2 .. 2\norder q 0 .. 1\nfixed q 0\n%salso\n"
             "order m -2 .. 2\norder q 0 .. 1\n"
             "fixed q (add (sym a) (mul -1 (sym a)))\n%s", rest, rest);
    refuses(body, "two states may have a point in common");
}

/* q is neither fixed nor an unknown: the state is that with q = 0 as well. */
static void
test_no_role(void)
{
    static const char rest[] =
        "condition m (add (sym m) (mul -1 (sym a)))\n"
        "equation (add (sym a) -1/2)\ncritical a\nrange a 0 0 1 0\n"
        "claim all 1\ncover m a\ncell lower upper lower upper one 0\n"
        "box 0 m 1 -1 1 -3\nbox 0 a 1 -1 1 -3\n"
        "zero 0 m 1 -1 1 -14\nzero 0 a 1 -1 1 -14\n";
    static const char limit[] =
        "equation (add (sym a) -1/2)\ncritical a\nrange a 0 0 1 0\n"
        "claim all 1\ncover a\ncell lower upper one 0\n"
        "box 0 a 1 -1 1 -3\nzero 0 a 1 -1 1 -14\n";
    char body[2000], why[256] = "";

    snprintf(body, sizeof body, HEAD "order m -2 .. 2\norder q 0 .. 1\n%salso\n"
             "order m -2 .. 2\norder q 0 .. 1\nfixed q 0\n%s", rest, rest);
    CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_UNREADABLE);
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "two meanings or none"));
    /* where only the parameter is unknown, q is not inside of its domain */
    snprintf(body, sizeof body, HEAD "order q 0 .. 1\n%salso\n"
             "order q 0 .. 1\nfixed q 0\n%s", limit, limit);
    refuses(body, "two states may have a point in common");
    snprintf(body, sizeof body, HEAD "order q 0 .. 1\nfixed q 0\n%salso\n"
             "order q 0 .. 1\n%s", limit, limit);
    refuses(body, "two states may have a point in common");
}

/* A mean that is met first in a tail has tails of its own, further in: that of
   the outer one must stay where it is.  3.2184... is what is left when it does
   not; the true value is 3.5189... */
static void
test_start(void)
{
    char why[256] = "";

    CU_ASSERT_EQUAL(
        sealed_verdict(HEAD "order m real\ncondition m (add (sym m) (mul -1 "
                       "(gauss (if (lt 8000 (pow (var 0) 3)) (gauss (pow (add "
                       "1 (exp (var 0))) -1)) (mul (exp (mul 49/100 (pow (var "
                       "0) 2))) (H (mul -5 (var 0))))))))\nclaim unique\n"
                       "box m 337ec12a318 -28 1 -14\n"
                       "zero m 337ec12a318 -28 1 -14\n", why),
        VERIFY_NOT_VERIFIED);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "no unknown", test_no_unknown },
        { "a radius that is none", test_radius },
        { "a curve off its box", test_curve_off_its_box },
        { "one zero, twice", test_one_zero_twice },
        { "off the domain", test_off_the_domain },
        { "a value of unknowns", test_value_of_unknowns },
        { "two meanings", test_two_meanings },
        { "one state twice", test_one_state_twice },
        { "narrow", test_narrow },
        { "nested comparisons", test_nested_comparisons },
        { "conditions on a line", test_conditions },
        { "another time", test_other_time },
        { "another end", test_other_end },
        { "another variance", test_other_variance },
        { "upper ends", test_upper_end },
        { "a product of martingales", test_product },
        { "0 times infinity", test_zero_over_zero },
        { "two ends on one side", test_two_ends },
        { "a state that moves", test_moving_state },
        { "no role", test_no_role },
        { "where a tail starts", test_start },
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
