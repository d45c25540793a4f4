/* compiler/cli/session.h -- a spec on its way through the compiler. */
#ifndef SADDLE_CLI_SESSION_H
#define SADDLE_CLI_SESSION_H

#include "../emit/emit.h"
#include "options.h"
#include <arb.h>

/* STAGE_SHOWN: derived, to be shown.  Flows (`learner online`) are refused by
   STAGE_DERIVED and STAGE_LOADED, other models by STAGE_FLOW; STAGE_EITHER
   loads both. */
typedef enum
{
    STAGE_CHECKED, STAGE_SHOWN, STAGE_DERIVED, STAGE_LOADED, STAGE_FLOW,
    STAGE_EITHER
} stage_t;

/* The value of one parameter, as the command line or its default gives it. */
typedef struct
{
    expr_t *value;     /* closed; NULL: none                               */
    char *text;        /* canonical text of value, malloc'd                */
    char *prefix;      /* prefix form of value, malloc'd                   */
    expr_t *lo, *hi;   /* NAME=LOW..HIGH, or NULL                          */
    int given;         /* on the command line                              */
} setting_t;

typedef struct
{
    source_t source;
    int has_source;
    arena_t arena;
    algebra_t *algebra;
    diags_t diags;
    spec_ast_t tree;
    spec_t spec;
    theory_t theory;
    char *c_text;
    loaded_t loaded;
    setting_t *setting; /* one for each parameter of the spec              */
    int n_words;        /* that may set numbers of units                   */
    const char *const *word;
    int mute;           /* no message of session_put, session_check_laws   */
} session_t;

/* Reads, parses, checks, derives, emits and loads as far as `stage` says.
   Returns EXIT_DONE, or the exit status with the messages printed (to stderr;
   as JSON lines to stdout when json is set).  Clear in every case. */
int session_open(session_t *, const char *path, stage_t stage, int json);
/* The same; of the words NAME=VALUE those that name a `hidden` take the place
   of its number.  session_set then passes them over. */
int session_open_units(session_t *, const char *path, stage_t stage, int json,
                       int n_words, const char *const *word);
void session_clear(session_t *);

/* Emits and loads an open session of stage derived. */
int session_load(session_t *);

/* Emits the C of an open session (stage derived or later) once. */
int session_emit(session_t *);

/* Takes NAME=VALUE and NAME=LOW..HIGH words into the settings; defaults for
   the rest.  `unknown`: index of a parameter that is solved for and must not
   be given a value, or -1.  EXIT_DONE, or EXIT_USAGE with a message. */
int session_set(session_t *, int n_words, const char *const *word,
                int unknown);

/* One expression of the command line or of a file; NULL with a message. */
expr_t *session_value(session_t *, const char *text, size_t length);
/* Index of the parameter called by the first `length` bytes, Greek letters
   allowed; -1 if there is none. */
int session_parameter_index(session_t *, const char *text, size_t length);
/* Whether a word NAME=VALUE of session_open_units set a number of units. */
int session_sets_units(const session_t *, const char *word);
/* Back to before any value was given. */
void session_forget(session_t *);
/* As if NAME=VALUE had been a word of session_set, which comes later. */
void session_give(session_t *, int k, expr_t *value);
/* Whether parameter k may have this value: EXIT_DONE, or EXIT_USAGE with a
   message.  session_put must follow before the value is used. */
int session_check(session_t *, int k, expr_t *value);
/* After session_set: another value for parameter k, with its domain; then the
   laws, once all values are put.  EXIT_DONE, or EXIT_USAGE with a message. */
int session_put(session_t *, int k, expr_t *value);
int session_check_laws(session_t *, int unknown);

/* Values of all parameters as doubles (0 for one that is unknown). */
double *session_doubles(const session_t *);

/* The certify_parameter_t callback; ctx is the session. */
void session_parameter(arb_t value, int k, slong prec, void *ctx);

#endif
