/* compiler/algebra/node.h -- what a node is; shared inside the algebra only. */
#ifndef SADDLE_NODE_H
#define SADDLE_NODE_H

#include "expr.h"

#include <flint/fmpq.h>
#include <flint/fmpz.h>
#include <stddef.h>
#include <stdint.h>

/* What is known about a value wherever it is defined. */
enum
{
    SIGN_GE = 1, SIGN_GT = 2, SIGN_LE = 4, SIGN_LT = 8,
    SIGN_POSITIVE = SIGN_GE | SIGN_GT,
    SIGN_NEGATIVE = SIGN_LE | SIGN_LT,
    SIGN_ZERO = SIGN_GE | SIGN_LE
};

/* How complicated a node is at its worst place; orders terms and factors. */
enum
{
    CLASS_NUMBER, CLASS_SYMBOL, CLASS_FUNCTION, CLASS_APPLY, CLASS_BINDER
};

struct expr
{
    uint64_t hash;        /* of the structure, not of addresses             */
    uint64_t symbols;     /* bit serial % 64 of every free symbol           */
    unsigned id;
    unsigned serial;      /* SYMBOL: its number; BOUND: its index           */
    unsigned open;        /* 1 + largest index that points outside, or 0    */
    int arity;
    unsigned char kind, tag, sign, rank;
    const char *name;     /* SYMBOL                                         */
    const char *hint;     /* SYMBOL, binders: the name to print             */
    definition_t *definition;
    fmpq value;           /* RATIONAL                                       */
    expr_t *child[];
};

struct definition
{
    const char *name, *latex;
    unsigned serial;
    int n;
    expr_t **formal;
    expr_t *body;
    expr_t **derivative;  /* NULL entries: made on demand                   */
    uint64_t symbols;     /* of the parameters in the body                  */
    /* A tower: `below` is what this one is the derivative of in formal b. */
    definition_t *below, *first;
    int level;            /* 0: log Z, 1: g, 2: g1, ...; -1: no tower       */
    int a, b;
    int even;             /* of g: Z is even in formal b                    */
    expr_t *heat;         /* with level -1: Z itself, or ...                */
    int order;            /* ... its derivative of this order, Z is `first` */
    /* Derivatives in parameters: a list of `about`, derivative[0]. */
    definition_t *parameter, *next;
    expr_t *about;
};

typedef struct chunk chunk_t;

struct algebra
{
    chunk_t *chunk;
    size_t used, limit;
    int failed;
    int lost_kink;        /* see algebra_lost_kink                          */
    expr_t **table;       /* open addressing, power of two                  */
    size_t capacity, count;
    unsigned serials;     /* symbols made so far                            */
    unsigned definitions;
    unsigned level;       /* depth of privately opened binders              */
    expr_t **private_symbol;
    unsigned n_private;
    expr_t **symbol_table; /* named and fresh symbols, hashed by name       */
    unsigned n_symbols, symbol_capacity;
    unsigned long fresh;  /* last number used to make a name unique         */
    expr_t *error, *zero, *one, *minus_one, *pi, *infinity, *yes, *no;
};

/* ---- node.c, intern.c --------------------------------------------------- */

/* Memory that lives as long as the algebra; NULL once it has failed. */
void *algebra_alloc(algebra_t *, size_t bytes);
char *algebra_strdup(algebra_t *, const char *);
/* Marks the algebra as failed and returns the error expression. */
expr_t *algebra_fail(algebra_t *);

/* The node of this kind with these children, as given: nothing is simplified.
   `tag` is a function_t or compare_t. */
expr_t *node_make(algebra_t *, expr_kind_t, unsigned tag,
                  expr_t *const *child, int n);
expr_t *node_apply(algebra_t *, definition_t *, expr_t *const *child, int n);
expr_t *node_binder(algebra_t *, expr_kind_t, const char *hint,
                    expr_t *const *child, int n);
expr_t *node_rational(algebra_t *, const fmpq_t);
expr_t *node_bound(algebra_t *, unsigned index);
expr_t *node_intern(algebra_t *, struct expr *key, expr_t *const *child);

int node_is_binder(expr_t *);
/* 1 for an integral that is a sum over counts: holds floor of its variable. */
int node_is_count_sum(expr_t *);
/* 1 for the place itself where something is extreme: AT_... of its variable. */
int node_is_place(expr_t *);
/* 1 if child i of this kind of node lies under its binder. */
int node_binds(expr_kind_t, int i);
int node_is_function(expr_t *, function_t);
int node_is_integer(expr_t *);     /* a RATIONAL with denominator one */
int node_is_negative_infinity(expr_t *);
int node_is_infinite(expr_t *);    /* either sign */
unsigned char sign_of(struct expr *, expr_t *const *child);
unsigned char sign_negated(unsigned sign);

/* ---- order.c ------------------------------------------------------------ */

/* Total order by structure: the same in every run. */
int node_compare(expr_t *, expr_t *);
/* The same, ignoring rational factors in front of products. */
int node_compare_terms(expr_t *, expr_t *);
/* `and` or `or` of conditions on one expression in fewer comparisons; NULL: there are
   none (condition_line.c). */
