/* compiler/algebra/expr.h -- exact, hash-consed expressions. */
#ifndef SADDLE_EXPR_H
#define SADDLE_EXPR_H

#include <flint/fmpq.h>
#include <stdio.h>

/*
 * Expressions are immutable and hash-consed: equal expressions (also up to the
 * names of bound variables) are the same pointer.  They live in one algebra_t
 * and are freed with it.  Every constructor simplifies by a terminating set of
 * local rules that hold wherever both sides are defined; none of them
 * evaluates numerically.
 */
typedef struct algebra algebra_t;
typedef const struct expr expr_t;
typedef struct definition definition_t;

typedef enum
{
    EXPR_RATIONAL,   /* exact                                               */
    EXPR_PI,
    EXPR_INFINITY,   /* bounds of integrals and ranges only; -inf is MUL(-1,inf) */
    EXPR_SYMBOL,     /* parameter, unknown, or an opened bound variable     */
    EXPR_BOUND,      /* variable of an enclosing binder (de Bruijn index)   */
    EXPR_ADD,        /* n-ary, sorted, like terms collected                 */
    EXPR_MUL,        /* n-ary, sorted, rational factor first                */
    EXPR_POWER,      /* child 0 ^ child 1                                   */
    EXPR_FUNCTION,   /* expr_function(e) of its children                    */
    EXPR_APPLY,      /* expr_definition(e) of its children                  */
    EXPR_COMPARE,    /* child 0 (relation) child 1; only <, <=, ==          */
    EXPR_AND, EXPR_OR, EXPR_NOT, EXPR_TRUE, EXPR_FALSE,
    EXPR_IF,         /* if child 0 then child 1 else child 2                */
    EXPR_GAUSS,      /* E over a standard normal variable; child 0 the body */
    EXPR_INTEGRAL,   /* int from child 0 to child 1; child 2 the body       */
    EXPR_MINIMUM,    /* min over the bound variable; child 0 the body       */
    EXPR_MAXIMUM,
    /* Derivatives of the last two: child 1 at the place where child 0, as a
       function of the bound variable, has its minimum or maximum. */
    EXPR_AT_MINIMUM, EXPR_AT_MAXIMUM
} expr_kind_t;

/* The closed list.  cos, sin ... of one argument unless said otherwise.
   sqrt is a power; sech is 1/cosh; erf, erfc, Phi and step are rewritten:
   erf(x) = 1 - 2 H(sqrt(2) x), Phi(x) = H(-x), step(x) = if x > 0 .... */
typedef enum
{
    FUNCTION_EXP, FUNCTION_LOG, FUNCTION_ABS, FUNCTION_SIGN,
    FUNCTION_MIN, FUNCTION_MAX,               /* two arguments              */
    FUNCTION_SINH, FUNCTION_COSH, FUNCTION_TANH,
    FUNCTION_SIN, FUNCTION_COS, FUNCTION_ASIN, FUNCTION_ACOS, FUNCTION_ATAN,
    FUNCTION_H,      /* H(x) = P(Z > x) = erfc(x/sqrt 2)/2                  */
    FUNCTION_PHI,    /* standard normal density                             */
    FUNCTION_MASS,   /* mass(a, b) = P(a < Z < b), a <= b; printed H(a)-H(b) */
    FUNCTION_PHI2,   /* Phi2(h, k, c): P(X > h, Y > k), correlation c       */
    /* The next two are for labels that are counts.  floor(y) of the variable
       of an integral from 0 to infinity makes that a sum over the counts y;
       neither has a derivative in y.                                       */
    FUNCTION_FLOOR, FUNCTION_LOG_GAMMA,
    FUNCTION_COUNT
} function_t;

typedef enum { COMPARE_LT, COMPARE_LE, COMPARE_EQ } compare_t;

/* ---- life --------------------------------------------------------------- */

/* limit: bytes of expressions after which constructors return the error
   expression (see algebra_failed); 0 means the default of 1 GiB. */
algebra_t *algebra_new(size_t limit);
void algebra_free(algebra_t *);
/* 1 once a limit was hit; everything built since is meaningless. */
int algebra_failed(const algebra_t *);

/* 1 once a derivative met a kink whose place in an integration variable could
   not be found: that derivative lacks a term and must not be used. */
int algebra_lost_kink(const algebra_t *);

/* ---- reading ------------------------------------------------------------ */

