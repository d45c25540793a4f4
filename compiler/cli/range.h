/* compiler/cli/range.h -- `saddle certify THRESHOLD --global`: a whole range. */
#ifndef SADDLE_CLI_RANGE_H
#define SADDLE_CLI_RANGE_H

#include "../../runtime/certify/global.h"
#include "critical.h"
#include "proof.h"

#define RANGE_MAX 8

typedef struct
{
    int n;                      /* states that the threshold may be at      */
    global_result_t state[RANGE_MAX];
    int points;                 /* over all of them                         */
    const char *why;            /* when one is not decided                  */
    certify_verdict_t verdict;
    char *sentence;             /* the answer in words                      */
} range_t;

/*
 * range_prove -- how many such points the searched range holds; clear in every
 * case.  CERTIFY_PROVEN: `points`, one or more; DISPROVEN: none; UNDECIDED: the
 * sentence says why.
 */
certify_verdict_t range_prove(range_t *, session_t *, const options_t *,
                              const threshold_t *, const critical_t *);

/* The sentence alone. */
void range_say(FILE *to, const session_t *, const threshold_t *,
               const critical_t *, const range_t *);

/* Where the search left boxes, and a range around the point without any. */
void range_say_left(FILE *to, const session_t *, const threshold_t *,
                    const critical_t *, const range_t *);

/* The certificate of a proven range into a file of proof_open, which is
   closed. */
int range_write(output_t *file, const session_t *, const range_t *,
                const critical_t *, const char *claim);

void range_clear(range_t *);

#endif
