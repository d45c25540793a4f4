/* runtime/simulate/spins.h -- spin glasses of N spins.
 *
 *     H = -sum_{i<j} J_ij s_i s_j - h sum_i s_i
 *
 * SK: J_ij ~ N(0, 1/N).  Hopfield: J_ij = sum_p xi_i^p xi_j^p / N over alpha N
 * patterns of +-1.
 */
#ifndef SADDLE_SIMULATE_SPINS_H
#define SADDLE_SIMULATE_SPINS_H

#include "../amp/instance.h"

typedef enum { SPINS_SK, SPINS_HOPFIELD } spins_kind_t;

typedef struct
{
    spins_kind_t kind;
    size_t n;
    double h;
    double *j;              /* n x n, symmetric, zero diagonal             */
    double *pattern;        /* the first one; NULL for SK                  */
} spins_t;

/* 0 without memory; clear in every case.  alpha: Hopfield only. */
int spins_init(spins_t *, spins_kind_t, size_t n, double h, double alpha,
               random_t);
void spins_clear(spins_t *);

typedef struct
{
    double q;               /* mean m_i^2                                  */
    double change;          /* mean (m_i - m_i before)^2                   */
} tap_point_t;

/*
 * spins_tap -- the iteration of Thouless, Anderson and Palmer for SK with the
 * time indices of Bolthausen (Comm. Math. Phys. 325, 2014):
 *
 *     m(t+1) = tanh(beta [h + J m(t) - onsager beta (1 - q(t)) m(t-1)])
 *
 * from m(0) = sqrt(start), m(-1) = 0.
 *
 *   point    out  iterations + 1 points
 *   onsager  in   1; anything else is a seam for tests
 */
saddle_status_t spins_tap(tap_point_t *point, int iterations, const spins_t *,
                          double beta, double start, double onsager);

typedef struct
{
    double energy;          /* H/N                                         */
    double q;               /* overlap of two copies; its modulus at h = 0 */
    double m;               /* magnetisation; overlap with the pattern     */
    double drift;           /* H/N of the last quarter of the sweeps minus
                               that of the third: 0 on average when at rest */
} spins_mean_t;

typedef struct
{
    int temperatures;       /* beta and hotter ones                        */
    int sweeps;             /* the first half is thrown away               */
    int (*tick)(void *ctx);
    void *ctx;
} tempering_options_t;

/* Thermal means by parallel tempering of two copies. */
saddle_status_t spins_tempering(spins_mean_t *, const spins_t *, double beta,
                                const tempering_options_t *, random_t);

#endif
