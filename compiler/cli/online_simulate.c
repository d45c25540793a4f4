/* compiler/cli/online_simulate.c -- `saddle online --simulate`: the algorithm
   at finite size beside the equations. */
#include "../../runtime/ode/descent.h"
#include "../../runtime/ode/gram.h"
#include "experiment.h"
#include "online.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    dynamics_t *x;
    experiment_report_t report;
    course_t course;            /* at the times of the experiment          */
    double *time;
} finite_t;

/* One run; called from several threads. */
static saddle_status_t
trial(void *ctx, size_t point, size_t size, random_t r, double *out,
      amp_message_t *why)
{
    finite_t *e = ctx;
    const char *text = "";
    descent_t d = { e->x->flow, e->x->loaded.theta, size, e->course.n_rows,
                    e->time, trials_stopped, &e->report.trials };
    saddle_status_t status = descent_run(out, &d, r, &text);

    (void) point;
    if (status != SADDLE_OK)
        snprintf(why->text, sizeof why->text, "%s", text);
    return status;
}

/* The predictions: the course at the times that steps of size 1/N reach. */
static int
predict(finite_t *e, const course_plan_t *plan, size_t size)
{
    course_plan_t p = *plan;
    size_t i;

    e->time = malloc((plan->n_times + 1) * sizeof *e->time);
    if (e->time == NULL)
        return EXIT_LIMIT;
    for (p.n_times = i = 0; i < plan->n_times; i++)
    {
        double t = descent_time(plan->time[i], size);

        if (p.n_times == 0 || t > e->time[p.n_times - 1])
            e->time[p.n_times++] = t;
    }
    p.time = e->time;
    course_run(&e->course, &p);
    if (e->course.answer != COURSE_STOP
        && (e->course.answer != COURSE_DONE || e->x->open))
        return online_tell(e->x, &e->course);
    if (e->course.answer == COURSE_STOP && e->course.n_rows > 0)
        e->time[e->course.n_rows - 1] = descent_time(
            e->course.time[e->course.n_rows - 1], size);
    e->report.predicted = malloc(e->course.n_rows * e->course.width
                                 * sizeof *e->report.predicted);
    if (e->report.predicted == NULL)
        return EXIT_LIMIT;
    memcpy(e->report.predicted, e->course.row,
           e->course.n_rows * e->course.width * sizeof *e->course.row);
    return EXIT_DONE;
}

/* The picture: curves of the equations, means of the runs. */
static int
draw(const finite_t *e, const course_plan_t *course)
{
    course_plan_t plan = *course;
    size_t n = e->course.n_rows * e->course.width, i;
    double *mean = malloc(2 * n * sizeof *mean), predicted;
    online_points_t points = { e->course.n_rows, e->time, mean, mean + n };
    int status = EXIT_LIMIT;

    if (mean != NULL)
    {
        for (i = 0; i < n; i++)
        {
            trials_summary_t s
                = experiment_summary(&e->report, 0, i / e->course.width,
                                     i % e->course.width, &predicted);

            mean[i] = s.mean;
            mean[n + i] = isnan(s.error) ? 0 : s.error;
        }
        plan.n_times = e->course.n_rows;
        plan.time = e->time;
        status = online_draw(e->x, &plan, &points);
    }
    free(mean);
    return status;
}

static int
carry_out(finite_t *e, const course_plan_t *course)
{
    const saddle_flow_t *f = e->x->flow;
    experiment_report_t *r = &e->report;
    options_t plain = *e->x->o;
    trials_plan_t plan;
    int threads, status = experiment_plan(&plan, e->x->o, 2000, 10), drawn;
    size_t k;

    if (status != EXIT_DONE)
        return status;
    r->n_measures = (size_t) (f->n_values + f->n_state);
    if (r->n_measures > TRIALS_MAX_MEASURES
        || plan.size[0] < (size_t) (f->students + f->teachers))
    {
        fprintf(stderr, "saddle online: %s\n",
                r->n_measures > TRIALS_MAX_MEASURES
                    ? "too many overlaps for a table"
                    : "--size is at least the number of units");
        return EXIT_USAGE;
    }
    if (plan.size[1] < (size_t) (f->students + f->teachers))
        plan.n_sizes = 1;
    status = experiment_fits(e->x->o, "online",
                             descent_bytes(f, plan.size[0]), &threads);
    if (status == EXIT_DONE)
        status = predict(e, course, plan.size[0]);
    if (status != EXIT_DONE)
        return status;
    plan.n_rows = e->course.n_rows;
    plan.n_measures = r->n_measures;
    plan.run = trial;
    plan.ctx = e;
    plain.plot = NULL;          /* the picture is one of courses */
    r->o = &plain;
    r->row_value = e->time;
    for (k = 0; k < r->n_measures; k++)
    {
        r->measure[k] = online_column(e->x, k);
        r->judged[k] = 1;
    }
    status = experiment_carry_out(r, &plan, threads);
    if (e->x->o->plot != NULL && (status == EXIT_DONE
                                  || status == EXIT_REFUSED))
    {
        drawn = draw(e, course);
        status = status == EXIT_DONE ? drawn : status;
    }
    return status;
}

int
online_simulate(dynamics_t *x, const course_plan_t *course)
{
    finite_t e = { .x = x };
    int status;

    e.report.verb = "online";
    e.report.title = x->flow->name;
    e.report.hash = x->flow->spec_hash;
    e.report.setting = strdup(x->setting != NULL ? x->setting : "");
    e.report.row_name = "t";
    e.report.every_row = 1;
    e.report.floor = 1e-9;      /* starts are exact up to rounding */
    status = carry_out(&e, course);
    experiment_clear(&e.report);
    course_clear(&e.course);
    free(e.time);
    return status;
}
