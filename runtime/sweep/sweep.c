/* runtime/sweep/sweep.c -- many points, journalled, then one file in order. */
#include "sweep.h"
#include "journal.h"
#include "pool.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is known of the points: rows are kept only when they are collected. */
typedef struct
{
    const sweep_t *s;
    char *status;       /* per point, 0: nothing                           */
    char **rows;        /* per point, or NULL                              */
    size_t *length;
    journal_t *journal;
    int write_error;
} state_t;

static void
note_record(void *ctx, long index, char status, const char *data,
            size_t length)
{
    state_t *t = ctx;

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

/* ---- journals beside the output ------------------------------------------ */

static char *
own_journal(const sweep_t *s)
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
    state_t *t = ctx;
    char *own = own_journal(t->s);

    /* the own one is open: closing it once more would drop its lock */
    if (own != NULL && strcmp(own, path) != 0 && is_journal_of(t->s, path))
        journal_read(path, t->s->key, note_record, t);
    free(own);
}

static void
read_any(void *ctx, const char *path)
{
    state_t *t = ctx;

    if (is_journal_of(t->s, path))
        journal_read(path, t->s->key, note_record, t);
}

/* ---- running --------------------------------------------------------------- */

static char
run_point(void *ctx, long index, FILE *to)
{
    state_t *t = ctx;

    return t->s->point(t->s->ctx, index, to);
}

static int
store(state_t *t, long index, char status, const char *data, size_t length)
{
    t->status[index] = status;
    if (journal_append(t->journal, index, status, data, length) == 0)
        return 0;
    t->write_error = errno;
    return 1;
}

static int
take_point(void *ctx, long index, char status, const char *data,
           size_t length, const char *why)
{
    state_t *t = ctx;
    char *rows = NULL;
    size_t n = 0;
    FILE *to;
    int failed;

    if (data != NULL && length > 0)
        return store(t, index, status, data, length);
    to = open_memstream(&rows, &n);
    if (to == NULL)
        return 1;
    t->s->lost(t->s->ctx, index, why != NULL ? why : "no rows", to);
    failed = fclose(to) != 0 || store(t, index, SWEEP_LIMIT, rows, n);
    free(rows);
    return failed;
}

static int
tick(void *ctx, double part)
{
    state_t *t = ctx;

    return t->s->tick != NULL ? t->s->tick(t->s->ctx, part) : 0;
}

static int
is_wanted(const state_t *t, long i)
{
    const sweep_t *s = t->s;

    return i % s->shards == s->shard - 1
           && (t->status[i] == 0
               || (s->retry && t->status[i] == SWEEP_LIMIT));
}

static pool_status_t
run_missing(state_t *t)
{
    const sweep_t *s = t->s;
    long *index = malloc(((size_t) s->n_points + 1) * sizeof *index), i, n = 0;
    pool_t pool = { s->workers > 0 ? s->workers : pool_cores(), s->seconds,
                    s->memory, 0, index, run_point, take_point, tick, t };
    pool_status_t status;

    if (index == NULL)
        return POOL_FAILED;
    for (i = 0; i < s->n_points; i++)
        if (is_wanted(t, i))
            index[n++] = i;
    pool.n = n;
    status = pool_run(&pool);
    free(index);
    return status;
}

static sweep_end_t
refuse(sweep_result_t *r, journal_status_t status, const char *path,
       long holder)
{
    size_t n = sizeof r->message;

    switch (status)
    {
    case JOURNAL_EXISTS:
        snprintf(r->message, n, "%s: an unfinished sweep of the same points "
                 "is there; --resume goes on with it, or delete the file",
                 path);
        return SWEEP_REFUSED;
    case JOURNAL_FOREIGN:
        snprintf(r->message, n, "%s: belongs to another spec or other points; "
                 "choose another output, or delete the file", path);
        return SWEEP_REFUSED;
    case JOURNAL_LOCKED:
        snprintf(r->message, n, "%s: process %ld is writing it", path, holder);
        return SWEEP_REFUSED;
    default:
        snprintf(r->message, n, "%s: %s", path, strerror(errno));
        return SWEEP_WRITE;
    }
}

