/* tests/t_simulate_cli.c -- bad input of `saddle amp`, `saddle simulate`. */
#include "harness.h"
#include "shell.h"

#include <stdio.h>

#define BAYES "models/bayes/bayes_sign_binary.saddle alpha=1.2"
#define SK "--system sk beta=1 h=0"

static void
test_sizes(void)
{
    expect(2, "amp " BAYES " --trials 0");
    expect(2, "amp " BAYES " --size 0");
    expect(2, "amp models/bayes/bayes_sign_binary.saddle alpha=1e30");
    CU_ASSERT(has(err, "above 2^40"));
    expect(5, "amp " BAYES " --size 1000000000");
    CU_ASSERT(has(err, "needs 9.6e+09 GB"));
    expect(5, "simulate models/erm/logistic.saddle alpha=2 lambda=0.1 "
              "--size 1000000000");
    CU_ASSERT(has(err, "GB are free"));
    expect(5, "simulate " SK " --size 1000000000");
    CU_ASSERT(has(err, "GB are free"));
    expect(2, "amp " BAYES " --size 1000 --matrix hadamard");
    CU_ASSERT(has(err, "power of two"));
}

static void
test_models(void)
{
    expect(1, "amp models/storage/binary_perceptron.saddle alpha=0.5");
    CU_ASSERT(has(err, "it needs a teacher, 'labels'"));
    expect(1, "simulate " BAYES);
    CU_ASSERT(has(err, "it needs 'learner erm'"));
    expect(2, "simulate " SK " --theory " BAYES);
    expect(2, "simulate --system potts beta=1");
    expect(2, "simulate --system sk");
}

static void
test_output(void)
{
    expect(6, "amp " BAYES " --size 10000 --trials 100 -o @/absent/x.csv");
    expect(6, "amp " BAYES " --size 10000 --trials 100 --plot @/absent/x.svg");
    CU_ASSERT(has(err, "cannot be written"));
    expect(6, "simulate " SK " --size 20000 -o @");
    CU_ASSERT(has(err, "s a directory"));
}

/* Labels that a plane separates: the logistic loss without penalty has no
   minimum, and message passing runs away. */
static void
test_divergence(void)
{
    CU_ASSERT(expect(5, "amp models/erm/logistic_mle.saddle alpha=1.5 "
                        "--size 100 --trials 3 --iterations 100")
              && has(err, "of 6 trials failed")
              && has(err, "AMP diverges at iteration "));
    CU_ASSERT(has(out, "\nfailed"));
}

/* A rule that is even in z tells nothing to a student who knows nothing: its
   self-overlap is not what quadrature leaves of zero. */
static void
test_even(void)
{
    write_file("even.saddle",
               "model even\n  parameter alpha > 0\n"
               "  teacher w0 ~ normal(0, 1)\n  student w ~ normal(0, 1)\n"
               "  labels y = abs(z0)\n  samples alpha\n  learner gibbs(30)\n"
               "  loss (y - abs(z))^2/2\nend\n");
    CU_ASSERT(expect(0, "amp @/even.saddle alpha=2 --size 100 --trials 4 "
                        "--iterations 12")
              && has(err, "fixed point by symmetry") && has(out, "\nagree"));
    CU_ASSERT(expect(0, "amp @/even.saddle alpha=2 --size 100 --trials 4 "
                        "--iterations 2 --from 0.1")
              && has(out, "\nagree"));
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "sizes", test_sizes },
        { "models without an experiment", test_models },
        { "output that cannot be written", test_output },
        { "divergence", test_divergence },
        { "rules that are even", test_even },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("simulate: bad input", tests);
    return shell_close() == 0 ? status : 1;
}
