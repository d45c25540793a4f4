/* runtime/verify/values/value.h -- what the interpreter computes with.
 *
 * A value is a sum of terms
 *
 *     P(v) xi^(k/4) exp(E(v)),    P, E polynomials with jets as coefficients,
 *
 * in formal variables v, those of averages that are being done in closed form,
 * and in the tail variable xi, power 0 of a monomial, which stands for every
 * xi >= start at once: coefficients are balls that hold for all of them.  k is
 * 0 unless there is a tail; then P is a constant.  Without variables a value
 * is one term, a jet P exp(E): a large exponent stays apart, so that log and
 * quotients of tiny numbers are exact and wide boxes keep their phase.
 *
 * A value may be `opaque`: not of this form, to be done numerically.  Values
 * do not change.  They live in the pool of the ground until that is released to a
 * mark taken before; what a cache holds longer, it keeps and drops. */
#ifndef VERIFY_VALUE_H
#define VERIFY_VALUE_H

#include "../text/node.h"
#include "ring.h"

enum { TAIL = 0, MAX_FORMALS = 4,      /* ids of variables: 0 and 1 .. 3 */
       MAX_TERMS = 64 };

/* See name.c. */
enum { MAX_ATOMS = 4, MAX_SUMS = 64 };

typedef struct
{
    unsigned long id[MAX_ATOMS];
    int half[MAX_ATOMS], n;
    slong p, q;
} name_t;

/* a + b has this name. */
typedef struct
{
    name_t a, b, name;
} named_sum_t;

typedef struct
{
    unsigned char power[MAX_FORMALS];
    acb_ptr c;
    name_t name;
} mono_t;

typedef struct
{
    int n, length;
    mono_t *m;
} poly_t;

typedef struct
{
    poly_t p, e;
    int k;
} term_t;

typedef struct value
{
    int refs, n, opaque;
    term_t *t;
    struct value *root[2];     /* of a jet: its power 1/2, -1/2, once known */
    struct value *bell;        /* exp(-a^2/2), once known                   */
} val_t;

/* Settings of one evaluation: see interpret.h for the rest. */
typedef struct
{
    const ring_t *ring;
    slong prec;
    int analytic;            /* answer only with functions holomorphic here */
    int n_formals, tail;
    struct value **pool;
    long n_pool, room;
    unsigned long last_id;      /* of a name */
    named_sum_t sum[MAX_SUMS];  /* at places that follow from a and b */
    arb_t start;             /* of the tail, at least 4 */
    const char *why;         /* the first reason why something is not known */
} ground_t;

long val_mark(const ground_t *g);
void val_release(ground_t *g, long mark);
void val_drop(val_t *v);
val_t *val_keep(val_t *v);
/* The same until the pool is released: what a cache has may be dropped by it. */
val_t *val_hold(ground_t *g, val_t *v);

/* Names: of a number that is not known to be another, of one that is known, of
   products and powers. */
name_t name_new(ground_t *g);
name_t name_number(ground_t *g, const fmpq_t x);
name_t name_mul(ground_t *g, const name_t *x, const name_t *y);
name_t name_pow(ground_t *g, const name_t *x, const fmpq_t p);
/* a + b: where that is not a multiple of a, it has the name that it had before. */
name_t name_add(ground_t *g, const name_t *a, const name_t *b);

/* "Not known": opaque while a formal variable is around, otherwise a ball that
   holds everything, and the reason is kept. */
val_t *val_unknown(ground_t *g, const char *why);
/* n terms 0, to be filled. */
val_t *val_new(ground_t *g, int n);
val_t *val_jet(ground_t *g, acb_srcptr jet);
/* The same; the jet becomes the value's own. */
val_t *val_take(ground_t *g, acb_ptr jet);
val_t *val_si(ground_t *g, slong n);
val_t *val_number(ground_t *g, const fmpq_t x);
val_t *val_arb(ground_t *g, const arb_t x);
val_t *val_variable(ground_t *g, int id);
val_t *val_poly(ground_t *g, const poly_t *p);

