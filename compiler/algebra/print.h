/* compiler/algebra/print.h -- what the printers share: names and layout. */
#ifndef SADDLE_PRINT_H
#define SADDLE_PRINT_H

#include "node.h"

#include <stdio.h>

/* ---- names -------------------------------------------------------------- */

/* Names in force while one expression is printed. */
typedef struct
{
    list_t symbols;      /* free symbols of the whole expression            */
    char **bound;        /* names of the enclosing binders, outermost first */
    int depth, room;
} names_t;

void names_init(names_t *, expr_t *e);
void names_clear(names_t *);
/* Enters a binder: its hint, made different from all names in force. */
const char *names_enter(names_t *, expr_t *binder);
void names_leave(names_t *);
/* The name of an EXPR_BOUND or EXPR_SYMBOL here. */
const char *names_of(const names_t *, expr_t *);

/* ---- layout of products ------------------------------------------------- */

/* How factors follow each other: 2 pi alpha sqrt(q) (1 - q) q_hat xi f E. */
enum
{
    FACTOR_NUMBER, FACTOR_CONSTANT, FACTOR_SYMBOL, FACTOR_ROOT, FACTOR_SUM,
    FACTOR_HAT, FACTOR_VARIABLE, FACTOR_FUNCTION, FACTOR_APPLY, FACTOR_BINDER
};

/* base^power; `exponent` instead where it is no number; a power of sech
   where `sech`, base then is the cosh. */
typedef struct
{
    int class, sech;
    int negated;       /* a sum, to be printed with all signs changed */
    expr_t *base, *exponent;
    fmpq power;
} factor_t;

/* sign * (number * factors)/(number * factors) */
typedef struct
{
    int negative;
    fmpz_t number[2];
    int n[2];
    factor_t *factor[2];
} fraction_t;

void fraction_init(fraction_t *, expr_t *);
void fraction_clear(fraction_t *);
/* 1 if nothing but numbers, pi and their roots is below the line. */
int fraction_is_numeric(const fraction_t *, int side);
int factor_is_root(const factor_t *);
/* How many constants share one root here, sqrt(2*pi): 0 or at least 2. */
int factors_share_root(const factor_t *, int n);

/* ---- layout of sums and conditions -------------------------------------- */

/* The terms, the leading one first (of -sum if `negated`); free with
   list_clear. */
void sum_terms(list_t *, expr_t *sum, int negated);
/* 1 if e prints with a minus sign in front. */
int prints_negative(expr_t *);
/* a <= z and z <= b: the three sides and the two relations.  0: no chain. */
int chain_of(expr_t *condition, expr_t **side, compare_t *how);
/* Left and right of a comparison; z == 0, not 0 == z. */
void compare_sides(expr_t *compare, expr_t **side);
const char *function_name(function_t);

/* The text that `print` writes, malloc'd. */
char *print_to_string(void (*print)(FILE *, expr_t *), expr_t *);

#endif
