/* compiler/cli/sweep.c -- `saddle sweep`: many points, one table. */
#include "branches.h"
#include "output.h"
#include "picture.h"
#include "scan.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what a worker does ---------------------------------------------------- */

/* All branches over the parameter that is scanned first. */
static void
follow(scan_t *c, FILE *to)
{
    const axis_t *a = c->grid.axis;
    double *value = malloc((size_t) a->n * sizeof *value);

    if (value == NULL)
        return;
    grid_doubles(a, value);
    branches_at(&c->rows, to, a->parameter, value, a->n);
    free(value);
}

static char
point(void *ctx, long index, FILE *to)
{
    scan_t *c = ctx;
    int status;

    if (c->o->cover)
        return cover_block(&c->cover, index, to) ? SWEEP_DONE : SWEEP_LIMIT;
    if (c->o->branches)
        index *= c->grid.axis[0].n;
    status = grid_put(&c->grid, c->s, index, c->rows.unknown);

    if (c->o->branches && status == EXIT_DONE)
        follow(c, to);
    else
        rows_at(&c->rows, to, status == EXIT_DONE);
    return SWEEP_DONE;
}

static void
lost(void *ctx, long index, const char *why, FILE *to)
{
    scan_t *c = ctx;

    (void) why;
    if (c->o->branches)
        index *= c->grid.axis[0].n;
    if (c->o->cover)
    {
        cover_lost(&c->cover, index, to);
        return;
    }
    grid_put(&c->grid, c->s, index, c->rows.unknown);
    rows_status(&c->rows, to, "limit");
}

static int
tick(void *ctx, double part)
{
    return progress_tick(ctx, "points", part);
}

/* ---- the job --------------------------------------------------------------- */

