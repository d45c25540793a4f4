/* compiler/cli/plot_draw.c -- the rows of a table as curves or as a map. */
#include "plot_data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CURVES 24

/* "α: samples per weight", malloc'd. */
static char *
label(const plot_data_t *d, int column)
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
heading(const plot_data_t *d)
{
    char *out = d->title != NULL ? strdup(d->title) : NULL, *c;

    for (c = out; c != NULL && *c != '\0'; c++)
        if (strchr("_{}^@&~\\", *c) != NULL)
            *c = ' ';
    return out;
}

/* Rows of one curve: equal parameters but x, and equal branch. */
static int
same_curve(const plot_data_t *d, size_t a, size_t b)
{
    int i, branch = plot_find(d, "branch");

    for (i = 0; i < d->n_columns; i++)
        if ((i == branch || (plot_is_parameter(d, i) && i != d->x))
            && plot_at(d, a, i) != plot_at(d, b, i)
            && !(isnan(plot_at(d, a, i)) || isnan(plot_at(d, b, i))))
            return 0;
    return 1;
}

static int
same_key(const plot_data_t *d, size_t a, size_t b)
{
    int i;

    for (i = 0; i < d->n_columns; i++)
        if (plot_is_parameter(d, i) && i != d->x
            && plot_at(d, a, i) != plot_at(d, b, i))
            return 0;
    return 1;
}

/* "κ = 0.5, h = 1" of what tells the curves apart; malloc'd or NULL. */
static char *
curve_title(const plot_data_t *d, size_t row)
{
    char *text = NULL, *name;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    int i;

    if (to == NULL)
        return NULL;
    for (i = 0; i < d->n_columns; i++)
        if (plot_is_parameter(d, i) && i != d->x && plot_distinct(d, i, 1) > 1)
        {
            name = picture_name(d->column[i].name);
            fprintf(to, "%s%s = %g", length > 0 ? ", " : "",
                    name != NULL ? name : "", plot_at(d, row, i));
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
add_curve(picture_t *p, const plot_data_t *d, size_t first, int colour,
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
        x = plot_at(d, r, d->x);
        y = plot_at(d, r, d->y);
        good = good && curve_point(c, x, y, 0);
    }
    return good;
}

/* Does the second scanned parameter have this value on the curve? */
static int
has_value(const plot_data_t *d, size_t row, double value)
{
    int i;

    for (i = 0; i < d->n_columns; i++)
        if (plot_is_parameter(d, i) && i != d->x
            && plot_distinct(d, i, 1) > 1)
            return fabs(plot_at(d, row, i) - value) <= 1e-9 * fabs(value);
    return 0;
}

/* The curve at x, between two of its rows; NAN outside. */
static double
height_at(const plot_data_t *d, size_t first, double x)
{
    size_t r, last = first;

    for (r = first + 1; r < d->n_rows; r++)
    {
        double a = plot_at(d, last, d->x), b = plot_at(d, r, d->x);

        if (!same_curve(d, first, r))
            continue;
        if (a != b && (a - x) * (b - x) <= 0)
            return plot_at(d, last, d->y)
                   + (x - a) / (b - a) * (plot_at(d, r, d->y)
                                          - plot_at(d, last, d->y));
        last = r;
    }
    return NAN;
}

/* Critical values of one of several curves, as points on it. */
static int
mark_curve(picture_t *p, const plot_data_t *d, size_t first, int colour)
{
    int i, good = 1;

    for (i = 0; i < d->n_marks && good; i++)
    {
        double x = d->mark[i].x, y = NAN;
        curve_t *c;
        char *name;

        if (!isnan(d->mark[i].y) && has_value(d, first, d->mark[i].y))
            y = height_at(d, first, x);
        if (isnan(y))
            continue;
        name = picture_name(d->mark[i].name);
        c = picture_curve(p, CURVE_MARKS, colour, name);
        good = c != NULL && curve_point(c, x, y, 0);
        free(name);
    }
    return good;
}

static int
draw_curves(picture_t *p, const plot_data_t *d)
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
        good = add_curve(p, d, r, colour[n], title)
               && mark_curve(p, d, r, colour[n]);
        n++;
        free(title);
    }
    if (dropped)
        fprintf(stderr, "saddle plot: only the first %d curves are drawn\n",
                MAX_CURVES);
    free(begun);
    return good;
}

/* Critical values: vertical lines over the curves of one set of parameters,
   lines over a map. */
static int
draw_marks(picture_t *p, const plot_data_t *d)
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

int
plot_draw(picture_t *p, const plot_data_t *d)
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
        good = picture_cell(p, plot_at(d, r, d->x), plot_at(d, r, d->y),
                            plot_at(d, r, d->z));
    return good;
}
