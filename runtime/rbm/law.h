/* runtime/rbm/law.h -- the law of a real visible unit, and its tilts. */
#ifndef SADDLE_RBM_LAW_H
#define SADDLE_RBM_LAW_H

/* (1-rho) delta_0 + rho N(mu, s2) restricted to [lo, hi] and renormalised.
   rho = 1: truncated Gaussian; infinite ends: Gauss-Bernoulli. */
typedef struct
{
    double rho, mu, s2, lo, hi;
} law_t;

/* 0 <= rho <= 1, s2 > 0, lo < hi, finite mu. */
int law_is_valid(const law_t *);

/*
 * law_tilt -- ln Zt(B,A) with Zt = int P0(x) exp(-A x^2/2 + B x) dx, and mean
 * and variance of the tilted law (its derivatives in B).
 *
 * A may be negative as long as [lo, hi] is finite or 1/s2 + A > 0; otherwise
 * Zt diverges and all three values are NaN.  Method: closed form where the
 * slab is wide in units of its width and not a far tail, else Gauss-Legendre
 * panels; error about 1e-13.  Source: formula sheet, section 5.
 */
double law_tilt(const law_t *, double b, double a, double *mean,
                double *variance);

/* A sample of the law tilted by exp(B x), from two uniforms. */
double law_sample(const law_t *, double b, double u, double v);

/* ln of the density of P0 at x with respect to (delta_0 + Lebesgue). */
double law_log_density(const law_t *, double x);

#endif
