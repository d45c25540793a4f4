/* compiler/cli/picture_script.c -- a picture as a gnuplot script. */
#include "picture_script.h"
#include "table.h"

#include <math.h>
#include <string.h>

void
picture_quote(FILE *to, const char *text)
{
    putc('\'', to);
    for (; *text != '\0'; text++)
    {
        if (*text == '\'')
            putc('\'', to);
        putc(*text == '\n' || *text == '\r' ? ' ' : *text, to);
    }
    putc('\'', to);
}

static void
write_data(FILE *to, const picture_t *p)
{
    size_t i, k;

    for (i = 0; i < p->n_curves; i++)
    {
        const curve_t *c = p->curve + i;

        fprintf(to, "$curve%zu << END\n", i);
        for (k = 0; k < c->n; k++)
            if (isfinite(c->y[k]) && isfinite(c->x[k]))
            {
                table_print_number(to, c->x[k]);
                putc(' ', to);
                table_print_number(to, c->y[k]);
                fprintf(to, " %.6g\n", isfinite(c->error[k]) ? c->error[k] : 0);
            }
            else
                putc('\n', to);
        fprintf(to, "END\n");
    }
    if (p->n_cells == 0)
        return;
    fprintf(to, "$map << END\n");
    for (k = 0; k < p->n_cells; k++)
    {
        if (k > 0 && p->cell_y[k] != p->cell_y[k - 1])
            putc('\n', to);
        table_print_number(to, p->cell_x[k]);
        putc(' ', to);
        table_print_number(to, p->cell_y[k]);
        if (isfinite(p->cell_z[k]))
        {
            putc(' ', to);
            table_print_number(to, p->cell_z[k]);
            putc('\n', to);
        }
        else
            fprintf(to, " NaN\n");
    }
    fprintf(to, "END\n");
}

static void
write_marks(FILE *to, const picture_t *p)
{
    size_t i;

    for (i = 0; i < p->n_marks; i++)
    {
        fprintf(to, "set arrow from first %.15g, graph 0 to first %.15g, graph "
                    "1 nohead dt 3 lc rgb '#555555'\n", p->mark[i],
                p->mark[i]);
        fprintf(to, "set label ");
        picture_quote(to, p->mark_name[i]);
        /* labels of neighbours do not stand at the same height */
        fprintf(to, " at first %.15g, graph %.2f offset 0.5, 0 "
                    "textcolor rgb '#555555'\n", p->mark[i],
                0.97 - 0.06 * (double) (i % 4));
    }
}

static const char *
shade(const curve_t *c)
{
    static const char *const colour[] = {
        "#1f5fa8", "#c8502d", "#3c8d40", "#7a4fa3", "#b58a00", "#008c95",
        "#a3325e", "#555555",
    };

    return colour[(size_t) c->colour % (sizeof colour / sizeof colour[0])];
}

static void
write_title(FILE *to, const curve_t *c)
{
    fprintf(to, c->title == NULL ? "notitle" : "title ");
    if (c->title != NULL)
        picture_quote(to, c->title);
}

/* Error bars lie below all curves: gnuplot clears the ground around them, as
   little as pointintervalbox allows. */
static void
write_curves(FILE *to, const picture_t *p)
{
    const char *between = "plot ";
    size_t i;

    for (i = 0; i < p->n_curves; i++)
        if (p->curve[i].style == CURVE_POINTS)
        {
            fprintf(to, "%s$curve%zu using 1:2:3 with yerrorbars pt 7 ps 0.1 "
                    "lc rgb '%s' notitle", between, i, shade(p->curve + i));
            between = ", \\\n     ";
        }
    for (i = 0; i < p->n_curves; i++)
    {
        const curve_t *c = p->curve + i;

        fprintf(to, "%s$curve%zu using 1:2 with ", between, i);
        if (c->style == CURVE_POINTS)
            fprintf(to, "points pt 7 ps 0.5 lc rgb '%s' ", shade(c));
        else if (c->style == CURVE_MARKS)
            fprintf(to, "points pt 7 ps 0.8 lc rgb '%s' ", shade(c));
        else
            fprintf(to, "lines lc rgb '%s' lw 2 dt %d ", shade(c),
                    c->style == CURVE_DASHED ? 2 : 1);
        write_title(to, c);
        between = ", \\\n     ";
    }
    fprintf(to, "\n");
}

