/* tests/loaded_model.h -- a spec given as text, compiled and loaded. */
#ifndef SADDLE_TESTS_LOADED_MODEL_H
#define SADDLE_TESTS_LOADED_MODEL_H

#include "../compiler/emit/emit.h"
#include "model_case.h"

typedef struct
{
    model_case_t parsed;
    theory_t theory;
    loaded_t loaded;
    const saddle_model_t *model;    /* NULL after a failed assertion       */
} loaded_model_t;

/* Compiled models are kept in the cache of the user's own programs. */
int loaded_open(loaded_model_t *, const char *text);
void loaded_close(loaded_model_t *);

/* Sets a parameter in an env of the model. */
void loaded_set(const loaded_model_t *, double *env, const char *name,
                double value);

#endif
