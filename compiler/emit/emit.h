/* compiler/emit/emit.h -- from a theory to C, and from C to a loaded model. */
#ifndef SADDLE_EMIT_H
#define SADDLE_EMIT_H

#include "../../runtime/model.h"
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
 * whose place is not affine in the integration variable, ...).
 */
int emit_model(FILE *to, const theory_t *theory, const emit_context_t *context,
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
    const saddle_model_t *model;
    void *handle;
    char *message;       /* malloc'd reason when not LOAD_OK               */
} loaded_t;

/*
 * load_model -- compile C text to a shared object, or take it from the cache
 * ($XDG_CACHE_HOME/saddle, mode 0700; key: hash of the C, runtime/model.h,
 * compiler and flags), and dlopen it.  Shipped models are looked up first in
 * the folder of built models (see load_folders).  cc runs with an argument
 * vector, never a shell; the object appears by rename.
 */
load_status_t load_model(loaded_t *out, const char *c_text);
void load_close(loaded_t *);

#endif
