/* runtime/rbm/mean_field.c -- sweeps, energies, and statistics of all orders. */
#include "half.h"
#include "matrix.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

rbm_status_t
mf_init(mf_t *mf, const rbm_t *rbm, int order, crew_t *crew,
        rbm_message_t *message)
{
    size_t n = (size_t) rbm->nv * (size_t) rbm->nh;

    memset(mf, 0, sizeof *mf);
    mf->rbm = rbm;
    mf->crew = crew;
    mf->order = order;
    if (order > 2 && rbm->law != NULL)
        return rbm_say(message, RBM_BAD_USE,
                       "TAP of third order is known for binary visible units "
                       "only; take tap2");
    if (order >= 2)
        mf->w2 = malloc(n * sizeof *mf->w2);
    if (order >= 3)
        mf->w3 = malloc(n * sizeof *mf->w3);
    if ((order >= 2 && mf->w2 == NULL) || (order >= 3 && mf->w3 == NULL))
        return rbm_no_memory(message);
    mf_refresh(mf);
    return RBM_OK;
}

void
mf_refresh_rows(mf_t *mf, int at, int width)
{
    size_t k = at_row(at, mf->rbm->nh), end = at_row(at + width, mf->rbm->nh);
    const double *w = mf->rbm->w;

    for (; mf->w2 != NULL && k < end; k++)
    {
        mf->w2[k] = w[k] * w[k];
        if (mf->w3 != NULL)
            mf->w3[k] = mf->w2[k] * w[k];
    }
}

void
mf_refresh(mf_t *mf)
{
    mf_refresh_rows(mf, 0, mf->rbm->nv);
}

void
mf_clear(mf_t *mf)
{
    free(mf->w2);
    free(mf->w3);
    memset(mf, 0, sizeof *mf);
}

/* ---- half a sweep -------------------------------------------------------------- */

int
half_targets(const half_t *s)
{
    return s->to_visible ? s->mf->rbm->nv : s->mf->rbm->nh;
}

void
half_product(const half_t *s, double *out, const double *x, const double *w,
             int at, int width)
{
    const rbm_t *r = s->mf->rbm;

    if (s->to_visible)
        matrix_to_visible(out, width, x, w, s->rows, r->nv, r->nh, at, width);
    else
        matrix_to_hidden(out, width, x, w, s->rows, r->nv, r->nh, at, width);
}

typedef struct
{
    half_t half;
    const double *bias, *tilt;
    double *y, *dy;            /* written; NULL dy: the raw field into y    */
    double damping;
} sweep_t;

static void
store_means(const sweep_t *s, const double *mean, int at, int width)
{
    int k, j, n = half_targets(&s->half);
    double keep = s->damping;

    for (k = 0; k < s->half.rows; k++)
    {
        double *y = s->y + at_row(k, n) + at;
        double *dy = s->dy + at_row(k, n) + at;
        const double *x = mean + at_row(k, width);

        for (j = 0; j < width; j++)
        {
            y[j] = keep * y[j] + (1 - keep) * x[j];
            dy[j] = y[j] - y[j] * y[j];
        }
    }
}

static void
add_biases(const sweep_t *s, double *field, int at, int width)
{
    int k, j, n = half_targets(&s->half);

    for (k = 0; k < s->half.rows; k++)
    {
        double *f = field + at_row(k, width);

        for (j = 0; j < width; j++)
            f[j] += s->bias[at + j];
        for (j = 0; s->tilt != NULL && j < width; j++)
            f[j] += s->tilt[at_row(k, n) + (size_t) (at + j)];
    }
}

static void
sweep_block(const sweep_t *s, double *field, double *scratch, int at,
            int width)
{
    const half_t *half = &s->half;
    int k, n = half_targets(half), order = half->mf->order;
    int real = half->to_visible && half->mf->rbm->law != NULL;

    naive_field(half, field, at, width);
    if (real)
    {
        if (order >= 2)
            half_product(half, scratch, half->cx, half->mf->w2, at, width);
        real_update(half, s->y, s->dy, field, order >= 2 ? scratch : NULL, at,
                    width, s->damping);
        return;
    }
    if (order >= 2)
        tap2_field(half, field, at, width, scratch);
    if (order >= 3)
        tap3_field(half, field, at, width, scratch);
    add_biases(s, field, at, width);
    if (s->dy == NULL)
    {
        for (k = 0; k < half->rows; k++)
            memcpy(s->y + at_row(k, n) + at,
                   field + at_row(k, width),
                   (size_t) width * sizeof *field);
        return;
    }
    units_sigmoids(field, (size_t) half->rows * (size_t) width);
    store_means(s, field, at, width);
}

