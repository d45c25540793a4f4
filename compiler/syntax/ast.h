/* compiler/syntax/ast.h -- the syntax tree of a spec, exactly as written. */
#ifndef SADDLE_AST_H
#define SADDLE_AST_H

#include "arena.h"
#include "diag.h"

/* ---- expressions -------------------------------------------------------- */

typedef enum
{
    AST_NUMBER,     /* text: digits as written                              */
    AST_NAME,       /* text; Greek letters already spelt out                */
    AST_CALL,       /* text(child...); children may be AST_ITEM             */
    AST_INDEX,      /* text[child...]                                       */
    AST_TUPLE,      /* (child, child, ...): two or more                     */
    AST_SET,        /* {child, ...}; children may be AST_ITEM               */
    AST_ROW,        /* [child, ...], values of START only                   */
    AST_ITEM,       /* child 0 ':' child 1, inside a call or a set          */
    AST_BINDER,     /* text is E int sum min max; children AST_BOUND..., body last */
    AST_BOUND,      /* child 0 variable, child 1 law or NULL, by `op`       */
    AST_RANGE,      /* child 0 '..' child 1                                 */
    AST_UNARY,      /* op '-' or '+', child 0                               */
    AST_SUM,        /* two or more terms, ops[i] is '+' or '-' before term i */
    AST_PRODUCT,    /* two or more factors, ops[i] is '*' or '/'            */
    AST_POWER,      /* child 0 '^' child 1                                  */
    AST_COMPARISON, /* children s0 ... sn, relation[i] between i and i+1    */
    AST_NOT,        /* child 0                                              */
    AST_AND,        /* children, two or more                                */
    AST_OR,         /* children, two or more                                */
    AST_IF,         /* children condition, then, else                       */
    AST_BAD         /* stands where an error was reported                   */
} ast_kind_t;

typedef enum { REL_LT, REL_LE, REL_GT, REL_GE, REL_EQ } relation_t;

/* How an AST_BOUND variable gets its values (ast_t.op). */
enum { BOUND_PLAIN = 0, BOUND_LAW = '~', BOUND_IN = 'i' };

typedef struct ast ast_t;
struct ast
{
    ast_kind_t kind;
    span_t span;
    int op;
    int n;                      /* number of children              */
    int depth;                  /* of the tree below, leaf = 1     */
    ast_t **child;
    const char *text;
    const char *ops;            /* AST_SUM: ops[0] is '+', AST_PRODUCT:
                                   ops[0] is '*'; n of them        */
    const relation_t *relation; /* AST_COMPARISON: n - 1 of them   */
};

/* Sums and products are n-ary: `a - b + c` is one AST_SUM of three terms
   with ops "+-+", so a sum of a million terms is no deeper than one of two.
   A bracketed operand stays a node of its own; brackets leave no trace
   otherwise.  No tree is deeper than this: */
#define AST_MAX_DEPTH 200
#define AST_MAX_NAME 63      /* characters of a name                         */

/* ---- statements --------------------------------------------------------- */

typedef enum
{
    STMT_CITE, STMT_PARAMETER, STMT_WEIGHTS, STMT_TEACHER, STMT_STUDENT,
    STMT_NOISE, STMT_INPUTS, STMT_SITE, STMT_LABELS, STMT_REQUIRE, STMT_LOSS,
    STMT_PENALTY, STMT_PREDICT, STMT_EQUATION, STMT_SAMPLES, STMT_FEATURES,
    STMT_HIDDEN, STMT_ACTIVATION, STMT_LEARNER, STMT_UPDATE,
    STMT_SECOND_LAYER, STMT_UNTIL, STMT_ANSATZ, STMT_ORDER,
    STMT_FREE_ENTROPY, STMT_OBSERVABLE, STMT_FLOW, STMT_STATIONARY, STMT_START,
    STMT_LET, STMT_THRESHOLD, STMT_REFERENCE
} stmt_kind_t;

/* Condition of a threshold. */
typedef enum
{
    COND_EXPR,  /* value: an expression; `spinodal` alone is a plain name */
    COND_LIMIT, /* value -> bound                                        */
    COND_OF     /* word of (names in args, or points)                    */
} condition_kind_t;

typedef struct
{
    condition_kind_t kind;
    span_t span;
    ast_t *value;         /* COND_EXPR, COND_LIMIT                          */
    ast_t *bound;         /* COND_LIMIT: the limit                          */
    const char *word;     /* COND_OF: "spinodal", "instability", ...        */
    span_t word_span;
    int n_args;           /* COND_OF: names, or (variable, value) pairs     */
    ast_t **arg;          /*   AST_NAME; or variables when arg_value is set */
    ast_t **arg_value;    /*   NULL for names                               */
} condition_t;

/* One statement.  Which fields are set depends on the kind:
     name      the name it declares (PARAMETER WEIGHTS TEACHER STUDENT NOISE
               INPUTS LABELS HIDDEN ACTIVATION FREE_ENTROPY OBSERVABLE LET
               THRESHOLD), the learner or ansatz, START's optional name,
               STATIONARY's function, SECOND_LAYER's kind, UNTIL's variable
     args      LEARNER, SECOND_LAYER arguments; LET, ACTIVATION formal names; ORDER variables;
               STATIONARY unknowns; START, REFERENCE variables of `at`
     values    START, REFERENCE: values belonging to args
     variable  SITE, FLOW, REFERENCE: what it speaks of
     law       set where written with '~'
     value     the expression or law; PARAMETER: the value after '='
     range_lo, range_hi    PARAMETER, ORDER `in`; THRESHOLD range
     relation, bound       PARAMETER, ORDER one-sided domain; has_relation
     fallback              PARAMETER default
     tolerance             REFERENCE
     parameter             THRESHOLD: name after `in`
     text                  CITE, the source of REFERENCE, or the description */
typedef struct
{
    stmt_kind_t kind;
    span_t span, name_span;
    const char *name;
    int n_args;
    ast_t **args, **values;
    ast_t *variable, *value, *range_lo, *range_hi, *bound, *fallback,
        *tolerance;
    int law, has_relation;
    relation_t relation;
    const char *parameter;
    span_t parameter_span;
    condition_t condition;
    const char *text;
    span_t text_span;
} stmt_t;

typedef struct
{
    const char *name;        /* model NAME                     */
    span_t name_span, end_span;
    const char *description; /* the string after it, or NULL   */
    int n;
    stmt_t **stmt;           /* in the order written           */
} spec_ast_t;

/* ---- parsing ------------------------------------------------------------ */

/*
 * ast_parse -- parse one spec.
 *
 *   out     out  the tree; statements with an error are left out
 *   arena   in   holds everything `out` points to
 *   s       in   the text; must outlive nothing (strings are copied)
 *   d       in   receives syntax errors, up to the limit
 *
 * Returns 1 when there was no error; 0 otherwise (`out` may be partial).
 */
int ast_parse(spec_ast_t *out, arena_t *arena, const source_t *s, diags_t *d);

/* 1 when the text is a name of the language. */
int ast_is_name(const char *text);

/* Parse one expression (a value given on the command line). */
ast_t *ast_parse_expression(arena_t *arena, const source_t *s, diags_t *d);

#endif
