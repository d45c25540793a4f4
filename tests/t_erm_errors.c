/* tests/t_erm_errors.c -- losses and penalties without a minimiser, or with
   more than one; those without a Gibbs measure. */
#include "harness.h"
#include "shell.h"
#include "theory_case.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
spec(const char *labels, const char *rest)
{
    static char text[1024];

    snprintf(text, sizeof text, "model m\n  parameter alpha > 0\n"
             "  parameter lambda >= 0 default 1/10\n"
             "  teacher w0 ~ normal(0, 1)\n  %s\n  samples alpha\n"
             "  learner erm\n  %s\nend\n", labels, rest);
    return text;
}

#define SIGN "labels y = sign(z0)"
#define RIDGE "\n  penalty lambda/2*w^2"

/* Refused with this code on this line, and a message that holds `part`. */
static void
refused(const char *text, const char *code, int line, const char *part)
{
    theory_case_t c;
    int i, found = 0;

    case_from_text(&c, text);
    CU_ASSERT(!c.derived);
    for (i = 0; i < c.diags.n; i++)
        found |= strcmp(c.diags.item[i].code, code) == 0
                 && c.diags.item[i].span.line == line
                 && strstr(c.diags.item[i].message, part) != NULL;
    CU_ASSERT(found);
    if (!found)
    {
        printf("\nnot refused with %s (%s):\n%s", code, part, text);
        diags_print(stdout, &c.source, &c.diags);
    }
    case_close(&c);
}

static void
test_refusals(void)
{
    refused(spec(SIGN, "loss (1 - tanh(y*z))/2" RIDGE), "E0331", 8,
            "not convex for y = 1");
    refused(spec(SIGN, "loss -(y - z)^2" RIDGE), "E0331", 8,
            "unbounded below");
    refused(spec(SIGN, "loss if y*z > 0 then 0 else 1" RIDGE), "E0331", 8,
            "it jumps at z = 0");
    refused(spec(SIGN, "loss max(0, 1 - y*z)\n  penalty sqrt(abs(w))"),
            "E0331", 9, "w = ");
    refused(spec(SIGN, "loss max(0, 1 - y*z)\n  penalty -lambda*w^2"),
            "E0331", 9, "the penalty is not convex");
    refused(spec(SIGN, "require abs(z) >= 1" RIDGE), "E0331", 8,
            "not an interval");
    refused(spec(SIGN, "require y*z >= 1 and y*z <= 0" RIDGE), "E0306", 8,
            "holds for no value");
    refused(spec(SIGN, "loss -y*z\n  penalty lambda*abs(w)"), "E0333", 8,
            "unbounded below for y = 1");
    refused(spec(SIGN, "loss -log(y*z)" RIDGE), "E0334", 8, "not defined");
    refused("model m\n  parameter alpha > 0\n  weights w ~ rademacher\n"
            "  samples alpha\n  learner erm\n  loss max(0, 1 - z)\nend\n",
            "E0301", 3, "neither real numbers");
    refused("model m\n  parameter alpha > 0\n  teacher w0 ~ delta(0)\n"
            "  labels y = sign(z0)\n  samples alpha\n  learner erm\n"
            "  loss (y - z)^2/2\n  penalty w^2/2\nend\n",
            "E0303", 3, "all weights are zero");
}

/* No state: the exit status, the line and a part of the message. */
static void
no_state(const char *text, const char *at, const char *line, const char *part)
{
    char command[256];

    write_file("none.saddle", text);
    snprintf(command, sizeof command, "solve @/none.saddle %s", at);
    expect(1, command);
    CU_ASSERT(has(err, line));
    CU_ASSERT(has(err, part));
}

static void
test_no_minimiser(void)
{
    const char *square = spec(SIGN, "loss (y - z)^2/2" RIDGE);

    no_state(square, "alpha=1 lambda=0", ":9:",
             "at alpha = 1, lambda = 0: the penalty does not confine the "
             "weights: at the interpolation threshold");
    square = spec(SIGN, "loss (y - z)^2/2" RIDGE);
    no_state(square, "alpha=1/2 lambda=0", ":9:",
             "below the interpolation threshold");
    no_state(spec("noise n ~ normal(0, 1/2)\n  labels y = sign(z0 + n)",
                  "loss log(1 + exp(-y*z))" RIDGE),
             "alpha=2 lambda=0", ":10:", "data are separable");
    no_state(spec("noise n ~ normal(0, 1/2)\n  labels y = sign(z0 + n)",
                  "require y*z >= 1" RIDGE),
             "alpha=4", ":9:", "no weights satisfy 'require'");
    no_state(spec(SIGN, "loss z^2" RIDGE), "alpha=1", ":7:",
             "the minimiser is w = 0");
    /* only the penalty holds a Hebbian rule */
    write_file("hebb.saddle", spec(SIGN, "loss -y*z" RIDGE));
    expect(0, "solve @/hebb.saddle alpha=1 --json");
    CU_ASSERT(has(err, "E0333"));
}

