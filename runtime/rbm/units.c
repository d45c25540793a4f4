/* runtime/rbm/units.c -- functions of binary units, on arrays. */
#include "units.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* One body, compiled for several instruction sets; the loader chooses. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) \
    && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define VECTOR                                                             \
    __attribute__((optimize("O3", "no-trapping-math"),                                         \
                   target_clones("avx512f", "avx2",    \
                                 "default")))
#else
#define VECTOR
#endif

/* exp(x) for -700 <= x <= 0: x = k ln 2 + r, Taylor polynomial in r. */
static inline __attribute__((always_inline)) double
exp_negative(double x)
{
    const double magic = 0x1.8p52;
    double t = x * 1.44269504088896340736 + magic, k = t - magic, r, p, scale;
    uint64_t bits;

    r = x - k * 0x1.62e42fefa38p-1;
    r -= k * 0x1.ef35793c7673p-45;
    p = 1.0 / 6227020800;
    p = p * r + 1.0 / 479001600;
    p = p * r + 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1;
    p = p * r + 1;
    memcpy(&bits, &t, sizeof bits);
    bits = (bits + 1023) << 52;
    memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}

/* ln(1+t) for 0 <= t <= 1 as 2 artanh(t/(2+t)). */
static inline __attribute__((always_inline)) double
log1p_unit(double t)
{
    double s = t / (2 + t), q = s * s, p = 1.0 / 33;
    int k;

#pragma GCC unroll 16
    for (k = 31; k >= 1; k -= 2)
        p = p * q + 1.0 / k;
    return 2 * s * p;
}

static inline __attribute__((always_inline)) double
softplus_body(double x)
{
    double size = fabs(x), small = size < 700 ? size : 700;

    return 0.5 * (x + size) + log1p_unit(exp_negative(-small));
}

VECTOR void
units_sigmoids(double *x, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
    {
        double v = x[i], size = fabs(v), small = size < 700 ? size : 700;
        double t = exp_negative(-small), top = v < 0 ? t : 1;

        x[i] = top / (1 + t);
    }
}

/* Eight partial sums: the order is fixed, whatever the vector length. */
VECTOR double
units_softplus_sum(const double *x, size_t n)
{
    double part[8] = { 0 }, sum = 0;
    size_t i, k;

    for (i = 0; i + 8 <= n; i += 8)
        for (k = 0; k < 8; k++)
            part[k] += softplus_body(x[i + k]);
    for (; i < n; i++)
        part[0] += softplus_body(x[i]);
    for (k = 0; k < 8; k++)
        sum += part[k];
    return sum;
}

VECTOR double
units_softplus_shifted(const double *x, const double *d, double s, size_t n)
{
    double part[8] = { 0 }, sum = 0;
    size_t i, k;

    for (i = 0; i + 8 <= n; i += 8)
        for (k = 0; k < 8; k++)
            part[k] += softplus_body(x[i + k] + s * d[i + k]);
    for (; i < n; i++)
        part[0] += softplus_body(x[i] + s * d[i]);
    for (k = 0; k < 8; k++)
        sum += part[k];
    return sum;
}

double
units_sigmoid(double x)
{
    double t = exp(-fabs(x));

    return x < 0 ? t / (1 + t) : 1 / (1 + t);
}

double
units_softplus(double x)
{
    return fmax(x, 0) + log1p(exp(-fabs(x)));
}

double
units_entropy(double p)
{
    double e = 0;

    if (p > 0)
        e += p * log(p);
    if (p < 1)
        e += (1 - p) * log1p(-p);
    return e;
}
