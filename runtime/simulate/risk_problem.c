/* runtime/simulate/risk_problem.c -- objective, products, proximal maps. */
#include "risk.h"

#include "../amp/prox.h"
#include "../quadrature/doubles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TOL 1e-10

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

int
risk_problem_init(risk_problem_t *p, const instance_t *s,
                 const risk_options_t *o)
{
    const saddle_map_t *allowed = s->model->experiment->allowed;
    double *at = calloc(4 * s->n + 6 * s->m, sizeof *at);
    const double *in[1] = { s->y };

    memset(p, 0, sizeof *p);
    p->s = s;
    p->o = o;
    p->w = at;
    if (at == NULL)
        return 0;
    p->penalty = at += s->n;
    p->z = at += 3 * s->n;
    p->loss = at += s->m;
    at += 3 * s->m;
    if (allowed == NULL)
        return 1;
    p->lo = at;
    p->hi = at + s->m;
    quad_map(allowed, s->m, in, s->env, TOL, at);
    return 1;
}

void
risk_problem_clear(risk_problem_t *p)
{
    free(p->w);
    memset(p, 0, sizeof *p);
}

void
risk_product(risk_problem_t *p, int transposed, const double *x, double *y)
{
    double begin = now();

    instance_product(p->s, transposed, x, y);
    p->product_seconds += now() - begin;
}

int
risk_values(const risk_problem_t *p, const double *y, const double *x, size_t n,
           double *out)
{
    const saddle_experiment_t *e = p->s->model->experiment;
    const double *both[2] = { y, x }, *one[1] = { x };

    if (y != NULL && e->loss == NULL)
    {
        memset(out, 0, 3 * n * sizeof *out);
        return 1;
    }
    return quad_map(y != NULL ? e->loss : e->penalty, n,
                    y != NULL ? both : one, p->s->env, TOL, out)
           == SADDLE_OK;
}

double
risk_objective(risk_problem_t *p)
{
    const instance_t *s = p->s;
    double sum = 0;
    size_t i;

    risk_product(p, 0, p->w, p->z);
    if (!risk_values(p, s->y, p->z, s->m, p->loss)
        || !risk_values(p, NULL, p->w, s->n, p->penalty))
        return NAN;
    for (i = 0; i < s->m; i++)
        sum += p->loss[i];
    for (i = 0; i < s->n; i++)
        sum += p->penalty[i];
    return sum;
}

int
risk_prox(const risk_problem_t *p, const double *y, const double *x, size_t n,
         double v, double *out)
{
    const saddle_experiment_t *e = p->s->model->experiment;
    double *variance = malloc((n + 1) * sizeof *variance);
    size_t i;
    int ok = variance != NULL;

    for (i = 0; ok && i < n; i++)
        variance[i] = v;
    ok = ok && prox_run(y != NULL ? e->loss : e->penalty, p->s->env, y, x,
                        variance, n, y != NULL ? p->lo : NULL, p->hi, out,
                        NULL);
    free(variance);
    return ok;
}