static void
write_label(FILE *to, const char *what, const char *text)
{
    if (text == NULL)
        return;
    fprintf(to, "set %s ", what);
    picture_quote(to, text);
    fprintf(to, "%s\n", strlen(text) > 64 ? " font ',10'" : "");
}

static int
has_titles(const picture_t *p)
{
    size_t i;

    for (i = 0; i < p->n_curves; i++)
        if (p->curve[i].title != NULL)
            return 1;
    return 0;
}

/* The parameter's range as it is, and some room above and below the curves. */
static void
write_ranges(FILE *to, const picture_t *p)
{
    double lo = INFINITY, hi = -INFINITY, room;
    size_t i, k;

    fprintf(to, "set autoscale xfix\n");
    for (i = 0; i < p->n_curves; i++)
        for (k = 0; k < p->curve[i].n; k++)
            if (isfinite(p->curve[i].y[k]))
            {
                lo = fmin(lo, p->curve[i].y[k]);
                hi = fmax(hi, p->curve[i].y[k]);
            }
    room = hi > lo ? hi - lo : fabs(hi) + 1e-3;
    if (!p->log_y && isfinite(room))
        fprintf(to, "set yrange [%.9g:%.9g]\n", lo - 0.03 * room,
                hi + 0.06 * room);
}

/* The map fills the picture; lines over it may end outside. */
static void
write_map_range(FILE *to, const char *axis, const double *x, size_t n)
{
    double lo = INFINITY, hi = -INFINITY;
    size_t i;

    for (i = 0; i < n; i++)
    {
        lo = fmin(lo, x[i]);
        hi = fmax(hi, x[i]);
    }
    if (lo < hi)
        fprintf(to, "set %srange [%.9g:%.9g]\n", axis, lo, hi);
}

/* The map, and its curves (critical lines) over it. */
static void
write_map(FILE *to, const picture_t *p)
{
    size_t i;

    write_label(to, "cblabel", p->z_label);
    fprintf(to, "set view map\nset border 31\nset tics front\n"
                "set palette defined (0 '#20304f', 0.35 '#1f7a8c', "
                "0.7 '#bfdb8f', 1 '#fff3b0')\n"
                "set lmargin at screen 0.12\nset rmargin at screen 0.8\n"
                "set bmargin at screen 0.15\nset tmargin at screen 0.91\n"
                "set pm3d map interpolate 4,4\n");
    write_map_range(to, "x", p->cell_x, p->n_cells);
    write_map_range(to, "y", p->cell_y, p->n_cells);
    fprintf(to, "splot $map using 1:2:3 with pm3d notitle");
    for (i = 0; i < p->n_curves; i++)
    {
        fprintf(to, ", \\\n     $curve%zu using 1:2:(0) with lines lw 2.5 dt "
                    "%zu lc rgb '#c8502d' ", i, i + 1);
        if (p->curve[i].title == NULL)
            fprintf(to, "notitle");
        else
        {
            fprintf(to, "title ");
            picture_quote(to, p->curve[i].title);
        }
    }
    putc('\n', to);
}

void
picture_script(FILE *to, void *ctx)
{
    const picture_t *p = ctx;

    fprintf(to, "set border 3 lw 1.2\nset tics nomirror out\n"
                "set minussign\nset pointintervalbox 0.05\nset key %s\n",
            !has_titles(p)    ? "off"
            : p->n_cells > 0 ? "top left textcolor rgb '#c8502d' opaque"
                             : "outside right");
    if (p->n_cells == 0)
        write_ranges(to, p);
    write_label(to, "title", p->title);
    write_label(to, "xlabel", p->x_label);
    write_label(to, "ylabel", p->y_label);
    if (p->log_x)
        fprintf(to, "set logscale x\n");
    if (p->log_y)
        fprintf(to, "set logscale y\n");
    write_data(to, p);
    if (p->n_cells > 0)
    {
        write_map(to, p);
        return;
    }
    write_marks(to, p);
    write_curves(to, p);
}

void
picture_script_two(FILE *to, void *ctx)
{
    picture_t *p = ctx;

    fprintf(to, "set multiplot layout 2,1\nset lmargin at screen 0.14\n"
                "set rmargin at screen 0.78\nset format y '%%g'\n");
    picture_script(to, p);
    fprintf(to, "unset logscale\nset autoscale\nunset title\nunset arrow\n"
                "unset label\n");
    picture_script(to, p + 1);
    fprintf(to, "unset multiplot\n");
}
