/* compiler/cli/experiment.h -- what `saddle amp` and `saddle simulate` share:
 * sizes, trials, tables, verdict.
 */
#ifndef SADDLE_CLI_EXPERIMENT_H
#define SADDLE_CLI_EXPERIMENT_H

#include "../../runtime/simulate/trials.h"
#include "options.h"
#include "output.h"

/* |z| from which a prediction and an experiment disagree. */
#define EXPERIMENT_LIMIT 5

typedef struct
{
    const char *verb, *title;      /* "amp", name of the model or system   */
    const char *hash;              /* of the spec, or NULL                 */
    char *setting;                 /* "alpha = 1.5, ...": malloc'd         */
    size_t n_names;                /* parameters that differ by point      */
    const char **name;
    double *point;                 /* n_points x n_names                   */
    const char *row_name;          /* "iteration", or NULL: one row        */
    const double *row_value;       /* NULL: rows are counted from 0        */
    int every_row;                 /* all rows count for the verdict, not
                                      just the last                        */
    size_t n_measures;
    const char *measure[TRIALS_MAX_MEASURES];
    int judged[TRIALS_MAX_MEASURES];  /* counts for the verdict            */
    double *predicted;             /* points x rows x measures, NAN: none  */
    double *spread;                /* the same: bias expected, or NULL     */
    double *least;                 /* the same: least error, or NULL       */
    double floor;                  /* differences below it do not count    */
    const char *note;              /* what to know of the numbers, or NULL */
    trials_t trials;
    const options_t *o;
} experiment_report_t;

/* ---- experiment.c ------------------------------------------------------- */

/* Size, trials, seed, second size from the options; checks --output, --plot
   and --resume.  EXIT_DONE or a status with the message printed. */
int experiment_plan(trials_plan_t *, const options_t *, long default_size,
                    long default_trials);

/* Memory that may be used, in bytes. */
double experiment_memory(void);

/* Says so, before anything is allocated, when a trial of `bytes` does not fit
   in memory; else *threads: how many trials run at once. */
int experiment_fits(const options_t *, const char *verb, double bytes,
                    int *threads);

/* Reads finished trials of an earlier run (--resume), runs the others, writes
   the table and the picture, prints the report.  An exit status. */
int experiment_carry_out(experiment_report_t *, const trials_plan_t *,
                         int threads);
void experiment_clear(experiment_report_t *);

/* What stands for a row in tables. */
double experiment_row(const experiment_report_t *, size_t row);

/* For one row a point: measure k is the share of events among `draws` for each
   trial, so that its error is at least that of the predicted share.  0 without
   memory. */
int experiment_is_share(experiment_report_t *, const trials_plan_t *, size_t point,
                        size_t measure, double draws);

/* ---- experiment_table.c ------------------------------------------------- */

/* The CSV of all finished trials, with what was run in comments. */
int experiment_write(const experiment_report_t *, const char *path);
/* Takes the finished trials out of such a table.  EXIT_DONE, also when there
   is no file yet; EXIT_INPUT when it is of another experiment. */
int experiment_read(experiment_report_t *, const char *path);

/* ---- experiment_report.c ------------------------------------------------ */

trials_summary_t experiment_summary(const experiment_report_t *, size_t point,
                                    size_t row, size_t measure,
                                    double *predicted);
/* Text or JSON on standard output.  EXIT_DONE: agree, or nothing predicted;
   EXIT_REFUSED: disagree; EXIT_LIMIT: trials failed or interrupted. */
int experiment_tell(const experiment_report_t *);

/* ---- experiment_draw.c -------------------------------------------------- */

/* Points with error bars on the predicted curve. */
int experiment_draw(const experiment_report_t *, const char *path);

#endif
