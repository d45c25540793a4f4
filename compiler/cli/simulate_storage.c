/* compiler/cli/simulate_storage.c -- how many patterns finite systems store. */
#include "../../runtime/quadrature/doubles.h"
#include "../../runtime/simulate/storage.h"
#include "../../runtime/solve/solve.h"
#include "simulate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ENDS 64

typedef struct
{
    const simulate_t *x;
    size_t *most;           /* patterns of each point, for the first size  */
} work_t;

/* Fields: satisfiable, entropy for each weight, patterns stored for each
   weight (with more patterns than the point has). */
static saddle_status_t
count(const work_t *w, size_t point, size_t n, random_t r, double *out,
      amp_message_t *why)
{
    const saddle_model_t *model = w->x->model;
    const saddle_experiment_t *e = model->experiment;
    const double *env = w->x->env[point];
    size_t m = instance_samples(model, env, n), p, all = 4 * m + 4 * n + 8;
    double *solutions, value[2], ends[MAX_ENDS];
    saddle_status_t status;

    if (all > 40 * n)
        all = m + 1 > 40 * n ? m + 1 : 40 * n;
    solutions = malloc((all + 1) * sizeof *solutions);
    if (solutions == NULL)
        return SADDLE_LIMIT;
    quad_approx(e->values, env, 1e-10, value, NULL);
    quad_approx(e->intervals, env, 1e-10, ends, NULL);
    status = storage_count(solutions, value, ends, e->n_intervals, n, all, r,
                           trials_stopped, (void *) w->x->report_trials);
    if (status == SADDLE_OK)
    {
        out[0] = solutions[m] > 0;
        out[1] = log(solutions[m]) / (double) n;
        for (p = 0; p < all && solutions[p + 1] > 0; p++)
            ;
        out[2] = (double) p / (double) n;
    }
    else
        snprintf(why->text, sizeof why->text, "out of memory, or stopped");
    free(solutions);
    return status;
}

static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *out,
      amp_message_t *why)
{
    work_t *w = ctx;
    size_t m;
    int answer;

    if (!w->x->model->experiment->sphere)
        return count(w, point, size, r, out, why);
    m = instance_samples(w->x->model, w->x->env[point], size);
    answer = storage_separable(size, m, r);
    out[0] = answer;
    if (answer >= 0)
        return SADDLE_OK;
    snprintf(why->text, sizeof why->text,
             "the linear program was not decided (is Clp there?)");
    return SADDLE_LIMIT;
}

static int
refuse(const char *why)
{
    fprintf(stderr, "saddle simulate: %s\n", why);
    return EXIT_REFUSED;
}

/* Spheres: one half-line from zero. */
static int
is_half_space(const simulate_t *x)
{
    const saddle_experiment_t *e = x->model->experiment;
    double ends[MAX_ENDS];
    size_t i;

    for (i = 0; i < x->n_points; i++)
    {
        quad_approx(e->intervals, x->env[i], 1e-10, ends, NULL);
        if (e->n_intervals != 1
            || !((ends[0] == 0 && ends[1] == INFINITY)
                 || (ends[1] == 0 && ends[0] == -INFINITY)))
            return 0;
    }
    return 1;
}

/* The first threshold of the model at these parameters; NAN for none. */
static double
capacity(const simulate_t *x, size_t point)
{
    const saddle_model_t *m = x->model;
    solve_options_t options;
    solve_result_t found;
    double range[2], result = NAN;
    const char *why;
    int k;

    solve_options_default(&options);
    for (k = 0; k < m->n_systems; k++)
    {
        const saddle_system_t *s = m->system[k];

        if (s->kind != SADDLE_THRESHOLD || s->range == NULL)
            continue;
        memset(&found, 0, sizeof found);
        if (quad_approx(s->range, x->env[point], 1e-10, range, NULL)
                == SADDLE_OK
            && solve_threshold(&found, 1, m, s->name,
                               x->env[point] + m->n_orders, NULL, range[0],
                               range[1], &options, &why) == 1)
            result = found.env[s->unknown[s->n - 1]];
        solve_result_clear(&found);
        break;
    }
    return result;
}

/* Cover's count for the sphere; entropy and capacity for two values. */
static int
predict(simulate_t *x, experiment_report_t *r, size_t n)
{
    size_t i;
    mpq_t p;
    int status = simulate_predict(x, r, 1);

    if (status != EXIT_DONE)
        return status;
    mpq_init(p);
    for (i = 0; i < x->n_points; i++)
        if (x->model->experiment->sphere)
        {
            storage_cover(p, n, instance_samples(x->model, x->env[i], n));
            r->predicted[i] = mpq_get_d(p);
        }
        else
            r->predicted[3 * i + 2] = capacity(x, i);
    mpq_clear(p);
    return EXIT_DONE;
}

/* From sizes n and n' the capacity at 1/N = 0, linearly. */
static void
extrapolate(const experiment_report_t *r)
{
    const trials_plan_t *p = &r->trials.plan;
    double a, b, ratio = (double) p->size[0] / (double) p->size[1];
    size_t i;

    if (r->o->json || p->n_sizes < 2 || p->n_measures < 3)
        return;
    for (i = 0; i < p->n_points; i++)
    {
        a = trials_mean(&r->trials, i, 0, 0, 2);
        b = trials_mean(&r->trials, i, 1, 0, 2);
        printf("capacity: %.4f at N = %zu, %.4f at N = %zu, %.4f "
               "extrapolated in 1/N\n", a, p->size[0], b, p->size[1],
               a + (a - b) / (ratio - 1));
    }
}

int
simulate_storage(simulate_t *x, experiment_report_t *r, const options_t *o)
{
    static const char *const measure[] = { "satisfiable", "entropy",
                                           "capacity" };
    const saddle_experiment_t *e = x->model->experiment;
    work_t w = { .x = x };
    trials_plan_t plan;
    int threads, k, status = experiment_plan(&plan, o, e->sphere ? 40 : 20,
                                             200);

    if (status != EXIT_DONE)
        return status;
    if (e->sphere && !is_half_space(x))
        return refuse("on the sphere only 'require z >= 0' is a linear "
                      "program");
    if (!e->sphere && e->n_values != 2)
        return refuse("only weights of two values are enumerated");
    if (!e->sphere && plan.size[0] > STORAGE_MAX_WEIGHTS)
        return refuse("more than 30 weights cannot be enumerated; choose a "
                      "smaller --size");
    status = experiment_fits(o, "simulate",
                             8e3 * (double) plan.size[0]
                                 * (double) plan.size[0], &threads);
    if (status != EXIT_DONE)
        return status;
    plan.n_points = x->n_points;
    plan.n_measures = r->n_measures = e->sphere ? 1 : 3;
    plan.n_sizes = !e->sphere && plan.size[0] >= 9 ? 2 : 1;
    plan.size[1] = (2 * plan.size[0] / 3) | 1;  /* odd: no ties of +-1 */
    for (k = 0; k < (int) plan.n_measures; k++)
    {
        r->measure[k] = measure[k];
        r->judged[k] = e->sphere || k == 1;
    }
    r->floor = 1e-9;
    plan.run = trial;
    plan.ctx = &w;
    x->report_trials = &r->trials;
    status = predict(x, r, plan.size[0]);
    if (status != EXIT_DONE)
        return status;
    status = experiment_carry_out(r, &plan, threads);
    extrapolate(r);
    return status;
}
