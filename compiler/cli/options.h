/* compiler/cli/options.h -- the one table of verbs and options. */
#ifndef SADDLE_CLI_OPTIONS_H
#define SADDLE_CLI_OPTIONS_H

#include "cli.h"
#include <stdio.h>

/* What the options of a command line say; which verb takes which is in the
   table of options.c, which also makes every --help. */
typedef struct
{
    int n_words;               /* FILE, THRESHOLD, NAME=VALUE, in order    */
    const char **word;
    const char *to, *state, *output;
    const char *points, *retry, *shard, *threshold;
    const char *plot, *y;
    long digits;               /* 0: not given                             */
    long seconds, threads, workers, memory, boxes;
    int resume, certify, all, global, json, help, quiet;
} options_t;

typedef struct
{
    const char *name;          /* of the verb                              */
    const char *synopsis;      /* "FILE [NAME=VALUE ...]"                  */
    const char *summary;
    int (*run)(const options_t *);
} verb_t;

extern const verb_t verbs[];   /* ends with a NULL name                    */

const verb_t *verb_find(const char *name);

/* Reads the arguments after the verb.  Returns EXIT_DONE or EXIT_USAGE, with
   the message printed. */
int options_parse(options_t *, const verb_t *, int argc, char **argv);
void options_clear(options_t *);

void options_help(FILE *to, const verb_t *);  /* NULL: the whole program   */

int run_check(const options_t *);
int run_derive(const options_t *);
int run_solve(const options_t *);
int run_certify(const options_t *);
int run_emit(const options_t *);
int run_plot(const options_t *);
int run_sweep(const options_t *);
int run_test(const options_t *);
int run_explain(const options_t *);

/* Prints versions of the program, its libraries and the ABI. */
void print_version(FILE *to);

#endif
