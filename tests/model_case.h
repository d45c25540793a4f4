/* tests/model_case.h -- a spec given as text, parsed and checked. */
#ifndef SADDLE_MODEL_CASE_H
#define SADDLE_MODEL_CASE_H

#include "../compiler/model/spec.h"

typedef struct
{
    source_t source;
    diags_t diags;
    arena_t arena;
    algebra_t *algebra;
    spec_ast_t tree;
    spec_t spec;
    int parsed, good;
} model_case_t;

/* Parses and checks; a spec with a syntax error is checked all the same, so
   far as it was read.  arena: bytes that the checker may use, 0: plenty. */
void model_open(model_case_t *, const char *text, size_t arena);
void model_close(model_case_t *);

/* As model_open; a spec with errors is printed with its diagnostics and
   counts as a failed assertion. */
int model_open_good(model_case_t *, const char *text);

/* The observable of that name, or NULL. */
expr_t *model_observable(const model_case_t *, const char *name);

#endif
