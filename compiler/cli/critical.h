/* compiler/cli/critical.h -- a critical value: candidates, then proofs. */
#ifndef SADDLE_CLI_CRITICAL_H
#define SADDLE_CLI_CRITICAL_H

#include "../../runtime/certify/certify.h"
#include "session.h"

#define CRITICAL_MAX 16

typedef struct
{
    int n;                 /* candidates, by increasing parameter           */
    solve_result_t candidate[CRITICAL_MAX];
    certify_result_t proof[CRITICAL_MAX];
    int chosen;            /* the lowest proven one, else the lowest, or -1 */
    int parameter;         /* env index of the threshold's parameter        */
    double seconds;
    const char *why;       /* reason when nothing is proven                 */
    arb_ptr range;         /* searched, two balls                           */
    char message[256];
} critical_t;

/* Candidates in double for the settings of the session; EXIT_DONE when there
   is one, else an exit status with `why`.  Clear in every case. */
int critical_find(critical_t *, session_t *, const threshold_t *);

/* Proves the candidates; EXIT_DONE when one is proven. */
int critical_prove(critical_t *, session_t *, const certify_options_t *);

void critical_clear(critical_t *);

#endif
