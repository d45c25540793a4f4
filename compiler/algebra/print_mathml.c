/* compiler/algebra/print_mathml.c -- presentation MathML for web pages. */
#include "print_formula.h"

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
static void
put_name(FILE *to, const char *name)
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

static void
definition(FILE *to, const definition_t *d)
{
    put_name(to, definition_name(d));
}

static void
bracket(FILE *to, char kind, const char *text)
{
    char close = kind == '(' ? ')' : kind == '[' ? ']' : kind == '|' ? '|'
               : '}';

    fprintf(to, "<mrow><mo>%c</mo>%s<mo>%c</mo></mrow>", kind, text, close);
}

static int
tall(const char *text)
{
    return strstr(text, "<mtable") != NULL || strstr(text, "&#x222b;") != NULL;
}

#define ROW "<mrow>"
#define END "</mrow>"

static const style_t mathml = {
    .mark = {
        [FRAC_OPEN] = "<mfrac>" ROW, [FRAC_LINE] = END ROW,
        [FRAC_CLOSE] = END "</mfrac>", [ROOT_OPEN] = "<msqrt>",
        [ROOT_CLOSE] = "</msqrt>", [SUP_OPEN] = "<msup>" ROW,
        [SUP_RAISE] = END ROW, [SUP_CLOSE] = END "</msup>",
        [SUB_OPEN] = "<msub>" ROW, [SUB_LOWER] = END ROW,
        [SUB_CLOSE] = END "</msub>", [NUMBER_OPEN] = "<mn>",
        [NUMBER_CLOSE] = "</mn>", [PLUS] = "<mo>+</mo>",
        [MINUS] = "<mo>-</mo>", [NEGATIVE] = "<mo form=\"prefix\">-</mo>",
        [SLASH] = "<mo>/</mo>", [DOT] = "<mo>&#xb7;</mo>",
        [THIN] = "<mspace width=\"0.17em\"/>", [TIMES] = "<mo>&#x2062;</mo>",
        [APPLY] = "<mo>&#x2061;</mo>", [COMMA] = "<mo>,</mo>",
        [LESS] = "<mo>&lt;</mo>", [LESS_EQUAL] = "<mo>&#x2264;</mo>",
        [EQUAL] = "<mo>=</mo>", [AND] = "<mtext> and </mtext>",
        [OR] = "<mtext> or </mtext>", [NOT] = "<mtext>not </mtext>",
        [MARK_PI] = "<mi>&#x3c0;</mi>", [MARK_INFINITY] = "<mi>&#x221e;</mi>",
        [MARK_E] = "<mi>e</mi>", [EXPECTATION] = "<mi>&#x1d53c;</mi>",
        [MINIMUM] = "<mo>min</mo>", [MAXIMUM] = "<mo>max</mo>",
        [AT_MINIMUM] = "<mo>at min</mo>", [AT_MAXIMUM] = "<mo>at max</mo>",
        [ARGMIN] = "<mo>arg min</mo>", [ARGMAX] = "<mo>arg max</mo>",
        [SUM_OPEN] = "<munder><mo>&#x2211;</mo>", [SUM_FROM] = "</munder>",
        [INT_OPEN] = "<msubsup><mo>&#x222b;</mo>", [INT_FROM] = ROW,
        [INT_TO] = END ROW,
        [INT_OVER] = END "</msubsup><mi mathvariant=\"normal\">d</mi>",
        [INT_BODY] = "<mspace width=\"0.17em\"/>",
        [CASES_OPEN] = "<mrow><mo>{</mo><mtable columnalign=\"left left\">"
                       "<mtr><mtd>",
        [CASES_IF] = "</mtd><mtd><mtext>if </mtext>",
        [CASES_NEXT] = "</mtd></mtr><mtr><mtd>",
        [CASES_ELSE] = "</mtd><mtd><mtext>otherwise</mtext></mtd></mtr>",
        [CASES_CLOSE] = "</mtable></mrow>", [SECH] = "<mi>sech</mi>",
        [YES] = "<mtext>true</mtext>", [NO] = "<mtext>false</mtext>"
    },
    .function = {
        [FUNCTION_EXP] = "<mi>exp</mi>", [FUNCTION_LOG] = "<mi>log</mi>",
        [FUNCTION_ABS] = "", [FUNCTION_SIGN] = "<mi>sign</mi>",
        [FUNCTION_MIN] = "<mi>min</mi>", [FUNCTION_MAX] = "<mi>max</mi>",
        [FUNCTION_SINH] = "<mi>sinh</mi>", [FUNCTION_COSH] = "<mi>cosh</mi>",
        [FUNCTION_TANH] = "<mi>tanh</mi>", [FUNCTION_SIN] = "<mi>sin</mi>",
        [FUNCTION_COS] = "<mi>cos</mi>", [FUNCTION_ASIN] = "<mi>arcsin</mi>",
        [FUNCTION_ACOS] = "<mi>arccos</mi>",
        [FUNCTION_ATAN] = "<mi>arctan</mi>",
        [FUNCTION_H] = "<mi mathvariant=\"normal\">H</mi>",
        [FUNCTION_PHI] = "<mi>&#x3c6;</mi>", [FUNCTION_MASS] = "", [FUNCTION_FLOOR] = "",
        [FUNCTION_LOG_GAMMA] = "<mi>log&#x393;</mi>",
        [FUNCTION_PHI2] = "<msub><mi>&#x3a6;</mi><mn>2</mn></msub>"
    },
    .name = put_name,
    .definition = definition,
    .bracket = bracket,
    .tall = tall
};

void
expr_print_mathml(FILE *to, expr_t *e)
{
    formula_print(to, e, &mathml);
}
