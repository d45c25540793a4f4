/* compiler/cli/rbm_sense_tell.c -- what compressed sensing found. */
#include "rbm_sense.h"
#include "../../runtime/rbm/matrix.h"
#include "output.h"
#include "picture.h"
#include "rbm_images.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const title[SENSE_PRIORS] = {
    "i.i.d.", "site-dependent", "RBM, naive", "RBM, TAP2", "support known",
};

void
sense_print(const sense_work_t *w)
{
    const sense_curve_t *q = &w->curve;
    int a, p;

    printf("%d signals of %d values; share with |x - x0|^2/|x0|^2 < %g "
           "(median error)\n  alpha", q->trials, w->job.rbm.nv, q->success);
    for (p = 0; p < SENSE_PRIORS; p++)
        printf("  %15s", title[p]);
    putchar('\n');
    for (a = 0; a < q->n_alpha; a++)
    {
        printf("%7.4f", q->alpha[a]);
        for (p = 0; p < SENSE_PRIORS; p++)
            printf("  %5.3f (%7.1e)", w->rate[p][a], w->median[p][a]);
        putchar('\n');
    }
    printf("    1/2");
    for (p = 0; p < SENSE_PRIORS; p++)
        if (isnan(w->half[p]))
            printf("  %15s", "-");
        else
            printf("  %15.4f", w->half[p]);
    printf("\n(alpha where half of the signals are found; standard error of a "
           "share: %.2f)\n", 0.5 / sqrt(q->trials));
}

void
sense_json(const sense_work_t *w)
{
    const sense_curve_t *q = &w->curve;
    json_t *root = json_object(), *list = json_object(), *alpha = json_array();
    int a, p;

    for (a = 0; a < q->n_alpha; a++)
        json_array_append_new(alpha, json_number(q->alpha[a]));
    for (p = 0; p < SENSE_PRIORS; p++)
    {
        json_t *one = json_object(), *rate = json_array();
        json_t *median = json_array();

        for (a = 0; a < q->n_alpha; a++)
        {
            json_array_append_new(rate, json_number(w->rate[p][a]));
            json_array_append_new(median, json_number(w->median[p][a]));
        }
        json_object_set_new(one, "success", rate);
        json_object_set_new(one, "median_error", median);
        json_object_set_new(one, "alpha_half", json_number(w->half[p]));
        json_object_set_new(list, sense_name[p], one);
    }
    json_object_set_new(root, "alpha", alpha);
    json_object_set_new(root, "trials", json_integer(q->trials));
    json_object_set_new(root, "priors", list);
    json_emit(root);
}

int
sense_write(const sense_work_t *w, const char *path)
{
    const sense_curve_t *q = &w->curve;
    output_t *file = output_open(path);
    FILE *to;
    int a, p;

    if (file == NULL)
        return EXIT_OUTPUT;
    to = output_stream(file);
    fprintf(to, "# saddle %s rbm sense: %d x %d units, %d trials, delta %g, "
                "seed %lu\nalpha", SADDLE_VERSION, w->job.rbm.nv,
            w->job.rbm.nh, q->trials, q->delta, q->seed);
    for (p = 0; p < SENSE_PRIORS; p++)
        fprintf(to, ",success_%s,median_%s", sense_name[p], sense_name[p]);
    for (a = 0; a < q->n_alpha; a++)
    {
        fprintf(to, "\n%.9g", q->alpha[a]);
        for (p = 0; p < SENSE_PRIORS; p++)
            fprintf(to, ",%.9g,%.9g", w->rate[p][a], w->median[p][a]);
    }
    putc('\n', to);
    return output_close(file, 1);
}

int
sense_draw(const sense_work_t *w, const char *path)
{
    static const int colour[SENSE_PRIORS] = { 7, 4, 1, 0, 2 };
    const sense_curve_t *q = &w->curve;
    int p, a, good, status = EXIT_LIMIT;
    picture_t picture;

    picture_init(&picture);
    good = picture_labels(&picture, "compressed sensing by AMP",
                          "α, measurements per unit",
                          "share of signals found", NULL);
    for (p = 0; good && p < SENSE_PRIORS; p++)
    {
        curve_t *c = picture_curve(&picture,
                                   p == SENSE_NAIVE || p == SENSE_ORACLE
                                       ? CURVE_DASHED : CURVE_LINE,
                                   colour[p], title[p]);

        good = c != NULL;
        for (a = 0; good && a < q->n_alpha; a++)
            good = curve_point(c, q->alpha[a], w->rate[p][a], NAN);
    }
    if (good)
        status = picture_write(&picture, path);
    picture_clear(&picture);
    return status;
}

int
sense_draw_signals(const sense_work_t *w, const char *path)
{
    const sense_curve_t *q = &w->curve;
    int n = w->job.rbm.nv, columns = SENSE_PRIORS + 1, a, p, status;
    images_t page = { .n = q->n_alpha * columns, .columns = columns,
                      .signs = 1, .low = -2.5, .high = 2.5,
                      .title = "signal; i.i.d., site-dependent, RBM naive, "
                               "RBM TAP2, support known; a row for each α" };
    double *x = malloc(at_row(page.n, n) * sizeof *x);
    const char *dot = strrchr(path, '.');
    char *name = NULL;

    if (x == NULL || asprintf(&name, "%.*s-signals%s", (int) (dot - path),
                              path, dot) < 0)
    {
        free(x);
        return EXIT_LIMIT;
    }
    for (a = 0; a < q->n_alpha; a++)
        for (p = 0; p < columns; p++)
            memcpy(x + at_row(a * columns + p, n),
                   p == 0 ? w->truth
                          : w->sample + at_row(a * SENSE_PRIORS + p - 1, n),
                   (size_t) n * sizeof *x);
    page.x = x;
    rbm_image_shape(&w->job.rbm, &page.height, &page.width);
    status = images_write(&page, name);
    free(name);
    free(x);
    return status;
}
