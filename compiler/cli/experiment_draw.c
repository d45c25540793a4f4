/* compiler/cli/experiment_draw.c -- the picture of an experiment. */
#include "experiment.h"
#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The measure that --y names, else the first. */
static size_t
drawn(const experiment_report_t *r)
{
    size_t k;

    for (k = 0; r->o->y != NULL && k < r->n_measures; k++)
        if (strcmp(r->measure[k], r->o->y) == 0)
            return k;
    return 0;
}

/* Text as it stands; malloc'd. */
static char *
plain(const char *text)
{
    char *out = NULL;
    size_t length;
    FILE *to = open_memstream(&out, &length);

    if (to == NULL)
        return NULL;
    picture_text(to, text);
    fclose(to);
    return out;
}

/* ---- points: number i is row i % n_rows of point i / n_rows --------------- */

static size_t
rows(const experiment_report_t *r)
{
    return r->trials.plan.n_rows;
}

static double
abscissa(const experiment_report_t *r, size_t i)
{
    if (r->row_name != NULL)
        return (double) (i % rows(r));
    return r->n_names > 0 ? r->point[i * r->n_names] : 0;
}

/* 1 when i differs from the one before in more than what is drawn over:
   another curve begins. */
static int
begins(const experiment_report_t *r, size_t i)
{
    const double *p = r->point + i * r->n_names;
    size_t k;

    if (r->row_name != NULL)
        return i % rows(r) == 0;
    for (k = 1; i > 0 && k < r->n_names; k++)
        if (p[k] != p[k - r->n_names])
            return 1;
    return i == 0;
}

/* "theory", or "theory, kappa = 0.5" where there are several curves; malloc'd,
   as drawn. */
static char *
key(const experiment_report_t *r, size_t i, const char *what)
{
    char *out = NULL, *name;
    size_t length, k = r->row_name != NULL ? 0 : 1;
    FILE *to = open_memstream(&out, &length);

    if (to == NULL)
        return NULL;
    fputs(what, to);
    for (; k < r->n_names; k++)
    {
        name = picture_name(r->name[k]);
        fprintf(to, ", %s = %.4g", name != NULL ? name : "",
                r->point[i / rows(r) * r->n_names + k]);
        free(name);
    }
    fclose(to);
    return out;
}

/* The curves of the points from i on, up to the next that begins one. */
static size_t
draw_curves(picture_t *p, const experiment_report_t *r, size_t i, size_t n,
            int colour)
{
    char *title[2] = { key(r, i, "theory"), key(r, i, "experiment") };
    trials_summary_t s;
    double predicted;
    curve_t *c[2];
    size_t k, first = i;
    int which;

    for (which = 0; which < 2; which++)
    {
        c[which] = picture_curve(p, which == 0 ? CURVE_LINE : CURVE_POINTS,
                                 colour + which, title[which]);
        for (k = first; c[which] != NULL && k < n
                        && (k == first || !begins(r, k)); k++)
        {
            s = experiment_summary(r, k / rows(r), k % rows(r), drawn(r),
                                   &predicted);
            curve_point(c[which], abscissa(r, k),
                        which == 0 ? predicted : s.mean,
                        which == 0 || isnan(s.error) ? 0 : s.error);
        }
        free(title[which]);
    }
    while (++i < n && !begins(r, i))
        ;
    return i;
}

int
experiment_draw(const experiment_report_t *r, const char *path)
{
    const trials_plan_t *plan = &r->trials.plan;
    size_t n = plan->n_rows * plan->n_points, i = 0;
    const char *x_name = r->row_name != NULL ? r->row_name
                         : r->n_names > 0 ? r->name[0] : "point";
    int status, colour = 0;
    char *x = picture_name(x_name), *y = plain(r->measure[drawn(r)]);
    char *title = plain(r->title);
    picture_t p;

    picture_init(&p);
    picture_labels(&p, title, x, y, NULL);
    for (; i < n; colour += plan->n_points > 1 ? 2 : 0)
        i = draw_curves(&p, r, i, n, colour);
    status = picture_write(&p, path);
    picture_clear(&p);
    free(x);
    free(y);
    free(title);
    return status;
}
