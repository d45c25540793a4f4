/* tests/t_syntax.c -- scanner, parser, tree, diagnostics. */
#include "harness.h"

#include "golden.h"
#include "hostile/hostile.h"

#include <flint/ulong_extras.h>
#include <dirent.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ACCEPT "tests/golden/accept"
#define REJECT "tests/golden/reject"
#define ARENA_BYTES ((size_t) 1 << 30)

/* ---- one parse ---------------------------------------------------------- */

typedef struct
{
    source_t source;
    arena_t arena;
    diags_t diags;
    spec_ast_t tree;
    int ok;
} parsed_t;

static void
parse_bytes(parsed_t *p, const char *text, size_t length, size_t limit)
{
    if (source_from_text(&p->source, "test.saddle", text, length)
        != SOURCE_OK)
        abort();
    arena_init(&p->arena, limit);
    diags_init(&p->diags);
    p->ok = ast_parse(&p->tree, &p->arena, &p->source, &p->diags);
}

static void
parse_text(parsed_t *p, const char *text)
{
    parse_bytes(p, text, strlen(text), ARENA_BYTES);
}

static void
parsed_clear(parsed_t *p)
{
    diags_clear(&p->diags);
    arena_clear(&p->arena);
    source_clear(&p->source);
}

/* ---- what must hold of any parse ---------------------------------------- */

static int
is_sound_tree(const ast_t *a)
{
    int i, depth = 0;

    if (a == NULL || a->kind == AST_BAD || a->depth > AST_MAX_DEPTH
        || a->span.line < 1 || a->span.col < 1)
        return 0;
    if ((a->kind == AST_NAME || a->kind == AST_NUMBER) && a->text == NULL)
        return 0;
    for (i = 0; i < a->n; i++)
    {
        if (a->kind == AST_BOUND && i == 1 && a->child[1] == NULL)
            continue;
        if (!is_sound_tree(a->child[i]))
            return 0;
        if (a->child[i]->depth > depth)
            depth = a->child[i]->depth;
    }
    return a->depth == depth + 1;
}

static int
is_sound_statement(const stmt_t *s)
{
    const ast_t *part[] = { s->variable, s->value, s->range_lo, s->range_hi,
                            s->bound, s->fallback, s->tolerance,
                            s->condition.value, s->condition.bound };
    size_t k;
    int i;

    for (k = 0; k < sizeof part / sizeof part[0]; k++)
        if (part[k] != NULL && !is_sound_tree(part[k]))
            return 0;
    for (i = 0; i < s->n_args; i++)
        if (!is_sound_tree(s->args[i])
            || (s->values != NULL && !is_sound_tree(s->values[i])))
            return 0;
    for (i = 0; i < s->condition.n_args; i++)
        if (!is_sound_tree(s->condition.arg[i]))
            return 0;
    return s->name == NULL || strlen(s->name) <= 63;
}

/* A tree, or an error; places inside the text; nothing broken in the tree. */
static int
is_sound(const parsed_t *p)
{
    int i;

    if (p->ok != (p->diags.n_errors == 0))
        return 0;
    if (p->ok && p->tree.name == NULL)
        return 0;
    for (i = 0; i < p->tree.n; i++)
        if (!is_sound_statement(p->tree.stmt[i]))
            return 0;
    for (i = 0; i < p->diags.n; i++)
    {
        const diag_t *d = &p->diags.item[i];

        if (d->span.line < 1 || d->span.line > p->source.n_lines
            || d->span.col < 1 || d->message[0] == '\0'
            || diag_explain(d->code, NULL) == NULL)
            return 0;
    }
    return 1;
}

/* ---- arena -------------------------------------------------------------- */

static void
test_arena(void)
{
    arena_t a;
    size_t i, j;
    char *text;
    int zeroed = 1;

    arena_init(&a, 1 << 20);
    for (i = 1; i < 5000; i *= 3)
    {
        unsigned char *p = arena_alloc(&a, i);

        CU_ASSERT_PTR_NOT_NULL_FATAL(p);
        CU_ASSERT_EQUAL((size_t) p % sizeof(long double), 0);
        for (j = 0; j < i; j++)
            zeroed &= p[j] == 0;
        memset(p, 0xAB, i);
    }
    CU_ASSERT(zeroed);
    text = arena_copy(&a, "abcdef", 3);
    CU_ASSERT_STRING_EQUAL(text, "abc");
    CU_ASSERT_PTR_NULL(arena_alloc(&a, 1 << 20));
    CU_ASSERT_PTR_NULL(arena_alloc(&a, (size_t) -1));
    CU_ASSERT_PTR_NULL(arena_copy(&a, "", (size_t) -1));
    CU_ASSERT_PTR_NOT_NULL(arena_alloc(&a, 8));
    CU_ASSERT(a.used <= a.limit);
    arena_clear(&a);
    CU_ASSERT_EQUAL(a.used, 0);
}

