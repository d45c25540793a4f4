/* compiler/algebra/print_mathml.c -- presentation MathML for web pages. */
#include "print_formula.h"
#include "print_mathml_name.h"

#include <string.h>

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
        [MINUS] = "<mo>&#x2212;</mo>", [NEGATIVE] = "<mo form=\"prefix\">&#x2212;</mo>",
        [SLASH] = "<mo>/</mo>", [DOT] = "<mo>&#xb7;</mo>",
        [THIN] = "<mspace width=\"0.17em\"/>", [TIMES] = "<mo>&#x2062;</mo>",
        [APPLY] = "<mo>&#x2061;</mo>", [COMMA] = "<mo>,</mo>",
        [LESS] = "<mo>&lt;</mo>", [LESS_EQUAL] = "<mo>&#x2264;</mo>",
        [EQUAL] = "<mo>=</mo>", [AND] = "<mtext>&#xa0;and&#xa0;</mtext>",
        [OR] = "<mtext>&#xa0;or&#xa0;</mtext>", [NOT] = "<mtext>not&#xa0;</mtext>",
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
        [CASES_IF] = "</mtd><mtd><mtext>if&#xa0;</mtext>",
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
    .name = mathml_name,
    .definition = mathml_definition,
    .bracket = bracket,
    .tall = tall
};

void
expr_print_mathml(FILE *to, expr_t *e)
{
    formula_print(to, e, &mathml);
}
