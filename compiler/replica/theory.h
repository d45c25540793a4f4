/* compiler/replica/theory.h -- the derived theory: potential, equations. */
#ifndef SADDLE_THEORY_H
#define SADDLE_THEORY_H

#include "../model/spec.h"

/* An order parameter or conjugate of the derived potential. */
typedef struct
{
    const char *name;       /* q, q_hat, V, V_hat, m, ... */
    expr_t *symbol;
    domain_t domain;
    const char *description;
    int stage;  /* natural iteration: 0 overlaps, 1 conjugates. One step
                   updates stage 1 from the overlaps, then stage 0.        */
} unknown_t;

/* A definition printed before the equations: Z_w, Z_out, f_w, g_out. */
typedef struct
{
    const char *name, *latex;
    int n;
    expr_t **formal;
    expr_t *raw;    /* as the derivation writes it (integral over w or h);
                       NULL for derivatives of functions listed before     */
    expr_t *closed; /* after closed forms, or NULL                        */
    definition_t *definition;
} named_function_t;

/* A value readable under a name at a solution: V, rho, r, entropy,
   free_entropy, replicon, the spec's observables. */
typedef struct
{
    const char *name;
    expr_t *value;
    expr_t *plain;          /* without implicit functions; NULL: as value  */
    const char *description;
    int declared; /* from the spec (1), or by the derivation (0) */
} named_value_t;

/*
 * A state of which the reduced system is solved by its own argument
 * (language.md, "boundary state"): some unknowns fixed, the others free.
 */
typedef struct
{
    const char *name;       /* "q = 0", "recovery"                         */
    int n_fixed;
    int *fixed;             /* indices of unknowns                         */
    expr_t **value;         /* may be infinity                             */
    int guard_parameter;    /* -1, or: holds only if this parameter ...    */
    expr_t *guard_value;    /* ... has this exact value (SK: h = 0)        */
    int inside;             /* no end of the domain: a threshold names it  */
} boundary_t;

typedef enum { SYSTEM_SADDLE_POINT, SYSTEM_THRESHOLD } system_kind_t;

/* An unknown of a threshold that is neither an order parameter nor a
   parameter: a component of a null vector, a second copy, a slope. */
typedef struct
{
    const char *name;       /* "q.null", "q.other", "q.slope"              */
    expr_t *symbol;
    int order;              /* the order parameter (index) it belongs to   */
} extra_t;

/* A square system of equations: residual[i] = 0, i < n. */
typedef struct
{
    system_kind_t kind;
    const char *name;       /* "saddle_point" or the threshold's name      */
    int threshold;          /* index into spec->threshold, or -1           */
    int boundary;           /* index into boundary, or -1: interior        */
    int other;              /* the same for the second state of a
                               coexistence                                 */
    int n;
    int n_orders;           /* the first n_orders unknowns are order       */
    int *order;             /*   parameters (index), then perhaps ...      */
    int n_extras;           /* ... extras, and ...                         */
    extra_t *extra;
    int parameter;          /* ... this parameter (index), or -1           */
    expr_t **residual;      /* gradient of phi in each free unknown, then
                               left - right; over unknowns and parameters  */
    expr_t **jacobian;      /* n x n, row-major, in the system's unknowns  */
    /* After theory_slopes, else NULL: the derivative of the residual in a
       parameter p; the second derivative of residual(x + s t, p + s) in s at
       0, and t, a symbol for each unknown.                                */
    expr_t **slope, **bend, **direction;
    int n_maps;             /* = n_orders for saddle points: natural map   */
    expr_t **map;           /*   new value of order parameter order[i]; NULL
                                 entry: no natural map, use Newton         */
    int n_values;           /* observables at its solution                 */
    named_value_t *value;
    int n_sides;            /* side conditions, each  side > 0             */
    expr_t **side;
    /* The equations as the derivation writes them, before closed forms and
       differentiation, for the certificate: phi, and left - right.        */
    expr_t *raw_extra;      /* threshold: left - right in raw form; the
                               observable of an extremum; the free entropy
                               of a second state without unknowns; or NULL */
    const char *note;       /* NULL, or a caveat that a claim must repeat
                               ("RS value, an upper bound, ...").  Where the
                               system has a value "replicon", only when that
                               is not proved to be at most 1              */
} system_t;

