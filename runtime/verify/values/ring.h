/* runtime/verify/values/ring.h -- jets: truncated Taylor series with ball
 * coefficients. */
#ifndef VERIFY_RING_H
#define VERIFY_RING_H

#include <acb.h>

/* Monomials in `n` variables up to total degree `order`.  With `half` there is
   one variable more, the last, which counts as a square root of a variable:
   its degree weighs one half.  Monomial 0 is 1; a jet is a vector of `length`
   coefficients.  `depth` is the largest number of factors without constant
   term whose product need not vanish. */
enum { RING_MAX = 9 };

typedef struct
{
    int n, order, half, length, depth, n_products;
    unsigned char (*power)[RING_MAX];
    int (*product)[3];
} ring_t;

/* 1: done; 0: out of memory, or too large. */
int ring_init(ring_t *r, int n, int order, int half);
void ring_clear(ring_t *r);

/* The place of a monomial, -1 if it is not there. */
int ring_find(const ring_t *r, const unsigned char power[RING_MAX]);

acb_ptr jet_new(const ring_t *r);
void jet_free(const ring_t *r, acb_ptr x);
void jet_set(const ring_t *r, acb_ptr to, acb_srcptr x);
void jet_add(const ring_t *r, acb_ptr to, acb_srcptr x, acb_srcptr y,
             slong prec);
/* to += x y; to is neither x nor y. */
void jet_addmul(const ring_t *r, acb_ptr to, acb_srcptr x, acb_srcptr y,
                slong prec);
void jet_mul(const ring_t *r, acb_ptr to, acb_srcptr x, acb_srcptr y,
             slong prec);
/* sum_k f[k] (x - x_0)^k, k = 0 .. depth. */
void jet_compose(const ring_t *r, acb_ptr to, acb_srcptr f, acb_srcptr x,
                 slong prec);
int jet_is_zero(const ring_t *r, acb_srcptr x);
int jet_is_constant(const ring_t *r, acb_srcptr x);

#endif
