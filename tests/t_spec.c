/* tests/t_spec.c -- rejected specs: the code and the place of each fault. */
#include "golden.h"
#include "harness.h"
#include "model_case.h"

#include <stdlib.h>
#include <string.h>

#define REJECTED "tests/golden/model_reject.txt"
#define ACCEPT "tests/golden/accept"

/* ---- rejected specs ----------------------------------------------------- */

enum { MAX_BASES = 32, MAX_TEXT = 1 << 14 };

typedef struct
{
    char name[32], text[MAX_TEXT];
} base_t;

static base_t base[MAX_BASES];
static int n_bases;

static const char *
base_text(const char *name)
{
    int i;

    for (i = 0; i < n_bases; i++)
        if (strcmp(base[i].name, name) == 0)
            return base[i].text;
    return NULL;
}

/* Takes "@@" out of the text; its place, or 0, 0. */
static void
find_mark(char *text, int *line, int *col)
{
    char *mark = strstr(text, "@@"), *p, *start = text;

    *line = *col = 0;
    if (mark == NULL)
        return;
    for (*line = 1, p = text; p < mark; p++)
        if (*p == '\n')
        {
            start = p + 1;
            (*line)++;
        }
    *col = (int) (mark - start) + 1;
    memmove(mark, mark + 2, strlen(mark + 2) + 1);
}

static int
is_only_error(const diags_t *d, const char *code, int line, int col)
{
    int i, at = -1;

    if (d->n_errors != 1)
        return 0;
    for (i = 0; i < d->n; i++)
        if (d->item[i].severity == DIAG_ERROR)
            at = i;
    return at >= 0 && strcmp(d->item[at].code, code) == 0
           && d->item[at].span.line == line && d->item[at].span.col == col;
}

static int
run_case(const char *code, const char *base_name, const char *lines)
{
    static char text[2 * MAX_TEXT + 8];
    const char *start = base_text(base_name);
    model_case_t m;
    int line, col, good;

    CU_ASSERT_PTR_NOT_NULL_FATAL(start);
    snprintf(text, sizeof text, "%s%send\n", start, lines);
    find_mark(text, &line, &col);
    model_open(&m, text, 0);
    good = m.parsed && !m.good && is_only_error(&m.diags, code, line, col);
    if (!good)
    {
        printf("\n%swanted: %s at %d:%d\n", text, code, line, col);
        diags_print(stdout, &m.source, &m.diags);
    }
    model_close(&m);
    return good;
}

/* The next section: its two words and its lines; 0 at the end. */
static int
next_section(const char **at, char *first, char *second, char *lines)
{
    const char *p = *at, *end;
    size_t n = 0;

    lines[0] = '\0';
    while (p != NULL && strncmp(p, "== ", 3) != 0)
        p = (p = strchr(p, '\n')) != NULL ? p + 1 : NULL;
    if (p == NULL || sscanf(p, "== %15s %31s", first, second) != 2)
        return 0;
    for (p = strchr(p, '\n'); p != NULL && p[1] != '\0'
                              && strncmp(p + 1, "== ", 3) != 0;
         p = end)
    {
        end = strchr(p + 1, '\n');
        if (end == NULL)
            break;
        if (n + (size_t) (end - p) < MAX_TEXT - 1)
        {
            memcpy(lines + n, p + 1, (size_t) (end - p));
            n += (size_t) (end - p);
        }
    }
    lines[n] = '\0';
    *at = p != NULL ? p + 1 : "";
    return 1;
}

static void
test_rejected(void)
{
    static char lines[MAX_TEXT];
    char *all = golden_read(REJECTED, NULL), first[16], second[32];
    const char *at = all;
    int n = 0, good = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(all);
    n_bases = 0;
    while (next_section(&at, first, second, lines))
        if (strcmp(first, "base") == 0 && n_bases < MAX_BASES)
        {
            snprintf(base[n_bases].name, sizeof base->name, "%s", second);
            snprintf(base[n_bases++].text, sizeof base->text, "%s", lines);
        }
        else
        {
            n++;
            good += run_case(first, second, lines);
        }
    CU_ASSERT_EQUAL(good, n);
    CU_ASSERT(n >= 200);
    printf(" [%d specs]", n);
    free(all);
}

/* Every code of this room occurs above, but for the one about memory. */
static void
test_codes(void)
{
    char *all = golden_read(REJECTED, NULL), code[16], wanted[32];
    const char *title;
    int i, n = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(all);
    for (i = 200; i < 300; i++)
    {
        snprintf(code, sizeof code, "E%04d", i);
        if (diag_explain(code, &title) == NULL)
            continue;
        n++;
        CU_ASSERT(title != NULL && title[0] != '\0');
        snprintf(wanted, sizeof wanted, "== %s ", code);
        if (strstr(all, wanted) == NULL && i != 290)
        {
            printf("\n%s has no rejected spec\n", code);
            CU_FAIL("a code without a spec");
        }
    }
    CU_ASSERT(n >= 60);
    free(all);
}

/* ---- several errors, suggestions, memory -------------------------------- */

static int
says(model_case_t *m, const char *wanted)
{
    char *text = golden_report(&m->source, &m->diags, 0);
    int found = text != NULL && strstr(text, wanted) != NULL;

    if (!found)
        printf("\nnot said: %s\n%s\n", wanted, text != NULL ? text : "");
    free(text);
    return found;
}

static void
test_messages(void)
{
    model_case_t m;

    model_open(&m,
               "model t\n parameter alpha > 0\n parameter kappa = 0\n"
               " weights w ~ radmacher\n samples alhpa\n"
               " require z >= kapa\n observable o = exp(1, 2) + entropie\n"
               " threshold t in alpha = 2 .. 1 where entropy == 0\n"
               " parameter kappa = 1\nend\n", 0);
    CU_ASSERT_EQUAL(m.diags.n_errors, 7);
    CU_ASSERT(says(&m, "did you mean 'rademacher'?"));
    CU_ASSERT(says(&m, "did you mean 'alpha'?"));
    CU_ASSERT(says(&m, "did you mean 'kappa'?"));
    CU_ASSERT(says(&m, "did you mean 'entropy'?"));
    CU_ASSERT(says(&m, "'exp' takes 1 argument, not 2"));
    CU_ASSERT(says(&m, "the first is a parameter on line 3, column 12"));
    CU_ASSERT(says(&m, "the range is empty"));
    model_close(&m);
    model_open(&m, "model t\n parameter p in 0 .. 2\n samples p\n"
                   " weights w ~ {1: p, -1: 1 - p}\n require z >= 0\nend\n",
               0);
    CU_ASSERT(says(&m, "not nonnegative in all of the parameters' domains"));
    model_close(&m);
}

/* A lack of memory at any moment is a diagnostic. */
static void
test_memory(void)
{
    char *text = golden_read(ACCEPT "/sk.saddle", NULL);
    size_t arena;
    int failed = 0, passed = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (arena = 1; arena < 40000; arena += 97)
    {
        model_case_t m;

        model_open(&m, text, arena);
        failed += !m.good;
        passed += m.good;
        CU_ASSERT(m.good || m.diags.n_errors == 1);
        if (!m.good && m.diags.n > 0)
            CU_ASSERT_STRING_EQUAL(m.diags.item[0].code, "E0290");
        model_close(&m);
    }
    CU_ASSERT(failed > 0 && passed > 0);
    free(text);
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "specs with one fault", test_rejected },
        { "every code has a spec", test_codes },
        { "several errors and suggestions", test_messages },
        { "memory that ends at any moment", test_memory },
        { NULL, NULL }
    };

    return harness_run("spec", test);
}