static const char *
measure(const char *law, const char *rest)
{
    static char text[1024];

    snprintf(text, sizeof text, "model m\n  parameter alpha > 0\n"
             "  parameter beta > 0 default 1\n"
             "  teacher w0 ~ normal(0, 1)\n  student w ~ %s\n"
             "  labels y = sign(z0)\n  samples alpha\n  %s\nend\n", law, rest);
    return text;
}

static void
test_no_measure(void)
{
    refused(measure("rademacher", "learner gibbs(1)\n  loss -exp(y*z)"),
            "E0333", 9, "for y = 1: it falls for ever as z -> inf, faster");
    refused(measure("normal(0, 1)", "learner gibbs(1)\n  loss (y - z)^2\n"
                    "  penalty -w^4"), "E0333", 10, "faster than w^2");
    refused("model m\n  parameter alpha > 0\n  weights w ~ normal(0, 1)\n"
            "  samples alpha\n  learner gibbs(1)\n  loss -exp(-z)\nend\n",
            "E0333", 6, "as z -> -inf");
    no_state(measure("rademacher", "learner gibbs(beta)\n  loss -(y*z)^2"),
             "alpha=1/2", ":9:", "beta = 1: the loss is unbounded below");
    no_state(measure("laplace(1)", "learner gibbs(beta)\n  loss -y*z"),
             "alpha=1/2", ":9:", "the tails of the prior");
    /* what the prior holds */
    write_file("held.saddle", measure("normal(0, 1)",
                                      "learner gibbs(beta)\n  loss -y*z"));
    expect(0, "solve @/held.saddle alpha=1 --json");
    CU_ASSERT(strstr(err, "E0333") == NULL);
}

/* Labels and constraints that are empty at some values of a parameter only,
   laws that are none there. */
static void
test_empty(void)
{
    no_state("model m\n  parameter alpha > 0\n  parameter k = 1/10\n"
             "  teacher w ~ rademacher\n  labels y = if z < k then -1 else "
             "if z < 3/10 then 0 else 1\n  samples alpha\n  learner bayes\nend\n",
             "alpha=1 k=0.3", ":5:", "k = 3/10: no field gives the label y = 0");
    no_state("model m\n  parameter alpha > 0\n  parameter k = 1/10\n"
             "  weights w ~ rademacher\n  samples alpha\n"
             "  require z >= 1 and z <= k\nend\n",
             "alpha=1", ":6:", "no field satisfies 'require'");
    write_file("none.saddle", "model m\n  parameter alpha > 0\n"
               "  parameter k = 1/2\n  teacher w ~ rademacher\n"
               "  labels y ~ {+1: k*Phi(z), -1: 1 - k*Phi(z)}\n"
               "  samples alpha\n  learner bayes\nend\n");
    expect(2, "solve @/none.saddle alpha=1 k=6/5");
    CU_ASSERT(has(err, ":5: the law of 'y' needs 1 - k*H(-z) >= 0"));
}

/* Where iterations wander too far, the state is followed from another value of
   a parameter: margins at many samples go like 1/alpha, and the cosine of the
   angle to the teacher to one. */
static void
test_followed(void)
{
    json_t *object, *orders;
    double m, q;

    expect(0, "solve models/erm/maximum_margin.saddle alpha=300");
    CU_ASSERT(has(out, "followed from alpha ="));
    expect(0, "solve models/erm/maximum_margin.saddle alpha=300 --json");
    object = json_loads(out, 0, NULL);
    CU_ASSERT(json_is_number(json_object_get(
        json_object_get(object, "followed_from"), "alpha")));
    orders = json_object_get(object, "order_parameters");
    m = json_number_value(json_object_get(orders, "m"));
    q = json_number_value(json_object_get(orders, "q"));
    CU_ASSERT(fabs(q - 89203.9958511459) < 1e-6);
    CU_ASSERT(fabs(m - 298.6662779899) < 1e-7);
    json_decref(object);
    /* m^2 is close to rho q, an end that moves */
    expect(0, "solve models/erm/lasso.saddle alpha=20 lambda=1/1000 "
              "density=9/10 Delta=0 --json");
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "refusals", test_refusals },
        { "no minimiser", test_no_minimiser },
        { "no Gibbs measure", test_no_measure },
        { "empty labels and constraints", test_empty },
        { "followed states", test_followed },
        { NULL, NULL }
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("erm errors", test);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
