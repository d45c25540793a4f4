/* tests/t_syntax.c -- what parses and what does not; places, words, values. */
#include "harness.h"

#include "golden.h"
#include "parsed.h"

#include <stdlib.h>
#include <string.h>

#define ACCEPT "tests/golden/accept"
#define REJECT "tests/golden/reject"

/* ---- golden files ------------------------------------------------------- */

static char *
check_tree(const source_t *s, diags_t *d)
{
    arena_t a;
    spec_ast_t tree;
    char *text;

    arena_init(&a, ARENA_BYTES);
    CU_ASSERT_EQUAL(ast_parse(&tree, &a, s, d), 1);
    text = golden_tree(&tree);
    arena_clear(&a);
    return text;
}

static char *
check_errors(const source_t *s, diags_t *d)
{
    arena_t a;
    spec_ast_t tree;

    arena_init(&a, ARENA_BYTES);
    CU_ASSERT_EQUAL(ast_parse(&tree, &a, s, d), 0);
    arena_clear(&a);
    return NULL;
}

static void
test_accepted(void)
{
    golden_t g = golden_folder(ACCEPT, "", ".ast", 0, check_tree);

    CU_ASSERT_EQUAL(g.wrong, 0);
    CU_ASSERT(g.n >= 14);
    printf(" [%d files]", g.n);
}

static void
test_rejected(void)
{
    golden_t g = golden_folder(REJECT, "syntax_", ".expected", 1,
                               check_errors);

    CU_ASSERT_EQUAL(g.wrong, 0);
    CU_ASSERT(g.one >= 60);
    printf(" [%d files, %d with one error]", g.n, g.one);
}

/* ---- places ------------------------------------------------------------- */

/* The fault is marked by '@', which is taken out; its column is computed here
   anew, from the definition. */
static void
caret_case(const char *line)
{
    char text[400], *at;
    const char *t, *mark = strchr(line, '@');
    int column = 1;
    parsed_t p;

    for (t = line; t < mark; t++)
        if (*t == '\t')
            do
                column++;
            while ((column - 1) % 8 != 0);
        else
            column += ((unsigned char) *t & 0xC0) != 0x80;
    snprintf(text, sizeof text, "model m\n%s\nend\n", line);
    at = strchr(text, '@');
    memmove(at, at + 1, strlen(at));
    parse_text(&p, text);
    CU_ASSERT_EQUAL(p.diags.n, 1);
    if (p.diags.n == 1)
    {
        char *report = golden_report(&p.source, &p.diags, 0);
        char *caret = strrchr(report, '^'), *row = caret;

        CU_ASSERT_EQUAL(p.diags.item[0].span.line, 2);
        CU_ASSERT_EQUAL(p.diags.item[0].span.col, column);
        while (row[-1] != '\n')
            row--;
        /* "      | " stands before column 1 */
        CU_ASSERT_EQUAL(caret - row, 8 + column - 1);
        CU_ASSERT_PTR_NULL(strchr(report, '\t'));
        free(report);
    }
    parsed_clear(&p);
}

static void
test_caret(void)
{
    static const char *const line[] = {
        "let a = @= 1", "\tlet a = @= 1", "\t\tlet a = @= 1",
        "  \tlet\ta =\t@= 1", "let \xCE\xB1 = @= 1", "let a = 1 @x",
        "\tlet \xCE\xB1\xCE\xB2\t= \xCE\xB3 + @* 1",
        "let a = \xCE\xB2 \xE2\x89\xA4 @\xE2\x89\xA4 1",
        "cite \"\xE6\xBC\xA2\xE5\xAD\x97\t\xF0\x9F\x98\x80\" @3",
        "let a = \xE2\x88\x92@* 2", "let a = f(\t1, \t\t@] + 2)",
        "let a = @2x", "let a = @\xC3\xA9",
        "@\xC3\xA9t\xC3\xA9 = 3"
    };
    size_t i;

    for (i = 0; i < sizeof line / sizeof line[0]; i++)
        caret_case(line[i]);
}

/* The caret stays under the fault in lines far longer than the window. */
static void
test_long_line(void)
{
    size_t before;

    for (before = 1; before < 3000000; before = before * 3 + 7)
    {
        char *text = malloc(before + 100), *to = text, *report, *caret, *row;
        char *shown;
        parsed_t p;

        to = stpcpy(to, "model m\nlet a = ");
        memset(to, ' ', before);
        strcpy(to + before, "1 $ 2\nend\n");
        parse_text(&p, text);
        CU_ASSERT_EQUAL_FATAL(p.diags.n, 1);
        CU_ASSERT_EQUAL(p.diags.item[0].span.col, (int) before + 11);
        report = golden_report(&p.source, &p.diags, 0);
        CU_ASSERT(strlen(report) < 400);
        shown = strchr(report, '\n') + 1;
        caret = strchr(report, '^');
        for (row = caret; row[-1] != '\n';)
            row--;
        CU_ASSERT_EQUAL(shown[caret - row], '$');
        free(report);
        free(text);
        parsed_clear(&p);
    }
}

