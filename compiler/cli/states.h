/* compiler/cli/states.h -- what `saddle solve` tells of states. */
#ifndef SADDLE_CLI_STATES_H
#define SADDLE_CLI_STATES_H

#include "proof.h"

/* A state with its values and the eigenvalue of its linearised iteration. */
typedef struct
{
    const solve_result_t *result;
    const double *value;
    double eigenvalue;
} told_state_t;

/* state_report.c, state_print.c; proof: NULL, or the enclosures to tell instead. */
json_t *json_state(const session_t *, const told_state_t *,
                   const certify_result_t *proof, long digits);
void print_state(const session_t *, const told_state_t *,
                 const certify_result_t *proof, long digits);
/* Which values are no numbers, malloc'd; NULL: none. */
char *undefined_text(const saddle_system_t *, const double *value);
/* Names on stderr the values that are no numbers; EXIT_REFUSED if there are
   any. */
int tell_undefined(const session_t *, const told_state_t *);
/* What the derivation knows of models without a state, if it applies at the
   parameters of an unsolved result; or NULL.  (cause.c) */
const cause_t *find_cause(const session_t *, const solve_result_t *);
/* A result that is no regular state.  print_unsolved: to stderr, with what
   would help; returns the exit status. */
json_t *json_unsolved(const session_t *, const solve_result_t *);
void print_saturated(const session_t *, const solve_result_t *);
int print_unsolved(const session_t *, const solve_result_t *);

/*
 * compare_states -- which state has the largest free entropy: the one at hand,
 * uninformed, informed, or a boundary state.  In doubles; to stderr when there
 * are several, and as `compared` and `dominant` into object (NULL: none).
 */
void compare_states(const session_t *, const options_t *, const double *p,
                    const char *const *text, const solve_options_t *,
                    const solve_result_t *at_hand, json_t *object);

#endif