/* ---- source ------------------------------------------------------------- */

static source_status_t
status_of(const char *path)
{
    source_t s;
    source_status_t status = source_read(&s, path);

    if (status == SOURCE_OK)
        source_clear(&s);
    return status;
}

static void
test_source_refuses(void)
{
    char folder[] = "/tmp/saddle-syntax-XXXXXX", path[64];
    FILE *to;

    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    CU_ASSERT_EQUAL(status_of(folder), SOURCE_DIRECTORY);
    CU_ASSERT_EQUAL(status_of("/dev/zero"), SOURCE_DIRECTORY);
    CU_ASSERT_EQUAL(status_of("/dev/null"), SOURCE_DIRECTORY);
    snprintf(path, sizeof path, "%s/fifo", folder);
    CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
    CU_ASSERT_EQUAL(status_of(path), SOURCE_DIRECTORY);
    unlink(path);
    snprintf(path, sizeof path, "%s/none", folder);
    CU_ASSERT_EQUAL(status_of(path), SOURCE_UNREADABLE);
    CU_ASSERT_EQUAL(status_of(""), SOURCE_UNREADABLE);
    snprintf(path, sizeof path, "%s/big", folder);
    to = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(to);
    CU_ASSERT_EQUAL(ftruncate(fileno(to), (off_t) SOURCE_MAX_BYTES + 1), 0);
    CU_ASSERT_EQUAL(status_of(path), SOURCE_TOO_LARGE);
    CU_ASSERT_EQUAL(ftruncate(fileno(to), 100), 0);
    CU_ASSERT_EQUAL(status_of(path), SOURCE_OK);
    fclose(to);
    unlink(path);
    rmdir(folder);
}

static void
test_source_lines(void)
{
    static const char text[] = "\xEF\xBB\xBF" "one\r\n\ntwo \xCE\xB1\nlast";
    static const char *const line[] = { "one", "", "two \xCE\xB1", "last" };
    source_t s;
    size_t length;
    int i, row, column;

    CU_ASSERT_EQUAL_FATAL(source_from_text(&s, "x", text, sizeof text - 1),
                          SOURCE_OK);
    CU_ASSERT_EQUAL(s.n_lines, 4);
    for (i = 0; i < 4; i++)
    {
        const char *got = source_line(&s, i + 1, &length);

        CU_ASSERT_PTR_NOT_NULL_FATAL(got);
        CU_ASSERT_EQUAL(length, strlen(line[i]));
        CU_ASSERT_EQUAL(memcmp(got, line[i], length), 0);
    }
    CU_ASSERT_PTR_NULL(source_line(&s, 0, &length));
    CU_ASSERT_PTR_NULL(source_line(&s, 5, &length));
    CU_ASSERT_EQUAL(source_first_bad(&s, &row, &column), s.length);
    s.text[9] = '\xC0';
    CU_ASSERT_EQUAL(source_first_bad(&s, &row, &column), 9);
    CU_ASSERT_EQUAL(row, 3);
    CU_ASSERT_EQUAL(column, 4);
    source_clear(&s);
}

static void
test_columns(void)
{
    int column;

    for (column = 1; column <= 8; column++)
        CU_ASSERT_EQUAL(source_next_column(column, '\t'), 9);
    CU_ASSERT_EQUAL(source_next_column(9, '\t'), 17);
    CU_ASSERT_EQUAL(source_next_column(5, 'x'), 6);
    CU_ASSERT_EQUAL(source_next_column(5, 0xCE), 6);
    CU_ASSERT_EQUAL(source_next_column(6, 0xB1), 6);
}

/* UTF-8 against the definition: every code point, and every pair of bytes. */
static void
test_decode(void)
{
    unsigned code, got, a, b;
    int bad = 0;

    for (code = 0; code < 0x110000; code++)
    {
        char t[4];
        size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        size_t i;
        int surrogate = code >= 0xD800 && code < 0xE000;

        for (i = n; i-- > 1;)
            t[i] = (char) (0x80 | ((code >> 6 * (n - 1 - i)) & 0x3F));
        t[0] = (char) (n == 1 ? code
                              : ((0xF00u >> n) & 0xFF) | code >> 6 * (n - 1));
        bad += source_decode(t, n, &got) != (surrogate ? 0 : n)
               || (!surrogate && got != code);
        bad += n > 1 && source_decode(t, n - 1, &got) != 0;
    }
    for (a = 0x80; a < 0x100; a++)
        for (b = 0; b < 0x100; b++)
        {
            char t[2] = { (char) a, (char) b };
            int good = a >= 0xC2 && a < 0xE0 && b >= 0x80 && b < 0xC0;

            bad += source_decode(t, 2, &got) != (good ? 2u : 0u);
        }
    CU_ASSERT_EQUAL(bad, 0);
}

