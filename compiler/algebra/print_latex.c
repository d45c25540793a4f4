/* compiler/algebra/print_latex.c -- LaTeX, as a paper has it. */
#include "print_formula.h"

#include <string.h>

enum { EXPONENT_MAX = 40 };

static int
has_tall(const char *text)
{
    return strstr(text, "\\frac") != NULL || strstr(text, "\\int") != NULL
        || strstr(text, "\\begin") != NULL || strstr(text, "\\left") != NULL;
}

static int
tall(const char *text)
{
    return has_tall(text) || strlen(text) > EXPONENT_MAX;
}

/* Brackets grow only round what is tall. */
static void
bracket(FILE *to, char kind, const char *text)
{
    const char *open = kind == '(' ? "(" : kind == '[' ? "["
                     : kind == '|' ? "|" : "\\{";
    const char *close = kind == '(' ? ")" : kind == '[' ? "]"
                      : kind == '|' ? "|" : "\\}";

    if (kind == '|' || kind == '[' || has_tall(text))
        fprintf(to, "\\left%s%s\\right%s", open, text, close);
    else
        fprintf(to, "%s%s%s", open, text, close);
}

static void
definition(FILE *to, const definition_t *d)
{
    fputs(definition_latex(d), to);
}

static const style_t latex = {
    .mark = {
        [FRAC_OPEN] = "\\frac{", [FRAC_LINE] = "}{", [FRAC_CLOSE] = "}",
        [ROOT_OPEN] = "\\sqrt{", [ROOT_CLOSE] = "}",
        [SUP_OPEN] = "", [SUP_RAISE] = "^{", [SUP_CLOSE] = "}",
        [SUB_OPEN] = "", [SUB_LOWER] = "_{", [SUB_CLOSE] = "}",
        [NUMBER_OPEN] = "", [NUMBER_CLOSE] = "",
        [PLUS] = " + ", [MINUS] = " - ", [NEGATIVE] = "-", [SLASH] = "/",
        [DOT] = " \\cdot ", [THIN] = "\\,", [TIMES] = " ", [APPLY] = " ",
        [COMMA] = ", ",
        [LESS] = " < ", [LESS_EQUAL] = " \\le ", [EQUAL] = " = ",
        [AND] = " \\text{ and } ", [OR] = " \\text{ or } ",
        [NOT] = "\\text{not }", [MARK_PI] = "\\pi",
        [MARK_INFINITY] = "\\infty", [MARK_E] = "e",
        [EXPECTATION] = "\\mathbb{E}", [MINIMUM] = "\\min",
        [MAXIMUM] = "\\max", [AT_MINIMUM] = "\\operatorname{at\\,min}",
        [AT_MAXIMUM] = "\\operatorname{at\\,max}",
        [ARGMIN] = "\\operatorname*{arg\\,min}",
        [ARGMAX] = "\\operatorname*{arg\\,max}",
        [SUM_OPEN] = "\\sum_{", [SUM_FROM] = "=0}^{\\infty} ",
        [INT_OPEN] = "\\int", [INT_FROM] = "_{", [INT_TO] = "}^{",
        [INT_OVER] = "} \\mathrm{d}", [INT_BODY] = "\\,",
        [CASES_OPEN] = "\\begin{cases} ", [CASES_IF] = " & \\text{if } ",
        [CASES_NEXT] = " \\\\ ", [CASES_ELSE] = " & \\text{otherwise}",
        [CASES_CLOSE] = " \\end{cases}", [SECH] = "\\operatorname{sech}",
        [YES] = "\\text{true}", [NO] = "\\text{false}"
    },
    .function = {
        [FUNCTION_EXP] = "\\exp", [FUNCTION_LOG] = "\\log",
        [FUNCTION_SIGN] = "\\operatorname{sign}", [FUNCTION_MIN] = "\\min",
        [FUNCTION_MAX] = "\\max", [FUNCTION_SINH] = "\\sinh",
        [FUNCTION_COSH] = "\\cosh", [FUNCTION_TANH] = "\\tanh",
        [FUNCTION_SIN] = "\\sin", [FUNCTION_COS] = "\\cos",
        [FUNCTION_ASIN] = "\\arcsin", [FUNCTION_ACOS] = "\\arccos",
        [FUNCTION_ATAN] = "\\arctan", [FUNCTION_H] = "\\mathrm{H}",
        [FUNCTION_PHI] = "\\varphi", [FUNCTION_PHI2] = "\\Phi_{2}",
        [FUNCTION_ABS] = "", [FUNCTION_MASS] = "",
        [FUNCTION_FLOOR] = "", [FUNCTION_LOG_GAMMA] = "\\log\\Gamma"
    },
    .name = latex_name,
    .definition = definition,
    .bracket = bracket,
    .tall = tall
};

void
expr_print_latex(FILE *to, expr_t *e)
{
    formula_print(to, e, &latex);
}
