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
} diag_t;

typedef struct
{
    diag_t *item;
    int n, room;
    int n_errors;   /* counts also those beyond the limit */
    int suppressed; /* errors not kept: limit reached     */
} diags_t;

#define DIAG_MAX_ERRORS 20

void diags_init(diags_t *d);
void diags_clear(diags_t *d);

/* Adds one diagnostic; `help` may be NULL.  The message is printf-style.
   A second error at the same place with the same code is dropped. */
void diags_add(diags_t *d, severity_t severity, const char *code, span_t span,
               const char *help, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Sorts by place and prints all: text with caret for people,
   or one JSON object a line (LSP field names). */
void diags_print(FILE *to, const source_t *s, diags_t *d);
void diags_print_json(FILE *to, const source_t *s, diags_t *d);

/* Explanation of a code ("E0203"), or NULL if there is no such code. */
const char *diag_explain(const char *code, const char **title);

/* The closest of n candidates to `name` by edit distance, or NULL when none
   is close enough to be a plausible slip. */
const char *diag_suggest(const char *name, const char *const *candidate,
                         int n);

#endif
