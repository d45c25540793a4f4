/* runtime/quadrature/machine_real.h -- the abstract machine over real balls. */
#ifndef SADDLE_MACHINE_REAL_H
#define SADDLE_MACHINE_REAL_H

#include "../model.h"
#include <arb.h>
#include <fmpq.h>
#include "quiet.h"

#define REAL_MAX_SELECTS 64

/* Sign of the condition of a select: both bits set for an exact zero. */
#define REAL_NOT_NEGATIVE 1
#define REAL_NOT_POSITIVE 2

typedef struct lanes lanes_t;

/*
 * Every register is an enclosure of its real function at the balls in the env
 * and t.  A register is `outside` when it was computed from a logarithm or root
 * of a number that is proved to be negative; select forgets the branch that it
 * does not take.
 */
typedef struct
{
    saddle_machine_t base;      /* first: ops find the machine by it       */
    slong prec;
    int n;
    arb_ptr r;
    char *outside;
    int strict;                 /* selects on the env, see real_select     */
    int n_selects;              /* since real_machine_reset_selects        */
    char select_sign[REAL_MAX_SELECTS];
    arb_t root_half, root_2pi_inverse;   /* sqrt(1/2), 1/sqrt(2 pi)        */
    lanes_t *lanes;             /* NULL, or values of functions at the node
                                   (lanes.h)                               */
    arb_t x, y, z;              /* temporaries                             */
    fmpq_t q;
} real_machine_t;

void real_machine_init(real_machine_t *m, int n_registers);
void real_machine_clear(real_machine_t *m);

/* Changes the precision and rounds env (n_env balls) into registers 0... */
void real_machine_set(real_machine_t *m, arb_srcptr env, int n_env, slong prec);

/* Scalar functions that both this machine and the others use.  Sharp to first
   order in the radius; non-finite where f is not defined on the whole ball. */
void real_function(arb_t r, saddle_function_t f, const arb_t x, slong prec);
/* P(a < Z < b) for balls, without cancellation */
void real_mass(arb_t r, const arb_t a, const arb_t b, slong prec);
/* H and phi with their constants sqrt(1/2), 1/sqrt(2 pi) at hand; aliasing
   allowed */
void _real_tail(arb_t r, const arb_t x, const arb_t root_half, slong prec);
void _real_density(arb_t r, const arb_t x, const arb_t root_2pi_inverse,
                   slong prec);
/* upper bound of the normal density on the ball x */
void real_density_bound(mag_t bound, const arb_t x);
/* 1/sqrt(2 pi) */
void real_root_2pi_inverse(arb_t r, slong prec);

#endif
