/* tests/t_mangled.c -- no spec, however large or mangled, does harm. */
#include "golden.h"
#include "harness.h"
#include "model_case.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define ACCEPT "tests/golden/accept"

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
        { "large specs", test_large },
        { "mangled texts", test_mutations },
        { "mangled trees", test_trees },
        { "end", test_corpus_end },
        { NULL, NULL }
    };

    return harness_run("mangled specs", test);
}
