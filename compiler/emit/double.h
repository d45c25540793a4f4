/* compiler/emit/double.h -- writing the double version of a function. */
#ifndef SADDLE_EMIT_DOUBLE_H
#define SADDLE_EMIT_DOUBLE_H

#include "internal.h"

typedef struct
{
    emission_t *em;
    ir_t *ir;
    naming_t naming;
    int *uses;              /* 0: not needed                                */
    char *hoisted;          /* used by something that varies                */
    const char **text;      /* as printed so far                            */
    char *bind;
    int indent;
    int n_map_inputs;       /* of a function of arrays; else 0              */
} writer_t;

/* ---- write_double.c ------------------------------------------------------ */

void writer_init(writer_t *w, emission_t *em, lowering_t *l, int depth,
                 const char *variable, names_t *used);
/* Which nodes the roots need, and how often. */
void writer_count(writer_t *w, const int *root, int n);
/* static void NAME(ARGUMENTS) { */
void writer_open(emission_t *em, const char *name, const char *arguments);
/* Nodes that vary (or do not) in order, each as text or statement. */
void writer_statements(writer_t *w, int varies, int n_inner);
/* Says so where an argument is not used. */
void writer_unused(const writer_t *w, ir_op_t op, const char *argument);

/* ---- double_text.c ------------------------------------------------------- */

/* Node i as C, its operands being printed; *bind: how tightly it binds. */
const char *double_text(writer_t *w, int i, char *bind);

/* Binds as tightly as a name does. */
#define DOUBLE_ATOM 4

#endif
