/* tests/flow_committee.c -- soft committees of erf units, written by hand. */
#include "flow_committee.h"

#include <math.h>
#include <string.h>

#define MOST (2 * COMMITTEE_MOST)

typedef struct
{
    int K, P;
    double c[MOST][MOST], A[MOST];
} fields_t;

static double
bounded_asin(double x)
{
    return asin(fmax(-1, fmin(1, x)));
}

static double
I2(const fields_t *f, int a, int b)
{
    return 2 / M_PI
           * bounded_asin(f->c[a][b]
                          / sqrt((1 + f->c[a][a]) * (1 + f->c[b][b])));
}

static double
I3(const fields_t *f, int a, int b, int c)
{
    double first = 1 + f->c[a][a];
    double L3 = first * (1 + f->c[c][c]) - f->c[a][c] * f->c[a][c];

    return 2 / M_PI * (f->c[b][c] * first - f->c[a][b] * f->c[a][c])
           / (sqrt(L3) * first);
}

static double
L4(const fields_t *f, int a, int b)
{
    return (1 + f->c[a][a]) * (1 + f->c[b][b]) - f->c[a][b] * f->c[a][b];
}

static double
I4(const fields_t *f, int a, int b, int c, int d)
{
    const double (*s)[MOST] = (const double (*)[MOST]) f->c;
    double four = L4(f, a, b), A = 1 + s[a][a], B = 1 + s[b][b];
    double L0 = four * s[c][d] - s[b][c] * s[b][d] * A - s[a][c] * s[a][d] * B
                + s[a][b] * s[a][c] * s[b][d] + s[a][b] * s[a][d] * s[b][c];
    double L1 = four * (1 + s[c][c]) - s[b][c] * s[b][c] * A
                - s[a][c] * s[a][c] * B + 2 * s[a][b] * s[a][c] * s[b][c];
    double L2 = four * (1 + s[d][d]) - s[b][d] * s[b][d] * A
                - s[a][d] * s[a][d] * B + 2 * s[a][b] * s[a][d] * s[b][d];

    return 4 / (M_PI * M_PI) / sqrt(four) * bounded_asin(L0 / sqrt(L1 * L2));
}

static void
read_fields(fields_t *f, const committee_t *s, const double *state)
{
    const double *q = state + s->K * s->M, *v = s->v;
    int k, l, m;

    f->K = s->K;
    f->P = s->K + s->M;
    for (k = 0; k < s->K; k++)
        for (m = 0; m < s->M; m++)
            f->c[k][s->K + m] = f->c[s->K + m][k] = state[k * s->M + m];
    for (k = 0; k < s->K; k++)
        for (l = k; l < s->K; l++)
            f->c[k][l] = f->c[l][k] = *q++;
    for (m = 0; m < s->M; m++)
        for (l = 0; l < s->M; l++)
            f->c[s->K + m][s->K + l] = s->T[m * s->M + l];
    if (s->learned)
        v = q;
    for (k = 0; k < s->K; k++)
        f->A[k] = v[k];
    for (m = 0; m < s->M; m++)
        f->A[s->K + m] = -s->v0[m];
}

static double
force_on(const fields_t *f, int k, int b)
{
    double sum = 0;
    int c;

    for (c = 0; c < f->P; c++)
        sum += f->A[c] * I3(f, k, b, c);
    return -f->A[k] * sum;
}

static double
square_term(const fields_t *f, int k, int l, double variance)
{
    double sum = variance * 2 / M_PI / sqrt(L4(f, k, l));
    int c, d;

    for (c = 0; c < f->P; c++)
        for (d = 0; d < f->P; d++)
            sum += f->A[c] * f->A[d] * I4(f, k, l, c, d);
    return f->A[k] * f->A[l] * sum;
}

static int
slope(const double *theta, const double *state, saddle_flow_limit_t limit,
      double *out)
{
    const committee_t *s = (const committee_t *) (const void *) theta;
    double eta = limit == FLOW_GRADIENT ? 1 : s->eta;
    double square = limit == FLOW_GRADIENT ? 0 : eta * eta * s->square;
    int k, l, m, at = 0;
    fields_t f;

    read_fields(&f, s, state);
    for (k = 0; k < s->K; k++)
        for (m = 0; m < s->M; m++)
            out[at++] = eta * force_on(&f, k, s->K + m);
    for (k = 0; k < s->K; k++)
        for (l = k; l < s->K; l++)
        {
            out[at] = eta * (force_on(&f, k, l) + force_on(&f, l, k));
            if (square > 0)
                out[at] += square
                           * square_term(&f, k, l,
                                         s->noise * s->sigma * s->sigma);
            at++;
        }
    for (k = 0; k < s->K && s->learned; k++)
        for (out[at + k] = 0, l = 0; l < f.P; l++)
            out[at + k] -= s->eta_v / s->eta * eta * f.A[l] * I2(&f, k, l);
    return 0;
}

