/* runtime/standalone/values.h -- parameter values from NAME=VALUE words. */
#ifndef SADDLE_VALUES_H
#define SADDLE_VALUES_H

#include "../model.h"

typedef struct
{
    double *p;              /* of each parameter; 0 for the unknown          */
    const char **text;      /* the same as borrowed text, NULL for none      */
    const saddle_system_t *threshold;   /* the one asked for, or NULL        */
    int unknown;            /* the parameter that it solves for, or -1       */
    double lo, hi;          /* range in which that is searched               */
    int range_given;
} values_t;

/* Takes the words NAME=VALUE over the defaults; values are expressions that
   formula.h knows, NAME=LOW..HIGH is the range of a threshold's parameter.
   threshold: a name, or NULL.  Prints what is wrong and returns 0.  Clear in
   every case. */
int values_read(values_t *, const char *threshold, int n_words, char **word);
void values_clear(values_t *);

int values_is_threshold(const char *name);

/* What can be given, for --help. */
void values_help(void);

#endif
