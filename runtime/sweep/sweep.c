/* runtime/sweep/sweep.c -- many points, journalled, then one file in order. */
#include "sweep.h"
#include "pool.h"
#include "sweep_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    known_t known;
    journal_t *journal;
    int write_error;
} state_t;

static char
run_point(void *ctx, long index, FILE *to)
{
    state_t *t = ctx;

    return t->known.s->point(t->known.s->ctx, index, to);
}

static int
store(state_t *t, long index, char status, const char *data, size_t length)
{
    t->known.status[index] = status;
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
    t->known.s->lost(t->known.s->ctx, index, why != NULL ? why : "no rows", to);
    failed = fclose(to) != 0 || store(t, index, SWEEP_LIMIT, rows, n);
    free(rows);
    return failed;
}

static int
tick(void *ctx, double part)
{
    state_t *t = ctx;

    const sweep_t *s = t->known.s;

    return s->tick != NULL ? s->tick(s->ctx, part) : 0;
}

static int
is_wanted(const state_t *t, long i)
{
    const sweep_t *s = t->known.s;

    return i % s->shards == s->shard - 1
           && (t->known.status[i] == 0
               || (s->retry && t->known.status[i] == SWEEP_LIMIT));
}

static pool_status_t
run_missing(state_t *t)
{
    const sweep_t *s = t->known.s;
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
    for (i = 0; i < t->known.s->n_points; i++)
    {
        r->done += t->known.status[i] != 0;
        r->limit += t->known.status[i] == SWEEP_LIMIT;
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
    return r->done == t->known.s->n_points ? SWEEP_COMPLETE : SWEEP_OTHERS;
}

static sweep_end_t
run_with(state_t *t, sweep_result_t *r, const char *path)
{
    const sweep_t *s = t->known.s;
    journal_status_t opened;
    sweep_end_t end;
    long holder = 0;

    opened = journal_open(&t->journal, path, s->key, s->resume, sweep_note,
                          &t->known, &holder, &r->damaged);
    if (opened != JOURNAL_OK)
        return refuse(r, opened, path, holder);
    if (s->resume)
        sweep_read_others(&t->known);
    end = end_of(t, run_missing(t), r, path);
    /* other shards may have come to their ends meanwhile */
    if (end == SWEEP_OTHERS)
    {
        sweep_read_others(&t->known);
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
    state_t t = { .known.s = s };
    char *path = sweep_journal(s);
    sweep_end_t end = SWEEP_MEMORY;

    memset(result, 0, sizeof *result);
    t.known.status = calloc((size_t) s->n_points + 1, 1);
    if (path != NULL && t.known.status != NULL)
        end = run_with(&t, result, path);
    free(t.known.status);
    free(path);
    return end;
}
