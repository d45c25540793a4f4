/* compiler/algebra/print_formula.h -- one layout, two markups. */
#ifndef SADDLE_PRINT_FORMULA_H
#define SADDLE_PRINT_FORMULA_H

#include "print.h"

/* What the layout writes beside names, numbers and brackets. */
typedef enum
{
    FRAC_OPEN, FRAC_LINE, FRAC_CLOSE, ROOT_OPEN, ROOT_CLOSE,
    SUP_OPEN, SUP_RAISE, SUP_CLOSE,      /* base ^ exponent                */
    SUB_OPEN, SUB_LOWER, SUB_CLOSE,      /* operator with index            */
    NUMBER_OPEN, NUMBER_CLOSE,
    PLUS, MINUS, NEGATIVE, SLASH, DOT, THIN, TIMES, APPLY, COMMA,
    LESS, LESS_EQUAL, EQUAL, AND, OR, NOT,
    MARK_PI, MARK_INFINITY, MARK_E, EXPECTATION, MINIMUM, MAXIMUM,
    AT_MINIMUM, AT_MAXIMUM, ARGMIN, ARGMAX,
    INT_OPEN, INT_FROM, INT_TO, INT_OVER, INT_BODY, SUM_OPEN, SUM_FROM,
    CASES_OPEN, CASES_IF, CASES_NEXT, CASES_ELSE, CASES_CLOSE, SECH,
    YES, NO, MARK_COUNT
} mark_t;

typedef struct
{
    const char *mark[MARK_COUNT];
    const char *function[FUNCTION_COUNT];
    void (*name)(FILE *, const char *name);
    void (*definition)(FILE *, const definition_t *);
    /* Brackets round text that is written already; kinds ( [ | { */
    void (*bracket)(FILE *, char kind, const char *text);
    /* 1 if the text is too tall for an exponent. */
    int (*tall)(const char *text);
} style_t;

typedef struct
{
    FILE *to;
    names_t names;
    const style_t *style;
} formula_t;

/* What an operand stands next to; it is bracketed if it binds less. */
enum { IN_BRACKETS, IN_TERM, IN_FACTOR, IN_POWER };

void formula_print(FILE *, expr_t *, const style_t *);

void formula_put(formula_t *, expr_t *, int place);
void formula_mark(formula_t *, mark_t);
void formula_integer(formula_t *, const fmpz_t);
/* n expressions with commas, in brackets. */
void formula_list(formula_t *, expr_t *const *, int n, char kind);
/* The argument of a function, without brackets if it has its own. */
void formula_argument(formula_t *, expr_t *function);
/* 1 for \log, \tanh, ...: powers stand behind the name, \tanh^{2}(x). */
int formula_is_operator(expr_t *);
void formula_product(formula_t *, expr_t *, int place);
void formula_sum(formula_t *, expr_t *, int place);
/* Text in a buffer: start returns the stream to give back to end. */
FILE *capture_start(formula_t *, char **text, size_t *size);
void capture_end(formula_t *, FILE *outer);

#endif
