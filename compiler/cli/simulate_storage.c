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

/* Fields: satisfiable, patterns stored for each weight. */
static saddle_status_t
store(const work_t *w, size_t point, size_t n, random_t r, double *out,
      amp_message_t *why)
{
    const double *env = w->x->env[point];
    size_t m = instance_samples(w->x->model, env, n), stored;
    size_t most = 4 * m + 8 * n < 40 * n ? 4 * m + 8 * n : 40 * n;
    storage_answer_t answer;
    double ends[2];

    quad_approx(w->x->model->experiment->intervals, env, 1e-10, ends, NULL);
    answer = storage_sphere(n, m, ends[0], ends[1], most > m ? most : m,
                            &stored, r);
    out[0] = answer == STORAGE_YES;
    out[1] = (double) stored / (double) n;
    if (answer != STORAGE_UNDECIDED)
        return SADDLE_OK;
    snprintf(why->text, sizeof why->text,
             "whether the patterns can be stored was not decided (is Clp "
             "there?)");
    return SADDLE_LIMIT;
}

static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *out,
      amp_message_t *why)
{
    work_t *w = ctx;

    if (w->x->model->experiment->sphere)
        return store(w, point, size, r, out, why);
    return count(w, point, size, r, out, why);
}

static int
refuse(const char *why)
{
    fprintf(stderr, "saddle simulate: %s\n", why);
    return 0;
}

/* What the answers on a sphere are, over all points. */
typedef struct
{
    int one;                /* each pattern leaves one interval            */
    int cones;              /* half-lines from 0                           */
    int decided;            /* and half-lines without 0                    */
} sphere_t;

static sphere_t
sphere_of(const simulate_t *x)
{
    const saddle_experiment_t *e = x->model->experiment;
    sphere_t s = { e->n_intervals == 1, 1, 1 };
    double ends[MAX_ENDS];
    size_t i;

    for (i = 0; i < x->n_points; i++)
    {
        quad_approx(e->intervals, x->env[i], 1e-10, ends, NULL);
        s.decided &= (ends[0] >= 0 && isinf(ends[1]))
                     || (ends[1] <= 0 && isinf(ends[0]));
        s.cones &= (ends[0] == 0 && isinf(ends[1]))
                   || (ends[1] == 0 && isinf(ends[0]));
    }
    return s;
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

/* The capacity, which comes last; entropy for two values; Cover's count for
   half-spaces. */
static int
predict(simulate_t *x, experiment_report_t *r, const trials_plan_t *plan,
        int cover)
{
    size_t n = plan->size[0], i, last = r->n_measures - 1;
    mpq_t p;
    int status = simulate_predict(x, r, 1);

    if (status != EXIT_DONE)
        return status;
    mpq_init(p);
    for (i = 0; i < x->n_points; i++)
    {
        r->predicted[i * r->n_measures + last] = capacity(x, i);
        if (!cover)
            continue;
        storage_cover(p, n, instance_samples(x->model, x->env[i], n));
        r->predicted[i * r->n_measures] = mpq_get_d(p);
        if (!experiment_is_share(r, plan, i, 0, 1))
            status = EXIT_LIMIT;
    }
    mpq_clear(p);
    return status;
}

/* From sizes n and n' the capacity at 1/N = 0, linearly. */
static void
extrapolate(const experiment_report_t *r)
{
    const trials_plan_t *p = &r->trials.plan;
    double ratio = (double) p->size[0] / (double) p->size[1] - 1;
    size_t i, last = p->n_measures - 1;

    if (r->o->json || p->n_sizes < 2)
        return;
    for (i = 0; i < p->n_points; i++)
    {
        trials_summary_t a = trials_moments(&r->trials, i, 0, 0, last);
        trials_summary_t b = trials_moments(&r->trials, i, 1, 0, last);

        printf("capacity: %.4f at N = %zu, %.4f at N = %zu, %.4f +/- %.2g "
               "extrapolated in 1/N\n", a.mean, p->size[0], b.mean,
               p->size[1], a.mean + (a.mean - b.mean) / ratio,
               hypot(a.error * (1 + 1 / ratio), b.error / ratio));
    }
}

/* 0 with a message when it cannot be done. */
static int
is_possible(const simulate_t *x, const trials_plan_t *plan,
            const sphere_t *sphere)
{
    const saddle_experiment_t *e = x->model->experiment;

    if (e->sphere && !sphere->one)
        return refuse("on the sphere a pattern may leave the field one "
                      "interval only: what is left then is convex");
    if (!e->sphere && e->n_values != 2)
        return refuse("only weights of two values are enumerated");
    if (!e->sphere && plan->size[0] > STORAGE_MAX_WEIGHTS)
        return refuse("more than 30 weights cannot be enumerated; choose a "
                      "smaller --size");
    return 1;
}

/* Measures, sizes, and which of them are judged. */
static void
set_measures(experiment_report_t *r, trials_plan_t *plan, int on_sphere,
             const sphere_t *sphere)
{
    static const char *const counted[] = { "satisfiable", "entropy",
                                           "capacity" };
    static const char *const decided[] = { "satisfiable", "capacity" };
    size_t k;

    plan->n_measures = r->n_measures = on_sphere ? 2 : 3;
    for (k = 0; k < r->n_measures; k++)
        r->measure[k] = on_sphere ? decided[k] : counted[k];
    plan->n_sizes = plan->size[0] >= 9 ? 2 : 1;
    plan->size[1] = on_sphere ? plan->size[0] / 2
                              : (2 * plan->size[0] / 3) | 1;
    plan->exponent[0] = INFINITY;       /* odd: no ties of +-1 */
    if (!on_sphere)
        r->judged[1] = 1;
    else
    {
        r->judged[0] = sphere->cones;
        r->judged[1] = sphere->decided;
        if (!sphere->decided)
            r->note = "satisfiable and capacity are lower bounds: what local "
                      "search finds; they are not judged";
    }
}

int
simulate_storage(simulate_t *x, experiment_report_t *r, const options_t *o)
{
    const saddle_experiment_t *e = x->model->experiment;
    sphere_t sphere = sphere_of(x);
    work_t w = { .x = x };
    trials_plan_t plan;
    int threads, status = experiment_plan(&plan, o, e->sphere ? 40 : 20,
                                          e->sphere ? 100 : 200);

    if (status != EXIT_DONE)
        return status;
    if (!is_possible(x, &plan, &sphere))
        return EXIT_REFUSED;
    status = experiment_fits(o, "simulate",
                             1e3 * (double) plan.size[0]
                                 * (double) plan.size[0], &threads);
    if (status != EXIT_DONE)
        return status;
    plan.n_points = x->n_points;
    set_measures(r, &plan, e->sphere, &sphere);
    r->floor = 1e-9;
    plan.run = trial;
    plan.ctx = &w;
    x->report_trials = &r->trials;
    status = predict(x, r, &plan, e->sphere && sphere.cones);
    if (status != EXIT_DONE)
        return status;
    status = experiment_carry_out(r, &plan, threads);
    extrapolate(r);
    return status;
}
