/* tests/t_diagnostics.c -- order, text and JSON of diagnostics; suggestions. */
#include "harness.h"

#include "golden.h"
#include "parsed.h"

#include <stdlib.h>
#include <string.h>

static span_t
place(int line, int col, int end_col)
{
    span_t span = { line, col, line, end_col };

    return span;
}

static void
test_diag_order(void)
{
    source_t s;
    diags_t d;
    char *text;
    int i;

    source_from_text(&s, "m", "abc\ndef\n", 8);
    diags_init(&d);
    diags_add(&d, DIAG_ERROR, "E0110", place(2, 1, 2), NULL, "later");
    diags_add(&d, DIAG_NOTE, "E0110", place(1, 1, 2), NULL, "its note");
    diags_add(&d, DIAG_ERROR, "E0110", place(2, 1, 2), NULL, "repeated");
    diags_add(&d, DIAG_NOTE, "E0110", place(1, 3, 4), NULL, "its note too");
    diags_add(&d, DIAG_WARNING, "E0116", place(1, 2, 4), "mend it", "first");
    diags_add(&d, DIAG_ERROR, "E0110", place(0, 0, 0), NULL, "whole file");
    CU_ASSERT_EQUAL(d.n_errors, 2);
    text = golden_report(&s, &d, 0);
    CU_ASSERT_STRING_EQUAL(text,
        "m: error[E0110]: whole file\n"
        "m:1:2: warning[E0116]: first\n    1 | abc\n      |  ^~\n"
        "  help: mend it\n"
        "m:2:1: error[E0110]: later\n    2 | def\n      | ^\n"
        "m:1:1: note[E0110]: its note\n    1 | abc\n      | ^\n");
    free(text);
    diags_clear(&d);
    for (i = 1; i <= 50; i++)
        diags_add(&d, DIAG_ERROR, "E0110", place(1, i, i + 1), NULL, "e%d", i);
    CU_ASSERT_EQUAL(d.n, DIAG_MAX_ERRORS);
    CU_ASSERT_EQUAL(d.n_errors, 50);
    CU_ASSERT_EQUAL(d.suppressed, 30);
    text = golden_report(&s, &d, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "m: note: 30 more errors are not"));
    free(text);
    diags_clear(&d);
    source_clear(&s);
}

/* Nothing that a terminal would obey is printed, wherever it comes from. */
static void
test_diag_clean(void)
{
    static const char text[] = "a\x1b[31m \xC2\x9B \xE2\x80\xAE \xFF z";
    source_t s;
    diags_t d;
    char *report;
    int json;

    source_from_text(&s, "p\x1b]0;x\x07\n", text, sizeof text - 1);
    diags_init(&d);
    diags_add(&d, DIAG_ERROR, "E0110", place(1, 15, 16), "h\x1b", "m\x1b\r");
    for (json = 0; json < 2; json++)
    {
        report = golden_report(&s, &d, json);
        CU_ASSERT_PTR_NULL(strpbrk(report, "\x1b\x07\r"));
        CU_ASSERT_PTR_NULL(strstr(report, "\xC2\x9B"));
        CU_ASSERT_PTR_NULL(strstr(report, "\xE2\x80\xAE"));
        free(report);
    }
    diags_clear(&d);
    source_clear(&s);
}

static void
test_diag_json(void)
{
    static const char text[] = "model m\n\tcite \"\xF0\x9F\x98\x80\xCE\xB1\" 3"
                               "\nend\n";
    parsed_t p;
    char *report;

    parse_text(&p, text);
    report = golden_report(&p.source, &p.diags, 1);
    /* a tab is one unit, the smiley two, alpha one */
    CU_ASSERT_STRING_EQUAL(report,
        "{\"file\":\"test.saddle\",\"range\":{\"start\":{\"line\":1,"
        "\"character\":12},\"end\":{\"line\":1,\"character\":13}},"
        "\"severity\":1,\"code\":\"E0110\",\"source\":\"saddle\","
        "\"message\":\"expected end of line, found number 3\"}\n");
    free(report);
    parsed_clear(&p);
}

static void
test_suggestions(void)
{
    static const char *const law[] = { "normal", "rademacher", "sphere", "q",
                                       "q_hat", "V", "z0", "exp" };
    static const char *const slip[][2] = {
        { "radmacher", "rademacher" }, { "nromal", "normal" },
        { "Normal", "normal" }, { "spere", "sphere" }, { "qhat", "q_hat" },
        { "v", "V" }, { "z", "z0" }, { "xep", "exp" }, { "expp", "exp" },
        { "m", NULL }, { "banana", NULL }, { "", NULL }, { "ab", NULL },
        { "normal", NULL }
    };
    char longest[100];
    size_t i;

    for (i = 0; i < sizeof slip / sizeof slip[0]; i++)
    {
        const char *got = diag_suggest(slip[i][0], law, 8);

        if (slip[i][1] == NULL)
            CU_ASSERT_PTR_NULL(got)
        else
        {
            CU_ASSERT_PTR_NOT_NULL_FATAL(got);
            CU_ASSERT_STRING_EQUAL(got, slip[i][1]);
        }
    }
    memset(longest, 'n', 99);
    longest[99] = '\0';
    CU_ASSERT_PTR_NULL(diag_suggest(longest, law, 8));
}

static void
test_codes(void)
{
    static const char *const code[] = {
#define CODE(c, title, text) c,
#include "../compiler/syntax/codes.def"
#undef CODE
    };
    size_t n = sizeof code / sizeof code[0], i, j;
    const char *title = NULL;

    for (i = 0; i < n; i++)
    {
        CU_ASSERT(strlen(code[i]) == 5 && code[i][0] == 'E');
        CU_ASSERT_PTR_NOT_NULL(diag_explain(code[i], &title));
        CU_ASSERT(title != NULL && title[0] != '\0');
        for (j = 0; j < i; j++)
            CU_ASSERT(strcmp(code[i], code[j]) != 0);
    }
    CU_ASSERT_PTR_NULL(diag_explain("E9999", NULL));
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "diagnostics in order", test_diag_order },
        { "diagnostics without control characters", test_diag_clean },
        { "diagnostics as JSON", test_diag_json },
        { "suggestions", test_suggestions },
        { "codes", test_codes },
        { NULL, NULL },
    };

    return harness_run("diagnostics", tests);
}