expr_kind_t expr_kind(expr_t *);
int expr_arity(expr_t *);                 /* number of children             */
expr_t *expr_child(expr_t *, int i);
unsigned expr_id(expr_t *);               /* creation order, for sorting    */
const char *expr_name(expr_t *);          /* SYMBOL                         */
function_t expr_function(expr_t *);       /* FUNCTION                       */
definition_t *expr_definition(expr_t *);  /* APPLY                          */
compare_t expr_comparison(expr_t *);      /* COMPARE                        */
const fmpq *expr_rational(expr_t *);      /* RATIONAL                       */
int expr_is_zero(expr_t *);
int expr_is_one(expr_t *);
int expr_is_int(expr_t *, long value);
int expr_contains(expr_t *, expr_t *symbol);  /* free occurrence, also in APPLY arguments */
int expr_is_closed(expr_t *);             /* no symbol at all               */
/* 1 if e > 0, e >= 0, is known from its form wherever e is defined. */
int expr_is_positive(expr_t *);
int expr_is_nonnegative(expr_t *);
/* 1 if e is -f with f the nicer of the two (prints with a minus in front). */
int expr_is_negated(expr_t *);

/* ---- building ----------------------------------------------------------- */

expr_t *expr_integer(algebra_t *, long);
expr_t *expr_fraction(algebra_t *, long num, long den);  /* den != 0        */
expr_t *expr_from_fmpq(algebra_t *, const fmpq_t);
/* "0.1", "1e-3", "12": exact decimal; NULL if malformed or exponent > 10000 */
expr_t *expr_from_decimal(algebra_t *, const char *text);
expr_t *expr_pi(algebra_t *);
expr_t *expr_infinity(algebra_t *);
/* The same name gives the same symbol. */
expr_t *expr_symbol(algebra_t *, const char *name);
/* A symbol different from all others, printed as `hint` (made unique). */
expr_t *expr_fresh(algebra_t *, const char *hint);
/* Declares that a symbol is positive, or nonnegative, on its whole domain;
   lets sqrt(x^2) become x.  Before first use in an expression. */
void expr_assume(algebra_t *, expr_t *symbol, int positive, int nonnegative);

expr_t *expr_sum(algebra_t *, expr_t *const *term, int n);
expr_t *expr_product(algebra_t *, expr_t *const *factor, int n);
expr_t *expr_add(algebra_t *, expr_t *, expr_t *);
expr_t *expr_sub(algebra_t *, expr_t *, expr_t *);
expr_t *expr_mul(algebra_t *, expr_t *, expr_t *);
expr_t *expr_div(algebra_t *, expr_t *, expr_t *);
expr_t *expr_neg(algebra_t *, expr_t *);
expr_t *expr_pow(algebra_t *, expr_t *base, expr_t *exponent);
expr_t *expr_pow_int(algebra_t *, expr_t *base, long n);
expr_t *expr_sqrt(algebra_t *, expr_t *);
expr_t *expr_apply1(algebra_t *, function_t, expr_t *);
expr_t *expr_call(algebra_t *, function_t, expr_t *const *arg, int n);
expr_t *expr_exp(algebra_t *, expr_t *);
expr_t *expr_log(algebra_t *, expr_t *);
/* A function by its name in the spec language, also sqrt, sech, erf, erfc,
   Phi and step.  NULL if there is no such function; *arity (may be NULL)
   then is 0, otherwise the number of arguments; wrong n: NULL too. */
expr_t *expr_call_named(algebra_t *, const char *name, expr_t *const *arg,
                        int n, int *arity);

/* Conditions.  > and >= are given by swapping the sides. */
expr_t *expr_compare(algebra_t *, compare_t, expr_t *, expr_t *);
expr_t *expr_and(algebra_t *, expr_t *const *, int n);
expr_t *expr_or(algebra_t *, expr_t *const *, int n);
expr_t *expr_not(algebra_t *, expr_t *);
expr_t *expr_true(algebra_t *);
expr_t *expr_false(algebra_t *);
expr_t *expr_if(algebra_t *, expr_t *condition, expr_t *then, expr_t *other);
int expr_is_condition(expr_t *);

/* Binders: `variable` is a symbol (usually fresh) that body contains; the
   result does not contain it.  expr_gauss: mean over N(0,1).
   Constant factors and terms are pulled out; a body without the variable is
   returned as it is.  The `raw` forms pull nothing out and expand nothing. */
expr_t *expr_gauss(algebra_t *, expr_t *variable, expr_t *body);
expr_t *expr_integral(algebra_t *, expr_t *variable, expr_t *lo, expr_t *hi,
                      expr_t *body);
