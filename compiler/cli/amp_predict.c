/* compiler/cli/amp_predict.c -- the state evolution of `saddle amp`. */
#include "amp.h"

#include <math.h>
#include <stdlib.h>

#define MOST_ITERATIONS 1000
#define AT_REST 1e-7        /* of state evolution, times E w0^2            */

/* ctx: the share of the points that is done. */
static int
tick(void *ctx)
{
    return progress_tick(NULL, "state evolution", *(double *) ctx);
}

static double
evolve(const amp_t *a, size_t index, gamp_point_t *out, double gain,
       amp_message_t *why)
{
    const saddle_model_t *model = a->x.model;
    const amp_point_t *p = a->point + index;
    double done = (double) index / (double) a->x.n_points;
    gamp_options_t o = p->gamp;

    o.tick = tick;
    o.ctx = &done;
    if (a->hadamard)
        return vamp_evolution(out, model, p->env,
                              (double) instance_samples(model, p->env, 1 << 20)
                                  / (1 << 20),
                              p->delta, &o, why);
    return gamp_evolution(out, model, p->env, &o, gain, why);
}

static double
change(const gamp_point_t *p, int t)
{
    return fmax(fabs(p[t].overlap - p[t - 1].overlap),
                fabs(p[t].self - p[t - 1].self));
}

/* Iterations until state evolution rests, and half as many more. */
static void
choose_iterations(amp_point_t *p)
{
    int t;

    for (t = 1; t < p->gamp.iterations; t++)
        if (change(p->predicted, t) < AT_REST * p->rho)
            break;
    t = t + t / 2 + 2;
    if (t < p->gamp.iterations)
        p->gamp.iterations = t;
}

/* Says so once when the start is a fixed point because of a symmetry. */
static void
warn_symmetry(const amp_point_t *p, int *warned)
{
    if (*warned || p->gamp.iterations < 1
        || change(p->predicted, 1) >= 1e-14 * p->rho)
        return;
    fprintf(stderr, "saddle amp: the start is a fixed point by symmetry; "
                    "--from 0.1 begins with a small signal\n");
    *warned = 1;
}

int
amp_predict(amp_t *a, const options_t *o)
{
    long given = o->finite.iterations;
    double done = 1;
    int warned = 0;
    amp_message_t why;
    size_t i;

    for (i = 0; i < a->x.n_points; i++)
    {
        amp_point_t *p = a->point + i;

        p->gamp.iterations = given > 0 && given < 100000 ? (int) given
                                                         : MOST_ITERATIONS;
        p->predicted = malloc(((size_t) p->gamp.iterations + 1)
                              * sizeof *p->predicted);
        if (p->predicted == NULL)
            return EXIT_LIMIT;
        p->rho = evolve(a, i, p->predicted, 1, &why);
        if (isnan(p->rho))
        {
            fprintf(stderr, "saddle amp: %s\n", why.text);
            return tick(&done) ? EXIT_LIMIT : EXIT_REFUSED;
        }
        warn_symmetry(p, &warned);
        if (given <= 0)
            choose_iterations(p);
    }
    return EXIT_DONE;
}

/* ---- the sequences ------------------------------------------------------ */

/* {coordinates, "overlap": [..], ..} */
static json_t *
json_sequence(const amp_t *a, size_t index)
{
    const amp_point_t *p = a->point + index;
    const experiment_report_t *r = &a->report;
    json_t *o = json_object(), *list[4];
    size_t k;
    int t;

    for (k = 0; k < r->n_names; k++)
        json_object_set_new(o, r->name[k],
                            json_number(r->point[index * r->n_names + k]));
    for (k = 0; k < 4; k++)
        list[k] = json_array();
    for (t = 0; t <= p->gamp.iterations; t++)
    {
        json_array_append_new(list[0], json_number(p->predicted[t].overlap));
        json_array_append_new(list[1], json_number(p->predicted[t].self));
        json_array_append_new(list[2], json_number(p->predicted[t].variance));
        json_array_append_new(list[3], json_number(p->predicted[t].mse));
    }
    json_object_set_new(o, "overlap", list[0]);
    json_object_set_new(o, "self_overlap", list[1]);
    json_object_set_new(o, "variance", list[2]);
    json_object_set_new(o, "mse", list[3]);
    json_object_set_new(o, "second_moment", json_number(p->rho));
    return o;
}

