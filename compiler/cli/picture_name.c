/* compiler/cli/picture_name.c -- names and texts as gnuplot draws them. */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

static const struct
{
    const char *name, *letter;
} greek[] = {
    { "alpha", "α" }, { "beta", "β" }, { "gamma", "γ" }, { "delta", "δ" },
    { "epsilon", "ε" }, { "zeta", "ζ" }, { "eta", "η" }, { "theta", "θ" },
    { "kappa", "κ" }, { "lambda", "λ" }, { "mu", "μ" }, { "nu", "ν" },
    { "xi", "ξ" }, { "pi", "π" }, { "rho", "ρ" }, { "sigma", "σ" },
    { "tau", "τ" }, { "phi", "φ" }, { "chi", "χ" }, { "psi", "ψ" },
    { "omega", "ω" }, { "Delta", "Δ" }, { "Gamma", "Γ" }, { "Lambda", "Λ" },
    { "Sigma", "Σ" }, { "Phi", "Φ" }, { "Psi", "Ψ" }, { "Omega", "Ω" },
};

/* The letter of a Greek name of this length, or NULL. */
static const char *
greek_letter(const char *name, size_t length)
{
    size_t i;

    for (i = 0; i < sizeof greek / sizeof greek[0]; i++)
        if (strlen(greek[i].name) == length
            && strncmp(greek[i].name, name, length) == 0)
            return greek[i].letter;
    return NULL;
}

void
picture_text(FILE *to, const char *text)
{
    for (; *text != '\0'; text++)
    {
        if (strchr("{}^_@&~\\", *text) != NULL)
            putc('\\', to);
        putc(*text, to);
    }
}

/* "alpha_c" is a letter with an index, "q_hat" one with a hat, and
   "generalisation_error" words. */
static void
write_name(FILE *to, const char *name)
{
    size_t length = strcspn(name, "_[");
    const char *letter = greek_letter(name, length);
    char rest[128];

    if (letter == NULL && length > 1)
    {
        for (; *name != '\0'; name++)
            if (*name == '_')
                putc(' ', to);
            else
                picture_text(to, (char[]) { *name, '\0' });
        return;
    }
    if (letter != NULL)
        fputs(letter, to);
    else
        putc(*name, to);
    snprintf(rest, sizeof rest, "%s", name + length);
    name = rest;
    if (strncmp(name, "_hat", 4) == 0)
    {
        fputs("\xcc\x82", to);
        name += 4;
    }
    if (*name == '\0')
        return;
    if (*name == '[')           /* "[1,2]": the brackets are not drawn */
    {
        rest[strcspn(rest, "]")] = '\0';
        name++;
    }
    name += *name == '_';
    fputs("_{", to);
    letter = greek_letter(name, strlen(name));
    picture_text(to, letter != NULL ? letter : name);
    putc('}', to);
}

char *
picture_name(const char *name)
{
    char *out = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&out, &length);

    if (to == NULL)
        return NULL;
    write_name(to, name);
    fclose(to);
    return out;
}
