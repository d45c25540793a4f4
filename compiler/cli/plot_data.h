/* compiler/cli/plot_data.h -- the table of a sweep, as it is drawn. */
#ifndef SADDLE_CLI_PLOT_DATA_H
#define SADDLE_CLI_PLOT_DATA_H

#include "cli.h"
#include "picture.h"

#define MAX_COLUMNS 256
#define MAX_MARKS 2048

typedef enum { NOTE_PARAMETER, NOTE_ORDER, NOTE_VALUE, NOTE_THRESHOLD } note_t;

typedef struct
{
    char *name, *text;      /* description, or NULL                         */
    int known;
    note_t kind;
} plot_column_t;

typedef struct
{
    char *title;
    int n_columns;
    plot_column_t column[MAX_COLUMNS];
    size_t n_rows;
    double *cell;           /* n_rows x n_columns, NAN where not a number   */
    char *unstable;         /* per row                                      */
    int x, y, z;            /* columns of the picture; z: of the colour     */
    int n_marks;            /* critical values: of the parameter scanned ... */
    struct
    {
        char name[64];
        double x, y;        /* ... first, at one of the second (or NAN)     */
    } mark[MAX_MARKS];
} plot_data_t;

/* Reads a table; EXIT_DONE, or a status with a message.  Clear in every
   case. */
int plot_read(plot_data_t *, const char *path);
void plot_clear(plot_data_t *);

/* The column of that name, or -1; a cell; whether a column is a parameter; how
   many values it has, at most `most` + 1. */
int plot_find(const plot_data_t *, const char *name);
double plot_at(const plot_data_t *, size_t row, int column);
int plot_is_parameter(const plot_data_t *, int column);
int plot_distinct(const plot_data_t *, int column, int most);

/* Curves, or a map, with the critical values; 0: no memory. */
int plot_draw(picture_t *, const plot_data_t *);

#endif
