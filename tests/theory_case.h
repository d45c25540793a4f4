/* tests/theory_case.h -- a spec from text to its theory, for tests. */
#ifndef SADDLE_THEORY_CASE_H
#define SADDLE_THEORY_CASE_H

#include "../compiler/replica/theory.h"
#include "walker.h"

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

/* The index of an unknown, or -1. */
int case_unknown(const theory_t *, const char *name);
/* The system of that name on a boundary state (-1: interior), or NULL. */
const system_t *case_system(const theory_t *, const char *name, int boundary);
/* What a name means at a system's solution, or NULL. */
expr_t *case_value(const system_t *, const char *name);
/* Sets the symbol of that name. */
void case_set(walker_t *, const theory_case_t *, const char *name,
              double value);
/* walker_value as a double; NAN when there is none. */
double walker_double(walker_t *, expr_t *);
/* |a - b| <= tol (1 + |b|), by the difference itself at full precision. */
int near(const arb_t a, const arb_t b, double tol);

#endif
