/* compiler/cli/rbm_images.c -- rows of visible units as a page of images. */
#include "rbm_images.h"
#include "picture.h"

#include <math.h>
#include <stdio.h>

#define BLANK (-1e30)          /* a number for gnuplot, which warns of NaN  */

/* Columns of images: given, or so that the page is about 3 by 2. */
static int
columns_of(const images_t *p)
{
    int columns = p->columns > 0 ? p->columns
        : (int) ceil(sqrt(1.5 * p->n * p->height / p->width));

    return columns > p->n ? p->n : columns < 1 ? 1 : columns;
}

/* Pixels from an image to the one below it: one between them, or room for the
   caption. */
static int
step_of(const images_t *p)
{
    return p->height + (p->caption != NULL ? 2 + p->height / 8 : 1);
}

/* Value of the page at (row, column), BLANK between images. */
static double
page_at(const images_t *p, int columns, int row, int column)
{
    int i = row / step_of(p), j = column / (p->width + 1);
    int y = row % step_of(p), x = column % (p->width + 1);
    int k = i * columns + j;

    if (y >= p->height || x == p->width || k >= p->n)
        return BLANK;
    return p->x[(size_t) k * (size_t) (p->height * p->width)
                + (size_t) (y * p->width + x)];
}

static void
write_captions(FILE *to, const images_t *p, int columns)
{
    int k;

    for (k = 0; p->caption != NULL && k < p->n; k++)
    {
        fprintf(to, "set label ");
        picture_quote(to, p->caption[k]);
        fprintf(to, " at %g,%g center noenhanced font ',9' front\n",
                (k % columns) * (p->width + 1) + 0.5 * (p->width - 1),
                (k / columns) * step_of(p) + 0.5 * (p->height + step_of(p) - 1));
    }
}

static void
write_page(FILE *to, void *ctx)
{
    const images_t *p = ctx;
    int columns = columns_of(p), rows = (p->n + columns - 1) / columns, y, x;

    fprintf(to, "$page << END\n");
    for (y = 0; y < rows * step_of(p); y++)
    {
        for (x = 0; x < columns * (p->width + 1); x++)
            fprintf(to, "%s%.4g", x > 0 ? " " : "",
                    page_at(p, columns, y, x));
        putc('\n', to);
    }
    fprintf(to, "END\nunset border\nunset tics\nunset key\n"
                "set size ratio -1\nset lmargin 1\nset rmargin 1\n"
                "set bmargin 1\nset palette %s\nset cbrange [%.6g:%.6g]\n",
            p->signs ? "defined (0 '#a3325e', 0.5 '#ffffff', 1 '#1f5fa8')"
                     : "gray",
            p->low, p->high);
    fprintf(to, p->signs ? "set colorbox\nset cbtics\n" : "unset colorbox\n");
    fprintf(to, "set xrange [-0.5:%g]\nset yrange [%g:-0.5]\n",
            columns * (p->width + 1) - 0.5, rows * step_of(p) - 0.5);
    if (p->title != NULL)
    {
        fprintf(to, "set title ");
        picture_quote(to, p->title);
        fprintf(to, " noenhanced\n");
    }
    write_captions(to, p, columns);
    fprintf(to, "plot $page matrix using 1:2:($3 > %g ? $3 : NaN) with image\n",
            0.1 * BLANK);
}

int
images_write(const images_t *p, const char *path)
{
    return picture_run(path, write_page, (void *) p);
}
