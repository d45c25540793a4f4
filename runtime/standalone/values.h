/* runtime/standalone/values.h -- parameter values from NAME=VALUE words. */
#ifndef SADDLE_VALUES_H
#define SADDLE_VALUES_H

#include "../model.h"

/* Reads the words (decimals, or P/Q) over the defaults.  `text` gets the text
   of each value, borrowed.  Prints what is wrong and returns 0.  `unknown`:
   a parameter that needs no value, or -1. */
int values_read(double *p, const char **text, const saddle_model_t *,
                int n_words, char **word, int unknown);

/* "P" or "P/Q" in decimals; NAN for anything else. */
double values_number(const char *text);

/* Index of a threshold's parameter; -1 with a message when the model has no
   such threshold. */
int values_threshold(const saddle_model_t *, const char *name);

/* What can be given, for --help. */
void values_help(const saddle_model_t *);

#endif
