/* runtime/quadrature/machine_box.h -- the abstract machine over complex boxes.
 *
 * A register holds a function of t on the current box as m exp(Q(t)): m a
 * complex ball, Q a real polynomial of degree <= 2 with exact coefficients.
 * A register that is itself a real polynomial of degree <= 2 in t remembers its
 * coefficients.  All choices of form (which term of a sum is factored out, how H
 * and cosh are scaled) depend on the reference point and on what does not
 * change from box to box, so on all boxes with one reference a register is the
 * restriction of one function, holomorphic on their union when every output is
 * finite on every box: an operation that is not holomorphic on its box (log of
 * a box that meets (-inf, 0], division by a box around 0, ...) gives a
 * non-finite register.  When the union touches the real line, the function is
 * the continuation of the real one.  Derivation: docs/quadrature.md.
 */
#ifndef SADDLE_MACHINE_BOX_H
#define SADDLE_MACHINE_BOX_H

#include "../model.h"
#include <acb.h>
#include <fmpq.h>
#include "quiet.h"

#define BOX_PREC 64

typedef struct
{
    int degree;                 /* of the polynomial, -1: none known       */
    arb_struct c[3];            /* its coefficients, zero above degree     */
    int scaled;                 /* Q is not zero                           */
    arf_struct s[3];            /* coefficients of Q                       */
    acb_t m;
} box_register_t;

typedef struct
{
    saddle_machine_t base;      /* first: ops find the machine by it       */
    int n;
    box_register_t *r;
    box_register_t out;         /* result of the running operation         */
    double x0, x1, y0, y1;      /* the box, exact                          */
    double reference;           /* real                                    */
    /* A select whose condition is affine is decided here and its sign on the
       piece is for the caller to check; NAN: conditions must be != 0 on every
       box instead. */
    double piece_point;
    /* NULL, or the signs of all conditions, in the order of their selects, as
       they are proved to be on the real piece; each run begins at 0. */
    const char *select_sign;
    int n_selects;
    acb_t t, t_mid, t_step;     /* box, midpoint, box - midpoint           */
    acb_t u, v, w;              /* temporaries                             */
    arb_t root_2pi_inverse, x, y;
    arf_t f;
    mag_t bound;
    fmpq_t q;
} box_machine_t;

void box_machine_init(box_machine_t *m, int n_registers);
void box_machine_clear(box_machine_t *m);

/* env into registers 0.., and t into register n_env as the box of box_place. */
void box_machine_set_env(box_machine_t *m, arb_srcptr env, int n_env);

/* The box [x0, x1] + i [y0, y1] of the next run; register n_env is t. */
void box_machine_place(box_machine_t *m, int n_env, double x0, double x1,
                       double y0, double y1);

int box_machine_is_finite(const box_machine_t *m, int r);

/* Upper bound of |register r| on the box, times exp(-Re t^2/2)/sqrt(2 pi) when
   `gauss` is set. */
void box_machine_bound(mag_t bound, box_machine_t *m, int r, int gauss);

#endif
