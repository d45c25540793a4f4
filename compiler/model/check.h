/* compiler/model/check.h -- what the files of this room share; not for others.

   A spec is read in these steps (spec.c):
     together.c    which form and learner it has; which statements go together
     names.c       every declared name with its place; looking names up
     statements.c  one statement after the other; values by convert.c, calls
                   by call.c, binders by binder.c, laws by law.c
     thresholds.c, points.c   thresholds, starts and references come last,
                   since they may name what is declared after them          */
#ifndef SADDLE_CHECK_H
#define SADDLE_CHECK_H

#include "spec.h"

#include <arb.h>
#include <setjmp.h>

/* ---- limits ------------------------------------------------------------- */

#define CHECK_MAX_DEPTH 500        /* of an expression, `let` expanded      */
#define CHECK_MAX_TREE 2000000     /* nodes, written out as a tree          */
#define CHECK_MAX_EXPONENT 10000   /* of a number                           */
#define CHECK_MAX_BITS 100000      /* of a number                           */
#define CHECK_MAX_TERMS 10000      /* of one sum over a set or range        */
#define CHECK_MAX_NODES 500000     /* that one such sum may build           */
#define CHECK_MAX_CHAIN 16         /* observables that use each other       */
#define CHECK_POINTS 16            /* at which probabilities are tried      */

/* ---- values ------------------------------------------------------------- */

typedef enum
{
    KIND_BAD,       /* an error was reported                    */
    KIND_NUMBER,
    KIND_CONDITION,
    KIND_LAW        /* a law or set; stays a tree until it is used */
} kind_t;

typedef struct
{
    kind_t kind;
    expr_t *e;
} value_t;

/* What an expression speaks of; a context allows some of these. */
enum
{
    USES_PARAMETER = 1,
    USES_ORDER = 2,     /* declared by `order`         */
    USES_DERIVED = 4,   /* named by the derivation     */
    USES_STUDENT = 8,   /* the student's field z       */
    USES_TEACHER = 16,  /* the teacher's field z0      */
    USES_LABEL = 32,
    USES_NOISE = 64,
    USES_WEIGHT = 128,
    USES_AVERAGE = 256, /* test(..), train(..)         */
    USES_OBSERVABLE = 512,
    USES_FIELD = 1024,  /* bayes: teacher and student share z */
    USES_NOWHERE = 2048 /* the teacher's weights              */
};

/* Where an expression stands. */
typedef struct
{
    unsigned allowed;
    const char *where;  /* "in `labels`" */
} context_t;

extern const context_t CONTEXT_CLOSED, CONTEXT_PARAMETERS, CONTEXT_UNKNOWNS,
    CONTEXT_LABELS, CONTEXT_PATTERN, CONTEXT_ONLINE, CONTEXT_ONLINE_LABELS,
    CONTEXT_PENALTY, CONTEXT_VALUE,
    CONTEXT_AVERAGE, CONTEXT_LET;

/* ---- names -------------------------------------------------------------- */

typedef enum
{
    NAME_PARAMETER, NAME_ORDER, NAME_LET, NAME_FUNCTION, NAME_WEIGHTS,
    NAME_FIELD, NAME_NOISE, NAME_LABEL, NAME_SITE, NAME_HIDDEN,
    NAME_ACTIVATION, NAME_POTENTIAL, NAME_OBSERVABLE, NAME_THRESHOLD
} name_kind_t;

typedef enum { ENTRY_UNREAD, ENTRY_OPEN, ENTRY_READY } entry_state_t;

typedef struct entry entry_t;
struct entry
{
    const char *name;
    name_kind_t kind;
    span_t span;
    int position;          /* of its statement                         */
    const stmt_t *statement;
    unsigned category;     /* USES_...                                 */
    expr_t *symbol;        /* of what stands for itself                */
    entry_state_t state;   /* of value                                 */
    value_t value;         /* LET FUNCTION HIDDEN OBSERVABLE POTENTIAL */
    unsigned uses;         /* what value speaks of                     */
    int n_formals;         /* FUNCTION, ACTIVATION                     */
    expr_t **formal;
    definition_t *definition;  /* ACTIVATION with `learner online`     */
    int index;             /* PARAMETER, ORDER, OBSERVABLE: in the spec */
    entry_t *next;         /* same bucket                              */
};

/* Bound variables in force, innermost first. */
typedef struct scope scope_t;
struct scope
{
    const char *name;
    expr_t *symbol;
    span_t span;
    scope_t *outer;
};

/* What the expression being converted stands in. */
typedef struct
{
    int position;
    const stmt_t *statement;
    const context_t *context;
    scope_t *scope;
    unsigned uses;
    int depth;             /* of the tree walk */
} frame_t;

/* Depth of an expression, its size when written out as a tree, and the
   largest exponent and number in it. */
typedef struct
{
    expr_t *e;
    int depth;
    double size, exponent;
    long bits;
} measured_t;

/* What has entries for units (units.c). */
enum
{
    UNIT_FIELD, UNIT_TEACHER, UNIT_V, UNIT_V0, UNIT_R, UNIT_Q, UNIT_T,
    UNIT_RHO, UNIT_KINDS
};

