/* runtime/verify/verify.h -- checks a certificate, by another road than the one
 * that wrote it.
 *
 * The checker shares no code with the rest of the project.  It reads the
 * potential as it was before closed forms and differentiation, evaluates it with
 * Taylor series of balls, integrates by Arb's integrator with proven tails, and
 * repeats the proof.
 *
 * The core says what is claimed, how that becomes equations, and how it is
 * concluded: 2500 lines, to be read in this order.
 *
 *   text    1000  node.h, node.c, parse.c, number.c: expressions and balls
 *                 certificate.h, reader.h, lines.c, certificate.c: a certificate
 *   proof   1200  system.h, system.c: the unknowns and equations of a claim
 *                 functions.c, equations.c: residual and Jacobian
 *                 domain.c: does a solution lie in its domain?
 *                 krawczyk.h, krawczyk.c: exactly one zero in a box
 *   verify.c 200  the verdict
 *
 * It uses the evaluator by one header, integrals/evaluate.h, of one contract: every
 * function returns balls that contain the true value for every point of the input
 * balls, or says "not known" and why.  The evaluator can be read by itself:
 *
 *   values     2500  Taylor coefficients in the unknowns, balls; the normal law
 *   integrals  3800  an expression to a value: averages, comparisons; and rules
 *                    that only some potentials need: heat (variances near 0),
 *                    minimum, kinks, limit, constrain, proximal, slope (minima over
 *                    a variable)
 *
 * Claims of all solutions, and curves, rest on these too:
 *
 *   cells      2300  their lines (list), coverings, curves
 *   line       3700  all solutions where the potential is -XY/2 + A(X) + B(Y)
 *
 * No proof rests on output.  The output on `talk` names what a proof rested on. */
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
