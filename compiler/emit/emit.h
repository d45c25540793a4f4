/* compiler/emit/emit.h -- from a theory to C, and from C to a loaded model. */
#ifndef SADDLE_EMIT_H
#define SADDLE_EMIT_H

#include "../../runtime/model.h"
#include "../../runtime/ode/flow.h"
#include "../replica/theory.h"
#include <stdio.h>

/* Text that goes into the emitted file beside the mathematics. */
typedef struct
{
    const char *spec_text;  /* the whole spec                              */
    const char *spec_name;  /* base name of the file, no folder            */
    const char *version;    /* of the compiler                             */
} emit_context_t;

/*
 * emit_model -- write the C of a theory: doubles and abstract machine, per
 * runtime/model.h.  Same theory and version: same bytes.
 * Returns 1; 0 with a diagnostic when something cannot be emitted (a kink
 * whose place is not affine in the integration variable, ...).  Write errors
 * are left to ferror(to).
 */
int emit_model(FILE *to, const theory_t *theory, const emit_context_t *context,
               diags_t *d);

/* The same for a theory that is a flow, per runtime/ode/flow.h. */
int emit_flow(FILE *to, const theory_t *theory, const emit_context_t *context,
              diags_t *d);

/* The same as three files: what a double solver runs, and apart from it, in
   model_balls.c and .h, what only proofs need. */
int emit_model_parts(FILE *doubles, FILE *balls, FILE *ball_header,
                     const theory_t *theory, const emit_context_t *context,
                     diags_t *d);

typedef enum
{
    LOAD_OK = 0,
    LOAD_NO_COMPILER,    /* no C compiler found                            */
    LOAD_COMPILE_FAILED, /* message holds what it said                     */
    LOAD_CACHE,          /* cache folder cannot be written                 */
    LOAD_ABI,            /* built for another ABI                          */
    LOAD_SYSTEM
} load_status_t;

typedef struct
{
    const saddle_model_t *model;    /* one of the two, the other is NULL   */
    const saddle_flow_t *flow;
    void *handle;
    char *message;       /* malloc'd reason when not LOAD_OK               */
} loaded_t;

/*
 * load_model -- compile C text to a shared object, or take it from the cache,
 * and dlopen it.
 *
 *   out     out  model or flow, and handle; both NULL and message set when not
 *                LOAD_OK
 *   c_text  in   a file written by emit_model
 *
 * Looked up in this order:
 *   1. the folders of built models: $SADDLE_MODELS_SO, SADDLE_LIBDIR (of the
 *      build), by load_key: no compiler needed;
 *   2. the cache $XDG_CACHE_HOME/saddle or ~/.cache/saddle (ours, mode 0700,
 *      refused otherwise), by the hash of load_key, compiler and flags;
 *   3. the compiler: $CC, or cc, gcc, clang of PATH, run with an argument
 *      vector, never a shell.  The object appears in the cache by rename.
 * Objects carry a seal (SHA-256 of their bytes); one that is cut or changed
 * is built anew.
 */
load_status_t load_model(loaded_t *out, const char *c_text);
void load_close(loaded_t *);

/* Hash of C text and the headers that it includes: the name, without ".so", of the object
   in a folder of built models. */
void load_key(char hex[65], const char *c_text);

/* Builds c_text into `folder` under load_key, for later lookup there.
   *message: malloc'd reason, or NULL. */
load_status_t load_install(const char *folder, const char *c_text,
                           char **message);

#endif