expr_t *expr_minimum(algebra_t *, expr_t *variable, expr_t *body);
expr_t *expr_maximum(algebra_t *, expr_t *variable, expr_t *body);
/* The place where body is smallest (the first, if there are several). */
expr_t *expr_argmin(algebra_t *, expr_t *variable, expr_t *body);
/* As they stand; lo and hi are for EXPR_INTEGRAL.  Any later rebuilding
   (substitution, expr_diff) gives the simplified form. */
expr_t *expr_bind_raw(algebra_t *, expr_kind_t, expr_t *variable, expr_t *lo,
                      expr_t *hi, expr_t *body);
/* The body of a binder with its variable replaced by `symbol`. */
expr_t *expr_open(algebra_t *, expr_t *binder, expr_t *symbol);
/* Any child: opened if it lies under the binder, else as it is. */
expr_t *expr_open_child(algebra_t *, expr_t *binder, int i, expr_t *symbol);
/* The name to print for a binder's variable ("xi", "z"). */
const char *expr_binder_hint(expr_t *binder);

/* ---- named functions ---------------------------------------------------- */

/*
 * A definition is a function with a name (log Z_out, g_out, f_w) and a body
 * over its formal symbols; EXPR_APPLY applies it.  Differentiation yields
 * definitions again, so that derived equations read like a paper's.
 *
 *   name     "g_out"; `latex` "g_{\\mathrm{out}}"
 *   formal   n distinct symbols; body contains no other free symbol than these
 *            and parameters
 */
definition_t *definition_new(algebra_t *, const char *name, const char *latex,
                             expr_t *const *formal, int n, expr_t *body);
/* Fixes the derivative in formal i: an expression in the formals.  Without
   it a definition "name_i" with the differentiated body is made on demand. */
void definition_set_derivative(algebra_t *, definition_t *, int i,
                               expr_t *derivative);
const char *definition_name(const definition_t *);
const char *definition_latex(const definition_t *);
int definition_arity(const definition_t *);
expr_t *definition_formal(const definition_t *, int i);
expr_t *definition_body(const definition_t *);
expr_t *expr_apply(algebra_t *, definition_t *, expr_t *const *arg, int n);

/*
 * The tower of a partition function that obeys dZ/dA = s d^2Z/dB^2:
 *   L = log Z,   g = dL/dB,   g1 = dg/dB, ...
 * with dL/dA = s (g1 + g^2), so every derivative is a polynomial in the g's.
 * Z_w(A, B): s = -1/2.  Z_out(omega, V): B = omega, A = V, s = +1/2.
 *   formal     all formals of Z (labels may come along as passive ones)
 *   a, b       positions of A and B among them
 *   log_z      the closed form of log Z, in the formals
 *   z          Z itself where it has a closed form, else NULL: then the
 *              bodies of g, g1, ... come from log_z
 * Returns the definition of L; *first is that of g.
 */
definition_t *definition_heat_tower(algebra_t *, const char *log_name,
                                    const char *log_latex,
                                    const char *first_name,
                                    const char *first_latex,
                                    expr_t *const *formal, int n, int a, int b,
                                    expr_t *heat, expr_t *z, expr_t *log_z,
                                    definition_t **first);

/* Z of the tower whose first derivative is g is even in B: g, g2, ... vanish
   at B = 0, whatever the signs of parameters. */
void definition_set_even(definition_t *g);

/* A function Z that obeys dZ/dA = s d^2Z/dB^2 itself; so do its derivatives in
   B, which are definitions name_1, name_2, ... made on demand. */
definition_t *definition_heat(algebra_t *, const char *name, const char *latex,
                              expr_t *const *formal, int n, int a, int b,
                              expr_t *heat, expr_t *body);

/* Replaces every APPLY by its body, to the bottom. */
expr_t *expr_inline(algebra_t *, expr_t *);

/* ---- transforming ------------------------------------------------------- */

/* Replaces symbols at once (capture is impossible). */
expr_t *expr_substitute(algebra_t *, expr_t *, expr_t *const *symbol,
                        expr_t *const *value, int n);

/* Every occurrence of the node `from` outside binders becomes `to`. */
expr_t *expr_replace(algebra_t *, expr_t *e, expr_t *from, expr_t *to);

