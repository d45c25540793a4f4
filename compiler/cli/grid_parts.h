/* compiler/cli/grid_parts.h -- private to the points of a scan. */
#ifndef SADDLE_CLI_GRID_PARTS_H
#define SADDLE_CLI_GRID_PARTS_H

#include "grid.h"

/* A value in double, NAN if it has none. */
double axis_double(expr_t *value);
/* 0: no value, no memory, or too many points. */
int axis_append(axis_t *, expr_t *value);

/* Messages about a word; EXIT_USAGE. */
int grid_too_many(const char *word);
int grid_bad_range(const char *word, const char *why);

/* The rows of a CSV file whose header names parameters; an exit status. */
int grid_manifest(grid_t *, session_t *, const char *path);

#endif
