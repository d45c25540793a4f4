/* compiler/cli/html.c -- text of a web page. */
#include "html.h"

#include <string.h>

static int
is_word(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(s, word, n) == 0;
}

/* 1 for a Greek letter. */
static int
put_word(FILE *to, const char *s, size_t n)
{
    /* in the order of Unicode, from alpha and from Alpha; final sigma has a
       place of its own */
    static const char *const greek[] = {
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta",
        "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho",
        "", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega" };
    unsigned i;
    int capital = n > 0 && *s >= 'A' && *s <= 'Z';

    for (i = 0; i < sizeof greek / sizeof *greek; i++)
        if (strlen(greek[i]) == n && n > 1
            && (s[0] == greek[i][0] || s[0] == greek[i][0] - 'a' + 'A')
            && memcmp(s + 1, greek[i] + 1, n - 1) == 0)
        {
            fprintf(to, "&#x%x;", (capital ? 0x391 : 0x3b1) + i);
            return 1;
        }
    fwrite(s, 1, n, to);
    return 0;
}

void
html_name(FILE *to, const char *name)
{
    size_t n = strcspn(name, "_");
    int letter = n == 1;

    letter |= put_word(to, name, n);
    for (name += n; *name == '_'; name += n)
    {
        n = strcspn(++name, "_");
        if (is_word(name, n, "hat"))
            fputs("&#x302;", to);
        else
        {
            fputc(letter || n <= 2 ? '_' : ' ', to);
            put_word(to, name, n);
        }
    }
}

void
html_base64(FILE *to, const char *bytes, size_t n)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t i;

    for (i = 0; i < n; i += 3)
    {
        unsigned a = (unsigned char) bytes[i];
        unsigned b = i + 1 < n ? (unsigned char) bytes[i + 1] : 0;
        unsigned c = i + 2 < n ? (unsigned char) bytes[i + 2] : 0;

        fputc(digit[a >> 2], to);
        fputc(digit[(a & 3) << 4 | b >> 4], to);
        fputc(i + 1 < n ? digit[(b & 15) << 2 | c >> 6] : '=', to);
        fputc(i + 2 < n ? digit[c & 63] : '=', to);
    }
}
