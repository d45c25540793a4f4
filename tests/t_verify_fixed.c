/* tests/t_verify_fixed.c -- forged claims about values that are fixed, ends and
 * variances 0; a text without a NUL. */
#include "harness.h"
#include "sealed.h"

#include "../runtime/verify/text/certificate.h"
#include "../runtime/verify/verify.h"

#include <stdio.h>
#include <string.h>

#define HEAD "saddle certificate 1\nscope x\ntool x\nmodel x\n"

/* Linear in z, which stands for r^2: (1/2, 2) and (1/2, -2) are solutions. */
static void
test_leaning(void)
{
    char why[256] = "";

    CU_ASSERT_EQUAL(sealed_verdict(HEAD
                        "order q 0 .. 1\norder r real\norder z real\n"
                        "potential (add (mul (sym q) (sym z)) (mul -4 (sym q)) "
                        "(mul -1/2 (pow (sym r) 2)))\n"
                        "stationary q\nstationary r\nfixed z (pow (sym r) 2)\n"
                        "claim all 0\ncover q\ncell lower 1 -1 none\n"
                        "cell 1 -1 upper none\n", why),
                    VERIFY_UNREADABLE);
    CU_ASSERT_PTR_NOT_NULL(strstr(why, "depends on an unknown"));
}

static void
test_outside(void)
{
    refuses(HEAD
            "order m 0 .. 1\norder z 0 .. 1\n"
            "potential (add (mul 1/2 (pow (sym m) 2)) (mul -1/2 (sym m)) "
            "(mul 0 (sym z) (sym m)))\n"
            "stationary m\nfixed z 5\nclaim unique\n"
            "box m 1 -1 1 -4\nzero m 1 -1 1 -8\n",
            "outside of the domains");
}

/* E exp((sqrt(q) z)^4) is infinite for all q > 0. */
static void
test_no_average(void)
{
    refuses(HEAD
            "order m real\norder q >= 0\n"
            "potential (add (mul 1/2 (pow (sym m) 2)) (mul (add (sym p) -3) "
            "(pow (sym q) 2)) (gauss (exp (pow (mul (pow (sym q) 1/2) "
            "(var 0)) 4))))\n"
            "stationary m\nfixed q 0\ncritical p\nclaim instability\n"
            "box m 0 0 1 -4\nbox m.null 0 0 1 -4\nbox q.null 1 0 1 -4\n"
            "box p 0 0 1 -4\n",
            "may not exist");
}

static void
test_empty_domain(void)
{
    refuses(HEAD
            "order m 1 .. 0\ncondition m (add (sym m) 2)\nclaim all 0\n"
            "cover m\ncell lower upper none\n",
            "is empty");
}

/* Volumes of cells are summed exactly: 2^-(2^31) is no end of one. */
static void
test_far_exponent(void)
{
    char why[256] = "";

    CU_ASSERT_EQUAL(sealed_verdict(HEAD
                        "order m 0 .. 1\ncondition m (add (sym m) 2)\n"
                        "claim all 0\ncover m\ncell lower 1 -7fffffff none\n"
                        "cell 1 -7fffffff upper none\n", why),
                    VERIFY_UNREADABLE);
}

/* A text has a length, and need not end in a NUL. */
static void
test_no_nul(void)
{
    static const char body[] = HEAD "order m -1 .. 1\ncondition m (sym m)\n"
                               "claim unique\nbox m 0 0 1 -4\n";
    verify_options_t options = { 60, 0, 3000 };
    char hex[65], text[400], why[256] = "";
    int n;

    seal_of(hex, body, strlen(body));
    n = snprintf(text, sizeof text, "%sseal %s\nend\nx", body, hex);
    CU_ASSERT_EQUAL(verify_text(text, (size_t) n - 1, &options, why, NULL),
                    VERIFY_VERIFIED);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "a value that depends on an unknown", test_leaning },
        { "a value outside of its domain", test_outside },
        { "an average that does not exist", test_no_average },
        { "an exponent far off", test_far_exponent },
        { "a text without a NUL", test_no_nul },
        { "a domain without points", test_empty_domain },
        { NULL, NULL },
    };

    return harness_run("verify, fixed values", tests);
}
