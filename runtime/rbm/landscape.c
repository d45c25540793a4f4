/* runtime/rbm/landscape.c -- the fixed points of mean field from many starts. */
#include "landscape.h"
#include "matrix.h"
#include "../random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 50                /* starts that are iterated together         */

void
landscape_options_default(landscape_options_t *o)
{
    memset(o, 0, sizeof *o);
    o->order = 2;
    o->random = 100;
    o->damping = 0.5;
    o->tol = 1e-10;
    o->merge = 1e-5;
    o->limit = 20000;
    o->seed = 1;
}

void
landscape_clear(landscape_t *l)
{
    mf_state_clear(&l->state);
    free(l->log_z);
    free(l->starts);
    free(l->distance);
    free(l->nearest);
    memset(l, 0, sizeof *l);
}

/* ---- collecting ------------------------------------------------------------------ */

static int
same(const landscape_t *l, int known, const mf_state_t *s, int row,
     double merge)
{
    const double *m = l->state.m + at_row(known, s->nv);
    const double *h = l->state.h + at_row(known, s->nh);
    int i;

    for (i = 0; i < s->nv; i++)
        if (!(fabs(m[i] - s->m[at_row(row, s->nv) + i]) <= merge))
            return 0;
    for (i = 0; i < s->nh; i++)
        if (!(fabs(h[i] - s->h[at_row(row, s->nh) + i]) <= merge))
            return 0;
    return 1;
}

static void
collect(landscape_t *l, const mf_state_t *s, const double *gamma,
        const double *change, const landscape_options_t *o)
{
    int row, k;

    for (row = 0; row < s->rows; row++)
    {
        if (!(change[row] <= o->tol))
        {
            l->unsettled++;
            continue;
        }
        for (k = 0; k < l->n && !same(l, k, s, row, o->merge); k++)
            ;
        if (k == l->n)
        {
            mf_state_copy_row(&l->state, k, s, row);
            l->log_z[k] = -gamma[row];
            l->n++;
        }
        l->starts[k]++;
    }
}

/* ---- starts ------------------------------------------------------------------------ */

/* Row `row` of s: start number `index`, random ones first. */
static void
place_start(mf_state_t *s, int row, int index, const rbm_t *r,
            const landscape_options_t *o)
{
    double *m = s->m + at_row(row, s->nv), *c = s->c + at_row(row, s->nv);
    random_t stream = random_stream(o->seed, RANDOM_START);
    double variance;
    int i;

    if (index >= o->random)
    {
        memcpy(m, o->pattern + at_row(index - o->random, s->nv),
               (size_t) s->nv * sizeof *m);
        memset(c, 0, (size_t) s->nv * sizeof *c);
        return;
    }
    random_uniform(m, (size_t) s->nv, stream, (uint64_t) index, 0);
    if (r->law == NULL)
        return;
    random_uniform(c, (size_t) s->nv, stream, (uint64_t) index, 1);
    for (i = 0; i < s->nv; i++)
    {
        m[i] = law_sample(r->law + i, r->a[i], m[i], c[i]);
        law_tilt(r->law + i, r->a[i], 0, &variance, c + i);
    }
}

static rbm_status_t
flow(landscape_t *l, const mf_t *mf, int first, int rows,
     const landscape_options_t *o, rbm_tick_t tick, void *ctx,
     rbm_message_t *message)
{
    double gamma[ROWS], change[ROWS];
    rbm_status_t status = RBM_OK;
    mf_state_t s;
    int k, sweeps;

    if (!mf_state_init(&s, rows, mf->rbm->nv, mf->rbm->nh))
        status = rbm_no_memory(message);
    for (k = 0; status == RBM_OK && k < rows; k++)
        place_start(&s, k, first + k, mf->rbm, o);
    if (status == RBM_OK)
    {
        mf_start_from_visible(&s, mf);
        sweeps = mf_iterate(mf, &s, o->damping, o->tol, o->limit, change, tick,
                            ctx);
        if (sweeps < 0)
            status = rbm_say(message, RBM_INTERRUPTED, "interrupted");
        else if (!mf_energy(mf, &s, gamma))
            status = rbm_no_memory(message);
        else
            collect(l, &s, gamma, change, o);
    }
    mf_state_clear(&s);
    return status;
}

