/* runtime/rbm/sense.c -- AMP for compressed sensing with a prior of supports. */
#include "sense.h"
#include "mean_field.h"
#include "units.h"

#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const sense_name[SENSE_PRIORS] = {
    "iid", "site", "naive", "tap2", "oracle",
};

void
sense_options_default(sense_options_t *o)
{
    o->iterations = 500;
    o->sweeps = 5;
    o->damping = 0.5;
    o->tol = 1e-10;
    o->restart = 0;
}

double
sense_error(const double *x, const double *x0, int n)
{
    double above = 0, below = 0;
    int i;

    for (i = 0; i < n; i++)
    {
        above += (x[i] - x0[i]) * (x[i] - x0[i]);
        below += x0[i] * x0[i];
    }
    return below > 0 ? above / below : above > 0 ? INFINITY : 0;
}

/* ---- rooms -------------------------------------------------------------------- */

typedef struct
{
    const sense_problem_t *q;
    const sense_options_t *o;
    sense_prior_t prior;
    const double *support;
    double *f2;                /* squares of F                              */
    double *x, *c, *p;         /* n: signal, variance, P(s = 1)             */
    double *r, *s;             /* n: fields R, S                            */
    double *slab, *spread;     /* n: mean and variance given s = 1          */
    double *evidence;          /* n: D                                      */
    double *v, *w, *g;         /* m                                         */
    double *t;                 /* n or m: scratch                           */
    mf_t mf;
    mf_state_t state;
} amp_t;

static int
rooms(amp_t *a, const rbm_t *rbm)
{
    size_t n = (size_t) a->q->n, m = (size_t) a->q->m, k;
    double *room = calloc(8 * n + 3 * m + n + m, sizeof *room);
    rbm_message_t message;

    a->f2 = malloc(n * m * sizeof *a->f2);
    a->x = room;
    if (room == NULL || a->f2 == NULL)
        return 0;
    a->c = room + n;
    a->p = room + 2 * n;
    a->r = room + 3 * n;
    a->s = room + 4 * n;
    a->slab = room + 5 * n;
    a->spread = room + 6 * n;
    a->evidence = room + 7 * n;
    a->v = room + 8 * n;
    a->w = a->v + m;
    a->g = a->w + m;
    a->t = a->g + m;
    for (k = 0; k < n * m; k++)
        a->f2[k] = a->q->f[k] * a->q->f[k];
    if (a->prior != SENSE_NAIVE && a->prior != SENSE_TAP2)
        return 1;
    return mf_init(&a->mf, rbm, a->prior == SENSE_NAIVE ? 1 : 2, NULL,
                   &message) == RBM_OK
           && mf_state_init(&a->state, 1, rbm->nv, rbm->nh);
}

static void
free_rooms(amp_t *a)
{
    mf_state_clear(&a->state);
    mf_clear(&a->mf);
    free(a->f2);
    free(a->x);
}

/* ---- an iteration ------------------------------------------------------------------ */

/* V, omega, g; then S and R. */
static void
measure(amp_t *a)
{
    const sense_problem_t *q = a->q;
    int i, k;

    cblas_dgemv(CblasRowMajor, CblasNoTrans, q->m, q->n, 1, a->f2, q->n, a->c,
                1, 0, a->v, 1);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, q->m, q->n, 1, q->f, q->n, a->x,
                1, 0, a->w, 1);
    for (k = 0; k < q->m; k++)
    {
        a->w[k] -= a->v[k] * a->g[k];
        a->g[k] = (q->y[k] - a->w[k]) / (q->delta + a->v[k]);
        a->t[k] = 1 / (q->delta + a->v[k]);
    }
    cblas_dgemv(CblasRowMajor, CblasTrans, q->m, q->n, 1, a->f2, q->n, a->t, 1,
                0, a->s, 1);
    cblas_dgemv(CblasRowMajor, CblasTrans, q->m, q->n, 1, q->f, q->n, a->g, 1,
                0, a->r, 1);
    for (i = 0; i < q->n; i++)
    {
        a->s[i] = 1 / a->s[i];
        a->r[i] = a->x[i] + a->s[i] * a->r[i];
    }
}

