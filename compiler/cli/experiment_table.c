/* compiler/cli/experiment_table.c -- trials as a CSV table, and back. */
#include "experiment.h"
#include "table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What must be equal for trials to belong together. */
static char *
identity(const experiment_report_t *r)
{
    const trials_plan_t *p = &r->trials.plan;
    char *text = NULL;

    if (asprintf(&text, "# saddle %s %s: %s\n# %s\n# size %zu, seed %lu%s%s\n",
                 r->verb, SADDLE_VERSION, r->title, r->setting, p->size[0],
                 p->seed, r->hash != NULL ? ", spec " : "",
                 r->hash != NULL ? r->hash : "") < 0)
        return NULL;
    return text;
}

static void
write_header(FILE *to, const experiment_report_t *r)
{
    size_t k;

    fprintf(to, "# a row for each trial%s%s; predicted_: for infinite size\n"
                "size,trial", r->row_name != NULL ? " and " : "",
            r->row_name != NULL ? r->row_name : "");
    for (k = 0; k < r->n_names; k++)
        fprintf(to, ",%s", r->name[k]);
    if (r->row_name != NULL)
        fprintf(to, ",%s", r->row_name);
    for (k = 0; k < 2 * r->n_measures; k++)
    {
        const char *name = r->measure[k % r->n_measures];
        const char *quote = strchr(name, ',') != NULL ? "\"" : "";

        fprintf(to, ",%s%s%s%s", quote, k < r->n_measures ? "" : "predicted_",
                name, quote);
    }
    fputc('\n', to);
}

static void
write_job(FILE *to, const experiment_report_t *r, size_t point, int size,
          size_t trial)
{
    const trials_plan_t *p = &r->trials.plan;
    size_t job = trials_job(&r->trials, point, size, trial), row, k;
    double x;

    for (row = 0; row < p->n_rows; row++)
    {
        fprintf(to, "%zu,%zu", p->size[size], trial + 1);
        for (k = 0; k < r->n_names; k++)
        {
            fputc(',', to);
            table_print_number(to, r->point[point * r->n_names + k]);
        }
        if (r->row_name != NULL)
        {
            fputc(',', to);
            table_print_number(to, experiment_row(r, row));
        }
        for (k = 0; k < r->n_measures; k++)
        {
            fputc(',', to);
            table_print_number(to, r->trials.value[(job * p->n_rows + row)
                                                   * p->n_measures + k]);
        }
        for (k = 0; k < r->n_measures; k++)
        {
            x = r->predicted[(point * p->n_rows + row) * p->n_measures + k];
            fputc(',', to);
            if (x == x)
                table_print_number(to, x);
        }
        fputc('\n', to);
    }
}

int
experiment_write(const experiment_report_t *r, const char *path)
{
    const trials_plan_t *p = &r->trials.plan;
    output_t *file = output_open(path);
    char *head = identity(r);
    size_t point, trial;
    FILE *to;
    int k;

    if (file == NULL || head == NULL)
    {
        free(head);
        return EXIT_OUTPUT;
    }
    to = output_stream(file);
    fputs(head, to);
    free(head);
    write_header(to, r);
    for (point = 0; point < p->n_points; point++)
        for (k = 0; k < p->n_sizes; k++)
            for (trial = 0; trial < p->n_trials; trial++)
                if (r->trials.state[trials_job(&r->trials, point, k, trial)]
                    == TRIAL_DONE)
                    write_job(to, r, point, k, trial);
    return output_close(file, 1);
}

/* ---- reading ------------------------------------------------------------ */

/* One row into its place; 0 when it is not a row of this table. */
static int
take_row(experiment_report_t *r, char *line, size_t *count)
{
    const trials_plan_t *p = &r->trials.plan;
    double x[2 + 16 + 1 + TRIALS_MAX_MEASURES];
    size_t n = 2 + r->n_names + (r->row_name != NULL) + r->n_measures, k;
    size_t point, row, trial, job;
    char *end = line;
    int size;

    for (k = 0; k < n; k++)
    {
        char *at = end + (k > 0);

        x[k] = strtod(at, &end);
        if (end == at || (*end != ',' && *end != '\n'))
            return 0;
    }
    for (size = 0; size < p->n_sizes; size++)
        if (x[0] == (double) p->size[size])
            break;
    for (point = 0; point < p->n_points; point++)
        if (r->n_names == 0
            || memcmp(x + 2, r->point + point * r->n_names,
                      r->n_names * sizeof *x) == 0)
            break;
    for (row = 0; r->row_name != NULL && row < p->n_rows; row++)
        if (x[2 + r->n_names] == experiment_row(r, row))
            break;
    trial = (size_t) x[1] - 1;
    if (size == p->n_sizes || point == p->n_points || row >= p->n_rows
        || trial >= p->n_trials)
        return 1;       /* of a run with more points or trials */
    job = trials_job(&r->trials, point, size, trial);
    memcpy(r->trials.value + (job * p->n_rows + row) * p->n_measures,
           x + n - r->n_measures, r->n_measures * sizeof *x);
    if (++count[job] == p->n_rows)
        r->trials.state[job] = TRIAL_DONE;
    return 1;
}

/* The comment lines must be those of this experiment. */
static int
same_head(const experiment_report_t *r, FILE *f)
{
    char *head = identity(r), *at = head, *line = NULL;
    size_t room = 0;
    int same = head != NULL;

    while (same && *at != '\0')
    {
        ssize_t n = getline(&line, &room, f);

        same = n > 0 && strncmp(line, at, (size_t) n) == 0;
        at += same ? n : 0;
    }
    free(head);
    free(line);
    return same;
}

int
experiment_read(experiment_report_t *r, const char *path)
{
    FILE *f = fopen(path, "r");
    size_t room = 0, *count = calloc(r->trials.n_jobs + 1, sizeof *count);
    char *line = NULL;
    int status = EXIT_DONE, header = 0;

    if (f == NULL && errno == ENOENT)
    {
        free(count);
        return EXIT_DONE;
    }
    if (f == NULL || count == NULL || !same_head(r, f))
    {
        fprintf(stderr, f == NULL ? "saddle: %s cannot be read\n"
                : "saddle: %s is not a table of this experiment: size, seed, "
                  "parameters, options, spec or version differ\n", path);
        status = EXIT_INPUT;
    }
    while (status == EXIT_DONE && getline(&line, &room, f) > 0)
    {
        if (line[0] == '#' || !header)
            header |= line[0] != '#';
        else if (!take_row(r, line, count))
        {
            fprintf(stderr, "saddle: %s: a row is cut or changed: %s", path,
                    line);
            status = EXIT_INPUT;
        }
    }
    free(line);
    free(count);
    if (f != NULL)
        fclose(f);
    return status;
}
