/* tests/t_limits.c -- learners where something vanishes, bends or does not
   exist: values against another program, and what is said where there is
   none; laws with kinks. */
#include "harness.h"
#include "shell.h"

#include <stdio.h>
#include <stdlib.h>

static void
model(const char *text)
{
    char whole[1024];

    snprintf(whole, sizeof whole,
             "model m\nparameter alpha > 0\nsamples alpha\n%s\nend\n", text);
    write_file("m.saddle", whole);
}

/* p log p where a probability vanishes: at a node, and beyond an end. */
static void
test_vanishing(void)
{
    model("teacher w ~ normal(0, 1)\n"
          "labels y ~ {+1: exp(-z^2), -1: 1 - exp(-z^2)}\nlearner bayes");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=5/2")
              && has(out, "mutual_information   0.69155349280753"));
    model("teacher w ~ normal(0, 1)\nnoise n ~ uniform(-1, 1)\n"
          "noise s ~ {0: 1/2, 1: 1/2}\n"
          "labels y = if z + 3*n > 1 then s else n\nlearner bayes");
    CU_ASSERT(expect(0, "sweep @/m.saddle alpha=5/2 -q -o @/m.csv"));
    read_file("m.csv");
    CU_ASSERT(has(out, ",-2.94304222477") && has(out, "converged"));
}

/* A value that is no number is named, and nothing is called converged. */
static void
test_undefined(void)
{
    model("teacher w ~ normal(0, 1)\nnoise n ~ normal(0, 1/4)\n"
          "labels y = z + n\nlearner bayes\nobservable odd = log(q - 1)");
    CU_ASSERT(expect(1, "solve @/m.saddle alpha=1")
              && has(err, "odd: no finite value"));
    CU_ASSERT(expect(1, "solve @/m.saddle alpha=1 --json")
              && has(out, "\"status\": \"undecided\"")
              && has(out, "odd: no finite value"));
    CU_ASSERT(expect(0, "sweep @/m.saddle alpha=1:2:1 -o @/m.csv"));
    read_file("m.csv");
    CU_ASSERT(has(out, "undecided"));
}

/* A slope of the field whose sign is not known: as the positive one. */
static void
test_slope(void)
{
    model("parameter s = -1/2\nteacher w ~ normal(0, 1)\n"
          "noise n ~ laplace(1/2)\nlabels y = s*z + n\nlearner bayes");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=13/10")
              && has(out, " 0.36530395284128") && has(out, "-1.5855199946763"));
    CU_ASSERT(expect(1, "solve @/m.saddle alpha=13/10 s=0")
              && has(err, "do not depend on the field"));
    model("parameter s = -1/2\nteacher w0 ~ normal(0, 1)\n"
          "noise n ~ laplace(1/2)\nlabels y = s*z0 + n\nlearner erm\n"
          "loss abs(y - z)\npenalty w^2/2");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=13/10")
              && has(out, "0.25025054779569") && has(out, "-0.5263303295804"));
}

/* What is derived of a mixture with jumps, read again: tails that cancel. */
static void
test_read_again(void)
{
    model("teacher w ~ normal(0, 1)\n"
          "noise n ~ mix(1/2: laplace(1), 1/2: uniform(-1, 1))\n"
          "labels y = z + n\nlearner bayes");
    expect(0, "derive @/m.saddle --to saddle");
    write_file("again.saddle", out);
    CU_ASSERT(expect(0, "solve @/again.saddle alpha=13/10 -q")
              && has(out, " 0.48760580063019") && has(out, "-2.2193890619645"));
}

/* A kink without a place is shown where it comes from. */
static void
test_kink_place(void)
{
    model("teacher w ~ normal(0, 1)\nnoise n ~ uniform(-1, 1)\n"
          "labels y = max(z, 0) + n\nlearner bayes");
    expect(3, "derive @/m.saddle");
    CU_ASSERT(has(err, ":6:") && has(err, "E0320")
              && has(err, "labels y = max(z, 0) + n"));
}

