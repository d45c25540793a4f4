/* tests/t_spec.c -- rejected specs: the code and the place of each fault; and
   that no text and no tree, however mangled, does harm. */
#include "golden.h"
#include "harness.h"
#include "model_case.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define REJECTED "tests/golden/model_reject.txt"
#define ACCEPT "tests/golden/accept"

/* ---- rejected specs ----------------------------------------------------- */

enum { MAX_BASES = 32, MAX_TEXT = 1 << 14 };

typedef struct
{
    char name[32], text[2000];
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
    static char text[MAX_TEXT + 3000];
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

/* ---- large specs -------------------------------------------------------- */

typedef struct
{
    char *text;
    size_t size;
    FILE *to;
} writer_t;

static FILE *
writer_open(writer_t *w)
{
    w->to = open_memstream(&w->text, &w->size);
    fputs("model t\n parameter alpha > 0\n weights w ~ rademacher\n"
          " samples alpha\n require z >= 0\n", w->to);
    return w->to;
}

/* 1 if accepted. */
static int
writer_check(writer_t *w)
{
    model_case_t m;
    int good;

    fputs("end\n", w->to);
    fclose(w->to);
    model_open(&m, w->text, 0);
    good = m.good;
    model_close(&m);
    free(w->text);
    return good;
}

static void
test_large(void)
{
    writer_t w;
    FILE *f;
    int i;

    f = writer_open(&w);
    fputs(" observable o = q", f);
    for (i = 0; i < 20000; i++)
        fprintf(f, " + q^%d/%d", i % 50, 1 + i % 7);
    fputs("\n", f);
    CU_ASSERT(writer_check(&w));

    f = writer_open(&w); /* many declarations, each using the last */
    fputs(" let a0 = alpha\n", f);
    for (i = 1; i < 5000; i++)
        fprintf(f, " let a%d = a%d + alpha\n", i, i - 1);
    fputs(" observable o = a4999\n", f);
    CU_ASSERT(writer_check(&w));

    f = writer_open(&w); /* doubling: small as a graph, huge as a tree */
    fputs(" let a0 = sqrt(alpha + 1)\n", f);
    for (i = 1; i < 60; i++)
        fprintf(f, " let a%d = exp(a%d + 1/(1 + a%d^2))\n", i, i - 1, i - 1);
    fputs(" observable o = a59\n", f);
    CU_ASSERT(!writer_check(&w));

    f = writer_open(&w); /* a small part of that */
    fputs(" let a0 = sqrt(alpha + 1)\n", f);
    for (i = 1; i < 12; i++)
        fprintf(f, " let a%d = exp(a%d + 1/(1 + a%d^2))\n", i, i - 1, i - 1);
    fputs(" observable o = max(a0, a1, a2, a3, a4, a5, a11)\n", f);
    CU_ASSERT(writer_check(&w));

    f = writer_open(&w); /* observables that use those below */
    for (i = 0; i < 5000; i++)
        fprintf(f, " observable o%d = o%d + 1\n", i, i + 1);
    fputs(" observable o5000 = q\n", f);
    CU_ASSERT(!writer_check(&w));

    f = writer_open(&w); /* nested averages over finite laws */
    fputs(" observable o = ", f);
    for (i = 0; i < 40; i++)
        fprintf(f, "E[s%d ~ rademacher](", i);
    fputs("exp(q", f);
    for (i = 0; i < 40; i++)
        fprintf(f, "*(s%d + %d)", i, i + 2);
    fputs(")", f);
    for (i = 0; i < 40; i++)
        fputs(")", f);
    fputs("\n", f);
    CU_ASSERT(!writer_check(&w));

    f = writer_open(&w); /* functions of functions: depth, then numbers */
    fputs(" let f0(x) = x^9999\n", f);
    for (i = 1; i < 30; i++)
        fprintf(f, " let f%d(x) = f%d(f%d(x))\n", i, i - 1, i - 1);
    fputs(" observable o = f29(3)\n", f);
    CU_ASSERT(!writer_check(&w));
}

/* ---- mangled texts and trees -------------------------------------------- */

enum { MAX_CORPUS = 64, MAX_TOKENS = 4000 };

static char *corpus[MAX_CORPUS];
static int n_corpus;

static void
corpus_load(void)
{
    DIR *folder = opendir(ACCEPT);
    struct dirent *e;
    char path[400];

    n_corpus = 0;
    while (folder != NULL && (e = readdir(folder)) != NULL)
    {
        size_t n = strlen(e->d_name);

        if (n < 8 || strcmp(e->d_name + n - 7, ".saddle") != 0
            || n_corpus >= MAX_CORPUS)
            continue;
        snprintf(path, sizeof path, "%s/%s", ACCEPT, e->d_name);
        corpus[n_corpus] = golden_read(path, NULL);
        n_corpus += corpus[n_corpus] != NULL;
    }
    if (folder != NULL)
        closedir(folder);
}

static int
token_class(char c)
{
    return c == '\n' || c == ' ' ? c
           : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                   || (c >= 'A' && c <= 'Z') || c == '_' || c == '.'
               ? 1 : c & 0x80 ? 2 : 0;
}

/* Splits into tokens; start[i] .. start[i + 1]. */
static int
tokens(const char *text, const char **start)
{
    int n = 0;

    while (*text != '\0' && n < MAX_TOKENS - 1)
    {
        const char *end = text + 1;

        while (*end != '\0' && token_class(*end) == token_class(*text)
               && token_class(*end) != 0)
            end++;
        start[n++] = text;
        text = end;
    }
    start[n] = text;
    return n;
}

static int
below(int n)
{
    return n > 0 ? (int) n_randint(rng, (ulong) n) : 0;
}

/* A spec with a few tokens left out, doubled, moved, or from other specs. */
static char *
mutate(void)
{
    static const char *start[MAX_TOKENS], *other[MAX_TOKENS];
    const char *text = corpus[below(n_corpus)];
    const char *from = corpus[below(n_corpus)];
    int n = tokens(text, start), k = tokens(from, other), i, j;
    int rate = 1 + below(6);
    char *out;
    size_t size;
    FILE *f = open_memstream(&out, &size);

    for (i = 0; i < n; i++)
    {
        int change = below(n) < rate;
        int what = change ? below(5) : -1;

        if (what != 0)
            fwrite(start[i], 1, (size_t) (start[i + 1] - start[i]), f);
        if (what == 1)
            fwrite(start[i], 1, (size_t) (start[i + 1] - start[i]), f);
        else if (what == 2)
            i++;
        else if (what == 3 && k > 0)
        {
            j = below(k);
            fprintf(f, " %.*s ", (int) (other[j + 1] - other[j]), other[j]);
        }
        else if (what == 4)
        {
            j = below(n);
            fprintf(f, " %.*s ", (int) (start[j + 1] - start[j]), start[j]);
        }
    }
    fclose(f);
    return out;
}

static void
test_mutations(void)
{
    long i, n = trials(4000), accepted = 0, parsed = 0;
    model_case_t m;

    corpus_load();
    CU_ASSERT_FATAL(n_corpus > 8);
    for (i = 0; i < n; i++)
    {
        char *text = mutate();

        model_open(&m, text, 0);
        parsed += m.parsed;
        accepted += m.good;
        CU_ASSERT(m.good || m.diags.n_errors > 0);
        model_close(&m);
        free(text);
    }
    printf(" [%ld mutants, %ld parsed, %ld accepted]", n, parsed, accepted);
    CU_ASSERT(parsed > n / 20);
}

/* Overwrites a node of the tree by something that does not belong there. */
static void
scramble(ast_t *a, ast_t *const *leaf, int n_leaves, int rate)
{
    int i;

    if (a == NULL)
        return;
    for (i = 0; i < a->n; i++)
        if (below(100) < rate)
            a->child[i] = below(8) == 0 ? NULL : leaf[below(n_leaves)];
        else
            scramble(a->child[i], leaf, n_leaves, rate);
}

static ast_t *
make_node(arena_t *arena, ast_kind_t kind, const char *text, int n,
          ast_t *child)
{
    static const relation_t relation[2] = { REL_LT, REL_EQ };
    ast_t *a = arena_alloc(arena, sizeof *a);
    int i;

    a->kind = kind;
    a->text = text;
    a->n = n;
    a->depth = 2;
    a->span.line = a->span.col = 1;
    a->ops = kind == AST_PRODUCT ? "*/" : "+-";
    a->relation = relation;
    a->child = arena_alloc(arena, 4 * sizeof *a->child);
    for (i = 0; i < n; i++)
        a->child[i] = child;
    return a;
}

static void
test_trees(void)
{
    long i, n = trials(3000);
    int k, j;

    CU_ASSERT_FATAL(n_corpus > 8);
    for (i = 0; i < n; i++)
    {
        model_case_t m;
        ast_t *leaf[32], *name;
        int kind;

        model_open(&m, corpus[below(n_corpus)], 0);
        algebra_free(m.algebra);
        m.algebra = algebra_new(0);
        name = make_node(&m.arena, AST_NAME, "q", 0, NULL);
        leaf[0] = name;
        leaf[1] = make_node(&m.arena, AST_NUMBER, "2", 0, NULL);
        leaf[2] = make_node(&m.arena, AST_BAD, NULL, 0, NULL);
        leaf[3] = make_node(&m.arena, AST_NAME, "rademacher", 0, NULL);
        for (k = 4, kind = AST_CALL; kind <= AST_IF; kind++, k++)
            leaf[k] = make_node(&m.arena, (ast_kind_t) kind,
                                kind == AST_BINDER ? "sum" : "f",
                                kind == AST_IF ? 3 : 1 + below(2),
                                leaf[below(k)]);
        for (j = 0; j < m.tree.n; j++)
        {
            stmt_t *s = m.tree.stmt[j];

            scramble(s->value, leaf, k, 12);
            scramble(s->condition.value, leaf, k, 12);
            for (kind = 0; kind < s->n_args; kind++)
                if (below(6) == 0)
                    s->args[kind] = leaf[below(k)];
            if (below(20) == 0)
                s->value = leaf[below(k)];
            if (below(20) == 0)
                s->variable = leaf[below(k)];
            if (below(20) == 0)
                s->range_lo = leaf[below(k)];
        }
        (void) spec_check(&m.spec, &m.arena, m.algebra, &m.tree, &m.diags);
        model_close(&m);
    }
}

static void
test_corpus_end(void)
{
    while (n_corpus > 0)
        free(corpus[--n_corpus]);
}

int
main(void)
{
    static const harness_test_t test[] = {
        { "specs with one fault", test_rejected },
        { "every code has a spec", test_codes },
        { "several errors and suggestions", test_messages },
        { "memory that ends at any moment", test_memory },
        { "large specs", test_large },
        { "mangled texts", test_mutations },
        { "mangled trees", test_trees },
        { "end", test_corpus_end },
        { NULL, NULL }
    };

    return harness_run("spec", test);
}
