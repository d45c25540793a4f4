/* compiler/cli/rows.h -- the rows of one point of a sweep. */
#ifndef SADDLE_CLI_ROWS_H
#define SADDLE_CLI_ROWS_H

#include "critical.h"
#include "proof.h"
#include "table.h"

/*
 * Columns: parameters, then the order parameters, free_entropy and observables
 * of a solution, its stability; or a threshold with its enclosure; then state,
 * branch, residual, status.
 */
typedef struct
{
    session_t *s;
    const options_t *o;
    const threshold_t *threshold;  /* NULL: solutions                      */
    int unknown;                   /* its parameter, or -1                 */
    certify_options_t proof;
    int certify;
    table_t table;
} rows_t;

/* EXIT_DONE, or an exit status with a message.  Clear in every case. */
int rows_open(rows_t *, session_t *, const options_t *,
              const threshold_t *threshold);
void rows_close(rows_t *);

/* The rows at the session's settings; `holds` 0: outside the domain. */
void rows_at(rows_t *, FILE *to, int holds);
/* Comment lines that say what the columns are: parameter, order, value or
   threshold, NAME: DESCRIPTION. */
void rows_describe(const rows_t *, FILE *to);
/* A solution at parameters p; stability NULL: found out. */
void rows_solution(rows_t *, FILE *to, const double *p, const solve_result_t *,
                   int branch, const char *stability,
                   double dominant);
/* One row with the parameters and a status alone. */
void rows_status(rows_t *, FILE *to, const char *status);

/* A line of a table's head: "# KIND NAME: TEXT", TEXT on one line or NULL. */
void rows_head_line(FILE *, const char *kind, const char *name,
                    const char *text);

#endif
