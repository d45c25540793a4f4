/* compiler/cli/sweep.c -- `saddle sweep`: many points, one table. */
#include "../../runtime/sweep/pool.h"
#include "../../runtime/sweep/sweep.h"
#include "../../runtime/sha256.h"
#include "branches.h"
#include "cover.h"
#include "grid.h"
#include "output.h"
#include "picture.h"
#include "plot.h"
#include "rows.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_MARKS 101     /* critical values of a line over a map          */

typedef struct
{
    session_t *s;
    const options_t *o;
    grid_t grid;
    rows_t rows;
    curve_cover_t cover;            /* instead of both, with --cover       */
    const threshold_t *threshold;   /* NULL: the saddle point              */
    sweep_t job;
    char key[65];
    char folder[64];                /* of the journal, without --output    */
} scan_t;

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

/* ---- what names the work --------------------------------------------------- */

/* The command without what does not change the result. */
static void
print_command(FILE *to, const scan_t *c)
{
    const options_t *o = c->o;
    const char *slash = strrchr(o->word[0], '/');
    int i;

    fprintf(to, "saddle sweep %s", slash != NULL ? slash + 1 : o->word[0]);
    for (i = 1; i < o->n_words; i++)
        fprintf(to, " %s", o->word[i]);
    if (o->points != NULL)
    {
        slash = strrchr(o->points, '/');
        fprintf(to, " --points %s", slash != NULL ? slash + 1 : o->points);
    }
    if (o->threshold != NULL)
        fprintf(to, " --threshold %s", o->threshold);
    if (o->state != NULL)
        fprintf(to, " --from %s", o->state);
    if (o->all)
        fprintf(to, " --all");
    if (o->branches)
        fprintf(to, " --branches");
    if (o->cover)
        fprintf(to, " --cover --height %g", c->cover.height);
    else if (o->certify || o->digits > 0)
        fprintf(to, " --digits %ld", c->rows.proof.digits);
    if (o->json)
        fprintf(to, " --json");
}

/* The SHA-256 of the spec, the versions, the command and the points. */
static int
make_key(scan_t *c)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    int i;
    long k;

    if (to == NULL)
        return 0;
    fprintf(to, "%s\n%s\n", c->s->loaded.model->spec_hash, SADDLE_VERSION);
    print_command(to, c);
    for (i = 0; c->o->points != NULL && i < c->grid.n_axes; i++)
        for (k = 0; k < c->grid.axis[i].n; k++)
        {
            putc(k > 0 ? ' ' : '\n', to);
            expr_print(to, c->grid.axis[i].value[k]);
        }
    if (fclose(to) != 0)
        return 0;
    saddle_sha256(c->key, text, length);
    free(text);
    return 1;
}

/* With a picture: "# mark THRESHOLD X", or "# mark THRESHOLD X Y" for each value
   Y of the parameter scanned second, X the critical value of the first. */
static void
print_marks(FILE *to, scan_t *c)
{
    const grid_t *g = &c->grid;
    const spec_t *spec = &c->s->spec;
    long k, first, n = g->n_axes == 2 ? g->axis[1].n : 1;
    critical_t critical;
    double *y;
    int i, best;

    if (c->o->plot == NULL || c->threshold != NULL || c->o->cover || g->tied
        || g->n_axes < 1 || g->n_axes > 2 || n > MOST_MARKS
        || (y = calloc((size_t) n, sizeof *y)) == NULL)
        return;
    if (g->n_axes == 2)
        grid_doubles(g->axis + 1, y);
    for (i = 0; i < spec->n_thresholds; i++)
        for (k = 0; k < n && spec->threshold[i].parameter
                             == g->axis[0].parameter; k++)
        {
            first = k * g->axis[0].n;
            if (grid_put(g, c->s, first, -1) != EXIT_DONE)
                continue;
            best = critical_find(&critical, c->s, spec->threshold + i)
                       == EXIT_DONE && critical.n > 0;
            if (best && g->n_axes == 2)
                fprintf(to, "# mark %s %.10g %.10g\n", spec->threshold[i].name,
                        critical.candidate[0].env[critical.parameter], y[k]);
            else if (best)
                fprintf(to, "# mark %s %.10g\n", spec->threshold[i].name,
                        critical.candidate[0].env[critical.parameter]);
            critical_clear(&critical);
        }
    free(y);
}

static void
print_head(FILE *to, scan_t *c)
{
    if (c->o->json)
        return;
    fprintf(to, "# saddle sweep of %s\n# spec-sha256 %s\n", c->s->spec.name,
            c->s->loaded.model->spec_hash);
    fprintf(to, "# saddle %s, FLINT %s, Arb %s\n# command: ", SADDLE_VERSION,
            FLINT_VERSION, arb_version);
    print_command(to, c);
    putc('\n', to);
    if (c->o->cover)
        cover_describe(&c->cover, to);
    else
        rows_describe(&c->rows, to);
    print_marks(to, c);
    table_write_header(to, c->o->cover ? &c->cover.table : &c->rows.table);
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
    return make_key(c) ? EXIT_DONE : EXIT_LIMIT;
}

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
static int
finish(scan_t *c, int keep)
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
    print_head(to, c);
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
        return finish(c, r.limit > 0);
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
