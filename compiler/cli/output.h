/* compiler/cli/output.h -- numbers as text, files by rename, progress. */
#ifndef SADDLE_CLI_OUTPUT_H
#define SADDLE_CLI_OUTPUT_H

#include <arb.h>
#include <jansson.h>
#include <stdio.h>

/* Decimal strings (malloc'd) that enclose a finite ball: rounded outward, with
   `digits` significant digits and a few more where the ball is narrower. */
char *decimal_lower(const arb_t x, long digits);
char *decimal_upper(const arb_t x, long digits);

/* As above, but rounded inward: the interval printed lies inside the ball. */
char *decimal_inner_lower(const arb_t x);
char *decimal_inner_upper(const arb_t x);

/* The leading digits on which both ends of the ball agree, truncated, at most
   `digits` significant ones: "0.8330785995"; *correct: how many they are. */
char *decimal_common(const arb_t x, long digits, long *correct);

/* [lower, upper] as a JSON array of two strings; null if not finite, but for
   exact infinities (q_hat of recovery). */
json_t *json_enclosure(const arb_t x, long digits);
/* A double, "inf" or "-inf", or null. */
json_t *json_number(double);

/* Prints one JSON object to stdout and frees it. */
void json_emit(json_t *);

/*
 * A file that appears whole or not at all: written beside its place under a
 * temporary name, then renamed.  output_open returns NULL with a message.
 * output_close: EXIT_DONE or EXIT_OUTPUT; keep = 0 throws the file away.
 */
typedef struct output output_t;
output_t *output_open(const char *path);
FILE *output_stream(output_t *);
int output_close(output_t *, int keep);
/* Throws away what is open now, before _exit in a signal handler. */
void output_abandon(void);

/* Before hours of work: can `path` (NULL: nothing) be written?  EXIT_DONE, or
   EXIT_OUTPUT with a message. */
int output_probe(const char *path);

/* Progress line on a terminal for work longer than a second; the callback of
   solve_options_t and certify_options_t.  Nonzero after ^C or TERM. */
int progress_tick(void *ctx, const char *what, double done);
void progress_start(int quiet);
/* Work ends at most so long after a signal, also in the middle of a step; what is
   wanted of it until then must be on stdout, flushed. */
void progress_leave(unsigned seconds);
/* Interrupts by itself after so many seconds, and says so. */
void progress_limit(unsigned seconds);
void progress_end(void);
int progress_interrupted(void);

#endif
