/* runtime/verify/proof/krawczyk.h -- the test of a box. */
#ifndef VERIFY_KRAWCZYK_H
#define VERIFY_KRAWCZYK_H

#include <arb.h>
#include <arb_mat.h>

/* n functions on a box, and their Jacobian if that is not NULL.  1: all finite. */
typedef int (*field_t)(void *context, arb_srcptr x, arb_ptr f,
                       arb_mat_struct *jacobian, slong prec);

typedef struct
{
    int in_box, in_zero;
    slong prec;                 /* of the last residual */
    const char *why;
} krawczyk_t;

/*
 * Exactly one zero in the interior of x, and it lies in z (NULL: not asked),
 * a box inside of x.
 *
 *   most   in   the largest precision of a residual, in bits
 *
 * 1: proven; 0: not, with the reason, which may be that `field` failed.
 */
int krawczyk_prove(krawczyk_t *k, arb_srcptr x, arb_srcptr z, int n,
                   field_t field, void *context, slong most);

/* The parts of it.  y: an approximate inverse of the centre of j, exact; rest =
   1 - y j.  0: there is none. */
int krawczyk_precondition(arb_mat_t y, arb_mat_t rest, const arb_mat_t j,
                          slong prec);
/* Rows of |1 - y j| that sum to less than 1: f is injective. */
int krawczyk_contracts(const arb_mat_t rest);
/* c - y f(c) + rest (x - c) lies in the interior of x. */
int krawczyk_inside(arb_srcptr x, arb_srcptr c, arb_srcptr yf,
                    const arb_mat_t rest, int n, slong prec);

#endif