static int
read_shard(sweep_t *job, const options_t *o)
{
    char extra;

    job->shard = job->shards = 1;
    if (o->shard == NULL)
    {
        if (sweep_shard_from_environment(&job->shard, &job->shards)
            == SWEEP_RANK)
            job->workers = 1;
    }
    else if (sscanf(o->shard, "%d/%d%c", &job->shard, &job->shards, &extra)
                 != 2
             || job->shard < 1 || job->shard > job->shards)
    {
        fprintf(stderr, "saddle sweep: --shard is I/N with 1 <= I <= N, not "
                        "'%s'\n", o->shard);
        return EXIT_USAGE;
    }
    if (job->shards > 1 && o->output == NULL)
    {
        fprintf(stderr, "saddle sweep: shards need --output FILE: its journals "
                        "lie beside it\n");
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

static int
prepare(scan_t *c)
{
    const options_t *o = c->o;
    sweep_t *job = &c->job;
    int status = read_shard(job, o);

    if (status != EXIT_DONE)
        return status;
    if (o->plot != NULL && (o->output == NULL || o->json))
    {
        fprintf(stderr, "saddle sweep: --plot draws the CSV table of "
                        "--output FILE\n");
        return EXIT_USAGE;
    }
    if (o->plot != NULL && !picture_can(o->plot))
        return EXIT_USAGE;
    if (o->retry != NULL && strcmp(o->retry, "limit") != 0)
    {
        fprintf(stderr, "saddle sweep: --retry=limit is what there is\n");
        return EXIT_USAGE;
    }
    if (o->output == NULL)
    {
        const char *tmp = getenv("TMPDIR");
        static char path[96];

        snprintf(c->folder, sizeof c->folder, "%.40s/saddle-XXXXXX",
                 tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
        if (mkdtemp(c->folder) == NULL)
        {
            perror("saddle sweep: temporary folder");
            return EXIT_OUTPUT;
        }
        snprintf(path, sizeof path, "%s/out", c->folder);
        job->output = path;
    }
    else
        job->output = o->output;
    job->n_points = o->cover      ? c->cover.n_blocks
                    : o->branches ? c->grid.n_points / c->grid.axis[0].n
                                  : c->grid.n_points;
    job->key = c->key;
    if (o->workers > 0)
        job->workers = (int) (o->workers > 1000 ? 1000 : o->workers);
    job->resume = o->resume || o->retry != NULL;
    job->retry = o->retry != NULL;
    /* blocks of a curve watch their time themselves */
    job->seconds = (double) (o->cover && o->seconds > 0 ? 2 * o->seconds + 10
                                                        : o->seconds);
    job->memory = (size_t) o->memory << 20;
    job->point = point;
    job->lost = lost;
    job->tick = tick;
    job->ctx = c;
    return scan_key(c) ? EXIT_DONE : EXIT_LIMIT;
}

static void
tell(const scan_t *c, const sweep_result_t *r, const char *what)
{
    fprintf(stderr, "saddle sweep: %ld of %ld points%s", r->done,
            c->job.n_points, what);
    if (r->limit > 0)
        fprintf(stderr, "; %ld at a limit (--resume --retry=limit, with more "
                        "time or memory)", r->limit);
    fputc('\n', stderr);
}

/* The file is opened once before the work, so that a place that cannot be
   written is known at once, and again at its end: a killed sweep leaves its
   journal alone. */
static int
can_write(const scan_t *c)
{
    output_t *file;
    int status = proof_open(&file, c->o->output, c->s);

    if (file != NULL)
        output_close(file, 0);
    return status;
}

static int
run(scan_t *c)
{
    sweep_result_t r;
    sweep_end_t end = sweep_run(&r, &c->job);

    progress_end();
    if (r.damaged)
        fprintf(stderr, "saddle sweep: the journal was damaged; the points "
                        "that it lost were done again\n");
    if (end == SWEEP_COMPLETE)
    {
        if (r.limit > 0)
            tell(c, &r, " done");
        return scan_finish(c, r.limit > 0);
    }
    switch (end)
    {
    case SWEEP_OTHERS:
        tell(c, &r, " are there; the last shard writes the table");
        return EXIT_DONE;
    case SWEEP_INTERRUPTED:
        tell(c, &r, c->o->output != NULL
                        ? " done; --resume goes on" : " done, interrupted");
        return EXIT_LIMIT;
    case SWEEP_REFUSED:
        fprintf(stderr, "saddle sweep: %s\n", r.message);
        return EXIT_OUTPUT;
    case SWEEP_WRITE:
        fprintf(stderr, "saddle sweep: %s\n", r.message);
        return EXIT_OUTPUT;
    default:
        fprintf(stderr, "saddle sweep: no memory or processes\n");
        return EXIT_LIMIT;
    }
}

static int
run_scan(scan_t *c)
{
    int status = prepare(c);

    if (status == EXIT_DONE)
        status = can_write(c);
    if (status == EXIT_DONE)
    {
        progress_start(c->o->quiet);
        c->s->mute = 1;
        status = run(c);
    }
    if (c->folder[0] != '\0')
    {
        sweep_clean(&c->job);
        rmdir(c->folder);
    }
    return status;
}

static int
find_threshold(scan_t *c)
{
    const spec_t *spec = &c->s->spec;
    int i;

    if (c->o->threshold == NULL)
        return EXIT_DONE;
    for (i = 0; i < spec->n_thresholds; i++)
        if (strcmp(spec->threshold[i].name, c->o->threshold) == 0)
            c->threshold = spec->threshold + i;
    if (c->threshold != NULL)
        return EXIT_DONE;
    fprintf(stderr, "saddle: model %s has no threshold '%s'\n", spec->name,
            c->o->threshold);
    return EXIT_USAGE;
}

static int
open_points(scan_t *c)
{
    const options_t *o = c->o;
    int status;

    if (o->cover)
        return cover_open(&c->cover, c->s, o, c->threshold, o->n_words - 1,
                          o->word + 1);
    status = grid_open(&c->grid, c->s, o->n_words - 1, o->word + 1, o->points,
                       c->threshold != NULL ? c->threshold->parameter : -1);
    if (status == EXIT_DONE && o->branches
        && (c->grid.n_axes == 0 || c->grid.axis[0].n < 2))
    {
        fprintf(stderr, "saddle sweep: --branches follows the parameter that "
                        "is scanned first: NAME=START:STOP:STEP\n");
        status = EXIT_USAGE;
    }
    return status == EXIT_DONE ? rows_open(&c->rows, c->s, o, c->threshold)
                               : status;
}

static int
sweep_session(session_t *s, const options_t *o)
{
    scan_t c;
    int status;

    memset(&c, 0, sizeof c);
    c.s = s;
    c.o = o;
    status = find_threshold(&c);
    if (status == EXIT_DONE)
        status = open_points(&c);
    if (status == EXIT_DONE)
        status = run_scan(&c);
    if (o->cover)
        cover_close(&c.cover);
    else
        rows_close(&c.rows);
    grid_clear(&c.grid);
    return status;
}

static int
go_together(const options_t *o)
{
    const char *why = NULL;

    if (o->height != NULL && !o->cover)
        why = "--height goes with --cover";
    else if (o->cover && (o->all || o->points != NULL || o->certify
                          || o->digits > 0))
        why = "--cover proves one curve: no --all, --points, --certify or "
              "--digits";
    else if (o->branches && (o->cover || o->all || o->points != NULL
                             || o->threshold != NULL || o->state != NULL))
        why = "--branches finds all states itself: no --all, --from, --points, "
              "--threshold or --cover";
    if (why == NULL)
        return EXIT_DONE;
    fprintf(stderr, "saddle sweep: %s\n", why);
    return EXIT_USAGE;
}

int
run_sweep(const options_t *o)
{
    session_t s;
    int status;

    if (o->n_words == 0)
    {
        fprintf(stderr, "saddle sweep: which file?\n");
        return EXIT_USAGE;
    }
    status = go_together(o);
    if (status != EXIT_DONE)
        return status;
    status = session_open(&s, o->word[0],
                          o->cover ? STAGE_DERIVED : STAGE_LOADED, 0);
    if (status == EXIT_DONE)
        status = sweep_session(&s, o);
    session_clear(&s);
    return status;
}
