/* runtime/rbm/mf_state.c -- states of mean field: rooms, starts, iteration. */
#include "matrix.h"
#include "mean_field.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int
mf_state_init(mf_state_t *s, int rows, int nv, int nh)
{
    size_t v = (size_t) rows * (size_t) nv, h = (size_t) rows * (size_t) nh;

    memset(s, 0, sizeof *s);
    s->rows = rows;
    s->nv = nv;
    s->nh = nh;
    s->m = calloc(v + 1, sizeof *s->m);
    s->c = calloc(v + 1, sizeof *s->c);
    s->h = calloc(h + 1, sizeof *s->h);
    s->d = calloc(h + 1, sizeof *s->d);
    return s->m != NULL && s->c != NULL && s->h != NULL && s->d != NULL;
}

void
mf_state_clear(mf_state_t *s)
{
    free(s->m);
    free(s->c);
    free(s->h);
    free(s->d);
    memset(s, 0, sizeof *s);
}

void
mf_state_copy_row(mf_state_t *to, int i, const mf_state_t *from, int k)
{
    size_t nv = (size_t) to->nv, nh = (size_t) to->nh;
    size_t a = (size_t) i, b = (size_t) k;

    memcpy(to->m + a * nv, from->m + b * nv, nv * sizeof *to->m);
    memcpy(to->c + a * nv, from->c + b * nv, nv * sizeof *to->c);
    memcpy(to->h + a * nh, from->h + b * nh, nh * sizeof *to->h);
    memcpy(to->d + a * nh, from->d + b * nh, nh * sizeof *to->d);
}

void
mf_state_variances(mf_state_t *s, const rbm_t *r)
{
    size_t k, v = (size_t) s->rows * (size_t) s->nv;
    size_t h = (size_t) s->rows * (size_t) s->nh;

    for (k = 0; r->law == NULL && k < v; k++)
        s->c[k] = s->m[k] - s->m[k] * s->m[k];
    for (k = 0; k < h; k++)
        s->d[k] = s->h[k] - s->h[k] * s->h[k];
}

void
mf_start_from_biases(mf_state_t *s, const rbm_t *r)
{
    int k, i, j;

    for (k = 0; k < s->rows; k++)
    {
        size_t v = at_row(k, s->nv), h = at_row(k, s->nh);

        for (i = 0; i < s->nv; i++)
            if (r->law != NULL)
                law_tilt(r->law + i, r->a[i], 0, s->m + v + i, s->c + v + i);
            else
                s->m[v + (size_t) i] = units_sigmoid(
                    r->a[i] + (s->tilt != NULL ? s->tilt[v + (size_t) i] : 0));
        for (j = 0; j < s->nh; j++)
            s->h[h + (size_t) j] = units_sigmoid(r->b[j]);
    }
    mf_state_variances(s, r);
}

void
mf_start_from_visible(mf_state_t *s, const mf_t *mf)
{
    const rbm_t *r = mf->rbm;
    int k, j;

    matrix_all_to_hidden(mf->crew, s->h, s->m, r->w, s->rows, s->nv, s->nh);
    for (k = 0; k < s->rows; k++)
        for (j = 0; j < s->nh; j++)
            s->h[at_row(k, s->nh) + j] += r->b[j];
    units_sigmoids(s->h, (size_t) s->rows * (size_t) s->nh);
    mf_state_variances(s, r);
}

/* ---- iteration --------------------------------------------------------------- */

static double
largest_move(const double *x, const double *old, int n, double most)
{
    int i;

    for (i = 0; i < n; i++)
    {
        double move = fabs(x[i] - old[i]);

        /* a NaN must not look like rest */
        if (!(move <= most))
            most = isnan(move) ? INFINITY : move;
    }
    return most;
}

int
mf_iterate(const mf_t *mf, mf_state_t *s, double damping, double tol,
           int limit, double *change, rbm_tick_t tick, void *ctx)
{
    size_t nv = (size_t) s->nv, nh = (size_t) s->nh, rows = (size_t) s->rows;
    double *old = malloc(rows * (nv + nh) * sizeof *old), most = INFINITY;
    int sweep, k, stop = 0;

    if (old == NULL)
        return limit + 1;
    for (sweep = 0; sweep < limit && !stop && most > tol; sweep++)
    {
        memcpy(old, s->m, rows * nv * sizeof *old);
        memcpy(old + rows * nv, s->h, rows * nh * sizeof *old);
        mf_sweep(mf, s, damping);
        most = 0;
        for (k = 0; k < s->rows; k++)
        {
            size_t state = (size_t) k;
            double move = largest_move(s->m + state * nv, old + state * nv, s->nv,
                                       0);

            move = largest_move(s->h + state * nh, old + rows * nv + state * nh,
                                s->nh, move);
            if (change != NULL)
                change[k] = move;
            most = fmax(most, move);
        }
        stop = tick != NULL && tick(ctx, "mean field", -1);
    }
    free(old);
    return stop ? -1 : most > tol ? limit + 1 : sweep;
}
