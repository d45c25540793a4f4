/* runtime/rbm/train.c -- epochs of minibatches. */
#include "train.h"
#include "matrix.h"
#include "../random.h"
#include "units.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- options ------------------------------------------------------------- */

static const char *const method_name[] = {
    [TRAIN_NAIVE] = "naive", [TRAIN_TAP2] = "tap2", [TRAIN_TAP3] = "tap3",
    [TRAIN_CD] = "cd", [TRAIN_PCD] = "pcd",
};

const char *
train_method_name(train_method_t method)
{
    return method_name[method];
}

int
train_method_find(const char *name)
{
    int k;

    for (k = 0; k < (int) (sizeof method_name / sizeof method_name[0]); k++)
        if (strcmp(method_name[k], name) == 0)
            return k;
    return -1;
}

int
train_order(train_method_t method)
{
    return method <= TRAIN_TAP3 ? (int) method + 1 : 0;
}

void
train_options_default(train_options_t *o, train_method_t method)
{
    memset(o, 0, sizeof *o);
    o->method = method;
    o->states = STATES_DRAWN;
    o->steps = train_order(method) > 0 ? 3 : 1;
    o->damping = train_order(method) > 0 ? 0.5 : 0;
    o->batch = 100;
    o->rate = 0.1;
    o->rate_end = o->rate / 20;
    o->momentum = 0.5;
    o->l2 = 5e-4;
    o->sigma = 0.01;
    o->epochs = 20;
    o->seed = 1;
}

double
train_rate(const train_options_t *o, int epoch)
{
    if (o->epochs < 2)
        return o->rate;
    return o->rate * pow(o->rate_end / o->rate,
                         (double) (epoch - 1) / (o->epochs - 1));
}

/* ---- beginning and end ----------------------------------------------------- */

rbm_status_t
train_rooms(train_t *t, rbm_message_t *message)
{
    size_t nv = (size_t) t->rbm.nv, nh = (size_t) t->rbm.nh;
    int order = train_order(t->options.method);

    t->vw = calloc(nv * nh, sizeof *t->vw);
    t->va = calloc(nv, sizeof *t->va);
    t->vb = calloc(nh, sizeof *t->vb);
    if (t->vw == NULL || t->va == NULL || t->vb == NULL
        || !mf_state_init(&t->state, t->options.batch, t->rbm.nv, t->rbm.nh))
        return rbm_no_memory(message);
    return order > 0 ? mf_init(&t->mf, &t->rbm, order, t->crew, message)
                     : RBM_OK;
}

/* W and its velocity, powers of W; states, a minibatch and what a sweep needs;
   the patterns that are looked at. */
double
train_bytes(const train_options_t *o, int nv, int nh)
{
    double weights = (double) nv * nh, units = (double) nv + nh;
    int order = train_order(o->method);

    return 8 * (weights * (2 + (order > 1) + (order > 2))
                + units * (7.0 * o->batch + 1000));
}

rbm_status_t
train_init(train_t *t, const train_options_t *options, const patterns_t *data,
           int hidden, const law_t *law, crew_t *crew, rbm_message_t *message)
{
    int i, nv = data->data->d;
    double *mean;
    rbm_status_t status;

    memset(t, 0, sizeof *t);
    t->options = *options;
    t->crew = crew;
    if (options->batch > data->data->n)
        t->options.batch = data->data->n;
    status = rbm_init(&t->rbm, nv, hidden, law != NULL, message);
    if (status != RBM_OK)
        return status;
    t->rbm.height = data->data->height;
    t->rbm.width = data->data->width;
    for (i = 0; law != NULL && i < nv; i++)
        t->rbm.law[i] = *law;
    rbm_random_weights(&t->rbm, options->sigma, options->seed);
    if (law == NULL)
    {
        mean = malloc((size_t) nv * sizeof *mean);
        if (mean == NULL)
            return rbm_no_memory(message);
        patterns_means(mean, data);
        rbm_biases_from_means(&t->rbm, mean, 0.01);
        free(mean);
    }
    return train_rooms(t, message);
}

