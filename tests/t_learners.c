/* tests/t_learners.c -- priors, rules and learners of many kinds against
   independent values: plain quadrature of the potential of docs/theory.md in
   another program, to 9 digits. */
#include "harness.h"
#include "shell.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All at alpha = 1. */
static const struct
{
    const char *text;
    double q, free_entropy;
} known[] = {
        { "teacher w ~ {-2: 1/8, -1/2: 1/4, 1: 1/2, 3: 1/8}\n"
          "labels y = sign(z)\n"
          "learner bayes\n",
          1.16266812406, -0.567165351624 },
        { "teacher w ~ mix(1/3: laplace(1/2), 2/3: delta(0))\n"
          "noise n ~ normal(0,1)\n"
          "labels y = z + sqrt(1/5)*n\n"
          "learner bayes\n",
          0.0855281619472, -0.848513608124 },
        { "teacher w ~ normal(0,1)\n"
          "noise n ~ normal(0,1)\n"
          "labels y = if z + n/2 < -1/2 then -1 "
          "else if z + n/2 < 1 then 0 else 2\n"
          "learner bayes\n",
          0.483288623727, -0.93107944459 },
        { "teacher w ~ normal(0,1)\n"
          "noise n ~ normal(0,1)\n"
          "labels y = max(z, z/10) + n/3\n"
          "learner bayes\n",
          0.494897007938, -0.859933088316 },
        /* which piece is the larger one depends on the parameter */
        { "parameter a = 1/10\nteacher w ~ uniform(-1, 2)\n"
          "noise n ~ normal(0, 1/8)\n"
          "labels y = max(z, a*z) + n\n"
          "learner bayes\n",
          0.590848833029, -0.822590021269 },
        { "teacher w ~ normal(0,1)\n"
          "noise n ~ laplace(1/2)\n"
          "labels y = z + n\n"
          "learner bayes\n",
          0.51425874871, -1.50894483299 },
        { "teacher w ~ normal(0,1)\n"
          "noise n ~ uniform(-1,1)\n"
          "labels y = sign(z + n)\n"
          "learner bayes\n",
          0.360317290035, -0.644302750626 },
        { "teacher w ~ normal(0,1)\n"
          "noise n ~ normal(0,1)\n"
          "noise k ~ normal(0,1)\n"
          "labels y = sign(z + n/2) + k/2\n"
          "learner bayes\n",
          0.368506754923, -1.30743572297 },
        /* the first region holds nothing: sign(z) */
        { "teacher w ~ normal(0,1)\n"
          "labels y = if z > 1 and z < 0 then 1 else sign(z)\n"
          "learner bayes\n",
          0.48626363701612, -0.59644125568898 },
        /* one label: nothing is learned */
        { "teacher w ~ normal(0,1)\n"
          "labels y = if z > 1 and z < 0 then 1 else -1\n"
          "learner bayes\n",
          0, 0 },
        { "teacher w ~ normal(0,1)\n"
          "noise s ~ {0: 1/4, 1: 3/4}\n"
          "noise n ~ normal(0,1)\n"
          "labels y = s*z + n/2\n"
          "learner bayes\n",
          0.441552033762, -1.33357487303 },
        { "teacher w ~ normal(0,1)\n"
          "noise n ~ mix(9/10: normal(0, 1/10), 1/10: normal(0, 4))\n"
          "labels y = z + n\n"
          "learner bayes\n",
          0.627259410306, -1.43494120587 },
        { "teacher w ~ normal(0,1)\n"
          "labels y = if abs(z) < 1/2 then 0 else sign(z)\n"
          "learner bayes\n",
          0.632074344908, -0.916829392483 },
        { "teacher w ~ normal(0,1)\n"
          "labels y ~ {0: 1/(1+exp(z)+exp(-z)), "
          "1: exp(z)/(1+exp(z)+exp(-z)), "
          "-1: exp(-z)/(1+exp(z)+exp(-z))}\n"
          "learner bayes\n",
          0.261927421627, -1.06397078486 },
        { "parameter beta > 0 default 2\n"
          "teacher w0 ~ normal(0,1)\n"
          "student w ~ rademacher\n"
          "noise n ~ normal(0,1)\n"
          "labels y = z0 + n/2\n"
          "learner gibbs(beta)\n"
          "loss (y-z)^2/2\n",
          0.491192510717, -0.828325475825 },
        { "teacher w ~ normal(0,1)\n"
          "noise n ~ normal(0,1)\n"
          "labels y = max(-1, min(z, 1)) + n/2\n"
          "learner bayes\n",
          0.474065697601, -1.17735611623 },
        /* labels that are the field and a noise: one integral */
        { "teacher w ~ rademacher\n"
          "noise n ~ uniform(-1,1)\n"
          "labels y = z + n\n"
          "learner bayes\n",
          0.714941716228, -1.3944496192970 },
        /* a jump that does not move with the field; its mixture is 0 outside */
        { "teacher w ~ rademacher\n"
          "labels y ~ mix(1/2: normal(z, 1), 1/2: uniform(-1, 1))\n"
          "learner bayes\n",
          0.206958761818, -1.42136909377 },
        { "parameter lambda > 0 default 1/10\n"
          "teacher w0 ~ normal(0,1)\n"
          "noise n ~ laplace(1)\n"
          "labels y = z0 + n\n"
          "learner erm\n"
          "loss abs(y-z)\n"
          "penalty lambda*w^2/2\n",
          3.321697973216, -0.455632593328 }
};

