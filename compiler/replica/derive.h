/* compiler/replica/derive.h -- what the derivations share (room-private). */
#ifndef SADDLE_DERIVE_H
#define SADDLE_DERIVE_H

#include "theory.h"
#include <setjmp.h>

#define DERIVE_MAX_INTERVALS 32
#define DERIVE_MAX_UNKNOWNS 64

/* A theory while it is being derived. */
typedef struct
{
    theory_t *t;
    arena_t *arena;
    const spec_t *spec;
    algebra_t *algebra;
    diags_t *d;
    jmp_buf out_of_memory;
    int failed;             /* an error was reported                       */
    /* Per unknown: its equation (= 0), readable; the natural map or NULL.  */
    expr_t **gradient, **map;
    expr_t **bilinear;      /* n x n: d^2 phi/dx dy of the bilinear part of
                               partners; NULL entries elsewhere            */
    /* Names that observables and thresholds may use, and what they mean in
       terms of unknowns and parameters once resolved.                      */
    int n_names;
    expr_t **name, **meaning, **raw_meaning;
    /* What systems are made of, where that differs from what is printed:
       averages over implicit functions as plain integrals; or NULL.        */
    expr_t *(*explicit_form)(void *ctx, expr_t *);
    void *explicit_ctx;
    start_t start;          /* for the default state; at.n = 0: none       */
    /* Values readable at a solution, before a boundary is put in.          */
    int n_values;
    named_value_t *value;
    int *given;             /* per threshold: boundary of `instability`, -1 */
    /* Perfect recovery (overlaps rho, conjugates infinite), where it is a
       state: what is known there by itself.                                */
    int n_recovered;
    named_value_t *recovered;
} derivation_t;

/* What is put in for some unknowns (and a guard's parameter), one after the
   other. */
typedef struct
{
    int n;
    expr_t *symbol[DERIVE_MAX_UNKNOWNS + 1], *value[DERIVE_MAX_UNKNOWNS + 1];
} fixing_t;

