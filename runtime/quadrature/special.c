/* runtime/quadrature/special.c -- the normal distribution in doubles. */
#include "../model.h"

#include <math.h>

#define SQRT_HALF_PI_INVERSE 0.39894228040143267794 /* 1/sqrt(2 pi)   */
#define HALF_LOG_TWO_PI 0.91893853320467274178
#define ORDERED 1e-13 /* ends that rounding put in the wrong order */
#define EMPTY 2e-15   /* a few units in the last place of the ends  */
#define NO_WEIGHT 1e-15 /* rounding of a probability    */
#define LOG_TWO 0.69314718055994530942

/*
 * For x >= 0 and t = (x - 4)/(x + 4):  (x + 4) exp(x^2/2) H(x) = sum s_j t^j.
 * Truncated Chebyshev series, computed with 50 digits; relative error below
 * 5e-18 on [-1, 1] before rounding.
 */
static const double series[28] = {
    0.75528513041575149205,     -0.60789664197189212453,
    0.38713740074221491747,     -0.18652185795965482879,
    0.060396574890917872251,    -0.007540188966825239981,
    -0.0034796923670479736302,  0.0016308184593945859772,
    0.00013334430941183254391,  -0.00023109495324019438516,
    -1.9082463514145710528e-6,  0.000035144794787533553077,
    7.1665876411951209908e-7,   -5.9205865195568908423e-6,
    -6.298367338492369051e-7,   1.022560415829603766e-6,
    2.7246296951145872079e-7,   -1.5650236461993106622e-7,
    -8.6866470159978927595e-8,  1.4630727405651174735e-8,
    2.1427603843452355884e-8,   1.4329918401088612934e-9,
    -3.7306450818683702786e-9,  -8.5465218998801471434e-10,
    3.4033123086494946476e-10,  1.1754789914807740295e-10,
    0,                          0
};

/* exp(x^2/2) H(x) for x >= 0; four interleaved Horner chains. */
static double
scaled_right(double x)
{
    double inverse, t, t2, t4, p0, p1, p2, p3;

    if (x > 1e10)
        return SQRT_HALF_PI_INVERSE / x;
    inverse = 1 / (x + 4);
    t = (x - 4) * inverse;
    t2 = t * t;
    t4 = t2 * t2;
    p0 = series[24];
    p1 = series[25];
    p2 = series[26];
    p3 = series[27];
    for (int j = 20; j >= 0; j -= 4)
    {
        p0 = p0 * t4 + series[j];
        p1 = p1 * t4 + series[j + 1];
        p2 = p2 * t4 + series[j + 2];
        p3 = p3 * t4 + series[j + 3];
    }
    return ((p0 + t * p1) + t2 * (p2 + t * p3)) * inverse;
}

/* exp(sign x^2/2), with the rounding error of the square put back. */
static double
exp_half_square(double x, double sign)
{
    double square = x * x, rest;

    if (!(square < 3000))
        return isnan(x) ? x : sign < 0 ? 0 : INFINITY;
    rest = fma(x, x, -square);
    return exp(sign * 0.5 * square) * (1 + sign * 0.5 * rest);
}

double
saddle_scaled_tail(double x)
{
    return x >= 0 ? scaled_right(x)
                  : exp_half_square(x, 1) - scaled_right(-x);
}

double
saddle_normal_density(double x)
{
    return SQRT_HALF_PI_INVERSE * exp_half_square(x, -1);
}

double
saddle_normal_tail(double x)
{
    if (x == INFINITY)
        return 0;
    if (x >= 0)
        return exp_half_square(x, -1) * scaled_right(x);
    if (x == -INFINITY)
        return 1;
    return 1 - exp_half_square(x, -1) * scaled_right(-x);
}

/*
 * P(m - e < Z < m + e) exp(m^2/2) sqrt(2 pi) for small e (1 + |m|):
 * 2 sum_k He_2k(m) e^(2k+1)/(2k+1)!, with He_(n+1) = m He_n - n He_(n-1).
 */
static double
narrow_mass(double m, double e)
{
    double sum = 1, h0 = 1, h1 = m * e, e2 = e * e, factorial = 1;

    for (int n = 1; n < 24; n += 2)
    {
        /* h_n = He_n(m) e^n */
        double h2 = m * e * h1 - n * e2 * h0, term;

        factorial *= (n + 1.0) * (n + 2.0);
        term = h2 / factorial;
        sum += term;
        if (fabs(term) < 1e-17 * fabs(sum) && n > 3)
            break;
        h0 = h2;
        h1 = m * e * h2 - (n + 1) * e2 * h1;
    }
    return 2 * e * sum;
}

static int
is_narrow(double a, double b)
{
    return (b - a) * (1 + 0.5 * fabs(a + b)) < 1;
}

/* exp(a^2/2) P(a < Z < b) for 0 <= a < b, not narrow */
static double
scaled_mass(double a, double b)
{
    double right = scaled_right(a);

    if (b < INFINITY)
        right -= exp(-0.5 * (b - a) * (b + a)) * scaled_right(b);
    return right;
}

double
saddle_normal_mass(double a, double b)
{
    if (isnan(a) || isnan(b))
        return NAN;
    if (a >= b)
        return a == b ? 0 : -saddle_normal_mass(b, a);
    if (is_narrow(a, b))
    {
        double m = 0.5 * (a + b), rest = 0.5 * ((a - m) + (b - m));

        /* exp(-m^2/2) feels the rounding of m */
        return saddle_normal_density(m) * (1 - m * rest)
               * narrow_mass(m, 0.5 * (b - a));
    }
    if (a >= 0)
        return exp_half_square(a, -1) * scaled_mass(a, b);
    if (b <= 0)
        return exp_half_square(b, -1) * scaled_mass(-b, -a);
    return 1 - (saddle_normal_tail(-a) + saddle_normal_tail(b));
}

double
saddle_log_mass(double a, double b)
{
    if (isnan(a) || isnan(b) || a > b + ORDERED * (1 + fabs(b)))
        return NAN;
    /* an empty interval, of which rounding must not make a narrow one: a large
       factor may stand beside it */
    if (a >= b - EMPTY * fmax(1, fmin(fabs(a), fabs(b))))
        return -INFINITY;
    if (is_narrow(a, b))
    {
        double m = 0.5 * (a + b);

        return -0.5 * m * m - HALF_LOG_TWO_PI
               + log(narrow_mass(m, 0.5 * (b - a)));
    }
    if (a >= 0)
        return -0.5 * a * a + log(scaled_mass(a, b));
    if (b <= 0)
        return -0.5 * b * b + log(scaled_mass(-b, -a));
    return log1p(-(saddle_normal_tail(-a) + saddle_normal_tail(b)));
}

double
saddle_log_cosh(double x)
{
    double size = fabs(x);

    if (size < 0.75)
    {
        double s = sinh(0.5 * size);

        return log1p(2 * s * s);
    }
    return size - LOG_TWO + log1p(exp(-2 * size));
}

double
saddle_weighted(double w, double x)
{
    return fabs(w) <= NO_WEIGHT && !isfinite(x) ? 0 : w * x;
}