static int
values(const double *theta, const double *state, double *out)
{
    fields_t f;
    int a, b;

    read_fields(&f, (const committee_t *) (const void *) theta, state);
    for (*out = 0, a = 0; a < f.P; a++)
        for (b = 0; b < f.P; b++)
            *out += f.A[a] * f.A[b] * I2(&f, a, b) / 2;
    return 0;
}

static void
start(const double *theta, double *state)
{
    const committee_t *s = (const committee_t *) (const void *) theta;
    int n = s->K * s->M + s->K * (s->K + 1) / 2;

    memcpy(state, s->start, (size_t) n * sizeof *state);
    if (s->learned)
        memcpy(state + n, s->v, (size_t) s->K * sizeof *state);
}

static void
layers(const double *theta, double *T, double *v0, double *v)
{
    const committee_t *s = (const committee_t *) (const void *) theta;

    memcpy(T, s->T, (size_t) (s->M * s->M) * sizeof *T);
    memcpy(v0, s->v0, (size_t) s->M * sizeof *v0);
    memcpy(v, s->v, (size_t) s->K * sizeof *v);
}

static void
rates(const double *theta, double *eta, double *eta_v)
{
    const committee_t *s = (const committee_t *) (const void *) theta;

    *eta = s->eta;
    *eta_v = s->learned ? s->eta_v : 0;
}

static void
update(int n, const double *theta, const double *state, const double *lambda,
       const double *rho, const double *noise, double *F, double *G)
{
    const committee_t *s = (const committee_t *) (const void *) theta;
    const double *v
        = s->learned ? state + s->K * s->M + s->K * (s->K + 1) / 2 : s->v;
    int i, k;

    for (i = 0; i < n; i++)
    {
        double gap = -s->sigma * noise[i];

        for (k = 0; k < s->K; k++)
            gap += v[k] * erf(lambda[k * n + i] / M_SQRT2);
        for (k = 0; k < s->M; k++)
            gap -= s->v0[k] * erf(rho[k * n + i] / M_SQRT2);
        for (k = 0; k < s->K; k++)
        {
            double x = lambda[k * n + i];

            F[k * n + i] = -v[k] * gap * sqrt(2 / M_PI) * exp(-x * x / 2);
            if (G != NULL)
                G[k * n + i] = -gap * erf(x / M_SQRT2);
        }
    }
}

static double
forever(const double *theta)
{
    (void) theta;
    return INFINITY;
}

void
committee_flow(saddle_flow_t *f, const committee_t *s)
{
    static const saddle_variate_t normal[] = { SADDLE_NORMAL };

    memset(f, 0, sizeof *f);
    f->abi = SADDLE_ABI;
    f->name = "committee";
    f->students = s->K;
    f->teachers = s->M;
    f->learned = s->learned;
    f->n_state = s->K * s->M + s->K * (s->K + 1) / 2
                 + (s->learned ? s->K : 0);
    f->n_values = 1;
    f->start = start;
    f->layers = layers;
    f->rates = rates;
    f->slope = slope;
    f->values = values;
    f->n_noise = 1;
    f->noise_kind = normal;
    f->update = update;
    f->time = forever;
}

static void
ones(committee_t *s)
{
    int i;

    s->square = s->noise = 1;
    for (i = 0; i < COMMITTEE_MOST; i++)
        s->v[i] = s->v0[i] = 1;
}

void
committee_a(committee_t *s)
{
    static const double T[] = { 1, 0, 0, 1 };
    static const double begin[] = { .10, .05, .02, .12, .25, .05, .36 };

    memset(s, 0, sizeof *s);
    ones(s);
    s->K = s->M = 2;
    s->eta = 0.5;
    memcpy(s->T, T, sizeof T);
    memcpy(s->start, begin, sizeof begin);
}

void
committee_b(committee_t *s)
{
    static const double T[] = { 1, .3, .3, 1.2 };
    static const double begin[] = { .10, .05, .02, .12, -.03, .04,
                                    .25, .05, 0, .36, -.04, .16 };

    memset(s, 0, sizeof *s);
    ones(s);
    s->K = 3;
    s->M = 2;
    s->eta = 0.5;
    s->sigma = 0.1;
    memcpy(s->T, T, sizeof T);
    memcpy(s->start, begin, sizeof begin);
}

void
committee_equal(committee_t *s, int K, double eta, double sigma)
{
    int k, l, at;

    memset(s, 0, sizeof *s);
    ones(s);
    s->K = s->M = K;
    s->eta = eta;
    s->sigma = sigma;
    for (k = 0; k < K; k++)
        for (l = 0; l < K; l++)
        {
            s->T[k * K + l] = k == l;
            s->start[k * K + l] = k == l ? 0.02 : 0.01;
        }
    for (k = 0, at = K * K; k < K; k++)
        for (l = k; l < K; l++)
            s->start[at++] = k == l ? 0.25 : 0;
}
