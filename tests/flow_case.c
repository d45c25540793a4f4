/* tests/flow_case.c -- a spec with `learner online`, compiled and loaded. */
#include "flow_case.h"
#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
flow_case_open(flow_case_t *f, const char *text)
{
    const emit_context_t context = { text, "test.saddle", "test" };
    size_t length;
    char *code = NULL;
    FILE *to;
    int good;

    memset(f, 0, sizeof *f);
    if (!model_open_good(&f->parsed, text))
        return 0;
    good = theory_derive(&f->theory, &f->parsed.arena, &f->parsed.spec,
                         &f->parsed.diags);
    CU_ASSERT(good && f->theory.online != NULL);
    if (!good || f->theory.online == NULL)
        return 0;
    to = open_memstream(&code, &length);
    CU_ASSERT(emit_flow(to, &f->theory, &context, &f->parsed.diags));
    fclose(to);
    CU_ASSERT_EQUAL(load_model(&f->loaded, code), LOAD_OK);
    if (f->loaded.message != NULL)
        printf("%s\n", f->loaded.message);
    f->flow = f->loaded.flow;
    free(code);
    return f->flow != NULL;
}

void
flow_case_close(flow_case_t *f)
{
    load_close(&f->loaded);
    model_close(&f->parsed);
}

/* ---- states ------------------------------------------------------------- */

static double
uniform(void)
{
    return (double) n_randint(rng, 2000001) / 1e6 - 1.0;
}

/* w_k = sum_m a_km w0_m + b_k, with b_k apart from the teachers. */
void
flow_case_state(const flow_case_t *f, const double *theta, double *state)
{
    const saddle_flow_t *w = f->flow;
    int K = w->students, M = w->teachers, n = 0;
    double T[64], v0[8], v[8], a[8][8], b[8][8];

    w->layers(theta, T, v0, v);
    for (int k = 0; k < K; k++)
        for (int i = 0; i < 8; i++)
        {
            a[k][i] = 0.5 * uniform();
            b[k][i] = 0.4 * uniform();
        }
    for (int k = 0; k < K; k++)
        for (int m = 0; m < M; m++, n++)
        {
            state[n] = 0.0;
            for (int i = 0; i < M; i++)
                state[n] += a[k][i] * T[i * M + m];
        }
    for (int k = 0; k < K; k++)
        for (int l = k; l < K; l++, n++)
        {
            state[n] = 0.0;
            for (int i = 0; i < 8; i++)
                state[n] += b[k][i] * b[l][i];
            for (int i = 0; i < M; i++)
                state[n] += a[l][i] * state[k * M + i];
        }
    for (int k = 0; k < K && w->learned; k++, n++)
        state[n] = 1.0 + 0.5 * uniform();
}

/* ---- quadrature --------------------------------------------------------- */

static const saddle_flow_t *averaged;
static const double *at_theta, *at_state;

static void
pattern(const double *u, const double *unused, double *out)
{
    const saddle_flow_t *w = averaged;
    const double noise[8] = { 0.0 };
    int K = w->students, M = w->teachers, n = 0;
    double F[8], G[8], eta, eta_v;

    (void) unused;
    w->rates(at_theta, &eta, &eta_v);
    w->update(1, at_theta, at_state, u, u + K, noise, F, G);
    for (int k = 0; k < K; k++)
        for (int m = 0; m < M; m++)
            out[n++] = eta * F[k] * u[K + m];
    for (int k = 0; k < K; k++)
        for (int l = k; l < K; l++)
            out[n++] = eta * (F[k] * u[l] + F[l] * u[k])
                       + eta * eta * F[k] * F[l];
    for (int k = 0; k < K && w->learned; k++)
        out[n++] = eta_v * G[k];
}

/* Covariance of the fields, P*P. */
static void
covariance(const saddle_flow_t *w, const double *theta, const double *state,
           double *C)
{
    int K = w->students, M = w->teachers, P = K + M, q = K * M;
    double T[64], v0[8], v[8];

    w->layers(theta, T, v0, v);
    for (int k = 0; k < K; k++)
    {
        for (int m = 0; m < M; m++)
            C[k * P + K + m] = C[(K + m) * P + k] = state[k * M + m];
        for (int l = k; l < K; l++)
            C[k * P + l] = C[l * P + k] = state[q++];
    }
    for (int i = 0; i < M * M; i++)
        C[(K + i / M) * P + K + i % M] = T[i];
    averaged = w;
    at_theta = theta;
    at_state = state;
}

void
flow_case_quadrature(const flow_case_t *f, const double *theta,
                     const double *state, double *slope)
{
    const saddle_flow_t *w = f->flow;
    double C[64], env[8];

    covariance(w, theta, state, C);
    saddle_flow_mean(w->students + w->teachers, C, pattern, env, w->n_state,
                     slope);
}

static double
normal(void)
{
    double a = (uniform() + 1.0) / 2.0, b = uniform();

    return sqrt(-2.0 * log(a > 0.0 ? a : 1e-7)) * cos(3.14159265358979 * b);
}

void
flow_case_sample(const flow_case_t *f, const double *theta,
                 const double *state, double *u, double *out)
{
    const saddle_flow_t *w = f->flow;
    int P = w->students + w->teachers;
    double C[64], L[64] = { 0.0 }, z[8];

    covariance(w, theta, state, C);
    for (int i = 0; i < P; i++)
        for (int j = 0; j <= i; j++)
        {
            double rest = C[i * P + j];

            for (int k = 0; k < j; k++)
                rest -= L[i * P + k] * L[j * P + k];
            L[i * P + j] = i == j ? sqrt(rest) : rest / L[j * P + j];
        }
    for (int i = 0; i < P; i++)
    {
        z[i] = normal();
        u[i] = 0.0;
        for (int j = 0; j <= i; j++)
            u[i] += L[i * P + j] * z[j];
    }
    pattern(u, NULL, out);
}
