/* tests/rbm_machines.h -- the small machines of the formula sheet. */
#ifndef SADDLE_TEST_RBM_MACHINES_H
#define SADDLE_TEST_RBM_MACHINES_H

#include "../runtime/rbm/machine.h"

/* P1, P2, P3 for which = 1, 2, 3. */
void small_machine(rbm_t *, int which);

/* The data set D: 8 x nv patterns. */
void small_data(double *v, int nv);

/* The planted symmetric family: nv = 20, nh = 16, strength s. */
void family_machine(rbm_t *, double s);

/* Random parameters: biases N(0,1), weights scale N(0,1), from `rng`. */
void random_machine(rbm_t *, int nv, int nh, double scale);

#endif
