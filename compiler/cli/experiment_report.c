/* compiler/cli/experiment_report.c -- what an experiment says of a theory. */
#include "experiment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

trials_summary_t
experiment_summary(const experiment_report_t *r, size_t point, size_t row,
                   size_t measure, double *predicted)
{
    const trials_plan_t *p = &r->trials.plan;
    size_t at = (point * p->n_rows + row) * p->n_measures + measure;

    *predicted = r->predicted[at];
    return trials_summary(&r->trials, point, row, measure, *predicted,
                          r->spread != NULL ? r->spread[at] : 0,
                          r->least != NULL ? r->least[at] : 0, r->floor);
}

/* ---- the verdict -------------------------------------------------------- */

typedef struct
{
    size_t finished, failed;
    const char *why;        /* of the first failed trial                   */
    size_t size;
    double worst;           /* largest |z| at the last rows                */
    int judged;
} verdict_t;

static verdict_t
judge(const experiment_report_t *r)
{
    const trials_t *t = &r->trials;
    verdict_t v = { 0 };
    double predicted;
    size_t rows = t->plan.n_rows, first = r->every_row ? 0 : rows - 1, j, k, i;

    for (j = 0; j < t->n_jobs; j++)
    {
        v.finished += t->state[j] == TRIAL_DONE;
        if (t->state[j] != TRIAL_FAILED)
            continue;
        if (v.failed++ == 0)
        {
            v.why = t->why[j].text;
            v.size = t->plan.size[j / t->plan.n_points
                                  % (size_t) t->plan.n_sizes];
        }
    }
    for (i = first * r->n_measures; i < rows * r->n_measures; i++)
        for (j = 0; j < t->plan.n_points; j++)
        {
            trials_summary_t s;

            k = i % r->n_measures;
            s = experiment_summary(r, j, i / r->n_measures, k, &predicted);
            if (!r->judged[k] || isnan(s.z))
                continue;
            v.judged = 1;
            v.worst = fmax(v.worst, fabs(s.z));
        }
    return v;
}

static const char *
verdict_word(const experiment_report_t *r, const verdict_t *v)
{
    if (r->trials.stopped)
        return "interrupted";
    if (v->failed > 0)
        return "failed";
    if (!v->judged)
        return "no verdict";
    return v->worst < EXPERIMENT_LIMIT ? "agree" : "disagree";
}

static int
verdict_exit(const experiment_report_t *r, const verdict_t *v)
{
    if (r->trials.stopped || v->failed > 0)
        return EXIT_LIMIT;
    return v->judged && !(v->worst < EXPERIMENT_LIMIT) ? EXIT_REFUSED
                                                       : EXIT_DONE;
}

/* ---- text --------------------------------------------------------------- */

#define WIDE 3              /* measures that stand in one line             */

static void
print_cell(const experiment_report_t *r, size_t point, size_t row, size_t k)
{
    double predicted;
    trials_summary_t s = experiment_summary(r, point, row, k, &predicted);

    printf("  %11.6g", s.mean);
    if (isnan(s.error))
        printf(" %-11s", "");
    else
        printf(" +/- %-7.2g", s.error);
    if (isnan(predicted))
        printf(" %11s %6s", "-", "-");
    else if (isnan(s.z))
        printf(" %11.6g %6s", predicted, "-");
    else
        printf(fabs(s.z) < 1e4 ? " %11.6g %6.1f" : " %11.6g %6.0e", predicted,
               s.z);
}

/* Of many rows the first ones, then fewer and fewer, and the last. */
static int
is_shown(size_t row, size_t n)
{
    return n <= 30 || row <= 10 || row + 1 == n || (row < 50 && row % 5 == 0)
           || (row < 200 && row % 20 == 0) || row % 100 == 0;
}

static void
print_place(const experiment_report_t *r, size_t point, size_t row)
{
    size_t k;

    for (k = 0; k < r->n_names; k++)
        printf("%10.5g", r->point[point * r->n_names + k]);
    if (r->row_name != NULL)
        printf("%10.6g", experiment_row(r, row));
}

static void
print_head(const experiment_report_t *r)
{
    size_t k;

    for (k = 0; k < r->n_names; k++)
        printf("%10s", r->name[k]);
    if (r->row_name != NULL)
        printf("%10s", r->row_name);
    if (r->n_measures > WIDE)
        printf("  %-20s  %-23s %11s %6s", "", "mean", "predicted", "z");
    for (k = 0; k < r->n_measures && r->n_measures <= WIDE; k++)
        printf("  %-23s %11s %6s", r->measure[k], "predicted", "z");
    putchar('\n');
}

