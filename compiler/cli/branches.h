/* compiler/cli/branches.h -- the rows of all branches over one parameter. */
#ifndef SADDLE_CLI_BRANCHES_H
#define SADDLE_CLI_BRANCHES_H

#include "rows.h"

/*
 * branches_at -- all branches over parameter `along` between the least and the
 * largest of n values, other parameters as the session has them: for each
 * branch, in its order, a row at each value, some near each fold, and one at
 * each fold (state
 * "fold", or "bifurcation" where another branch passes).  The column
 * `dominant` is 1 where no state at the same parameters has a larger free
 * entropy, of those to which the natural iteration returns.
 */
void branches_at(rows_t *, FILE *to, int along, const double *value, long n);

#endif
