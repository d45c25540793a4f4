/* runtime/model.h -- the contract between emitted code and the runtime.
 *
 * An emitted file defines one saddle_model_t, named saddle_model.  Everything
 * numerical in it is a saddle_program_t: a vector-valued function of
 *
 *     env = (order parameters x[0..n_orders), parameters p[0..n_parameters))
 *
 * (thresholds may append unknowns of their own, see n_extra below)
 * made of one-dimensional integrals and a closed formula that assembles them.
 * A program exists twice: as C for doubles, and as calls on an abstract
 * machine whose registers are real balls, complex boxes, or growth bounds (the
 * runtime chooses).  The machine is an incomplete type here, so that a
 * stand-alone double solver builds without Arb.
 */
#ifndef SADDLE_MODEL_H
#define SADDLE_MODEL_H

#define SADDLE_ABI 5

/* Every runtime call answers with one of these. */
typedef enum
{
    SADDLE_OK = 0,       /* the statement in the contract is proved, or the
                            double computation converged                    */
    SADDLE_UNPROVED = 1, /* no proof at this precision; not a "no"          */
    SADDLE_DOMAIN = 2,   /* the inputs violate the precondition             */
    SADDLE_LIMIT = 3     /* iterations, time, boxes or memory spent         */
} saddle_status_t;

/* ---- the abstract machine (ball arithmetic and its relatives) ----------- */

typedef enum
{
    SADDLE_EXP, SADDLE_LOG, SADDLE_SINH, SADDLE_COSH, SADDLE_TANH,
    SADDLE_SIN, SADDLE_COS, SADDLE_ASIN, SADDLE_ACOS, SADDLE_ATAN,
    SADDLE_H,   /* P(Z > x)                */
    SADDLE_PHI, /* standard normal density */
    SADDLE_LOG_GAMMA /* in doubles only     */
} saddle_function_t;

typedef struct saddle_machine saddle_machine_t;

/* Register r is always the destination; a, b, c are sources; r may equal a
   source.  Registers hold real functions of the integration variable. */
typedef struct
{
    void (*rational)(saddle_machine_t *, int r, const char *p_over_q);
    void (*pi)(saddle_machine_t *, int r);
    void (*add)(saddle_machine_t *, int r, int a, int b);
    void (*sub)(saddle_machine_t *, int r, int a, int b);
    void (*mul)(saddle_machine_t *, int r, int a, int b);
    void (*div)(saddle_machine_t *, int r, int a, int b);
    void (*neg)(saddle_machine_t *, int r, int a);
    void (*power)(saddle_machine_t *, int r, int a, long n);
    void (*sqrt)(saddle_machine_t *, int r, int a);
    void (*function)(saddle_machine_t *, int r, saddle_function_t f, int a);
    /* P(a < Z < b) for a <= b, without cancellation.  Register w holds b - a,
       given apart because a difference of balls forgets that the slopes of a
       and b are equal. */
    void (*mass)(saddle_machine_t *, int r, int a, int b, int w);
    /* r = a where c > 0, b where c < 0.  As a function of the integration
       variable c must not change sign inside a piece (between breaks). */
    void (*select)(saddle_machine_t *, int r, int c, int a, int b);
    /* Phi2(a, b, c): P(X > a, Y > b) at correlation c */
    void (*orthant)(saddle_machine_t *, int r, int a, int b, int c);
} saddle_ops_t;

struct saddle_machine
{
    const saddle_ops_t *ops;
    /* the rest belongs to the implementation */
};

/* ---- integrals ---------------------------------------------------------- */

/*
 * A group of integrals over the same measure, whose integrands share one pass
 * over the nodes and one set of subexpressions.
 *
 * Measure: weight_gauss ? exp(-t^2/2)/sqrt(2 pi) dt : dt, from lo to hi.
 * Breaks are points where an integrand may have a kink; they need not be
 * sorted nor inside the range.  `bent`: there may be kinks elsewhere, at zeros
 * of conditions that nobody could solve.  limits() writes lo, hi (ignored where
 * infinite) and then the breaks.
 *
 * inner: groups whose values the integrand needs at each t; their env is the
 * outer env with t appended.
 */
typedef struct saddle_group saddle_group_t;

