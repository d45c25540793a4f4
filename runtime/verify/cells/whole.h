/* runtime/verify/cells/whole.h -- claims that consist of cells. */
#ifndef VERIFY_WHOLE_H
#define VERIFY_WHOLE_H

#include "../proof/system.h"
#include "../verify.h"

/* Checks of claims `curve` and `all`, with progress on `talk` unless NULL.
   NULL: proven; otherwise the reason why not. */
const char *check_curve(system_t *s, FILE *talk);
const char *check_all(system_t *s, const verify_options_t *options,
                      FILE *talk);

/* Claim `all` on a line (line.c): the cells in the order of their bounds. */
const char *check_line(system_t *s, FILE *talk);

/* Two states of a claim have the same order parameters, potential and parameter. */
int states_agree(const certificate_t *a, const certificate_t *b);
/* Two states of a claim: no solution is counted in both.  0: not known. */
int states_apart(certificate_t *a, certificate_t *b);

/* The cells have disjoint interiors and fill lower .. upper in all `cover`
   variables. */
int cells_fill(const certificate_t *c);

/* Does parts 0 .. n - 1 of a check, in as many processes as there are cores, which
   have copies of the context; progress goes to `talk` unless NULL.  NULL: all
   parts hold; otherwise the reason why the first that does not fails. */
typedef const char *(*part_t)(void *context, long i);
const char *share(system_t *s, FILE *talk, long n, part_t check,
                  void *context);

#endif