static void
print_sequence(const amp_t *a, size_t index)
{
    const amp_point_t *p = a->point + index;
    const experiment_report_t *r = &a->report;
    size_t k;
    int t;

    putchar('\n');
    for (k = 0; k < r->n_names; k++)
        printf("%s%s = %.10g%s", k == 0 ? "  " : ", ", r->name[k],
               r->point[index * r->n_names + k],
               k + 1 == r->n_names ? "\n" : "");
    printf("%10s %16s %16s %16s %16s\n", "iteration", "overlap",
           "self_overlap", "variance", "mse");
    for (t = 0; t <= p->gamp.iterations; t++)
        printf("%10d %16.12g %16.12g %16.10g %16.10g\n", t,
               p->predicted[t].overlap, p->predicted[t].self,
               p->predicted[t].variance, p->predicted[t].mse);
}

int
amp_print_evolution(const amp_t *a, const options_t *o)
{
    json_t *all, *list;
    size_t i;

    if (!o->json)
    {
        printf("%s: state evolution\n  %s\n", a->report.title,
               a->report.setting);
        for (i = 0; i < a->x.n_points; i++)
            print_sequence(a, i);
        return EXIT_DONE;
    }
    all = json_pack("{ss ss}", "name", a->report.title, "setting",
                    a->report.setting);
    if (a->x.n_points == 1)
    {
        list = json_sequence(a, 0);
        json_object_update(all, list);
        json_decref(list);
    }
    else
    {
        list = json_array();
        for (i = 0; i < a->x.n_points; i++)
            json_array_append_new(list, json_sequence(a, i));
        json_object_set_new(all, "points", list);
    }
    json_emit(all);
    return EXIT_DONE;
}

/* ---- predictions of the report ------------------------------------------ */

static double
value(const gamp_point_t *p, int measure)
{
    return measure == 0 ? p->overlap : measure == 1 ? p->self : p->mse;
}

/*
 * How far fluctuations move the mean: M labels carry 1 +- 1/sqrt(N) of what
 * they should, and half the second difference of the prediction in that factor
 * is the bias.  It is small but near a fold.
 */
static int
fill(const amp_t *a, size_t index, const trials_plan_t *plan,
     double *predicted, double *spread)
{
    const amp_point_t *p = a->point + index;
    int last = p->gamp.iterations, first = plan->n_rows == 1 ? last : 0, t, k;
    gamp_point_t *more = malloc(2 * ((size_t) last + 1) * sizeof *more);
    gamp_point_t *less = more + last + 1;
    double gain = 1 / sqrt((double) plan->size[0]);
    amp_message_t why;
    int known;

    if (more == NULL)
        return 0;
    known = !a->hadamard && !isnan(evolve(a, index, more, 1 + gain, &why))
            && !isnan(evolve(a, index, less, 1 - gain, &why));
    for (t = first; t <= last; t++)
        for (k = 0; k < 3; k++)
        {
            *predicted++ = value(p->predicted + t, k);
            *spread++ = known ? fabs(value(more + t, k) + value(less + t, k)
                                     - 2 * value(p->predicted + t, k)) / 2
                              : 0;
        }
    free(more);
    return 1;
}

int
amp_fill_predictions(amp_t *a, const trials_plan_t *plan)
{
    experiment_report_t *r = &a->report;
    size_t each = 3 * plan->n_rows, i;

    r->predicted = malloc(plan->n_points * each * sizeof *r->predicted);
    r->spread = malloc(plan->n_points * each * sizeof *r->spread);
    for (i = 0; i < plan->n_points; i++)
        if (r->predicted == NULL || r->spread == NULL
            || !fill(a, i, plan, r->predicted + i * each,
                     r->spread + i * each))
            return 0;
    return 1;
}
