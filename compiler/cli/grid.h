/* compiler/cli/grid.h -- the points of a scan, from words or a file. */
#ifndef SADDLE_CLI_GRID_H
#define SADDLE_CLI_GRID_H

#include "session.h"

#define GRID_MAX_AXES 8
#define GRID_MAX_POINTS 50000000L

/* The values of one scanned parameter. */
typedef struct
{
    int parameter;         /* index                                        */
    long n;
    expr_t **value;        /* exact, malloc'd array                        */
} axis_t;

/*
 * The points: every combination of the axes, the first varying fastest, or
 * (tied) the k-th point has the k-th value of every axis.
 */
typedef struct
{
    int n_axes;
    axis_t axis[GRID_MAX_AXES];
    int tied;
    long n_points;
} grid_t;

/*
 * grid_open -- words NAME=VALUE, NAME=START:STOP:STEP (with STOP),
 * NAME=log:LOW:HIGH:COUNT, NAME=A,B,C (each part any of these), and the rows
 * of a manifest: a CSV file whose header names parameters.
 *
 *   manifest  in  path or NULL
 *   unknown   in  parameter that is solved for, or -1
 *
 * EXIT_DONE, or an exit status with the message printed: every value is
 * checked against its domain before any work is done.  Clear in every case.
 */
int grid_open(grid_t *, session_t *, int n_words, const char *const *word,
              const char *manifest, int unknown);
void grid_clear(grid_t *);

/* Puts the values of point `index` into the session's settings; EXIT_DONE, or
   EXIT_USAGE with a message when a law does not hold there. */
int grid_put(const grid_t *, session_t *, long index, int unknown);

/* Appends START:STOP:STEP, log:LOW:HIGH:COUNT, A,B,C to an axis; `word` is what
   messages call it. */
int grid_values(axis_t *, session_t *, const char *text, const char *word);

/* The values of an axis in double. */
void grid_doubles(const axis_t *, double *value);

#endif
