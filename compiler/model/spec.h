/* compiler/model/spec.h -- a checked model: what a spec means. */
#ifndef SADDLE_SPEC_H
#define SADDLE_SPEC_H

#include "../algebra/evaluate.h"
#include "../syntax/ast.h"

/* ---- laws --------------------------------------------------------------- */

typedef enum
{
    LAW_FINITE,   /* value[i] (tuples: value[i*width + k]) with
                     probability[i]; rademacher and delta(a) are finite laws                 */
    LAW_NORMAL,   /* parameter[0] mean, parameter[1] variance                */
    LAW_SPHERE,   /* uniform on w.w = N                                      */
    LAW_LAPLACE,  /* parameter[0] = b                                        */
    LAW_UNIFORM,  /* parameter[0..1] ends                                    */
    LAW_MIX,      /* probability[i] of component[i]; never nested.  Its finite
                     parts are gathered into one finite component whose own
                     probabilities are the absolute ones (they sum to its
                     share) and whose probability[i] is 1, so that E f is
                     sum_i probability[i] E_i f without any division        */
    LAW_POISSON,  /* parameter[0] mean; labels only                          */
    LAW_MARCHENKO_PASTUR   /* parameter[0] the ratio c; mean 1, variance c   */
} law_kind_t;

typedef struct law law_t;
struct law
{
    law_kind_t kind;
    span_t span;
    int n, width;
    expr_t **value, **probability;
    expr_t *parameter[2];
    law_t **component;
};

/* E w, E w^2 under the law, closed. */
expr_t *law_mean(algebra_t *, const law_t *);
expr_t *law_second_moment(algebra_t *, const law_t *);
/* E body over `variable` ~ law: sums, Gaussian means, integrals; the sphere
   counts as N(0, 1), its marginal.  NULL for poisson and for tuples. */
expr_t *law_expectation(algebra_t *, const law_t *, expr_t *variable,
                        expr_t *body);

/* ---- declarations ------------------------------------------------------- */

/* A range of a parameter or unknown; lo, hi NULL for infinite. */
typedef struct
{
    expr_t *lo, *hi;
    int lo_open, hi_open;
} domain_t;

typedef struct
{
    const char *name;
    expr_t *symbol;
    domain_t domain;
    expr_t *fallback; /* default value, or NULL */
    const char *description;
    span_t span;
} parameter_t;

typedef struct
{
    const char *name;
    expr_t *symbol;
    law_t *law;
    const char *suffix;   /* "" or "0": of the weights and their field */
    expr_t *field;        /* symbol z + suffix; NULL for noise         */
    span_t span;
} variable_t;

typedef enum
{
    LEARNER_NONE,   /* storage: weights and require.  `weights` with a loss of
                       z alone (Gardner-Derrida) has LEARNER_GIBBS or _ERM and
                       no teacher; `learner gibbs` with `require` alone is
                       the same as none                                    */
    LEARNER_BAYES, LEARNER_GIBBS, LEARNER_ERM, LEARNER_ONLINE,
    LEARNER_POTENTIAL
} learner_t;

typedef struct
{
    const char *name;
    expr_t *symbol;
    domain_t domain;      /* bounds may use parameters and earlier unknowns */
    const char *description;
    span_t span;
} order_t;

typedef struct
{
    const char *name;
    expr_t *value;
    const char *description;
    span_t span;
} observable_t;

/* A list of NAME = VALUE (start, `at` of a reference, `of q = 0`). */
typedef struct
{
    int n;
    const char **name;    /* matrix entries as "q[1,2]" */
    expr_t **value;
    span_t *span;
} points_t;

typedef struct
{
    const char *name;     /* NULL for the unnamed start */
    points_t at;
    span_t span;
} start_t;

typedef enum
{
    THRESHOLD_EQUATION,     /* left == right, and side conditions      */
    THRESHOLD_SPINODAL,     /* state[0] or NULL                        */
    THRESHOLD_COEXISTENCE,  /* state[0], state[1] or NULL              */
    THRESHOLD_INSTABILITY,  /* of the state given by `at`              */
    THRESHOLD_EXTREMUM,     /* of the observable state[0]              */
    THRESHOLD_LIMIT         /* left -> right                           */
} threshold_kind_t;

typedef struct
{
    const char *name;
    threshold_kind_t kind;
    int parameter;          /* index: its unknown                      */
    expr_t *lo, *hi;        /* searched range                          */
    expr_t *left, *right;
    int n_sides;
    expr_t **side;          /* conditions                              */
    const char *state[2];
    points_t at;
    const char *description;
    span_t span, condition_span;
} threshold_t;