/* A few measures side by side, many below each other. */
static void
print_table(const experiment_report_t *r)
{
    const trials_plan_t *p = &r->trials.plan;
    size_t point, row, k;

    print_head(r);
    for (point = 0; point < p->n_points; point++)
        for (row = 0; row < p->n_rows; row++)
        {
            if (!is_shown(row, p->n_rows))
                continue;
            if (r->n_measures <= WIDE)
                print_place(r, point, row);
            for (k = 0; k < r->n_measures; k++)
            {
                if (r->n_measures > WIDE)
                {
                    print_place(r, point, row);
                    printf("  %-20s", r->measure[k]);
                }
                print_cell(r, point, row, k);
                if (r->n_measures > WIDE)
                    putchar('\n');
            }
            if (r->n_measures <= WIDE)
                putchar('\n');
        }
}

/* The largest bias of each measure that was judged. */
static void
print_biases(const experiment_report_t *r)
{
    const trials_plan_t *p = &r->trials.plan;
    double predicted, most, exponent;
    size_t i, k;

    for (k = 0; k < r->n_measures && p->n_sizes > 1; k++)
    {
        exponent = trials_exponent(p, k);
        if (!r->judged[k] || isinf(exponent))
            continue;
        for (i = 0, most = 0; i < p->n_points; i++)
            most = fmax(most, experiment_summary(r, i, p->n_rows - 1, k,
                                                 &predicted).bias);
        printf("  bias of %s counted at size %zu, as N^-%.3g from the two "
               "sizes: %.2g%s\n", r->measure[k], p->size[0], exponent, most,
               p->n_points > 1 ? " at most" : "");
    }
}

static int
tell_text(const experiment_report_t *r)
{
    const trials_plan_t *p = &r->trials.plan;
    verdict_t v = judge(r);

    printf("%s\n  %s\n  size %zu, %zu trials", r->title, r->setting,
           p->size[0], p->n_trials);
    if (p->n_sizes > 1)
        printf(" (and at size %zu, for the bias)", p->size[1]);
    printf(", seed %lu, saddle %s\n\n", p->seed, SADDLE_VERSION);
    if (v.finished > 0)
    {
        print_table(r);
        putchar('\n');
        print_biases(r);
    }
    if (r->note != NULL)
        printf("  %s\n", r->note);
    printf("\n%s", verdict_word(r, &v));
    if (v.judged)
        printf(v.worst < 1e4 ? ": largest |z| %.1f%s"
                             : ": largest |z| %.0e%s", v.worst,
               r->row_name != NULL && !r->every_row ? " at the end" : "");
    putchar('\n');
    if (v.failed > 0)
        fprintf(stderr, "saddle: %zu of %zu trials failed; the first, of size "
                        "%zu: %s\n", v.failed, r->trials.n_jobs, v.size,
                v.why);
    if (r->trials.stopped)
        fprintf(stderr, "saddle: interrupted; %zu of %zu trials were "
                        "finished\n", v.finished, r->trials.n_jobs);
    return verdict_exit(r, &v);
}

/* ---- JSON --------------------------------------------------------------- */

static json_t *
json_row(const experiment_report_t *r, size_t point, size_t row)
{
    json_t *o = json_object();
    double predicted;
    size_t k;

    for (k = 0; k < r->n_names; k++)
        json_object_set_new(o, r->name[k],
                            json_number(r->point[point * r->n_names + k]));
    if (r->row_name != NULL)
        json_object_set_new(o, r->row_name,
                            r->row_value != NULL
                                ? json_number(r->row_value[row])
                                : json_integer((json_int_t) row));
    for (k = 0; k < r->n_measures; k++)
    {
        trials_summary_t s = experiment_summary(r, point, row, k, &predicted);

        json_object_set_new(o, r->measure[k],
                            json_pack("{so so so so so}", "mean",
                                      json_number(s.mean), "error",
                                      json_number(s.error), "bias",
                                      json_number(s.bias), "predicted",
                                      json_number(predicted), "z",
                                      json_number(s.z)));
    }
    return o;
}

static int
tell_json(const experiment_report_t *r)
{
    const trials_plan_t *p = &r->trials.plan;
    verdict_t v = judge(r);
    json_t *rows = json_array(), *o;
    size_t point, row;

    for (point = 0; point < p->n_points; point++)
        for (row = 0; row < p->n_rows; row++)
            json_array_append_new(rows, json_row(r, point, row));
    o = json_pack("{ss ss ss sI sI sI ss so so}", "verb", r->verb, "name",
                  r->title, "setting", r->setting, "size",
                  (json_int_t) p->size[0], "trials", (json_int_t) v.finished,
                  "seed", (json_int_t) p->seed, "version", SADDLE_VERSION,
                  "largest_z", v.judged ? json_number(v.worst) : json_null(),
                  "rows", rows);
    json_object_set_new(o, "verdict", json_string(verdict_word(r, &v)));
    if (r->note != NULL)
        json_object_set_new(o, "note", json_string(r->note));
    if (v.failed > 0)
        json_object_set_new(o, "reason", json_string(v.why));
    json_emit(o);
    return verdict_exit(r, &v);
}

int
experiment_tell(const experiment_report_t *r)
{
    return r->o->json ? tell_json(r) : tell_text(r);
}
