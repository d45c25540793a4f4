/* compiler/cli/picture.h -- curves and maps, drawn by gnuplot. */
#ifndef SADDLE_CLI_PICTURE_H
#define SADDLE_CLI_PICTURE_H

#include <stddef.h>
#include <stdio.h>

typedef enum
{
    CURVE_LINE,
    CURVE_DASHED,    /* unstable, or a second kind                         */
    CURVE_POINTS,    /* with error bars where `error` is given             */
    CURVE_MARKS      /* places on another curve                            */
} curve_style_t;

/* A picture is a list of curves, or one map of z over (x, y) with curves on
   it. */
typedef struct
{
    curve_style_t style;
    int colour;          /* curves of equal number share a colour          */
    char *title;         /* for the key, or NULL                           */
    size_t n;
    double *x, *y, *error;  /* NAN in y breaks a line; error may be NULL   */
} curve_t;

typedef struct
{
    char *title, *x_label, *y_label, *z_label;
    int log_x, log_y;
    size_t n_curves;
    curve_t *curve;
    size_t n_marks;      /* vertical lines with a name                     */
    double *mark;
    char **mark_name;
    size_t n_cells;      /* the map; 0: none                               */
    double *cell_x, *cell_y, *cell_z;
} picture_t;

void picture_init(picture_t *);
void picture_clear(picture_t *);

/* Texts are copied.  0 without memory. */
int picture_labels(picture_t *, const char *title, const char *x,
                   const char *y, const char *z);
/* A new curve at the end of the list, or NULL. */
curve_t *picture_curve(picture_t *, curve_style_t, int colour,
                       const char *title);
int curve_point(curve_t *, double x, double y, double error);
int picture_mark(picture_t *, double x, const char *name);
int picture_cell(picture_t *, double x, double y, double z);

/*
 * picture_write -- writes PATH with its ending replaced by .gp (a gnuplot
 * script that holds all data) and runs gnuplot on it.
 *
 *   path  in   ending svg, pdf or png
 *
 * EXIT_DONE; EXIT_USAGE for another ending; EXIT_OUTPUT with a message when
 * there is no gnuplot (the script is kept) or nothing can be written.
 */
int picture_write(const picture_t *, const char *path);

/* The same for two pictures, one below the other. */
int picture_write_two(const picture_t p[2], const char *path);

/* The same for a script that write() makes: it comes after the terminal and the
   name of the output. */
int picture_run(const char *path, void (*write)(FILE *, void *), void *ctx);

/* Text as gnuplot reads it: in single quotes, where it runs nothing; a quote is
   doubled. */
void picture_quote(FILE *, const char *text);

/* 1 when the ending is one that picture_write knows; says so if not. */
int picture_can(const char *path);

/* "alpha_c" as it is drawn: a Greek name as its letter, an index, a hat; in
   gnuplot's enhanced text, as titles and labels are.  Malloc'd. */
char *picture_name(const char *name);
/* Text that enhanced mode shows as it stands. */
void picture_text(FILE *, const char *text);

#endif
