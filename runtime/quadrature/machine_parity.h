/* runtime/quadrature/machine_parity.h -- which integrands are even in t. */
#ifndef SADDLE_MACHINE_PARITY_H
#define SADDLE_MACHINE_PARITY_H

#include "../model.h"

/* 1 if every integrand of the group is an even function of t, as its program
   shows; 0 if that is not seen. */
int group_is_even(const saddle_group_t *group);

#endif
