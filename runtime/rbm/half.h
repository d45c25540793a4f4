/* runtime/rbm/half.h -- half a sweep: one side of the machine acts on the other.
 *
 * Each order adds its term to the fields of a block of target units; so a file
 * per order, and one loop over them.
 */
#ifndef SADDLE_RBM_HALF_H
#define SADDLE_RBM_HALF_H

#include "mean_field.h"

typedef struct
{
    const mf_t *mf;
    int rows, to_visible;
    const double *x, *cx;      /* means and variances of the acting side   */
    const double *kx;          /* c(1/2-x) of it, order 3                  */
    const double *y, *dy;      /* old means and variances of the targets   */
} half_t;

int half_targets(const half_t *);

/* out (rows x width) = x W, or x W^2, or x W^3 for targets at..at+width. */
void half_product(const half_t *, double *out, const double *x,
                  const double *w, int at, int width);

/* field = sum_i W_ij x_i */
void naive_field(const half_t *, double *field, int at, int width);
/* field -= (y_j - 1/2) sum_i W_ij^2 c_i */
void tap2_field(const half_t *, double *field, int at, int width,
                double *scratch);
/* field += 2/3 (1/2 - 3 d_j) sum_i W_ij^3 c_i (1/2 - x_i) */
void tap3_field(const half_t *, double *field, int at, int width,
                double *scratch);

/* The terms of Gamma, added to gamma[row]; scratch: rows x nh. */
void naive_energy(const mf_t *, const mf_state_t *, double *gamma,
                  double *scratch);
void tap2_energy(const mf_t *, const mf_state_t *, double *gamma,
                 double *scratch);
void tap3_energy(const mf_t *, const mf_state_t *, double *gamma,
                 double *scratch, const double *third);

/* Real visible units: means and variances from fields; their part of Gamma.
   onsager: rows x width sums of W^2 d, or NULL for naive. */
void real_update(const half_t *, double *m, double *c, const double *field,
                 const double *onsager, int at, int width, double damping);
int real_energy(const mf_t *, const mf_state_t *, double *gamma);

#endif
