/* runtime/rbm/train_step.c -- the model's side of a step, and the step. */
#include "gibbs.h"
#include "matrix.h"
#include "train.h"

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

/* ---- the model's side --------------------------------------------------------- */

/* States at the patterns; at the first minibatch of persistent ones too. */
static int
from_data(train_t *t)
{
    int persistent = train_order(t->options.method) > 0
                     ? t->options.states != STATES_AT_DATA
                     : t->options.method == TRAIN_PCD;
    int now = !persistent || !t->started;

    t->started = 1;
    return now;
}

static void
mean_field(train_t *t, train_batch_t *b, int restart, unsigned long step)
{
    gibbs_t g = { &t->rbm, t->crew, t->options.seed, 1, NULL, 0 };
    size_t n = at_row(t->options.batch, t->rbm.nv);
    int k, draw = !restart && t->options.states == STATES_DRAWN;

    if (restart)
        memcpy(t->state.m, b->v, n * sizeof *t->state.m);
    if (draw)
        gibbs_visible(&g, t->state.m, t->state.h, t->options.batch, step);
    if (restart || draw)
    {
        memset(t->state.c, 0, n * sizeof *t->state.c);
        mf_start_from_visible(&t->state, &t->mf);
    }
    for (k = 0; k < t->options.steps; k++)
        mf_sweep(&t->mf, &t->state, t->options.damping);
    if (t->mf.order >= 3)
        mf_third(b->third, &t->state);
}

static void
chains(train_t *t, train_batch_t *b, int restart, unsigned long step)
{
    gibbs_t g = { &t->rbm, t->crew, t->options.seed, 1, NULL, 0 };
    int rows = t->options.batch, k = t->options.steps;
    double *v = t->state.m;

    if (restart)
        memcpy(v, b->v, at_row(rows, t->rbm.nv) * sizeof *v);
    gibbs_steps(&g, v, t->state.h, rows, k, step * (unsigned long) k);
    gibbs_hidden(&g, b->neg_h, NULL, v, rows, 0);
    memcpy(b->neg_v, v, at_row(rows, t->rbm.nv) * sizeof *v);
}

void
train_negative(train_t *t, train_batch_t *b, unsigned long step)
{
    int restart = from_data(t);

    if (train_order(t->options.method) > 0)
        mean_field(t, b, restart, step);
    else
        chains(t, b, restart, step);
}

/* ---- the step -------------------------------------------------------------------- */

typedef struct
{
    train_t *t;
    const train_batch_t *b;
} update_t;

static double
sign_of(double x)
{
    return (x > 0) - (x < 0);
}

/* Rows at .. at+width of W. */
static void
weights_task(void *ctx, int block)
{
    const update_t *u = ctx;
    train_t *t = u->t;
    const train_batch_t *b = u->b;
    const train_options_t *o = &t->options;
    const rbm_t *r = &t->rbm;
    int at, width;
    double scale = b->rate / o->batch;
    double *velocity, *w, *scratch;
    size_t k, n;

    matrix_block(r->nv, block, &at, &width);
    n = at_row(width, r->nh);
    velocity = t->vw + at_row(at, r->nh);
    w = r->w + at_row(at, r->nh);
    scratch = malloc(n * sizeof *scratch);
    if (scratch == NULL)
        abort();
    matrix_outer(velocity, scale, b->v, b->h, o->momentum, o->batch, r->nv,
                 r->nh, at, width);
    if (train_order(o->method) > 0)
        mf_statistics(&t->mf, &t->state, t->vw, -scale, at, width, scratch,
                      b->third);
    else
        matrix_outer(velocity, -scale, b->neg_v, b->neg_h, 1, o->batch, r->nv,
                     r->nh, at, width);
    for (k = 0; k < n; k++)
    {
        velocity[k] -= b->rate * (o->l2 * w[k] + o->l1 * sign_of(w[k]));
        w[k] += velocity[k];
    }
    if (train_order(o->method) > 0)
        mf_refresh_rows(&t->mf, at, width);
    free(scratch);
}

/* x += velocity of a bias: mean over rows of data - model. */
static void
update_bias(double *x, double *velocity, const double *data,
            const double *model, int n, const train_t *t,
            const train_batch_t *b)
{
    double scale = b->rate / t->options.batch;
    int k;

    cblas_dscal(n, t->options.momentum, velocity, 1);
    for (k = 0; k < t->options.batch; k++)
    {
        cblas_daxpy(n, scale, data + at_row(k, n), 1, velocity, 1);
        cblas_daxpy(n, -scale, model + at_row(k, n), 1, velocity, 1);
    }
    cblas_daxpy(n, 1, velocity, 1, x, 1);
}

void
train_update(train_t *t, const train_batch_t *b)
{
    update_t u = { t, b };
    int sampling = train_order(t->options.method) == 0;

    crew_run(t->crew, matrix_blocks(t->rbm.nv), weights_task, &u);
    update_bias(t->rbm.a, t->va, b->v, sampling ? b->neg_v : t->state.m,
                t->rbm.nv, t, b);
    update_bias(t->rbm.b, t->vb, b->h, sampling ? b->neg_h : t->state.h,
                t->rbm.nh, t, b);
}
