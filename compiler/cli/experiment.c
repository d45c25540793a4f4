/* compiler/cli/experiment.c -- the course of an experiment. */
#include "experiment.h"
#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SMALLEST 20         /* quarter sizes from here on                  */

int
experiment_plan(trials_plan_t *p, const options_t *o, long default_size,
                long default_trials)
{
    size_t n = (size_t) (o->finite.size > 0 ? o->finite.size : default_size);

    memset(p, 0, sizeof *p);
    p->n_points = p->n_rows = 1;
    p->n_sizes = n / 4 >= SMALLEST ? 2 : 1;
    p->size[0] = n;
    p->size[1] = n / 4;
    p->n_trials = (size_t) (o->finite.trials > 0 ? o->finite.trials : default_trials);
    p->seed = (unsigned long) (o->finite.seed > 0 ? o->finite.seed : 1);
    p->tick = progress_tick;
    if (o->resume && o->output == NULL)
    {
        fprintf(stderr, "saddle: --resume needs the table of the earlier run: "
                        "-o FILE\n");
        return EXIT_USAGE;
    }
    if (n >= 1L << 31 || p->n_trials >= 1L << 24)
    {
        fprintf(stderr, "saddle: sizes end at 2^31 and trials at 2^24\n");
        return EXIT_USAGE;
    }
    if (o->plot != NULL && !picture_can(o->plot))
        return EXIT_USAGE;
    return EXIT_DONE;
}

double
experiment_memory(void)
{
    char line[256];
    double kilobytes = 0;
    FILE *f = fopen("/proc/meminfo", "r");

    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        if (sscanf(line, "MemAvailable: %lf", &kilobytes) == 1)
            break;
    if (f != NULL)
        fclose(f);
    if (kilobytes > 0)
        return 1024 * kilobytes;
    return (double) sysconf(_SC_AVPHYS_PAGES) * (double) sysconf(_SC_PAGESIZE);
}

int
experiment_fits(const options_t *o, const char *verb, double bytes,
                int *threads)
{
    long wanted = o->threads > 0 ? o->threads : sysconf(_SC_NPROCESSORS_ONLN);
    double left = experiment_memory();

    if (bytes > 0.9 * left)
    {
        fprintf(stderr, "saddle %s: a trial of this size needs %.3g GB, and "
                        "%.3g GB are free; choose a smaller --size\n", verb,
                bytes / 1e9, left / 1e9);
        return EXIT_LIMIT;
    }
    while (wanted > 1 && bytes * (double) wanted > 0.9 * left)
        wanted--;
    *threads = (int) (wanted < 1 ? 1 : wanted > 1024 ? 1024 : wanted);
    return EXIT_DONE;
}

void
experiment_clear(experiment_report_t *r)
{
    trials_clear(&r->trials);
    free(r->setting);
    free(r->point);
    free(r->predicted);
    free(r->spread);
    free(r->least);
    free(r->name);
}

double
experiment_row(const experiment_report_t *r, size_t row)
{
    return r->row_value != NULL ? r->row_value[row] : (double) row;
}

int
experiment_is_share(experiment_report_t *r, const trials_plan_t *p,
                    size_t point, size_t measure, double draws)
{
    size_t at = point * p->n_measures + measure;
    double share = r->predicted[at];

    if (r->least == NULL)
        r->least = calloc(p->n_points * p->n_measures + 1, sizeof *r->least);
    if (r->least == NULL)
        return 0;
    if (share >= 0 && share <= 1)
        r->least[at] = sqrt(share * (1 - share)
                            / (draws * (double) p->n_trials));
    return 1;
}

/* --y names a measure. */
static int
check_drawn(const experiment_report_t *r)
{
    size_t k;

    if (r->o->y == NULL)
        return EXIT_DONE;
    for (k = 0; k < r->n_measures; k++)
        if (strcmp(r->measure[k], r->o->y) == 0)
            return EXIT_DONE;
    fprintf(stderr, "saddle %s: --y takes", r->verb);
    for (k = 0; k < r->n_measures; k++)
        fprintf(stderr, "%s %s", k == 0 ? "" : k + 1 == r->n_measures
                                     ? " or" : ",", r->measure[k]);
    fprintf(stderr, ", not '%s'\n", r->o->y);
    return EXIT_USAGE;
}

int
experiment_carry_out(experiment_report_t *r, const trials_plan_t *plan,
                     int threads)
{
    const options_t *o = r->o;
    int status = check_drawn(r), told;

    if (status == EXIT_DONE)
        status = output_probe(o->plot);
    if (status == EXIT_DONE)
        status = output_probe(o->output);
    if (status != EXIT_DONE)
        return status;
    if (!trials_init(&r->trials, plan))
    {
        fprintf(stderr, "saddle %s: out of memory\n", r->verb);
        return EXIT_LIMIT;
    }
    if (o->resume)
        status = experiment_read(r, o->output);
    if (status != EXIT_DONE)
        return status;
    trials_run(&r->trials, threads);
    progress_end();
    if (o->output != NULL)
        status = experiment_write(r, o->output);
    told = experiment_tell(r);
    if (status == EXIT_DONE && o->plot != NULL)
        status = experiment_draw(r, o->plot);
    return status != EXIT_DONE ? status : told;
}
