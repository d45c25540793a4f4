/* tests/t_verify_minima.c -- averages of minima whose place is implicit. */
#include "harness.h"
#include "valued.h"

#include <math.h>
#include <stdio.h>

/* (x - sqrt(b) u)^2/(2 a) + LOSS, minimal over x */
#define ENVELOPE(LOSS)                                                        \
    "(minimum (add (mul 1/2 (pow (sym a) -1) (pow (add (mul (pow (sym b) 1/2)" \
    " (var 1)) (mul -1 (var 0))) 2)) " LOSS "))"
#define LOGISTIC ENVELOPE("(log (add 1 (exp (mul -1 (var 0)))))")

static const double at[] = { 1.25, 0.75 };

/* References by quadrature over u, each minimum by bisection, 30 digits. */
static void
test_values(void)
{
    value_is("(gauss " LOGISTIC ")",
             "639717816077257012843891898/1000000000000000000000000000", at, 2);
    value_is("(gauss (mul (H (mul 1/3 (var 0))) " LOGISTIC "))",
             "362585088154956227017555927/1000000000000000000000000000", at, 2);
    value_is("(gauss " ENVELOPE("(log (cosh (var 0)))") ")",
             "160850113173264284502788613/1000000000000000000000000000", at, 2);
    value_is("(gauss (mul (pow (var 0) 2) (minimum (add (mul 1/2 (pow (sym a)"
             " -1) (pow (add (var 0) (mul -1 (var 1))) 2)) (pow (add 1 (pow (var"
             " 0) 2)) 1/2)))))",
             "1596503969296161809877992650/1000000000000000000000000000", at, 2);
    /* beside a minimum that has its own rule, u^2/4 */
    value_is("(gauss (add " ENVELOPE("(log (cosh (var 0)))") " (minimum (add"
             " (pow (var 0) 2) (mul (var 0) (var 1))))))",
             "(add -1/4 160850113173264284502788613/1000000000000000000000000000"
             ")", at, 2);
    /* a slope of u that is not positive */
    value_is("(gauss (minimum (add (mul 1/2 (pow (var 0) 2)) (log (cosh (var 0)))"
             " (mul -1/2 (var 1) (var 0)))))",
             "(gauss (minimum (add (mul 1/2 (pow (var 0) 2)) (log (cosh (var"
             " 0))) (mul 1/2 (var 1) (var 0)))))", at, 2);
}

/* Against difference quotients of the same quadrature. */
static void
test_derivatives(void)
{
    static const double slope[] = { -0.0874346698325201, 0.0847271912180254 };
    acb_ptr x;
    int i;

    CU_ASSERT_FATAL(jet_of(&x, "(gauss " LOGISTIC ")", 1, 0, 2, at, 64));
    for (i = 0; i < 2; i++)
        CU_ASSERT_DOUBLE_EQUAL(arf_get_d(arb_midref(acb_realref(x + 1 + i)),
                                         ARF_RND_NEAR), slope[i], 1e-12);
    for (i = 0; i < 3; i++)
        CU_ASSERT(mag_cmp_2exp_si(arb_radref(acb_realref(x + i)), -45) < 0);
    _acb_vec_clear(x, 3);
}

/* A stationary point need not be the least value, nor be there at all, nor move
   as the average does. */
static void
test_refused(void)
{
    static const char *const bad[] = {
        /* F'' < 0 somewhere */
        ENVELOPE("(mul 2 (cos (var 0)))"), ENVELOPE("(mul -9 (log (cosh (var"
                                                    " 0))))"),
        ENVELOPE("(log (add 1/9 (pow (var 0) 2)))"),
        "(minimum (add (pow (var 0) 4) (mul -1 (pow (var 0) 2)) (mul -1 (var 0)"
        " (var 1))))",
        "(minimum (add (mul -1 (pow (var 0) 4)) (mul -1 (pow (var 0) 2)) (mul"
        " (var 0) (var 1))))",
        /* F'' > 0 that tends to 0: no minimum for |u| > 1, for u < 0 */
        "(minimum (add (pow (add 1 (pow (var 0) 2)) 1/2) (mul -1 (var 0) (var"
        " 1))))",
        "(minimum (add (log (cosh (var 0))) (mul -1 (var 0) (var 1))))",
        "(minimum (add (exp (var 0)) (mul -1 (var 0) (var 1))))",
        /* 0 at one point: F'' has no lower bound there */
        "(minimum (add (pow (var 0) 4) (mul -1 (var 0) (var 1))))",
        /* kinks; u in another place */
        ENVELOPE("(abs (sinh (var 0)))"),
        ENVELOPE("(log (cosh (mul (var 0) (var 1))))"),
        "(minimum (add (pow (var 0) 2) (log (cosh (var 0))) (mul -1 (var 0) (pow"
        " (var 1) 2))))"
    };
    char text[600];
    size_t i;

    for (i = 0; i < sizeof bad / sizeof *bad; i++)
    {
        snprintf(text, sizeof text, "(gauss (add 1 %s))", bad[i]);
        value_is_unknown(text, at, 2);
    }
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "values", test_values },
        { "derivatives", test_derivatives },
        { "what is refused", test_refused },
        { NULL, NULL },
    };

    return harness_run("minima", tests);
}
