/* compiler/cli/scan_finish.c -- the table of a sweep, once its points are there. */
#include "scan.h"
#include "output.h"
#include "plot.h"
#include "proof.h"

#include <stdlib.h>
#include <string.h>

/* FILE.csv and FILE.cert belong together: what is missing of the two. */
static char *
with_ending(const char *path, const char *ending)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash : path, '.');
    char *out = NULL;

    if (asprintf(&out, "%.*s%s", (int) (dot != NULL ? (size_t) (dot - path)
                                                    : strlen(path)),
                 path, ending) < 0)
        return NULL;
    return out;
}

static int
is_certificate(const char *path)
{
    size_t n = path != NULL ? strlen(path) : 0;

    return n > 5 && strcmp(path + n - 5, ".cert") == 0;
}

/* A certificate beside the table; -o FILE.cert: the table goes to standard
   output. */
static int
write_cover(scan_t *c, FILE *table)
{
    char *path = c->o->output != NULL ? with_ending(c->o->output, ".cert")
                                      : NULL;
    char *text = NULL;
    size_t length = 0;
    FILE *lines = open_memstream(&text, &length);
    output_t *file = NULL;
    int status = EXIT_LIMIT, closed;

    if (lines != NULL && sweep_collect(&c->job, lines) == 0
        && fclose(lines) == 0 && (lines = fmemopen(text, length, "r")) != NULL)
    {
        status = proof_open(&file, path, c->s);
        if (status == EXIT_DONE)
            status = cover_finish(&c->cover, lines, table,
                                  file != NULL ? output_stream(file) : NULL);
        if (file != NULL)
        {
            closed = output_close(file, status == EXIT_DONE);
            status = closed != EXIT_DONE ? closed : status;
        }
    }
    if (lines != NULL)
        fclose(lines);
    free(text);
    free(path);
    return status;
}

/* The final file, or standard output; then the journals go, unless they have
   points for --retry. */
int
scan_finish(scan_t *c, int keep)
{
    int to_stdout = c->o->output == NULL
                    || (c->o->cover && is_certificate(c->o->output));
    output_t *file = NULL;
    FILE *to;
    int failed, proven = EXIT_DONE, status = EXIT_DONE;

    if (!to_stdout)
        status = proof_open(&file, c->o->output, c->s);
    if (status != EXIT_DONE)
        return status;
    to = file != NULL ? output_stream(file) : stdout;
    scan_head(to, c);
    if (c->o->cover)
        proven = write_cover(c, to);
    failed = c->o->cover ? proven == EXIT_OUTPUT
                         : sweep_collect(&c->job, to) != 0;
    failed = failed || ferror(to);
    if (failed && c->job.shards > 1 && sweep_is_collected(&c->job))
    {
        if (file != NULL)
            output_close(file, 0);
        return EXIT_DONE;
    }
    if (failed)
        fprintf(stderr, "saddle sweep: the table could not be put together; "
                        "the journal is kept\n");
    if (file != NULL)
        status = output_close(file, !failed);
    else if (fflush(stdout) != 0)
        failed = 1;
    if (failed)
        return EXIT_OUTPUT;
    if (status == EXIT_DONE && !keep)
        sweep_clean(&c->job);
    if (status == EXIT_DONE && c->o->plot != NULL)
        status = plot_table(c->o->output, c->o->plot, c->o->y);
    return status == EXIT_DONE ? proven : status;
}
