/* compiler/replica/document.h -- what the printers of a theory share. */
#ifndef SADDLE_DOCUMENT_H
#define SADDLE_DOCUMENT_H

#include "theory.h"

/* Writes `left = e`, broken before a + or - outside brackets (else inside the
   fewest) so that lines stay within `width` columns where that is possible. */
void document_equation(FILE *, const char *left, expr_t *e, int indent,
                       int width);

/* How a value is shown: value = free entropy + rest, when that is shorter.
   Returns the rest, or NULL to show the value itself. */
expr_t *document_rest(const theory_t *, const named_value_t *);

#endif
