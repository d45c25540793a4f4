/* compiler/cli/html_chart.c -- curves as SVG. */
#include "html.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 640, HEIGHT = 340, LEFT = 70, RIGHT = 20, TOP = 16,
       BOTTOM = 46, KEY = 18 };

static const char *const colour[]
    = { "#0072b2", "#d55e00", "#009e73", "#aa4499", "#b08000", "#444444" };

#define N_COLOURS ((int) (sizeof colour / sizeof *colour))

typedef struct
{
    double lo, hi, step;
} scale_t;

static void
include(scale_t *s, double x)
{
    s->lo = fmin(s->lo, x);
    s->hi = fmax(s->hi, x);
}

/* About six ticks at round numbers. */
static void
choose_step(scale_t *s)
{
    double raw, power;

    if (s->hi - s->lo <= 1e-9 * (fabs(s->hi) + fabs(s->lo)))
    {
        double half = fmax(0.5 * fabs(s->hi), 0.5);

        s->lo -= half;
        s->hi += half;
    }
    raw = (s->hi - s->lo) / 6;
    power = pow(10, floor(log10(raw)));
    raw /= power;
    s->step = power * (raw < 1.5 ? 1 : raw < 3.5 ? 2 : raw < 7.5 ? 5 : 10);
}

static double
place_x(const scale_t *s, double x)
{
    return LEFT + (x - s->lo) / (s->hi - s->lo) * (WIDTH - LEFT - RIGHT);
}

static double
place_y(const scale_t *s, double y)
{
    return HEIGHT - BOTTOM
           - (y - s->lo) / (s->hi - s->lo) * (HEIGHT - TOP - BOTTOM);
}

static int
find_scales(const picture_t *p, scale_t *x, scale_t *y)
{
    size_t i, k;
    double margin;

    *x = *y = (scale_t) { INFINITY, -INFINITY, 0 };
    for (i = 0; i < p->n_curves; i++)
        for (k = 0; k < p->curve[i].n; k++)
            if (isfinite(p->curve[i].y[k]))
            {
                include(x, p->curve[i].x[k]);
                include(y, p->curve[i].y[k]);
            }
    if (!(x->lo <= x->hi))
        return 0;
    choose_step(x);
    margin = 0.04 * (y->hi - y->lo);
    y->lo -= margin;
    y->hi += margin;
    choose_step(y);
    return 1;
}

/* ---- axes -------------------------------------------------------------- */

static void
put_number(FILE *to, double x, double step)
{
    if (fabs(x) < step / 1000)
        x = 0;
    fprintf(to, "%.6g", x);
}

static void
draw_axes(FILE *to, const picture_t *p, const scale_t *x, const scale_t *y)
{
    double t;

    fprintf(to, "<g stroke=\"#ddd\" fill=\"#333\" font-size=\"12\">\n");
    for (t = ceil(x->lo / x->step - 1e-9) * x->step;
         t <= x->hi + 1e-9 * x->step; t += x->step)
    {
        fprintf(to, "<path d=\"M%.1f %dV%d\"/><text x=\"%.1f\" y=\"%d\" "
                "text-anchor=\"middle\" stroke=\"none\">", place_x(x, t), TOP,
                HEIGHT - BOTTOM, place_x(x, t), HEIGHT - BOTTOM + 16);
        put_number(to, t, x->step);
        fprintf(to, "</text>\n");
    }
    for (t = ceil(y->lo / y->step - 1e-9) * y->step;
         t <= y->hi + 1e-9 * y->step; t += y->step)
    {
        fprintf(to, "<path d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" "
                "text-anchor=\"end\" stroke=\"none\">", LEFT, place_y(y, t),
                WIDTH - RIGHT, LEFT - 6, place_y(y, t) + 4);
        put_number(to, t, y->step);
        fprintf(to, "</text>\n");
    }
    fprintf(to, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" "
            "stroke=\"none\">", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8);
    html_name(to, p->x_label);
    fprintf(to, "</text>\n</g>\n<path d=\"M%d %dV%dH%d\" fill=\"none\" "
            "stroke=\"#333\"/>\n", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
}

static void
draw_marks(FILE *to, const picture_t *p, const scale_t *x)
{
    size_t i;

    for (i = 0; i < p->n_marks; i++)
        if (p->mark[i] >= x->lo && p->mark[i] <= x->hi)
        {
            fprintf(to, "<path d=\"M%.1f %dV%d\" stroke=\"#777\" "
                    "stroke-dasharray=\"2 3\"/><text x=\"%.1f\" y=\"%d\" "
                    "font-size=\"12\" fill=\"#333\">", place_x(x, p->mark[i]),
                    TOP, HEIGHT - BOTTOM, place_x(x, p->mark[i]) + 4,
                    TOP + 12 + 14 * (int) (i % 3));
            html_name(to, p->mark_name[i]);
            fprintf(to, "</text>\n");
        }
}

/* ---- curves ------------------------------------------------------------ */

static const char *
dashes(const curve_t *c)
{
    return c->style == CURVE_DASHED ? " stroke-dasharray=\"6 4\"" : "";
}

static void
draw_curve(FILE *to, const curve_t *c, const scale_t *x, const scale_t *y)
{
    size_t k;
    int down = 0;

    fprintf(to, "<path fill=\"none\" stroke-width=\"2\" stroke=\"%s\"%s d=\"",
            colour[c->colour % N_COLOURS], dashes(c));
    for (k = 0; k < c->n; k++)
    {
        if (isfinite(c->y[k]))
            fprintf(to, "%s%.1f %.1f", down ? "L" : "M", place_x(x, c->x[k]),
                    place_y(y, c->y[k]));
        down = isfinite(c->y[k]);
    }
    fprintf(to, "\"/>\n");
}

/* A key below the picture, one line for each curve with a title. */
static void
draw_key(FILE *to, const picture_t *p)
{
    size_t i, row = 0;

    for (i = 0; i < p->n_curves; i++)
    {
        const curve_t *c = &p->curve[i];
        double y = HEIGHT + KEY * ((double) row + 0.5);

        if (c->title == NULL)
            continue;
        fprintf(to, "<path d=\"M%d %.1fh30\" stroke-width=\"2\" "
                "stroke=\"%s\"%s/><text x=\"%d\" y=\"%.1f\" font-size=\"13\" "
                "fill=\"#333\">", LEFT, y, colour[c->colour % N_COLOURS],
                dashes(c), LEFT + 38, y + 4);
        print_markup(to, c->title);
        fprintf(to, "</text>\n");
        row++;
    }
}

int
html_chart(FILE *to, const picture_t *p)
{
    scale_t x, y;
    size_t i, rows = 0;

    if (!find_scales(p, &x, &y))
        return 0;
    for (i = 0; i < p->n_curves; i++)
        rows += p->curve[i].title != NULL;
    fprintf(to, "<svg role=\"img\" viewBox=\"0 0 %d %d\" "
            "xmlns=\"http://www.w3.org/2000/svg\"><title>", WIDTH,
            HEIGHT + KEY * (int) rows + 6);
    print_markup(to, p->title);
    fprintf(to, "</title>\n");
    draw_axes(to, p, &x, &y);
    draw_marks(to, p, &x);
    for (i = 0; i < p->n_curves; i++)
        draw_curve(to, &p->curve[i], &x, &y);
    draw_key(to, p);
    fprintf(to, "</svg>\n");
    return 1;
}
