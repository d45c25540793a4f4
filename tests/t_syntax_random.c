/* tests/t_syntax_random.c -- mutated, long and hostile texts; little memory. */
#include "harness.h"

#include "golden.h"
#include "hostile/hostile.h"
#include "parsed.h"

#include <flint/ulong_extras.h>
#include <dirent.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define ACCEPT "tests/golden/accept"

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
        "->", "=", "==", "~", ",", ":", "1e5", "2x", "**", "\xCE\xB1",
        "\xE2\x89\xA4", "\xFF", "-", "not not", "((((((((((", "E[",
        "if", "\t", "\\", ";", "0"
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
        if (!parsed_is_sound(&p))
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
        unsound += !parsed_is_sound(&p);
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
    good = parsed_is_sound(&p) && (fate != HOSTILE_NO_TREE || !p.ok)
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
        { "mutated specs", test_mutations },
        { "memory cap", test_memory_cap },
        { "a sum of a million terms", test_long_sum },
        { "hostile specs", test_hostile },
        { NULL, NULL },
    };

    return harness_run("random texts", tests);
}
