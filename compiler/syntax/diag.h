/* compiler/syntax/diag.h -- diagnostics: collected, sorted, printed. */
#ifndef SADDLE_DIAG_H
#define SADDLE_DIAG_H

#include "source.h"
#include <stdio.h>

typedef struct
{
    int line, col;         /* 1-based; columns count code points,          */
    int end_line, end_col; /* a tab goes to the next multiple of 8, plus 1; */
} span_t;                  /* end_col is one past the last column           */

typedef enum { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR } severity_t;

/* Every diagnostic has a stable code "E0203", listed in codes.def with a
   one-line title and an explanation for `saddle explain`. */
typedef struct
{
    severity_t severity;
    const char *code;
    span_t span;   /* line 0: about the file as a whole    */
    char *message; /* lower case, no full stop             */
    char *help;    /* NULL, or one sentence that mends it  */
    span_t anchor; /* what it is sorted by: a note stays   */
    int serial;    /*   behind the error it was added for  */
} diag_t;

typedef struct
{
    diag_t *item;
    int n, room;
    int n_errors;   /* counts also those beyond the limit */
    int suppressed; /* errors not kept: limit reached     */
    int n_warnings, serial, dropped_last;
} diags_t;

#define DIAG_MAX_ERRORS 20

void diags_init(diags_t *d);
void diags_clear(diags_t *d);

/* Adds one diagnostic; `help` may be NULL.  The message is printf-style.
   A second one at the same place with the same code is dropped.  Notes belong
   to the error or warning added before them, and are dropped with it. */
void diags_add(diags_t *d, severity_t severity, const char *code, span_t span,
               const char *help, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Drops the notes with this code. */
void diags_forget(diags_t *d, const char *code);

/* Sorts by place and prints all: text with caret for people,
   or one JSON object a line with the fields of the Language Server Protocol's
   Diagnostic (range in UTF-16 units, from 0), `file`, and `data.help`.
   Control characters never reach `to`. */
void diags_print(FILE *to, const source_t *s, diags_t *d);
void diags_print_json(FILE *to, const source_t *s, diags_t *d);

/* Explanation of a code ("E0203"), or NULL if there is no such code. */
const char *diag_explain(const char *code, const char **title);

/* The closest of n candidates to `name` by edit distance, or NULL when none
   is close enough to be a plausible slip. */
const char *diag_suggest(const char *name, const char *const *candidate,
                         int n);

#endif
