/* runtime/simulate/risk_splitting.c -- alternating directions in graph form
 * (N. Parikh, S. Boyd, Math. Prog. Comp. 6, 2014).
 *
 * Proximal steps of penalty and loss give (u, v); (w, z) is the nearest point
 * with z = F w; the differences accumulate.  The steps leave subgradients
 * s of the penalty at u and t of the loss at v; the objective at u exceeds its
 * minimum by at most
 *
 *     sum loss(F u) - loss(v) - t (F u - v)  +  (s + F^T t).u
 *
 * up to the error s + F^T t of the dual point, which is watched as well.
 */
#include "risk.h"

#include "dense.h"

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK_EVERY 10
#define RELAXATION 1.6

typedef struct
{
    risk_problem_t *p;
    size_t n, m, k;         /* k: the smaller one                          */
    double *factor;         /* of 1 + F^T F, or 1 + F F^T                  */
    double step;            /* of the proximal maps                        */
    double *w, *u, *dw;     /* point, its step, accumulated difference     */
    double *z, *v, *dz;
    double *s, *t, *fu, *a, *b;
} splitting_t;

static int
init(splitting_t *x, risk_problem_t *p)
{
    const instance_t *s = p->s;
    size_t n = s->n, m = s->m, i;
    double *at = calloc(5 * n + 6 * m, sizeof *at);

    *x = (splitting_t){ .p = p, .n = n, .m = m, .k = n < m ? n : m,
                        .step = 1, .w = at };
    x->factor = malloc(x->k * x->k * sizeof *x->factor);
    if (at == NULL || x->factor == NULL)
        return 0;
    x->u = at += n;
    x->dw = at += n;
    x->s = at += n;
    x->a = at += n;
    x->z = at += n;
    x->v = at += m;
    x->dz = at += m;
    x->t = at += m;
    x->fu = at += m;
    x->b = at + m;
    if (n <= m)
        dense_normal(x->factor, s->f, m, n, NULL);
    else
        cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, (int) m, (int) n,
                    1, s->f, (int) n, 0, x->factor, (int) m);
    for (i = 0; i < x->k; i++)
        x->factor[i * x->k + i] += 1;
    return dense_factor(x->factor, x->k);
}

/* (w, z): the point of the graph next to (c, d), which are overwritten. */
static void
project(splitting_t *x, double *c, double *d)
{
    size_t i;

    if (x->n <= x->m)       /* w = (1 + F^T F)^-1 (c + F^T d) */
    {
        risk_product(x->p, 1, d, x->w);
        for (i = 0; i < x->n; i++)
            x->w[i] += c[i];
        dense_solve(x->factor, x->n, x->w);
    }
    else                    /* w = c + F^T (1 + F F^T)^-1 (d - F c) */
    {
        risk_product(x->p, 0, c, x->z);
        for (i = 0; i < x->m; i++)
            d[i] -= x->z[i];
        dense_solve(x->factor, x->m, d);
        risk_product(x->p, 1, d, x->w);
        for (i = 0; i < x->n; i++)
            x->w[i] += c[i];
    }
    risk_product(x->p, 0, x->w, x->z);
}

static int
iterate(splitting_t *x)
{
    const instance_t *q = x->p->s;
    size_t i;

    for (i = 0; i < x->n; i++)
        x->a[i] = x->w[i] - x->dw[i];
    for (i = 0; i < x->m; i++)
        x->b[i] = x->z[i] - x->dz[i];
    if (!risk_prox(x->p, NULL, x->a, x->n, x->step, x->u)
        || !risk_prox(x->p, q->y, x->b, x->m, x->step, x->v))
        return 0;
    for (i = 0; i < x->n; i++)
    {
        x->s[i] = (x->a[i] - x->u[i]) / x->step;
        x->a[i] = RELAXATION * x->u[i] + (1 - RELAXATION) * x->w[i]
                  + x->dw[i];
        x->dw[i] = x->a[i];
    }
    for (i = 0; i < x->m; i++)
    {
        x->t[i] = (x->b[i] - x->v[i]) / x->step;
        x->b[i] = RELAXATION * x->v[i] + (1 - RELAXATION) * x->z[i]
                  + x->dz[i];
        x->dz[i] = x->b[i];
    }
    project(x, x->a, x->b);
    for (i = 0; i < x->n; i++)
        x->dw[i] -= x->w[i];
    for (i = 0; i < x->m; i++)
        x->dz[i] -= x->z[i];
    return 1;
}

