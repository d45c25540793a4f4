/* runtime/rbm/digits.c -- drawn digits: a pen on ten paths, each time anew. */
#include "data.h"
#include "../random.h"

#include <math.h>

/* Paths on a square, x to the right, y down, both from 0 to 1.  A pen that is
   lifted is a point with x < 0. */
static const double path[10][26] = {
    { .50, .08, .74, .22, .80, .50, .74, .78, .50, .92, .26, .78, .20, .50,
      .26, .22, .50, .08, -2 },
    { .32, .26, .54, .08, .54, .92, -2 },
    { .24, .28, .36, .10, .62, .10, .76, .28, .68, .48, .44, .68, .22, .92,
      .78, .92, -2 },
    { .24, .12, .72, .12, .48, .42, .72, .54, .76, .74, .58, .92, .26, .86,
      -2 },
    { .64, .92, .64, .08, .22, .62, .80, .62, -2 },
    { .74, .08, .32, .08, .28, .44, .56, .40, .76, .58, .72, .82, .50, .92,
      .24, .84, -2 },
    { .66, .08, .38, .28, .24, .60, .34, .86, .58, .92, .76, .74, .68, .54,
      .46, .50, .28, .64, -2 },
    { .22, .10, .78, .10, .56, .48, .42, .92, -2 },
    { .50, .48, .28, .34, .34, .14, .50, .08, .66, .14, .72, .34, .50, .48,
      .74, .66, .70, .86, .50, .92, .30, .86, .26, .66, .50, .48 },
    { .72, .38, .54, .50, .34, .44, .26, .26, .42, .08, .64, .10, .74, .30,
      .70, .60, .52, .92, -2 },
};

static double
distance(double px, double py, const double *a, const double *b)
{
    double ux = b[0] - a[0], uy = b[1] - a[1];
    double length = ux * ux + uy * uy;
    double t = length > 0 ? ((px - a[0]) * ux + (py - a[1]) * uy) / length : 0;

    t = fmin(fmax(t, 0), 1);
    return hypot(px - a[0] - t * ux, py - a[1] - t * uy);
}

/* The points of the digit after a small affine map and a wobble of each. */
static int
bend(double point[13][2], int digit, const double *z)
{
    double slant = 0.18 * z[0], turn = 0.10 * z[1];
    double wide = 0.86 + 0.08 * z[2], tall = 0.88 + 0.06 * z[3];
    int n;

    for (n = 0; n < 13 && path[digit][2 * n] > -1; n++)
    {
        double x = wide * (path[digit][2 * n] - 0.5) + 0.022 * z[6 + 2 * n];
        double y = tall * (path[digit][2 * n + 1] - 0.5)
                   + 0.022 * z[7 + 2 * n];

        point[n][0] = 0.5 + x - (slant + turn) * y + 0.04 * z[4];
        point[n][1] = 0.5 + y + turn * x + 0.03 * z[5];
    }
    return n;
}

void
data_draw_digit(double *image, int size, int digit, unsigned long seed,
                unsigned long variant)
{
    double z[33], point[13][2], pen;
    int n, x, y, k;

    random_normal(z, 33, random_stream(seed, RANDOM_DATA), variant, 1);
    for (k = 0; k < 33; k++)
        z[k] = fmin(fmax(z[k], -2), 2);
    n = bend(point, digit, z);
    pen = 0.052 + 0.008 * z[32];
    for (y = 0; y < size; y++)
        for (x = 0; x < size; x++)
        {
            double px = (x + 0.5) / size, py = (y + 0.5) / size, least = 2;

            for (k = 0; k + 1 < n; k++)
                least = fmin(least, distance(px, py, point[k], point[k + 1]));
            /* the edge of the pen is one pixel wide */
            image[y * size + x]
                = fmin(fmax(0.5 + (pen - least) * size, 0), 1);
        }
}
