/* compiler/cli/rbm_train.c -- `saddle rbm train`. */
#include "../../runtime/rbm/matrix.h"
#include "../../runtime/rbm/train.h"
#include "output.h"
#include "picture.h"
#include "rbm_common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Patterns that the history looks at; fewer with real units, which need an
   integral for each. */
enum { LOOKED_AT = 500, LOOKED_AT_REAL = 50 };

typedef struct
{
    job_t job;
    train_t train;
    data_t part, valid;
    patterns_t patterns, valid_patterns;
    char source[2048];         /* data, validation, binarise, threshold     */
    uint64_t fingerprint;
    double *look, *look_valid;
    int n_look, n_valid;
} work_t;

/* ---- data ------------------------------------------------------------------------ */

/* Where the data come from, for --resume: four fields between tabs. */
static void
name_source(work_t *w, const options_t *o)
{
    snprintf(w->source, sizeof w->source, "%s\t%s\t%s\t%a", o->rbm.data,
             o->rbm.validation != NULL ? o->rbm.validation : "",
             o->rbm.binarise != NULL ? o->rbm.binarise : "",
             real_or(o->rbm.threshold, 0.5));
}

static int
split_source(options_t *o, char *text)
{
    char *field[4] = { text };
    int k;

    for (k = 1; k < 4; k++)
    {
        field[k] = strchr(field[k - 1], '\t');
        if (field[k] == NULL)
            return 0;
        *field[k]++ = '\0';
    }
    o->rbm.data = field[0];
    o->rbm.validation = *field[1] != '\0' ? field[1] : NULL;
    o->rbm.binarise = *field[2] != '\0' ? field[2] : NULL;
    o->rbm.threshold = strtod(field[3], NULL);
    return 1;
}

/* The training data and, unless there are none, the validation data. */
static rbm_status_t
split_data(work_t *w)
{
    job_t *j = &w->job;
    const char *name = j->o->rbm.validation;
    int n = j->data.n, held = name == NULL ? n / 10 : 0;
    rbm_status_t status = data_part(&w->part, &j->data, 0, n - held,
                                    &j->message);

    if (status == RBM_OK && held > 0)
        status = data_part(&w->valid, &j->data, n - held, held, &j->message);
    if (status == RBM_OK && name != NULL && strcmp(name, "none") != 0)
        status = data_read(&w->valid, name, j->seed + 1, &j->message);
    if (status == RBM_OK && w->valid.n > 0 && w->valid.d != j->data.d)
        status = rbm_say(&j->message, RBM_BAD_DATA,
                         "%s: patterns have %d values, those of %s %d", name,
                         w->valid.d, j->o->rbm.data, j->data.d);
    w->fingerprint = data_fingerprint(&w->part);
    w->patterns = w->valid_patterns = j->patterns;
    w->patterns.data = &w->part;
    w->valid_patterns.data = &w->valid;
    return status;
}

static rbm_status_t
choose_looked_at(work_t *w)
{
    job_t *j = &w->job;
    int most = w->train.rbm.law != NULL ? LOOKED_AT_REAL : LOOKED_AT;

    j->patterns.data = &w->part;
    w->n_look = w->part.n < most ? w->part.n : most;
    w->n_valid = w->valid.n < most ? w->valid.n : most;
    w->look = job_rows(j, 0, w->n_look);
    j->patterns.data = &w->valid;
    if (w->n_valid > 0)
        w->look_valid = job_rows(j, 0, w->n_valid);
    return w->look != NULL && (w->n_valid == 0 || w->look_valid != NULL)
        ? RBM_OK : RBM_NO_MEMORY;
}

/* ---- options --------------------------------------------------------------------- */

/* The law of real visible units, from the options and the data. */
static int
choose_law(law_t *law, const data_t *data, const options_t *o)
{
    static const char *const name[] = { "gauss", "gauss-bernoulli",
                                        "truncated" };
    double n = 0, sum = 0, squares = 0;
    int kind, k, i;

    for (kind = 0; kind < 3; kind++)
        if (strcmp(name[kind], o->rbm.visible) == 0)
            break;
    if (kind == 3)
    {
        fprintf(stderr, "saddle: --visible takes binary, gauss, "
                        "gauss-bernoulli or truncated, not '%s'\n",
                o->rbm.visible);
        return 0;
    }
    for (k = 0; k < data->n; k++)
        for (i = 0; i < data->d; i++)
        {
            double x = data_value(data, k, i);
            int counts = kind != 1 || x != 0;

            n += counts;
            sum += counts ? x : 0;
            squares += counts ? x * x : 0;
        }
    sum = n > 0 ? sum / n : 0;
    law->rho = real_or(o->rbm.rho, kind == 1
                       ? n / ((double) data->n * data->d) : 1);
    law->mu = real_or(o->rbm.mean, sum);
    law->s2 = real_or(o->rbm.variance, n > 0 ? squares / n - sum * sum : 1);
    law->lo = kind == 2 ? real_or(o->rbm.low, data->low) : -INFINITY;
    law->hi = kind == 2 ? real_or(o->rbm.high, data->high) : INFINITY;
    if (law_is_valid(law))
        return 1;
    fprintf(stderr, "saddle: no law of visible units: rho=%g mean=%g "
                    "variance=%g on [%g, %g]\n", law->rho, law->mu, law->s2,
            law->lo, law->hi);
    return 0;
}

