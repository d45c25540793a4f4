/* compiler/cli/output_file.c -- files that appear whole or not at all. */
#include "cli.h"
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct output
{
    FILE *stream;
    char *path, *temporary;
    int direct; /* a device such as /dev/stdout: nothing to rename */
};

/* Temporary names of files that are open now: for the end after a signal. */
enum { MOST_OPEN = 8 };
static const char *volatile unfinished[MOST_OPEN];

static void
remember(const char *from, const char *to)
{
    int i;

    for (i = 0; i < MOST_OPEN; i++)
        if (unfinished[i] == from)
        {
            unfinished[i] = to;
            return;
        }
}

void
output_abandon(void)
{
    int i;

    for (i = 0; i < MOST_OPEN; i++)
        if (unfinished[i] != NULL)
            unlink(unfinished[i]);
}

static void
output_free(output_t *o)
{
    if (o->temporary != NULL)
        remember(o->temporary, NULL);
    free(o->path);
    free(o->temporary);
    free(o);
}

static output_t *
open_failed(output_t *o, const char *path, const char *reason)
{
    fprintf(stderr, "saddle: %s: cannot be written: %s\n", path, reason);
    if (o != NULL)
        output_free(o);
    return NULL;
}

output_t *
output_open(const char *path)
{
    output_t *o = calloc(1, sizeof *o);
    struct stat at;
    int fd;

    if (o == NULL || (o->path = strdup(path)) == NULL
        || asprintf(&o->temporary, "%s.XXXXXX", path) < 0)
        return open_failed(o, path, "out of memory");
    if (stat(path, &at) == 0 && S_ISDIR(at.st_mode))
        return open_failed(o, path, strerror(EISDIR));
    if (stat(path, &at) == 0 && !S_ISREG(at.st_mode))
    {
        o->direct = 1;
        o->stream = fopen(path, "w");
    }
    else if ((fd = mkostemp(o->temporary, O_CLOEXEC)) >= 0)
    {
        mode_t mask = umask(0);

        remember(NULL, o->temporary);
        umask(mask);
        fchmod(fd, 0666 & ~mask);
        o->stream = fdopen(fd, "w");
    }
    return o->stream != NULL ? o : open_failed(o, path, strerror(errno));
}

FILE *
output_stream(output_t *o)
{
    return o->stream;
}

int
output_close(output_t *o, int keep)
{
    int bad = ferror(o->stream), error = errno;

    if (keep && !bad && fflush(o->stream) != 0)
        bad = 1, error = errno;
    if (keep && !bad && !o->direct && fsync(fileno(o->stream)) != 0)
        bad = 1, error = errno;
    if (fclose(o->stream) != 0 && !bad)
        bad = 1, error = errno;
    if (!o->direct && keep && !bad && rename(o->temporary, o->path) != 0)
        bad = 1, error = errno;
    if (!o->direct && (!keep || bad))
        unlink(o->temporary);
    if (keep && bad)
        fprintf(stderr, "saddle: %s: cannot be written: %s\n", o->path,
                strerror(error));
    output_free(o);
    return keep && bad ? EXIT_OUTPUT : EXIT_DONE;
}

int
output_probe(const char *path)
{
    struct stat at;
    output_t *probe;

    if (path == NULL
        || (stat(path, &at) == 0 && !S_ISREG(at.st_mode)
            && !S_ISDIR(at.st_mode)))
        return EXIT_DONE;
    probe = output_open(path);
    return probe != NULL ? output_close(probe, 0) : EXIT_OUTPUT;
}
