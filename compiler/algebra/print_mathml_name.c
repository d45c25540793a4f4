/* compiler/algebra/print_mathml_name.c -- names in MathML. */
#include "print_mathml_name.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ASCII only: letters beyond it are named by their code. */
static const struct
{
    const char *name, *code;
} letter[] = {
    { "alpha", "3b1" }, { "beta", "3b2" }, { "gamma", "3b3" },
    { "delta", "3b4" }, { "epsilon", "3b5" }, { "eps", "3b5" },
    { "zeta", "3b6" }, { "eta", "3b7" }, { "theta", "3b8" },
    { "iota", "3b9" }, { "kappa", "3ba" }, { "lambda", "3bb" },
    { "mu", "3bc" }, { "nu", "3bd" }, { "xi", "3be" }, { "pi", "3c0" },
    { "rho", "3c1" }, { "sigma", "3c3" }, { "tau", "3c4" },
    { "upsilon", "3c5" }, { "phi", "3c6" }, { "chi", "3c7" },
    { "psi", "3c8" }, { "omega", "3c9" }, { "Gamma", "393" },
    { "Delta", "394" }, { "Theta", "398" }, { "Lambda", "39b" },
    { "Xi", "39e" }, { "Pi", "3a0" }, { "Sigma", "3a3" },
    { "Upsilon", "3a5" }, { "Phi", "3a6" }, { "Psi", "3a8" },
    { "Omega", "3a9" }
};

static void
put_word(FILE *to, const char *s, size_t n)
{
    size_t i;

    fputs("<mi>", to);
    for (i = 0; i < sizeof letter / sizeof *letter; i++)
        if (strlen(letter[i].name) == n && memcmp(letter[i].name, s, n) == 0)
        {
            fprintf(to, "&#x%s;</mi>", letter[i].code);
            return;
        }
    for (i = 0; i < n; i++)
        if (strchr("<>&\"'", s[i]) == NULL)
            fputc(s[i], to);
    fputs("</mi>", to);
}

static int
is_hat(const char *s, size_t n)
{
    return n == 3 && memcmp(s, "hat", 3) == 0;
}

/* As latex_name: the first piece, a hat on it, the rest as its index. */
void
mathml_name(FILE *to, const char *name)
{
    size_t head = strcspn(name, "_["), stem = head, n;
    const char *s;
    int hat = 0, indices;

    while (stem > 1 && name[stem - 1] >= '0' && name[stem - 1] <= '9')
        stem--;
    indices = stem < head;
    for (s = name + head; *s != '\0'; s += 1 + n)
    {
        n = strcspn(s + 1, "_[]");
        hat |= is_hat(s + 1, n);
        indices |= n > 0 && !is_hat(s + 1, n);
    }
    fputs(indices ? "<msub>" : "", to);
    fputs(hat ? "<mover>" : "", to);
    put_word(to, name, stem);
    fputs(hat ? "<mo>^</mo></mover>" : "", to);
    if (!indices)
        return;
    fputs("<mrow>", to);
    if (stem < head)
        put_word(to, name + stem, head - stem);
    for (s = name + head; *s != '\0'; s += 1 + n)
    {
        n = strcspn(s + 1, "_[]");
        if (n > 0 && !is_hat(s + 1, n))
            put_word(to, s + 1, n);
    }
    fputs("</mrow></msub>", to);
}

/* ---- the LaTeX of a definition ------------------------------------------ */

/*
 * Definitions carry their name as LaTeX that this room wrote: letters, \name,
 * \mathrm{word}, accents, groups, and scripts _x, ^{x}.
 */
static void sequence(FILE *to, const char **at);

/* What `part` writes, as text. */
static char *
captured(void (*part)(FILE *, const char **), const char **at)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);

    if (to == NULL)
        flint_abort();
    part(to, at);
    fclose(to);
    return text;
}

static int
is_word(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(s, word, n) == 0;
}

/* {sequence}, or one character */
static void
group(FILE *to, const char **at)
{
    if (**at == '{')
    {
        ++*at;
        fputs("<mrow>", to);
        sequence(to, at);
        fputs("</mrow>", to);
        *at += **at == '}';
    }
    else if (**at != '\0')
        fprintf(to, "<mi>%c</mi>", *(*at)++);
}

static void
command(FILE *to, const char **at)
{
    const char *s = ++*at;
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz"
                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const char *close;

    *at += n > 0 ? n : *s != '\0';
    if (is_word(s, n, "mathrm") && **at == '{'
        && (close = strchr(*at, '}')) != NULL)
    {
        put_word(to, *at + 1, (size_t) (close - *at) - 1);
        *at = close + 1;
    }
    else if (is_word(s, n, "hat") || is_word(s, n, "tilde")
             || is_word(s, n, "bar"))
    {
        fputs("<mover>", to);
        group(to, at);
        fprintf(to, "<mo>%s</mo></mover>", *s == 'h' ? "^"
                                           : *s == 't' ? "~" : "&#xaf;");
    }
    else if (is_word(s, n, "partial"))
        fputs("<mo>&#x2202;</mo>", to);
    else if (is_word(s, n, "star"))
        fputs("<mo>*</mo>", to);
    else if (n > 0)
    {
        put_word(to, s, n);
        if (is_word(s, n, "log"))
            fputs("<mspace width=\"0.17em\"/>", to);
    }
}

static void
atom(FILE *to, const char **at)
{
    if (**at == '\\')
        command(to, at);
    else if (isdigit((unsigned char) **at))
        fprintf(to, "<mn>%c</mn>", *(*at)++);
    else if (isalpha((unsigned char) **at) || **at == '{')
        group(to, at);
    else if (**at == '<' || **at == '>' || **at == '&')
        ++*at;
    else
        fprintf(to, "<mo>%c</mo>", *(*at)++);
}

/* An atom with its scripts. */
static void
scripted(FILE *to, const char **at)
{
    char *base = captured(atom, at), *script[2] = { NULL, NULL };

    while (**at == '_' || **at == '^')
    {
        int upper = *(*at)++ == '^';
        char *text = captured(**at == '{' ? group : atom, at);

        free(script[upper]);
        script[upper] = text;
    }
    if (script[0] != NULL && script[1] != NULL)
        fprintf(to, "<msubsup>%s%s%s</msubsup>", base, script[0], script[1]);
    else if (script[0] != NULL)
        fprintf(to, "<msub>%s%s</msub>", base, script[0]);
    else if (script[1] != NULL)
        fprintf(to, "<msup>%s%s</msup>", base, script[1]);
    else
        fputs(base, to);
    free(script[0]);
    free(script[1]);
    free(base);
}

static void
sequence(FILE *to, const char **at)
{
    while (**at != '\0' && **at != '}')
        if (**at == ' ')
            ++*at;
        else
            scripted(to, at);
}

void
mathml_definition(FILE *to, const definition_t *d)
{
    const char *at = definition_latex(d);

    fputs("<mrow>", to);
    while (*at != '\0')
    {
        sequence(to, &at);
        at += *at == '}';
    }
    fputs("</mrow>", to);
}