/* Ball side.  Registers 0..n_env-1 are the env, register n_env is t; then
   n_inner registers with the inner values.  `constants` computes what does not
   depend on t (limits too), `integrand` the rest.                          */
typedef struct
{
    int n_registers;
    void (*constants)(saddle_machine_t *);
    void (*integrand)(saddle_machine_t *);
    const int *outputs;    /* n_integrands registers                        */
    int lo, hi;            /* registers, -1 where infinite                  */
    const int *breaks;     /* n_breaks registers                            */
} saddle_ball_group_t;

struct saddle_group
{
    const char *what;      /* "E[xi]", "int[h in kappa .. inf]": for messages */
    int n_env;             /* incl. outer integration variables             */
    int n_integrands;
    int weight_gauss;
    int lo_infinite, hi_infinite;
    int count;             /* 1: the sum over t = 0, 1, 2, ..., of what is
                              analytic between them; no ball version       */
    int n_breaks;
    int bent;              /* 1: a kink may lie anywhere, found by looking   */
    int n_inner_values;    /* sum of n_integrands of inner                  */
    int n_inner;
    const saddle_group_t *const *inner;
    /* NULL, or: in doubles the integrand is a function of the field z = mean +
       width t and takes z in place of t; of env it reads the n_reads entries
       reads[..] only.  No groups inside.  Breaks are places of t.         */
    void (*field)(const double *env, double *mean_width);
    int n_reads;
    const int *reads;
    void (*limits)(const double *env, double *lo_hi_breaks);
    /* out[k*n + i]: integrand k at t[i]; WITHOUT the Gaussian weight.
       inner[i*n_inner_values + j].  Must not be called with n > 256.       */
    void (*integrand)(int n, const double *t, const double *env,
                      const double *inner, double *out);
    const saddle_ball_group_t *ball;  /* NULL: no ball version              */
};

/* Ball side of assembly.  Registers 0..n_env-1 env, then the integrals. */
typedef struct
{
    int n_registers;
    void (*assemble)(saddle_machine_t *);
    const int *outputs;
} saddle_ball_assembly_t;

typedef struct
{
    int n_outputs;
    int n_env;
    int n_integrals;       /* sum over groups                               */
    int n_groups;
    const saddle_group_t *const *group;
    void (*assemble)(const double *env, const double *integral, double *out);
    const saddle_ball_assembly_t *ball;
} saddle_program_t;

/* ---- systems ------------------------------------------------------------ */

typedef struct
{
    const char *name, *description;
    int has_default;
    const char *default_value;  /* exact text, in the spec language        */
    const char *domain;         /* for messages: "> 0", "0 .. 1"           */
    int line;                   /* of the spec; 0 if not written there     */
    int stage;                  /* order parameters: 0 overlap, 1 conjugate */
    int lo_infinite, hi_infinite, lo_open, hi_open;
} saddle_variable_t;

typedef struct
{
    const char *name;
    int n_fixed;
    const int *fixed;           /* order parameters                        */
    const char *const *value;   /* exact text, "inf" possible              */
    int guard_parameter;        /* -1: always; else only at guard_value    */
    const char *guard_value;
    int inside;                 /* 1: not an end of the domain, but a state
                                   that a threshold names (instability of
                                   m = 0); also a zero of the interior system */
} saddle_boundary_t;

typedef struct
{
    const char *name, *description;
    int declared;               /* by the spec (1) or the derivation (0)   */
} saddle_name_t;

typedef enum { SADDLE_SADDLE_POINT, SADDLE_THRESHOLD } saddle_system_kind_t;

/* What makes a parameter critical.  F: the equations of the state at hand, J
   their Jacobian; docs/certificates.md has the systems in full.            */
typedef enum
{
    SADDLE_IS_STATE,     /* a saddle point: F = 0                          */
    SADDLE_IS_EQUATION,  /* F = 0, left - right = 0                        */
    SADDLE_IS_LIMIT,     /* q -> 1: one equation in the parameter alone    */
    SADDLE_IS_FOLD,      /* F = 0, J v = 0, |v|^2 = 1                      */
    SADDLE_IS_COEXISTENCE, /* F(x) = 0, F'(x') = 0, phi(x) - phi'(x') = 0    */
    SADDLE_IS_INSTABILITY, /* F = 0, J v = 0 with all order parameters in J
                            and v, the fixed ones too; |v|^2 = 1           */
    SADDLE_IS_EXTREMUM   /* F = 0, J t + F_p = 0, O_x t + O_p = 0          */
} saddle_condition_t;

