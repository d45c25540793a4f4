/* runtime/quadrature/machine_range.h -- the machine over ranges of values. */
#ifndef SADDLE_MACHINE_RANGE_H
#define SADDLE_MACHINE_RANGE_H

#include "machine_real.h"
#include "machine_scaled.h"

/*
 * The machine over real balls, for wide ones: monotone functions have their
 * values at the ends, even powers are not negative, and scales are kept apart.
 */
typedef struct
{
    scaled_machine_t scaled;     /* programs run on scaled.base            */
    real_machine_t real;         /* the values                             */
    saddle_ops_t ops;            /* of real                                */
} range_machine_t;

void range_machine_init(range_machine_t *m, int n_registers);
void range_machine_clear(range_machine_t *m);

/* A(u) = exp(-u^2/2)/H(u) for a ball u >= -1 in register a; else 0. */
int range_inverse_mills(saddle_machine_t *real, int r, int a);

#endif
