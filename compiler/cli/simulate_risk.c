/* compiler/cli/simulate_risk.c -- minimisers of drawn data. */
#include "../../runtime/simulate/risk.h"
#include "simulate.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
    const simulate_t *x;
    risk_options_t risk;
    matrix_kind_t matrix;
} work_t;

static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *out,
      amp_message_t *why)
{
    work_t *w = ctx;
    const double *env = w->x->env[point];
    risk_result_t result;
    instance_t s;
    saddle_status_t status
        = instance_new(&s, w->x->model, env, size,
                       instance_samples(w->x->model, env, size), w->matrix, r,
                       why);

    if (status == SADDLE_OK)
        status = risk_run(&result, &s, &w->risk, r, why);
    if (status == SADDLE_OK)
    {
        out[0] = result.overlap;
        out[1] = result.self;
        out[2] = result.training_loss;
        out[3] = result.training_error;
        out[4] = result.test_error;
    }
    instance_clear(&s);
    return status;
}

int
simulate_risk(simulate_t *x, experiment_report_t *r, const options_t *o)
{
    static const char *const measure[] = { "m", "q", "training_loss",
                                           "training_error",
                                           "generalisation_error" };
    work_t w = { .x = x };
    trials_plan_t plan;
    size_t most = 0, m, i;
    int threads, status = experiment_plan(&plan, o, 500, 10);

    if (status != EXIT_DONE)
        return status;
    for (i = 0; i < x->n_points; i++)
    {
        m = instance_samples(x->model, x->env[i], plan.size[0]);
        if (m == 0)
        {
            fprintf(stderr, "saddle simulate: at size %zu the number of "
                            "labels is below 1 or above 2^40\n",
                    plan.size[0]);
            return EXIT_USAGE;
        }
        most = m > most ? m : most;
    }
    status = experiment_fits(o, "simulate",
                             instance_bytes(plan.size[0], most)
                                 + 8.0 * (double) plan.size[0]
                                       * (double) plan.size[0],
                             &threads);
    if (status != EXIT_DONE)
        return status;
    if (o->finite.matrix != NULL && strcmp(o->finite.matrix, "signs") == 0)
        w.matrix = MATRIX_SIGNS;
    else if (o->finite.matrix != NULL
             && strcmp(o->finite.matrix, "gaussian") != 0)
    {
        fprintf(stderr, "saddle simulate: --matrix takes gaussian or signs, "
                        "not '%s'\n", o->finite.matrix);
        return EXIT_USAGE;
    }
    plan.n_points = x->n_points;
    plan.n_measures = r->n_measures = 5;
    for (i = 0; i < 5; i++)
    {
        r->measure[i] = measure[i];
        r->judged[i] = 1;
    }
    r->floor = 1e-9;
    plan.run = trial;
    plan.ctx = &w;
    risk_options_default(&w.risk);
    w.risk.tick = trials_stopped;
    w.risk.ctx = &r->trials;
    status = simulate_predict(x, r, 1);
    /* the shares of wrong answers */
    for (i = 0; i < x->n_points && status == EXIT_DONE
                && x->model->experiment->n_pieces == 0; i++)
        if (!experiment_is_share(r, &plan, i, 3,
                                 (double) instance_samples(x->model, x->env[i],
                                                           plan.size[0]))
            || !experiment_is_share(r, &plan, i, 4, RISK_TEST_PATTERNS))
            status = EXIT_LIMIT;
    return status != EXIT_DONE ? status
                               : experiment_carry_out(r, &plan, threads);
}
