/* compiler/cli/help.h -- what the pages about the program are made of. */
#ifndef SADDLE_CLI_HELP_H
#define SADDLE_CLI_HELP_H

#include "options.h"

/* Verbs that go together, in the order of the pages; ends with NULL. */
extern const char *const help_groups[];
/* The group of a verb; the last one for a verb that help.c does not know. */
const char *help_group(const verb_t *);
/* Command lines, one a line; "" where there are none. */
const char *help_examples(const verb_t *);
/* "0  done, or proven" and so on, one a line. */
extern const char help_exit_status[];

/* manual.c: the man page; completion.c: for bash, zsh or fish, 0 for another
   shell. */
void print_manual(FILE *);
int print_completion(FILE *, const char *shell);

#endif
