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
} writer_t;

/* Node i as C, its operands being printed; *bind: how tightly it binds. */
const char *double_text(writer_t *w, int i, char *bind);

/* Binds as tightly as a name does. */
#define DOUBLE_ATOM 4

#endif
