/* runtime/verify/verify.h -- checks a certificate, by another road than the one
 * that wrote it.
 *
 * The checker shares no code with the rest of the project.  It reads the
 * potential as it was before closed forms and differentiation, interprets it
 * with Taylor series of balls, integrates by Arb's integrator with proven
 * tails, and repeats the proof.
 *
 * Rooms, each of which uses only those before it (but for cells and line, which
 * use each other), with numbers of lines:
 *
 *   text       1900  reads a certificate, its seal and its expressions
 *   values     2300  Taylor coefficients in the unknowns, balls; the normal law
 *   integrals  2900  an expression to a value: averages, comparisons, minima
 *   proof      1500  the equations of a claim and Krawczyk's test
 *   cells      1700  claims of all solutions, and curves
 *   line       1500  all solutions where the potential is -XY/2 + A(X) + B(Y)
 *
 * A solution or a threshold rests on the first four, and verify.c.
 *
 * Only where a potential has it: heat (variances near 0), minimum, kinks, limit,
 * constrain, proximal, slope (minima over a variable).  No proof rests on observed
 * (the value of the potential), show, claim, share, process and main, or on list
 * for one box. */
#ifndef SADDLE_VERIFY_H
#define SADDLE_VERIFY_H

#include <stddef.h>
#include <stdio.h>

/* Exit statuses of the program too. */
typedef enum
{
    VERIFY_VERIFIED = 0,
    VERIFY_NOT_VERIFIED = 1,    /* readable, but not proved */
    VERIFY_UNREADABLE = 4,      /* not a certificate, or a damaged one */
    VERIFY_LIMIT = 5            /* time or memory ran out */
} verify_status_t;

typedef struct
{
    long seconds;               /* 0: no limit */
    long megabytes;             /* of memory; 0: no limit */
    long bits;                  /* of precision at most; 0: 100000 */
} verify_options_t;

/* Checks a text in this process, without a limit of memory.  The reason, for
   anything but VERIFY_VERIFIED, goes to `why`; what was checked and what is
   trusted to `talk`, unless NULL. */
verify_status_t verify_text(const char *text, size_t length,
                            const verify_options_t *options, char why[256],
                            FILE *talk);

/* Checks a file in a process of its own, within the limits: one line on `out`,
   "verified" or "not verified: REASON", the rest on `talk`. */
verify_status_t verify_file(const char *path, const verify_options_t *options,
                            FILE *out, FILE *talk);

#endif