void
train_clear(train_t *t)
{
    mf_clear(&t->mf);
    mf_state_clear(&t->state);
    rbm_clear(&t->rbm);
    free(t->vw);
    free(t->va);
    free(t->vb);
    free(t->history);
    memset(t, 0, sizeof *t);
}

/* ---- an epoch ------------------------------------------------------------------ */

/* h = p(h = 1 | v) for all rows. */
static void
hidden_means(const train_t *t, double *h, const double *v)
{
    const rbm_t *r = &t->rbm;
    int k, rows = t->options.batch;

    matrix_all_to_hidden(t->crew, h, v, r->w, rows, r->nv, r->nh);
    for (k = 0; k < rows; k++)
        cblas_daxpy(r->nh, 1, r->b, 1, h + at_row(k, r->nh), 1);
    units_sigmoids(h, at_row(rows, r->nh));
}

static int
still_finite(const rbm_t *r)
{
    double sum = cblas_dasum(r->nh, r->b, 1) + cblas_dasum(r->nv, r->a, 1);
    int i;

    for (i = 0; i < r->nv; i++)
        sum += cblas_dasum(r->nh, r->w + at_row(i, r->nh), 1);
    return isfinite(sum);
}

rbm_status_t
train_diverged(int epoch, rbm_message_t *message)
{
    return rbm_say(message, RBM_LIMIT, "the weights diverged in epoch %d; a "
                   "smaller learning rate may help", epoch);
}

typedef struct
{
    double *v, *h, *neg_v, *neg_h, *third;
    int *order;
} epoch_rooms_t;

static int
rooms_init(epoch_rooms_t *e, const train_t *t, int patterns)
{
    size_t v = at_row(t->options.batch, t->rbm.nv);
    size_t h = at_row(t->options.batch, t->rbm.nh);

    e->v = malloc(v * sizeof *e->v);
    e->h = malloc(h * sizeof *e->h);
    e->neg_v = malloc(v * sizeof *e->neg_v);
    e->neg_h = malloc(h * sizeof *e->neg_h);
    e->third = malloc((v + h) * sizeof *e->third);
    e->order = malloc((size_t) patterns * sizeof *e->order);
    return e->v != NULL && e->h != NULL && e->neg_v != NULL
           && e->neg_h != NULL && e->third != NULL && e->order != NULL;
}

static void
rooms_clear(epoch_rooms_t *e)
{
    free(e->v);
    free(e->h);
    free(e->neg_v);
    free(e->neg_h);
    free(e->third);
    free(e->order);
}

static void
one_batch(train_t *t, epoch_rooms_t *e, const patterns_t *data, int first,
          double rate, unsigned long step)
{
    train_batch_t b = { e->v, e->h, e->neg_v, e->neg_h, e->third, rate };
    int k;

    for (k = 0; k < t->options.batch; k++)
        patterns_row(e->v + at_row(k, t->rbm.nv), data, e->order[first + k],
                     (uint64_t) t->epoch);
    hidden_means(t, e->h, e->v);
    train_negative(t, &b, step);
    train_update(t, &b);
}

rbm_status_t
train_epoch(train_t *t, const patterns_t *data, rbm_tick_t tick, void *ctx,
            rbm_message_t *message)
{
    epoch_rooms_t e;
    int b, n = data->data->n, batches = n / t->options.batch;
    double rate = train_rate(&t->options, t->epoch + 1);
    rbm_status_t status = RBM_OK;

    if (!rooms_init(&e, t, n))
        status = rbm_no_memory(message);
    else
        random_permutation(e.order, n,
                           random_stream(t->options.seed, RANDOM_SHUFFLE),
                           (uint64_t) t->epoch);
    for (b = 0; status == RBM_OK && b < batches; b++)
    {
        unsigned long step = (unsigned long) t->epoch * (unsigned long) batches
                             + (unsigned long) b;

        if (tick != NULL && tick(ctx, "epoch", (double) b / batches))
            status = rbm_say(message, RBM_INTERRUPTED, "interrupted");
        else
            one_batch(t, &e, data, b * t->options.batch, rate, step);
    }
    if (status == RBM_OK && !still_finite(&t->rbm))
        status = train_diverged(t->epoch + 1, message);
    if (status == RBM_OK)
        t->epoch++;
    rooms_clear(&e);
    return status;
}
