/* tests/t_verify_even.c -- the checker sees by form alone that 0 is a state. */
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

int
main(void)
{
    static const harness_test_t tests[] = {
        { "volumes", test_volume },
        { "labels", test_labels },
        { "weights", test_weights },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("verify, even fields", tests);
    return shell_close() == 0 ? status : 1;
}
