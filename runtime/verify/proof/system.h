/* runtime/verify/proof/system.h -- the square system that a claim speaks of. */
#ifndef VERIFY_SYSTEM_H
#define VERIFY_SYSTEM_H

#include "../text/certificate.h"
#include "../integrals/evaluate.h"

#include <arb_mat.h>

/* Unknowns by number, in the order of docs/certificates.md, as places in the
   list of boxes of the certificate. */
typedef struct
{
    certificate_t *c;
    int n, m, m_other;         /* unknowns; order parameters of each copy    */
    int unknown[MAX_BOXES];
    int p;                     /* the unknown that is the parameter, or -1   */
    int columns;               /* n, or n + 1 with the parameter of a curve  */
    arb_ptr phi;               /* NULL, or where the potential at x goes     */
    int heat;                  /* wide boxes: derivatives in a variance are
                                  second derivatives (integral.c)            */
    arb_srcptr at_p;           /* values of the parameter of a range, or NULL */
    arb_srcptr direction;      /* of a curve: see system_at, or NULL          */
    double until;              /* clock at which to stop, 0: never           */
    int limit;                 /* memory ran out                             */
    const char *why;           /* set when something fails                   */
} system_t;

/* 0: the claim is not of this form, `why`. */
int system_init(system_t *s, certificate_t *c);

/*
 * Residual and, if `jacobian` is not NULL, Jacobian at a point or on a box.
 *
 *   x         in   `columns` balls, by unknown
 *   residual  out  n balls
 *   jacobian  out  n x columns, or NULL
 *
 * With a direction t (claim `unique` alone) the last column is df/dp + J t, the
 * derivative along (t, 1) instead of that in the parameter of the curve.
 *
 * 1: all of them are finite; 0: not, `why`.
 */
int system_at(system_t *s, arb_srcptr x, arb_ptr residual,
              arb_mat_struct *jacobian, slong prec);

/*
 * Of a fold, an instability or an extremum the equations F of the state alone, and
 * the matrix that is singular there (docs/certificates.md, M).
 *
 *   x         in   as above, the null vector or slopes are not used
 *   f         out  m balls
 *   slope     out  n x columns, of which the first m rows: derivatives of F
 *   matrix    out  system_size(s) rows and columns
 *
 * 1: all of them are finite; 0: not, `why`.
 */
int system_singular(system_t *s, arb_srcptr x, arb_ptr f,
                    arb_mat_struct *slope, arb_mat_struct *matrix, slong prec);
/* The size of that matrix; 0: the claim is of another kind. */
int system_size(const system_t *s);

/* instability: the equations of the fixed order parameters hold at x as far as
   balls can tell: they contain 0, within 2^-(prec/2).  1: they do. */
int system_fixed(system_t *s, arb_srcptr x, slong prec);

/* The two copies of a coexistence have no common point in the box x. */
int system_disjoint(system_t *s, arb_srcptr x);

/* lo < x < hi, or <=; NULL: infinite. */
typedef struct
{
    node_t *lo, *hi;
    int lo_open, hi_open;
} domain_t;

/* The domain of an order parameter.  0: it cannot be read. */
int domain_read(tree_t *tree, domain_t *to, const char *text);

/* The order parameters lie in their domains for all `columns` balls x; strictly:
   inside.  1: they do; 0: not known. */
int system_in_domains(const system_t *s, arb_srcptr x, int strictly);
/* Gives the names of parameters their values.  0: one has none. */
int system_parameters(const system_t *s, evaluator_t *e);
/* The value of an expression of parameters (and `along` at p, unless NULL). */
int system_number(system_t *s, arb_t to, node_t *e, const arb_t along,
                  slong prec);

/* The place of NAME + suffix among the boxes, or -1. */
int system_box(certificate_t *c, int symbol, const char *suffix);
int system_is_fixed(const copy_t *copy, int symbol);
/* The second copy is the first one where no line speaks of it. */
const copy_t *system_copy(const certificate_t *c, int other);

#endif
