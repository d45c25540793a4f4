/* tests/loose.h -- expressions of the certificate's language in plain doubles, by
 * plain quadrature and search: an outside opinion of the checker's evaluator. */
#ifndef TESTS_LOOSE_H
#define TESTS_LOOSE_H

#include "../runtime/verify/text/node.h"

/* `index`: 0 and 1 for the names a and b, or the binder of a variable, outwards. */
typedef struct loose
{
    op_t op;
    int index, arity;
    long p, q;                  /* of a number */
    struct loose *child[3];
} loose_t;

/* Expressions live until the next loose_forget. */
loose_t *loose_number(long p, long q);
loose_t *loose_index(op_t op, int index);
/* The children that are not NULL. */
loose_t *loose_of(op_t op, loose_t *a, loose_t *b, loose_t *c);
void loose_forget(void);

/* In prefix form.  0: longer than `room`. */
int loose_print(char *to, size_t room, const loose_t *e);

/* The value at (a, b), to about 1e-9 where it is one that doubles hold. */
double loose_value(const loose_t *e, const double at[2]);

#endif
