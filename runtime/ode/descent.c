/* runtime/ode/descent.c -- stochastic gradient descent at finite size.
 *
 * Inputs come in blocks of BLOCK vectors x_b.  The fields of all units on all
 * of them are one product; inside the block a step on x_a moves the field of
 * unit k on a later x_b by eta F_k x_a.x_b/N, so the steps need the inner
 * products of the inputs only, and all updates of the weights are one product
 * at the end.  This is the algorithm itself, not an approximation of it.
 */
#include "descent.h"

#include "gram.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 8
#define CONSISTENT 1e-9     /* of the overlaps at the start                */

typedef struct
{
    const descent_t *d;
    random_t random;
    int K, M, P;
    size_t N;
    double eta, eta_v;
    double *w;              /* P x N: students, then teachers              */
    double *x;              /* BLOCK x N                                   */
    double *field;          /* P x BLOCK                                   */
    double *inner;          /* BLOCK x BLOCK: x_a.x_b/N                    */
    double *step;           /* K x BLOCK: F                                */
    double *noise, *g;      /* of one step                                 */
    double *state;
    double *gram;           /* P x P                                       */
    uint64_t row;           /* steps done                                  */
} run_t;

double
descent_time(double wanted, size_t size)
{
    return floor(wanted * (double) size + 0.5) / (double) size;
}

double
descent_bytes(const saddle_flow_t *f, size_t size)
{
    return ((double) (2 * (f->students + f->teachers)) + BLOCK)
           * (double) size * sizeof(double);
}

/* ---- the start ------------------------------------------------------------ */

/* P vectors with e_i.e_j = N for i = j and 0 else: Gram and Schmidt, twice. */
static void
orthogonal(double *e, int p, size_t n, random_t r)
{
    int i, k, turn;

    for (i = 0; i < p; i++)
    {
        double *row = e + (size_t) i * n;

        random_ziggurat(row, n, r, (uint64_t) i, RANDOM_UNIT);
        for (turn = 0; turn < 2; turn++)
            for (k = 0; k < i; k++)
                cblas_daxpy((int) n,
                            -cblas_ddot((int) n, row, 1, e + (size_t) k * n,
                                        1) / (double) n,
                            e + (size_t) k * n, 1, row, 1);
        cblas_dscal((int) n, sqrt((double) n) / cblas_dnrm2((int) n, row, 1),
                    row, 1);
    }
}

static saddle_status_t
start(run_t *r, const char **why)
{
    const saddle_flow_t *f = r->d->flow;
    size_t p = (size_t) r->P;
    double *e = malloc(p * r->N * sizeof *e);
    double *a = malloc(p * p * sizeof *a), *layer;
    saddle_status_t status = SADDLE_LIMIT;

    layer = malloc(sizeof *layer * (size_t) (r->M * r->M + r->M + r->K));
    if (e != NULL && a != NULL && layer != NULL)
    {
        f->start(r->d->theta, r->state);
        f->layers(r->d->theta, layer, layer + r->M * r->M,
                  layer + r->M * r->M + r->M);
        gram_matrix(r->gram, f, layer, r->state);
        status = SADDLE_DOMAIN;
        *why = "no vectors have the overlaps of the start";
        if (gram_factor(a, r->gram, r->P, CONSISTENT))
        {
            orthogonal(e, r->P, r->N, r->random);
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, r->P,
                        (int) r->N, r->P, 1, a, r->P, e, (int) r->N, 0, r->w,
                        (int) r->N);
            status = SADDLE_OK;
        }
    }
    free(e);
    free(a);
    free(layer);
    return status;
}

/* ---- steps ---------------------------------------------------------------- */

/* The state of R and Q after a step on the field that was just read. */
static void
move_overlaps(run_t *r, int at, const double *lambda, const double *rho)
{
    const saddle_flow_t *f = r->d->flow;
    double n = (double) r->N, gain = r->eta / n, size;
    int k, l, m;

    size = r->inner[at * BLOCK + at] * r->eta * gain;
    for (k = 0; k < r->K; k++)
    {
        double force = r->step[k * BLOCK + at];

        for (m = 0; m < r->M; m++)
            r->state[gram_place_r(f, k, m)] += gain * force * rho[m];
        for (l = k; l < r->K; l++)
        {
            double other = r->step[l * BLOCK + at];

            r->state[gram_place_q(f, k, l)]
                += gain * (force * lambda[l] + other * lambda[k])
                   + size * force * other;
        }
    }
}

static void
draw_noise(run_t *r, uint64_t row)
{
    const saddle_flow_t *f = r->d->flow;
    int j;

    for (j = 0; j < f->n_noise; j++)
        if (f->noise_kind[j] == SADDLE_NORMAL)
            random_ziggurat(r->noise + j, 1, r->random, row,
                            RANDOM_NOISE + 1000 * (uint64_t) j);
        else
            random_uniform(r->noise + j, 1, r->random, row,
                           RANDOM_NOISE + 1000 * (uint64_t) j);
}

