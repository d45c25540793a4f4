/* compiler/cli/plot.c -- `saddle plot`: pictures of the tables of a sweep. */
#include "cli.h"
#include "picture.h"
#include "plot.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_COLUMNS 256
#define MAX_CURVES 24
#define MAX_MARKS 2048
#define MAP_SIDE 12    /* two parameters with more values than this: a map  */

typedef enum { NOTE_PARAMETER, NOTE_ORDER, NOTE_VALUE, NOTE_THRESHOLD } note_t;

typedef struct
{
    char *name, *text;      /* description, or NULL                         */
    int known;
    note_t kind;
} column_t;

typedef struct
{
    char *title;
    int n_columns;
    column_t column[MAX_COLUMNS];
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
} data_t;

/* ---- reading ------------------------------------------------------------------- */

static void
clear(data_t *d)
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

static int
find(const data_t *d, const char *name)
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
read_note(data_t *d, notes_t *notes, char *line)
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
read_header(data_t *d, notes_t *notes, char *line)
{
    char *rest = line;
    int i, k;

    while (rest != NULL && d->n_columns < MAX_COLUMNS)
        d->column[d->n_columns++].name = strdup(next_cell(&rest));
    for (i = 0; i < notes->n; i++)
    {
        k = find(d, notes->name[i]);
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
read_row(data_t *d, char *line)
{
    size_t n = d->n_rows, width = (size_t) d->n_columns;
    int i, stability = find(d, "stability");
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
read_lines(data_t *d, notes_t *notes, FILE *from, const char *path)
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

static int
read_table(data_t *d, const char *path)
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

/* ---- what is drawn over what ------------------------------------------------------ */

static double
at(const data_t *d, size_t row, int column)
{
    return d->cell[row * (size_t) d->n_columns + (size_t) column];
}

/* Distinct values of a column, at most `most` + 1. */
static int
distinct(const data_t *d, int column, int most)
{
    double *seen = calloc((size_t) most + 2, sizeof *seen);
    size_t r;
    int k, n = 0;

    for (r = 0; seen != NULL && r < d->n_rows && n <= most; r++)
    {
        for (k = 0; k < n && seen[k] != at(d, r, column); k++)
            ;
        if (k == n)
            seen[n++] = at(d, r, column);
    }
    free(seen);
    return n;
}

static int
is_parameter(const data_t *d, int column)
{
    return d->column[column].known
           && d->column[column].kind == NOTE_PARAMETER;
}

/* The parameter that changes first. */
static int
first_scanned(const data_t *d)
{
    size_t r;
    int i;

    for (r = 1; r < d->n_rows; r++)
        for (i = 0; i < d->n_columns; i++)
            if (is_parameter(d, i) && at(d, r, i) != at(d, 0, i))
                return i;
    return -1;
}

static int
choose_y(const data_t *d, const char *wanted)
{
    int i, y = -1;

    if (wanted != NULL)
        return find(d, wanted);
    for (i = d->n_columns - 1; i >= 0; i--)
        if (d->column[i].known && d->column[i].kind == NOTE_ORDER)
            y = i;
    if (find(d, "generalisation_error") >= 0)
        y = find(d, "generalisation_error");
    for (i = 0; i < d->n_columns; i++)
        if (d->column[i].known && d->column[i].kind == NOTE_THRESHOLD)
            y = i;
    return y;
}

static int
no_column(const data_t *d, const char *name)
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
choose(data_t *d, const char *wanted)
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
        if (is_parameter(d, i) && i != d->x
            && distinct(d, i, MAP_SIDE) > MAP_SIDE
            && distinct(d, d->x, MAP_SIDE) > MAP_SIDE)
        {
            d->z = d->y;
            d->y = i;
        }
    return status;
}

/* ---- drawing ------------------------------------------------------------------------ */

/* "α: samples per weight", malloc'd. */
static char *
label(const data_t *d, int column)
{
    char *name = picture_name(d->column[column].name), *out = NULL;
    size_t length = 0;
    FILE *to;

    if (name == NULL || d->column[column].text == NULL)
        return name;
    to = open_memstream(&out, &length);
    if (to != NULL)
    {
        fprintf(to, "%s: ", name);
        picture_text(to, d->column[column].text);
        fclose(to);
    }
    free(name);
    return out;
}

/* The model's name as words. */
static char *
heading(const data_t *d)
{
    char *out = d->title != NULL ? strdup(d->title) : NULL, *c;

    for (c = out; c != NULL && *c != '\0'; c++)
        if (strchr("_{}^@&~\\", *c) != NULL)
            *c = ' ';
    return out;
}

/* Rows of one curve: equal parameters but x, and equal branch. */
static int
same_curve(const data_t *d, size_t a, size_t b)
{
    int i, branch = find(d, "branch");

    for (i = 0; i < d->n_columns; i++)
        if ((i == branch || (is_parameter(d, i) && i != d->x))
            && at(d, a, i) != at(d, b, i)
            && !(isnan(at(d, a, i)) || isnan(at(d, b, i))))
            return 0;
    return 1;
}

static int
same_key(const data_t *d, size_t a, size_t b)
{
    int i;

    for (i = 0; i < d->n_columns; i++)
        if (is_parameter(d, i) && i != d->x && at(d, a, i) != at(d, b, i))
            return 0;
    return 1;
}

/* "κ = 0.5, h = 1" of what tells the curves apart; malloc'd or NULL. */
static char *
curve_title(const data_t *d, size_t row)
{
    char *text = NULL, *name;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    int i;

    if (to == NULL)
        return NULL;
    for (i = 0; i < d->n_columns; i++)
        if (is_parameter(d, i) && i != d->x && distinct(d, i, 1) > 1)
        {
            name = picture_name(d->column[i].name);
            fprintf(to, "%s%s = %g", length > 0 ? ", " : "",
                    name != NULL ? name : "", at(d, row, i));
            fflush(to);
            free(name);
        }
    fclose(to);
    if (length == 0)
    {
        free(text);
        text = NULL;
    }
    return text;
}

/* One curve as lines: solid where stable, dashed where not; a change shares
   the point where it happens. */
static int
add_curve(picture_t *p, const data_t *d, size_t first, int colour,
          const char *title)
{
    curve_t *c = NULL;
    int dashed = -1, good = 1;
    double x = NAN, y = NAN;
    size_t r;

    for (r = first; r < d->n_rows && good; r++)
    {
        if (!same_curve(d, first, r))
            continue;
        if (c == NULL || d->unstable[r] != dashed)
        {
            dashed = d->unstable[r];
            c = picture_curve(p, dashed ? CURVE_DASHED : CURVE_LINE, colour,
                              title);
            title = NULL;
            good = c != NULL && (isnan(y) || curve_point(c, x, y, 0));
        }
        x = at(d, r, d->x);
        y = at(d, r, d->y);
        good = good && curve_point(c, x, y, 0);
    }
    return good;
}

static int
draw_curves(picture_t *p, const data_t *d)
{
    size_t *begun = calloc(MAX_CURVES + 1, sizeof *begun), r, k, n = 0;
    int good = begun != NULL, colours = 0, dropped = 0;
    int colour[MAX_CURVES];

    for (r = 0; r < d->n_rows && good; r++)
    {
        char *title;

        for (k = 0; k < n && !same_curve(d, begun[k], r); k++)
            ;
        if (k < n)
            continue;
        if (n == MAX_CURVES)
        {
            dropped = 1;
            continue;
        }
        for (k = 0; k < n && !same_key(d, begun[k], r); k++)
            ;
        colour[n] = k < n ? colour[k] : colours++;
        title = k < n ? NULL : curve_title(d, r);
        begun[n] = r;
        good = add_curve(p, d, r, colour[n++], title);
        free(title);
    }
    if (dropped)
        fprintf(stderr, "saddle plot: only the first %d curves are drawn\n",
                MAX_CURVES);
    free(begun);
    return good;
}

/* Critical values: vertical lines over curves, lines over a map. */
static int
draw_marks(picture_t *p, const data_t *d)
{
    curve_t *c = NULL;
    int i, good = 1;

    for (i = 0; i < d->n_marks && good; i++)
    {
        int first = i == 0 || strcmp(d->mark[i].name, d->mark[i - 1].name) != 0;
        char *name = first ? picture_name(d->mark[i].name) : NULL;

        if (d->z < 0 && isnan(d->mark[i].y))
            good = name == NULL || picture_mark(p, d->mark[i].x, name);
        else if (d->z >= 0 && !isnan(d->mark[i].y))
        {
            if (first)
                c = picture_curve(p, CURVE_LINE, i, name);
            good = c != NULL
                   && curve_point(c, d->mark[i].x, d->mark[i].y, 0);
        }
        free(name);
    }
    return good;
}

static int
draw(picture_t *p, const data_t *d)
{
    char *x = label(d, d->x), *y = label(d, d->y);
    char *z = d->z >= 0 ? label(d, d->z) : NULL;
    char *title = heading(d);
    int good = picture_labels(p, title, x, y, z);
    size_t r;

    free(title);
    free(x);
    free(y);
    free(z);
    good = good && draw_marks(p, d);
    if (d->z < 0)
        return good && draw_curves(p, d);
    for (r = 0; r < d->n_rows && good; r++)
        good = picture_cell(p, at(d, r, d->x), at(d, r, d->y), at(d, r, d->z));
    return good;
}

int
plot_table(const char *table, const char *picture, const char *y)
{
    data_t *d = calloc(1, sizeof *d);
    picture_t p;
    int status = EXIT_LIMIT;

    picture_init(&p);
    if (d != NULL)
        status = read_table(d, table);
    if (status == EXIT_DONE)
        status = choose(d, y);
    if (status == EXIT_DONE)
        status = draw(&p, d) ? picture_write(&p, picture) : EXIT_LIMIT;
    picture_clear(&p);
    if (d != NULL)
        clear(d);
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
