/* compiler/algebra/product.h -- the state of a product being collected. */
#ifndef SADDLE_PRODUCT_H
#define SADDLE_PRODUCT_H

#include "node.h"

/* base ^ (r + e); e NULL for none. */
typedef struct
{
    expr_t *base, *e;
    fmpq_t r;
} slot_t;

typedef struct
{
    algebra_t *a;
    slot_t *slot;
    int n, size;
    memo_t index;          /* base -> 1 + position in slot */
    fmpq_t c;
    radical_t radical;
    list_t exponential;    /* arguments of exp */
} product_t;

/* The slot of a base; made if there is none.  Valid until the next one is. */
slot_t *product_slot(product_t *, expr_t *base);
slot_t *product_find(product_t *, expr_t *base);

/* relation.c: sinh, cosh and tanh of one argument; x - 1 beside 1 - x. */
void product_relations(product_t *);

#endif
