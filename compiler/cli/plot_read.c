/* compiler/cli/plot_read.c -- the tables of sweeps, read. */
#include "plot_data.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void
plot_clear(plot_data_t *d)
{
    int i;

    for (i = 0; i < MAX_COLUMNS; i++)
    {
        free(d->column[i].name);
        free(d->column[i].text);
    }
    free(d->title);
    free(d->cell);
    free(d->unstable);
}

static int
bad_table(const char *path, long line, const char *why)
{
    fprintf(stderr, "saddle plot: %s:%ld: %s\n", path, line, why);
    return EXIT_INPUT;
}

/* One CSV cell; *rest goes on behind it, NULL at the end. */
static char *
next_cell(char **rest)
{
    char *start = *rest, *from = start, *to = start;

    if (*from != '"')
    {
        *rest = strchr(start, ',');
        if (*rest != NULL)
            *(*rest)++ = '\0';
        return start;
    }
    for (from++; *from != '\0' && (*from != '"' || from[1] == '"'); from++)
    {
        from += *from == '"';
        *to++ = *from;
    }
    *rest = *from == '"' && from[1] == ',' ? from + 2 : NULL;
    *to = '\0';
    return start;
}

int
plot_find(const plot_data_t *d, const char *name)
{
    int i;

    for (i = 0; i < d->n_columns; i++)
        if (d->column[i].name != NULL && strcmp(d->column[i].name, name) == 0)
            return i;
    return -1;
}

/* "# order q: overlap of two solutions" and "# saddle sweep of sk", kept until
   the header tells the columns. */
typedef struct
{
    int n;
    note_t kind[MAX_COLUMNS];
    char *name[MAX_COLUMNS], *text[MAX_COLUMNS];
} notes_t;

static void
read_note(plot_data_t *d, notes_t *notes, char *line)
{
    static const char *const word[] = { "# parameter ", "# order ",
                                        "# value ", "# threshold " };
    const char *title = "# saddle sweep of ";
    char *name, *colon;
    int k, n = d->n_marks;

    if (n < MAX_MARKS)
    {
        d->mark[n].y = NAN;
        d->n_marks += sscanf(line, "# mark %63s %lf %lf", d->mark[n].name,
                             &d->mark[n].x, &d->mark[n].y) >= 2;
    }

    if (strncmp(line, title, strlen(title)) == 0)
        d->title = strdup(line + strlen(title));
    for (k = 0; k < 4 && notes->n < MAX_COLUMNS; k++)
        if (strncmp(line, word[k], strlen(word[k])) == 0)
        {
            name = line + strlen(word[k]);
            colon = strstr(name, ": ");
            if (colon != NULL)
                *colon = '\0';
            notes->kind[notes->n] = (note_t) k;
            notes->name[notes->n] = strdup(name);
            notes->text[notes->n++] = colon != NULL ? strdup(colon + 2) : NULL;
        }
}

static int
read_header(plot_data_t *d, notes_t *notes, char *line)
{
    char *rest = line;
    int i, k;

    while (rest != NULL && d->n_columns < MAX_COLUMNS)
        d->column[d->n_columns++].name = strdup(next_cell(&rest));
    for (i = 0; i < notes->n; i++)
    {
        k = plot_find(d, notes->name[i]);
        if (k < 0)
            continue;
        d->column[k].known = 1;
        d->column[k].kind = notes->kind[i];
        d->column[k].text = notes->text[i];
        notes->text[i] = NULL;
    }
    return rest == NULL;
}

static int
read_row(plot_data_t *d, char *line)
{
    size_t n = d->n_rows, width = (size_t) d->n_columns;
    int i, stability = plot_find(d, "stability");
    char *rest = line, *cell, *end;
    double *row;

    if ((n & (n - 1)) == 0)
    {
        size_t room = n == 0 ? 1 : 2 * n;
        double *cells = realloc(d->cell, room * width * sizeof *cells);
        char *flags;

        if (cells != NULL)
            d->cell = cells;
        flags = realloc(d->unstable, room);
        if (flags != NULL)
            d->unstable = flags;
        if (cells == NULL || flags == NULL)
            return 0;
    }
    row = d->cell + n * width;
    d->unstable[n] = 0;
    for (i = 0; i < d->n_columns; i++)
    {
        if (rest == NULL)
            return 0;
        cell = next_cell(&rest);
        row[i] = strtod(cell, &end);
        if (*cell == '\0' || *end != '\0')
            row[i] = NAN;
        if (i == stability && strcmp(cell, "unstable") == 0)
            d->unstable[n] = 1;
    }
    d->n_rows++;
    return rest == NULL;
}

static int
read_lines(plot_data_t *d, notes_t *notes, FILE *from, const char *path)
{
    char *line = NULL;
    size_t room = 0;
    long number = 0;
    int status = EXIT_DONE;

    while (status == EXIT_DONE && getline(&line, &room, from) > 0)
    {
        number++;
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '#')
            read_note(d, notes, line);
        else if (d->n_columns == 0)
        {
            if (!read_header(d, notes, line))
                status = bad_table(path, number, "too many columns");
        }
        else if (!read_row(d, line))
            status = bad_table(path, number, "not as many cells as columns");
    }
    free(line);
    if (status == EXIT_DONE && d->n_rows == 0)
        status = bad_table(path, number, "no rows");
    return status;
}

int
plot_read(plot_data_t *d, const char *path)
{
    FILE *from = fopen(path, "r");
    notes_t *notes = calloc(1, sizeof *notes);
    int i, status = EXIT_LIMIT;

    if (from == NULL)
    {
        fprintf(stderr, "saddle plot: %s: %s\n", path, strerror(errno));
        free(notes);
        return EXIT_INPUT;
    }
    if (notes != NULL)
    {
        status = read_lines(d, notes, from, path);
        for (i = 0; i < notes->n; i++)
        {
            free(notes->name[i]);
            free(notes->text[i]);
        }
    }
    free(notes);
    fclose(from);
    return status;
}

double
plot_at(const plot_data_t *d, size_t row, int column)
{
    return d->cell[row * (size_t) d->n_columns + (size_t) column];
}

/* Distinct values of a column, at most `most` + 1. */
int
plot_distinct(const plot_data_t *d, int column, int most)
{
    double *seen = calloc((size_t) most + 2, sizeof *seen);
    size_t r;
    int k, n = 0;

    for (r = 0; seen != NULL && r < d->n_rows && n <= most; r++)
    {
        for (k = 0; k < n && seen[k] != plot_at(d, r, column); k++)
            ;
        if (k == n)
            seen[n++] = plot_at(d, r, column);
    }
    free(seen);
    return n;
}

int
plot_is_parameter(const plot_data_t *d, int column)
{
    return d->column[column].known
           && d->column[column].kind == NOTE_PARAMETER;
}
