/* runtime/rbm/mean_field.h -- constrained free energies of the magnetisations.
 *
 *   Gamma(m,h) = sum over units of x ln x + (1-x) ln(1-x) - a.m - b.h
 *                - sum W_ij m_i h_j                                  (naive)
 *                - 1/2 sum W_ij^2 c_i d_j                            (TAP2)
 *                - 2/3 sum W_ij^3 c_i (1/2-m_i) d_j (1/2-h_j)        (TAP3)
 *
 * with c = m - m^2, d = h - h^2; ln Z ~ -Gamma where it is stationary.  For real
 * visible units (m_i, c_i) are mean and variance and their part of Gamma is
 * -ln Zt(a+B, A) + B m - A (c + m^2)/2, with A_i = -sum W_ij^2 d_j (0 for naive)
 * and B_i = sum W_ij h_j + A_i m_i; there is no TAP3 for them.
 * Sources: Plefka 1982; Georges, Yedidia 1991; Gabrie, Tramel, Krzakala 2015;
 * Tramel et al. 2018.
 *
 * Many states at once: the rows of matrices, so that fields are matrix products.
 */
#ifndef SADDLE_RBM_MEAN_FIELD_H
#define SADDLE_RBM_MEAN_FIELD_H

#include "machine.h"
#include "../crew.h"

typedef struct
{
    int rows, nv, nh;
    double *m, *c;         /* rows x nv: means and variances              */
    double *h, *d;         /* rows x nh                                   */
    const double *tilt;    /* rows x nv added to a (binary), or NULL;
                              borrowed                                    */
} mf_state_t;

typedef struct
{
    const rbm_t *rbm;      /* borrowed                                    */
    crew_t *crew;          /* borrowed, may be NULL                       */
    int order;             /* 1 naive, 2, 3                               */
    double *w2, *w3;       /* elementwise square and cube, or NULL        */
} mf_t;

rbm_status_t mf_init(mf_t *, const rbm_t *, int order, crew_t *,
                     rbm_message_t *);
/* After the weights have changed: the powers anew. */
void mf_refresh(mf_t *);
void mf_refresh_rows(mf_t *, int at, int width); /* those of visible units */
void mf_clear(mf_t *);

int mf_state_init(mf_state_t *, int rows, int nv, int nh); /* 0: no memory */
void mf_state_clear(mf_state_t *);
void mf_state_copy_row(mf_state_t *to, int i, const mf_state_t *from, int k);
/* Variances from the means: c = m - m^2 (binary), d = h - h^2. */
void mf_state_variances(mf_state_t *, const rbm_t *);

/* Means of single units: m of the biases alone (plus tilt), h of b. */
void mf_start_from_biases(mf_state_t *, const rbm_t *);
/* m as given in the state (data, or random); h from b + m W. */
void mf_start_from_visible(mf_state_t *, const mf_t *);

/*
 * One sweep: hidden, then visible units; each takes the newest means of the
 * other side and its own old mean in the Onsager terms.
 * x <- damping x_old + (1 - damping) x_new.
 */
void mf_sweep(const mf_t *, mf_state_t *, double damping);

/* The two halves of a sweep. */
void mf_sweep_hidden(const mf_t *, mf_state_t *, double damping);
void mf_sweep_visible(const mf_t *, mf_state_t *, double damping);

/* Sweeps until no mean of any row moves by more than tol, at most `limit`.
   change (rows, or NULL): the last movement of each row.  Returns the number of
   sweeps; above `limit` when some row did not settle; -1 when interrupted. */
int mf_iterate(const mf_t *, mf_state_t *, double damping, double tol,
               int limit, double *change, rbm_tick_t tick, void *ctx);

/* Gamma of every row.  0: no memory. */
int mf_energy(const mf_t *, const mf_state_t *, double *gamma);

/* dGamma/dm and dGamma/dh of every row; binary units.  0: no memory. */
int mf_gradient(const mf_t *, const mf_state_t *, double *gm, double *gh);

/* Rows at..at+width of g (nv x nh, all of it) += scale * sum over states of
   -dGamma/dW_ij = m_i h_j + W_ij c_i d_j + 2 W_ij^2 c_i(1/2-m_i) d_j(1/2-h_j).
   scratch: width x nh.  third: rows x (nv + nh) from mf_third, or NULL below
   order 3. */
void mf_statistics(const mf_t *, const mf_state_t *, double *g, double scale,
                   int at, int width, double *scratch, const double *third);

/* c(1/2-m) for all rows and units, then d(1/2-h): rows x nv, rows x nh. */
void mf_third(double *third, const mf_state_t *);

#endif
