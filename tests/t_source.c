/* tests/t_source.c -- memory of a parse; source text, its lines and columns. */
#include "harness.h"
#include "parsed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

int
main(void)
{
    static const harness_test_t tests[] = {
        { "arena", test_arena },
        { "files that are not read", test_source_refuses },
        { "lines", test_source_lines },
        { "columns", test_columns },
        { "UTF-8 by its definition", test_decode },
        { NULL, NULL },
    };

    return harness_run("source", tests);
}
