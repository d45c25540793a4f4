/* compiler/cli/range.h -- `saddle certify THRESHOLD --global`: a whole range. */
#ifndef SADDLE_CLI_RANGE_H
#define SADDLE_CLI_RANGE_H

#include "critical.h"
#include "proof.h"

/*
 * range_prove -- how many such points the searched range holds.
 *
 *   sentence  out  one sentence, malloc'd; NULL without memory
 *
 * CERTIFY_PROVEN: exactly one, over all systems of this name; DISPROVEN: none;
 * UNDECIDED: the sentence says why, or how many.
 */
certify_verdict_t range_prove(char **sentence, session_t *,
                              const options_t *, const threshold_t *,
                              const critical_t *);

#endif