/* ---- words -------------------------------------------------------------- */

static void
test_words(void)
{
    static const char *const statement[] = {
#define STATEMENT_WORD(text, token) text,
#include "../grammar/keywords.def"
    };
    static const char *const reserved[] = {
#define RESERVED_WORD(text, token) text,
#include "../grammar/keywords.def"
    };
    static const char *const form[] = {
        "let %s = 1", "let a = %s + 1", "let a = 1 + %s", "let a = (%s)",
        "let a = b*(c +\n %s * 2)", "let a = f(%s, 1) + %s(1)",
        "weights %s ~ rademacher", "learner %s",
        "threshold t in %s = 0 .. 1 where %s of %s"
    };
    char line[200], text[300];
    size_t i, k;
    parsed_t p;

    for (k = 0; k < sizeof form / sizeof form[0]; k++)
    {
        for (i = 0; i < sizeof statement / sizeof statement[0]; i++)
        {
            const char *w = statement[i];

            snprintf(line, sizeof line, form[k], w, w, w);
            snprintf(text, sizeof text, "model m\n%s\nend\n", line);
            parse_text(&p, text);
            if (!p.ok)
                printf("\n%s", text);
            CU_ASSERT(p.ok);
            parsed_clear(&p);
        }
        for (i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        {
            const char *w = reserved[i];

            snprintf(line, sizeof line, form[k], w, w, w);
            snprintf(text, sizeof text, "model m\n%s\nend\n", line);
            parse_text(&p, text);
            /* `not + 1` is an expression, if an odd one */
            CU_ASSERT_EQUAL(p.ok, k == 1 && strcmp(w, "not") == 0);
            parsed_clear(&p);
        }
    }
}

static void
test_greek(void)
{
    static const struct
    {
        const char *written, *name;
    } table[] = {
        { "\xCE\xB1", "alpha" }, { "\xCE\xB1_c", "alpha_c" },
        { "\xCE\x94", "Delta" }, { "\xCF\x89", "omega" },
        { "x\xCE\xB2y2", "xbetay2" }, { "\xCE\xB2\xCE\xBB", "betalambda" },
        { "\xCF\x95", "phi" }, { "\xCE\xA6", "Phi" }, { "\xCF\xB5", "epsilon" },
        { "\xC2\xB5", "mu" }, { "\xCE\xA9", "Omega" }, { "\xCF\x80", "pi" }
    };
    size_t i;

    for (i = 0; i < sizeof table / sizeof table[0]; i++)
    {
        char text[80];
        parsed_t p;

        snprintf(text, sizeof text, "model m\nlet %s = %s\nend",
                 table[i].written, table[i].written);
        parse_text(&p, text);
        CU_ASSERT(p.ok && p.tree.n == 1);
        if (p.tree.n == 1)
        {
            CU_ASSERT_STRING_EQUAL(p.tree.stmt[0]->name, table[i].name);
            CU_ASSERT_STRING_EQUAL(p.tree.stmt[0]->value->text,
                                   table[i].name);
        }
        parsed_clear(&p);
    }
}

/* ---- expressions -------------------------------------------------------- */

static void
test_values(void)
{
    static const char *const good[] = {
        "4/3", "-1/2", "1e-3", " 2 ", "sqrt(2)\n", "(1 +\n 2)", "x", "1\n+ 2",
        "if 1 < 2 then 3 else 4", "\xCF\x80/2", "parameter", "E", "end"
    };
    static const char *const bad[] = {
        "", " ", "\n", "# 1", "1 2", "1\n2", "2x", "1;2", "(1", "1)", "=",
        "'1'", "1 +", "\"1\"", "1 .. 2", "let a = 1", "end end"
    };
    size_t i, n_good = sizeof good / sizeof good[0];
    size_t n_bad = sizeof bad / sizeof bad[0];

    for (i = 0; i < n_good + n_bad; i++)
    {
        const char *text = i < n_good ? good[i] : bad[i - n_good];
        source_t s;
        arena_t a;
        diags_t d;
        ast_t *value;

        source_from_text(&s, "value", text, strlen(text));
        arena_init(&a, 100000);
        diags_init(&d);
        value = ast_parse_expression(&a, &s, &d);
        if ((value != NULL) != (i < n_good) || (value == NULL) != (d.n > 0))
            printf("\n\"%s\"", text);
        CU_ASSERT_EQUAL(value != NULL, i < n_good);
        CU_ASSERT_EQUAL(value == NULL, d.n_errors > 0);
        CU_ASSERT(value == NULL || parsed_is_sound_tree(value));
        diags_clear(&d);
        arena_clear(&a);
        source_clear(&s);
    }
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "accepted specs", test_accepted },
        { "rejected specs", test_rejected },
        { "caret with tabs and UTF-8", test_caret },
        { "caret in long lines", test_long_line },
        { "words by their place", test_words },
        { "Greek letters", test_greek },
        { "values", test_values },
        { NULL, NULL },
    };

    return harness_run("syntax", tests);
}