/* ---- order and distances ------------------------------------------------------------- */

static void
swap_rows(landscape_t *l, int a, int b, mf_state_t *spare)
{
    double z = l->log_z[a];
    int starts = l->starts[a];

    mf_state_copy_row(spare, 0, &l->state, a);
    mf_state_copy_row(&l->state, a, &l->state, b);
    mf_state_copy_row(&l->state, b, spare, 0);
    l->log_z[a] = l->log_z[b];
    l->log_z[b] = z;
    l->starts[a] = l->starts[b];
    l->starts[b] = starts;
}

static void
sort(landscape_t *l, mf_state_t *spare)
{
    int i, k, best;

    for (i = 0; i < l->n; i++)
    {
        best = i;
        for (k = i + 1; k < l->n; k++)
            if (l->log_z[k] > l->log_z[best])
                best = k;
        if (best != i)
            swap_rows(l, i, best, spare);
    }
}

static void
measure_distance(landscape_t *l, int k, const landscape_options_t *o)
{
    int p, i, nv = l->state.nv;
    const double *m = l->state.m + at_row(k, nv);

    l->distance[k] = NAN;
    l->nearest[k] = -1;
    for (p = 0; p < o->n_patterns; p++)
    {
        const double *v = o->pattern + at_row(p, nv);
        double sum = 0;

        for (i = 0; i < nv; i++)
            sum += (m[i] - v[i]) * (m[i] - v[i]);
        sum = sqrt(sum / nv);
        if (!(sum >= l->distance[k]))
        {
            l->distance[k] = sum;
            l->nearest[k] = p;
        }
    }
}

rbm_status_t
landscape_find(landscape_t *l, const rbm_t *r, const landscape_options_t *o,
               crew_t *crew, rbm_tick_t tick, void *ctx,
               rbm_message_t *message)
{
    int total = o->random + o->n_patterns, first, k;
    size_t room = (size_t) total + 1;
    mf_state_t spare = { 0 };
    mf_t mf;
    rbm_status_t status = mf_init(&mf, r, o->order, crew, message);

    memset(l, 0, sizeof *l);
    l->log_z = calloc(room, sizeof *l->log_z);
    l->starts = calloc(room, sizeof *l->starts);
    l->distance = calloc(room, sizeof *l->distance);
    l->nearest = calloc(room, sizeof *l->nearest);
    if (status == RBM_OK
        && (l->log_z == NULL || l->starts == NULL || l->distance == NULL
            || l->nearest == NULL
            || !mf_state_init(&l->state, total + 1, r->nv, r->nh)
            || !mf_state_init(&spare, 1, r->nv, r->nh)))
        status = rbm_no_memory(message);
    for (first = 0; status == RBM_OK && first < total; first += ROWS)
    {
        if (tick != NULL && tick(ctx, "starts", (double) first / total))
            status = rbm_say(message, RBM_INTERRUPTED, "interrupted");
        else
            status = flow(l, &mf, first,
                          total - first < ROWS ? total - first : ROWS, o, tick,
                          ctx, message);
    }
    if (status == RBM_OK)
        sort(l, &spare);
    for (k = 0; status == RBM_OK && k < l->n; k++)
        measure_distance(l, k, o);
    mf_state_clear(&spare);
    mf_clear(&mf);
    return status;
}

double
landscape_log_z(const landscape_t *l)
{
    double sum = 0;
    int k;

    for (k = 0; k < l->n; k++)
        sum += exp(l->log_z[k] - l->log_z[0]);
    return l->n > 0 ? l->log_z[0] + log(sum) : NAN;
}
