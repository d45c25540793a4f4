/* compiler/cli/rbm_sense.c -- `saddle rbm sense`: compressed sensing. */
#include "../../runtime/rbm/matrix.h"
#include "../../runtime/rbm/sense_curve.h"
#include "output.h"
#include "picture.h"
#include "rbm_common.h"
#include "rbm_images.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ALPHAS 200

static const char *const title[SENSE_PRIORS] = {
    "i.i.d.", "site-dependent", "RBM, naive", "RBM, TAP2", "support known",
};

typedef struct
{
    job_t job;
    sense_curve_t curve;
    double alpha[MOST_ALPHAS];
    double *support, *site, *error, *sample, *truth;
    double rate[SENSE_PRIORS][MOST_ALPHAS], median[SENSE_PRIORS][MOST_ALPHAS];
    double half[SENSE_PRIORS];
} work_t;

/* ---- what is asked --------------------------------------------------------------- */

/* START:STOP:STEP, with STOP; or one number. */
static int
read_alphas(work_t *w, const char *text)
{
    double start, stop, step;
    char end;
    int n = sscanf(text, "%lf:%lf:%lf%c", &start, &stop, &step, &end), k = 0;

    if (n == 1)
        stop = start, step = 1;
    if ((n == 1 || n == 3) && step > 0 && start > 0 && stop >= start)
        for (; k < MOST_ALPHAS && start + k * step <= stop + 1e-9 * step; k++)
            w->alpha[k] = start + k * step;
    if (k == 0 || (k == MOST_ALPHAS && start + k * step <= stop))
    {
        fprintf(stderr, "saddle: --alpha takes START:STOP:STEP with at most %d "
                        "positive values, not '%s'\n", MOST_ALPHAS, text);
        return 0;
    }
    w->curve.alpha = w->alpha;
    w->curve.n_alpha = k;
    return 1;
}

static int
prepare(work_t *w)
{
    job_t *j = &w->job;
    sense_curve_t *q = &w->curve;
    patterns_t others = j->patterns;
    int n = j->rbm.nv, i;
    data_t rest;

    if (j->rbm.law != NULL)
        return job_end(j, rbm_say(&j->message, RBM_BAD_USE,
                                  "the prior of supports is a machine of "
                                  "binary units"));
    if (q->trials >= j->data.n)
        return job_end(j, rbm_say(&j->message, RBM_BAD_USE,
                                  "%d trials need more than %d patterns",
                                  q->trials, j->data.n));
    /* supports: the last patterns; the other priors learn from the rest */
    w->support = job_rows(j, j->data.n - q->trials, q->trials);
    w->site = malloc((size_t) n * sizeof *w->site);
    w->error = malloc(at_row(q->n_alpha * SENSE_PRIORS, q->trials)
                      * sizeof *w->error);
    w->sample = malloc(at_row(q->n_alpha * SENSE_PRIORS, n)
                       * sizeof *w->sample);
    w->truth = malloc((size_t) n * sizeof *w->truth);
    if (w->support == NULL || w->site == NULL || w->error == NULL
        || w->sample == NULL || w->truth == NULL)
        return job_end(j, rbm_no_memory(&j->message));
    q->support = w->support;
    q->site = w->site;
    if (data_part(&rest, &j->data, 0, j->data.n - q->trials, &j->message)
        != RBM_OK)
        return job_end(j, RBM_NO_MEMORY);
    others.data = &rest;
    patterns_means(w->site, &others);
    data_clear(&rest);
    for (i = 0; i < n; i++)
    {
        q->rho += w->site[i] / n;
        w->site[i] = fmin(fmax(w->site[i], 1e-3), 1 - 1e-3);
    }
    q->rho = real_or(j->o->rbm.rho, q->rho);
    return EXIT_DONE;
}

static int
choose(work_t *w, const options_t *o)
{
    sense_curve_t *q = &w->curve;

    sense_options_default(&q->amp);
    q->trials = (int) count_or(o->rbm.trials, 40);
    q->delta = real_or(o->rbm.delta, 1e-8);
    q->mu = real_or(o->rbm.mean, 0);
    q->s2 = real_or(o->rbm.variance, 1);
    q->success = 1e-4;
    q->seed = (unsigned long) count_or(o->rbm.seed, 1);
    q->amp.sweeps = (int) count_or(o->rbm.sweeps, q->amp.sweeps);
    q->amp.damping = real_or(o->rbm.damping, q->amp.damping);
    if (!(q->delta >= 0) || !(q->s2 > 0)
        || !(q->amp.damping >= 0 && q->amp.damping < 1))
    {
        fprintf(stderr, "saddle: the noise must not be negative, the variance "
                        "positive, the damping from 0 to below 1\n");
        return 0;
    }
    return read_alphas(w, o->rbm.alpha != NULL ? o->rbm.alpha
                                               : "0.2:0.6:0.05");
}

/* ---- results ----------------------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static void
summarise(work_t *w)
{
    sense_curve_t *q = &w->curve;
    int p, a;

    for (p = 0; p < SENSE_PRIORS; p++)
    {
        sense_rates(w->rate[p], w->error, q, (sense_prior_t) p);
        w->half[p] = sense_half(w->rate[p], q);
    }
    for (a = 0; a < q->n_alpha; a++)
        for (p = 0; p < SENSE_PRIORS; p++)
        {
            double *e = w->error + at_row(a * SENSE_PRIORS + p, q->trials);

            qsort(e, (size_t) q->trials, sizeof *e, by_size);
            w->median[p][a] = 0.5 * (e[q->trials / 2]
                                     + e[(q->trials - 1) / 2]);
        }
}

static void
print_text(const work_t *w)
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

static void
print_json(const work_t *w)
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

static int
write_csv(const work_t *w, const char *path)
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

static int
draw_curves(const work_t *w, const char *path)
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

/* The first signal and what each prior makes of it, over alpha; beside `path`,
   with -signals before its ending. */
static int
draw_signals(const work_t *w, const char *path)
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

int
run_rbm_sense(const options_t *o)
{
    work_t *w = calloc(1, sizeof *w);
    int status = EXIT_LIMIT;

    if (w == NULL)
        return EXIT_LIMIT;
    status = (o->plot == NULL || picture_can(o->plot)) && choose(w, o)
        ? job_open(&w->job, o, 1, 2) : EXIT_USAGE;
    if (status == EXIT_DONE)
        status = prepare(w);
    if (status == EXIT_DONE)
        status = job_end(&w->job,
                         sense_curve(w->error, w->sample, w->truth, &w->curve,
                                     &w->job.rbm, w->job.crew, progress_tick,
                                     NULL, &w->job.message));
    if (status == EXIT_DONE)
    {
        summarise(w);
        (o->json ? print_json : print_text)(w);
    }
    if (status == EXIT_DONE && o->rbm.csv != NULL)
        status = write_csv(w, o->rbm.csv);
    if (status == EXIT_DONE && o->plot != NULL)
        status = draw_curves(w, o->plot);
    if (status == EXIT_DONE && o->plot != NULL)
        status = draw_signals(w, o->plot);
    free(w->support);
    free(w->site);
    free(w->error);
    free(w->sample);
    free(w->truth);
    job_clear(&w->job);
    free(w);
    return status;
}