/* The step on input `at` of the block. */
static void
one_step(run_t *r, int at)
{
    const saddle_flow_t *f = r->d->flow;
    double *force = r->g + r->K, *lambda = force + r->K;
    double *rho = lambda + r->K;
    int i, k;

    for (k = 0; k < r->K; k++)
    {
        lambda[k] = r->field[k * BLOCK + at];
        for (i = 0; i < at; i++)
            lambda[k] += r->eta * r->step[k * BLOCK + i]
                         * r->inner[i * BLOCK + at];
    }
    for (k = 0; k < r->M; k++)
        rho[k] = r->field[(r->K + k) * BLOCK + at];
    draw_noise(r, r->row + (uint64_t) at);
    f->update(1, r->d->theta, r->state, lambda, rho, r->noise, force, r->g);
    for (k = 0; k < r->K; k++)
        r->step[k * BLOCK + at] = force[k];
    if (f->needs_overlaps)
        move_overlaps(r, at, lambda, rho);
    for (k = 0; k < r->K && f->learned; k++)
        r->state[gram_place_v(f, k)] += r->eta_v / (double) r->N * r->g[k];
}

/* `count` <= BLOCK steps. */
static void
one_block(run_t *r, int count)
{
    int n = (int) r->N, i, k;
    double root = sqrt((double) n);

    for (i = 0; i < count; i++)
        random_ziggurat(r->x + (size_t) i * r->N, r->N, r->random,
                        r->row + (uint64_t) i, RANDOM_INPUT);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, r->P, count, n,
                1 / root, r->w, n, r->x, n, 0, r->field, BLOCK);
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, count, n,
                1 / (double) n, r->x, n, 0, r->inner, BLOCK);
    for (i = 0; i < count; i++)
        one_step(r, i);
    for (k = 0; k < r->K; k++)
        for (i = 0; i < count; i++)
            r->step[k * BLOCK + i] *= r->eta / root;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, r->K, n, count, 1,
                r->step, BLOCK, r->x, n, 1, r->w, n);
    r->row += (uint64_t) count;
}

/* ---- observing ------------------------------------------------------------ */

/* R and Q of the vectors as they are; 0 where they are not finite. */
static int
measure(run_t *r)
{
    const saddle_flow_t *f = r->d->flow;
    int n = (int) r->N, k, l, good = 1;

    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, r->K, r->P, n,
                1 / (double) n, r->w, n, r->w, n, 0, r->gram, r->P);
    for (k = 0; k < r->K; k++)
    {
        for (l = k; l < r->K; l++)
            r->state[gram_place_q(f, k, l)] = r->gram[k * r->P + l];
        for (l = 0; l < r->M; l++)
            r->state[gram_place_r(f, k, l)] = r->gram[k * r->P + r->K + l];
    }
    for (k = 0; k < f->n_state; k++)
        good &= isfinite(r->state[k]) != 0;
    return good;
}

static saddle_status_t
follow(run_t *r, double *out, const char **why)
{
    const descent_t *d = r->d;
    const saddle_flow_t *f = d->flow;
    size_t width = (size_t) (f->n_values + f->n_state), i;

    for (i = 0; i < d->n_times; i++)
    {
        uint64_t end = (uint64_t) (descent_time(d->time[i], r->N)
                                   * (double) r->N + 0.5);

        while (r->row < end)
        {
            uint64_t left = end - r->row;

            one_block(r, left < BLOCK ? (int) left : BLOCK);
            if ((r->row & 255) < BLOCK && d->stop != NULL && d->stop(d->ctx))
            {
                *why = "interrupted";
                return SADDLE_LIMIT;
            }
        }
        if (!measure(r))
        {
            *why = "the weights ceased to be finite: the learning rate is too "
                   "large";
            return SADDLE_DOMAIN;
        }
        memcpy(out + i * width + f->n_values, r->state,
               (size_t) f->n_state * sizeof *out);
        f->values(d->theta, r->state, out + i * width);
    }
    return SADDLE_OK;
}

saddle_status_t
descent_run(double *out, const descent_t *d, random_t stream, const char **why)
{
    const saddle_flow_t *f = d->flow;
    size_t p = (size_t) (f->students + f->teachers), n = d->size;
    size_t small = p * BLOCK * 2 + BLOCK * BLOCK + 4 * p + p * p
                   + (size_t) (f->n_noise + f->n_state);
    double *room = malloc((n * (p + BLOCK) + small) * sizeof *room);
    saddle_status_t status;
    run_t r = { .d = d, .random = stream, .K = f->students, .M = f->teachers, .P = (int) p,
                .N = n };

    *why = "out of memory";
    if (room == NULL)
        return SADDLE_LIMIT;
    r.w = room;
    r.x = r.w + n * p;
    r.field = r.x + n * BLOCK;
    r.step = r.field + p * BLOCK;
    r.inner = r.step + p * BLOCK;
    r.g = r.inner + BLOCK * BLOCK;
    r.gram = r.g + 4 * p;
    r.noise = r.gram + p * p;
    r.state = r.noise + f->n_noise;
    f->rates(d->theta, &r.eta, &r.eta_v);
    status = start(&r, why);
    if (status == SADDLE_OK)
        status = follow(&r, out, why);
    free(room);
    return status;
}
