/* runtime/verify/verify.h -- checks a certificate, by another road than the one
 * that wrote it.
 *
 * The checker shares no code with the rest of the project.  It reads the
 * potential as it was before closed forms and differentiation, interprets it
 * with Taylor series of balls, integrates by Arb's integrator with proven
 * tails, and repeats the proof.
 *
 * What has to be read to believe a claim, with numbers of lines, .c and .h:
 *
 * (a) a solution: about 7000, from docs/certificates.md on
 *   reading   1250   certificate, reader, lines, parse, node, number, seal
 *   theorem   1350   krawczyk: what is applied; system, rows, jets, names, domain:
 *                    the equations of a claim, from derivatives of the potential
 *   values    2250   ring: Taylor coefficients in the unknowns; value, poly,
 *                    combine, sum, power, function, elementary; normal, series
 *   integrals 2000   work, interpret: an expression to a value; compare, integral,
 *                    pieces: an axis cut where comparisons change; closed:
 *                    polynomial x exp(quadratic); integrand, numeric, tail: Arb's
 *                    integrator between bounded tails; rewrite: independent
 *                    variables are one
 *   verdict    200   verify
 * (b) a threshold: the same, since its equations are in rows.c
 * (c) a claim of all solutions, in addition
 *   cells     1450   list, list_end; cells: they fill the domain; whole, places,
 *                    reasons, boxes, follow: none, one, or a state in each;
 *                    states: those of a threshold are apart
 *   singular   180   for folds, instabilities and extrema
 *   a line    1450   line, line_cells, martingale, law; its ends: origin, last,
 *                    jumps, labels
 * (d) a curve: (a) and curve, chain (300)
 *
 * Only where a potential has it: heat (variances near 0), minimum, kinks, limit,
 * constrain (minima over a variable).  No proof rests on observed (the value of
 * the potential), show, claim, share, process and main. */
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
