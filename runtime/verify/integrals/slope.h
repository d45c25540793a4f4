/* runtime/verify/integrals/slope.h -- the derivative of an expression in a
 * variable. */
#ifndef VERIFY_SLOPE_H
#define VERIFY_SLOPE_H

#include "../text/node.h"

/* The derivative in variable `index`; NULL: e is not differentiable by its form,
   or this does not know how. */
node_t *tree_slope(tree_t *t, node_t *e, int index);

/* Without factors 1, and 0 if one of them is. */
node_t *tree_product(tree_t *t, int n, node_t *const *factor);

#endif