static int
in_range(double x, double low, double high, const char *name)
{
    if (x >= low && x <= high)
        return 1;
    fprintf(stderr, "saddle: --%s takes a number from %g to %g, not %g\n",
            name, low, high, x);
    return 0;
}

static int
choose_options(train_options_t *t, const options_t *o)
{
    const rbm_options_t *r = &o->rbm;
    int method = r->method == NULL ? TRAIN_TAP2 : train_method_find(r->method);

    if (method < 0)
    {
        fprintf(stderr, "saddle: --method takes naive, tap2, tap3, cd or pcd, "
                        "not '%s'\n", r->method);
        return 0;
    }
    if (r->forget && r->carry)
    {
        fprintf(stderr, "saddle: --carry and --forget exclude each other\n");
        return 0;
    }
    train_options_default(t, (train_method_t) method);
    t->states = r->forget ? STATES_AT_DATA
                : r->carry ? STATES_CARRIED : STATES_DRAWN;
    t->steps = (int) count_or(r->steps, t->steps);
    t->batch = (int) count_or(r->batch, t->batch);
    t->epochs = (int) count_or(r->epochs, t->epochs);
    t->rate = real_or(r->rate, t->rate);
    t->rate_end = real_or(r->rate_end, t->rate / 20);
    t->momentum = real_or(r->momentum, t->momentum);
    t->l1 = real_or(r->l1, t->l1);
    t->l2 = real_or(r->l2, t->l2);
    t->damping = real_or(r->damping, t->damping);
    t->sigma = real_or(r->sigma, t->sigma);
    t->seed = (unsigned long) count_or(r->seed, 1);
    return in_range(t->rate, 1e-12, 1e6, "rate")
           && in_range(t->rate_end, 1e-12, 1e6, "rate-end")
           && in_range(t->momentum, 0, 0.999999, "momentum")
           && in_range(t->l1, 0, 1e6, "l1") && in_range(t->l2, 0, 1e6, "l2")
           && in_range(t->damping, 0, 0.999999, "damping")
           && in_range(t->sigma, 0, 1e6, "sigma");
}

/* ---- beginning ------------------------------------------------------------------- */

static int
begin_new(work_t *w, const options_t *o)
{
    train_options_t t;
    law_t law;
    int status, real = o->rbm.visible != NULL
                       && strcmp(o->rbm.visible, "binary") != 0;
    options_t with = *o;

    if (!choose_options(&t, o))
        return EXIT_USAGE;
    if (real && o->rbm.binarise == NULL)
        with.rbm.binarise = "none";
    status = job_open(&w->job, &with, 0, 2);
    if (status != EXIT_DONE)
        return status;
    w->job.o = o;
    status = job_end(&w->job, split_data(w));
    if (status == EXIT_DONE && !real)
        status = job_end(&w->job, patterns_check(&w->patterns, o->rbm.data,
                                                 &w->job.message));
    if (status == EXIT_DONE && real && !choose_law(&law, &w->part, o))
        status = EXIT_USAGE;
    if (status != EXIT_DONE)
        return status;
    name_source(w, &with);
    return job_end(&w->job,
                   train_init(&w->train, &t, &w->patterns,
                              (int) count_or(o->rbm.hidden, 100),
                              real ? &law : NULL, w->job.crew,
                              &w->job.message));
}

static int
begin_again(work_t *w, options_t *o)
{
    static char text[2048];
    uint64_t fingerprint;
    rbm_status_t status;
    int opened;

    status = train_load(&w->train, o->output, text, sizeof text, &fingerprint,
                        NULL, &w->job.message);
    if (status != RBM_OK)
        return job_end(&w->job, status);
    snprintf(w->source, sizeof w->source, "%s", text);
    if (!split_source(o, text))
    {
        fprintf(stderr, "saddle: %s: does not say where its data come from\n",
                o->output);
        return EXIT_INPUT;
    }
    o->rbm.seed = (long) w->train.options.seed;
    opened = job_open(&w->job, o, 0, 2);
    if (opened != EXIT_DONE)
        return opened;
    w->train.crew = w->train.mf.crew = w->job.crew;
    if (o->rbm.epochs > 0)
        w->train.options.epochs = (int) o->rbm.epochs;
    opened = job_end(&w->job, split_data(w));
    if (opened == EXIT_DONE && w->fingerprint != fingerprint)
    {
        fprintf(stderr, "saddle: %s: the data have changed since %s was "
                        "written\n", o->rbm.data, o->output);
        return EXIT_INPUT;
    }
    return opened;
}