/* ---- diagnostics -------------------------------------------------------- */

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
        CU_ASSERT(value == NULL || is_sound_tree(value));
        diags_clear(&d);
        arena_clear(&a);
        source_clear(&s);
    }
}

/* A sum of a million terms is one node, in this order. */
static void
test_long_sum(void)
{
    enum { TERMS = 1000000 };
    char *text = malloc(4 * TERMS + 100);
    char *to = stpcpy(text, "model m\nlet a = x0");
    parsed_t p;
    int i;

    for (i = 1; i < TERMS; i++)
        to += sprintf(to, "%cx%d", i % 3 ? '+' : '-', i % 10);
    strcpy(to, "\nend\n");
    parse_text(&p, text);
    CU_ASSERT_FATAL(p.ok && p.tree.n == 1);
    CU_ASSERT_EQUAL(p.tree.stmt[0]->value->kind, AST_SUM);
    CU_ASSERT_EQUAL(p.tree.stmt[0]->value->n, TERMS);
    CU_ASSERT_EQUAL(p.tree.stmt[0]->value->depth, 2);
    CU_ASSERT_EQUAL(p.tree.stmt[0]->value->ops[0], '+');
    CU_ASSERT_EQUAL(p.tree.stmt[0]->value->ops[TERMS - 1],
                    (TERMS - 1) % 3 ? '+' : '-');
    parsed_clear(&p);
    free(text);
}

/* ---- random texts ------------------------------------------------------- */

static char *corpus[64];
static int n_corpus;

static void
read_corpus(const char *folder)
{
    struct dirent **entry;
    int i, n = scandir(folder, &entry, NULL, alphasort);

    for (i = 0; i < n; i++)
    {
        char path[1024];

        snprintf(path, sizeof path, "%s/%s", folder, entry[i]->d_name);
        if (strstr(path, ".saddle") != NULL && n_corpus < 64
            && (corpus[n_corpus] = golden_read(path, NULL)) != NULL)
            n_corpus++;
        free(entry[i]);
    }
    if (n >= 0)
        free(entry);
}

static long
below(long n)
{
    return n > 0 ? (long) n_randint(rng, (mp_limb_t) n) : 0;
}

static int
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
           || (c >= '0' && c <= '9') || (unsigned char) c >= 0x80;
}

/* The token around a random place: [*from, *to). */
static void
pick_token(const char *text, long length, long *from, long *to)
{
    *from = *to = below(length);
    if (length == 0)
        return;
    if (is_word(text[*from]))
    {
        while (*from > 0 && is_word(text[*from - 1]))
            --*from;
        while (*to < length && is_word(text[*to]))
            ++*to;
    }
    else
        ++*to;
}

/* Replaces [from, to) by the given bytes; the buffer is large enough. */
static long
splice(char *text, long length, long from, long to, const char *by, long size)
{
    memmove(text + from + size, text + to, (size_t) (length - to));
    memmove(text + from, by, (size_t) size);
    return length - (to - from) + size;
}

/* Deletes, inserts, doubles or exchanges a token or a byte. */
static long
mutate(char *text, long length)
{
    static const char *const piece[] = {
#define STATEMENT_WORD(text, token) text,
#define RESERVED_WORD(text, token) text,
#define BINDER_WORD(text) text,
#include "../grammar/keywords.def"
        "(", ")", "[", "]", "{", "}", "\n", "\r\n", "\"", "#", "..", "+/-",
        "->", "=", "==", "~", ",", ":", "1e5", "2x", "**", "\xCE\xB1", "\xE2\x89\xA4",
        "\xFF", "-", "not not", "((((((((((", "E[", "if", "\t", "\\", ";", "0"
    };
    long from, to, other, end;
    const char *insert = piece[below(sizeof piece / sizeof piece[0])];
    char copy[256];

    pick_token(text, length, &from, &to);
    pick_token(text, length, &other, &end);
    if (end - other > (long) sizeof copy)
        end = other + (long) sizeof copy;
    memcpy(copy, text + other, (size_t) (end - other));
    switch (below(7))
    {
        case 0: return splice(text, length, from, to, "", 0);
        case 1: return splice(text, length, from, from, copy, end - other);
        case 2: return splice(text, length, from, to, copy, end - other);
        case 3: return splice(text, length, from, from, insert,
                              (long) strlen(insert));
        case 4: return splice(text, length, from, to, insert,
                              (long) strlen(insert));
        case 5: return splice(text, length, from, from + (from < length), "",
                              0);
        default:
            if (length > 0)
                text[from < length ? from : 0] = (char) below(256);
            return length;
    }
}

