/* compiler/emit/ir.h -- straight-line code of one emitted function.
 *
 * Nodes are hash-consed, so equal subexpressions are one node; a node comes
 * after its operands, so the order of creation is an order of evaluation.
 */
#ifndef SADDLE_EMIT_IR_H
#define SADDLE_EMIT_IR_H

#include "../../runtime/model.h"
#include "pool.h"

#include <flint/fmpq.h>

typedef enum
{
    IR_RATIONAL,     /* value, not negative                                 */
    IR_PI,
    IR_INFINITY,     /* doubles only                                        */
    IR_ENV,          /* index: order parameter, parameter, outer variable   */
    IR_VARIABLE,     /* the integration variable                            */
    IR_INNER,        /* index: value of an inner integral at this t         */
    IR_INTEGRAL,     /* index: value of an integral, in an assembly         */
    IR_ADD, IR_SUB, IR_MUL, IR_DIV, IR_NEG,
    IR_POWER,        /* a ^ index, index >= 2                               */
    IR_SQRT,
    IR_FUNCTION,     /* index: saddle_function_t                            */
    IR_MASS,         /* P(a < Z < b)                                        */
    IR_ORTHANT,
    IR_SELECT,       /* a > 0 ? b : c;  a >= 0 if index                     */
    IR_REAL_POWER,   /* from here on doubles only: a ^ b                    */
    IR_ABS, IR_SIGN, IR_MIN, IR_MAX,
    IR_LOG_MASS, IR_SCALED_TAIL, IR_LOG_COSH,
    IR_WEIGHTED      /* a b, 0 where a vanishes and b is not finite         */
} ir_op_t;

typedef struct
{
    ir_op_t op;
    int a, b, c;       /* operands, -1 if absent                            */
    long index;
    const fmpq *value; /* RATIONAL                                          */
    int varies;        /* with the integration variable                     */
    const char *hint;  /* a name that says what it is, or NULL              */
} ir_node_t;

typedef struct
{
    pool_t *pool;
    ir_node_t *node;
    int n, room;
    int *bucket;       /* hash table of indices + 1                         */
    int n_buckets;
    fmpq **rational;   /* to clear                                          */
    int n_rationals, rational_room;
} ir_t;

/* Beyond this an expression is refused as too large. */
#define IR_MAX_NODES 100000

void ir_init(ir_t *ir, pool_t *pool);
void ir_clear(ir_t *ir);

/* Every constructor applies only trivial rules (0 + x, 1 * x, - - x). */
int ir_leaf(ir_t *ir, ir_op_t op, long index);
int ir_rational(ir_t *ir, const fmpq *value);  /* any sign                  */
int ir_integer(ir_t *ir, long value);
int ir_op(ir_t *ir, ir_op_t op, int a, int b);
int ir_neg(ir_t *ir, int a);
int ir_power(ir_t *ir, int a, long n);         /* n >= 1                    */
int ir_function(ir_t *ir, saddle_function_t f, int a);
int ir_select(ir_t *ir, int condition, int or_equal, int yes, int no);
/* width: b - a, or -1 in doubles, which do not need it */
int ir_mass(ir_t *ir, int a, int b, int width);
int ir_orthant(ir_t *ir, int a, int b, int c);
/* Sum and product in reading order: what does not vary comes first and is
   one node; NEG terms are subtracted; denominators divide once. */
int ir_sum(ir_t *ir, const int *term, int n);
int ir_quotient(ir_t *ir, const int *above, int n_above, const int *below,
                int n_below);
int ir_is_rational(const ir_t *ir, int a, long value);
/* Names the node if it has no name yet. */
int ir_hint(ir_t *ir, int a, const char *hint);

#endif