/* Distance of v from F u, of s from -F^T t, and the gap, all relative. */
static double
distance(splitting_t *x, double *primal, double *dual)
{
    risk_problem_t *p = x->p;
    double size_v, size_s, gap = 0, objective = 0;
    size_t i;

    memcpy(p->w, x->u, x->n * sizeof *p->w);
    risk_product(p, 0, x->u, x->fu);
    risk_product(p, 1, x->t, x->a);
    size_s = cblas_dnrm2((int) x->n, x->a, 1)
             + cblas_dnrm2((int) x->n, x->s, 1);
    cblas_daxpy((int) x->n, 1, x->s, 1, x->a, 1);
    gap = cblas_ddot((int) x->n, x->a, 1, x->u, 1);
    *dual = cblas_dnrm2((int) x->n, x->a, 1) / (size_s + 1e-12);
    risk_values(p, NULL, x->u, x->n, p->penalty);
    for (i = 0; i < x->n; i++)
        objective += fabs(p->penalty[i]);
    risk_values(p, p->s->y, x->v, x->m, p->loss);
    for (i = 0; i < x->m; i++)
        gap -= p->loss[i] + x->t[i] * (x->fu[i] - x->v[i]);
    risk_values(p, p->s->y, x->fu, x->m, p->loss);
    for (i = 0; i < x->m; i++)
    {
        gap += p->loss[i];
        objective += fabs(p->loss[i]);
    }
    size_v = cblas_dnrm2((int) x->m, x->v, 1)
             + cblas_dnrm2((int) x->m, x->fu, 1);
    cblas_daxpy((int) x->m, -1, x->v, 1, x->fu, 1);
    *primal = cblas_dnrm2((int) x->m, x->fu, 1) / (size_v + 1e-12);
    return fabs(gap) / (objective + 1e-12);
}

/* A step that keeps both distances alike; differences scale along. */
static void
balance(splitting_t *x, double primal, double dual)
{
    double factor = primal > 10 * dual ? 0.5 : dual > 10 * primal ? 2 : 1;

    if (factor == 1 || x->step * factor < 1e-6 || x->step * factor > 1e6)
        return;
    x->step *= factor;
    cblas_dscal((int) x->n, factor, x->dw, 1);
    cblas_dscal((int) x->m, factor, x->dz, 1);
}

saddle_status_t
risk_splitting(risk_problem_t *p, risk_result_t *r, amp_message_t *why)
{
    const risk_options_t *o = p->o;
    double primal = 1, dual = 1, goal = fmax(o->tol, 1e-7);
    saddle_status_t status = SADDLE_LIMIT;
    splitting_t x;
    int k;

    snprintf(why->text, sizeof why->text, "out of memory");
    if (init(&x, p))
        for (k = 1; k <= o->max_iterations; k++)
        {
            if (!iterate(&x))
            {
                snprintf(why->text, sizeof why->text,
                         "a loss or penalty is not finite");
                status = SADDLE_DOMAIN;
                break;
            }
            if (o->tick != NULL && o->tick(o->ctx))
                break;
            if (k % CHECK_EVERY != 0)
                continue;
            r->iterations = k;
            r->gap = distance(&x, &primal, &dual);
            if (primal < goal && dual < goal && r->gap < 10 * goal)
            {
                status = SADDLE_OK;
                break;
            }
            snprintf(why->text, sizeof why->text,
                     "splitting stops at distances %.2g, %.2g and a gap of "
                     "%.2g", primal, dual, r->gap);
            if (k % (5 * CHECK_EVERY) == 0)
                balance(&x, primal, dual);
        }
    free(x.w);
    free(x.factor);
    return status;
}
