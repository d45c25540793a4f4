/* runtime/verify/text/node.h -- expressions of a certificate: hash-consed
 * trees. */
#ifndef VERIFY_NODE_H
#define VERIFY_NODE_H

#include <acb.h>
#include <stdint.h>

typedef enum
{
    N_NUMBER, N_PI, N_INF, N_TRUE, N_FALSE, N_SYMBOL, N_VAR,
    N_ADD, N_MUL, N_POW, N_EXP, N_LOG, N_ABS, N_SIGN, N_MIN, N_MAX, N_SINH,
    N_COSH, N_TANH, N_SIN, N_COS, N_ASIN, N_ACOS, N_ATAN, N_H, N_PHI, N_MASS,
    N_PHI2, N_LT, N_LE, N_EQ, N_AND, N_OR, N_NOT, N_IF, N_GAUSS, N_INT,
    N_MINIMUM, N_MAXIMUM, N_AT_MINIMUM, N_AT_MAXIMUM,
    N_PROXIMAL                 /* made by the rewriting alone: proximal.c */
} op_t;

struct value;

/* `index` is the number of a symbol, or counts binders outwards from a
   variable (0: the innermost).  Bit i of `free` says that variable i occurs
   free, bit i of `symbols` that symbol i occurs.  The evaluator adds children:
   (gauss BODY S) is the mean over N(0, S), (minimum BODY LO HI) the least value
   from LO to HI. */
typedef struct node
{
    op_t op;
    int arity, index;
    uint64_t free, stamp, symbols[4];
    fmpq_t number;
    struct node **child, *next, *rewritten;
    struct value *cache;
} node_t;

enum { MAX_NODES = 200000, MAX_DEPTH = 300, MAX_BINDERS = 24, MAX_SYMBOLS = 256,
       MAX_NAME = 80 };

typedef struct
{
    node_t **bucket, **all;
    int n_nodes, n_symbols;
    char symbol[MAX_SYMBOLS][MAX_NAME + 1];
    node_t *exact[MAX_SYMBOLS];  /* the number that a parameter is, or NULL */
    const void *values_of;       /* whose values the nodes keep              */
    unsigned rules;              /* bits of rule_t that were used            */
    const char *why;             /* the first thing that went wrong, or NULL */
} tree_t;

void tree_init(tree_t *t);
void tree_clear(tree_t *t);

/* The number of a symbol, made when it is new; -1: bad name, or too many. */
int tree_symbol(tree_t *t, const char *name);

/* The node with these parts; NULL, and `why`, if one of the children is NULL
   or there are too many nodes. */
node_t *tree_make(tree_t *t, op_t op, int arity, node_t *const *child);
node_t *tree_number(tree_t *t, const fmpq_t x);
node_t *tree_si(tree_t *t, slong p, ulong q);
node_t *tree_index(tree_t *t, op_t op, int index);

/* Reads one expression; NULL and `why` if the text is anything else. */
node_t *tree_parse(tree_t *t, const char *text);

int node_has(const node_t *e, int symbol);

const char *op_word(op_t op);
/* Whether child i of an operator is in the scope of its variable. */
int op_binds(op_t op, int i);

#endif
