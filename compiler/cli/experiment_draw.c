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

int
experiment_draw(const experiment_report_t *r, const char *path)
{
    const trials_plan_t *p = &r->trials.plan;
    int by_row = r->row_name != NULL, status;
    size_t n = by_row ? p->n_rows : p->n_points, i, k = drawn(r);
    const char *x_name = by_row ? r->row_name
                                : r->n_names > 0 ? r->name[0] : "point";
    char *label = picture_name(x_name);
    curve_t *theory, *trials;
    picture_t picture;

    picture_init(&picture);
    picture_labels(&picture, r->title, label != NULL ? label : x_name,
                   r->measure[k], NULL);
    theory = picture_curve(&picture, CURVE_LINE, 0, "theory");
    for (i = 0; i < n && theory != NULL; i++)
    {
        double predicted, x = by_row ? (double) i
                                     : r->point[i * r->n_names];

        experiment_summary(r, by_row ? 0 : i, by_row ? i : 0, k, &predicted);
        curve_point(theory, x, predicted, 0);
    }
    trials = picture_curve(&picture, CURVE_POINTS, 1, "experiment");
    for (i = 0; i < n && trials != NULL; i++)
    {
        double predicted, x = by_row ? (double) i : r->point[i * r->n_names];
        trials_summary_t s = experiment_summary(r, by_row ? 0 : i,
                                                by_row ? i : 0, k, &predicted);

        curve_point(trials, x, s.mean, isnan(s.error) ? 0 : s.error);
    }
    status = picture_write(&picture, path);
    picture_clear(&picture);
    free(label);
    return status;
}