typedef struct
{
    const char *name;       /* what is checked; "free_entropy" or "phi" too */
    expr_t *value, *tolerance;  /* closed                               */
    points_t at;
    const char *source;
    span_t span;
} reference_t;

/* ---- online learning ---------------------------------------------------- */

/*
 * K student and M teacher units: symbols of fields, overlaps and second
 * layers, and their values at the start.  Q and T are symmetric, so two entries
 * of their arrays may be one symbol.  T and v0 do not change.
 */
typedef struct
{
    int students, teachers;             /* K, M                             */
    const char *teacher_field;          /* "z0"                             */
    expr_t **z, **z0, **v, **v0;        /* K, M, K, M                       */
    expr_t **R, **Q, **T;               /* K*M, K*K, M*M, row by row        */
    expr_t **start_R, **start_Q, **start_T, **start_v, **start_v0;
    span_t start_span;
    expr_t *update;         span_t update_span;     /* or NULL: the loss    */
    int learned;                        /* the second layer                 */
    expr_t *layer_rate;     span_t layer_span;
    expr_t *time;                       /* of `until t = V`, or NULL        */
    int n_stops;            expr_t **stop;          /* ends where one > 0   */
} online_spec_t;

/* ---- the model ---------------------------------------------------------- */

/*
 * Names that the replica derivation defines (q, q_hat, V, entropy,
 * free_entropy, replicon, ...) stand in observables and thresholds as symbols
 * of that name.  Fields, noises, y and weights likewise.  `let` is expanded.
 * test(..), train(..) stand as symbols made by expr_fresh and listed in
 * `average`.
 */
typedef struct
{
    const char *name;
    expr_t *symbol;         /* stands for the average where it is used  */
    expr_t *body;           /* of y, z0, z                              */
    int over_training;
    span_t span;
} average_t;

typedef struct
{
    algebra_t *algebra;     /* owned by the caller                      */
    const char *name, *description;
    span_t name_span;
    int n_cites;            const char **cite;
    int n_parameters;       parameter_t *parameter;
    learner_t learner;      span_t learner_span;
    expr_t *learner_argument;           /* beta, eta; or NULL           */
    int rsb;                            /* 0: rs, 1: rsb1               */
    span_t ansatz_span;
    /* NULL if absent.  gibbs, erm, online with a teacher always have a
       student w, z: its law is the teacher's where none is given (erm: NULL) */
    variable_t *weights, *teacher, *student;
    int n_noises;           variable_t *noise;
    const char *label_name; expr_t *label_symbol, *label;  /* y = label */
    law_t *label_law;       span_t label_span;
    expr_t *require;        span_t require_span;  /* conjunction, or NULL */
    expr_t *loss, *penalty, *predict;             /* or NULL            */
    span_t loss_span, penalty_span, predict_span;
    expr_t *samples;        /* alpha; NULL in potential form            */
    int n_orders;           order_t *order;       /* potential form     */
    expr_t *potential;      const char *potential_name;
    span_t potential_span;
    int n_stationary;       int *stationary;      /* indices of orders  */
    int n_equations;        expr_t **equation_left, **equation_right;
    int n_starts;           start_t *start;
    int n_observables;      observable_t *observable;
    int n_thresholds;       threshold_t *threshold;
    int n_references;       reference_t *reference;
    int n_averages;         average_t *average;
    online_spec_t *online;  /* NULL for other learners                  */
    /* Statements that parse and are checked for names only, for rooms that
       are not built (hidden, site, inputs, features, activation, flow). */
    int n_unsupported;      span_t *unsupported_span;
    const char **unsupported_word;
} spec_t;

/*
 * spec_check -- names, domains and kinds of a parsed spec.
 *
 *   out      out  the model; valid only when 1 is returned
 *   arena    in   holds what `out` points to (expressions: `algebra`)
 *   tree     in   must outlive `out`
 *   d        in   receives all errors found, up to the limit
 *
 * Returns 1 if there was no error.
 */
int spec_check(spec_t *out, arena_t *arena, algebra_t *algebra,
               const spec_ast_t *tree, diags_t *d);

/* 1 if the overlaps at the start are proved, at these values of the parameters,
   not to be those of any vectors. */
int spec_gram_refuted(const online_spec_t *, const environment_t *);

/* A closed value from the command line (`beta=4/3`), or NULL with an error. */
expr_t *spec_value(algebra_t *, arena_t *, const ast_t *, diags_t *);

#endif
