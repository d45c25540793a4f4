/* runtime/ode/fixed_alike.c -- states in which all students are alike. */
#include "fixed.h"

#include "gram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int
fixed_alike_size(const saddle_flow_t *f)
{
    return f->teachers + 1 + (f->learned != 0);
}

void
fixed_alike_state(const saddle_flow_t *f, const double *x, double *state)
{
    int k, l, m;

    for (k = 0; k < f->students; k++)
    {
        for (m = 0; m < f->teachers; m++)
            state[gram_place_r(f, k, m)] = x[m];
        for (l = k; l < f->students; l++)
            state[gram_place_q(f, k, l)] = x[f->teachers];
        if (f->learned)
            state[gram_place_v(f, k)] = x[f->teachers + 1];
    }
}

void
fixed_alike_means(const saddle_flow_t *f, const double *state, double *x)
{
    double n = f->students;
    int k, l, m;

    memset(x, 0, (size_t) fixed_alike_size(f) * sizeof *x);
    for (k = 0; k < f->students; k++)
    {
        for (m = 0; m < f->teachers; m++)
            x[m] += state[gram_place_r(f, k, m)] / n;
        for (l = 0; l < f->students; l++)
            x[f->teachers] += state[gram_place_q(f, k, l)] / (n * n);
        if (f->learned)
            x[f->teachers + 1] += state[gram_place_v(f, k)] / n;
    }
}

int
fixed_may_be_alike(const fixed_plan_t *p)
{
    const saddle_flow_t *f = p->flow;
    int m = f->teachers, k, alike = f->students > 1;
    double *layer = malloc(sizeof *layer
                           * (size_t) (m * m + m + f->students));

    if (layer == NULL)
        return 0;
    f->layers(p->theta, layer, layer + m * m, layer + m * m + m);
    for (k = 1; k < f->students && !f->learned; k++)
        alike &= layer[m * m + m + k] == layer[m * m + m];
    free(layer);
    return alike;
}

double
fixed_asymmetry(const saddle_flow_t *f, const double *state)
{
    double most = 0, mean;
    int k, m;

    for (m = 0; m < f->teachers; m++)
    {
        for (mean = 0, k = 0; k < f->students; k++)
            mean += state[gram_place_r(f, k, m)] / f->students;
        for (k = 0; k < f->students; k++)
            most = fmax(most, fabs(state[gram_place_r(f, k, m)] - mean));
    }
    return most;
}

void
fixed_copies(const saddle_flow_t *f, const double *theta, double *state)
{
    int n = f->students, m = f->teachers, k, l;
    double *T = malloc(sizeof *T * (size_t) (m * m + m + n)), *v0;

    if (T == NULL)
        return;
    v0 = T + m * m;
    f->layers(theta, T, v0, v0 + m);
    for (k = 0; k < n; k++)
    {
        for (l = 0; l < m; l++)
            state[gram_place_r(f, k, l)] = T[k % m * m + l];
        for (l = k; l < n; l++)
            state[gram_place_q(f, k, l)] = T[k % m * m + l % m];
        if (f->learned)     /* n/m students share teacher k, some one more */
            state[gram_place_v(f, k)] = v0[k % m] / ((n - 1 - k % m) / m + 1);
    }
    free(T);
}
