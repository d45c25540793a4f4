/* runtime/rbm/units.h -- functions of binary units, on arrays.
 *
 * The array versions are branch-free with a polynomial exponential (error
 * about 1 ulp), so that compilers turn them into vector instructions.
 */
#ifndef SADDLE_RBM_UNITS_H
#define SADDLE_RBM_UNITS_H

#include <stddef.h>

double units_sigmoid(double x);
double units_softplus(double x);       /* ln(1 + e^x) */
double units_entropy(double p);        /* p ln p + (1-p) ln(1-p), 0 at 0, 1 */

/* x_k <- sigmoid(x_k) */
void units_sigmoids(double *x, size_t n);
/* sum_k ln(1 + exp(x_k)) */
double units_softplus_sum(const double *x, size_t n);
/* sum_k ln(1 + exp(x_k + s d_k)) */
double units_softplus_shifted(const double *x, const double *d, double s,
                              size_t n);

#endif