expr_t *condition_on_line(algebra_t *, expr_kind_t, expr_t *const *, int n);
void node_sort(expr_t **, int n, int (*)(expr_t *, expr_t *));

/* ---- memo.c ------------------------------------------------------------- */

/* A table from (node, number) to node. */
typedef struct
{
    struct memo_entry { expr_t *key; unsigned number; expr_t *value; } *entry;
    size_t capacity, count;
} memo_t;

void memo_init(memo_t *);
void memo_clear(memo_t *);
expr_t *memo_get(const memo_t *, expr_t *key, unsigned number);
void memo_set(memo_t *, expr_t *key, unsigned number, expr_t *value);

/* A growing array of nodes. */
typedef struct
{
    expr_t **item;
    int n, size;
} list_t;

void list_init(list_t *);
void list_clear(list_t *);
void list_push(list_t *, expr_t *);
/* malloc, realloc that cannot fail (they abort). */
void *must_realloc(void *, size_t);

/* ---- sum.c, product.c, power.c, radical.c -------------------------------- */

/* c and r with e = c r, r without a rational factor (1 for a number). */
expr_t *term_split(algebra_t *, expr_t *e, fmpq_t c);
/* The rational in front of e, without splitting it; may alias e. */
const fmpq *term_coefficient(algebra_t *, expr_t *e);
expr_t *term_make(algebra_t *, const fmpq_t c, expr_t *rest);
/* 1 if e prints with a minus in front: its (first) coefficient is negative. */
int node_is_negated(expr_t *);
/* Content of a sum: positive, or with the sign of the first term if `sign`. */
void sum_content(fmpq_t content, algebra_t *, expr_t *sum, int sign);
expr_t *sum_scaled(algebra_t *, expr_t *sum, const fmpq_t c);
expr_t *expr_scale(algebra_t *, expr_t *, const fmpq_t c);

typedef struct
{
    fmpz *prime;          /* pairwise coprime integers > 1                  */
    fmpq *exponent;
    int n, size;
} radical_t;

void radical_init(radical_t *);
void radical_clear(radical_t *);
/* Multiplies by base^exponent, base > 0. */
void radical_mul(radical_t *, const fmpq *base, const fmpq *exponent);
/* The rational part goes to c, the roots to `factors`.  0: too large. */
int radical_finish(algebra_t *, radical_t *, fmpq_t c, list_t *factors);
/* n = product of prime[i]^exponent[i] as far as trial division sees. */
int number_power(fmpq_t out, const fmpq_t base, const fmpz_t exponent);

/* ---- function.c and the files of its families ---------------------------- */

/* The simplified function, or NULL if no rule applies. */
expr_t *explog_rule(algebra_t *, function_t, expr_t *);
expr_t *shape_rule(algebra_t *, function_t, expr_t *const *);
expr_t *circular_rule(algebra_t *, function_t, expr_t *);
/* int of sin or cos of b x + c from lo to hi, b a number, x the variable of this
   binder in the body; NULL: it is neither. */
expr_t *circular_integral(algebra_t *, expr_t *lo, expr_t *hi, expr_t *body);
expr_t *gaussian_rule(algebra_t *, function_t, expr_t *const *);

/* ---- map.c, binder.c ----- */

/* e with other children, through the constructors. */
expr_t *node_rebuild(algebra_t *, expr_t *e, expr_t *const *child);
/* symbol -> BOUND(0), and back; lowers what points outside by one. */
expr_t *node_abstract(algebra_t *, expr_t *body, expr_t *symbol);
expr_t *node_instantiate(algebra_t *, expr_t *body, expr_t *value);
expr_t *node_lower(algebra_t *, expr_t *e);
int node_has_bound(expr_t *, unsigned index);
/* The binder with this body (indices inside), simplified. */
expr_t *binder_make(algebra_t *, expr_kind_t, const char *hint,
                    expr_t *const *child);
/* Children under a binder opened with a symbol that nobody else has; calls
   nest like brackets. */
expr_t *private_enter(algebra_t *);
void private_leave(algebra_t *);

/* ---- definition.c ---- */

/* In formal i, as an expression in the formals. */
expr_t *definition_derivative(algebra_t *, definition_t *, int i);
/* The same as a function with a name, whatever the rules make of it. */
expr_t *definition_plain_derivative(algebra_t *, definition_t *, int i);
/* In a symbol that is not a formal. */
expr_t *definition_parameter_derivative(algebra_t *, definition_t *,
                                        expr_t *symbol);
/* The body with the arguments put in. */
expr_t *definition_expand(algebra_t *, expr_t *apply);
/* 1 if the body depends on a symbol that is not a formal. */
int definition_contains(const definition_t *, expr_t *symbol);

/* ---- expand.c ---- */

/* e or its expansion, whichever is shorter. */
expr_t *expand_if_shorter(algebra_t *, expr_t *);

#endif
