/* runtime/random.h -- counter-based random numbers (Random123, Philox).
 *
 * A number is a function of (seed, stream, row, step, index) and of nothing
 * else: results do not depend on threads, nor on what was drawn before.
 */
#ifndef SADDLE_RANDOM_H
#define SADDLE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

enum
{
    RANDOM_WEIGHTS = 1, RANDOM_DATA, RANDOM_SHUFFLE, RANDOM_BINARISE,
    RANDOM_CHAIN_VISIBLE, RANDOM_CHAIN_HIDDEN, RANDOM_START, RANDOM_AIS,
    RANDOM_MATRIX, RANDOM_SIGNAL, RANDOM_NOISE, RANDOM_PLANTED,
    RANDOM_INPUT, RANDOM_UNIT,
    RANDOM_TRIAL = 1000 /* and the number of the trial                     */
};

typedef struct
{
    uint64_t seed, stream;
} random_t;

random_t random_stream(unsigned long seed, uint64_t stream);

/* n uniforms in (0,1), the numbers (row, step, 0..n-1) of the stream. */
void random_uniform(double *out, size_t n, random_t, uint64_t row,
                    uint64_t step);
/* n standard normals (Box-Muller). */
void random_normal(double *out, size_t n, random_t, uint64_t row,
                   uint64_t step);
/* The same law from a quarter of the work, other numbers (ziggurat). */
void random_ziggurat(double *out, size_t n, random_t, uint64_t row,
                     uint64_t step);
/* n values +size or -size, equally probable. */
void random_sign(double *out, size_t n, double size, random_t, uint64_t row,
                 uint64_t step);
/* A permutation of 0..n-1 (Fisher-Yates). */
void random_permutation(int *out, int n, random_t, uint64_t step);

#endif
