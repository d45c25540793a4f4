/* compiler/cli/report.h -- the parts of the page that `saddle report` writes. */
#ifndef SADDLE_CLI_REPORT_H
#define SADDLE_CLI_REPORT_H

#include "session.h"

#define REPORT_MARKS 32

typedef struct
{
    FILE *to;
    session_t *s;
    const options_t *o;
    /* Critical values, to be marked on the curves over their parameter. */
    int n_marks;
    struct { int parameter; double value; const char *name; }
        mark[REPORT_MARKS];
} report_t;

/* The words of the command line but those about one parameter (-1: all);
   malloc'd array of borrowed words. */
const char **report_words(const report_t *, int but, int *n);
/* The first parameter, other than `but`, that has no value; or -1. */
int report_lacks(const report_t *, int but);

/* The scanned parameter and its values. */
typedef struct
{
    int parameter, n;
    double *at;             /* malloc'd                                     */
} report_axis_t;

/* report_axis.c: what the command line scans, else around the first threshold,
   else the first parameter without a value.  1; 0 if there is none; -1 with a
   message when the words are wrong. */
int report_axis(const report_t *, report_axis_t *);

/* report_thresholds.c: a section, with marks left behind; certificates in it
   as downloads.  report_curves.c: a section of charts and a table. */
void report_thresholds(report_t *);
int report_curves(report_t *);

#endif
