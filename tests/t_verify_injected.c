/* tests/t_verify_injected.c -- an error of 1e-25 in one emitted equation. */
#include "harness.h"
#include "shell.h"

#include "../compiler/emit/emit.h"
#include "../runtime/certify/certificate.h"
#include "../runtime/solve/solve.h"
#include "../runtime/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char line[] = "op->sub(m, A1_C_4, A1_C_2, A1_C_3);";
static const char wrong[]
    = "op->rational(m, A1_BETA_SQUARED, \"1/10000000000000000000000000\");"
      "op->add(m, A1_C_2, A1_C_2, A1_BETA_SQUARED);";

/* The certificate that the program itself would write with this C. */
static char *
certificate_of(const char *c_text, long digits)
{
    static const char *const value[] = { "2", "1/4" };
    static const double p[] = { 2, 0.25 };
    certificate_context_t context = { value, "" };
    certify_options_t options;
    solve_options_t how;
    solve_result_t start;
    certify_result_t r;
    loaded_t l;
    char *text = NULL;
    size_t length = 0;
    FILE *to;

    CU_ASSERT_EQUAL_FATAL(load_model(&l, c_text), LOAD_OK);
    memset(&start, 0, sizeof start);
    solve_options_default(&how);
    CU_ASSERT_EQUAL_FATAL(solve_state(&start, l.model, p, value, NULL, &how),
                          SADDLE_OK);
    certify_options_default(&options);
    options.digits = digits;
    certify_result_init(&r);
    CU_ASSERT_EQUAL_FATAL(certify_system(&r, l.model, l.model->system[0],
                                         start.env, &options),
                          CERTIFY_PROVEN);
    to = open_memstream(&text, &length);
    CU_ASSERT_EQUAL(certificate_write(to, l.model, l.model->system[0], &r,
                                      &context), 0);
    fclose(to);
    certify_result_clear(&r);
    solve_result_clear(&start);
    load_close(&l);
    return text;
}

static verify_status_t
verdict(const char *c_text, long digits, char why[256])
{
    verify_options_t options = { 60, 0, 0 };
    char *text = certificate_of(c_text, digits);
    verify_status_t status = verify_text(text, strlen(text), &options, why,
                                         NULL);

    free(text);
    return status;
}

static void
test_injected(void)
{
    char *right, *bad, *place, why[256];

    if (!expect(0, "derive models/spin_glass/sk.saddle --to c"))
        return;
    right = strdup(out);
    place = strstr(right, line);
    CU_ASSERT_PTR_NOT_NULL_FATAL(place);
    CU_ASSERT(asprintf(&bad, "%.*s%s%s", (int) (place - right), right, wrong,
                       place) > 0);
    CU_ASSERT_EQUAL(verdict(right, 30, why), VERIFY_VERIFIED);
    CU_ASSERT_EQUAL(verdict(bad, 30, why), VERIFY_NOT_VERIFIED);
    CU_ASSERT_EQUAL(verdict(bad, 60, why), VERIFY_NOT_VERIFIED);
    /* at 15 digits the claim is true all the same */
    CU_ASSERT_EQUAL(verdict(bad, 15, why), VERIFY_VERIFIED);
    free(bad);
    free(right);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "an error of 1e-25 is refused", test_injected },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("verify, injected error", tests);
    return shell_close() == 0 ? status : 1;
}
