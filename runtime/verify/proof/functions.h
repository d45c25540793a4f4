/* runtime/verify/proof/functions.h -- one copy of the order parameters: the values
 * of names, and the functions that equations are made of. */
#ifndef VERIFY_FUNCTIONS_H
#define VERIFY_FUNCTIONS_H

#include "system.h"

/* Functions by number: component i of F (docs/certificates.md), and these. */
enum { POTENTIAL = MAX_ORDERS, EQUATION, OBSERVABLE, OTHER_VALUE,
       N_FUNCTIONS };

/* The variables of the Taylor polynomials are the order parameters, then the
   parameter p, then the parameter of a curve. */
typedef struct
{
    system_t *s;
    const copy_t *copy;
    evaluator_t *e;
    int n, symbol[MAX_ORDERS];         /* order parameters as variables       */
    int p, along;                      /* the other variables, or NOTHING     */
    int variable[MAX_BOXES + 1];       /* that unknown k is, or NOTHING       */
    int derived[MAX_ORDERS];           /* F_i is d potential/d variable i     */
    acb_srcptr value[N_FUNCTIONS];     /* NULL: not there                     */
} functions_t;

/* Gives names their values at x: of the first or the `other` copy, with `all`
   order parameters as variables, fixed ones too, or only those that are not.  0: not
   known.  To be closed in any case. */
int functions_open(functions_t *f, system_t *s, int other, int all, int order,
                   arb_srcptr x, slong prec);
/* Evaluates all functions that the claim has. */
int functions_evaluate(functions_t *f);
void functions_close(functions_t *f);

/* Derivative of function g in the variables a and b (or NOTHING). */
void functions_slope(arb_t to, const functions_t *f, int g, int a, int b);

#endif
