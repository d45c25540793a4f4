/* compiler/cli/rbm_train_history.c -- the history of a training, told. */
#include "rbm_train.h"
#include "output.h"
#include "picture.h"

#include <math.h>

static void
print_row(FILE *to, const double *row, const char *gap)
{
    int k;

    for (k = 0; k < HISTORY_COLUMNS; k++)
        if (isnan(row[k]))
            fprintf(to, "%s", k > 0 ? gap : "");
        else
            fprintf(to, k == 0 ? "%s%.0f" : "%s%.6g", k > 0 ? gap : "",
                    row[k]);
    putc('\n', to);
}

void
history_tell(const train_t *t)
{
    const double *row = t->history + (t->n_history - 1) * HISTORY_COLUMNS;

    progress_end();
    if (t->n_history == 1)
        printf("epoch      rate   pseudo-likelihood     log-likelihood (TAP)"
               "   reconstruction\n                    training   "
               "valid.    training   valid.    training   valid.\n");
    printf("%5.0f  %8.2g  %9.3f %9.3f  %9.3f %9.3f  %9.5f %9.5f\n",
           row[HISTORY_EPOCH], row[HISTORY_RATE], row[HISTORY_PSEUDO],
           row[HISTORY_PSEUDO_VALID], row[HISTORY_LOGLIK],
           row[HISTORY_LOGLIK_VALID], row[HISTORY_ERROR],
           row[HISTORY_ERROR_VALID]);
    fflush(stdout);
}

int
history_write(const train_t *train, const char *path)
{
    const train_options_t *t = &train->options;
    output_t *file = output_open(path);
    FILE *to;
    int k;

    if (file == NULL)
        return EXIT_OUTPUT;
    to = output_stream(file);
    fprintf(to, "# saddle %s rbm train: %d x %d units, %s, %d steps, batch "
                "%d, momentum %g, l1 %g, l2 %g, seed %lu\n# per pattern, "
                "natural logarithm\n", SADDLE_VERSION, train->rbm.nv,
            train->rbm.nh, train_method_name(t->method), t->steps, t->batch,
            t->momentum, t->l1, t->l2, t->seed);
    for (k = 0; k < HISTORY_COLUMNS; k++)
        fprintf(to, "%s%s", k > 0 ? "," : "", history_name[k]);
    putc('\n', to);
    for (k = 0; k < train->n_history; k++)
        print_row(to, train->history + k * HISTORY_COLUMNS, ",");
    return output_close(file, 1);
}

int
history_draw(const train_t *train, const char *path)
{
    static const struct
    {
        int column, colour;
        curve_style_t style;
        const char *title;
    } line[] = {
        { HISTORY_PSEUDO, 0, CURVE_LINE, "pseudo-likelihood, training" },
        { HISTORY_PSEUDO_VALID, 0, CURVE_DASHED, "validation" },
        { HISTORY_LOGLIK, 1, CURVE_LINE, "log-likelihood (TAP), training" },
        { HISTORY_LOGLIK_VALID, 1, CURVE_DASHED, "validation" },
    };
    char title[128];
    picture_t p;
    int k, i, good, status = EXIT_LIMIT;

    picture_init(&p);
    snprintf(title, sizeof title, "%s, %d × %d units",
             train_method_name(train->options.method), train->rbm.nv,
             train->rbm.nh);
    good = picture_labels(&p, title, "epoch", "per pattern", NULL);
    for (k = 0; good && k < 4; k++)
    {
        curve_t *c = picture_curve(&p, line[k].style, line[k].colour,
                                   line[k].title);

        good = c != NULL;
        for (i = 0; good && i < train->n_history; i++)
        {
            const double *row = train->history + i * HISTORY_COLUMNS;

            good = curve_point(c, row[HISTORY_EPOCH], row[line[k].column],
                               NAN);
        }
    }
    if (good)
        status = picture_write(&p, path);
    picture_clear(&p);
    return status;
}
