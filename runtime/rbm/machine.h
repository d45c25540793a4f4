/* runtime/rbm/machine.h -- the parameters of a restricted Boltzmann machine.
 *
 *   P(v,h) = exp( sum_i a_i v_i + sum_j b_j h_j + sum_ij v_i W_ij h_j )
 *            prod_i P0_i(v_i) / Z,          h_j in {0,1}.
 *
 * Binary visible units have counting measure on {0,1} for P0.  Real ones have
 * the law P0_i = (1-rho) delta_0 + rho N(mu,s2) restricted to [lo,hi].
 */
#ifndef SADDLE_RBM_MACHINE_H
#define SADDLE_RBM_MACHINE_H

#include "law.h"
#include "status.h"

typedef struct
{
    int nv, nh;
    law_t *law;            /* nv laws of real visible units; NULL: binary  */
    double *w;             /* nv x nh, by rows                             */
    double *a, *b;         /* nv, nh                                       */
    int height, width;     /* the visible layer as an image, or 0          */
} rbm_t;

/* Zero parameters.  Sizes from 1; clear in every case. */
rbm_status_t rbm_init(rbm_t *, int nv, int nh, int real, rbm_message_t *);
void rbm_clear(rbm_t *);
rbm_status_t rbm_copy(rbm_t *to, const rbm_t *from, rbm_message_t *);

/* W_ij ~ N(0, sigma^2) from the stream of `seed`. */
void rbm_random_weights(rbm_t *, double sigma, unsigned long seed);

/* a_i = ln(p_i/(1-p_i)) with p_i = mean_i kept inside [floor, 1-floor]; binary
   units only. */
void rbm_biases_from_means(rbm_t *, const double *mean, double floor);

/* RBM_BAD_DATA if a parameter is not finite, or a law is not one. */
rbm_status_t rbm_validate(const rbm_t *, rbm_message_t *);

/* The two sides of the image of n units: those of the machine if known, else
   the most square rectangle. */
void rbm_image_shape(const rbm_t *, int *height, int *width);

#endif
