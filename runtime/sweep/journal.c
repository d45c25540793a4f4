/* runtime/sweep/journal.c -- finished points on disk, one record each. */
#include "journal.h"
#include "journal_record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HEADER "saddle journal 2 %.64s\n"

struct journal
{
    int fd;
    char *path;
    off_t end;          /* behind the last good record                     */
    time_t synced;
};

static char *
read_all(int fd, size_t *size)
{
    struct stat st;
    char *text;
    size_t done = 0;
    ssize_t n;

    if (fstat(fd, &st) != 0)
        return NULL;
    text = malloc((size_t) st.st_size + 1);
    while (text != NULL && done < (size_t) st.st_size)
    {
        n = pread(fd, text + done, (size_t) st.st_size - done, (off_t) done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t) n;
    }
    *size = done;
    return text;
}

static int
write_at(int fd, const char *data, size_t length, off_t place)
{
    while (length > 0)
    {
        ssize_t n = pwrite(fd, data, length, place);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
        {
            errno = n == 0 ? ENOSPC : errno;
            return -1;
        }
        data += n;
        length -= (size_t) n;
        place += n;
    }
    return 0;
}

/* 1: there, 0: nothing but a beginning of it, -1: something else. */
static int
has_header(const char *text, size_t size, const char *header, size_t length)
{
    if (size >= length)
        return memcmp(text, header, length) == 0 ? 1 : -1;
    return memcmp(text, header, size) == 0 ? 0 : -1;
}

static int
lock(int fd, long *holder)
{
    struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    if (fcntl(fd, F_SETLK, &l) == 0)
        return 1;
    l.l_pid = 0;
    fcntl(fd, F_GETLK, &l);
    *holder = l.l_pid;
    return 0;
}

/* A visitor that also counts. */
typedef struct
{
    journal_visit_t visit;
    void *ctx;
    long records;
} counter_t;

static void
count(void *ctx, long index, char status, const char *data, size_t length)
{
    counter_t *c = ctx;

    c->records++;
    if (c->visit != NULL)
        c->visit(c->ctx, index, status, data, length);
}

/* The records of an open file; *end: behind the last good one, 0 when even
   the header is missing. */
static journal_status_t
replay(int fd, const char *key, counter_t *c, off_t *end, int *damaged)
{
    char header[JOURNAL_HEAD], *text;
    size_t size = 0, length;
    int there;

    length = (size_t) snprintf(header, sizeof header, HEADER, key);
    text = read_all(fd, &size);
    if (text == NULL)
        return JOURNAL_FAILED;
    there = has_header(text, size, header, length);
    *end = there > 0
        ? (off_t) journal_visit(text, size, length, count, c, damaged) : 0;
    free(text);
    return there < 0 ? JOURNAL_FOREIGN : JOURNAL_OK;
}

static journal_status_t
take_over(journal_t *j, const char *key, int resume, counter_t *c,
          int *damaged)
{
    char header[JOURNAL_HEAD];
    journal_status_t status = replay(j->fd, key, c, &j->end, damaged);
    int length;

    if (status != JOURNAL_OK)
        return status;
    if (c->records > 0 && !resume)
        return JOURNAL_EXISTS;
    if (j->end == 0)
    {
        length = snprintf(header, sizeof header, HEADER, key);
        if (write_at(j->fd, header, (size_t) length, 0) != 0)
            return JOURNAL_FAILED;
        j->end = length;
    }
    return ftruncate(j->fd, j->end) == 0 ? JOURNAL_OK : JOURNAL_FAILED;
}

static void
discard(journal_t *j)
{
    int saved = errno;

    if (j->fd >= 0)
        close(j->fd);
    free(j->path);
    free(j);
    errno = saved;
}

journal_status_t
journal_open(journal_t **out, const char *path, const char *key, int resume,
             journal_visit_t visit, void *ctx, long *holder, int *damaged)
{
    journal_t *j = calloc(1, sizeof *j);
    counter_t c = { resume ? visit : NULL, ctx, 0 };
    journal_status_t status;

    *out = NULL;
    *damaged = 0;
    if (j == NULL)
        return JOURNAL_FAILED;
    j->path = strdup(path);
    j->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (j->fd < 0 || j->path == NULL)
        status = JOURNAL_FAILED;
    else if (!lock(j->fd, holder))
        status = JOURNAL_LOCKED;
    else
        status = take_over(j, key, resume, &c, damaged);
    if (status == JOURNAL_OK)
        *out = j;
    else
        discard(j);
    return status;
}

journal_status_t
journal_read(const char *path, const char *key, journal_visit_t visit,
             void *ctx)
{
    counter_t c = { visit, ctx, 0 };
    journal_status_t status;
    int damaged = 0, fd = open(path, O_RDONLY | O_CLOEXEC);
    off_t end;

    if (fd < 0)
        return JOURNAL_FAILED;
    status = replay(fd, key, &c, &end, &damaged);
    close(fd);
    return status;
}

int
journal_is_of(const char *path, const char *key)
{
    char header[JOURNAL_HEAD], text[JOURNAL_HEAD];
    size_t length = (size_t) snprintf(header, sizeof header, HEADER, key);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? pread(fd, text, length, 0) : -1;

    if (fd >= 0)
        close(fd);
    return n >= 0 && has_header(text, (size_t) n, header, length) >= 0;
}

int
journal_append(journal_t *j, long index, char status, const char *data,
               size_t length)
{
    char head[JOURNAL_HEAD], *record;
    int n = journal_head(head, index, status, data, length), failed;
    size_t size = (size_t) n + length + 1;

    record = malloc(size);
    if (record == NULL)
        return -1;
    memcpy(record, head, (size_t) n);
    memcpy(record + n, data, length);
    record[size - 1] = '\n';
    failed = write_at(j->fd, record, size, j->end);
    free(record);
    if (failed)
    {
        int saved = errno;

        if (ftruncate(j->fd, j->end) != 0)
            errno = saved;
        errno = saved;
        return -1;
    }
    j->end += (off_t) size;
    if (time(NULL) != j->synced)
    {
        fdatasync(j->fd);
        j->synced = time(NULL);
    }
    return 0;
}

int
journal_close(journal_t *j, int remove)
{
    int failed = fsync(j->fd) != 0 && errno != EINVAL && errno != EROFS;

    if (remove)
        failed = unlink(j->path) != 0;
    failed |= close(j->fd) != 0;
    free(j->path);
    free(j);
    return failed ? -1 : 0;
}