/*
 * The Nishimori line: phi = -x y/2 + A(x) + B(y), x the overlap and y its
 * conjugate, with A and B convex, and what a proof about the end x = rho
 * needs (docs/certificates.md).
 */
typedef struct
{
    int overlap, conjugate;
    expr_t *samples;
    expr_t *channel;        /* A(x)                                        */
    expr_t *channel_end;    /* A(rho), or NULL                             */
    int n_parts;            /* the weights' law as a mixture of normal ... */
    expr_t **part;          /* ... laws: probability, mean, variance; 0:
                               it is not one                               */
    int n_jumps;            /* of P(label | z): place, height              */
    int *jump_label;
    expr_t **jump;
    int n_blurs;            /* variances of normal noise beside z in each label;
                               0: not so                                   */
    expr_t **blur;
} line_t;

/* A threshold of a kind that is not built yet: the rest of the model works,
   asking for this name says why it has no answer. */
typedef struct
{
    const char *name;
    span_t span;
    const char *reason;
} skipped_t;

/* Why there may be no state: told where none is found, when no `most` is
   positive at the parameters' values.  The first of several that holds. */
enum { CAUSE_OF_ALL = -1, CAUSE_NOT_AT_AN_END = -2 };

typedef struct
{
    int n;
    expr_t *most[4];
    int unknown;            /* only where this one tends to an end; or one
                               of these                                    */
    const char *text;
    span_t span;            /* of the statement that is to blame           */
} cause_t;

/* A function of arrays: outputs over the inputs (symbols) and parameters. */
typedef struct
{
    int n_inputs, n_outputs;
    expr_t **input, **output;
} mapping_t;

/* A random variable as a function of inputs and variates: the first n_given
   inputs are given, the others uniform on (0, 1) or normal. */
typedef struct
{
    int n_given;
    int *is_normal;         /* of each further input                       */
    int is_count;           /* 1: a Poisson count of mean `value`          */
    mapping_t value;
} draw_t;

typedef enum { SHAPE_QUADRATIC, SHAPE_SMOOTH, SHAPE_KINKED } shape_t;

/* What a finite system is made of (runtime/model.h, saddle_experiment_t). */
typedef struct
{
    expr_t *samples, *moment[2];
    int sphere;
    draw_t weight, label;
    int n_atoms, n_pieces;
    expr_t **kind;          /* values of atoms; then lo, hi of each piece  */
    mapping_t *weights;     /* (A, B) -> f_w, df_w/dB; NULL: none          */
    mapping_t *labels;      /* of each kind: (y, omega, V) -> g, dg/domega */
    mapping_t *loss, *penalty;  /* (y, z), w -> value, two derivatives     */
    mapping_t *allowed;     /* y -> the interval where `require` holds     */
    shape_t loss_shape, penalty_shape;
    mapping_t *predict;     /* z -> label                                  */
    /* Storage, without labels: values of the weights (0: not finite), and
       lo, hi of the intervals that `require` leaves for the field.         */
    int n_values, n_intervals;
    expr_t **value, **interval;
} experiment_t;

/* ---- online learning ---------------------------------------------------- */

#define KERNEL_SLOTS 4

/*
 * An average E[f0(u_a) f1(u_b) ...] of functions of fields of units a, b, ...
 * for one way in which the units coincide: slot i is field number place[i].
 */
typedef struct
{
    int place[KERNEL_SLOTS], teacher[KERNEL_SLOTS]; /* and its kind          */
    int n;                      /* different fields                          */
    expr_t *field[KERNEL_SLOTS];
    expr_t *covariance[KERNEL_SLOTS * (KERNEL_SLOTS + 1) / 2]; /* c11, c12 ... */
    expr_t *integrand;          /* of fields, covariances and parameters     */
    expr_t *closed;             /* of covariances; NULL: by quadrature       */
} kernel_case_t;

/* One of the averages, as a function of units. */
typedef struct
{
    const char *name, *text;    /* "I3", "E[g'(u_a) u_b g(u_c)]"             */
    int slots;
    int by_kind;                /* student and teacher functions differ      */
    int regular;                /* one case, that of different units, holds
                                   for all                                   */
    int n_cases;
    kernel_case_t *cases;
} kernel_t;

enum { KERNEL_I2, KERNEL_I3, KERNEL_I4, KERNEL_J2, KERNEL_G2, KERNELS };

