/* runtime/verify/integrals/evaluate.h -- all that a proof sees of the evaluator.
 *
 * Contract: every function returns balls that contain the true value for every
 * point of the input balls, or says "not known" and why.
 *
 * What it returns of an expression is a Taylor polynomial: the value and the
 * derivatives in some variables, each of them in a ball. */
#ifndef VERIFY_EVALUATE_H
#define VERIFY_EVALUATE_H

#include "../text/node.h"

typedef struct work evaluator_t;

enum { NOTHING = -1 };          /* in the place of a variable */

/* For expressions of a tree, with derivatives in n variables up to an order.  One
   at a time for a tree: an older one knows nothing more.

     half    derivatives in a variance near 0 are second derivatives (heat.c):
             balls are finite there, and wider elsewhere
     until   clock at which to stop, 0: never

   NULL: too many variables, or out of memory. */
evaluator_t *evaluator_new(tree_t *tree, int n, int order, int half,
                           slong prec, double until);
void evaluator_free(evaluator_t *e);

/* The name is value + variable. */
void evaluator_name(evaluator_t *e, int symbol, const arb_t value,
                    int variable);
/* The name, which has a value, is that + slope * variable. */
void evaluator_lean(evaluator_t *e, int symbol, const arb_t slope,
                    int variable);
/* The name, which has none, is an expression in names that have one + variable.
   0: not known. */
int evaluator_define(evaluator_t *e, int symbol, node_t *expression,
                     int variable);

/* An expression as a Taylor polynomial, which belongs to the evaluator.  NULL:
   not known. */
acb_srcptr evaluate(evaluator_t *e, node_t *expression);
/* Its derivative in the variables a, b, c; not finite beyond the order. */
void evaluated(arb_t to, const evaluator_t *e, acb_srcptr polynomial, int a,
               int b, int c);

/* Why something is not known. */
const char *evaluator_why(const evaluator_t *e);

/* Sets of rules, for what a proof says that it rests on: tree_t.rules. */
typedef enum
{
    RULE_ONE_NORMAL = 1, RULE_CLOSED = 2, RULE_INTEGRATOR = 4, RULE_LINE = 2048,
    RULE_PIECES = 8, RULE_HEAT = 16, RULE_MINIMUM = 32, RULE_CUT = 64,
    RULE_PROXIMAL = 128, RULE_EXISTENCE = 256, RULE_LAW = 512, RULE_STATE = 1024
} rule_t;

double evaluator_clock(void);

#endif