/* Zeroed memory of the arena; does not return when there is none. */
void *derive_alloc(derivation_t *, size_t count, size_t size);
const char *derive_text(derivation_t *, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Reports an error and marks the derivation as failed. */
void derive_error(derivation_t *, const char *code, span_t span,
                  const char *help, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* ---- one file per learner: unknowns, potential, functions, values ------- */

int derive_storage(derivation_t *);
int derive_potential(derivation_t *);
int derive_bayes(derivation_t *);
int derive_erm(derivation_t *);
int derive_gibbs(derivation_t *);
/* A flow, t->online, in place of potential and equations. */
int derive_online(derivation_t *);

/* ---- building the theory ------------------------------------------------ */

unknown_t *derive_unknown(derivation_t *, const char *name, domain_t domain,
                          const char *description, int stage);
void derive_function(derivation_t *, definition_t *, expr_t *raw);
/* A value readable under `name`; hidden when the spec declares the name. */
void derive_value(derivation_t *, const char *name, expr_t *value, expr_t *raw,
                  const char *description);
/* `name` means `value` in observables and thresholds, but is not listed.
   raw: the same before closed forms, for certificates. */
void derive_name(derivation_t *, const char *name, expr_t *value, expr_t *raw);
/* A symbol for a formal argument: `name` unless a parameter has it. */
expr_t *derive_formal(derivation_t *, const char *name, int positive);

/* The condition, the symbols x[0 .. n) on one side of its affine comparisons:
   c < x for c - x < 0 (sides.c). */
expr_t *derive_sides(algebra_t *, expr_t *condition, expr_t *const *x, int n);

/* causes.c: a new cause, of all failures, with nothing that must hold yet. */
cause_t *derive_cause(derivation_t *, const char *text, span_t span);
/* A number that is positive when there is something between lo and hi. */
expr_t *derive_room(algebra_t *, expr_t *lo, expr_t *hi);
/* The cause that all these intervals are empty. */
void derive_may_be_empty(derivation_t *, int n, expr_t *const *lo,
                         expr_t *const *hi, const char *text, span_t span);

/* ---- the weights' law (weights.c) --------------------------------------- */

/* What the law contributes to the potential. */
typedef struct
{
    int reduced;        /* V = 1 - q: w^2 = 1, or the sphere                */
    expr_t *potential;  /* quadratic form + E log Z_w, readable             */
    expr_t *raw;        /* the same before closed forms                     */
    expr_t *response_square; /* E[(d_B f_w)^2]                              */
    expr_t *log_prior;  /* <log P_w(w)>, or NULL: none is subtracted        */
    expr_t *penalty;    /* <penalty(w)>, or NULL                            */
    expr_t *v_hat;      /* where V_hat is a function of the others          */
} weights_part_t;

/* V is 1 - q for reduced laws.  Returns 0 after an error. */
int derive_weights(weights_part_t *, derivation_t *, expr_t *q, expr_t *q_hat,
                   expr_t *v, expr_t *v_hat);
/* exp(-A w^2/2 + B w) */
expr_t *derive_tilt(algebra_t *, expr_t *a, expr_t *b, expr_t *w);
/* log of a product of positive factors as a sum: log(c e^u) = u + log c. */
expr_t *derive_log_of_product(algebra_t *, expr_t *);
/* The sphere, w.w = N, for fields of mean square s (a symbol): the volume
   E log Z_w + A/2 at its stationary A, and A = V_hat, as functions of s.  0
   when there is no closed form.  (sphere.c) */
int derive_sphere(derivation_t *, expr_t *w, expr_t *s, definition_t **volume,
                  definition_t **width);
int law_is_reduced(derivation_t *, const law_t *);
int law_has_unit_squares(algebra_t *, const law_t *);

/* ---- steps (one file each) ---------------------------------------------- */

/* natural_map.c: gradient -> map, stages, printed equations. */
void derive_natural_map(derivation_t *);
/* names.c: observables resolved; 0 after an error. */
int derive_values(derivation_t *);
/* Replaces readable names, by their raw forms if `raw`.  NULL after an error
   at `span` (`what` is named in the message). */
expr_t *derive_resolve(derivation_t *, expr_t *, int raw, const char *what,
                       span_t span);
/* natural_map.c: 1 when the bilinear form among the partners in `free` is
   regular, so that their gradient and their map have the same zeros. */
int derive_is_regular(derivation_t *, const int *free, int n);
/* boundary.c: the interior saddle point, then the boundary states with their
   reduced systems, at most that many. */
void derive_saddle_points(derivation_t *);
int derive_max_boundaries(const derivation_t *);
/* recovery.c: the values of the last boundary state, which is perfect
   recovery: system s of no unknowns. */
void derive_recovery_values(derivation_t *, system_t *s, const fixing_t *);
/* A value known at perfect recovery, into dv->recovered, which has room. */
void derive_recovered(derivation_t *, const char *name, expr_t *value);
/* What system `s` fixes: nothing for the interior one. */
void derive_fixing(derivation_t *, const system_t *s, fixing_t *);
/* given_state.c: the state at given values of some unknowns, added to the
   boundary states if it is none of them yet.  Its index, or -1 with the reason
   why it is no state. */
int derive_given_state(derivation_t *, const points_t *, const char **reason);
/* thresholds.c, limit.c; 0 after an error. */
int derive_thresholds(derivation_t *);
int derive_limit(derivation_t *, int threshold);
/* critical.c, coexistence.c: the threshold on one saddle point (two). */
void derive_spinodal(derivation_t *, int threshold, int base);
void derive_extremum(derivation_t *, int threshold, int base);
void derive_instability(derivation_t *, int threshold, int base);
void derive_coexistence(derivation_t *, int threshold, int base, int other);
/* A threshold's system on a saddle point, to be completed; NULL where the
   parameter is tied down. */
system_t *derive_threshold_system(derivation_t *, int threshold, int base);
/* Extras NAME.suffix, one for each of n order parameters. */
void derive_extras(derivation_t *, system_t *, const char *suffix,
                   const int *order, int n);
void derive_skip(derivation_t *, const threshold_t *, const char *reason);

/* ---- systems.c ---------------------------------------------------------- */

/* A new system at the end of the theory's list, all indices -1. */
system_t *derive_new_system(derivation_t *);
/* Residuals and Jacobian from equations in readable form (n of them, of which
   the first n_orders belong to the unknowns, the last to the parameter). */
void derive_equations(derivation_t *, system_t *, expr_t *const *readable);
/* The readable values there; what is undefined is left out. */
void derive_system_values(derivation_t *, system_t *, const fixing_t *);
/* d e / d parameter, bodies of definitions included. */
expr_t *derive_parameter_slope(derivation_t *, expr_t *, int parameter);
/* What the emitter gets: definitions put in, closed integrals closed. */
expr_t *derive_explicit(derivation_t *, expr_t *);
expr_t *derive_fix(derivation_t *, expr_t *, const fixing_t *);

/* ---- rewriting (rewrite.c) ---------------------------------------------- */

/* 1 for inf, -1 for -inf, else 0. */
int rewrite_infinite(expr_t *);
/* Sums out of E: E(a + b) = E a + E b, products distributed. */
expr_t *rewrite_spread(algebra_t *, expr_t *);
/* Terms of a sum (1 for anything else). */
int rewrite_terms(expr_t *);
expr_t *rewrite_term(expr_t *, int i);
/* 1 when a subexpression is undefined for every value of the symbols:
   0^-1, log 0, or an infinity outside bounds. */
int rewrite_undefined(algebra_t *, expr_t *);
/* 1 when e has a negative power or a log of something that the fixing makes
   zero, be it cancelled or not. */
int rewrite_singular(algebra_t *, expr_t *, const fixing_t *);
/* 1 when e compares two things that are equal under the fixing, and not without:
   derivatives of e are one-sided there, or there are none. */
int rewrite_tied(algebra_t *, expr_t *, const fixing_t *);
/* 1 when `symbol` is met, bodies of definitions included. */
int rewrite_mentions(expr_t *, expr_t *symbol);
/* Calls visit on each distinct subexpression, bodies of definitions
   included; stops and returns the first nonzero answer. */
int rewrite_visit(expr_t *, int (*visit)(expr_t *, void *), void *ctx);

#endif