/*
 * The flow of the overlaps (runtime/ode/flow.h).  `product`: the step of unit k
 * is first[k] p(u_k) D, that of its second layer second[k] q(u_k) D, with D =
 * sum_c amplitude[c] s(u_c) (t for teachers) + noise; then the equations are
 * sums over units of the kernels.  Else slope[] has each of them, over state,
 * parameters and moments; moments are averages over the fields by quadrature.
 */
typedef struct
{
    int K, M, learned;
    int n_state;                expr_t **state;
    const char **state_name;
    expr_t *eta, *eta_v;        /* eta_v: zero where it is fixed             */
    int product;
    expr_t *u, *p, *q, *s, *t;  /* functions of u                            */
    expr_t **first, **second, **amplitude, *noise;
    kernel_t kernel[KERNELS];
    expr_t **slope[2];          /* finite rate, gradient flow                */
    int n_fields;               expr_t **field;     /* z, z0                 */
    int n_moments;              expr_t **moment, **moment_body;
    /* The first is generalisation_error: NULL where it is, with `product`,
       half the sum of amplitude[a] amplitude[b] I2(a, b).                   */
    int n_values;               named_value_t *value;
    expr_t *error;              /* symbol that other values have for it      */
    /* The step, of fields, variates and overlaps.                           */
    expr_t **step, **layer_step;
    int needs_overlaps;
    int n_noise;                expr_t **variate;
    int *noise_is_normal;
    expr_t *time;               int n_stops;        expr_t **stop;
} online_flow_t;

/* ---- the theory --------------------------------------------------------- */

typedef struct
{
    const spec_t *spec;
    int n_unknowns;         unknown_t *unknown;
    expr_t **own_equation;  /* of each unknown, raw, = 0; NULL entries: the
                               potential is stationary in it               */
    expr_t *potential;      /* readable: in terms of the named functions   */
    expr_t *raw;            /* before closed forms and differentiation     */
    expr_t *lowered;        /* potential form for `derive --to saddle`     */
    int n_functions;        named_function_t *function;
    /* Of each unknown: its equation, = 0, with the named functions.       */
    expr_t **gradient;
    /* The saddle point as printed: unknown = right hand side.             */
    int n_equations;        expr_t **equation_left, **equation_right;
    /* What can be read at a solution, with named functions, as printed. */
    int n_values;           named_value_t *value;
    int n_boundaries;       boundary_t *boundary;
    int n_starts;           start_t *start;     /* from the spec           */
    int n_systems;          system_t *system;   /* saddle points first: the
                               interior one, then one for each boundary    */
    int n_skipped;          skipped_t *skipped;
    int n_causes;           cause_t *cause;
    line_t *line;           /* NULL: not of that form                      */
    experiment_t *experiment;   /* NULL: none                              */
    online_flow_t *online;           /* not NULL: a flow, and nothing of the above */
} theory_t;

/*
 * theory_derive -- from a checked model to its saddle point.
 *
 *   out    out  in `arena` and the spec's algebra
 *   d      in   "not supported yet" with its place, or what is wrong
 *
 * Returns 1 on success.  One file per learner: storage.c, potential.c, ...
 * Source: ../docs/theory.md.
 */
int theory_derive(theory_t *out, arena_t *arena, const spec_t *spec,
                  diags_t *d);

/* Derives the slopes in parameter k of the systems of a threshold (-1: of the
   saddle points) of which it is no unknown.  0 without memory. */
int theory_slopes(theory_t *, arena_t *arena, int threshold, int k);

/* Prints the theory as a document. */
void theory_print_text(FILE *, const theory_t *);
void theory_print_latex(FILE *, const theory_t *);   /* pdflatex compiles it */
void theory_print_saddle(FILE *, const theory_t *);  /* potential form       */
/* Headings and display formulas, as a fragment of a web page. */
void theory_print_mathml(FILE *, const theory_t *);

/* The same with the steps between: partition functions, potential, its
   derivatives by the chain rule, what the heat equations and Gaussian
   integration by parts make of them, the saddle point, its closed forms. */
typedef enum { STEPS_TEXT, STEPS_LATEX, STEPS_MATHML } steps_format_t;
void theory_print_steps(FILE *, const theory_t *, steps_format_t);

#endif
