/* runtime/random.c -- counter-based random numbers (Random123, Philox). */
#include "random.h"

#include <Random123/philox.h>
#include <math.h>

random_t
random_stream(unsigned long seed, uint64_t stream)
{
    random_t r = { seed, stream };

    return r;
}

static double
to_unit(uint64_t bits)
{
    return ((double) (bits >> 11) + 0.5) * 0x1p-53;
}

static philox4x64_ctr_t
block(random_t r, uint64_t row, uint64_t step, uint64_t index)
{
    philox4x64_ctr_t counter = { { index, row, step, 0 } };
    philox4x64_key_t key = { { r.seed, r.stream } };

    return philox4x64(counter, key);
}

void
random_uniform(double *out, size_t n, random_t r, uint64_t row, uint64_t step)
{
    size_t i, k;

    for (i = 0; i < n; i += 4)
    {
        philox4x64_ctr_t b = block(r, row, step, i / 4);

        for (k = 0; k < 4 && i + k < n; k++)
            out[i + k] = to_unit(b.v[k]);
    }
}

void
random_normal(double *out, size_t n, random_t r, uint64_t row, uint64_t step)
{
    size_t i, k;

    for (i = 0; i < n; i += 4)
    {
        philox4x64_ctr_t b = block(r, row, step, i / 4);

        for (k = 0; k < 4 && i + k < n; k += 2)
        {
            double size = sqrt(-2 * log(to_unit(b.v[k])));
            double angle = 2 * M_PI * to_unit(b.v[k + 1]), s, c;

            sincos(angle, &s, &c);
            out[i + k] = size * c;
            if (i + k + 1 < n)
                out[i + k + 1] = size * s;
        }
    }
}

void
random_sign(double *out, size_t n, double size, random_t r, uint64_t row,
            uint64_t step)
{
    size_t i, k;

    for (i = 0; i < n; i += 256)
    {
        philox4x64_ctr_t b = block(r, row, step, i / 256);

        for (k = 0; k < 256 && i + k < n; k++)
            out[i + k] = b.v[k / 64] >> (k % 64) & 1 ? size : -size;
    }
}

void
random_permutation(int *out, int n, random_t r, uint64_t step)
{
    int i;

    for (i = 0; i < n; i++)
        out[i] = i;
    for (i = n - 1; i > 0; i--)
    {
        philox4x64_ctr_t b = block(r, 0, step, (uint64_t) i);
        int k = (int) (b.v[0] % ((uint64_t) i + 1)), t = out[i];

        out[i] = out[k];
        out[k] = t;
    }
}
