/* tests/bench/rbm.c -- epochs of training against their matrix products.
 *
 * 784 x 500 units, minibatches of 100.  TAP2: the time of an epoch over the time
 * of the same matrix products alone (positive phase, states drawn and started,
 * four products a sweep, three outer products).  PCD-1: against scikit-learn's
 * BernoulliRBM, where it is installed.  Only the ratios mean something.
 */
#include "../../runtime/rbm/matrix.h"
#include "../../runtime/rbm/train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { NV = 784, NH = 500, BATCH = 100, PATTERNS = 2000, RUNS = 3 };

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

static int
by_size(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

static double
middle(double *t)
{
    qsort(t, RUNS, sizeof *t, by_size);
    return t[RUNS / 2];
}

/* ---- an epoch --------------------------------------------------------------- */

static double
epoch_seconds(const patterns_t *p, train_method_t method, crew_t *crew)
{
    double t[RUNS], start;
    train_options_t o;
    rbm_message_t message;
    train_t train;
    int k;

    train_options_default(&o, method);
    o.batch = BATCH;
    if (train_init(&train, &o, p, NH, NULL, crew, &message) != RBM_OK
        || train_epoch(&train, p, NULL, NULL, &message) != RBM_OK)
        exit(1);
    for (k = 0; k < RUNS; k++)
    {
        start = now();
        if (train_epoch(&train, p, NULL, NULL, &message) != RBM_OK)
            exit(1);
        t[k] = now() - start;
    }
    train_clear(&train);
    return middle(t);
}

/* ---- the products alone -------------------------------------------------------- */

typedef struct
{
    double *g;
    const double *v, *h;
} outer_t;

static void
outer_task(void *ctx, int k)
{
    const outer_t *o = ctx;
    int at, width;

    matrix_block(NV, k, &at, &width);
    matrix_outer(o->g + at_row(at, NH), 1, o->v, o->h, 0, BATCH, NV, NH, at,
                 width);
}

static double
product_seconds(int sweeps, crew_t *crew)
{
    double *w = calloc(at_row(NV, NH), sizeof *w);
    double *g = calloc(at_row(NV, NH), sizeof *g);
    double *v = calloc(at_row(BATCH, NV), sizeof *v);
    double *h = calloc(at_row(BATCH, NH), sizeof *h), t[RUNS], start;
    outer_t o = { g, v, h };
    size_t i;
    int run, b, k;

    if (w == NULL || g == NULL || v == NULL || h == NULL)
        exit(1);
    for (i = 0; i < at_row(NV, NH); i++)
        w[i] = sin((double) i);
    for (i = 0; i < at_row(BATCH, NV); i++)
        v[i] = cos((double) i);
    for (run = 0; run < RUNS; run++)
    {
        start = now();
        for (b = 0; b < PATTERNS / BATCH; b++)
        {
            matrix_all_to_hidden(crew, h, v, w, BATCH, NV, NH);
            for (k = 0; k < 2 * sweeps + 1; k++)
            {
                matrix_all_to_hidden(crew, h, v, w, BATCH, NV, NH);
                matrix_all_to_visible(crew, v, h, w, BATCH, NV, NH);
            }
            for (k = 0; k < 3; k++)
                crew_run(crew, matrix_blocks(NV), outer_task, &o);
            for (i = 0; i < at_row(BATCH, NV); i++)
                v[i] = cos((double) i);
        }
        t[run] = now() - start;
    }
    free(w);
    free(g);
    free(v);
    free(h);
    return middle(t);
}

/* ---- scikit-learn ----------------------------------------------------------------- */

/* Seconds of one PCD epoch of BernoulliRBM; negative where it is missing. */
static double
sklearn_seconds(const data_t *data)
{
    char name[] = "/tmp/saddle-bench-XXXXXX.npy", command[2048];
    double *x = malloc(at_row(data->n, data->d) * sizeof *x), seconds = -1;
    rbm_message_t message;
    int k, i, fd = mkstemps(name, 4);
    FILE *from;

    if (x == NULL || fd < 0)
        exit(1);
    close(fd);
    for (k = 0; k < data->n; k++)
        for (i = 0; i < data->d; i++)
            x[at_row(k, data->d) + (size_t) i] = data_value(data, k, i) > 0.5;
    if (data_write(name, x, data->n, data->d, &message) != RBM_OK)
        exit(1);
    snprintf(command, sizeof command,
             "for p in python3 /usr/bin/python3; do\n"
             " $p -c 'import sklearn' 2>/dev/null && break\n"
             "done\n"
             "$p -c \"import numpy, time\n"
             "from sklearn.neural_network import BernoulliRBM\n"
             "x = numpy.load('%s')\n"
             "r = BernoulliRBM(n_components=%d, batch_size=%d, n_iter=1)\n"
             "r.fit(x)\nt = []\n"
             "for k in range(%d):\n"
             " s = time.time(); r.fit(x); t.append(time.time() - s)\n"
             "print(sorted(t)[%d])\" 2>/dev/null", name, NH, BATCH, RUNS,
             RUNS / 2);
    from = popen(command, "r");
    if (from != NULL && fscanf(from, "%lf", &seconds) != 1)
        seconds = -1;
    if (from != NULL)
        pclose(from);
    unlink(name);
    free(x);
    return seconds;
}

int
main(void)
{
    char spec[64];
    rbm_message_t message;
    data_t data;
    patterns_t p = { &data, BINARISE_THRESHOLD, 0.5, 1 };
    crew_t *crew = crew_new((int) sysconf(_SC_NPROCESSORS_ONLN));
    double tap, product, pcd, other;

    snprintf(spec, sizeof spec, "digits:size=28,n=%d", PATTERNS);
    if (crew == NULL || data_generate(&data, spec, 1, &message) != RBM_OK)
        return 1;
    tap = epoch_seconds(&p, TRAIN_TAP2, crew);
    product = product_seconds(3, crew);
    pcd = epoch_seconds(&p, TRAIN_PCD, crew);
    other = sklearn_seconds(&data);
    printf("machines, %d x %d units, %d patterns in minibatches of %d, %d "
           "threads\n", NV, NH, PATTERNS, BATCH, crew_threads(crew));
    printf("  epoch of TAP2 (3 sweeps) / its matrix products: %.2f\n",
           tap / product);
    if (other > 0)
        printf("  epoch of PCD-1 / that of scikit-learn's BernoulliRBM: "
               "%.2f\n", pcd / other);
    else
        printf("  epoch of PCD-1 / that of scikit-learn: not installed, "
               "skipped\n");
    data_clear(&data);
    crew_free(crew);
    return 0;
}