/*
 * d e / d symbol, through all binders:
 *   E[xi](f(.., sqrt(q) xi)):  terms with a factor xi are integrated by parts
 *             (Stein), E[xi g] = E[dg/dxi], which removes 1/sqrt(q)
 *   int:      Leibniz, end points included
 *   min, max: envelope theorem
 *   if:       branches; where a condition (or abs, sign, min, max) switches at
 *             a place that moves with the symbol, E and int get the jump of
 *             the body there (jump.c)
 * The result is expanded as far as needed for terms to cancel.
 */
expr_t *expr_diff(algebra_t *, expr_t *, expr_t *symbol);

/* The same by the chain rule alone: no integration by parts, and a derivative
   of a definition that is no definition yet gets a name, "log_Z_out_V".  For
   showing the steps of a derivation. */
expr_t *expr_diff_plain(algebra_t *, expr_t *, expr_t *symbol);

/* Distributes products over sums (not powers of sums unless `powers`). */
expr_t *expr_expand(algebra_t *, expr_t *, int powers);

/* A sum over its common denominator, common factors in front; others as they
   are. */
expr_t *expr_tidy(algebra_t *, expr_t *);

/* 1 if e is zero, proved by expansion and by H(-x) = 1 - H(x),
   cosh^2 - sinh^2 = 1, sqrt and the like; 0 means not proved. */
int expr_proves_zero(algebra_t *, expr_t *);

/* As a polynomial in `symbol` (which must not occur inside functions etc.):
   coefficient[k] for k = 0..degree.  Returns the degree, or -1 if it is not
   one of degree <= max_degree. */
int expr_polynomial(algebra_t *, expr_t *, expr_t *symbol, int max_degree,
                    expr_t **coefficient);

/*
 * Closed forms, everywhere inside e:
 *   E and int of (polynomial x exp(quadratic) x phi(affine) x indicators of
 *   intervals, abs/sign/min/max/if with affine conditions) in the variable
 *   become exp, phi, H and mass of the end points; also E of H(affine) and
 *   of phi(affine); sums distribute.  The order of two symbolic interval ends
 *   that the algebra cannot decide is kept as an IF or a min/max.
 * What is not closed stays.
 */
expr_t *expr_close(algebra_t *, expr_t *);

/* c H(a) - c H(b), a <= b, in the sums of e become c mass(a, b), which has no
   cancellation.  Comes last: averages of tails close more often. */
expr_t *expr_join_tails(algebra_t *, expr_t *);

/* The set of z where `condition` holds, as a union of intervals whose ends
   are affine solutions in z: condition must be built from and/or/not and
   comparisons affine in z.  Ends are expressions or +-infinity.  Returns the
   number of intervals, or -1 if it is not of that kind or more than max.
   Intervals are disjoint and ordered for every value of the parameters at
   which they are not empty; ends may be min/max of expressions. */
int expr_intervals(algebra_t *, expr_t *condition, expr_t *z, int max,
                   expr_t **lo, expr_t **hi);

/* A piecewise expression branch by branch: the innermost abs, sign, min, max
   or if of e that holds the symbol x, outside conditions and binders, becomes
   its first or second part.  Returns the condition under which e is *first;
   elsewhere it is *second.  NULL when there is none. */
expr_t *expr_unfold(algebra_t *, expr_t *e, expr_t *x, expr_t **first,
                    expr_t **second);

/* ---- printing ----------------------------------------------------------- */

/* Text form: valid in the spec language (APPLY prints as a call), so that
   `derive --to saddle` can be read back.  Malloc'd by open_memstream. */
void expr_print(FILE *, expr_t *);
/* LaTeX as in a paper: \mathbb{E}_\xi, fractions, \hat q, Greek names. */
void expr_print_latex(FILE *, expr_t *);
/* The same as presentation MathML, without the <math> around it. */
void expr_print_mathml(FILE *, expr_t *);
/* Any text in HTML or MathML: markup and control characters become harmless. */
void print_markup(FILE *, const char *text);
/* The LaTeX of a name: alpha -> \alpha, q_hat -> \hat{q}, x_1 -> x_{1}. */
void latex_name(FILE *, const char *name);
/* Lisp-like prefix form of certificates: exact, one line, fully bracketed,
   bound variables as (var INDEX), 0 the innermost binder's.  The grammar is in
   print_prefix.c. */
void expr_print_prefix(FILE *, expr_t *);
char *expr_to_string(expr_t *);           /* malloc'd expr_print            */

/* ---- evaluating --------------------------------------------------------- */

#ifdef __cplusplus
#error "C only"
#endif

#endif