/* ---- telling ----------------------------------------------------------------------- */

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

static void
tell_epoch(const train_t *t)
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

static int
write_csv(const work_t *w, const char *path)
{
    const train_options_t *t = &w->train.options;
    output_t *file = output_open(path);
    FILE *to;
    int k;

    if (file == NULL)
        return EXIT_OUTPUT;
    to = output_stream(file);
    fprintf(to, "# saddle %s rbm train: %d x %d units, %s, %d steps, batch "
                "%d, momentum %g, l1 %g, l2 %g, seed %lu\n# per pattern, "
                "natural logarithm\n", SADDLE_VERSION, w->train.rbm.nv,
            w->train.rbm.nh, train_method_name(t->method), t->steps, t->batch,
            t->momentum, t->l1, t->l2, t->seed);
    for (k = 0; k < HISTORY_COLUMNS; k++)
        fprintf(to, "%s%s", k > 0 ? "," : "", history_name[k]);
    putc('\n', to);
    for (k = 0; k < w->train.n_history; k++)
        print_row(to, w->train.history + k * HISTORY_COLUMNS, ",");
    return output_close(file, 1);
}

static int
draw_history(const work_t *w, const char *path)
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
             train_method_name(w->train.options.method), w->train.rbm.nv,
             w->train.rbm.nh);
    good = picture_labels(&p, title, "epoch", "per pattern", NULL);
    for (k = 0; good && k < 4; k++)
    {
        curve_t *c = picture_curve(&p, line[k].style, line[k].colour,
                                   line[k].title);

        good = c != NULL;
        for (i = 0; good && i < w->train.n_history; i++)
        {
            const double *row = w->train.history + i * HISTORY_COLUMNS;

            good = curve_point(c, row[HISTORY_EPOCH], row[line[k].column],
                               NAN);
        }
    }
    if (good)
        status = picture_write(&p, path);
    picture_clear(&p);
    return status;
}

/* ---- the verb ------------------------------------------------------------------------ */

static rbm_status_t
epoch_and_save(work_t *w, const options_t *o)
{
    train_t *t = &w->train;
    rbm_message_t *message = &w->job.message;
    rbm_status_t status = train_epoch(t, &w->patterns, progress_tick, NULL,
                                      message);

    if (status == RBM_INTERRUPTED)
        return rbm_say(message, status, "interrupted; %s holds epoch %d, and "
                                        "--resume goes on from it", o->output,
                       t->epoch);
    if (status == RBM_OK)
        status = train_monitor(t, w->look, w->n_look, w->look_valid,
                               w->n_valid, message);
    if (status != RBM_OK)
        return status;
    tell_epoch(t);
    status = train_save(t, o->output, w->source, w->fingerprint, message);
    if (status == RBM_OK && o->rbm.csv != NULL
        && write_csv(w, o->rbm.csv) != EXIT_DONE)
        return rbm_say(message, RBM_NOT_WRITTEN, "%s: not written",
                       o->rbm.csv);
    return status;
}

static int
train_all(work_t *w, const options_t *o)
{
    rbm_status_t status = choose_looked_at(w);

    if (status == RBM_OK && w->train.epoch >= w->train.options.epochs)
        printf("%s has been trained for %d epochs; --epochs N goes on\n",
               o->output, w->train.epoch);
    while (status == RBM_OK && w->train.epoch < w->train.options.epochs)
        status = epoch_and_save(w, o);
    if (status != RBM_OK)
        return job_end(&w->job, status);
    progress_end();
    return o->plot != NULL ? draw_history(w, o->plot) : EXIT_DONE;
}

int
run_rbm_train(const options_t *given)
{
    options_t o = *given;
    work_t *w = calloc(1, sizeof *w);
    int status = EXIT_LIMIT;

    if (o.output == NULL)
    {
        fprintf(stderr, "saddle: -o FILE.h5 is needed, where the machine "
                        "goes\n");
        status = EXIT_USAGE;
    }
    else if (o.plot != NULL && !picture_can(o.plot))
        status = EXIT_USAGE;
    else if (w != NULL)
        status = o.rbm.resume ? begin_again(w, &o) : begin_new(w, &o);
    if (w != NULL && status == EXIT_DONE)
        status = train_all(w, &o);
    if (w != NULL)
    {
        train_clear(&w->train);
        data_clear(&w->part);
        data_clear(&w->valid);
        free(w->look);
        free(w->look_valid);
        job_clear(&w->job);
    }
    free(w);
    return status;
}