/* The slab given R and S, and the evidence D for it. */
static void
weigh(amp_t *a)
{
    double mu = a->q->mu, s2 = a->q->s2;
    int i;

    for (i = 0; i < a->q->n; i++)
    {
        double r = a->r[i], s = a->s[i];

        a->spread[i] = 1 / (1 / s2 + 1 / s);
        a->slab[i] = a->spread[i] * (mu / s2 + r / s);
        a->evidence[i] = 0.5 * (log(s) - log(s + s2))
                         - (r - mu) * (r - mu) / (2 * (s + s2))
                         + r * r / (2 * s);
    }
}

static void
machine_support(amp_t *a, int first)
{
    int k;

    a->state.tilt = a->evidence;
    if (first || a->o->restart)
    {
        /* P(s) of the biases, and, anew at each iteration, of the evidence */
        if (first)
            a->state.tilt = NULL;
        mf_start_from_biases(&a->state, a->mf.rbm);
        a->state.tilt = a->evidence;
    }
    for (k = 0; k < a->o->sweeps; k++)
        mf_sweep(&a->mf, &a->state, first ? 0 : a->o->damping);
    memcpy(a->p, a->state.m, (size_t) a->q->n * sizeof *a->p);
}

static void
find_support(amp_t *a, int first)
{
    int i;

    if (a->prior == SENSE_NAIVE || a->prior == SENSE_TAP2)
        machine_support(a, first);
    for (i = 0; i < a->q->n; i++)
    {
        double prior = a->prior == SENSE_IID ? a->support[0]
                       : a->prior == SENSE_SITE ? a->support[i] : 0;

        if (a->prior == SENSE_ORACLE)
            a->p[i] = a->support[i];
        else if (a->prior == SENSE_IID || a->prior == SENSE_SITE)
            a->p[i] = prior <= 0 ? 0 : prior >= 1 ? 1
                      : units_sigmoid(log(prior / (1 - prior))
                                      + a->evidence[i]);
    }
}

/* New x and c; the largest move of x, or NaN. */
static double
move(amp_t *a, double keep)
{
    double most = 0;
    int i;

    for (i = 0; i < a->q->n; i++)
    {
        double x = a->p[i] * a->slab[i];
        double c = a->p[i] * (a->spread[i] + a->slab[i] * a->slab[i]) - x * x;
        double step = fabs(x - a->x[i]);

        a->x[i] = keep * a->x[i] + (1 - keep) * x;
        a->c[i] = keep * a->c[i] + (1 - keep) * c;
        if (!(step <= most))
            most = step;
    }
    return most;
}

/* Before the measurements: P(s = 1) of the prior alone. */
static void
begin(amp_t *a)
{
    int i, machine = a->prior == SENSE_NAIVE || a->prior == SENSE_TAP2;

    for (i = 0; i < a->q->n; i++)
    {
        double p = machine ? units_sigmoid(a->mf.rbm->a[i])
                           : a->support[a->prior == SENSE_IID ? 0 : i];

        a->x[i] = p * a->q->mu;
        a->c[i] = p * (a->q->s2 + a->q->mu * a->q->mu) - a->x[i] * a->x[i];
        a->p[i] = p;
    }
}

int
sense_run(double *x, double *c, double *p, const sense_problem_t *q,
          sense_prior_t prior, const double *support, const rbm_t *rbm,
          const sense_options_t *o)
{
    amp_t a = { .q = q, .o = o, .prior = prior, .support = support };
    double most = INFINITY;
    int step = -1, good = rooms(&a, rbm);

    if (good)
        begin(&a);
    for (step = good ? 0 : -1; good && step < o->iterations && most > o->tol;
         step++)
    {
        measure(&a);
        weigh(&a);
        find_support(&a, step == 0);
        most = move(&a, step == 0 ? 0 : o->damping);
        if (isnan(most))
            break;
    }
    if (good)
    {
        size_t bytes = (size_t) q->n * sizeof *x;

        memcpy(x, a.x, bytes);
        if (c != NULL)
            memcpy(c, a.c, bytes);
        if (p != NULL)
            memcpy(p, a.p, bytes);
    }
    free_rooms(&a);
    return !good ? -1 : isnan(most) ? -2
           : most > o->tol ? o->iterations + 1 : step;
}
