/* runtime/verify/integrals/integrand.h -- an integral that is done numerically.
 */
#ifndef VERIFY_INTEGRAND_H
#define VERIFY_INTEGRAND_H

#include "interpret.h"

/* Values of the integrand that were computed: the components of a jet are
   integrated one by one, mostly at the same points. */
typedef struct
{
    acb_t z;
    int analytic;
    acb_ptr jet;
} point_t;

typedef struct
{
    work_t *w;
    node_t *body;
    piece_t *piece;
    val_t *scale, *shift;           /* variable = scale xi + shift     */
    val_t *lo, *width;              /* xi = lo + width s               */
    int gaussian, component;
    point_t *table;
    size_t size, used;
} integrand_t;

/* All components of its jet over s in [0, 1], without the factor width. */
void integrand_over(integrand_t *f, acb_ptr to);

#endif
