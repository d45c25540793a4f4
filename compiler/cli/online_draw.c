/* compiler/cli/online_draw.c -- error and overlaps over time. */
#include "online.h"
#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POINTS 400          /* of a curve                                  */
#define DECADES 4           /* before the end, at least                    */
#define NAMED 14            /* curves that are all named in the key        */

/* Times of equal distance in the logarithm. */
static void
fine_times(double *time, const course_plan_t *plan)
{
    double end = plan->time[plan->n_times - 1], begin = end;
    size_t i;

    for (i = 0; i < plan->n_times; i++)
        if (plan->time[i] > 0)
        {
            begin = plan->time[i];
            break;
        }
    begin = fmin(begin, end * pow(10, -DECADES));
    for (i = 0; i < POINTS; i++)
        time[i] = begin * pow(end / begin, (double) i / (POINTS - 1));
    time[POINTS - 1] = end;
}

/* What sort of quantity a column is, for its colour and place. */
typedef enum { VALUE, TEACHER_OVERLAP, OWN_OVERLAP, LAYER } sort_t;

static sort_t
sort_of(const dynamics_t *x, size_t column, int *colour)
{
    const saddle_flow_t *f = x->flow;
    int at = (int) column - f->n_values, k = f->students, left;

    *colour = 0;
    if (at < 0)
        return VALUE;
    if (at < k * f->teachers)
    {
        *colour = at % f->teachers;
        return TEACHER_OVERLAP;
    }
    at -= k * f->teachers;
    for (left = k; left > 0 && at >= left; left--)
        at -= left;
    *colour = f->teachers + (at == 0 && left > 0 ? 0 : 1);
    if (left > 0)
        return OWN_OVERLAP;
    *colour = f->teachers + 2;
    return LAYER;
}

/* A column as a curve, and its measured points. */
static int
add_column(picture_t *to, const dynamics_t *x, const course_t *c, size_t column,
           int named, const online_points_t *points)
{
    int colour, good;
    sort_t sort = sort_of(x, column, &colour);
    char *title = !named ? NULL : sort == VALUE ? strdup("equations")
                  : picture_name(online_column(x, column));
    curve_t *curve = picture_curve(to, sort == OWN_OVERLAP ? CURVE_DASHED
                                                           : CURVE_LINE,
                                   colour, title);
    size_t i;

    free(title);
    good = curve != NULL;
    for (i = 0; good && i < c->n_rows; i++)
        good = curve_point(curve, c->time[i], c->row[i * c->width + column],
                           0);
    if (!good || points == NULL)
        return good;
    curve = picture_curve(to, CURVE_POINTS, colour,
                          sort == VALUE ? "simulation" : NULL);
    for (i = 0; curve != NULL && i < points->n_rows; i++)
        if (points->time[i] > 0)
            good &= curve_point(curve, points->time[i],
                                points->mean[i * c->width + column],
                                points->error[i * c->width + column]);
    return curve != NULL && good;
}

/* One name for each sort when there are too many curves. */
static int
is_named(const dynamics_t *x, size_t column, size_t width)
{
    int colour, before;

    if (width - (size_t) x->flow->n_values <= NAMED)
        return 1;
    if (column == 0)
        return 1;
    return sort_of(x, column, &colour) != sort_of(x, column - 1, &before);
}

/* The model, and when its students specialise. */
static char *
title_of(const dynamics_t *x, const course_t *c)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    int i;

    if (to == NULL)
        return NULL;
    picture_text(to, x->flow->name);
    fputs(": ", to);
    picture_text(to, x->setting);
    for (i = 0; i < c->n_events; i++)
        if (c->event[i].which < 0 && c->event[i].rises)
        {
            fprintf(to, "; the students specialise at %s = %.4g",
                    online_clock(x), c->event[i].time);
            break;
        }
    fclose(to);
    return text;
}

static int
fill(picture_t p[2], const dynamics_t *x, const course_t *c,
     const online_points_t *points)
{
    char *error = picture_name(online_column(x, 0)), *title = NULL;
    int good, i;
    size_t k;

    title = title_of(x, c);
    good = title != NULL
           && picture_labels(p, title, online_clock(x), error, NULL)
           && picture_labels(p + 1, NULL, online_clock(x), "overlaps", NULL)
           && add_column(p, x, c, 0, points != NULL, points);
    free(error);
    free(title);
    p[0].log_x = p[0].log_y = p[1].log_x = 1;
    for (k = (size_t) x->flow->n_values; good && k < c->width; k++)
        good = add_column(p + 1, x, c, k, is_named(x, k, c->width), points);
    for (i = 0; good && i < c->n_events; i++)
        if (c->event[i].which < 0)
            good = picture_mark(p, c->event[i].time, "")
                   && picture_mark(p + 1, c->event[i].time, "");
    return good;
}

int
online_draw(const dynamics_t *x, const course_plan_t *plan,
            const online_points_t *points)
{
    double time[POINTS];
    course_plan_t fine = *plan;
    picture_t p[2];
    course_t course;
    int status = EXIT_LIMIT;

    if (plan->n_times == 0 || !(plan->time[plan->n_times - 1] > 0))
    {
        fprintf(stderr, "saddle online: nothing to draw at t = 0\n");
        return EXIT_USAGE;
    }
    fine_times(time, plan);
    fine.time = time;
    fine.n_times = POINTS;
    picture_init(p);
    picture_init(p + 1);
    if (course_run(&course, &fine) != COURSE_MEMORY
        && fill(p, x, &course, points))
        status = picture_write_two(p, x->o->plot);
    picture_clear(p);
    picture_clear(p + 1);
    course_clear(&course);
    return status;
}
