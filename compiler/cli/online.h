/* compiler/cli/online.h -- the parts of `saddle online`. */
#ifndef SADDLE_CLI_ONLINE_H
#define SADDLE_CLI_ONLINE_H

#include "../../runtime/ode/course.h"
#include "flow.h"
#include "output.h"

typedef struct
{
    const options_t *o;
    flow_t loaded;
    const saddle_flow_t *flow;  /* of loaded                               */
    saddle_flow_limit_t limit;
    ode_options_t ode;
    size_t n_times;             /* ascending                               */
    double *time;
    int open;                   /* a condition of the spec has to end it   */
    char *setting;              /* "eta = 1/2, sigma = 0"                  */
} dynamics_t;

/* "t" or "tau": the time of the limit. */
const char *online_clock(const dynamics_t *);
/* Name of column k of a course's rows: values, then the state. */
const char *online_column(const dynamics_t *, size_t k);

/* ---- online_times.c ----------------------------------------------------- */

/* The times of --times, or round ones up to the spec's `until`.  EXIT_DONE or
   a status with the message printed. */
int online_times(dynamics_t *);

/* ---- online_table.c ----------------------------------------------------- */

/* Text or JSON on standard output, and the table of --output; an exit status,
   EXIT_LIMIT where the course did not come to its end. */
int online_tell(const dynamics_t *, const course_t *);

/* ---- online_simulate.c -------------------------------------------------- */

int online_simulate(dynamics_t *, const course_plan_t *);

/* ---- online_fixed.c ----------------------------------------------------- */

int online_fixed_points(dynamics_t *);

/* ---- online_draw.c ------------------------------------------------------ */

/* Measured means with their errors, or nothing. */
typedef struct
{
    size_t n_rows;
    const double *time;
    const double *mean, *error;     /* n_rows x width of a course          */
} online_points_t;

/* The picture of --plot. */
int online_draw(const dynamics_t *, const course_plan_t *,
                const online_points_t *);

#endif