typedef struct
{
    saddle_system_kind_t kind;
    saddle_condition_t condition;
    const char *name;
    int line;
    int boundary;               /* index of the boundary state, -1 interior */
    int other;                  /* coexistence: that of the second state   */
    const char *state[2];       /* states that the spec names, or NULL     */
    int n;                      /* unknowns = equations                    */
    const int *unknown;         /* env indices: order parameters, extras; a
                                   threshold's parameter last              */
    /* Extras: null vector, second copy, tangent.  The env of this system's
       programs goes on after the parameters, extra k at n_orders +
       n_parameters + k.                                                   */
    int n_extra;
    const char *const *extra;   /* names: "q.null", "q.other", "q.slope"   */
    const int *extra_order;     /* the order parameter that it belongs to  */
    const saddle_program_t *residual;  /* n outputs                        */
    const saddle_program_t *jacobian;  /* n residuals, then n*n row-major  */
    /* For curves over one parameter p, else NULL.  slope: n*n row-major as
       above, then n derivatives of the residuals in p; bend: the n second
       derivatives of residual(x + s t, p + s) in s at 0, where the env goes
       on with the n entries of t.                                         */
    const saddle_program_t *slope, *bend;
    /* Natural iteration, one program for each stage: new values of
       map_unknown[stage][..] (env indices).  NULL for thresholds, or where
       there is no natural map.                                            */
    const saddle_program_t *map[2];
    int n_map[2];
    const int *map_unknown[2];
    int n_values;
    const saddle_name_t *value_name;
    const saddle_program_t *values;
    int n_sides;                /* side conditions: outputs must be > 0    */
    const saddle_program_t *sides;
    const saddle_program_t *range;  /* thresholds: lo, hi of the parameter */
    /* Prefix form, raw, and the same for people: left - right; the observable
       of an extremum; the free entropy of a second state that is known as a
       formula (recovery).  Else NULL.                                     */
    const char *equation;
    const char *equation_text;
    const char *note;           /* caveat that a claim repeats, or NULL    */
} saddle_system_t;

typedef struct
{
    const char *name;           /* NULL: the unnamed start                 */
    int n;
    const int *unknown;
    const saddle_program_t *values;
} saddle_start_t;

/*
 * phi = -x y/2 + A(x) + B(y) with A and B convex on the domain, x the overlap
 * and y its conjugate: both halves of the natural map are nondecreasing.  For
 * the end x -> rho: G = 2 A' exceeds samples E[(d_omega Z)^2/Z] of any label.
 */
typedef struct
{
    int overlap, conjugate;             /* order parameters                */
    const saddle_program_t *samples;
    const saddle_program_t *channel;    /* A(overlap)                      */
    const saddle_program_t *end;        /* A(rho), or NULL                 */
    int n_parts;                        /* law of the weights as a mixture
                                           of normal laws; 0: not one      */
    const saddle_program_t *parts;      /* probability, mean, variance     */
    int n_jumps;                        /* of P(label | field)             */
    const int *jump_label;
    const saddle_program_t *jumps;      /* place, height                   */
    int n_blurs;                /* variances of normal noise beside the field,
                                   in each label; 0: not so                */
    const saddle_program_t *blurs;
    /* the same for a certificate: its `part`, `jump` and `end` lines      */
    const char *reading;
} saddle_line_t;

/* ---- experiments -------------------------------------------------------- */

/*
 * A function of arrays, element by element: in[j][i] is input j of element i,
 * output k goes to out[k*n + i].  env: order parameters (not read), then
 * parameters.  inner: integrals without a closed form; their env is env with
 * the inputs of the element appended, inner[i*n_inner_values + j] their
 * values.  Must not be called with n > 256.
 */
#define SADDLE_MAP_INPUTS 7     /* at most */

typedef struct
{
    int n_env, n_inputs, n_outputs;
    int n_inner_values, n_inner;
    const saddle_group_t *const *inner;
    void (*map)(int n, const double *const *in, const double *env,
                const double *inner, double *out);
} saddle_map_t;

typedef enum
{
    SADDLE_UNIFORM,             /* on (0, 1)                               */
    SADDLE_NORMAL               /* of mean 0 and variance 1                */
} saddle_variate_t;

