/* compiler/cli/rbm_common.c -- what the verbs of `saddle rbm` share. */
#include "rbm_common.h"
#include "../../runtime/rbm/matrix.h"
#include "../../runtime/rbm/store.h"
#include "../../runtime/rbm/train.h"
#include "output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

double
real_or(double x, double other)
{
    return isnan(x) ? other : x;
}

long
count_or(long x, long other)
{
    return x > 0 ? x : other;
}

int
job_end(job_t *j, rbm_status_t status)
{
    static const int exit_of[] = {
        [RBM_OK] = EXIT_DONE, [RBM_BAD_DATA] = EXIT_INPUT,
        [RBM_BAD_USE] = EXIT_USAGE, [RBM_NO_MEMORY] = EXIT_LIMIT,
        [RBM_LIMIT] = EXIT_LIMIT, [RBM_INTERRUPTED] = EXIT_LIMIT,
        [RBM_NOT_WRITTEN] = EXIT_OUTPUT,
    };

    progress_end();
    if (status != RBM_OK)
        fprintf(stderr, "saddle: %s\n", j->message.text);
    return exit_of[status];
}

static int
binarise(patterns_t *p, const options_t *o)
{
    static const char *const name[] = { "threshold", "sample", "none" };
    const char *how = o->rbm.binarise;
    int k;

    p->how = BINARISE_THRESHOLD;
    p->threshold = real_or(o->rbm.threshold, 0.5);
    for (k = 0; how != NULL && k < 3; k++)
        if (strcmp(how, name[k]) == 0)
        {
            p->how = (binarise_t) k;
            return 1;
        }
    if (how != NULL)
        fprintf(stderr, "saddle: --binarise takes threshold, sample or none, "
                        "not '%s'\n", how);
    return how == NULL;
}

static int
open_data(job_t *j, int machine)
{
    const options_t *o = j->o;
    int real = machine && j->rbm.law != NULL;
    rbm_status_t status;

    if (!binarise(&j->patterns, o))
        return EXIT_USAGE;
    if (real && o->rbm.binarise == NULL)
        j->patterns.how = BINARISE_NONE;
    j->patterns.data = &j->data;
    j->patterns.seed = j->seed;
    status = data_read(&j->data, o->rbm.data, j->seed, &j->message);
    if (status == RBM_OK && machine && j->data.d != j->rbm.nv)
        status = rbm_say(&j->message, RBM_BAD_DATA,
                         "%s: patterns have %d values, the machine %d visible "
                         "units", o->rbm.data, j->data.d, j->rbm.nv);
    if (status == RBM_OK && machine && !real)
        status = patterns_check(&j->patterns, o->rbm.data, &j->message);
    return job_end(j, status);
}

int
job_open(job_t *j, const options_t *o, int machine, int data)
{
    int words = machine ? 1 : 0, status = EXIT_DONE;

    memset(j, 0, sizeof *j);
    j->o = o;
    j->seed = (unsigned long) count_or(o->rbm.seed, 1);
    if (o->n_words != words)
    {
        fprintf(stderr, o->n_words < words
                    ? "saddle: which machine? Name its .h5 file\n"
                    : "saddle: '%s' is one word too many\n",
                o->n_words > words ? o->word[words] : "");
        return EXIT_USAGE;
    }
    if (data == 2 && o->rbm.data == NULL)
    {
        fprintf(stderr, "saddle: --data DATA is needed: a file, or digits, "
                        "bars, planted\n");
        return EXIT_USAGE;
    }
    progress_start(o->quiet);
    j->crew = crew_new((int) count_or(o->threads,
                                      sysconf(_SC_NPROCESSORS_ONLN)));
    if (j->crew == NULL)
        status = job_end(j, rbm_no_memory(&j->message));
    if (status == EXIT_DONE && machine)
        status = job_end(j, store_load(&j->rbm, o->word[0], &j->message));
    if (status == EXIT_DONE && data && o->rbm.data != NULL)
        status = open_data(j, machine);
    return status;
}

void
job_clear(job_t *j)
{
    rbm_clear(&j->rbm);
    data_clear(&j->data);
    crew_free(j->crew);
    memset(j, 0, sizeof *j);
}

double *
job_rows(job_t *j, int first, int count)
{
    double *rows = malloc(at_row(count, j->data.d) * sizeof *rows);
    int k;

    for (k = 0; rows != NULL && k < count; k++)
        patterns_row(rows + at_row(k, j->data.d), &j->patterns, first + k, 0);
    if (rows == NULL)
        rbm_no_memory(&j->message);
    return rows;
}

int
job_order(const options_t *o)
{
    int method = o->rbm.method == NULL ? TRAIN_TAP2
                                       : train_method_find(o->rbm.method);

    if (method >= 0 && train_order((train_method_t) method) > 0)
        return train_order((train_method_t) method);
    fprintf(stderr, "saddle: --method takes naive, tap2 or tap3 here, not "
                    "'%s'\n", o->rbm.method);
    return 0;
}
