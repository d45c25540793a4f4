/* runtime/verify/verify.h -- checks a certificate, by another road than the one
 * that wrote it.
 *
 * The checker shares no code with the rest of the project.  It reads the
 * potential as it was before closed forms and differentiation, interprets it
 * with Taylor series of balls, integrates by Arb's integrator with proven
 * tails, and repeats the proof.
 *
 * To read it in an hour, what a claim about one box rests on, in this order:
 *
 *   docs/certificates.md   claims and format
 *   certificate.h, lines.c what is read (parse.c: expressions)
 *   krawczyk.c             the theorem that is applied
 *   system.c, rows.c       the equations of each kind of claim, from jets.c:
 *                          derivatives of the potential
 *   ring.c                 jets, Taylor coefficients in the unknowns
 *   interpret.c            an expression to a value (value.h; its arithmetic:
 *                          value.c, poly.c, power.c, function.c, elementary.c)
 *   integral.c, numeric.c  an average: pieces, and Arb's integrator between
 *                          the tails that tail.c bounds
 *   verify.c               from text to verdict
 *
 * Each of the rest is one rule, which can be judged, and is tested, alone:
 *
 *   closed.c, normal.c     polynomial x exp(quadratic), the normal law
 *   rewrite.c, constrain.c independent variables are one; minima on half-lines
 *   compare.c, minimum.c   comparisons cut an axis; convex piecewise quadratics
 *   heat.c                 variances near 0
 *   observed.c             the value of the potential
 *   curve.c                a curve over a parameter
 *   cells.c, whole.c       cells that fill a domain, and the solutions in them
 *   boxes.c, follow.c      a cell: none, one, the state 0; linear unknowns
 *   singular.c             a cell of folds, instabilities, extrema
 *   line.c, line_cells.c   a line; martingale.c, law.c: that it is one; origin.c,
 *                          last.c, jumps.c, labels.c: its two ends
 *   share.c, process.c, seal.c, number.c, domain.c, names.c, show.c: tools */
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