static void
sweep_task(void *ctx, int block)
{
    const sweep_t *s = ctx;
    int at, width;
    double *room;

    matrix_block(half_targets(&s->half), block, &at, &width);
    room = malloc(2 * (size_t) s->half.rows * (size_t) width * sizeof *room);
    if (room == NULL)
        abort();
    sweep_block(s, room, room + (size_t) s->half.rows * (size_t) width, at,
                width);
    free(room);
}

/* c(1/2 - x) */
static void
third_cumulants(double *out, const double *x, const double *c, size_t n)
{
    size_t k;

    for (k = 0; k < n; k++)
        out[k] = c[k] * (0.5 - x[k]);
}

static void
run_half(sweep_t *s)
{
    half_t *half = &s->half;
    const rbm_t *r = half->mf->rbm;
    size_t n = (size_t) half->rows
               * (size_t) (half->to_visible ? r->nh : r->nv);
    double *third = NULL;

    if (half->mf->order >= 3)
    {
        third = malloc(n * sizeof *third);
        if (third == NULL)
            abort();
        third_cumulants(third, half->x, half->cx, n);
        half->kx = third;
    }
    crew_run(half->mf->crew, matrix_blocks(half_targets(half)), sweep_task, s);
    free(third);
}

void
mf_sweep_hidden(const mf_t *mf, mf_state_t *s, double damping)
{
    sweep_t sweep = { { mf, s->rows, 0, s->m, s->c, NULL, s->h, s->d },
                      mf->rbm->b, NULL, s->h, s->d, damping };

    run_half(&sweep);
}

void
mf_sweep_visible(const mf_t *mf, mf_state_t *s, double damping)
{
    sweep_t sweep = { { mf, s->rows, 1, s->h, s->d, NULL, s->m, s->c },
                      mf->rbm->a, s->tilt, s->m, s->c, damping };

    run_half(&sweep);
}

void
mf_sweep(const mf_t *mf, mf_state_t *s, double damping)
{
    mf_sweep_hidden(mf, s, damping);
    mf_sweep_visible(mf, s, damping);
}

/* ---- energies ------------------------------------------------------------------ */

void
mf_third(double *third, const mf_state_t *s)
{
    size_t nv = (size_t) s->rows * (size_t) s->nv;

    third_cumulants(third, s->m, s->c, nv);
    third_cumulants(third + nv, s->h, s->d, (size_t) s->rows * (size_t) s->nh);
}

int
mf_energy(const mf_t *mf, const mf_state_t *s, double *gamma)
{
    size_t rows = (size_t) s->rows, nv = (size_t) s->nv, nh = (size_t) s->nh;
    double *scratch = malloc(rows * nh * sizeof *scratch);
    double *third = mf->order >= 3
        ? malloc(rows * (nv + nh) * sizeof *third) : NULL;
    int good = scratch != NULL && (mf->order < 3 || third != NULL);

    memset(gamma, 0, rows * sizeof *gamma);
    if (good)
        naive_energy(mf, s, gamma, scratch);
    if (good && mf->rbm->law != NULL)
        good = real_energy(mf, s, gamma);
    if (good && mf->order >= 2)
        tap2_energy(mf, s, gamma, scratch);
    if (good && mf->order >= 3)
    {
        mf_third(third, s);
        tap3_energy(mf, s, gamma, scratch, third);
    }
    free(third);
    free(scratch);
    return good;
}

int
mf_gradient(const mf_t *mf, const mf_state_t *s, double *gm, double *gh)
{
    sweep_t to_h = { { mf, s->rows, 0, s->m, s->c, NULL, s->h, s->d },
                     mf->rbm->b, NULL, gh, NULL, 0 };
    sweep_t to_v = { { mf, s->rows, 1, s->h, s->d, NULL, s->m, s->c },
                     mf->rbm->a, s->tilt, gm, NULL, 0 };
    size_t k;

    run_half(&to_h);
    run_half(&to_v);
    for (k = 0; k < (size_t) s->rows * (size_t) s->nv; k++)
        gm[k] = log(s->m[k]) - log1p(-s->m[k]) - gm[k];
    for (k = 0; k < (size_t) s->rows * (size_t) s->nh; k++)
        gh[k] = log(s->h[k]) - log1p(-s->h[k]) - gh[k];
    return 1;
}
