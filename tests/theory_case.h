/* tests/theory_case.h -- a spec from text to its theory, for tests. */
#ifndef SADDLE_THEORY_CASE_H
#define SADDLE_THEORY_CASE_H

#include "../compiler/replica/theory.h"

typedef struct
{
    source_t source;
    arena_t arena;
    algebra_t *algebra;
    diags_t diags;
    spec_ast_t tree;
    spec_t spec;
    theory_t theory;
    int derived; /* 1: theory is there; 0: diags say why not */
} theory_case_t;

/* To be closed in any case. */
void case_from_text(theory_case_t *, const char *text);
void case_from_file(theory_case_t *, const char *path);
void case_close(theory_case_t *);
/* Prints what was reported (for tests that expected success). */
void case_complain(theory_case_t *);
/* 1 when a diagnostic with this code was given. */
int case_has_code(const theory_case_t *, const char *code);

#endif
