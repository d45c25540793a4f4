/* runtime/verify/whole.h -- claims that consist of cells. */
#ifndef VERIFY_WHOLE_H
#define VERIFY_WHOLE_H

#include "system.h"
#include "verify.h"

/* Checks of claims `curve` and `all`, with progress on `talk` unless NULL.
   NULL: proven; otherwise the reason why not. */
const char *check_curve(system_t *s, FILE *talk);
const char *check_all(system_t *s, const verify_options_t *options,
                      FILE *talk);

/* Claim `all` on a line (line.c): the cells in the order of their bounds. */
const char *check_line(system_t *s, FILE *talk);

/* The cells have disjoint interiors and fill lower .. upper in all `cover`
   variables. */
int cells_fill(const certificate_t *c);

/* Tells now and then how far a long check is; 1: the time is over. */
int cells_progress(system_t *s, FILE *talk, long done, long all);

#endif
