/* runtime/simulate/risk.c -- the minimiser, and what it is worth. */
#include "risk.h"

#include "../quadrature/doubles.h"
#include "dense.h"

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef SADDLE_LBFGS
#include <lbfgs.h>
#endif

enum { STEP_TEST = 2 };

void
risk_options_default(risk_options_t *o)
{
    *o = (risk_options_t){ .tol = 1e-8, .max_iterations = 20000 };
}

risk_method_t
risk_method(const saddle_model_t *model)
{
    const saddle_experiment_t *e = model->experiment;

    if (e->allowed != NULL || e->loss_shape == SADDLE_KINKED
        || e->penalty_shape == SADDLE_KINKED)
        return RISK_SPLITTING;
    if (e->loss_shape == SADDLE_QUADRATIC
        && e->penalty_shape == SADDLE_QUADRATIC)
        return RISK_LINEAR;
#ifdef SADDLE_LBFGS
    return RISK_LBFGS;
#else
    return RISK_SPLITTING;
#endif
}

static saddle_status_t
no_memory(amp_message_t *why)
{
    snprintf(why->text, sizeof why->text, "out of memory");
    return SADDLE_LIMIT;
}

/* F^T loss' + penalty' into g; its norm over that of its terms. */
static double
gradient(risk_problem_t *p, double *g)
{
    const instance_t *s = p->s;
    double size;

    risk_product(p, 1, p->loss + s->m, g);
    size = cblas_dnrm2((int) s->n, g, 1)
           + cblas_dnrm2((int) s->n, p->penalty + s->n, 1);
    cblas_daxpy((int) s->n, 1, p->penalty + s->n, 1, g, 1);
    return cblas_dnrm2((int) s->n, g, 1) / (size + 1e-300);
}

/* ---- one linear system -------------------------------------------------- */

static saddle_status_t
solve_linear(risk_problem_t *p, risk_result_t *r, amp_message_t *why)
{
    const instance_t *s = p->s;
    double *h = malloc(s->n * s->n * sizeof *h);
    double *g = malloc(s->n * sizeof *g);
    saddle_status_t status = SADDLE_OK;
    size_t i;

    if (h == NULL || g == NULL)
        status = no_memory(why);
    else if (isnan(risk_objective(p))
             || !dense_normal(h, s->f, s->m, s->n, p->loss + 2 * s->m))
        status = no_memory(why);
    else
    {
        gradient(p, g);
        for (i = 0; i < s->n; i++)
            h[i * s->n + i] += p->penalty[2 * s->n + i];
        if (dense_factor(h, s->n))
        {
            dense_solve(h, s->n, g);
            cblas_daxpy((int) s->n, -1, g, 1, p->w, 1);
            risk_objective(p);
            r->gap = gradient(p, g);
            r->iterations = 1;
        }
        else
        {
            snprintf(why->text, sizeof why->text,
                     "the minimiser is not unique: the normal equations are "
                     "singular");
            status = SADDLE_DOMAIN;
        }
    }
    free(h);
    free(g);
    return status;
}

/* ---- L-BFGS ------------------------------------------------------------- */

#ifdef SADDLE_LBFGS
static lbfgsfloatval_t
evaluate(void *ctx, const lbfgsfloatval_t *w, lbfgsfloatval_t *g, int n,
         lbfgsfloatval_t step)
{
    risk_problem_t *p = ctx;
    double value;

    (void) step;
    memcpy(p->w, w, (size_t) n * sizeof *w);
    value = risk_objective(p);
    if (isnan(value))
        value = INFINITY;
    gradient(p, g);
    return value;
}

static int
stop(void *ctx, const lbfgsfloatval_t *w, const lbfgsfloatval_t *g,
     lbfgsfloatval_t value, lbfgsfloatval_t w_norm, lbfgsfloatval_t g_norm,
     lbfgsfloatval_t step, int n, int k, int evaluations)
{
    risk_problem_t *p = ctx;

    (void) w;
    (void) g;
    (void) value;
    (void) w_norm;
    (void) g_norm;
    (void) step;
    (void) n;
    (void) k;
    (void) evaluations;
    return p->o->tick != NULL && p->o->tick(p->o->ctx);
}