val_t *val_add(ground_t *g, val_t *a, val_t *b);
val_t *val_mul(ground_t *g, val_t *a, val_t *b);
val_t *val_neg(ground_t *g, val_t *a);
/* p a/q */
val_t *val_times(ground_t *g, slong p, ulong q, val_t *a);
val_t *val_sub(ground_t *g, val_t *a, val_t *b);
val_t *val_exp(ground_t *g, val_t *a);
val_t *val_log(ground_t *g, val_t *a);
val_t *val_pow(ground_t *g, val_t *a, const fmpq_t p);
val_t *val_pow_si(ground_t *g, val_t *a, slong p, ulong q);
/* sum_k f[k] (a - a_0)^k, a without exponent. */
val_t *val_compose(ground_t *g, val_t *const *f, val_t *a);
/* exp(e - e_0) of a polynomial, as a polynomial. */
val_t *val_exp_rest(ground_t *g, const poly_t *e);
/* exp of a jet. */
void val_exp_jet(ground_t *g, acb_ptr to, acb_srcptr x);

/* P(Z > a); P(a < Z < a + width); the density. */
val_t *val_normal_above(ground_t *g, val_t *a);
val_t *val_normal_between(ground_t *g, val_t *a, val_t *b, val_t *width);
val_t *val_normal_density(ground_t *g, val_t *a);
/* The densities at a and a + width; in a tail with one exponent for both. */
void val_normal_densities(ground_t *g, val_t *a, val_t *b, val_t *width,
                          val_t **at_a, val_t **at_b);

/* Other functions of one argument. */
val_t *val_function(ground_t *g, op_t op, val_t *a);

/* One term; a factor exp(E) that tends to 0 in the tail becomes a ball. */
val_t *val_settle(ground_t *g, val_t *a);

/* 1 if a has no variables; then its jet, exponent multiplied in. */
int val_plain(ground_t *g, acb_ptr to, val_t *a);
/* 1 if a is a polynomial; borrowed. */
int val_is_poly(const val_t *a, const poly_t **p);
/* The jet of a value that is nothing else, borrowed; NULL: it is more. */
acb_srcptr val_jet_of(const val_t *a);
/* -1, 0, 1; 2: not known.  Of a complex ball, the sign of its real points. */
int val_sign(ground_t *g, val_t *a);
/* In a term whose P is constant, or a polynomial of the tail variable:
   P = C xi^(k/4).  1: done. */
int term_scale(ground_t *g, acb_ptr c, int *k, const term_t *t);
/* P becomes c xi^(k/4). */
void term_scaled(ground_t *g, term_t *to, acb_srcptr c, int k);
/* n balls times xi^(k/4), k <= 0, for all of the tail: it lies in [0, start^(k/4)]. */
void tail_shrink(const ground_t *g, acb_ptr c, slong n, int k);
int term_has_formals(const term_t *t);
/* Terms without formal variables become one; v is no longer used. */
val_t *val_combine(ground_t *g, val_t *v);
void add_exponents(ground_t *g, poly_t *to, const poly_t *a, const poly_t *b);

/* d = a v + b in a variable, a a constant, b a polynomial without it.  1: it is of
   this form. */
int val_affine(ground_t *g, val_t *d, int id, acb_ptr a, val_t **b);

/* The parts of a polynomial by their power of one variable, as new values;
   returns the largest power. */
int poly_by_power(ground_t *g, val_t **part, const poly_t *p, int id);
extern const unsigned char poly_one[MAX_FORMALS];  /* powers of 1 */
void poly_init(poly_t *p);
void poly_clear(poly_t *p);
void poly_set(ground_t *g, poly_t *to, const poly_t *p);
void poly_add(ground_t *g, poly_t *to, const poly_t *p);
/* p += c x the monomial, where the name of c is NULL: a new one. */
void poly_put(ground_t *g, poly_t *p, const unsigned char *power,
              acb_srcptr c, const name_t *name);
/* The same; c becomes the polynomial's own. */
void poly_take(ground_t *g, poly_t *p, const unsigned char *power, acb_ptr c,
               const name_t *name);
void poly_addmul(ground_t *g, poly_t *to, const poly_t *a, const poly_t *b);
int poly_degree(const poly_t *p, int id);
int poly_has_formals(const poly_t *p);
int poly_is_constant(const poly_t *p);
/* The coefficient of 1, all of a constant; NULL if there is none (0). */
acb_ptr poly_constant(const poly_t *p);

#endif