static void
test_mutations(void)
{
    long i, n = trials(4000), unsound = 0, accepted = 0;

    read_corpus(ACCEPT);
    CU_ASSERT_FATAL(n_corpus > 0);
    for (i = 0; i < n; i++)
    {
        const char *base = corpus[below(n_corpus)];
        long length = (long) strlen(base), k, edits = 1 + below(5);
        char *text = malloc((size_t) length + 4096), *report;
        parsed_t p;

        memcpy(text, base, (size_t) length);
        for (k = 0; k < edits; k++)
            length = mutate(text, length);
        parse_bytes(&p, text, (size_t) length, ARENA_BYTES);
        report = golden_report(&p.source, &p.diags, (int) below(2));
        accepted += p.ok;
        if (!is_sound(&p))
        {
            unsound++;
            printf("\n----\n%.*s\n%s", (int) length, text, report);
        }
        free(report);
        free(text);
        parsed_clear(&p);
    }
    for (i = 0; i < n_corpus; i++)
        free(corpus[i]);
    n_corpus = 0;
    CU_ASSERT_EQUAL(unsound, 0);
    CU_ASSERT(accepted > 0 && accepted < n);
    printf(" [%ld texts, %ld accepted]", n, accepted);
}

/* Whatever the cap on memory: a tree, or the one message. */
static void
test_memory_cap(void)
{
    char *text = golden_read(ACCEPT "/every_statement.saddle", NULL);
    size_t limit, enough = 0;
    long unsound = 0, wrong = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    for (limit = 0; enough == 0 && limit < 1000000; limit += 48)
    {
        parsed_t p;

        parse_bytes(&p, text, strlen(text), limit);
        unsound += !is_sound(&p);
        if (p.ok)
            enough = limit;
        else
            wrong += p.diags.n != 1
                     || strcmp(p.diags.item[0].code, "E0115") != 0;
        parsed_clear(&p);
    }
    CU_ASSERT(enough > 10000);
    CU_ASSERT_EQUAL(unsound, 0);
    CU_ASSERT_EQUAL(wrong, 0);
    free(text);
}

/* ---- hostile texts ------------------------------------------------------ */

typedef struct
{
    int n, wrong, refused;
} tally_t;

static void
try_hostile(void *ctx, const char *name, const char *text, size_t length,
            hostile_fate_t fate)
{
    tally_t *tally = ctx;
    parsed_t p;
    char *report;
    int good;

    parse_bytes(&p, text, length, ARENA_BYTES);
    report = golden_report(&p.source, &p.diags, 0);
    good = is_sound(&p) && (fate != HOSTILE_NO_TREE || !p.ok)
           && strpbrk(report, "\x1b\x07\b\f\v\r") == NULL
           && strlen(report) < 40000;
    if (!good)
        printf("\n%s: %.300s\n%s", name, text, report);
    tally->n++;
    tally->wrong += !good;
    tally->refused += !p.ok;
    free(report);
    parsed_clear(&p);
}

static void *
run_hostile(void *ctx)
{
    hostile_each(try_hostile, ctx, 0);
    return NULL;
}

/* On a stack of half a megabyte, so that recursion would show. */
static void
test_hostile(void)
{
    tally_t tally = { 0, 0, 0 };
    pthread_attr_t small;
    pthread_t thread;

    CU_ASSERT_EQUAL_FATAL(pthread_attr_init(&small), 0);
    pthread_attr_setstacksize(&small, 512 << 10);
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, &small, run_hostile,
                                         &tally), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&small);
    CU_ASSERT(tally.n >= 200);
    CU_ASSERT_EQUAL(tally.wrong, 0);
    printf(" [%d specs, %d refused by the parser]", tally.n, tally.refused);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "arena", test_arena },
        { "files that are not read", test_source_refuses },
        { "lines", test_source_lines },
        { "columns", test_columns },
        { "UTF-8 by its definition", test_decode },
        { "diagnostics in order", test_diag_order },
        { "diagnostics without control characters", test_diag_clean },
        { "diagnostics as JSON", test_diag_json },
        { "suggestions", test_suggestions },
        { "codes", test_codes },
        { "accepted specs", test_accepted },
        { "rejected specs", test_rejected },
        { "caret with tabs and UTF-8", test_caret },
        { "caret in long lines", test_long_line },
        { "words by their place", test_words },
        { "Greek letters", test_greek },
        { "values", test_values },
        { "a sum of a million terms", test_long_sum },
        { "mutated specs", test_mutations },
        { "memory cap", test_memory_cap },
        { "hostile specs", test_hostile },
        { NULL, NULL },
    };

    return harness_run("syntax", tests);
}
