/* runtime/verify/system.h -- the square system that a claim speaks of. */
#ifndef VERIFY_SYSTEM_H
#define VERIFY_SYSTEM_H

#include "certificate.h"
#include "interpret.h"

#include <arb_mat.h>

/* Unknowns by number, in the order of docs/certificates.md, as places in the
   list of boxes of the certificate. */
typedef struct
{
    certificate_t *c;
    int n, m, m_other;         /* unknowns; order parameters of each copy    */
    int unknown[MAX_BOXES];
    int p;                     /* the unknown that is the parameter, or -1   */
    double until;              /* clock at which to stop, 0: never           */
    const char *why;           /* set when something fails                   */
} system_t;

/* 0: the claim is not of this form, `why`. */
int system_init(system_t *s, certificate_t *c);

/*
 * Residual and, if `jacobian` is not NULL, Jacobian at a point or on a box.
 *
 *   x         in   n balls, by unknown
 *   residual  out  n balls
 *   jacobian  out  n x n, or NULL
 *
 * 1: all of them are finite; 0: not, `why`.
 */
int system_at(system_t *s, arb_srcptr x, arb_ptr residual, arb_mat_t jacobian,
              slong prec);

/* instability: the equations of the fixed order parameters hold at x as far as
   balls can tell: they contain 0, within 2^-(prec/2).  1: they do. */
int system_fixed(system_t *s, arb_srcptr x, slong prec);

#endif
