/* runtime/verify/text/number.c -- balls and dyadic numbers as they are written.
 */
#include "certificate.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_HEX = 1 << 16, MAX_EXPONENT = 8, MOST_BITS = 1 << 17 /* of sums */ };

static size_t
hex_word(const char *s, size_t most)
{
    size_t sign = *s == '-', n = strspn(s + sign, "0123456789abcdef");

    return n > 0 && n <= most ? sign + n : 0;
}

/* `pairs` mantissas with exponents, blanks between; nothing else. */
static int
hex_pairs(const char *s, int pairs)
{
    int i, zero = 0;
    size_t n;

    for (i = 0; i < 2 * pairs; i++)
    {
        n = hex_word(s, i % 2 ? MAX_EXPONENT : MAX_HEX);
        if (n == 0 || s[n] != (i == 2 * pairs - 1 ? '\0' : ' '))
            return 0;
        /* the radius, of 30 bits: the library aborts on what it cannot hold */
        if (i == 2 && (*s == '-' || n > 8 || strtoul(s, NULL, 16) >> 30 != 0))
            return 0;
        /* a mantissa 0 goes with an exponent 0: others mean infinities, or
           make the library abort */
        zero = i % 2 ? zero : strspn(s, "-0") >= n;
        if (i % 2 && zero && (n != 1 || *s != '0'))
            return 0;
        s += n + 1;
    }
    return 1;
}

int
ball_read(arb_t x, const char *text)
{
    return hex_pairs(text, 2) && arb_load_str(x, text) == 0
           && arb_is_finite(x);
}

int
dyadic_read(arf_t x, const char *text)
{
    return hex_pairs(text, 1) && arf_load_str(x, text) == 0
           && arf_is_finite(x)
           && arf_cmpabs_2exp_si(x, MOST_BITS) < 0
           && (arf_is_zero(x) || arf_cmpabs_2exp_si(x, -MOST_BITS) > 0);
}
