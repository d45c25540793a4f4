/* runtime/quadrature/machine_tail.h -- the abstract machine over growth bounds.
 *
 * A register encloses a function of t = side * s for all real s >= X, in one of
 * two forms, both pointwise in s:
 *   polynomial  c0 + c1 s + c2 s^2 with c_k anywhere in balls, or
 *   growth      i s^(d/16) exp(Q(s) + r),  i in a ball, Q a polynomial of
 *               degree <= 2 with exact coefficients, and
 *               r = sum_k n_k atom_k(s) + rest, |rest| <= r1 s + r2 s^2.
 * An atom is what the exponent of one exp, phi or H has beside Q, a function of
 * s that is known by its bound only; its multiples n_k cancel in quotients.
 * Derivation: docs/quadrature.md.
 */
#ifndef SADDLE_MACHINE_TAIL_H
#define SADDLE_MACHINE_TAIL_H

#include "../model.h"
#include <arb.h>
#include <fmpq.h>
#include "quiet.h"

#define TAIL_PREC 64
#define TAIL_UNIT 16            /* powers of s are multiples of 1/16       */
#define TAIL_SPARE 5            /* registers for the machine's own use     */
#define TAIL_ATOMS 48
#define TAIL_MULTIPLE 1000000   /* of an atom, at most                     */

typedef struct
{
    int degree;                 /* polynomial form: 0..2; growth form: -1  */
    arb_struct c[3];
    arb_t i;
    slong d;
    arf_struct q[3];
    mag_struct slack[3];        /* of the rest; [0] unused                 */
    int n[TAIL_ATOMS];
} tail_register_t;

typedef struct
{
    saddle_machine_t base;      /* first: ops find the machine by it       */
    int n;
    tail_register_t *r;
    tail_register_t out, a, b;  /* result; operands in growth form         */
    int n_atoms;
    mag_struct atom[TAIL_ATOMS][3];  /* |atom| <= [1] s + [2] s^2          */
    arb_t cut;                  /* X, exact, > 0                           */
    arb_t log_cut, inverse;     /* log X, [0, 1/X]                         */
    fmpq_t rational;
} tail_machine_t;

/* A range of values; ends may be infinite. */
typedef struct
{
    arf_t lo, hi;
} tail_range_t;

void tail_machine_init(tail_machine_t *m, int n_registers);
void tail_machine_clear(tail_machine_t *m);

/* cut > 0; register n_env becomes t = side s. */
void tail_machine_set(tail_machine_t *m, arb_srcptr env, int n_env, double cut,
                      int side);

/*
 * Upper bound of int_X^inf |register r| w ds, w the normal density (gauss) or
 * 1; infinite if the exponent is not proved to fall at X.
 */
void tail_machine_integral(mag_t bound, tail_machine_t *m, int r, int gauss);

/* A(u) = exp(-u^2/2)/H(u) for affine u in register a, which is bounded below;
   else 0. */
int tail_inverse_mills(saddle_machine_t *tail, int r, int a);

/* The enclosure of register r at one s >= X: for tests. */
void _tail_machine_value(arb_t v, const tail_machine_t *m, int r,
                         const arb_t s);

#endif
