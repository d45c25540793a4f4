/* compiler/cli/options.h -- the one table of verbs and options. */
#ifndef SADDLE_CLI_OPTIONS_H
#define SADDLE_CLI_OPTIONS_H

#include "cli.h"
#include "options_experiment.h"
#include "options_online.h"
#include "options_rbm.h"
#include <stddef.h>
#include <stdio.h>

/* What the options of a command line say; which verb takes which is in the
   table of options.c, which also makes every --help. */
typedef struct
{
    int n_words;               /* FILE, THRESHOLD, NAME=VALUE, in order    */
    const char **word;
    const char *to, *state, *output, *like;
    const char *points, *retry, *shard, *threshold;
    const char *plot, *y, *height;
    long digits;               /* 0: not given                             */
    long seconds, threads, workers, memory, boxes;
    int steps, resume, certify, all, global, json, help, quiet;
    rbm_options_t rbm;
    experiment_options_t finite;
    online_options_t online;
    int cover, branches;
} options_t;

typedef struct
{
    const char *name;          /* of the verb                              */
    const char *synopsis;      /* "FILE [NAME=VALUE ...]"                  */
    const char *summary;
    int (*run)(const options_t *);
} verb_t;

extern const verb_t verbs[];   /* ends with a NULL name                    */

/* The verb of the words argv[1], argv[2], ..., which may be two ("rbm train");
   *used: how many words its name has.  NULL when there is none. */
const verb_t *verb_find(int argc, char **argv, int *used);

typedef enum
{
    OPTION_FLAG, OPTION_TEXT, OPTION_COUNT,
    OPTION_REAL             /* a double; NaN when not given              */
} option_kind_t;

typedef struct
{
    const char *name;       /* long name without the dashes               */
    char letter;            /* or 0                                       */
    option_kind_t kind;
    size_t place;           /* in options_t                               */
    const char *argument;   /* for the help                               */
    const char *verbs;      /* " check solve ", or "*"                    */
    const char *help;
} option_t;

/* Those of `saddle rbm`; ends with a NULL name. */
extern const option_t rbm_option_table[];
/* Those of experiments. */
extern const option_t experiment_option_table[];
/* Those of `saddle online`. */
extern const option_t online_option_table[];

/* All options, in order; NULL after the last.  Does the verb take it? */
const option_t *options_at(int i);
int options_belong(const option_t *, const verb_t *);

/* Reads the arguments after the verb.  Returns EXIT_DONE or EXIT_USAGE, with
   the message printed. */
int options_parse(options_t *, const verb_t *, int argc, char **argv);
void options_clear(options_t *);

void options_help(FILE *to, const verb_t *);  /* NULL: the whole program   */
/* Whether some verbs have two words, and this is their first. */
int options_is_group(const char *word);
void options_help_group(FILE *to, const char *word);

int run_check(const options_t *);
int run_derive(const options_t *);
int run_solve(const options_t *);
int run_certify(const options_t *);
int run_verify(const options_t *);
int run_emit(const options_t *);
int run_new(const options_t *);
int run_report(const options_t *);
int run_plot(const options_t *);
int run_sweep(const options_t *);
int run_amp(const options_t *);
int run_simulate(const options_t *);
int run_online(const options_t *);
int run_test(const options_t *);
int run_explain(const options_t *);
int run_rbm_train(const options_t *);
int run_rbm_fixed_points(const options_t *);
int run_rbm_evolve(const options_t *);
int run_rbm_sample(const options_t *);
int run_rbm_loglik(const options_t *);
int run_rbm_sense(const options_t *);
int run_rbm_weights(const options_t *);

/* Prints versions of the program, its libraries and the ABI. */
void print_version(FILE *to);

#endif
