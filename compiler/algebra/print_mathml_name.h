/* compiler/algebra/print_mathml_name.h -- names in MathML. */
#ifndef SADDLE_PRINT_MATHML_NAME_H
#define SADDLE_PRINT_MATHML_NAME_H

#include "expr.h"

#include <stdio.h>

/* A name of the language: a letter or a word, a hat, an index. */
void mathml_name(FILE *, const char *name);
/* A named function, by its LaTeX. */
void mathml_definition(FILE *, const definition_t *);

#endif
