/* compiler/cli/rbm_loglik.c -- `saddle rbm loglik`: ln Z and likelihoods. */
#include "../../runtime/rbm/ais.h"
#include "../../runtime/rbm/exact.h"
#include "../../runtime/rbm/landscape.h"
#include "../../runtime/rbm/likelihood.h"
#include "output.h"
#include "rbm_common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STARTS 50              /* random starts of mean field               */

typedef struct
{
    const char *name;
    double log_z, error;       /* NaN: unknown                              */
    const char *note;
} estimate_t;

typedef struct
{
    job_t job;
    estimate_t estimate[5];
    int n;
    double free_energy;        /* mean over the data                        */
    double pseudo;
    char *lower, *upper;       /* of a proven ln Z                          */
} work_t;

static void
add(work_t *w, const char *name, double log_z, double error, const char *note)
{
    estimate_t e = { name, log_z, error, note };

    w->estimate[w->n++] = e;
}

static rbm_status_t
exact(work_t *w)
{
    job_t *j = &w->job;
    double log_z = NAN;
    rbm_status_t status = RBM_OK;
    arb_t ball;
    long digits = count_or(j->o->digits, 30);

    if (exact_size(&j->rbm) > EXACT_MOST)
        return RBM_OK;
    if (j->o->certify && j->rbm.law == NULL)
    {
        arb_init(ball);
        status = exact_log_z_ball(ball, &j->rbm, (slong) (digits * 3.33) + 40,
                                  progress_tick, NULL, &j->message);
        if (status == RBM_OK)
        {
            w->lower = decimal_lower(ball, digits);
            w->upper = decimal_upper(ball, digits);
        }
        arb_clear(ball);
    }
    if (status == RBM_OK)
        status = exact_log_z(&log_z, &j->rbm, j->crew, progress_tick, NULL,
                             &j->message);
    if (status == RBM_OK)
        add(w, "exact", log_z, NAN, "enumeration of one layer");
    return status;
}

static rbm_status_t
sampled(work_t *w)
{
    job_t *j = &w->job;
    ais_t a;
    rbm_status_t status
        = ais_log_z(&a, &j->rbm, NULL, (int) count_or(j->o->rbm.chains, 500),
                    (int) count_or(j->o->rbm.betas, 1000), j->seed, j->crew,
                    progress_tick, NULL, &j->message);

    if (status == RBM_OK)
        add(w, "ais", a.log_z, a.error, "annealed importance sampling");
    return status;
}

/* Best fixed point from random starts and patterns. */
static rbm_status_t
mean_field(work_t *w, int order, const double *pattern, int n)
{
    static const char *const name[] = { "", "naive", "tap2", "tap3" };
    job_t *j = &w->job;
    landscape_options_t o;
    landscape_t l;
    rbm_status_t status;

    landscape_options_default(&o);
    o.order = order;
    o.random = STARTS;
    o.pattern = pattern;
    o.n_patterns = n < STARTS ? n : STARTS;
    o.seed = j->seed;
    o.tol = 1e-8;
    o.limit = 2000;
    status = landscape_find(&l, &j->rbm, &o, j->crew, progress_tick, NULL,
                            &j->message);
    if (status == RBM_OK)
        add(w, name[order], l.n > 0 ? l.log_z[0] : NAN, NAN,
            l.n > 0 ? "best fixed point found" : "no start settled");
    landscape_clear(&l);
    return status;
}

static rbm_status_t
look_at_data(work_t *w, double **pattern, int *n)
{
    job_t *j = &w->job;

    w->free_energy = w->pseudo = NAN;
    *n = j->data.n;
    if (j->o->rbm.patterns > 0 && j->o->rbm.patterns < *n)
        *n = (int) j->o->rbm.patterns;
    if (*n == 0)
        return RBM_OK;
    *pattern = job_rows(j, 0, *n);
    if (*pattern == NULL)
        return RBM_NO_MEMORY;
    w->free_energy = likelihood_mean_free_energy(&j->rbm, *pattern, *n,
                                                 j->crew);
    w->pseudo = likelihood_pseudo(&j->rbm, *pattern, *n, j->crew);
    return RBM_OK;
}

/* ---- telling ----------------------------------------------------------------------- */

static void
print_text(const work_t *w)
{
    int k, data = !isnan(w->free_energy);

    printf("%-6s %18s%s\n", "", "ln Z", data ? "     log-likelihood" : "");
    for (k = 0; k < w->n; k++)
    {
        const estimate_t *e = w->estimate + k;

        printf("%-6s %18.12g", e->name, e->log_z);
        if (data)
            printf(" %18.12g", -w->free_energy - e->log_z);
        if (!isnan(e->error))
            printf("  +- %.2g", e->error);
        printf("  (%s)\n", e->note);
    }
    if (w->lower != NULL)
        printf("proven %s <= ln Z\n       %s >= ln Z\n", w->lower, w->upper);
    if (data)
        printf("pseudo-likelihood %.12g (per pattern)\n", w->pseudo);
}

static void
print_json(const work_t *w)
{
    json_t *root = json_object(), *list = json_object();
    int k;

    for (k = 0; k < w->n; k++)
    {
        const estimate_t *e = w->estimate + k;
        json_t *one = json_object();

        json_object_set_new(one, "log_z", json_number(e->log_z));
        json_object_set_new(one, "error", json_number(e->error));
        json_object_set_new(one, "log_likelihood",
                            json_number(-w->free_energy - e->log_z));
        json_object_set_new(list, e->name, one);
    }
    json_object_set_new(root, "estimates", list);
    json_object_set_new(root, "pseudo_likelihood", json_number(w->pseudo));
    if (w->lower != NULL)
        json_object_set_new(root, "log_z_enclosure",
                            json_pack("[s, s]", w->lower, w->upper));
    json_emit(root);
}

int
run_rbm_loglik(const options_t *o)
{
    work_t w;
    double *pattern = NULL;
    int status, n = 0, order;
    rbm_status_t ended;

    memset(&w, 0, sizeof w);
    status = job_open(&w.job, o, 1, 1);
    if (status == EXIT_DONE)
    {
        ended = look_at_data(&w, &pattern, &n);
        if (ended == RBM_OK)
            ended = exact(&w);
        if (ended == RBM_OK)
            ended = sampled(&w);
        for (order = 1; ended == RBM_OK
             && order <= (w.job.rbm.law != NULL ? 2 : 3); order++)
            ended = mean_field(&w, order, pattern, n);
        status = job_end(&w.job, ended);
    }
    if (status == EXIT_DONE)
        (o->json ? print_json : print_text)(&w);
    free(w.lower);
    free(w.upper);
    free(pattern);
    job_clear(&w.job);
    return status;
}