static void
test_known(void)
{
    char text[1024];

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    {
        json_t *answer;
        double q, phi;

        snprintf(text, sizeof text, "model m\nparameter alpha > 0\n"
                 "samples alpha\n%send\n", known[i].text);
        write_file("m.saddle", text);
        if (!expect(0, "solve @/m.saddle alpha=1 --json"))
            continue;
        answer = json_loads(out, 0, NULL);
        q = json_real_value(json_object_get(
            json_object_get(answer, "order_parameters"), "q"));
        phi = json_real_value(json_object_get(answer, "free_entropy"));
        if (!(fabs(q - known[i].q) < 1e-9 * (1 + fabs(q)))
            || !(fabs(phi - known[i].free_entropy) < 1e-9))
            printf("\n%s  q %.12g, phi %.12g\n", known[i].text, q, phi);
        CU_ASSERT(fabs(q - known[i].q) < 1e-9 * (1 + fabs(q)));
        CU_ASSERT(fabs(phi - known[i].free_entropy) < 1e-9);
        json_decref(answer);
    }
}

/* Counts: the value, and why it is not proven. */
static void
test_counts(void)
{
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ rademacher\nlabels y ~ poisson(2*exp(z/2))\n"
               "learner bayes\nend\n");
    CU_ASSERT(expect(1, "solve @/m.saddle alpha=1 --certify")
              && has(out, "0.2902817112") && has(out, "-1.890818716")
              && has(err, "counts"));
}

/* The most probable of several labels: its error by another program, and
   proven. */
static void
test_most_probable(void)
{
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ normal(1/2, 1)\n"
               "labels y = if abs(z) < 1 then 1 else 0\n"
               "learner bayes\nend\n");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=1 --certify --digits 20")
              && has(out, "in [0.31880485160592"));
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ normal(0, 1)\n"
               "labels y = if z < -1/2 then -1 else if z < 1/2 then 0 else 1\n"
               "learner bayes\nend\n");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=1")
              && has(out, " 0.3492957623184"));
}

/* Densities whose jumps the field does not move, or that another branch takes
   back; labels whose jumps cancel. */
static void
test_fixed_jumps(void)
{
    static const char *const labels[] = {
        "noise n ~ uniform(-1, 1)\nlabels y = n\n",
        "noise s ~ {1: 1/2, -1: 1/2}\nnoise n ~ laplace(1)\n"
        "labels y = z + s*abs(n)\n",
        "noise s ~ {1: 1/2, -1: 1/2}\nlabels y = s*sign(z)\n",
        "noise n ~ uniform(0, 1)\nnoise g ~ normal(0, 1)\n"
        "labels y = n*sign(z + g)\n",
        "labels y ~ mix(1/(1+exp(z)): uniform(0, 1), "
        "1/(1+exp(-z)): uniform(1, 2))\n"
    };
    char text[512];

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
    {
        snprintf(text, sizeof text, "model m\nparameter alpha > 0\n"
                 "samples alpha\nteacher w ~ rademacher\n%slearner bayes\n"
                 "end\n", labels[i]);
        write_file("m.saddle", text);
        expect(2, "solve @/m.saddle alpha=1 --from recovery");
        CU_ASSERT(has(err, "no state 'recovery'"));
    }
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ rademacher\nnoise n ~ uniform(-1, 1)\n"
               "labels y = z + n\nlearner bayes\nend\n");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=1 --from recovery")
              && has(out, "state: recovery"));
}

/* A law with 1 - Phi has an entropy: by another program. */
static void
test_complement(void)
{
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ rademacher\n"
               "labels y ~ {+1: Phi(z), -1: 1 - Phi(z)}\n"
               "learner bayes\nend\n");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=1")
              && has(out, "0.52309999734823"));
}

/* Close to exact recovery rounding alone tells two results for one state
   apart: three states, counted by another program. */
