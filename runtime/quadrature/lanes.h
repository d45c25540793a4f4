/* runtime/quadrature/lanes.h -- functions of t at equally spaced nodes.
 *
 * A call of exp, tanh, cosh, sinh, phi or H in an integrand whose argument is a
 * polynomial in t (degree 2 for exp, else 1) is a lane.  Its values at a block
 * of nodes t = i h come from its neighbours: exponentials by multiplication,
 * H by one Taylor expansion for many nodes.  docs/quadrature.md, section 5.
 */
#ifndef SADDLE_LANES_H
#define SADDLE_LANES_H

#include "machine_real.h"

typedef struct
{
    saddle_function_t f;
    int degree;
    arb_struct c[3];     /* the argument c0 + c1 t + c2 t^2                */
    arb_ptr value;       /* LANE_BLOCK values                              */
    int filled;          /* 0: the machine evaluates at each node          */
} lane_t;

#define LANE_BLOCK 128

/* How a condition depends on t at each point of the env: it has finitely many
   zeros; it may be 0 for all t; it is no polynomial that is known. */
typedef enum { CONDITION_CROSSES, CONDITION_TIED, CONDITION_CURVED } condition_t;

struct lanes
{
    int n, room, n_calls, room_calls;
    lane_t *lane;
    int *of_call;        /* lane of the k-th function call, or -1          */
    int call;            /* calls so far at this node                      */
    int n_conditions;
    condition_t condition[REAL_MAX_SELECTS];   /* of the k-th select       */
    int at;              /* node of the block                              */
};

void lanes_init(lanes_t *);
void lanes_clear(lanes_t *);

/* Finds the lanes of an integrand at the env and precision of m; runs constants
   and integrand once. */
void lanes_record(lanes_t *, const saddle_group_t *group, real_machine_t *m);

/* Values at t = (first + k) step, 0 <= k < n <= LANE_BLOCK, n >= 1, first >= 0,
   for every env in the balls of the coefficients, at the precision of m.  step
   may be negative.  Lanes that neighbours do not help are left unfilled.  */
void lanes_fill(lanes_t *, double step, long first, int n,
                const real_machine_t *m);

/*
 * value[k] encloses exp(s P(t_k)), t_k = (first + k) step, k < n, with the
 * coefficients c exact (radii are ignored): docs/quadrature.md (chain).
 */
void lane_chain(arb_ptr value, int n, const arb_struct *c, int degree,
                int s, double step, long first, slong prec);

/*
 * H on an equally spaced grid around u, by one expansion.
 *
 *   lane_tail_init  expands about u, both exact, for arguments u + x delta with
 *                   |x| < 1, delta != 0; 0 if that is no gain
 *   lane_tail_at    plus, minus: H(u +- x delta), x = j/2^k, 0 <= j < 2^k,
 *                   k <= 30
 */
typedef struct
{
    slong exponent;      /* ulp = 2^exponent                               */
    long n;              /* terms                                          */
    slong *limbs;        /* of partial sums from term n on                 */
    mp_ptr *term;        /* two's complement                               */
    mp_ptr store, sum, even, odd;
    slong most;          /* limbs of a value                               */
    mag_t error;
} lane_tail_t;

int lane_tail_init(lane_tail_t *, const arf_t u, const arf_t delta,
                   slong prec);
void lane_tail_at(arb_t plus, arb_t minus, lane_tail_t *, ulong j, int k);
void lane_tail_clear(lane_tail_t *);

/* As lane_tail_init, with the number of terms given; for tests.  drop: leave
   out the bound of the terms that are missing. */
int _lane_tail_init(lane_tail_t *, const arf_t u, const arf_t delta, long n,
                    slong prec, int drop);

/* ---- shared by the files of lanes ---------------------------------------- */

/* t = node step, exact */
void lane_place(arb_t t, double step, long node);
/* radius of the argument at an exact t */
void lane_radius(mag_t rho, const lane_t *lane, const arb_t t);
/* p(t) with the midpoints of the coefficients */
void lane_middle(arb_t v, const arb_struct *c, int degree, const arb_t t,
                 slong prec);
void lane_fill_exp(const lane_t *lane, double step, long first, int n,
                   slong prec);
void lane_fill_density(const lane_t *lane, double step, long first, int n,
                       const arb_t root_2pi_inverse, slong prec);
/* sinh, cosh, tanh */
void lane_fill_hyperbolic(const lane_t *lane, double step, long first, int n,
                          slong prec);

#endif