/* TERM ends a solve at once, also in the middle of a value. */
static void
test_term(void)
{
    CU_ASSERT_EQUAL(shell("timeout -s TERM -k 30 2 ${SADDLE:-build/saddle} "
                          "solve models/bayes/phase_retrieval.saddle "
                          "alpha=0.9 --all -q > /dev/null 2>&1"), 124);
    CU_ASSERT(expect(5, "solve models/bayes/phase_retrieval.saddle alpha=0.9 "
                        "--all -q --time-limit 1")
              && has(err, "the time limit was reached"));
}

/* A second signal leaves no file half done either. */
static void
test_two_signals(void)
{
    model("teacher w ~ uniform(-1, 2)\nlabels y = if z > 1 then 2 else "
          "(if z < -1/2 then -2 else 0)\nlearner bayes");
    CU_ASSERT_EQUAL(shell("${SADDLE:-build/saddle} certify @/m.saddle --all "
                          "alpha=3/2 -q -o @/two.cert > /dev/null 2>&1 & p=$!; "
                          "while kill -0 $p && ! ls @/two.cert.*; "
                          "do sleep 0.1; done > @/seen 2>&1; "
                          "kill $p; sleep 0.2; kill $p; wait $p; "
                          "test -z \"$(ls @/two.cert* 2> /dev/null)\""), 0);
    read_file("seen");
    CU_ASSERT(has(out, "two.cert."));
}

/* Labels of finite and normal noise that are even in the field only on
   average: q = 0 is a state. */
static void
test_even_on_average(void)
{
    model("teacher w ~ normal(0, 1)\nnoise k ~ rademacher\n"
          "noise s ~ normal(0, 1/4)\nnoise a ~ rademacher\n"
          "labels y = sign(z + k*s)*sign(z + a)\nlearner bayes");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=13/10")
              && has(out, "state: q = 0") && has(out, "-0.8359606845627"));
    model("teacher w ~ rademacher\nnoise k ~ normal(0, 1)\n"
          "noise a ~ {-1: 1/4, 0: 1/2, 1: 1/4}\n"
          "labels y = sign(z + k)*sign(z + a)\nlearner bayes");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=7/10")
              && has(out, "state: q = 0") && has(out, "-0.4323898957590"));
}

/* Where doubles have no digits left it is said. */
static void
test_crowded(void)
{
    CU_ASSERT(expect(5, "solve models/erm/maximum_margin.saddle alpha=3000")
              && has(err, "so close to the end of its domain"));
}

/* Weights and noises of Laplace's law, proven; q by another program.  The
   checker takes another road. */
static void
test_laplace(void)
{
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ mix(1/3: laplace(1/2), 2/3: delta(0))\n"
               "noise n ~ normal(0, 1/5)\nlabels y = z + n\n"
               "learner bayes\nend\n");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=1 --certify --digits 20")
              && has(out, "in [0.0855281619"));
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ rademacher\nnoise n ~ laplace(1)\n"
               "labels y = z + n\nlearner bayes\nend\n");
    CU_ASSERT(expect(0, "certify @/m.saddle alpha=3/2 --digits 20 "
                        "-o @/m.cert")
              && has(out, "in [0.43936404075879"));
    CU_ASSERT(expect(0, "verify @/m.cert") && has(out, "verified"));
}

/* A loss that is linear in the field leaves no closed form. */
static void
test_flat_loss(void)
{
    model("teacher w0 ~ uniform(-1, 1)\nstudent w ~ uniform(-1, 1)\n"
          "labels y = sign(z0)\nlearner gibbs(1)\nloss -y*z");
    CU_ASSERT(expect(1, "solve @/m.saddle alpha=1")
              && has(err, "has no curvature in the field"));
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "0 log 0", test_vanishing },
        { "no number", test_undefined },
        { "a slope of any sign", test_slope },
        { "a potential read again", test_read_again },
        { "the place of a kink", test_kink_place },
        { "TERM", test_term },
        { "two signals", test_two_signals },
        { "even on average", test_even_on_average },
        { "digits", test_crowded },
        { "Laplace's law", test_laplace },
        { "a flat loss", test_flat_loss },
        { NULL, NULL }
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("limits", test);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
