/* runtime/standalone/formula.h -- the value of a closed expression. */
#ifndef SADDLE_FORMULA_H
#define SADDLE_FORMULA_H

#include <stddef.h>

#define FORMULA_DEPTH 32    /* values on the stack, and nested brackets      */

/* What the expression is computed with: a stack of doubles, or of balls. */
typedef struct
{
    void *ctx;
    void (*number)(void *ctx, const char *decimal, size_t length); /* push  */
    void (*pi)(void *ctx);                                         /* push  */
    /* one of + - * / ^ on the two upper values, or on the upper one: n
       (negative), s (sqrt), e (exp), l (log) */
    void (*apply)(void *ctx, char operation);
} formula_machine_t;

/* Runs `text`: decimals, pi, + - * / ^, brackets, sqrt, exp, log.  Returns 1
   with its value alone on the stack; 0 if the text is nothing of that kind. */
int formula_run(const char *text, const formula_machine_t *);

/* In double precision; NAN if the text is no such expression. */
double formula_double(const char *text);

#endif
