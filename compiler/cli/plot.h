/* compiler/cli/plot.h -- pictures of the tables of a sweep. */
#ifndef SADDLE_CLI_PLOT_H
#define SADDLE_CLI_PLOT_H

#include "options.h"

/*
 * plot_table -- draws a CSV table that `saddle sweep` wrote: curves over the
 * parameter scanned first, one for each value of the others, unstable parts
 * dashed; a map when two parameters have many values.
 *
 *   picture  in  path ending in .svg, .pdf or .png
 *   y        in  column, or NULL: a threshold, the generalisation error, or
 *                the first order parameter
 *
 * Returns an exit status, with the message printed.
 */
int plot_table(const char *table, const char *picture, const char *y);

#endif
