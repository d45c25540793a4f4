/* tests/t_verify_even.c -- what the checker sees by form alone: that 0 is a state,
 * that the map rises. */
#include "harness.h"
#include "sealed.h"
#include "shell.h"

#include <stdio.h>
#include <stdlib.h>

#define NEAR_0 "1/100000000000000000000000000000000000000000"

static char *
certified(const char *model, const char *alpha)
{
    char text[400];

    snprintf(text, sizeof text,
             "model m\n  parameter alpha > 0\n  samples alpha\n%send\n", model);
    write_file("m.saddle", text);
    snprintf(text, sizeof text, "certify @/m.saddle --all alpha=%s -o @/m.cert",
             alpha);
    expect(0, text);
    return body_of("m.cert");
}

static void
refuses_state(char *body)
{
    refuses(body, "0 is not known to be a state");
    free(body);
}

/* Fields in an interval that is symmetric but for 1e-41, from where the state is
   that far from 0. */
static void
test_volume(void)
{
    char *body = certified("  weights w ~ rademacher\n  require abs(z) <= 1\n",
                           "1/5");

    refuses_state(replaced(body, "(le (abs (add", "(le (abs (add " NEAR_0));
}

/* The same of labels; normal variables of the noise have either sign too. */
static void
test_labels(void)
{
    char *body = certified("  teacher w ~ rademacher\n"
                           "  noise xi ~ normal(0, 1/10)\n"
                           "  labels y = sign(abs(z + xi) - 1)\n"
                           "  learner bayes\n", "1/10");

    refuses_state(replaced(body, "(le -1 (add", "(le -1 (add " NEAR_0));
}

/* Even labels of weights that have a mean: T(0) > 0, one solution. */
static void
test_weights(void)
{
    char *body = certified("  teacher w ~ {0: 1/2, 1: 1/2}\n"
                           "  noise xi ~ normal(0, 1)\n"
                           "  labels y = sign(abs(z + xi) - 1)\n"
                           "  learner bayes\n", "1/10");

    body = replaced(replaced(body, "\ncell", "\n# cell"), "\ncover q\n",
                    "\ncover q\ncell lower upper fixed 0 0\n");
    body = replaced(body, "\nclaim all 1\n", "\nclaim all 0\n");
    body = replaced(replaced(body, "\nbox", "\n# box"), "\nzero", "\n# zero");
    refuses_state(body);
}

/* m/2^k as a dyadic number of a certificate. */
static int
dyadic(char *to, int m, int k)
{
    for (; m % 2 == 0; m /= 2)
        k--;
    return k > 0 ? sprintf(to, " %x -%x", m, k) : sprintf(to, " %x %x", m, -k);
}

/* F falls for small and large conjugates.  Cells of equal X and growing p, of which
   the last holds q = 1/2, h = 2.35, p = 4.7. */
static void
test_parameters(void)
{
    char body[16000];
    int i, at;

    at = sprintf(body, "saddle certificate 1\nmodel m\norder q 0 .. 1\n"
                 "order h >= 0\npotential (add (mul -1/2 (sym h) (sym q)) (mul "
                 "1/4 (sym p) (pow (sym q) 2)) (mul 211/400 (sym h)) (mul -1/12 "
                 "(pow (add -13/10 (sym h)) 3)))\nstationary q\nstationary h\n"
                 "equation (add -1/2 (sym q))\ncritical p\n"
                 "claim all 0 unique\nrange p 1 0 3 1\ncover q p\n"
                 "cell lower d -5 lower upper none 0 0 0 0\n"
                 "cell 13 -5 upper lower upper none 0 0 0 0\n");
    for (i = 0; i <= 64; i++)
    {
        at += sprintf(body + at, "cell d -5 13 -5");
        at += i == 0 ? sprintf(body + at, " lower")
                     : dyadic(body + at, 64 + i, 6);
        at += i == 64 ? sprintf(body + at, " upper")
                      : dyadic(body + at, 65 + i, 6);
        at += sprintf(body + at, " above 0 0\n");
    }
    sprintf(body + at, "hint precision 64\n");
    refuses(body, "a cell may hold a solution");
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "volumes", test_volume },
        { "labels", test_labels },
        { "weights", test_weights },
        { "parameters", test_parameters },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("verify, even fields", tests);
    return shell_close() == 0 ? status : 1;
}