static void
test_states_once(void)
{
    json_t *answer;

    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ mix(1/10: normal(0, 1), 9/10: delta(0))\n"
               "noise n ~ normal(0, 1/1000000)\nlabels y = z + n\n"
               "learner bayes\nend\n");
    if (!expect(0, "solve @/m.saddle alpha=0.18 --all --json"))
        return;
    answer = json_loads(out, 0, NULL);
    CU_ASSERT_EQUAL(json_array_size(json_object_get(answer, "states")), 3);
    json_decref(answer);
}

static void
student(const char *labels, const char *learner)
{
    char text[512];

    snprintf(text, sizeof text, "model m\nparameter alpha > 0\n"
             "parameter beta > 0 default 2\nsamples alpha\n"
             "teacher w0 ~ rademacher\nstudent w ~ rademacher\n%s\n%s\n"
             "threshold a in alpha = 1 .. 4 where coexistence\nend\n",
             labels, learner);
    write_file("m.saddle", text);
}

/* A student of weights +1, -1 who has found the teacher; the threshold by
   another program. */
static void
test_student_recovers(void)
{
    student("labels y = sign(z0)",
            "learner gibbs(beta)\nloss if y*z < 0 then 1 else 0");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=2 beta=20")
              && has(out, "state: recovery") && has(out, "-0.69314718055994"));
    CU_ASSERT(expect(0, "certify @/m.saddle a --digits 12")
              && has(out, "1.57083878096"));
    student("labels y = sign(z0)", "learner gibbs\nrequire y*z >= 0");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=3")
              && has(out, "state: recovery"));
    /* flips cost one tenth a pattern */
    student("noise s ~ {+1: 9/10, -1: 1/10}\nlabels y = s*sign(z0)",
            "learner gibbs(beta)\nloss if y*z < 0 then 1 else 0");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=1 --from recovery")
              && has(out, "-0.89314718055994"));
    /* a loss that does not jump where the labels do, or not there alone */
    student("labels y = sign(z0)", "learner gibbs(beta)\nloss max(0, -y*z)");
    expect(2, "solve @/m.saddle alpha=1 --from recovery");
    student("labels y = sign(z0)",
            "learner gibbs(beta)\nloss if y*z < 1/5 then 1 else 0");
    expect(2, "solve @/m.saddle alpha=1 --from recovery");
    student("labels y = sign(z0)", "learner gibbs\nrequire y*z >= 1/5");
    expect(2, "solve @/m.saddle alpha=1 --from recovery");
}

/* A band with an end that is a parameter is the same as with a number. */
static void
test_band(void)
{
    student("labels y = sign(z0)", "learner gibbs\nrequire beta <= y*z <= 1");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=1/2 beta=1/4")
              && has(out, "state: uninformed"));
    CU_ASSERT(expect(1, "solve @/m.saddle alpha=1/2 beta=2")
              && has(err, "no field satisfies 'require' for the label 1"));
}

/* q = 0 of rules that are even in the field, by themselves or averaged over
   the noise, and of students of such rules; alpha sum_y P(y) log F(y). */
static void
test_even(void)
{
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "parameter k > 0\nteacher w ~ normal(0, 1)\n"
               "noise n ~ rademacher\nlabels y = sign(z + n/2)*sign(z + k*n)\n"
               "learner bayes\nend\n");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=0.7 k=1")
              && has(out, "state: q = 0") && has(out, "-0.29575339117378"));
    write_file("m.saddle", "model m\nparameter alpha > 0\nsamples alpha\n"
               "teacher w ~ rademacher\nnoise a ~ normal(0, 1)\n"
               "noise b ~ normal(0, 1)\nlabels y = sign(z + a)*sign(z + b)\n"
               "learner bayes\nend\n");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=0.7")
              && has(out, "state: q = 0") && has(out, "-0.445559917806"));
    student("labels y = if abs(z0) < 1 then 1 else -1",
            "learner gibbs(1)\nloss if y*(1 - abs(z)) < 0 then 1 else 0");
    CU_ASSERT(expect(0, "solve @/m.saddle alpha=0.7")
              && has(out, "state: q = 0") && has(out, "-0.23244021408"));
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "known values", test_known },
        { "counts", test_counts },
        { "each state once", test_states_once },
        { "the most probable label", test_most_probable },
        { "jumps that stay", test_fixed_jumps },
        { "1 - Phi", test_complement },
        { "a band with a parameter", test_band },
        { "even rules", test_even },
        { "a student recovers", test_student_recovers },
        { NULL, NULL }
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("learners", test);
    return shell_close() == 0 ? status : EXIT_FAILURE;
}
