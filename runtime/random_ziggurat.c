/* runtime/random_ziggurat.c -- normal numbers in layers of equal area.
 *
 * Marsaglia and Tsang 2000, in the form of Doornik 2005: the area under
 * exp(-x^2/2), x > 0, lies in 256 layers of area AREA, of which the lowest has
 * the tail past EDGE.  A number takes one 64-bit word, layer and place from
 * different bits; the few that fall between layer and curve take more words of
 * their own counters.
 */
#include "random.h"

#include <Random123/philox.h>
#include <math.h>
#include <pthread.h>

#define LAYERS 256
#define EDGE 3.6541528853610088
#define AREA 0.00492867323397465

/* Right ends of the layers, and the part of each that lies under the curve. */
static double right[LAYERS + 1], part[LAYERS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
fill(void)
{
    double f = exp(-0.5 * EDGE * EDGE);
    int i;

    right[0] = AREA / f;
    right[1] = EDGE;
    for (i = 2; i < LAYERS; i++)
    {
        right[i] = sqrt(-2 * log(AREA / right[i - 1] + f));
        f = exp(-0.5 * right[i] * right[i]);
    }
    right[LAYERS] = 0;
    for (i = 0; i < LAYERS; i++)
        part[i] = right[i + 1] / right[i];
}

/* Two uniforms on (0, 1) and a word, from bits that no other number reads. */
static uint64_t
more(double u[2], random_t r, uint64_t row, uint64_t step, uint64_t index,
     uint64_t turn)
{
    philox4x64_ctr_t counter = { { index, row, step, turn } };
    philox4x64_key_t key = { { r.seed, r.stream } };
    philox4x64_ctr_t b = philox4x64(counter, key);

    u[0] = ((double) (b.v[0] >> 11) + 0.5) * 0x1p-53;
    u[1] = ((double) (b.v[1] >> 11) + 0.5) * 0x1p-53;
    return b.v[2];
}

static double
to_normal(uint64_t word, random_t r, uint64_t row, uint64_t step,
          uint64_t index)
{
    uint64_t turn = 0;
    double place, x, u[2], upper, lower;
    int layer;

    for (;;)
    {
        layer = (int) (word & (LAYERS - 1));
        place = ((double) (word >> 11) + 0.5) * 0x1p-52 - 1;
        if (fabs(place) < part[layer])
            return place * right[layer];
        word = more(u, r, row, step, index, ++turn);
        if (layer == 0)
        {
            for (x = -log(u[0]) / EDGE; -2 * log(u[1]) < x * x;
                 x = -log(u[0]) / EDGE)
                more(u, r, row, step, index, ++turn);
            return place < 0 ? -EDGE - x : EDGE + x;
        }
        x = place * right[layer];
        lower = exp(-0.5 * (right[layer] * right[layer] - x * x));
        upper = exp(-0.5 * (right[layer + 1] * right[layer + 1] - x * x));
        if (upper + u[0] * (lower - upper) < 1)
            return x;
    }
}

void
random_ziggurat(double *out, size_t n, random_t r, uint64_t row, uint64_t step)
{
    philox4x64_key_t key = { { r.seed, r.stream } };
    size_t i, k;

    pthread_once(&once, fill);
    for (i = 0; i < n; i += 4)
    {
        philox4x64_ctr_t counter = { { i / 4, row, step, 0 } };
        philox4x64_ctr_t b = philox4x64(counter, key);

        for (k = 0; k < 4 && i + k < n; k++)
            out[i + k] = to_normal(b.v[k], r, row, step, i + k);
    }
}
