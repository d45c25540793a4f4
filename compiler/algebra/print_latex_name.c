/* compiler/algebra/print_latex_name.c -- names as a paper writes them. */
#include "expr.h"

#include <ctype.h>
#include <string.h>

static const char *const greek[] = {
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta",
    "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau",
    "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta",
    "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"
};

static const char *const accent[][2] = {
    { "hat", "\\hat" }, { "tilde", "\\tilde" }, { "bar", "\\bar" },
    { "star", NULL }
};

/* One word without underscore: a letter, a Greek name, or upright text. */
static void
put_word(FILE *to, const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < sizeof greek / sizeof *greek; i++)
        if (strlen(greek[i]) == n && memcmp(greek[i], s, n) == 0)
        {
            fprintf(to, "\\%s", greek[i]);
            return;
        }
    if (n == 3 && memcmp(s, "eps", 3) == 0)
        fputs("\\varepsilon", to);
    else if (n == 1 || isdigit((unsigned char) s[0]))
        fprintf(to, "%.*s", (int) n, s);
    else
        fprintf(to, "\\mathrm{%.*s}", (int) n, s);
}

static int
find_accent(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < sizeof accent / sizeof *accent; i++)
        if (strlen(accent[i][0]) == n && memcmp(accent[i][0], s, n) == 0)
            return (int) i;
    return -1;
}

/* The pieces between "_": the first is the letter, "hat" and the like put an
   accent on it, the others and digits at its end are its index. */
void
latex_name(FILE *to, const char *name)
{
    size_t head = strcspn(name, "_["), stem = head, n;
    const char *s, *open = "_{";
    int k, star = 0, accents = 0;

    while (stem > 1 && isdigit((unsigned char) name[stem - 1]))
        stem--;
    for (s = name + head; *s == '_'; s += 1 + n)
    {
        n = strcspn(s + 1, "_[");
        k = find_accent(s + 1, n);
        star |= k >= 0 && accent[k][1] == NULL;
        if (k >= 0 && accent[k][1] != NULL)
        {
            fprintf(to, "%s{", accent[k][1]);
            accents++;
        }
    }
    put_word(to, name, stem);
    for (; accents > 0; accents--)
        fputc('}', to);
    if (stem < head)
    {
        fprintf(to, "%s%.*s", open, (int) (head - stem), name + stem);
        open = ",";
    }
    for (s = name + head; *s == '_'; s += 1 + n)
    {
        n = strcspn(s + 1, "_[");
        if (n == 0 || find_accent(s + 1, n) >= 0)
            continue;
        fputs(open, to);
        put_word(to, s + 1, n);
        open = ",";
    }
    if (*s == '[')
    {
        n = strcspn(s + 1, "]");
        fprintf(to, "%s%.*s", open, (int) n, s + 1);
        open = ",";
    }
    if (*open == ',')
        fputc('}', to);
    if (star)
        fputs("^{\\star}", to);
}