static saddle_status_t
solve_lbfgs(risk_problem_t *p, risk_result_t *r, amp_message_t *why)
{
    const instance_t *s = p->s;
    lbfgsfloatval_t *w = lbfgs_malloc((int) s->n), value;
    double *g = malloc(s->n * sizeof *g);
    lbfgs_parameter_t o;
    int end;

    lbfgs_parameter_init(&o);
    o.epsilon = p->o->tol;
    o.m = 8;
    o.max_iterations = p->o->max_iterations;
    o.max_linesearch = 60;
    if (w == NULL || g == NULL)
    {
        free(g);
        return no_memory(why);
    }
    memset(w, 0, s->n * sizeof *w);
    end = lbfgs((int) s->n, w, &value, evaluate, stop, p, &o);
    memcpy(p->w, w, s->n * sizeof *w);
    lbfgs_free(w);
    risk_objective(p);
    r->gap = gradient(p, g);
    free(g);
    /* rounding may end the search just before the goal */
    if (end == LBFGS_SUCCESS || end == LBFGS_ALREADY_MINIMIZED
        || r->gap < 1e-6)
        return SADDLE_OK;
    snprintf(why->text, sizeof why->text,
             "L-BFGS ends at a gradient of %.2g: %s", r->gap,
             end == LBFGSERR_MAXIMUMITERATION
                 ? "too many iterations" : "the line search fails");
    return SADDLE_LIMIT;
}
#endif

/* ---- what it is worth --------------------------------------------------- */

/* Share of labels that the prediction misses, or the mean square for real
   labels; NAN when nothing is predicted. */
static double
error_of(const instance_t *s, const double *y, const double *z, size_t n)
{
    const saddle_experiment_t *e = s->model->experiment;
    const double *in[1] = { z };
    double *guess, sum = 0;
    size_t i;

    if (e->predict == NULL)
        return NAN;
    guess = malloc(n * sizeof *guess);
    if (guess == NULL
        || quad_map(e->predict, n, in, s->env, 1e-9, guess) != SADDLE_OK)
    {
        free(guess);
        return NAN;
    }
    for (i = 0; i < n; i++)
        sum += e->n_pieces > 0 ? (y[i] - guess[i]) * (y[i] - guess[i])
                               : fabs(y[i] - guess[i])
                                     > 1e-9 * (1 + fabs(y[i]));
    free(guess);
    return sum / (double) n;
}

/* Fresh fields (z0, z) are Gaussian with the overlaps of this w and w0. */
static double
test_error(const instance_t *s, const risk_result_t *r, random_t stream)
{
    const size_t n = RISK_TEST_PATTERNS;
    double *x = malloc(3 * n * sizeof *x), *z0 = x, *z = x + n, *y = x + 2 * n;
    double rho = cblas_ddot((int) s->n, s->w, 1, s->w, 1) / (double) s->n;
    double along = r->overlap / rho, rest, result = NAN;
    size_t i;

    if (x == NULL)
        return NAN;
    rest = sqrt(fmax(0, r->self - along * r->overlap));
    random_normal(z0, n, stream, 1, STEP_TEST);
    random_normal(z, n, stream, 2, STEP_TEST);
    for (i = 0; i < n; i++)
    {
        z0[i] *= sqrt(rho);
        z[i] = along * z0[i] + rest * z[i];
    }
    if (instance_labels(s->model, s->env, stream, STEP_TEST, n, z0, y)
        == SADDLE_OK)
        result = error_of(s, y, z, n);
    free(x);
    return result;
}

static void
measure(risk_result_t *r, risk_problem_t *p, random_t stream)
{
    const instance_t *s = p->s;
    double n = (double) s->n;
    size_t i;

    risk_objective(p);
    r->overlap = cblas_ddot((int) s->n, p->w, 1, s->w, 1) / n;
    r->self = cblas_ddot((int) s->n, p->w, 1, p->w, 1) / n;
    r->training_loss = 0;
    for (i = 0; i < s->m; i++)
        r->training_loss += p->loss[i] / (double) s->m;
    r->training_error = error_of(s, s->y, p->z, s->m);
    r->test_error = test_error(s, r, stream);
}

static double
seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + 1e-9 * (double) t.tv_nsec;
}

saddle_status_t
risk_run(risk_result_t *r, const instance_t *s, const risk_options_t *o,
        random_t stream, amp_message_t *why)
{
    double begin = seconds();
    saddle_status_t status;
    risk_problem_t p;

    memset(r, 0, sizeof *r);
    if (!risk_problem_init(&p, s, o))
        return no_memory(why);
    r->method = risk_method(s->model);
    if (r->method == RISK_LINEAR)
        status = solve_linear(&p, r, why);
#ifdef SADDLE_LBFGS
    else if (r->method == RISK_LBFGS)
        status = solve_lbfgs(&p, r, why);
#endif
    else
        status = risk_splitting(&p, r, why);
    r->seconds = seconds() - begin;
    r->product_seconds = p.product_seconds;
    if (status == SADDLE_OK)
        measure(r, &p, stream);
    if (status == SADDLE_OK && !isfinite(r->self))
    {
        snprintf(why->text, sizeof why->text, "the minimum is not finite");
        status = SADDLE_DOMAIN;
    }
    risk_problem_clear(&p);
    return status;
}