/* A random variable as a function of `n_given` inputs and then variates; or a
   count of the Poisson law whose mean is that function.                   */
typedef struct
{
    int n_given, n_variates;
    int is_count;
    const saddle_variate_t *variate;
    const saddle_map_t *value;
} saddle_draw_t;

typedef enum
{
    SADDLE_QUADRATIC,
    SADDLE_SMOOTH,              /* with a continuous first derivative      */
    SADDLE_KINKED
} saddle_shape_t;

/*
 * What a finite system is made of.  Labels are of n_atoms + n_pieces kinds: a
 * value of positive probability, or a density on a range.
 */
typedef struct
{
    const saddle_program_t *samples;    /* per weight                      */
    const saddle_program_t *moments;    /* E w0, E w0^2                    */
    int sphere;                         /* weights rescaled to w.w = N     */
    const saddle_draw_t *weight;        /* of the teacher                  */
    const saddle_draw_t *label;         /* given the teacher's field       */
    int n_atoms, n_pieces;
    const saddle_program_t *kinds;      /* values of atoms; then lo, hi    */
    /* Denoisers, or NULL: (A, B) -> f_w and its derivative in B (with three
       inputs the last one is the mean of B^2 over the weights); for each kind
       of label (y, omega, V) -> g_out and its derivative in omega.         */
    const saddle_map_t *weights;
    const saddle_map_t *const *labels;
    /* Empirical risk, or NULL: (y, z) -> loss, its first and second derivative
       in z; w -> the same of the penalty; y -> the interval that `require`
       leaves for z.  loss may be NULL where there is only that interval.   */
    const saddle_map_t *loss, *penalty, *allowed;
    saddle_shape_t loss_shape, penalty_shape;
    const saddle_map_t *predict;        /* z -> label; NULL: none          */
    /* Storage (then weight and label are NULL): values of the weights, 0: not
       finite; lo, hi of the intervals that `require` leaves for z.         */
    int n_values, n_intervals;
    const saddle_program_t *values, *intervals;
    /* the same ends with 0 for those that are infinite: bit i of the mask */
    const saddle_program_t *ends;
    unsigned infinite_ends;
} saddle_experiment_t;

typedef struct
{
    int abi;                    /* SADDLE_ABI                              */
    const char *name;
    const char *version;        /* of the compiler that wrote the file     */
    const char *spec_hash;      /* SHA-256 of the spec text, hex           */
    const char *spec_text;
    const char *potential;      /* raw potential, prefix form              */
    const char *potential_text; /* for people                              */
    int n_orders, n_parameters;
    const saddle_variable_t *order, *parameter;
    /* NULL, or for each order parameter: NULL where the potential is
       stationary in it, else its own equation (= 0) in prefix form, raw   */
    const char *const *order_equation;
    const saddle_program_t *order_domain;  /* lo_0, hi_0, lo_1, ...: finite ends,
                                              0 where infinite             */
    const saddle_program_t *parameter_domain;
    int n_boundaries;
    const saddle_boundary_t *boundary;
    int n_starts;
    const saddle_start_t *start;
    int n_systems;
    const saddle_system_t *const *system;  /* saddle points first          */
    const saddle_line_t *line;  /* NULL: the potential is not of that form */
    const saddle_experiment_t *experiment;  /* NULL: none                  */
} saddle_model_t;

/* The one symbol of an emitted shared object. */
extern const saddle_model_t saddle_model;

/* Special functions of emitted double code (runtime/special.c). */
double saddle_normal_tail(double x);              /* H(x)                  */
double saddle_normal_density(double x);           /* phi(x)                */
double saddle_normal_mass(double a, double b);    /* P(a < Z < b)          */
/* H(x) exp(x^2/2) = erfcx(x/sqrt 2)/2: bounded for x >= 0                 */
double saddle_scaled_tail(double x);
/* log P(a < Z < b), no underflow; b may be INFINITY, a -INFINITY; NAN for
   a > b by more than rounding                                             */
double saddle_log_mass(double a, double b);
double saddle_log_cosh(double x);
/* w x; 0 where the weight w is 0 to within rounding and x is not finite   */
double saddle_weighted(double w, double x);
double saddle_orthant(double h, double k, double c);

#endif
