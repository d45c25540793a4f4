/* runtime/sha256.c -- SHA-256 as in FIPS 180-4, sections 5 and 6. */
#include "sha256.h"

#include <stdint.h>
#include <string.h>

static const uint32_t round_constant[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t
rotate(uint32_t x, int k)
{
    return (x >> k) | (x << (32 - k));
}

/* Round k: the words a to h are s[-k], s[1 - k], ..., s[7 - k] modulo 8. */
static inline void
turn(uint32_t s[8], int k, uint32_t x)
{
    uint32_t a = s[-k & 7], b = s[(1 - k) & 7], c = s[(2 - k) & 7];
    uint32_t e = s[(4 - k) & 7], f = s[(5 - k) & 7], g = s[(6 - k) & 7];
    uint32_t t = s[(7 - k) & 7] + x + ((e & f) ^ (~e & g))
                 + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25));

    s[(3 - k) & 7] += t;
    s[(7 - k) & 7] = t + ((a & b) ^ (a & c) ^ (b & c))
                     + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22));
}

/* One block of 64 bytes. */
static void
compress(uint32_t state[8], const unsigned char *block)
{
    uint32_t w[64], s[8];

    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t) block[4 * i] << 24
               | (uint32_t) block[4 * i + 1] << 16
               | (uint32_t) block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++)
    {
        uint32_t a = w[i - 15], b = w[i - 2];

        w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3))
               + w[i - 7] + (rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10));
    }
    memcpy(s, state, sizeof s);
    /* eight rounds bring every word back to its place */
    for (int i = 0; i < 64; i += 8)
        for (int k = 0; k < 8; k++)
            turn(s, k, round_constant[i + k] + w[i + k]);
    for (int i = 0; i < 8; i++)
        state[i] += s[i];
}

void
saddle_sha256(char hex[65], const void *data, size_t length)
{
    static const char digit[] = "0123456789abcdef";
    uint32_t state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                          0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    const unsigned char *p = data;
    unsigned char last[128] = { 0 };
    size_t left = length, blocks;
    uint64_t bits = (uint64_t) length * 8;

    for (; left >= 64; left -= 64, p += 64)
        compress(state, p);
    if (left > 0)
        memcpy(last, p, left);
    last[left] = 0x80;
    blocks = left < 56 ? 1 : 2;
    for (int i = 0; i < 8; i++)
        last[64 * blocks - 1 - (size_t) i] = (unsigned char) (bits >> (8 * i));
    for (size_t i = 0; i < blocks; i++)
        compress(state, last + 64 * i);
    for (int i = 0; i < 64; i++)
        hex[i] = digit[(state[i / 8] >> (28 - 4 * (i % 8))) & 15];
    hex[64] = '\0';
}
