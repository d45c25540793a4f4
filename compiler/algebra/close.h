/* compiler/algebra/close.h -- what the files of the closed forms share. */
#ifndef SADDLE_CLOSE_H
#define SADDLE_CLOSE_H

#include "node.h"

/* ---- the sign of an expression ------------------------------------------ */

/* Set of possible signs. */
enum
{
    MAY_NEGATIVE = 1, MAY_ZERO = 2, MAY_POSITIVE = 4, MAY_ANY = 7,
    MAY_NONNEGATIVE = 6
};

/* Bases of roots and arguments of logarithms: positive wherever the
   expression that holds them is defined (up to its boundary). */
#define FACTS_MAX 32
typedef struct
{
    algebra_t *algebra;
    int n;
    expr_t *positive[FACTS_MAX];
} facts_t;

void facts_init(facts_t *, algebra_t *);
/* Adds what the existence of e implies, also below binders. */
void facts_collect(facts_t *, expr_t *e);
/* Signs that e may have, from the assumptions on its symbols and the facts;
   expressions without symbols are decided by balls. */
int facts_sign(const facts_t *, expr_t *e);
/* 1 if a <= b is proved; the ends may be infinite, or min, max and abs. */
int facts_le(const facts_t *, expr_t *a, expr_t *b);
/* min and max, one of the two where the order is proved, |x| for {x, -x}. */
expr_t *facts_min(const facts_t *, expr_t *a, expr_t *b);
expr_t *facts_max(const facts_t *, expr_t *a, expr_t *b);

/* ---- rebuilding --------------------------------------------------------- */

/* Every occurrence of the node `from` outside binders becomes `to`. */
expr_t *replace_node(algebra_t *, expr_t *e, expr_t *from, expr_t *to);
/* -1, +1 for -inf, inf; else 0. */
int infinity_sign(expr_t *);
/* Nodes of the tree, up to a limit: how long it prints. */
int tree_size(expr_t *);

/* ---- tidying coefficients ----------------------------------------------- */

/* A sum over its common denominator, (numerator)/(denominator), with the
   common factors of the numerator in front; the shorter of the expanded and
   the plain numerator.  Other expressions as they are. */
expr_t *tidy(algebra_t *, expr_t *);
/* A sum with the powers that all its terms share in front. */
expr_t *factor_common(algebra_t *, expr_t *);
/* e^(1/2) or e^(-1/2) of a positive e, factor by factor. */
expr_t *tidy_root(const facts_t *, expr_t *e, int inverse);

/* ---- unions of intervals ------------------------------------------------ */

/*
 * For every value of the parameters lo[i] <= hi[i] <= lo[i+1], also where an
 * interval is empty (lo = hi): so the complement is read off, an intersection
 * clamps the ends of one set into the intervals of the other, and a union is
 * the complement of an intersection.
 */
#define SET_MAX 24
typedef struct
{
    int n;
    expr_t *lo[SET_MAX], *hi[SET_MAX];
} set_t;

void set_all(set_t *, algebra_t *);
void set_complement(set_t *, const set_t *, algebra_t *);
/* 0 when there are too many intervals. */
int set_intersect(set_t *, const set_t *, const set_t *, const facts_t *);
/* Where the condition holds; 0 if it is not affine in z. */
int set_of_condition(set_t *, expr_t *condition, expr_t *z, const facts_t *);
/* abs, sign, min, max or if that holds z, innermost first; or NULL. */
expr_t *find_kink(expr_t *e, expr_t *z);
/* The two expressions that a kink is made of: abs: x, -x; min, max: its
   arguments; sign: 1, -1; if: the branches.  Returns the condition under
   which the first one holds. */
expr_t *kink_parts(algebra_t *, expr_t *kink, expr_t **first,
                   expr_t **second);

/* ---- integrals of smooth terms ------------------------------------------ */

/* coefficient * polynomial(x) * exp(a x^2 + b x + c) * phi(g) * H(h) */
#define TERM_DEGREE 24
typedef struct
{
    expr_t *coefficient;
    int degree;
    expr_t *polynomial[TERM_DEGREE + 1];
    expr_t *a, *b, *c;
    expr_t *phi[2];      /* phi[0] + phi[1] x, or NULL                    */
    expr_t *h[2];        /* h[0] + h[1] x, or NULL                        */
} term_t;

typedef struct
{
    int n, room;
    term_t *term;
} terms_t;

/* A smooth integrand as a sum of terms; 0 if it is not one.  Clear anyway. */
int terms_of(terms_t *, algebra_t *, expr_t *body, expr_t *x);
void terms_clear(terms_t *);

/* close_mass.c: c H(a) - c H(b), a <= b, as c mass(a, b). */
expr_t *join_masses(const facts_t *, expr_t *sum);

/* Integral of a term from lo to hi (lo <= hi is known if `ordered`) against
   dx, or the standard normal density; NULL if it is not closed. */
expr_t *term_integral(const facts_t *, const term_t *, expr_t *lo, expr_t *hi,
                      int ordered, int gauss);

/*
 * E[p(t); lo < t < hi], t standard normal: moment[0] mass(lo, hi) plus
 * densities at the ends.  p has degree n.
 */
expr_t *normal_moment(algebra_t *, expr_t **p, int n, expr_t *lo,
                      expr_t *hi, int ordered);
/* E[p(t) H(h0 + h1 t)]; both overwrite p. */
expr_t *normal_tail_moment(const facts_t *, expr_t **p, int n, expr_t *h0,
                           expr_t *h1);
/* p(m + s t) as a polynomial in t, in place. */
void shift_polynomial(algebra_t *, expr_t **p, int n, expr_t *m, expr_t *s);

#endif
