/* tests/t_verify_line.c -- the checker on claims of all solutions on a line, for laws
 * and labels of several kinds.
 */
#include "harness.h"
#include "sealed.h"
#include "shell.h"

#include "../runtime/verify/text/certificate.h"
#include "../runtime/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The certificate without its seal, malloc'd, after it was checked. */
static char *
checked(const char *law, const char *labels, const char *alpha)
{
    char text[400], command[200], why[256] = "", *end, *body;

    snprintf(text, sizeof text,
             "model m\n  parameter alpha > 0\n  teacher w ~ %s\n  %s\n"
             "  samples alpha\n  learner bayes\nend\n", law, labels);
    write_file("m.saddle", text);
    snprintf(command, sizeof command,
             "certify @/m.saddle --all alpha=%s -o @/m.cert", alpha);
    CU_ASSERT_EQUAL(run(command), 0);
    read_file("m.cert");
    end = strstr(out, "\nseal ");
    CU_ASSERT_PTR_NOT_NULL_FATAL(end);
    end[1] = '\0';
    body = strdup(out);
    CU_ASSERT_EQUAL(sealed_verdict(body, why), VERIFY_VERIFIED);
    if (why[0] != '\0')
        printf("\n    %s, %s: %s", law, labels, why);
    return body;
}

/* body with the first `from` after `start` replaced is not verified. */
static void
rejects(const char *body, const char *start, const char *from, const char *to)
{
    const char *s = strstr(body, start);
    char why[256] = "", *text;

    s = s != NULL ? strstr(s, from) : NULL;
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    CU_ASSERT_FATAL(asprintf(&text, "%.*s%s%s", (int) (s - body), body, to,
                             s + strlen(from)) > 0);
    CU_ASSERT_EQUAL(sealed_verdict(text, why), VERIFY_NOT_VERIFIED);
    free(text);
}

/* Labels with a density, whose potential is known at the end: the field has another
   factor than the noise in it. */
static void
test_densities(void)
{
    char *body = checked("rademacher",
                         "noise xi ~ normal(0, 0.1)\n  labels y = z + xi", "7/10");

    rejects(body, "\nparameter alpha", "7/10", "3/4");
    free(body);
    body = checked("{0: 0.3, 1: 0.3, -2: 0.4}",
                   "noise xi ~ normal(0, 1)\n  labels y = z + xi", "1/2");
    rejects(body, "\npotential", "19", "18");
    free(body);
    free(checked("mix(0.4: normal(0, 1), 0.6: delta(0))",
                 "noise xi ~ normal(0, 0.07)\n  labels y = z + xi", "7/10"));
}

/* Two normal parts: fields of weight and noise in brackets of their own. */
static void
test_mixtures(void)
{
    char *body = checked("mix(0.4: normal(1, 0.3), 0.6: normal(-0.4, 0.1))",
                         "noise xi ~ normal(0, 1)\n  labels y = sign(z + xi)",
                         "7/10");

    rejects(body, "\npart", "3/10", "2/10");
    free(body);
}

/* Even labels and weights with a mean, of two parts of one variance: G(0) is 0, and
   T(0) is not. */
static void
test_even_labels(void)
{
    char *body = checked("mix(0.6: normal(1, 1/2), 0.4: normal(-1, 1/2))",
                         "labels y = sign(abs(z) - 1/2)", "1/2");

    CU_ASSERT_PTR_NULL(strstr(body, " fixed"));
    CU_ASSERT_PTR_NULL(strstr(body, "(or (and"));
    rejects(body, "\npart", "1/2", "1/3");
    free(body);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "labels with a density", test_densities },
        { "mixtures of normal laws", test_mixtures },
        { "even labels", test_even_labels },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("verify, lines", tests);
    return shell_close() == 0 ? status : 1;
}
