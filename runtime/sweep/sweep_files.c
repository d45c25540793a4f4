/* runtime/sweep/sweep_files.c -- the journals of a sweep beside its output. */
#include "sweep_files.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void
sweep_note(void *ctx, long index, char status, const char *data,
           size_t length)
{
    known_t *t = ctx;

    if (index < 0 || index >= t->s->n_points || t->status[index] == SWEEP_DONE)
        return;
    t->status[index] = status;
    if (t->rows == NULL)
        return;
    free(t->rows[index]);
    t->rows[index] = malloc(length);
    t->length[index] = length;
    if (t->rows[index] != NULL)
        memcpy(t->rows[index], data, length);
}

char *
sweep_journal(const sweep_t *s)
{
    char *path = NULL;
    int n;

    if (s->shards > 1)
        n = asprintf(&path, "%s.%d-of-%d.journal", s->output, s->shard,
                     s->shards);
    else
        n = asprintf(&path, "%s.journal", s->output);
    return n < 0 ? NULL : path;
}

/* Characters that glob() would read as its own. */
static char *
quoted(const char *path)
{
    char *out = malloc(2 * strlen(path) + 1), *to = out;

    for (; out != NULL && *path != '\0'; path++)
    {
        if (strchr("*?[\\", *path) != NULL)
            *to++ = '\\';
        *to++ = *path;
    }
    if (out != NULL)
        *to = '\0';
    return out;
}

static void
for_each_journal(const sweep_t *s, void (*visit)(void *, const char *),
                 void *ctx)
{
    char *base = quoted(s->output), *pattern = NULL;
    glob_t found;
    size_t i;

    if (base != NULL && asprintf(&pattern, "%s*.journal", base) >= 0)
    {
        if (glob(pattern, 0, NULL, &found) == 0)
            for (i = 0; i < found.gl_pathc; i++)
                visit(ctx, found.gl_pathv[i]);
        globfree(&found);
        free(pattern);
    }
    free(base);
}

/* "OUT.journal" or "OUT.I-of-N.journal", and not a neighbour "OUT2.journal". */
static int
is_journal_of(const sweep_t *s, const char *path)
{
    const char *rest = path + strlen(s->output);
    int i, n, used = 0;

    if (strcmp(rest, ".journal") == 0)
        return 1;
    return sscanf(rest, ".%d-of-%d.journal%n", &i, &n, &used) == 2
           && rest[used] == '\0';
}

static void
read_other(void *ctx, const char *path)
{
    known_t *t = ctx;
    char *own = sweep_journal(t->s);

    /* the own one is open: closing it once more would drop its lock */
    if (own != NULL && strcmp(own, path) != 0 && is_journal_of(t->s, path))
        journal_read(path, t->s->key, sweep_note, t);
    free(own);
}

static void
read_any(void *ctx, const char *path)
{
    known_t *t = ctx;

    if (is_journal_of(t->s, path))
        journal_read(path, t->s->key, sweep_note, t);
}

void
sweep_read_others(known_t *t)
{
    for_each_journal(t->s, read_other, t);
}

int
sweep_collect(const sweep_t *s, FILE *to)
{
    known_t t = { .s = s };
    size_t n = (size_t) s->n_points + 1;
    int failed = 0;
    long i;

    t.status = calloc(n, 1);
    t.rows = calloc(n, sizeof *t.rows);
    t.length = calloc(n, sizeof *t.length);
    if (t.status == NULL || t.rows == NULL || t.length == NULL)
        failed = 1;
    else
        for_each_journal(s, read_any, &t);
    for (i = 0; !failed && i < s->n_points; i++)
        failed = t.rows[i] == NULL
                 || fwrite(t.rows[i], 1, t.length[i], to) != t.length[i];
    for (i = 0; t.rows != NULL && i < s->n_points; i++)
        free(t.rows[i]);
    free(t.rows);
    free(t.length);
    free(t.status);
    return failed ? -1 : 0;
}

int
sweep_is_collected(const sweep_t *s)
{
    const struct timespec moment = { .tv_nsec = 10000000 };
    char *own = sweep_journal(s);
    int gone = 0, looks;

    /* the other one may be half through the journals that it removes */
    for (looks = 0; looks < 200 && own != NULL && !gone; looks++)
    {
        if (looks > 0)
            nanosleep(&moment, NULL);
        gone = access(own, F_OK) != 0 && access(s->output, F_OK) == 0;
    }
    free(own);
    return gone;
}

static void
delete_one(void *ctx, const char *path)
{
    const sweep_t *s = ctx;

    if (is_journal_of(s, path)
        && journal_is_of(path, s->key))
        remove(path);
}

void
sweep_clean(const sweep_t *s)
{
    for_each_journal(s, delete_one, (void *) s);
}
