/* compiler/cli/plot.c -- `saddle plot`: pictures of the tables of a sweep. */
#include "plot.h"
#include "plot_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAP_SIDE 12    /* two parameters with more values than this: a map  */

/* The parameter that changes first. */
static int
first_scanned(const plot_data_t *d)
{
    size_t r;
    int i;

    for (r = 1; r < d->n_rows; r++)
        for (i = 0; i < d->n_columns; i++)
            if (plot_is_parameter(d, i) && plot_at(d, r, i) != plot_at(d, 0, i))
                return i;
    return -1;
}

static int
choose_y(const plot_data_t *d, const char *wanted)
{
    int i, y = -1;

    if (wanted != NULL)
        return plot_find(d, wanted);
    for (i = d->n_columns - 1; i >= 0; i--)
        if (d->column[i].known && d->column[i].kind == NOTE_ORDER)
            y = i;
    if (plot_find(d, "generalisation_error") >= 0)
        y = plot_find(d, "generalisation_error");
    for (i = 0; i < d->n_columns; i++)
        if (d->column[i].known && d->column[i].kind == NOTE_THRESHOLD)
            y = i;
    return y;
}

static int
no_column(const plot_data_t *d, const char *name)
{
    int i;

    fprintf(stderr, "saddle plot: there is no column '%s'\n  columns:",
            name != NULL ? name : "to draw");
    for (i = 0; i < d->n_columns; i++)
        fprintf(stderr, " %s", d->column[i].name);
    fputc('\n', stderr);
    return EXIT_USAGE;
}

static int
choose(plot_data_t *d, const char *wanted)
{
    int i, status = EXIT_DONE;

    d->x = first_scanned(d);
    d->y = choose_y(d, wanted);
    d->z = -1;
    if (d->x < 0)
    {
        fprintf(stderr, "saddle plot: no parameter changes between the rows\n");
        status = EXIT_USAGE;
    }
    else if (d->y < 0)
        status = no_column(d, wanted);
    for (i = 0; i < d->n_columns && status == EXIT_DONE; i++)
        if (plot_is_parameter(d, i) && i != d->x
            && plot_distinct(d, i, MAP_SIDE) > MAP_SIDE
            && plot_distinct(d, d->x, MAP_SIDE) > MAP_SIDE)
        {
            d->z = d->y;
            d->y = i;
        }
    return status;
}

int
plot_table(const char *table, const char *picture, const char *y)
{
    plot_data_t *d = calloc(1, sizeof *d);
    picture_t p;
    int status = EXIT_LIMIT;

    picture_init(&p);
    if (d != NULL)
        status = plot_read(d, table);
    if (status == EXIT_DONE)
        status = choose(d, y);
    if (status == EXIT_DONE)
        status = plot_draw(&p, d) ? picture_write(&p, picture) : EXIT_LIMIT;
    picture_clear(&p);
    if (d != NULL)
        plot_clear(d);
    free(d);
    return status;
}

int
run_plot(const options_t *o)
{
    char *picture = NULL;
    const char *dot;
    int status;

    if (o->n_words != 1)
    {
        fprintf(stderr, "saddle plot: give one table of a sweep\n");
        return EXIT_USAGE;
    }
    if (o->output != NULL)
        return plot_table(o->word[0], o->output, o->y);
    dot = strrchr(o->word[0], '.');
    if (asprintf(&picture, "%.*s.svg",
                 dot != NULL ? (int) (dot - o->word[0])
                             : (int) strlen(o->word[0]), o->word[0]) < 0)
        return EXIT_LIMIT;
    status = plot_table(o->word[0], picture, o->y);
    if (status == EXIT_DONE)
        printf("%s\n", picture);
    free(picture);
    return status;
}
