/* compiler/cli/proof.h -- proofs for the verbs: run them, say them. */
#ifndef SADDLE_CLI_PROOF_H
#define SADDLE_CLI_PROOF_H

#include "../../runtime/certify/certificate.h"
#include "output.h"
#include "session.h"

/* Options of a proof from the command line; digits 0 means `digits`. */
void proof_options(certify_options_t *, const options_t *, session_t *,
                   long digits);

/* The theorem in words: equations, box, constant, and what is not claimed.
   Malloc'd; several lines. */
char *proof_claim(const session_t *, const saddle_system_t *,
                  const certify_result_t *, long digits);

/* "proven", "disproven", "undecided", "domain". */
const char *proof_status(certify_verdict_t);

/* Exit status of a verdict: a limit when a budget would have helped. */
int proof_exit(const certify_result_t *);

/* Opens the file for a certificate before the work begins; refuses the spec
   itself.  EXIT_DONE with *file NULL when no path is given. */
int proof_open(output_t **file, const char *path, const session_t *);

/* Prints the certificate of a proven result; 0 when it could not be. */
int proof_print(FILE *to, const session_t *, const saddle_system_t *,
                const certify_result_t *, const char *claim);
/* The same into a file of proof_open, which is closed. */
int proof_write(output_t *file, const session_t *, const saddle_system_t *,
                const certify_result_t *, const char *claim);

/* The caveat that a claim of this system must repeat, or NULL. */
const char *proof_note(const saddle_system_t *, const certify_result_t *);

/* `saddle solve` on an open session (solve.c): settings from the words, then
   the state that the options ask for, proven when they say so. */
int solve_session(session_t *, const options_t *, int n_words,
                  const char *const *word);

/* What the rows of a sweep share with it: the word for how an iteration ended,
   "stable" by the eigenvalue (NAN: not known) and the replicon, the texts of the parameters (malloc'd array of
   borrowed strings), and whether there is such a state (NULL: the default),
   with a message if not. */
const char *solve_end_word(solve_end_t);
const char *solve_stability(const saddle_system_t *, const double *value,
                            double eigenvalue);
const char **solve_parameter_texts(const session_t *);
int solve_knows_state(const session_t *, const char *name);

/* The settings of a reference's `at`, as if typed (test.c); what was set before
   is forgotten. */
int reference_settings(session_t *, const reference_t *, int unknown);

#endif