static sweep_end_t
end_of(state_t *t, pool_status_t pool, sweep_result_t *r, const char *path)
{
    long i;

    r->done = r->limit = 0;
    for (i = 0; i < t->s->n_points; i++)
    {
        r->done += t->status[i] != 0;
        r->limit += t->status[i] == SWEEP_LIMIT;
    }
    if (t->write_error != 0)
    {
        snprintf(r->message, sizeof r->message, "%s: %s; the points written "
                 "so far are kept, --resume goes on", path,
                 strerror(t->write_error));
        return SWEEP_WRITE;
    }
    if (pool == POOL_INTERRUPTED)
        return SWEEP_INTERRUPTED;
    if (pool != POOL_OK)
        return SWEEP_MEMORY;
    return r->done == t->s->n_points ? SWEEP_COMPLETE : SWEEP_OTHERS;
}

static sweep_end_t
run_with(state_t *t, sweep_result_t *r, const char *path)
{
    const sweep_t *s = t->s;
    journal_status_t opened;
    sweep_end_t end;
    long holder = 0;

    opened = journal_open(&t->journal, path, s->key, s->resume, note_record, t,
                          &holder, &r->damaged);
    if (opened != JOURNAL_OK)
        return refuse(r, opened, path, holder);
    if (s->resume)
        for_each_journal(s, read_other, t);
    end = end_of(t, run_missing(t), r, path);
    /* other shards may have come to their ends meanwhile */
    if (end == SWEEP_OTHERS)
    {
        for_each_journal(s, read_other, t);
        end = end_of(t, POOL_OK, r, path);
    }
    if (journal_close(t->journal, 0) != 0 && end == SWEEP_COMPLETE)
    {
        snprintf(r->message, sizeof r->message, "%s: %s", path,
                 strerror(errno));
        end = SWEEP_WRITE;
    }
    return end;
}

sweep_end_t
sweep_run(sweep_result_t *result, const sweep_t *s)
{
    state_t t = { .s = s };
    char *path = own_journal(s);
    sweep_end_t end = SWEEP_MEMORY;

    memset(result, 0, sizeof *result);
    t.status = calloc((size_t) s->n_points + 1, 1);
    if (path != NULL && t.status != NULL)
        end = run_with(&t, result, path);
    free(t.status);
    free(path);
    return end;
}

/* ---- afterwards ------------------------------------------------------------ */

int
sweep_collect(const sweep_t *s, FILE *to)
{
    state_t t = { .s = s };
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
    char *own = own_journal(s);
    int gone = own != NULL && access(own, F_OK) != 0
               && access(s->output, F_OK) == 0;

    free(own);
    return gone;
}

static void
delete_one(void *ctx, const char *path)
{
    const sweep_t *s = ctx;

    if (is_journal_of(s, path)
        && journal_read(path, s->key, NULL, NULL) == JOURNAL_OK)
        remove(path);
}

void
sweep_clean(const sweep_t *s)
{
    for_each_journal(s, delete_one, (void *) s);
}

static int
number(const char *name, int *value)
{
    const char *text = getenv(name);
    char *end;
    long n;

    if (text == NULL || *text == '\0')
        return 0;
    n = strtol(text, &end, 10);
    if (*end != '\0' || n < 0 || n > 1000000)
        return 0;
    *value = (int) n;
    return 1;
}

sweep_place_t
sweep_shard_from_environment(int *shard, int *shards)
{
    static const char *const ranks[][2] = {
        { "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE" },
        { "PMI_RANK", "PMI_SIZE" },
    };
    int id, least, count;
    size_t i;

    for (i = 0; i < sizeof ranks / sizeof ranks[0]; i++)
        if (number(ranks[i][0], &id) && number(ranks[i][1], &count)
            && id < count)
        {
            *shard = id + 1;
            *shards = count;
            return SWEEP_RANK;
        }
    if (!number("SLURM_ARRAY_TASK_ID", &id)
        || !number("SLURM_ARRAY_TASK_COUNT", &count))
        return SWEEP_ALONE;
    least = 0;
    number("SLURM_ARRAY_TASK_MIN", &least);
    if (id - least < 0 || id - least >= count)
        return SWEEP_ALONE;
    *shard = id - least + 1;
    *shards = count;
    return SWEEP_TASK;
}