/* ---- the checker -------------------------------------------------------- */

typedef struct
{
    spec_t *spec;
    arena_t *arena;
    algebra_t *algebra;
    const spec_ast_t *tree;
    diags_t *d;
    jmp_buf no_memory;
    frame_t frame;
    int chain;             /* observables being read inside each other  */
    entry_t **bucket;      /* values and functions                      */
    int n_buckets;
    int has_hidden;
    span_t form_span;      /* the statement that fixed the form         */
    int form_known;        /* 0: contradictory, do not complain further */
    int *seen;             /* by stmt_kind_t: how many                  */
    const stmt_t **first;  /* by stmt_kind_t: the first                 */
    int *unknown_covered;  /* potential form: by order: stationary in it */
    measured_t *measured;  /* table of what measure() knows              */
    size_t n_measured, room_measured;
    definition_t *unit[UNIT_KINDS]; /* functions that stand for entries  */
} check_t;

#define fault(c, code, span, help, ...) \
    diags_add((c)->d, DIAG_ERROR, (code), (span), (help), __VA_ARGS__)

/* Zeroed memory of the arena; leaves spec_check when there is none. */
void *check_alloc(check_t *, size_t);
/* printf into the arena. */
const char *check_say(check_t *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
span_t span_of(const ast_t *);
/* The place of a statement's first word. */
span_t span_start(const stmt_t *);
const char *statement_word(stmt_kind_t);

/* ---- builtins.c: the closed lists --------------------------------------- */

typedef enum
{
    BUILTIN_PLAIN,   /* function_t of one argument      */
    BUILTIN_FOLD,    /* min, max                        */
    BUILTIN_PHI2, BUILTIN_SQRT, BUILTIN_SECH, BUILTIN_ERF, BUILTIN_ERFC,
    BUILTIN_CDF, BUILTIN_STEP, BUILTIN_DIFF, BUILTIN_TEST, BUILTIN_TRAIN
} builtin_kind_t;

typedef struct
{
    const char *name;
    builtin_kind_t kind;
    function_t function;
    int n_arguments;
} builtin_t;

const builtin_t *builtin_find(const char *name);
/* "arccos" -> "acos": names that other languages use; or NULL. */
const char *builtin_alias(const char *name);
int builtin_names(const char **out, int max);
int is_law_name(const char *name);
int law_names(const char **out, int max);

/* A name that the derivation defines. */
typedef struct
{
    const char *name;
    unsigned learners;  /* bit 1 << learner_t that have it        */
    int unknown;        /* an overlap or conjugate                */
    int rsb;            /* 0: rs only, 1: rsb1 only, -1: both     */
    int lower;          /* 0: >= 0; 1: > 0; -1: any sign          */
} derived_t;

const derived_t *derived_find(const check_t *, const char *name);
/* Of any learner: to say that this one does not have it. */
const derived_t *derived_of_any(const char *name);
int derived_names(const check_t *, const char **out, int max);
/* Why the learner lacks it, as the end of a sentence. */
const char *derived_why_not(const check_t *, const char *name);

/* ---- names.c ------------------------------------------------------------ */

void declare_all(check_t *);
entry_t *entry_find(check_t *, const char *name, int function);
/* Opens a bound variable; reports what it may not hide.  Returns its symbol. */
expr_t *scope_open(check_t *, const ast_t *name);
/* A frame for another expression; the caller restores the old one. */
frame_t frame_enter(check_t *, const stmt_t *, int position,
                    const context_t *);
/* The value of a name, read when it has not been yet. */
value_t resolve(check_t *, const ast_t *name);
/* 1 if e is declared before, or need not be; else says so. */
int declared_before(check_t *, const entry_t *e, span_t at);
/* 1 if what `uses` speaks of is allowed here; else says so. */
int uses_allowed(check_t *, unsigned uses, const char *name, span_t at);
/* names_suggest.c */
void unknown_name(check_t *, const ast_t *name);
void unknown_function(check_t *, const ast_t *call);
const char *describe(const entry_t *);

/* ---- measure.c ---------------------------------------------------------- */

measured_t measure(check_t *, expr_t *);
void measure_clear(check_t *);
/* Number of different nodes below e, counting no further than max. */
int expr_nodes(expr_t *e, int max);
/* Bits of the rational in front of e, 0 when there is none. */
long number_bits(expr_t *e);
/* Say so, and return 0, when a number or an expression is too large. */
int check_bits(check_t *, long bits, span_t);
int check_size(check_t *, expr_t *, span_t);

/* ---- convert.c, call.c, binder.c ---------------------------------------- */

value_t convert(check_t *, const ast_t *);
expr_t *convert_number(check_t *, const ast_t *);    /* NULL after an error */
expr_t *convert_condition(check_t *, const ast_t *);
value_t want_number(check_t *, const ast_t *);
value_t want_condition(check_t *, const ast_t *);
value_t value_number(check_t *, const ast_t *, expr_t *);
value_t value_bad(void);
/* arithmetic.c */
value_t convert_literal(check_t *, const ast_t *);
value_t convert_sum(check_t *, const ast_t *);
value_t convert_product(check_t *, const ast_t *);
value_t convert_power(check_t *, const ast_t *);
value_t convert_unary(check_t *, const ast_t *);
value_t convert_call(check_t *, const ast_t *);
value_t convert_binder(check_t *, const ast_t *);
/* As convert_number, in a context of its own. */
expr_t *number_in(check_t *, const ast_t *, const context_t *);
/* The end of a range: NULL for inf (sign in *infinite), else a number. */
expr_t *range_end(check_t *, const ast_t *, int *infinite);
/* min or max of n values. */
expr_t *fold(algebra_t *, function_t, expr_t *const *, int n);
/* functions of numbers outside their domain: log(0) */
int call_in_domain(check_t *, const builtin_t *, const ast_t *,
                   expr_t *const *argument);
expr_t *convert_diff(check_t *, const ast_t *);
expr_t *convert_average(check_t *, const ast_t *, int over_training);

/* ---- law.c, finite.c, moments.c, probability.c -------------------------- */

enum
{
    PLACE_WEIGHTS = 1, PLACE_NOISE = 2, PLACE_LABELS = 4, PLACE_BINDER = 8,
    PLACE_MIX = 16, PLACE_SITE = 32
};

law_t *convert_law(check_t *, const ast_t *, unsigned place);
/* finite.c: {v: p, ...} and mix(p: LAW, ...) */
law_t *convert_finite(check_t *, const ast_t *);
law_t *convert_mix(check_t *, const ast_t *);
law_t *law_new(check_t *, law_kind_t, span_t, int n, int width);
/* The elements of a set `{a, b}` (tuples have width > 1); 0 after an error. */
int convert_set(check_t *, const ast_t *, int *width, expr_t ***value);
/* The tree behind a name that `let` gave to a law or set. */
const ast_t *law_tree(check_t *, const ast_t *);
/* Joint expectation over a finite law of tuples. */
expr_t *law_expectation_tuple(algebra_t *, const law_t *,
                              expr_t *const *variable, expr_t *body);

void check_probabilities(check_t *, const law_t *, const ast_t *);
/* Says so when e is refuted to be >= 0 (> 0: strict). */
void check_sign(check_t *, expr_t *e, int strict, span_t, const char *code,
                const char *what);
/* -1, 0, 1 by value; 2: not decided. */
int compare_closed(check_t *, expr_t *, expr_t *);

/* ---- domains.c ---------------------------------------------------------- */

void read_domain(check_t *, const stmt_t *, domain_t *, const context_t *);
/* Says so when v is proven to lie outside; `name` for the message. */
void check_inside(check_t *, const domain_t *, expr_t *v, span_t,
                  const char *name);
domain_t derived_domain(const check_t *, const derived_t *);

/* ---- statements --------------------------------------------------------- */

/* 1 if the model has one of this kind, and s is not the first. */
int is_repeated(const check_t *, const stmt_t *s);
void decide_form(check_t *);          /* together.c */
void check_together(check_t *);       /* after the statements are read */
void check_requirements(check_t *);   /* together_parts.c */
void read_statements(check_t *);      /* statements.c */
void read_let(check_t *, entry_t *);  /* lets.c: LET, FUNCTION, ACTIVATION */
void read_observable(check_t *, entry_t *);
void read_potential(check_t *, entry_t *);
void read_model_statement(check_t *, const stmt_t *, int position);
void read_thresholds(check_t *);
void read_starts(check_t *);          /* points.c */
void read_references(check_t *);
void read_stationary(check_t *, const stmt_t *);
/* NAME = VALUE lists.  parameters: of parameters, else of unknowns. */
void read_points(check_t *, points_t *, int n, ast_t *const *name,
                 ast_t *const *value, int parameters);
int is_state(check_t *, const char *name);

/* ---- units.c, online.c, gram.c: `learner online` ------------------------ */

/* UNIT_...; -1 if the name has no entries, or the learner is another one. */
int units_kind(const check_t *, const char *name);
/* Does a statement speak of entries of `name`? */
int units_indexed(const check_t *, const char *name);
/* How many indices; how many units index 0 or 1 counts. */
int units_indices(int kind);
int units_count(const check_t *, int kind, int index);
/* The symbol of an entry, counted from 0. */
expr_t *units_symbol(check_t *, int kind, int i, int j);
/* z[k] as it is read; NULL after an error. */
expr_t *units_entry(check_t *, const ast_t *, int kind);
/* The expression with its entries put in; NULL after an error. */
expr_t *units_resolve(check_t *, expr_t *, span_t);
void online_open(check_t *);          /* after decide_form               */
void online_units(check_t *);         /* once the first pass is read     */
void online_start(check_t *);
void online_statement(check_t *, const stmt_t *);
void gram_check(check_t *);
/* The name of a variable as spec.h spells it ("q[1,2]"); NULL if it is none. */
const char *variable_name(check_t *, const ast_t *);
void unsupported(check_t *, const stmt_t *);

#endif
