/* compiler/cli/rbm_train.c -- `saddle rbm train`. */
#include "../../runtime/rbm/matrix.h"
#include "experiment.h"
#include "output.h"
#include "picture.h"
#include "rbm_train.h"

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

/* What is given again may be in another place; the fingerprint decides. */
static void
take_source(options_t *o, const options_t *begun)
{
    if (o->rbm.data == NULL)
        o->rbm.data = begun->rbm.data;
    if (o->rbm.validation == NULL)
        o->rbm.validation = begun->rbm.validation;
    if (o->rbm.binarise == NULL)
        o->rbm.binarise = begun->rbm.binarise;
    o->rbm.threshold = real_or(o->rbm.threshold, begun->rbm.threshold);
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

static int
check_memory(const train_options_t *t, int nv, int nh)
{
    double bytes = train_bytes(t, nv, nh), left = experiment_memory();

    if (bytes < 0.9 * left)
        return EXIT_DONE;
    fprintf(stderr, "saddle: a training of %d x %d units needs %.3g GB, and "
                    "%.3g GB are free\n", nv, nh, bytes / 1e9, left / 1e9);
    return EXIT_LIMIT;
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

    if (!train_choose_options(&t, o))
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
    if (status == EXIT_DONE && real && !train_choose_law(&law, &w->part, o))
        status = EXIT_USAGE;
    if (status != EXIT_DONE)
        return status;
    name_source(w, &with);
    status = check_memory(&t, w->part.d,
                          (int) count_or(o->rbm.hidden, 100));
    if (status != EXIT_DONE)
        return status;
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
    options_t given, begun = *o;
    uint64_t fingerprint;
    rbm_status_t status;
    int opened;

    status = train_load(&w->train, o->output, text, sizeof text, &fingerprint,
                        NULL, &w->job.message);
    if (status != RBM_OK)
        return job_end(&w->job, status);
    if (!split_source(&begun, text))
    {
        fprintf(stderr, "saddle: %s: does not say where its data come from\n",
                o->output);
        return EXIT_INPUT;
    }
    given = *o;
    take_source(o, &begun);
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
        fprintf(stderr, "saddle: %s: not the data that %s was trained on, or "
                        "changed since\n", o->rbm.data, o->output);
        return EXIT_INPUT;
    }
    if (opened == EXIT_DONE && !train_is_the_same(&w->train, &begun,
                                                  &given, w->part.n))
        return EXIT_USAGE;
    name_source(w, o);
    return opened;
}

/* ---- the verb ------------------------------------------------------------------------ */

static rbm_status_t
epoch_and_save(work_t *w, const options_t *o)
{
    train_t *t = &w->train;
    rbm_message_t *message = &w->job.message;
    rbm_status_t status = train_epoch(t, &w->patterns, progress_tick, NULL,
                                      message);

    if (status == RBM_INTERRUPTED && t->epoch == 0)
        return rbm_say(message, status, "interrupted in the first epoch; "
                                        "nothing is written");
    if (status == RBM_INTERRUPTED)
        return rbm_say(message, status, "interrupted; %s holds epoch %d, and "
                                        "--resume goes on from it", o->output,
                       t->epoch);
    if (status == RBM_OK)
        status = train_monitor(t, w->look, w->n_look, w->look_valid,
                               w->n_valid, message);
    if (status != RBM_OK)
        return status;
    history_tell(t);
    status = train_save(t, o->output, w->source, w->fingerprint, message);
    if (status == RBM_OK && o->rbm.csv != NULL
        && history_write(t, o->rbm.csv) != EXIT_DONE)
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
    return o->plot != NULL ? history_draw(&w->train, o->plot) : EXIT_DONE;
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
    if (status == EXIT_DONE)
        status = output_probe(o.output);
    if (status == EXIT_DONE)
        status = output_probe(o.rbm.csv);
    if (status == EXIT_DONE)
        status = output_probe(o.plot);
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
